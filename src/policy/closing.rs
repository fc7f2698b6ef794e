//! Whether an incident may be closed: every condition of the plan, met, not met or not known.

use std::collections::BTreeSet;

use crate::policy::classification::Assumed;
use crate::policy::classification::Closing;
use crate::policy::classification::ClosingCondition;
use crate::policy::classification::ClosingStage;
use crate::policy::classification::ClosingVerdict;
use crate::policy::facts::Facts;
use crate::policy::levels::Hazard;
use crate::policy::predicate::Predicate;
use crate::policy::predicate::Truth;
use crate::policy::predicate::join;
use crate::policy::rules::Outcome;
use crate::policy::rules::Rule;
use crate::policy::rules::Rules;
use crate::policy::rules::Stage;

/// The stages that the plan of a hazard knows, each with its conditions.
///
/// A stage stands for its own conditions only; that it follows the one before is for the life cycle to keep.
pub fn closing(rules: &Rules, hazard: Hazard, facts: &Facts) -> Closing {
    let mut stages = Vec::new();
    let mut used = BTreeSet::new();
    for stage in [Stage::Emergency, Stage::Supply, Stage::Incident] {
        let of_stage = rules.of(hazard).filter(|rule| rule.outcome == Outcome::Closing(stage));
        let decided: Vec<(&Rule, Truth)> = of_stage.map(|rule| (rule, rule.condition.truth(facts))).collect();
        if decided.is_empty() {
            continue;
        }
        used.extend(decided.iter().flat_map(|(rule, _)| &rule.assumptions));
        let truth = join(decided.iter().map(|(_, truth)| truth.clone()), &Truth::False, Truth::True);
        let missing = decided.iter().flat_map(|(_, truth)| truth.missing()).collect();
        let condition = |(rule, truth): &(&Rule, Truth)| ClosingCondition {
            clause: rule.clause.clone(),
            title_zh: rule.title.clone(),
            verdict: ClosingVerdict::from(truth),
            missing: truth.missing(),
            facts: rule.condition.predicates().flat_map(Predicate::names).collect(),
            assumptions: rule.assumptions.clone(),
        };
        let conditions = decided.iter().map(condition).collect();
        stages.push(ClosingStage { stage, verdict: ClosingVerdict::from(&truth), conditions, missing });
    }
    let shown = rules.assumptions.iter().filter(|one| one.hazard == hazard && used.contains(&one.id));
    let assumptions = shown.map(|one| Assumed { id: one.id.clone(), text: one.text.clone() }).collect();
    Closing { stages, assumptions }
}

impl From<&Truth> for ClosingVerdict {
    fn from(truth: &Truth) -> Self {
        match truth {
            Truth::True => Self::Met,
            Truth::False => Self::NotMet,
            Truth::Unknown(_) => Self::Undetermined,
        }
    }
}
