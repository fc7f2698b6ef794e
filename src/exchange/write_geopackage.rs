//! GeoPackage 1.3 (OGC 12-128r17), of one layer or several, with their R-trees, as GDAL and QGIS expect it.
//!
//! Nothing in it depends on the clock: the layer's last change is the latest `recorded_at` of its
//! records, so that the same records give the same file.

use std::path::Path;

use chrono::DateTime;
use chrono::SecondsFormat;
use chrono::Utc;
use geo::BoundingRect;
use rusqlite::Connection;
use rusqlite::params;
use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::place::Place;
use crate::exchange::place::publish;
use crate::exchange::srs::Srs;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;
use crate::geom::codec::to_geopackage;

/// `GPKG`, in the header of the file.
const APPLICATION_ID: i32 = 0x4750_4b47;
/// Version 1.3.0.
const USER_VERSION: i32 = 10_300;

pub struct GeoPackageFile {
    collection: &'static Collection,
    file: Connection,
    insert: String,
    srs: Srs,
    last_change: DateTime<Utc>,
    place: Place,
}

impl GeoPackageFile {
    pub fn begin(collection: &'static Collection, place: Place, path: &Path, srs: Srs) -> Result<Self, ExchangeError> {
        let file = Connection::open(&place.growing)
            .and_then(|file| {
                create_file(&file, &srs)?;
                create_layer(&file, collection)?;
                Ok(file)
            })
            .map_err(|why| failed(path, why))?;
        let insert = insert_into(collection);
        Ok(Self { collection, file, insert, srs, last_change: DateTime::UNIX_EPOCH, place })
    }

    /// Completes the layer and begins another.
    pub fn next_layer(&mut self, collection: &'static Collection, path: &Path) -> Result<(), ExchangeError> {
        self.complete_layer()
            .and_then(|()| self.file.execute_batch("delete from temp.boxes"))
            .and_then(|()| create_layer(&self.file, collection))
            .map_err(|why| failed(path, why))?;
        self.collection = collection;
        self.insert = insert_into(collection);
        Ok(())
    }
}

fn insert_into(collection: &Collection) -> String {
    let mut columns = vec!["code".to_owned()];
    columns.extend(collection.fields.iter().map(|field| format!("\"{}\"", field.name)));
    columns.extend(["valid_from".to_owned(), "provenance".to_owned()]);
    columns.extend(collection.geometry.is_spatial().then(|| "geom".to_owned()));
    let marks = vec!["?"; columns.len()].join(", ");
    format!("insert into \"{}\" ({}) values ({marks})", collection.name, columns.join(", "))
}

impl GeoPackageFile {
    fn insert(&mut self, row: Vec<Sql>, shape: Option<&Shape>) -> rusqlite::Result<()> {
        self.file.prepare_cached(&self.insert)?.execute(params_from_iter(row))?;
        if let (true, Some(extent)) =
            (self.collection.geometry.is_spatial(), shape.and_then(BoundingRect::bounding_rect))
        {
            let (least, most) = (extent.min(), extent.max());
            self.file.prepare_cached("insert into temp.boxes values (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                self.file.last_insert_rowid(),
                least.x,
                most.x,
                least.y,
                most.y
            ])?;
        }
        Ok(())
    }

    fn complete_layer(&self) -> rusqlite::Result<()> {
        let name = self.collection.name;
        let is_spatial = self.collection.geometry.is_spatial();
        self.file.execute(
            "insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) \
             values (?1, ?2, ?1, ?3, ?4, ?5)",
            params![
                name,
                if is_spatial { "features" } else { "attributes" },
                self.collection.title_zh,
                self.last_change.to_rfc3339_opts(SecondsFormat::Millis, true),
                is_spatial.then_some(self.srs.id),
            ],
        )?;
        if let Some(kind) = self.collection.geometry.sql_name() {
            self.file.execute(
                "update gpkg_contents set (min_x, max_x, min_y, max_y) = \
                 (select min(min_x), max(max_x), min(min_y), max(max_y) from temp.boxes)",
                [],
            )?;
            self.file.execute(
                "insert into gpkg_geometry_columns values (?1, 'geom', ?2, ?3, 0, 0)",
                params![name, kind, self.srs.id],
            )?;
            self.file.execute_batch(&index_of(name))?;
        }
        Ok(())
    }
}

impl RecordFile for GeoPackageFile {
    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        self.last_change = self.last_change.max(record.recorded_at);
        let mut row = vec![text(&*record.code)];
        row.extend(record.values.iter().map(sql));
        row.push(record.valid_from.map_or(Sql::Null, |day| text(day.to_string())));
        row.push(text(&*record.provenance));
        if self.collection.geometry.is_spatial() {
            row.push(shape.map_or(Sql::Null, |shape| Sql::Blob(to_geopackage(shape, self.srs.id))));
        }
        self.insert(row, shape).map_err(|why| failed(path, why))
    }

    fn finish(self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        self.complete_layer().and_then(|()| self.file.execute_batch("commit")).map_err(|why| failed(path, why))?;
        self.file.close().map_err(|(_, why)| failed(path, why))?;
        publish(vec![self.place], path)
    }
}

fn create_file(file: &Connection, srs: &Srs) -> rusqlite::Result<()> {
    // The file counts only once it is whole, so it needs no journal of its own.
    file.execute_batch("pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;")?;
    file.execute_batch(&format!("pragma application_id = {APPLICATION_ID}; pragma user_version = {USER_VERSION};"))?;
    file.execute_batch("begin")?;
    file.execute_batch(TABLES)?;
    let mut rows = Srs::required().to_vec();
    if rows.iter().all(|row| row.id != srs.id) {
        rows.push(srs.clone());
    }
    for row in rows {
        file.execute(
            "insert into gpkg_spatial_ref_sys values (?1, ?2, ?3, ?4, ?5, null)",
            params![row.name, row.id, row.organization, row.code, row.definition],
        )?;
    }
    Ok(())
}

