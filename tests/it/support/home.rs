//! An empty, migrated store that is gone when the test is over.

use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use luzhang::app::App;
use luzhang::app::Clock;
use luzhang::domain::Record;
use luzhang::domain::Stated;
use luzhang::domain::collections;
use luzhang::store::Authorship;
use luzhang::store::Location;
use luzhang::store::Store;
use luzhang::store::Tally;
use sqlx::AssertSqlSafe;
use sqlx::Connection;
use sqlx::PgConnection;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::support::Item;

/// A store of one test.
pub struct Home {
    pub location: Location,
    pub store: Store,
    keeper: Keeper,
}

enum Keeper {
    /// Removed with the test.
    Folder {
        _folder: TempDir,
    },
    Database(Database),
}

/// The instant at which all tests play: noon in Xuchang.
pub fn now() -> DateTime<Utc> {
    "2026-06-15T04:00:00Z".parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The author of what tests write.
pub fn by(who: &str, why: &str) -> Authorship {
    Authorship { who: who.to_owned(), why: why.to_owned(), at: now() }
}

impl Home {
    pub async fn geopackage() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::GeoPackage(folder.path().join("store.gpkg"));
        let (store, _) = Store::migrate(&location).await.unwrap();
        Self { location, store, keeper: Keeper::Folder { _folder: folder } }
    }

    pub async fn postgis() -> Self {
        // Migrating takes longer than copying a migrated database.
        static MIGRATED: OnceCell<String> = OnceCell::const_new();
        let template = MIGRATED
            .get_or_init(|| async {
                let database = Database::copied_from("luzhang_template").await;
                Store::migrate(&database.location()).await.unwrap();
                execute("postgres", &format!("alter database {} allow_connections false", database.name)).await;
                // Kept for as long as the cluster is.
                let name = database.name.clone();
                std::mem::forget(database);
                name
            })
            .await;
        let database = Database::copied_from(template).await;
        let location = database.location();
        let store = Store::open(&location).await.unwrap();
        Self { location, store, keeper: Keeper::Database(database) }
    }

    /// The file of a GeoPackage store.
    pub fn path(&self) -> PathBuf {
        match &self.location {
            Location::GeoPackage(path) => path.clone(),
            Location::PostGis(_) => panic!("a PostGIS store has no file"),
        }
    }

    /// The store as the command line is told of it.
    pub fn argument(&self) -> String {
        match &self.location {
            Location::GeoPackage(path) => path.display().to_string(),
            Location::PostGis(url) => url.clone(),
        }
    }

    /// A connection past the store, to `PostgreSQL` itself.
    pub async fn sql(&self) -> PgConnection {
        match &self.keeper {
            Keeper::Database(database) => connect(&database.name).await,
            Keeper::Folder { .. } => panic!("a GeoPackage store has no server"),
        }
    }

    /// Whether the database lets anybody in; who is in it is thrown out.
    pub async fn let_in(&self, lets: bool) {
        let Keeper::Database(Database { name }) = &self.keeper else { panic!("a GeoPackage store has no server") };
        execute("postgres", &format!("alter database {name} allow_connections {lets}")).await;
        let others = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        execute("postgres", &others).await;
    }

    /// Runs a statement past the store, in either dialect.
    pub async fn execute(&self, sql: &str) {
        match &self.keeper {
            Keeper::Database(database) => execute(&database.name, sql).await,
            Keeper::Folder { .. } => {
                let file = rusqlite::Connection::open(self.path()).unwrap();
                // The triggers of an R-tree name it, also where no geometry is touched.
                let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
                for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
                    file.create_scalar_function(name, 1, flags, |_| Ok(0)).unwrap();
                }
                file.execute_batch(sql).unwrap();
            }
        }
    }

    /// Writes items in one transaction, each stated whole.
    pub async fn put(&self, items: Vec<Item>) -> Tally {
        put(&self.store, items).await
    }

    pub async fn delete(&self, collection: &str, codes: &[&str]) -> u64 {
        let collection = collections::named(collection).unwrap();
        let mut writing = self.store.begin(by("tester", "delete")).await.unwrap();
        let gone = writing.delete(collection, codes.iter().map(|code| (*code).into()).collect()).await.unwrap();
        writing.commit().await.unwrap();
        gone
    }

    /// The current record of a code.
    pub async fn record(&self, collection: &str, code: &str) -> Option<Record> {
        let collection = collections::named(collection).unwrap();
        self.store.records(collection, vec![code.into()]).await.unwrap().pop()
    }

    pub async fn app(&self) -> App {
        App::start(&self.location, Clock::Fixed(now())).await.unwrap()
    }
}

pub async fn put(store: &Store, items: Vec<Item>) -> Tally {
    let mut writing = store.begin(by("tester", "test")).await.unwrap();
    let mut tally = Tally::default();
    for collection in collections::ALL {
        let rows: Vec<Record> = items
            .iter()
            .filter(|item| item.collection.name == collection.name)
            .map(|item| item.record.clone())
            .collect();
        if !rows.is_empty() {
            tally += writing.upsert(collection, &Stated::all(collection), rows).await.unwrap();
        }
    }
    writing.commit().await.unwrap();
    tally
}

/// A database of its own, dropped with the value.
struct Database {
    name: String,
}

impl Database {
    async fn copied_from(template: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        execute("postgres", &format!("create database {name} template {template}")).await;
        Self { name }
    }

    fn location(&self) -> Location {
        Location::PostGis(url_of(&self.name))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("drop database if exists {} with (force)", self.name);
        // A runtime cannot be entered from within another one.
        let dropping = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(execute("postgres", &sql));
        });
        let _ = dropping.join();
    }
}

/// The address of a database of the test cluster.
fn url_of(database: &str) -> String {
    let Ok(text) = std::env::var("LUZHANG_TEST_POSTGIS") else {
        panic!("LUZHANG_TEST_POSTGIS is not set: run the tests with `make test`, which brings PostGIS along");
    };
    let mut url: url::Url = text.parse().expect("LUZHANG_TEST_POSTGIS is a postgres:// URL");
    url.set_path(database);
    url.into()
}

async fn connect(database: &str) -> PgConnection {
    PgConnection::connect(&url_of(database)).await.unwrap()
}

async fn execute(database: &str, sql: &str) {
    let mut connection = connect(database).await;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
