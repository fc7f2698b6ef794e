//! GPX 1.1 for the hand-held devices of field crews: points as waypoints, lines as tracks.
//!
//! A device shows `name` and, when asked, `desc`: the name of the thing, and all that is known of
//! it in Chinese. The code stands in `cmt`, where it comes from in `src`.

use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use geo_types::Geometry;
use geo_types::LineString;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::place::Place;
use crate::exchange::place::folder_of;
use crate::exchange::place::publish;
use crate::exchange::writer::RecordFile;
use crate::exchange::xml::escaped;
use crate::geom::Shape;

pub struct GpxFile {
    collection: &'static Collection,
    file: BufWriter<File>,
    /// Tracks must follow all waypoints (GPX 1.1, `gpxType`), and records come as they are.
    tracks: BufWriter<File>,
    place: Place,
}

impl GpxFile {
    pub fn begin(
        collection: &'static Collection,
        (place, file): (Place, File),
        path: &Path,
    ) -> Result<Self, ExchangeError> {
        let tracks = tempfile::tempfile_in(folder_of(&place.target)).map_err(|why| failed(path, why))?;
        let mut begun = Self { collection, file: BufWriter::new(file), tracks: BufWriter::new(tracks), place };
        let head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"luzhang\" \
             xmlns=\"http://www.topografix.com/GPX/1/1\">\n<metadata><name>{} {}</name></metadata>\n",
            collection.title_zh, collection.name
        );
        begun.file.write_all(head.as_bytes()).map_err(|why| failed(path, why))?;
        Ok(begun)
    }

    /// What a device shows of a record, in the order that the schema wants.
    fn described(&self, record: &Record) -> String {
        let name = match record.value(self.collection, "name") {
            Value::Text(name) => name,
            _ => &record.code,
        };
        let known = self.collection.fields.iter().zip(&record.values).filter(|(_, value)| !value.is_null());
        let facts: Vec<String> = known
            .map(|(field, value)| {
                let unit = field.unit.filter(|unit| *unit != "1").map_or_else(String::new, |unit| format!(" {unit}"));
                format!("{}: {}{unit}", field.title_zh, in_words(field.kind, value))
            })
            .collect();
        let mut out = format!("<name>{}</name><cmt>{}</cmt>", escaped(name), escaped(&record.code));
        if !facts.is_empty() {
            let _ = write!(out, "<desc>{}</desc>", escaped(&facts.join("\n")));
        }
        let _ = write!(out, "<src>{}</src><type>{}</type>", escaped(&record.provenance), self.collection.title_zh);
        out
    }
}

/// A value as people read it: codes by their Chinese label.
fn in_words(kind: FieldKind, value: &Value) -> String {
    match (kind, value) {
        (FieldKind::Code(list), Value::Text(code)) => {
            let label = list.codes.iter().find(|(known, _, _)| *known == &**code).map(|(_, zh, _)| (*zh).to_owned());
            label.unwrap_or_else(|| code.to_string())
        }
        (_, Value::Boolean(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, value) => value.written(),
    }
}

impl GpxFile {
    fn put_track(&mut self, described: &str, parts: &[LineString<f64>]) -> io::Result<()> {
        let mut track = format!("<trk>{described}");
        for part in parts {
            track.push_str("<trkseg>");
            for corner in &part.0 {
                let _ = write!(track, "<trkpt lat=\"{}\" lon=\"{}\"/>", corner.y, corner.x);
            }
            track.push_str("</trkseg>");
        }
        writeln!(self.tracks, "{track}</trk>")
    }
}

impl RecordFile for GpxFile {
    fn holds(&self, _: &Record, shape: Option<&Shape>) -> bool {
        matches!(shape, Some(Geometry::Point(_) | Geometry::LineString(_) | Geometry::MultiLineString(_)))
    }

    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let described = self.described(record);
        let written = match shape {
            Some(Geometry::Point(at)) => {
                writeln!(self.file, "<wpt lat=\"{}\" lon=\"{}\">{described}</wpt>", at.y(), at.x())
            }
            Some(Geometry::LineString(line)) => self.put_track(&described, std::slice::from_ref(line)),
            Some(Geometry::MultiLineString(parts)) => self.put_track(&described, &parts.0),
            _ => Ok(()),
        };
        written.map_err(|why| failed(path, why))
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        let mut complete = || {
            self.tracks.rewind()?;
            io::copy(self.tracks.get_mut(), &mut self.file)?;
            self.file.write_all(b"</gpx>\n")?;
            self.file.flush()
        };
        complete().map_err(|why| failed(path, why))?;
        publish(vec![self.place], path)
    }
}

fn failed(path: &Path, why: io::Error) -> ExchangeError {
    ExchangeError::io("writing", path, why)
}
