//! Households that are recorded where they do not lie.

use crate::app::check::Finding;
use crate::app::check::place_of;
use crate::world::World;

/// Households whose recorded village is not the one that they lie in: a zone's village counts, and
/// the warning of a village, would go wrong.
pub(super) fn places(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("households").rows() {
        let Some(recorded) = row.text("village_code") else { continue };
        let lies_in = world.jurisdictions().finest_of_row(row);
        if lies_in.is_none_or(|code| code == recorded) {
            continue;
        }
        if world.jurisdictions().find(recorded).is_none_or(|area| area.shape().is_none()) {
            continue;
        }
        let at = place_of(row);
        // On a border the other side is right as well.
        if at.is_some_and(|at| world.jurisdictions().at(at).iter().any(|area| area.code() == recorded)) {
            continue;
        }
        found.push(Finding {
            rule: "village",
            collection: "households",
            code: row.code().to_owned(),
            problem: format!("is recorded in {recorded}, but lies in {}", lies_in.unwrap_or_default()),
            at,
        });
    }
}
