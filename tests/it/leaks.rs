//! The assessment of a leak over HTTP: one answer out of map, network, models and plans.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Item;
use crate::support::item;
use crate::traces::town;

const ASSESS: &str = "/api/v1/leaks/assess";

async fn assessed(browser: &Browser, report: Value) -> Value {
    let answer = browser.post(ASSESS, report.to_string()).await;
    assert_eq!(answer.status, 200, "{report}: {}", answer.text());
    answer.json()
}

/// The town of the traces, its west the urban core, with a street above the main, a school and a sewer.
fn town_with_streets() -> Vec<Item> {
    let mut items: Vec<Item> = town().into_iter().filter(|item| &*item.record.code != "411024").collect();
    items.extend([
        item(
            "jurisdictions",
            "411024",
            "POLYGON((113.9 34, 114.1 34, 114.1 34.1, 113.9 34.1, 113.9 34))",
            "name=West; level=county; urban_core=true",
        ),
        item(
            "roads",
            "U1",
            "LINESTRING(114.00 34.05, 114.04 34.05)",
            "name=Main Street; class=urban; urban_class=trunk",
        ),
        item(
            "road_segments",
            "U1-1",
            "LINESTRING(114.00 34.05, 114.04 34.05)",
            "road_code=U1; from_chainage=K0+000; to_chainage=K3+700; pavement_width_m=12",
        ),
        item("places", "school", "POINT(114.0252 34.0502)", "name=School; kind=school; capacity=400"),
        item("conduits", "sewer", "LINESTRING(114.0249 34.0500, 114.0260 34.0501)", "kind=sewer"),
        // In the middle of p3, 22, 60 and 90 metres north of it.
        item("households", "near", "POINT(114.025 34.0502)", "persons=2; elderly=1"),
        item("households", "off", "POINT(114.025 34.05054)", "persons=3"),
        item("households", "far", "POINT(114.025 34.05081)", "persons=4; children=2"),
    ]);
    items
}

