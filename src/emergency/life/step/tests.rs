use super::*;
use chrono::DateTime;
use chrono::TimeDelta;

/// Nothing is out of supply, and the gas is methane.
fn standing(hazard: Utility, state: State) -> Standing<'static> {
    Standing {
        hazard,
        state,
        evidence: Evidence::default(),
        in_force: Vec::new(),
        rules: Rules::embedded(),
        readings: vec![reading(0.2, 4.0)],
        limit_vol_percent: 5.0,
        reported: Facts::default(),
        severity: Severity { households_out: Some(0), ..Severity::default() },
        assessed: Authorities::default(),
        says_never_cut: false,
    }
}

fn step(to: State) -> Step {
    let known = |text: &str| Some(text.to_owned());
    Step {
        to,
        decided_by: known("市专项指挥部"),
        published_by: known("市专项指挥部办公室"),
        colour: known("red"),
        level: known("I"),
        approval_ref: known("许燃指〔2026〕1号"),
        note: known("误报"),
        deviation: None,
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

/// The fields that a refusal names, all with one of the clauses.
#[track_caller]
fn check_missing(standing: &Standing, step: &Step, fields: &[&str], clauses: &str) {
    let missing = missing(standing, step);
    assert_eq!(missing.iter().map(|one| one.field).collect::<Vec<_>>(), fields);
    assert!(missing.iter().all(|one| clauses.contains(&one.clause)), "{missing:?}");
}

#[track_caller]
fn missing(standing: &Standing, step: &Step) -> Vec<Missing> {
    match check(standing, step) {
        Err(Refused::Missing(missing)) => missing,
        other => panic!("{other:?}"),
    }
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
    at.readings.clear();
    let scene = ["people_rescued", "hazards_eliminated", "environment_meets_standard"];
    check_missing(&at, &step(State::ConcentrationClear), &[&scene[..], &["readings"]].concat(), "5.8 6.1");
    let bare = Step { decided_by: None, ..step(State::ConcentrationClear) };
    check_missing(&at, &bare, &[&scene[..], &["readings", "decided_by"]].concat(), "5.8 6.1");
    at.readings.push(reading(0.1, 1.0));
    at.evidence = all_established();
    at.evidence.people_rescued = Some(false);
    check_missing(&at, &step(State::ConcentrationClear), &["people_rescued"], "5.8");
    at.evidence.people_rescued = Some(true);
    for (vol, lel) in [(1.0, 10.0), (0.5, 20.0), (0.9, 50.0), (5.0, 100.0)] {
        at.readings = vec![reading(vol, lel)];
        check_missing(&at, &step(State::ConcentrationClear), &["readings"], "6.1");
    }
    at.readings = vec![reading(0.999, 19.99)];
    assert_eq!(check(&at, &step(State::ConcentrationClear)), Ok(()));
}

#[test]
fn what_is_safe_of_methane_is_not_of_lpg() {
    let mut at = standing(Utility::Gas, State::Controlled);
    at.evidence = all_established();
    at.readings = vec![reading(0.9, 18.0)];
    assert_eq!(check(&at, &step(State::ConcentrationClear)), Ok(()));
    at.limit_vol_percent = 1.8;
    let why = &missing(&at, &step(State::ConcentrationClear))[0];
    assert_eq!((why.field, &*why.clause), ("readings", "6.1"));
    assert!(why.why.contains("50 % LEL of a gas whose limit is 1.8 %vol") && why.why.contains("DC11"), "{why:?}");
}

#[test]
fn every_place_must_be_clear_by_its_last_reading() {
    let mut at = standing(Utility::Gas, State::Controlled);
    at.evidence = all_established();
    let cellar = Reading { place: Some("地下室".into()), ..reading(2.0, 40.0) };
    at.readings = vec![cellar.clone(), reading(0.1, 2.0)];
    let why = &missing(&at, &step(State::ConcentrationClear))[0];
    assert!(why.why.contains("地下室"), "{why:?}");
    let later = Reading { at: cellar.at + TimeDelta::minutes(5), vol_percent: 0.1, lel_percent: 2.0, ..cellar };
    at.readings.push(later);
    assert_eq!(check(&at, &step(State::ConcentrationClear)), Ok(()));
}

#[test]
fn gas_comes_back_after_a_leak_test_and_an_approval() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    at.evidence = Evidence { leak_test_passed: None, ..all_established() };
    let bare = Step { approval_ref: None, ..step(State::SupplyRestored) };
    check_missing(&at, &bare, &["leak_test_passed", "approval_ref"], "6.2");
    at.evidence.leak_test_passed = Some(false);
    check_missing(&at, &step(State::SupplyRestored), &["leak_test_passed"], "6.2");
    at.evidence.leak_test_passed = Some(true);
    assert_eq!(check(&at, &step(State::SupplyRestored)), Ok(()));
    at.readings = vec![reading(3.0, 60.0)];
    check_missing(&at, &step(State::SupplyRestored), &["readings"], "6.1");
}

#[test]
fn the_city_approves_that_gas_comes_back_unless_it_is_said_why_not() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    at.evidence = all_established();
    let county = Step { decided_by: Some("鄢陵县专项指挥部".into()), ..step(State::SupplyRestored) };
    check_missing(&at, &county, &["decided_by"], "6.2");
    assert_eq!(check(&at, &Step { deviation: Some("市专项指挥部电话授权".into()), ..county }), Ok(()));
}

