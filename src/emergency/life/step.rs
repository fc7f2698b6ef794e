//! One step: may it follow, and is everything there that the plan asks for?

use crate::emergency::life::Reading;
use crate::emergency::life::State;
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
    /// Measured for this step.
    pub readings: Vec<Reading>,
    pub approval_ref: Option<String>,
    pub note: Option<String>,
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
pub struct Standing {
    pub hazard: Utility,
    pub state: State,
    pub evidence: Evidence,
    /// Codes of its warnings that are in force.
    pub in_force: Vec<String>,
}

/// A thing that the plan asks for and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The field of the request.
    pub field: &'static str,
    pub why: String,
    pub clause: &'static str,
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
        State::Warning | State::Adjusted => missing.warning(step),
        State::Response => {
            missing.text("decided_by", step.decided_by.as_ref(), "who decided to respond");
            missing.text("level", step.level.as_ref(), "the level: I, II, III or IV");
        }
        State::Controlled => {
            missing.text("decided_by", step.decided_by.as_ref(), "who says so: the headquarters on the scene");
        }
        State::ConcentrationClear => {
            missing.text(
                "decided_by",
                step.decided_by.as_ref(),
                "who ends the emergency: the headquarters on the scene",
            );
            missing.scene(standing.evidence);
            missing.clear(&step.readings);
        }
        State::SupplyRestored => {
            missing.text("decided_by", step.decided_by.as_ref(), "who approved: the city's headquarters");
            if hazard == Utility::Gas {
                missing.fact(
                    "leak_test_passed",
                    standing.evidence.leak_test_passed,
                    "leak test and inspection were passed",
                );
                missing.text(
                    "approval_ref",
                    step.approval_ref.as_ref(),
                    "the reference of the approval of the city's headquarters",
                );
            } else {
                missing.scene(standing.evidence);
            }
        }
        State::Terminated => missing.end(standing, step),
    }
    missing.verdict()
}

/// Whether everything is there to publish a warning, to adjust one, or to lift it, whatever the state of
/// the incident: headquarters decide and offices publish (G10 3.3, 3.4.1: DC12; H10 4.2.2: EC6).
pub fn check_notice(hazard: Utility, step: &Step) -> Result<(), Refused> {
    let mut missing = Wants { clause: step.to.clause(hazard), missing: Vec::new() };
    missing.warning(step);
    missing.verdict()
}

struct Wants {
    clause: &'static str,
    missing: Vec<Missing>,
}

impl Wants {
    fn add(&mut self, field: &'static str, why: impl Into<String>) {
        self.missing.push(Missing { field, why: why.into(), clause: self.clause });
    }

    fn text(&mut self, field: &'static str, given: Option<&String>, why: &str) {
        if given.is_none_or(|text| text.trim().is_empty()) {
            self.add(field, why);
        }
    }

    /// Only what is known to be so counts.
    fn fact(&mut self, field: &'static str, given: Option<bool>, what: &str) {
        match given {
            Some(true) => {}
            Some(false) => self.add(field, format!("it is false, and the step waits until {what}")),
            None => self.add(field, format!("say true once {what}")),
        }
    }

    /// G10 6.1, H10 6.5: what must hold of the scene before it is over.
    fn scene(&mut self, evidence: Evidence) {
        self.fact("people_rescued", evidence.people_rescued, "everybody is rescued");
        self.fact("hazards_eliminated", evidence.hazards_eliminated, "what could cause another accident is gone");
        self.fact(
            "environment_meets_standard",
            evidence.environment_meets_standard,
            "the environment meets its standards",
        );
    }

    fn clear(&mut self, readings: &[Reading]) {
        if readings.is_empty() {
            self.add("readings", "measure, and give vol_percent and lel_percent");
        }
        if let Some(high) = readings.iter().find(|reading| !reading.is_clear()) {
            let (vol, lel) = (high.vol_percent, high.lel_percent);
            self.add(
                "readings",
                format!("{vol} %vol and {lel} % LEL; each must be below 1 %vol and below 20 % LEL (DC11)"),
            );
        }
    }

    fn warning(&mut self, step: &Step) {
        self.text("decided_by", step.decided_by.as_ref(), "who decided: headquarters decide, offices publish");
        self.text("published_by", step.published_by.as_ref(), "who publishes it");
        self.text("colour", step.colour.as_ref(), "its colour: red, orange, yellow or blue");
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

    fn end(&mut self, standing: &Standing, step: &Step) {
        let is_cut = standing.evidence.supply_interrupted;
        self.text("decided_by", step.decided_by.as_ref(), "who ends it: the headquarters on the scene");
        match (standing.state, standing.hazard) {
            // G10 5.5: what the enterprise mends day by day stops here, and a false alarm does.
            (State::Reported | State::Assessed, hazard) => {
                self.clause = if hazard == Utility::Gas { "5.5" } else { "6.5" };
                self.text(
                    "note",
                    step.note.as_ref(),
                    "why no more is needed: a false alarm, or what the enterprise mends by itself",
                );
            }
            (State::SupplyRestored, Utility::Gas) => {
                self.fact(
                    "rechecked",
                    standing.evidence.rechecked,
                    "the restored supply was looked at again: no leak, no gas left",
                );
            }
            (State::SupplyRestored, Utility::Heat) => {
                self.text(
                    "approval_ref",
                    step.approval_ref.as_ref(),
                    "the reference by which the city's headquarters agreed",
                );
            }
            // Nothing was cut, so nothing is restored: that must be said, for it is not known otherwise.
            (_, hazard) => {
                if is_cut != Some(false) {
                    self.add(
                        "supply_interrupted",
                        "supply_restored comes first; or say false, if supply was never cut",
                    );
                }
                if hazard == Utility::Heat {
                    self.scene(standing.evidence);
                    self.text(
                        "approval_ref",
                        step.approval_ref.as_ref(),
                        "the reference by which the city's headquarters agreed",
                    );
                }
            }
        }
        self.lifted(standing);
    }
}

#[cfg(test)]
mod tests;
