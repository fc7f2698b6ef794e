//! Why a file cannot be read or written at all: one line that says what, and what to do.
//!
//! A bad row is no error but an answer ([`crate::exchange::Row`]).

use std::io;
use std::path::Path;
use std::path::PathBuf;

/// What is read, for messages.
pub const READ_FORMATS: &str = "GeoJSON (.geojson, .json), newline GeoJSON (.geojsonl, .geojsons, .ndjson, .jsonl), GeoPackage (.gpkg), Shapefile (.shp), FlatGeobuf (.fgb), CSV (.csv, .tsv), XLSX (.xlsx), OpenStreetMap extracts (.osm.pbf)";

#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    #[error("there is no file {}: check the path", .0.display())]
    Missing(PathBuf),
    #[error("{} is a folder: name one file in it", .0.display())]
    Folder(PathBuf),
    #[error("{} may not be opened: give this user the right to, or choose another place", .path.display())]
    Denied { path: PathBuf, source: io::Error },
    #[error("{} is empty: give a file with at least one record", .0.display())]
    Empty(PathBuf),
    #[error("{} is {found}, not read yet: convert it first; formats read are {READ_FORMATS}", .path.display())]
    NotReadYet { path: PathBuf, found: String },
    #[error(
        "{} has no format that is written: end its name in .geojson, .geojsonl, .gpkg, .shp, .fgb, .csv, .xlsx, .kml or .gpx", .0.display()
    )]
    NotWritten(PathBuf),
    #[error("{} is not {expected}: {why}; {remedy}", .path.display())]
    OtherContent { path: PathBuf, expected: &'static str, why: String, remedy: String },
    #[error("{} is {found}, of which {taken} are read, not {collection}: convert it first, as to GeoPackage", .path.display())]
    NotForCollection { path: PathBuf, found: &'static str, taken: &'static str, collection: String },
    #[error("{} has several layers: name one with --layer; there are {listed}", .path.display())]
    WhichLayer { path: PathBuf, listed: String },
    #[error("{} has no layer `{layer}`: {listed}", .path.display())]
    NoLayer { path: PathBuf, layer: String, listed: String },
    #[error("{} was changed while it was read: import it again", .0.display())]
    Changed(PathBuf),
    #[error("a reference layer cannot be called `{name}`: {remedy}")]
    LayerName { name: String, remedy: String },
    #[error("{} has {columns} columns, and a table of the stores holds 1,000: leave some out first", .path.display())]
    TooWide { path: PathBuf, columns: usize },
    #[error("{} holds no record: a reference layer takes its schema from its records", .0.display())]
    NoSchema(PathBuf),
    #[error("--layer {0} is given, but only a GeoPackage has layers and a workbook sheets: leave it out")]
    Layerless(String),
    #[error("--map {map}: {problem}; {remedy}")]
    Map { map: String, problem: String, remedy: String },
    #[error("--set {set}: {problem}; {remedy}")]
    Set { set: String, problem: String, remedy: String },
    #[error(
        "nothing says what the code of a row is: name a column with --map COLUMN=code (for one record also --set code=CODE); there are {listed}"
    )]
    NoCode { listed: String },
    #[error("the file has no column that {collection} knows: name some with --map THEIRS=OURS; there are {listed}")]
    NoColumn { collection: &'static str, listed: String },
    #[error("the header names `{0}` twice: rename one of the two")]
    TwoColumns(String),
    #[error(
        "the coordinate reference system `{given}` is not known: give an EPSG code (EPSG:4547), GCJ-02, WKT or a \
         PROJ string with --crs"
    )]
    Crs { given: String, source: Option<proj::ProjCreateError> },
    #[error("{} says that its coordinate reference system is undefined: name it with --crs", .0.display())]
    UndefinedCrs(PathBuf),
    #[error("{0}")]
    CrsRefused(String),
    #[error("{doing} {}", .path.display())]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    #[error("{doing} {}", .path.display())]
    Sqlite { doing: &'static str, path: PathBuf, source: rusqlite::Error },
    #[error("writing {}", .path.display())]
    Csv { path: PathBuf, source: csv::Error },
    #[error("{} cannot be written: {problem}; {remedy}", .path.display())]
    Unfit { path: PathBuf, problem: String, remedy: String },
    #[error("{} would be replaced: {why}; choose another name", .path.display())]
    Precious { path: PathBuf, why: String },
}

impl ExchangeError {
    pub(in crate::exchange) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing(path),
            io::ErrorKind::IsADirectory => Self::Folder(path),
            io::ErrorKind::PermissionDenied => Self::Denied { path, source },
            _ => Self::Io { doing, path, source },
        }
    }

    pub(in crate::exchange) fn sqlite(doing: &'static str, path: &Path, source: rusqlite::Error) -> Self {
        Self::Sqlite { doing, path: path.to_owned(), source }
    }
}
