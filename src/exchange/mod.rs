//! Files of one collection. Read and written: GeoJSON, newline GeoJSON, GeoPackage, Shapefile,
//! FlatGeobuf, CSV, XLSX. Read: OpenStreetMap extracts. Written: KML, GPX.
//!
//! - Reading never fails because of one row: a [`Row`] holds a record, or everything that is wrong
//!   with it. What makes the whole file unreadable is an [`ExchangeError`], said before the first row.
//! - Memory does not grow with the file, but for a hash of each code, the places of the nodes of
//!   an OpenStreetMap extract's roads, and the boxes of a FlatGeobuf that is written. A record is at
//!   most 64 MiB long.
//! - Files are not trusted: nothing in one makes the reader panic, run SQL or reserve memory that the
//!   bytes do not fill.
//! - Writing is all or nothing, and the same records give the same bytes.
//! - What is written reads back as the same facts, in every format that is read.

pub mod json;
pub mod wkt;
pub mod xml;

mod assemble;
mod columns;
mod crs;
mod dbf;
mod encodings;
mod error;
mod fgb_shapes;
mod fgb_values;
mod format;
mod formulas;
mod headings;
mod kinds;
mod layers;
mod misreading;
mod osm_tags;
mod pbf;
mod pbf_blocks;
mod place;
mod portion;
mod read_csv;
mod read_flatgeobuf;
mod read_geojson;
mod read_geopackage;
mod read_lines;
mod read_osm;
mod read_shapefile;
mod read_xlsx;
mod reader;
mod shapes;
mod short_names;
mod shp;
mod shp_rings;
mod srs;
mod strict_json;
mod survey;
mod way;
mod workbook;
mod write_csv;
mod write_flatgeobuf;
mod write_geojson;
mod write_geopackage;
mod write_gpx;
mod write_kml;
mod write_shapefile;
mod write_xlsx;
mod writer;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use geo::CoordsIter;

pub use crs::Crs;
pub use error::ExchangeError;
pub use error::READ_FORMATS;
pub use formulas::guarded;
pub use layers::read_layer;
pub use misreading::Misreading;
pub use reader::Reader;
pub use reader::read;
pub use strict_json::read_strictly;
pub use writer::Writer;
pub use writer::create;
pub use writer::geopackage_of;

use crate::domain::Fault;
use crate::domain::Record;

/// A file to read, and how its columns are meant.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub path: PathBuf,
    /// For a GeoPackage of several layers, or a workbook of several sheets.
    pub layer: Option<String>,
    /// Where the coordinates lie, when the file does not say or says it wrongly.
    pub crs: Option<String>,
    /// Theirs, ours: a column of the file that feeds one of our fields, `code`, `geometry`, `lon`,
    /// `lat`, `valid_from` or `provenance`. It is renamed: not taken under its own name as well.
    pub map: Vec<(String, String)>,
    /// Ours, value: what all rows say of a field, whatever the file says.
    pub set: Vec<(String, String)>,
}

/// A file to write. Its name says the format.
#[derive(Clone, Debug, Default)]
pub struct Target {
    pub path: PathBuf,
    /// EPSG:4490 where none is given; GeoJSON takes no other.
    pub crs: Option<String>,
    /// Whether none but its owner may read it, from its first byte on.
    pub is_private: bool,
}

/// One record of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// In CSV the line on which the record begins, in XLSX its row, else its number, from 1.
    pub number: u64,
    pub outcome: Result<Record, Vec<Fault>>,
}

impl Row {
    /// How many corners its shape has: nearly all that makes a row large.
    pub fn corners(&self) -> usize {
        let shape = self.outcome.as_ref().ok().and_then(|record| record.geometry.as_ref());
        shape.map_or(0, CoordsIter::coords_count)
    }
}
