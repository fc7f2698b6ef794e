//! Reference layers: what an office brings is kept as it is, in both stores, and replaced whole.

use std::collections::BTreeMap;
use std::path::PathBuf;

use luzhang::app::App;
use luzhang::app::Clock;
use luzhang::app::Destination;
use luzhang::app::Import;
use luzhang::app::Imported;
use luzhang::app::Viewer;
use luzhang::app::import;
use luzhang::domain::Operation;
use luzhang::domain::Value;
use luzhang::exchange::Source;

use crate::support::Home;
use crate::support::both_stores;
use crate::support::now;
use crate::support::small_county;

const RAILWAYS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","id":"jing-guang","properties":{"名称":"京广线","gauge_mm":1435,"opened":"1906-04-01","electrified":true,"note":null},
  "geometry":{"type":"MultiLineString","coordinates":[[[113.95,34.0],[113.97,34.1]],[[113.97,34.2],[113.98,34.3]]]}},
 {"type":"Feature","id":"yu-deng","properties":{"名称":"禹郸线","gauge_mm":1435,"opened":null,"electrified":false,"note":""},
  "geometry":{"type":"LineString","coordinates":[[113.5,34.15],[114.0,34.05]]}},
 {"type":"Feature","id":"planned","properties":{"名称":"规划线","gauge_mm":null,"opened":null,"electrified":null,"note":null},"geometry":null}]}"#;

/// The same layer a year later: a line is gone, one is new, and the gauge is told otherwise.
const LATER: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","id":"jing-guang","properties":{"名称":"京广铁路","gauge_mm":"1435 mm"},
  "geometry":{"type":"LineString","coordinates":[[113.95,34.0],[113.97,34.1]]}},
 {"type":"Feature","id":"zheng-wan","properties":{"名称":"郑万高铁","gauge_mm":"1435 mm"},
  "geometry":{"type":"LineString","coordinates":[[113.4,34.2],[113.5,34.1]]}}]}"#;

both_stores! {
    a_layer_is_kept_with_the_schema_of_its_file_and_followed
    a_layer_is_replaced_whole_and_what_stood_is_history
    a_bad_row_leaves_a_layer_as_it_was
    what_is_bad_in_a_file_is_not_gone_from_it
    a_layer_may_be_called_by_a_word_of_sql
    a_table_that_is_no_layer_is_left_alone
}

async fn bring(app: &App, name: &str, content: &str) -> anyhow::Result<Imported> {
    bring_all_but_bad(app, name, content, false).await
}

async fn bring_all_but_bad(app: &App, name: &str, content: &str, skip_bad: bool) -> anyhow::Result<Imported> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("layer.geojson");
    std::fs::write(&path, content).unwrap();
    let order = Import {
        into: Destination::Layer(name.to_owned()),
        source: Source { path, ..Source::default() },
        dry_run: false,
        skip_bad,
    };
    import(app.store(), &Viewer::local_owner(), Clock::Fixed(now()), &order, &mut |_, _| {}, &|_| {}).await
}

/// The named values of each record of a layer, as the world has them.
fn held(app: &App, name: &str, fields: &[&str]) -> BTreeMap<String, Vec<String>> {
    let world = app.world();
    let Some(layer) = world.collection(name) else { return BTreeMap::new() };
    let values = |row: luzhang::world::Row| fields.iter().map(|field| row.value(field).written()).collect();
    world.table(layer).rows().map(|row| (row.code().to_owned(), values(row))).collect()
}

fn expected(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    rows.iter()
        .map(|(code, values)| ((*code).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()))
        .collect()
}

