//! Which format a name promises, and whether the first bytes keep the promise.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;

use crate::exchange::ExchangeError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    GeoJson,
    GeoJsonLines,
    GeoPackage,
    Csv,
    Shapefile,
    FlatGeobuf,
    Xlsx,
    Kml,
    Gpx,
    Osm,
}

impl Format {
    /// By the end of the name. Nothing for a name that promises nothing we know.
    pub fn of(path: &Path) -> Option<Self> {
        Some(match extension(path).as_str() {
            "geojson" | "json" => Self::GeoJson,
            "geojsonl" | "geojsons" | "ndjson" | "jsonl" => Self::GeoJsonLines,
            "gpkg" => Self::GeoPackage,
            "csv" | "tsv" => Self::Csv,
            "shp" => Self::Shapefile,
            "fgb" => Self::FlatGeobuf,
            "xlsx" => Self::Xlsx,
            "kml" => Self::Kml,
            "gpx" => Self::Gpx,
            "pbf" => Self::Osm,
            _ => return None,
        })
    }

    fn is_read(self) -> bool {
        !matches!(self, Self::Kml | Self::Gpx)
    }

    pub fn to_read(path: &Path) -> Result<Self, ExchangeError> {
        let metadata = fs::metadata(path).map_err(|why| ExchangeError::io("opening", path, why))?;
        if metadata.is_dir() {
            return Err(ExchangeError::Folder(path.to_owned()));
        }
        if !metadata.is_file() {
            return Err(other(path, "a plain file", "it is a device or a pipe", "save it as a file first"));
        }
        if ["dbf", "shx", "prj", "cpg"].contains(&extension(path).as_str()) {
            return Err(other(path, "a Shapefile", "it is one of the files beside one", "name the .shp"));
        }
        let format = Self::of(path).filter(|format| format.is_read()).ok_or_else(|| {
            let found = match extension(path).as_str() {
                "" => "without an extension".to_owned(),
                extension => format!("{} (.{extension})", known_as(extension)),
            };
            ExchangeError::NotReadYet { path: path.to_owned(), found }
        })?;
        if metadata.len() == 0 { Err(ExchangeError::Empty(path.to_owned())) } else { Ok(format) }
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn known_as(extension: &str) -> &'static str {
    match extension {
        "osm" => "OpenStreetMap data",
        "xls" | "ods" | "et" => "a spreadsheet",
        "kml" | "kmz" => "KML",
        "gml" | "xml" => "GML",
        "gpx" => "GPX",
        "dwg" | "dxf" => "a CAD drawing",
        "parquet" | "geoparquet" => "Parquet",
        "zip" | "gz" | "7z" | "rar" => "an archive",
        _ => "a format",
    }
}

pub fn other(path: &Path, expected: &'static str, why: &str, remedy: &str) -> ExchangeError {
    ExchangeError::OtherContent { path: path.to_owned(), expected, why: why.to_owned(), remedy: remedy.to_owned() }
}

/// Opens a file of text behind its byte order mark, and refuses what is plainly not UTF-8 text.
pub fn open_text(path: &Path, expected: &'static str) -> Result<BufReader<File>, ExchangeError> {
    let failed = |why: io::Error| ExchangeError::io("reading", path, why);
    let mut file = BufReader::with_capacity(1 << 17, File::open(path).map_err(failed)?);
    let head = file.fill_buf().map_err(failed)?;
    if head.starts_with(b"\xef\xbb\xbf") {
        file.consume(3);
        return Ok(file);
    }
    let found = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(other(path, expected, "it is UTF-16", "save it as UTF-8")),
        [b'P', b'K', 3, 4, ..] => "it is a ZIP archive or a spreadsheet (.xlsx)",
        [0x1f, 0x8b, ..] => "it is compressed",
        head if head.starts_with(b"SQLite format 3\0") => "it is a SQLite database or a GeoPackage",
        head if head.contains(&0) => "it holds zero bytes",
        _ => return Ok(file),
    };
    Err(other(path, expected, found, "give it the extension of what it is, or convert it first"))
}
