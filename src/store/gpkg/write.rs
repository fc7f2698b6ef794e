//! Writing in progress: one SQLite transaction on one connection.

use std::collections::HashMap;

use geo::BoundingRect;
use geo_types::Rect;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params_from_iter;
use tokio::task::spawn_blocking;

use crate::domain::Collection;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Stated;
use crate::geom::codec::to_geopackage;
use crate::store::Authorship;
use crate::store::BATCH;
use crate::store::StoreError;
use crate::store::Tally;
use crate::store::error::doing;
use crate::store::facts::facts;
use crate::store::gpkg;
use crate::store::gpkg::layers;
use crate::store::gpkg::rows;
use crate::store::layers::read;
use crate::store::layers::table;
use crate::store::layers::written;
use crate::store::merge::Merge;
use crate::store::merge::merge;

/// From so many new rows in one transaction on, they go into the R-tree all at once at the end
/// instead of by a trigger row by row: 200,000 rows cost 1 s that way, over 6 s the other.
const BULK: u64 = 2_000;

/// A transaction. Dropped before `commit`, its connection closes and nothing has happened.
pub struct Writing {
    state: Option<State>,
}

struct State {
    connection: Connection,
    by: Authorship,
    revision: i64,
    ordinal: i64,
    touched: HashMap<&'static str, Touched>,
}

/// What a transaction did to one layer.
#[derive(Default)]
struct Touched {
    inserted: u64,
    bounds: Option<Rect<f64>>,
    /// What was put aside; rows after this one are not in the R-tree yet.
    aside: Option<Aside>,
}

/// The trigger that puts new rows into the R-tree, to be made again, and the last row before it was
/// put aside. Those for changed and deleted rows stay.
struct Aside {
    trigger: String,
    last: i64,
}

impl Writing {
    pub(super) fn begin(connection: Connection, by: Authorship) -> Result<Self, StoreError> {
        connection.execute_batch("BEGIN IMMEDIATE").map_err(doing("beginning to write"))?;
        let revision = gpkg::revision(&connection)? + 1;
        Ok(Self { state: Some(State { connection, by, revision, ordinal: 0, touched: HashMap::new() }) })
    }

    /// 0 once the transaction is lost.
    pub(crate) fn revision(&self) -> i64 {
        self.state.as_ref().map_or(0, |state| state.revision)
    }

    pub(crate) async fn upsert(
        &mut self,
        collection: &'static Collection,
        stated: &Stated,
        rows: Vec<Record>,
    ) -> Result<Tally, StoreError> {
        let stated = stated.clone();
        self.with(move |state| state.upsert(collection, &stated, rows)).await
    }

    pub(crate) async fn delete(
        &mut self,
        collection: &'static Collection,
        codes: Vec<Box<str>>,
    ) -> Result<u64, StoreError> {
        self.with(move |state| state.delete(collection, &codes)).await
    }

    pub(crate) async fn lay_out(&mut self, layer: &'static Collection) -> Result<u64, StoreError> {
        self.with(move |state| state.lay_out(layer)).await
    }

    pub(crate) async fn codes(&mut self, collection: &'static Collection) -> Result<Vec<Box<str>>, StoreError> {
        self.with(move |state| rows::codes(&state.connection, collection)).await
    }

    pub(crate) async fn commit(mut self) -> Result<i64, StoreError> {
        self.with(State::commit).await
    }

    /// Lends the state to a blocking thread. If that thread is lost, so is the transaction.
    async fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut State) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut state = self.state.take().ok_or(StoreError::Stopped { what: "writing" })?;
        let (state, result) = spawn_blocking(move || {
            let result = work(&mut state);
            (state, result)
        })
        .await
        .map_err(|_cause| StoreError::Stopped { what: "writing" })?;
        // After a failure the transaction is half done: it must not be committed.
        self.state = result.is_ok().then_some(state);
        result
    }
}

