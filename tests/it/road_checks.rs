//! `luzhang check` for roads: each rule on its bound, one record that is right and one that is not.

use luzhang::app::findings;

use crate::support::Item;
use crate::support::item;
use crate::support::world_of;

fn base() -> Vec<Item> {
    let square = |west: f64, east: f64| format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))");
    vec![
        item("jurisdictions", "411024", &square(113.9, 114.1), "level=county"),
        item("jurisdictions", "411024101", &square(113.9, 114.0), "level=township; parent_code=411024"),
        item("jurisdictions", "411024102", &square(114.0, 114.1), "level=township; parent_code=411024"),
        item("roads", "X001411024", "LINESTRING(113.95 34.05, 114.05 34.05)", "class=county"),
    ]
}

/// Rules that fire beside those of nothing, each with the record.
#[track_caller]
fn check(things: Vec<Item>, expected: &[&str]) {
    let world = world_of([base(), things].concat());
    let found: Vec<String> = findings(&world).iter().map(|one| format!("{} {}", one.code, one.rule)).collect();
    assert_eq!(found, expected);
}

/// A segment of the county road in the western township: 0.01 degrees, 923.3 m long.
fn segment(code: &str, facts: &str) -> Item {
    item("road_segments", code, "LINESTRING(113.95 34.05, 113.96 34.05)", &format!("road_code=X001411024; {facts}"))
}

#[test]
fn official_mileage_and_chainage_agree_to_a_metre() {
    check(vec![segment("S", "official_length_km=0.923; from_chainage=K0+000; to_chainage=K0+924")], &[]);
    check(
        vec![segment("S", "official_length_km=0.923; from_chainage=K0+000; to_chainage=K0+925")],
        &["S length_chainage"],
    );
    // A broken chain is a segment with a code of its own.
    let broken = "official_length_km=0.923; from_chainage=K0+000; to_chainage=K0+125";
    check(vec![segment("X001411024D001", broken)], &[]);
    check(vec![segment("X001411024D01", broken)], &["X001411024D01 length_chainage"]);
    // What is not recorded cannot disagree.
    check(vec![segment("S", "from_chainage=K0+000; to_chainage=K2+000")], &[]);
    check(vec![segment("S", "official_length_km=0.923")], &[]);
}

#[test]
fn official_mileage_and_the_line_agree_to_20_metres_and_2_percent() {
    // 923.3 m on the map: 0.962 km is 38.7 m off and may be 39.2 m, 0.963 km is 39.7 m off and may be 39.3 m.
    check(vec![segment("S", "official_length_km=0.962")], &[]);
    check(vec![segment("S", "official_length_km=0.963")], &["S length_line"]);
    check(vec![segment("S", "official_length_km=0.886")], &[]);
    check(vec![segment("S", "official_length_km=0.885")], &["S length_line"]);
}

#[test]
fn a_segment_lies_on_its_road_and_ends_with_it() {
    let at =
        |code: &str, line: &str| item("road_segments", code, &format!("LINESTRING({line})"), "road_code=X001411024");
    // 0.0001 degrees of latitude are 11 m.
    check(vec![at("S", "113.95 34.0501, 113.96 34.0501")], &[]);
    check(vec![at("S", "113.95 34.05, 113.955 34.0502, 113.96 34.05")], &["S segment_off_road"]);
    check(vec![at("S", "114.04 34.05, 114.0501 34.05")], &[]);
    check(vec![at("S", "114.04 34.05, 114.0503 34.05")], &["S segment_beyond_road"]);
    check(vec![at("S", "113.9497 34.05, 113.96 34.05")], &["S segment_beyond_road"]);
}

#[test]
fn a_segment_lies_in_the_jurisdiction_that_is_recorded() {
    let at = |code: &str, line: &str, area: &str| {
        let facts = format!("road_code=X001411024; jurisdiction_code={area}");
        item("road_segments", code, &format!("LINESTRING({line})"), &facts)
    };
    check(vec![at("S", "113.99 34.05, 114.0002 34.05", "411024101")], &[]);
    check(vec![at("S", "113.99 34.05, 114.0003 34.05", "411024101")], &["S segment_jurisdiction"]);
    check(vec![at("S", "113.99 34.05, 114.01 34.05", "411024")], &[]);
    check(vec![at("S", "113.96 34.05, 113.97 34.05", "411024102")], &["S segment_jurisdiction"]);
    // A jurisdiction that is not there is a broken reference, and no more.
    check(vec![at("S", "113.96 34.05, 113.97 34.05", "411025")], &["S reference"]);
}

#[test]
fn a_code_names_its_class_and_a_county_that_there_is() {
    let road = |code: &str, facts: &str| item("roads", code, "LINESTRING(113.95 34.06, 114.05 34.06)", facts);
    check(vec![road("Y001411024", "class=township"), road("CF01411024", "class=village")], &[]);
    check(vec![road("Y001411025", "class=township")], &["Y001411025 road_county"]);
    // Roads of the nation have no county, or a province's.
    check(vec![road("G311000000", "class=national"), road("S220410000", "class=provincial")], &[]);
    check(vec![road("Y001000000", "class=township")], &["Y001000000 road_county"]);
    check(vec![road("Y001411024", "")], &["Y001411024 road_class"]);
    check(vec![road("Y001411024", "class=urban"), road("Station Road", "class=urban")], &["Y001411024 road_class"]);
}

#[test]
fn a_gap_where_lines_meet_says_that_a_chain_may_be_broken() {
    let at = |code: &str, line: &str, from: &str, to: &str| {
        let facts = format!("road_code=X001411024; from_chainage={from}; to_chainage={to}");
        item("road_segments", code, &format!("LINESTRING({line})"), &facts)
    };
    let first = || at("S1", "113.95 34.05, 113.96 34.05", "K0+000", "K1+000");
    let problem = |second: Item| {
        let found = findings(&world_of([base(), vec![first(), second]].concat()));
        assert_eq!((found.len(), found[0].rule, &*found[0].code), (1, "chainage_gap", "S2"));
        found[0].problem.clone()
    };
    assert!(problem(at("S2", "113.96 34.05, 113.97 34.05", "K1+200", "K2+000")).contains("断链"));
    assert_eq!(problem(at("S2", "113.97 34.05, 113.98 34.05", "K1+200", "K2+000")), "no segment from K1+000 to K1+200");
}
