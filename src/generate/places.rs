//! Places where many people come together, and the buildings of those who maintain the roads.

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::homes::Use;
use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::shapes::Place;
use crate::generate::shapes::between;
use crate::generate::shapes::moved;
use crate::generate::territory;

/// What stands on the public blocks of the seat, in turn; capacity from and to.
const PUBLIC: [(&str, &str, [f64; 2]); 12] = [
    ("mall", "购物中心", [3_000.0, 8_000.0]),
    ("hospital", "医院", [600.0, 1_800.0]),
    ("school", "高级中学", [2_000.0, 4_500.0]),
    ("government", "政务服务中心", [300.0, 900.0]),
    ("market", "集贸市场", [500.0, 2_500.0]),
    ("school", "实验小学", [1_200.0, 2_600.0]),
    ("hotel", "宾馆", [150.0, 600.0]),
    ("factory", "食品厂", [120.0, 700.0]),
    ("station", "客运站", [500.0, 1_500.0]),
    ("care_home", "养老院", [80.0, 300.0]),
    ("kindergarten", "幼儿园", [150.0, 420.0]),
    ("place_of_worship", "乾明寺", [100.0, 500.0]),
];

pub fn records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "places", county.code);
    let mut records = Vec::new();
    let mut nth = 0;
    for (crossroads, corners, _) in county.homes.blocks.iter().filter(|block| block.2 == Use::Public) {
        let (kind, words, size) = PUBLIC[nth % PUBLIC.len()];
        let place = |u: f64, v: f64| between(between(corners[0], corners[1], u), between(corners[3], corners[2], u), v);
        let at = place(0.5, 0.5);
        let name =
            format!("{}{}{words}", county.profile.short, ["", "第二", "东城", "西城", "南城"][nth / PUBLIC.len() % 5]);
        let capacity = dice.between(size[0], size[1]);
        let is_large = capacity >= 1000.0;
        let code = format!("CS{}{:04}", county.code, nth + 1);
        let ring = [place(0.2, 0.2), place(0.8, 0.2), place(0.8, 0.8), place(0.2, 0.8), place(0.2, 0.2)];
        let draft = Draft::new(collection("places"), code.as_str());
        let draft = if is_large { draft.shape(territory::polygon(&ring)) } else { draft.shape(plane::point(at)) };
        records.push(finished(county, draft, &name, kind, at, &mut dice, Some(capacity)));
        if kind == "mall" {
            for (rank, (below, words)) in
                [("underground_space", "地下商场"), ("parking_garage", "地下停车场")].into_iter().enumerate()
            {
                let inner =
                    [place(0.25, 0.25), place(0.75, 0.25), place(0.75, 0.75), place(0.25, 0.75), place(0.25, 0.25)];
                let draft =
                    Draft::new(collection("places"), format!("{code}-{}", rank + 1)).shape(territory::polygon(&inner));
                records.push(finished(
                    county,
                    draft,
                    &format!("{name}{words}"),
                    below,
                    at,
                    &mut dice,
                    Some(capacity * 0.3),
                ));
            }
        }
        let _ = crossroads;
        nth += 1;
    }
    for hamlet in &county.hamlets {
        let stem = divisions::stem(county.territory.villages[hamlet.village].division.name);
        let town = county.territory.townships[county.territory.villages[hamlet.village].township].division.name;
        let mut kinds: Vec<(&str, &str, [f64; 2])> = Vec::new();
        if hamlet.is_town {
            kinds.extend([
                ("school", "中心学校", [500.0, 1_500.0]),
                ("hospital", "卫生院", [60.0, 250.0]),
                ("market", "集贸市场", [300.0, 1_200.0]),
                ("government", divisions::government(town), [60.0, 200.0]),
            ]);
        } else if hamlet.name == stem {
            kinds.extend([("clinic", "卫生室", [10.0, 40.0])]);
            if dice.chance(0.35) {
                kinds.push(("school", "小学", [120.0, 500.0]));
            }
            if dice.chance(0.12) {
                kinds.push(("factory", "加工厂", [30.0, 300.0]));
            }
        }
        for (rank, (kind, words, size)) in kinds.into_iter().enumerate() {
            let shift = [38.0 * real::of(rank) - 55.0, 17.0];
            let at = moved(hamlet.at, shift);
            let capacity = dice.between(size[0], size[1]);
            let draft =
                Draft::new(collection("places"), format!("CS{}{:04}", county.code, nth + 1)).shape(plane::point(at));
            let known = dice.known(0.1, capacity);
            records.push(finished(county, draft, &format!("{}{words}", hamlet.name), kind, at, &mut dice, known));
            nth += 1;
        }
    }
    records
}

fn finished(
    county: &County,
    draft: Draft,
    name: &str,
    kind: &str,
    at: Place,
    dice: &mut Dice,
    capacity: Option<f64>,
) -> Record {
    let is_crowded =
        matches!(kind, "mall" | "market" | "school" | "hospital" | "station" | "underground_space" | "kindergarten");
    draft
        .set("name", name)
        .set("kind", kind)
        .set("jurisdiction_code", county.territory.code_at(at, county.code))
        .set("capacity", capacity.map(|capacity| i32::try_from(real::round(capacity)).unwrap_or(i32::MAX)))
        .set("large", capacity.map(|capacity| capacity >= 1000.0))
        .set("crowded", dice.known(0.03, is_crowded))
        .done()
}

/// The county's maintenance centre, township stations, village rooms, transport service stations;
/// some villages have none yet.
pub fn facility_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "facilities", county.code);
    let mut records = Vec::new();
    let mut add = |dice: &mut Dice, at: Place, name: String, kind: &str, jurisdiction: &str, standard: f64| {
        let opened = day_within(dice, date(2017, 1, 1), date(2025, 10, 1));
        let is_standard = dice.known(0.05, ()).map(|()| dice.chance(standard));
        let code = format!("SS{}{:04}", county.code, records.len() + 1);
        records.push(
            Draft::new(collection("facilities"), code)
                .valid_from(opened)
                .shape(plane::point(at))
                .set("name", name)
                .set("kind", kind)
                .set("jurisdiction_code", jurisdiction)
                .set("standard", is_standard)
                .set("opened_on", dice.known(0.06, opened))
                .done(),
        );
    };
    let centre = moved(county.profile.seat, [-420.0, 260.0]);
    let name = format!("{}农村公路养护中心", divisions::county(county.code).name);
    add(&mut dice, centre, name, "county_maintenance_centre", county.code, 1.0);
    for township in &county.territory.townships {
        let name = township.division.name;
        let code = township.division.code;
        if dice.chance(0.92) {
            add(
                &mut dice,
                moved(township.seat, [120.0, -60.0]),
                format!("{name}农村公路管养站"),
                "township_station",
                code,
                0.75,
            );
        }
        if dice.chance(0.7) {
            add(
                &mut dice,
                moved(township.seat, [-90.0, 80.0]),
                format!("{name}运输综合服务站"),
                "transport_service_station",
                code,
                0.7,
            );
        }
    }
    for village in &county.territory.villages {
        if dice.chance(0.82) {
            let at = village.seat;
            add(
                &mut dice,
                at,
                format!("{}养护室", divisions::stem(village.division.name)),
                "village_room",
                village.division.code,
                0.6,
            );
        }
    }
    records
}
