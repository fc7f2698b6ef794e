//! Goals, in the interface document.

use serde_json::Value;
use serde_json::json;

use crate::http::openapi::domain::cursor;
use crate::http::openapi::domain::object;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";

/// Address and methods of each.
pub fn paths() -> Vec<(&'static str, Value)> {
    vec![
        (
            "/api/v1/goals",
            get(
                "goals",
                "Goals for rural roads: value, target, due, status, what falls short and what is still to be done; \
                    without jurisdiction and level the roots and the county-level bodies",
                vec![
                    as_of("; past days are answered from the history of the store"),
                    query(
                        "jurisdiction",
                        false,
                        text(),
                        "Code of a jurisdiction: it alone, or with level what lies below it there",
                    ),
                    query("level", false, one_of(&["city", "county", "township", "village"]), "Level of the rows"),
                    query("goal", false, text(), "Id of one goal, as A17"),
                    rows_at_most(10_000, 200_000),
                    cursor(),
                ],
                JSON,
                object(&["as_of", "rules", "rows", "assumptions", "revision", "invented", "next"]),
            ),
        ),
        (
            "/api/v1/goals/trend",
            get(
                "goalTrend",
                "How a goal stood at the end of each year; of a year that is not over, today",
                vec![
                    query("id", true, text(), "Id of the goal, as A17"),
                    within(),
                    query("from", false, year(), "The first year; 2020 without one"),
                    query("to", false, year(), "The last year; this year without one"),
                ],
                JSON,
                object(&["goal", "jurisdiction", "rows", "assumptions"]),
            ),
        ),
        (
            "/api/v1/goals/{id}/shortfall",
            get(
                "goalShortfall",
                "The features that fall short of a goal, failing ones first, then, marked unknown, those that could fail \
                    for want of data; `count` is `shortfall_count` of the row",
                vec![
                    path("id", "Id of the goal, as A17"),
                    within(),
                    as_of(""),
                    query("due", false, day(), "Which milestone; the first without one"),
                    query("part", false, text(), "Which count of a goal that has several; the first without one"),
                    rows_at_most(1_000, 50_000),
                    cursor(),
                ],
                GEOJSON,
                object(&[
                    "type",
                    "goal",
                    "part",
                    "due",
                    "as_of",
                    "jurisdiction",
                    "count",
                    "unknown_count",
                    "unit",
                    "features",
                    "next",
                ]),
            ),
        ),
    ]
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn year() -> Value {
    json!({"type": "integer", "minimum": 1900, "maximum": 2200})
}

fn as_of(more: &str) -> Value {
    query("as_of", false, day(), &format!("The day, as 2025-12-31; today without one{more}"))
}

fn within() -> Value {
    query("jurisdiction", false, text(), "Code of a jurisdiction; without it the one above all others")
}

fn rows_at_most(usual: u32, most: u32) -> Value {
    let schema = json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual});
    query("limit", false, schema, "How many at most")
}