async fn a_layer_is_kept_with_the_schema_of_its_file_and_followed(home: Home) {
    home.put(small_county()).await;
    let app = home.app().await;
    let done = bring(&app, "railways", RAILWAYS).await.unwrap();
    assert_eq!((done.rows, done.tally.inserted, done.written), (3, 3, true));
    assert!(held(&app, "railways", &[]).is_empty());
    app.refresh().await.unwrap();
    let all = ["名称", "gauge_mm", "opened", "electrified", "note"];
    let rows = expected(&[
        ("jing-guang", &["京广线", "1435", "1906-04-01", "true", ""]),
        ("yu-deng", &["禹郸线", "1435", "", "false", ""]),
        ("planned", &["规划线", "", "", "", ""]),
    ]);
    assert_eq!(held(&app, "railways", &all), rows);
    // A server that starts now sees the same, shapes and all.
    let fresh = home.app().await;
    assert_eq!(held(&fresh, "railways", &all), rows);
    let (one, other) = (app.world(), fresh.world());
    let layer = one.collection("railways").unwrap();
    assert!(layer.is_layer && layer.fields.iter().map(|field| field.name).eq(all));
    let shapes = |world: &luzhang::world::World| -> Vec<_> {
        world.table(layer).rows().map(luzhang::world::Row::shape).collect()
    };
    assert_eq!(shapes(&one), shapes(&other));
    assert_eq!(shapes(&one).iter().flatten().count(), 2);
    // What was there goes on being there.
    assert_eq!(one.named("bridges").len(), other.named("bridges").len());
    assert!(!one.named("bridges").is_empty());
    let again = bring(&app, "railways", RAILWAYS).await.unwrap();
    assert_eq!((again.tally.unchanged, again.tally.inserted + again.tally.updated + again.gone), (3, 0));
}

