//! Bad questions: 400 what cannot be read, 422 what can and is refused, with the field. Never 5xx.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::traces::data::heating;
use crate::traces::town;

#[tokio::test]
async fn a_bad_question_about_supply_is_refused_and_names_its_field() {
    let mut items = town();
    items.extend(heating());
    items.push(crate::support::item("gas_pipes", "old", "LINESTRING(114 34.07, 114.01 34.07)", "in_service=false"));
    let browser = Browser::with(items).await;
    for (question, body, field) in [
        ("isolation", json!({}), "/network"),
        ("isolation", json!({"network": "water"}), "/network"),
        ("isolation", json!({"network": 5}), "/network"),
        ("isolation", json!({"network": "gas"}), "/at"),
        ("isolation", json!({"network": "gas", "at": "here"}), "/at"),
        ("isolation", json!({"network": "gas", "at": [114]}), "/at"),
        ("isolation", json!({"network": "gas", "at": [114, 34, 5]}), "/at"),
        ("isolation", json!({"network": "gas", "at": [34.05, 114.0]}), "/at"),
        ("isolation", json!({"network": "gas", "at": [114.5, 34.5]}), "/at"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "at": [114.04, 34.04]}), "/at"),
        ("isolation", json!({"network": "gas", "pipe": "none"}), "/pipe"),
        ("isolation", json!({"network": "gas", "pipe": "s1"}), "/pipe"),
        ("isolation", json!({"network": "gas", "pipe": "old"}), "/pipe"),
        ("isolation", json!({"network": "gas", "pipe": ["p3"]}), "/pipe"),
        ("isolation", json!({"network": "gas", "node": "none"}), "/node"),
        ("isolation", json!({"network": "gas", "node": "HX"}), "/node"),
        ("isolation", json!({"network": "gas", "node": "J", "pipe": "p3"}), "/node"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "unusable_valves": "V1"}), "/unusable_valves"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "unusable_valves": ["none"]}), "/unusable_valves"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "unusable_valves": ["J"]}), "/unusable_valves"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "unusable_valves": ["p3"]}), "/unusable_valves"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "unusable_valves": ["VS"]}), "/unusable_valves"),
        ("isolation", json!({"network": "gas", "pipe": "p3", "remove": []}), "/remove"),
        ("outage", json!({"network": "gas", "remove": ["none"]}), "/remove"),
        ("outage", json!({"network": "gas", "remove": ["s1"]}), "/remove"),
        ("outage", json!({"network": "gas", "remove": [5]}), "/remove"),
        ("outage", json!({"network": "gas", "remove": {"p3": true}}), "/remove"),
        ("outage", json!({"network": "gas", "close": ["C1"]}), "/close"),
        ("outage", json!({"network": "gas", "at": [114, 34]}), "/at"),
    ] {
        let answer = browser.post(&format!("/api/v1/traces/{question}"), body.to_string()).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        let problem = answer.json();
        assert_eq!(
            (&problem["type"], &problem["errors"][0]["pointer"]),
            (&json!("/problems/refused-value"), &json!(field))
        );
    }
    // What is out of service is out already.
    let gone = browser.post("/api/v1/traces/outage", json!({"network": "gas", "remove": ["old"]}).to_string()).await;
    assert_eq!(gone.json()["nodes"], json!([]));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_400() {
    let browser = Browser::with(town()).await;
    for question in ["isolation", "outage"] {
        let path = format!("/api/v1/traces/{question}");
        for body in ["", "{", "null", "[]", "\u{0}", "5", "{\"network\": 1e999}", &"[".repeat(100_000)] {
            let answer = browser.post(&path, body.to_owned()).await;
            assert_eq!(
                (answer.status, &answer.json()["type"]),
                (400, &json!("/problems/unreadable-body")),
                "{body:.40}"
            );
        }
        assert_eq!(browser.post(&path, " ".repeat(9_000_000)).await.status, 413);
        assert_eq!(browser.post(&format!("{path}?network=gas"), "{}").await.status, 400);
        assert_eq!(browser.get(&path).await.status, 405);
    }
}

#[tokio::test]
async fn no_value_of_any_field_makes_the_server_fail() {
    let browser = Browser::with(town()).await;
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e308),
        json!(""),
        json!(" "),
        json!("汉字"),
        json!("\u{202e}a\u{0}b\n"),
        json!([]),
        json!([[]]),
        json!([null, null]),
        json!([1e308, -1e308]),
        json!([180, 90]),
        json!([-180, -90]),
        json!(["p3", "p3"]),
        json!({"a": {}}),
        json!("9".repeat(5_000)),
        json!("p3"),
        json!("V1"),
        json!(["V1", "V1", "V2"]),
    ];
    for (question, fields) in [
        ("isolation", &["network", "at", "pipe", "node", "unusable_valves", "x"][..]),
        ("outage", &["network", "remove", "close", "x"]),
    ] {
        for field in fields {
            for value in &values {
                let mut body = json!({"network": "gas", "pipe": "p3"});
                if question == "outage" {
                    body = json!({"network": "gas"});
                }
                body[*field] = value.clone();
                let answer = browser.post(&format!("/api/v1/traces/{question}"), body.to_string()).await;
                assert!(answer.status < 500, "{body}: {}", answer.text());
                let known: Value = answer.json();
                assert!(answer.status == 200 || known["detail"].is_string(), "{body}");
            }
        }
    }
}
