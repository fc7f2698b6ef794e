//! Bridges rated 4 and 5 (A06, A07).

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::domain::day_in_china;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::queries::bridges::BridgeRatings;
use crate::world::Row;

/// Ratings that ask for rebuilding.
const DANGEROUS: [i32; 2] = [4, 5];

/// Works and disposals that do away with the danger; to close or restrict a bridge does not.
const REBUILDING: [&str; 4] = ["new", "rebuild", "major_repair", "medium_repair"];
const DOING_AWAY: [&str; 3] = ["rebuilt", "repaired", "removed"];

/// A06: the bridges that stood in class 4 or 5 on the day of the stock, and which of them were rebuilt,
/// reinforced or taken down since. The list does not grow afterwards.
pub fn stock_rebuilt<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let Some(stock_on) = goal.with.stock_on else { return };
    let ratings = BridgeRatings::of(input.world);
    for row in input.world.named("bridges").in_code_order(None) {
        let is_asked = match (is_rural(input, row), was_in_stock(&ratings, row, stock_on)) {
            (Some(false), _) | (_, Some(false)) => continue,
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        let (verdict, why) = match (is_asked, is_rebuilt(input, row, stock_on)) {
            (Some(true), Verdict::Passing) => (Verdict::Passing, ""),
            (Some(true), Verdict::Failing) => {
                (Verdict::Failing, "in class 4 or 5 on the day of the stock, and not rebuilt since")
            }
            (Some(true), Verdict::Unknown) => (Verdict::Unknown, "not recorded on which day it was dealt with"),
            (None, _) => (
                Verdict::Unknown,
                "not recorded in which class it stood on the day of the stock, or on which road it lies",
            ),
            (Some(false), _) => continue,
        };
        sink.count(0, Thing::Record(row), &[Piece::one(input.unit_of(row), verdict, why)]);
    }
}

/// Whether the road of a bridge is a rural one; unknown where road or class are.
fn is_rural(input: &Input<'_>, row: Row<'_>) -> Option<bool> {
    input.road_class(row.text("road_code")).map(|class| CLASSES_OF_RURAL_ROADS.contains(&class))
}

/// By the last rating until then. Without one: a bridge that did not stand yet was in no stock, and one
/// whose first rating afterwards is 3 or better was no worse before, unless something was done between.
fn was_in_stock(ratings: &BridgeRatings<'_>, row: Row<'_>, stock_on: NaiveDate) -> Option<bool> {
    if let Some(rating) = ratings.on(row.code(), stock_on) {
        return Some(DANGEROUS.contains(&rating.class));
    }
    let (version, valid_from, recorded_at) = row.shard.standing(row.row);
    let is_dated = valid_from != Some(day_in_china(recorded_at));
    if version == 1 && is_dated && valid_from.is_some_and(|from| from > stock_on) {
        return Some(false);
    }
    let first = ratings.of_bridge(row.code()).first()?;
    let between = |field: &str| row.value(field).as_date().is_some_and(|day| day > stock_on && day <= first.rated_on);
    let was_mended = between("rebuilt_on") || between("disposed_on");
    (!DANGEROUS.contains(&first.class) && !was_mended).then_some(false)
}

/// Whether something did away with the danger after one day, by the day that is asked for.
fn is_rebuilt(input: &Input<'_>, row: Row<'_>, after: NaiveDate) -> Verdict {
    let is_in_time = |day: NaiveDate| after < day && day <= input.day;
    let is_in_time = |day: Option<NaiveDate>| day.map(is_in_time);
    let mut found = vec![Some(is_in_time(row.value("rebuilt_on").as_date()) == Some(true))];
    if row.text("disposal_kind").is_some_and(|kind| DOING_AWAY.contains(&kind)) {
        found.push(is_in_time(row.value("disposed_on").as_date()));
    }
    for works in input.works_of_bridge(row.code()) {
        let done = works.value("completed_on").as_date().or_else(|| works.value("accepted_on").as_date());
        // Works without a last day go on.
        if works.text("kind").is_none_or(|kind| REBUILDING.contains(&kind)) && done.is_some() {
            let is_known = works.text("kind").is_some();
            found.push(if is_known { is_in_time(done) } else { is_in_time(done).filter(|is| !is) });
        }
    }
    found.into_iter().map(Verdict::of).max().unwrap_or(Verdict::Failing)
}

/// A07: bridges that came into class 5 after the day of the stock, and whether a disposal is recorded
/// since: closed, restricted, mended or taken down. "Promptly" has no number.
pub fn class_5_handled<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let Some(stock_on) = goal.with.stock_on else { return };
    let ratings = BridgeRatings::of(input.world);
    for row in input.world.named("bridges").in_code_order(None) {
        let found = ratings.came_into(row.code(), 5, input.day);
        // What was done before it came into class 5 again does not count.
        let Some(came) = found.iter().rfind(|rating| rating.rated_on > stock_on) else { continue };
        let (verdict, why) = match is_rural(input, row) {
            Some(false) => continue,
            None => (Verdict::Unknown, "not recorded on which road it lies, or of which class that is"),
            Some(true) => {
                let is_disposed = match (row.text("disposal_kind"), row.value("disposed_on").as_date()) {
                    (_, Some(day)) => Some(day >= came.rated_on && day <= input.day),
                    (Some(_), None) => None,
                    (None, None) => Some(false),
                };
                let before = came.rated_on.pred_opt().unwrap_or(came.rated_on);
                let verdict = Verdict::of(is_disposed).max(is_rebuilt(input, row, before));
                let why = if verdict == Verdict::Unknown {
                    "not recorded on which day it was dealt with"
                } else {
                    "in class 5, and no disposal is recorded since"
                };
                (verdict, why)
            }
        };
        sink.count(0, Thing::Record(row), &[Piece::one(input.unit_of(row), verdict, why)]);
    }
}
