//! GeoPackage (OGC 12-128), read as a file that nobody vouches for.
//!
//! It is opened read-only and, unless another program is writing to it, as immutable, so that no
//! lock or log is left beside it. Its schema is not trusted: views and defaults may call nothing
//! that has effects, and extensions cannot be loaded.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use rusqlite::OptionalExtension;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::domain::value::clipped_to;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::assemble::Unreadable;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::columns::names_listed;
use crate::exchange::format::other;
use crate::exchange::portion::LONGEST_RECORD;
use crate::exchange::portion::OneRecord;
use crate::exchange::portion::too_large;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;
use crate::exchange::srs::Srs;
use crate::exchange::wkt::curve_fault;
use crate::geom::Shape;
use crate::geom::codec::from_geopackage;

const GEOPACKAGE: &str = "a GeoPackage";
const FID: &str = "fid";

/// A layer, and what stands in the tables about it.
struct Layer {
    table: String,
    geometry: Option<String>,
    srs_id: Option<i64>,
}

pub fn open(path: &Path, layer: Option<&str>, name: &str) -> Result<Opened, ExchangeError> {
    let failed = |why| unreadable(path, why);
    let connection = connect(path)?;
    let mut notes = Vec::new();
    let layer = chosen(layers(&connection).map_err(failed)?, path, layer, name, &mut notes)?;
    let (columns, key) = columns(&connection, &layer).map_err(failed)?;
    let crs = match layer.srs_id {
        Some(id) if layer.geometry.is_some() => stated_crs(&connection, id).map_err(failed)?,
        _ => StatedCrs::Unsaid,
    };
    let rows = connection
        .query_row(&format!("select count(*) from {}", quoted(&layer.table)), [], |row| row.get::<_, i64>(0))
        .map_err(failed)?;
    // The key is a number of the file, not a name of the thing: only `--map` makes it a code.
    // Under whatever name it stands, GDAL and QGIS call it `fid`.
    let mut spare: Vec<String> = key.into_iter().filter(|key| key != "code").collect();
    let columns: Vec<String> = columns.into_iter().filter(|column| !spare.contains(column)).collect();
    if columns.iter().chain(&spare).all(|column| column != FID) {
        spare.push(FID.to_owned());
    }
    let has_fid = has_column(&connection, &layer.table, FID).map_err(failed)?;
    let offer = Offer { columns, spare, geometry: layer.geometry.clone(), ..Offer::default() };
    Ok(Opened {
        offer,
        crs,
        rows: u64::try_from(rows).ok(),
        notes,
        pour: Box::new(move |feeds, give| {
            let mut number = 0;
            let column = |feed: &Feed| match feed.column.as_str() {
                FID if !has_fid => "rowid".to_owned(),
                column => quoted(column),
            };
            let wanted = feeds.iter().map(column).collect();
            if let Err(why) = pour(&connection, &layer, feeds, wanted, &mut number, give) {
                let fault = if why.sqlite_error_code() == Some(ErrorCode::TooBig) {
                    let NotAValue { problem, remedy } = too_large("row");
                    file_fault(format!("reading stopped: {problem}"), &remedy)
                } else {
                    let why = clipped_to(&why.to_string(), 200);
                    file_fault(format!("reading stopped: {why}"), "mend the file: sqlite3 FILE .recover")
                };
                let _ = give(Item::Stopped { number: number + 1, fault });
            }
        }),
    })
}

fn unreadable(path: &Path, why: rusqlite::Error) -> ExchangeError {
    match why.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => {
            other(path, GEOPACKAGE, "it is no SQLite database", "give it the extension of what it is")
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            other(path, GEOPACKAGE, "the file is damaged", "mend it with sqlite3 FILE .recover")
        }
        _ => ExchangeError::sqlite("reading", path, why),
    }
}

