//! How the history keeps what a version said: one JSON object, so that a field that comes or goes
//! later needs no migration of the past.

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Value;

/// A version's facts as kept in the history: field to written value, lists as lists, unknowns left
/// out.
pub(crate) fn facts(collection: &Collection, record: &Record) -> String {
    let known = collection.fields.iter().zip(&record.values).filter(|(_, value)| !value.is_null());
    let fact = |value: &Value| match value {
        Value::List(parts) => serde_json::json!(parts),
        other => other.written().into(),
    };
    let facts: serde_json::Map<_, _> = known.map(|(field, value)| (field.name.to_owned(), fact(value))).collect();
    serde_json::Value::Object(facts).to_string()
}

/// The way back from [`facts`]. A field that is no more is left out.
pub(crate) fn values_of(collection: &Collection, facts: &str) -> Vec<Value> {
    let facts: serde_json::Value = serde_json::from_str(facts).unwrap_or_default();
    let read = |field: &Field| match &facts[field.name] {
        list @ serde_json::Value::Array(_) => serde_json::from_value(list.clone()).ok().map(Value::List),
        fact => Value::read(field.kind, fact.as_str()?).ok(),
    };
    collection.fields.iter().map(|field| read(field).unwrap_or_default()).collect()
}

/// The record that a change made; a deletion shows the last version that stood.
pub(crate) fn version_of(records: &[Record], version: i32, operation: &str) -> Option<(Record, Operation)> {
    let operation = Operation::read(operation)?;
    let made = match operation {
        Operation::Delete => records.iter().rev().find(|record| record.version < version)?,
        _ => records.iter().find(|record| record.version == version)?,
    };
    Some((made.clone(), operation))
}
