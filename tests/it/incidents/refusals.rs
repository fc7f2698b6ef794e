//! What the desk refuses, and in which words.

use axum::body::Body;
use serde_json::Value;
use serde_json::json;

use crate::incidents::desk::Desk;
use crate::incidents::desk::red;
use crate::incidents::desk::square;
use crate::support::Home;

/// Status, kind, and what the first error points at.
#[track_caller]
fn check(asked: &str, problem: &Value, status: u16, kind: &str, pointer: Option<&str>) {
    assert_eq!(
        (&problem["status"], &problem["type"]),
        (&json!(status), &json!(format!("/problems/{kind}"))),
        "{asked}: {problem}"
    );
    if let Some(pointer) = pointer {
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{asked}: {problem}");
    }
}

#[tokio::test]
async fn a_bad_report_is_refused_by_the_name_of_its_field() {
    let desk = Desk::over(Home::geopackage().await).await;
    for (body, pointer) in [
        (json!({}), "/report"),
        (json!({"report": []}), "/report"),
        (json!({"report": {"at": [114, 34]}}), "/report/hazard"),
        (json!({"report": {"hazard": "water", "at": [114, 34]}}), "/report/hazard"),
        (json!({"report": {"hazard": "gas"}}), "/report/at"),
        (json!({"report": {"hazard": "gas", "at": [34.0, 114.0]}}), "/report/at"),
        (json!({"report": {"hazard": "gas", "at": "here"}}), "/report/at"),
        (json!({"report": {"hazard": "gas", "pipe": "none"}}), "/report/pipe"),
        (json!({"report": {"hazard": "gas", "at": [114, 34], "colour": "red"}}), "/report/colour"),
        (json!({"report": {"hazard": "gas", "at": [114, 34]}, "descripton": "x"}), "/descripton"),
        (json!({"report": {"hazard": "gas", "at": [114, 34]}, "by": 7}), "/by"),
        (json!({"report": {"hazard": "gas", "at": [114, 34]}, "reported_at": "noon"}), "/reported_at"),
        (json!({"report": {"hazard": "gas", "at": [114, 34]}, "reported_at": "2027-01-01T00:00:00Z"}), "/reported_at"),
        (json!({"report": {"hazard": "gas", "at": [114, 34]}, "description": "长".repeat(4_000)}), "/description"),
    ] {
        let problem = desk.refused("/api/v1/incidents", body.clone()).await;
        check(&body.to_string(), &problem, 422, "refused-value", Some(pointer));
    }
    for body in ["", "{", "[]", "7", "null", "\u{feff}{}", "{\"a\":1}}"] {
        let answer = desk.browser.send("POST", "/api/v1/incidents", &[], Body::from(body)).await;
        check(body, &answer.json(), 400, "unreadable-body", None);
    }
    let large = format!("{{\"by\": \"{}\"}}", "x".repeat(1024 * 1024));
    let answer = desk.browser.send("POST", "/api/v1/incidents", &[], Body::from(large)).await;
    check("a large body", &answer.json(), 413, "body-too-large", None);
    assert_eq!(
        desk.browser.json("/api/v1/incidents").await["incidents"].as_array().unwrap().len(),
        1,
        "nothing is new"
    );
}

