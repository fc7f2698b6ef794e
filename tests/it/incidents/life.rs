//! From the report to the end, step by step, and what the log says of it.

use serde_json::Value;
use serde_json::json;

use crate::incidents::desk::Desk;
use crate::incidents::desk::red;
use crate::incidents::desk::square;
use crate::support::Home;
use crate::support::both_stores;

both_stores! {
    a_gas_leak_is_taken_from_its_report_to_its_end
    a_heat_incident_has_no_steps_of_gas
    a_warning_is_drawn_up_issued_adjusted_acknowledged_and_lifted
    a_warning_without_a_polygon_covers_the_cordon_that_was_assessed
    zones_that_are_drawn_supersede_each_other
    what_must_be_reported_is_due_until_it_is_sent
    incidents_are_listed_by_what_they_are_and_where
}

async fn a_gas_leak_is_taken_from_its_report_to_its_end(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    assert_eq!(code, "I20260615-0001");
    let incident = desk.browser.json(&format!("/api/v1/incidents/{code}")).await;
    assert_eq!(
        [&incident["state"], &incident["hazard"], &incident["jurisdiction_code"], &incident["version"]],
        [&json!("reported"), &json!("gas"), &json!("411024102"), &json!(1)]
    );
    assert_eq!(incident["next"], json!(["assessed", "terminated"]));
    assert_eq!(incident["geometry"], json!({"type": "Point", "coordinates": [114.02, 34.05]}));

    desk.step(&code, json!({"to": "assessed", "grade": "large"})).await;
    let warning = desk.post(&format!("/api/v1/incidents/{code}/warnings"), red(2)).await;
    assert_eq!([&warning["state"], &warning["incident"]["state"]], ["in_force", "warning"]);
    let warning = warning["code"].as_str().unwrap().to_owned();
    desk.step(&code, json!({"to": "response", "level": "II", "decided_by": "市专项指挥部副指挥长"})).await;
    desk.step(&code, json!({"to": "controlled", "decided_by": "现场指挥部", "people_rescued": true})).await;
    let early = json!({
        "version": 5, "by": "x", "to": "concentration_clear", "decided_by": "现场指挥部",
        "readings": [{"vol_percent": 0.4, "lel_percent": 8, "at": "2026-06-15T11:59:59+08:00"}],
    });
    let why = desk.refused(&format!("/api/v1/incidents/{code}/steps"), early).await;
    assert_eq!(why["errors"][0]["pointer"], "/readings/0/at", "measured before control: {why}");
    // 16.7 % LEL of LPG, for the gas is not known.
    let low = json!([{"vol_percent": 0.3, "lel_percent": 8, "at": "2026-06-15T12:00:00+08:00", "place": "阀井"}]);
    let clear = json!({
        "to": "concentration_clear", "decided_by": "现场指挥部", "readings": low,
        "hazards_eliminated": true, "environment_meets_standard": true,
    });
    let told = desk.step(&code, clear).await;
    assert_eq!(told["readings"][0]["vol_percent"], 0.3);
    let restored = json!({
        "to": "supply_restored", "decided_by": "市专项指挥部", "leak_test_passed": true, "approval_ref": "许燃指〔2026〕3号",
    });
    desk.step(&code, restored).await;
    let lift = json!({"version": 1, "by": "市专项指挥部办公室", "decided_by": "市专项指挥部", "published_by": "市专项指挥部办公室"});
    desk.post(&format!("/api/v1/warnings/{warning}/lift"), lift).await;
    let ended = desk.step(&code, json!({"to": "terminated", "decided_by": "现场指挥部", "rechecked": true})).await;
    assert_eq!([&ended["state"], &ended["next"], &ended["colour"]], [&json!("terminated"), &json!([]), &Value::Null]);
    assert_eq!(ended["approval_ref"], "许燃指〔2026〕3号");
    assert!(ended["closed_at"].is_string());

    let log = desk.browser.json(&format!("/api/v1/incidents/{code}/log")).await;
    let said: Vec<[&str; 3]> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| ["code", "state", "decided_by"].map(|field| entry[field].as_str().unwrap_or("-")))
        .collect();
    let [i, w] = [&*code, &*warning];
    assert_eq!(
        said,
        [
            [i, "reported", "-"],
            [i, "assessed", "-"],
            [i, "warning", "市专项指挥部"],
            [w, "in_force", "市专项指挥部"],
            [i, "response", "市专项指挥部副指挥长"],
            [i, "controlled", "现场指挥部"],
            [i, "concentration_clear", "现场指挥部"],
            [i, "supply_restored", "市专项指挥部"],
            [i, "supply_restored", "市专项指挥部"],
            [w, "lifted", "市专项指挥部"],
            [i, "terminated", "现场指挥部"],
        ]
    );
    let issued = &log["entries"][3];
    assert_eq!(
        [&issued["published_by"], &issued["who"], &issued["changed"]["colour"], &issued["version"]],
        [&json!("市专项指挥部办公室"), &json!("local owner"), &json!("red"), &json!(1)]
    );
    assert!(log["entries"][4]["why"].as_str().unwrap().contains("response, by 市住建局"));
    assert_eq!(log["entries"][5]["changed"]["evidence"]["people_rescued"]["is"], true);
    let revisions: Vec<i64> =
        log["entries"].as_array().unwrap().iter().map(|entry| entry["revision"].as_i64().unwrap()).collect();
    assert!(revisions.is_sorted() && revisions[2] == revisions[3], "one transaction for incident and warning");
}

