//! The tables of reference layers in the file, made while it is written to.

use std::fmt::Write;

use rusqlite::Connection;
use rusqlite::OptionalExtension;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::store::StoreError;
use crate::store::error::doing;
use crate::store::layers;

pub(super) fn all(connection: &Connection) -> Result<Vec<&'static Collection>, StoreError> {
    let failed = || doing("reading which layers there are");
    let mut statement =
        connection.prepare_cached("SELECT description FROM luzhang_layers ORDER BY name").map_err(failed())?;
    let described = statement.query_map([], |row| row.get::<_, String>(0)).map_err(failed())?;
    let described: Vec<String> = described.collect::<Result<_, _>>().map_err(failed())?;
    Ok(described.iter().filter_map(|description| layers::read(description)).collect())
}

/// How the layer of that name is described now.
pub(super) fn standing(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    connection
        .query_row("SELECT description FROM luzhang_layers WHERE name = ?", [name], |row| row.get(0))
        .optional()
        .map_err(doing("reading which layers there are"))
}

/// Makes the table of a layer, where none of that name is.
pub(super) fn make(connection: &Connection, layer: &Collection) -> Result<(), StoreError> {
    let failed = || doing(format!("making the layer {}", layer.name));
    let taken: bool = connection
        .query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = ? COLLATE NOCASE", [layer.name], |row| {
            row.get(0)
        })
        .map_err(failed())?;
    if taken {
        return Err(StoreError::Taken(layer.name.to_owned()));
    }
    connection.execute_batch(&ddl(layer)).map_err(failed())?;
    connection
        .execute("INSERT INTO luzhang_layers VALUES (?, ?)", (layer.name, layers::written(layer)))
        .map(|_| ())
        .map_err(failed())
}

/// Takes the table of a layer away, with all that other tables say of it.
pub(super) fn drop(connection: &Connection, layer: &Collection) -> Result<(), StoreError> {
    let name = layer.name;
    connection
        .execute_batch(&format!(
            "DROP TABLE IF EXISTS rtree_{name}_geom;
             DROP TABLE \"{name}\";
             DELETE FROM gpkg_extensions WHERE table_name = '{name}';
             DELETE FROM gpkg_geometry_columns WHERE table_name = '{name}';
             DELETE FROM gpkg_contents WHERE table_name = '{name}';
             DELETE FROM luzhang_layers WHERE name = '{name}'"
        ))
        .map_err(doing(format!("making the layer {name} anew")))
}

/// As the migrations make the tables of the collections.
fn ddl(layer: &Collection) -> String {
    let name = layer.name;
    let shape = layer.geometry.sql_name();
    let mut sql = format!("CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,");
    if let Some(shape) = shape {
        let _ = write!(sql, "geom {shape},");
    }
    sql.push_str("code TEXT NOT NULL UNIQUE,");
    for field in layer.fields {
        let _ = write!(sql, "\"{}\" {},", field.name, column_type(field.kind));
    }
    sql.push_str("version MEDIUMINT NOT NULL DEFAULT 1, valid_from DATE, recorded_at DATETIME, provenance TEXT);");
    let (kind, srs) = if shape.is_some() { ("features", 4490) } else { ("attributes", 0) };
    let _ = write!(
        sql,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
         VALUES ('{name}', '{kind}', '{name}', '{name}', {srs});"
    );
    if let Some(shape) = shape {
        let _ = write!(sql, "INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', '{shape}', 4490, 0, 0);");
        sql.push_str(&rtree(name));
    }
    sql
}

/// The R-tree of a table and the triggers that keep it (OGC 12-128r17, annex F.3).
fn rtree(name: &str) -> String {
    let tree = format!("rtree_{name}_geom");
    let put = format!(
        "INSERT OR REPLACE INTO {tree} VALUES \
         (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
    );
    let (some, none) = ("NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)", "(NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))");
    let mut sql = format!(
        "CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy);
         INSERT INTO gpkg_extensions VALUES ('{name}', 'geom', 'gpkg_rtree_index',
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');"
    );
    let leave = |whose: &str| format!("DELETE FROM {tree} WHERE id {whose};");
    for (trigger, when, what) in [
        ("insert", format!("AFTER INSERT ON \"{name}\" WHEN {some}"), put.clone()),
        ("update1", format!("AFTER UPDATE OF geom ON \"{name}\" WHEN OLD.fid = NEW.fid AND {some}"), put.clone()),
        (
            "update2",
            format!("AFTER UPDATE OF geom ON \"{name}\" WHEN OLD.fid = NEW.fid AND {none}"),
            leave("= OLD.fid"),
        ),
        (
            "update3",
            format!("AFTER UPDATE ON \"{name}\" WHEN OLD.fid != NEW.fid AND {some}"),
            leave("= OLD.fid") + &put,
        ),
        (
            "update4",
            format!("AFTER UPDATE ON \"{name}\" WHEN OLD.fid != NEW.fid AND {none}"),
            leave("IN (OLD.fid, NEW.fid)"),
        ),
        ("delete", format!("AFTER DELETE ON \"{name}\" WHEN OLD.geom NOT NULL"), leave("= OLD.fid")),
    ] {
        let _ = write!(sql, "CREATE TRIGGER {tree}_{trigger} {when} BEGIN {what} END;");
    }
    sql
}

fn column_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer { .. } => "MEDIUMINT",
        FieldKind::Real { .. } => "DOUBLE",
        FieldKind::Boolean => "BOOLEAN",
        FieldKind::Date => "DATE",
        FieldKind::Timestamp => "DATETIME",
        _ => "TEXT",
    }
}
