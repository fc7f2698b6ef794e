//! When each reading of ours shows: where it was used, and not beside it (rules D6, E5).

use super::*;

#[track_caller]
fn check_shown(hazard: Hazard, id: &str, with: &[&str], without: &[&str]) {
    for (cases, expected) in [(with, true), (without, false)] {
        for case in cases {
            let found = classify(Rules::embedded(), hazard, &facts(case));
            assert_eq!(assumed(&found).contains(&id), expected, "{id} on {case}");
        }
    }
}

#[test]
fn readings_of_the_gas_plan_show_where_they_count() {
    let shown = |id: &str, with: &[&str], without: &[&str]| check_shown(Hazard::Gas, id, with, without);
    shown("DC1", &["households_out = 2000", "deaths = 3"], &["households_out = 1999", "lel_percent = 20"]);
    shown(
        "DC2",
        &["households_out = 1, elapsed_hours = 12", "households_out = 30000, elapsed_hours = 12"],
        &["households_out = 30000, elapsed_hours = 24", "households_out = 30000", "deaths = 9"],
    );
    shown("DC3", &["households_out = 1"], &["households_out = 0", ""]);
    shown("DC4", &["lel_percent = 20"], &["lel_percent = 19.9"]);
    shown("DC5", &["lel_percent = 19.9"], &["lel_percent = 20"]);
    shown("DC6", &["facility = 'filling_station'", "facility = 'mother_station'"], &["facility = 'gate_station'", ""]);
    shown(
        "DC7",
        &["facility = 'trunk_main'", "facility = 'buried_main'", "facility = ['high_rise', 'trench']"],
        &["facility = 'overhead_line'", "facility = []"],
    );
    // Each alone unknown is enough; with all known there is nothing to say.
    let settled =
        "controlled = true, large_area = false, large_amount = false, in_main_city = false, simultaneous_leaks = 1";
    shown("DC9", &[""], &[settled]);
    let open = "facility = 'lpg_station'";
    shown("DC9", &[&format!("{open}, large_amount = true, large_area = false")], &[]);
    shown("DC9", &[&format!("{open}, controlled = false, large_area = false")], &[]);
    let city = "large_amount = false, controlled = true, trend = 'rising'";
    shown("DC9", &[&format!("{city}, in_main_city = true, simultaneous_leaks = 2")], &[]);
    shown("DC9", &[&format!("{city}, in_main_city = true, large_area = true")], &[]);
    shown("DC9", &[&format!("{city}, simultaneous_leaks = 2, large_area = true")], &[]);
    shown("DC10", &["medium_network_mpa = 0.09", "gate_outlet_mpa = 0.19"], &["medium_network_mpa = 0.1", ""]);
    shown("DC12", &["lel_percent = 20", "headquarters_judgement = 'red'"], &["lel_percent = 10"]);
    shown("DC13", &["deaths = 2"], &["deaths = 3"]);
    shown(
        "DC15",
        &["deaths = 3", "loss_10k_cny = 1000"],
        &["deaths = 2", "households_out = 30000, elapsed_hours = 24"],
    );
    shown("DC18", &["works_in_protection_range = true"], &["works_in_protection_range = false"]);
    shown(
        "DC19",
        &["households_out = 1, elapsed_hours = 0"],
        &["households_out = 0, elapsed_hours = 5", "households_out = 5", "elapsed_hours = 5"],
    );
}

#[test]
fn readings_of_the_heating_plan_show_where_they_count() {
    let shown = |id: &str, with: &[&str], without: &[&str]| check_shown(Hazard::Heat, id, with, without);
    shown("E0", &["households_out = 1"], &["households_out = 0", ""]);
    shown(
        "EC1",
        &["deaths = 0, serious_injuries = 0", "deaths = 1"],
        &["deaths = 0", "serious_injuries = 0", "deaths = 3"],
    );
    shown("EC2", &["households_out = 999", "elapsed_hours = 23"], &["deaths = 1"]);
    shown(
        "EC3",
        &["households_out = 50000, elapsed_hours = 24", "households_out = 50000, elapsed_hours = 48"],
        &[
            "households_out = 49999, elapsed_hours = 48",
            "households_out = 50000, elapsed_hours = 23",
            "elapsed_hours = 24",
        ],
    );
    shown("EC4", &["loss_10k_cny = 0", "loss_10k_cny = 100", "loss_10k_cny = 999"], &["loss_10k_cny = 1000"]);
    shown("EC5", &["headquarters_judgement = 'blue'"], &["households_out = 0"]);
    shown("EC6", &["headquarters_judgement = 'blue'"], &["households_out = 1000, outage_hours = 24"]);
    shown("EC9", &["deaths = 1"], &["deaths = 0"]);
    shown("EC10", &["outage_hours = 0", "elapsed_hours = 0"], &["households_out = 5"]);
}

#[test]
fn every_assumption_is_of_one_hazard_and_said_once() {
    let mut seen = std::collections::BTreeSet::new();
    for assumption in &Rules::embedded().assumptions {
        assert!(seen.insert((assumption.hazard, &assumption.id)), "{} twice", assumption.id);
        assert!(Rules::embedded().assumption(assumption.hazard, &assumption.id).is_some());
    }
    let gas = seen.iter().filter(|(hazard, id)| *hazard == Hazard::Gas && id.starts_with("DC")).count();
    assert_eq!(gas, 22, "DC1 to DC22");
    let heat = seen.iter().filter(|(hazard, id)| *hazard == Hazard::Heat && id.starts_with("EC")).count();
    assert_eq!(heat, 10, "EC1 to EC10");
}
