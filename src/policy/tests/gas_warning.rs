//! Gas: colours of warnings (G10 3.2, rules D1) and who publishes them (3.3).

use super::*;

/// The colour on facts that are all the report says, and the clauses that fired.
#[track_caller]
fn check(reported: &str, colour: Option<Colour>, clauses: &[&str]) {
    let found = gas(&facts(reported));
    assert_eq!((found.warning.colour, fired(&found)), (colour, clauses.to_vec()), "{reported}");
}

const RED: Option<Colour> = Some(Colour::Red);
const ORANGE: Option<Colour> = Some(Colour::Orange);
const YELLOW: Option<Colour> = Some(Colour::Yellow);
const BLUE: Option<Colour> = Some(Colour::Blue);

#[test]
fn a_large_uncontrolled_leak_near_a_key_station_that_grows_is_red() {
    for station in ["gate_station", "storage_station", "mother_station", "filling_station"] {
        let station = format!("'{station}'");
        check_each(
            Hazard::Gas,
            "3.2.1(1)",
            &[
                ("facility", &station, "'lpg_station'"),
                ("large_area", "true", "false"),
                ("controlled", "false", "true"),
                ("lel_percent", "50", "49.99"),
                ("trend", "'rising'", "'stable'"),
            ],
        );
    }
    check_each(
        Hazard::Gas,
        "3.2.1(1)",
        &[
            ("facility", "'gate_station'", "'trench'"),
            ("large_area", "true", "false"),
            ("controlled", "false", "true"),
            ("lel_percent", "50.01", "0"),
            ("trend", "'rapid'", "'falling'"),
        ],
    );
}

#[test]
fn a_large_uncontrolled_leak_of_a_trunk_main_is_red_only_when_it_grows_rapidly() {
    check_each(
        Hazard::Gas,
        "3.2.1(2)",
        &[
            ("facility", "'trunk_main'", "'buried_main'"),
            ("large_area", "true", "false"),
            ("controlled", "false", "true"),
            ("lel_percent", "50", "49.99"),
            ("trend", "'rapid'", "'rising'"),
        ],
    );
}

#[test]
fn a_gate_outlet_below_two_tenths_of_a_megapascal_is_red() {
    check("gate_outlet_mpa = 0.19", RED, &["3.2.1(3)"]);
    check("gate_outlet_mpa = 0.2", None, &[]);
    check("gate_outlet_mpa = 0.21", None, &[]);
}

