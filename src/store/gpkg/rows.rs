//! Rows of the file as records, and records as rows.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::SecondsFormat;
use chrono::Utc;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::types::Value as Sql;
use rusqlite::types::ValueRef;

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::Past;
use crate::domain::Record;
use crate::domain::Value;
use crate::geom::codec::from_geopackage;
use crate::geom::codec::to_geopackage;
use crate::store::StoreError;
use crate::store::Version;
use crate::store::error::doing;
use crate::store::facts::values_of;
use crate::store::facts::version_of;
use crate::store::layers::table;

/// EPSG code of every layer.
const SRS_ID: i32 = 4490;

/// The columns of a collection in the order of [`record`] and [`cells`].
pub(super) fn columns(collection: &Collection) -> String {
    let mut columns = vec!["code".to_owned()];
    columns.extend(["version", "valid_from", "recorded_at", "provenance"].map(String::from));
    if collection.geometry.is_spatial() {
        columns.push("geom".to_owned());
    }
    columns.extend(collection.fields.iter().map(|field| format!("\"{}\"", field.name)));
    columns.join(", ")
}

/// Reads every current record, in the order of the file, until `take` wants no more.
pub(super) fn each(
    connection: &Connection,
    collection: &Collection,
    mut take: impl FnMut(Record) -> bool,
) -> Result<(), StoreError> {
    let failed = || doing(format!("reading {}", collection.name));
    let sql = format!("SELECT {} FROM {}", columns(collection), table(collection));
    let mut statement = connection.prepare(&sql).map_err(failed())?;
    let mut rows = statement.query([]).map_err(failed())?;
    while let Some(row) = rows.next().map_err(failed())? {
        let Some(record) = record(collection, row).map_err(failed())? else { continue };
        if !take(record) {
            break;
        }
    }
    Ok(())
}

pub(super) fn codes(connection: &Connection, collection: &Collection) -> Result<Vec<Box<str>>, StoreError> {
    let failed = || doing(format!("reading the codes of {}", collection.name));
    let mut statement = connection.prepare(&format!("SELECT code FROM {}", table(collection))).map_err(failed())?;
    let codes = statement.query_map([], |row| row.get::<_, String>(0).map(Box::from)).map_err(failed())?;
    codes.collect::<Result<_, _>>().map_err(failed())
}

pub(super) fn of_codes(
    connection: &Connection,
    collection: &Collection,
    codes: &[Box<str>],
) -> Result<Vec<Record>, StoreError> {
    let failed = || doing(format!("reading {} by code", collection.name));
    let sql = format!("SELECT {} FROM {} WHERE code = ?", columns(collection), table(collection));
    let mut statement = connection.prepare_cached(&sql).map_err(failed())?;
    let mut found = Vec::new();
    for code in codes {
        let mut rows = statement.query([&**code]).map_err(failed())?;
        if let Some(row) = rows.next().map_err(failed())? {
            found.extend(record(collection, row).map_err(failed())?);
        }
    }
    Ok(found)
}

/// `None` for a row without a code, which nothing can name; the log says so. A version that is no
/// number counts as the first.
fn record(collection: &Collection, row: &Row) -> rusqlite::Result<Option<Record>> {
    let Some(code) = text(row.get_ref(0)?).map(Box::<str>::from) else {
        tracing::warn!(collection = collection.name, "a row has no code that can be read; it is left out");
        return Ok(None);
    };
    let spatial = usize::from(collection.geometry.is_spatial());
    let geometry = match spatial {
        0 => None,
        _ => shape(collection, &code, row.get_ref(5)?),
    };
    let mut values = Vec::with_capacity(collection.fields.len());
    for (at, field) in collection.fields.iter().enumerate() {
        values.push(value(collection, &code, field, row.get_ref(5 + spatial + at)?));
    }
    Ok(Some(Record {
        geometry,
        values,
        version: row.get(1).unwrap_or(1),
        valid_from: text(row.get_ref(2)?).and_then(|day| day.parse().ok()),
        recorded_at: text(row.get_ref(3)?).map_or(DateTime::UNIX_EPOCH, instant),
        provenance: text(row.get_ref(4)?).unwrap_or_default().into(),
        code,
    }))
}

