//! OpenStreetMap extracts. The fixture is invented; pyosmium (libosmium 2) has written it.

use proptest::prelude::*;

use super::*;
use crate::domain::Value;
use crate::exchange::wkt::to_wkt;

const ROADS: &[u8] = include_bytes!("files/roads.osm.pbf");

fn extract() -> Place {
    Place::with("roads.osm.pbf", ROADS)
}

fn fields(record: &Record, collection: &str, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| record.value(named(collection), name).written()).collect()
}

#[test]
fn ways_that_are_roads_become_roads() {
    let place = extract();
    let mut reader = place.open("roads").unwrap();
    assert_eq!(reader.expected_rows(), Some(5));
    let rows: Vec<Row> = reader.by_ref().collect();
    let record = |at: usize| rows[at].outcome.as_ref().unwrap();
    let said = |at: usize| fields(record(at), "roads", &["name", "class", "urban_class"]);
    assert_eq!(&*record(0).code, "osm:way/10");
    assert_eq!(to_wkt(record(0).geometry.as_ref().unwrap()), "LINESTRING(113.86 34.03,113.87 34.03,113.88 34.04)");
    assert_eq!(said(0), ["文昌路", "other", ""]);
    assert_eq!(said(1), ["", "urban", "residential"]);
    assert_eq!(to_wkt(record(1).geometry.as_ref().unwrap()), "LINESTRING(113.88 34.04,113.8612345 34.0312345)");
    assert_eq!(said(2), ["G4", "other", ""]);
    assert_eq!(said(4), ["", "", ""]);
    assert_eq!(to_wkt(record(4).geometry.as_ref().unwrap()), "LINESTRING(-70.5 -33.25,113.86 34.03)");
    let notes = reader.notes().join("\n");
    says(&notes, &["OpenStreetMap contributors, ODbL", "footway 1", "service 1"]);
}

#[test]
fn a_way_whose_nodes_are_elsewhere_is_refused_alone() {
    let faults = extract().faults("roads");
    assert_eq!((faults.len(), faults[0].0), (1, 4));
    says(&faults[0].1.to_string(), &["osm:way/15: geometry", "1 of the 2 nodes", "whole ways"]);
}

#[test]
fn what_is_known_of_a_stretch_is_taken_and_the_rest_is_unknown() {
    let rows = extract().rows("road_segments");
    let said = |at: usize| {
        let record = rows[at].outcome.as_ref().unwrap();
        fields(record, "road_segments", &["technical_class", "surface", "pavement_width_m", "road_code"])
    };
    assert_eq!(said(0), ["", "asphalt", "6.5", ""]);
    assert_eq!(said(1), ["", "", "", ""]);
    assert_eq!(said(2), ["expressway", "", "", ""]);
}

#[test]
fn a_tag_may_feed_a_field() {
    let place = extract().map("ref", "road_code");
    let row = place.rows("road_segments").remove(0);
    assert_eq!(row.outcome.unwrap().value(named("road_segments"), "road_code"), &Value::text("X003"));
}

#[test]
fn other_collections_are_not_in_an_extract() {
    says(&extract().refused("bridges"), &["roads and road_segments are read, not bridges", "convert"]);
}

#[test]
fn an_extract_that_is_cut_or_none_is_refused() {
    says(&Place::with("a.pbf", &ROADS[..ROADS.len() - 5]).refused("roads"), &["the file is cut"]);
    says(&Place::with("a.pbf", &b"not an extract at all"[..]).refused("roads"), &["does not begin as an extract does"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn cut_and_random_bytes_never_make_the_reader_panic(
        cut in prop::option::of(0..ROADS.len()),
        noise in prop::collection::vec((0..ROADS.len(), any::<u8>()), 0..8),
    ) {
        let mut bytes = ROADS.to_vec();
        for (at, byte) in noise {
            bytes[at] = byte;
        }
        bytes.truncate(cut.unwrap_or(ROADS.len()));
        if let Ok(reader) = Place::with("a.osm.pbf", &bytes).open("roads") {
            let said = format!("{:?}", reader.take(50).collect::<Vec<_>>());
            prop_assert!(!said.contains("report this as a fault"), "{said}");
        }
    }
}
