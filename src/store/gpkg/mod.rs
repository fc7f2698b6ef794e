//! The GeoPackage store: one file, nothing to install, opens in QGIS as it is.
//!
//! SQLite's calls block, so each runs on a blocking thread with a connection of its own; readers
//! and the one writer do not wait for each other (write-ahead log).

mod connect;
mod layers;
mod rows;
mod write;

pub use write::Writing;

use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::domain::Collection;
use crate::domain::Edit;
use crate::domain::Operation;
use crate::domain::Past;
use crate::domain::Record;
use crate::store::Authorship;
use crate::store::BATCH;
use crate::store::Everything;
use crate::store::StoreError;
use crate::store::Version;
use crate::store::WhichLayers;
use crate::store::connections::Sink;
use crate::store::error::doing;
use crate::store::layers::named;
use crate::store::migrations;

/// A GeoPackage store that is there and up to date.
#[derive(Clone)]
pub struct GeoPackage {
    path: PathBuf,
}

impl GeoPackage {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking("opening the store", move || {
            let connection = connect::existing(&path)?;
            let name = path.display().to_string();
            let missing = migrations::missing(migrations::GEOPACKAGE, &connect::applied(&connection)?, &name)?;
            migrations::refuse_old(&missing, &name)?;
            Ok(Self { path })
        })
        .await
    }

    pub(crate) async fn migrate(path: &Path) -> Result<(Self, Vec<String>), StoreError> {
        let path = path.to_owned();
        blocking("migrating the store", move || {
            let mut connection = connect::existing_or_new(&path)?;
            let applied = connect::migrate(&mut connection, &path.display().to_string())?;
            Ok((Self { path }, applied))
        })
        .await
    }

    pub(crate) async fn revision(&self) -> Result<i64, StoreError> {
        self.with("reading the revision", revision).await
    }

    pub(crate) async fn why(&self, revision: i64) -> Result<String, StoreError> {
        let ask = move |connection: &Connection| {
            connection
                .query_row("SELECT why FROM luzhang_revisions WHERE revision = ?", [revision], |row| row.get(0))
                .optional()
                .map(Option::unwrap_or_default)
                .map_err(doing("reading the revision"))
        };
        self.with("reading the revision", ask).await
    }

    pub(crate) async fn read(
        &self,
        wanted: &[&'static Collection],
        which: WhichLayers<'_>,
        sink: Sink<'_>,
    ) -> Result<Everything, StoreError> {
        // Four batches ahead: reading and what the caller makes of it go on side by side.
        let (sender, mut receiver) = mpsc::channel(4);
        let mut wanted = wanted.to_vec();
        // What travels to another thread may not be borrowed.
        let known = if let WhichLayers::AllBut(known) = which { Some(known.to_vec()) } else { None };
        let reading = tokio::spawn(self.clone().with_owned("reading the store", move |connection| {
            let transaction = connection.unchecked_transaction().map_err(doing("beginning to read"))?;
            let revision = revision(&transaction)?;
            let mut layers = Vec::new();
            if let Some(known) = known {
                layers = layers::all(&transaction)?;
                wanted.extend(WhichLayers::AllBut(&known).of(&layers));
            }
            for collection in wanted {
                let mut batch = Vec::with_capacity(BATCH);
                rows::each(&transaction, collection, |record| {
                    batch.push(record);
                    if batch.len() == BATCH {
                        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                        // A receiver that is gone wants no more.
                        return sender.blocking_send((collection, full)).is_ok();
                    }
                    true
                })?;
                if !batch.is_empty() && sender.blocking_send((collection, batch)).is_err() {
                    break;
                }
            }
            Ok(Everything { revision, layers })
        }));
        while let Some((collection, batch)) = receiver.recv().await {
            sink(collection, batch);
        }
        reading.await.map_err(|_cause| StoreError::Stopped { what: "reading the store" })?
    }

    pub(crate) async fn records(
        &self,
        collection: &'static Collection,
        codes: Vec<Box<str>>,
    ) -> Result<Vec<Record>, StoreError> {
        self.with("reading records", move |connection| rows::of_codes(connection, collection, &codes)).await
    }

    pub(crate) async fn edits_since(&self, revision: i64) -> Result<Vec<Edit>, StoreError> {
        self.with("reading the change log", move |connection| edits_since(connection, revision)).await
    }

    pub(crate) async fn history(
        &self,
        collection: &'static Collection,
        code: &str,
    ) -> Result<Vec<Version>, StoreError> {
        let code = code.to_owned();
        self.with("reading the history", move |connection| rows::history(connection, collection, &code)).await
    }

    pub(crate) async fn past(
        &self,
        collection: &'static Collection,
        past: Past,
        code: Option<&str>,
    ) -> Result<Vec<Record>, StoreError> {
        let code = code.map(str::to_owned);
        let ask = move |connection: &Connection| rows::past(connection, collection, past, code.as_deref());
        self.with("reading the past", ask).await
    }

    pub(crate) async fn undated_after(
        &self,
        collection: &'static Collection,
        day: NaiveDate,
    ) -> Result<Vec<Record>, StoreError> {
        let ask = move |connection: &Connection| rows::undated_after(connection, collection, day);
        self.with("reading the past", ask).await
    }

    pub(crate) async fn begin(&self, by: Authorship) -> Result<Writing, StoreError> {
        let path = self.path.clone();
        blocking("beginning to write", move || Writing::begin(connect::existing(&path)?, by)).await
    }

    async fn with<T: Send + 'static>(
        &self,
        what: &'static str,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.clone().with_owned(what, ask).await
    }

    async fn with_owned<T: Send + 'static>(
        self,
        what: &'static str,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        blocking(what, move || ask(&connect::existing(&self.path)?)).await
    }
}

