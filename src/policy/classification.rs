//! What a classification says, in the shape in which it is answered.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::policy::facts::FactValue;
use crate::policy::levels::Colour;
use crate::policy::levels::Grade;
use crate::policy::levels::Level;
use crate::policy::rules::Stage;
use crate::policy::rules::Verdict;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Classification {
    pub warning: Warning,
    pub accident: Accident,
    pub response: Response,
    pub notify: Vec<Notice>,
    pub deadlines: Vec<Deadline>,
    pub measures: Vec<Measure>,
    /// Duties of which it is not known whether they apply.
    pub undetermined_duties: Vec<UndeterminedDuty>,
    pub assumptions: Vec<Assumed>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    pub colour: Option<Colour>,
    pub label_zh: &'static str,
    /// Every criterion of the plan, the worst colour first.
    pub criteria: Vec<Criterion>,
    pub undetermined: Vec<Undetermined>,
    pub suggest_raise: bool,
    pub suggest_raise_why: Vec<Measure>,
    #[serde(flatten)]
    pub publication: Publication,
}

/// Who decides, publishes and is told; nobody where there is no warning.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Publication {
    pub decided_by: Option<String>,
    pub published_by: Option<String>,
    pub publication_clause: Option<String>,
    pub reported_to: Vec<String>,
    pub channels: Vec<String>,
    pub targeted_at: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    pub clause: String,
    pub rule: String,
    pub title_zh: String,
    pub colour: Colour,
    pub verdict: Verdict,
    /// Of a criterion with several halves, those that fired.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    pub facts: BTreeMap<&'static str, FactView>,
}

/// A fact on which a criterion was decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactView {
    pub value: FactValue,
    #[serde(skip_serializing_if = "is_false")]
    pub derived: bool,
}

/// A clause that could still hold, were these facts known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undetermined {
    pub clause: String,
    pub missing: BTreeSet<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accident {
    /// The highest that is certain.
    pub grade: Option<Grade>,
    pub label_zh: &'static str,
    /// False where an outage counts that the wording of its clause leaves out.
    pub literal_match: bool,
    pub clauses: Vec<String>,
    /// True where the wording of a clause that counts does not reach; `null` where that is unknown.
    pub outside_literal_scope: Option<bool>,
    /// Clauses of higher grades that could still hold.
    pub undetermined: Vec<Undetermined>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Response {
    pub level: Option<Level>,
    pub clauses: Vec<String>,
    pub decided_by: Option<String>,
    pub handled_by: Option<String>,
    pub handling_clause: Option<String>,
    /// Full activation may be waived by hand; it never is by itself.
    pub activation_waivable: bool,
    pub waiver_clause: Option<String>,
    /// Clauses of higher levels that could still hold.
    pub undetermined: Vec<Undetermined>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    pub unit: String,
    pub why: String,
    pub clause: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    pub what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// 0 is at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_minutes: Option<u32>,
    /// Before this time of the day, `HH:MM` in Beijing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    pub clause: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    pub text_zh: String,
    pub clause: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UndeterminedDuty {
    /// `notify`, `deadline` or `measure`.
    pub kind: &'static str,
    /// Unit, deadline or measure.
    pub what: String,
    pub clause: String,
    pub missing: BTreeSet<&'static str>,
}

/// An interpretation of ours that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assumed {
    pub id: String,
    pub text: String,
}

/// Whether an incident may be closed, stage by stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// In the order of the plan.
    pub stages: Vec<ClosingStage>,
    pub assumptions: Vec<Assumed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosingStage {
    pub stage: Stage,
    pub verdict: ClosingVerdict,
    pub conditions: Vec<ClosingCondition>,
    /// Facts without which the stage cannot be decided.
    pub missing: BTreeSet<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosingCondition {
    pub clause: String,
    pub title_zh: String,
    pub verdict: ClosingVerdict,
    pub missing: BTreeSet<&'static str>,
    /// Everything that it speaks of.
    pub facts: BTreeSet<&'static str>,
    /// Our interpretations in it.
    pub assumptions: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingVerdict {
    Met,
    NotMet,
    Undetermined,
}

impl Closing {
    pub fn stage(&self, stage: Stage) -> Option<&ClosingStage> {
        self.stages.iter().find(|found| found.stage == stage)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(is: &bool) -> bool {
    !is
}
