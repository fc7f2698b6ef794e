//! Road chiefs, goals and money in the interface document.

use serde_json::Value;
use serde_json::json;

use crate::http::openapi::domain::cursor;
use crate::http::openapi::domain::day;
use crate::http::openapi::domain::jurisdiction;
use crate::http::openapi::domain::limit;
use crate::http::openapi::domain::object;
use crate::http::openapi::domain::on;
use crate::http::openapi::domain::reference;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::number;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::operation;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";

pub fn paths() -> Vec<(String, Value)> {
    let parts = [chiefs(), goals(), money()].into_iter();
    let objects = parts.filter_map(|part| if let Value::Object(paths) = part { Some(paths) } else { None });
    objects.flatten().collect()
}

fn chiefs() -> Value {
    json!({
            "/api/v1/chiefs": get("chiefs", "Road chiefs' posts, in the order of their codes", vec![
                query("level", false, one_of(&["county", "township", "village"]), "Level of the post"),
                jurisdiction(), on(), limit(1000), cursor(),
            ], JSON, object(&["posts", "next"])),
            "/api/v1/chiefs/{code}": get("chief", "A post, with what its roads come to", vec![path("code", "Code of the post"), on()], JSON, object(&["code", "level", "kind", "jurisdiction", "office", "filled", "segments", "length_km"])),
            "/api/v1/chiefs/{code}/roads": get("chiefRoads", "What a post answers for today: a general post for all county, township and village roads in its jurisdiction, cut at the border; a route post for its assignments", [path("code", "Code of the post")].into_iter().chain(row_parameters()).collect(), JSON, reference("Stretches")),
            "/api/v1/chiefs/unassigned": get("unassigned", "Stretches without a route post in force at the managing level (county road: county; township road: township; village road: township or village)", row_parameters().into(), JSON, reference("Stretches")),
            "/api/v1/chiefs/overlaps": get("overlaps", "Stretches for which two route posts of one level answer", row_parameters().into(), JSON, reference("Stretches")),
            "/api/v1/chiefs/answering": get("answering", "Who answers for a segment, a bridge or a place (its nearest road within 5 km) on a day; `managing` marks the posts whose level manages the road, `certain` is false where a chainage is not recorded", vec![
                query("segment", false, text(), "Code of a road segment; or a bridge, or lon and lat"),
                query("bridge", false, text(), "Code of a bridge"),
                query("lon", false, number(), "Longitude, degrees"), query("lat", false, number(), "Latitude, degrees"), on(),
            ], JSON, object(&["on", "road", "class", "from", "to", "managing_levels", "posts", "clauses"])),
            "/api/v1/chiefs/coverage": get("chiefCoverage", "Lengths of county, township and village roads with and without a route post in force at the managing level: assigned, unassigned and unknown add up to the length; overlapped, vacant and office not recorded are told beside. Every metre is counted in one village, and upper levels add", vec![
                query("jurisdiction", false, text(), "Code of a jurisdiction: that one, or with level those of it; without either the roots and the bodies"),
                query("level", false, one_of(&["city", "county", "township", "village"]), "Jurisdictions of this level"), on(),
            ], JSON, object(&["on", "rows", "clauses", "assumptions"])),
            "/api/v1/chiefs/history": get("stretchHistory", "Which route posts held a road or a stretch of it, in periods with the same holders; a period without posts was held by nobody", vec![
                query("road", true, text(), "Code of the road"),
                query("from", false, text(), "Chainage as K12+345; with to"), query("to", false, text(), "Chainage"),
                query("on", false, day(), "The period of this day alone"),
            ], JSON, object(&["road", "class", "on", "managing_levels", "rows"])),
            "/api/v1/chiefs/{code}/history": get("postHistory", "The terms of a post with the times without a holder between and after them, and its assignments with their days", vec![path("code", "Code of the post")], JSON, object(&["post", "terms", "assignments"])),
            "/api/v1/chiefs/{code}/sheet": get("postSheet", "All that a post has to look after: stretches, length by class, condition, bridges rated 4 or 5, open hazards and violations, works and inspections that are due", vec![path("code", "Code of the post"), on()], JSON, object(&["post", "on", "length_km", "condition", "stretches", "bridges", "hazards", "violations", "works_due", "inspections_due", "clauses", "assumptions"])),
    })
}

