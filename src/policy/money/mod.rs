//! Money for rural roads: what each jurisdiction owes in a year, who pays which share, what was planned and
//! spent, and what the money was used for against what the texts allow (rules B; `docs/money.md`).
//!
//! Rates, shares, targets, key words and allowed uses are data: `data/rules/money.toml`. Amounts are whole fen and lengths
//! whole metres; what is shared always adds up. What is not known is `None`, with a word why, and never 0.

mod amounts;
mod audit;
mod examples;
mod ledger;
mod obligations;
mod regimes;
mod rows;
mod rule_file;
mod rule_text;
mod rules;
mod sums;
mod what_if;
mod words;
mod works;

#[cfg(test)]
mod tests;

pub use amounts::Rates;
pub use amounts::Regime;
pub use amounts::Shares;
pub use examples::cny;
pub use examples::km;
pub use examples::metres_of;
pub use ledger::DailyMoney;
pub use ledger::LedgerFinding;
pub use obligations::*;
pub use rule_file::MoneyRefused;
pub use rules::Document;
pub use rules::MoneyRule;
pub use rules::MoneyRules;
pub use rules::in_year;
pub use what_if::AddedRoad;
pub use what_if::WhatIf;
pub use words::Purpose;
pub use words::Source;
