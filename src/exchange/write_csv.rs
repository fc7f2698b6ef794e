//! CSV in UTF-8, without a byte order mark: `code`, the fields, `valid_from`, `provenance`, then
//! `lon`, `lat` for collections of points and `wkt` for others that have a geometry.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use geo_types::Geometry;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::crs::Crs;
use crate::exchange::formulas::guarded;
use crate::exchange::place::Place;
use crate::exchange::place::publish;
use crate::exchange::wkt::to_wkt;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;

pub struct CsvFile {
    collection: &'static Collection,
    table: csv::Writer<BufWriter<File>>,
    place: Place,
}

impl CsvFile {
    pub fn begin(
        collection: &'static Collection,
        (place, file): (Place, File),
        path: &Path,
        crs: &Crs,
    ) -> Result<Self, ExchangeError> {
        let mut header = vec!["code"];
        header.extend(collection.fields.iter().map(|field| field.name));
        header.extend(["valid_from", "provenance"]);
        match (collection.geometry, crs) {
            (GeometryKind::None, _) => {}
            (GeometryKind::Point | GeometryKind::PointOrNone, Crs::Degrees) => header.extend(["lon", "lat"]),
            // Not `lon`, `lat` for shifted degrees: whoever finds those takes them as they are.
            (GeometryKind::Point | GeometryKind::PointOrNone, _) => header.extend(["x", "y"]),
            _ => header.push("wkt"),
        }
        let mut table = csv::Writer::from_writer(BufWriter::new(file));
        table.write_record(header.into_iter().map(guarded)).map_err(|why| failed(path, why))?;
        Ok(Self { collection, table, place })
    }
}

impl RecordFile for CsvFile {
    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let mut cells = vec![guarded(&record.code)];
        for (field, value) in self.collection.fields.iter().zip(&record.values) {
            cells.push(match field.kind {
                FieldKind::Text
                | FieldKind::Document
                | FieldKind::TextList
                | FieldKind::Reference(_)
                | FieldKind::References(_)
                | FieldKind::Code(_) => guarded(&value.written()),
                _ => value.written(),
            });
        }
        cells.push(record.valid_from.map_or_else(String::new, |day| day.to_string()));
        cells.push(guarded(&record.provenance));
        match (self.collection.geometry, shape) {
            (GeometryKind::None, _) => {}
            (GeometryKind::Point | GeometryKind::PointOrNone, Some(Geometry::Point(at))) => {
                cells.extend([at.x(), at.y()].map(|number| Value::Real(number).written()));
            }
            (GeometryKind::Point | GeometryKind::PointOrNone, _) => cells.extend([String::new(), String::new()]),
            (_, shape) => cells.push(shape.map_or_else(String::new, to_wkt)),
        }
        self.table.write_record(cells).map_err(|why| failed(path, why))
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        self.table.flush().map_err(|why| ExchangeError::io("writing", path, why))?;
        publish(vec![self.place], path)
    }
}

fn failed(path: &Path, source: csv::Error) -> ExchangeError {
    ExchangeError::Csv { path: path.to_owned(), source }
}
