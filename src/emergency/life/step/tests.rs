use super::*;
use chrono::DateTime;

fn standing(hazard: Utility, state: State) -> Standing {
    Standing { hazard, state, evidence: Evidence::default(), in_force: Vec::new() }
}

fn step(to: State) -> Step {
    let known = |text: &str| Some(text.to_owned());
    Step {
        to,
        decided_by: known("市专项指挥部"),
        published_by: known("市专项指挥部办公室"),
        colour: known("red"),
        level: known("I"),
        readings: vec![reading(0.2, 4.0)],
        approval_ref: known("许燃指〔2026〕1号"),
        note: known("误报"),
    }
}

fn reading(vol_percent: f64, lel_percent: f64) -> Reading {
    Reading { vol_percent, lel_percent, at: DateTime::UNIX_EPOCH, place: None }
}

fn all_established() -> Evidence {
    Evidence {
        people_rescued: Some(true),
        hazards_eliminated: Some(true),
        environment_meets_standard: Some(true),
        leak_test_passed: Some(true),
        rechecked: Some(true),
        supply_interrupted: Some(false),
    }
}

/// The fields that a refusal names, all with one clause.
#[track_caller]
fn check_missing(standing: &Standing, step: &Step, fields: &[&str], clause: &str) {
    let Err(Refused::Missing(missing)) = check(standing, step) else { panic!("{:?}", check(standing, step)) };
    assert_eq!(missing.iter().map(|one| one.field).collect::<Vec<_>>(), fields);
    assert!(missing.iter().all(|one| one.clause == clause), "{missing:?}");
}

#[test]
fn every_step_is_taken_or_refused_with_what_may_follow() {
    for hazard in [Utility::Gas, Utility::Heat] {
        for from in State::ALL {
            for to in State::ALL {
                let mut standing = standing(hazard, from);
                standing.evidence = all_established();
                match check(&standing, &step(to)) {
                    Ok(()) => assert!(from.next(hazard).contains(&to)),
                    Err(Refused::OutOfTurn { allowed, .. }) => assert!(!allowed.contains(&to)),
                    Err(why) => panic!("{from:?} to {to:?}: {why}"),
                }
            }
        }
    }
}

#[test]
fn a_refusal_says_what_may_follow() {
    let why = check(&standing(Utility::Gas, State::Controlled), &step(State::Terminated)).unwrap_err();
    assert_eq!(
        why.to_string(),
        "terminated does not follow controlled; what may follow is response, concentration_clear"
    );
    let why = check(&standing(Utility::Gas, State::Terminated), &step(State::Response)).unwrap_err();
    assert!(why.to_string().contains("report it anew"));
}

#[test]
fn no_warning_below_the_thresholds_leads_to_the_response_all_the_same() {
    assert_eq!(check(&standing(Utility::Gas, State::Assessed), &step(State::Response)), Ok(()));
    assert_eq!(check(&standing(Utility::Heat, State::Assessed), &step(State::Response)), Ok(()));
}

#[test]
fn a_warning_says_who_decided_and_who_publishes() {
    for (hazard, from, to, clause) in [
        (Utility::Gas, State::Assessed, State::Warning, "3.3"),
        (Utility::Heat, State::Assessed, State::Warning, "4.2.2(1)"),
        (Utility::Gas, State::Warning, State::Adjusted, "3.4.1"),
        (Utility::Heat, State::Adjusted, State::Adjusted, "4.2.2(3)"),
    ] {
        let bare = Step { decided_by: None, published_by: Some("  ".into()), colour: None, ..step(to) };
        check_missing(&standing(hazard, from), &bare, &["decided_by", "published_by", "colour"], clause);
    }
}

#[test]
fn a_response_has_a_level_and_somebody_who_decided() {
    let bare = Step { decided_by: None, level: None, ..step(State::Response) };
    check_missing(&standing(Utility::Gas, State::Warning), &bare, &["decided_by", "level"], "5.4");
    check_missing(&standing(Utility::Heat, State::Assessed), &bare, &["decided_by", "level"], "5.2");
}

#[test]
fn control_is_said_by_somebody() {
    let bare = Step { decided_by: None, ..step(State::Controlled) };
    check_missing(&standing(Utility::Gas, State::Response), &bare, &["decided_by"], "5.6");
}

