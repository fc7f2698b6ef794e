//! Rule files that cannot be used are refused with file, line, rule, what, and what would be right.

use super::*;
use crate::policy::RuleBook;

const FILE: &str = include_str!("../../../data/rules/money.toml");

#[track_caller]
fn refused(from: &str, to: &str, words: &[&str]) {
    assert!(FILE.contains(from), "{from}");
    let text = FILE.replacen(from, to, 1);
    let why = MoneyRules::from_texts(&[("money.toml", &text)]).unwrap_err().to_string();
    assert!(why.starts_with("money.toml"), "{why}");
    for word in words {
        assert!(why.contains(word), "`{word}` is not in: {why}");
    }
}

/// The line on which a text stands first.
fn line_of(text: &str) -> String {
    let at = FILE.find(text).unwrap();
    format!("line {}", FILE[..at].lines().count() + 1)
}

#[test]
fn a_rule_that_cannot_be_used_is_named_with_its_line() {
    let line = line_of("id = \"B01\"");
    refused("clause = \"R5 二(二)3\"", "clause = \"\"", &[&line, "rule B01", "has no clause"]);
    refused("clause = \"R5 二(二)3\"", "clause = \"R9 二(二)3\"", &["of no document", "R5, R4"]);
    refused("[\"B-countable\", \"B-year\"]", "[\"B-nothing\"]", &["B-nothing is not in the file"]);
    refused("in_force_to = 2022-02-21", "in_force_to = 2022-02-22", &["another version of B01", "not overlap"]);
    refused("in_force_to = 2022-02-21", "in_force_to = 2019-02-22", &["from 2020-01-01 to 2019-02-22"]);
    refused("in_force_from = 2022-02-22", "in_force_from = 2022-02-30", &["money.toml"]);
    refused("daily = {", "weekly = {", &["weekly"]);
    refused("code = \"4:6\"", "code = \"5:5\"", &["`5:5` is not in the code list fiscal_regime"]);
    refused("regime = \"4:6\", bodies", "regime = \"3:7\", bodies", &["`3:7` has no rule before"]);
    refused("\"4110SF\"]", "\"411081\"]", &["rule B02-under-the-city", "B02-under-the-province"]);
    refused("least_percent = \"1.5\"", "least_percent = \"150\"", &["`150` is not a percentage"]);
    refused("base = 2022-02-22, years = 5", "base = 2022-02-22, years = 0", &["rule B04", "every 0 years"]);
    refused("forbids = [\"new_building\"]", "forbids = [\"gold\"]", &["gold"]);
    refused(", forbids = [\"new_building\"]", "", &["rule B05-new", "forbids nothing"]);
    refused(
        "forbids_entries = [\"carried_over\"]",
        "forbids_entries = [\"lost\"]",
        &["`lost` is not in the code list"],
    );
    refused("words = [[\"建养一体\"]", "words = [[\" \"]", &["words are missing"]);
    refused("\"拖摩\", ", "\" \", ", &["a key word is blank"]);
    refused(
        "regime = { code = \"4:6\"",
        "review = { base = 2022-02-22, years = 5 }\nregime = { code = \"4:6\"",
        &["several things"],
    );
}

#[test]
fn worked_examples_are_tried_when_a_file_is_read() {
    let line = line_of("id = \"B01\"");
    refused(
        "floor = \"9500000.00\"",
        "floor = \"9500000.01\"",
        &[&line, "an example fails: floor is 9500000.00, not 9500000.01"],
    );
    refused("county = \"742156.20\"", "county = \"742156.21\"", &["county is 742156.20"]);
    refused("expect = { due = \"2027-02-22\" }", "expect = { due = \"2028-02-22\" }", &["due is 2027-02-22"]);
    refused("expect = { required = \"15000000.00\" }", "expect = { required = \"1\" }", &["required is 15000000.00"]);
    refused("expect = { finding = true }", "expect = { finding = false }", &["finding is true"]);
    refused("county = 10000, township = 5000", "county = 10001, township = 5000", &["an example fails"]);
}

#[test]
fn a_set_is_whole_or_it_is_none() {
    let why = MoneyRules::from_texts(&[("money.toml", "money = \"x\"")]).unwrap_err().to_string();
    assert_eq!(why, "money.toml: there is no rule `daily`: a set must be whole, it replaces the one before");
    let why = MoneyRules::from_texts(&[("money.toml", FILE), ("money_2.toml", "money = \"other\"")]).unwrap_err();
    assert!(why.to_string().starts_with("money_2.toml: belongs to the rules `other`"), "{why}");
    let broken = vec![("money_2027.toml".to_owned(), "money = ".to_owned())];
    let why = RuleBook::from_texts(&broken).unwrap_err().to_string();
    assert!(why.starts_with("money_2027.toml") && why.contains("line 1"), "{why}");
    let book = RuleBook::from_texts(&[("money.toml".to_owned(), FILE.to_owned())]).unwrap();
    assert_eq!((book.money.name.as_str(), book.rules.name == RuleBook::embedded().rules.name), ("xuchang-2022", true));
}
