//! The rows of a report on goals: a goal, a jurisdiction, a day by which it is due.

use chrono::Datelike;
use chrono::NaiveDate;

use crate::policy::goals::counts::Counts;
use crate::policy::goals::goal::Due;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::GoalRules;
use crate::policy::goals::goal::Target;
use crate::policy::goals::ledger::GoalLedger;
use crate::policy::goals::ledger::Ledger;
use crate::policy::goals::measure::GoalUnit;
use crate::policy::goals::measure::Kind;
use crate::policy::goals::measure::years;
use crate::policy::goals::status::Against;
use crate::policy::goals::status::Status;
use crate::policy::goals::status::bounds;
use crate::policy::goals::status::status;
use crate::world::Level;
use crate::world::Scope;
use crate::world::Tree;

/// How one goal stands in one jurisdiction, by one day that it is due.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalRow {
    pub goal: String,
    pub title: String,
    /// Of a goal that is counted in several ways.
    pub part: Option<&'static str>,
    pub jurisdiction: String,
    pub name: Option<String>,
    /// `None` when it is not recorded.
    pub level: Option<Level>,
    /// A share for ratios, an amount for sums; `None` when there is nothing to say it of.
    pub value: Option<f64>,
    /// In the unit: kilometres or things.
    pub numerator: f64,
    /// `None` for sums.
    pub denominator: Option<f64>,
    pub unit: GoalUnit,
    /// What is counted, in words.
    pub counted: &'static str,
    pub op: &'static str,
    pub target: Option<f64>,
    /// What the document says, in its words.
    pub target_text: String,
    pub due: Option<NaiveDate>,
    pub final_due: Option<NaiveDate>,
    pub status: Status,
    /// What part of it is known; `None` when there is nothing to know.
    pub coverage: Option<f64>,
    /// Things that fail, in whole or in part.
    pub shortfall_count: u32,
    /// Things of which nobody can say.
    pub unknown_count: u32,
    /// What must still be done.
    pub remaining: Option<Remaining>,
    /// The target as the rule has it, exact.
    pub exact_target: Option<Target>,
    /// What is held against the target, in whole metres or things: every unknown taken as failing, and every
    /// unknown taken as passing; the latter is `None` when it has no bound.
    pub bounds: (Against, Option<Against>),
    /// Of yearly measures: year by year.
    pub years: Vec<YearValue>,
    pub clause: String,
    /// The number of the document of the clause.
    pub document: Option<String>,
    pub responsible: Vec<String>,
    /// Ids of assumptions; their texts are those of the rules.
    pub assumptions: Vec<String>,
}

/// What must still be done to reach a target, in the goal's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remaining {
    /// When everything unknown is taken as failing.
    pub amount: f64,
    /// When everything unknown is taken as passing; `None` when nobody can say.
    pub least: Option<f64>,
    /// Of `amount`, in fen, where the rule gives what one kilometre or thing costs.
    pub cost_fen: Option<i64>,
}

/// One year of a yearly measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearValue {
    pub year: i32,
    pub value: Option<f64>,
    pub numerator: f64,
    pub denominator: f64,
}

impl Ledger {
    /// The rows of these scopes, each with its goals in the order of their ids; of one goal alone when
    /// `only` names it. `undated`: some records are taken to have been there before they were recorded.
    pub fn rows(
        &self,
        rules: &GoalRules,
        tree: &Tree,
        scopes: &[Scope],
        only: Option<&str>,
        undated: bool,
    ) -> Vec<GoalRow> {
        let mut rows = Vec::new();
        for scope in scopes {
            let unit = tree.unit(scope.unit);
            let level = if tree.is_body(scope.unit) { Some(Level::County) } else { unit.level };
            let wanted = |goal: &&GoalLedger| {
                only.is_none_or(|only| goal.goal.id == only) && level.is_some_and(|level| goal.goal.is_asked_at(level))
            };
            for ledger in self.goals.iter().filter(wanted) {
                for (nth, part) in ledger.parts_named().enumerate() {
                    if !is_part_asked_at(part, level) {
                        continue;
                    }
                    for due in &ledger.goal.dues {
                        let mut row = ledger.row(nth, part, *scope, due, self.day, rules, undated);
                        row.jurisdiction = unit.code.to_string();
                        row.name = unit.name.as_deref().map(str::to_owned);
                        row.level = level;
                        rows.push(row);
                    }
                }
            }
        }
        rows
    }
}