/// Runs SQLite calls where they may block.
async fn blocking<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.map_err(|_cause| StoreError::Stopped { what })?
}

fn revision(connection: &Connection) -> Result<i64, StoreError> {
    connection
        .query_row("SELECT coalesce(max(revision), 0) FROM luzhang_revisions", [], |row| row.get(0))
        .map_err(doing("reading the revision"))
}

fn edits_since(connection: &Connection, revision: i64) -> Result<Vec<Edit>, StoreError> {
    let failed = || doing("reading the change log");
    let layers = layers::all(connection)?;
    let mut statement = connection
        .prepare_cached(
            "SELECT revision, collection, code, version, operation FROM luzhang_changes
             WHERE revision > ? ORDER BY revision, ordinal",
        )
        .map_err(failed())?;
    let mut found = statement.query([revision]).map_err(failed())?;
    let mut edits = Vec::new();
    while let Some(row) = found.next().map_err(failed())? {
        let read = || -> rusqlite::Result<Option<Edit>> {
            let name: String = row.get(1)?;
            let operation: String = row.get(4)?;
            let known = named(&name, &layers).zip(Operation::read(&operation));
            known
                .map(|(collection, operation)| {
                    Ok(Edit {
                        revision: row.get(0)?,
                        collection: collection.name,
                        code: row.get(2)?,
                        version: row.get(3)?,
                        operation,
                    })
                })
                .transpose()
        };
        edits.extend(read().map_err(failed())?);
    }
    Ok(edits)
}

/// The last version of each of `codes` that was deleted.
fn ended(
    connection: &Connection,
    collection: &Collection,
    codes: impl Iterator<Item = Box<str>>,
) -> rusqlite::Result<std::collections::HashMap<Box<str>, i32>> {
    let any: Option<i64> = connection
        .prepare_cached("SELECT 1 FROM luzhang_changes WHERE operation = 'delete' AND collection = ? LIMIT 1")?
        .query_row([collection.name], |row| row.get(0))
        .optional()?;
    let mut ended = std::collections::HashMap::new();
    if any.is_none() {
        return Ok(ended);
    }
    let mut last = connection.prepare_cached(
        "SELECT max(version) FROM luzhang_changes WHERE operation = 'delete' AND collection = ? AND code = ?",
    )?;
    for code in codes {
        if let Some(version) = last.query_row((collection.name, &*code), |row| row.get::<_, Option<i32>>(0))? {
            ended.insert(code, version);
        }
    }
    Ok(ended)
}
