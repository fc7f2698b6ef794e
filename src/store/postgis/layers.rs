//! The tables of reference layers in the database, made in the transaction that fills them.

use std::fmt::Write;

use sqlx::PgConnection;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::store::StoreError;
use crate::store::error::asking;
use crate::store::layers;
use crate::store::postgis::lines;

/// Codes of PostgreSQL.
const NO_TABLE: &str = "42P01";
const DEPENDED_ON: &str = "2BP01";

/// The layers that this role may read: one that it may not must not keep it from all the rest.
pub(super) async fn all(connection: &mut PgConnection) -> Result<Vec<&'static Collection>, StoreError> {
    let described: Vec<String> = sqlx::query_scalar(
        "SELECT description FROM luzhang_layers
         WHERE has_table_privilege(to_regclass(quote_ident(name)), 'SELECT') ORDER BY name",
    )
    .fetch_all(connection)
    .await
    .map_err(asking("reading which layers there are"))?;
    Ok(described.iter().filter_map(|description| layers::read(description)).collect())
}

/// Waits for whoever makes one of these anew, and keeps others from it until the transaction ends.
/// To be asked before the transaction sees anything: a table that is made later is empty to it. Says
/// whether all are still there.
pub(super) async fn hold(connection: &mut PgConnection, held: &[&Collection]) -> Result<bool, StoreError> {
    if held.is_empty() {
        return Ok(true);
    }
    let tables: Vec<String> = held.iter().map(|layer| layers::table(layer)).collect();
    let lock = format!("LOCK TABLE {} IN ACCESS SHARE MODE", tables.join(", "));
    match sqlx::raw_sql(sqlx::AssertSqlSafe(lock)).execute(connection).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(why)) if why.code().as_deref() == Some(NO_TABLE) => Ok(false),
        Err(why) => Err(asking("reading the layers")(why)),
    }
}

/// How the layer of that name is described now.
pub(super) async fn standing(connection: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("SELECT description FROM luzhang_layers WHERE name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await
        .map_err(asking("reading which layers there are"))
}

/// Refuses a name under which there is something that is no layer.
pub(super) async fn refuse_taken(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let taken: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace)
             OR EXISTS (SELECT FROM pg_type WHERE typname = $1 AND typnamespace = current_schema()::regnamespace)",
    )
    .bind(layer.name)
    .fetch_one(connection)
    .await
    .map_err(asking(format!("making the layer {}", layer.name)))?;
    if taken { Err(StoreError::Taken(layer.name.to_owned())) } else { Ok(()) }
}

/// Makes a table of the session that stands before the one of that name: it is filled without anybody
/// having to wait.
pub(super) async fn stage(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let sql = format!("CREATE TEMP TABLE {} ({}) ON COMMIT DROP", layers::table(layer), columns(layer));
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(asking(format!("making the layer {}", layer.name)))
}

/// Puts what was staged where others see it, in place of what stood. From then on it is watched as the
/// tables of the collections are; who could read or edit the old table can do so with the new one.
pub(super) async fn publish(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let failed = || asking(format!("making the layer {}", layer.name));
    let (name, table, columns) = (layer.name, layers::table(layer), columns(layer));
    let schema: String = sqlx::query_scalar("SELECT quote_ident(current_schema())")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed())?;
    let grants: Vec<String> = sqlx::query_scalar(
        "SELECT format('GRANT %s ON %s TO %s', privilege_type, $2, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
         FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass($1) AND grantee <> relowner",
    )
    .bind(format!("{schema}.{table}"))
    .bind(&table)
    .fetch_all(&mut *connection)
    .await
    .map_err(failed())?;
    let filled = lines::columns(layer);
    let index =
        if layer.geometry.is_spatial() { format!("CREATE INDEX ON {table} USING gist (geom);") } else { String::new() };
    let sql = format!(
        "DROP TABLE IF EXISTS {schema}.{table};
         CREATE TABLE {schema}.{table} ({columns});
         INSERT INTO {schema}.{table} ({filled}) SELECT {filled} FROM pg_temp.{table};
         DROP TABLE pg_temp.{table};
         {index} SELECT luzhang_watch('{name}'); {}",
        grants.join("; ")
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.map_err(|why| match &why {
        sqlx::Error::Database(cause) if cause.code().as_deref() == Some(DEPENDED_ON) => {
            StoreError::Needed { layer: name.to_owned(), source: why }
        }
        _ => failed()(why),
    })?;
    sqlx::query(
        "INSERT INTO luzhang_layers VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET description = excluded.description",
    )
    .bind(name)
    .bind(layers::written(layer))
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(failed())
}

/// As the migrations make the tables of the collections.
fn columns(layer: &Collection) -> String {
    let mut sql = String::from("fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,");
    if let Some(shape) = layer.geometry.sql_name() {
        let _ = write!(sql, "geom geometry({shape}, 4490),");
    }
    sql.push_str("code text PRIMARY KEY,");
    for field in layer.fields {
        let _ = write!(sql, "\"{}\" {},", field.name, column_type(field.kind));
    }
    sql.push_str(
        "version integer NOT NULL DEFAULT 1, valid_from date NOT NULL DEFAULT current_date,
         recorded_at timestamptz NOT NULL DEFAULT now(), provenance text NOT NULL DEFAULT ''",
    );
    sql
}

fn column_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer { .. } => "integer",
        FieldKind::Real { .. } => "double precision",
        FieldKind::Boolean => "boolean",
        FieldKind::Date => "date",
        FieldKind::Timestamp => "timestamptz",
        _ => "text",
    }
}
