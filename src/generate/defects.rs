//! What is wrong on the roads: hazards, and the eight kinds of violation of R4 二(二)7.

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::draft::days_after;
use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::segments::Segment;
use crate::generate::skeleton::Class;

const HAZARDS: [(&str, &str); 8] = [
    ("roadside_drop", "增设波形护栏"),
    ("sharp_curve", "增设警示标志"),
    ("junction", "增设道口标柱、减速带"),
    ("missing_sign", "补设标志"),
    ("missing_barrier", "补设护栏"),
    ("drainage", "疏通边沟"),
    ("subsidence", "路基处治"),
    ("other", "清除障碍"),
];
const VIOLATIONS: [&str; 8] =
    ["advertisement", "building", "crossing", "sign", "planting", "stall", "threshing", "piling"];
/// For a county of the size of 鄢陵.
const HAZARD_COUNT: f64 = 420.0;
const VIOLATION_COUNT: f64 = 260.0;
const TREATED_SHARE: f64 = 0.8;
const CLEARED_SHARE: f64 = 0.85;

pub fn hazard_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "hazards", county.code);
    let mut records = Vec::new();
    let wanted = real::count(HAZARD_COUNT * county.profile.size());
    while records.len() < wanted {
        let segment = dice.pick(&county.segments);
        let class = county.routes[segment.route].class;
        if !class.is_rural() || segment.is_shared || (class == Class::Village && dice.chance(0.5)) {
            continue;
        }
        let (kind, needed) = *dice.pick(&HAZARDS);
        let found = day_within(&mut dice, date(2018, 3, 1), date(2025, 10, 1));
        let treated = dice
            .chance(TREATED_SHARE)
            .then(|| days_after(found, dice.whole(10, 500)))
            .filter(|day| *day < date(2025, 12, 20));
        let is_line = matches!(kind, "roadside_drop" | "missing_barrier" | "drainage");
        let code = format!("YH{}{:04}", county.code, records.len() + 1);
        let draft = placed(county, &mut dice, Draft::new(collection("hazards"), code), segment, is_line);
        records.push(
            draft
                .valid_from(found)
                .set("kind", kind)
                .set("needed", dice.known(0.05, needed))
                .set("found_on", found)
                .set("treated_on", treated)
                .done(),
        );
    }
    records
}

pub fn violation_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "violations", county.code);
    let mut records = Vec::new();
    let wanted = real::count(VIOLATION_COUNT * county.profile.size());
    while records.len() < wanted {
        let segment = dice.pick(&county.segments);
        let class = county.routes[segment.route].class;
        if !matches!(class, Class::County | Class::Township) || segment.is_shared {
            continue;
        }
        let kind = VIOLATIONS[records.len() % VIOLATIONS.len()];
        let found = day_within(&mut dice, date(2020, 3, 1), date(2025, 12, 10));
        let cleared = dice
            .chance(CLEARED_SHARE)
            .then(|| days_after(found, dice.whole(2, 120)))
            .filter(|day| *day < date(2025, 12, 31));
        let is_line = matches!(kind, "planting" | "threshing" | "piling");
        let code = format!("WF{}{:04}", county.code, records.len() + 1);
        let draft = placed(county, &mut dice, Draft::new(collection("violations"), code), segment, is_line);
        records
            .push(draft.valid_from(found).set("kind", kind).set("found_on", found).set("cleared_on", cleared).done());
    }
    records
}

/// On a segment: the whole of it as a line, or one of its corners as a point.
fn placed(county: &County, dice: &mut Dice, draft: Draft, segment: &Segment, is_line: bool) -> Draft {
    let route = &county.routes[segment.route];
    let places = &route.line[segment.corners[0]..=segment.corners[1]];
    let draft = draft.set("road_code", &route.code);
    if is_line {
        return draft
            .shape(plane::line(places))
            .set("from_chainage", segment.from)
            .set("to_chainage", segment.to)
            .set("jurisdiction_code", segment.jurisdiction);
    }
    let corner = segment.corners[0] + dice.below(places.len());
    let chainage = crate::geom::Chainage::from_mm(route.chainages[corner]);
    draft
        .shape(plane::point(route.line[corner]))
        .set("from_chainage", chainage)
        .set("jurisdiction_code", county.territory.code_at(route.line[corner], county.code))
}
