//! What the records lack, and what is made of it: ends joined by place, faults that answers name.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Item;
use crate::support::item;
use crate::traces::ask;
use crate::traces::each;
use crate::traces::town;

/// Plant P, supply s1 s2, substation HX, return r2 r1; behind it x1 x2 to the customer HC and y2 y1 back.
pub fn heating() -> Vec<Item> {
    let node = |code: &str, place: &str, facts: &str| item("heat_nodes", code, &format!("POINT({place})"), facts);
    let pipe = |code: &str, line: &str, facts: &str| item("heat_pipes", code, &format!("LINESTRING({line})"), facts);
    let usable = "kind=valve; operable=true; accessible=true; open=true";
    vec![
        node("P", "114.00 34.01", "kind=plant"),
        node("VS", "114.01 34.01", usable),
        node("VR", "114.01 34.02", usable),
        node("HX", "114.02 34.015", "kind=substation"),
        node("JS", "114.03 34.01", "kind=junction"),
        node("JR", "114.03 34.02", "kind=junction"),
        node("HC", "114.04 34.015", "kind=service"),
        pipe("s1", "114.00 34.01, 114.01 34.01", "from_node=P; to_node=VS; circuit=supply; network=primary"),
        pipe("s2", "114.01 34.01, 114.02 34.015", "from_node=VS; to_node=HX; circuit=supply; network=primary"),
        pipe("r2", "114.02 34.015, 114.01 34.02", "from_node=HX; to_node=VR; circuit=return; network=primary"),
        pipe("r1", "114.01 34.02, 114.00 34.01", "from_node=VR; to_node=P; circuit=return; network=primary"),
        pipe("x1", "114.02 34.015, 114.03 34.01", "from_node=HX; to_node=JS; circuit=supply; network=secondary"),
        pipe("x2", "114.03 34.01, 114.04 34.015", "from_node=JS; to_node=HC; circuit=supply; network=secondary"),
        pipe("y2", "114.04 34.015, 114.03 34.02", "from_node=HC; to_node=JR; circuit=return; network=secondary"),
        pipe("y1", "114.03 34.02, 114.02 34.015", "from_node=JR; to_node=HX; circuit=return; network=secondary"),
        item("households", "HH", "POINT(114.04 34.016)", "heat_node=HC; persons=2"),
    ]
}

/// Rule and code of the faults that `isolation` names.
async fn faults(items: Vec<Item>, body: Value) -> (Value, Vec<String>) {
    let answer = ask(&Browser::with(items).await, "isolation", body).await;
    let faults = answer["isolation"]["data_faults"].as_array().unwrap();
    let said =
        faults.iter().map(|fault| format!("{} {}", fault["rule"].as_str().unwrap(), fault["code"].as_str().unwrap()));
    let said = said.collect();
    (answer, said)
}

fn changed(code: &str, field: &str, text: &str) -> Vec<Item> {
    let change = |item: Item| if &*item.record.code == code { item.with(field, text) } else { item };
    town().into_iter().map(change).collect()
}

/// S ─t1─ G ─t2─ C: the gate has its gas from the source; without one it is where gas comes from.
#[tokio::test]
async fn a_gate_station_behind_a_source_is_none_of_its_own() {
    let out = async |with_source: bool| {
        let kind = if with_source { "kind=source" } else { "kind=junction" };
        let browser = Browser::with(vec![
            item("gas_nodes", "S", "POINT(114.00 34.05)", kind),
            item("gas_nodes", "G", "POINT(114.01 34.05)", "kind=gate_station"),
            item("gas_nodes", "C", "POINT(114.02 34.05)", "kind=service"),
            item("gas_pipes", "t1", "LINESTRING(114.00 34.05, 114.01 34.05)", "from_node=S; to_node=G"),
            item("gas_pipes", "t2", "LINESTRING(114.01 34.05, 114.02 34.05)", "from_node=G; to_node=C"),
        ])
        .await;
        ask(&browser, "outage", json!({"network": "gas", "remove": ["t1"]})).await["nodes"].clone()
    };
    assert_eq!(out(true).await, json!(["C", "G"]));
    assert_eq!(out(false).await, json!(["S"]));
}