async fn a_warning_without_a_polygon_covers_the_cordon_that_was_assessed(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    let incident = desk.browser.json(&format!("/api/v1/incidents/{code}")).await;
    let cordon = &incident["assessment"]["zones"]["features"][2];
    assert_eq!([&cordon["properties"]["zone"], &incident["grade"]], ["cordon", "general"]);
    desk.step(&code, json!({"to": "assessed"})).await;
    let mut body = red(2);
    body["polygon"] = Value::Null;
    let warning = desk.post(&format!("/api/v1/incidents/{code}/warnings"), body).await;
    assert_eq!(warning["geometry"], cordon["geometry"]);
}

async fn a_heat_incident_has_no_steps_of_gas(home: Home) {
    let desk = Desk::over(home).await;
    let told = desk.post("/api/v1/incidents", json!({"report": {"hazard": "heat", "pipe": "P1"}})).await;
    // A report that names a pipe alone is placed in its middle.
    let middle = &told["geometry"]["coordinates"];
    let is_near = |axis: usize, degrees: f64| (middle[axis].as_f64().unwrap() - degrees).abs() < 1e-5;
    assert!(is_near(0, 114.025) && is_near(1, 34.04), "{middle}");
    let code = told["code"].as_str().unwrap();
    desk.step(code, json!({"to": "assessed"})).await;
    desk.step(code, json!({"to": "response", "level": "IV", "decided_by": "市专项指挥部办公室主任"})).await;
    desk.step(code, json!({"to": "controlled", "decided_by": "现场指挥部"})).await;
    let steps = format!("/api/v1/incidents/{code}/steps");
    let why = desk.refused(&steps, json!({"version": 4, "by": "x", "to": "concentration_clear"})).await;
    assert_eq!([&why["status"], &why["allowed"]], [&json!(409), &json!(["response", "supply_restored", "terminated"])]);
    let scene = json!({
        "to": "supply_restored", "decided_by": "市专项指挥部", "people_rescued": true,
        "hazards_eliminated": true, "environment_meets_standard": true,
    });
    desk.step(code, scene).await;
    let why =
        desk.refused(&steps, json!({"version": 5, "by": "x", "to": "terminated", "decided_by": "现场指挥部"})).await;
    assert_eq!(why["errors"][0]["pointer"], "/approval_ref");
    assert!(why["errors"][0]["detail"].as_str().unwrap().contains("clause 6.5"));
    desk.step(code, json!({"to": "terminated", "decided_by": "现场指挥部", "approval_ref": "许热指〔2026〕1号"})).await;
}

