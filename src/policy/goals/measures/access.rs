//! What can be reached, and on what roads (A03, A04, A05).

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::queries::Access;
use crate::queries::AccessAnswer;
use crate::queries::AccessBy;
use crate::queries::TechnicalClass;
use crate::world::UnitId;

/// A03: townships to which a road of class 2 or better leads all the way from the county seat.
pub fn townships_by_class_2<'a>(input: &Input<'a>, _: &Goal, sink: &mut dyn Sink<'a>) {
    let answers = Access::on(input.world, input.day).townships(TechnicalClass::Two);
    each(input, sink, &answers, input.townships(), "no way from the county seat is of class 2 or better throughout");
}

/// A04: villages to which a road leads from the township whose pavement is wide enough all the way.
pub fn villages_by_width<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let answers = Access::on(input.world, input.day).villages(goal.with.min_width_m.unwrap_or_default());
    each(input, sink, &answers, input.villages(), "no way from the township has so wide a pavement throughout");
}

fn each<'a>(
    input: &Input<'a>,
    sink: &mut dyn Sink<'a>,
    answers: &[AccessAnswer<'a>],
    units: impl Iterator<Item = UnitId>,
    no: &'static str,
) {
    for unit in units {
        let code = &*input.tree.unit(unit).code;
        let answer = answers.binary_search_by(|answer| answer.target.cmp(code)).ok().map(|at| &answers[at]);
        let verdict = Verdict::of(answer.and_then(|answer| answer.verdict));
        let why = match (verdict, answer) {
            (Verdict::Failing, _) => no,
            (Verdict::Unknown, Some(answer)) => why_unknown(answer),
            _ => "not recorded where it lies",
        };
        sink.count(0, Thing::Unit(unit), &[Piece::one(Some(unit), verdict, why)]);
    }
}

fn why_unknown(answer: &AccessAnswer<'_>) -> &'static str {
    use crate::queries::AccessGap;
    match answer.gap {
        Some(AccessGap::StartUnplaced) => "not recorded where the seat lies from which the way is asked",
        Some(AccessGap::TargetUnplaced) => "not recorded where it lies",
        Some(AccessGap::StartOffRoad) => "no road is recorded near the seat from which the way is asked",
        Some(AccessGap::TargetOffRoad) => "no road is recorded near it",
        Some(AccessGap::NotConnected) => "the recorded roads do not hang together on the way",
        None => "on every way that may do, class, width or surface of a segment is not recorded",
    }
}

/// A05: hamlets of the least size with a hardened road. Smaller ones are not asked of.
pub fn hamlets_hardened<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let least = goal.with.min_households.unwrap_or_default();
    let answers = Access::on(input.world, input.day).hamlets();
    for row in input.world.named("hamlets").in_code_order(None) {
        let households = row.value("households").as_integer();
        if households.is_some_and(|households| households < least) {
            continue;
        }
        let answer = answers.binary_search_by(|answer| answer.target.cmp(row.code())).ok().map(|at| &answers[at]);
        let verdict = Verdict::of(answer.and_then(|answer| answer.verdict));
        let (verdict, why) = match (households, verdict, answer) {
            (None, ..) => (Verdict::Unknown, "the number of its households is not recorded"),
            (_, Verdict::Failing, Some(AccessAnswer { by: AccessBy::Dated { .. }, .. })) => {
                (verdict, "its hardened road came later")
            }
            (_, Verdict::Failing, _) => (verdict, "no way to it is hardened throughout"),
            (_, Verdict::Unknown, Some(answer)) => (verdict, why_unknown(answer)),
            _ => (verdict, "not recorded where it lies"),
        };
        let village = row.text("village_code").and_then(|code| input.tree.find(code));
        let unit = village.or_else(|| input.unit_of(row));
        sink.count(0, Thing::Record(row), &[Piece::one(unit, verdict, why)]);
    }
}
