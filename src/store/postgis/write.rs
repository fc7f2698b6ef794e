//! Writing in progress: one PostgreSQL transaction that holds the writer lock.
//!
//! Rows travel by `COPY`, which is several times faster than `INSERT`: new records straight into
//! their table, new versions through a staging table.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use sqlx::PgConnection;
use sqlx::Postgres;

use crate::domain::Collection;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Stated;
use crate::domain::Value;
use crate::geom::Shape;
use crate::geom::codec::to_wkb;
use crate::store::Authorship;
use crate::store::BATCH;
use crate::store::StoreError;
use crate::store::Tally;
use crate::store::error::asking;
use crate::store::facts::facts;
use crate::store::layers::read;
use crate::store::layers::table;
use crate::store::layers::written;
use crate::store::merge::merge;
use crate::store::postgis::layers;
use crate::store::postgis::rows;

/// A transaction; dropped before `commit` it is rolled back.
pub struct Writing {
    /// Gone after a failure: what is half done must not be committed.
    state: Option<State>,
}

struct State {
    transaction: sqlx::Transaction<'static, Postgres>,
    by: Authorship,
    revision: i64,
    ordinal: i64,
    /// For each collection that this transaction has met, whether it was empty, and then the hashes
    /// of the codes that it has got since: of the others nobody need ask the database.
    filled: HashMap<&'static str, Option<HashSet<u64>>>,
}

impl Writing {
    pub(super) fn new(transaction: sqlx::Transaction<'static, Postgres>, by: Authorship, revision: i64) -> Self {
        Self { state: Some(State { transaction, by, revision, ordinal: 0, filled: HashMap::new() }) }
    }

    /// 0 once the transaction is lost.
    pub(crate) fn revision(&self) -> i64 {
        self.state.as_ref().map_or(0, |state| state.revision)
    }

    pub(crate) async fn upsert(
        &mut self,
        collection: &'static Collection,
        stated: &Stated,
        given: Vec<Record>,
    ) -> Result<Tally, StoreError> {
        let mut state = self.take()?;
        let tally = state.upsert(collection, stated, given).await?;
        self.state = Some(state);
        Ok(tally)
    }

    pub(crate) async fn delete(
        &mut self,
        collection: &'static Collection,
        codes: Vec<Box<str>>,
    ) -> Result<u64, StoreError> {
        let mut state = self.take()?;
        let count = state.delete(collection, codes).await?;
        self.state = Some(state);
        Ok(count)
    }

    pub(crate) async fn lay_out(&mut self, layer: &'static Collection) -> Result<(), StoreError> {
        let mut state = self.take()?;
        state.lay_out(layer).await?;
        self.state = Some(state);
        Ok(())
    }

    pub(crate) async fn codes(&mut self, collection: &'static Collection) -> Result<Vec<Box<str>>, StoreError> {
        let mut state = self.take()?;
        let codes = rows::codes(&mut state.transaction, collection).await?;
        self.state = Some(state);
        Ok(codes)
    }

    pub(crate) async fn commit(mut self) -> Result<i64, StoreError> {
        self.take()?.commit().await
    }

    fn take(&mut self) -> Result<State, StoreError> {
        self.state.take().ok_or(StoreError::Stopped { what: "writing" })
    }
}

impl State {
    async fn upsert(
        &mut self,
        collection: &'static Collection,
        stated: &Stated,
        given: Vec<Record>,
    ) -> Result<Tally, StoreError> {
        let codes = self.perhaps_standing(collection, &given).await?;
        let standing = rows::of_codes(&mut self.transaction, collection, &codes).await?;
        let ended = rows::ended(&mut self.transaction, collection, &codes).await?;
        let merge = merge(collection, stated, given, standing, &ended, &self.by)?;
        let columns = columns(collection);
        copy(
            &mut self.transaction,
            &table(collection),
            &columns,
            merge.inserts.iter().map(|record| line(collection, record)),
        )
        .await?;
        self.keep(collection, merge.updates.iter().map(|(before, _)| before)).await?;
        self.supersede(collection, &columns, merge.updates.iter().map(|(_, after)| after)).await?;
        let log = merge.log().map(|(record, operation)| (&*record.code, record.version, operation));
        self.log(collection, log.collect()).await?;
        Ok(merge.tally())
    }

