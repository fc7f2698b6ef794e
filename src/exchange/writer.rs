//! Writes the records of a collection to a file, all or nothing.
//!
//! The file grows under a passing name beside the target and takes its name when it is whole. A
//! writer that is dropped before leaves nothing.

use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use tempfile::TempPath;

use crate::domain::Collection;
use crate::domain::Record;
use crate::exchange::ExchangeError;
use crate::exchange::Target;
use crate::exchange::crs::Crs;
use crate::exchange::format::Format;
use crate::exchange::write_csv::CsvFile;
use crate::exchange::write_geojson::GeoJsonFile;
use crate::exchange::write_geopackage::GeoPackageFile;
use crate::geom::Shape;

/// A file being written. Records are written as they come: whoever sorts them by code gets the
/// same bytes for the same records.
pub struct Writer {
    kind: Kind,
    place: Place,
    crs: Crs,
    path: PathBuf,
    count: u64,
}

enum Kind {
    GeoJson(GeoJsonFile),
    GeoPackage(Box<GeoPackageFile>),
    Csv(Box<CsvFile>),
}

/// Where a file grows, and what it will be called.
struct Place {
    growing: TempPath,
    target: PathBuf,
}

/// Starts a file in the format that its name says.
pub fn create(collection: &'static Collection, target: &Target) -> Result<Writer, ExchangeError> {
    let path = &target.path;
    if path.is_dir() {
        return Err(ExchangeError::Folder(path.clone()));
    }
    let format = Format::of(path).ok_or_else(|| ExchangeError::NotWritten(path.clone()))?;
    let given = target.crs.as_deref();
    let crs = given.map_or(Ok(Crs::Degrees), Crs::read)?;
    if crs == Crs::Bd09 {
        return Err(ExchangeError::CrsRefused(
            "BD-09 is read but not written: give GCJ-02 or EPSG:4490 with --crs".into(),
        ));
    }
    if matches!(format, Format::GeoJson | Format::GeoJsonLines) && crs != Crs::Degrees {
        return Err(ExchangeError::CrsRefused(format!(
            "GeoJSON knows degrees only (RFC 7946, 4), not {}: leave --crs out, or write .gpkg or .csv",
            crs.words()
        )));
    }
    if format == Format::GeoPackage {
        refuse_precious(path)?;
    }
    let (place, file) = Place::beside(path)?;
    let kind = match format {
        Format::GeoJson => Kind::GeoJson(GeoJsonFile::begin(collection, file, path)?),
        Format::GeoJsonLines => Kind::GeoJson(GeoJsonFile::begin_lines(collection, file)),
        Format::Csv => Kind::Csv(Box::new(CsvFile::begin(collection, file, path, &crs)?)),
        Format::GeoPackage => {
            drop(file);
            Kind::GeoPackage(Box::new(GeoPackageFile::begin(collection, &place.growing, path, &crs, given)?))
        }
    };
    Ok(Writer { kind, place, crs, path: path.clone(), count: 0 })
}

impl Writer {
    pub fn write(&mut self, record: &Record) -> Result<(), ExchangeError> {
        let shape = record.geometry.as_ref().map(|shape| self.placed(shape, record)).transpose()?;
        match &mut self.kind {
            Kind::GeoJson(file) => file.write(record, &self.path)?,
            Kind::Csv(file) => file.write(record, shape.as_ref(), &self.path)?,
            Kind::GeoPackage(file) => file.write(record, shape.as_ref(), &self.path)?,
        }
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

    /// Completes the file and gives it its name. How many records it holds.
    pub fn finish(self) -> Result<u64, ExchangeError> {
        match self.kind {
            Kind::GeoJson(file) => file.finish(&self.path)?,
            Kind::Csv(file) => file.finish(&self.path)?,
            Kind::GeoPackage(file) => file.finish(&self.path)?,
        }
        self.place.publish(&self.path)?;
        Ok(self.count)
    }
}

impl Place {
    fn beside(path: &Path) -> Result<(Self, File), ExchangeError> {
        // Through a link to the file that it names: the link stays.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let (file, growing) = tempfile::Builder::new()
            .prefix(".luzhang-")
            .suffix(".part")
            // As any program makes files; the user's mask decides who may read them.
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(&folder)
            .map_err(|why| ExchangeError::io("creating a file in", &folder, why))?
            .into_parts();
        Ok((Self { growing, target }, file))
    }

    fn publish(self, path: &Path) -> Result<(), ExchangeError> {
        let failed = |why| ExchangeError::io("completing", path, why);
        File::open(&self.growing).and_then(|file| file.sync_all()).map_err(failed)?;
        self.growing.persist(&self.target).map_err(|why| failed(why.error))
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
