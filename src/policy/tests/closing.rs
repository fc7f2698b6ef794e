//! When an incident may be closed (G10 5.8, 6.1, 6.2, DC11; H10 6.5).

use super::*;

const SAFE: &str = "people_rescued = true, scene_controlled = true, hazards_removed = true, \
     environment_meets_standard = true, scene_headquarters_confirmed = true";

#[track_caller]
fn check(hazard: Hazard, stage: Stage, reported: &str, verdict: ClosingVerdict, missing: &[&str]) {
    let found = closing(Rules::embedded(), hazard, &facts(reported));
    let stage = found.stage(stage).unwrap();
    assert_eq!(stage.verdict, verdict, "{reported}");
    assert_eq!(stage.missing.iter().copied().collect::<Vec<_>>(), missing, "{reported}");
}

#[test]
fn the_emergency_ends_when_all_is_safe_and_the_gas_is_below_both_bounds() {
    let with_readings = |vol: &str, lel: &str| format!("{SAFE}, gas_vol_percent = {vol}, lel_percent = {lel}");
    check(Hazard::Gas, Stage::Emergency, &with_readings("0.99", "19.9"), ClosingVerdict::Met, &[]);
    check(Hazard::Gas, Stage::Emergency, &with_readings("1", "19.9"), ClosingVerdict::NotMet, &[]);
    check(Hazard::Gas, Stage::Emergency, &with_readings("0.99", "20"), ClosingVerdict::NotMet, &[]);
    // LPG: below 1 %vol and yet half of its lower explosive limit.
    check(Hazard::Gas, Stage::Emergency, &with_readings("0.9", "50"), ClosingVerdict::NotMet, &[]);
}

#[test]
fn without_a_reading_or_a_word_the_end_is_open_and_what_is_missing_is_named() {
    check(Hazard::Gas, Stage::Emergency, SAFE, ClosingVerdict::Undetermined, &["gas_vol_percent", "lel_percent"]);
    check(
        Hazard::Gas,
        Stage::Emergency,
        "gas_vol_percent = 0, lel_percent = 0",
        ClosingVerdict::Undetermined,
        &[
            "environment_meets_standard",
            "hazards_removed",
            "people_rescued",
            "scene_controlled",
            "scene_headquarters_confirmed",
        ],
    );
}

#[test]
fn each_condition_alone_keeps_the_emergency_open() {
    let readings = "gas_vol_percent = 0, lel_percent = 0";
    for condition in SAFE.split(", ").map(|one| one.trim().split(' ').next().unwrap()) {
        let reported =
            format!("{SAFE}, {readings}").replace(&format!("{condition} = true"), &format!("{condition} = false"));
        check(Hazard::Gas, Stage::Emergency, &reported, ClosingVerdict::NotMet, &[]);
    }
}

#[test]
fn supply_comes_back_only_after_a_leak_test_and_an_approval() {
    check(Hazard::Gas, Stage::Supply, "leak_test_passed = true, supply_approved = true", ClosingVerdict::Met, &[]);
    check(Hazard::Gas, Stage::Supply, "leak_test_passed = true", ClosingVerdict::Undetermined, &["supply_approved"]);
    check(Hazard::Gas, Stage::Supply, "leak_test_passed = false", ClosingVerdict::NotMet, &["supply_approved"]);
    check(Hazard::Gas, Stage::Supply, "leak_test_passed = true, supply_approved = false", ClosingVerdict::NotMet, &[]);
}

#[test]
fn the_incident_ends_after_supply_is_back_and_checked_again() {
    check(Hazard::Gas, Stage::Incident, "supply_restored = true, recheck_passed = true", ClosingVerdict::Met, &[]);
    check(Hazard::Gas, Stage::Incident, "supply_restored = true", ClosingVerdict::Undetermined, &["recheck_passed"]);
}

#[test]
fn heat_must_be_back_and_both_headquarters_agree() {
    let all = format!("{SAFE}, supply_restored = true, city_headquarters_agreed = true");
    check(Hazard::Heat, Stage::Incident, &all, ClosingVerdict::Met, &[]);
    check(
        Hazard::Heat,
        Stage::Incident,
        &format!("{SAFE}, supply_restored = true"),
        ClosingVerdict::Undetermined,
        &["city_headquarters_agreed"],
    );
    let cold = all.replace("supply_restored = true", "supply_restored = false");
    check(Hazard::Heat, Stage::Incident, &cold, ClosingVerdict::NotMet, &[]);
    let found = closing(Rules::embedded(), Hazard::Heat, &facts(""));
    assert_eq!(found.stages.len(), 1, "heating knows no stages of concentration and supply");
}

#[test]
fn the_reading_of_one_per_cent_shows_as_ours() {
    let found = closing(Rules::embedded(), Hazard::Gas, &facts(""));
    assert_eq!(found.assumptions.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["DC11"]);
}
