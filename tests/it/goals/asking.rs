//! Goals over HTTP and on the command line: shapes, faults, and that the figure is the list.

use serde_json::Value;

use super::*;
use crate::support::Browser;

/// The county with good, bad and unknown roads, and villages with and without a clause.
async fn browser() -> Browser {
    let mut items = [areas(), roads()].concat();
    set(&mut items, &["GX", "GY", "GC"], "listed_for_maintenance", "true");
    set(&mut items, &["BX", "BY"], "listed_for_maintenance", "false");
    set(&mut items, &[GOOD], "road_clause_since", "2021-01-01");
    items.push(item(
        "condition_surveys",
        "S1",
        "",
        "road_code=X102411024; from_chainage=K0+250; to_chainage=K0+750; surveyed_on=2024-01-01; mqi=60",
    ));
    Browser::with(items).await
}

#[tokio::test]
async fn rows_have_the_shape_of_the_contract() {
    let browser = browser().await;
    let told = browser.json("/api/v1/goals?as_of=2025-12-31&jurisdiction=411024102&goal=A17").await;
    assert_eq!(told["as_of"], "2025-12-31");
    let row = &told["rows"][1];
    let members = [
        "goal",
        "jurisdiction",
        "level",
        "value",
        "numerator",
        "denominator",
        "unit",
        "op",
        "target",
        "due",
        "status",
        "coverage",
        "shortfall_count",
        "clause",
        "responsible",
        "assumptions",
    ];
    assert!(members.iter().all(|name| row.get(*name).is_some()), "{row}");
    let expected: [(&str, Value); 12] = [
        ("goal", "A17".into()),
        ("jurisdiction", "411024102".into()),
        ("level", "township".into()),
        ("numerator", 0.0.into()),
        ("denominator", 3.0.into()),
        ("unit", "km".into()),
        ("op", "=".into()),
        ("target", 1.0.into()),
        ("due", "2025-12-31".into()),
        ("status", "not_due".into()),
        ("shortfall_count", 2.into()),
        ("unknown_count", 1.into()),
    ];
    for (name, value) in expected {
        assert_eq!(row[name], value, "{name}");
    }
    for id in row["assumptions"].as_array().unwrap() {
        assert!(told["assumptions"][id.as_str().unwrap()].is_string(), "{id} is not explained");
    }
    // Without jurisdiction and level: the root, and the bodies.
    let told = browser.json("/api/v1/goals?goal=A17").await;
    let units: Vec<&str> =
        told["rows"].as_array().unwrap().iter().step_by(2).map(|row| row["jurisdiction"].as_str().unwrap()).collect();
    assert_eq!(units, ["4110", "411024", "4110SF"]);
    assert_eq!(told["as_of"], "2026-06-15");
}

#[tokio::test]
async fn rows_come_in_pages_that_add_up() {
    let browser = browser().await;
    let all = browser.json("/api/v1/goals?level=village&jurisdiction=411024").await["rows"].as_array().unwrap().clone();
    let mut next = Some("/api/v1/goals?level=village&jurisdiction=411024&limit=7".to_owned());
    let mut found = Vec::new();
    while let Some(path) = next {
        let page = browser.json(&path).await;
        found.extend(page["rows"].as_array().unwrap().clone());
        next = page["next"].as_str().map(str::to_owned);
    }
    assert!(all.len() > 7 && found == all);
}

#[tokio::test]
async fn the_figure_of_a_row_is_the_list_of_its_shortfall() {
    let browser = browser().await;
    for jurisdiction in ["4110", "411024", "4110SF", "411024102", "411024102201", "411024104201"] {
        let told = browser.json(&format!("/api/v1/goals?as_of=2025-12-31&jurisdiction={jurisdiction}")).await;
        for row in told["rows"].as_array().unwrap() {
            let mut path = format!(
                "/api/v1/goals/{}/shortfall?as_of=2025-12-31&jurisdiction={jurisdiction}",
                row["goal"].as_str().unwrap()
            );
            for name in ["due", "part"] {
                if let Some(value) = row[name].as_str() {
                    path += &["&", name, "=", value].concat();
                }
            }
            let list = browser.json(&path).await;
            assert_eq!(
                (&list["count"], &list["unknown_count"]),
                (&row["shortfall_count"], &row["unknown_count"]),
                "{path}"
            );
            let features = list["features"].as_array().unwrap();
            let unknown: Vec<bool> =
                features.iter().map(|one| one["properties"]["unknown"].as_bool().unwrap()).collect();
            assert!(unknown.is_sorted(), "failing ones come first: {path}");
            assert_eq!(unknown.iter().filter(|is| !**is).count(), list["count"], "{path}");
            assert!(features.iter().all(|one| !one["properties"]["why"].as_str().unwrap().is_empty()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_part_of_a_segment_is_cut_out_of_it() {
    let browser = browser().await;
    let list = browser.json("/api/v1/goals/A19/shortfall?as_of=2025-12-31&jurisdiction=411024102201").await;
    let part = &list["features"][0];
    assert_eq!(part["id"], "road_segments/BX@K0+250-K0+750");
    let properties = &part["properties"];
    assert_eq!((properties["from"].as_str(), properties["to"].as_str()), (Some("K0+250"), Some("K0+750")));
    assert_eq!((properties["length_km"].as_str(), properties["road"].as_str()), (Some("0.500"), Some("X102411024")));
    // The line runs over 0.01 degrees.
    let ends = &part["geometry"]["coordinates"];
    let east = |nth: usize| ends[nth][0].as_f64().unwrap();
    assert!((east(0) - 114.0025).abs() < 1e-7 && (east(1) - 114.0075).abs() < 1e-7, "{ends}");
    // What is left of the same segment is unknown, in two pieces.
    let rest = list["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["properties"]["unknown"] == true && one["properties"]["code"] == "BX")
        .unwrap();
    assert_eq!(rest["geometry"]["type"], "MultiLineString");
    assert_eq!(rest["properties"]["length_km"], "0.500");
}

#[tokio::test]
async fn bad_questions_are_refused_by_name() {
    let browser = browser().await;
    for (path, status, words) in [
        ("/api/v1/goals?as_of=2025-13-01", 400, "as_of"),
        ("/api/v1/goals?level=hamlet", 400, "level"),
        ("/api/v1/goals?jurisdiction=nowhere", 422, "nowhere"),
        ("/api/v1/goals?goal=A99", 404, "A99"),
        ("/api/v1/goals?day=2025-12-31", 400, "no such parameter"),
        ("/api/v1/goals?limit=0", 400, "limit"),
        ("/api/v1/goals?cursor=x", 400, "cursor"),
        ("/api/v1/goals/A99/shortfall", 404, "A99"),
        ("/api/v1/goals/A17/shortfall?due=2024-01-01", 422, "2022-12-31 and 2025-12-31"),
        ("/api/v1/goals/A17/shortfall?part=county", 422, "has no part"),
        ("/api/v1/goals/A22/shortfall?part=city", 422, "known are county, township, village"),
        ("/api/v1/goals/A17/shortfall?jurisdiction=x", 422, "jurisdiction"),
        ("/api/v1/goals/trend", 400, "id"),
        ("/api/v1/goals/trend?id=A99", 404, "A99"),
        ("/api/v1/goals/trend?id=A17&from=2025&to=2020", 422, "the first before the last"),
        ("/api/v1/goals/trend?id=A17&from=1900&to=2026", 422, "up to 20 years"),
        ("/api/v1/goals/trend?id=A17&from=soon", 400, "from"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(answer.text().contains(words), "{path}: {}", answer.text());
    }
}
