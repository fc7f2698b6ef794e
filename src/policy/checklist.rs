//! Duties of the texts that have no figure: who recorded what of them, with date and evidence.
//!
//! Never computed, never a status of a goal: the answer says what stands in the records, and no more.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::world::Row;
use crate::world::UnitId;
use crate::world::World;

/// The duties, from `data/rules/checklist.toml`.
#[derive(Clone, Debug)]
pub struct Checklist {
    pub name: String,
    pub duties: Vec<Duty>,
}

/// One duty of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// As records name it.
    #[serde(rename = "duty")]
    pub id: String,
    pub clause: String,
    pub title: String,
    /// The wording of the document.
    pub text: String,
}

/// Why a checklist was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistRefused {
    #[error("{file}: {what}")]
    File { file: String, what: String },
    #[error("{file}, line {line}, duty {duty}: {what}")]
    Duty { file: String, line: usize, duty: String, what: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    checklist: String,
    #[serde(default)]
    document: Vec<DocumentText>,
    #[serde(default)]
    duty: Vec<DutyText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a document must be named whole, though only its key is asked for")]
struct DocumentText {
    key: String,
    title: String,
    number: String,
    date: Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyText {
    id: Spanned<String>,
    clause: String,
    title: String,
    text: String,
}

static EMBEDDED: LazyLock<Checklist> = LazyLock::new(|| {
    Checklist::from_texts(&[("checklist.toml", include_str!("../../data/rules/checklist.toml"))])
        .expect("the file in the program is the one that the tests read")
});

impl Checklist {
    /// That which came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// From files, by name and text; together they are whole.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, ChecklistRefused> {
        let mut list = Self { name: String::new(), duties: Vec::new() };
        for (file, text) in texts {
            let fault = |what: String| ChecklistRefused::File { file: (*file).to_owned(), what };
            let parsed: FileText = toml::from_str(text).map_err(|why| fault(why.to_string().trim_end().to_owned()))?;
            if !list.name.is_empty() && list.name != parsed.checklist {
                let (its, known) = (&parsed.checklist, &list.name);
                return Err(fault(format!("belongs to the checklist `{its}`, the files before it to `{known}`")));
            }
            list.name = parsed.checklist;
            for duty in parsed.duty {
                let refuse = |what: String| {
                    let line = text[..duty.id.span().start].lines().count().max(1);
                    let duty = duty.id.get_ref().clone();
                    Err(ChecklistRefused::Duty { file: (*file).to_owned(), line, duty, what })
                };
                let id = duty.id.get_ref();
                let key = duty.clause.split_whitespace().next().unwrap_or_default();
                if parsed.document.iter().all(|document| document.key != key) {
                    return refuse(format!("the clause `{}` is of no document in the file", duty.clause));
                }
                if list.duties.iter().any(|known| known.id == *id) {
                    return refuse("is written twice; give each id once".to_owned());
                }
                if [id, &duty.title, &duty.text].into_iter().any(|part| part.trim().is_empty()) {
                    return refuse("lacks its id, title or text; write all three".to_owned());
                }
                list.duties.push(Duty { id: id.clone(), clause: duty.clause, title: duty.title, text: duty.text });
            }
        }
        if list.duties.is_empty() {
            let file = texts.first().map_or_else(|| "checklist.toml".to_owned(), |(file, _)| (*file).to_owned());
            return Err(ChecklistRefused::File { file, what: "has no duty; write at least one [[duty]]".to_owned() });
        }
        Ok(list)
    }
}

/// What a county-level body recorded.
#[derive(Clone, Debug, Serialize)]
pub struct BodyDuties {
    pub jurisdiction: String,
    pub name: Option<String>,
    pub duties: Vec<DutyRecorded>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DutyRecorded {
    #[serde(flatten)]
    pub duty: Duty,
    /// Whether there is any record: not whether the duty is done.
    pub recorded: bool,
    pub records: Vec<DutyRecord>,
}

#[derive(Clone, Debug, Serialize)]
pub struct DutyRecord {
    pub code: String,
    pub jurisdiction: Option<String>,
    pub duty: Option<String>,
    pub done_on: Option<NaiveDate>,
    pub evidence: Option<String>,
    pub note: Option<String>,
}

/// The checklist of some bodies, and the records that fit no duty or no body.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    pub checklist: String,
    pub bodies: Vec<BodyDuties>,
    pub unknown: Vec<DutyRecord>,
}

/// What is recorded of the duties of bodies; records by day, then by code.
pub fn checklist(world: &World, list: &Checklist, bodies: &[UnitId]) -> Checked {
    let tree = world.jurisdictions().tree();
    let mut rows: Vec<Row> = world.named("duty_records").rows().collect();
    rows.sort_by(|a, b| (a.value("done_on").as_date(), a.code()).cmp(&(b.value("done_on").as_date(), b.code())));
    let body_of = |row: &Row| row.text("jurisdiction_code").and_then(|code| tree.unit(tree.find(code)?).body);
    let told = |body: &UnitId| {
        let recorded = |duty: &Duty| {
            let is_its = |row: &&Row| body_of(row) == Some(*body) && duty_of(**row) == Some(&*duty.id);
            let records: Vec<DutyRecord> = rows.iter().filter(is_its).map(|row| record(*row)).collect();
            DutyRecorded { duty: duty.clone(), recorded: !records.is_empty(), records }
        };
        let unit = tree.unit(*body);
        BodyDuties {
            jurisdiction: unit.code.to_string(),
            name: unit.name.as_deref().map(str::to_owned),
            duties: list.duties.iter().map(recorded).collect(),
        }
    };
    let is_known = |row: &&Row| {
        body_of(row).is_some() && duty_of(**row).is_some_and(|duty| list.duties.iter().any(|known| known.id == duty))
    };
    Checked {
        checklist: list.name.clone(),
        bodies: bodies.iter().map(told).collect(),
        unknown: rows.iter().filter(|row| !is_known(row)).map(|row| record(*row)).collect(),
    }
}

fn duty_of(row: Row<'_>) -> Option<&str> {
    row.text("duty").map(str::trim)
}

fn record(row: Row) -> DutyRecord {
    let text = |field| row.text(field).map(str::to_owned);
    DutyRecord {
        code: row.code().to_owned(),
        jurisdiction: text("jurisdiction_code"),
        duty: text("duty"),
        done_on: row.value("done_on").as_date(),
        evidence: text("evidence"),
        note: text("note"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/rules/checklist.toml");

    #[track_caller]
    fn refused(from: &str, to: &str, words: &str) {
        assert!(FILE.contains(from), "{from}");
        let text = FILE.replacen(from, to, 1);
        let why = Checklist::from_texts(&[("checklist.toml", &text)]).unwrap_err().to_string();
        assert!(why.starts_with("checklist.toml") && why.contains(words), "{why}");
    }

    #[test]
    fn what_is_wrong_with_a_checklist_is_said_with_its_line() {
        refused("clause = \"R4 二(一)1\"", "clause = \"二(一)1\"", "line 19, duty road-plan: the clause `二(一)1`");
        refused("id = \"one-map\"", "id = \"road-plan\"", "is written twice");
        refused("title = \"四统一\"", "title = \" \"", "lacks its id, title or text");
        refused("[[duty]]", "[[duties]]", "duties");
        let why = Checklist::from_texts(&[("c.toml", "checklist = \"x\"")]).unwrap_err().to_string();
        assert_eq!(why, "c.toml: has no duty; write at least one [[duty]]");
    }
}
