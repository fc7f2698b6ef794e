//! A hand-drawn county: whose road is this? Every row that is expected was written by hand.
//!
//! ```text
//!            West (101)      |114    East (102)
//! 34.10 +--------------------+--------------------+
//!       |     North (201)    |                    |
//! 34.05 +- - - - - - - - - - +                    |
//!       |  ====== X001411024 (K0 … K8) ======     |  34.03
//!       |  Y001411024 (K0 … K3)  C001411024 (K0 … K2)  34.01
//!       |     South (202)    |                    |
//! 34.00 +--------------------+--------------------+
//! ```
//!
//! The border of the townships is the central meridian, and the county road lies evenly across it:
//! half of its middle segment is in each.

mod answering;
mod coverage;
mod over_time;
mod sheet;

use luzhang::queries::chiefs;
use luzhang::queries::chiefs::SegmentStretch;
use luzhang::queries::chiefs::chiefs_at;
use luzhang::queries::located;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

const TODAY: &str = "2026-06-15";

fn county() -> World {
    world_of([areas(), roads(), posts(), assignments()].concat())
}

fn areas() -> Vec<Item> {
    let area = |code: &str, level: &str, parent: &str, [west, south, east, north]: [f64; 4]| {
        let wkt = format!("POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))");
        item("jurisdictions", code, &wkt, &format!("level={level}; parent_code={parent}"))
    };
    vec![
        area("411024", "county", "4110", [113.9, 34.0, 114.1, 34.1]),
        area("411024101", "township", "411024", [113.9, 34.0, 114.0, 34.1]),
        area("411024102", "township", "411024", [114.0, 34.0, 114.1, 34.1]),
        area("411024101201", "village", "411024101", [113.9, 34.05, 114.0, 34.1]),
        area("411024101202", "village", "411024101", [113.9, 34.0, 114.0, 34.05]),
    ]
}

fn roads() -> Vec<Item> {
    let segment =
        |code: &str, ends: &str, facts: &str| item("road_segments", code, &format!("LINESTRING({ends})"), facts);
    vec![
        item(
            "roads",
            "X001411024",
            "LINESTRING(113.94 34.03, 113.98 34.03, 114.02 34.03, 114.06 34.03)",
            "class=county",
        ),
        // Official mileage in all three: 2, 4 and 2 km.
        segment(
            "X1",
            "113.94 34.03, 113.98 34.03",
            "road_code=X001411024; from_chainage=K0+000; to_chainage=K2+000; official_length_km=2",
        ),
        segment(
            "X2",
            "113.98 34.03, 114.02 34.03",
            "road_code=X001411024; from_chainage=K2+000; to_chainage=K6+000; official_length_km=4",
        ),
        segment(
            "X3",
            "114.02 34.03, 114.06 34.03",
            "road_code=X001411024; from_chainage=K6+000; to_chainage=K8+000; official_length_km=2",
        ),
        item("roads", "Y001411024", "LINESTRING(113.92 34.01, 113.95 34.01)", "class=township"),
        segment(
            "Y1",
            "113.92 34.01, 113.95 34.01",
            "road_code=Y001411024; from_chainage=K0+000; to_chainage=K3+000; official_length_km=3",
        ),
        item("roads", "C001411024", "LINESTRING(114.03 34.01, 114.05 34.01)", "class=village"),
        segment(
            "C1",
            "114.03 34.01, 114.05 34.01",
            "road_code=C001411024; from_chainage=K0+000; to_chainage=K2+000; official_length_km=2",
        ),
        // Neither a street nor a national road is anybody's here.
        item("roads", "street", "LINESTRING(113.96 34.07, 113.97 34.07)", "class=urban"),
        segment("U1", "113.96 34.07, 113.97 34.07", "road_code=street; from_chainage=K0+000; to_chainage=K1+000"),
        item("roads", "G311411024", "LINESTRING(114.06 34.08, 114.08 34.08)", "class=national"),
        segment("N1", "114.06 34.08, 114.08 34.08", "road_code=G311411024; from_chainage=K0+000; to_chainage=K2+000"),
        // Not measured yet: nobody can show that it is assigned.
        item("roads", "Y002411024", "LINESTRING(113.92 34.08, 113.93 34.08)", "class=township"),
        segment("Y2", "113.92 34.08, 113.93 34.08", "road_code=Y002411024; official_length_km=1"),
    ]
}

