//! That nothing ends, comes back or is published past what the plans ask for.

use serde_json::Value;
use serde_json::json;

use crate::incidents::desk::Desk;
use crate::incidents::desk::red;
use crate::support::Home;

impl Desk {
    async fn reported(&self, report: Value) -> String {
        let told = self.post("/api/v1/incidents", json!({"report": report, "description": "漏气"})).await;
        told["code"].as_str().unwrap().to_owned()
    }

    /// What a step is refused with: pointers, and the whole.
    async fn refused_step(&self, code: &str, mut body: Value) -> (Vec<String>, Value) {
        let incident = format!("/api/v1/incidents/{code}");
        body["version"] = self.version(&incident).await.into();
        body["by"] = "市住建局".into();
        let why = self.refused(&format!("{incident}/steps"), body).await;
        let errors = why["errors"].as_array().unwrap();
        (errors.iter().map(|one| one["pointer"].as_str().unwrap().to_owned()).collect(), why)
    }
}

/// A leak that is red, at 90 % of its limit, with two dead.
fn grave() -> Value {
    json!({
        "hazard": "gas", "at": [114.02, 34.05], "facility": "trunk_main", "large_area": true, "trend": "rapid",
        "lel_percent": 90, "controlled": false, "deaths": 2,
    })
}

#[tokio::test]
async fn a_grave_leak_is_not_waved_away() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.reported(grave()).await;
    let end = json!({"to": "terminated", "decided_by": "现场指挥部", "note": "误报"});
    for _ in 0..2 {
        let (pointers, why) = desk.refused_step(&code, end.clone()).await;
        let fields = ["/people_rescued", "/hazards_eliminated", "/environment_meets_standard", "/readings"];
        assert_eq!(pointers, fields, "{why}");
        let said = why["errors"][3]["detail"].as_str().unwrap();
        assert!(said.contains("clause 5.5, 6.1") && said.contains("dead") && said.contains("90 % LEL"), "{said}");
        if desk.browser.json(&format!("/api/v1/incidents/{code}")).await["state"] == "reported" {
            desk.step(&code, json!({"to": "assessed"})).await;
        }
    }
    // Reported anew: a matter of everyday repair.
    let mut slight = end.clone();
    slight["report"] = json!({"hazard": "gas", "at": [114.02, 34.05], "lel_percent": 5, "controlled": true});
    let ended = desk.step(&code, slight).await;
    assert_eq!(ended["state"], "terminated");
    // That nobody died after all goes up the same day; a first report does that too.
    assert_eq!(desk.reported(grave()).await, "I20260615-0002");
}

#[tokio::test]
async fn gas_is_clear_by_the_limit_of_what_leaks_at_every_place() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.reported(json!({"hazard": "gas", "at": [114.02, 34.05], "gas": "lpg"})).await;
    desk.step(&code, json!({"to": "assessed"})).await;
    let measured = |place: &str, vol: f64, lel: f64| json!([{"vol_percent": vol, "lel_percent": lel, "at": "2026-06-15T12:00:00+08:00", "place": place}]);
    let scene = json!({
        "to": "controlled", "decided_by": "现场指挥部", "people_rescued": true, "hazards_eliminated": true,
        "environment_meets_standard": true, "readings": measured("地下室", 1.5, 83.0),
    });
    desk.step(&code, scene).await;
    let clear =
        |readings: Value| json!({"to": "concentration_clear", "decided_by": "现场指挥部", "readings": readings});
    let (pointers, why) = desk.refused_step(&code, clear(measured("阀井", 0.1, 5.0))).await;
    assert!(pointers == ["/readings"] && why.to_string().contains("地下室"), "measured high at control: {why}");
    let mut both = measured("地下室", 0.9, 18.0);
    both.as_array_mut().unwrap().extend(measured("阀井", 0.1, 5.0).as_array().unwrap().clone());
    both[0]["at"] = "2026-06-15T12:00:30+08:00".into();
    let (_, why) = desk.refused_step(&code, clear(both.clone())).await;
    assert!(why.to_string().contains("limit is 1.8 %vol") && why.to_string().contains("DC11"), "{why}");
    both[0]["vol_percent"] = 0.2.into();
    desk.step(&code, clear(both)).await;
    let never = json!({"to": "terminated", "decided_by": "现场指挥部", "rechecked": true, "supply_interrupted": false});
    let told = desk.browser.json(&format!("/api/v1/incidents/{code}")).await;
    if told["assessment"]["outage"]["households"] != 0 {
        let (pointers, why) = desk.refused_step(&code, never.clone()).await;
        assert!(pointers == ["/note"] && why.to_string().contains("no valve was closed"), "{why}");
    }
    let mut explained = never;
    explained["note"] = "未关阀：带压堵漏".into();
    assert_eq!(desk.step(&code, explained).await["state"], "terminated");
}