async fn a_warning_is_drawn_up_issued_adjusted_acknowledged_and_lifted(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    desk.step(&code, json!({"to": "assessed"})).await;
    let draft = json!({"version": 2, "by": "县专项指挥部办公室", "draft": true, "polygon": square(114.0, 0.02)});
    let draft = desk.post(&format!("/api/v1/incidents/{code}/warnings"), draft).await;
    assert_eq!([&draft["state"], &draft["incident"]["state"], &draft["situation"]], ["draft", "assessed", "疑似漏气"]);
    assert_eq!(draft["missing"], json!(["colour", "starts_at", "published_by"]));
    let first = format!("/api/v1/warnings/{}", draft["code"].as_str().unwrap());
    let why = desk.refused(&format!("{first}/acknowledgements"), json!({"unit": "市公安局"})).await;
    assert!(why["detail"].as_str().unwrap().contains("draft"));

    let yellow = json!({
        "version": 1, "by": "县专项指挥部办公室", "colour": "黄色", "decided_by": "县专项指挥部",
        "published_by": "县专项指挥部办公室", "area": "东区",
    });
    let issued = desk.post(&format!("{first}/adjust"), yellow).await;
    assert_eq!(
        [&issued["code"], &issued["state"], &issued["colour"]],
        [&draft["code"], &json!("in_force"), &json!("yellow")]
    );
    assert_eq!([&issued["incident"]["state"], &issued["incident"]["colour"]], ["warning", "yellow"]);
    assert!(issued["published_at"].is_string() && issued["starts_at"].is_string());
    let why = desk.refused(&format!("/api/v1/incidents/{code}/warnings"), red(3)).await;
    assert!(why["detail"].as_str().unwrap().contains("is in force: adjust it"), "{why}");

    for _ in 0..2 {
        let told = desk.post(&format!("{first}/acknowledgements"), json!({"unit": "市公安局"})).await;
        assert_eq!(told["acknowledgements"].as_array().unwrap().len(), 1);
    }
    let adjusted = json!({
        "version": 3, "by": "市专项指挥部办公室", "colour": "red", "decided_by": "市专项指挥部", "published_by": "市专项指挥部办公室",
    });
    let red = desk.post(&format!("{first}/adjust"), adjusted).await;
    assert_eq!(
        [&red["supersedes"], &red["area"], &red["incident"]["state"]],
        [&draft["code"], &json!("东区"), &json!("adjusted")]
    );
    assert_eq!([&red["acknowledgements"], &red["geometry"]], [&Value::Null, &draft["geometry"]]);
    let before = desk.browser.json(&first).await;
    assert_eq!([&before["state"], &before["colour"]], ["superseded", "yellow"]);
    let again = json!({"version": 4, "by": "x", "decided_by": "x", "published_by": "x"});
    assert_eq!(desk.refused(&format!("{first}/lift"), again).await["type"], "/problems/not-now");

    let second = format!("/api/v1/warnings/{}", red["code"].as_str().unwrap());
    let why = desk.refused(&format!("{second}/lift"), json!({"version": 1, "by": "x"})).await;
    let fields: Vec<&str> =
        why["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(fields, ["/decided_by", "/published_by"]);
    let lift = json!({"version": 1, "by": "市专项指挥部办公室", "decided_by": "市专项指挥部", "published_by": "市专项指挥部办公室"});
    let lifted = desk.post(&format!("{second}/lift"), lift).await;
    assert_eq!([&lifted["state"], &lifted["incident"]["state"]], ["lifted", "assessed"]);
    let page = desk.browser.json(&format!("/api/v1/warnings?incident_code={code}&state=superseded")).await;
    assert_eq!(page["warnings"].as_array().unwrap().len(), 1);
}

async fn zones_that_are_drawn_supersede_each_other(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    let zones = format!("/api/v1/incidents/{code}/zones");
    for (version, what, by) in [(1, "cordon", "县燃气公司"), (2, "hot", "现场指挥部"), (3, "cordon", "现场指挥部")]
    {
        let zone = json!({"version": version, "what": what, "set_by": by, "geometry": square(114.0, 0.01)});
        desk.post(&zones, zone).await;
    }
    let told = desk.browser.json(&format!("/api/v1/incidents/{code}")).await;
    let said: Vec<[&Value; 4]> = told["zones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|zone| ["number", "what", "set_by", "supersedes"].map(|field| &zone[field]))
        .collect();
    assert_eq!(
        said,
        [
            [&json!(1), &json!("cordon"), &json!("县燃气公司"), &Value::Null],
            [&json!(2), &json!("hot"), &json!("现场指挥部"), &Value::Null],
            [&json!(3), &json!("cordon"), &json!("现场指挥部"), &json!(1)],
        ]
    );
    assert_eq!(told["zones"][2]["set_at"], "2026-06-15T12:00:00+08:00");
    assert_eq!(told["assumptions"][0]["id"], "DC16");
    // A warning without an area of its own has that of the cordon.
    desk.step(&code, json!({"to": "assessed"})).await;
    let mut body = red(5);
    body["polygon"] = Value::Null;
    let warning = desk.post(&format!("/api/v1/incidents/{code}/warnings"), body).await;
    assert_eq!(warning["geometry"], square(114.0, 0.01));
}

async fn what_must_be_reported_is_due_until_it_is_sent(home: Home) {
    let desk = Desk::over(home).await;
    let body = json!({"report": {"hazard": "gas", "at": [114.02, 34.05]}, "reported_at": "2026-06-15T11:20:00+08:00"});
    let told = desk.post("/api/v1/incidents", body).await;
    let incident = format!("/api/v1/incidents/{}", told["code"].as_str().unwrap());
    let expected = json!({"what": "first", "due_at": "2026-06-15T03:50:00Z", "done_at": null, "progress": "overdue", "clause": "5.1(1)"});
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&told["due"][0][field], value);
    }
    let sent = json!({"kind": "first", "by": "县燃气公司", "to": "县专项指挥部", "at": "2026-06-15T11:45:00+08:00"});
    let told = desk.post(&format!("{incident}/reports"), sent).await;
    assert_eq!([&told["due"][0]["progress"], &told["reports"][0]["to"]], ["done", "县专项指挥部"]);
    let told =
        desk.post(&format!("{incident}/reports"), json!({"kind": "query_in_writing", "by": "市专项指挥部"})).await;
    assert_eq!(
        [&told["due"][1]["what"], &told["due"][2]["what"], &told["due"][2]["progress"]],
        ["phone", "written", "open"]
    );
}

