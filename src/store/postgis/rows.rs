//! Rows of the database as records, and records as rows.

use std::collections::HashMap;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use sqlx::PgConnection;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::Past;
use crate::domain::Record;
use crate::domain::Value;
use crate::geom::codec::from_wkb;
use crate::store::StoreError;
use crate::store::Version;
use crate::store::error::asking;
use crate::store::facts::values_of;
use crate::store::facts::version_of;
use crate::store::layers::table;

/// The columns of a collection in the order of [`record`].
pub(super) fn columns(collection: &Collection) -> String {
    let mut columns: Vec<String> =
        ["code", "version", "valid_from::text", &instant_text("recorded_at"), "provenance"].map(String::from).into();
    if collection.geometry.is_spatial() {
        columns.push("ST_AsBinary(geom) AS geom".to_owned());
    }
    columns.extend(collection.fields.iter().map(|field| match field.kind {
        // As text: PostgreSQL has days and instants, `infinity` among them, that a calendar has not.
        FieldKind::Money | FieldKind::Date => format!("\"{0}\"::text AS \"{0}\"", field.name),
        FieldKind::Timestamp => format!("{} AS \"{}\"", instant_text(&format!("\"{}\"", field.name)), field.name),
        _ => format!("\"{}\"", field.name),
    }));
    columns.join(", ")
}

fn instant_text(column: &str) -> String {
    format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
}

fn day_of(text: Option<&str>) -> Option<NaiveDate> {
    text?.parse().ok()
}

fn instant_of(text: Option<&str>) -> DateTime<Utc> {
    text.and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map_or(DateTime::UNIX_EPOCH, |at| at.to_utc())
}

pub(super) async fn codes(connection: &mut PgConnection, collection: &Collection) -> Result<Vec<Box<str>>, StoreError> {
    let codes: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT code FROM {}", table(collection))))
        .fetch_all(connection)
        .await
        .map_err(asking(format!("reading the codes of {}", collection.name)))?;
    Ok(codes.into_iter().map(Box::from).collect())
}

pub(super) async fn of_codes(
    connection: &mut PgConnection,
    collection: &Collection,
    codes: &[Box<str>],
) -> Result<Vec<Record>, StoreError> {
    let failed = || asking(format!("reading {} by code", collection.name));
    let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
    let sql = format!("SELECT {} FROM {} WHERE code = ANY($1)", columns(collection), table(collection));
    // As in reading everything: the plan for a layer is not kept.
    let asked = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(!collection.is_layer);
    let rows = asked.bind(codes).fetch_all(connection).await.map_err(failed())?;
    rows.iter().map(|row| record(collection, row)).collect::<Result<_, _>>().map_err(failed())
}

pub(super) fn record(collection: &Collection, row: &PgRow) -> Result<Record, sqlx::Error> {
    let code: &str = row.try_get(0)?;
    let spatial = usize::from(collection.geometry.is_spatial());
    let geometry = match spatial {
        0 => None,
        _ => row.try_get::<Option<&[u8]>, _>(5)?.and_then(|wkb| match from_wkb(wkb) {
            Ok(shape) => Some(shape),
            Err(why) => {
                tracing::warn!(collection = collection.name, code, %why, "a geometry cannot be read; taken as unknown");
                None
            }
        }),
    };
    let mut values = Vec::with_capacity(collection.fields.len());
    for (at, field) in collection.fields.iter().enumerate() {
        values.push(value(collection, code, field, row, 5 + spatial + at)?);
    }
    Ok(Record {
        code: code.into(),
        geometry,
        values,
        version: row.try_get(1)?,
        valid_from: day_of(row.try_get(2)?),
        recorded_at: instant_of(row.try_get(3)?),
        provenance: row.try_get::<&str, _>(4)?.into(),
    })
}

fn value(collection: &Collection, code: &str, field: &Field, row: &PgRow, at: usize) -> Result<Value, sqlx::Error> {
    let value = match field.kind {
        FieldKind::Integer { least, most } => {
            row.try_get::<Option<i32>, _>(at)?.filter(|number| (least..=most).contains(number)).map(Value::Integer)
        }
        FieldKind::Real { least, most } => {
            let known = |number: &f64| number.is_finite() && (least..=most).contains(number);
            row.try_get::<Option<f64>, _>(at)?.filter(known).map(Value::Real)
        }
        FieldKind::Boolean => row.try_get::<Option<bool>, _>(at)?.map(Value::Boolean),
        FieldKind::TextList | FieldKind::References(_) => row
            .try_get::<Option<Vec<String>>, _>(at)?
            .map(|parts| Value::List(parts.into_iter().map(Box::from).collect())),
        // Blank is unknown, whoever wrote it.
        FieldKind::Text | FieldKind::Reference(_) => {
            row.try_get::<Option<&str>, _>(at)?.map(str::trim).filter(|text| !text.is_empty()).map(Value::text)
        }
        FieldKind::Code(_)
        | FieldKind::Document
        | FieldKind::Money
        | FieldKind::Chainage
        | FieldKind::Date
        | FieldKind::Timestamp => {
            // Other programs write to the tables too: a cell that is not what the field takes is
            // unknown, and the log says so.
            row.try_get::<Option<&str>, _>(at)?.and_then(|text| {
                Value::read(field.kind, text)
                    .inspect_err(|why| {
                        tracing::warn!(
                            collection = collection.name,
                            code,
                            field = field.name,
                            problem = why.problem,
                            "a cell cannot be read; taken as unknown"
                        );
                    })
                    .ok()
            })
        }
    };
    Ok(value.unwrap_or_default())
}

