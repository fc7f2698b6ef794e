//! The PostGIS store: many writers, many servers.
//!
//! Writers queue on one advisory lock, so that revisions count up without gap in the order in which
//! they become visible. Readers take one repeatable-read snapshot and wait for nobody.

mod layers;
mod lines;
mod link;
mod rows;
mod write;

pub use write::Writing;

use std::time::Duration;

use chrono::NaiveDate;
use futures_util::TryStreamExt;
use sqlx::Connection;
use sqlx::PgConnection;
use sqlx::PgPool;
use sqlx::Row;
use sqlx::postgres::PgConnectOptions;
use sqlx::postgres::PgListener;
use sqlx::postgres::PgPoolOptions;

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
use crate::store::error::asking;
use crate::store::layers::named;
use crate::store::layers::table;
use crate::store::migrations;

/// The advisory lock of whoever writes or migrates: "luzhang" in ASCII.
const WRITER_LOCK: i64 = 0x006c_757a_6861_6e67;

/// So often it is tried to see all layers as they are at one moment.
const TRIES: usize = 5;

/// A PostGIS store that is there and up to date.
#[derive(Clone)]
pub struct PostGis {
    pool: PgPool,
}

impl PostGis {
    pub(crate) async fn open(url: &str, name: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url, name).await?;
        let mut connection = store.connection().await?;
        let applied = applied(&mut connection).await?;
        if applied.is_empty() {
            return Err(StoreError::Missing(name.to_owned()));
        }
        let missing = migrations::missing(migrations::POSTGIS, &applied, name)?;
        migrations::refuse_old(&missing, name)?;
        Ok(store)
    }

    pub(crate) async fn migrate(url: &str, name: &str) -> Result<(Self, Vec<String>), StoreError> {
        let store = Self::connect(url, name).await?;
        let mut connection = store.connection().await?;
        let failed = |what: &str| asking(format!("migrating the store: {what}"));
        let mut transaction = connection.begin().await.map_err(failed("beginning"))?;
        lock(&mut transaction).await?;
        sqlx::raw_sql(
            "CREATE TABLE IF NOT EXISTS luzhang_migrations (
                 version bigint PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
        )
        .execute(&mut *transaction)
        .await
        .map_err(failed("listing the steps"))?;
        let missing = migrations::missing(migrations::POSTGIS, &applied(&mut transaction).await?, name)?;
        for step in &missing {
            sqlx::raw_sql(step.sql).execute(&mut *transaction).await.map_err(failed(step.name))?;
            sqlx::query("INSERT INTO luzhang_migrations (version, name) VALUES ($1, $2)")
                .bind(step.version)
                .bind(step.name)
                .execute(&mut *transaction)
                .await
                .map_err(failed(step.name))?;
        }
        transaction.commit().await.map_err(failed("committing"))?;
        let applied = missing.iter().map(|step| format!("{}_{}", step.version, step.name)).collect();
        Ok((store, applied))
    }

    async fn connect(url: &str, name: &str) -> Result<Self, StoreError> {
        let options: PgConnectOptions = url.parse().map_err(asking(format!("reading the URL {name}")))?;
        let options = options.application_name("luzhang");
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(|source| StoreError::PostGis {
                what: format!("connecting to {name}: is PostgreSQL running there, and is the database made?"),
                source,
            })?;
        Ok(Self { pool })
    }

    async fn connection(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Postgres>, StoreError> {
        self.pool.acquire().await.map_err(asking("getting a connection to PostgreSQL"))
    }

    pub(crate) async fn revision(&self) -> Result<i64, StoreError> {
        revision(&mut *self.connection().await?).await
    }

    pub(crate) async fn why(&self, revision: i64) -> Result<String, StoreError> {
        sqlx::query_scalar("SELECT why FROM luzhang_revisions WHERE revision = $1")
            .bind(revision)
            .fetch_optional(&self.pool)
            .await
            .map(Option::unwrap_or_default)
            .map_err(asking("reading the revision"))
    }

    pub(crate) async fn read(
        &self,
        wanted: &[&'static Collection],
        which: WhichLayers<'_>,
        sink: Sink<'_>,
    ) -> Result<Everything, StoreError> {
        let (mut transaction, revision, layers) = self.snapshot(which).await?;
        for collection in wanted.iter().copied().chain(which.of(&layers)) {
            let failed = || asking(format!("reading {}", collection.name));
            let sql = format!("SELECT {} FROM {}", rows::columns(collection), table(collection));
            // A layer may be made anew with columns of other types, of which a kept plan knows nothing.
            let asked = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(!collection.is_layer);
            let mut found = asked.fetch(&mut *transaction);
            let mut batch = Vec::with_capacity(BATCH);
            while let Some(row) = found.try_next().await.map_err(failed())? {
                batch.push(rows::record(collection, &row).map_err(failed())?);
                if batch.len() == BATCH {
                    sink(collection, std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
                }
            }
            sink(collection, batch);
        }
        Ok(Everything { revision, layers })
    }

    /// A view of the database at one moment, in which no layer that is asked for is made anew.
    async fn snapshot(
        &self,
        which: WhichLayers<'_>,
    ) -> Result<(sqlx::Transaction<'static, sqlx::Postgres>, i64, Vec<&'static Collection>), StoreError> {
        let begun = || asking("beginning to read");
        for _ in 0..TRIES {
            let mut transaction = self.pool.begin().await.map_err(begun())?;
            let expected =
                if which.is_none() { Vec::new() } else { layers::all(&mut *self.connection().await?).await? };
            sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .execute(&mut *transaction)
                .await
                .map_err(begun())?;
            if layers::hold(&mut transaction, &which.of(&expected)).await? {
                let revision = revision(&mut transaction).await?;
                let found = if which.is_none() { Vec::new() } else { layers::all(&mut transaction).await? };
                if found.iter().map(|layer| layer.name).eq(expected.iter().map(|layer| layer.name)) {
                    return Ok((transaction, revision, found));
                }
            }
        }
        Err(StoreError::Restless)
    }

    pub(crate) async fn records(
        &self,
        collection: &'static Collection,
        codes: Vec<Box<str>>,
    ) -> Result<Vec<Record>, StoreError> {
        rows::of_codes(&mut *self.connection().await?, collection, &codes).await
    }

    pub(crate) async fn edits_since(&self, revision: i64) -> Result<Vec<Edit>, StoreError> {
        let failed = || asking("reading the change log");
        let rows = sqlx::query(
            "SELECT revision, collection, code, version, operation FROM luzhang_changes
             WHERE revision > $1 ORDER BY revision, ordinal",
        )
        .bind(revision)
        .fetch_all(&self.pool)
        .await
        .map_err(failed())?;
        // After the log: a layer of which it speaks is described by then.
        let layers = layers::all(&mut *self.connection().await?).await?;
        let edit = |row: &sqlx::postgres::PgRow| -> Result<Option<Edit>, sqlx::Error> {
            let Some(collection) = named(row.try_get("collection")?, &layers) else { return Ok(None) };
            let Some(operation) = Operation::read(row.try_get("operation")?) else { return Ok(None) };
            Ok(Some(Edit {
                revision: row.try_get("revision")?,
                collection: collection.name,
                code: row.try_get::<&str, _>("code")?.into(),
                version: row.try_get("version")?,
                operation,
            }))
        };
        rows.iter().filter_map(|row| edit(row).transpose()).collect::<Result<_, _>>().map_err(failed())
    }

    pub(crate) async fn listener(&self) -> Result<PgListener, StoreError> {
        let failed = || asking("listening for news of the store");
        let mut listener = PgListener::connect_with(&self.pool).await.map_err(failed())?;
        listener.listen("luzhang").await.map_err(failed())?;
        Ok(listener)
    }

    pub(crate) async fn history(
        &self,
        collection: &'static Collection,
        code: &str,
    ) -> Result<Vec<Version>, StoreError> {
        rows::history(&mut *self.connection().await?, collection, code).await
    }

    pub(crate) async fn past(
        &self,
        collection: &'static Collection,
        past: Past,
        code: Option<&str>,
    ) -> Result<Vec<Record>, StoreError> {
        rows::past(&mut *self.connection().await?, collection, past, code).await
    }

    pub(crate) async fn undated_after(
        &self,
        collection: &'static Collection,
        day: NaiveDate,
    ) -> Result<Vec<Record>, StoreError> {
        rows::undated_after(&mut *self.connection().await?, collection, day).await
    }

    pub(crate) async fn begin(&self, by: Authorship) -> Result<Writing, StoreError> {
        let mut transaction = self.pool.begin().await.map_err(asking("beginning to write"))?;
        lock(&mut transaction).await?;
        // The triggers leave to us what they do for other programs, row by row.
        sqlx::query("SELECT set_config('luzhang.writing', 'on', true)")
            .execute(&mut *transaction)
            .await
            .map_err(asking("beginning to write"))?;
        let revision = revision(&mut transaction).await? + 1;
        Ok(Writing::new(transaction, by, revision))
    }
}

async fn lock(connection: &mut PgConnection) -> Result<(), StoreError> {
    // A transaction that somebody left open must not hold us in silence.
    sqlx::query("SELECT set_config('lock_timeout', '30s', true)")
        .execute(&mut *connection)
        .await
        .map_err(asking("beginning to write"))?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(WRITER_LOCK)
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(asking("waiting for the writer before us"))
}

async fn revision(connection: &mut PgConnection) -> Result<i64, StoreError> {
    sqlx::query_scalar("SELECT coalesce(max(revision), 0) FROM luzhang_revisions")
        .fetch_one(connection)
        .await
        .map_err(asking("reading the revision"))
}

/// The versions of the migrations that were applied; none for an empty database.
async fn applied(connection: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
    let failed = || asking("reading which migrations were applied");
    let there: bool = sqlx::query_scalar("SELECT to_regclass('luzhang_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed())?;
    if !there {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("SELECT version FROM luzhang_migrations ORDER BY version")
        .fetch_all(connection)
        .await
        .map_err(failed())
}
