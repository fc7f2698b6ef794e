//! Writes the records of a collection to a file, all or nothing.
//!
//! The file grows under a passing name beside the target and takes its name when it is whole. A
//! writer that is dropped before leaves nothing.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::domain::Collection;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::exchange::ExchangeError;
use crate::exchange::Target;
use crate::exchange::crs::Crs;
use crate::exchange::format::Format;
use crate::exchange::place::Place;
use crate::exchange::srs::Srs;
use crate::exchange::write_csv::CsvFile;
use crate::exchange::write_flatgeobuf::FlatGeobufFile;
use crate::exchange::write_geojson::GeoJsonFile;
use crate::exchange::write_geopackage::GeoPackageFile;
use crate::exchange::write_gpx::GpxFile;
use crate::exchange::write_kml::KmlFile;
use crate::exchange::write_shapefile::ShapefileFile;
use crate::exchange::write_xlsx::XlsxFile;
use crate::geom::Shape;

/// A file being written. Records are written as they come: whoever sorts them by code gets the
/// same bytes for the same records.
pub struct Writer {
    file: Box<dyn RecordFile>,
    crs: Crs,
    path: PathBuf,
    count: u64,
    left_out: u64,
}

/// A file of some format that takes one record after the other. `path` is what the user calls it.
pub trait RecordFile: Send {
    /// Whether there is a way to write this record: a track needs a line.
    fn holds(&self, _record: &Record, _shape: Option<&Shape>) -> bool {
        true
    }

    /// The shape is that of the record, in the file's coordinate system.
    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError>;

    /// Completes the file and gives it its name.
    fn finish(self: Box<Self>, path: &Path) -> Result<(), ExchangeError>;
}

/// Starts a file in the format that its name says.
pub fn create(collection: &'static Collection, target: &Target) -> Result<Writer, ExchangeError> {
    let path = &target.path;
    if path.is_dir() {
        return Err(ExchangeError::Folder(path.clone()));
    }
    let format = Format::of(path)
        .filter(|format| *format != Format::Osm)
        .ok_or_else(|| ExchangeError::NotWritten(path.clone()))?;
    let given = target.crs.as_deref();
    let crs = given.map_or(Ok(Crs::Degrees), Crs::read)?;
    if crs == Crs::Bd09 {
        return Err(ExchangeError::CrsRefused(
            "BD-09 is read but not written: give GCJ-02 or EPSG:4490 with --crs".into(),
        ));
    }
    refuse_misfit(format, collection, path, &crs)?;
    let (place, file) = Place::beside(path, target.is_private)?;
    let file: Box<dyn RecordFile> = match format {
        Format::GeoJson => Box::new(GeoJsonFile::begin(collection, (place, file), path)?),
        Format::GeoJsonLines => Box::new(GeoJsonFile::begin_lines(collection, (place, file))),
        Format::Csv => Box::new(CsvFile::begin(collection, (place, file), path, &crs)?),
        Format::GeoPackage => Box::new(GeoPackageFile::begin(collection, place, path, Srs::of(&crs, given)?)?),
        Format::Osm => unreachable!("refused above"),
        Format::Xlsx => Box::new(XlsxFile::begin(collection, (place, file), path, &crs)?),
        Format::Kml => Box::new(KmlFile::begin(collection, (place, file), path)?),
        Format::Gpx => Box::new(GpxFile::begin(collection, (place, file), path)?),
        Format::FlatGeobuf => Box::new(FlatGeobufFile::begin(collection, (place, file), path, &Srs::of(&crs, given)?)?),
        Format::Shapefile => {
            let srs = Srs::of(&crs, given)?;
            Box::new(ShapefileFile::begin(collection, (place, file), &srs, target.is_private)?)
        }
    };
    Ok(Writer { file, crs, path: path.clone(), count: 0, left_out: 0 })
}

