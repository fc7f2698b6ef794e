//! What the rules say: warnings, grades, responses, duties, from `data/rules/*.toml` and the facts of a case.
//!
//! Rules are data, dated, with clause and worked examples; measures and predicates are ours. What is not
//! known is `Unknown` and is never taken for false. `docs/adding-a-rule.md` says how a rule is written.

pub mod checklist;
mod classification;
mod classify;
mod closing;
pub mod condition_rules;
mod fact_list;
mod facts;
pub mod goals;
mod levels;
pub mod money;
mod patrol;
mod predicate;
mod predicate_parser;
mod pressure_class;
pub mod protection;
mod rule_book;
mod rule_file;
mod rules;
pub mod zone_parameters;
mod zone_parameters_fault;

pub use checklist::Checklist;
pub use classification::*;
pub use classify::classify;
pub use closing::closing;
pub use condition_rules::ConditionRules;
pub use fact_list::FACILITIES;
pub use fact_list::FACTS;
pub use fact_list::Fact;
pub use fact_list::FactKind;
pub use fact_list::Origin;
pub use fact_list::fact;
pub use facts::FactRefusal;
pub use facts::FactValue;
pub use facts::Facts;
pub use goals::GoalRules;
pub use levels::Colour;
pub use levels::Grade;
pub use levels::Hazard;
pub use levels::Level;
pub use money::MoneyRules;
pub use patrol::Patrol;
pub use predicate::Predicate;
pub use predicate::Truth;
pub use predicate_parser::PredicateFault;
pub use pressure_class::PressureClass;
pub use protection::ProtectionRanges;
pub use rule_book::BookRefused;
pub use rule_book::RuleBook;
pub use rule_file::RulesRefusal;
pub use rules::Rule;
pub use rules::Rules;
pub use rules::Stage;
pub use rules::Verdict;
pub use zone_parameters::Distances;
pub use zone_parameters::ParametersRefused;
pub use zone_parameters::Terrain;
pub use zone_parameters::ZoneParameters;

#[cfg(test)]
mod tests;
