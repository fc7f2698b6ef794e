//! What every jurisdiction owes for its roads in a year, what was planned and spent, and what is wrong with it.

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::policy::classification::Assumed;
use crate::policy::money::amounts::Shares;
use crate::policy::money::ledger::DailyMoney;
use crate::policy::money::ledger::LedgerFinding;
use crate::policy::money::rows::Asked;
use crate::policy::money::rows::Owed;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::in_year;
use crate::policy::money::sums::YearSums;
use crate::policy::money::what_if::WhatIf;
use crate::policy::money::works::works_done;
use crate::world::Level;
use crate::world::Metres;
use crate::world::Scope;
use crate::world::World;

/// The answer: a row for each scope that was asked for.
#[derive(Clone, Debug)]
pub struct Obligations {
    /// The set of rules.
    pub rules: String,
    pub year: i32,
    /// Whose lengths are counted: 31 December of the year, or today.
    pub as_of: NaiveDate,
    pub rows: Vec<ObligationRow>,
    /// Countable length that lies in no jurisdiction.
    pub unplaced_m: Metres,
    /// Works of the year that lie in no jurisdiction.
    pub unplaced_works_m: u64,
    /// Lines of the ledger that name no jurisdiction.
    pub unplaced_ledger: Vec<LedgerFinding>,
    pub review: Option<ReviewDue>,
    /// The assumptions that rows name, with their texts.
    pub assumptions: Vec<Assumed>,
    pub what_if: Option<WhatIf>,
}

/// One jurisdiction, or the part of it for which a body answers.
#[derive(Clone, Debug)]
pub struct ObligationRow {
    pub scope: Scope,
    pub code: String,
    pub name: Option<String>,
    /// A body is at the level of counties, unless it was asked for at another.
    pub level: Option<Level>,
    pub regime: RowRegime,
    pub metres: Metres,
    /// Fen; `None` when no rule is in force.
    pub daily_floor_fen: Option<u64>,
    /// `None` when a regime is not known.
    pub shares_fen: Option<Shares>,
    pub works_target_m: Option<u64>,
    pub works_done_m: Option<u64>,
    /// Budgeted and spent on daily maintenance; `None` where the ledger has nothing.
    pub planned: DailyMoney,
    pub spent: DailyMoney,
    /// Of cities.
    pub budget_rule: Option<BudgetRule>,
    /// Of bodies.
    pub growth: Option<Growth>,
    /// Of bodies.
    pub budget_lines: Option<BudgetLines>,
    pub ledger: Vec<LedgerFinding>,
    /// Fields that are not known, and why.
    pub missing: Vec<Missing>,
    pub clauses: Vec<String>,
    pub assumptions: Vec<String>,
    /// What a what-if adds to what the rules ask.
    pub difference: Option<Difference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowRegime {
    /// As the code list `fiscal_regime` has it.
    Of(String),
    /// Bodies with regimes of their own; always so for a city.
    Mixed,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub field: &'static str,
    pub why: String,
}

/// Whether something asked for was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Met,
    NotMet,
    NoData,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::NoData => "no_data",
        }
    }
}

/// What a city gives of its own against its revenue (B03). Fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetRule {
    pub rule: String,
    pub clause: String,
    pub status: Status,
    pub revenue: Option<i64>,
    pub required: Option<u64>,
    /// Spent for certain, and at most, as what is unclear may count; `None` at most when that is not known.
    pub spent: Option<i64>,
    pub spent_at_most: Option<i64>,
    pub budgeted: Option<i64>,
    /// Its own money for daily maintenance, which is not counted.
    pub daily_spent: Option<i64>,
}

/// Whether a county budgets more daily money of its own than the year before (B03). Fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    pub rule: String,
    pub clause: String,
    pub status: Status,
    pub this_year: Option<i64>,
    pub year_before: Option<i64>,
}

/// Which lines a county's own budget has (B09); `None` is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLines {
    pub rule: String,
    pub clause: String,
    pub maintenance: Option<bool>,
    pub operation: Option<bool>,
    pub staff: Option<bool>,
}

/// When the standards must have been reviewed (B04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewDue {
    pub rule: String,
    pub clause: String,
    pub base: NaiveDate,
    pub due: NaiveDate,
    pub is_overdue: bool,
}

/// A what-if less the rules: fen and metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    pub metres: i64,
    pub works_target_m: Option<i64>,
    pub daily_floor_fen: Option<i64>,
    pub province_fen: Option<i64>,
    pub city_fen: Option<i64>,
    pub county_fen: Option<i64>,
}

/// What is owed in a year. `world` is that of 31 December of the year, or of today while the year runs; the
/// ledger, the works and the regimes are read by their own dates. `level` is that at which scopes were asked
/// for.
pub fn obligations(
    world: &World,
    rules: &MoneyRules,
    year: i32,
    today: NaiveDate,
    scopes: &[Scope],
    level: Option<Level>,
    what_if: Option<&WhatIf>,
) -> Obligations {
    let done = works_done(world, year, today);
    let sums = YearSums::of(world, rules, year, &done, what_if);
    let by_rule = what_if.map(|_| YearSums::of(world, rules, year, &done, None));
    let unplaced_works_m = done.unplaced_m;
    let asked = Asked::new(world, rules, year, done, sums);
    let row = |scope: &Scope| {
        let mut row = asked.row(*scope, level);
        row.difference = by_rule.as_ref().map(|by_rule| Difference::of(&row, &asked.owed(by_rule, *scope)));
        row
    };
    let rows: Vec<ObligationRow> = scopes.iter().map(row).collect();
    let used: BTreeSet<&str> = rows.iter().flat_map(|row| &row.assumptions).map(String::as_str).collect();
    let assumptions = rules.assumed(|id| used.contains(id)).cloned().collect();
    let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let review = in_year(&rules.review, today.year()).map(|rule| ReviewDue {
        rule: rule.id.clone(),
        clause: rule.clause.clone(),
        base: rule.says.base,
        due: rule.says.due,
        is_overdue: today > rule.says.due,
    });
    Obligations {
        rules: rules.name.clone(),
        year,
        as_of: end.min(today),
        unplaced_ledger: asked.unplaced_ledger(),
        rows,
        unplaced_m: world.lengths().unplaced(),
        unplaced_works_m,
        review,
        assumptions,
        what_if: what_if.cloned(),
    }
}

impl Difference {
    fn of(row: &ObligationRow, by_rule: &Owed) -> Self {
        let less = |a: Option<u64>, b: Option<u64>| Some(signed(a?) - signed(b?));
        let (now, before) = (row.shares_fen, by_rule.shares);
        Self {
            metres: signed(row.metres.total()) - signed(by_rule.metres.total()),
            works_target_m: less(row.works_target_m, by_rule.works_target_m),
            daily_floor_fen: less(row.daily_floor_fen, by_rule.floor),
            province_fen: less(now.map(|shares| shares.province), before.map(|shares| shares.province)),
            city_fen: less(now.map(|shares| shares.city), before.map(|shares| shares.city)),
            county_fen: less(now.map(|shares| shares.county), before.map(|shares| shares.county)),
        }
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