fn posts() -> Vec<Item> {
    let post = |code: &str, level: &str, kind: &str, jurisdiction: &str| {
        item("chief_posts", code, "", &format!("level={level}; kind={kind}; jurisdiction_code={jurisdiction}"))
    };
    let term =
        |code: &str, post: &str, term: &str| item("appointments", code, "", &format!("post_code={post}; {term}"));
    vec![
        post("G-county", "county", "general", "411024"),
        post("G-east", "township", "general", "411024102"),
        post("G-south", "village", "general", "411024101202"),
        post("G-west", "township", "general", "411024101"),
        post("R-county-1", "county", "route", "411024"),
        post("R-county-2", "county", "route", "411024"),
        post("R-east", "township", "route", "411024102"),
        post("R-west", "township", "route", "411024101"),
        term("T1", "G-county", "from_on=2020-01-01"),
        term("T2", "G-west", "from_on=2019-01-01; to_on=2026-06-14"),
        term("T3", "G-east", "from_on=2019-01-01; to_on=2020-01-01"),
        term("T4", "G-east", "from_on=2026-06-15"),
        term("T5", "G-south", "from_on=2026-06-16"),
    ]
}

fn assignments() -> Vec<Item> {
    let assigned = |code: &str, facts: &str| item("assignments", code, "", facts);
    vec![
        // An overlap from K3 to K4, a gap from K7 to K8.
        assigned("A1", "post_code=R-county-1; road_code=X001411024; from_chainage=K0+000; to_chainage=K4+000"),
        assigned("A2", "post_code=R-county-2; road_code=X001411024; from_chainage=K3+000; to_chainage=K7+000"),
        // A township's post does not manage a county road; it neither fills the gap nor overlaps.
        assigned("A3", "post_code=R-east; road_code=X001411024; from_chainage=K6+000; to_chainage=K8+000"),
        // Over, and not yet.
        assigned(
            "A4",
            "post_code=R-west; road_code=Y001411024; from_chainage=K0+000; to_chainage=K2+000; to_on=2026-06-14",
        ),
        assigned(
            "A5",
            "post_code=R-west; road_code=Y001411024; from_chainage=K2+000; to_chainage=K3+000; from_on=2026-06-16",
        ),
        // The last and the first day belong to a term. Of a village road all, by a township's post.
        assigned("A6", "post_code=R-east; road_code=C001411024; from_on=2026-06-15; to_on=2026-06-15"),
        // A general post's assignment makes nothing assigned.
        assigned("A7", "post_code=G-west; road_code=Y001411024"),
    ]
}

fn said(rows: &[SegmentStretch<'_>]) -> Vec<String> {
    let row = |row: &SegmentStretch<'_>| {
        let stretch = row.stretch.map_or("?".to_owned(), |stretch| format!("{}–{}", stretch.from(), stretch.to()));
        format!("{} {stretch} {:.3} {}", row.segment.code, row.length_m / 1000.0, row.posts.join("+"))
            .trim_end()
            .to_owned()
    };
    rows.iter().map(row).collect()
}

fn roads_of(post: &str) -> Vec<String> {
    said(&chiefs::roads_of(&county(), post, day(TODAY)).unwrap())
}

#[test]
fn a_general_post_answers_for_every_rural_road_in_its_jurisdiction() {
    let all = [
        "C1 K0+000–K2+000 2.000 G-county",
        "X1 K0+000–K2+000 2.000 G-county",
        "X2 K2+000–K6+000 4.000 G-county",
        "X3 K6+000–K8+000 2.000 G-county",
        "Y1 K0+000–K3+000 3.000 G-county",
        "Y2 ? 1.000 G-county",
    ];
    assert_eq!(roads_of("G-county"), all);
}

#[test]
fn a_road_is_cut_at_the_border() {
    assert_eq!(
        roads_of("G-west"),
        [
            "X1 K0+000–K2+000 2.000 G-west",
            "X2 K2+000–K4+000 2.000 G-west",
            "Y1 K0+000–K3+000 3.000 G-west",
            "Y2 ? 1.000 G-west"
        ]
    );
    assert_eq!(
        roads_of("G-east"),
        ["C1 K0+000–K2+000 2.000 G-east", "X2 K4+000–K6+000 2.000 G-east", "X3 K6+000–K8+000 2.000 G-east"]
    );
    // The village's part of the segment that leaves its township.
    assert_eq!(
        roads_of("G-south"),
        ["X1 K0+000–K2+000 2.000 G-south", "X2 K2+000–K4+000 2.000 G-south", "Y1 K0+000–K3+000 3.000 G-south"]
    );
}

