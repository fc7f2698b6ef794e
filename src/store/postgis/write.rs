//! Writing in progress: one PostgreSQL transaction that holds the writer lock.
//!
//! Rows travel by `COPY`, which is several times faster than `INSERT`: new records straight into
//! their table, new versions through a staging table. New records and the log are sent while the
//! caller goes on.

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use sqlx::Postgres;

use crate::domain::Collection;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Stated;
use crate::store::Authorship;
use crate::store::BATCH;
use crate::store::StoreError;
use crate::store::Tally;
use crate::store::error::asking;
use crate::store::layers::read;
use crate::store::layers::table;
use crate::store::layers::written;
use crate::store::merge::merge;
use crate::store::postgis::layers;
use crate::store::postgis::lines::Lines;
use crate::store::postgis::lines::columns;
use crate::store::postgis::link::Link;
use crate::store::postgis::link::copy;
use crate::store::postgis::rows;

/// A transaction; dropped before `commit` it is rolled back.
pub struct Writing {
    /// Gone after a failure: what is half done must not be committed.
    state: Option<State>,
}

struct State {
    link: Link,
    by: Authorship,
    revision: i64,
    ordinal: i64,
    /// For each collection that this transaction has met, whether it was empty, and then the hashes
    /// of the codes that it has got since: of the others nobody need ask the database.
    filled: HashMap<&'static str, Option<HashSet<u64>>>,
    /// How many rows each collection has got.
    inserted: HashMap<&'static str, usize>,
    /// Layers that are to be published.
    laid_out: Vec<&'static Collection>,
    /// Collections whose trigger is aside.
    aside: Vec<&'static str>,
}

/// From so many new rows in one transaction on, the trigger that watches what other programs insert
/// is put aside: to ask before each row whether it is ours takes a fifth of the time.
const BULK: usize = 20_000;

