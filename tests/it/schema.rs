//! Both stores have exactly the tables that `src/domain/collections` describes, and the file is a
//! GeoPackage to others, too.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use luzhang::domain::Collection;
use luzhang::domain::FieldKind;
use luzhang::domain::collections;
use proptest::test_runner::TestRunner;
use rusqlite::Connection;
use sqlx::Row;

use crate::support::Home;
use crate::support::any_items;

/// Tables of the stores themselves.
const OWN: [&str; 5] =
    ["luzhang_changes", "luzhang_history", "luzhang_layers", "luzhang_migrations", "luzhang_revisions"];

#[tokio::test]
async fn a_geopackage_has_the_columns_that_the_collections_describe() {
    let home = Home::geopackage().await;
    let file = Connection::open(home.path()).unwrap();
    for collection in collections::ALL {
        let mut query = file.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info(?)").unwrap();
        let found = query.query_map([collection.name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let found: Vec<(String, String, bool)> = found.collect::<Result<_, _>>().unwrap();
        let expected = expected(collection, "INTEGER", geopackage_shape, geopackage_type);
        assert_eq!(sorted(found), sorted(expected), "{}", collection.name);
    }
}

#[tokio::test]
async fn a_postgis_database_has_the_columns_that_the_collections_describe() {
    let home = Home::postgis().await;
    let rows = sqlx::query(
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull
         FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
         ORDER BY relname, attnum",
    )
    .fetch_all(&mut home.sql().await)
    .await
    .unwrap();
    let mut tables: BTreeMap<String, Vec<(String, String, bool)>> = BTreeMap::new();
    for row in rows {
        tables.entry(row.get(0)).or_default().push((row.get(1), row.get(2), row.get(3)));
    }
    for collection in collections::ALL {
        let found = tables.remove(collection.name).unwrap();
        let optional = |column: &(String, String, bool)| (column.0.clone(), column.1.clone());
        let expected = expected(collection, "bigint", postgis_shape, postgis_type);
        assert_eq!(
            sorted(found.iter().map(optional).collect()),
            sorted(expected.iter().map(optional).collect()),
            "{}",
            collection.name
        );
        let may_lack_a_place = found.iter().any(|(name, _, not_null)| name == "geom" && !not_null);
        assert_eq!(may_lack_a_place, collection.geometry.is_spatial() && !collection.geometry.is_required());
    }
    let left: Vec<&str> = tables.keys().map(String::as_str).collect();
    assert_eq!(left, [&OWN[..], &["spatial_ref_sys"]].concat());
}

type Column = (String, String, bool);

/// A field that a later step brings stands at the end of its table: the order says nothing.
fn sorted<T: Ord>(mut columns: Vec<T>) -> Vec<T> {
    columns.sort();
    columns
}

/// Columns: name, type, whether a value is required. In a file of which QGIS adds rows no
/// more is required than it must be.
fn expected(
    collection: &Collection,
    fid: &str,
    shape: fn(&str) -> String,
    kind: fn(FieldKind) -> &'static str,
) -> Vec<Column> {
    let (integer, day, instant) =
        (kind(FieldKind::Integer { least: 0, most: 1 }), kind(FieldKind::Date), kind(FieldKind::Timestamp));
    let text = kind(FieldKind::Text);
    let mut columns = vec![("fid".to_owned(), fid.to_owned(), true)];
    if let Some(name) = collection.geometry.sql_name() {
        columns.push(("geom".to_owned(), shape(name), false));
    }
    columns.push(("code".to_owned(), text.to_owned(), true));
    columns.extend(collection.fields.iter().map(|field| (field.name.to_owned(), kind(field.kind).to_owned(), false)));
    let rest = [
        ("version", integer, true),
        ("valid_from", day, false),
        ("recorded_at", instant, false),
        ("provenance", text, false),
    ];
    columns.extend(rest.map(|(name, kind, required)| (name.to_owned(), kind.to_owned(), required)));
    columns
}

fn geopackage_shape(name: &str) -> String {
    name.to_owned()
}

fn geopackage_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer { .. } => "MEDIUMINT",
        FieldKind::Real { .. } => "DOUBLE",
        FieldKind::Boolean => "BOOLEAN",
        FieldKind::Date => "DATE",
        FieldKind::Timestamp => "DATETIME",
        _ => "TEXT",
    }
}