#[test]
fn a_medium_network_below_a_tenth_is_red_only_where_the_map_has_nodes_that_watch_for_it() {
    let found = |pressure: &str, nodes: &str| {
        let found = gas(&with_map(&format!("gate_outlet_mpa = 0.2, medium_network_mpa = {pressure}"), nodes));
        let (verdict, missing) = verdict(&found, "3.2.1(3)");
        (verdict, missing.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(found("0.09", "mp_alarm_nodes = 1"), (Verdict::Fired, vec![]));
    assert_eq!(found("0.1", "mp_alarm_nodes = 1"), (Verdict::NotFired, vec![]));
    assert_eq!(found("0.11", "mp_alarm_nodes = 1"), (Verdict::NotFired, vec![]));
    assert_eq!(found("0.09", "mp_alarm_nodes = 0"), (Verdict::NotFired, vec![]));
    assert_eq!(found("0.09", ""), (Verdict::Undetermined, vec!["mp_alarm_nodes".to_owned()]));
}

#[test]
fn of_the_two_pressures_the_half_that_fired_is_told() {
    let halves = |facts: &Facts| {
        let found = gas(facts);
        let criterion = found.warning.criteria.into_iter().find(|one| one.clause == "3.2.1(3)").unwrap();
        criterion.parts
    };
    assert_eq!(halves(&facts("gate_outlet_mpa = 0.1")), ["市区门站出站压力低于0.2MPa"]);
    assert_eq!(
        halves(&with_map("gate_outlet_mpa = 0.3, medium_network_mpa = 0.05", "mp_alarm_nodes = 2")),
        ["中压管网压力低于0.1MPa"]
    );
}

#[test]
fn a_great_uncontrolled_leak_of_an_lpg_station_is_red_without_concentration_or_trend() {
    check_each(
        Hazard::Gas,
        "3.2.1(4)",
        &[
            ("facility", "'lpg_station'", "'gate_station'"),
            ("large_amount", "true", "false"),
            ("controlled", "false", "true"),
        ],
    );
}

#[test]
fn several_large_growing_leaks_at_once_in_the_main_city_are_red() {
    check_each(
        Hazard::Gas,
        "3.2.1(5)",
        &[
            ("in_main_city", "true", "false"),
            ("simultaneous_leaks", "2", "1"),
            ("large_area", "true", "false"),
            ("trend", "'rising'", "'stable'"),
        ],
    );
    check("in_main_city = true, simultaneous_leaks = 3, large_area = true, trend = 'rapid'", RED, &["3.2.1(5)"]);
}

#[test]
fn earthquakes_are_orange_from_magnitude_5_and_red_from_6() {
    check("magnitude = 4.9", None, &[]);
    check("magnitude = 5", ORANGE, &["3.2.2(4)"]);
    check("magnitude = 5.9", ORANGE, &["3.2.2(4)"]);
    check("magnitude = 6", RED, &["3.2.1(6)", "3.2.2(4)"]);
    check("magnitude = 6.1", RED, &["3.2.1(6)", "3.2.2(4)"]);
}

#[test]
fn a_major_natural_disaster_is_orange_and_an_extraordinary_one_red() {
    check("disaster = 'none'", None, &[]);
    check("disaster = 'major'", ORANGE, &["3.2.2(4)"]);
    check("disaster = 'extraordinary'", RED, &["3.2.1(6)"]);
}

#[test]
fn the_households_that_may_lose_gas_give_the_colour() {
    for (households, colour, clause) in [
        (0, None, None),
        (1_999, None, None),
        (2_000, BLUE, Some("3.2.4(3)")),
        (2_001, BLUE, Some("3.2.4(3)")),
        (4_999, BLUE, Some("3.2.4(3)")),
        (5_000, YELLOW, Some("3.2.3(4)")),
        (9_999, YELLOW, Some("3.2.3(4)")),
        (10_000, ORANGE, Some("3.2.2(3)")),
        (29_999, ORANGE, Some("3.2.2(3)")),
        (30_000, RED, Some("3.2.1(7)")),
        (400_000, RED, Some("3.2.1(7)")),
    ] {
        check(&format!("households_out = {households}"), colour, &clause.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn regulators_and_filling_stations_that_leak_and_grow_are_orange() {
    for facility in ["district_regulator", "filling_station", "mother_station"] {
        let facility = format!("'{facility}'");
        check_each(
            Hazard::Gas,
            "3.2.2(1)",
            &[
                ("facility", &facility, "'box_regulator'"),
                ("controlled", "false", "true"),
                ("lel_percent", "50", "49.99"),
                ("trend", "'rising'", "'stable'"),
            ],
        );
    }
}

#[test]
fn a_leak_in_several_households_of_a_high_rise_is_orange_and_in_one_is_not() {
    check_each(
        Hazard::Gas,
        "3.2.2(1)",
        &[
            ("facility", "'high_rise'", "'multi_storey'"),
            ("several_households", "true", "false"),
            ("controlled", "false", "true"),
            ("lel_percent", "50", "49.99"),
            ("trend", "'rapid'", "'stable'"),
        ],
    );
}

#[test]
fn a_buried_main_is_orange_under_a_trunk_road_and_yellow_under_a_lesser_one() {
    for (facility, road, elsewhere, clause) in [
        ("buried_main", "trunk", "secondary", "3.2.2(1)"),
        ("trunk_main", "trunk", "none", "3.2.2(1)"),
        ("buried_main", "secondary", "trunk", "3.2.3(1)"),
        ("buried_main", "residential", "none", "3.2.3(1)"),
        ("trunk_main", "residential", "none", "3.2.3(1)"),
    ] {
        check_each(
            Hazard::Gas,
            clause,
            &[
                ("facility", &format!("'{facility}'"), "'trench'"),
                ("road_above", &format!("'{road}'"), &format!("'{elsewhere}'")),
                ("controlled", "false", "true"),
                ("lel_percent", "50", "49.99"),
                ("trend", "'rising'", "'falling'"),
            ],
        );
    }
}

#[test]
fn gas_in_public_underground_space_that_grows_is_orange() {
    check_each(
        Hazard::Gas,
        "3.2.2(2)",
        &[
            ("facility", "'public_underground_space'", "'residential_garage'"),
            ("controlled", "false", "true"),
            ("lel_percent", "50", "49.99"),
            ("trend", "'rising'", "'stable'"),
        ],
    );
}

#[test]
fn gas_in_a_trench_is_orange_under_trunk_and_secondary_roads_only() {
    for (road, elsewhere) in [("trunk", "residential"), ("secondary", "none")] {
        check_each(
            Hazard::Gas,
            "3.2.2(2)",
            &[
                ("facility", "'trench'", "'buried_main'"),
                ("road_above", &format!("'{road}'"), &format!("'{elsewhere}'")),
                ("controlled", "false", "true"),
                ("lel_percent", "50", "49.99"),
                ("trend", "'rapid'", "'stable'"),
            ],
        );
    }
}

#[test]
fn overhead_lines_houses_of_some_storeys_and_small_regulators_are_yellow() {
    for facility in ["overhead_line", "multi_storey", "box_regulator", "small_regulator"] {
        check_each(
            Hazard::Gas,
            "3.2.3(1)",
            &[
                ("facility", &format!("'{facility}'"), "'high_rise'"),
                ("controlled", "false", "true"),
                ("lel_percent", "50", "49.99"),
                ("trend", "'rising'", "'stable'"),
            ],
        );
    }
}

#[test]
fn gas_that_gathers_in_a_residential_garage_is_yellow_whatever_its_trend() {
    check_each(
        Hazard::Gas,
        "3.2.3(2)",
        &[
            ("facility", "'residential_garage'", "'trench'"),
            ("lel_percent", "50", "49.99"),
            ("controlled", "false", "true"),
        ],
    );
    check(
        "facility = 'residential_garage', lel_percent = 50, controlled = false, trend = 'stable'",
        YELLOW,
        &["3.2.3(2)", "3.2.4(1)"],
    );
}

#[test]
fn third_party_damage_that_threatens_residents_is_yellow_without_a_concentration() {
    check_each(
        Hazard::Gas,
        "3.2.3(3)",
        &[("third_party_damage", "true", "false"), ("threatens_residents", "true", "false")],
    );
}

#[test]
fn any_leak_is_blue_from_a_fifth_of_the_lower_explosive_limit() {
    check("lel_percent = 19.99", None, &[]);
    check("lel_percent = 20", BLUE, &["3.2.4(1)"]);
    check("lel_percent = 20.01", BLUE, &["3.2.4(1)"]);
    check("lel_percent = 2000", BLUE, &["3.2.4(1)"]);
}

#[test]
fn works_in_the_protection_range_are_blue() {
    check("works_in_protection_range = true", BLUE, &["3.2.4(2)"]);
    check("works_in_protection_range = false", None, &[]);
}

#[test]
fn the_headquarters_may_raise_but_is_never_missing() {
    check("headquarters_judgement = 'red'", RED, &["3.4.1"]);
    check("headquarters_judgement = 'blue', households_out = 5000", YELLOW, &["3.2.3(4)", "3.4.1"]);
    let found = gas(&facts(""));
    assert!(found.warning.undetermined.iter().all(|one| !one.missing.contains("headquarters_judgement")));
}

#[test]
fn all_criteria_are_tried_and_the_highest_colour_wins() {
    // A trunk main beneath a secondary road, with a sewer beside it: DC7.
    let found = gas(&facts(
        "facility = ['trunk_main', 'trench'], road_above = 'secondary', large_area = true, controlled = false, \
         lel_percent = 55, trend = 'rapid'",
    ));
    assert_eq!(found.warning.colour, RED);
    assert_eq!(fired(&found), ["3.2.1(2)", "3.2.2(2)", "3.2.3(1)", "3.2.4(1)"]);
    check_assumed(&found, &["DC4", "DC7"], &["DC6", "DC5", "DC8"]);
}

#[test]
fn a_filling_station_is_red_only_for_a_large_area() {
    let leak = "facility = 'filling_station', controlled = false, lel_percent = 50, trend = 'rising'";
    check(&format!("{leak}, large_area = true"), RED, &["3.2.1(1)", "3.2.2(1)", "3.2.4(1)"]);
    check(&format!("{leak}, large_area = false"), ORANGE, &["3.2.2(1)", "3.2.4(1)"]);
    check_assumed(&gas(&facts(leak)), &["DC6"], &[]);
}

#[test]
fn an_unknown_fact_that_could_make_a_higher_colour_leaves_the_highest_that_is_certain() {
    let found = gas(&facts("facility = 'filling_station', controlled = false, lel_percent = 50, trend = 'rising'"));
    assert_eq!(found.warning.colour, ORANGE);
    assert_eq!(verdict(&found, "3.2.1(1)"), (Verdict::Undetermined, vec!["large_area"]));
    check_assumed(&found, &["DC9"], &[]);
}

#[test]
fn a_known_fact_rules_a_criterion_out_though_others_are_unknown() {
    let open = |reported: &str| -> Vec<String> {
        gas(&facts(reported)).warning.undetermined.into_iter().map(|one| one.clause).collect()
    };
    assert_eq!(
        open(""),
        [
            "3.2.1(1)", "3.2.1(2)", "3.2.1(3)", "3.2.1(4)", "3.2.1(5)", "3.2.1(6)", "3.2.1(7)", "3.2.2(1)", "3.2.2(2)",
            "3.2.2(3)", "3.2.2(4)", "3.2.3(1)", "3.2.3(2)", "3.2.3(3)", "3.2.3(4)", "3.2.4(1)", "3.2.4(2)", "3.2.4(3)",
        ]
    );
    assert_eq!(
        open("controlled = true, households_out = 10, magnitude = 0, disaster = 'none', lel_percent = 20"),
        ["3.2.1(3)", "3.2.1(5)", "3.2.3(3)", "3.2.4(2)",]
    );
    assert_eq!(
        open("large_area = false, large_amount = false, lel_percent = 10, households_out = 0"),
        ["3.2.1(3)", "3.2.1(6)", "3.2.2(4)", "3.2.3(3)", "3.2.4(2)",]
    );
    let found = gas(&facts("facility = []"));
    assert_eq!(verdict(&found, "3.2.1(1)"), (Verdict::NotFired, vec![]));
}

#[test]
fn strong_gas_that_does_not_grow_is_blue_with_the_advice_to_raise() {
    let leak = "facility = 'buried_main', road_above = 'trunk', controlled = false, lel_percent = 50";
    for (trend, colour, raise) in
        [("stable", BLUE, true), ("falling", BLUE, true), ("rising", ORANGE, false), ("rapid", ORANGE, false)]
    {
        let found = gas(&facts(&format!("{leak}, trend = '{trend}'")));
        assert_eq!((found.warning.colour, found.warning.suggest_raise), (colour, raise), "{trend}");
        assert_eq!(assumed(&found).contains(&"DC8"), raise, "{trend}");
    }
    // What grows, but in none of the places that a higher colour names.
    for leak in ["facility = 'buried_main', road_above = 'none'", "facility = 'gate_station', large_area = false"] {
        let found = gas(&facts(&format!("{leak}, controlled = false, lel_percent = 90, trend = 'rapid'")));
        assert_eq!((found.warning.colour, found.warning.suggest_raise), (BLUE, true), "{leak}");
    }
    for weaker in ["controlled = true, lel_percent = 50", "controlled = false, lel_percent = 49.9"] {
        assert!(!gas(&facts(&format!("{weaker}, trend = 'stable'"))).warning.suggest_raise, "{weaker}");
    }
}

#[test]
fn in_a_special_period_the_colour_may_be_raised_unless_it_is_red() {
    let raise = |reported: &str| gas(&facts(reported)).warning.suggest_raise;
    assert!(raise("special_period = true, households_out = 2000"));
    assert!(raise("special_period = true, households_out = 0"));
    assert!(!raise("special_period = true, households_out = 30000"));
    assert!(!raise("special_period = false, households_out = 2000"));
    assert!(!raise("households_out = 2000"));
}

#[test]
fn red_and_orange_are_published_by_the_city_and_yellow_and_blue_by_the_county() {
    for (households, decided, published, reported) in [
        (30_000, "市城镇燃气事故应急救援指挥部", "市城镇燃气事故应急救援指挥部办公室", 3),
        (10_000, "市城镇燃气事故应急救援指挥部", "市城镇燃气事故应急救援指挥部办公室", 3),
        (5_000, "事发地县（市、区）专项指挥部", "事发地县（市、区）专项指挥部办公室", 1),
        (2_000, "事发地县（市、区）专项指挥部", "事发地县（市、区）专项指挥部办公室", 1),
    ] {
        let found = gas(&facts(&format!("households_out = {households}")));
        let said = &found.warning.publication;
        assert_eq!(said.decided_by.as_deref(), Some(decided));
        assert_eq!(said.published_by.as_deref(), Some(published));
        assert_eq!(said.reported_to.len(), reported);
        assert_eq!(said.channels.len(), 6);
        check_assumed(&found, &["DC1", "DC3", "DC4", "DC12"], &["DC5"]);
    }
}

#[test]
fn below_all_criteria_there_is_no_warning_and_yet_a_general_accident() {
    let found = gas(&facts("households_out = 1999"));
    assert_eq!(found.warning.colour, None);
    assert_eq!(found.warning.label_zh, "预警级别待判定");
    assert_eq!(found.warning.publication, Publication::default());
    assert_eq!(found.accident.grade, Some(Grade::General));
    check_assumed(&found, &["DC5"], &["DC4", "DC12"]);
}

#[test]
fn a_warning_is_denied_only_when_nothing_is_left_open() {
    let found = gas(&facts(
        "households_out = 0, lel_percent = 5, large_amount = false, in_main_city = false, gate_outlet_mpa = 0.3, \
         medium_network_mpa = 0.2, magnitude = 0, disaster = 'none', third_party_damage = false, \
         works_in_protection_range = false",
    ));
    assert_eq!((found.warning.colour, found.warning.label_zh), (None, "不预警"));
    assert_eq!(found.warning.undetermined, []);
}

#[test]
fn a_facility_in_the_report_rules_over_those_of_the_map() {
    let leak = "controlled = false, lel_percent = 50, trend = 'rising'";
    let map = "facility = ['district_regulator', 'box_regulator']";
    assert_eq!(gas(&with_map(leak, map)).warning.colour, ORANGE);
    let found = gas(&with_map(&format!("{leak}, facility = 'box_regulator'"), map));
    assert_eq!(found.warning.colour, YELLOW);
    check_assumed(&found, &["DC20"], &[]);
    check_assumed(&gas(&with_map(leak, map)), &[], &["DC20"]);
}

#[test]
fn a_fact_of_the_map_is_marked_and_one_of_the_report_is_not() {
    let facts = with_map("households_out = 6000", "households_out = 40000, in_main_city = true");
    let found = serde_json::to_value(gas(&facts)).unwrap();
    let facts_of = |clause: &str| {
        let criteria = found["warning"]["criteria"].as_array().unwrap();
        criteria.iter().find(|one| one["clause"] == clause).unwrap()["facts"].clone()
    };
    assert_eq!(facts_of("3.2.3(4)"), serde_json::json!({"households_out": {"value": 6000}}));
    assert_eq!(facts_of("3.2.1(5)"), serde_json::json!({"in_main_city": {"value": true, "derived": true}}));
    assert_eq!(found["warning"]["colour"], "yellow");
}
