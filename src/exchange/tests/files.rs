//! Files as others write them, and what is made of them.

use super::*;
use crate::domain::Value;
use crate::exchange::wkt::to_wkt;

const TWO: &str = r#"{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": 7, "properties": {"name": "a", "their_rating": 3.0, "junction": 14}, "geometry": {"type": "Point", "coordinates": [113.9, 34.0, 80]}},
 {"type": "Feature", "id": "x", "properties": {"length_m": 2.5, "version": 9}, "geometry": {"type": "Point", "coordinates": [113.8, 34.1]}}
]}"#;

fn value<'a>(record: &'a Record, collection: &str, field: &str) -> &'a Value {
    record.value(named(collection), field)
}

fn shape(record: &Record) -> String {
    record.geometry.as_ref().map(to_wkt).unwrap_or_default()
}

#[test]
fn a_feature_collection_is_read_with_its_ids_as_codes() {
    let place = Place::with("a.geojson", TWO).map("their_rating", "rating").map("junction", "road_code");
    let mut reader = place.open("bridges").unwrap();
    assert_eq!(reader.expected_rows(), Some(2));
    let rows: Vec<Row> = reader.by_ref().collect();
    let first = rows[0].outcome.as_ref().unwrap();
    assert_eq!((&*first.code, shape(first).as_str()), ("7", "POINT(113.9 34)"));
    assert_eq!(value(first, "bridges", "rating"), &Value::Integer(3));
    assert_eq!(value(first, "bridges", "road_code"), &Value::text("14"));
    assert_eq!(&*first.provenance, "a.geojson");
    assert_eq!(&*rows[1].outcome.as_ref().unwrap().code, "x");
    says(&reader.notes().join("\n"), &["heights and measures"]);
    let stated = |field: &str| reader.stated().fields[named("bridges").position(field).unwrap()];
    assert!(stated("rating") && stated("name") && stated("length_m") && !stated("rated_on"));
}

#[test]
fn columns_that_we_do_not_know_are_listed_once() {
    let mut reader = Place::with("a.geojson", TWO).open("bridges").unwrap();
    // The file is open: that its name is gone already does not matter.
    assert_eq!(reader.by_ref().filter(|row| row.outcome.is_ok()).count(), 2);
    assert_eq!(reader.notes()[0], "columns ignored: their_rating, junction");
}

#[test]
fn members_may_stand_in_any_order_and_the_old_crs_member_counts() {
    let text = r#"﻿{"features": [{"properties": {"code": "a"}, "geometry": {"coordinates": [490760.0, 3763000.0], "type": "Point"}, "type": "Feature"}],
      "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}, "type": "FeatureCollection"}"#;
    let mut reader = Place::with("a.json", text).open("hamlets").unwrap();
    let record = reader.next().unwrap().outcome.unwrap();
    says(&shape(&record), &["POINT(113.8999", " 33.99"]);
    assert!(reader.next().is_none());
    says(&reader.notes().join("\n"), &["EPSG:4547 to EPSG:4490: accuracy 0 m"]);
}

#[test]
fn one_feature_or_one_geometry_is_a_file_of_one_record() {
    let feature =
        r#"{"type": "Feature", "properties": {"code": "a"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}"#;
    assert_eq!(Place::with("a.geojson", feature).records("hamlets").len(), 1);
    let geometry = r#"{"type": "Point", "coordinates": [1, 2]}"#;
    says(&Place::with("a.geojson", geometry).refused("hamlets"), &["code", "--set code="]);
    let record = Place::with("a.geojson", geometry).set("code", "a").records("hamlets").remove(0);
    assert_eq!((&*record.code, shape(&record).as_str()), ("a", "POINT(1 2)"));
}