impl State {
    fn upsert(
        &mut self,
        collection: &'static Collection,
        stated: &Stated,
        given: Vec<Record>,
    ) -> Result<Tally, StoreError> {
        let failed = || doing(format!("writing {}", collection.name));
        let codes: Vec<Box<str>> = given.iter().map(|row| row.code.clone()).collect();
        let standing = rows::of_codes(&self.connection, collection, &codes)?;
        let ended = gpkg::ended(&self.connection, collection, codes.into_iter()).map_err(failed())?;
        let merge = merge(collection, stated, given, standing, &ended, &self.by)?;
        self.touch(collection, &merge)?;
        self.insert(collection, &merge.inserts).map_err(failed())?;
        self.update(collection, &merge.updates).map_err(failed())?;
        for (record, operation) in merge.log() {
            self.log(collection, &record.code, record.version, operation).map_err(failed())?;
        }
        Ok(merge.tally())
    }

    fn touch(&mut self, collection: &'static Collection, merge: &Merge) -> Result<(), StoreError> {
        let touched = self.touched.entry(collection.name).or_default();
        touched.inserted += merge.inserts.len() as u64;
        for (record, _) in merge.log() {
            if let Some(rect) = record.geometry.as_ref().and_then(BoundingRect::bounding_rect) {
                touched.bounds = Some(touched.bounds.map_or(rect, |bounds| union(bounds, rect)));
            }
        }
        if collection.geometry.is_spatial() && touched.inserted > BULK && touched.aside.is_none() {
            touched.aside = put_aside(&self.connection, collection.name).map_err(doing("preparing the R-tree"))?;
        }
        Ok(())
    }

    fn insert(&self, collection: &Collection, records: &[Record]) -> rusqlite::Result<()> {
        let columns = rows::columns(collection);
        let marks = vec!["?"; columns.split(',').count()].join(", ");
        let sql = format!("INSERT INTO {} ({columns}) VALUES ({marks})", table(collection));
        let mut statement = self.connection.prepare_cached(&sql)?;
        for record in records {
            statement.execute(params_from_iter(rows::cells(collection, record)))?;
        }
        Ok(())
    }

    fn update(&self, collection: &Collection, updates: &[(Record, Record)]) -> rusqlite::Result<()> {
        let columns = rows::columns(collection).replace(", ", " = ?, ");
        let sql = format!("UPDATE {} SET {columns} = ? WHERE code = ?", table(collection));
        let mut statement = self.connection.prepare_cached(&sql)?;
        for (before, after) in updates {
            self.keep(collection, before)?;
            let mut cells = rows::cells(collection, after);
            cells.push(cells[0].clone());
            statement.execute(params_from_iter(cells))?;
        }
        Ok(())
    }

    fn delete(&mut self, collection: &'static Collection, codes: &[Box<str>]) -> Result<u64, StoreError> {
        let failed = || doing(format!("deleting from {}", collection.name));
        let standing = rows::of_codes(&self.connection, collection, codes)?;
        self.touched.entry(collection.name).or_default();
        self.retire(collection, &standing)?;
        let sql = format!("DELETE FROM {} WHERE code = ?", table(collection));
        let mut delete = self.connection.prepare_cached(&sql).map_err(failed())?;
        for record in &standing {
            delete.execute([&*record.code]).map_err(failed())?;
        }
        Ok(standing.len() as u64)
    }

    /// Writes down that records go.
    fn retire(&mut self, collection: &'static Collection, standing: &[Record]) -> Result<(), StoreError> {
        let failed = || doing(format!("deleting from {}", collection.name));
        for record in standing {
            self.keep(collection, record).map_err(failed())?;
            self.log(collection, &record.code, record.version + 1, Operation::Delete).map_err(failed())?;
        }
        Ok(())
    }