    /// The codes of which there may be a record, or have been one.
    async fn perhaps_standing(
        &mut self,
        collection: &'static Collection,
        given: &[Record],
    ) -> Result<Vec<Box<str>>, StoreError> {
        if !self.filled.contains_key(collection.name) {
            let is_new = format!(
                "SELECT NOT EXISTS (SELECT FROM {}) AND NOT EXISTS (
                     SELECT FROM luzhang_changes WHERE operation = 'delete' AND collection = $1)",
                table(collection)
            );
            let is_new: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(is_new))
                .bind(collection.name)
                .fetch_one(&mut *self.transaction)
                .await
                .map_err(asking(format!("looking into {}", collection.name)))?;
            self.filled.insert(collection.name, is_new.then(HashSet::new));
        }
        let filled = self.filled.get_mut(collection.name).and_then(Option::as_mut);
        let codes = given.iter().map(|row| &row.code);
        Ok(match filled {
            None => codes.cloned().collect(),
            Some(hashes) => codes.filter(|code| !hashes.insert(hash(code))).cloned().collect(),
        })
    }

    async fn delete(&mut self, collection: &'static Collection, codes: Vec<Box<str>>) -> Result<u64, StoreError> {
        self.filled.insert(collection.name, None);
        let standing = rows::of_codes(&mut self.transaction, collection, &codes).await?;
        self.keep(collection, standing.iter()).await?;
        let there: Vec<&str> = standing.iter().map(|record| &*record.code).collect();
        sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {} WHERE code = ANY($1)", table(collection))))
            .bind(there)
            .execute(&mut *self.transaction)
            .await
            .map_err(asking(format!("deleting from {}", collection.name)))?;
        let log = standing.iter().map(|record| (&*record.code, record.version + 1, Operation::Delete));
        self.log(collection, log.collect()).await?;
        Ok(standing.len() as u64)
    }

    /// What stands under another description goes into the history, and its table with it.
    async fn lay_out(&mut self, layer: &'static Collection) -> Result<(), StoreError> {
        let standing = layers::standing(&mut self.transaction, layer.name).await?;
        if standing.as_ref().is_some_and(|description| *description == written(layer)) {
            return Ok(());
        }
        if let Some(description) = standing {
            let was = read(&description).ok_or_else(|| StoreError::Taken(layer.name.into()))?;
            for codes in rows::codes(&mut self.transaction, was).await?.chunks(BATCH) {
                self.delete(was, codes.to_vec()).await?;
            }
            self.filled.remove(layer.name);
            layers::drop(&mut self.transaction, was).await?;
        }
        layers::make(&mut self.transaction, layer).await
    }

    async fn commit(self) -> Result<i64, StoreError> {
        self.transaction.commit().await.map_err(asking("committing"))?;
        Ok(if self.ordinal == 0 { self.revision - 1 } else { self.revision })
    }

    /// Puts versions that stood into the history.
    async fn keep(
        &mut self,
        collection: &Collection,
        records: impl Iterator<Item = &Record>,
    ) -> Result<(), StoreError> {
        let lines = records.map(|record| {
            let mut line = String::new();
            cell(&mut line, collection.name);
            cell(&mut line, &record.code);
            cell(&mut line, &record.version.to_string());
            geometry_cell(&mut line, record.geometry.as_ref());
            cell(&mut line, &facts(collection, record));
            common_cells(&mut line, record);
            line
        });
        let columns = "collection, code, version, geom, facts, valid_from, recorded_at, provenance";
        copy(&mut self.transaction, "luzhang_history", columns, lines).await
    }

    async fn supersede(
        &mut self,
        collection: &Collection,
        columns: &str,
        records: impl Iterator<Item = &Record>,
    ) -> Result<(), StoreError> {
        let lines: Vec<String> = records.map(|record| line(collection, record)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let failed = || asking(format!("updating {}", collection.name));
        let name = collection.name;
        let stage = format!(
            "CREATE TEMP TABLE IF NOT EXISTS staged_{name} (LIKE \"{name}\") ON COMMIT DROP;
             ALTER TABLE staged_{name} ALTER COLUMN fid DROP NOT NULL;
             TRUNCATE staged_{name}"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(stage)).execute(&mut *self.transaction).await.map_err(failed())?;
        copy(&mut self.transaction, &format!("staged_{name}"), columns, lines.into_iter()).await?;
        let set: Vec<String> = columns.split(", ").map(|column| format!("{column} = staged.{column}")).collect();
        let update = format!(
            "UPDATE \"{name}\" standing SET {} FROM staged_{name} staged WHERE standing.code = staged.code",
            set.join(", ")
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(update)).execute(&mut *self.transaction).await.map_err(failed())?;
        Ok(())
    }

    async fn log(&mut self, collection: &Collection, entries: Vec<(&str, i32, Operation)>) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        if self.ordinal == 0 {
            sqlx::query("INSERT INTO luzhang_revisions VALUES ($1, $2, $3, $4)")
                .bind(self.revision)
                .bind(self.by.at)
                .bind(&self.by.who)
                .bind(&self.by.why)
                .execute(&mut *self.transaction)
                .await
                .map_err(asking("writing the revision"))?;
        }
        let lines = entries.iter().zip(self.ordinal + 1..).map(|((code, version, operation), ordinal)| {
            let mut line = format!("{}\t{ordinal}\t", self.revision);
            cell(&mut line, collection.name);
            cell(&mut line, code);
            cell(&mut line, &version.to_string());
            cell(&mut line, operation.as_str());
            line
        });
        let columns = "revision, ordinal, collection, code, version, operation";
        copy(&mut self.transaction, "luzhang_changes", columns, lines).await?;
        self.ordinal += i64::try_from(entries.len()).unwrap_or(i64::MAX);
        Ok(())
    }
}