#[test]
fn newline_geojson_is_read_with_either_separator() {
    let feature = |code: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"code": "{code}"}}, "geometry": {{"type": "Point", "coordinates": [1, 2]}}}}"#
        )
    };
    let lines = format!("{}\r\n\n{}", feature("a"), feature("b"));
    let sequence = format!("\u{1e}{}\n\u{1e}{}\n", feature("a").replace(", ", ",\n"), feature("b"));
    let both = format!("\u{1e}{}\n\u{1e}{}", feature("a"), feature("b"));
    for (name, text) in [
        ("a.geojsonl", &lines),
        ("a.ndjson", &lines),
        ("a.jsonl", &lines),
        ("a.geojsons", &sequence),
        ("b.geojsons", &both),
    ] {
        let place = Place::with(name, text);
        assert_eq!(place.open("hamlets").unwrap().expected_rows(), Some(2), "{name}");
        assert_eq!(place.records("hamlets").iter().map(|record| &*record.code).collect::<Vec<_>>(), ["a", "b"]);
    }
}

#[test]
fn csv_is_read_as_spreadsheets_write_it() {
    for text in [
        "code,name,lon,lat\nA,北桥,113.9,34\n",
        "\u{feff}Code;NAME;Lng;Latitude\r\nA;北桥;113.9;34\r\n",
        "code\tname\tX\tY\nA\t北桥\t113.9\t34",
        "code,name,wkt\nA,\"北桥\",\"POINT (113.9 34)\"",
        "code,name,the_geom\nA,'北桥,\"SRID=4490;POINT Z (113.9 34 1)\"",
    ] {
        let record = Place::with("a.csv", text).records("bridges").remove(0);
        assert_eq!((&*record.code, shape(&record).as_str()), ("A", "POINT(113.9 34)"), "{text}");
        says(&value(&record, "bridges", "name").written(), &["北桥"]);
    }
}

#[test]
fn a_csv_row_is_named_by_its_line() {
    let check = |text: &str, lines: &[u64]| {
        let rows = Place::with("a.csv", text).rows("bridges");
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), lines, "{text:?}");
    };
    check("code,name\na,b\nc,d\n", &[2, 3]);
    check("code,name\r\na,b\r\nc,d\r\n", &[2, 3]);
    check("code,name\na,\"b\nb\"\nc,d\n\n\ne,f\n", &[2, 4, 7]);
    check("code,name\r\na,\"b\r\nb\"\r\nc,d\r\n", &[2, 4]);
    check("code,name\na,b\nc,d", &[2, 3]);
    check("code,name\na,b\n,\nc,d\n", &[2, 4]);
    // As spreadsheets on old Macintoshes wrote it, and what programs make of it.
    check("code,name\ra,b\rc,d\r", &[2, 3]);
    check("code,name\r\na,b\r\nc,d\re,f\r\n", &[2, 3, 4]);
}

#[test]
fn a_file_without_places_updates_what_is_there() {
    let mut reader = Place::with("a.csv", "code,rating\nB1,3\n").open("bridges").unwrap();
    assert!(!reader.stated().geometry);
    assert!(reader.next().unwrap().outcome.is_ok());
    says(&reader.notes().join("\n"), &["no geometry", "already can be updated"]);
}

#[test]
fn divisions_come_from_a_table_of_codes() {
    let text = "code,name,county_code\n411002001,西大街道,411002\n";
    let place = Place::with("a.csv", text).map("county_code", "parent_code").set("level", "township");
    let record = place.records("jurisdictions").remove(0);
    assert_eq!(value(&record, "jurisdictions", "parent_code"), &Value::text("411002"));
    assert_eq!(value(&record, "jurisdictions", "level"), &Value::text("township"));
}

#[test]
fn one_column_may_feed_two_fields_and_a_set_value_goes_before_a_column() {
    let text = "id,name,provenance\n1,x,theirs\n";
    let place = Place::with("a.csv", text).map("ID", "code").map("id", "name").set("provenance", "ours");
    let record = place.records("bridges").remove(0);
    assert_eq!((&*record.code, &*record.provenance), ("1", "ours"));
    assert_eq!(value(&record, "bridges", "name"), &Value::text("1"));
}

