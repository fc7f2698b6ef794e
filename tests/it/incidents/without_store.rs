//! The store is away, locked or replaced: edits are refused with 503, reading goes on, nothing is half
//! written, and once the store is back so is the desk.

use serde_json::json;
use sqlx::Connection;

use crate::incidents::desk::Desk;
use crate::support::Answer;
use crate::support::Home;

#[track_caller]
fn assert_away(answer: &Answer, words: &str) {
    assert_eq!((answer.status, answer.header("retry-after")), (503, "5"), "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["type"], "/problems/store-away");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(words) && detail.contains("nothing is half written"), "{detail}");
}

impl Desk {
    /// Every kind of edit, and what each came to.
    async fn edits(&self, code: &str) -> Vec<Answer> {
        let report = json!({"report": {"hazard": "gas", "at": [114.02, 34.05]}});
        let step = json!({"version": 1, "by": "x", "to": "assessed"});
        let sent = json!({"by": "x", "kind": "first"});
        let incident = format!("/api/v1/incidents/{code}");
        let paths = ["/api/v1/incidents".to_owned(), format!("{incident}/steps"), format!("{incident}/reports")];
        let bodies = [report, step, sent];
        futures_util::future::join_all(paths.iter().zip(&bodies).map(|(path, body)| self.ask(path, &[], body))).await
    }

    async fn assert_reading_goes_on(&self, code: &str) {
        let incident = self.browser.json(&format!("/api/v1/incidents/{code}")).await;
        assert_eq!([&incident["version"], &incident["state"]], [&json!(1), &json!("reported")]);
        let within = "/api/v1/households/within?lon=114.02&lat=34.05&radius_m=300&return=count";
        assert_eq!(self.browser.get(within).await.status, 200);
    }

    /// The store is back: what was refused is taken, from the version that was seen.
    async fn assert_writing_goes_on(&self, code: &str) {
        let step = json!({"version": 1, "by": "x", "to": "assessed"});
        self.post(&format!("/api/v1/incidents/{code}/steps"), step).await;
        assert_eq!(self.leak().await, "I20260615-0002", "nothing else was written");
    }
}

#[tokio::test]
async fn a_geopackage_that_is_gone_is_written_to_when_it_is_back() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    let path = desk.browser.home.path();
    let aside = path.with_extension("aside");
    std::fs::rename(&path, &aside).unwrap();
    for answer in desk.edits(&code).await {
        assert_away(&answer, "not where it was");
    }
    desk.assert_reading_goes_on(&code).await;
    assert_eq!(desk.browser.get(&format!("/api/v1/incidents/{code}/log")).await.status, 503);
    std::fs::rename(&aside, &path).unwrap();
    desk.assert_writing_goes_on(&code).await;
}

#[tokio::test]
async fn a_geopackage_that_another_program_locks_is_waited_for_but_not_long() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    let other = rusqlite::Connection::open(desk.browser.home.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for answer in desk.edits(&code).await {
        assert_away(&answer, "does not answer in time");
    }
    desk.assert_reading_goes_on(&code).await;
    other.execute_batch("ROLLBACK").unwrap();
    desk.assert_writing_goes_on(&code).await;
}

#[tokio::test]
async fn a_database_that_does_not_let_us_in_is_written_to_when_it_does_again() {
    let desk = Desk::over(Home::postgis().await).await;
    let code = desk.leak().await;
    desk.browser.home.let_in(false).await;
    for answer in desk.edits(&code).await {
        assert_away(&answer, "does not answer");
    }
    desk.assert_reading_goes_on(&code).await;
    desk.browser.home.let_in(true).await;
    desk.assert_writing_goes_on(&code).await;
}

#[tokio::test]
async fn a_database_in_which_another_program_writes_is_waited_for_but_not_long() {
    let desk = Desk::over(Home::postgis().await).await;
    let code = desk.leak().await;
    let mut other = desk.browser.home.sql().await;
    let mut open = other.begin().await.unwrap();
    sqlx::query("UPDATE bridges SET rating = 4 WHERE code = 'B1'").execute(&mut *open).await.unwrap();
    for answer in desk.edits(&code).await {
        assert_away(&answer, "does not answer in time");
    }
    desk.assert_reading_goes_on(&code).await;
    open.commit().await.unwrap();
    desk.assert_writing_goes_on(&code).await;
}