#[tokio::test]
async fn a_bad_step_is_refused_with_what_is_missing_and_why() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    let steps = format!("/api/v1/incidents/{code}/steps");
    for (body, status, kind, pointer) in [
        (json!({"by": "x", "to": "assessed"}), 422, "refused-value", "/version"),
        (json!({"version": "1", "by": "x", "to": "assessed"}), 422, "refused-value", "/version"),
        (json!({"version": 0, "by": "x", "to": "assessed"}), 422, "refused-value", "/version"),
        (json!({"version": 1, "by": "x"}), 422, "refused-value", "/to"),
        (json!({"version": 1, "by": "x", "to": "closed"}), 422, "refused-value", "/to"),
        (json!({"version": 1, "to": "assessed", "by": " "}), 422, "refused-value", "/by"),
        (json!({"version": 1, "by": "x", "to": "warning"}), 422, "refused-value", "/to"),
        (json!({"version": 1, "by": "x", "to": "assessed", "grade": "huge"}), 422, "refused-value", "/grade"),
        (json!({"version": 1, "by": "x", "to": "assessed", "grade": "none"}), 422, "refused-value", "/grade"),
        (json!({"version": 1, "by": "x", "to": "assessed", "rechecked": "yes"}), 422, "refused-value", "/rechecked"),
        (json!({"version": 1, "by": "x", "to": "assessed", "when": 1}), 422, "refused-value", "/when"),
        (
            json!({"version": 1, "by": "x", "to": "assessed", "readings": [{"at": "2026-06-15T12:00:00+08:00", "vol_percent": 101, "lel_percent": 1}]}),
            422,
            "refused-value",
            "/readings/0/vol_percent",
        ),
        (
            json!({"version": 1, "by": "x", "to": "assessed", "readings": [{"vol_percent": 1, "lel_percent": 1}]}),
            422,
            "refused-value",
            "/readings/0/at",
        ),
        (
            json!({"version": 1, "by": "x", "to": "assessed", "readings": [{"vol_percent": 1, "lel_percent": 1, "at": "2026-06-15T11:00:00+08:00"}]}),
            422,
            "refused-value",
            "/readings/0/at",
        ),
        (json!({"version": 1, "by": "x", "to": "assessed", "readings": [7]}), 422, "refused-value", "/readings/0"),
        (
            json!({"version": 1, "by": "x", "to": "assessed", "report": {"hazard": "heat", "at": [114, 34]}}),
            422,
            "refused-value",
            "/report/hazard",
        ),
        (json!({"version": 1, "by": "x", "to": "terminated", "decided_by": "x"}), 422, "refused-value", "/note"),
    ] {
        let problem = desk.refused(&steps, body.clone()).await;
        check(&body.to_string(), &problem, status, kind, Some(pointer));
    }
    let problem = desk.refused(&steps, json!({"version": 1, "by": "x", "to": "controlled"})).await;
    check("out of turn", &problem, 409, "not-now", None);
    assert_eq!(problem["allowed"], json!(["assessed", "terminated"]));
    let unknown =
        desk.refused("/api/v1/incidents/I1999/steps", json!({"version": 1, "by": "x", "to": "assessed"})).await;
    check("unknown", &unknown, 404, "not-found", None);
    for path in ["/api/v1/incidents/I1999", "/api/v1/incidents/I1999/log", "/api/v1/warnings/W1999"] {
        check(path, &desk.browser.get(path).await.json(), 404, "not-found", None);
    }
    let incident = desk.browser.json(&format!("/api/v1/incidents/{code}")).await;
    assert_eq!([&incident["version"], &incident["state"]], [&json!(1), &json!("reported")], "nothing was written");
}

#[tokio::test]
async fn a_bad_zone_or_warning_is_refused_by_the_name_of_its_field() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    let bow = json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]});
    let zones = format!("/api/v1/incidents/{code}/zones");
    for (body, pointer) in [
        (json!({"version": 1, "what": "cordon", "set_by": "x"}), "/geometry"),
        (json!({"version": 1, "what": "cordon", "set_by": "x", "geometry": bow}), "/geometry"),
        (
            json!({"version": 1, "what": "cordon", "set_by": "x", "geometry": {"type": "Point", "coordinates": [114, 34]}}),
            "/geometry",
        ),
        (json!({"version": 1, "what": "cordon", "set_by": "x", "geometry": 7}), "/geometry"),
        (json!({"version": 1, "what": "cold", "set_by": "x", "geometry": square(114.0, 0.1)}), "/what"),
        (json!({"version": 1, "what": "hot", "geometry": square(114.0, 0.1)}), "/set_by"),
    ] {
        check(&body.to_string(), &desk.refused(&zones, body.clone()).await, 422, "refused-value", Some(pointer));
    }
    let warnings = format!("/api/v1/incidents/{code}/warnings");
    check("unassessed", &desk.refused(&warnings, red(1)).await, 409, "not-now", None);
    desk.step(&code, json!({"to": "assessed"})).await;
    for (field, value, pointer) in [
        ("colour", json!("purple"), "/colour"),
        ("colour", Value::Null, "/colour"),
        ("decided_by", Value::Null, "/decided_by"),
        ("published_by", json!(""), "/published_by"),
        ("polygon", bow, "/polygon"),
        ("channels", json!("radio"), "/channels"),
        ("channels", json!(["a;b"]), "/channels"),
        ("expires_at", json!("2026-06-15T00:00:00Z"), "/expires_at"),
        ("headline", json!("x"), "/headline"),
    ] {
        let mut body = red(2);
        body["starts_at"] = "2026-06-15T04:00:00Z".into();
        body[field] = value;
        check(&body.to_string(), &desk.refused(&warnings, body.clone()).await, 422, "refused-value", Some(pointer));
    }
    assert_eq!(desk.browser.json("/api/v1/warnings").await["warnings"], json!([]));
}

#[tokio::test]
async fn a_bad_list_parameter_is_refused() {
    let desk = Desk::over(Home::geopackage().await).await;
    for (path, status) in [
        ("/api/v1/incidents?hazard=water", 400),
        ("/api/v1/incidents?state=open", 400),
        ("/api/v1/incidents?colour=red", 400),
        ("/api/v1/incidents?limit=0", 400),
        ("/api/v1/incidents?jurisdiction=999", 422),
        ("/api/v1/warnings?colour=purple", 400),
        ("/api/v1/incidents/I1?x=1", 400),
    ] {
        let answer = desk.browser.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
    }
}
