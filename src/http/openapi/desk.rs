//! The incident desk in `/api/v1/openapi.json`.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::domain::collections;
use crate::emergency::life::SentKind;
use crate::emergency::life::State;
use crate::http::openapi::domain::cursor;
use crate::http::openapi::domain::jurisdiction;
use crate::http::openapi::domain::limit;
use crate::http::openapi::domain::object;
use crate::http::openapi::domain::reference;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::operation;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;

const JSON: &str = "application/json";

/// Path and methods.
pub fn paths() -> Vec<(&'static str, Value)> {
    let mut paths = incident_paths();
    paths.extend(warning_paths());
    paths
}

fn incident_paths() -> Vec<(&'static str, Value)> {
    let incident = || path("code", "Code of the incident, as I20261124-0001");
    let list = vec![
        query("hazard", false, code_of("incidents", "hazard"), "Gas or heat"),
        query("state", false, code_of("incidents", "state"), "The state that stands"),
        jurisdiction(),
        limit(100),
        cursor(),
    ];
    let key = json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": text(),
        "description": "Sent again with the same key, a report opens nothing new and is answered with 200"});
    let mut report = post("reportIncident", "A report opens an incident", vec![key], "NewReport", "Incident");
    report["responses"]["200"] = report["responses"]["201"].clone();
    report["responses"]["200"]["description"] = "The incident that this request opened before".into();
    vec![
        (
            "/api/v1/incidents",
            json!({
                "get": operation("incidents", "Incidents in the order of their codes, without their long documents", list, JSON, object(&["incidents", "next"])),
                "post": report,
            }),
        ),
        (
            "/api/v1/incidents/{code}",
            get(
                "incident",
                "An incident with its warnings, what is due, and the states that may follow; its ETag is its version",
                vec![incident()],
                JSON,
                reference("Incident"),
            ),
        ),
        (
            "/api/v1/incidents/{code}/log",
            get(
                "incidentLog",
                "Every version of the incident and of its warnings, in the order in which they were written: who, why, who decided, who published, what changed",
                vec![incident()],
                JSON,
                object(&["incident", "entries"]),
            ),
        ),
        (
            "/api/v1/incidents/{code}/steps",
            with_post(
                "stepIncident",
                "Takes the next step, with what the plan asks for",
                vec![incident(), if_match()],
                "NewStep",
                "Incident",
            ),
        ),
        (
            "/api/v1/incidents/{code}/zones",
            with_post(
                "drawZone",
                "Keeps a zone that somebody drew; it supersedes the last of its kind",
                vec![incident(), if_match()],
                "NewZone",
                "Incident",
            ),
        ),
        (
            "/api/v1/incidents/{code}/reports",
            with_post(
                "noteReport",
                "Writes down that a report went up, or that headquarters asked",
                vec![incident(), if_match()],
                "NewSent",
                "Incident",
            ),
        ),
        (
            "/api/v1/incidents/{code}/warnings",
            with_post(
                "issueWarning",
                "Issues a warning, or draws one up; texts that are left out are made of the assessment and listed in `prefilled`, and nothing is published with one of the nine fields empty",
                vec![incident(), if_match()],
                "NewWarning",
                "Warning",
            ),
        ),
    ]
}

fn warning_paths() -> Vec<(&'static str, Value)> {
    let warning = || path("code", "Code of the warning, as W20261124-0001");
    let warnings = vec![
        query("incident_code", false, text(), "Those of one incident"),
        query("state", false, code_of("warnings", "state"), "The state that stands"),
        query("colour", false, code_of("warnings", "colour"), "The level"),
        jurisdiction(),
        limit(100),
        cursor(),
    ];
    vec![
        (
            "/api/v1/warnings",
            json!({"get": operation("warnings", "Warnings in the order of their codes", warnings, JSON, object(&["warnings", "next"]))}),
        ),
        (
            "/api/v1/warnings/{code}",
            get(
                "warning",
                "A warning, its incident, and which of its nine fields are missing; its ETag is its version. With .cap.xml after the code it is a message of CAP 1.2 (sender, english, status), with .national.xml one of the national profile, unverified (unit_code, event_type, status), with .txt the text to publish, with .html the bulletin to print (status)",
                vec![warning()],
                JSON,
                reference("Warning"),
            ),
        ),
        (
            "/api/v1/warnings/{code}/adjust",
            with_post(
                "adjustWarning",
                "A new warning that supersedes this one, in all that is not given as it was; a draft is changed, and published unless it stays a draft",
                vec![warning(), if_match()],
                "NewWarning",
                "Warning",
            ),
        ),
        (
            "/api/v1/warnings/{code}/lift",
            with_post("liftWarning", "Ends a warning in force", vec![warning(), if_match()], "Lift", "Warning"),
        ),
        (
            "/api/v1/warnings/{code}/acknowledgements",
            with_post(
                "acknowledgeWarning",
                "A unit with duties says that it has the warning",
                vec![warning()],
                "Acknowledgement",
                "Warning",
            ),
        ),
    ]
}

fn if_match() -> Value {
    json!({"name": "If-Match", "in": "header", "required": false, "schema": text(),
        "description": "The ETag of the record as it was seen; else `version` in the body. A stale one is 412, a stale version 409, and the problem's `version` says which stands"})
}

fn with_post(id: &str, summary: &str, parameters: Vec<Value>, body: &str, answer: &str) -> Value {
    json!({"post": post(id, summary, parameters, body, answer)})
}

