//! The states of an incident, and which may follow which.

use crate::queries::Utility;

/// In the words of the code list `incident_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Reported,
    Assessed,
    Warning,
    Adjusted,
    Response,
    Controlled,
    ConcentrationClear,
    SupplyRestored,
    Terminated,
}

use State::Adjusted;
use State::Assessed;
use State::ConcentrationClear;
use State::Controlled;
use State::Reported;
use State::Response;
use State::SupplyRestored;
use State::Terminated;
use State::Warning;

impl State {
    pub const ALL: [Self; 9] =
        [Reported, Assessed, Warning, Adjusted, Response, Controlled, ConcentrationClear, SupplyRestored, Terminated];

    pub fn as_str(self) -> &'static str {
        match self {
            Reported => "reported",
            Assessed => "assessed",
            Warning => "warning",
            Adjusted => "adjusted",
            Response => "response",
            Controlled => "controlled",
            ConcentrationClear => "concentration_clear",
            SupplyRestored => "supply_restored",
            Terminated => "terminated",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The states that may follow. An incident that gets worse goes back to the response; one whose
    /// supply was never cut, or whose heat has no concentration to measure, passes those steps by.
    pub fn next(self, hazard: Utility) -> &'static [Self] {
        match (self, hazard) {
            (Reported, _) => &[Assessed, Terminated],
            // No warning where the thresholds are not reached (G10 3.2.4, H10 4.2.1).
            (Assessed, _) => &[Assessed, Warning, Response, Controlled, Terminated],
            (Warning | Adjusted, _) => &[Assessed, Adjusted, Response, Controlled],
            // Another level: the grade has changed (G10 5.1(1), H10 2).
            (Response, _) => &[Response, Controlled],
            (Controlled, Utility::Gas) => &[Response, ConcentrationClear],
            (Controlled, Utility::Heat) => &[Response, SupplyRestored, Terminated],
            (ConcentrationClear, Utility::Gas) => &[Response, SupplyRestored, Terminated],
            // No step of a heat incident leads here; who finds one there goes on as from control.
            (ConcentrationClear, Utility::Heat) => &[Response, SupplyRestored, Terminated],
            (SupplyRestored, _) => &[Response, Terminated],
            (Terminated, _) => &[],
        }
    }

    /// The clause by which the step to this state is taken.
    pub fn clause(self, hazard: Utility) -> &'static str {
        match (self, hazard) {
            (Reported, Utility::Gas) => "5.1",
            (Reported, Utility::Heat) => "6.1.1",
            (Assessed, Utility::Gas) => "5.2",
            (Assessed, Utility::Heat) => "4.2.1",
            (Warning, Utility::Gas) => "3.3",
            (Warning, Utility::Heat) => "4.2.2(1)",
            (Adjusted, Utility::Gas) => "3.4.1",
            (Adjusted, Utility::Heat) => "4.2.2(3)",
            (Response, Utility::Gas) => "5.4",
            (Response, Utility::Heat) => "5.2",
            (Controlled, Utility::Gas) => "5.6",
            (Controlled, Utility::Heat) => "6.3",
            (ConcentrationClear, _) => "6.1",
            (SupplyRestored | Terminated, Utility::Gas) => "6.2",
            (SupplyRestored | Terminated, Utility::Heat) => "6.5",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections;

    #[test]
    fn the_states_are_those_of_the_code_list_in_its_order() {
        let incidents = collections::named("incidents").unwrap();
        let list = incidents.field("state").unwrap().code_list().unwrap();
        let words: Vec<&str> = list.codes.iter().map(|code| code.0).collect();
        assert_eq!(State::ALL.map(State::as_str).to_vec(), words);
        assert!(words.iter().all(|word| State::read(word).unwrap().as_str() == *word));
    }

    #[test]
    fn every_state_leads_to_the_end_and_nothing_leads_out_of_it() {
        for hazard in [Utility::Gas, Utility::Heat] {
            for from in State::ALL {
                let mut reached = vec![from];
                let mut at = 0;
                while at < reached.len() {
                    for next in reached[at].next(hazard) {
                        if !reached.contains(next) {
                            reached.push(*next);
                        }
                    }
                    at += 1;
                }
                assert!(reached.contains(&Terminated), "{from:?}");
            }
            assert!(Terminated.next(hazard).is_empty());
        }
        assert!(State::ALL.iter().all(|state| !state.next(Utility::Heat).contains(&ConcentrationClear)));
    }
}
