//! `/api/v1/openapi.json`: the domain's own questions.

use axum::Json;
use serde_json::Value;
use serde_json::json;

use crate::emergency::LeakReport;
use crate::http::openapi::bureau;
use crate::http::openapi::crews;
use crate::http::openapi::desk;
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
    let others = road_state::paths().into_iter().chain(desk::paths()).chain(sheets::paths()).chain(crews::paths());
    for (path, methods) in bureau::paths().into_iter().chain(others.map(|(path, methods)| (path.to_owned(), methods))) {
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
            "/api/v1/dig-checks": {"post": with_works(operation("digCheck", "Gas and heat facilities whose protection or control range works in the ground enter, the nearest first; the blue criterion that this fires; whom to call", vec![], JSON, object(&["facilities", "criterion", "call", "assumptions", "rules", "revision"])))},
            "/api/v1/leaks/assess": {"post": assessed()},
            "/api/v1/locate": get("locate", "The nearest road within 5 km with chainage, offset (right positive, looking up-chainage) and side; jurisdictions; chiefs", vec![
                query("lon", true, number(), "Longitude, degrees"), query("lat", true, number(), "Latitude, degrees"), on(),
            ], JSON, object(&["road", "road_name", "class", "chainage", "offset_m", "side", "jurisdictions", "chiefs"])),
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

pub(super) fn day() -> Value {
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
