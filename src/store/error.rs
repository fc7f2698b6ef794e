//! What can go wrong with a store, said with what to do.

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{0}` is not a store; give a path that ends in .gpkg, or a URL postgres://user@host/database")]
    Location(String),
    #[error("there is no store at {0}; make one with `luzhang migrate --store …` or `luzhang generate --store …`")]
    Missing(String),
    #[error("{0} is not a luzhang store; give another path, or bring its layers in with `luzhang import`")]
    Foreign(String),
    #[error(
        "the store at {location} is older than this program: {missing} is not applied; run `luzhang migrate --store …`"
    )]
    Old { location: String, missing: String },
    #[error(
        "the store at {location} is newer than this program (it has {unknown}); use the luzhang that made it, or a later one"
    )]
    New { location: String, unknown: String },
    #[error("another program is writing to the store; try again when it is done")]
    Busy,
    #[error("the file is damaged ({what}); bring back a copy, or what `sqlite3 FILE .recover` can still read")]
    Damaged { what: String, source: rusqlite::Error },
    #[error(
        "the file may be read, but not written to ({what}); give another --store, or the right to write to this one"
    )]
    ReadOnly { what: String, source: rusqlite::Error },
    #[error("the disk is full ({what}); nothing half is written: make room and do it again")]
    Full { what: String, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("the database went away while {what}; nothing half is written: do it again when it is back")]
    Gone { what: String, source: sqlx::Error },
    #[error("the store has something called `{0}` already that is no reference layer; give the layer another name")]
    Taken(String),
    #[error(
        "something else in the database, as a view, reads the layer {layer}: drop that first, and make it again after"
    )]
    Needed { layer: String, source: sqlx::Error },
    #[error("somebody keeps the layer {layer} locked, as by an open transaction: end that, and do it again")]
    Held { layer: String, source: sqlx::Error },
    #[error(
        "the layer {0} has policies for its rows or rights on single columns, which a new table would lose: take them away, and give them again after"
    )]
    Guarded(String),
    #[error("the layers are being made anew again and again; try again later")]
    Restless,
    #[error("`{code}` comes twice in one batch of {collection}")]
    Duplicate { collection: &'static str, code: String },
    #[error("{what}")]
    GeoPackage { what: String, source: rusqlite::Error },
    #[error("{what}")]
    PostGis { what: String, source: sqlx::Error },
    #[error("migrating {what}")]
    Migrate { what: String, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("{what}")]
    File { what: String, source: std::io::Error },
    #[error("{what} was stopped")]
    Stopped { what: &'static str },
}

/// Says what was being done when SQLite failed.
pub(crate) fn doing(what: impl Into<String>) -> impl FnOnce(rusqlite::Error) -> StoreError {
    let what = what.into();
    move |source| match &source {
        rusqlite::Error::SqliteFailure(failure, _) if failure.code == rusqlite::ErrorCode::DatabaseBusy => {
            StoreError::Busy
        }
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            rusqlite::ErrorCode::ReadOnly => StoreError::ReadOnly { what, source },
            rusqlite::ErrorCode::DatabaseCorrupt => StoreError::Damaged { what, source },
            // Past a limit on the size of files, SQLite only knows that it could not write.
            rusqlite::ErrorCode::DiskFull => StoreError::Full { what, source: source.into() },
            rusqlite::ErrorCode::SystemIoFailure if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE => {
                StoreError::Full { what, source: source.into() }
            }
            _ => StoreError::GeoPackage { what, source },
        },
        _ => StoreError::GeoPackage { what, source },
    }
}

/// Says what was being done when PostgreSQL failed.
pub(crate) fn asking(what: impl Into<String>) -> impl FnOnce(sqlx::Error) -> StoreError {
    let what = what.into();
    move |source| match source {
        // 57P01 to 57P03: the server is stopped, starts, or has crashed.
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => StoreError::Gone { what, source },
        sqlx::Error::Database(ref why) if why.code().is_some_and(|code| code.starts_with("57P")) => {
            StoreError::Gone { what, source }
        }
        sqlx::Error::Database(ref why) if why.code().as_deref() == Some("55P03") => StoreError::Busy,
        sqlx::Error::Database(ref why) if why.code().as_deref() == Some("53100") => {
            StoreError::Full { what, source: source.into() }
        }
        source => StoreError::PostGis { what, source },
    }
}
