//! The state of roads over HTTP: condition, histories of bridges, how places are reached.
//!
//! A county road of four kilometres with surveys, a bridge, and a way from a township to its village.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Item;
use crate::support::item;

fn items() -> Vec<Item> {
    let area = |code: &str, level: &str, parent: &str, lon: f64| {
        let facts = format!("name=N{code}; level={level}; parent_code={parent}; seat_lon={lon}; seat_lat=34");
        item("jurisdictions", code, "", &facts)
    };
    let segment = |code: &str, from: u32, lons: [f64; 2], facts: &str| {
        let ends = format!("from_chainage=K{from}+000; to_chainage=K{}+000; official_length_km=2", from + 2);
        let facts = format!("road_code=X001411024; jurisdiction_code=411024101201; {ends}; {facts}");
        item("road_segments", code, &format!("LINESTRING({} 34, {} 34)", lons[0], lons[1]), &facts)
    };
    let survey = |code: &str, from: &str, to: &str, on: &str, facts: &str| {
        let facts = format!("road_code=X001411024; from_chainage={from}; to_chainage={to}; surveyed_on={on}; {facts}");
        item("condition_surveys", code, "", &facts)
    };
    vec![
        area("411024", "county", "4110", 114.1),
        area("411024101", "township", "411024", 114.1),
        area("411024101201", "village", "411024101", 114.144),
        item("roads", "X001411024", "LINESTRING(114.1 34, 114.122 34, 114.144 34)", "class=county; name=Long road"),
        segment("s1", 0, [114.1, 114.122], "technical_class=3; pavement_width_m=6"),
        segment("s2", 2, [114.122, 114.144], "technical_class=3; pavement_width_m=4.5"),
        survey("a1", "K0+000", "K1+000", "2022-05-01", "mqi=92"),
        survey("a2", "K1+000", "K2+500", "2022-05-01", "pqi=75"),
        survey("b1", "K1+000", "K2+000", "2024-05-01", "pci=50; rqi=60"),
        item(
            "bridges",
            "B1",
            "POINT(114.11 34)",
            "road_code=X001411024; chainage=K1+000; rating=4; rated_on=2023-05-01",
        ),
        item("bridge_ratings", "r1", "", "bridge_code=B1; rating=3; rated_on=2020-05-01"),
    ]
}

fn pick(row: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| row[*name].clone()).collect()
}

