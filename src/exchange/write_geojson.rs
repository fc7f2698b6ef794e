//! GeoJSON (RFC 7946) and newline GeoJSON: one feature a line, so that two exports can be compared
//! line by line.

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use crate::domain::Collection;
use crate::domain::Record;
use crate::exchange::ExchangeError;
use crate::exchange::json::feature;
use crate::exchange::place::Place;
use crate::exchange::place::publish;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;

pub struct GeoJsonFile {
    collection: &'static Collection,
    file: BufWriter<File>,
    is_document: bool,
    is_first: bool,
    place: Place,
}

impl GeoJsonFile {
    pub fn begin(collection: &'static Collection, parts: (Place, File), path: &Path) -> Result<Self, ExchangeError> {
        let mut begun = Self { is_document: true, ..Self::begin_lines(collection, parts) };
        write!(begun.file, "{{\"type\":\"FeatureCollection\",\"name\":\"{}\",\"features\":[", collection.name)
            .map_err(|why| failed(path, why))?;
        Ok(begun)
    }

    pub fn begin_lines(collection: &'static Collection, (place, file): (Place, File)) -> Self {
        Self { collection, file: BufWriter::new(file), is_document: false, is_first: true, place }
    }
}

impl RecordFile for GeoJsonFile {
    fn write(&mut self, record: &Record, _: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let before = match (self.is_document, self.is_first) {
            (true, true) => "\n",
            (true, false) => ",\n",
            (false, _) => "",
        };
        self.is_first = false;
        self.file
            .write_all(before.as_bytes())
            .and_then(|()| Ok(serde_json::to_writer(&mut self.file, &feature(self.collection, record))?))
            .and_then(|()| if self.is_document { Ok(()) } else { self.file.write_all(b"\n") })
            .map_err(|why| failed(path, why))
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        let end: &[u8] = if self.is_document { b"\n]}\n" } else { b"" };
        self.file.write_all(end).and_then(|()| self.file.flush()).map_err(|why| failed(path, why))?;
        publish(vec![self.place], path)
    }
}

fn failed(path: &Path, why: io::Error) -> ExchangeError {
    ExchangeError::io("writing", path, why)
}
