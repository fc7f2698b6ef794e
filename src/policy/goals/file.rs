//! Reads the files of goals: every fault says file, line, goal, what is wrong and what would be right.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::policy::goals::goal::Document;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::GoalAssumption;
use crate::policy::goals::goal::GoalRules;
use crate::policy::goals::goal_text::Defaults;
use crate::policy::goals::goal_text::GoalText;

/// Why a set of goals was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoalsRefused {
    #[error("{file}: {what}")]
    File { file: String, what: String },
    #[error("{file}, line {line}, goal {goal}: {what}")]
    Goal { file: String, line: usize, goal: String, what: String },
    #[error("no goal was given; at least one is needed, as a `[[goal]]` in a file goals*.toml")]
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    rules: String,
    in_force_from: Datetime,
    in_force_to: Option<Datetime>,
    basic_threshold: Option<f64>,
    #[serde(default)]
    document: BTreeMap<String, DocumentText>,
    #[serde(default)]
    assumption: BTreeMap<String, String>,
    #[serde(default)]
    goal: Vec<GoalText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentText {
    title: String,
    number: String,
    date: Datetime,
}

/// A goal as written, and where.
pub(super) struct Written<'a> {
    pub file: &'a str,
    source: &'a str,
    pub text: GoalText,
    defaults: Defaults,
}

impl Written<'_> {
    pub fn id(&self) -> &str {
        self.text.id.get_ref()
    }

    /// A fault at a place in the file; of the goal's first line where the place is not known.
    pub fn fault(&self, at: Option<std::ops::Range<usize>>, what: impl Into<String>) -> GoalsRefused {
        let at = at.unwrap_or_else(|| self.text.id.span());
        let line = self.source.get(..at.start).map_or(1, |before| before.matches('\n').count() + 1);
        GoalsRefused::Goal { file: self.file.to_owned(), line, goal: self.id().to_owned(), what: what.into() }
    }
}

/// A calendar day.
pub(super) fn day(written: Datetime) -> Result<NaiveDate, String> {
    let date = written.date.filter(|_| written.time.is_none());
    let day = date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
    day.ok_or_else(|| format!("`{written}` is not a day; write it as 2025-12-31"))
}

static EMBEDDED: LazyLock<GoalRules> = LazyLock::new(|| {
    macro_rules! files {
        ($($name:literal)+) => { [$(($name, include_str!(concat!("../../../data/rules/", $name)))),+] };
    }
    let files = files!("goals.toml" "goals_2022.toml" "goals_build.toml" "goals_govern.toml" "goals_operate.toml" "goals_upkeep.toml");
    GoalRules::from_texts(&files).expect("the files in the program are those that the tests read")
});

impl GoalRules {
    /// Those that came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// From files, by name and text.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, GoalsRefused> {
        let mut texts = texts.to_vec();
        texts.sort_unstable();
        let mut rules = Self { name: String::new(), goals: Vec::new(), documents: Vec::new(), assumptions: Vec::new() };
        let mut written = Vec::new();
        let mut basic: Option<f64> = None;
        for (file, source) in &texts {
            let fault = |what: String| GoalsRefused::File { file: (*file).to_owned(), what };
            let parsed: FileText =
                toml::from_str(source).map_err(|why| fault(why.to_string().trim_end().to_owned()))?;
            if rules.name.is_empty() {
                rules.name.clone_from(&parsed.rules);
            } else if rules.name != parsed.rules {
                let (own, other) = (&parsed.rules, &rules.name);
                return Err(fault(format!("belongs to the rules `{own}`, the files before it to `{other}`")));
            }
            if let Some(threshold) = parsed.basic_threshold {
                if basic.is_some() || !(threshold > 0.0 && threshold <= 1.0) {
                    return Err(fault(format!("`basic_threshold` is {threshold}; give it once, above 0 and up to 1")));
                }
                basic = Some(threshold);
            }
            for (short, text) in parsed.document {
                let document =
                    Document { short, title: text.title, number: text.number, date: day(text.date).map_err(fault)? };
                if rules.documents.iter().any(|known| known.short == document.short) {
                    return Err(fault(format!("the document {} is told already; tell it once", document.short)));
                }
                rules.documents.push(document);
            }
            for (id, text) in parsed.assumption {
                if rules.assumption(&id).is_some() {
                    return Err(fault(format!("the assumption {id} is explained already; explain it once")));
                }
                rules.assumptions.push(GoalAssumption { id, text });
            }
            let from = day(parsed.in_force_from).map_err(fault)?;
            let to = parsed.in_force_to.map(day).transpose().map_err(fault)?;
            let defaults = Defaults { from, to };
            written.extend(parsed.goal.into_iter().map(|text| Written { file, source, text, defaults }));
        }
        if written.is_empty() {
            return Err(GoalsRefused::Nothing);
        }
        for (nth, goal) in written.iter().enumerate() {
            let whole = inherited(&written, nth)?;
            let made = whole.read(goal.defaults, basic, &rules);
            let made = made.map_err(|(at, what)| goal.fault(at.filter(|_| goal.text.same_as.is_none()), what))?;
            rules.goals.push(made);
        }
        check_versions(&rules.goals, &written)?;
        rules.goals.sort_by(|a, b| (&a.id, a.in_force_from).cmp(&(&b.id, b.in_force_from)));
        rules.assumptions.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(rules)
    }
}

/// A goal with what it takes from the one that it is the same as, and so on; a circle has no end.
fn inherited(written: &[Written<'_>], nth: usize) -> Result<GoalText, GoalsRefused> {
    let own = &written[nth];
    let mut text = own.text.clone();
    let mut met = vec![own.id().to_owned()];
    while let Some(other) = text.same_as.take() {
        let at = |name: &Spanned<String>| own.text.same_as.as_ref().map_or_else(|| name.span(), Spanned::span);
        let id = other.get_ref();
        let is_circle = met.contains(id);
        met.push(id.clone());
        if is_circle {
            let what = format!("`same_as` goes in a circle: {}; let one of them stand by itself", met.join(" -> "));
            return Err(own.fault(Some(at(&other)), what));
        }
        let Some(next) = written.iter().find(|known| known.id() == id) else {
            let what = format!("`same_as` names {id}, which no file has; give the id of a goal");
            return Err(own.fault(Some(at(&other)), what));
        };
        text.take_from(&next.text);
    }
    Ok(text)
}

/// The versions of one goal must not hold on one day.
fn check_versions(goals: &[Goal], written: &[Written<'_>]) -> Result<(), GoalsRefused> {
    for (nth, goal) in goals.iter().enumerate() {
        for (other, before) in goals[..nth].iter().enumerate().filter(|(_, before)| before.id == goal.id) {
            let begins = |goal: &Goal, other: &Goal| other.in_force_to.is_none_or(|to| goal.in_force_from <= to);
            if begins(goal, before) && begins(before, goal) {
                let shown = |goal: &Goal| match goal.in_force_to {
                    Some(to) => format!("from {} to {to}", goal.in_force_from),
                    None => format!("from {} on", goal.in_force_from),
                };
                let what = format!(
                    "holds {}, and so does its version of {} {}; let one end the day before the other begins",
                    shown(goal),
                    written[other].file,
                    shown(before)
                );
                return Err(written[nth].fault(None, what));
            }
        }
    }
    Ok(())
}