fn text(cell: ValueRef<'_>) -> Option<&str> {
    cell.as_str_or_null().ok().flatten()
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).map_or(DateTime::UNIX_EPOCH, |at| at.to_utc())
}

fn shape(collection: &Collection, code: &str, cell: ValueRef<'_>) -> Option<crate::geom::Shape> {
    let blob = cell.as_blob_or_null().ok().flatten()?;
    match from_geopackage(blob) {
        Ok(shape) => shape,
        Err(why) => {
            tracing::warn!(collection = collection.name, code, %why, "a geometry cannot be read; taken as unknown");
            None
        }
    }
}

/// Other programs write to the file too: a cell that is not what the field takes is unknown, and
/// the log says so.
fn value(collection: &Collection, code: &str, field: &Field, cell: ValueRef<'_>) -> Value {
    let read = match (field.kind, cell) {
        (_, ValueRef::Null) => return Value::Null,
        (FieldKind::Integer { least, most }, ValueRef::Integer(number)) => {
            i32::try_from(number).ok().filter(|number| (least..=most).contains(number)).map(Value::Integer)
        }
        (FieldKind::Real { least, most }, ValueRef::Real(number)) => {
            (least..=most).contains(&number).then_some(Value::Real(number))
        }
        (FieldKind::Boolean, ValueRef::Integer(flag)) => Some(Value::Boolean(flag != 0)),
        (FieldKind::TextList | FieldKind::References(_), ValueRef::Text(json)) => {
            serde_json::from_slice(json).ok().map(Value::List)
        }
        (kind, ValueRef::Text(text)) => std::str::from_utf8(text).ok().and_then(|text| Value::read(kind, text).ok()),
        (kind, ValueRef::Integer(number)) => Value::read(kind, &number.to_string()).ok(),
        (kind, ValueRef::Real(number)) => Value::read(kind, &number.to_string()).ok(),
        (_, ValueRef::Blob(_)) => None,
    };
    read.unwrap_or_else(|| {
        tracing::warn!(
            collection = collection.name,
            code,
            field = field.name,
            "a cell cannot be read; taken as unknown"
        );
        Value::Null
    })
}

pub(super) fn sql_value(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Integer(number) => Sql::Integer(i64::from(*number)),
        Value::Real(number) => Sql::Real(*number),
        Value::Boolean(yes) => Sql::Integer(i64::from(*yes)),
        Value::List(parts) => Sql::Text(serde_json::json!(parts).to_string()),
        Value::Timestamp(at) if at.timestamp_subsec_micros() % 1000 == 0 => Sql::Text(written_instant(*at)),
        other => Sql::Text(other.written()),
    }
}

/// GeoPackage writes instants to the millisecond, in UTC.
pub(super) fn written_instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The cells of a record in the order of [`columns`].
pub(super) fn cells(collection: &Collection, record: &Record) -> Vec<Sql> {
    let mut cells = vec![
        Sql::Text(record.code.to_string()),
        Sql::Integer(i64::from(record.version)),
        record.valid_from.map_or(Sql::Null, |day| Sql::Text(day.to_string())),
        Sql::Text(written_instant(record.recorded_at)),
        Sql::Text(record.provenance.to_string()),
    ];
    if collection.geometry.is_spatial() {
        cells.push(record.geometry.as_ref().map_or(Sql::Null, |shape| Sql::Blob(to_geopackage(shape, SRS_ID))));
    }
    cells.extend(record.values.iter().map(sql_value));
    cells
}

/// A row of the history: version, shape, facts, first day, instant, provenance, code.
fn superseded(collection: &Collection, row: &Row) -> rusqlite::Result<Record> {
    let code: String = row.get(6)?;
    Ok(Record {
        geometry: shape(collection, &code, row.get_ref(1)?),
        values: values_of(collection, &row.get::<_, String>(2)?),
        version: row.get(0)?,
        valid_from: text(row.get_ref(3)?).and_then(|day| day.parse().ok()),
        recorded_at: text(row.get_ref(4)?).map_or(DateTime::UNIX_EPOCH, instant),
        provenance: text(row.get_ref(5)?).unwrap_or_default().into(),
        code: code.into(),
    })
}

