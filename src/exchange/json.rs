//! Values and shapes as JSON: GeoJSON (RFC 7946) and what the HTTP room says.
//!
//! Money is decimal text, chainage and dates are text, lists are arrays; unknown is `null`.

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::GeometryCollection;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::MultiPoint;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::exchange::shapes::polygon_of;
use crate::geom::Shape;

/// A value as JSON.
pub fn to_json(_field: &Field, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number),
        Value::Boolean(yes) => Json::from(*yes),
        Value::List(parts) => parts.iter().map(|part| Json::from(&**part)).collect(),
        Value::Text(_) | Value::Date(_) | Value::Timestamp(_) | Value::Money(_) | Value::Chainage(_) => {
            Json::from(value.written())
        }
    }
}

/// The value that a JSON value means for a field. Numbers and texts that mean the same are taken
/// alike (`"3"` for 3, 14 for a code `"14"`), as other programs write either; a list, an object or
/// a yes/no in the wrong place is refused. Blank text and an empty list are unknown.
pub fn from_json(field: &Field, json: &Json) -> Result<Value, NotAValue> {
    read_json(field.kind, json)
}

/// As [`from_json`], for the facts that every record has beside its fields.
pub(in crate::exchange) fn read_json(kind: FieldKind, json: &Json) -> Result<Value, NotAValue> {
    let is_list = matches!(kind, FieldKind::TextList | FieldKind::References(_));
    match json {
        Json::Null => Ok(Value::Null),
        Json::String(text) => match Value::read(kind, text)? {
            Value::List(parts) if parts.is_empty() => Ok(Value::Null),
            value => Ok(value),
        },
        Json::Number(number) => match (kind, number.as_f64()) {
            (FieldKind::Real { least, most }, Some(exact)) if (least..=most).contains(&exact) => Ok(Value::Real(exact)),
            _ => Value::read(kind, &number_text(number)),
        },
        Json::Bool(yes) if matches!(kind, FieldKind::Boolean) => Ok(Value::Boolean(*yes)),
        Json::Array(_) | Json::Object(_) if matches!(kind, FieldKind::Document) => Value::read(kind, &json.to_string()),
        Json::Array(parts) if is_list => {
            let parts = parts.iter().map(list_part).collect::<Result<Vec<_>, _>>()?;
            Ok(if parts.is_empty() { Value::Null } else { Value::List(parts) })
        }
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(NotAValue {
            problem: format!("{} is not {}", json_words(json), kind_words(kind)),
            remedy: format!("give {}", kind_words(kind)),
        }),
    }
}

/// The parts of a list travel through CSV with `;` between them, so none may hold one.
fn list_part(json: &Json) -> Result<Box<str>, NotAValue> {
    let text = match json {
        Json::String(text) => text.trim().to_owned(),
        Json::Number(number) => number_text(number),
        _ => String::new(),
    };
    if text.is_empty() || text.contains([';', '\0']) {
        return Err(NotAValue {
            problem: format!("`{}` is not a part of a list", clipped(&json.to_string())),
            remedy: "texts without a semicolon, as [\"a\", \"b\"]".into(),
        });
    }
    Ok(text.into())
}

/// A number as a code or a text says it: a whole one without its fraction, so that `1.0`, as some
/// programs write a whole number, is `1`.
pub(in crate::exchange) fn number_text(number: &serde_json::Number) -> String {
    if number.is_f64()
        && let Some(value) = number.as_f64()
        && value.fract() == 0.0
        && value.abs() < 9e15
    {
        return format!("{value:.0}");
    }
    number.to_string()
}

fn kind_words(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Reference(_) | FieldKind::Code(_) => "a text",
        FieldKind::Document => "a JSON object or list",
        FieldKind::TextList | FieldKind::References(_) => "a list of texts",
        FieldKind::Integer { .. } => "a whole number",
        FieldKind::Real { .. } => "a number",
        FieldKind::Boolean => "true or false",
        FieldKind::Date => "a day as 2025-12-31",
        FieldKind::Timestamp => "a time as 2025-12-31T08:00:00+08:00",
        FieldKind::Money => "an amount as \"1236927.00\"",
        FieldKind::Chainage => "a chainage as K12+345",
    }
}

pub(in crate::exchange) fn json_words(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a yes/no value",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// A shape as a GeoJSON geometry; a multipolygon of one part as a polygon.
pub fn geometry_to_geojson(shape: &Shape) -> Json {
    let line = |line: &LineString<f64>| -> Json { line.0.iter().map(position).collect() };
    let rings = |polygon: &Polygon<f64>| -> Json {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line).collect()
    };
    let (kind, coordinates) = match shape {
        Geometry::Point(at) => ("Point", position(&at.0)),
        Geometry::MultiPoint(points) => ("MultiPoint", points.iter().map(|at| position(&at.0)).collect()),
        Geometry::Line(piece) => ("LineString", line(&LineString::from(piece))),
        Geometry::LineString(corners) => ("LineString", line(corners)),
        Geometry::MultiLineString(lines) => ("MultiLineString", lines.iter().map(line).collect()),
        Geometry::Polygon(polygon) => ("Polygon", rings(polygon)),
        Geometry::Rect(rect) => ("Polygon", rings(&rect.to_polygon())),
        Geometry::Triangle(triangle) => ("Polygon", rings(&triangle.to_polygon())),
        Geometry::MultiPolygon(parts) => match &parts.0[..] {
            [only] => ("Polygon", rings(only)),
            parts => ("MultiPolygon", parts.iter().map(rings).collect()),
        },
        Geometry::GeometryCollection(parts) => {
            let parts: Vec<Json> = parts.iter().map(geometry_to_geojson).collect();
            return json!({ "type": "GeometryCollection", "geometries": parts });
        }
    };
    json!({ "type": kind, "coordinates": coordinates })
}

