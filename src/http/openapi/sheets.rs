//! Reports as files and as pages, in the interface document.

use serde_json::Value;
use serde_json::json;

use crate::http::openapi::bureau::owed_parameters;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;

const CSV: &str = "text/csv";
const HTML: &str = "text/html";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Address and methods of each.
pub fn paths() -> Vec<(&'static str, Value)> {
    let rows =
        "The rows of the answer as CSV: UTF-8 with a byte order mark, one header row, no cell that starts a formula";
    let book = "A jurisdiction and what lies one level below it, or at the level given, as a workbook: live formulas with \
        parameters in named cells, and beside them the figures; sources of every figure, assumptions";
    let page = "The same as a page to print (A4), with a map, charts, the clause of every figure, sources and assumptions; \
        Chinese, English beside";
    let file = || json!({"type": "string", "format": "binary"});
    let mut of_page = goal_parameters();
    of_page.push(query(
        "trend",
        false,
        one_of(&["false", "true"]),
        "Whether it shows how the goals stood at the end of each year from 2020; that asks the past, and takes its time",
    ));
    vec![
        ("/api/v1/obligations.csv", get("obligationsCsv", rows, owed_parameters(), CSV, text())),
        ("/api/v1/obligations.xlsx", get("obligationsWorkbook", book, owed_parameters(), XLSX, file())),
        ("/api/v1/obligations.html", get("obligationsPage", page, owed_parameters(), HTML, text())),
        ("/api/v1/goals.csv", get("goalsCsv", rows, goal_parameters(), CSV, text())),
        ("/api/v1/goals.xlsx", get("goalsWorkbook", book, goal_parameters(), XLSX, file())),
        ("/api/v1/goals.html", get("goalsPage", page, of_page, HTML, text())),
    ]
}

fn goal_parameters() -> Vec<Value> {
    vec![
        query("as_of", false, json!({"type": "string", "format": "date"}), "The day, today without one"),
        query("jurisdiction", false, text(), "Code of a jurisdiction; without it the one at the top"),
        query(
            "level",
            false,
            one_of(&["city", "county", "township", "village"]),
            "What of that level lies below the jurisdiction",
        ),
        query("goal", false, text(), "One goal, as A17; on a page, what falls short of it is marked on the map"),
    ]
}
