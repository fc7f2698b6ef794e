//! Rows as GeoJSON, written straight from the columns.
//!
//! A page of features is most of what analysts ask for; building a tree of JSON values first costs
//! several times as much as writing the text.

use std::io::Write;

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Polygon;

use crate::domain::Value;
use crate::geom::Shape;
use crate::world::Row;

/// Something that a feature has beside the fields of its collection.
pub type Extra = (&'static str, f64);

/// Writes into memory, which does not fail.
macro_rules! put {
    ($out:expr, $($what:tt)*) => {
        write!($out, $($what)*).expect("writing to memory does not fail")
    };
}

pub fn write_text(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("writing to memory does not fail");
}

/// A number in its shortest form that reads back the same; `null` for what JSON has no form for.
fn write_number(out: &mut Vec<u8>, number: f64) {
    serde_json::to_writer(out, &number).expect("writing to memory does not fail");
}

/// A feature whose id is the code.
pub fn write_feature(out: &mut Vec<u8>, row: Row<'_>, extras: &[Extra]) {
    out.extend(br#"{"type":"Feature","id":"#);
    write_text(out, row.code());
    out.extend(br#","geometry":"#);
    let [x, y] = row.shard.lonlat(row.row);
    match row.shard.shape_ref(row.row) {
        Some(shape) => write_geometry(out, shape),
        None if x.is_finite() => write_geometry(out, &geo_types::Point::new(x, y).into()),
        None => out.extend(b"null"),
    }
    out.extend(br#","properties":"#);
    write_properties(out, row, extras);
    out.push(b'}');
}

fn write_properties(out: &mut Vec<u8>, row: Row<'_>, extras: &[Extra]) {
    out.extend(br#"{"code":"#);
    write_text(out, row.code());
    for (at, field) in row.shard.collection().fields.iter().enumerate() {
        put!(out, ",\"{}\":", field.name);
        match row.shard.column(at).text(row.row) {
            Some(text) => write_text(out, text),
            None => write_value(out, &row.shard.column(at).value(row.row)),
        }
    }
    let (version, valid_from, recorded_at) = row.shard.standing(row.row);
    put!(out, ",\"version\":{version},\"valid_from\":");
    match valid_from {
        Some(day) => put!(out, "\"{day}\""),
        None => out.extend(b"null"),
    }
    put!(
        out,
        ",\"recorded_at\":\"{}\",\"provenance\":",
        recorded_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
    );
    write_text(out, row.shard.provenance(row.row));
    for (name, number) in extras {
        put!(out, ",\"{name}\":");
        write_number(out, *number);
    }
    out.push(b'}');
}

/// Unknown is `null`; money, chainage, days and instants are text.
fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Integer(number) => put!(out, "{number}"),
        Value::Real(number) => write_number(out, *number),
        Value::Boolean(yes) => put!(out, "{yes}"),
        Value::List(parts) => serde_json::to_writer(out, parts).expect("writing to memory does not fail"),
        other => write_text(out, &other.written()),
    }
}

/// GeoJSON geometry in CRS84, as kept. A multipolygon of one part is given as a polygon.
pub fn write_geometry(out: &mut Vec<u8>, shape: &Shape) {
    let mut tagged = |kind: &str, write: &dyn Fn(&mut Vec<u8>)| {
        put!(out, "{{\"type\":\"{kind}\",\"coordinates\":");
        write(out);
        out.push(b'}');
    };
    match shape {
        Geometry::Point(at) => tagged("Point", &|out| write_coord(out, at.0)),
        Geometry::LineString(line) => tagged("LineString", &|out| write_line(out, line)),
        Geometry::Polygon(polygon) => tagged("Polygon", &|out| write_polygon(out, polygon)),
        Geometry::MultiPolygon(parts) if parts.0.len() == 1 => {
            tagged("Polygon", &|out| write_polygon(out, &parts.0[0]));
        }
        Geometry::MultiPolygon(parts) => tagged("MultiPolygon", &|out| write_list(out, parts.iter(), write_polygon)),
        Geometry::MultiLineString(lines) => tagged("MultiLineString", &|out| write_list(out, lines.iter(), write_line)),
        Geometry::MultiPoint(points) => {
            tagged("MultiPoint", &|out| write_list(out, points.iter(), |out, at| write_coord(out, at.0)));
        }
        Geometry::GeometryCollection(parts) => {
            out.extend(br#"{"type":"GeometryCollection","geometries":"#);
            write_list(out, parts.iter(), write_geometry);
            out.push(b'}');
        }
        // No reader makes these.
        Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => out.extend(b"null"),
    }
}

fn write_list<T>(out: &mut Vec<u8>, items: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (nth, item) in items.enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

fn write_coord(out: &mut Vec<u8>, at: Coord<f64>) {
    out.push(b'[');
    write_number(out, at.x);
    out.push(b',');
    write_number(out, at.y);
    out.push(b']');
}

fn write_line(out: &mut Vec<u8>, line: &LineString<f64>) {
    write_list(out, line.0.iter(), |out, at| write_coord(out, *at));
}

fn write_polygon(out: &mut Vec<u8>, polygon: &Polygon<f64>) {
    write_list(out, std::iter::once(polygon.exterior()).chain(polygon.interiors()), write_line);
}

/// The shape of a row whose grid line is given in metres, as GeoJSON in degrees.
pub fn line_in_degrees(line: &LineString<f64>, grid: &crate::geom::Grid) -> serde_json::Value {
    let corner = |at: &Coord<f64>| {
        let place = grid.unproject(crate::geom::GridPoint { easting: at.x, northing: at.y })?;
        let nano = |degrees: f64| (degrees * 1e9).round() / 1e9;
        Some(serde_json::json!([nano(place.lon()), nano(place.lat())]))
    };
    let coordinates: Vec<serde_json::Value> = line.0.iter().filter_map(corner).collect();
    serde_json::json!({"type": "LineString", "coordinates": coordinates})
}
