//! `/api/v1/openapi.json`: the domain's own questions.

use axum::Json;
use serde_json::Value;
use serde_json::json;

use crate::emergency::LeakReport;
use crate::http::openapi::crews;
use crate::http::openapi::desk;
use crate::http::openapi::goals;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::number;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::operation;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::problem_schema;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;
use crate::http::openapi::road_state;
use crate::http::openapi::sheets;

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";

/// `GET /api/v1/openapi.json`
pub async fn domain() -> Json<Value> {
    Json(domain_document())
}

/// The document; `docs/openapi.json` is a copy of it.
pub fn domain_document() -> Value {
    let mut document = questions();
    for (path, methods) in road_state::paths()
        .into_iter()
        .chain(desk::paths())
        .chain(goals::paths())
        .chain(sheets::paths())
        .chain(crews::paths())
    {
        document["paths"][path] = methods;
    }
    for (name, schema) in desk::schemas().into_iter().chain(crews::schemas()) {
        document["components"]["schemas"][name] = schema;
    }
    document
}

fn questions() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "luzhang 路长: questions of the domain",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Coordinates are longitude, latitude in degrees of CRS84; EPSG:4490 and WGS 84 are treated as \
                equal (they differ by under 1 m). A radius is a geodesic distance; distances to pipes and tests against \
                polygons are planar in the 3-degree Gauss–Kruger zone of the place (EPSG:4547 for Xuchang). What lies \
                on a boundary is inside. Lengths are km with three decimals, as text. Unknown is null and counts \
                neither as zero nor as no. Lists give `next`, the address of the next page, or null. A fault is 400 \
                when it cannot be read, 422 when it is out of range.",
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/api/v1/world": get("world", "What is held, at which revision, and whether it is invented", vec![], JSON, object(&["revision", "invented", "bbox", "collections"])),
            "/api/v1/assets/within": get("assetsWithin", "Records of one collection within a radius of a place or of a pipe, in the order of their codes", vec![
                query("collection", true, text(), "Name of the collection, such as bridges"),
                query("lon", false, number(), "Longitude, degrees; with lat, unless a pipe is given"),
                query("lat", false, number(), "Latitude, degrees"),
                query("radius_m", true, json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 50000}), "Metres: geodesic to points, planar to lines and areas"),
                query("network", false, one_of(&["gas", "heat"]), "Whose pipe"),
                query("pipe", false, text(), "Code of a pipe"),
                limit(100), cursor(),
            ], GEOJSON, object(&["type", "count", "features", "next"])),
            "/api/v1/households/within": {
                "get": operation("householdsWithin", "Households within a radius of a place, of a pipe, or of every pipe of a network", [
                    query("lon", false, number(), "Longitude, degrees; with lat, unless a pipe or a network is given"),
                    query("lat", false, number(), "Latitude, degrees"),
                    query("radius_m", true, json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 50000}), "Metres: geodesic from a place, planar from pipes"),
                    query("network", false, one_of(&["gas", "heat"]), "Whose pipe; without pipe, every pipe of the network, in service or not"),
                    query("pipe", false, text(), "Code of a pipe"),
                    query("role", false, text(), "With network=gas and without pipe: pipes of these roles alone, of trunk, distribution, service, separated by commas; mains are trunk,distribution. A pipe whose role is not recorded has none of them"),
                ].into_iter().chain(answer_form()).collect(), GEOJSON, reference("HouseholdsWithin")),
                "post": with_area(operation("householdsWithinArea", "Households within a polygon", answer_form().into(), GEOJSON, reference("HouseholdsWithin"))),
            },
            "/api/v1/checklist": get("checklist", "Duties of the texts that have no figure, with what each county-level body recorded of them: date and evidence. Never computed, never a status of a goal", vec![
                query("jurisdiction", false, text(), "A body, or what lies above or below it"),
            ], JSON, object(&["checklist", "bodies", "unknown", "revision"])),
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
            "/api/v1/dig-checks": {"post": with_works(operation("digCheck", "Gas and heat facilities whose protection or control range works in the ground enter, the nearest first; the blue criterion that this fires; whom to call", vec![], JSON, object(&["facilities", "criterion", "call", "assumptions", "rules", "revision"])))},
            "/api/v1/leaks/assess": {"post": assessed()},
            "/api/v1/locate": get("locate", "The nearest road within 5 km with chainage, offset (right positive, looking up-chainage) and side; jurisdictions; chiefs", vec![
                query("lon", true, number(), "Longitude, degrees"), query("lat", true, number(), "Latitude, degrees"), on(),
            ], JSON, object(&["road", "road_name", "class", "chainage", "offset_m", "side", "jurisdictions", "chiefs"])),
            "/api/v1/obligations": owed(),
            "/api/v1/roads/{code}/at/{chainage}": get("placeAt", "The place at a chainage", vec![path("code", "Code of the road"), path("chainage", "As K12+345")], JSON, object(&["type", "geometry", "properties"])),
            "/api/v1/search": get("search", "Roads by code and name, chainages, divisions, places, hamlets, bridges, and addresses for who may see them", vec![
                query("q", true, text(), "A code, a name, or a road and chainage as `X003411024 K12+345`"), limit(20),
            ], JSON, object(&["results"])),
            "/api/v1/traces/isolation": traced("isolation", "The valves that close around a leak, what drains to it, and who is without supply then",
                "`network` gas or heat; one of `at` [lon, lat] (the nearest pipe in service within 100 m), `pipe` (with `at`: that place of it, else its middle), `node` (all its pipes leak); `unusable_valves`: codes of valves that cannot be closed. A valve of which it is not recorded whether it turns or can be reached is taken to be usable, and `data_faults` says so",
                &["network", "at", "pipe", "node", "unusable_valves"],
                &["network", "from", "isolation", "outage", "cross_county", "jurisdictions", "revision"]),
            "/api/v1/traces/outage": traced("outage", "What is cut off from every source once pipes are taken out and valves closed; what was before is counted in `cut_off_before`",
                "`network` gas or heat; `remove`: codes of pipes; `close`: codes of valves",
                &["network", "remove", "close"],
                &["nodes", "services", "households", "persons", "pieces", "persons_unknown", "households_without_node", "cut_off_before", "cross_county", "jurisdictions", "data_faults", "revision"]),
            "/api/v1/openapi.json": get("openapi", "This document", vec![], JSON, json!({"type": "object"})),
        },
        "components": {"schemas": {
            "Problem": problem_schema(),
            "HouseholdsWithin": object(&["type", "count", "persons", "persons_unknown", "vulnerable", "vulnerable_unknown", "features", "next"]),
            "Stretches": object(&["rows", "count", "length_km", "next"]),
        }},
    })
}

