//! Hazards and whether they were treated (A08).

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::world::Row;

/// A08: hazards on county and township roads, and on village roads that carry a bus, and which of them
/// were treated by the day. One whose day of finding is not recorded was there before.
pub fn treated<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    for row in input.world.named("hazards").in_code_order(None) {
        if row.value("found_on").as_date().is_some_and(|found| found > input.day) {
            continue;
        }
        let class = input.road_class(row.text("road_code"));
        let is_asked = match class {
            Some("village") => carries_bus(input, row),
            Some(class) => Some(goal.takes_class(Some(class))),
            None => None,
        };
        let is_treated = row.value("treated_on").as_date().is_some_and(|treated| treated <= input.day);
        let (verdict, why) = match (is_asked, is_treated) {
            (Some(false), _) => continue,
            (Some(true), true) => (Verdict::Passing, ""),
            (Some(true), false) => (Verdict::Failing, "not treated by the day"),
            (None, _) if class.is_none() => (Verdict::Unknown, "the road, or its class, is not recorded"),
            (None, _) => (Verdict::Unknown, "not recorded whether the village road carries a bus"),
        };
        sink.count(0, Thing::Record(row), &[Piece::one(input.unit_of(row), verdict, why)]);
    }
}

/// Whether the segments that a hazard lies on carry a bus.
fn carries_bus(input: &Input<'_>, row: Row<'_>) -> Option<bool> {
    let road = row.text("road_code")?;
    let (from, to) = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
    let meets = |whole: crate::geom::Stretch| match (from, to) {
        (Some(from), Some(to)) => from < whole.to() && whole.from() < to || whole.contains(from),
        (Some(at), None) | (None, Some(at)) => whole.contains(at) || whole.to() == at,
        (None, None) => true,
    };
    let mut answer = None;
    for segment in input.world.roads().segments_of(road) {
        if segment.stretch.is_none_or(meets) {
            match segment.facts.bus_route {
                Some(true) => return Some(true),
                // Of several, what is not known of one may be yes.
                Some(false) if answer.is_none() => answer = Some(Some(false)),
                None => answer = Some(None),
                Some(false) => {}
            }
        }
    }
    answer.flatten()
}
