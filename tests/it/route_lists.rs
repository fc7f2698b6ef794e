//! Lists for crews over HTTP, on both stores, over roads that a reader can follow with a pencil.
//!
//! ```text
//!                      Y001 K3 (114.02, 34.05)
//!                        |
//!                       B1   K1+500
//!                        |
//!  X001 K0 ----- H1 ----- K2 ----- V1 ----- K4          C001, an island: H2
//!  (114.00, 34.03)  K1    (114.02)   K3   (114.04)      (114.08, 34.03)
//! ```

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Browser;
use crate::support::Home;
use crate::support::Item;
use crate::support::both_stores;
use crate::support::item;

fn county() -> Vec<Item> {
    let road = |code: &str, ends: &str, class: &str| {
        item("roads", code, &format!("LINESTRING({ends})"), &format!("class={class}; name=试验线{code}"))
    };
    let segment = |code: &str, road: &str, ends: &str, [from, to]: [&str; 2], km: u8| {
        let facts = format!(
            "road_code={road}; from_chainage={from}; to_chainage={to}; official_length_km={km}; jurisdiction_code=411024"
        );
        item("road_segments", code, &format!("LINESTRING({ends})"), &facts)
    };
    let area = "POLYGON((113.9 33.9, 114.3 33.9, 114.3 34.3, 113.9 34.3, 113.9 33.9))";
    vec![
        item("jurisdictions", "411024", area, "name=鄢陵县; level=county"),
        item("jurisdictions", "411082", "POLYGON((113 33, 113.1 33, 113.1 33.1, 113 33.1, 113 33))", "level=county"),
        road("X001411024", "114.00 34.03, 114.02 34.03, 114.04 34.03", "county"),
        road("Y001411024", "114.02 34.03, 114.02 34.05", "township"),
        road("C001411024", "114.08 34.03, 114.09 34.03", "village"),
        segment("XA", "X001411024", "114.00 34.03, 114.02 34.03", ["K0+000", "K2+000"], 2),
        segment("XB", "X001411024", "114.02 34.03, 114.04 34.03", ["K2+000", "K4+000"], 2),
        segment("YA", "Y001411024", "114.02 34.03, 114.02 34.05", ["K0+000", "K3+000"], 3),
        segment("CA", "C001411024", "114.08 34.03, 114.09 34.03", ["K0+000", "K1+000"], 1),
        item("hazards", "H1", "POINT(114.01 34.03)", "kind=drainage; needed=疏通边沟; jurisdiction_code=411024"),
        item("hazards", "H2", "POINT(114.085 34.03)", "kind=other; jurisdiction_code=411024"),
        item("hazards", "H3", "POINT(114.2 34.2)", "kind=other; jurisdiction_code=411024"),
        item("hazards", "H4", "POINT(114.01 34.03)", "kind=other; treated_on=2020-01-01; jurisdiction_code=411024"),
        item("violations", "V1", "POINT(114.03 34.0301)", "kind=stall; jurisdiction_code=411024"),
        item(
            "bridges",
            "B1",
            "POINT(114.02 34.04)",
            "name=北桥; rating=4; rated_on=2024-05-01; jurisdiction_code=411024",
        ),
        item("bridges", "B2", "POINT(114.02 34.04)", "rating=3; rated_on=2024-05-01; jurisdiction_code=411024"),
        item("chief_posts", "P1", "", "level=township; kind=route; jurisdiction_code=411024; office=乡级路长"),
        item("assignments", "A1", "", "post_code=P1; road_code=Y001411024; from_on=2020-01-01"),
    ]
}

fn body() -> Value {
    json!({"work": ["hazards", "bridges", "violations"], "jurisdiction": "411024",
        "start": {"lon": 114.0, "lat": 34.03}, "return": false, "name": "鄢陵 <一> 号"})
}