#[tokio::test]
async fn a_road_is_told_in_pieces_whose_lengths_add_up() {
    let browser = Browser::with(items()).await;
    let body = browser.json("/api/v1/roads/X001411024/condition?on=2024-12-31").await;
    let pieces: Vec<Value> = body["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|piece| pick(piece, &["segment", "from", "to", "length_km", "index", "which", "grade", "surveyed_on"]))
        .collect();
    let expected = json!([
        ["s1", "K0+000", "K1+000", "1.000", 92.0, "mqi", "excellent", "2022-05-01"],
        ["s1", "K1+000", "K2+000", "1.000", 54.0, "derived", "bad", "2024-05-01"],
        ["s2", "K2+000", "K2+500", "0.500", 75.0, "pqi", "medium", "2022-05-01"],
        ["s2", "K2+500", "K4+000", "1.500", null, null, null, null],
    ]);
    assert_eq!(json!(pieces), expected);
    assert_eq!(body["pieces"][1]["source"], json!({"collection": "condition_surveys", "code": "b1"}));
    assert_eq!(body["length_km"], json!({"total": "4.000", "assessed": "2.500", "not_assessed": "1.500"}));
    // (92 + 54 + 0.5·75) / 2.5
    assert_eq!((&body["mean_index"], &body["coverage"]), (&json!(73.4), &json!(0.625)));
    assert_eq!((&body["derived_km"], &body["by_pqi_km"]), (&json!("1.000"), &json!("0.500")));
    // Of grades, of the derivation, and of records that do not say since when they hold.
    let assumptions = body["assumptions"].as_array().unwrap();
    let names: Vec<&str> = assumptions.iter().map(|text| text.as_str().unwrap().split(':').next().unwrap()).collect();
    assert_eq!(names, ["condition.grades", "condition.derivation", "A-since"]);
}

#[tokio::test]
async fn kilometres_by_grade_close_from_village_to_county() {
    let browser = Browser::with(items()).await;
    for (query, rows) in
        [("", 1), ("jurisdiction=411024&", 1), ("jurisdiction=411024&level=village&", 1), ("level=township&", 1)]
    {
        let body = browser.json(&format!("/api/v1/condition?{query}on=2022-12-31")).await;
        assert_eq!(body["rows"].as_array().unwrap().len(), rows, "{query}");
        let row = &body["rows"][0];
        assert_eq!(
            row["by_grade_km"],
            json!({"excellent": "1.000", "good": "0.000", "medium": "1.500", "poor": "0.000", "bad": "0.000"})
        );
        assert_eq!(pick(row, &["medium_or_better", "coverage", "mean_index"]), json!([1.0, 0.625, 81.8]));
    }
    let body = browser.json("/api/v1/condition?jurisdiction=411024101201&on=2020-01-01").await;
    assert_eq!(
        pick(&body["rows"][0], &["name", "level", "medium_or_better", "mean_index"]),
        json!(["N411024101201", "village", null, null])
    );
}

#[tokio::test]
async fn the_history_of_a_bridge_ends_on_the_day_that_is_asked_for() {
    let browser = Browser::with(items()).await;
    let body = browser.json("/api/v1/bridges/B1/history").await;
    assert_eq!(
        pick(&body, &["bridge", "road", "chainage", "on", "rating", "rated_on"]),
        json!(["B1", "X001411024", "K1+000", "2026-06-15", 4, "2023-05-01"])
    );
    let expected = json!([
        {"rated_on": "2020-05-01", "rating": 3, "change": null, "record": "r1"},
        {"rated_on": "2023-05-01", "rating": 4, "change": 1, "record": null},
    ]);
    assert_eq!(body["history"], expected);
    assert_eq!(browser.json("/api/v1/bridges/B1/history?on=2023-04-30").await["rating"], 3);
    assert_eq!(browser.json("/api/v1/bridges/B1/history?on=2019-01-01").await["rating"], Value::Null);
}

#[tokio::test]
async fn how_a_village_is_reached_is_told_with_the_way_that_proves_it() {
    let browser = Browser::with(items()).await;
    let body = browser.json("/api/v1/access/411024101201").await;
    let told =
        pick(&body, &["target", "kind", "verdict", "by", "start", "route", "length_km", "missing", "gap", "fault"]);
    assert_eq!(
        told,
        json!(["411024101201", "village", true, "computed", "411024101", ["s1", "s2"], "4.000", [], null, null])
    );
    assert_eq!(body["weakest"]["pavement_width_m"], 4.5);
    assert_eq!(body["bus"]["has_bus"], Value::Null);
    assert_eq!(browser.json("/api/v1/access/411024101").await["verdict"], true, "the township is at the seat");
}

#[tokio::test]
async fn what_is_not_there_or_cannot_be_read_is_a_problem() {
    let browser = Browser::with(items()).await;
    for (path, status) in [
        ("/api/v1/roads/X009411024/condition", 404),
        ("/api/v1/bridges/B9/history", 404),
        ("/api/v1/access/B1", 404),
        ("/api/v1/access/411024", 404),
        ("/api/v1/condition?jurisdiction=999", 422),
        ("/api/v1/condition?level=hamlet", 400),
        ("/api/v1/condition?on=yesterday", 400),
        ("/api/v1/condition?on=1850-01-01", 422),
        ("/api/v1/condition?on=2500-01-01", 422),
        ("/api/v1/condition?at=2020-01-01", 400),
        ("/api/v1/roads/X001411024/condition?jurisdiction=411024", 400),
        ("/api/v1/bridges/B1/history?on=2023-02-30", 400),
        ("/api/v1/access/%00?on=2023-02-03", 404),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
    }
}