/// What is made is answered with 201 and its address.
fn post(id: &str, summary: &str, parameters: Vec<Value>, body: &str, answer: &str) -> Value {
    let mut operation = operation(id, summary, parameters, JSON, reference(answer));
    operation["requestBody"] = json!({"required": true, "content": {JSON: {"schema": reference(body)}}});
    let made = operation["responses"]["200"].clone();
    let others = operation["responses"]["default"].clone();
    operation["responses"] = json!({"201": made, "default": others});
    operation["responses"]["201"]["headers"] = json!({
        "Location": {"schema": text(), "description": "Where the record is"},
        "ETag": {"schema": text(), "description": "Its version"},
    });
    operation
}

fn code_of(collection: &str, field: &str) -> Value {
    let list = collections::named(collection).and_then(|collection| collection.field(field)?.code_list());
    let words: Vec<&str> = list.map_or_else(Vec::new, |list| list.codes.iter().map(|code| code.0).collect());
    one_of(&words)
}

fn body(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

/// Name and schema of what is sent and of what comes back.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let version = || json!({"type": "integer", "minimum": 1, "description": "That was seen; or If-Match"});
    let said = |what: &str| json!({"type": "string", "description": what});
    let yes = |what: &str| json!({"type": "boolean", "description": what});
    let time = |what: &str| json!({"type": "string", "format": "date-time", "description": what});
    let area =
        || json!({"type": "object", "description": "GeoJSON Polygon or MultiPolygon, or a Feature that has one"});
    let report = || json!({"type": "object", "description": "As POST /api/v1/leaks/assess takes it; hazard and one of at, node, pipe are required"});
    let (decided, published) =
        (|| said("Who decided: headquarters"), || said("Who publishes: an office, or a government"));
    let deviation = || said("Why it departs from the colour or level assessed, or from who should decide or publish");
    vec![
        ("Incident", record("incidents", &["warnings", "due", "next", "assumptions"])),
        ("Warning", record("warnings", &["missing", "incident"])),
        (
            "NewReport",
            body(
                &["report"],
                json!({
                    "report": report(), "description": said("In words"), "by": said("The unit that reports"),
                    "reported_at": time("Now unless it is given"),
                }),
            ),
        ),
        (
            "NewStep",
            body(
                &["to", "by"],
                json!({
                    "version": version(), "to": one_of(&State::ALL.map(State::as_str)), "by": said("The unit that takes the step"),
                    "decided_by": decided(), "published_by": published(),
                    "level": code_of("incidents", "response_level"), "grade": code_of("incidents", "grade"), "report": report(),
                    "readings": {"type": "array", "items": body(&["vol_percent", "lel_percent", "at"], json!({
                        "vol_percent": {"type": "number", "minimum": 0, "maximum": 100},
                        "lel_percent": {"type": "number", "minimum": 0, "maximum": 5600},
                        "at": time("When it was measured"), "place": said("Where, in words"),
                    }))},
                    "people_rescued": yes("Everybody is rescued"), "hazards_eliminated": yes("What could cause another accident is gone"),
                    "environment_meets_standard": yes("The environment meets its standards"), "leak_test_passed": yes("Leak test and inspection were passed"),
                    "rechecked": yes("The restored supply was looked at again"), "supply_interrupted": yes("Whether supply was ever cut"),
                    "approval_ref": said("Reference of the approval of the city's headquarters"), "note": said("In words"), "deviation": deviation(),
                }),
            ),
        ),
        (
            "NewZone",
            body(
                &["what", "set_by", "geometry"],
                json!({
                    "version": version(), "what": one_of(&["cordon", "warm", "hot"]), "set_by": said("The unit that drew it"),
                    "geometry": area(), "note": said("In words"),
                }),
            ),
        ),
        (
            "NewSent",
            body(
                &["kind", "by"],
                json!({
                    "version": version(), "kind": one_of(&SentKind::ALL.map(SentKind::as_str)), "by": said("The unit that reported, or asked"),
                    "to": said("To whom"), "at": time("Now unless it is given"), "note": said("In words"),
                }),
            ),
        ),
        (
            "NewWarning",
            body(
                &["by"],
                json!({
                    "version": version(), "by": said("The unit at whose desk it is written"), "draft": yes("Kept, but not published"),
                    "colour": code_of("warnings", "colour"), "decided_by": decided(), "published_by": published(),
                    "area": said("预警区域"), "danger": said("险情类别"), "starts_at": time("预警期起始时间: now unless it is given"),
                    "expires_at": time("预警期截止时间"), "reach": said("可能影响范围"), "situation": said("事故或受灾情况"),
                    "measures": said("预防预警措施"), "duties": said("工作要求"), "channels": {"type": "array", "items": text()},
                    "polygon": area(), "note": said("In words"), "deviation": deviation(),
                }),
            ),
        ),
        (
            "Lift",
            body(
                &["by", "decided_by", "published_by"],
                json!({
                    "version": version(), "by": said("The unit that lifts it"), "decided_by": decided(), "published_by": published(),
                    "note": said("In words"), "deviation": deviation(),
                }),
            ),
        ),
        (
            "Acknowledgement",
            body(
                &["unit"],
                json!({
                    "unit": said("The unit that has the warning"), "at": time("Now unless it is given"), "note": said("In words"),
                }),
            ),
        ),
    ]
}

/// A record as the desk shows it, with its Chinese titles.
fn record(name: &str, beside: &[&str]) -> Value {
    let mut properties = Map::new();
    for field in collections::named(name).map_or(&[][..], |collection| collection.fields) {
        properties.insert(field.name.into(), json!({"title": field.title_zh}));
    }
    for member in ["code", "geometry", "version", "recorded_at"].iter().chain(beside) {
        properties.insert((*member).into(), json!({}));
    }
    json!({"type": "object", "properties": properties})
}
