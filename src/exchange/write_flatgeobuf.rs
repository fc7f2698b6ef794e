//! FlatGeobuf with its index, in which features stand in the order of a Hilbert curve, so that those
//! near each other are near each other in the file.
//!
//! The library lays features by in an unnamed file until their order is known. What stays in memory
//! is the box and the place of each, about 150 bytes a record when the index is made.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use flatgeobuf::ColumnType;
use flatgeobuf::FgbCrs;
use flatgeobuf::FgbWriter;
use flatgeobuf::FgbWriterOptions;
use flatgeobuf::GeometryType;
use flatgeobuf::geozero::ColumnValue;
use flatgeobuf::geozero::FeatureProcessor;
use flatgeobuf::geozero::GeomProcessor;
use flatgeobuf::geozero::GeozeroGeometry;
use flatgeobuf::geozero::PropertyProcessor;
use flatgeobuf::geozero::error::GeozeroError;

use geo_types::Geometry;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::place::Place;
use crate::exchange::place::publish;
use crate::exchange::srs::Srs;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;

pub struct FlatGeobufFile {
    collection: &'static Collection,
    kind: GeometryType,
    features: FgbWriter<'static>,
    file: File,
    place: Place,
}

impl FlatGeobufFile {
    pub fn begin(
        collection: &'static Collection,
        (place, file): (Place, File),
        path: &Path,
        srs: &Srs,
    ) -> Result<Self, ExchangeError> {
        let kind = match collection.geometry {
            GeometryKind::Point | GeometryKind::PointOrNone => GeometryType::Point,
            GeometryKind::Line | GeometryKind::LineOrNone => GeometryType::LineString,
            GeometryKind::Polygon | GeometryKind::PolygonOrNone => GeometryType::MultiPolygon,
            GeometryKind::None | GeometryKind::PointOrPolygon | GeometryKind::PointOrLine | GeometryKind::AnyOrNone => {
                GeometryType::Unknown
            }
        };
        let options = FgbWriterOptions {
            crs: FgbCrs {
                org: (srs.organization == "EPSG").then_some("EPSG"),
                code: if srs.organization == "EPSG" { srs.code } else { 0 },
                name: Some(&srs.name),
                wkt: Some(&srs.definition),
                ..FgbCrs::default()
            },
            title: Some(collection.title_zh),
            detect_type: false,
            promote_to_multi: kind == GeometryType::MultiPolygon,
            ..FgbWriterOptions::default()
        };
        let mut features = FgbWriter::create_with_options(collection.name, kind, options)
            .map_err(|why| failed(path, GeozeroError::Feature(why.to_string())))?;
        features.add_column("code", ColumnType::String, |_, column| column.nullable = false);
        for field in collection.fields {
            features.add_column(field.name, column_type(field.kind), |tables, column| {
                column.title = Some(tables.create_string(field.title_zh));
            });
        }
        features.add_column("valid_from", ColumnType::String, |_, _| {});
        features.add_column("provenance", ColumnType::String, |_, _| {});
        Ok(Self { collection, kind, features, file, place })
    }

    fn put(&mut self, record: &Record, shape: Option<&Shape>) -> Result<(), GeozeroError> {
        match (shape, self.kind) {
            // GDAL refuses a multiline of which the file does not say where its one part ends.
            (Some(Geometry::MultiLineString(parts)), _) if parts.0.len() == 1 => {
                Geometry::from(parts.0[0].clone()).process_geom(&mut self.features)?;
            }
            (Some(shape), _) => shape.process_geom(&mut self.features)?,
            // No corners: beginning a shape is what makes the library forget the box of the last.
            (None, GeometryType::Point) => self.features.point_begin(0)?,
            (None, GeometryType::LineString) => self.features.linestring_begin(true, 0, 0)?,
            (None, _) => self.features.multipolygon_begin(0, 0)?,
        }
        self.property(0, "code", &ColumnValue::String(&record.code))?;
        let mut at = 1;
        for (field, value) in self.collection.fields.iter().zip(&record.values) {
            let written = value.written();
            match value {
                // Unknown is left out.
                Value::Null => {}
                Value::Integer(number) => self.property(at, field.name, &ColumnValue::Int(*number))?,
                Value::Real(number) => self.property(at, field.name, &ColumnValue::Double(*number))?,
                Value::Boolean(yes) => self.property(at, field.name, &ColumnValue::Bool(*yes))?,
                Value::Timestamp(_) => self.property(at, field.name, &ColumnValue::DateTime(&written))?,
                Value::Text(_) | Value::List(_) | Value::Date(_) | Value::Money(_) | Value::Chainage(_) => {
                    self.property(at, field.name, &ColumnValue::String(&written))?;
                }
            }
            at += 1;
        }
        if let Some(day) = record.valid_from {
            self.property(at, "valid_from", &ColumnValue::String(&day.to_string()))?;
        }
        self.property(at + 1, "provenance", &ColumnValue::String(&record.provenance))?;
        self.features.feature_end(0)
    }

    fn property(&mut self, at: usize, name: &str, value: &ColumnValue<'_>) -> Result<(), GeozeroError> {
        self.features.property(at, name, value).map(|_| ())
    }
}

/// Dates are text: the format has none but dates with a time of day.
fn column_type(kind: FieldKind) -> ColumnType {
    match kind {
        FieldKind::Integer { .. } => ColumnType::Int,
        FieldKind::Real { .. } => ColumnType::Double,
        FieldKind::Boolean => ColumnType::Bool,
        FieldKind::Timestamp => ColumnType::DateTime,
        FieldKind::Text
        | FieldKind::Document
        | FieldKind::TextList
        | FieldKind::Reference(_)
        | FieldKind::References(_)
        | FieldKind::Code(_)
        | FieldKind::Date
        | FieldKind::Money
        | FieldKind::Chainage => ColumnType::String,
    }
}

impl RecordFile for FlatGeobufFile {
    /// The library makes one shape of the parts of a collection.
    fn holds(&self, _: &Record, shape: Option<&Shape>) -> bool {
        !matches!(shape, Some(Geometry::GeometryCollection(_)))
    }

    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        self.put(record, shape).map_err(|why| failed(path, why))
    }

    fn finish(self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        let mut file = BufWriter::new(self.file);
        self.features.write(&mut file).map_err(|why| failed(path, GeozeroError::Feature(why.to_string())))?;
        file.flush().map_err(|why| ExchangeError::io("writing", path, why))?;
        publish(vec![self.place], path)
    }
}

fn failed(path: &Path, why: GeozeroError) -> ExchangeError {
    ExchangeError::io("writing", path, std::io::Error::other(why.to_string()))
}