/// The last version of each of `codes` that was deleted.
pub(super) async fn ended(
    connection: &mut PgConnection,
    collection: &Collection,
    codes: &[Box<str>],
) -> Result<HashMap<Box<str>, i32>, StoreError> {
    let codes: Vec<&str> = codes.iter().map(|code| &**code).collect();
    let rows: Vec<(String, i32)> = sqlx::query_as(
        "SELECT code, max(version) FROM luzhang_changes
         WHERE operation = 'delete' AND collection = $1 AND code = ANY($2) GROUP BY code",
    )
    .bind(collection.name)
    .bind(codes)
    .fetch_all(connection)
    .await
    .map_err(asking("reading which records were deleted"))?;
    Ok(rows.into_iter().map(|(code, version)| (code.into(), version)).collect())
}

/// The columns of the history, called `h`, in the order of [`superseded`].
fn history_columns() -> String {
    format!(
        "h.version, ST_AsBinary(h.geom), h.facts, h.valid_from::text, {}, h.provenance, h.code",
        instant_text("h.recorded_at")
    )
}

fn superseded(collection: &Collection, row: &PgRow) -> Result<Record, sqlx::Error> {
    Ok(Record {
        code: row.try_get::<&str, _>(6)?.into(),
        geometry: row.try_get::<Option<&[u8]>, _>(1)?.and_then(|wkb| from_wkb(wkb).ok()),
        values: values_of(collection, row.try_get(2)?),
        version: row.try_get(0)?,
        valid_from: day_of(row.try_get(3)?),
        recorded_at: instant_of(row.try_get(4)?),
        provenance: row.try_get::<Option<&str>, _>(5)?.unwrap_or_default().into(),
    })
}

pub(super) async fn past(
    connection: &mut PgConnection,
    collection: &'static Collection,
    past: Past,
    code: Option<&str>,
) -> Result<Vec<Record>, StoreError> {
    let failed = || asking("reading the past");
    let sql = format!(
        "SELECT DISTINCT ON (h.code) {} FROM luzhang_history h
         WHERE h.collection = $1 AND ($4::text IS NULL OR h.code = $4)
           AND ($2::date IS NULL OR h.valid_from IS NULL OR h.valid_from <= $2)
           AND ($3::timestamptz IS NULL OR h.recorded_at <= $3)
           AND NOT EXISTS (
               SELECT FROM luzhang_changes c JOIN luzhang_revisions r ON r.revision = c.revision
               WHERE c.operation = 'delete' AND c.collection = h.collection AND c.code = h.code
                 AND c.version > h.version
                 AND ($2 IS NULL OR (r.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= $2)
                 AND ($3 IS NULL OR r.recorded_at <= $3))
         ORDER BY h.code, h.version DESC",
        history_columns()
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(collection.name)
        .bind(past.valid_on)
        .bind(past.recorded_by)
        .bind(code)
        .fetch_all(connection)
        .await
        .map_err(failed())?;
    rows.iter().map(|row| superseded(collection, row)).collect::<Result<_, _>>().map_err(failed())
}

pub(super) async fn undated_after(
    connection: &mut PgConnection,
    collection: &'static Collection,
    day: NaiveDate,
) -> Result<Vec<Record>, StoreError> {
    let failed = || asking("reading the past");
    let sql = format!(
        "SELECT {} FROM luzhang_history h
         WHERE h.collection = $1 AND h.version = 1 AND h.valid_from > $2
           AND h.valid_from = (h.recorded_at AT TIME ZONE 'Asia/Shanghai')::date
         ORDER BY h.code",
        history_columns()
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(collection.name)
        .bind(day)
        .fetch_all(connection)
        .await
        .map_err(failed())?;
    rows.iter().map(|row| superseded(collection, row)).collect::<Result<_, _>>().map_err(failed())
}

pub(super) async fn history(
    connection: &mut PgConnection,
    collection: &'static Collection,
    code: &str,
) -> Result<Vec<Version>, StoreError> {
    let failed = || asking("reading the history");
    let past = format!(
        "SELECT {} FROM luzhang_history h WHERE collection = $1 AND code = $2 ORDER BY version",
        history_columns()
    );
    let past = sqlx::query(sqlx::AssertSqlSafe(past))
        .bind(collection.name)
        .bind(code)
        .fetch_all(&mut *connection)
        .await
        .map_err(failed())?;
    let mut records =
        past.iter().map(|row| superseded(collection, row)).collect::<Result<Vec<_>, _>>().map_err(failed())?;
    records.extend(of_codes(&mut *connection, collection, &[code.into()]).await?);
    let changes: Vec<(i64, i32, String, String, String)> = sqlx::query_as(
        "SELECT c.revision, c.version, c.operation, r.who, r.why
         FROM luzhang_changes c JOIN luzhang_revisions r ON r.revision = c.revision
         WHERE c.collection = $1 AND c.code = $2 ORDER BY c.revision, c.ordinal",
    )
    .bind(collection.name)
    .bind(code)
    .fetch_all(connection)
    .await
    .map_err(failed())?;
    let version = |(revision, version, operation, who, why): (i64, i32, String, String, String)| {
        let (record, operation) = version_of(&records, version, &operation)?;
        Some(Version { record, revision, operation, who, why })
    };
    Ok(changes.into_iter().filter_map(version).collect())
}