impl GoalLedger {
    /// The parts with rows of their own; yearly measures have one.
    pub fn parts_named(&self) -> impl Iterator<Item = Option<&'static str>> + use<> {
        let parts = self.goal.measure.parts;
        let unnamed = parts.is_empty().then_some(None);
        unnamed.into_iter().chain(parts.iter().map(|part| Some(*part)))
    }

    /// In what a part is counted: one that counts units of a level counts them one by one.
    pub fn unit_of(&self, part: Option<&str>) -> GoalUnit {
        if part.is_some_and(|part| Level::read(part).is_some()) { GoalUnit::Count } else { self.goal.measure.unit }
    }

    #[expect(clippy::too_many_arguments, reason = "what a row is made of")]
    fn row(
        &self,
        nth: usize,
        part: Option<&'static str>,
        scope: Scope,
        due: &Due,
        as_of: NaiveDate,
        rules: &GoalRules,
        undated: bool,
    ) -> GoalRow {
        let goal = &self.goal;
        let unit = self.unit_of(part);
        let years = self.years(scope, due, as_of);
        let (counts, against) = match goal.measure.kind {
            Kind::Yearly => yearly(&years),
            kind => {
                let counts = self.parts[nth].of(scope);
                (counts, bounds(kind, &counts))
            }
        };
        let (low, high) = against;
        let known = counts.passing + counts.failing;
        // The condition of roads is said of what was assessed (product.md, section 5).
        let is_of_known = goal.measure.name == "condition_medium_or_better";
        let whole = if is_of_known { low.whole.map(|_| known) } else { low.whole };
        let is_known = known > 0 || goal.measure.kind == Kind::Yearly && !counts.is_open;
        let value = match whole {
            Some(whole) => (whole > 0 && is_known).then(|| share(low.passing, whole)),
            None => (!counts.is_open || low.passing > 0).then(|| unit.of(low.passing)),
        };
        let coverage = match low.whole {
            _ if goal.measure.kind != Kind::Ratio => sum_coverage(&counts),
            Some(whole) => (whole > 0).then(|| share(known, whole)),
            None => None,
        };
        let remaining = goal.target.map(|target| {
            let amount = low.lacking(target);
            Remaining {
                amount: unit.of(amount),
                least: high.map(|high| unit.of(high.lacking(target))),
                cost_fen: goal.unit_cost_fen.map(|fen| cost(fen, amount, unit)),
            }
        });
        GoalRow {
            goal: goal.id.clone(),
            title: goal.title.clone(),
            part,
            jurisdiction: String::new(),
            name: None,
            level: None,
            value,
            numerator: unit.of(low.passing),
            denominator: whole.map(|whole| unit.of(whole)),
            unit,
            counted: goal.measure.counted,
            op: goal.op.word(),
            target: goal.target_value(),
            target_text: goal.text.clone(),
            due: due.on,
            final_due: due.final_on,
            status: status(against, goal.op, goal.target, due.on, as_of),
            coverage,
            shortfall_count: counts.failing_things,
            unknown_count: counts.unknown_things,
            remaining,
            exact_target: goal.target,
            bounds: against,
            years: years
                .iter()
                .map(|(year, counts, base)| YearValue {
                    year: *year,
                    value: (*base > 0).then(|| share(counts.passing, *base)),
                    numerator: unit.of(counts.passing),
                    denominator: unit.of(*base),
                })
                .collect(),
            clause: due.clause.clone(),
            document: rules.document_of(&due.clause).map(|document| document.number.clone()),
            responsible: due.responsible.clone(),
            assumptions: self.assumptions(due, undated, rules),
        }
    }

    fn assumptions(&self, due: &Due, undated: bool, rules: &GoalRules) -> Vec<String> {
        let mut ids = due.assumptions.clone();
        if undated && self.goal.measure.is_versioned && rules.assumption("A-since").is_some() {
            ids.push("A-since".to_owned());
        }
        ids
    }

    /// The years that count towards a due day: those that have ended, else the first; each with what was
    /// done in it and with the mileage.
    fn years(&self, scope: Scope, due: &Due, as_of: NaiveDate) -> Vec<(i32, Counts, u64)> {
        if self.goal.measure.kind != Kind::Yearly {
            return Vec::new();
        }
        let base = self.parts[0].of(scope).passing;
        let of_year = |(nth, year): (usize, i32)| (year, self.parts[nth + 1].of(scope), base);
        let all: Vec<(i32, Counts, u64)> = years(&self.goal, as_of).enumerate().map(of_year).collect();
        all.into_iter().take(years_counted(&self.goal, due, as_of)).collect()
    }
}

/// How many years of a plan count towards a due day: those that have ended, else the first.
pub(super) fn years_counted(goal: &Goal, due: &Due, as_of: NaiveDate) -> usize {
    let until = due.on.map_or(i32::MAX, |on| on.year());
    let has_ended = |year: &i32| NaiveDate::from_ymd_opt(*year, 12, 31).is_some_and(|end| end <= as_of);
    years(goal, as_of).filter(|year| *year <= until).filter(has_ended).count().max(1)
}

/// Years together: what was done in all of them, against the mileage as many times.
fn yearly(years: &[(i32, Counts, u64)]) -> (Counts, (Against, Option<Against>)) {
    let mut sum = Counts::default();
    let mut whole = 0;
    for (_, counts, base) in years {
        sum.passing += counts.passing;
        sum.unknown += counts.unknown;
        sum.is_open |= counts.is_open;
        sum.failing_things += counts.failing_things;
        sum.unknown_things += counts.unknown_things;
        sum.things += counts.things;
        whole += base;
    }
    let low = Against { passing: sum.passing, whole: Some(whole) };
    let high = Against { passing: sum.passing + sum.unknown, whole: Some(whole) };
    // Where there is no road there is nothing to be kept up, whatever works are on record.
    let is_bounded = !sum.is_open || whole == 0;
    (sum, (low, is_bounded.then_some(high)))
}

#[expect(clippy::cast_precision_loss, reason = "metres of a province are far below 2^53")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// Of sums: what part of the things that count is known by amount.
fn sum_coverage(counts: &Counts) -> Option<f64> {
    let all = u64::from(counts.things);
    (all > 0).then(|| share(all - u64::from(counts.unknown_things), all))
}

/// Fen, rounded half up.
fn cost(fen: i64, amount: u64, unit: GoalUnit) -> i64 {
    let (fen, one) = (i128::from(fen), i128::from(unit.one()));
    let cost = (fen * i128::from(amount) * 2 + one) / (2 * one);
    i64::try_from(cost).unwrap_or(i64::MAX)
}

/// A part that counts units of a level says nothing of jurisdictions below it.
fn is_part_asked_at(part: Option<&str>, level: Option<Level>) -> bool {
    let of_part = part.and_then(Level::read);
    of_part.is_none_or(|of_part| level.is_some_and(|level| level >= of_part))
}
