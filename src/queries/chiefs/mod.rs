//! Which roads fall under each road chief, what is left without one, where two overlap, who answers for a
//! place, and who did.
//!
//! A general post answers for all county, township and village roads in its jurisdiction, a route
//! post for its assignments. *Unassigned* and *overlap* are judged on the assignments of route posts
//! alone: general posts neither make nor hide either, and whether somebody fills the office is said
//! beside, never in place of it. County roads are managed by the county, township roads by the township,
//! village roads by township or village (R5 二(一)2 and 3, R4 二(二)5: 县道县管、乡村道乡村管).

mod answering;
mod coverage;
mod duties;
mod history;
mod overlaps;
mod stretch;

pub use answering::Answering;
pub use answering::Answers;
pub use answering::NoSubject;
pub use answering::Subject;
pub use answering::answering;
pub use coverage::ByClass;
pub use coverage::ChiefCoverage;
pub use coverage::Covered;
pub use coverage::Held;
pub use coverage::Mark;
pub use coverage::Office;
pub use coverage::chief_coverage;
pub use coverage::coverage_marks;
pub use coverage::unassigned;
pub use coverage::unassigned_in;
pub use duties::chiefs_at;
pub use duties::roads_of;
pub use duties::roads_of_in;
pub use history::HeldStretch;
pub use history::Holder;
pub use history::Period;
pub use history::PostHistory;
pub use history::Tenure;
pub use history::post_history;
pub use history::stretch_history;
pub use overlaps::overlaps;
pub use overlaps::overlaps_in;
pub use stretch::Area;
pub use stretch::Marked;
pub use stretch::SegmentStretch;

pub(super) use stretch::cut;
pub(in crate::queries) use stretch::part_of;

use std::collections::HashMap;

use crate::world::Post;
use crate::world::UnitId;
use crate::world::World;

/// There is no post of that code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no chief post with the code `{0}`")]
pub struct NoSuchPost(pub String);

/// Levels whose route posts manage a class of road.
pub fn managing_levels(class: &str) -> &'static [&'static str] {
    match class {
        "county" => &["county"],
        "township" => &["township"],
        "village" => &["township", "village"],
        _ => &[],
    }
}

/// The posts of a jurisdiction and all below it, or of everywhere, in the order of their codes.
pub fn posts_of<'a>(world: &'a World, jurisdiction: Option<&str>) -> impl Iterator<Item = &'a Post> {
    let area = jurisdiction.map(|code| (code.to_owned(), Area::jurisdiction(world, code)));
    world.chiefs().posts().filter(move |post| {
        area.as_ref().is_none_or(|(above, area)| {
            let own = post.jurisdiction.as_deref();
            let below = || area.holds(own.and_then(|code| world.jurisdictions().tree().find(code)));
            own.is_some_and(|code| world.jurisdictions().is_within(code, above)) || below()
        })
    })
}

/// The general posts of each jurisdiction, in the order of their codes.
pub fn general_posts_of(world: &World) -> HashMap<UnitId, Vec<&Post>> {
    let tree = world.jurisdictions().tree();
    let mut found: HashMap<UnitId, Vec<&Post>> = HashMap::new();
    for post in world.chiefs().posts().filter(|post| post.is_general()) {
        if let Some(unit) = post.jurisdiction.as_deref().and_then(|code| tree.find(code)) {
            found.entry(unit).or_default().push(post);
        }
    }
    found
}
