//! Traces of supply over hand-drawn networks of gas and heating, as programs ask for them.

mod data;
mod refusals;

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Home;
use crate::support::Item;
use crate::support::both_stores;
use crate::support::item;

/// Two counties that meet at 114.1; gas from the west, heating in the east.
///
/// ```text
///  S ─p1─ V1 ─p2─ J ─p3─ V2 ─p4─ C1 (2 households)          county 411024 │ 411025
///                 ├─p5─ R ▷ ─p6─ C2 (1)                                    │
///                 └─p7─ V3 (stuck) ─p8─ C3 (nobody knows how many) ────────┼──
/// ```
pub fn town() -> Vec<Item> {
    let area = |code: &str, west: &str, east: &str, facts: &str| {
        let square = format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))");
        item("jurisdictions", code, &square, facts)
    };
    let node =
        |code: &str, lon: &str, lat: &str, facts: &str| item("gas_nodes", code, &format!("POINT({lon} {lat})"), facts);
    let pipe = |code: &str, line: &str, ends: &str, facts: &str| {
        let (from, to) = ends.split_once(' ').unwrap();
        let facts = format!("from_node={from}; to_node={to}; diameter_mm=100{facts}");
        item("gas_pipes", code, &format!("LINESTRING({line})"), &facts)
    };
    let home = |code: &str, facts: &str| item("households", code, "POINT(114.05 34.06)", facts);
    vec![
        area("411024", "113.9", "114.1", "name=West; level=county"),
        area("411025", "114.1", "114.2", "name=East; level=county; accountable_code=4110SF"),
        node("S", "114.00", "34.05", "kind=source"),
        node("V1", "114.01", "34.05", "kind=valve; operable=true; accessible=true; open=true"),
        node("J", "114.02", "34.05", "kind=junction"),
        node("V2", "114.03", "34.05", "kind=valve; open=true; accessible=true"),
        node("C1", "114.04", "34.05", "kind=service"),
        node("C2", "114.04", "34.04", "kind=service"),
        node("R", "114.03", "34.04", "kind=district_regulator; to_node=C2"),
        node("V3", "114.03", "34.06", "kind=valve; operable=false; open=true"),
        node("C3", "114.15", "34.06", "kind=service"),
        pipe("p1", "114.00 34.05, 114.01 34.05", "S V1", ""),
        pipe("p2", "114.01 34.05, 114.02 34.05", "V1 J", ""),
        pipe("p3", "114.02 34.05, 114.03 34.05", "J V2", ""),
        // Drawn from its end.
        pipe("p4", "114.04 34.05, 114.03 34.05", "V2 C1", ""),
        pipe("p5", "114.02 34.05, 114.03 34.04", "J R", ""),
        pipe("p6", "114.03 34.04, 114.04 34.04", "R C2", ""),
        pipe("p7", "114.02 34.05, 114.03 34.06", "J V3", ""),
        pipe("p8", "114.03 34.06, 114.15 34.06", "V3 C3", "").with("diameter_mm", ""),
        home("H1", "gas_node=C1; persons=3"),
        home("H2", "gas_node=C1; persons=2; heat_node=HC"),
        home("H3", "gas_node=C2; persons=4"),
        home("H4", "gas_node=C3"),
        home("H5", "persons=1"),
    ]
}

pub async fn ask(browser: &Browser, question: &str, body: Value) -> Value {
    let answer = browser.post(&format!("/api/v1/traces/{question}"), body.to_string()).await;
    assert_eq!(answer.status, 200, "{body}: {}", answer.text());
    answer.json()
}

/// The members of a list, in short.
fn each<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|one| one[member].as_str().unwrap()).collect()
}

