//! Files of rules that are not as they should be.

use super::*;

const FILES: [(&str, &str); 12] = [
    ("gas_accident.toml", include_str!("../../../data/rules/gas_accident.toml")),
    ("gas_assumptions.toml", include_str!("../../../data/rules/gas_assumptions.toml")),
    ("gas_closing.toml", include_str!("../../../data/rules/gas_closing.toml")),
    ("gas_duties.toml", include_str!("../../../data/rules/gas_duties.toml")),
    ("gas_notify.toml", include_str!("../../../data/rules/gas_notify.toml")),
    ("gas_warning.toml", include_str!("../../../data/rules/gas_warning.toml")),
    ("heat_accident.toml", include_str!("../../../data/rules/heat_accident.toml")),
    ("heat_assumptions.toml", include_str!("../../../data/rules/heat_assumptions.toml")),
    ("heat_closing.toml", include_str!("../../../data/rules/heat_closing.toml")),
    ("heat_duties.toml", include_str!("../../../data/rules/heat_duties.toml")),
    ("heat_notify.toml", include_str!("../../../data/rules/heat_notify.toml")),
    ("heat_warning.toml", include_str!("../../../data/rules/heat_warning.toml")),
];

/// All files, one of them edited.
#[track_caller]
fn edited(name: &str, from: &str, to: &str) -> Result<Rules, RulesRefusal> {
    let mut files: Vec<(&str, String)> = FILES.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let file = files.iter_mut().find(|(file, _)| *file == name).unwrap();
    assert!(file.1.contains(from), "{name} has no `{from}`");
    file.1 = file.1.replacen(from, to, 1);
    Rules::from_texts(files.iter().map(|(name, text)| (*name, text.as_str())))
}

#[track_caller]
fn check_refused(name: &str, from: &str, to: &str, message: &str) {
    let why = edited(name, from, to).unwrap_err().to_string();
    assert!(why.contains(message), "{why}");
}

#[test]
fn the_order_in_which_files_come_makes_no_difference() {
    let backwards = Rules::from_texts(FILES.iter().rev().copied()).unwrap();
    assert_eq!(backwards, *Rules::embedded());
}

#[test]
fn another_bound_in_the_data_is_another_answer() {
    let stricter = edited("gas_warning.toml", "\"lel_percent >= 20\"", "\"lel_percent >= 19.95\"").unwrap();
    let facts = facts("lel_percent = 19.97");
    assert_eq!(classify(&stricter, Hazard::Gas, &facts).warning.colour, Some(Colour::Blue));
    assert_eq!(gas(&facts).warning.colour, None);
}

#[test]
fn an_example_that_no_longer_holds_refuses_the_rule() {
    check_refused(
        "gas_warning.toml",
        "\"lel_percent >= 20\"",
        "\"lel_percent >= 25\"",
        "gas_warning.toml, rule D1B1: example 1: expects Fired, but the condition makes it NotFired",
    );
}

#[test]
fn a_rule_that_names_an_unknown_fact_is_refused_with_file_and_rule() {
    check_refused(
        "gas_warning.toml",
        "\"lel_percent >= 20\"",
        "\"lel_procent >= 20\"",
        "gas_warning.toml, rule D1B1: `when` at character 1: there is no fact `lel_procent`; did you mean `lel_percent`?",
    );
    check_refused(
        "gas_warning.toml",
        "{ lel_percent = 20 }",
        "{ lel = 20 }",
        "rule D1B1: example 1: there is no fact `lel`",
    );
    check_refused(
        "gas_warning.toml",
        "{ lel_percent = 20 }",
        "{ lel_percent = true }",
        "rule D1B1: example 1: `lel_percent` is true; it must be a number from 0 to 5600",
    );
}

#[test]
fn a_file_that_is_not_toml_or_has_another_key_is_refused_with_its_line() {
    check_refused("gas_warning.toml", "[[rule]]", "[[rule]", "gas_warning.toml: TOML parse error at line ");
    check_refused("gas_warning.toml", "warning = \"red\"", "warnin = \"red\"", "unknown field `warnin`");
    check_refused("gas_warning.toml", "warning = \"red\"", "warning = \"purple\"", "unknown variant `purple`");
    check_refused("gas_warning.toml", "clause = \"3.2.1(1)\"\n", "", "missing field `clause`");
}

