//! Goals of the documents on rural roads: which are met where, how far it is to the others, and what
//! exactly falls short.
//!
//! A goal is a rule in `data/rules/goals*.toml`; it names one of our measures. A measure goes through all
//! that the goal is about, on one day, and says of each thing whether it passes, fails, or is unknown
//! ([`Verdict`]), in whole metres or things. What it says is added up for everybody at once ([`Ledger`]),
//! and [`GoalRow`]s are read from there: unknown taken as failing must still satisfy the target for `met`,
//! and unknown taken as passing must still miss it for anything worse than `no_data`. [`shortfall()`] lists
//! the things of one goal, and the row counts that list. `docs/goals.md` tells all of it to users.

mod counts;
mod file;
mod goal;
mod goal_text;
mod input;
mod ledger;
mod measure;
mod measures;
mod parameters;
mod rows;
mod shortfall;
mod status;

pub use counts::Counts;
pub use counts::Verdict;
pub use file::GoalsRefused;
pub use goal::Document;
pub use goal::Due;
pub use goal::Goal;
pub use goal::GoalAssumption;
pub use goal::GoalRules;
pub use goal::GoalScope;
pub use goal::Op;
pub use goal::Target;
pub use input::Input;
pub use ledger::GoalLedger;
pub use ledger::Ledger;
pub use measure::GoalUnit;
pub use measure::Measure;
pub use rows::GoalRow;
pub use rows::Remaining;
pub use rows::YearValue;
pub use shortfall::ShortfallFeature;
pub use shortfall::shortfall;
pub use status::Against;
pub use status::Status;

#[cfg(test)]
mod tests;
