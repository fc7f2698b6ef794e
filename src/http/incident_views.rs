//! Incidents, warnings and their log as JSON.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::app::incidents::Entry;
use crate::app::incidents::Incident;
use crate::app::incidents::Warning;
use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::emergency::life::Due;
use crate::exchange::json::geometry_to_geojson;
use crate::exchange::json::to_json;

/// Documents that make a record long; a list leaves them out.
const LONG: [&str; 6] = ["report", "assessment", "zones", "readings", "evidence", "reports"];
/// The nine of H10 4.2.2(2), as fields of a warning.
const NINE: [&str; 9] =
    ["area", "danger", "colour", "starts_at", "reach", "situation", "measures", "duties", "published_by"];

/// A value as JSON; a document is what it says, not its text.
fn value_view(field: &Field, value: &crate::domain::Value) -> Value {
    match (field.kind, value.as_text()) {
        (FieldKind::Document, Some(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => to_json(field, value),
    }
}

fn record_view(collection: &Collection, record: &Record, left_out: &[&str]) -> Map<String, Value> {
    let mut view = Map::new();
    view.insert("code".into(), Value::from(&*record.code));
    for (field, value) in collection.fields.iter().zip(&record.values) {
        if !left_out.contains(&field.name) {
            view.insert(field.name.into(), value_view(field, value));
        }
    }
    view.insert("geometry".into(), record.geometry.as_ref().map_or(Value::Null, geometry_to_geojson));
    view.insert("version".into(), record.version.into());
    let recorded = record.recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    view.insert("recorded_at".into(), recorded.into());
    view
}

fn incidents() -> &'static Collection {
    crate::domain::collections::named("incidents").expect("a collection of the product")
}

fn warnings() -> &'static Collection {
    crate::domain::collections::named("warnings").expect("a collection of the product")
}

/// As it stands in a list.
pub fn incident_line(record: &Record) -> Value {
    record_view(incidents(), record, &LONG).into()
}

pub fn incident_view(incident: &Incident) -> Value {
    let mut view = record_view(incidents(), &incident.record, &[]);
    view.insert("warnings".into(), incident.warnings.iter().map(warning_line).collect());
    view.insert("due".into(), incident.due.iter().map(due_view).collect());
    view.insert("assumptions".into(), incident.assumptions().map(|one| json!(one)).collect());
    view.insert("next".into(), incident.next.iter().map(|state| Value::from(state.as_str())).collect());
    view.into()
}

fn due_view(due: &Due) -> Value {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    json!({
        "what": due.what.as_str(),
        "due_at": due.due_at.map(time),
        "done_at": due.done_at.map(time),
        "progress": due.progress.as_str(),
        "clause": due.clause,
        "note": due.note,
    })
}

pub fn warning_line(record: &Record) -> Value {
    let mut view = record_view(warnings(), record, &[]);
    let missing = NINE.iter().filter(|field| record.value(warnings(), field).is_null());
    let missing: Vec<Value> = missing.map(|field| Value::from(*field)).collect();
    view.insert("missing".into(), missing.into());
    view.into()
}

pub fn warning_view(warning: &Warning) -> Value {
    let mut view = warning_line(&warning.record);
    view["incident"] = incident_line(&warning.incident);
    view
}

pub fn entry_view(entry: &Entry) -> Value {
    let Entry { collection, record, revision, operation, who, why, changed, moved } = entry;
    let said = |field: &str| record.value(collection, field).as_text().map(str::to_owned);
    let changed: Map<String, Value> = changed
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value_view(collection.field(name)?, value))))
        .collect();
    json!({
        "revision": revision,
        "collection": collection.name,
        "code": &*record.code,
        "version": record.version,
        "operation": operation,
        "at": record.recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "who": who,
        "why": why,
        "state": said("state"),
        "acted_by": said("acted_by"),
        "decided_by": said("decided_by"),
        "published_by": said("published_by"),
        "note": said("note"),
        "deviation": said("deviation"),
        "changed": changed,
        "moved": moved,
    })
}
