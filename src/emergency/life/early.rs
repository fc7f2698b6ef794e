//! When an incident may end before anybody took it in hand: G10 5.5 means what everyday repair deals with.

use crate::emergency::life::closing::worst_lel_percent;
use crate::emergency::life::step::Standing;

/// From here on the plan warns (G10 3.2.4), percent of the lower explosive limit.
const WARNED_FROM_LEL_PERCENT: f64 = 20.0;

/// What of the assessment and of the report speaks against ending early; unknown speaks against nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Severity {
    /// The colour that was assessed.
    pub colour: Option<String>,
    /// As it was assessed or judged, whichever is graver, in the words of the code list.
    pub grade: Option<String>,
    pub lel_percent: Option<f64>,
    /// Dead and gravely injured.
    pub casualties: u64,
    /// Households out of supply, assessed; `None` is unknown.
    pub households_out: Option<u64>,
}

/// Why this is no matter of everyday repair.
pub fn grave(standing: &Standing) -> Option<String> {
    let severity = &standing.severity;
    let mut said = Vec::new();
    if let Some(colour) = &severity.colour {
        said.push(format!("it is assessed as {colour}"));
    }
    if let Some(grade) = severity.grade.as_deref().filter(|grade| ["large", "major", "extraordinary"].contains(grade)) {
        said.push(format!("its grade is {grade}"));
    }
    if severity.casualties > 0 {
        said.push(format!("{} are dead or gravely injured", severity.casualties));
    }
    let worst = worst_lel_percent(standing);
    let found = [worst, severity.lel_percent].into_iter().flatten().reduce(f64::max);
    if let Some(percent) = found.filter(|percent| *percent >= WARNED_FROM_LEL_PERCENT) {
        said.push(format!("{percent:.0} % LEL was found"));
    }
    (!said.is_empty()).then(|| said.join(", "))
}
