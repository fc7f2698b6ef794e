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
            // No step of a heat incident leads to a clear concentration; who finds one there goes on as
            // from control.
            (Controlled, Utility::Heat) | (ConcentrationClear, _) => &[Response, SupplyRestored, Terminated],
            (SupplyRestored, _) => &[Response, Terminated],
            (Terminated, _) => &[],
        }
    }

    /// The clause by which the step to this state is taken.
    pub fn clause(self, hazard: Utility) -> &'static str {
        match hazard {
            Utility::Gas => match self {
                Reported => "5.1",
                Assessed => "5.2",
                Warning => "3.3",
                Adjusted => "3.4.1",
                Response => "5.4",
                Controlled => "5.6",
                ConcentrationClear => "6.1",
                SupplyRestored | Terminated => "6.2",
            },
            Utility::Heat => match self {
                Reported => "6.1.1",
                Assessed => "4.2.1",
                Warning => "4.2.2(1)",
                Adjusted => "4.2.2(3)",
                Response => "5.2",
                Controlled => "6.3",
                ConcentrationClear | SupplyRestored | Terminated => "6.5",
            },
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
