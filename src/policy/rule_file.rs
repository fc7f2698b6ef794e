//! Reads rule files: every fault says file, rule, what is wrong and what would be right.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::value::Datetime;

use crate::policy::fact_list::FactKind;
use crate::policy::fact_list::fact;
use crate::policy::facts::FactValue;
use crate::policy::facts::Facts;
use crate::policy::levels::Colour;
use crate::policy::levels::Grade;
use crate::policy::levels::Hazard;
use crate::policy::levels::Level;
use crate::policy::predicate::Predicate;
use crate::policy::rules::Assumption;
use crate::policy::rules::Authority;
use crate::policy::rules::Condition;
use crate::policy::rules::Due;
use crate::policy::rules::DueTime;
use crate::policy::rules::Example;
use crate::policy::rules::Grading;
use crate::policy::rules::Outcome;
use crate::policy::rules::Part;
use crate::policy::rules::Publication;
use crate::policy::rules::Responding;
use crate::policy::rules::Rule;
use crate::policy::rules::Rules;
use crate::policy::rules::Stage;
use crate::policy::rules::Verdict;

/// Why a set of rule files was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesRefusal {
    #[error("{file}: {what}")]
    File { file: String, what: String },
    #[error("{file}, rule {rule}: {what}")]
    Rule { file: String, rule: String, what: String },
    #[error("the rules of {hazard} have none that gives a {what}: a set must be whole, it replaces the one before", hazard = hazard.word())]
    Lacking { hazard: Hazard, what: &'static str },
    #[error("no rule file was given; at least one is needed")]
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    rules: String,
    hazard: Hazard,
    authority: AuthorityText,
    in_force_from: Datetime,
    in_force_to: Option<Datetime>,
    #[serde(default)]
    rule: Vec<RuleText>,
    #[serde(default)]
    assumption: Vec<AssumptionText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorityText {
    document: String,
    number: String,
    date: Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssumptionText {
    id: String,
    text: String,
    when: Option<String>,
}

/// A rule as written. Exactly one of the keys that say what follows must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    clause: String,
    title: String,
    in_force_from: Option<Datetime>,
    in_force_to: Option<Datetime>,
    when: Option<String>,
    #[serde(default)]
    part: Vec<PartText>,
    #[serde(default)]
    assumptions: Vec<String>,
    #[serde(default)]
    example: Vec<ExampleText>,
    // What follows.
    warning: Option<Colour>,
    raise: Option<bool>,
    publish: Option<Publication>,
    accident: Option<AccidentText>,
    response: Option<ResponseText>,
    waiver: Option<bool>,
    notify: Option<String>,
    deadline: Option<DeadlineText>,
    measure: Option<String>,
    closing: Option<Stage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartText {
    title: String,
    when: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccidentText {
    grade: Grade,
    literal: Option<String>,
    closure: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseText {
    level: Level,
    decided_by: String,
    handled_by: String,
    handling_clause: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineText {
    who: Option<String>,
    within_minutes: Option<u32>,
    at: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleText {
    given: BTreeMap<String, toml::Value>,
    expect: Verdict,
}

pub(crate) fn read<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Rules, RulesRefusal> {
    let mut texts: Vec<(&str, &str)> = texts.into_iter().collect();
    texts.sort_unstable();
    let mut set = Rules { name: String::new(), rules: Vec::new(), assumptions: Vec::new() };
    let mut homes = Vec::new();
    for (file, text) in texts {
        let fault = |what: String| RulesRefusal::File { file: file.to_owned(), what };
        let parsed: FileText = toml::from_str(text).map_err(|why| fault(why.to_string().trim_end().to_owned()))?;
        if set.name.is_empty() {
            set.name.clone_from(&parsed.rules);
        } else if set.name != parsed.rules {
            return Err(fault(format!(
                "belongs to the rules `{}`, the files before it to `{}`",
                parsed.rules, set.name
            )));
        }
        take_file(&mut set, parsed, file)?;
        homes.resize(set.rules.len(), file);
    }
    if set.name.is_empty() {
        return Err(RulesRefusal::Nothing);
    }
    check_set(&set, &homes)?;
    Ok(set)
}

fn take_file(set: &mut Rules, text: FileText, file: &str) -> Result<(), RulesRefusal> {
    let in_file = |what: String| RulesRefusal::File { file: file.to_owned(), what };
    let hazard = text.hazard;
    let authority = Authority {
        document: text.authority.document,
        number: text.authority.number,
        date: day(text.authority.date).map_err(in_file)?,
    };
    let from = day(text.in_force_from).map_err(in_file)?;
    let to = text.in_force_to.map(day).transpose().map_err(in_file)?;
    for AssumptionText { id, text, when } in text.assumption {
        let when = when.map(|when| predicate("when", &when)).transpose();
        let when = when.map_err(|what| in_file(format!("assumption {id}: {what}")))?;
        if set.assumption(hazard, &id).is_some() {
            return Err(in_file(format!("the assumption {id} is explained already; ids are given once")));
        }
        set.assumptions.push(Assumption { id, hazard, text, when });
    }
    for text in text.rule {
        let id = text.id.clone();
        let in_rule = |what: String| RulesRefusal::Rule { file: file.to_owned(), rule: id.clone(), what };
        let rule = rule(text, hazard, &authority, from, to).map_err(in_rule)?;
        set.rules.push(rule);
    }
    Ok(())
}

fn rule(
    text: RuleText,
    hazard: Hazard,
    authority: &Authority,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<Rule, String> {
    for (key, written) in [("id", &text.id), ("clause", &text.clause), ("title", &text.title)] {
        if written.trim().is_empty() {
            return Err(format!("`{key}` is empty; every rule has one"));
        }
    }
    let in_force_from = text.in_force_from.map(day).transpose()?.unwrap_or(from);
    let in_force_to = text.in_force_to.map(day).transpose()?.or(to);
    if in_force_to.is_some_and(|to| to < in_force_from) {
        return Err("`in_force_to` is before `in_force_from`".to_owned());
    }
    let condition = condition(text.when.as_deref(), &text.part)?;
    let mut examples = Vec::new();
    for (index, example) in text.example.iter().enumerate() {
        let example = worked(example, &condition).map_err(|what| format!("example {}: {what}", index + 1))?;
        examples.push(example);
    }
    let (id, clause, title) = (text.id.clone(), text.clause.clone(), text.title.clone());
    let assumptions = text.assumptions.clone();
    let outcome = outcome(text)?;
    let authority = authority.clone();
    Ok(Rule {
        id,
        hazard,
        clause,
        title,
        authority,
        in_force_from,
        in_force_to,
        condition,
        outcome,
        assumptions,
        examples,
    })
}

fn condition(when: Option<&str>, parts: &[PartText]) -> Result<Condition, String> {
    match (when, parts) {
        (Some(when), []) => Ok(Condition::Whole(predicate("when", when)?)),
        (None, [_, _, ..]) => {
            let part = |part: &PartText| {
                let when = predicate("when", &part.when).map_err(|what| format!("part {}: {what}", part.title))?;
                Ok(Part { title: part.title.clone(), when })
            };
            Ok(Condition::Parts(parts.iter().map(part).collect::<Result<_, String>>()?))
        }
        _ => Err("needs either `when`, or two or more `[[rule.part]]`".to_owned()),
    }
}

fn outcome(text: RuleText) -> Result<Outcome, String> {
    let mut found = Vec::new();
    found.extend(text.warning.map(Outcome::Warning));
    found.extend(text.raise.filter(|is| *is).map(|_| Outcome::Raise));
    found.extend(text.publish.map(Outcome::Publish));
    if let Some(accident) = text.accident {
        let scope = accident.scope.map(|scope| predicate("scope", &scope)).transpose()?;
        let literal = accident.literal.map(|literal| predicate("literal", &literal)).transpose()?;
        found.push(Outcome::Accident(Grading { grade: accident.grade, literal, closure: accident.closure, scope }));
    }
    if let Some(ResponseText { level, decided_by, handled_by, handling_clause }) = text.response {
        found.push(Outcome::Response(Responding { level, decided_by, handled_by, handling_clause }));
    }
    found.extend(text.waiver.filter(|is| *is).map(|_| Outcome::Waiver));
    found.extend(text.notify.map(|unit| Outcome::Notify { unit }));
    if let Some(deadline) = text.deadline {
        found.push(Outcome::Deadline(due(deadline)?));
    }
    found.extend(text.measure.map(|text| Outcome::Measure { text }));
    found.extend(text.closing.map(Outcome::Closing));
    let count = found.len();
    match found.pop() {
        Some(outcome) if count == 1 => Ok(outcome),
        _ => Err(format!(
            "says {count} things that follow; it must say one: \
             warning, raise, publish, accident, response, waiver, notify, deadline, measure or closing"
        )),
    }
}

fn due(text: DeadlineText) -> Result<Due, String> {
    let time = match (text.within_minutes, text.at) {
        (Some(minutes), None) => DueTime::WithinMinutes(minutes),
        (None, Some(at)) => {
            let is_time = at.len() == 5 && chrono::NaiveTime::parse_from_str(&at, "%H:%M").is_ok();
            if !is_time {
                return Err(format!("`deadline.at` is '{at}'; a time of the day is written as '07:30'"));
            }
            DueTime::At(at)
        }
        _ => return Err("`deadline` needs either `within_minutes` or `at`".to_owned()),
    };
    Ok(Due { who: text.who, time })
}

fn worked(text: &ExampleText, condition: &Condition) -> Result<Example, String> {
    let mut given = Facts::default();
    for (name, value) in &text.given {
        let fact = fact(name).ok_or_else(|| format!("there is no fact `{name}`"))?;
        let value = match value {
            toml::Value::Boolean(is) => FactValue::Bool(*is),
            #[expect(clippy::cast_precision_loss, reason = "the range of the fact is checked below")]
            toml::Value::Integer(number) => FactValue::Number(*number as f64),
            toml::Value::Float(number) => FactValue::Number(*number),
            toml::Value::String(word) if fact.kind == FactKind::FactNames => {
                FactValue::Words(BTreeSet::from([word.clone()]))
            }
            toml::Value::String(word) => FactValue::Text(word.clone()),
            toml::Value::Array(words) => {
                FactValue::Words(words.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
            }
            other => return Err(format!("`{name}` is a {}; it must be {}", other.type_str(), fact.kind.in_words())),
        };
        fact.check(&value).map_err(|why| why.to_string())?;
        given.find(fact.name, value);
    }
    let found = Verdict::from(&condition.truth(&given));
    if found != text.expect {
        return Err(format!("expects {:?}, but the condition makes it {found:?}", text.expect));
    }
    Ok(Example { given, expect: text.expect })
}

/// What only the whole set shows: ids that occur twice, assumptions that nobody wrote, hazards half ruled.
fn check_set(set: &Rules, homes: &[&str]) -> Result<(), RulesRefusal> {
    let mut ids = BTreeMap::new();
    for (rule, file) in set.rules.iter().zip(homes) {
        let fault = |what: String| RulesRefusal::Rule { file: (*file).to_owned(), rule: rule.id.clone(), what };
        if let Some(other) = ids.insert(&rule.id, file) {
            return Err(fault(format!("the id is in {other} already; ids are given once")));
        }
        let closure = match &rule.outcome {
            Outcome::Accident(grading) => grading.closure.as_ref(),
            _ => None,
        };
        for cited in rule.assumptions.iter().chain(closure) {
            if set.assumption(rule.hazard, cited).is_none() {
                return Err(fault(format!(
                    "cites the assumption `{cited}`, which no file of {} explains",
                    rule.hazard.word()
                )));
            }
        }
    }
    for hazard in [Hazard::Gas, Hazard::Heat] {
        let has = |is: fn(&Outcome) -> bool| set.of(hazard).any(|rule| is(&rule.outcome));
        for (what, there) in [
            ("warning", has(|outcome| matches!(outcome, Outcome::Warning(_)))),
            ("grade of accident", has(|outcome| matches!(outcome, Outcome::Accident(_)))),
            ("level of response", has(|outcome| matches!(outcome, Outcome::Response(_)))),
            ("closing condition", has(|outcome| matches!(outcome, Outcome::Closing(_)))),
        ] {
            if !there {
                return Err(RulesRefusal::Lacking { hazard, what });
            }
        }
    }
    Ok(())
}

fn predicate(key: &str, text: &str) -> Result<Predicate, String> {
    Predicate::parse(text).map_err(|why| format!("`{key}` {why}"))
}

/// A day without a time.
fn day(written: Datetime) -> Result<NaiveDate, String> {
    let date = written.date.filter(|_| written.time.is_none());
    let day =
        date.and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)));
    day.ok_or_else(|| format!("{written} is no day; write it as 2022-03-31"))
}
