//! Which fiscal regime a body has in a year.
//!
//! What is in force on 1 January holds for the whole year, since budgets are made for it; else what first
//! begins within the year. Without any record of the body the rules say what is assumed.

use chrono::NaiveDate;

use crate::policy::money::amounts::Regime;
use crate::policy::money::rules::MoneyRule;
use crate::policy::money::rules::MoneyRules;
use crate::world::Row;
use crate::world::World;

/// The regime of a body in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegimeFound {
    /// As recorded, with the code of the record.
    Recorded(Regime, String),
    /// None is on record: as the rules assume, under these assumptions.
    Assumed(Regime, Vec<String>),
    /// Why it is not known.
    Unknown(String),
}

impl RegimeFound {
    pub fn regime(&self) -> Option<&Regime> {
        match self {
            Self::Recorded(regime, _) | Self::Assumed(regime, _) => Some(regime),
            Self::Unknown(_) => None,
        }
    }
}

/// The records of all bodies, to be asked for each.
pub(super) struct Regimes<'a> {
    rows: Vec<Row<'a>>,
    rules: &'a MoneyRules,
    year: i32,
}

impl<'a> Regimes<'a> {
    pub fn of(world: &'a World, rules: &'a MoneyRules, year: i32) -> Self {
        let mut rows: Vec<Row> = world.named("fiscal_regimes").rows().collect();
        rows.sort_by(|a, b| a.code().cmp(b.code()));
        Self { rows, rules, year }
    }

    pub fn of_body(&self, body: &str) -> RegimeFound {
        let own = self.rows.iter().copied().filter(|row| row.text("jurisdiction_code") == Some(body));
        let own: Vec<Row> = own.collect();
        if own.is_empty() {
            return self.assumed(body);
        }
        let day = |month, day| NaiveDate::from_ymd_opt(self.year, month, day).unwrap_or_default();
        let (begin, end) = (day(1, 1), day(12, 31));
        let starts = |row: &Row| row.value("from_on").as_date();
        let is_over = |row: &Row| row.value("to_on").as_date().is_some_and(|to| to < begin);
        let alive: Vec<Row> = own.into_iter().filter(|row| !is_over(row)).collect();
        if let Some(open) = alive.iter().find(|row| starts(row).is_none()) {
            return RegimeFound::Unknown(format!("the regime {} has no first day: record from_on", open.code()));
        }
        let mut held: Vec<Row> =
            alive.iter().copied().filter(|row| starts(row).is_some_and(|from| from <= begin)).collect();
        if held.is_empty() {
            let first = alive.iter().filter_map(starts).filter(|from| *from <= end).min();
            held = alive.into_iter().filter(|row| starts(row) == first && first.is_some()).collect();
        }
        let Some(first) = held.first() else {
            return RegimeFound::Unknown(format!("no regime of {body} is recorded for {}", self.year));
        };
        if held.iter().any(|row| row.text("regime") != first.text("regime")) {
            let codes: Vec<&str> = held.iter().map(|row| row.code()).collect();
            let codes = codes.join(", ");
            return RegimeFound::Unknown(format!("the regimes {codes} are in force at once: let one end"));
        }
        let Some(code) = first.text("regime") else {
            return RegimeFound::Unknown(format!("the regime {} does not say which it is", first.code()));
        };
        match self.rules.regime(code, self.year) {
            Some(rule) => RegimeFound::Recorded(rule.says.clone(), first.code().to_owned()),
            None => RegimeFound::Unknown(format!("no rule says how {code} shares in {}", self.year)),
        }
    }

    fn assumed(&self, body: &str) -> RegimeFound {
        let is_its = |rule: &&MoneyRule<_>| -> bool {
            let rule: &MoneyRule<crate::policy::money::rules::RegimeOf> = rule;
            rule.holds_in(self.year) && rule.says.bodies.iter().any(|known| known == body)
        };
        let rule = self.rules.regime_of.iter().find(is_its);
        let found = rule.and_then(|rule| Some((self.rules.regime(&rule.says.regime, self.year)?, rule)));
        match found {
            Some((regime, rule)) => RegimeFound::Assumed(regime.says.clone(), rule.assumptions.clone()),
            None => {
                RegimeFound::Unknown(format!("no regime of {body} is recorded, and none is assumed for {}", self.year))
            }
        }
    }
}