async fn isolation_of_the_middle(home: Home) {
    home.put(town()).await;
    let browser = Browser::over(home).await;
    let answer = ask(&browser, "isolation", json!({"network": "gas", "pipe": "p3"})).await;
    let isolation = &answer["isolation"];
    // V2 has nothing but customers behind it, and stays open.
    assert_eq!(each(&isolation["close"], "valve"), ["V1"]);
    // Half of p3 and all of p2: 0.015 degrees of longitude at 34.05 north.
    let distance = isolation["close"][0]["distance_m"].as_f64().unwrap();
    assert!((distance - 1_384.7).abs() < 0.5, "{distance}");
    assert_eq!(isolation["cannot_isolate"], json!([]));
    assert_eq!(isolation["pipes"]["codes"], json!(["p2", "p3", "p5", "p7", "p8"]));
    assert_eq!((&isolation["pipes"]["count"], &isolation["pipes"]["unknown_diameters"]), (&json!(5), &json!(1)));
    // Three pipes of which one is the diagonal, 100 mm wide.
    let known_m = 2.0 * 923.14 + 2.0 * 1_443.4;
    let volume = isolation["pipes"]["volume_m3"].as_f64().unwrap();
    assert!((volume - known_m * 0.007_854).abs() < 0.05, "{volume}");
    assert_eq!((&isolation["passed_valves"], &isolation["still_fed"]), (&json!(["V3"]), &json!(1)));
    assert_eq!(each(&isolation["data_faults"], "rule"), ["valve_operable"]);
    assert_eq!(isolation["data_faults"][0]["code"], "V2");

    let outage = &answer["outage"];
    assert_eq!(outage["nodes"], json!(["C1", "C2", "C3", "J", "R", "V2", "V3"]));
    assert_eq!(
        (&outage["households"], &outage["persons"], &outage["persons_unknown"]),
        (&json!(4), &json!(9), &json!(1))
    );
    assert_eq!((&outage["services"], &outage["source"]), (&json!(3), &json!("trace")));
    assert_eq!(outage["households_without_node"], 1);
    assert_eq!(outage["pieces"].as_array().unwrap().len(), 1);
    assert_eq!((&answer["cross_county"], &answer["jurisdictions"]), (&json!(true), &json!(["411024", "4110SF"])));
}

async fn a_household_that_moves_to_another_node_is_counted_there_at_once(home: Home) {
    home.put(town()).await;
    let browser = Browser::over(home).await;
    let out = async || ask(&browser, "outage", json!({"network": "gas", "remove": ["p4"]})).await;
    let before = out().await;
    assert_eq!((&before["households"], &before["persons"], &before["nodes"]), (&json!(2), &json!(5), &json!(["C1"])));
    browser.home.put(vec![item("households", "H3", "POINT(114.05 34.06)", "gas_node=C1; persons=7")]).await;
    browser.app.refresh().await.unwrap();
    let after = out().await;
    assert_eq!((&after["households"], &after["persons"]), (&json!(3), &json!(12)));
    // The network changes, too.
    browser
        .home
        .put(vec![town().into_iter().find(|item| &*item.record.code == "V1").unwrap().with("open", "false")])
        .await;
    browser.app.refresh().await.unwrap();
    let closed = out().await;
    assert_eq!((&closed["services"], &closed["cut_off_before"]), (&json!(3), &json!(7)), "{closed}");
}

both_stores! { isolation_of_the_middle a_household_that_moves_to_another_node_is_counted_there_at_once }

#[tokio::test]
async fn an_outage_has_the_shape_of_the_contract_and_counts_what_was_out_before() {
    let browser = Browser::with(town()).await;
    let answer = ask(&browser, "outage", json!({"network": "gas", "remove": ["p2"], "close": ["V2"]})).await;
    let members: Vec<&String> = answer.as_object().unwrap().keys().take(5).collect();
    assert_eq!(members, ["nodes", "services", "households", "persons", "pieces"]);
    assert_eq!(answer["nodes"], json!(["C1", "C2", "C3", "J", "R", "V2", "V3"]));
    // The closed valve parts them; V1 is fed from its other side.
    let piece = |node: &str, nodes: u8, services: u8, households: u8, persons: u8, unknown: u8| json!({"node": node, "nodes": nodes, "services": services, "households": households, "persons": persons, "persons_unknown": unknown});
    assert_eq!(answer["pieces"], json!([piece("C1", 2, 1, 2, 5, 0), piece("C2", 5, 2, 2, 4, 1)]));
    assert_eq!((&answer["cut_off_before"], &answer["cross_county"]), (&json!(0), &json!(true)));
    let nothing = ask(&browser, "outage", json!({"network": "gas"})).await;
    assert_eq!((&nothing["nodes"], &nothing["pieces"]), (&json!([]), &json!([])));
    // No heating at all.
    assert_eq!(ask(&browser, "outage", json!({"network": "heat", "remove": []})).await["nodes"], json!([]));
}