fn answer_form() -> [Value; 3] {
    [
        query(
            "return",
            false,
            one_of(&["features", "count", "codes"]),
            "features: nearest first, in pages; count: numbers alone; codes: all codes, in order",
        ),
        limit(100),
        cursor(),
    ]
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

pub(super) fn on() -> Value {
    query(
        "on",
        false,
        day(),
        "As on this day, of the years 1900 to 2200: terms and assignments in force, roads as they were; today without it",
    )
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

pub(super) fn jurisdiction() -> Value {
    query("jurisdiction", false, text(), "Code of a jurisdiction: it and all below it")
}

pub(super) fn limit(usual: u32) -> Value {
    query(
        "limit",
        false,
        json!({"type": "integer", "minimum": 1, "maximum": 10000, "default": usual}),
        "How many at most",
    )
}

pub(super) fn cursor() -> Value {
    query("cursor", false, text(), "From `next`, as it is given")
}

fn with_area(operation: Value) -> Value {
    with_shape(
        operation,
        "A GeoJSON Polygon or MultiPolygon, or a Feature that has one; edges are straight in the grid",
    )
}

fn with_works(operation: Value) -> Value {
    with_shape(
        operation,
        "A GeoJSON LineString, MultiLineString, Polygon or MultiPolygon, or a Feature that has one; up to 2,000 corners and 10 km across",
    )
}

fn with_shape(mut operation: Value, description: &str) -> Value {
    operation["requestBody"] = json!({
        "required": true,
        "description": description,
        "content": {GEOJSON: {"schema": {"type": "object"}}, JSON: {"schema": {"type": "object"}}},
    });
    operation
}

/// The shape of the answer is told in `docs/leaks.md`.
fn assessed() -> Value {
    let members = [
        "hazard",
        "place",
        "zones",
        "outflow_kg_s",
        "households",
        "places",
        "roads",
        "railways",
        "expressways",
        "facilities",
        "isolation",
        "outage",
        "cross_county",
        "accountable_bodies",
        "warning",
        "accident",
        "response",
        "notify",
        "deadlines",
        "measures",
        "undetermined_duties",
        "assumptions",
        "models_not_run",
        "zone_rules",
        "rules",
        "revision",
    ];
    let summary = "A leak: its zones and who is in them, the valves to close, who loses supply, what the plans ask for; \
        `isolation` is null where no pipe is near, colour, grade and level are null where none applies";
    let mut operation = operation("assessLeak", summary, vec![], JSON, object(&members));
    operation["requestBody"] = json!({"required": true, "content": {JSON: {"schema": LeakReport::schema()}}});
    operation
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

/// A question whose facts stand in a JSON object.
fn traced(id: &str, summary: &str, body: &str, fields: &[&str], members: &[&str]) -> Value {
    let mut operation = operation(id, summary, vec![], JSON, object(members));
    let mut fields = object(fields);
    fields["additionalProperties"] = json!(false);
    fields["required"] = json!(["network"]);
    operation["requestBody"] = json!({"required": true, "description": body, "content": {JSON: {"schema": fields}}});
    json!({"post": operation})
}

pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

pub(super) fn object(members: &[&str]) -> Value {
    let properties: serde_json::Map<_, _> = members.iter().map(|member| ((*member).to_owned(), json!({}))).collect();
    json!({"type": "object", "properties": properties})
}
