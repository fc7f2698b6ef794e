//! How the condition of a road is graded: `data/rules/condition.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::ParametersRefused;
use crate::queries::condition_scale::Derivation;
use crate::queries::condition_scale::Scale;

/// Grades of an index, and what stands in for one that is missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionRules {
    pub id: String,
    pub clause: String,
    grades: Grades,
    derivation: Option<Derived>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grades {
    excellent: f64,
    good: f64,
    medium: f64,
    poor: f64,
    source: String,
    assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derived {
    pci_weight: f64,
    rqi_weight: f64,
    a0: f64,
    a1: f64,
    source: String,
    assumption: bool,
}

static EMBEDDED: LazyLock<ConditionRules> = LazyLock::new(|| {
    ConditionRules::from_toml(include_str!("../../data/rules/condition.toml"))
        .expect("the file in the program is the one that the tests read")
});

impl ConditionRules {
    /// Those that came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn from_toml(text: &str) -> Result<Self, ParametersRefused> {
        let refused = |why: String| ParametersRefused { what: "condition grades", why };
        let rules: Self = toml::from_str(text).map_err(|why| refused(why.to_string()))?;
        rules.check().map_err(refused)?;
        Ok(rules)
    }

    /// What questions are asked with.
    pub fn scale(&self) -> Scale {
        let derivation = self.derivation.as_ref();
        Scale {
            least: self.least(),
            derivation: derivation.map(|derived| Derivation {
                pci_weight: derived.pci_weight,
                rqi_weight: derived.rqi_weight,
                a0: derived.a0,
                a1: derived.a1,
            }),
        }
    }

    /// What of an answer is assumed: where the grades are from, and, when any of it is derived, where that is.
    pub fn assumptions(&self, has_derived: bool) -> Vec<String> {
        let grades = self.grades.assumption.then(|| format!("condition.grades: {}", self.grades.source));
        let derived = self.derivation.as_ref().filter(|derived| has_derived && derived.assumption);
        grades.into_iter().chain(derived.map(|derived| format!("condition.derivation: {}", derived.source))).collect()
    }

    fn least(&self) -> [f64; 4] {
        [self.grades.excellent, self.grades.good, self.grades.medium, self.grades.poor]
    }

    fn check(&self) -> Result<(), String> {
        let least = self.least();
        // Written so that NaN is refused too.
        let falls = least.windows(2).all(|pair| pair[0] > pair[1]) && least[0] <= 100.0 && least[3] > 0.0;
        if !falls {
            let [excellent, good, medium, poor] = least;
            return Err(format!(
                "grades are excellent {excellent}, good {good}, medium {medium}, poor {poor}; let them fall from at most 100 to above 0"
            ));
        }
        let Some(derived) = &self.derivation else { return Ok(()) };
        let (pci, rqi) = (derived.pci_weight, derived.rqi_weight);
        if !(pci >= 0.0 && rqi >= 0.0 && (pci + rqi - 1.0).abs() < 1e-9) {
            return Err(format!("derivation: pci_weight {pci} and rqi_weight {rqi}; give two shares that make 1"));
        }
        if !(derived.a0 > 0.0 && derived.a0 < 1.0 && derived.a1 > 0.0 && derived.a1 < 10.0) {
            let (a0, a1) = (derived.a0, derived.a1);
            return Err(format!("derivation: a0 {a0} and a1 {a1}; give 0 < a0 < 1 and 0 < a1 < 10"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queries::condition_scale::Grade::*;

    const FILE: &str = include_str!("../../data/rules/condition.toml");

    #[track_caller]
    fn refused(from: &str, to: &str, words: &str) {
        assert!(FILE.contains(from), "{from}");
        let why = ConditionRules::from_toml(&FILE.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(why.starts_with("the condition grades cannot be used: ") && why.contains(words), "{why}");
    }

    #[test]
    fn the_bound_belongs_to_the_better_grade() {
        let scale = ConditionRules::embedded().scale();
        let grades = [90.0, 89.99, 80.0, 79.99, 70.0, 69.99, 60.0, 59.99, 0.0, 100.0].map(|index| scale.grade(index));
        assert_eq!(grades, [Excellent, Good, Good, Medium, Medium, Poor, Poor, Bad, Bad, Excellent]);
    }

    #[test]
    fn grades_that_cannot_be_used_are_refused_in_words() {
        refused("good = 80.0", "good = 95.0", "good 95");
        refused("good = 80.0", "good = nan", "good NaN");
        refused("excellent = 90.0", "excellent = 101.0", "at most 100");
        refused("pci_weight = 0.6", "pci_weight = 0.7", "two shares that make 1");
        refused("a1 = 0.58", "a1 = -0.58", "a1 -0.58");
        refused("clause =", "clauses =", "unknown field `clauses`");
        refused("medium = 70.0\n", "", "missing field `medium`");
    }

    #[test]
    fn nothing_is_derived_where_the_file_has_no_way_to() {
        let (without, _) = FILE.split_once("\n[derivation]").unwrap();
        let rules = ConditionRules::from_toml(without).unwrap();
        assert_eq!(rules.scale().derivation, None);
        assert_eq!(rules.assumptions(true).len(), 1);
        assert_eq!(ConditionRules::embedded().assumptions(true).len(), 2);
        assert_eq!(ConditionRules::embedded().assumptions(false).len(), 1);
    }
}
