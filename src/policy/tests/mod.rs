//! The rules that the program carries, against the texts of the plans.
//!
//! What is expected is written out by hand from the plans and rules D and E, never computed from the rule files.

use super::*;

mod assumptions;
mod closing;
mod duties;
mod gas_accident;
mod gas_duties;
mod gas_warning;
mod heat;
mod loading;
mod oracle;
mod predicates;

/// Facts as a report would give them: `lel_percent = 50, trend = 'rising'`.
#[track_caller]
fn facts(reported: &str) -> Facts {
    with_map(reported, "")
}

/// Facts of a report, and those that the map adds.
#[track_caller]
fn with_map(reported: &str, derived: &str) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in values(reported) {
        facts.know(&name, value).unwrap();
    }
    for (name, value) in values(derived) {
        facts.derive(&name, value).unwrap();
    }
    facts
}

#[track_caller]
fn values(text: &str) -> Vec<(String, FactValue)> {
    let table: toml::Table = toml::from_str(&format!("given = {{ {text} }}")).unwrap();
    let given = table["given"].as_table().unwrap().clone();
    let value = |value: toml::Value| match value {
        toml::Value::Boolean(is) => FactValue::Bool(is),
        toml::Value::Integer(number) => FactValue::Number(number.to_string().parse().unwrap()),
        toml::Value::Float(number) => FactValue::Number(number),
        toml::Value::String(word) => FactValue::Text(word),
        toml::Value::Array(words) => {
            FactValue::Words(words.iter().map(|word| word.as_str().unwrap().to_owned()).collect())
        }
        other => unreachable!("{other} is no fact"),
    };
    given.into_iter().map(|(name, found)| (name, value(found))).collect()
}

fn gas(facts: &Facts) -> Classification {
    classify(Rules::embedded(), Hazard::Gas, facts)
}

fn heat(facts: &Facts) -> Classification {
    classify(Rules::embedded(), Hazard::Heat, facts)
}

/// The clauses that fired, worst colour first.
fn fired(found: &Classification) -> Vec<&str> {
    let criteria = found.warning.criteria.iter();
    criteria.filter(|one| one.verdict == Verdict::Fired).map(|one| one.clause.as_str()).collect()
}

/// The verdict on a clause and what is missing for it.
#[track_caller]
fn verdict<'a>(found: &'a Classification, clause: &str) -> (Verdict, Vec<&'a str>) {
    let verdict = found.warning.criteria.iter().find(|one| one.clause == clause).unwrap().verdict;
    let open = found.warning.undetermined.iter().find(|one| one.clause == clause);
    (verdict, open.map(|one| one.missing.iter().copied().collect()).unwrap_or_default())
}

/// A criterion fires on these facts; without any one of them it is undetermined for want of
/// just that one; with any one of them turned around it has not fired.
#[track_caller]
fn check_each(hazard: Hazard, clause: &str, needed: &[(&str, &str, &str)]) {
    let classified = |pairs: &[(&str, &str)]| {
        let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        classify(Rules::embedded(), hazard, &facts(&text.join(", ")))
    };
    let all: Vec<(&str, &str)> = needed.iter().map(|(name, right, _)| (*name, *right)).collect();
    assert_eq!(verdict(&classified(&all), clause), (Verdict::Fired, vec![]), "{clause} on all its facts");
    for (name, _, wrong) in needed {
        let without: Vec<(&str, &str)> = all.iter().filter(|(other, _)| other != name).copied().collect();
        let found = classified(&without);
        let (open, missing) = verdict(&found, clause);
        assert_eq!(open, Verdict::Undetermined, "{clause} without {name}");
        // Another facility may ask for a fact more, such as the road above it.
        assert!(missing == [*name] || *name == "facility" && missing.contains(name), "{clause}: {missing:?}");
        let turned: Vec<(&str, &str)> =
            all.iter().map(|(other, right)| (*other, if other == name { *wrong } else { *right })).collect();
        assert_eq!(
            verdict(&classified(&turned), clause),
            (Verdict::NotFired, vec![]),
            "{clause} with {name} = {wrong}"
        );
    }
}

fn assumed(found: &Classification) -> Vec<&str> {
    found.assumptions.iter().map(|one| one.id.as_str()).collect()
}

#[track_caller]
fn check_assumed(found: &Classification, shown: &[&str], hidden: &[&str]) {
    let ids = assumed(found);
    for id in shown {
        assert!(ids.contains(id), "{id} is not among {ids:?}");
    }
    for id in hidden {
        assert!(!ids.contains(id), "{id} is among {ids:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_whatever_order_it_came() {
    let written = |facts: &Facts| serde_json::to_string(&gas(facts)).unwrap();
    let one = with_map(
        "lel_percent = 60, trend = 'rising', controlled = false",
        "facility = ['trench', 'buried_main'], households_out = 31000",
    );
    let mut other = Facts::default();
    other.derive("households_out", 31_000_u32).unwrap();
    other.know("controlled", false).unwrap();
    other
        .derive(
            "facility",
            ["buried_main", "trench"].map(str::to_owned).into_iter().collect::<std::collections::BTreeSet<_>>(),
        )
        .unwrap();
    other.know("trend", "rising").unwrap();
    other.know("lel_percent", 60_u32).unwrap();
    assert_eq!(written(&one), written(&one));
    assert_eq!(written(&one), written(&other));
}

#[test]
fn an_answer_has_the_shape_that_was_promised() {
    let found = serde_json::to_value(gas(&with_map("elapsed_hours = 30", "households_out = 31000"))).unwrap();
    assert_eq!(found["warning"]["colour"], "red");
    assert_eq!(found["warning"]["label_zh"], "红色预警");
    let fired = &found["warning"]["criteria"][6];
    assert_eq!(fired["clause"], "3.2.1(7)");
    assert_eq!(fired["verdict"], "fired");
    assert_eq!(fired["facts"], serde_json::json!({"households_out": {"value": 31000, "derived": true}}));
    let open = &found["warning"]["undetermined"][1];
    assert_eq!(
        *open,
        serde_json::json!({"clause": "3.2.1(2)", "missing": ["controlled", "facility", "large_area", "lel_percent", "trend"]})
    );
    assert_eq!(found["warning"]["suggest_raise"], false);
    assert_eq!(found["accident"]["grade"], "major");
    assert_eq!(found["accident"]["label_zh"], "重大事故");
    assert_eq!(found["accident"]["literal_match"], true);
    assert_eq!(found["accident"]["clauses"], serde_json::json!(["4.2(2)"]));
    assert_eq!(found["accident"]["outside_literal_scope"], false);
    assert_eq!(found["response"]["level"], "I");
    assert_eq!(found["response"]["clauses"], serde_json::json!(["5.4(1)"]));
    assert_eq!(found["response"]["decided_by"], "市城镇燃气事故应急救援指挥部指挥长");
}

#[test]
fn the_embedded_rules_are_read_and_every_rule_has_examples_that_hold() {
    let rules = Rules::embedded(); // Reading holds each example against its rule.
    assert_eq!(rules.name, "xuchang-2022");
    for rule in &rules.rules {
        assert!(rule.examples.iter().any(|example| example.expect == Verdict::Fired), "{} has no example", rule.id);
    }
}
