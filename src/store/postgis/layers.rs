//! The tables of reference layers in the database, made in the transaction that fills them.

use std::fmt::Write;

use sqlx::PgConnection;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::store::StoreError;
use crate::store::error::asking;
use crate::store::layers;

pub(super) async fn all(connection: &mut PgConnection) -> Result<Vec<&'static Collection>, StoreError> {
    let described: Vec<String> = sqlx::query_scalar("SELECT description FROM luzhang_layers ORDER BY name")
        .fetch_all(connection)
        .await
        .map_err(asking("reading which layers there are"))?;
    Ok(described.iter().filter_map(|description| layers::read(description)).collect())
}

/// How the layer of that name is described now.
pub(super) async fn standing(connection: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("SELECT description FROM luzhang_layers WHERE name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await
        .map_err(asking("reading which layers there are"))
}

/// Makes the table of a layer, where none of that name is. From then on it is watched as the tables
/// of the collections are.
pub(super) async fn make(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let failed = || asking(format!("making the layer {}", layer.name));
    let table = layers::table(layer);
    let taken: bool = sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
        .bind(&table)
        .fetch_one(&mut *connection)
        .await
        .map_err(failed())?;
    if taken {
        return Err(StoreError::Taken(layer.name.to_owned()));
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(ddl(layer))).execute(&mut *connection).await.map_err(failed())?;
    sqlx::query("SELECT luzhang_watch($1)").bind(layer.name).execute(&mut *connection).await.map_err(failed())?;
    sqlx::query("INSERT INTO luzhang_layers VALUES ($1, $2)")
        .bind(layer.name)
        .bind(layers::written(layer))
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(failed())
}

pub(super) async fn drop(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let sql = format!("DROP TABLE {}; DELETE FROM luzhang_layers WHERE name = '{}'", layers::table(layer), layer.name);
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(connection)
        .await
        .map(|_| ())
        .map_err(asking(format!("making the layer {} anew", layer.name)))
}

/// As the migrations make the tables of the collections.
fn ddl(layer: &Collection) -> String {
    let table = layers::table(layer);
    let mut sql = format!("CREATE TABLE {table} (fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,");
    let shape = layer.geometry.sql_name();
    if let Some(shape) = shape {
        let _ = write!(sql, "geom geometry({shape}, 4490),");
    }
    sql.push_str("code text PRIMARY KEY,");
    for field in layer.fields {
        let _ = write!(sql, "\"{}\" {},", field.name, column_type(field.kind));
    }
    sql.push_str(
        "version integer NOT NULL DEFAULT 1, valid_from date NOT NULL DEFAULT current_date,
         recorded_at timestamptz NOT NULL DEFAULT now(), provenance text NOT NULL DEFAULT '');",
    );
    if shape.is_some() {
        let _ = write!(sql, "CREATE INDEX {}_geom ON {table} USING gist (geom);", layer.name);
    }
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