async fn incidents_are_listed_by_what_they_are_and_where(home: Home) {
    let desk = Desk::over(home).await;
    let codes = [desk.leak().await, desk.leak().await, desk.leak().await];
    let heat = json!({"report": {"hazard": "heat", "at": [113.95, 34.05]}});
    let heat = desk.post("/api/v1/incidents", heat).await["code"].as_str().unwrap().to_owned();
    desk.step(&codes[1], json!({"to": "assessed"})).await;
    let list = async |query: &str| -> Vec<String> {
        let mut next = Some(format!("/api/v1/incidents?{query}"));
        let mut found = Vec::new();
        while let Some(path) = next {
            let page = desk.browser.json(&path).await;
            found.extend(
                page["incidents"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()),
            );
            next = page["next"].as_str().map(str::to_owned);
        }
        found
    };
    assert_eq!(list("hazard=heat").await, std::slice::from_ref(&heat));
    assert_eq!(list("state=assessed&limit=1").await, [codes[1].clone()]);
    assert_eq!(
        list("hazard=gas&state=reported&jurisdiction=411024&limit=1").await,
        [codes[0].clone(), codes[2].clone()]
    );
    assert_eq!(list("jurisdiction=411024101").await, [heat]);
    // What another program wrote is listed, too, with what it lacks.
    assert_eq!(list("limit=2").await.len(), 5);
}
