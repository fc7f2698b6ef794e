//! Assignments that cover nothing that could be shown.

use crate::app::check::Finding;
use crate::world::World;

/// Assignments of which nobody can say what they cover.
pub(super) fn assignments(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("assignments").rows() {
        if row.value("from_chainage").is_null() != row.value("to_chainage").is_null() {
            found.push(Finding {
                rule: "assignment_end",
                collection: "assignments",
                code: row.code().to_owned(),
                problem: "one end is not recorded: it covers nothing that could be shown".to_owned(),
                at: None,
            });
        }
    }
}
