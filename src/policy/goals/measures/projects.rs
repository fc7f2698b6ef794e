//! Projects: what was done together with the works, under which duties, and how they were accepted (A09,
//! A10, A20, A21).

use crate::domain::Value;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::policy::goals::measures::works::is_of_kind;
use crate::queries::works::is_on_rural_road;
use crate::queries::works::shares_of_work;
use crate::queries::works::work_length_m;
use crate::world::Row;
use crate::world::UnitId;

/// A09: the safety facilities, drainage, stops and bays of new and rebuilt roads were designed, built and
/// accepted together with them (R4). R5 asks less of the things and more of the acts (put into use
/// together; police and emergency management at the acceptance): of that nothing is recorded, so its part
/// stays unknown and is not filled from the flags of the other.
pub fn built_together<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    each(input, goal, sink, |row, tell| {
        let flags = ["designed_together", "built_together", "accepted_together"];
        tell(
            0,
            all_of(row, &flags),
            ["not designed, built and accepted together", "not recorded whether designed, built and accepted together"],
        );
        tell(
            1,
            Verdict::Unknown,
            ["", "not recorded whether put into use together, with police and emergency management at the acceptance"],
        );
    });
}

/// A10: tendered, under contract, supervised, disclosed in the seven points, with liability for life. The
/// text does not list the seven points: one flag stands for them.
pub fn duties<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    each(input, goal, sink, |row, tell| {
        let flags = ["tendered", "contracted", "supervised", "seven_disclosures", "lifelong_liability"];
        tell(
            0,
            all_of(row, &flags),
            ["one of the five duties was not kept", "not recorded whether the five duties were kept"],
        );
    });
}

/// A20: of repairs that were accepted, those that are up to standard.
pub fn qualified<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    accepted(input, goal, sink, &["qualified", "excellent"], "accepted as not up to standard");
}

/// A21: of repairs that were accepted, those that are excellent.
pub fn excellent<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    accepted(input, goal, sink, &["excellent"], "not accepted as excellent");
}

fn all_of(row: Row<'_>, flags: &[&str]) -> Verdict {
    let flag =
        |name: &&str| if let Value::Boolean(is) = row.value(name) { Verdict::of(Some(is)) } else { Verdict::Unknown };
    flags.iter().map(flag).fold(Verdict::Passing, Verdict::and)
}

type Tell<'t> = &'t mut dyn FnMut(usize, Verdict, [&'static str; 2]);

/// Every project of the goal's kinds on rural roads that was completed by the day.
fn each<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>, judge: impl Fn(Row<'a>, Tell<'_>)) {
    for row in input.world.named("works").in_code_order(None) {
        let done = row.value("completed_on").as_date().or_else(|| row.value("accepted_on").as_date());
        if !done.is_some_and(|done| goal.is_in_period(done, input.day)) || !is_on_rural_road(input.world, row) {
            continue;
        }
        let is_wanted = is_of_kind(goal, row);
        if is_wanted == Some(false) {
            continue;
        }
        let unit = unit_of_project(input, row);
        judge(row, &mut |part, verdict, [no, unknown]| {
            let (verdict, unknown) = match is_wanted {
                Some(_) => (verdict, unknown),
                None => (Verdict::Unknown, "the kind of the works is not recorded"),
            };
            let why = if verdict == Verdict::Failing { no } else { unknown };
            sink.count(part, Thing::Record(row), &[Piece::one(unit, verdict, why)]);
        });
    }
}

/// A project counts once, where most of it lies.
fn unit_of_project(input: &Input<'_>, row: Row<'_>) -> Option<UnitId> {
    let shares = work_length_m(row).map(|metres| shares_of_work(input.world, row, metres));
    let most = shares.into_iter().flatten().rev().max_by_key(|(_, metres)| *metres);
    most.and_then(|(unit, _)| unit).or_else(|| input.unit_of(row))
}

/// Every repair that was accepted by the day.
fn accepted<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>, good: &[&str], no: &'static str) {
    for row in input.world.named("works").in_code_order(None) {
        let accepted = row.value("accepted_on").as_date();
        let result = row.text("acceptance");
        // Nothing was accepted yet.
        if (accepted.is_none() && result.is_none()) || !is_on_rural_road(input.world, row) {
            continue;
        }
        let is_in_time = accepted.map(|on| goal.is_in_period(on, input.day));
        let (verdict, why) = match (is_of_kind(goal, row), is_in_time, result) {
            (Some(false), ..) | (_, Some(false), _) => continue,
            (None, ..) => (Verdict::Unknown, "the kind of the works is not recorded"),
            (_, None, _) => (Verdict::Unknown, "the day of the acceptance is not recorded"),
            (_, _, None) => (Verdict::Unknown, "the result of the acceptance is not recorded"),
            (_, _, Some(result)) => (Verdict::of(Some(good.contains(&result))), no),
        };
        sink.count(0, Thing::Record(row), &[Piece::one(unit_of_project(input, row), verdict, why)]);
    }
}
