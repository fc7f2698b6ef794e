//! A record under the pen: its fields by name, documents as JSON.

use chrono::DateTime;
use chrono::SecondsFormat;
use chrono::SubsecRound;
use chrono::TimeDelta;
use chrono::Utc;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::incidents::WriteRefusal;
use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::value::LARGEST_DOCUMENT;

/// Where records of the desk come from.
const PROVENANCE: &str = "incident desk";

/// Who took a step, and on whose word: of the version that it makes, and of no other.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Hand {
    pub acted_by: String,
    pub decided_by: Option<String>,
    pub published_by: Option<String>,
    pub note: Option<String>,
    pub deviation: Option<String>,
}

pub(in crate::app) struct Sheet {
    pub collection: &'static Collection,
    pub record: Record,
}

impl Sheet {
    pub fn new(collection: &'static Collection, code: &str) -> Self {
        Self { collection, record: Record::new(collection, code, PROVENANCE) }
    }

    pub fn of(collection: &'static Collection, record: Record) -> Self {
        Self { collection, record }
    }

    fn at(&self, field: &str) -> usize {
        self.collection.position(field).expect("a field of the collection")
    }

    pub fn text(&self, field: &str) -> Option<&str> {
        self.record.value(self.collection, field).as_text()
    }

    pub fn time(&self, field: &str) -> Option<DateTime<Utc>> {
        match self.record.value(self.collection, field) {
            Value::Timestamp(at) => Some(*at),
            _ => None,
        }
    }

    /// `Null` where there is none.
    pub fn document(&self, field: &str) -> Json {
        self.text(field).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The members of a document that is a list.
    pub fn list(&self, field: &str) -> Vec<Json> {
        match self.document(field) {
            Json::Array(members) => members,
            _ => Vec::new(),
        }
    }

    pub fn set(&mut self, field: &str, text: Option<&str>) {
        let at = self.at(field);
        self.record.values[at] = text.map(str::trim).filter(|text| !text.is_empty()).map_or(Value::Null, Value::text);
    }

    pub fn set_value(&mut self, field: &str, value: Value) {
        let at = self.at(field);
        self.record.values[at] = value;
    }

    pub fn set_list(&mut self, field: &str, parts: &[String]) {
        let at = self.at(field);
        let parts: Vec<Box<str>> = parts.iter().map(|part| part.as_str().into()).collect();
        self.record.values[at] = if parts.is_empty() { Value::Null } else { Value::List(parts) };
    }

    /// To the millisecond: a GeoPackage keeps no more.
    pub fn set_time(&mut self, field: &str, time: Option<DateTime<Utc>>) {
        let at = self.at(field);
        self.record.values[at] = time.map_or(Value::Null, |time| Value::Timestamp(time.trunc_subsecs(3)));
    }

    pub fn set_document(&mut self, field: &str, document: &Json) -> Result<(), WriteRefusal> {
        let at = self.at(field);
        let text = document.to_string();
        if text.len() > LARGEST_DOCUMENT {
            let why = format!("would be {} bytes long; at most {LARGEST_DOCUMENT} are kept", text.len());
            return Err(WriteRefusal::field(field, why));
        }
        self.record.values[at] = if document.is_null() { Value::Null } else { Value::text(text) };
        Ok(())
    }

    /// Adds a member to a document that is a list.
    pub fn append(&mut self, field: &str, member: Json) -> Result<(), WriteRefusal> {
        let mut members = self.list(field);
        members.push(member);
        self.set_document(field, &members.into())
    }

    /// Every edit is signed, so that each is a version, even one that says again what stood.
    pub fn sign(&mut self, hand: &Hand, now: DateTime<Utc>) {
        self.set_time("acted_at", Some(now));
        self.set("acted_by", Some(&hand.acted_by));
        self.set("decided_by", hand.decided_by.as_deref());
        self.set("published_by", hand.published_by.as_deref());
        self.set("note", hand.note.as_deref());
        self.set("deviation", hand.deviation.as_deref());
    }
}

/// An instant within a document, in the time of China, to the second.
pub(super) fn written(at: DateTime<Utc>) -> Json {
    json!(at.with_timezone(&beijing()).to_rfc3339_opts(SecondsFormat::Secs, false))
}

pub(super) fn read_time(json: &Json) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(json.as_str()?).ok().map(|at| at.to_utc())
}

pub(super) fn beijing() -> chrono::FixedOffset {
    chrono::FixedOffset::east_opt(8 * 3600).expect("an offset of the world")
}

/// When something took place: now unless it is said, and not in the future. Clocks of two machines differ.
pub(super) fn moment(
    field: &str,
    given: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, WriteRefusal> {
    match given {
        Some(at) if at > now + TimeDelta::minutes(1) => {
            let why = format!("{} lies in the future; give when it took place, or leave it out for now", written(at));
            Err(WriteRefusal::field(field, why))
        }
        Some(at) => Ok(at.min(now)),
        None => Ok(now),
    }
}
