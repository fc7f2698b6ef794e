//! Route lists in `/api/v1/openapi.json`.

use serde_json::Value;
use serde_json::json;

use crate::http::openapi::domain::cursor;
use crate::http::openapi::domain::jurisdiction;
use crate::http::openapi::domain::limit;
use crate::http::openapi::domain::object;
use crate::http::openapi::domain::reference;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::number;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::operation;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::text;
use crate::queries::crew_work::Work;

const JSON: &str = "application/json";

/// Path and methods.
pub fn paths() -> Vec<(&'static str, Value)> {
    let list = operation(
        "routeLists",
        "Lists for crews in the order of their codes, without their stops",
        vec![jurisdiction(), limit(100), cursor()],
        JSON,
        object(&["route_lists", "next"]),
    );
    let key = json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": text(),
        "description": "Sent again with the same key, a request makes nothing new and is answered with 200"});
    let mut make = operation(
        "makeRouteList",
        "Makes a list: the work that is asked for, in the order of a short tour along the roads, and keeps it",
        vec![key],
        JSON,
        reference("RouteList"),
    );
    make["requestBody"] = json!({"required": true, "content": {JSON: {"schema": reference("NewRouteList")}}});
    make["responses"]["201"] = make["responses"]["200"].clone();
    make["responses"]["201"]["headers"] =
        json!({"Location": {"schema": text(), "description": "Where the list is kept"}});
    make["responses"]["200"]["description"] = "The list that this request made before".into();
    vec![
        ("/api/v1/route-lists", json!({"get": list, "post": make})),
        (
            "/api/v1/route-lists/{id}",
            get(
                "routeList",
                "A list as it was made; with .geojson, .gpx (wpt, rte and trk), .kml, .csv (with a byte order mark), .xlsx, .gpkg (layers stops and route) or .pdf behind the code, as a file",
                vec![path("id", "Code of the list, as R20261124-0001, or that with the ending of a file")],
                JSON,
                reference("RouteList"),
            ),
        ),
    ]
}

/// Name and schema.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let place = json!({"type": "object", "required": ["lon", "lat"],
        "properties": {"lon": number(), "lat": number()}});
    let goal = json!({"type": "object", "required": ["id"], "properties": {
        "id": text(),
        "as_of": {"type": "string", "format": "date", "description": "Today unless it is given"},
        "part": text(),
        "due": {"type": "string", "format": "date"},
    }});
    vec![
        (
            "NewRouteList",
            json!({
                "type": "object",
                "required": ["start"],
                "description": "One of work and goal at least; within all of jurisdiction, post and area that are given, one at least",
                "properties": {
                    "work": {"type": "array", "items": one_of(&Work::ALL.map(Work::as_str))},
                    "goal": goal,
                    "jurisdiction": text(),
                    "post": text(),
                    "area": {"type": "object", "description": "A GeoJSON Polygon or MultiPolygon, or a Feature of one"},
                    "start": place,
                    "return": {"type": "boolean", "default": true},
                    "name": {"type": "string", "maxLength": 100},
                },
                "additionalProperties": false,
            }),
        ),
        (
            "RouteList",
            json!({
                "type": "object",
                "properties": {
                    "id": text(), "name": text(), "made_on": {"type": "string", "format": "date"},
                    "world_revision": {"type": "integer", "nullable": true}, "request": reference("NewRouteList"),
                    "start": {}, "returns": {"type": "boolean"}, "home_km": {"type": "string", "nullable": true},
                    "length_km": text(),
                    "stops": {"type": "array", "items": object(&["n", "collection", "code", "road", "road_name", "chainage", "side", "offset_m", "lon", "lat", "jurisdiction", "what", "what_en", "leg_km", "total_km"])},
                    "unreachable": {"type": "array", "items": object(&["collection", "code", "road", "jurisdiction", "what", "what_en", "reason", "why", "why_en"])},
                    "route": {"description": "GeoJSON LineString along the roads, or null", "nullable": true},
                    "assumptions": {"type": "array", "items": object(&["id", "text", "text_en"])},
                    "invented": {"type": "boolean"},
                },
            }),
        ),
    ]
}
