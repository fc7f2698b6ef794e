//! Works on roads and bridges, 2019 to 2025. What they do to segments is told in `history`.

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::Record;
use crate::domain::Value;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::draft::days_after;
use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::profile::Profile;
use crate::generate::route::Route;
use crate::generate::segments::Segment;

pub struct Project {
    pub kind: &'static str,
    pub route: usize,
    /// Positions in [`County::segments`].
    pub segments: Range<usize>,
    pub started_on: NaiveDate,
    /// None for works still going on at the end of 2025.
    pub completed_on: Option<NaiveDate>,
}

/// Kind, kilometres a year, least and most kilometres of one project, cost in CNY per kilometre.
const KINDS: [(&str, f64, [f64; 2], f64); 5] = [
    ("new", 5.0, [0.5, 1.6], 900_000.0),
    ("rebuild", 27.0, [0.9, 3.2], 720_000.0),
    ("major_repair", 12.0, [0.8, 2.5], 460_000.0),
    ("medium_repair", 26.0, [0.8, 3.0], 240_000.0),
    ("preventive", 46.0, [1.0, 4.0], 70_000.0),
];
const YEARS: std::ops::RangeInclusive<i32> = 2019..=2025;
const MOST_TRIES: usize = 5_000;
/// Works begun in 2025 that are not finished.
const UNFINISHED_SHARE: f64 = 0.2;

/// In the order of their completion, the unfinished last.
pub fn projects(seed: u64, profile: &Profile, routes: &[Route], segments: &[Segment]) -> Vec<Project> {
    let mut projects = Vec::new();
    let mut is_new = vec![false; segments.len()];
    for year in YEARS {
        for (kind, km, size, _) in KINDS {
            let mut dice = Dice::of(seed, "works", &format!("{year} {kind}"));
            let mut left = km * profile.size() * dice.between(0.85, 1.2);
            // A small county may have no road left that could be new.
            let mut tries = 0;
            while left > 0.0 && tries < MOST_TRIES {
                tries += 1;
                let first = dice.below(segments.len());
                let (route, wanted) = (segments[first].route, dice.between(size[0], size[1]));
                let mut last = first;
                let mut long = 0.0;
                while last < segments.len() && segments[last].route == route && long < wanted {
                    long += segments[last].length_m() / 1000.0;
                    last += 1;
                }
                let class = routes[route].class;
                let fits = class.is_rural() && (first..last).all(|nth| !segments[nth].is_shared && !is_new[nth]);
                let is_village = class == crate::generate::skeleton::Class::Village;
                if !fits || (kind == "new" && !is_village) || long < size[0] * 0.3 {
                    continue;
                }
                if kind == "new" {
                    is_new[first..last].fill(true);
                }
                left -= long;
                let started_on = day_within(&mut dice, date(year, 2, 15), date(year, 8, 31));
                let days = dice.whole(30, 115);
                let is_unfinished = year == 2025 && dice.chance(UNFINISHED_SHARE);
                projects.push(Project {
                    kind,
                    route,
                    segments: first..last,
                    started_on,
                    completed_on: (!is_unfinished).then(|| days_after(started_on, days)),
                });
            }
        }
    }
    projects.sort_by_key(|project| {
        (project.completed_on.is_none(), project.completed_on, project.started_on, project.segments.start)
    });
    projects
}

pub fn records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "works records", county.code);
    let mut records: Vec<Record> =
        county.projects.iter().enumerate().map(|(nth, project)| record(county, &mut dice, nth, project)).collect();
    for bridge in &county.bridges {
        let Some(rebuilt_on) = bridge.rebuilt_on else { continue };
        let days = dice.whole(70, 200);
        let cost = bridge.length_m * bridge.deck_m * dice.between(4_500.0, 7_000.0);
        let draft = Draft::new(collection("works"), format!("{}W", bridge.code))
            .set("kind", "rebuild")
            .set("road_code", &county.routes[bridge.route].code)
            .set("bridge_code", &bridge.code)
            .set("jurisdiction_code", bridge.jurisdiction)
            .set("started_on", days_after(rebuilt_on, -days))
            .set("completed_on", rebuilt_on)
            .set("accepted_on", days_after(rebuilt_on, 30))
            .set("acceptance", acceptance(&mut dice))
            .set("cost_cny", fen(cost));
        records.push(with_duties(draft, &mut dice, true).valid_from(days_after(rebuilt_on, -days)).done());
    }
    records
}

fn record(county: &County, dice: &mut Dice, nth: usize, project: &Project) -> Record {
    let route = &county.routes[project.route];
    let (first, last) = (&county.segments[project.segments.start], &county.segments[project.segments.end - 1]);
    let km = f64::from((last.to.mm() - first.from.mm()) / 1000) / 1000.0;
    let per_km = KINDS.iter().find(|kind| kind.0 == project.kind).map_or(0.0, |kind| kind.3);
    let width = first.versions[0].1.pavement_m.unwrap_or(4.5) / 4.5;
    let places = &route.line[first.corners[0]..=last.corners[1]];
    let accepted =
        project.completed_on.filter(|day| *day < date(2025, 11, 15)).map(|day| days_after(day, dice.whole(10, 45)));
    let accepted = accepted.filter(|_| !dice.chance(0.04));
    let draft = Draft::new(collection("works"), format!("GC{}{:04}", county.code, nth + 1))
        .valid_from(project.started_on)
        .shape(plane::line(places))
        .set("kind", project.kind)
        .set("road_code", &route.code)
        .set("from_chainage", first.from)
        .set("to_chainage", last.to)
        .set("length_km", km)
        .set("jurisdiction_code", county.territory.jurisdiction_of(places, county.code))
        .set("started_on", project.started_on)
        .set("completed_on", project.completed_on)
        .set("accepted_on", accepted)
        .set("acceptance", accepted.map(|_| acceptance(dice)))
        .set("cost_cny", fen(km * per_km * width * dice.between(0.85, 1.2)));
    with_duties(draft, dice, matches!(project.kind, "new" | "rebuild")).done()
}

/// The three at once, and the rules of contracting; some not on record.
fn with_duties(draft: Draft, dice: &mut Dice, is_new: bool) -> Draft {
    let mut flag = |share: f64| dice.known(0.06, ()).map(|()| dice.chance(share));
    let [designed, built, accepted] = [flag(0.95), flag(0.93), flag(0.92)];
    let [tendered, contracted, supervised, disclosed, liable] =
        [flag(0.97), flag(0.99), flag(0.96), flag(0.94), flag(0.97)];
    let financing = dice.pick(&["财政资金", "财政资金", "一事一议", "社会捐赠", "银行贷款"]);
    draft
        .set("designed_together", designed.filter(|_| is_new))
        .set("built_together", built.filter(|_| is_new))
        .set("accepted_together", accepted.filter(|_| is_new))
        .set("tendered", tendered)
        .set("contracted", contracted)
        .set("supervised", supervised)
        .set("seven_disclosures", disclosed)
        .set("lifelong_liability", liable)
        .set("financing", *financing)
}

fn acceptance(dice: &mut Dice) -> &'static str {
    ["excellent", "qualified", "failed"][dice.weighted(&[0.83, 0.16, 0.01])]
}

/// CNY to whole thousands.
pub fn fen(yuan: f64) -> Value {
    Value::Money(real::round(yuan / 1000.0) * 100_000)
}
