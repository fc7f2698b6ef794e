//! Obligations and goals as CSV, XLSX and pages over HTTP. What `LibreOffice` makes of the workbooks:
//! `scripts/office-test`.

use crate::support::Answer;
use crate::support::Browser;
use crate::support::Item;
use crate::support::item;
use crate::support::small_county;

/// The small county, in which a name would run in a spreadsheet and on a page.
fn county() -> Vec<Item> {
    let mut items = small_county();
    items.retain(|item| &*item.record.code != "411024102");
    let square = "POLYGON((114 34, 114.1 34, 114.1 34.1, 114 34.1, 114 34))";
    let facts = "name==SUM(1)<img src=x>; level=township; parent_code=411024";
    items.push(item("jurisdictions", "411024102", square, facts));
    items
}

async fn browser() -> Browser {
    Browser::with(county()).await
}

fn rows(answer: &Answer) -> Vec<Vec<String>> {
    assert!(answer.body.starts_with(b"\xef\xbb\xbf"), "no byte order mark");
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(&answer.body[3..]);
    table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn cell<'a>(rows: &'a [Vec<String>], line: usize, column: &str) -> &'a str {
    let at = rows[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
    &rows[line][at]
}

#[tokio::test]
async fn a_table_says_what_the_answer_says_and_starts_no_formula() {
    let browser = browser().await;
    let told = browser.json("/api/v1/obligations?year=2026&level=township").await;
    let answer = browser.get("/api/v1/obligations.csv?year=2026&level=township").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"obligations-2026-all.csv\"");
    let table = rows(&answer);
    let lines = told["rows"].as_array().unwrap();
    assert_eq!(table.len(), lines.len() + 1);
    for (nth, row) in lines.iter().enumerate() {
        assert_eq!(cell(&table, nth + 1, "jurisdiction"), row["jurisdiction"].as_str().unwrap());
        assert_eq!(cell(&table, nth + 1, "total_km"), row["length_km"]["total"].as_str().unwrap());
        assert_eq!(cell(&table, nth + 1, "daily_floor_cny"), row["daily_floor_cny"].as_str().unwrap());
        // Not known is a blank, never 0.
        assert_eq!(cell(&table, nth + 1, "works_done_km"), row["works_done_km"].as_str().unwrap_or_default());
    }
    assert_eq!(cell(&table, 2, "name"), "'=SUM(1)<img src=x>");
}

#[tokio::test]
async fn goals_as_a_table_are_the_rows_of_the_answer() {
    let browser = browser().await;
    let asked = "as_of=2025-12-31&jurisdiction=411024";
    let told = browser.json(&format!("/api/v1/goals?{asked}")).await;
    let answer = browser.get(&format!("/api/v1/goals.csv?{asked}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"goals-2025-12-31-411024.csv\"");
    let table = rows(&answer);
    let lines = told["rows"].as_array().unwrap();
    assert!(lines.len() > 20 && table.len() == lines.len() + 1);
    for (nth, row) in lines.iter().enumerate() {
        assert_eq!(cell(&table, nth + 1, "goal"), row["goal"].as_str().unwrap());
        assert_eq!(cell(&table, nth + 1, "status"), row["status"].as_str().unwrap());
        assert_eq!(cell(&table, nth + 1, "clause"), row["clause"].as_str().unwrap());
        let short = row["shortfall_count"].to_string();
        assert_eq!(cell(&table, nth + 1, "shortfall_count"), short);
    }
}

#[tokio::test]
async fn a_workbook_is_one_and_has_a_name() {
    let browser = browser().await;
    for (path, name) in [
        ("/api/v1/obligations.xlsx?year=2026&jurisdiction=411024", "obligations-2026-411024.xlsx"),
        ("/api/v1/obligations.xlsx?year=2021", "obligations-2021-411024.xlsx"),
        ("/api/v1/goals.xlsx?as_of=2026-06-15&jurisdiction=411024", "goals-2026-06-15-411024.xlsx"),
        ("/api/v1/goals.xlsx?as_of=2026-06-15&level=village", "goals-2026-06-15-all.xlsx"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert!(answer.body.starts_with(b"PK"));
    }
}

#[tokio::test]
async fn a_page_needs_nothing_from_elsewhere_and_shows_map_charts_clauses_and_sources() {
    let browser = browser().await;
    for path in [
        "/api/v1/obligations.html?year=2026&jurisdiction=411024",
        "/api/v1/goals.html?as_of=2026-06-15&jurisdiction=411024&goal=A17",
        "/api/v1/goals.html?as_of=2026-06-15&jurisdiction=411024&trend=true",
        "/api/v1/goals.html?jurisdiction=411024101201",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        let page = answer.text();
        for outside in ["src=\"", "href=", "<script", "<link", "@import", "<img"] {
            assert!(!page.contains(outside), "{path}: {outside}");
        }
        for part in ["id=\"map-title\"", "依据", "许政办〔2022〕", "lang=\"zh-CN\"", "<th scope=\"col\""] {
            assert!(page.contains(part), "{path}: no {part}");
        }
    }
}

#[tokio::test]
async fn what_falls_short_of_one_goal_is_marked_on_its_map() {
    let browser = browser().await;
    let page = |goal: &str| {
        let path = format!("/api/v1/goals.html?as_of=2026-06-15&jurisdiction=411024{goal}");
        let browser = &browser;
        async move { browser.get(&path).await.text() }
    };
    // Nobody recorded that its roads are listed: not known, drawn as such.
    assert!(page("&goal=A17").await.contains("#b35c00"));
    assert!(!page("").await.contains("stroke=\"#b35c00\""));
}

#[tokio::test]
async fn what_cannot_be_answered_is_said_as_elsewhere() {
    let browser = browser().await;
    for ending in ["csv", "xlsx", "html"] {
        for (asked, status) in [
            ("obligations.{}", 400),
            ("obligations.{}?year=twenty", 400),
            ("obligations.{}?year=1200", 422),
            ("obligations.{}?year=2025&jurisdiction=999", 422),
            ("obligations.{}?year=2025&colour=red", 400),
            ("goals.{}?as_of=yesterday", 400),
            ("goals.{}?level=province", 400),
            ("goals.{}?jurisdiction=999", 422),
            ("goals.{}?goal=Z99", 404),
        ] {
            let path = format!("/api/v1/{}", asked.replace("{}", ending));
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.text());
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        }
    }
}
