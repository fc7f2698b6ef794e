//! One step: may it follow, and is everything there that the plan asks for?

use crate::emergency::life::Authorities;
use crate::emergency::life::Reading;
use crate::emergency::life::Severity;
use crate::emergency::life::State;
use crate::emergency::life::closing::unmet;
use crate::emergency::life::early::grave;
use crate::policy::Facts;
use crate::policy::Rules;
use crate::queries::Utility;

/// What somebody wants to record.
#[derive(Clone, Debug)]
pub struct Step {
    pub to: State,
    pub decided_by: Option<String>,
    pub published_by: Option<String>,
    /// Of a warning.
    pub colour: Option<String>,
    /// Of a response.
    pub level: Option<String>,
    pub approval_ref: Option<String>,
    pub note: Option<String>,
    /// Why the step departs from what was assessed, or from who should take it.
    pub deviation: Option<String>,
}

/// What is established, each on somebody's word; `None` is unknown and counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub people_rescued: Option<bool>,
    /// What could cause a secondary accident is gone.
    pub hazards_eliminated: Option<bool>,
    pub environment_meets_standard: Option<bool>,
    pub leak_test_passed: Option<bool>,
    /// Looked at again after supply came back.
    pub rechecked: Option<bool>,
    pub supply_interrupted: Option<bool>,
}

/// An incident as it stands, with what the step adds to its evidence.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    pub hazard: Utility,
    pub state: State,
    pub evidence: Evidence,
    /// Codes of its warnings that are in force.
    pub in_force: Vec<String>,
    /// Those in force.
    pub rules: &'a Rules,
    /// Measured since the leak was under control, those of the step among them.
    pub readings: Vec<Reading>,
    /// Lower explosive limit of the gas that leaks, percent by volume.
    pub limit_vol_percent: f64,
    /// What the report says, for rules that ask for it.
    pub reported: Facts,
    pub severity: Severity,
    pub assessed: Authorities,
    /// Whether it is this step that says that supply was never cut.
    pub says_never_cut: bool,
}

/// A thing that the plan asks for and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field of the request.
    pub field: &'static str,
    pub why: String,
    pub clause: String,
}

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("{}", out_of_turn(*from, *to, allowed))]
    OutOfTurn { from: State, to: State, allowed: &'static [State] },
    #[error("{}", listed(.0))]
    Missing(Vec<Missing>),
}

fn out_of_turn(from: State, to: State, allowed: &[State]) -> String {
    let (from, to) = (from.as_str(), to.as_str());
    match allowed {
        [] => format!("the incident is {from}: nothing follows; report it anew"),
        _ => {
            let words: Vec<&str> = allowed.iter().map(|state| state.as_str()).collect();
            format!("{to} does not follow {from}; what may follow is {}", words.join(", "))
        }
    }
}

fn listed(missing: &[Missing]) -> String {
    let said: Vec<String> =
        missing.iter().map(|one| format!("{} ({}, clause {})", one.field, one.why, one.clause)).collect();
    format!("the plan asks for more: {}", said.join("; "))
}

/// Whether a step may be taken, by the plan of the hazard. Everything that is missing is named at once.
pub fn check(standing: &Standing, step: &Step) -> Result<(), Refused> {
    let (from, to, hazard) = (standing.state, step.to, standing.hazard);
    let allowed = from.next(hazard);
    if !allowed.contains(&to) {
        return Err(Refused::OutOfTurn { from, to, allowed });
    }
    let mut missing = Wants { clause: to.clause(hazard), missing: Vec::new() };
    match to {
        State::Reported => {}
        State::Assessed => missing.lifted(standing),
        State::Warning | State::Adjusted => missing.warning(step, &standing.assessed),
        State::Response => {
            missing.text("decided_by", step.decided_by.as_ref(), "who decided to respond");
            missing.text("level", step.level.as_ref(), "the level: I, II, III or IV");
            missing.unless_explained(step, standing.assessed.response_departs(step));
        }
        State::Controlled => {
            missing.text("decided_by", step.decided_by.as_ref(), "who says so: the headquarters on the scene");
        }
        State::ConcentrationClear => {
            missing.add_all(unmet(standing, step));
            missing.text(
                "decided_by",
                step.decided_by.as_ref(),
                "who ends the emergency: the headquarters on the scene",
            );
        }
        State::SupplyRestored => {
            missing.add_all(unmet(standing, step));
            missing.text("decided_by", step.decided_by.as_ref(), "who approved: the city's headquarters");
            if hazard == Utility::Gas {
                missing.unless_explained(step, Authorities::approval_departs(step));
            }
        }
        State::Terminated => missing.end(standing, step),
    }
    missing.never_cut(standing, step);
    missing.verdict()
}