fn create_layer(file: &Connection, collection: &Collection) -> rusqlite::Result<()> {
    let mut columns = vec!["fid integer primary key autoincrement not null".to_owned()];
    columns.extend(collection.geometry.sql_name().map(|kind| format!("geom {kind}")));
    columns.push("code TEXT not null".into());
    columns.extend(collection.fields.iter().map(|field| format!("\"{}\" {}", field.name, sql_type(field.kind))));
    columns.extend(["valid_from DATE".to_owned(), "provenance TEXT".to_owned()]);
    file.execute_batch(&format!("create table \"{}\" ({});", collection.name, columns.join(", ")))
}

/// The types of GeoPackage, table 1. Money and chainage stay text: a number would lose the cent, and
/// the kilometre.
fn sql_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Integer { .. } => "MEDIUMINT",
        FieldKind::Real { .. } => "DOUBLE",
        FieldKind::Boolean => "BOOLEAN",
        FieldKind::Date => "DATE",
        FieldKind::Timestamp => "DATETIME",
        FieldKind::Text
        | FieldKind::Document
        | FieldKind::TextList
        | FieldKind::Reference(_)
        | FieldKind::References(_)
        | FieldKind::Code(_)
        | FieldKind::Money
        | FieldKind::Chainage => "TEXT",
    }
}

fn sql(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Integer(number) => Sql::Integer((*number).into()),
        Value::Real(number) => Sql::Real(*number),
        Value::Boolean(yes) => Sql::Integer((*yes).into()),
        Value::List(parts) => text(parts.iter().map(|part| &**part).collect::<serde_json::Value>().to_string()),
        // GeoPackage wants milliseconds; where there is more, the fact goes before the form.
        Value::Timestamp(instant) => match instant.timestamp_subsec_nanos() % 1_000_000 {
            0 => text(instant.to_rfc3339_opts(SecondsFormat::Millis, true)),
            _ => text(value.written()),
        },
        Value::Text(_) | Value::Date(_) | Value::Money(_) | Value::Chainage(_) => text(value.written()),
    }
}

fn text(text: impl Into<String>) -> Sql {
    Sql::Text(text.into())
}

fn failed(path: &Path, why: rusqlite::Error) -> ExchangeError {
    ExchangeError::sqlite("writing", path, why)
}

/// OGC 12-128r17, annex C.
const TABLES: &str = "
create table gpkg_spatial_ref_sys (
  srs_name TEXT not null,
  srs_id INTEGER not null primary key,
  organization TEXT not null,
  organization_coordsys_id INTEGER not null,
  definition TEXT not null,
  description TEXT);
create table gpkg_contents (
  table_name TEXT not null primary key,
  data_type TEXT not null,
  identifier TEXT unique,
  description TEXT default '',
  last_change DATETIME not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys(srs_id));
create table gpkg_geometry_columns (
  table_name TEXT not null,
  column_name TEXT not null,
  geometry_type_name TEXT not null,
  srs_id INTEGER not null,
  z TINYINT not null,
  m TINYINT not null,
  constraint pk_geom_cols primary key (table_name, column_name),
  constraint uk_gc_table_name unique (table_name),
  constraint fk_gc_tn foreign key (table_name) references gpkg_contents(table_name),
  constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
create table gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT not null,
  definition TEXT not null,
  scope TEXT not null,
  constraint ge_tce unique (table_name, column_name, extension_name));
create temp table boxes (fid integer primary key, min_x real, max_x real, min_y real, max_y real);
";

/// The R-tree of a layer (12-128r17, annex F.3), filled at once from the boxes, neighbours together,
/// and the triggers by which other programs keep it; they come last, so as not to run for us.
fn index_of(layer: &str) -> String {
    const ENTRY: &str = "(new.fid, ST_MinX(new.geom), ST_MaxX(new.geom), ST_MinY(new.geom), ST_MaxY(new.geom))";
    let tree = format!("\"rtree_{layer}_geom\"");
    let trigger = |name: &str, when: &str, body: &str| {
        format!("create trigger \"rtree_{layer}_geom_{name}\" after {when} begin {body} end;\n")
    };
    let put = format!("insert or replace into {tree} values {ENTRY};");
    let take = format!("delete from {tree} where id = old.fid;");
    let there = "(new.geom notnull and not ST_IsEmpty(new.geom))";
    let gone = "(new.geom isnull or ST_IsEmpty(new.geom))";
    let moved = |what: &str| format!("update of geom on \"{layer}\" when old.fid = new.fid and {what}");
    let renumbered = |what: &str| format!("update on \"{layer}\" when old.fid != new.fid and {what}");
    [
        format!("create virtual table {tree} using rtree(id, minx, maxx, miny, maxy);\n"),
        format!(
            "insert into {tree} select * from temp.boxes order by cast(min_x * 50 as integer), min_y;\n\
             insert into gpkg_extensions values ('{layer}', 'geom', 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');\n"
        ),
        trigger("insert", &format!("insert on \"{layer}\" when {there}"), &put),
        trigger("update1", &moved(there), &put),
        trigger("update2", &moved(gone), &take),
        trigger("update3", &renumbered(there), &format!("{take} {put}")),
        trigger("update4", &renumbered(gone), &format!("delete from {tree} where id in (old.fid, new.fid);")),
        trigger("delete", &format!("delete on \"{layer}\" when old.geom notnull"), &take),
    ]
    .concat()
}
