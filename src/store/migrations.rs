//! The migrations that this program carries, and what to do about a store that differs.

use crate::store::StoreError;

/// One step: its timestamp and verb phrase, and its SQL.
pub(crate) struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

pub(crate) const GEOPACKAGE: &[Migration] = &[
    Migration {
        version: 20_261_124_000_000,
        name: "make_first_tables",
        sql: include_str!("../../migrations/gpkg/20261124000000_make_first_tables.sql"),
    },
    Migration {
        version: 20_261_124_090_000,
        name: "let_heat_nodes_lack_a_place",
        sql: include_str!("../../migrations/gpkg/20261124090000_let_heat_nodes_lack_a_place.sql"),
    },
    Migration {
        version: 20_261_124_091_000,
        name: "watch_other_writers",
        sql: include_str!("../../migrations/gpkg/20261124091000_watch_other_writers.sql"),
    },
    Migration {
        version: 20_261_124_112_000,
        name: "trust_the_log",
        sql: include_str!("../../migrations/gpkg/20261124112000_trust_the_log.sql"),
    },
    Migration {
        version: 20_261_124_123_000,
        name: "keep_reference_layers",
        sql: include_str!("../../migrations/gpkg/20261124123000_keep_reference_layers.sql"),
    },
];

pub(crate) const POSTGIS: &[Migration] = &[
    Migration {
        version: 20_261_124_000_000,
        name: "make_first_tables",
        sql: include_str!("../../migrations/postgis/20261124000000_make_first_tables.sql"),
    },
    Migration {
        version: 20_261_124_090_000,
        name: "let_heat_nodes_lack_a_place",
        sql: include_str!("../../migrations/postgis/20261124090000_let_heat_nodes_lack_a_place.sql"),
    },
    Migration {
        version: 20_261_124_091_000,
        name: "watch_other_writers",
        sql: include_str!("../../migrations/postgis/20261124091000_watch_other_writers.sql"),
    },
    Migration {
        version: 20_261_124_112_000,
        name: "trust_the_log",
        sql: include_str!("../../migrations/postgis/20261124112000_trust_the_log.sql"),
    },
    Migration {
        version: 20_261_124_123_000,
        name: "keep_reference_layers",
        sql: include_str!("../../migrations/postgis/20261124123000_keep_reference_layers.sql"),
    },
];

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
