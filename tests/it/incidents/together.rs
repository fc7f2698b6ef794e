//! Several who edit at once, and requests that come twice.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::incidents::desk::Desk;
use crate::support::Browser;
use crate::support::Home;
use crate::support::both_stores;

both_stores! {
    of_two_who_step_from_one_version_one_is_told_of_the_other
    everybody_who_reports_at_once_gets_a_code_of_their_own
    two_servers_on_one_store_do_not_step_from_one_version
    a_report_that_is_sent_again_with_its_key_opens_nothing_new
}

async fn of_two_who_step_from_one_version_one_is_told_of_the_other(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    let steps = format!("/api/v1/incidents/{code}/steps");
    let body = json!({"to": "assessed", "by": "县燃气公司"});
    let tag = [("if-match", "\"1\"")];
    let (one, other) = tokio::join!(desk.ask(&steps, &tag, &body), desk.ask(&steps, &tag, &body));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 412]);
    let refused = if one.status == 412 { one } else { other };
    assert_eq!([&refused.json()["type"], &refused.json()["version"]], [&json!("/problems/edited-since"), &json!(2)]);

    let mut named = body.clone();
    named["version"] = 1.into();
    assert_eq!(desk.ask(&steps, &[], &named).await.status, 409);
    assert_eq!(desk.ask(&steps, &[("if-match", "\"1\"")], &named).await.status, 412);
    assert_eq!(desk.ask(&steps, &[("if-match", "\"2\"")], &named).await.status, 422, "they differ");
    assert_eq!(desk.ask(&steps, &[("if-match", "2")], &body).await.status, 400, "no tag");
    let mut newer = body.clone();
    newer["note"] = "again".into();
    assert_eq!(desk.ask(&steps, &[("if-match", "\"2\"")], &newer).await.status, 201);
    assert_eq!(desk.ask(&steps, &[("if-match", "*")], &body).await.status, 201);
    assert_eq!(desk.version(&format!("/api/v1/incidents/{code}")).await, 4);
}

async fn everybody_who_reports_at_once_gets_a_code_of_their_own(home: Home) {
    let desk = Desk::over(home).await;
    let codes: BTreeSet<String> = join_all((0..12).map(|_| desk.leak())).await.into_iter().collect();
    let expected: BTreeSet<String> = (1..=12).map(|nth| format!("I20260615-{nth:04}")).collect();
    assert_eq!(codes, expected);
    // A code that was deleted past us does not come again.
    desk.browser.home.delete("incidents", &["I20260615-0012"]).await;
    assert_eq!(desk.leak().await, "I20260615-0013");
}

async fn two_servers_on_one_store_do_not_step_from_one_version(home: Home) {
    let desk = Desk::over(home).await;
    let code = desk.leak().await;
    let second = desk.browser.app.clone();
    let other = Browser::over_app(luzhang::app::App::start(&desk.browser.home.location, second.clock()).await.unwrap());
    let steps = format!("/api/v1/incidents/{code}/steps");
    let body = json!({"to": "assessed", "by": "县燃气公司", "version": 1}).to_string();
    let (one, two) =
        tokio::join!(desk.browser.send("POST", &steps, &[], body.clone()), luzhang_send(&other, &steps, body.clone()));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", one.text(), two.text());
}

async fn luzhang_send(router: &axum::Router, path: &str, body: String) -> crate::support::Answer {
    crate::support::send(router, "POST", path, &[], body).await
}

async fn a_report_that_is_sent_again_with_its_key_opens_nothing_new(home: Home) {
    let desk = Desk::over(home).await;
    let key = [("idempotency-key", "7c1a")];
    let body = json!({"report": {"hazard": "gas", "at": [114.02, 34.05]}});
    let first = desk.ask("/api/v1/incidents", &key, &body).await;
    let again = desk.ask("/api/v1/incidents", &key, &body).await;
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.json()["code"], again.json()["code"]);
    let other = json!({"report": {"hazard": "heat", "at": [114.02, 34.05]}});
    let refused = desk.ask("/api/v1/incidents", &key, &other).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let another = desk.ask("/api/v1/incidents", &[("idempotency-key", "7c1b")], &body).await;
    assert_eq!(another.status, 201);
}