fn goals() -> Value {
    json!({
            "/api/v1/goals": get("goals", "Goals for rural roads: value, target, due, status, what falls short and what is still to be done; without jurisdiction and level the roots and the county-level bodies", vec![
                query("as_of", false, day(), "The day, as 2025-12-31; today without one. Past days are answered from the history of the store"),
                query("jurisdiction", false, text(), "Code of a jurisdiction: it alone, or with level what lies below it there"),
                query("level", false, one_of(&["city", "county", "township", "village"]), "Level of the rows"),
                query("goal", false, text(), "Id of one goal, as A17"),
                rows_at_most(10_000, 200_000), cursor(),
            ], JSON, object(&["as_of", "rules", "rows", "assumptions", "revision", "invented", "next"])),
            "/api/v1/goals/trend": get("goalTrend", "How a goal stood at the end of each year; of a year that is not over, today", vec![
                query("id", true, text(), "Id of the goal, as A17"),
                query("jurisdiction", false, text(), "Code of a jurisdiction; without it the one above all others"),
                query("from", false, json!({"type": "integer", "minimum": 1900, "maximum": 2200, "default": 2020}), "The first year"),
                query("to", false, json!({"type": "integer", "minimum": 1900, "maximum": 2200}), "The last year; this year without one"),
            ], JSON, object(&["goal", "jurisdiction", "rows", "assumptions"])),
            "/api/v1/goals/{id}/shortfall": get("goalShortfall", "The features that fall short of a goal, failing ones first, then, marked unknown, those that could fail for want of data; `count` is `shortfall_count` of the row", vec![
                path("id", "Id of the goal, as A17"),
                query("jurisdiction", false, text(), "Code of a jurisdiction; without it the one above all others"),
                query("as_of", false, day(), "The day, as 2025-12-31; today without one"),
                query("due", false, day(), "Which milestone; the first without one"),
                query("part", false, text(), "Which count of a goal that has several; the first without one"),
                rows_at_most(1_000, 50_000), cursor(),
            ], GEOJSON, object(&["type", "goal", "part", "due", "as_of", "jurisdiction", "count", "unknown_count", "unit", "features", "next"])),
    })
}

fn money() -> Value {
    json!({
            "/api/v1/checklist": get("checklist", "Duties of the texts that have no figure, with what each county-level body recorded of them: date and evidence. Never computed, never a status of a goal", vec![
                query("jurisdiction", false, text(), "A body, or what lies above or below it"),
            ], JSON, object(&["checklist", "bodies", "unknown", "revision"])),
            "/api/v1/obligations": owed(),
    })
}

fn row_parameters() -> [Value; 5] {
    [
        jurisdiction(),
        on(),
        query("geometry", false, one_of(&["true", "false"]), "Whether each row has its line"),
        limit(1000),
        cursor(),
    ]
}

fn rows_at_most(usual: u32, most: u32) -> Value {
    let schema = json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual});
    query("limit", false, schema, "How many at most")
}

/// The shape of a row is told in `docs/money.md`.
fn owed() -> Value {
    let members = [
        "year",
        "as_of",
        "rules",
        "revision",
        "rows",
        "unplaced_km",
        "unplaced_works_km",
        "unplaced_ledger",
        "assumptions",
        "what_if",
    ];
    let summary = "What jurisdictions owe for their roads in a year: countable length by class, the daily floor, who pays which \
        share, planned and spent, works target and works done, forbidden uses in the ledger; null is not known, and \
        `missing` says why";
    let mut what_if = operation(
        "obligationsWhatIf",
        "The same under other rates, another regime or with added roads, with the difference to the rules: no obligation in law",
        vec![],
        JSON,
        object(&members),
    );
    what_if["requestBody"] = json!({"required": true, "content": {JSON: {"schema": {
        "type": "object", "required": ["year"], "additionalProperties": false,
        "properties": {
            "year": {"type": "integer", "minimum": 1949, "maximum": 2200},
            "jurisdiction": text(), "level": level(), "regime": one_of(&["2:2:6", "4:6"]),
            "rates_cny_per_km": {"type": "object", "additionalProperties": {}, "description": "CNY for a kilometre and year by county, township, village, as decimal text or number"},
            "added_roads": {"type": "array", "maxItems": 1000, "items": {
                "type": "object", "required": ["jurisdiction", "class", "length_km"], "additionalProperties": false,
                "properties": {"jurisdiction": text(), "class": one_of(&["county", "township", "village"]), "length_km": {}},
            }},
        },
    }}}});
    json!({"get": operation("obligations", summary, owed_parameters(), JSON, object(&members)), "post": what_if})
}

fn level() -> Value {
    one_of(&["village", "township", "county", "city"])
}

pub(super) fn owed_parameters() -> Vec<Value> {
    vec![
        query(
            "year",
            true,
            json!({"type": "integer", "minimum": 1949, "maximum": 2200}),
            "Lengths are those of its 31 December, or of today while it runs",
        ),
        query(
            "jurisdiction",
            false,
            text(),
            "Code of a jurisdiction; without it and a level, the roots and the county-level bodies",
        ),
        query("level", false, level(), "What of that level lies below the jurisdiction, or everywhere"),
    ]
}
