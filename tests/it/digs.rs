//! Works in the ground: which facilities they come near, over HTTP and in the world.

use geo_types::LineString;
use luzhang::emergency::dig::DigCheck;
use luzhang::emergency::dig::Verdict;
use luzhang::emergency::dig::Works;
use luzhang::emergency::dig::dig_check;
use luzhang::geom::LonLat;
use luzhang::geom::geodesic;
use luzhang::policy::ProtectionRanges;
use luzhang::policy::ZoneParameters;
use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Item;
use crate::support::item;
use crate::support::shape;
use crate::support::small_county;
use crate::support::world_of;

/// On the central meridian the grid is true: works that run north from here begin so many metres off.
const PIPE: &str = "LINESTRING(113.999 34, 114 34, 114.001 34)";

fn works(metres_off: f64) -> Works {
    let corner = LonLat::new(114.0, 34.0).unwrap();
    let line = [metres_off, 100.0].map(|metres| geodesic::destination(corner, 0.0, metres).unwrap().coord());
    Works::of(LineString::new(line.to_vec()).into()).unwrap()
}

fn check(items: Vec<Item>, works: &Works) -> DigCheck {
    dig_check(&world_of(items), ProtectionRanges::embedded(), ZoneParameters::embedded(), works)
}

/// What is said of one facility: how near, in which range, and what follows.
fn told(facility: Item, metres_off: f64) -> Option<(f64, &'static str, &'static str)> {
    let found = check(vec![facility], &works(metres_off));
    let facility = found.facilities.first()?;
    Some((facility.distance_m, facility.within.as_str(), found.verdict.as_str()))
}

fn gas(facts: &str) -> Item {
    item("gas_pipes", "G1", PIPE, facts)
}

#[test]
fn the_bound_of_a_range_belongs_to_it_and_a_millimetre_more_does_not() {
    for (class, protection_m, control_m) in [
        ("low", 0.5, 5.0),
        ("medium_b", 0.5, 5.0),
        ("medium_a", 0.5, 5.0),
        ("subhigh_b", 1.5, 15.0),
        ("subhigh_a", 1.5, 15.0),
        ("high_b", 5.0, 50.0),
        ("high_a", 5.0, 50.0),
    ] {
        let pipe = || gas(&format!("pressure_class={class}"));
        assert_eq!(told(pipe(), protection_m), Some((protection_m, "protection", "fired")), "{class}");
        assert_eq!(told(pipe(), protection_m + 0.001), Some((protection_m + 0.001, "control", "not_fired")), "{class}");
        assert_eq!(told(pipe(), control_m), Some((control_m, "control", "not_fired")), "{class}");
        assert_eq!(told(pipe(), control_m + 0.001), None, "{class}");
    }
    let heat = |metres_off| told(item("heat_pipes", "P1", PIPE, ""), metres_off);
    assert_eq!(
        (heat(1.5), heat(1.501)),
        (Some((1.5, "protection", "not_fired")), Some((1.501, "control", "not_fired")))
    );
    assert_eq!(heat(5.001), None);
}

#[test]
fn a_pressure_says_the_class_where_none_is_recorded() {
    assert_eq!(told(gas("design_mpa=1.6"), 1.5), Some((1.5, "protection", "fired")));
    assert_eq!(told(gas("operating_mpa=0.2"), 1.5), Some((1.5, "control", "not_fired")));
    assert_eq!(told(gas("design_mpa=6.3"), 50.0), Some((50.0, "control", "not_fired")), "above the highest class");
}

