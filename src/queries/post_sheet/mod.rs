//! A road chief's sheet: what the post answers for on a day, in what state it is, and what is due.
//!
//! Records belong to a post by road and chainage. One whose chainage is not recorded is placed by where it
//! lies, one whose road is not recorded by the road that is nearest within 30 m; what can be placed by
//! neither is listed for every post on its road, for nobody can say that it is not theirs.

mod condition;
mod due;
mod things;

pub use condition::RowCondition;
pub use condition::SheetCondition;
pub use due::InspectionDue;
pub use due::PatrolDays;
pub use due::WorkDue;
pub use things::Thing;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Chainage;
use crate::queries::bridges::BridgeRatings;
use crate::queries::chiefs::Area;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::chiefs::SegmentStretch;
use crate::queries::chiefs::roads_of;
use crate::queries::condition_scale::Scale;
use crate::queries::post_sheet::condition::condition;
use crate::queries::post_sheet::due::inspections_due;
use crate::queries::post_sheet::due::works_due;
use crate::queries::post_sheet::things::Duty;
use crate::world::Post;
use crate::world::World;

/// All that a post has to look after.
#[derive(Debug)]
pub struct PostSheet<'a> {
    pub post: &'a Post,
    pub on: NaiveDate,
    pub filled: Option<bool>,
    /// By road, then chainage.
    pub stretches: Vec<SegmentStretch<'a>>,
    /// Whole metres of county, township and village roads.
    pub metres: [u64; 3],
    pub condition: SheetCondition,
    /// Of each stretch.
    pub row_conditions: Vec<RowCondition>,
    /// Bridges in class 4 or 5 on the day, not removed by then; with the class and when it was given.
    pub bridges: Vec<(Thing<'a>, i32, NaiveDate)>,
    /// Found by the day or on a day that is not recorded, and not treated by it.
    pub hazards: Vec<Thing<'a>>,
    /// As hazards, and not cleared.
    pub violations: Vec<Thing<'a>>,
    pub works_due: Vec<WorkDue<'a>>,
    pub inspections_due: Vec<InspectionDue<'a>>,
}

/// The sheet of a post on a day.
pub fn post_sheet<'a>(
    world: &'a World,
    code: &str,
    on: NaiveDate,
    patrol: PatrolDays,
    scale: &Scale,
) -> Result<PostSheet<'a>, NoSuchPost> {
    let stretches = roads_of(world, code, on)?;
    let post = world.chiefs().post(code).ok_or_else(|| NoSuchPost(code.to_owned()))?;
    let mut metres = [0; 3];
    for row in &stretches {
        let class = CLASSES_OF_RURAL_ROADS.iter().position(|class| row.segment.class.as_deref() == Some(class));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows have whole metres")]
        if let Some(class) = class {
            metres[class] += row.length_m as u64;
        }
    }
    let area = post.jurisdiction.as_deref().filter(|_| post.is_general());
    let area = area.map(|code| Area::jurisdiction(world, code));
    let (condition, row_conditions) = condition(world, &stretches, area.as_ref(), on, scale);
    let duty = Duty::of(world, &stretches, area);
    let is_open = |done: &'static str| {
        move |thing: &Thing| {
            let date = |field| thing.row.value(field).as_date();
            date("found_on").is_none_or(|found| found <= on) && date(done).is_none_or(|done| on < done)
        }
    };
    let hazards: Vec<Thing> = duty.things("hazards").into_iter().filter(is_open("treated_on")).collect();
    let violations = duty.things("violations").into_iter().filter(is_open("cleared_on")).collect();
    let bridges = poor_bridges(world, &duty, on);
    let works_due = works_due(&duty, &hazards, &bridges, on);
    let inspections_due = inspections_due(world, post, &duty, on, patrol);
    let filled = post.is_filled_on(on);
    Ok(PostSheet {
        post,
        on,
        filled,
        stretches,
        metres,
        condition,
        row_conditions,
        bridges,
        hazards,
        violations,
        works_due,
        inspections_due,
    })
}

/// As on a post's sheet: what of a post's roads is due for inspection on a day, each with where the part
/// that concerns the post begins.
pub fn patrols_due<'a>(
    world: &'a World,
    code: &str,
    on: NaiveDate,
    patrol: PatrolDays,
) -> Result<Vec<(InspectionDue<'a>, Option<Chainage>)>, NoSuchPost> {
    let stretches = roads_of(world, code, on)?;
    let post = world.chiefs().post(code).ok_or_else(|| NoSuchPost(code.to_owned()))?;
    let duty = Duty::of(world, &stretches, None);
    let begins: HashMap<&str, Option<Chainage>> = duty
        .roads()
        .map(|(road, stretches)| (road, stretches.iter().flatten().map(|stretch| stretch.from()).min()))
        .collect();
    let due = inspections_due(world, post, &duty, on, patrol).into_iter();
    Ok(due.map(|due| (begins.get(due.road).copied().flatten(), due)).map(|(from, due)| (due, from)).collect())
}

fn poor_bridges<'a>(world: &'a World, duty: &Duty<'a>, on: NaiveDate) -> Vec<(Thing<'a>, i32, NaiveDate)> {
    let ratings = BridgeRatings::of(world);
    let stands = |thing: &Thing| {
        let removed = thing.row.text("disposal_kind") == Some("removed");
        !(removed && thing.row.value("disposed_on").as_date().is_some_and(|day| day <= on))
    };
    let rated = duty.things("bridges").into_iter().filter(stands).filter_map(|thing| {
        let rating = ratings.on(thing.row.code(), on)?;
        (rating.class >= 4).then_some((thing, rating.class, rating.rated_on))
    });
    rated.collect()
}
