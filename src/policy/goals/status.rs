//! Whether a goal is met, and what is still to be done: product.md, section 5.

use chrono::NaiveDate;

use crate::policy::goals::counts::Counts;
use crate::policy::goals::goal::Op;
use crate::policy::goals::goal::Target;
use crate::policy::goals::measure::Kind;

/// How a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Met,
    /// Failed, and there is no day by which it is due.
    NotMet,
    /// Failed, and the day is past.
    Overdue,
    /// Failed so far, and the day is still to come.
    NotDue,
    /// What is unknown could tip it either way.
    NoData,
    /// The document gives no number.
    NoTarget,
    /// There is nothing there that the goal is about.
    NotApplicable,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Overdue => "overdue",
            Self::NotDue => "not_due",
            Self::NoData => "no_data",
            Self::NoTarget => "no_target",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A million: targets of ratios are in millionths.
const MILLION: u128 = 1_000_000;

/// What passes against what there is; `whole` is `None` for sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Against {
    pub passing: u64,
    pub whole: Option<u64>,
}

impl Against {
    /// Whether it satisfies the target; exact, so that the bound is on the right side of itself.
    pub fn satisfies(self, op: Op, target: Target) -> bool {
        let (have, want) = match self.whole {
            Some(whole) => (u128::from(self.passing) * MILLION, u128::from(target.0) * u128::from(whole)),
            None => (u128::from(self.passing), u128::from(target.0)),
        };
        match op {
            Op::AtLeast => have >= want,
            Op::Equal => have == want,
        }
    }

    /// How much more must pass: whole metres or things.
    pub fn lacking(self, target: Target) -> u64 {
        let want = match self.whole {
            Some(whole) => (u128::from(target.0) * u128::from(whole)).div_ceil(MILLION),
            None => u128::from(target.0),
        };
        u64::try_from(want.saturating_sub(u128::from(self.passing))).unwrap_or(u64::MAX)
    }
}

/// Every unknown taken as failing, and every unknown taken as passing; the latter is `None` when it has no
/// bound.
pub fn bounds(kind: Kind, counts: &Counts) -> (Against, Option<Against>) {
    let whole = (kind != Kind::Sum).then(|| counts.total());
    let low = Against { passing: counts.passing, whole };
    let high = Against { passing: counts.passing + counts.unknown, whole };
    (low, (!counts.is_open).then_some(high))
}

/// The status by the two bounds; `as_of` on the due day is not late.
pub fn status(
    (low, high): (Against, Option<Against>),
    op: Op,
    target: Option<Target>,
    due: Option<NaiveDate>,
    as_of: NaiveDate,
) -> Status {
    if low.whole == Some(0) {
        // Of nothing, nothing can be met; whether there is nothing, an open count does not say.
        return if high.is_some() { Status::NotApplicable } else { Status::NoData };
    }
    let Some(target) = target else { return Status::NoTarget };
    let is_met = low.satisfies(op, target);
    // An unknown that could be anything leaves it open, whichever way.
    let is_lost = high.is_some_and(|high| !high.satisfies(op, target));
    match due {
        _ if is_met && (high.is_some() || op == Op::AtLeast) => Status::Met,
        _ if !is_lost => Status::NoData,
        Some(due) if as_of <= due => Status::NotDue,
        Some(_) => Status::Overdue,
        None => Status::NotMet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passing: u64, failing: u64, unknown: u64) -> Counts {
        Counts { passing, failing, unknown, ..Counts::default() }
    }

    #[track_caller]
    fn check(kind: Kind, counts: Counts, op: Op, target: u64, expect: [&str; 3]) {
        let due: NaiveDate = "2025-12-31".parse().unwrap();
        let days = [(Some(due), due), (Some(due), due.succ_opt().unwrap()), (None, due)];
        let said = days.map(|(due, as_of)| status(bounds(kind, &counts), op, Some(Target(target)), due, as_of).word());
        assert_eq!(said, expect);
    }

    #[test]
    fn on_the_day_it_is_due_a_goal_is_not_late_and_the_day_after_it_is() {
        let lost = ["not_due", "overdue", "not_met"];
        check(Kind::Ratio, counts(79_999, 20_001, 0), Op::AtLeast, 800_000, lost);
        check(Kind::Ratio, counts(80_000, 20_000, 0), Op::AtLeast, 800_000, ["met"; 3]);
        check(Kind::Sum, counts(2_599_999, 0, 0), Op::AtLeast, 2_600_000, lost);
        check(Kind::Sum, counts(2_600_000, 0, 0), Op::AtLeast, 2_600_000, ["met"; 3]);
    }

    #[test]
    fn the_bound_is_exact_where_a_float_would_miss_it() {
        // 0.95 of 20 is 19; 0.07 of 100 is 7.000000000000001 to a float.
        check(Kind::Ratio, counts(19, 1, 0), Op::AtLeast, 950_000, ["met"; 3]);
        check(Kind::Ratio, counts(7, 93, 0), Op::AtLeast, 70_000, ["met"; 3]);
        check(Kind::Ratio, counts(100, 0, 0), Op::Equal, 1_000_000, ["met"; 3]);
    }

    #[test]
    fn what_is_unknown_is_never_met_and_lost_only_when_it_could_not_help() {
        check(Kind::Ratio, counts(79, 1, 20), Op::AtLeast, 800_000, ["no_data"; 3]);
        check(Kind::Ratio, counts(80, 0, 20), Op::AtLeast, 800_000, ["met"; 3]);
        check(Kind::Ratio, counts(0, 21, 79), Op::AtLeast, 800_000, ["not_due", "overdue", "not_met"]);
        check(Kind::Ratio, counts(99, 0, 1), Op::Equal, 1_000_000, ["no_data"; 3]);
        let open = Counts { is_open: true, ..counts(10, 0, 0) };
        check(Kind::Sum, open, Op::AtLeast, 11, ["no_data"; 3]);
        check(Kind::Sum, open, Op::AtLeast, 10, ["met"; 3]);
    }

    #[test]
    fn nothing_to_judge_is_not_applicable_and_what_has_no_number_has_no_target() {
        check(Kind::Ratio, counts(0, 0, 0), Op::Equal, 1_000_000, ["not_applicable"; 3]);
        check(Kind::Sum, counts(0, 0, 0), Op::AtLeast, 1, ["not_due", "overdue", "not_met"]);
        let day: NaiveDate = "2025-12-31".parse().unwrap();
        let open = Counts { is_open: true, ..counts(0, 0, 0) };
        check(Kind::Ratio, open, Op::AtLeast, 50_000, ["no_data"; 3]);
        assert_eq!(status(bounds(Kind::Ratio, &counts(1, 1, 0)), Op::Equal, None, None, day), Status::NoTarget);
    }

    #[test]
    fn what_lacks_is_rounded_up_to_whole_things() {
        let lacking = |passing, whole, target| Against { passing, whole }.lacking(Target(target));
        assert_eq!(lacking(18, Some(20), 950_000), 1);
        assert_eq!(lacking(0, Some(21), 950_000), 20);
        assert_eq!(lacking(20, Some(20), 950_000), 0);
        assert_eq!(lacking(100, None, 357_000), 356_900);
    }
}