#[test]
fn where_neither_is_known_the_widest_range_is_taken_and_the_criterion_stays_open() {
    let found = check(vec![gas("")], &works(4.0));
    assert_eq!((found.facilities[0].within.as_str(), found.verdict), ("protection", Verdict::Undetermined));
    assert!(found.facilities[0].pressure_class.is_none());
    assert!(found.assumptions.iter().any(|(id, text)| *id == "pressure-class" && text.contains("widest range")));
    assert_eq!(found.document()["criterion"]["missing"], json!(["pressure_class"]));
    // So near that no class would change it; and beyond the widest protection range.
    assert_eq!(check(vec![gas("")], &works(0.4)).verdict, Verdict::Fired);
    assert_eq!(check(vec![gas("")], &works(30.0)).verdict, Verdict::NotFired);
    let both = vec![gas(""), item("gas_pipes", "G2", PIPE, "pressure_class=high_a")];
    assert_eq!(check(both, &works(4.0)).verdict, Verdict::Fired);
}

#[test]
fn a_node_has_the_class_of_the_pipes_that_end_at_it() {
    let station = |facts: &str| item("gas_nodes", "N1", "POINT(114 34)", facts);
    let far = |class: &str| {
        item(
            "gas_pipes",
            "G9",
            "LINESTRING(114.3 34, 114.4 34)",
            &format!("from_node=N1; to_node=N2; pressure_class={class}"),
        )
    };
    let within = |items: Vec<Item>| {
        let found = check(items, &works(4.0));
        found.facilities.first().map(|facility| (facility.within.as_str(), found.verdict.as_str()))
    };
    assert_eq!(within(vec![station("kind=valve")]), Some(("protection", "undetermined")));
    assert_eq!(within(vec![station("kind=valve"), far("medium_a")]), Some(("control", "not_fired")));
    assert_eq!(
        within(vec![station("kind=gate_station; nominal_mpa=4"), far("medium_a")]),
        Some(("protection", "fired"))
    );
}

#[test]
fn works_over_a_pipe_are_no_metres_from_it_and_nodes_without_a_place_are_nowhere() {
    let area = Works::of(shape(
        "POLYGON((113.9995 33.999, 114.0005 33.999, 114.0005 34.001, 113.9995 34.001, 113.9995 33.999))",
    ));
    let items = vec![
        gas("pressure_class=low; in_service=false"),
        item("heat_nodes", "HN1", "", "kind=junction"),
        item("heat_nodes", "HN2", "POINT(114.0002 34.0002)", "kind=substation"),
    ];
    let found = check(items, &area.unwrap());
    let codes: Vec<(&str, f64)> =
        found.facilities.iter().map(|facility| (&*facility.code, facility.distance_m)).collect();
    assert_eq!(codes, [("G1", 0.0), ("HN2", 0.0)]);
    assert_eq!(found.facilities[0].in_service, Some(false), "it may still hold gas");
}

#[test]
fn operators_are_called_nearest_first_and_then_the_authorities_of_each_county() {
    let county = |code: &str, name: &str, west: &str, east: &str| {
        let square = format!("POLYGON(({west} 33.9, {east} 33.9, {east} 34.1, {west} 34.1, {west} 33.9))");
        item("jurisdictions", code, &square, &format!("name={name}; level=county"))
    };
    let found = check(
        vec![
            county("411024", "West", "113.9", "114.0005"),
            county("411025", "East", "114.0005", "114.1"),
            gas("pressure_class=low; operator=Far Gas"),
            item(
                "gas_pipes",
                "G2",
                "LINESTRING(113.999 34.00003, 114.002 34.00003)",
                "pressure_class=low; operator=Near Gas",
            ),
            item("heat_pipes", "P1", "LINESTRING(113.999 34.00002, 114.002 34.00002)", ""),
        ],
        &Works::of(shape("LINESTRING(114 34.00004, 114.001 34.00004)")).unwrap(),
    );
    let calls: Vec<(&str, &str)> = found.calls.iter().map(|call| (&*call.unit, call.clause)).collect();
    assert_eq!(
        calls,
        [
            ("Near Gas", "G10 5.1(4)"),
            ("热力企业（未登记）", "H10 6.1.1"),
            ("Far Gas", "G10 5.1(4)"),
            ("West燃气主管部门", "G10 3.4.2"),
            ("East燃气主管部门", "G10 3.4.2"),
            ("West供热行政主管部门", "H10 6.1.1"),
            ("East供热行政主管部门", "H10 6.1.1"),
        ]
    );
    assert!(check(Vec::new(), &works(1.0)).calls.is_empty(), "nobody where nothing lies");
}

