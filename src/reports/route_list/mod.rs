//! The list of a crew as it is kept, and in the formats that crews carry: GeoJSON, GPX, KML, CSV, XLSX,
//! GeoPackage and PDF.
//!
//! All are made from one plain struct, [`CrewList`], without a clock: the same list gives the same bytes.

mod document;
mod gpx;
mod kml;
mod layers;
mod table;

pub mod pdf;

pub use document::CrewList;
pub use document::CrewStop;
pub use document::Start;
pub use document::Stops;
pub use document::Unreached;
pub use gpx::gpx;
pub use kml::kml;
pub use layers::geojson;
pub use layers::geopackage;
pub use table::csv;
pub use table::xlsx;