#[test]
fn a_route_post_answers_for_what_is_assigned_to_it_today() {
    assert_eq!(roads_of("R-county-1"), ["X1 K0+000–K2+000 2.000 R-county-1", "X2 K2+000–K4+000 2.000 R-county-1"]);
    assert_eq!(roads_of("R-county-2"), ["X2 K3+000–K6+000 3.000 R-county-2", "X3 K6+000–K7+000 1.000 R-county-2"]);
    assert_eq!(roads_of("R-east"), ["C1 K0+000–K2+000 2.000 R-east", "X3 K6+000–K8+000 2.000 R-east"]);
    assert_eq!(roads_of("R-west"), [""; 0]);
    let before = chiefs::roads_of(&county(), "R-west", day("2026-06-14")).unwrap().len();
    let after = said(&chiefs::roads_of(&county(), "R-west", day("2026-06-16")).unwrap());
    assert_eq!((before, after), (1, vec!["Y1 K2+000–K3+000 1.000 R-west".to_owned()]));
    assert!(chiefs::roads_of(&county(), "nobody", day(TODAY)).is_err());
}

#[test]
fn what_no_route_post_of_the_managing_level_answers_for_is_unassigned() {
    let expected = ["X3 K7+000–K8+000 1.000", "Y1 K0+000–K3+000 3.000", "Y2 ? 1.000"];
    assert_eq!(said(&chiefs::unassigned(&county(), day(TODAY))), expected);
    let tomorrow = ["C1 K0+000–K2+000 2.000", "X3 K7+000–K8+000 1.000", "Y1 K0+000–K2+000 2.000", "Y2 ? 1.000"];
    assert_eq!(said(&chiefs::unassigned(&county(), day("2026-06-16"))), tomorrow);
}

#[test]
fn a_stretch_of_two_route_posts_of_one_level_is_an_overlap() {
    let expected = ["X2 K3+000–K4+000 1.000 R-county-1+R-county-2"];
    assert_eq!(said(&chiefs::overlaps(&county(), day(TODAY))), expected);
}

#[test]
fn an_overlap_across_two_segments_is_a_row_in_each() {
    let mut items = [areas(), roads(), posts(), assignments()].concat();
    items.push(item(
        "assignments",
        "A8",
        "",
        "post_code=R-west; road_code=X001411024; from_chainage=K5+000; to_chainage=K7+500",
    ));
    let found = chiefs::overlaps(&world_of(items.clone()), day(TODAY)).len();
    assert_eq!(found, 2, "the two townships' posts share X3 from K6 to K7+500");
    items.push(item(
        "assignments",
        "A9",
        "",
        "post_code=R-east; road_code=X001411024; from_chainage=K5+500; to_chainage=K6+000",
    ));
    let expected = [
        "X2 K3+000–K4+000 1.000 R-county-1+R-county-2",
        "X2 K5+500–K6+000 0.500 R-east+R-west",
        "X3 K6+000–K7+500 1.500 R-east+R-west",
    ];
    assert_eq!(said(&chiefs::overlaps(&world_of(items), day(TODAY))), expected);
}

#[test]
fn an_office_is_filled_vacant_or_not_recorded() {
    let world = county();
    let filled = |post: &str, on: &str| world.chiefs().post(post).unwrap().is_filled_on(day(on));
    assert_eq!(filled("G-county", TODAY), Some(true));
    assert_eq!((filled("G-west", "2026-06-14"), filled("G-west", TODAY)), (Some(true), Some(false)));
    assert_eq!((filled("G-east", TODAY), filled("G-east", "2023-01-01")), (Some(true), Some(false)));
    assert_eq!((filled("G-south", TODAY), filled("R-west", TODAY)), (Some(false), None));
}

#[test]
fn a_place_on_a_road_has_its_chiefs() {
    let world = county();
    for (lon, lat, expected) in [
        // On X1: village, township, county, and the county's route post.
        (113.95, 34.0301, vec!["G-county", "G-south", "G-west", "R-county-1"]),
        // On X2 where two overlap (K3+500), then on the border itself (K4): both townships.
        (113.995, 34.0301, vec!["G-county", "G-south", "G-west", "R-county-1", "R-county-2"]),
        (114.0, 34.0301, vec!["G-county", "G-east", "G-south", "G-west", "R-county-2"]),
        // On X3 in the gap, where only the township's route post is.
        (114.055, 34.0301, vec!["G-county", "G-east", "R-east"]),
        (113.93, 34.0101, vec!["G-county", "G-south", "G-west"]),
        (114.04, 34.0101, vec!["G-county", "G-east", "R-east"]),
        // A street and a national road are nobody's here.
        (113.965, 34.0701, vec![]),
        (114.07, 34.0801, vec![]),
    ] {
        let at = luzhang::geom::LonLat::new(lon, lat).unwrap();
        let found = located(&world, at);
        let codes: Vec<&str> = chiefs_at(&world, &found, day(TODAY)).iter().map(|post| &*post.code).collect();
        assert_eq!(codes, expected, "{lon} {lat}");
    }
}
