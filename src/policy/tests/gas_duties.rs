//! Gas: whom to tell, by when, and what to do (G10 2.2, 3.3, 3.4, 5.1 to 5.9; rules D4, D7, D9).

use super::*;

/// The clauses by which a unit is told.
fn told<'a>(found: &'a Classification, unit: &str) -> Vec<&'a str> {
    let notices = found.notify.iter().filter(|notice| notice.unit.contains(unit));
    notices.map(|notice| notice.clause.as_str()).collect()
}

#[track_caller]
fn check_told(reported: &str, unit: &str, clauses: &[&str]) {
    assert_eq!(told(&gas(&facts(reported)), unit), clauses, "{unit} on {reported}");
}

#[test]
fn on_any_leak_the_same_units_are_told() {
    let found = gas(&facts("households_out = 0"));
    for unit in [
        "燃气经营企业",
        "专项指挥部",
        "燃气主管部门",
        "应急管理部门",
        "市住房和城乡建设局",
        "公安",
        "消防",
        "市应急管理局",
        "市气象局",
        "国网许昌供电公司",
    ] {
        assert!(!told(&found, unit).is_empty(), "{unit}");
    }
    assert_eq!(found.notify.len(), 10, "{:#?}", found.notify);
    check_assumed(&found, &["D9", "DC14", "DC22"], &["DC21"]);
}

#[test]
fn the_colour_decides_who_hears_of_the_warning() {
    for (households, experts, government) in
        [(30_000, &["3.4.1"][..], &["3.3"][..]), (10_000, &["3.4.1"], &["3.3"]), (5_000, &[], &[]), (2_000, &[], &[])]
    {
        let reported = format!("households_out = {households}, deaths = 0");
        check_told(&reported, "专家组", experts);
        check_told(&reported, "市政府", government);
        check_told(&reported, "市应急救援总指挥部办公室", government);
        check_told(&reported, "新闻办", &["5.9"]);
    }
}

#[test]
fn the_city_office_is_copied_from_large_on_for_city_enterprises_and_across_counties() {
    let office = "指挥部办公室（市住房和城乡建设局）";
    check_told("deaths = 0, serious_injuries = 9", office, &[]);
    // A death is reported step by step, and from large on the office is told for the grade as well.
    check_told("deaths = 1", office, &["5.1(6)"]);
    check_told("deaths = 3", office, &["5.1(6)", "5.1(6)"]);
    check_told("deaths = 1", "市政府", &["5.1(6)"]);
    check_told("city_enterprise = true", office, &["5.1(2)"]);
    let across = gas(&with_map("", "cross_county = true"));
    assert_eq!(told(&across, office), ["1.3"]);
    check_assumed(&across, &["DC21"], &[]);
}

#[test]
fn the_province_is_told_of_any_death_and_of_major_accidents() {
    check_told("deaths = 0", "省政府", &[]);
    check_told("deaths = 1", "省政府", &["5.1(6)"]);
    check_told("deaths = 10", "省政府", &["5.1(6)", "5.1(6)"]);
    check_told("deaths = 0, serious_injuries = 50", "省住房和城乡建设厅", &["5.3"]);
    check_told("deaths = 9", "省住房和城乡建设厅", &[]);
}

#[test]
fn roads_bridges_casualties_and_fire_bring_their_own_units() {
    for (map, clauses) in [
        ("road_inside = true, bridge_inside = false", &["2.2(10)"][..]),
        ("road_inside = false, bridge_inside = true", &["2.2(10)"]),
        ("road_inside = false, bridge_inside = false", &[]),
    ] {
        assert_eq!(told(&gas(&with_map("", map)), "市交通运输局"), clauses);
    }
    check_told("serious_injuries = 1", "市卫生健康委", &["2.2(11)"]);
    check_told("deaths = 0, serious_injuries = 0, crowded_place_casualties = false", "市卫生健康委", &[]);
    check_told("lel_percent = 19.9", "国网许昌供电公司", &[]);
    check_told("lel_percent = 20", "国网许昌供电公司", &["2.2(18)"]);
    check_told("deaths = 3", "市委宣传部", &["2.2(1)"]);
    check_told("deaths = 3", "市委网信办", &["2.2(2)"]);
    check_told("deaths = 2", "市委宣传部", &[]);
}

#[test]
fn a_duty_that_hangs_on_an_unknown_fact_is_told_as_open() {
    let found = gas(&facts("serious_injuries = 0"));
    let open = found.undetermined_duties.iter().find(|duty| duty.what == "市卫生健康委").unwrap();
    assert_eq!((open.kind, open.clause.as_str()), ("notify", "2.2(11)"));
    assert_eq!(open.missing.iter().copied().collect::<Vec<_>>(), ["crowded_place_casualties", "deaths"]);
}

#[test]
fn the_enterprise_reports_within_thirty_minutes_and_others_at_once() {
    let limits = |reported: &str| -> Vec<(String, Option<u32>)> {
        gas(&facts(reported)).deadlines.into_iter().map(|due| (due.clause, due.within_minutes)).collect()
    };
    let due = |clause: &str, minutes: u32| (clause.to_owned(), Some(minutes));
    let always = [due("5.1(1)", 0), due("5.1(1)", 30), due("5.1(1)", 0)];
    assert_eq!(limits(""), always);
    assert_eq!(limits("lel_percent = 20, third_party_damage = true")[3..], [due("3.4.1", 0), due("5.1(4)", 0)]);
    assert_eq!(limits("deaths = 10")[3..], [due("5.7", 0)]);
}

#[test]
fn a_warning_brings_cordon_evacuation_and_traffic_control() {
    let clauses = |reported: &str| -> Vec<String> {
        gas(&facts(reported)).measures.into_iter().map(|measure| measure.clause).collect()
    };
    let always = ["5.5", "5.6(2)", "5.6(3)", "5.6(5)"];
    assert_eq!(clauses(""), always);
    let warned = clauses("lel_percent = 20");
    assert_eq!(warned[..4], ["3.4.2(1)", "3.4.2(2)", "3.4.2(3)", "3.4.2(4)"]);
    assert_eq!(warned[4..], always);
    assert!(clauses("households_out = 5000").contains(&"5.6(6)".to_owned()));
    assert!(clauses("controlled = true").contains(&"5.1(3)".to_owned()));
}
