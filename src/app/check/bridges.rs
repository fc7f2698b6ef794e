//! Bridges off their roads, or at another place of them than is recorded.

use crate::app::check::Finding;
use crate::app::check::place_of;
use crate::world::World;

/// A bridge may lie so far off its road, metres.
const BRIDGE_OFF_M: f64 = 10.0;
/// A bridge's chainage may differ so much from where it lies, metres.
const BRIDGE_ALONG_M: f64 = 50.0;

pub(super) fn bridges(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("bridges").rows() {
        let Some(road) = row.text("road_code").and_then(|code| world.roads().road(code)) else { continue };
        let Some(at) = place_of(row) else { continue };
        let seen = road.alignment.nearest(road.grid.project(at));
        let mut push = |rule, problem| {
            found.push(Finding { rule, collection: "bridges", code: row.code().to_owned(), problem, at: Some(at) });
        };
        if seen.offset_m.abs() > BRIDGE_OFF_M {
            push("bridge_off_road", format!("lies {:.0} m off {}", seen.offset_m.abs(), road.code));
        }
        let here = road.alignment.chainage_at(seen.position_m);
        if let Some(written) = row.value("chainage").as_chainage()
            && (written.metres() - here.metres()).abs() > BRIDGE_ALONG_M
        {
            push("bridge_chainage", format!("is recorded at {written} of {}, but lies at {here}", road.code));
        }
    }
}
