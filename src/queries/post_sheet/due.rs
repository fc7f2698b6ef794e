//! What is due on the stretches of a post: works, and inspections by date.

use chrono::Days;
use chrono::NaiveDate;

use crate::domain::Value;
use crate::domain::day_in_china;
use crate::geom::Stretch;
use crate::queries::post_sheet::things::Duty;
use crate::queries::post_sheet::things::Thing;
use crate::world::Assignment;
use crate::world::Post;
use crate::world::World;

/// Something to be done, and why.
#[derive(Debug)]
pub struct WorkDue<'a> {
    /// Of works, hazards or bridges.
    pub thing: Thing<'a>,
    pub why: WhyDue,
}

/// Why a work is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyDue {
    /// Works that began, or of which no beginning is recorded, and that are not completed.
    NotCompleted,
    /// Works that begin after the day.
    NotBegun,
    /// Works that were not accepted.
    AcceptanceFailed,
    /// A hazard with a measure that it needs.
    HazardUntreated,
    /// A bridge in class 4 or 5 of which no disposal is recorded since it was rated so.
    BridgeNotDisposedOf,
}

impl WhyDue {
    pub fn words(self) -> &'static str {
        match self {
            Self::NotCompleted => "not completed",
            Self::NotBegun => "not begun",
            Self::AcceptanceFailed => "acceptance failed",
            Self::HazardUntreated => "hazard not treated",
            Self::BridgeNotDisposedOf => "bridge rated 4 or 5 and not disposed of",
        }
    }
}

/// Works, hazards and bridges on which something is to be done on a day, in that order.
pub(super) fn works_due<'a>(
    duty: &Duty<'a>,
    hazards: &[Thing<'a>],
    bridges: &[(Thing<'a>, i32, NaiveDate)],
    on: NaiveDate,
) -> Vec<WorkDue<'a>> {
    let mut found = Vec::new();
    for thing in duty.things("works") {
        let by = |field| thing.row.value(field).as_date().is_some_and(|day| day <= on);
        let begins_later = thing.row.value("started_on").as_date().is_some_and(|day| on < day);
        let failed = thing.row.text("acceptance") == Some("failed") && by("accepted_on");
        let why = match (by("completed_on"), begins_later) {
            (false, true) => WhyDue::NotBegun,
            (false, false) => WhyDue::NotCompleted,
            (true, _) if failed => WhyDue::AcceptanceFailed,
            (true, _) => continue,
        };
        found.push(WorkDue { thing, why });
    }
    found.extend(hazards.iter().map(|thing| WorkDue { thing: *thing, why: WhyDue::HazardUntreated }));
    for (thing, _, rated_on) in bridges {
        let disposed = thing.row.value("disposed_on").as_date();
        if !disposed.is_some_and(|day| *rated_on <= day && day <= on) {
            found.push(WorkDue { thing: *thing, why: WhyDue::BridgeNotDisposedOf });
        }
    }
    found
}

/// Days from one inspection of a road by a route post to the next, by the level of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatrolDays {
    pub county: u32,
    pub township: u32,
    pub village: u32,
}

impl PatrolDays {
    pub fn of(self, level: &str) -> Option<u32> {
        match level {
            "county" => Some(self.county),
            "township" => Some(self.township),
            "village" => Some(self.village),
            _ => None,
        }
    }
}

/// A road that a route post should have inspected by a day.
#[derive(Debug)]
pub struct InspectionDue<'a> {
    pub post: &'a Post,
    pub road: &'a str,
    /// `None` when no inspection by the post is recorded.
    pub last_on: Option<NaiveDate>,
    /// `None` when it was never inspected and nobody knows since when it is assigned.
    pub due_on: Option<NaiveDate>,
}

/// Which roads are due on a day: of a route post those that are assigned to it, of a general post those of
/// the route posts on its roads. By road, then post.
pub(super) fn inspections_due<'a>(
    world: &'a World,
    post: &'a Post,
    duty: &Duty<'a>,
    on: NaiveDate,
    patrol: PatrolDays,
) -> Vec<InspectionDue<'a>> {
    let mut found = Vec::new();
    for (road, stretches) in duty.roads() {
        let concerns = |held: &Assignment| {
            let meets = |stretch: &Option<Stretch>| stretch.is_none_or(|own| held.reach.within(own).is_some());
            stretches.iter().any(meets)
        };
        let held = world.chiefs().on_road(road, on).filter(|(held, _)| concerns(held));
        let mut held: Vec<(&Post, Option<NaiveDate>)> = held
            .filter(|(_, by)| post.is_general() || by.code == post.code)
            .map(|(held, by)| (by, held.term.from))
            .collect();
        // Of several assignments of a post on a road the first day counts; one that is not known comes first.
        held.sort_by(|a, b| (&a.0.code, a.1).cmp(&(&b.0.code, b.1)));
        held.dedup_by(|next, before| next.0.code == before.0.code);
        for (by, since) in held {
            let Some(days) = by.level.as_deref().and_then(|level| patrol.of(level)) else { continue };
            let last_on = last_inspection(world, road, by, on);
            let due_on = last_on.or(since).and_then(|day| day.checked_add_days(Days::new(u64::from(days))));
            if due_on.is_none_or(|due| due <= on) {
                found.push(InspectionDue { post: by, road, last_on, due_on });
            }
        }
    }
    found
}

fn last_inspection(world: &World, road: &str, post: &Post, on: NaiveDate) -> Option<NaiveDate> {
    let of_road = world.named("inspections").referring("road_code", Some(road));
    let own = of_road.filter(|row| row.text("post_code") == Some(&post.code));
    let days = own.filter_map(|row| match row.value("at") {
        Value::Timestamp(at) => Some(day_in_china(at)),
        _ => None,
    });
    days.filter(|day| *day <= on).max()
}
