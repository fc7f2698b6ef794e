//! `/ogc/collections/{collection}/schema`: the fields of a record, as JSON Schema 2020-12.

use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::http::Site;
use crate::http::ogc::Form;
use crate::http::ogc::at;
use crate::http::ogc::form;
use crate::http::ogc::html;
use crate::http::ogc::json_response;
use crate::http::ogc::known;
use crate::http::ogc::title;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `GET /ogc/collections/{collection}/schema`
pub async fn schema(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let collection = known(&site.view(), &name)?;
    let mut schema = schema_of(collection);
    schema["$id"] = at(&site, &format!("/collections/{name}/schema")).into();
    Ok(match form {
        Form::Html => html::document(&title(collection), &schema),
        Form::Json => json_response("application/schema+json", schema.to_string()),
    })
}

/// Made from the one description of the collection.
pub fn schema_of(collection: &Collection) -> Value {
    let mut properties = Map::new();
    if collection.geometry.is_spatial() {
        properties.insert(
            "geometry".into(),
            json!({
                "title": "Geometry", "x-title-zh": "几何", "x-ogc-role": "primary-geometry",
                "format": geometry_format(collection.geometry),
            }),
        );
    }
    properties
        .insert("code".into(), json!({"title": "Code", "x-title-zh": "代码", "type": "string", "x-ogc-role": "id"}));
    for field in collection.fields {
        properties.insert(field.name.into(), field_schema(field));
    }
    let fixed = [
        ("version", "版本", json!({"type": "integer"})),
        ("valid_from", "生效日期", json!({"type": "string", "format": "date", "x-ogc-role": "primary-instant"})),
        ("recorded_at", "登记时间", json!({"type": "string", "format": "date-time"})),
        ("provenance", "数据来源", json!({"type": "string"})),
    ];
    for (name, zh, mut schema) in fixed {
        schema["title"] = name.replace('_', " ").into();
        schema["x-title-zh"] = zh.into();
        schema["readOnly"] = true.into();
        properties.insert(name.into(), schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": collection.title(),
        "x-title-zh": collection.title_zh,
        "required": if collection.geometry.is_required() { vec!["code", "geometry"] } else { vec!["code"] },
        "properties": properties,
    })
}

fn geometry_format(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::None => "geometry-none",
        GeometryKind::Point | GeometryKind::PointOrNone => "geometry-point",
        GeometryKind::Line | GeometryKind::LineOrNone => "geometry-linestring",
        GeometryKind::Polygon | GeometryKind::PolygonOrNone => "geometry-polygon-or-multipolygon",
        GeometryKind::PointOrPolygon | GeometryKind::PointOrLine | GeometryKind::AnyOrNone => "geometry-any",
    }
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match field.kind {
        FieldKind::Text => json!({"type": "string"}),
        FieldKind::Document => json!({"type": "string", "contentMediaType": "application/json"}),
        FieldKind::Reference(to) => json!({"type": "string", "x-references": to}),
        FieldKind::TextList => json!({"type": "array", "items": {"type": "string"}}),
        FieldKind::References(to) => json!({"type": "array", "items": {"type": "string"}, "x-references": to}),
        FieldKind::Code(list) => {
            let labels = |label: fn(&(&str, &str, &str)) -> String| -> Map<String, Value> {
                list.codes.iter().map(|code| (code.0.to_owned(), label(code).into())).collect()
            };
            json!({
                "type": "string",
                "enum": list.codes.iter().map(|code| code.0).collect::<Vec<_>>(),
                "x-enum-labels-zh": labels(|code| code.1.to_owned()),
                "x-enum-labels": labels(|code| code.2.to_owned()),
            })
        }
        FieldKind::Integer { least, most } => {
            let mut schema = json!({"type": "integer", "minimum": least});
            if most != i32::MAX {
                schema["maximum"] = most.into();
            }
            schema
        }
        FieldKind::Real { least, most } => {
            let mut schema = json!({"type": "number", "minimum": least});
            if most < f64::MAX {
                schema["maximum"] = most.into();
            }
            schema
        }
        FieldKind::Boolean => json!({"type": "boolean"}),
        FieldKind::Date => json!({"type": "string", "format": "date"}),
        FieldKind::Timestamp => json!({"type": "string", "format": "date-time"}),
        FieldKind::Money => json!({"type": "string", "pattern": r"^-?\d+\.\d{2}$"}),
        FieldKind::Chainage => json!({"type": "string", "pattern": r"^K\d+\+\d{3}(\.\d{1,3})?$"}),
    };
    schema["title"] = field.title().into();
    schema["x-title-zh"] = field.title_zh.into();
    if let Some(unit) = field.unit {
        schema["x-unit"] = unit.into();
        schema["x-ogc-unit"] = unit.into();
    }
    schema
}
