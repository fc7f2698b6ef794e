//! Opening the file, and applying the migrations that it lacks.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use geo::BoundingRect;
use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use rusqlite::TransactionBehavior;
use rusqlite::functions::FunctionFlags;

use crate::geom::codec::from_geopackage;
use crate::store::StoreError;
use crate::store::error::doing;
use crate::store::migrations;

/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn existing(path: &Path) -> Result<Connection, StoreError> {
    if !path.is_file() {
        return Err(StoreError::Missing(path.display().to_string()));
    }
    open(path)
}

pub(super) fn existing_or_new(path: &Path) -> Result<Connection, StoreError> {
    // The file holds where people live: nobody but its owner may read it.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => {}
        Err(why) if why.kind() == ErrorKind::AlreadyExists => {}
        Err(source) => {
            return Err(StoreError::File {
                what: format!("making {}: is there such a folder, and may you write to it?", path.display()),
                source,
            });
        }
    }
    open(path)
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let failed = || doing(format!("opening {}", path.display()));
    let connection = match to_write(path) {
        // Also on a full disk, where not even the index of the log can be made, reading goes on.
        Err(rusqlite::Error::SqliteFailure(why, _))
            if matches!(why.code, ErrorCode::ReadOnly | ErrorCode::DiskFull | ErrorCode::SystemIoFailure) =>
        {
            to_read(path)
        }
        opened => opened,
    };
    let connection = connection.map_err(failed())?;
    if is_foreign(&connection).map_err(failed())? {
        return Err(StoreError::Foreign(path.display().to_string()));
    }
    // An acknowledged edit outlives a power cut.
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed())?;
    connection.pragma_update(None, "cache_size", -64_000).map_err(failed())?;
    connection.set_prepared_statement_cache_capacity(256);
    register_functions(&connection).map_err(failed())?;
    Ok(connection)
}

fn to_write(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // The journal mode stays with a file: one of somebody else is left as it is.
    if !is_foreign(&connection)? {
        keep_a_write_ahead_log(&connection)?;
    }
    Ok(connection)
}

/// A file that may not be written to: on a read-only disk, or somebody else's. Where a log of edits
/// lies beside it, it is read with that; else SQLite, which cannot lock it, takes it as one that
/// nobody writes.
fn to_read(path: &Path) -> rusqlite::Result<Connection> {
    let address = std::path::absolute(path).ok().and_then(|path| url::Url::from_file_path(path).ok());
    let address = address.ok_or_else(|| rusqlite::Error::InvalidPath(path.to_owned()))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = Path::new(&log).metadata().is_ok_and(|log| log.len() > 0);
    let how = if has_log { "mode=ro" } else { "immutable=1" };
    Connection::open_with_flags(format!("{address}?{how}"), flags)
}

/// SQLite does not wait for another program while it changes the journal mode: we do.
fn keep_a_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(rusqlite::Error::SqliteFailure(why, _))
                if why.code == ErrorCode::DatabaseBusy && Instant::now() < deadline =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

/// Whether the file is no database, or holds tables of somebody else. Asked before anything is set:
/// the journal mode stays with a file.
fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let foreign = "SELECT count(*) > 0 AND total(name = 'luzhang_migrations') = 0 FROM sqlite_master";
    match connection.query_row(foreign, [], |row| row.get(0)) {
        Err(rusqlite::Error::SqliteFailure(why, _)) if why.code == ErrorCode::NotADatabase => Ok(true),
        other => other,
    }
}

/// One edge of a box.
type Edge = fn(geo_types::Rect<f64>) -> f64;

/// The functions that the R-tree triggers of GeoPackage call (OGC 12-128r17, annex F.3).
fn register_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let edges: [(&str, Edge); 4] = [
        ("ST_MinX", |rect| rect.min().x),
        ("ST_MaxX", |rect| rect.max().x),
        ("ST_MinY", |rect| rect.min().y),
        ("ST_MaxY", |rect| rect.max().y),
    ];
    for (name, edge) in edges {
        connection.create_scalar_function(name, 1, flags, move |context| {
            let shape = context.get_raw(0).as_blob_or_null()?.and_then(|blob| from_geopackage(blob).ok().flatten());
            Ok(shape.and_then(|shape| shape.bounding_rect()).map(edge))
        })?;
    }
    connection.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        let blob = context.get_raw(0).as_blob_or_null()?;
        Ok(blob.map(|blob| from_geopackage(blob).ok().flatten().is_none()))
    })
}

/// The versions of the migrations that were applied; none for an empty file.
pub(super) fn applied(connection: &Connection) -> Result<Vec<i64>, StoreError> {
    let failed = || doing("reading which migrations were applied");
    let there: bool = connection
        .query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'luzhang_migrations'", [], |row| row.get(0))
        .map_err(failed())?;
    if !there {
        return Ok(Vec::new());
    }
    let mut statement =
        connection.prepare("SELECT version FROM luzhang_migrations ORDER BY version").map_err(failed())?;
    let versions = statement.query_map([], |row| row.get(0)).map_err(failed())?;
    versions.collect::<Result<_, _>>().map_err(failed())
}

pub(super) fn migrate(connection: &mut Connection, name: &str) -> Result<Vec<String>, StoreError> {
    // One transaction for looking and doing: two programs may migrate at once.
    let failed = |what: &str| doing(format!("migrating the store: {what}"));
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed("beginning"))?;
    let missing = migrations::missing(migrations::GEOPACKAGE, &applied(&transaction)?, name)?;
    transaction
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS luzhang_migrations (
                 version INTEGER PRIMARY KEY NOT NULL,
                 name TEXT NOT NULL,
                 applied_at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
             )",
        )
        .map_err(failed("listing the steps"))?;
    for step in &missing {
        transaction.execute_batch(step.sql).map_err(failed(step.name))?;
        transaction
            .execute("INSERT INTO luzhang_migrations (version, name) VALUES (?, ?)", (step.version, step.name))
            .map_err(failed(step.name))?;
    }
    transaction.commit().map_err(failed("committing"))?;
    Ok(missing.iter().map(|step| format!("{}_{}", step.version, step.name)).collect())
}