const NEAR_G1: &str = r#"{"type": "LineString", "coordinates": [[114.01, 34.06], [114.01, 34.061]]}"#;

#[tokio::test]
async fn works_are_posted_as_a_geometry_or_as_a_feature() {
    let browser = Browser::with(small_county()).await;
    let answer = browser.post("/api/v1/dig-checks", NEAR_G1).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{}", answer.text());
    let answer = answer.json();
    // Of 0.2 MPa: medium B.
    let pipe = &answer["facilities"][0];
    assert_eq!(
        (&pipe["code"], &pipe["pressure_class"], &pipe["operator"]),
        (&json!("G1"), &json!("medium_b"), &Value::Null)
    );
    assert_eq!(
        (&pipe["within"], &pipe["protection_m"], &pipe["control_m"]),
        (&json!("protection"), &json!(0.5), &json!(5.0))
    );
    assert_eq!(
        answer["criterion"],
        json!({"clause": "G10 3.2.4(2)", "colour": "blue", "verdict": "fired", "missing": []})
    );
    assert_eq!(answer["call"][1]["unit"], "鄢陵县燃气主管部门");
    assert_eq!(answer["rules"], "protection-2026");
    let feature = format!(r#"{{"type": "Feature", "properties": null, "geometry": {NEAR_G1}}}"#);
    assert_eq!(browser.post("/api/v1/dig-checks", feature).await.json(), answer);
    let nothing = r#"{"type": "Polygon", "coordinates": [[[114.03, 34.03], [114.031, 34.03], [114.031, 34.031], [114.03, 34.03]]]}"#;
    let nothing = browser.post("/api/v1/dig-checks", nothing).await.json();
    assert_eq!((&nothing["facilities"], &nothing["criterion"]["verdict"]), (&json!([]), &json!("not_fired")));
}

#[tokio::test]
async fn works_that_cannot_be_are_problems_that_say_why() {
    let browser = Browser::with(small_county()).await;
    for (path, body, status, words) in [
        (
            "",
            r#"{"type": "Polygon", "coordinates": [[[114, 34], [114.001, 34.001], [114.001, 34], [114, 34.001], [114, 34]]]}"#,
            422,
            "self-intersection",
        ),
        ("", r#"{"type": "Polygon", "coordinates": []}"#, 422, "empty"),
        ("", r#"{"type": "Point", "coordinates": [114, 34]}"#, 422, "give a LineString or Polygon"),
        ("", r#"{"type": "GeometryCollection", "geometries": []}"#, 422, "give a LineString or Polygon"),
        ("", r#"{"type": "LineString", "coordinates": [[114, 34], [115, 34]]}"#, 422, "give at most 10 km"),
        ("", r#"{"type": "LineString", "coordinates": [[114, 34]]}"#, 422, "two"),
        ("", r#"{"type": "LineString", "coordinates": [[34, 114], [34.001, 114]]}"#, 422, "longitude first"),
        ("", r#"{"type": "Feature", "geometry": null}"#, 400, "not a GeoJSON geometry or Feature"),
        ("", r#"{"type": "FeatureCollection", "features": []}"#, 400, "not a GeoJSON geometry or Feature"),
        ("", "works", 400, "not JSON"),
        ("", "", 400, "not JSON"),
        ("?radius_m=5", NEAR_G1, 400, "radius_m"),
    ] {
        let answer = browser.post(&format!("/api/v1/dig-checks{path}"), body).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{body}");
        assert!(answer.text().contains(words), "{body}: {}", answer.text());
    }
    let large = format!("[{}]", " ".repeat(9 * 1024 * 1024));
    assert_eq!(browser.post("/api/v1/dig-checks", large).await.status, 413);
    assert_eq!(browser.get("/api/v1/dig-checks").await.status, 405);
}