fn hash(code: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    code.hash(&mut hasher);
    hasher.finish()
}

/// The columns of a collection in the order of [`line()`].
fn columns(collection: &Collection) -> String {
    let mut columns: Vec<String> = vec!["code".into(), "version".into()];
    if collection.geometry.is_spatial() {
        columns.push("geom".into());
    }
    columns.extend(collection.fields.iter().map(|field| format!("\"{}\"", field.name)));
    columns.extend(["valid_from", "recorded_at", "provenance"].map(String::from));
    columns.join(", ")
}

/// A record as a line of `COPY` in text format.
fn line(collection: &Collection, record: &Record) -> String {
    let mut line = String::with_capacity(256);
    cell(&mut line, &record.code);
    cell(&mut line, &record.version.to_string());
    if collection.geometry.is_spatial() {
        geometry_cell(&mut line, record.geometry.as_ref());
    }
    for value in &record.values {
        match value {
            Value::Null => line.push_str("\\N\t"),
            Value::List(parts) => {
                let quoted =
                    parts.iter().map(|part| format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\"")));
                cell(&mut line, &format!("{{{}}}", quoted.collect::<Vec<_>>().join(",")));
            }
            other => cell(&mut line, &other.written()),
        }
    }
    common_cells(&mut line, record);
    line
}

fn common_cells(line: &mut String, record: &Record) {
    match record.valid_from {
        Some(day) => cell(line, &day.to_string()),
        None => line.push_str("\\N\t"),
    }
    cell(line, &record.recorded_at.to_rfc3339());
    cell(line, &record.provenance);
}

fn geometry_cell(line: &mut String, shape: Option<&Shape>) {
    let Some(shape) = shape else { return line.push_str("\\N\t") };
    // Hexadecimal EWKB: the byte order, the type with the SRID bit, the SRID, the rest.
    let wkb = to_wkb(shape);
    let mut ewkb = wkb[..4].to_vec();
    ewkb.push(wkb[4] | 0x20);
    ewkb.extend(4490_u32.to_le_bytes());
    ewkb.extend(&wkb[5..]);
    for byte in ewkb {
        let _ = write!(line, "{byte:02X}");
    }
    line.push('\t');
}

fn cell(line: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '\\' => line.push_str("\\\\"),
            '\t' => line.push_str("\\t"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            other => line.push(other),
        }
    }
    line.push('\t');
}

/// Sends lines, each of whose cells ends in a tab.
async fn copy(
    connection: &mut PgConnection,
    table: &str,
    columns: &str,
    lines: impl Iterator<Item = String>,
) -> Result<(), StoreError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.strip_suffix('\t').unwrap_or(&line));
        text.push('\n');
    }
    if text.is_empty() {
        return Ok(());
    }
    let failed = || asking(format!("writing {table}"));
    let mut sending = connection.copy_in_raw(&format!("COPY {table} ({columns}) FROM STDIN")).await.map_err(failed())?;
    sending.send(text.as_bytes()).await.map_err(failed())?;
    sending.finish().await.map_err(failed())?;
    Ok(())
}
