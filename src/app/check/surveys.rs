//! What is wrong with condition surveys and recorded routes: what they say of no place, of no day, or twice.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::Finding;
use crate::geom::Chainage;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::queries::access_routes::RouteFault;
use crate::queries::access_routes::route_of;
use crate::queries::road_reach::SegmentsByCode;
use crate::world::Row;
use crate::world::World;

/// Surveys of one day may overlap by so much, and reach beyond the end of their road: stones and wheels
/// measure a little differently. Metres.
const SLACK_M: f64 = 10.0;

/// Stretches of surveys, each with its code.
type Laid<'a> = Vec<(Stretch, &'a str)>;

pub fn surveys(world: &World, found: &mut Vec<Finding>) {
    let mut by_day: BTreeMap<(&str, NaiveDate), Laid> = BTreeMap::new();
    for row in world.named("condition_surveys").rows() {
        let mut push = |rule, problem: String, at| {
            found.push(Finding { rule, collection: "condition_surveys", code: row.code().to_owned(), problem, at });
        };
        let indices = ["mqi", "pqi", "pci", "rqi", "iri"];
        if indices.iter().all(|index| row.value(index).is_null()) {
            push("survey_empty", "gives no index: it says nothing".to_owned(), None);
        }
        let day = row.value("surveyed_on").as_date();
        if day.is_none() {
            push("survey_undated", "has no day: it counts on none".to_owned(), None);
        }
        let ends = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
        let (Some(from), Some(to)) = ends else {
            push("survey_stretch", "one end is not recorded: it lies nowhere".to_owned(), None);
            continue;
        };
        let Some(stretch) = Stretch::new(from, to) else {
            push("survey_stretch", format!("runs from {from} back to {to}: it counts nowhere; turn it round"), None);
            continue;
        };
        let Some(code) = row.text("road_code") else {
            push("survey_stretch", "names no road".to_owned(), None);
            continue;
        };
        if let Some((problem, at)) = beyond(world, code, stretch) {
            push("survey_off_road", problem, at);
        }
        if let Some(day) = day {
            by_day.entry((code, day)).or_default().push((stretch, row.code()));
        }
    }
    for ((road, day), mut laid) in by_day {
        laid.sort();
        overlaps(road, day, &laid, found);
    }
}

/// How a stretch leaves the chainage of its road.
fn beyond(world: &World, road: &str, stretch: Stretch) -> Option<(String, Option<LonLat>)> {
    let road = world.roads().road(road)?;
    let line = &road.alignment;
    let (first, last) = (line.chainage_at(0.0), line.chainage_at(line.length_m()));
    let at = |chainage: Chainage| line.place_at(chainage).and_then(|at: GridPoint| road.grid.unproject(at));
    let over = stretch.to().metres() - last.metres();
    if over > SLACK_M {
        return Some((format!("reaches {over:.0} m beyond the end of {} at {last}", road.code), at(last)));
    }
    let before = first.metres() - stretch.from().metres();
    (before > SLACK_M)
        .then(|| (format!("begins {before:.0} m before the start of {} at {first}", road.code), at(first)))
}

fn overlaps(road: &str, day: NaiveDate, laid: &Laid, found: &mut Vec<Finding>) {
    let mut farthest: Option<(Stretch, &str)> = None;
    for (stretch, code) in laid {
        if let Some((before, other)) = farthest
            && let Some(both) = before.shared_with(*stretch)
            && both.length_m() > SLACK_M
        {
            let (from, to) = (both.from(), both.to());
            found.push(Finding {
                rule: "survey_overlap",
                collection: "condition_surveys",
                code: (*code).to_owned(),
                problem: format!("measures {road} from {from} to {to} on {day}, as {other} does"),
                at: None,
            });
        }
        if farthest.is_none_or(|(before, _)| before.to() < stretch.to()) {
            farthest = Some((*stretch, code));
        }
    }
}

/// Recorded routes that prove nothing. Segments that there are not are found as references.
pub fn access_routes(world: &World, found: &mut Vec<Finding>) {
    let segments = SegmentsByCode::of(world);
    for row in world.named("access_routes").rows() {
        let fault = route_of(row).segments(world, &segments).err();
        let fault = fault.filter(|fault| !matches!(fault, RouteFault::NoSuchSegment(_)));
        found.extend(fault.map(|fault| broken(row, &fault)));
    }
}

fn broken(row: Row, fault: &RouteFault) -> Finding {
    Finding {
        rule: "access_route",
        collection: "access_routes",
        code: row.code().to_owned(),
        problem: fault.to_string(),
        at: None,
    }
}