#[tokio::test]
async fn who_departs_from_the_assessment_says_why_and_the_log_keeps_it() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.reported(grave()).await;
    let assessed = desk.step(&code, json!({"to": "assessed"})).await;
    assert_eq!(assessed["assessment"]["warning"]["colour"], "red");
    let warnings = format!("/api/v1/incidents/{code}/warnings");
    let mut county = red(2);
    county["decided_by"] = "鄢陵县专项指挥部".into();
    county["published_by"] = "鄢陵县专项指挥部办公室".into();
    let why = desk.refused(&warnings, county.clone()).await;
    assert_eq!([&why["errors"][0]["pointer"], &why["errors"][1]["pointer"]], ["/decided_by", "/published_by"]);
    let mut low = red(2);
    low["colour"] = "blue".into();
    assert_eq!(desk.refused(&warnings, low).await["errors"][0]["pointer"], "/colour");
    county["deviation"] = "市指挥部电话授权".into();
    let issued = desk.post(&warnings, county).await;
    assert_eq!(issued["deviation"], "市指挥部电话授权");
    let lift = json!({"version": 1, "by": "x", "decided_by": "县专项指挥部", "published_by": "县专项指挥部办公室"});
    let path = format!("/api/v1/warnings/{}", issued["code"].as_str().unwrap());
    assert_eq!(desk.refused(&format!("{path}/lift"), lift).await["errors"][0]["pointer"], "/decided_by");
    let level = json!({"to": "response", "level": "IV", "decided_by": "市专项指挥部办公室"});
    let assessed_level = assessed["assessment"]["response"]["level"].as_str().unwrap();
    if assessed_level != "IV" {
        assert_eq!(desk.refused_step(&code, level).await.0, ["/level"]);
    }
    let log = desk.browser.json(&format!("/api/v1/incidents/{code}/log")).await;
    let said: Vec<&Value> = log["entries"].as_array().unwrap().iter().map(|entry| &entry["deviation"]).collect();
    let why = json!("市指挥部电话授权");
    assert_eq!(said, [&Value::Null, &Value::Null, &why, &why]);
}

#[tokio::test]
async fn a_warning_is_prefilled_from_the_assessment_and_published_whole_or_not_at_all() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.reported(grave()).await;
    desk.step(&code, json!({"to": "assessed"})).await;
    let warnings = format!("/api/v1/incidents/{code}/warnings");
    let draft = json!({"version": 2, "by": "值班室", "draft": true, "danger": "主干管破裂"});
    let draft = desk.post(&warnings, draft).await;
    assert_eq!(draft["prefilled"], json!(["area", "reach", "situation", "measures", "duties"]), "{draft}");
    assert_eq!(draft["missing"], json!(["colour", "starts_at", "published_by"]));
    assert_eq!(draft["situation"], "漏气，燃气浓度为爆炸下限的90%，死亡2人，尚未控制");
    let area = draft["area"].as_str().unwrap();
    assert!(area.contains("警戒范围内"), "{area}");
    assert!(draft["duties"].as_str().unwrap().contains(" — "), "{}", draft["duties"]);
    let path = format!("/api/v1/warnings/{}", draft["code"].as_str().unwrap());
    let issue = json!({
        "version": 1, "by": "值班室", "colour": "red", "decided_by": "市专项指挥部", "published_by": "市专项指挥部",
        "reach": "东区",
    });
    let issued = desk.post(&format!("{path}/adjust"), issue).await;
    assert_eq!([&issued["missing"], &issued["reach"]], [&json!([]), &json!("东区")]);
    assert_eq!(issued["prefilled"], json!(["area", "situation", "measures", "duties"]));
    // Both are kept, and both are printed, though they are one.
    let text = desk.browser.get(&format!("{path}.txt")).await.text();
    assert!(text.contains("决定单位：市专项指挥部\n") && !text.contains("决定单位：未填"), "{text}");
}

#[tokio::test]
async fn nothing_is_published_with_a_field_empty() {
    let desk = Desk::over(Home::geopackage().await).await;
    // Outside every jurisdiction nothing is assessed, so nothing is prefilled but the danger.
    let told = desk.post("/api/v1/incidents", json!({"report": {"hazard": "gas", "at": [100.0, 30.0]}})).await;
    let code = told["code"].as_str().unwrap();
    desk.step(code, json!({"to": "assessed"})).await;
    let mut body = red(2);
    for field in ["situation", "measures", "duties"] {
        body[field] = Value::Null;
    }
    let why = desk.refused(&format!("/api/v1/incidents/{code}/warnings"), body.clone()).await;
    let pointers: Vec<&str> =
        why["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/situation", "/measures", "/duties"], "{why}");
    assert!(why["detail"].as_str().unwrap().contains("4.2.2(2)"), "{why}");
    body["draft"] = true.into();
    let draft = desk.post(&format!("/api/v1/incidents/{code}/warnings"), body).await;
    assert_eq!(draft["missing"].as_array().unwrap()[..2], [json!("starts_at"), json!("situation")]);
}

#[tokio::test]
async fn casualties_that_change_are_due_the_same_day() {
    let desk = Desk::over(Home::geopackage().await).await;
    let told = desk.post("/api/v1/incidents", json!({"report": {"hazard": "heat", "pipe": "P1", "deaths": 1}})).await;
    let code = told["code"].as_str().unwrap();
    assert_eq!(told["due"].as_array().unwrap().len(), 1, "the first report says it");
    let report = json!({"hazard": "heat", "pipe": "P1", "deaths": 2});
    let told = desk.step(code, json!({"to": "assessed", "report": report})).await;
    let due = told["due"].as_array().unwrap().iter().find(|due| due["what"] == "casualties").unwrap();
    assert_eq!([&due["due_at"], &due["clause"], &due["progress"]], ["2026-06-15T15:59:59Z", "6.1.3(2)", "open"]);
    let sent = json!({"kind": "follow_up", "by": "县热力公司"});
    let told = desk.post(&format!("/api/v1/incidents/{code}/reports"), sent).await;
    let due = told["due"].as_array().unwrap().iter().find(|due| due["what"] == "casualties").unwrap();
    assert_eq!(due["progress"], "done");
}