/// A GeoPackage of several layers, each with its records, in degrees of EPSG:4490.
pub fn geopackage_of(layers: &[(&'static Collection, Vec<Record>)]) -> Result<Vec<u8>, ExchangeError> {
    let failed = |why| ExchangeError::io("writing", Path::new("a passing file"), why);
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = &*folder.path().join("layers.gpkg");
    let Some(((first, _), _)) = layers.split_first() else { return Ok(Vec::new()) };
    let (place, _) = Place::beside(path, true)?;
    let mut file = GeoPackageFile::begin(first, place, path, Srs::of(&Crs::Degrees, None)?)?;
    for (nth, (collection, records)) in layers.iter().enumerate() {
        if nth > 0 {
            file.next_layer(collection, path)?;
        }
        for record in records {
            file.write(record, record.geometry.as_ref(), path)?;
        }
    }
    Box::new(file).finish(path)?;
    fs::read(path).map_err(failed)
}

/// Refuses what a format cannot hold, before there is a file.
fn refuse_misfit(format: Format, collection: &'static Collection, path: &Path, crs: &Crs) -> Result<(), ExchangeError> {
    let knows_only_degrees = match format {
        Format::GeoJson | Format::GeoJsonLines => Some("GeoJSON knows degrees only (RFC 7946, 4)"),
        Format::Kml => Some("KML knows degrees only"),
        Format::Gpx => Some("GPX knows degrees only"),
        // Programs would take a file whose CRS is not said for WGS 84.
        Format::Shapefile | Format::FlatGeobuf if *crs == Crs::Gcj02 => {
            Some("Shapefile and FlatGeobuf know registered systems only")
        }
        _ => None,
    };
    if let (Some(words), true) = (knows_only_degrees, *crs != Crs::Degrees) {
        return Err(ExchangeError::CrsRefused(format!(
            "{words}, not {}: leave --crs out, or write .gpkg or .csv",
            crs.words()
        )));
    }
    let unfit = |problem: String, remedy: &str| {
        Err(ExchangeError::Unfit { path: path.to_owned(), problem, remedy: remedy.to_owned() })
    };
    let is_of_shapes = matches!(format, Format::Shapefile | Format::FlatGeobuf | Format::Kml | Format::Gpx);
    if is_of_shapes && !collection.geometry.is_spatial() {
        let problem = format!("{} have no geometry, and such a file is made of shapes", collection.name);
        return unfit(problem, "write .xlsx, .csv or .gpkg");
    }
    if format == Format::Gpx && matches!(collection.geometry, GeometryKind::Polygon | GeometryKind::PolygonOrNone) {
        return unfit(format!("{} are areas, and GPX holds points and lines", collection.name), "write .kml");
    }
    if format == Format::GeoPackage { refuse_precious(path) } else { Ok(()) }
}

impl Writer {
    pub fn write(&mut self, record: &Record) -> Result<(), ExchangeError> {
        let shape = record.geometry.as_ref().map(|shape| self.placed(shape, record)).transpose()?;
        if !self.file.holds(record, shape.as_ref()) {
            self.left_out += 1;
            return Ok(());
        }
        self.file.write(record, shape.as_ref(), &self.path)?;
        self.count += 1;
        Ok(())
    }

    fn placed(&self, shape: &Shape, record: &Record) -> Result<Shape, ExchangeError> {
        self.crs.of_degrees(shape).ok_or_else(|| {
            ExchangeError::CrsRefused(format!(
                "{} lies where {} does not reach: choose another --crs",
                record.code,
                self.crs.words()
            ))
        })
    }

    /// How many records so far the format had no way to hold.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Completes the file and gives it its name. How many records it holds.
    pub fn finish(self) -> Result<u64, ExchangeError> {
        self.file.finish(&self.path)?;
        Ok(self.count)
    }
}

/// Replacing a file of one layer by a new export is what exports are for; replacing a store, or a
/// file that another program has open, is an accident.
fn refuse_precious(path: &Path) -> Result<(), ExchangeError> {
    if !path.exists() {
        return Ok(());
    }
    let refuse = |why: String| Err(ExchangeError::Precious { path: path.to_owned(), why });
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return refuse("another program has it open".into());
    }
    let layers = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|file| file.query_row("select count(*) from gpkg_contents", [], |row| row.get::<_, i64>(0)));
    match layers {
        Ok(layers) if layers > 1 => refuse(format!("it holds {layers} layers")),
        _ => Ok(()),
    }
}