fn position(at: &Coord<f64>) -> Json {
    json!([at.x, at.y])
}

/// The shape of a GeoJSON geometry, which must not be `null`. Heights are dropped. Whether the
/// shape is sound, and one that the collection takes, is for [`Collection::faults`] to say.
pub fn geometry_from_geojson(json: &Json) -> Result<Shape, NotAValue> {
    let (shape, _) = flat_geometry(json)?;
    Ok(shape)
}

/// The geometry in a text: a GeoJSON geometry, or a Feature that has one. The fault is in words.
pub fn shape_from_geojson(text: &[u8]) -> Result<Shape, String> {
    let json: Json =
        serde_json::from_slice(text).map_err(|why| format!("not JSON: {why}; give a GeoJSON geometry or Feature"))?;
    let geometry = if json["type"] == "Feature" { &json["geometry"] } else { &json };
    geometry_from_geojson(geometry).map_err(|why| format!("not a GeoJSON geometry or Feature: {why}"))
}

/// As [`geometry_from_geojson`], with whether any position had more than two numbers.
pub(in crate::exchange) fn flat_geometry(json: &Json) -> Result<(Shape, bool), NotAValue> {
    let mut reader = Positions { had_height: false };
    let shape = reader.shape(json)?;
    Ok((shape, reader.had_height))
}

fn not_geometry<T>(problem: String) -> Result<T, NotAValue> {
    Err(NotAValue { problem, remedy: "give a GeoJSON geometry (RFC 7946, 3.1)".into() })
}

struct Positions {
    had_height: bool,
}

impl Positions {
    fn shape(&mut self, json: &Json) -> Result<Shape, NotAValue> {
        let Some(kind) = json.get("type").and_then(Json::as_str) else {
            return not_geometry(format!("{} without a type is not a geometry", json_words(json)));
        };
        if kind == "GeometryCollection" {
            let parts = json.get("geometries").unwrap_or(&Json::Null);
            return Ok(Geometry::GeometryCollection(GeometryCollection::from(self.each(parts, Self::shape)?)));
        }
        let at = json.get("coordinates").unwrap_or(&Json::Null);
        Ok(match kind {
            // An empty point has no place: said as a multipoint without points, as the codecs do.
            "Point" if at.as_array().is_some_and(Vec::is_empty) => MultiPoint::new(Vec::new()).into(),
            "Point" => Point(self.position(at)?).into(),
            "MultiPoint" => MultiPoint::new(self.each(at, |me, at| Ok(Point(me.position(at)?)))?).into(),
            "LineString" => self.line(at)?.into(),
            "MultiLineString" => MultiLineString::new(self.each(at, Self::line)?).into(),
            "Polygon" => self.polygon(at)?.into(),
            "MultiPolygon" => MultiPolygon::new(self.each(at, Self::polygon)?).into(),
            other => return not_geometry(format!("`{}` is not a type of geometry", clipped(other))),
        })
    }

    fn each<T>(
        &mut self,
        json: &Json,
        mut read: impl FnMut(&mut Self, &Json) -> Result<T, NotAValue>,
    ) -> Result<Vec<T>, NotAValue> {
        match json {
            Json::Array(parts) => parts.iter().map(|part| read(self, part)).collect(),
            other => not_geometry(format!("{} stands where a list of coordinates should", json_words(other))),
        }
    }

    fn position(&mut self, json: &Json) -> Result<Coord<f64>, NotAValue> {
        let numbers = self.each(json, |_, number| match number.as_f64() {
            Some(number) => Ok(number),
            None => not_geometry(format!("{} stands where a coordinate should", json_words(number))),
        })?;
        self.had_height |= numbers.len() > 2;
        match numbers[..] {
            [x, y, ..] => Ok(Coord { x, y }),
            _ => not_geometry("a position has fewer than two numbers".into()),
        }
    }

    fn line(&mut self, json: &Json) -> Result<LineString<f64>, NotAValue> {
        Ok(LineString::new(self.each(json, Self::position)?))
    }

    fn polygon(&mut self, json: &Json) -> Result<Polygon<f64>, NotAValue> {
        polygon_of(self.each(json, Self::line)?)
    }
}

/// A record as a GeoJSON feature: its properties are `code`, the fields in their order,
/// `valid_from` and `provenance`. `version` and `recorded_at` are the store's, and whoever wants
/// them adds them.
pub fn feature(collection: &Collection, record: &Record) -> Json {
    let mut properties = Map::with_capacity(collection.fields.len() + 3);
    properties.insert("code".into(), Json::from(&*record.code));
    for (field, value) in collection.fields.iter().zip(&record.values) {
        properties.insert(field.name.into(), to_json(field, value));
    }
    properties.insert("valid_from".into(), record.valid_from.map_or(Json::Null, |day| Json::from(day.to_string())));
    properties.insert("provenance".into(), Json::from(&*record.provenance));
    json!({
        "type": "Feature",
        "id": &*record.code,
        "geometry": record.geometry.as_ref().map_or(Json::Null, geometry_to_geojson),
        "properties": properties,
    })
}