/// Whether everything is there to publish a warning, to adjust one, or to lift it, whatever the state of
/// the incident: headquarters decide and offices publish (G10 3.3, 3.4.1: DC12; H10 4.2.2: EC6).
pub fn check_notice(hazard: Utility, step: &Step, assessed: &Authorities) -> Result<(), Refused> {
    let mut missing = Wants { clause: step.to.clause(hazard), missing: Vec::new() };
    missing.warning(step, assessed);
    missing.verdict()
}

struct Wants {
    clause: &'static str,
    missing: Vec<Missing>,
}

impl Wants {
    /// A field that is asked for already is asked for once.
    fn add(&mut self, field: &'static str, why: impl Into<String>) {
        self.add_all([Missing { field, why: why.into(), clause: self.clause.to_owned() }]);
    }

    fn add_all(&mut self, all: impl IntoIterator<Item = Missing>) {
        for one in all {
            if self.missing.iter().all(|known| known.field != one.field) {
                self.missing.push(one);
            }
        }
    }

    /// What departs is refused, unless the step says why.
    fn unless_explained(&mut self, step: &Step, departing: Vec<Missing>) {
        if step.deviation.as_ref().is_none_or(|why| why.trim().is_empty()) {
            self.add_all(departing);
        }
    }

    fn text(&mut self, field: &'static str, given: Option<&String>, why: &str) {
        if given.is_none_or(|text| text.trim().is_empty()) {
            self.add(field, why);
        }
    }

    fn warning(&mut self, step: &Step, assessed: &Authorities) {
        self.text("decided_by", step.decided_by.as_ref(), "who decided: headquarters decide, offices publish");
        self.text("published_by", step.published_by.as_ref(), "who publishes it");
        self.text("colour", step.colour.as_ref(), "its colour: red, orange, yellow or blue");
        self.unless_explained(step, assessed.warning_departs(step));
    }

    fn lifted(&mut self, standing: &Standing) {
        if !standing.in_force.is_empty() {
            self.clause = if standing.hazard == Utility::Gas { "3.4.1" } else { "4.2.2(3)" };
            self.add("to", format!("warnings are in force: lift {} first", standing.in_force.join(", ")));
        }
    }

    fn verdict(self) -> Result<(), Refused> {
        if self.missing.is_empty() { Ok(()) } else { Err(Refused::Missing(self.missing)) }
    }

    /// Who says that supply was never cut, where the map or a report has households without it, says why.
    fn never_cut(&mut self, standing: &Standing, step: &Step) {
        let is_used = step.to == State::Terminated && standing.evidence.supply_interrupted == Some(false);
        if !(standing.says_never_cut || is_used) || standing.severity.households_out == Some(0) {
            return;
        }
        let out = match standing.severity.households_out {
            Some(count) => format!("{count} households are assessed as out of supply"),
            None => "who is out of supply is not known".to_owned(),
        };
        let why = format!("{out}; to say that supply was never cut, say how it is known that no valve was closed");
        self.text("note", step.note.as_ref(), &why);
    }

    fn end(&mut self, standing: &Standing, step: &Step) {
        if matches!(standing.state, State::Reported | State::Assessed) {
            self.end_early(standing, step);
        } else {
            self.add_all(unmet(standing, step));
        }
        self.text("decided_by", step.decided_by.as_ref(), "who ends it: the headquarters on the scene");
        self.lifted(standing);
    }

    /// G10 5.5: what the enterprise mends day by day stops here, and a false alarm does. Whatever is graver
    /// stops once the scene is as at the end of an emergency, or once it is reported to be less.
    fn end_early(&mut self, standing: &Standing, step: &Step) {
        self.clause = if standing.hazard == Utility::Gas { "5.5" } else { "6.5" };
        if let Some(grave) = grave(standing) {
            let unmet = unmet(standing, step).into_iter().map(|one| Missing {
                why: format!(
                    "{}. This is no matter of everyday repair ({grave}): so, or give a report without that",
                    one.why
                ),
                clause: format!("{}, {}", self.clause, one.clause),
                ..one
            });
            let unmet: Vec<Missing> = unmet.collect();
            self.add_all(unmet);
        }
        self.text(
            "note",
            step.note.as_ref(),
            "why no more is needed: a false alarm, or what the enterprise mends by itself",
        );
    }
}

#[cfg(test)]
mod tests;