pub(super) fn past(
    connection: &Connection,
    collection: &'static Collection,
    past: Past,
    code: Option<&str>,
) -> Result<Vec<Record>, StoreError> {
    let failed = || doing("reading the past");
    // Of a group, SQLite gives the other columns of the row with the greatest version.
    let mut versions = connection
        .prepare_cached(
            "SELECT max(h.version), h.geom, h.facts, h.valid_from, h.recorded_at, h.provenance, h.code
             FROM luzhang_history h
             WHERE h.collection = ?1 AND (?4 IS NULL OR h.code = ?4)
               AND (?2 IS NULL OR h.valid_from IS NULL OR h.valid_from <= ?2)
               AND (?3 IS NULL OR h.recorded_at <= ?3)
               AND NOT EXISTS (
                   SELECT 1 FROM luzhang_changes c JOIN luzhang_revisions r ON r.revision = c.revision
                   WHERE c.operation = 'delete' AND c.collection = h.collection AND c.code = h.code
                     AND c.version > h.version
                     AND (?2 IS NULL OR date(r.recorded_at, '+8 hours') <= ?2)
                     AND (?3 IS NULL OR r.recorded_at <= ?3))
             GROUP BY h.code ORDER BY h.code",
        )
        .map_err(failed())?;
    let day = past.valid_on.map(|day| day.to_string());
    let instant = past.recorded_by.map(written_instant);
    let found = versions.query_map((collection.name, day, instant, code), |row| superseded(collection, row));
    found.map_err(failed())?.collect::<Result<_, _>>().map_err(failed())
}

pub(super) fn undated_after(
    connection: &Connection,
    collection: &'static Collection,
    day: NaiveDate,
) -> Result<Vec<Record>, StoreError> {
    let failed = || doing("reading the past");
    let mut versions = connection
        .prepare_cached(
            "SELECT version, geom, facts, valid_from, recorded_at, provenance, code FROM luzhang_history
             WHERE collection = ?1 AND version = 1 AND valid_from > ?2 AND valid_from = date(recorded_at, '+8 hours')
             ORDER BY code",
        )
        .map_err(failed())?;
    let found = versions.query_map((collection.name, day.to_string()), |row| superseded(collection, row));
    found.map_err(failed())?.collect::<Result<_, _>>().map_err(failed())
}

pub(super) fn history(
    connection: &Connection,
    collection: &'static Collection,
    code: &str,
) -> Result<Vec<Version>, StoreError> {
    let failed = || doing("reading the history");
    let mut past = connection
        .prepare_cached(
            "SELECT version, geom, facts, valid_from, recorded_at, provenance, code FROM luzhang_history
             WHERE collection = ? AND code = ? ORDER BY version",
        )
        .map_err(failed())?;
    let past = past.query_map((collection.name, code), |row| superseded(collection, row));
    let mut records = past.map_err(failed())?.collect::<Result<Vec<_>, _>>().map_err(failed())?;
    records.extend(of_codes(connection, collection, &[code.into()])?);
    let mut changes = connection
        .prepare_cached(
            "SELECT c.revision, c.version, c.operation, r.who, r.why
             FROM luzhang_changes c JOIN luzhang_revisions r ON r.revision = c.revision
             WHERE c.collection = ? AND c.code = ? ORDER BY c.revision, c.ordinal",
        )
        .map_err(failed())?;
    let made = changes.query_map((collection.name, code), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i32>(1)?, row.get::<_, String>(2)?, row.get(3)?, row.get(4)?))
    });
    let mut versions = Vec::new();
    for change in made.map_err(failed())? {
        let (revision, version, operation, who, why) = change.map_err(failed())?;
        if let Some((record, operation)) = version_of(&records, version, &operation) {
            versions.push(Version { record, revision, operation, who, why });
        }
    }
    Ok(versions)
}
