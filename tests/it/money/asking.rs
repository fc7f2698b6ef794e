//! Obligations over HTTP: the shape of the contract, and what is refused.

use serde_json::Value;
use serde_json::json;

use crate::money::city;
use crate::support::Browser;

#[tokio::test]
async fn a_row_is_as_the_contract_has_it() {
    let browser = Browser::with(city()).await;
    let told = browser.json("/api/v1/obligations?year=2025&jurisdiction=411081").await;
    assert_eq!((&told["year"], &told["as_of"]), (&json!(2025), &json!("2025-12-31")));
    let row = &told["rows"][0];
    assert_eq!(
        json!({"jurisdiction": row["jurisdiction"], "name": row["name"], "level": row["level"], "regime": row["regime"],
            "length_km": row["length_km"], "daily_floor_cny": row["daily_floor_cny"], "shares_cny": row["shares_cny"],
            "works_target_km": row["works_target_km"], "works_done_km": row["works_done_km"],
            "planned_cny": row["planned_cny"], "spent_cny": row["spent_cny"]}),
        json!({"jurisdiction": "411081", "name": "禹州市", "level": "county", "regime": "4:6",
            "length_km": {"county": "200.000", "township": "600.000", "village": "1500.000", "total": "2300.000"},
            "daily_floor_cny": "9500000.00", "shares_cny": {"province": "3800000.00", "city": "0.00", "county": "5700000.00"},
            "works_target_km": "115.000", "works_done_km": null, "planned_cny": null, "spent_cny": null})
    );
    assert_eq!(row["clauses"][0], "R5 二(二)3");
    assert!(row["assumptions"].as_array().unwrap().contains(&json!("B-regime")));
    assert_eq!(row["review_due"]["due"], "2027-02-22");
    let texts = told["assumptions"].as_array().unwrap();
    assert!(texts.iter().any(|one| one["id"] == "B-regime" && one["text"].as_str().unwrap().len() > 20));
    let of_city = &browser.json("/api/v1/obligations?year=2025&jurisdiction=411000").await["rows"][0];
    assert_eq!((&of_city["regime"], &of_city["unplaced_km"]["total"]), (&json!("mixed"), &json!("0.000")));
    assert_eq!(of_city["budget_rule"]["status"], "no_data");
    // Without a jurisdiction or a level: the roots and the bodies.
    let all = browser.json("/api/v1/obligations?year=2025").await;
    let codes: Vec<&Value> = all["rows"].as_array().unwrap().iter().map(|row| &row["jurisdiction"]).collect();
    assert_eq!(codes, ["411000", "411003", "411081", "4110SF"]);
    // The year that runs is counted as it is today.
    assert_eq!(browser.json("/api/v1/obligations?year=2026").await["as_of"], "2026-06-15");
}

#[tokio::test]
async fn a_what_if_says_what_it_is_and_what_it_adds() {
    let browser = Browser::with(city()).await;
    let body = json!({"year": 2025, "jurisdiction": "411081", "rates_cny_per_km": {"county": "12000"}, "regime": "2:2:6",
        "added_roads": [{"jurisdiction": "411081101201", "class": "village", "length_km": 12.5}]});
    let answer = browser.post("/api/v1/obligations", body.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json();
    // 200 × 12,000 + 600 × 5,000 + 1,512.5 × 3,000.
    let row = &told["rows"][0];
    assert_eq!(row["daily_floor_cny"], "9937500.00");
    assert_eq!(row["shares_cny"]["city"], "1987500.00");
    assert_eq!(row["difference"]["daily_floor_cny"], "437500.00");
    assert_eq!(row["difference"]["shares_cny"]["province"], "-1812500.00");
    assert_eq!(row["difference"]["length_km"], "12.500");
    assert_eq!(told["what_if"]["rates_cny_per_km"], json!({"county": "12000.00"}));
    assert!(told["what_if"]["note"].as_str().unwrap().contains("no obligation"));
    let plain = browser.json("/api/v1/obligations?year=2025&jurisdiction=411081").await;
    assert!(plain.get("what_if").is_none() && plain["rows"][0].get("difference").is_none());
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_name() {
    let browser = Browser::with(city()).await;
    for (query, status, words) in [
        ("", 400, "year: is missing"),
        ("?year=abc", 400, "not a year"),
        ("?year=1066", 422, "1066 is not from 1949 to 2200"),
        ("?year=2025&level=street", 400, "level"),
        ("?year=2025&jurisdiction=999", 422, "no jurisdiction with the code `999`"),
        ("?year=2025&regime=4:6", 400, "no such parameter"),
    ] {
        let answer = browser.get(&format!("/api/v1/obligations{query}")).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.text());
        assert!(answer.text().contains(words), "{query}: {}", answer.text());
    }
    let road = |jurisdiction: &str, class: &str, km: Value| json!({"year": 2025, "added_roads": [{"jurisdiction": jurisdiction, "class": class, "length_km": km}]});
    for (body, pointer) in [
        (json!({}), "/year"),
        (json!({"year": "2025"}), "/year"),
        (json!({"year": 99_999_999_999_i64}), "/year"),
        (json!({"year": 2025, "rates_cny_per_km": [1]}), "/rates_cny_per_km"),
        (json!({"year": 2025, "rates_cny_per_km": {"national": 1}}), "/rates_cny_per_km/national"),
        (json!({"year": 2025, "rates_cny_per_km": {"county": -1}}), "/rates_cny_per_km/county"),
        (json!({"year": 2025, "rates_cny_per_km": {"county": "1.005"}}), "/rates_cny_per_km/county"),
        (json!({"year": 2025, "rates_cny_per_km": {"county": 1e300}}), "/rates_cny_per_km/county"),
        (json!({"year": 2025, "regime": "5:5"}), "/regime"),
        (json!({"year": 2025, "level": "street"}), "/level"),
        (json!({"year": 2025, "what": 1}), "/what"),
        (road("999", "village", json!(1)), "/added_roads/0/jurisdiction"),
        (road("411081", "national", json!(1)), "/added_roads/0/class"),
        (road("411081", "village", json!(0)), "/added_roads/0/length_km"),
        (road("411081", "village", json!("1.2345")), "/added_roads/0/length_km"),
        (road("411081", "village", json!(1e12)), "/added_roads/0/length_km"),
        (road("411081", "village", Value::Null), "/added_roads/0/length_km"),
    ] {
        let answer = browser.post("/api/v1/obligations", body.to_string()).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{body}: {}", answer.text());
    }
}
