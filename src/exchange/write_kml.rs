//! KML 2.2 (OGC 07-147r2) for Google Earth and its like: a placemark for each record, with all of
//! its fields as data of a schema. Degrees, longitude first (CRS84).

use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Polygon;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::place::Place;
use crate::exchange::place::publish;
use crate::exchange::writer::RecordFile;
use crate::exchange::xml::escaped;
use crate::geom::Shape;

pub struct KmlFile {
    collection: &'static Collection,
    file: BufWriter<File>,
    place: Place,
}

impl KmlFile {
    pub fn begin(
        collection: &'static Collection,
        (place, file): (Place, File),
        path: &Path,
    ) -> Result<Self, ExchangeError> {
        let mut begun = Self { collection, file: BufWriter::new(file), place };
        begun.file.write_all(head(collection).as_bytes()).map_err(|why| failed(path, why))?;
        Ok(begun)
    }
}

fn head(collection: &Collection) -> String {
    let name = collection.name;
    let mut head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
         <name>{name}</name>\n<description>{}</description>\n<Schema id=\"{name}\" name=\"{name}\">\n",
        collection.title_zh
    );
    let mut field = |name: &str, title: &str, kind: &str| {
        let _ = writeln!(
            head,
            "<SimpleField type=\"{kind}\" name=\"{}\"><displayName>{}</displayName></SimpleField>",
            escaped(name),
            escaped(title)
        );
    };
    field("code", "编码", "string");
    for known in collection.fields {
        let kind = match known.kind {
            FieldKind::Integer { .. } => "int",
            FieldKind::Real { .. } => "double",
            FieldKind::Boolean => "bool",
            _ => "string",
        };
        field(known.name, known.title_zh, kind);
    }
    field("valid_from", "生效日期", "string");
    field("provenance", "来源", "string");
    head.push_str("</Schema>\n");
    head
}

impl RecordFile for KmlFile {
    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let name = match record.value(self.collection, "name") {
            Value::Text(name) => name,
            _ => &record.code,
        };
        let mut mark = format!(
            "<Placemark><name>{}</name><ExtendedData><SchemaData schemaUrl=\"#{}\">",
            escaped(name),
            self.collection.name
        );
        // Unknown is left out.
        let mut data = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(mark, "<SimpleData name=\"{}\">{}</SimpleData>", escaped(name), escaped(value));
            }
        };
        data("code", &record.code);
        for (field, value) in self.collection.fields.iter().zip(&record.values) {
            // Both are XML Schema's; GDAL takes `true` for 0.
            let yes_or_no = |yes: bool| if yes { "1" } else { "0" }.to_owned();
            data(field.name, &if let Value::Boolean(yes) = value { yes_or_no(*yes) } else { value.written() });
        }
        data("valid_from", &record.valid_from.map_or_else(String::new, |day| day.to_string()));
        data("provenance", &record.provenance);
        mark.push_str("</SchemaData></ExtendedData>");
        if let Some(shape) = shape {
            put_shape(&mut mark, shape);
        }
        mark.push_str("</Placemark>\n");
        self.file.write_all(mark.as_bytes()).map_err(|why| failed(path, why))
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        self.file
            .write_all(b"</Document>\n</kml>\n")
            .and_then(|()| self.file.flush())
            .map_err(|why| failed(path, why))?;
        publish(vec![self.place], path)
    }
}

fn put_shape(out: &mut String, shape: &Shape) {
    match shape {
        Geometry::Point(at) => put(out, "Point", &[at.0]),
        Geometry::LineString(line) => put(out, "LineString", &line.0),
        Geometry::Polygon(polygon) => put_polygon(out, polygon),
        Geometry::MultiPolygon(parts) if parts.0.len() == 1 => put_polygon(out, &parts.0[0]),
        Geometry::MultiPoint(parts) => put_parts(out, parts.iter().map(|part| Shape::from(*part))),
        Geometry::MultiLineString(parts) => put_parts(out, parts.iter().cloned().map(Shape::from)),
        Geometry::MultiPolygon(parts) => put_parts(out, parts.iter().cloned().map(Shape::from)),
        Geometry::GeometryCollection(parts) => put_parts(out, parts.iter().cloned()),
        // Kinds that no reader makes.
        Geometry::Line(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {}
    }
}

fn put_parts(out: &mut String, parts: impl Iterator<Item = Shape>) {
    out.push_str("<MultiGeometry>");
    parts.for_each(|part| put_shape(out, &part));
    out.push_str("</MultiGeometry>");
}

fn put_polygon(out: &mut String, polygon: &Polygon<f64>) {
    out.push_str("<Polygon>");
    let mut ring = |role: &str, ring: &LineString<f64>| {
        let _ = write!(out, "<{role}>");
        put(out, "LinearRing", &ring.0);
        let _ = write!(out, "</{role}>");
    };
    ring("outerBoundaryIs", polygon.exterior());
    polygon.interiors().iter().for_each(|hole| ring("innerBoundaryIs", hole));
    out.push_str("</Polygon>");
}

fn put(out: &mut String, kind: &str, corners: &[Coord<f64>]) {
    let _ = write!(out, "<{kind}><coordinates>");
    for (at, corner) in corners.iter().enumerate() {
        let _ = write!(out, "{}{},{}", if at == 0 { "" } else { " " }, corner.x, corner.y);
    }
    let _ = write!(out, "</coordinates></{kind}>");
}

fn failed(path: &Path, why: io::Error) -> ExchangeError {
    ExchangeError::io("writing", path, why)
}
