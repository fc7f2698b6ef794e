//! All that a leak is judged by: the rules of the plans and the parameters of the zone models.

use std::sync::LazyLock;

use crate::policy::ParametersRefused;
use crate::policy::Rules;
use crate::policy::RulesRefusal;
use crate::policy::ZoneParameters;

/// The rules that hold together.
#[derive(Clone, Debug)]
pub struct RuleBook {
    pub rules: Rules,
    pub zones: ZoneParameters,
}

/// Why a folder of rules is not taken.
#[derive(Debug, thiserror::Error)]
pub enum BookRefused {
    #[error(transparent)]
    Rules(#[from] RulesRefusal),
    #[error("{ZONES}: {0}")]
    Zones(#[from] ParametersRefused),
}

/// The file of the zone models; every other holds rules.
const ZONES: &str = "zones.toml";

impl RuleBook {
    /// That with which the program was built.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<RuleBook> =
            LazyLock::new(|| RuleBook { rules: Rules::embedded().clone(), zones: ZoneParameters::embedded().clone() });
        &BOOK
    }

    /// From files, by name and text. Rules that are given take the place of all rules; without a file of
    /// the zone models those with which the program was built hold on.
    pub fn from_texts(texts: &[(String, String)]) -> Result<Self, BookRefused> {
        let (zones, rules): (Vec<_>, Vec<_>) = texts.iter().partition(|(name, _)| name == ZONES);
        let embedded = Self::embedded();
        Ok(Self {
            rules: match rules.is_empty() {
                true => embedded.rules.clone(),
                false => Rules::from_texts(rules.iter().map(|(name, text)| (&**name, &**text)))?,
            },
            zones: match zones.first() {
                Some((_, text)) => ZoneParameters::from_toml(text)?,
                None => embedded.zones.clone(),
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
