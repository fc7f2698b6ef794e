//! Gas: grades of accidents (G10 4, rules D2) and levels of response (5.4, rules D3).

use super::*;

const GRADES: [(char, Grade); 4] =
    [('X', Grade::Extraordinary), ('M', Grade::Major), ('L', Grade::Large), ('G', Grade::General)];

/// Rows of households by columns of hours. A letter is a grade, `*` after it: by the wording of the plan.
#[track_caller]
fn check_matrix(hours: &[f64], rows: &[(u32, &str)]) {
    for (households, expected) in rows {
        for (hours, cell) in hours.iter().zip(expected.split_whitespace()) {
            let found = gas(&facts(&format!("households_out = {households}, elapsed_hours = {hours:?}"))).accident;
            let grade = GRADES.iter().find(|(letter, _)| cell.starts_with(*letter)).map(|(_, grade)| *grade);
            let literal = cell.ends_with('*');
            assert_eq!((found.grade, found.literal_match), (grade, literal), "{households} for {hours} h");
        }
    }
}

#[test]
fn of_sixteen_cells_of_households_and_hours_five_are_literal_and_the_rest_closed() {
    check_matrix(
        &[0.0, 11.99, 12.0, 12.01, 23.99, 24.0, 24.01, 47.99, 48.0, 48.01, 500.0],
        &[
            (1, "G* G* G G G G G G G G G"),
            (9_999, "G* G* G G G G G G G G G"),
            (10_000, "G G L* L* L* L L L L L L"),
            (10_001, "G G L* L* L* L L L L L L"),
            (29_999, "G G L* L* L* L L L L L L"),
            (30_000, "G G L L L M* M* M* M* M* M*"),
            (30_001, "G G L L L M* M* M* M* M* M*"),
            (49_999, "G G L L L M* M* M* M* M* M*"),
            (50_000, "G G L L L M M M X* X* X*"),
            (50_001, "G G L L L M M M X* X* X*"),
            (400_000, "G G L L L M M M X* X* X*"),
        ],
    );
}

#[test]
fn where_nobody_is_without_gas_no_outage_is_cited() {
    let clauses =
        |households: u32| gas(&facts(&format!("households_out = {households}, elapsed_hours = 20"))).accident.clauses;
    assert_eq!(clauses(0), ["4.4(1)"]);
    assert_eq!(clauses(1), ["4.4(1)", "4.4(2)"]);
}

#[test]
fn a_closed_cell_shows_its_assumption_and_a_literal_one_does_not() {
    let closed = gas(&facts("households_out = 30000, elapsed_hours = 12"));
    assert_eq!(closed.accident.clauses, ["4.3(2)"]);
    check_assumed(&closed, &["DC2", "DC3", "DC19"], &["DC15"]);
    let literal = gas(&facts("households_out = 15000, elapsed_hours = 12"));
    check_assumed(&literal, &["DC3", "DC19"], &["DC2"]);
}

/// One indicator alone gives a grade, its clause and a level.
#[track_caller]
fn check_casualties(indicator: &str, rows: &[(&str, Grade, &str, Level, &str)]) {
    for (value, grade, clause, level, level_clause) in rows {
        let found = gas(&facts(&format!("{indicator} = {value}, in_main_city = true")));
        let (accident, response) = (&found.accident, &found.response);
        assert_eq!(
            (accident.grade, accident.clauses.as_slice()),
            (Some(*grade), [(*clause).to_owned()].as_slice()),
            "{indicator} = {value}"
        );
        assert_eq!(
            (response.level, response.clauses.as_slice()),
            (Some(*level), [(*level_clause).to_owned()].as_slice()),
            "{indicator} = {value}"
        );
        assert!(accident.literal_match);
        assert_eq!(accident.outside_literal_scope, Some(false));
    }
}