fn connect(path: &Path) -> Result<Connection, ExchangeError> {
    // Told apart here, since SQLite says "unable to open" to all of it.
    std::fs::File::open(path).map_err(|why| ExchangeError::io("opening", path, why))?;
    let failed = |why| unreadable(path, why);
    let absolute: PathBuf = std::path::absolute(path).map_err(|why| ExchangeError::io("opening", path, why))?;
    let mut log = absolute.clone().into_os_string();
    log.push("-wal");
    // Under an open log the file alone is not the truth: then SQLite reads both, and locks.
    let is_quiet = std::fs::metadata(log).map_or(true, |log| log.len() == 0);
    let uri = format!("file:{}{}", escaped(&absolute), if is_quiet { "?immutable=1" } else { "?mode=ro" });
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags).map_err(failed)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(failed)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(failed)?;
    connection
        .set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(LONGEST_RECORD).unwrap_or(i32::MAX))
        .map_err(failed)?;
    connection
        .execute_batch("pragma query_only = on; pragma cell_size_check = on; pragma mmap_size = 0;")
        .map_err(failed)?;
    let is_geopackage = connection
        .query_row("select 1 from sqlite_schema where name = 'gpkg_contents'", [], |_| Ok(()))
        .optional()
        .map_err(failed)?
        .is_some();
    if is_geopackage {
        Ok(connection)
    } else {
        Err(other(path, GEOPACKAGE, "it has no table gpkg_contents", "convert it with ogr2ogr -f GPKG"))
    }
}

/// A path within a URI.
fn escaped(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn layers(connection: &Connection) -> rusqlite::Result<Vec<Layer>> {
    // None has so many as are looked at. A file of attributes alone may lack the table of geometry columns.
    let has_geometry = connection
        .query_row("select 1 from sqlite_schema where name = 'gpkg_geometry_columns'", [], |_| Ok(()))
        .optional()?
        .is_some();
    let sql = if has_geometry {
        "select c.table_name, g.column_name, coalesce(g.srs_id, c.srs_id) from gpkg_contents c \
         left join gpkg_geometry_columns g on g.table_name = c.table_name \
         where c.data_type in ('features', 'attributes') order by c.rowid limit 1000"
    } else {
        "select table_name, null, null from gpkg_contents where data_type in ('features', 'attributes') order by rowid limit 1000"
    };
    let mut statement = connection.prepare(sql)?;
    let layers =
        statement.query_map([], |row| Ok(Layer { table: row.get(0)?, geometry: row.get(1)?, srs_id: row.get(2)? }))?;
    layers.collect()
}

fn chosen(
    mut layers: Vec<Layer>,
    path: &Path,
    wanted: Option<&str>,
    usual: &str,
    notes: &mut Vec<String>,
) -> Result<Layer, ExchangeError> {
    let names: Vec<&str> = layers.iter().map(|layer| layer.table.as_str()).collect();
    let listed = if names.is_empty() { "it has none".to_owned() } else { names_listed(names.iter().copied()) };
    let position = match wanted {
        Some(wanted) => names.iter().position(|name| *name == wanted),
        None if names.len() == 1 => Some(0),
        // A store, or an export of several collections.
        None => names.iter().position(|name| *name == usual).inspect(|_| {
            notes.push(format!("of the layers {listed} the one named {usual} is read"));
        }),
    };
    let path = path.to_owned();
    match (position, wanted) {
        (Some(at), _) => Ok(layers.swap_remove(at)),
        (None, None) if !layers.is_empty() => Err(ExchangeError::WhichLayer { path, listed }),
        (None, None) => Err(other(&path, GEOPACKAGE, "it has no layer of records", "give one with a layer")),
        (None, Some(wanted)) if layers.is_empty() => {
            Err(ExchangeError::NoLayer { path, layer: wanted.to_owned(), listed })
        }
        (None, Some(wanted)) => {
            Err(ExchangeError::NoLayer { path, layer: wanted.to_owned(), listed: format!("there are {listed}") })
        }
    }
}

/// The columns but the geometry, and the one that is the key.
fn columns(connection: &Connection, layer: &Layer) -> rusqlite::Result<(Vec<String>, Option<String>)> {
    let mut statement = connection.prepare("select name, type, pk from pragma_table_info(?1)")?;
    let mut rows = statement.query([&layer.table])?;
    let (mut columns, mut key) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        let (name, kind, pk): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if layer.geometry.as_ref() == Some(&name) {
            continue;
        }
        if pk == 1 && kind.eq_ignore_ascii_case("integer") {
            key = Some(name.clone());
        }
        columns.push(name);
    }
    Ok((columns, key))
}

fn has_column(connection: &Connection, table: &str, column: &str) -> rusqlite::Result<bool> {
    connection.query_row(
        "select exists (select 1 from pragma_table_info(?1) where name = ?2)",
        [table, column],
        |row| row.get(0),
    )
}