#[test]
fn a_gas_incident_ends_when_the_restored_supply_was_looked_at_again() {
    let mut at = standing(Utility::Gas, State::SupplyRestored);
    at.evidence = Evidence { rechecked: None, supply_interrupted: None, ..all_established() };
    check_missing(&at, &step(State::Terminated), &["rechecked"], "6.2");
    at.evidence.rechecked = Some(true);
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
    let bare = Step { decided_by: None, ..step(State::Terminated) };
    check_missing(&at, &bare, &["decided_by"], "5.8 6.2");
    at.readings = vec![reading(0.9, 45.0)];
    check_missing(&at, &step(State::Terminated), &["readings"], "6.1");
}

#[test]
fn what_was_never_cut_is_not_restored_but_that_must_be_said() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    at.evidence = Evidence { supply_interrupted: None, ..all_established() };
    check_missing(&at, &step(State::Terminated), &["supply_interrupted"], "6.2");
    at.evidence.supply_interrupted = Some(true);
    check_missing(&at, &step(State::Terminated), &["supply_interrupted"], "6.2");
    at.evidence.supply_interrupted = Some(false);
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
}

#[test]
fn where_households_are_out_or_unknown_a_supply_that_was_never_cut_is_explained() {
    let mut at = standing(Utility::Gas, State::ConcentrationClear);
    at.evidence = all_established();
    let bare = Step { note: None, ..step(State::Terminated) };
    assert_eq!(check(&at, &bare), Ok(()));
    for (households_out, words) in [(Some(80), "80 households"), (None, "not known")] {
        at.severity.households_out = households_out;
        let why = &missing(&at, &bare)[0];
        assert!(why.field == "note" && why.why.contains(words) && why.why.contains("no valve was closed"), "{why:?}");
        assert_eq!(check(&at, &step(State::Terminated)), Ok(()), "with a note");
    }
    // Whenever it is said, not only at the end.
    at.says_never_cut = true;
    let controlled = Step { note: None, ..step(State::Controlled) };
    at.state = State::Response;
    check_missing(&at, &controlled, &["note"], "5.6");
}

#[test]
fn heat_has_closing_conditions_of_its_own() {
    let mut at = standing(Utility::Heat, State::Controlled);
    at.readings.clear();
    let scene = ["people_rescued", "environment_meets_standard", "hazards_eliminated"];
    check_missing(&at, &step(State::SupplyRestored), &scene, "6.5");
    at.evidence = Evidence { leak_test_passed: None, rechecked: None, ..all_established() };
    let no_reference = Step { approval_ref: None, ..step(State::SupplyRestored) };
    assert_eq!(check(&at, &no_reference), Ok(()));
    at.state = State::SupplyRestored;
    check_missing(&at, &Step { to: State::Terminated, ..no_reference }, &["approval_ref"], "6.5");
    assert_eq!(check(&at, &step(State::Terminated)), Ok(()));
}

