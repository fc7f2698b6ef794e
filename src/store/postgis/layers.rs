//! The tables of reference layers in the database, made in the transaction that fills them.

use std::fmt::Write;
use std::time::Duration;

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
const NO_LOCK: &str = "55P03";
const DEADLOCK: &str = "40P01";

/// So often a layer is tried to be had from its readers, with such a pause between: some two minutes.
const TRIES: usize = 240;
const PAUSE: Duration = Duration::from_millis(300);

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

/// Waits a little for whoever makes one of these anew, and keeps others from it until the transaction
/// ends. To be asked before the transaction sees anything: a table that is made later is empty to it.
/// Says whether all are still there.
pub(super) async fn hold(connection: &mut PgConnection, held: &[&'static Collection]) -> Result<bool, StoreError> {
    for layer in held {
        match lock(connection, layer, "ACCESS SHARE", "5s").await {
            Ok(()) => {}
            Err(sqlx::Error::Database(why)) if why.code().as_deref() == Some(NO_TABLE) => return Ok(false),
            Err(why) => return Err(held_by_others(layer)(why)),
        }
    }
    Ok(true)
}

async fn lock(connection: &mut PgConnection, layer: &Collection, mode: &str, at_most: &str) -> Result<(), sqlx::Error> {
    let sql = format!("SET LOCAL lock_timeout = '{at_most}'; LOCK TABLE {} IN {mode} MODE", layers::table(layer));
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await?;
    sqlx::raw_sql("SET LOCAL lock_timeout = '30s'").execute(connection).await.map(|_| ())
}

/// Who waits for us with the table locked, and whom we would wait for, is a deadlock.
fn held_by_others(layer: &Collection) -> impl FnOnce(sqlx::Error) -> StoreError {
    let layer = layer.name;
    move |why| match &why {
        sqlx::Error::Database(cause) if cause.code().is_some_and(|code| [NO_LOCK, DEADLOCK].contains(&&*code)) => {
            StoreError::Held { layer: layer.to_owned(), source: why }
        }
        _ => asking(format!("locking the layer {layer}"))(why),
    }
}

/// Keeps others from editing a layer that is to be made anew, before the work begins; refuses one on
/// which there are rights that cannot be carried over.
pub(super) async fn claim(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    lock(connection, layer, "SHARE ROW EXCLUSIVE", "5s").await.map_err(held_by_others(layer))?;
    let is_guarded: bool = sqlx::query_scalar(
        "SELECT relrowsecurity OR EXISTS (SELECT FROM pg_policy WHERE polrelid = oid)
             OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attacl IS NOT NULL)
         FROM pg_class WHERE oid = to_regclass($1)",
    )
    .bind(layers::table(layer))
    .fetch_one(connection)
    .await
    .map_err(asking(format!("looking at the layer {}", layer.name)))?;
    if is_guarded { Err(StoreError::Guarded(layer.name.to_owned())) } else { Ok(()) }
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
        "SELECT format('GRANT %s ON %s TO %s%s', privilege_type, $2, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
             CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
         FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass($1) AND grantee <> relowner",
    )
    .bind(format!("{schema}.{table}"))
    .bind(&table)
    .fetch_all(&mut *connection)
    .await
    .map_err(failed())?;
    let filled = lines::columns(layer);
    let making = format!("{schema}.\"luzhang_making_{name}\"");
    let index = if layer.geometry.is_spatial() {
        format!("CREATE INDEX ON {making} USING gist (geom);")
    } else {
        String::new()
    };
    let make = format!(
        "CREATE TABLE {making} ({columns});
         INSERT INTO {making} ({filled}) SELECT {filled} FROM pg_temp.{table};
         DROP TABLE pg_temp.{table}; {index}"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(make)).execute(&mut *connection).await.map_err(failed())?;
    if is_standing(connection, layer).await? {
        take_from_readers(connection, layer).await?;
    }
    let put = format!(
        "DROP TABLE IF EXISTS {schema}.{table}; ALTER TABLE {making} RENAME TO {table};
         SELECT luzhang_watch('{name}'); {}",
        grants.join("; ")
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(put)).execute(&mut *connection).await.map_err(|why| match &why {
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

async fn is_standing(connection: &mut PgConnection, layer: &Collection) -> Result<bool, StoreError> {
    sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
        .bind(layers::table(layer))
        .fetch_one(connection)
        .await
        .map_err(asking(format!("making the layer {}", layer.name)))
}

/// Waits until nobody reads a table, in short tries: whoever waits for long keeps all others waiting.
async fn take_from_readers(connection: &mut PgConnection, layer: &Collection) -> Result<(), StoreError> {
    let failed = || asking(format!("making the layer {}", layer.name));
    let mut tries = 0;
    loop {
        sqlx::raw_sql("SAVEPOINT taking").execute(&mut *connection).await.map_err(failed())?;
        let Err(why) = lock(connection, layer, "ACCESS EXCLUSIVE", "200ms").await else { return Ok(()) };
        sqlx::raw_sql("ROLLBACK TO taking").execute(&mut *connection).await.map_err(failed())?;
        tries += 1;
        if tries == TRIES {
            return Err(held_by_others(layer)(why));
        }
        tokio::time::sleep(PAUSE).await;
    }
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