async fn made(browser: &Browser, body: &Value) -> Value {
    let answer = browser.post("/api/v1/route-lists", body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn codes(list: &Value) -> Vec<&str> {
    list["stops"].as_array().unwrap().iter().map(|stop| stop["code"].as_str().unwrap()).collect()
}

both_stores! {
    stops_are_in_order_along_the_roads_and_what_is_not_reached_is_named
    a_list_is_kept_and_the_same_request_makes_no_other
}

async fn stops_are_in_order_along_the_roads_and_what_is_not_reached_is_named(home: Home) {
    home.put(county()).await;
    let browser = Browser::over(home).await;
    let list = made(&browser, &body()).await;
    assert_eq!(codes(&list), ["H1", "V1", "B1"]);
    let legs: Vec<&str> = ["leg_km", "total_km"]
        .iter()
        .flat_map(|field| list["stops"].as_array().unwrap().iter().map(|stop| stop[*field].as_str().unwrap()))
        .collect();
    assert_eq!(legs, ["1.000", "2.000", "2.500", "1.000", "3.000", "5.500"]);
    assert_eq!((list["length_km"].as_str(), list["home_km"].as_str()), (Some("5.500"), None));
    let aside = &list["stops"][1];
    assert_eq!(
        (&aside["road"], &aside["chainage"], &aside["side"]),
        (&json!("X001411024"), &json!("K3+000"), &json!("left"))
    );
    let offset = aside["offset_m"].as_f64().unwrap();
    assert!((offset - 11.1).abs() < 0.1, "{offset}");
    assert_eq!(list["stops"][0]["what"], "治理隐患：排水不畅；措施：疏通边沟");
    assert_eq!(list["stops"][0]["what_en"], "Treat hazard: Drainage; needed: 疏通边沟");
    assert_eq!(list["stops"][2]["what"], "查看4类桥：北桥");
    let left: Vec<_> = list["unreachable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| (left["code"].as_str().unwrap(), left["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(left, [("H3", "off_the_roads"), ("H2", "no_way")]);
    let way = list["route"]["coordinates"].as_array().unwrap();
    let ends = [&way[0], &way[way.len() - 1]].map(|at| [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()]);
    assert!((ends[0][0] - 114.0).abs() < 1e-6 && (ends[1][1] - 34.04).abs() < 1e-4, "{ends:?}");

    let mut round = body();
    round["return"] = true.into();
    let round = made(&browser, &round).await;
    assert_eq!(round["length_km"], "9.000");

    // What a post answers for, and a drawn area.
    let mut own = body();
    own["post"] = "P1".into();
    own["work"] = json!(["hazards", "bridges", "violations", "inspections"]);
    let own = made(&browser, &own).await;
    assert_eq!(codes(&own), ["Y001411024", "B1"]);
    let mut drawn = body();
    drawn["jurisdiction"] = Value::Null;
    drawn["area"] = json!({"type": "Polygon", "coordinates": [[[114.005, 34.02], [114.035, 34.02], [114.035, 34.035], [114.005, 34.035], [114.005, 34.02]]]});
    assert_eq!(codes(&made(&browser, &drawn).await), ["H1", "V1"]);
}

async fn a_list_is_kept_and_the_same_request_makes_no_other(home: Home) {
    home.put(county()).await;
    let browser = Browser::over(home).await;
    let key = [("idempotency-key", "crew-1"), ("content-type", "application/json")];
    let send = |body: Value| browser.send("POST", "/api/v1/route-lists", &key, body.to_string());
    let first = send(body()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let again = send(body()).await;
    assert_eq!((again.status, again.json()), (200, first.json()));
    let mut other = body();
    other["return"] = true.into();
    refused(&send(other).await, "/Idempotency-Key");
    let id = first.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(first.header("location"), format!("/api/v1/route-lists/{id}"));
    assert_eq!(browser.json(&format!("/api/v1/route-lists/{id}")).await, first.json());
    let listed = browser.json("/api/v1/route-lists?jurisdiction=411024").await;
    assert_eq!(listed["route_lists"].as_array().unwrap().len(), 1);
    assert_eq!(listed["route_lists"][0]["length_km"], "5.500");
    assert_eq!(browser.json("/api/v1/route-lists?jurisdiction=411082").await["route_lists"], json!([]));
}

#[track_caller]
fn refused(answer: &Answer, pointer: &str) {
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text());
}

#[tokio::test]
async fn every_format_has_every_stop_in_order() {
    let browser = Browser::with(county()).await;
    let id = made(&browser, &body()).await["id"].as_str().unwrap().to_owned();
    for (ending, media, stops) in [
        ("geojson", "application/geo+json", ["hazards/H1", "violations/V1", "bridges/B1"]),
        ("gpx", "application/gpx+xml", ["001 X001411024 K1+000", "002 X001411024 K3+000", "003 Y001411024 K1+500"]),
        ("kml", "application/vnd.google-earth.kml+xml", ["001 X001411024", "002 X001411024", "003 Y001411024"]),
        ("csv", "text/csv; charset=utf-8", ["1,治理隐患", "2,查处违法行为", "3,查看4类桥"]),
    ] {
        let answer = browser.get(&format!("/api/v1/route-lists/{id}.{ending}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, media));
        let text = answer.text();
        let found: Vec<Option<usize>> = stops.iter().map(|stop| text.find(stop)).collect();
        assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{ending}: {found:?} {text}");
        assert!(ending == "geojson" || !text.contains("<一>"), "{ending}");
    }
    let csv = browser.get(&format!("/api/v1/route-lists/{id}.csv")).await.text();
    assert!(csv.starts_with("\u{feff}序号,") && csv.contains("不可达"), "{csv}");
    for (ending, head) in [("xlsx", &b"PK"[..]), ("gpkg", b"SQLite format 3"), ("pdf", b"%PDF-")] {
        let answer = browser.get(&format!("/api/v1/route-lists/{id}.{ending}")).await;
        assert_eq!(answer.status, 200, "{ending}: {}", answer.text());
        assert!(answer.body.starts_with(head) && answer.body.len() > 4_000, "{ending}");
        // Without a clock: the same list, the same bytes.
        assert!(browser.get(&format!("/api/v1/route-lists/{id}.{ending}")).await.body == answer.body, "{ending}");
    }
}

#[tokio::test]
async fn what_cannot_be_listed_is_refused_by_its_field() {
    let browser = Browser::with(county()).await;
    let with = |field: &str, value: Value| {
        let mut body = body();
        body[field] = value;
        body.to_string()
    };
    for (field, value, pointer) in [
        ("work", json!(["holidays"]), "/work/0"),
        ("work", Value::Null, "/work"),
        ("jurisdiction", Value::Null, "/jurisdiction"),
        ("start", Value::Null, "/start"),
        ("start", json!({"lon": 200, "lat": 34}), "/start/lon"),
        ("start", json!({"lon": 113.0, "lat": 33.0}), "/start"),
        ("post", json!("nobody"), "/post"),
        ("area", json!({"type": "Point", "coordinates": [114, 34]}), "/area"),
        ("goal", json!({"id": "A99"}), "/goal/id"),
        ("name", json!("路".repeat(101)), "/name"),
        ("speed", json!(1), "/speed"),
        // Nothing to do there.
        ("jurisdiction", json!("411082"), "/work"),
    ] {
        let answer = browser.post("/api/v1/route-lists", with(field, value)).await;
        refused(&answer, pointer);
    }
    let unknown = browser.post("/api/v1/route-lists", with("jurisdiction", json!("999999"))).await;
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    assert_eq!(browser.post("/api/v1/route-lists", "[]").await.status, 400);
    for path in ["R1", "R1.pdf", "R1.docx"] {
        assert_eq!(browser.get(&format!("/api/v1/route-lists/{path}")).await.status, 404, "{path}");
    }
    // None of that was kept.
    assert_eq!(browser.json("/api/v1/route-lists").await["route_lists"], json!([]));
}

#[tokio::test]
async fn more_stops_than_a_list_holds_are_refused_with_the_limit() {
    let many = (0..1_001).map(|nth| {
        let at = format!("POINT({} 34.03)", 114.0 + f64::from(nth) * 0.000_03);
        item("hazards", &format!("M{nth}"), &at, "kind=other; jurisdiction_code=411024")
    });
    let browser = Browser::with(county().into_iter().chain(many).collect()).await;
    let answer = browser.post("/api/v1/route-lists", body().to_string()).await;
    refused(&answer, "/work");
    assert!(answer.text().contains("at most 1000"), "{}", answer.text());
}
