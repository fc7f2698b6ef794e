//! `leak`, `chief` and `check`: answers on stdout, for people and for programs.

use serde_json::Value;
use serde_json::json;

use crate::cli::Desk;
use crate::cli::county;
use crate::support::item;

#[tokio::test]
async fn a_leak_is_answered_with_zones_valves_and_what_the_plans_ask_for() {
    let ((_home, store), desk) = (county().await, Desk::empty());
    let leak = |rest: &str| desk.run(&format!("leak {store} {rest}"));
    let answer = leak("--hazard gas --at 114.022,34.052 --radius-m 115 --format json").json();
    let cordon = &answer["households"]["cordon"];
    assert_eq!((&cordon["count"], &cordon["persons"], &answer["hazard"]), (&json!(5), &json!(15), &json!("gas")));
    assert_eq!(cordon["vulnerable"]["elderly"], 5);
    let zone = &answer["zones"]["features"][2]["properties"];
    assert_eq!((&zone["model"], &zone["radius_m"]), (&json!("M0"), &json!(115.0)));

    let sheet = leak("--hazard gas --at 114.022,34.052 --radius-m 115").done();
    assert!(sheet.starts_with("gas leak at 114.022000, 34.052000\n"), "{sheet}");
    assert!(sheet.contains("  cordon   115.0 m  5 households, 15 persons  "), "{sheet}");
    assert!(sheet.contains("no pipe is near") && sheet.contains("\naccident      一般事故\n"), "{sheet}");

    let near = leak("--hazard gas --pipe G1 --format json").json();
    assert_eq!(
        (&near["place"]["pipe"], &near["isolation"]["cannot_isolate"][0]["node"]),
        (&json!("G1"), &json!("GN1"))
    );

    desk.file("report.json", r#"{"hazard": "gas", "pipe": "G1", "lel_percent": 30, "wind_from_deg": 90}"#);
    let told = leak("--input report.json --wind-from 180 --wind-ms 3 --format json").json();
    assert_eq!(told["warning"]["colour"], "blue", "3.2.4(1)");
    leak("--input none.json").refused(&["none.json"]);
    desk.file("list.json", "[1]");
    leak("--input list.json").refused(&["list.json is not a report"]);
    desk.file("odd.json", r#"{"hazard": "gas", "pipe": "G1", "hole_mm": -3, "trend": "up"}"#);
    leak("--input odd.json").refused(&["hole_mm: is -3", "trend: is \"up\""]);
}

/// Newer rules are read at the start, without a new program.
#[tokio::test]
async fn a_folder_of_rules_takes_the_place_of_those_of_the_program() {
    let ((_home, store), desk) = (county().await, Desk::empty());
    let models = include_str!("../../../data/rules/zones.toml");
    let leak = |rest: &str| desk.run(&format!("leak {store} --hazard heat --at 114.022,34.052 {rest} --format json"));
    std::fs::create_dir(desk.path("rules")).unwrap();
    desk.file("rules/zones.toml", &models.replace("cordon_m = 50.0", "cordon_m = 75.0"));
    let radius = |answer: Value| answer["zones"]["features"][2]["properties"]["radius_m"].clone();
    let usual = radius(leak("").json());
    let newer = radius(leak("--rules rules").json());
    assert_ne!(usual, newer);
    desk.file("rules/zones.toml", "hot = 1");
    leak("--rules rules").refused(&["the rules in rules", "zones.toml"]);
    std::fs::create_dir(desk.path("none")).unwrap();
    leak("--rules none").refused(&["none has no rules"]);
    leak("--rules nowhere").refused(&["nowhere"]);
}

#[tokio::test]
async fn chiefs_are_listed_with_their_roads_and_what_has_none() {
    let ((home, store), desk) = (county().await, Desk::empty());
    // Only what is in force on any day at all: the program asks its own clock.
    home.put(vec![
        item("appointments", "T1", "", "post_code=PT; from_on=2000-01-01"),
        item("appointments", "T2", "", "post_code=PR; to_on=2000-01-01"),
    ])
    .await;
    let chief = |rest: &str| desk.run(&format!("chief {store} {rest}"));
    let table = chief("").done();
    let said: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(said[0], ["PR", "township", "route", "West", "Deputy head", "vacant"]);
    assert_eq!(said[1], ["PR2", "township", "route", "East", "?", "not recorded"]);
    assert_eq!(said[2], ["PT", "township", "general", "West", "Head of township", "filled"]);

    assert_eq!(chief("--post PT").done(), "Y001411024\tK0+000\tK4+000\t3.695 km\tYS1\n1 stretches, 3.695 km\n");
    let rows = chief("--post PR --format json").json();
    let row = |nth: usize, key: &str| rows["rows"][nth][key].as_str().unwrap().to_owned();
    assert_eq!(
        (row(1, "segment"), row(1, "from"), row(1, "to"), row(1, "length_km")),
        ("YS2".into(), "K4+000".into(), "K5+000".into(), "1.025".into())
    );
    let unassigned = chief("--unassigned --format json").json();
    assert_eq!(unassigned["rows"].as_array().unwrap().len(), 1);
    assert_eq!((&unassigned["rows"][0]["from"], &unassigned["rows"][0]["to"]), (&json!("K7+000"), &json!("K8+000")));
    let within = chief("--jurisdiction 411024102 --format json").json();
    assert_eq!((within["posts"].as_array().unwrap().len(), &within["posts"][0]["code"]), (1, &json!("PR2")));
}

#[tokio::test]
async fn sound_data_has_no_findings_and_what_is_wrong_is_found() {
    let ((home, store), desk) = (county().await, Desk::empty());
    home.delete("bridges", &["B2"]).await;
    let sound = desk.run(&format!("check {store} --format json"));
    assert_eq!((sound.code, &*sound.out), (1, &*sound.out), "{}", sound.err);
    let standing: Vec<String> = rules(&sound.out);
    // The heating pipe names no nodes, so nothing can be said of its supply; the second segment is 4.1 km by
    // record, 4 km by chainage and 3.7 km on the map.
    let of_length = ["road_segments YS2 length_chainage", "road_segments YS2 length_line"];
    assert_eq!(standing, [&of_length[..], &["heat_pipes P1 loose_end"]].concat());
    home.put(vec![
        item(
            "road_segments",
            "YS2",
            "LINESTRING(114 34.02, 114.04 34.02)",
            "road_code=Y001411024; from_chainage=K4+000; to_chainage=K8+000",
        ),
        item("heat_nodes", "HN1", "POINT(114 34.04)", "kind=plant"),
        item("heat_nodes", "HN2", "POINT(114.05 34.04)", "kind=service"),
        item("heat_pipes", "P1", "LINESTRING(114.0 34.04, 114.05 34.04)", "from_node=HN1; to_node=HN2"),
    ])
    .await;
    let clean = desk.run(&format!("check {store} --format json"));
    assert_eq!((clean.code, &*clean.out), (0, "{\"findings\":[]}\n"));

    home.put(vec![
        item("bridges", "B3", "POINT(113.98 34.021)", "road_code=Y001411024; chainage=K3+000"),
        item("bridges", "B4", "POINT(113.98 34.02)", "road_code=none"),
        item(
            "road_segments",
            "YS3",
            "LINESTRING(114 34.02, 114.04 34.02)",
            "road_code=Y001411024; from_chainage=K7+500; to_chainage=K9+000",
        ),
        item("gas_pipes", "G2", "LINESTRING(114.05 34.06, 114.06 34.06)", "from_node=GN2; to_node=nowhere"),
        item("gas_pipes", "G3", "LINESTRING(114.07 34.06, 114.08 34.06)", "from_node=GN3; to_node=GN4"),
        item("gas_nodes", "GN3", "POINT(114.07 34.06)", "kind=valve"),
        item("gas_nodes", "GN4", "POINT(114.08 34.06)", "kind=service"),
    ])
    .await;
    let found = desk.run(&format!("check {store} --format json"));
    assert_eq!(found.code, 1);
    assert_eq!(
        rules(&found.out),
        [
            "road_segments YS3 chainage_overlap",
            "bridges B3 bridge_chainage",
            "bridges B3 bridge_off_road",
            "bridges B4 reference",
            "gas_pipes G2 dangling_end",
            "gas_pipes G3 island",
        ]
    );
    let first = &serde_json::from_str::<Value>(&found.out).unwrap()["findings"][1];
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["rule", "collection", "code", "problem", "lon", "lat"]);
    assert_eq!((&first["lon"], &first["lat"]), (&json!(113.98), &json!(34.021)));
    let table = desk.run(&format!("check {store}"));
    assert!(table.code == 1 && table.out.lines().count() == 6 && table.err.contains("6 findings"), "{}", table.err);
}

fn rules(out: &str) -> Vec<String> {
    let found: Value = serde_json::from_str(out).unwrap();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = found["findings"].as_array().unwrap().iter();
    findings.map(|one| format!("{} {} {}", text(one, "collection"), text(one, "code"), text(one, "rule"))).collect()
}

#[test]
fn an_empty_store_has_answers_too() {
    let desk = Desk::with_store();
    assert_eq!(desk.run("check --store store.gpkg --format json").done(), "{\"findings\":[]}\n");
    assert_eq!(desk.run("chief --store store.gpkg").done(), "");
    assert_eq!(desk.run("chief --store store.gpkg --unassigned").done(), "0 stretches, 0.000 km\n");
    let leak = desk.run("leak --store store.gpkg --hazard gas --at 114,34 --radius-m 500 --format json").json();
    assert_eq!((&leak["households"]["cordon"]["count"], &leak["isolation"]), (&json!(0), &Value::Null));
}
