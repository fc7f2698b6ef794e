//! The checklist: what is recorded, and no more.

use serde_json::Value;

use crate::money::city;
use crate::support::Browser;
use crate::support::item;

#[tokio::test]
async fn a_duty_is_recorded_with_day_and_evidence_or_it_is_not() {
    let mut items = city();
    items.extend([
        item(
            "duty_records",
            "D1",
            "",
            "jurisdiction_code=411081; duty=road-plan; done_on=2022-08-01; evidence=禹政〔2022〕1号",
        ),
        item("duty_records", "D2", "", "jurisdiction_code=411081101201; duty=road-plan; done_on=2021-08-01"),
        item("duty_records", "D3", "", "jurisdiction_code=411081; duty=no-such-duty"),
        item("duty_records", "D4", "", "duty=one-map"),
    ]);
    let browser = Browser::with(items).await;
    let told = browser.json("/api/v1/checklist?jurisdiction=411081").await;
    let bodies = told["bodies"].as_array().unwrap();
    assert_eq!((bodies.len(), &bodies[0]["jurisdiction"]), (1, &Value::from("411081")));
    let duty = |body: &Value, id: &str| -> Value {
        let duties = body["duties"].as_array().unwrap();
        duties.iter().find(|duty| duty["duty"] == id).unwrap().clone()
    };
    let plan = duty(&bodies[0], "road-plan");
    assert_eq!((&plan["recorded"], &plan["clause"]), (&Value::from(true), &Value::from("R4 二(一)1")));
    let codes: Vec<&str> =
        plan["records"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["D2", "D1"], "by day");
    assert_eq!(plan["records"][1]["evidence"], "禹政〔2022〕1号");
    assert!(plan.get("status").is_none(), "never a status");
    assert_eq!(duty(&bodies[0], "one-map")["recorded"], false);
    let unknown: Vec<&Value> = told["unknown"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(unknown, ["D3", "D4"]);

    let bodies_of = async |query: &str| {
        browser.json(&format!("/api/v1/checklist{query}")).await["bodies"].as_array().unwrap().len()
    };
    assert_eq!(bodies_of("").await, 3);
    assert_eq!(bodies_of("?jurisdiction=411000").await, 3);
    assert_eq!(bodies_of("?jurisdiction=411003101202").await, 1);
    assert_eq!(browser.get("/api/v1/checklist?jurisdiction=9").await.status, 422);
    assert_eq!(browser.get("/api/v1/checklist?year=2025").await.status, 400);
}
