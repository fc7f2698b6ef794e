//! What a leak report may say, as a JSON schema: made from the fields that the reader knows.

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::emergency::LeakReport;
use crate::emergency::report_fields;
use crate::policy::FactKind;
use crate::policy::fact;

impl LeakReport {
    /// For an OpenAPI 3.0 document.
    pub fn schema() -> Json {
        let code = |of: &str| json!({"type": "string", "description": format!("Code of a {of}")});
        let mut properties = Map::new();
        let mut put = |name: &str, schema: Json| drop(properties.insert(name.to_owned(), schema));
        put("hazard", json!({"type": "string", "enum": ["gas", "heat"]}));
        put(
            "at",
            json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2,
                "description": "[longitude, latitude] in degrees; with a pipe or node it fixes the place on it"}),
        );
        put("pipe", code("pipe"));
        put("node", code("node"));
        for (name, kind) in report_fields::values() {
            put(name, described(name, kind));
        }
        put(
            "unusable_valves",
            json!({"type": "array", "items": {"type": "string"}, "description": "Codes of valves that cannot be closed"}),
        );
        put(
            "cordon",
            json!({"type": "object", "description": "The commander's own: a GeoJSON Polygon or MultiPolygon, or a Feature that has one; it supersedes the models' cordon"}),
        );
        json!({
            "type": "object",
            "required": ["hazard"],
            "additionalProperties": false,
            "description": "One of `at`, `pipe` and `node` is required too. What is left out, or null, is not known.",
            "properties": properties,
        })
    }
}

fn described(name: &str, kind: FactKind) -> Json {
    let mut schema = match kind {
        FactKind::Bool => json!({"type": "boolean"}),
        FactKind::Count { max } => json!({"type": "integer", "minimum": 0, "maximum": max}),
        FactKind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        FactKind::OneOf(words) | FactKind::AnyOf(words) => json!({"type": "string", "enum": words}),
        FactKind::FactNames => json!({"type": "string"}),
    };
    if let Some(fact) = fact(name) {
        let unit = if fact.unit.is_empty() { String::new() } else { format!(", {}", fact.unit) };
        schema["description"] = format!("{}{unit}", fact.title_zh).into();
    }
    schema
}