fn stated_crs(connection: &Connection, srs_id: i64) -> rusqlite::Result<StatedCrs> {
    let row = connection
        .query_row(
            "select organization, organization_coordsys_id, definition from gpkg_spatial_ref_sys where srs_id = ?1",
            [srs_id],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)),
        )
        .optional()?;
    Ok(match row {
        Some((organization, code, _)) if organization.eq_ignore_ascii_case("EPSG") && code > 0 => {
            StatedCrs::Named(format!("EPSG:{code}"))
        }
        Some((_, _, definition)) if !definition.trim().is_empty() && definition != "undefined" => {
            StatedCrs::Named(definition)
        }
        Some((organization, code, _)) if Srs::is_our_gcj02(&organization, code) => StatedCrs::Named("GCJ-02".into()),
        _ => StatedCrs::Undefined,
    })
}

fn pour(
    connection: &Connection,
    layer: &Layer,
    feeds: &[Feed],
    mut wanted: Vec<String>,
    number: &mut u64,
    give: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    wanted.push(layer.geometry.as_deref().map_or("null".to_owned(), quoted));
    let mut statement = connection.prepare(&format!("select {} from {}", wanted.join(", "), quoted(&layer.table)))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *number += 1;
        let cells = feeds.iter().enumerate().map(|(at, feed)| Ok(cell(row.get_ref(at)?, feed.is_list)));
        let cells = cells.collect::<rusqlite::Result<_>>()?;
        let geometry = geometry(row.get_ref(feeds.len())?);
        if give(Item::Row(Given { number: *number, cells, geometry, id: Json::Null })).is_break() {
            break;
        }
    }
    Ok(())
}

fn cell(value: ValueRef<'_>, is_list: bool) -> Cell {
    let broken = |shown: String, problem: &str| {
        let why = NotAValue { problem: problem.into(), remedy: "give the value as text or a number".into() };
        Err(Unreadable { shown, why })
    };
    match value {
        ValueRef::Null => Ok(Json::Null),
        ValueRef::Integer(number) => Ok(Json::from(number)),
        // JSON knows no infinity; its text is refused as not a number.
        ValueRef::Real(number) if number.is_finite() => Ok(Json::from(number)),
        ValueRef::Real(number) => Ok(Json::from(number.to_string())),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if is_list => Ok(list_of(text).unwrap_or_else(|| Json::from(text))),
            Ok(text) => Ok(Json::from(text)),
            Err(_) => broken(String::from_utf8_lossy(bytes).into_owned(), "the text is not UTF-8"),
        },
        ValueRef::Blob(bytes) => broken(format!("{} bytes", bytes.len()), "the value is binary"),
    }
}

/// A list, which GeoPackage keeps as the text of a JSON array.
pub fn list_of(text: &str) -> Option<Json> {
    let list = || serde_json::from_str(text).ok().map(|OneRecord(list)| list);
    text.starts_with('[').then(list).flatten().filter(Json::is_array)
}

fn geometry(value: ValueRef<'_>) -> Result<Option<(Shape, bool)>, NotAValue> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Blob(blob) => match from_geopackage(blob) {
            Ok(shape) => Ok(shape.map(|shape| (shape, has_height(blob)))),
            Err(why) => Err(curve_fault(&why)),
        },
        _ => Err(NotAValue {
            problem: "the geometry is not GeoPackage binary".into(),
            remedy: "write the layer again with ogr2ogr -f GPKG".into(),
        }),
    }
}

/// Whether the WKB after the header is of a type with Z or M: 1001 to 3999, or with EWKB's flags.
fn has_height(blob: &[u8]) -> bool {
    let envelope = match blob.get(3).map(|flags| (flags >> 1) & 7) {
        Some(1) => 32,
        Some(2 | 3) => 48,
        Some(4) => 64,
        _ => 0,
    };
    match blob.get(8 + envelope..).and_then(|wkb| wkb.first_chunk::<5>()) {
        Some([order, kind @ ..]) => {
            let kind = if *order == 1 { u32::from_le_bytes(*kind) } else { u32::from_be_bytes(*kind) };
            kind & 0xc000_0000 != 0 || kind & 0x1fff_ffff >= 1000
        }
        None => false,
    }
}

/// A name within SQL.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