    /// What stands under another description goes into the history, and its table with it.
    fn lay_out(&mut self, layer: &'static Collection) -> Result<u64, StoreError> {
        let standing = layers::standing(&self.connection, layer.name)?;
        if standing.as_ref().is_some_and(|description| *description == written(layer)) {
            return Ok(0);
        }
        let mut gone = 0;
        if let Some(description) = standing {
            let was = read(&description).ok_or_else(|| StoreError::Taken(layer.name.into()))?;
            let codes = rows::codes(&self.connection, was)?;
            gone = codes.len() as u64;
            for codes in codes.chunks(BATCH) {
                let standing = rows::of_codes(&self.connection, was, codes)?;
                self.retire(was, &standing)?;
            }
            layers::drop(&self.connection, was)?;
        }
        layers::make(&self.connection, layer)?;
        Ok(gone)
    }

    /// Puts a version that stood into the history.
    fn keep(&self, collection: &Collection, record: &Record) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("INSERT INTO luzhang_history VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?
            .execute((
                collection.name,
                &*record.code,
                record.version,
                record.geometry.as_ref().map(|shape| to_geopackage(shape, 4490)),
                facts(collection, record),
                record.valid_from.map(|day| day.to_string()),
                rows::written_instant(record.recorded_at),
                &*record.provenance,
            ))
            .map(|_| ())
    }

    fn log(&mut self, collection: &Collection, code: &str, version: i32, operation: Operation) -> rusqlite::Result<()> {
        if self.ordinal == 0 {
            self.connection.execute(
                "INSERT INTO luzhang_revisions VALUES (?, ?, ?, ?)",
                (self.revision, rows::written_instant(self.by.at), &self.by.who, &self.by.why),
            )?;
        }
        self.ordinal += 1;
        self.connection
            .prepare_cached("INSERT INTO luzhang_changes VALUES (?, ?, ?, ?, ?, ?)")?
            .execute((self.revision, self.ordinal, collection.name, code, version, operation.as_str()))
            .map(|_| ())
    }

    fn commit(&mut self) -> Result<i64, StoreError> {
        let failed = || doing("committing");
        for (name, touched) in std::mem::take(&mut self.touched) {
            finish_layer(&self.connection, name, &touched, &rows::written_instant(self.by.at)).map_err(failed())?;
        }
        self.connection.execute_batch("COMMIT").map_err(failed())?;
        Ok(if self.ordinal == 0 { self.revision - 1 } else { self.revision })
    }
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

/// `None` for a layer whose R-tree somebody has taken away.
fn put_aside(connection: &Connection, name: &str) -> rusqlite::Result<Option<Aside>> {
    let trigger = format!("rtree_{name}_geom_insert");
    let sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?";
    let Some(sql) = connection.query_row(sql, [&trigger], |row| row.get(0)).optional()? else { return Ok(None) };
    connection.execute_batch(&format!("DROP TRIGGER {trigger}"))?;
    let last = connection.query_row(&format!("SELECT coalesce(max(fid), 0) FROM \"{name}\""), [], |row| row.get(0))?;
    Ok(Some(Aside { trigger: sql, last }))
}

/// Brings what depends on a layer's rows up to date: R-tree, extent, time of the last change.
fn finish_layer(connection: &Connection, name: &str, touched: &Touched, at: &str) -> rusqlite::Result<()> {
    if let Some(Aside { trigger, last }) = &touched.aside {
        // Of the new rows those are there that were changed since.
        connection.execute(
            &format!(
                "INSERT OR REPLACE INTO rtree_{name}_geom
                 SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) FROM \"{name}\"
                 WHERE fid > ? AND geom NOT NULL AND NOT ST_IsEmpty(geom)"
            ),
            [last],
        )?;
        connection.execute_batch(trigger)?;
    }
    connection.execute("UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?", (at, name))?;
    let Some(bounds) = touched.bounds else { return Ok(()) };
    // The extent only grows: looking for a smaller one would read the whole layer.
    connection
        .execute(
            "UPDATE gpkg_contents SET
                 min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),
                 max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4)
             WHERE table_name = ?5",
            (bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, name),
        )
        .map(|_| ())
}