fn postgis_shape(name: &str) -> String {
    let name = match name {
        "POINT" => "Point",
        "LINESTRING" => "LineString",
        "MULTIPOLYGON" => "MultiPolygon",
        _ => "Geometry",
    };
    format!("geometry({name},4490)")
}

fn postgis_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer { .. } => "integer",
        FieldKind::Real { .. } => "double precision",
        FieldKind::Boolean => "boolean",
        FieldKind::Date => "date",
        FieldKind::Timestamp => "timestamp with time zone",
        FieldKind::Money => "numeric(18,2)",
        FieldKind::TextList | FieldKind::References(_) => "text[]",
        _ => "text",
    }
}

#[tokio::test]
async fn every_layer_of_a_geopackage_is_registered_and_indexed_and_nothing_else_is() {
    let home = Home::geopackage().await;
    let file = Connection::open(home.path()).unwrap();
    let all = |sql: &str| -> BTreeSet<String> {
        let mut query = file.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let spatial = || collections::ALL.iter().filter(|collection| collection.geometry.is_spatial());
    let kind =
        |collection: &Collection| if collection.geometry.is_spatial() { "features 4490" } else { "attributes 0" };
    assert_eq!(
        all("SELECT table_name || ' ' || data_type || ' ' || srs_id FROM gpkg_contents"),
        collections::ALL.iter().map(|collection| format!("{} {}", collection.name, kind(collection))).collect()
    );
    assert_eq!(
        all(
            "SELECT table_name || ' ' || column_name || ' ' || geometry_type_name || ' ' || srs_id || z || m FROM gpkg_geometry_columns"
        ),
        spatial().map(|c| format!("{} geom {} 449000", c.name, c.geometry.sql_name().unwrap())).collect()
    );
    assert_eq!(
        all("SELECT table_name || ' ' || column_name || ' ' || extension_name FROM gpkg_extensions"),
        spatial().map(|collection| format!("{} geom gpkg_rtree_index", collection.name)).collect()
    );
    let mut tables: BTreeSet<String> = collections::ALL.iter().map(|collection| collection.name.to_owned()).collect();
    tables.extend(OWN.map(String::from));
    tables.extend(["contents", "extensions", "geometry_columns", "spatial_ref_sys"].map(|name| format!("gpkg_{name}")));
    tables.extend(spatial().map(|collection| format!("rtree_{}_geom", collection.name)));
    let shadows = "name NOT LIKE 'sqlite%' AND name NOT LIKE 'rtree%_node' AND name NOT LIKE 'rtree%_parent' AND name NOT LIKE 'rtree%_rowid'";
    assert_eq!(all(&format!("SELECT name FROM sqlite_master WHERE type = 'table' AND {shadows}")), tables);
}

#[tokio::test]
async fn the_validator_of_the_osgeo_foundation_finds_nothing_in_an_empty_store() {
    let home = Home::geopackage().await;
    validate(&home.path());
}

#[tokio::test]
async fn the_validator_finds_nothing_in_a_filled_store_and_gdal_counts_every_record() {
    let home = Home::geopackage().await;
    let items = any_items(&mut TestRunner::deterministic(), "R", 4);
    home.put(items.clone()).await;
    home.delete("bridges", &[&items.iter().find(|item| item.collection.name == "bridges").unwrap().record.code]).await;
    validate(&home.path());

    let said = run(Command::new("ogrinfo").args(["-ro", "-so", "-al"]).arg(home.path()));
    let layers: Vec<&str> = said.split("\nLayer name: ").skip(1).collect();
    let names: BTreeSet<&str> = layers.iter().map(|layer| layer.lines().next().unwrap()).collect();
    assert_eq!(names, collections::ALL.iter().map(|collection| collection.name).collect());
    for layer in layers {
        let name = layer.lines().next().unwrap();
        let count = if name == "bridges" { 3 } else { 4 };
        assert!(layer.contains(&format!("\nFeature Count: {count}\n")), "{name}: {layer}");
        let is_spatial = collections::named(name).unwrap().geometry.is_spatial();
        assert_eq!(layer.contains("ID[\"EPSG\",4490]]"), is_spatial, "{name}: {layer}");
    }
}

fn validate(path: &Path) {
    let said = run(Command::new("/usr/bin/python3").args(["-m", "osgeo_utils.samples.validate_gpkg", "-k"]).arg(path));
    assert_eq!(said, "");
}

/// What a program says, on both channels.
#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|why| panic!("{command:?}: {why}; run the tests with `make test`"));
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}
