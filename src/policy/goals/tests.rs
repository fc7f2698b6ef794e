//! The rule files: what is in them, and what is refused.

use super::*;
use crate::policy::RuleBook;

#[test]
fn every_goal_from_a01_to_a31_is_there_and_no_other() {
    let ids: Vec<&str> = GoalRules::embedded().goals.iter().map(|goal| &*goal.id).collect();
    let wanted: Vec<String> = (1..=31).map(|nth| format!("A{nth:02}")).collect();
    assert_eq!(ids, wanted);
}

#[test]
fn every_assumption_that_is_explained_is_used() {
    let rules = GoalRules::embedded();
    let used = |id: &str| {
        let dues = rules.goals.iter().flat_map(|goal| &goal.dues);
        // Said where the history was silent.
        id == "A-since" || dues.flat_map(|due| &due.assumptions).any(|used| used == id)
    };
    let idle: Vec<&str> = rules.assumptions.iter().map(|known| &*known.id).filter(|id| !used(id)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn maintenance_works_count_for_the_plan_and_not_for_the_year() {
    let works = |id: &str| {
        let goal = GoalRules::embedded().goals.iter().find(|goal| goal.id == id).unwrap();
        goal.with.works.clone().unwrap()
    };
    assert_eq!(works("A02").len(), 5);
    assert_eq!(works("A28"), ["new", "rebuild"]);
}

const HEAD: &str = r#"rules = "test"
in_force_from = 2022-01-01
basic_threshold = 0.95
[document.R4]
title = "t"
number = "n"
date = 2022-02-22
[assumption]
A-basic = "said"
"#;

const GOAL: &str = r#"
[[goal]]
id = "A17"
clause = "R4 二(三)9"
title = "t"
text = "t"
measure = "listed_for_maintenance"
scope = "each"
op = "="
target = 1.0
unit = "km"
[[goal.due]]
on = 2025-12-31
"#;

fn read(text: &str) -> Result<GoalRules, GoalsRefused> {
    GoalRules::from_texts(&[("goals.toml", text)])
}

/// Replaces something in a sound file; the refusal must say all of the words, and the line.
#[track_caller]
fn refused(from: &str, to: &str, line: usize, words: &[&str]) {
    let sound = format!("{HEAD}{GOAL}");
    assert!(read(&sound).is_ok() && sound.contains(from), "{from}");
    let why = read(&sound.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(why.contains("goals.toml") && why.contains(&format!("line {line}")), "{why}");
    for word in words {
        assert!(why.contains(word), "{why} lacks {word}");
    }
}

#[test]
fn a_file_that_is_wrong_is_refused_with_file_line_and_reason() {
    refused("listed_for_maintenance", "made_up", 16, &["goal A17", "no measure `made_up`", "known are model_counties"]);
    refused("scope = \"each\"", "scope = \"province\"", 17, &["`scope` is `province`", "city, each, county_cities"]);
    refused("clause = \"R4 二(三)9\"\n", "", 12, &["`clause` is missing"]);
    refused("clause = \"R4 二(三)9\"", "clause = \" \"", 13, &["`clause` is empty"]);
    refused("clause = \"R4", "clause = \"R9", 13, &["names no document", "R4"]);
    refused("unit = \"km\"", "unit = \"count\"", 20, &["counts in km"]);
    refused("target = 1.0", "target = 1.2", 19, &["a share above 0 and up to 1"]);
    refused("target = 1.0", "target = nan", 19, &["a share above 0 and up to 1"]);
    refused("target = 1.0", "target = \"most\"", 19, &["\"basic\" or \"none\""]);
    refused("op = \"=\"", "op = \"<\"", 18, &["`op` is `<`", ">=, ="]);
    refused("op = \"=\"", "opp = \"=\"", 18, &["unknown field `opp`"]);
    refused("op = \"=\"", "op = \"=\"\nwith = { min_width_m = 4.5 }", 19, &["does not ask for `with.min_width_m`"]);
    refused("op = \"=\"", "op = \"=\"\nlevels = [\"hamlet\"]", 19, &["`hamlet` is not a level"]);
    refused("op = \"=\"", "op = \"=\"\nclasses = [\"national\"]", 19, &["not a class of rural roads"]);
    refused("op = \"=\"", "op = \"=\"\nassumptions = [\"A-none\"]", 12, &["A-none is explained nowhere"]);
    refused("op = \"=\"", "op = \"=\"\nunit_cost_cny = \"1e5\"", 19, &["\"720000.00\""]);
    refused("[[goal.due]]\non = 2025-12-31\n", "", 12, &["no [[goal.due]]"]);
    refused("on = 2025-12-31", "on = 2025-12-31T08:00:00", 12, &["not a day"]);
}

#[test]
fn a_measure_must_have_what_it_asks_for() {
    let text = format!("{HEAD}{GOAL}")
        .replace("listed_for_maintenance", "villages_by_width")
        .replace("unit = \"km\"", "unit = \"count\"");
    let why = read(&text).unwrap_err().to_string();
    assert!(why.contains("needs `with.min_width_m`"), "{why}");
}

#[test]
fn versions_of_a_goal_must_not_hold_on_one_day() {
    let version = |from: &str, to: &str| GOAL.replace("op =", &format!("in_force_from = {from}\n{to}op ="));
    let [first, second] = [version("2022-01-01", "in_force_to = 2023-12-31\n"), version("2024-01-01", "")];
    let rules = read(&format!("{HEAD}{first}{second}")).unwrap();
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(rules.on(day("2023-12-31"))[0].in_force_from, day("2022-01-01"));
    assert_eq!(rules.on(day("2024-01-01"))[0].in_force_from, day("2024-01-01"));
    // What was so before the document can be measured by it all the same.
    assert_eq!(rules.on(day("2020-12-31"))[0].in_force_from, day("2022-01-01"));

    let overlapping = version("2023-12-31", "");
    let why = read(&format!("{HEAD}{first}{overlapping}")).unwrap_err().to_string();
    assert!(why.contains("line 27, goal A17: holds from 2023-12-31 on"), "{why}");
    assert!(why.contains("from 2022-01-01 to 2023-12-31"), "{why}");
}

#[test]
fn what_a_goal_does_not_say_it_takes_from_another_but_not_in_a_circle() {
    let other = "[[goal]]\nid = \"B\"\nsame_as = \"A17\"\ntarget = 0.5\nop = \">=\"\n";
    let rules = read(&format!("{HEAD}{GOAL}{other}")).unwrap();
    let made = rules.goals.iter().find(|goal| goal.id == "B").unwrap();
    assert_eq!((made.measure.name, made.target, made.dues.len()), ("listed_for_maintenance", Some(Target(500_000)), 1));

    let circle = "[[goal]]\nid = \"B\"\nsame_as = \"C\"\n[[goal]]\nid = \"C\"\nsame_as = \"B\"\n";
    let why = read(&format!("{HEAD}{circle}")).unwrap_err().to_string();
    assert!(why.contains("line 12, goal B: `same_as` goes in a circle: B -> C -> B"), "{why}");
    let itself = GOAL.replace("id = \"A17\"", "id = \"A17\"\nsame_as = \"A17\"");
    let why = read(&format!("{HEAD}{itself}")).unwrap_err().to_string();
    assert!(why.contains("A17 -> A17"), "{why}");
    let nobody = other.replace("same_as = \"A17\"", "same_as = \"Z\"");
    let why = read(&format!("{HEAD}{GOAL}{nobody}")).unwrap_err().to_string();
    assert!(why.contains("names Z, which no file has"), "{why}");
}

#[test]
fn a_folder_with_goals_replaces_all_goals_and_nothing_else() {
    let texts = [("goals_ours.toml".to_owned(), format!("{HEAD}{GOAL}"))];
    let book = RuleBook::from_texts(&texts).unwrap();
    assert_eq!((book.goals.goals.len(), &*book.goals.name), (1, "test"));
    assert_eq!(book.rules.name, RuleBook::embedded().rules.name);
}
