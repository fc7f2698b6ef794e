//! The log of an incident: every version of it and of its warnings, as the store keeps them.

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::incidents::incidents;
use crate::app::incidents::warnings;
use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::store::Version;

/// One version, with what it changed. Nothing of it is ever edited.
#[derive(Clone, Debug)]
pub struct Entry {
    pub collection: &'static Collection,
    pub record: Record,
    pub revision: i64,
    pub operation: &'static str,
    /// Who was signed in, and why the store was written to.
    pub who: String,
    pub why: String,
    /// Fields that differ from the version before, with what they say now.
    pub changed: Vec<(&'static str, Value)>,
    /// Whether its place or area differs from the version before.
    pub moved: bool,
}

impl App {
    /// The log in the order in which it was written; empty when there is no such incident.
    pub async fn incident_log(&self, view: &View, code: &str) -> Result<Vec<Entry>, Refusal> {
        view.table(incidents())?;
        let mut entries = self.versions(incidents(), code).await?;
        for warning in view.warnings_of(code)? {
            entries.extend(self.versions(warnings(), &warning.code).await?);
        }
        // Of one transaction the incident comes first, then its warnings by code.
        entries.sort_by_key(|entry| entry.revision);
        Ok(entries)
    }

    async fn versions(&self, collection: &'static Collection, code: &str) -> Result<Vec<Entry>, Refusal> {
        let versions = self.store().history(collection, code).await.map_err(|why| {
            tracing::error!(error = &why as &dyn std::error::Error, "reading the log of an incident");
            Refusal::StoreAway
        })?;
        let mut before: Option<Record> = None;
        let mut entries = Vec::with_capacity(versions.len());
        for Version { record, revision, operation, who, why } in versions {
            let is_same = |at: usize| before.as_ref().is_some_and(|before| before.values[at] == record.values[at]);
            let is_said = |at: usize| before.is_some() || !record.values[at].is_null();
            let changed = (0..record.values.len()).filter(|at| !is_same(*at) && is_said(*at));
            let changed = changed.map(|at| (collection.fields[at].name, record.values[at].clone())).collect();
            let moved = before.as_ref().is_none_or(|before| before.geometry != record.geometry);
            before = Some(record.clone());
            let operation = operation.as_str();
            entries.push(Entry { collection, record, revision, operation, who, why, changed, moved });
        }
        Ok(entries)
    }
}
