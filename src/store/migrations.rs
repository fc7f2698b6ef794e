//! The migrations that this program carries, and what to do about a store that differs.

use crate::store::StoreError;

/// One step: its timestamp and verb phrase, and its SQL.
pub(crate) struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

/// The same steps for both stores, each with a file of its own.
macro_rules! steps {
    ($folder:literal) => {
        steps!($folder:
            20_261_124_000_000 "20261124000000" "make_first_tables",
            20_261_124_090_000 "20261124090000" "let_heat_nodes_lack_a_place",
            20_261_124_091_000 "20261124091000" "watch_other_writers",
            20_261_124_112_000 "20261124112000" "trust_the_log",
            20_261_124_123_000 "20261124123000" "keep_reference_layers",
            20_261_124_153_000 "20261124153000" "follow_incidents",
            20_261_124_180_000 "20261124180000" "keep_deviations",
            20_261_124_190_000 "20261124190000" "keep_route_lists",
            20_261_124_191_000 "20261124191000" "keep_duty_records",
        )
    };
    ($folder:literal: $($version:literal $stamp:literal $name:literal,)+) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sql: include_str!(concat!("../../migrations/", $folder, "/", $stamp, "_", $name, ".sql")),
        }),+]
    };
}

pub(crate) const GEOPACKAGE: &[Migration] = steps!("gpkg");
pub(crate) const POSTGIS: &[Migration] = steps!("postgis");

/// The steps that a store still lacks. A store with a step that we do not know is newer than this
/// program, and is left alone.
pub(crate) fn missing<'a>(
    known: &'a [Migration],
    applied: &[i64],
    location: &str,
) -> Result<Vec<&'a Migration>, StoreError> {
    if let Some(unknown) = applied.iter().find(|version| known.iter().all(|step| step.version != **version)) {
        return Err(StoreError::New { location: location.to_owned(), unknown: format!("migration {unknown}") });
    }
    Ok(known.iter().filter(|step| !applied.contains(&step.version)).collect())
}

/// Refuses a store that lacks a step.
pub(crate) fn refuse_old(missing: &[&Migration], location: &str) -> Result<(), StoreError> {
    match missing.first() {
        None => Ok(()),
        Some(step) => {
            Err(StoreError::Old { location: location.to_owned(), missing: format!("{}_{}", step.version, step.name) })
        }
    }
}
