//! Gaps and overlaps of chainage.

use crate::app::check::Finding;
use crate::app::check::start_of;
use crate::geom::Chainage;
use crate::world::Segment;
use crate::world::World;

/// Gaps and overlaps between the segments of a road, in the order of their chainage.
pub(super) fn chainages(world: &World, found: &mut Vec<Finding>) {
    for road in world.roads().roads() {
        let segments = world.roads().segments_of(&road.code);
        // The segment that reaches farthest so far, not just the one before.
        let mut farthest: Option<(&Segment, Chainage)> = None;
        for (segment, stretch) in segments.filter_map(|segment| Some((segment, segment.stretch?))) {
            let fault = match farthest {
                Some((before, reached)) if reached < stretch.from() => {
                    let hint = if meet(before, segment) {
                        ", though the lines meet: chainage that is left out (断链), or a wrong end"
                    } else {
                        ""
                    };
                    Some(("chainage_gap", format!("no segment from {reached} to {}{hint}", stretch.from())))
                }
                Some((before, reached)) if reached > stretch.from() => {
                    let to = reached.min(stretch.to());
                    Some(("chainage_overlap", format!("overlaps {} from {} to {to}", before.code, stretch.from())))
                }
                _ => None,
            };
            if let Some((rule, problem)) = fault {
                let at = start_of(segment);
                found.push(Finding { rule, collection: "road_segments", code: segment.code.to_string(), problem, at });
            }
            if farthest.is_none_or(|(_, reached)| reached < stretch.to()) {
                farthest = Some((segment, stretch.to()));
            }
        }
    }
}

/// Whether one line ends where the next begins, to a metre.
fn meet(before: &Segment, next: &Segment) -> bool {
    let ends = before.line.0.last().zip(next.line.0.first());
    ends.is_some_and(|(a, b)| (a.x - b.x).hypot(a.y - b.y) <= 1.0)
}