fn geopackage(sql: &str) -> Place {
    let place = Place::empty("theirs.gpkg");
    let file = rusqlite::Connection::open(&place.source.path).unwrap();
    file.execute_batch(
        "create table gpkg_contents (table_name text, data_type text, srs_id integer);
         create table gpkg_spatial_ref_sys (srs_id integer, organization text, organization_coordsys_id integer, definition text);
         create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer);
         insert into gpkg_spatial_ref_sys values (4326, 'EPSG', 4326, 'x'), (7, 'EPSG', 4547, 'x'), (0, 'NONE', 0, 'undefined');
         create table roads_1 (fid integer primary key, shape blob, name text, tags text);
         create table other (id integer primary key, name text);
         insert into gpkg_contents values ('roads_1', 'features', 4326), ('other', 'attributes', null);
         insert into gpkg_geometry_columns values ('roads_1', 'shape', 4326);",
    )
    .unwrap();
    file.execute_batch(sql).unwrap();
    place
}

/// `LINESTRING Z (500000 3763000 1, 500100 3763000 1)`.
const LINE_Z: &str = "X'4750000107000000 01EA03000002000000 0000000080841E41 000000009CB54C41 000000000000F03F \
                      00000000 10851E41 000000009CB54C41 000000000000F03F'";

fn line_z() -> String {
    LINE_Z.replace(' ', "")
}

#[test]
fn a_layer_of_a_geopackage_is_read_in_its_own_coordinates() {
    let place = geopackage(&format!(
        "insert into roads_1 values (5, {}, '主街', null); update gpkg_geometry_columns set srs_id = 7;",
        line_z()
    ));
    says(&place.refused("roads"), &["several layers", "--layer", "roads_1, other"]);
    let place = place.layer("roads_1");
    says(&place.refused("roads"), &["code", "--map", "name, tags, fid"]);
    let place = place.map("fid", "code");
    let mut reader = place.open("roads").unwrap();
    assert_eq!(reader.expected_rows(), Some(1));
    let record = reader.next().unwrap().outcome.unwrap();
    assert_eq!(&*record.code, "5");
    says(&shape(&record), &["LINESTRING(114 33.99"]);
    assert_eq!(value(&record, "roads", "name"), &Value::text("主街"));
    assert!(reader.next().is_none());
    says(&reader.notes().join("\n"), &["heights", "EPSG:4547", "columns ignored: tags"]);
}

#[test]
fn the_key_of_a_layer_may_be_mapped_as_fid_whatever_its_name() {
    let place = geopackage("insert into other values (3, 'x')").layer("other");
    assert_eq!(&*place.map("fid", "code").records("bridges")[0].code, "3");
    let place = geopackage("insert into other values (3, 'x')").layer("other");
    assert_eq!(&*place.map("id", "code").records("bridges")[0].code, "3");
}

#[test]
fn a_layer_named_as_the_collection_is_the_one_that_is_meant() {
    let place = geopackage(
        "create table funds (id integer primary key, code text, amount_cny text);
         insert into funds values (1, 'f', '12.50'); insert into gpkg_contents values ('funds', 'attributes', null)",
    );
    let record = place.records("funds").remove(0);
    assert_eq!(value(&record, "funds", "amount_cny"), &Value::Money(1250));
}

#[test]
fn a_geopackage_is_left_as_it_was() {
    let place = geopackage("").layer("other").map("id", "code");
    let before = fs::read(&place.source.path).unwrap();
    place.rows("bridges");
    assert_eq!(fs::read(&place.source.path).unwrap(), before);
    assert_eq!(place.names().len(), 1);
}

#[test]
fn parts_that_join_make_one_line() {
    let line = |parts: &str| {
        let text = format!("code,wkt\na,\"MULTILINESTRING({parts})\"\n");
        Place::with("a.csv", text).rows("roads").remove(0).outcome
    };
    assert_eq!(shape(&line("(1 1,2 2),(2 2,3 3)").unwrap()), "LINESTRING(1 1,2 2,3 3)");
    let fault = line("(1 1,2 2),(2 3,3 3)").unwrap_err().remove(0);
    says(&fault.to_string(), &["2 parts that do not join", "one row for each part"]);
}
