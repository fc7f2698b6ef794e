//! What both documents are made of.

use serde_json::Value;
use serde_json::json;

/// A query parameter.
pub fn query(name: &str, required: bool, schema: Value, description: &str) -> Value {
    json!({"name": name, "in": "query", "required": required, "schema": schema, "description": description})
}

/// A path parameter.
pub fn path(name: &str, description: &str) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}, "description": description})
}

pub fn number() -> Value {
    json!({"type": "number"})
}

pub fn text() -> Value {
    json!({"type": "string"})
}

pub fn one_of(words: &[&str]) -> Value {
    json!({"type": "string", "enum": words})
}

/// A `get` that answers with `kind`, and with problems.
pub fn get(id: &str, summary: &str, parameters: Vec<Value>, kind: &str, schema: Value) -> Value {
    json!({"get": operation(id, summary, parameters, kind, schema)})
}

pub fn operation(id: &str, summary: &str, parameters: Vec<Value>, kind: &str, schema: Value) -> Value {
    json!({
        "operationId": id,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": {kind: {"schema": schema}}},
            "default": {
                "description": "A problem (RFC 9457); see docs/problems.md",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    })
}

pub fn problem_schema() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "description": "/problems/<slug>"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string", "description": "the request's id, as urn:uuid:…; also in the log"},
            "errors": {"type": "array", "items": {"type": "object", "properties": {
                "pointer": {"type": "string"}, "detail": {"type": "string"}}}},
        },
    })
}