#[test]
fn other_rules_ask_for_other_things() {
    let closing = include_str!("../../../../data/rules/gas_closing.toml");
    let texts = |closing: String| {
        let mut texts: Vec<(String, String)> = Vec::new();
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/rules")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let is_rules = name.starts_with("gas_") || name.starts_with("heat_");
            if is_rules && name != "gas_closing.toml" {
                texts.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
        texts.push(("gas_closing.toml".into(), closing));
        texts
    };
    let stricter = closing
        .replace("when = \"gas_vol_percent < 1 AND lel_percent < 20\"", "when = \"lel_percent < 5\"")
        .replace("clause = \"6.1\"\ntitle = \"现场燃气浓度", "clause = \"9.9\"\ntitle = \"现场燃气浓度");
    let start = stricter.find("example = [\n").unwrap();
    let end = start + stricter[start..].find("\n]").unwrap() + 2;
    let stricter = format!("{}{}", &stricter[..start], &stricter[end..]);
    let texts = texts(stricter);
    let rules = Rules::from_texts(texts.iter().map(|(name, text)| (&**name, &**text))).unwrap();
    let mut at = standing(Utility::Gas, State::Controlled);
    at.evidence = all_established();
    at.readings = vec![reading(0.3, 6.0)];
    assert_eq!(check(&at, &step(State::ConcentrationClear)), Ok(()));
    at.rules = &rules;
    let why = &missing(&at, &step(State::ConcentrationClear))[0];
    assert_eq!((why.field, &*why.clause), ("readings", "9.9"));
    assert!(why.why.starts_with("现场燃气浓度低于1%"), "{why:?}");
}

#[test]
fn a_grave_leak_does_not_end_as_a_matter_of_everyday_repair() {
    let end = step(State::Terminated);
    let grave = |severity: Severity| {
        let mut at = standing(Utility::Gas, State::Assessed);
        at.readings.clear();
        at.severity = Severity { households_out: Some(0), ..severity };
        at
    };
    let mut red =
        grave(Severity { colour: Some("red".into()), lel_percent: Some(90.0), casualties: 2, ..Severity::default() });
    let fields = ["people_rescued", "hazards_eliminated", "environment_meets_standard", "readings"];
    check_missing(&red, &end, &fields, "5.5, 5.8 5.5, 6.1");
    let why = missing(&red, &end)[0].why.clone();
    assert!(why.contains("assessed as red, 2 are dead or gravely injured, 90 % LEL"), "{why}");
    red.readings = vec![reading(0.1, 2.0)];
    red.evidence = all_established();
    assert_eq!(check(&red, &end), Ok(()), "clear, and the scene in order");
    red.readings = vec![reading(0.9, 45.0)];
    check_missing(&red, &end, &["readings"], "5.5, 6.1");
    for severity in [
        Severity { lel_percent: Some(20.0), ..Severity::default() },
        Severity { casualties: 1, ..Severity::default() },
        Severity { grade: Some("large".into()), ..Severity::default() },
        Severity { colour: Some("blue".into()), ..Severity::default() },
    ] {
        assert!(check(&grave(severity.clone()), &end).is_err(), "{severity:?}");
    }
    // As it is reported anew: a matter of everyday repair.
    let slight = Severity { lel_percent: Some(19.0), grade: Some("general".into()), ..Severity::default() };
    assert_eq!(check(&grave(slight), &end), Ok(()));
}

#[test]
fn a_warning_or_a_response_that_departs_from_the_assessment_is_explained() {
    let assessed = Authorities {
        colour: Some("orange".into()),
        decided_by: Some("市城镇燃气事故应急救援指挥部".into()),
        published_by: Some("市城镇燃气事故应急救援指挥部办公室".into()),
        publication_clause: Some("3.3".into()),
        level: Some("II".into()),
        response_decided_by: Some("市城镇燃气事故应急救援指挥部副指挥长".into()),
        response_clause: Some("5.4(2)".into()),
    };
    let known = |text: &str| Some(text.to_owned());
    let at = Standing { assessed, ..standing(Utility::Gas, State::Assessed) };
    assert_eq!(check(&at, &step(State::Warning)), Ok(()), "red is above orange");
    let low = Step { colour: known("yellow"), ..step(State::Warning) };
    check_missing(&at, &low, &["colour"], "3.3");
    let county = Step {
        decided_by: known("县专项指挥部"), published_by: known("县燃气公司"), ..step(State::Warning)
    };
    check_missing(&at, &county, &["decided_by", "published_by"], "3.3");
    for departing in [low, county] {
        assert_eq!(check(&at, &Step { deviation: known("市指挥部会商同意"), ..departing }), Ok(()));
    }
    let third = Step { level: known("III"), ..step(State::Response) };
    check_missing(&at, &third, &["level"], "5.4(2)");
    let office = Step { level: known("II"), decided_by: known("市专项指挥部办公室"), ..step(State::Response) };
    check_missing(&at, &office, &["decided_by"], "5.4(2)");
    assert_eq!(check(&at, &step(State::Response)), Ok(()), "I is above II");
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