#[test]
fn the_dead_give_grade_and_level() {
    check_casualties(
        "deaths",
        &[
            ("0", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("1", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("2", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("3", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("5", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("6", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("9", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("10", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("29", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("30", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
            ("31", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
        ],
    );
}

#[test]
fn the_seriously_injured_give_grade_and_level() {
    check_casualties(
        "serious_injuries",
        &[
            ("9", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("10", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("19", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("20", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("49", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("50", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("99", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("100", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
            ("101", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
        ],
    );
}

#[test]
fn the_loss_gives_grade_and_level() {
    check_casualties(
        "loss_10k_cny",
        &[
            ("0", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("999.99", Grade::General, "4.4(1)", Level::IV, "5.4(4)"),
            ("1000", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("2999.99", Grade::Large, "4.3(1)", Level::III, "5.4(3)"),
            ("3000", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("4999.99", Grade::Large, "4.3(1)", Level::II, "5.4(2)"),
            ("5000", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("9999.99", Grade::Major, "4.2(1)", Level::I, "5.4(1)"),
            ("10000", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
            ("10000.01", Grade::Extraordinary, "4.1(1)", Level::I, "5.4(1)"),
        ],
    );
}

#[test]
fn a_secondary_disaster_makes_a_major_accident() {
    let found = gas(&facts("secondary_disaster = true"));
    assert_eq!((found.accident.grade, found.accident.clauses), (Some(Grade::Major), vec!["4.2(3)".to_owned()]));
    assert_eq!(found.response.level, Some(Level::I));
    assert_eq!(gas(&facts("secondary_disaster = false")).accident.grade, Some(Grade::General));
}

#[test]
fn casualties_in_a_crowd_make_a_large_accident_of_the_third_level() {
    let found = gas(&facts("crowded_place_casualties = true"));
    assert_eq!((found.accident.grade, found.accident.clauses), (Some(Grade::Large), vec!["4.3(3)".to_owned()]));
    assert_eq!((found.response.level, found.response.clauses), (Some(Level::III), vec!["5.4(3)".to_owned()]));
    assert_eq!(gas(&facts("crowded_place_casualties = false")).accident.grade, Some(Grade::General));
}

#[test]
fn the_highest_of_all_indicators_wins_and_all_that_reach_it_are_cited() {
    let found = gas(&facts("deaths = 4, serious_injuries = 60, households_out = 35000, elapsed_hours = 24"));
    assert_eq!(found.accident.grade, Some(Grade::Major));
    assert_eq!(found.accident.clauses, ["4.2(1)", "4.2(2)"]);
}

#[test]
fn a_closed_outage_below_the_grade_does_not_take_its_wording_away() {
    let found = gas(&facts("deaths = 30, households_out = 30000, elapsed_hours = 12"));
    assert_eq!(found.accident.grade, Some(Grade::Extraordinary));
    assert!(found.accident.literal_match);
    check_assumed(&found, &["DC15"], &["DC2"]);
}

#[test]
fn casualties_outside_the_city_are_graded_beyond_the_wording() {
    let scope = |reported: &str| gas(&facts(reported)).accident.outside_literal_scope;
    assert_eq!(scope("deaths = 3, in_main_city = false"), Some(true));
    assert_eq!(scope("deaths = 3, in_main_city = true"), Some(false));
    assert_eq!(scope("deaths = 3"), None);
    assert_eq!(scope("deaths = 2, in_main_city = false"), Some(false));
    assert_eq!(scope("households_out = 30000, elapsed_hours = 24, in_main_city = false"), Some(false));
    check_assumed(&gas(&facts("deaths = 3, in_main_city = false")), &["DC15"], &[]);
}

#[test]
fn what_is_not_known_of_casualties_is_open_and_not_zero() {
    let found = gas(&facts("deaths = 4, households_out = 35000"));
    assert_eq!(found.accident.grade, Some(Grade::Large));
    let open: Vec<(&str, Vec<&str>)> = found
        .accident
        .undetermined
        .iter()
        .map(|one| (one.clause.as_str(), one.missing.iter().copied().collect()))
        .collect();
    assert_eq!(
        open,
        [
            ("4.1(1)", vec!["loss_10k_cny", "serious_injuries"]),
            ("4.2(1)", vec!["loss_10k_cny", "serious_injuries"]),
            ("4.2(2)", vec!["elapsed_hours"]),
            ("4.2(3)", vec!["secondary_disaster"]),
        ]
    );
    let open: Vec<&str> = found.response.undetermined.iter().map(|one| one.clause.as_str()).collect();
    assert_eq!((found.response.level, open), (Some(Level::III), vec!["5.4(2)"]));
}

#[test]
fn a_forecast_of_hours_never_grades_an_accident() {
    let found = gas(&facts("households_out = 50000, outage_hours = 100"));
    assert_eq!(found.accident.grade, Some(Grade::General));
    assert_eq!(found.accident.clauses, ["4.4(1)"]);
    assert!(
        found.accident.undetermined.iter().any(|one| one.clause == "4.1(2)" && one.missing.contains("elapsed_hours"))
    );
}

#[test]
fn hours_that_passed_never_colour_a_warning() {
    assert_eq!(gas(&facts("elapsed_hours = 100, households_out = 1999")).warning.colour, None);
}

/// Columns are hours, `-` within a cell: the level is reached beyond the wording.
#[test]
fn an_outage_of_households_and_hours_gives_the_level() {
    let hours = ["0", "11.99", "12", "23.99", "24", "47.99", "48"];
    for (households, expected) in [
        (9_999, "IV IV IV IV IV IV IV"),
        (10_000, "IV IV III III III- III- III-"),
        (19_999, "IV IV III III III- III- III-"),
        (20_000, "IV IV II II II- II- II-"),
        (29_999, "IV IV II II II- II- II-"),
        (30_000, "IV IV II- II- I I I"),
        (49_999, "IV IV II- II- I I I"),
        (50_000, "IV IV II- II- I I I"),
    ] {
        for (hours, cell) in hours.iter().zip(expected.split(' ')) {
            let found = gas(&facts(&format!("households_out = {households}, elapsed_hours = {hours}")));
            let level = found.response.level.map_or("none", Level::word);
            assert_eq!(level, cell.trim_end_matches('-'), "{households} for {hours} h");
            if cell.ends_with('-') {
                check_assumed(&found, &["DC2"], &[]);
            }
        }
    }
}

#[test]
fn each_level_is_decided_by_its_office_and_handled_as_the_grade_asks() {
    for (deaths, decided, handled) in [
        (10, "市城镇燃气事故应急救援指挥部指挥长", "报省住房和城乡建设厅"),
        (6, "市城镇燃气事故应急救援指挥部副指挥长", "市城镇燃气事故应急救援指挥部负责应对"),
        (3, "市城镇燃气事故应急救援指挥部副指挥长", "市城镇燃气事故应急救援指挥部负责应对"),
        (2, "市城镇燃气事故应急救援指挥部办公室", "事发地县（市、区）政府（管委会）指挥机构负责应对"),
    ] {
        let found = gas(&facts(&format!("deaths = {deaths}")));
        assert_eq!(found.response.decided_by.as_deref(), Some(decided));
        assert!(found.response.handled_by.unwrap().starts_with(handled));
        assert_eq!(found.response.handling_clause.as_deref(), Some("5.3"));
        assert!(!found.response.activation_waivable);
    }
    check_assumed(&gas(&facts("")), &["DC13"], &[]);
}