#[tokio::test]
async fn a_leak_is_answered_with_all_that_the_contract_names() {
    let browser = Browser::with(town_with_streets()).await;
    let report = json!({
        "hazard": "gas", "at": [114.025, 34.05], "gas": "natural_gas", "pressure_mpa": 0.2, "lel_percent": 60,
        "controlled": false, "trend": "rising", "large_area": false,
    });
    let answer = assessed(&browser, report.clone()).await;
    let keys: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    for key in [
        "place",
        "zones",
        "households",
        "places",
        "roads",
        "isolation",
        "outage",
        "cross_county",
        "warning",
        "accident",
        "response",
        "notify",
        "deadlines",
        "measures",
        "assumptions",
        "rules",
        "revision",
    ] {
        assert!(keys.contains(&key), "{key} is not among {keys:?}");
    }
    let place = &answer["place"];
    assert_eq!(
        [&place["jurisdiction"], &place["network"], &place["pipe"], &place["road"]["code"]],
        ["411024", "gas", "p3", "U1"]
    );
    assert_eq!(answer["rules"], "xuchang-2022");

    // M1 holds, as the hole is not known: 100 m around; 30 and 50 m are the least of medium pressure.
    let radii: Vec<f64> = answer["zones"]["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zone| zone["properties"]["radius_m"].as_f64().unwrap())
        .collect();
    assert_eq!(radii, [30.0, 50.0, 100.0]);
    let count = |zone: &str| answer["households"][zone]["count"].as_u64().unwrap();
    assert_eq!([count("hot"), count("warm"), count("cordon")], [1, 1, 3], "22, 60 and 90 m off");
    assert_eq!(answer["households"]["cordon"]["persons"], 9);
    assert_eq!(answer["households"]["cordon"]["vulnerable"]["children"], 2);
    assert_eq!((&answer["places"][0]["code"], &answer["places"][0]["zone"]), (&json!("school"), &json!("hot")));
    // A hundred metres of the street each way, widened to whole metres.
    let road = &answer["roads"][0];
    assert_eq!((&road["code"], &road["chiefs"]), (&json!("U1"), &json!([])));
    let length = road["length_m"].as_f64().unwrap();
    assert!((length - 200.0).abs() < 4.0, "{length}");

    assert_eq!(answer["isolation"]["close"][0]["valve"], "V1");
    assert_eq!((&answer["outage"]["households"], &answer["outage"]["source"]), (&json!(4), &json!("trace")));
    assert_eq!(answer["cross_county"], true, "C3 lies in the east");

    // 3.2.2(2) needs a trench under a main street: the map knows both, but not that nothing else is near.
    let warning = &answer["warning"];
    assert_eq!([&warning["colour"], &warning["label_zh"]], ["orange", "橙色预警"]);
    let fired = |clause: &str| {
        let of = |one: &&Value| one["clause"] == clause && one["verdict"] == "fired";
        warning["criteria"]
            .as_array()
            .unwrap()
            .iter()
            .find(of)
            .cloned()
            .unwrap_or_else(|| panic!("{clause}: {warning}"))
    };
    let facts = &fired("3.2.2(2)")["facts"];
    assert_eq!(facts["facility"], json!({"value": ["trench"], "derived": true}));
    let open = warning["undetermined"].as_array().unwrap();
    assert!(
        open.iter()
            .any(|one| one["clause"] == "3.2.2(1)" && one["missing"] == json!(["facility", "several_households"])),
        "{warning}"
    );
    assert_eq!(facts["road_above"], json!({"value": "trunk", "derived": true}));
    assert_eq!(facts["lel_percent"], json!({"value": 60}));
    assert_eq!([&answer["accident"]["grade"], &answer["response"]["level"]], ["general", "IV"]);
    assert!(answer["notify"].as_array().unwrap().iter().all(|one| one["clause"].is_string()));
    assert_eq!(browser.post(ASSESS, report.to_string()).await.text(), answer.to_string(), "the same bytes twice");
}

#[tokio::test]
async fn the_desk_overrides_what_the_map_derives() {
    let browser = Browser::with(town_with_streets()).await;
    let report =
        json!({"hazard": "gas", "pipe": "p3", "road_above": "none", "households_out": 30_000, "lel_percent": 10});
    let answer = assessed(&browser, report).await;
    assert_eq!([&answer["outage"]["households"], &answer["outage"]["source"]], [&json!(30_000), &json!("report")]);
    assert_eq!(answer["warning"]["colour"], "red", "3.2.1(7)");
    let derived =
        answer["warning"]["criteria"].as_array().unwrap().iter().flat_map(|one| one["facts"].as_object().unwrap());
    for (name, fact) in derived.filter(|(name, _)| ["road_above", "households_out"].contains(&name.as_str())) {
        assert_eq!(fact["derived"], Value::Null, "{name}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_undetermined_and_named() {
    let browser = Browser::with(town_with_streets()).await;
    let answer = assessed(&browser, json!({"hazard": "gas", "at": [114.025, 34.05]})).await;
    let warning = &answer["warning"];
    assert_eq!(warning["colour"], Value::Null);
    let open = warning["undetermined"].as_array().unwrap();
    let missing = |clause: &str| open.iter().find(|one| one["clause"] == clause).map(|one| one["missing"].clone());
    assert_eq!(missing("3.2.4(1)"), Some(json!(["lel_percent"])));
    assert_eq!(
        missing("3.2.2(1)"),
        Some(json!(["controlled", "facility", "lel_percent", "several_households", "trend"])),
        "the road is known"
    );
    // Far from any pipe there is no trace, and nobody knows who is out.
    let far = assessed(&browser, json!({"hazard": "gas", "at": [113.95, 34.09]})).await;
    assert_eq!((&far["isolation"], &far["outage"]["households"]), (&Value::Null, &Value::Null));
    assert_eq!(far["outage"]["source"], "none");
    let open = far["warning"]["undetermined"].as_array().unwrap();
    assert!(open.iter().any(|one| one["clause"] == "3.2.1(7)" && one["missing"] == json!(["households_out"])), "{far}");
}

#[tokio::test]
async fn a_valve_that_does_not_close_moves_the_isolation_outward() {
    let browser = Browser::with(town_with_streets()).await;
    let answer = assessed(&browser, json!({"hazard": "gas", "pipe": "p3", "unusable_valves": ["V1"]})).await;
    assert_eq!(answer["isolation"]["close"], json!([]));
    assert_eq!(answer["isolation"]["cannot_isolate"][0]["node"], "S");
    assert_eq!(answer["outage"]["households"], 4);
}

#[tokio::test]
async fn a_drawn_cordon_supersedes_and_counts_who_is_in_it() {
    let browser = Browser::with(town_with_streets()).await;
    let square = json!([[[114.02, 34.045], [114.03, 34.045], [114.03, 34.055], [114.02, 34.055], [114.02, 34.045]]]);
    let report = json!({"hazard": "gas", "pipe": "p3", "cordon": {"type": "Polygon", "coordinates": square}});
    let answer = assessed(&browser, report).await;
    let cordon = &answer["zones"]["features"][2];
    assert_eq!([&cordon["properties"]["model"], &cordon["geometry"]["coordinates"]], [&json!("M0"), &square]);
    let within = browser
        .post("/api/v1/households/within?return=count", json!({"type": "Polygon", "coordinates": square}).to_string());
    assert_eq!(answer["households"]["cordon"]["count"], within.await.json()["count"]);
}

#[tokio::test]
async fn nonsense_is_refused_with_its_field_and_why() {
    let browser = Browser::with(town_with_streets()).await;
    let bow =
        json!({"type": "Polygon", "coordinates": [[[114, 34], [114.1, 34.1], [114.1, 34], [114, 34.1], [114, 34]]]});
    for (field, value, pointer, why) in [
        ("hole_mm", json!(-5), "/hole_mm", "0.1 to 2000"),
        ("lel_percent", json!(6000), "/lel_percent", "0 to 5600"),
        ("at", json!([120.0, 30.0]), "/at", "outside every jurisdiction"),
        ("at", json!([34.05, 114.02]), "/at", "longitude first"),
        ("pipe", json!("H1"), "/pipe", "no pipe `H1`"),
        ("node", json!("nowhere"), "/node", "no node `nowhere`"),
        ("unusable_valves", json!(["V9"]), "/unusable_valves", "no valve `V9`"),
        ("unusable_valves", json!(["C1"]), "/unusable_valves", "not a valve"),
        ("cordon", bow, "/cordon", "cross"),
        ("cordon", square(114.0, 1.0), "/cordon", "at most 50 km"),
        ("colour", json!("red"), "/colour", "no such field"),
        ("wind_from_deg", json!("north"), "/wind_from_deg", "0 to 360"),
    ] {
        let mut report = json!({"hazard": "gas", "at": [114.025, 34.05]});
        if field == "node" {
            report.as_object_mut().unwrap().remove("at");
        }
        report[field] = value;
        let answer = browser.post(ASSESS, report.to_string()).await;
        assert_eq!(answer.status, 422, "{report}: {}", answer.text());
        let fault = &answer.json()["errors"][0];
        assert_eq!(fault["pointer"], pointer, "{report}");
        assert!(fault["detail"].as_str().unwrap().contains(why), "{report}: {fault}");
    }
    let wrong = browser.post(ASSESS, json!({"hazard": "heat", "pipe": "p3"}).to_string()).await;
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["pointer"]), (422, &json!("/pipe")));
    for body in ["", "[]", "{", "7", r#"{"hazard": "gas", "hazard": "heat", "at": [114.025, 34.05]}"#] {
        let answer = browser.post(ASSESS, body.to_owned()).await;
        assert_eq!((answer.status, &answer.json()["type"]), (400, &json!("/problems/unreadable-body")), "{body}");
    }
}

#[tokio::test]
async fn without_any_boundary_a_leak_is_assessed_and_that_is_said() {
    let items = town().into_iter().filter(|item| !item.record.code.starts_with("4110")).collect();
    let browser = Browser::with(items).await;
    let answer = assessed(&browser, json!({"hazard": "gas", "pipe": "p3"})).await;
    assert_eq!(answer["place"]["jurisdiction"], Value::Null);
    assert!(answer["assumptions"].as_array().unwrap().iter().any(|one| one["id"] == "no-boundaries"));
}

/// The radii of the three zones.
fn radii(answer: &Value) -> Vec<f64> {
    let zones = answer["zones"]["features"].as_array().unwrap().iter();
    zones.map(|zone| zone["properties"]["radius_m"].as_f64().unwrap()).collect()
}

fn is_assumed(answer: &Value, id: &str) -> bool {
    answer["assumptions"].as_array().unwrap().iter().any(|one| one["id"] == id)
}

/// The town, of which the middle main is recorded as natural gas at low pressure.
fn town_of_low_pressure() -> Vec<Item> {
    let mut items = town_with_streets();
    for (field, value) in [
        ("gas", "natural_gas"),
        ("pressure_class", "low"),
        ("design_mpa", "0.009"),
        ("role", "trunk"),
        ("position", "buried"),
    ] {
        items = items
            .into_iter()
            .map(|item| if &*item.record.code == "p3" { item.with(field, value) } else { item })
            .collect();
    }
    items
}

#[tokio::test]
async fn a_pressure_above_what_is_recorded_widens_the_zones() {
    let browser = Browser::with(town_of_low_pressure()).await;
    let low = assessed(&browser, json!({"hazard": "gas", "pipe": "p3"})).await;
    assert_eq!(radii(&low)[..2], [20.0, 30.0]);
    let report = json!({"hazard": "gas", "pipe": "p3", "pressure_mpa": 4.0, "diameter_mm": 700, "scenario": "leak"});
    let high = assessed(&browser, report).await;
    // 49 CFR 192.903: 0.09972 · 700 · √4; least distances of high pressure beyond it.
    assert!((radii(&high)[0] - 139.6).abs() < 0.1, "{:?}", radii(&high));
    assert_eq!(radii(&high)[1..], [150.0, 300.0]);
    assert!(is_assumed(&high, "pressure-class"));
}

#[tokio::test]
async fn a_tanker_or_another_gas_beside_a_main_is_not_a_leak_of_the_main() {
    let browser = Browser::with(town_of_low_pressure()).await;
    for told in [json!({"scenario": "tanker_fire"}), json!({"gas": "lpg"}), json!({"facility": "lpg_station"})] {
        let mut report = json!({"hazard": "gas", "at": [114.025, 34.0501]});
        report.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
        let answer = assessed(&browser, report).await;
        assert_eq!((&answer["isolation"], &answer["outage"]["source"]), (&Value::Null, &json!("none")), "{told}");
        assert!(is_assumed(&answer, "other-system") && radii(&answer)[0] >= 100.0, "{told}: {:?}", radii(&answer));
    }
    let named = browser.post(ASSESS, json!({"hazard": "gas", "pipe": "p3", "gas": "lpg"}).to_string()).await;
    assert_eq!((named.status, &named.json()["errors"][0]["pointer"]), (422, &json!("/gas")));
}

#[tokio::test]
async fn the_road_above_is_that_above_the_pipe() {
    let browser = Browser::with(town_of_low_pressure()).await;
    // Fifteen metres beside the street under which the main lies.
    let report = json!({"hazard": "gas", "at": [114.022, 34.050_135], "lel_percent": 60, "controlled": false, "trend": "rising"});
    let answer = assessed(&browser, report).await;
    assert_eq!(answer["warning"]["colour"], "orange", "3.2.2(1)");
    // Under no street on the map: in the main city that says nothing.
    let open = assessed(&browser, json!({"hazard": "gas", "at": [114.05, 34.03], "facility": "buried_main"})).await;
    let missing = |clause: &str| {
        let open = open["warning"]["undetermined"].as_array().unwrap().iter();
        open.filter(|one| one["clause"] == clause)
            .any(|one| one["missing"].as_array().unwrap().contains(&json!("road_above")))
    };
    assert!(missing("3.2.2(1)"), "{open}");
}

#[tokio::test]
async fn customers_that_are_not_recorded_are_not_counted_as_none() {
    let known = Browser::with(town_with_streets()).await;
    let answer = assessed(&known, json!({"hazard": "gas", "pipe": "p3"})).await;
    assert_eq!(answer["outage"]["households_at_most"], Value::Null, "every connection has its households");
    let items = town_with_streets().into_iter().map(|item| match &*item.record.code {
        "H1" | "H2" => item.with("gas_node", ""),
        _ => item,
    });
    let browser = Browser::with(items.collect()).await;
    let answer = assessed(&browser, json!({"hazard": "gas", "pipe": "p3"})).await;
    // C1 is out, and nobody is recorded on it; six households have no connection on record.
    assert_eq!((&answer["outage"]["households"], &answer["outage"]["households_at_most"]), (&json!(2), &json!(8)));
    assert!(is_assumed(&answer, "customers-unknown"));
}

#[tokio::test]
async fn alarms_that_are_not_recorded_leave_a_low_pressure_open() {
    let report = json!({"hazard": "gas", "pipe": "p3", "gate_outlet_mpa": 0.4, "medium_network_mpa": 0.05});
    let colour = async |facts: &str| {
        let mut items = town_with_streets();
        items.push(item(
            "gas_nodes",
            "M",
            "POINT(114.05 34.05)",
            &format!("kind=junction; jurisdiction_code=411024; nominal_mpa=0.3{facts}"),
        ));
        let warning = assessed(&Browser::with(items).await, report.clone()).await["warning"].clone();
        let open = warning["undetermined"].as_array().unwrap().iter().any(|one| one["clause"] == "3.2.1(3)");
        (warning["colour"].clone(), open)
    };
    assert_eq!(colour("; mp_alarm_enabled=true").await, (json!("red"), false));
    assert_eq!(colour("; mp_alarm_enabled=false").await, (Value::Null, false));
    assert_eq!(colour("").await, (Value::Null, true));
}

fn square(lon: f64, degrees: f64) -> Value {
    let (east, north) = (lon + degrees, 34.0 + degrees);
    json!({"type": "Polygon", "coordinates": [[[lon, 34.0], [east, 34.0], [east, north], [lon, north], [lon, 34.0]]]})
}

#[tokio::test]
async fn an_area_wider_than_the_grid_reaches_is_refused() {
    let browser = Browser::with(town_with_streets()).await;
    for (degrees, status) in [(12.0, 200), (12.1, 422), (50.0, 422)] {
        let answer = browser.post("/api/v1/households/within?return=count", square(110.0, degrees).to_string()).await;
        assert_eq!(answer.status, status, "{degrees}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_the_pipe_carries_bounds_what_can_be_measured() {
    let browser = Browser::with(town_of_low_pressure()).await;
    let leak = |percent: f64| json!({"hazard": "gas", "at": [114.025, 34.05], "lel_percent": percent}).to_string();
    assert_eq!(browser.post(ASSESS, leak(2_000.0)).await.status, 200);
    let refused = browser.post(ASSESS, leak(2_001.0)).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("/lel_percent")));
}

#[tokio::test]
async fn facts_of_gas_that_are_told_of_heat_are_named() {
    let browser = Browser::with(town_with_streets()).await;
    let answer = assessed(&browser, json!({"hazard": "heat", "at": [114.025, 34.05], "lel_percent": 50})).await;
    let unused = answer["assumptions"].as_array().unwrap().iter().find(|one| one["id"] == "unused").unwrap();
    assert!(unused["text"].as_str().unwrap().ends_with("lel_percent"), "{unused}");
}