#[tokio::test]
async fn an_end_that_names_no_node_is_joined_to_what_lies_there() {
    // To the node V1.
    let (answer, said) = faults(changed("p2", "from_node", ""), json!({"network": "gas", "pipe": "p2"})).await;
    assert_eq!(each(&answer["isolation"]["close"], "valve"), ["V1"]);
    assert_eq!(said, ["snapped_end p2", "valve_operable V2"]);
    // Two pipes that end where no node is, 0.3 m apart; a third one 0.8 m away stays loose.
    let mut items = town();
    let pipe = |code: &str, line: &str, facts: &str| item("gas_pipes", code, &format!("LINESTRING({line})"), facts);
    items.push(pipe("q1", "114.04 34.05, 114.05 34.05", "from_node=C1"));
    items.push(pipe("q2", "114.050003 34.05, 114.06 34.05", ""));
    items.push(pipe("q3", "114.06001 34.05, 114.07 34.05", ""));
    let (answer, said) = faults(items, json!({"network": "gas", "pipe": "q2"})).await;
    assert_eq!(answer["isolation"]["pipes"]["codes"], json!(["p4", "q1", "q2"]));
    assert_eq!(said, ["snapped_end q1", "loose_end q2", "snapped_end q2", "valve_operable V2"]);
}

#[tokio::test]
async fn a_node_that_is_not_there_still_joins_its_pipes() {
    let mut items = town();
    items.retain(|item| &*item.record.code != "J");
    let (answer, said) = faults(items, json!({"network": "gas", "pipe": "p2"})).await;
    assert_eq!(answer["isolation"]["pipes"]["count"], 5);
    assert!(said.contains(&"dangling_end p5".to_owned()), "{said:?}");
    assert!(!answer["outage"]["nodes"].as_array().unwrap().contains(&json!("J")));
}

#[tokio::test]
async fn a_regulator_of_which_nobody_knows_which_way_it_lets_through_is_passed_both_ways() {
    for (to, rule) in [("", "one_way_unset R"), ("C1", "one_way_astray R")] {
        let (answer, said) = faults(changed("R", "to_node", to), json!({"network": "gas", "pipe": "p5"})).await;
        assert!(answer["isolation"]["pipes"]["codes"].as_array().unwrap().contains(&json!("p6")));
        assert!(said.contains(&rule.to_owned()), "{said:?}");
    }
}

#[tokio::test]
async fn what_is_out_of_service_is_not_there() {
    // A pipe ends at a node that is out of service, and the trace with it.
    let (answer, _) = faults(changed("J", "in_service", "false"), json!({"network": "gas", "pipe": "p3"})).await;
    assert_eq!(answer["isolation"]["pipes"]["codes"], json!(["p3"]));
    assert_eq!(answer["isolation"]["close"], json!([]), "V2 was cut off before");
    let browser = Browser::with(changed("p2", "in_service", "false")).await;
    let out = ask(&browser, "outage", json!({"network": "gas"})).await;
    assert_eq!((&out["services"], &out["cut_off_before"]), (&json!(3), &json!(7)));
}

#[tokio::test]
async fn how_a_valve_stands_is_how_it_usually_does_where_it_is_not_recorded() {
    let mut items = changed("V2", "open", "");
    items.iter_mut().filter(|item| &*item.record.code == "V2").for_each(|item| {
        *item = item.clone().with("normally_open", "false");
    });
    let (answer, said) = faults(items, json!({"network": "gas", "pipe": "p3"})).await;
    assert_eq!(said, ["valve_state V2"]);
    assert_eq!(answer["outage"]["households"], 2, "those behind V2 were cut off before");
    let (_, said) = faults(changed("V2", "open", ""), json!({"network": "gas", "pipe": "p3"})).await;
    assert_eq!(said, ["valve_state V2", "valve_operable V2"]);
}