impl Writing {
    pub(super) fn new(transaction: sqlx::Transaction<'static, Postgres>, by: Authorship, revision: i64) -> Self {
        Self {
            state: Some(State {
                link: Link::Idle(transaction),
                by,
                revision,
                ordinal: 0,
                filled: HashMap::new(),
                inserted: HashMap::new(),
                laid_out: Vec::new(),
                aside: Vec::new(),
            }),
        }
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

    pub(crate) async fn lay_out(&mut self, layer: &'static Collection) -> Result<u64, StoreError> {
        let mut state = self.take()?;
        let gone = state.lay_out(layer).await?;
        self.state = Some(state);
        Ok(gone)
    }

    pub(crate) async fn codes(&mut self, collection: &'static Collection) -> Result<Vec<Box<str>>, StoreError> {
        let mut state = self.take()?;
        let codes = rows::codes(state.link.connection().await?, collection).await?;
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
        let (mut standing, mut ended) = (Vec::new(), HashMap::new());
        if !codes.is_empty() {
            let connection = self.link.connection().await?;
            standing = rows::of_codes(connection, collection, &codes).await?;
            ended = rows::ended(connection, collection, &codes).await?;
        }
        let merge = merge(collection, stated, given, standing, &ended, &self.by)?;
        self.keep(collection, merge.updates.iter().map(|(before, _)| before)).await?;
        self.supersede(collection, merge.updates.iter().map(|(_, after)| after)).await?;
        let mut inserts = Lines::into_table(table(collection), columns(collection));
        merge.inserts.iter().for_each(|record| inserts.record(collection, record));
        let log = merge.log().map(|(record, operation)| (&*record.code, record.version, operation));
        let log = self.log(collection, log).await?;
        let inserted = self.inserted.entry(collection.name).or_default();
        let before = *inserted;
        *inserted += merge.inserts.len();
        // Once: who did not get the lock then need not wait for it again.
        if before <= BULK && *inserted > BULK && self.link.put_trigger_aside(collection).await? {
            self.aside.push(collection.name);
        }
        self.link.send(vec![inserts, log]).await?;
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
                .fetch_one(self.link.connection().await?)
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
        let standing = rows::of_codes(self.link.connection().await?, collection, &codes).await?;
        self.retire(collection, &standing).await?;
        let there: Vec<&str> = standing.iter().map(|record| &*record.code).collect();
        sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {} WHERE code = ANY($1)", table(collection))))
            .bind(there)
            .execute(self.link.connection().await?)
            .await
            .map_err(asking(format!("deleting from {}", collection.name)))?;
        Ok(standing.len() as u64)
    }

    /// Writes down that records go.
    async fn retire(&mut self, collection: &'static Collection, standing: &[Record]) -> Result<(), StoreError> {
        self.keep(collection, standing.iter()).await?;
        let log = standing.iter().map(|record| (&*record.code, record.version + 1, Operation::Delete));
        let log = self.log(collection, log).await?;
        self.link.send(vec![log]).await
    }

    /// What stands under another description goes into the history.
    async fn lay_out(&mut self, layer: &'static Collection) -> Result<u64, StoreError> {
        let connection = self.link.connection().await?;
        let standing = layers::standing(connection, layer.name).await?;
        if standing.as_ref().is_some_and(|description| *description == written(layer)) {
            return Ok(0);
        }
        let mut gone = 0;
        match standing {
            None => layers::refuse_taken(connection, layer).await?,
            Some(description) => {
                let was = read(&description).ok_or_else(|| StoreError::Taken(layer.name.into()))?;
                layers::claim(connection, was).await?;
                let codes = rows::codes(connection, was).await?;
                gone = codes.len() as u64;
                for codes in codes.chunks(BATCH) {
                    let standing = rows::of_codes(self.link.connection().await?, was, codes).await?;
                    self.retire(was, &standing).await?;
                }
            }
        }
        layers::stage(self.link.connection().await?, layer).await?;
        self.laid_out.push(layer);
        Ok(gone)
    }

    async fn commit(mut self) -> Result<i64, StoreError> {
        for layer in std::mem::take(&mut self.laid_out) {
            layers::publish(self.link.connection().await?, layer).await?;
        }
        for name in std::mem::take(&mut self.aside) {
            self.link.put_trigger_back(name).await?;
        }
        self.link.commit().await?;
        Ok(if self.ordinal == 0 { self.revision - 1 } else { self.revision })
    }

    /// Puts versions that stood into the history.
    async fn keep(
        &mut self,
        collection: &Collection,
        records: impl Iterator<Item = &Record>,
    ) -> Result<(), StoreError> {
        let mut lines = Lines::into_history();
        records.for_each(|record| lines.version(collection, record));
        if lines.text.is_empty() {
            return Ok(());
        }
        copy(self.link.connection().await?, lines).await
    }

    async fn supersede(
        &mut self,
        collection: &Collection,
        records: impl Iterator<Item = &Record>,
    ) -> Result<(), StoreError> {
        let name = collection.name;
        let columns = columns(collection);
        let mut lines = Lines::into_table(format!("staged_{name}"), &*columns);
        records.for_each(|record| lines.record(collection, record));
        if lines.text.is_empty() {
            return Ok(());
        }
        let failed = || asking(format!("updating {name}"));
        let stage = format!(
            "CREATE TEMP TABLE IF NOT EXISTS staged_{name} (LIKE \"{name}\") ON COMMIT DROP;
             ALTER TABLE staged_{name} ALTER COLUMN fid DROP NOT NULL;
             TRUNCATE staged_{name}"
        );
        let connection = self.link.connection().await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(stage)).execute(&mut *connection).await.map_err(failed())?;
        copy(&mut *connection, lines).await?;
        let set: Vec<String> = columns.split(", ").map(|column| format!("{column} = staged.{column}")).collect();
        let update = format!(
            "UPDATE \"{name}\" standing SET {} FROM staged_{name} staged WHERE standing.code = staged.code",
            set.join(", ")
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(update)).execute(connection).await.map_err(failed())?;
        Ok(())
    }

    /// The entries as lines; the first of all makes the revision.
    async fn log(
        &mut self,
        collection: &Collection,
        entries: impl Iterator<Item = (&str, i32, Operation)>,
    ) -> Result<Lines, StoreError> {
        let mut lines = Lines::into_log();
        let mut ordinal = self.ordinal;
        for entry in entries {
            ordinal += 1;
            lines.entry((self.revision, ordinal), collection, entry);
        }
        if self.ordinal == 0 && ordinal > 0 {
            sqlx::query("INSERT INTO luzhang_revisions VALUES ($1, $2, $3, $4)")
                .bind(self.revision)
                .bind(self.by.at)
                .bind(&self.by.who)
                .bind(&self.by.why)
                .execute(self.link.connection().await?)
                .await
                .map_err(asking("writing the revision"))?;
        }
        self.ordinal = ordinal;
        Ok(lines)
    }
}

fn hash(code: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    code.hash(&mut hasher);
    hasher.finish()
}
