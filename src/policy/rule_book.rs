//! All that a leak is judged by: the rules of the plans and the parameters of the zone models.

use std::sync::LazyLock;

use crate::policy::Checklist;
use crate::policy::ConditionRules;
use crate::policy::GoalRules;
use crate::policy::MoneyRules;
use crate::policy::ParametersRefused;
use crate::policy::Patrol;
use crate::policy::ProtectionRanges;
use crate::policy::Rules;
use crate::policy::RulesRefusal;
use crate::policy::ZoneParameters;
use crate::policy::checklist::ChecklistRefused;
use crate::policy::goals::GoalsRefused;
use crate::policy::money::MoneyRefused;

/// The rules that hold together.
#[derive(Clone, Debug)]
pub struct RuleBook {
    pub rules: Rules,
    pub zones: ZoneParameters,
    pub protection: ProtectionRanges,
    pub patrol: Patrol,
    pub condition: ConditionRules,
    pub money: MoneyRules,
    pub goals: GoalRules,
    pub checklist: Checklist,
}

/// Why a folder of rules is not taken.
#[derive(Debug, thiserror::Error)]
pub enum BookRefused {
    #[error(transparent)]
    Rules(#[from] RulesRefusal),
    #[error(transparent)]
    Goals(#[from] GoalsRefused),
    #[error(transparent)]
    Money(#[from] MoneyRefused),
    #[error(transparent)]
    Checklist(#[from] ChecklistRefused),
    #[error("{file}: {why}")]
    Parameters { file: &'static str, why: ParametersRefused },
}

/// The files of the zone models and of the protection ranges; every file that is not named here holds rules.
const ZONES: &str = "zones.toml";
const PROTECTION: &str = "protection.toml";
/// How often roads are inspected.
const PATROL: &str = "patrol.toml";
/// How roads are graded.
const CONDITION: &str = "condition.toml";
/// How the names of files of other kinds begin.
const MONEY: &str = "money";
const GOALS: &str = "goals";
const CHECKLIST: &str = "checklist";

impl RuleBook {
    /// That with which the program was built.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook {
            rules: Rules::embedded().clone(),
            zones: ZoneParameters::embedded().clone(),
            protection: ProtectionRanges::embedded().clone(),
            patrol: Patrol::embedded().clone(),
            condition: ConditionRules::embedded().clone(),
            money: MoneyRules::embedded().clone(),
            goals: GoalRules::embedded().clone(),
            checklist: Checklist::embedded().clone(),
        });
        &BOOK
    }

    /// From files, by name and text. Rules that are given take the place of all rules; parameters that no
    /// file gives stay those with which the program was built.
    pub fn from_texts(texts: &[(String, String)]) -> Result<Self, BookRefused> {
        let embedded = Self::embedded();
        let text_of = |file: &str| texts.iter().find(|(name, _)| name == file).map(|(_, text)| &**text);
        let in_file = |file: &'static str| move |why| BookRefused::Parameters { file, why };
        let of_kind = |kind: &'static str| -> Vec<(&str, &str)> {
            let its = texts.iter().filter(|(name, _)| name.starts_with(kind));
            its.map(|(name, text)| (&**name, &**text)).collect()
        };
        let (money, goals, checklist) = (of_kind(MONEY), of_kind(GOALS), of_kind(CHECKLIST));
        let is_rules = |(name, _): &&(String, String)| {
            ![ZONES, PROTECTION, CONDITION, PATROL].contains(&&**name)
                && ![MONEY, GOALS, CHECKLIST].iter().any(|kind| name.starts_with(kind))
        };
        let rules: Vec<_> = texts.iter().filter(is_rules).map(|(name, text)| (&**name, &**text)).collect();
        Ok(Self {
            rules: if rules.is_empty() { embedded.rules.clone() } else { Rules::from_texts(rules)? },
            zones: match text_of(ZONES) {
                Some(text) => ZoneParameters::from_toml(text).map_err(in_file(ZONES))?,
                None => embedded.zones.clone(),
            },
            protection: match text_of(PROTECTION) {
                Some(text) => ProtectionRanges::from_toml(text).map_err(in_file(PROTECTION))?,
                None => embedded.protection.clone(),
            },
            patrol: match text_of(PATROL) {
                Some(text) => Patrol::from_toml(text).map_err(in_file(PATROL))?,
                None => embedded.patrol.clone(),
            },
            condition: match text_of(CONDITION) {
                Some(text) => ConditionRules::from_toml(text).map_err(in_file(CONDITION))?,
                None => embedded.condition.clone(),
            },
            money: if money.is_empty() { embedded.money.clone() } else { MoneyRules::from_texts(&money)? },
            goals: if goals.is_empty() { embedded.goals.clone() } else { GoalRules::from_texts(&goals)? },
            checklist: if checklist.is_empty() {
                embedded.checklist.clone()
            } else {
                Checklist::from_texts(&checklist)?
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_may_bring_the_models_alone() {
        let text =
            include_str!("../../data/rules/zones.toml").replacen("half_angle_deg = 30.0", "half_angle_deg = 40.0", 1);
        let book = RuleBook::from_texts(&[("zones.toml".to_owned(), text)]).unwrap();
        assert!((book.zones.sector.half_angle_deg - 40.0).abs() < 1e-9);
        assert_eq!(book.rules.name, Rules::embedded().name);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_name() {
        let refused =
            |name: &str| RuleBook::from_texts(&[(name.to_owned(), "x = 1".to_owned())]).unwrap_err().to_string();
        assert!(refused("zones.toml").contains("zones.toml"), "{}", refused("zones.toml"));
        assert!(refused("gas.toml").contains("gas.toml"), "{}", refused("gas.toml"));
    }
}
