//! Texts of conditions: what they mean, and what is said of those that mean nothing.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, reported: &str, expected: Truth) {
    assert_eq!(Predicate::parse(text).unwrap().truth(&facts(reported)), expected, "{text} on {reported}");
}

fn unknown<const N: usize>(missing: [&'static str; N]) -> Truth {
    Truth::Unknown(missing.into_iter().collect())
}

#[test]
fn and_is_decided_by_one_that_is_false_and_or_by_one_that_is_true() {
    for (a, b, and, or) in [
        ("true", "true", Truth::True, Truth::True),
        ("true", "false", Truth::False, Truth::True),
        ("false", "false", Truth::False, Truth::False),
    ] {
        let reported = format!("controlled = {a}, large_area = {b}");
        check("controlled AND large_area", &reported, and.clone());
        check("large_area AND controlled", &reported, and);
        check("controlled OR large_area", &reported, or.clone());
        check("large_area OR controlled", &reported, or);
    }
    check("controlled AND large_area", "controlled = true", unknown(["large_area"]));
    check("controlled AND large_area", "controlled = false", Truth::False);
    check("controlled OR large_area", "controlled = true", Truth::True);
    check("controlled OR large_area", "controlled = false", unknown(["large_area"]));
    check("controlled AND large_area", "", unknown(["controlled", "large_area"]));
    check("NOT controlled", "", unknown(["controlled"]));
    check("NOT controlled", "controlled = false", Truth::True);
    check("NOT NOT controlled", "controlled = false", Truth::False);
}

#[test]
fn or_binds_weaker_than_and_and_brackets_bind_strongest() {
    let reported = "controlled = true, large_area = false, large_amount = false";
    check("controlled OR large_area AND large_amount", reported, Truth::True);
    check("(controlled OR large_area) AND large_amount", reported, Truth::False);
    check("NOT large_area AND large_amount", reported, Truth::False);
    check("NOT (large_area AND large_amount)", reported, Truth::True);
}

#[test]
fn numbers_are_compared_exactly_at_their_bounds() {
    for (order, below, at, above) in [
        ("=", false, true, false),
        ("<>", true, false, true),
        ("<", true, false, false),
        ("<=", true, true, false),
        (">", false, false, true),
        (">=", false, true, true),
    ] {
        for (number, expected) in [("49.999999", below), ("50", at), ("50.000001", above)] {
            check(&format!("lel_percent {order} 50"), &format!("lel_percent = {number}"), Truth::from(expected));
        }
    }
    check("gate_outlet_mpa < 0.2", "gate_outlet_mpa = 0.2", Truth::False);
    check("lel_percent>=50", "lel_percent = 50", Truth::True);
}

#[test]
fn of_several_words_any_one_will_do() {
    let text = "facility IN ('trench', 'high_rise')";
    check(text, "facility = ['buried_main', 'trench']", Truth::True);
    check(text, "facility = 'high_rise'", Truth::True);
    check(text, "facility = ['buried_main']", Truth::False);
    check(text, "facility = []", Truth::False);
    check(text, "", unknown(["facility"]));
    check("facility <> 'trench'", "facility = ['buried_main', 'trench']", Truth::False);
}

#[test]
fn whether_a_fact_is_known_is_never_unknown() {
    check("deaths IS KNOWN", "", Truth::False);
    check("deaths IS KNOWN", "deaths = 0", Truth::True);
    check("TRUE", "", Truth::True);
    check("FALSE OR deaths > 0", "", unknown(["deaths"]));
}

#[track_caller]
fn check_fault(text: &str, message: &str) {
    assert_eq!(Predicate::parse(text).unwrap_err().to_string(), message, "{text}");
}

#[test]
fn a_condition_that_means_nothing_is_refused_with_place_and_remedy() {
    check_fault("", "at character 1: a fact is wanted, not the end");
    check_fault("lel >= 50", "at character 1: there is no fact `lel`; did you mean `lel_percent`?");
    check_fault("wibble", "at character 1: there is no fact `wibble`");
    check_fault("lel_percent", "at character 12: `lel_percent` is a number from 0 to 5600: compare it");
    check_fault("lel_percent >= 'high'", "at character 16: `lel_percent` is compared with a number, not 'high'");
    check_fault("lel_percent >= 9000", "at character 16: `lel_percent` is never 9000: it is a number from 0 to 5600");
    check_fault("lel_percent >= 5.0.1", "at character 16: `5.0.1` is no number");
    check_fault("trend = 'up'", "at character 9: `trend` is never 'up': it is one of falling, stable, rising, rapid");
    check_fault("trend > 'rising'", "at character 17: words are compared by =, <> and IN; `trend` is a word");
    check_fault("trend IN 'rising'", "at character 10: `(` is wanted, not 'rising'");
    check_fault("trend IN ()", "at character 11: a 'word' is wanted for `trend`, not `)`");
    check_fault("trend IN ('rising'", "at character 19: `)` is wanted, not the end");
    check_fault("controlled = 1", "at character 14: `controlled` is yes or no: write `controlled` or `NOT controlled`");
    check_fault("controlled AND", "at character 15: a fact is wanted, not the end");
    check_fault("controlled large_area", "at character 12: `large_area` does not belong here; join by AND or OR");
    check_fault("(controlled", "at character 12: `)` is wanted, not the end");
    check_fault("controlled)", "at character 11: `)` does not belong here; join by AND or OR");
    check_fault("controlled; DROP", "at character 11: `;` means nothing here");
    check_fault("trend = 'rising", "at character 9: the quote is not closed");
    check_fault("deaths IS NULL", "at character 11: `IS` is followed by `KNOWN`");
    check_fault("大面积", "at character 1: `大` means nothing here");
    let deep = format!("{}controlled", "NOT ".repeat(100_000));
    check_fault(&deep, "at character 161: more than 40 brackets and NOTs within each other");
}

proptest! {
    /// Whatever stands in a file, reading it ends in a condition or in a fault within the text.
    #[test]
    fn no_text_makes_the_parser_fall_over(
        text in prop_oneof![
            any::<String>(),
            proptest::collection::vec(
                proptest::sample::select(vec![
                    "AND", "OR", "NOT", "IN", "IS", "KNOWN", "TRUE", "(", ")", ",", "=", "<>", "<=", "'trench'", "50",
                    "facility", "lel_percent", "controlled", "'", "大",
                ]),
                0..12,
            )
            .prop_map(|words| words.join(" ")),
        ],
    ) {
        match Predicate::parse(&text) {
            Ok(predicate) => drop(predicate.truth(&Facts::default())),
            Err(fault) => prop_assert!((1..=text.chars().count() + 1).contains(&fault.at)),
        }
    }
}

#[test]
fn words_beside_which_there_may_be_others_rule_nothing_out() {
    let mut found = Facts::default();
    found.derive_some("facility", std::collections::BTreeSet::from(["trench".to_owned()])).unwrap();
    let truth = |text: &str, facts: &Facts| Predicate::parse(text).unwrap().truth(facts);
    assert_eq!(truth("facility = 'trench'", &found), Truth::True);
    assert_eq!(truth("NOT facility = 'trench'", &found), Truth::False);
    assert_eq!(truth("facility IN ('high_rise', 'buried_main')", &found), unknown(["facility"]));
    found.know("facility", "box_regulator").unwrap();
    assert_eq!(
        truth("facility IN ('high_rise', 'buried_main')", &found),
        Truth::False,
        "what is reported stands alone"
    );
}

#[test]
fn a_number_that_may_be_more_brings_about_what_it_does_and_rules_out_what_no_more_would() {
    let mut found = Facts::default();
    found.derive_at_least("households_out", 12_000.0, 40_000.0).unwrap();
    let truth = |text: &str, facts: &Facts| Predicate::parse(text).unwrap().truth(facts);
    assert_eq!(truth("households_out >= 10000 AND households_out < 30000", &found), Truth::True);
    assert_eq!(truth("households_out >= 30000", &found), unknown(["households_out"]));
    assert_eq!(truth("households_out >= 50000", &found), Truth::False);
    found.know("households_out", 13_000.0).unwrap();
    assert_eq!(truth("households_out >= 30000", &found), Truth::False);
}