#[test]
fn a_rule_says_one_condition_and_one_thing_that_follows() {
    check_refused(
        "gas_warning.toml",
        "warning = \"red\"\n",
        "",
        "rule D1R1: says 0 things that follow; it must say one",
    );
    check_refused(
        "gas_warning.toml",
        "warning = \"red\"\n",
        "warning = \"red\"\nnotify = \"消防\"\n",
        "rule D1R1: says 2 things that follow",
    );
    check_refused(
        "gas_warning.toml",
        "when = \"households_out >= 30000\"\n",
        "",
        "rule D1R7: needs either `when`, or two or more `[[rule.part]]`",
    );
    check_refused("gas_warning.toml", "clause = \"3.2.1(1)\"", "clause = \" \"", "rule D1R1: `clause` is empty");
}

#[test]
fn ids_are_given_once_and_assumptions_are_explained() {
    check_refused(
        "heat_warning.toml",
        "id = \"E2I1\"",
        "id = \"D1R1\"",
        "heat_warning.toml, rule D1R1: the id is in gas_warning.toml already",
    );
    check_refused(
        "gas_warning.toml",
        "assumptions = [\"DC10\"]",
        "assumptions = [\"DC99\"]",
        "gas_warning.toml, rule D1R3: cites the assumption `DC99`, which no file of gas explains",
    );
    check_refused(
        "gas_assumptions.toml",
        "id = \"DC2\"",
        "id = \"DC1\"",
        "gas_assumptions.toml: the assumption DC1 is explained already; ids are given once",
    );
    check_refused("gas_assumptions.toml", "id = \"DC2\"", "id = \"DC2b\"", "cites the assumption `DC2`");
}

#[test]
fn dates_are_days_in_their_order() {
    check_refused(
        "gas_warning.toml",
        "date = 2022-03-31",
        "date = 2022-03-31T10:00:00",
        "2022-03-31T10:00:00 is no day; write it as 2022-03-31",
    );
    check_refused("gas_warning.toml", "date = 2022-03-31", "date = 2022-02-31", "gas_warning.toml: TOML parse error");
    check_refused(
        "gas_warning.toml",
        "id = \"D1R1\"",
        "id = \"D1R1\"\nin_force_to = 2021-01-01",
        "rule D1R1: `in_force_to` is before `in_force_from`",
    );
    check_refused(
        "heat_duties.toml",
        "at = \"07:30\"",
        "at = \"7.30\"",
        "`deadline.at` is '7.30'; a time of the day is written as '07:30'",
    );
}

#[test]
fn a_set_is_whole_and_of_one_name() {
    let gas_only = FILES.iter().filter(|(name, _)| name.starts_with("gas")).copied();
    let why = Rules::from_texts(gas_only).unwrap_err().to_string();
    assert!(why.starts_with("the rules of heat have none that gives a warning"), "{why}");
    assert_eq!(Rules::from_texts([]).unwrap_err(), RulesRefusal::Nothing);
    check_refused(
        "heat_closing.toml",
        "xuchang-2022",
        "xuchang-2017",
        "heat_closing.toml: belongs to the rules `xuchang-2017`, the files before it to `xuchang-2022`",
    );
}

#[test]
fn rules_hold_from_their_first_day_to_their_last() {
    let rules = edited("gas_warning.toml", "id = \"D1B2\"", "id = \"D1B2\"\nin_force_to = 2026-06-30").unwrap();
    let count = |year, month, day| {
        let day = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
        rules.in_force_on(day).rules.len()
    };
    let all = rules.rules.len();
    assert_eq!(count(2022, 3, 30), 0);
    assert_eq!(count(2022, 3, 31), all);
    assert_eq!(count(2026, 6, 30), all);
    assert_eq!(count(2026, 7, 1), all - 1);
}

#[test]
fn where_no_rule_is_in_force_nothing_is_denied() {
    let before = chrono::NaiveDate::from_ymd_opt(2017, 1, 1).unwrap();
    let rules = Rules::embedded().in_force_on(before);
    let found = classify(&rules, Hazard::Gas, &facts("lel_percent = 90"));
    assert_eq!((found.warning.colour, found.warning.label_zh), (None, "无现行规则"));
    assert_eq!((found.accident.grade, found.accident.label_zh), (None, "无现行规则"));
}

#[test]
fn every_rule_knows_its_document() {
    for rule in &Rules::embedded().rules {
        assert_eq!(rule.authority.number, "许政办〔2022〕10号");
        assert_eq!(rule.authority.document.contains("燃气"), rule.hazard == Hazard::Gas);
    }
}

#[test]
fn a_file_that_was_cut_is_refused_or_whole_and_never_worse() {
    for (name, text) in FILES {
        for cut in (0..text.len()).step_by(211).filter(|cut| text.is_char_boundary(*cut)) {
            let files = FILES.iter().map(|(other, whole)| (*other, if *other == name { &text[..cut] } else { whole }));
            if let Err(why) = Rules::from_texts(files) {
                assert!(!why.to_string().is_empty());
            }
        }
    }
}