#[test]
fn the_concentration_is_clear_below_both_bounds_with_the_scene_in_order() {
    let mut at = standing(Utility::Gas, State::Controlled);
    let bare = Step { readings: Vec::new(), ..step(State::ConcentrationClear) };
    let scene = ["people_rescued", "hazards_eliminated", "environment_meets_standard"];
    check_missing(&at, &bare, &[&scene[..], &["readings"]].concat(), "6.1");
    at.evidence = all_established();
    at.evidence.people_rescued = Some(false);
    check_missing(&at, &step(State::ConcentrationClear), &["people_rescued"], "6.1");
    at.evidence.people_rescued = Some(true);
    for (vol, lel) in [(1.0, 10.0), (0.5, 20.0), (0.9, 50.0), (5.0, 100.0)] {
        let high = Step { readings: vec![reading(0.1, 1.0), reading(vol, lel)], ..step(State::ConcentrationClear) };
        check_missing(&at, &high, &["readings"], "6.1");
    }
    let low = Step { readings: vec![reading(0.999, 19.99)], ..step(State::ConcentrationClear) };
    assert_eq!(check(&at, &low), Ok(()));
}

#[test]
fn gas_comes_back_after_a_leak_test_and_an_approval() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    let bare = Step { approval_ref: None, decided_by: None, ..step(State::SupplyRestored) };
    check_missing(&at, &bare, &["decided_by", "leak_test_passed", "approval_ref"], "6.2");
    at.evidence.leak_test_passed = Some(false);
    check_missing(&at, &step(State::SupplyRestored), &["leak_test_passed"], "6.2");
    at.evidence.leak_test_passed = Some(true);
    assert_eq!(check(&at, &step(State::SupplyRestored)), Ok(()));
}

#[test]
fn a_gas_incident_ends_when_the_restored_supply_was_looked_at_again() {
    let mut at = standing(Utility::Gas, State::SupplyRestored);
    check_missing(&at, &step(State::Terminated), &["rechecked"], "6.2");
    at.evidence.rechecked = Some(true);
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
    let bare = Step { decided_by: None, ..step(State::Terminated) };
    check_missing(&at, &bare, &["decided_by"], "6.2");
}

#[test]
fn what_was_never_cut_is_not_restored_but_that_must_be_said() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    check_missing(&at, &step(State::Terminated), &["supply_interrupted"], "6.2");
    at.evidence.supply_interrupted = Some(true);
    check_missing(&at, &step(State::Terminated), &["supply_interrupted"], "6.2");
    at.evidence.supply_interrupted = Some(false);
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
}

#[test]
fn heat_has_closing_conditions_of_its_own() {
    let mut at = standing(Utility::Heat, State::Controlled);
    let scene = ["people_rescued", "hazards_eliminated", "environment_meets_standard"];
    check_missing(&at, &step(State::SupplyRestored), &scene, "6.5");
    at.evidence = Evidence { leak_test_passed: None, rechecked: None, ..all_established() };
    let no_reference = Step { approval_ref: None, readings: Vec::new(), ..step(State::SupplyRestored) };
    assert_eq!(check(&at, &no_reference), Ok(()));
    at.state = State::SupplyRestored;
    check_missing(&at, &Step { to: State::Terminated, ..no_reference }, &["approval_ref"], "6.5");
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
}

#[test]
fn nothing_ends_while_a_warning_is_in_force() {
    for (hazard, clause) in [(Utility::Gas, "3.4.1"), (Utility::Heat, "4.2.2(3)")] {
        let mut at = standing(hazard, State::SupplyRestored);
        at.evidence = all_established();
        at.in_force = vec!["W20261124-0001".into()];
        check_missing(&at, &step(State::Terminated), &["to"], clause);
        at.state = State::Adjusted;
        check_missing(&at, &step(State::Assessed), &["to"], clause);
    }
}

#[test]
fn a_false_alarm_ends_with_a_word_of_why() {
    let bare = Step { note: None, ..step(State::Terminated) };
    check_missing(&standing(Utility::Gas, State::Reported), &bare, &["note"], "5.5");
    assert_eq!(check(&standing(Utility::Gas, State::Assessed), &step(State::Terminated)), Ok(()));
}

#[test]
fn an_incident_that_gets_worse_goes_back_to_the_response() {
    for from in [State::Controlled, State::ConcentrationClear, State::SupplyRestored, State::Response] {
        assert_eq!(check(&standing(Utility::Gas, from), &step(State::Response)), Ok(()));
    }
}
