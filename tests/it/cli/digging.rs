//! `dig`: what works come near, for people and for programs.

use serde_json::json;

use crate::cli::Desk;
use crate::cli::county;

const OVER_G1: &str = r#"{"type": "LineString", "coordinates": [[114.01, 34.06], [114.01, 34.061]]}"#;
const BESIDE_G1: &str = r#"{"type": "LineString", "coordinates": [[114.01, 34.06002], [114.01, 34.061]]}"#;

#[tokio::test]
async fn works_inside_a_protection_range_are_a_finding() {
    let ((_home, store), desk) = (county().await, Desk::empty());
    desk.file("over.geojson", OVER_G1);
    desk.file("beside.geojson", BESIDE_G1);
    let over = desk.run(&format!("dig {store} --works over.geojson --format json"));
    assert_eq!(over.code, 1, "{}", over.err);
    let answer: serde_json::Value = serde_json::from_str(&over.out).unwrap();
    assert_eq!((&answer["facilities"][0]["code"], &answer["criterion"]["colour"]), (&json!("G1"), &json!("blue")));

    let beside = desk.run(&format!("dig {store} --works beside.geojson")).done();
    let lines: Vec<&str> = beside.lines().collect();
    assert_eq!(lines[0], "G10 3.2.4(2) not_fired");
    assert!(lines[1].ends_with(" m\tcontrol\tgas_pipes\tG1\tmedium_b\t?\t?"), "{beside}");
    assert!(lines[3].starts_with("call 鄢陵县燃气主管部门\tworks inside a control range\t"), "{beside}");
    assert!(lines[4].starts_with("assumed: "), "{beside}");
}

#[tokio::test]
async fn works_that_cannot_be_read_are_refused_in_one_line() {
    let ((_home, store), desk) = (county().await, Desk::empty());
    desk.file("text.geojson", "works");
    desk.file("point.geojson", r#"{"type": "Point", "coordinates": [114, 34]}"#);
    let dig = |file: &str| desk.run(&format!("dig {store} --works {file}"));
    dig("none.geojson").refused(&["cannot read none.geojson"]);
    dig("text.geojson").refused(&["text.geojson is not JSON", "give a GeoJSON"]);
    dig("point.geojson").refused(&["point.geojson cannot be works", "give a LineString or Polygon"]);
}