async fn a_layer_is_replaced_whole_and_what_stood_is_history(home: Home) {
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    app.refresh().await.unwrap();
    let before = app.world();
    bring(&app, "railways", LATER).await.unwrap();
    app.refresh().await.unwrap();
    let rows = expected(&[("jing-guang", &["京广铁路", "1435 mm"]), ("zheng-wan", &["郑万高铁", "1435 mm"])]);
    assert_eq!(held(&app, "railways", &["名称", "gauge_mm"]), rows);
    assert_eq!(held(&home.app().await, "railways", &["名称", "gauge_mm"]), rows);
    // A snapshot that was taken before has the layer as it was.
    let was = before.collection("railways").unwrap();
    assert_eq!(before.table(was).find("planned").unwrap().text("名称"), Some("规划线"));
    let is = app.world().collection("railways").unwrap();
    let history = home.store.history(is, "jing-guang").await.unwrap();
    let told: Vec<(i32, Operation, &Value)> = history
        .iter()
        .map(|version| (version.record.version, version.operation, version.record.value(is, "名称")))
        .collect();
    let [old, new] = ["京广线", "京广铁路"].map(Value::text);
    assert_eq!(told, [(1, Operation::Insert, &old), (1, Operation::Delete, &old), (3, Operation::Insert, &new)]);
    // With the same schema, one that is gone from the file goes, and the rest stays as it is.
    let one_less = LATER.replace(r#""id":"zheng-wan""#, r#""id":"zheng-yu""#);
    let done = bring(&app, "railways", &one_less).await.unwrap();
    assert_eq!((done.tally.inserted, done.tally.unchanged, done.gone), (1, 1, 1));
    app.refresh().await.unwrap();
    assert!(held(&app, "railways", &[]).keys().eq(["jing-guang", "zheng-yu"]));
}

async fn a_bad_row_leaves_a_layer_as_it_was(home: Home) {
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    let swapped = LATER.replace("[113.4,34.2]", "[34.2,113.4]");
    let done = bring(&app, "railways", &swapped).await.unwrap();
    assert_eq!((done.bad, done.written), (1, false));
    assert!(bring(&app, "other", &swapped).await.is_ok_and(|done| !done.written));
    let empty = bring(&app, "railways", r#"{"type":"FeatureCollection","features":[]}"#).await.unwrap_err();
    assert!(empty.to_string().contains("holds no record"), "{empty}");
    app.refresh().await.unwrap();
    assert_eq!(held(&app, "railways", &["gauge_mm"]).len(), 3);
    assert!(app.world().collection("other").is_none());
}

async fn what_is_bad_in_a_file_is_not_gone_from_it(home: Home) {
    let app = home.app().await;
    bring(&app, "railways", LATER).await.unwrap();
    let swapped = LATER.replace("[113.4,34.2]", "[34.2,113.4]");
    let done = bring_all_but_bad(&app, "railways", &swapped, true).await.unwrap();
    assert_eq!((done.bad, done.gone, done.written), (1, 0, true));
    app.refresh().await.unwrap();
    assert_eq!(held(&app, "railways", &[]).len(), 2);
    // Of a file that is cut nobody knows what it had; of a row without a code nobody knows what it is.
    let cut = &LATER[..LATER.len() - 90];
    let done = bring_all_but_bad(&app, "railways", cut, true).await.unwrap();
    assert!(done.has_stopped && !done.written, "{done:?}");
    let at = LATER.find(r#"{"type":"Feature","id":"zheng-wan""#).unwrap();
    let codeless = format!("{}5]}}", &LATER[..at]);
    let done = bring_all_but_bad(&app, "railways", &codeless, true).await.unwrap();
    assert_eq!((done.gone, done.notes.len()), (0, 1), "{done:?}");
    app.refresh().await.unwrap();
    assert_eq!(held(&app, "railways", &[]).len(), 2);
    let point = r#"{"type":"Point","coordinates":[113.9,34.1]}"#;
    let nested = |depth: usize| {
        (0..depth)
            .fold(point.to_owned(), |inner, _| format!(r#"{{"type":"GeometryCollection","geometries":[{inner}]}}"#))
    };
    let file = |depth| format!(r#"{{"type":"Feature","id":"a","properties":{{}},"geometry":{}}}"#, nested(depth));
    let done = bring_all_but_bad(&app, "nested", &file(6), true).await.unwrap();
    assert_eq!((done.bad, done.written), (1, false));
    bring(&app, "nested", &file(4)).await.unwrap();
    app.refresh().await.unwrap();
    let world = app.world();
    let layer = world.table(world.collection("nested").unwrap());
    assert!(layer.find("a").unwrap().shape().is_some());
    assert!(home.app().await.world().table(layer.collection()).find("a").unwrap().shape().is_some());
}

async fn a_layer_may_be_called_by_a_word_of_sql(home: Home) {
    let app = home.app().await;
    bring(&app, "select", RAILWAYS).await.unwrap();
    bring(&app, "select", LATER).await.unwrap();
    app.refresh().await.unwrap();
    assert_eq!(held(&app, "select", &[]).len(), 2);
    for (name, words) in
        [("households", "a collection of its own"), ("Rails", "small letters"), ("gpkg_x", "tables of their own")]
    {
        let why = bring(&app, name, RAILWAYS).await.unwrap_err().to_string();
        assert!(why.contains(name) && why.contains(words), "{why}");
    }
}

async fn a_table_that_is_no_layer_is_left_alone(home: Home) {
    home.execute("CREATE TABLE rivers (name text); INSERT INTO rivers VALUES ('颍河')").await;
    let app = home.app().await;
    let why = bring(&app, "rivers", RAILWAYS).await.unwrap_err().to_string();
    assert!(why.contains("something called `rivers` already"), "{why}");
    home.execute("UPDATE rivers SET name = '双洎河'").await;
}

/// Who edits a layer by SQL is followed as everywhere else.
#[tokio::test]
async fn an_edit_of_a_layer_by_sql_is_seen() {
    let home = Home::postgis().await;
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    app.refresh().await.unwrap();
    home.execute(
        "UPDATE railways SET gauge_mm = 1000 WHERE code = 'yu-deng'; DELETE FROM railways WHERE code = 'planned'",
    )
    .await;
    app.refresh().await.unwrap();
    assert_eq!(held(&app, "railways", &["gauge_mm"]), expected(&[("jing-guang", &["1435"]), ("yu-deng", &["1000"])]));
    let world = app.world();
    let row = world.table(world.collection("railways").unwrap()).find("yu-deng").unwrap();
    assert_eq!(row.record().version, 2);
}

/// A reader must never take a layer that is being made anew for an empty one.
#[tokio::test]
async fn while_a_layer_is_made_anew_readers_see_the_old_or_the_new() {
    let home = Home::postgis().await;
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    let is_over = std::cell::Cell::new(false);
    let writing = async {
        for turn in 0..12 {
            bring(&app, "railways", if turn % 2 == 0 { LATER } else { RAILWAYS }).await.unwrap();
        }
        is_over.set(true);
    };
    let reading = async {
        let mut seen = BTreeMap::new();
        while !is_over.get() {
            let mut rows = 0;
            let read = home.store.read_with_layers(&[], &[], &mut |_, batch| rows += batch.len()).await.unwrap();
            assert_eq!(read.layers.len(), 1);
            *seen.entry((rows, read.layers[0].field("opened").is_some())).or_insert(0) += 1;
        }
        seen
    };
    let ((), seen) = tokio::join!(writing, reading);
    assert!(seen.keys().all(|seen| [(3, true), (2, false)].contains(seen)), "{seen:?}");
}

#[tokio::test]
async fn rights_on_a_layer_stay_and_a_layer_without_them_is_left_out() {
    let home = Home::postgis().await;
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    bring(&app, "rivers", RAILWAYS).await.unwrap();
    let role = format!("reader_{}", std::process::id());
    home.execute(&format!("CREATE ROLE {role}; GRANT SELECT ON railways, luzhang_layers TO {role}")).await;
    bring(&app, "railways", LATER).await.unwrap();
    let mut sql = home.sql().await;
    let readable: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM luzhang_layers WHERE has_table_privilege($1, to_regclass(quote_ident(name)), 'SELECT')",
    )
    .bind(&role)
    .fetch_all(&mut sql)
    .await
    .unwrap();
    assert_eq!(readable, ["railways"]);
    home.execute("DROP VIEW IF EXISTS of_others; CREATE VIEW of_others AS SELECT code FROM railways").await;
    let why = bring(&app, "railways", RAILWAYS).await.unwrap_err().to_string();
    assert!(why.contains("as a view, reads the layer railways"), "{why}");
    home.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
}

#[tokio::test]
async fn a_layer_that_somebody_holds_is_said_to_be_held_and_the_rest_goes_on() {
    let home = Home::postgis().await;
    home.put(small_county()).await;
    let app = home.app().await;
    bring(&app, "railways", RAILWAYS).await.unwrap();
    app.refresh().await.unwrap();
    let mut other = home.sql().await;
    for sql in ["BEGIN", "LOCK TABLE railways IN ACCESS EXCLUSIVE MODE"] {
        sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
    }
    home.delete("bridges", &["B2"]).await;
    app.refresh().await.unwrap();
    assert!(app.world().named("bridges").find("B2").is_none());
    let why = bring(&app, "railways", LATER).await.unwrap_err().to_string();
    assert!(why.contains("somebody keeps the layer railways locked"), "{why}");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    bring(&app, "railways", LATER).await.unwrap();
    // Policies would be lost with the table.
    home.execute("ALTER TABLE railways ENABLE ROW LEVEL SECURITY").await;
    let why = bring(&app, "railways", RAILWAYS).await.unwrap_err().to_string();
    assert!(why.contains("has policies for its rows"), "{why}");
}

#[tokio::test]
async fn edits_that_are_not_for_us_pass_us_by() {
    let home = Home::geopackage().await;
    let app = home.app().await;
    home.put(small_county()).await;
    app.refresh().await.unwrap();
    home.execute(
        "INSERT INTO luzhang_revisions SELECT max(revision) + 1, '2026-01-01T00:00:00Z', 'x', 'y' FROM luzhang_revisions;
         INSERT INTO luzhang_changes SELECT max(revision), 1, 'of_a_later_program', 'A', 1, 'insert' FROM luzhang_revisions",
    )
    .await;
    assert!(app.refresh().await.unwrap());
    assert_eq!(app.revision(), home.store.revision().await.unwrap());
    assert!(!app.refresh().await.unwrap());
}