#[tokio::test]
async fn a_leak_may_be_a_place_a_place_of_a_pipe_or_a_node() {
    let browser = Browser::with(town()).await;
    let isolation = async |body: Value| ask(&browser, "isolation", body).await;
    // 11 m beside p4, a quarter of its way from V2: it is drawn from C1.
    let at = isolation(json!({"network": "gas", "at": [114.0325, 34.0501]})).await;
    assert_eq!((&at["from"]["pipe"], &at["isolation"]["close"][0]["valve"]), (&json!("p4"), &json!("V2")));
    let near = at["isolation"]["close"][0]["distance_m"].as_f64().unwrap();
    assert!((near - 230.8).abs() < 0.2 && (at["from"]["distance_m"].as_f64().unwrap() - 11.1).abs() < 0.1, "{at}");
    let on = isolation(json!({"network": "gas", "pipe": "p4", "at": [114.0325, 34.0501]})).await;
    assert_eq!(on["isolation"], at["isolation"]);
    let middle = isolation(json!({"network": "gas", "pipe": "p4"})).await;
    assert!((middle["isolation"]["close"][0]["distance_m"].as_f64().unwrap() - 461.6).abs() < 0.2);
    let lon = middle["from"]["lon"].as_f64().unwrap();
    assert!((lon - 114.035).abs() < 1e-6 && middle["from"]["distance_m"].is_null(), "{middle}");
    let node = isolation(json!({"network": "gas", "node": "V2"})).await;
    assert_eq!(node["isolation"]["pipes"]["codes"], json!(["p2", "p3", "p4", "p5", "p7", "p8"]));
    assert_eq!(node["from"], json!({"pipe": null, "node": "V2", "distance_m": null, "lon": 114.03, "lat": 34.05}));
    let one = node["isolation"]["close"].as_array().unwrap();
    assert!(one.len() == 1 && one[0]["valve"] == "V1");
}

#[tokio::test]
async fn where_no_valve_can_be_used_the_source_is_reported() {
    let browser = Browser::with(town()).await;
    let answer = ask(&browser, "isolation", json!({"network": "gas", "pipe": "p2", "unusable_valves": ["V1"]})).await;
    let source = &answer["isolation"]["cannot_isolate"][0];
    assert_eq!((&source["node"], &source["kind"]), (&json!("S"), &json!("source")));
    assert!((source["distance_m"].as_f64().unwrap() - 1.5 * 923.14).abs() < 1.0, "{source}");
    assert_eq!((&answer["isolation"]["close"], &answer["isolation"]["still_fed"]), (&json!([]), &json!(0)));
    assert_eq!(answer["outage"]["nodes"].as_array().unwrap().len(), 9);
    // Behind the regulator the trace goes on upstream; before it, it stops.
    let behind = ask(&browser, "isolation", json!({"network": "gas", "pipe": "p6"})).await;
    assert_eq!(each(&behind["isolation"]["close"], "valve"), ["V1"]);
    assert_eq!(behind["isolation"]["pipes"]["codes"], json!(["p2", "p3", "p5", "p6", "p7", "p8"]));
}

#[tokio::test]
async fn a_leak_of_primary_heating_hands_the_outage_on_and_closes_valves_of_both_circuits() {
    let browser = Browser::with(data::heating()).await;
    let primary = ask(&browser, "isolation", json!({"network": "heat", "pipe": "s2"})).await;
    assert_eq!(each(&primary["isolation"]["close"], "valve"), ["VS", "VR"]);
    assert_eq!(primary["isolation"]["pipes"]["codes"], json!(["r2", "s2"]));
    assert_eq!(primary["outage"]["nodes"], json!(["HC", "HX", "JR", "JS"]));
    assert_eq!((&primary["outage"]["households"], &primary["outage"]["persons"]), (&json!(1), &json!(2)));
    let secondary = ask(&browser, "isolation", json!({"network": "heat", "pipe": "x2"})).await;
    assert_eq!(each(&secondary["isolation"]["cannot_isolate"], "node"), ["HX"]);
    assert_eq!(secondary["isolation"]["pipes"]["codes"], json!(["x1", "x2", "y1", "y2"]));
    // Either circuit will do to lose it.
    for pipe in ["s1", "r1", "y2"] {
        let cut = ask(&browser, "outage", json!({"network": "heat", "remove": [pipe]})).await;
        assert!(cut["nodes"].as_array().unwrap().contains(&json!("HC")), "{pipe}: {cut}");
    }
}
