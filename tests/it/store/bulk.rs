//! Thousands of rows at once: in a GeoPackage the R-tree is then built at the end, and must be what
//! the triggers would have made of it.

use luzhang::domain::Record;
use luzhang::domain::Stated;
use luzhang::geom::codec::from_geopackage;
use luzhang::store::Tally;
use rusqlite::Connection;

use crate::support::Dice;
use crate::support::Home;
use crate::support::both_stores;
use crate::support::by;
use crate::support::item;
use crate::support::named;

both_stores! {
    thousands_of_rows_are_written_in_batches_of_one_transaction
}

/// Over the threshold of 2,000, and over one batch of 5,000 when read.
const MANY: usize = 6_000;

fn households(from: usize, to: usize, dice: &mut Dice) -> Vec<Record> {
    let household = |nth| {
        let (lon, lat) = (dice.between(113.0, 115.0), dice.between(33.0, 35.0));
        item("households", &format!("H{nth:05}"), &format!("POINT({lon} {lat})"), "persons=3").record
    };
    (from..to).map(household).collect()
}

async fn thousands_of_rows_are_written_in_batches_of_one_transaction(home: Home) {
    let (households_, mut dice) = (named("households"), Dice::seeded(1));
    let stated = Stated::all(households_);
    let mut writing = home.store.begin(by("tester", "many")).await.unwrap();
    let mut tally = Tally::default();
    for from in (0..MANY).step_by(1_500) {
        tally += writing.upsert(households_, &stated, households(from, from + 1_500, &mut dice)).await.unwrap();
    }
    assert_eq!(writing.commit().await.unwrap(), 1);
    assert_eq!(tally, Tally { inserted: MANY as u64, ..Tally::default() });
    let mut count = 0;
    home.store.read(&[households_], &mut |_, batch| count += batch.len()).await.unwrap();
    assert_eq!((count, home.store.edits_since(0).await.unwrap().len()), (MANY, MANY));
}

#[tokio::test]
async fn the_r_tree_of_a_geopackage_is_right_after_any_mixture_of_writing() {
    let (home, collection, mut dice) = (Home::geopackage().await, named("households"), Dice::seeded(2));
    let triggers = triggers(&home);
    assert_eq!(triggers.len(), 6);

    // Many at once, with changes and deletions in the same transaction.
    let mut writing = home.store.begin(by("tester", "many")).await.unwrap();
    let stated = Stated::all(collection);
    for range in [(0, 1_000), (900, 3_500), (0, 50), (3_000, 4_000)] {
        writing.upsert(collection, &stated, households(range.0, range.1, &mut dice)).await.unwrap();
    }
    writing.delete(collection, (100..200).map(|nth| format!("H{nth:05}").into()).collect()).await.unwrap();
    writing.commit().await.unwrap();
    assert_eq!(check_r_tree(&home), 3_900);
    assert_eq!(self::triggers(&home), triggers);

    // Few at once: the triggers are back, and work.
    let mut writing = home.store.begin(by("tester", "few")).await.unwrap();
    writing.upsert(collection, &stated, households(3_990, 4_010, &mut dice)).await.unwrap();
    writing.delete(collection, vec!["H00000".into()]).await.unwrap();
    writing.commit().await.unwrap();
    assert_eq!(check_r_tree(&home), 3_909);

    // A transaction that is dropped half-way has put no trigger aside.
    let mut writing = home.store.begin(by("tester", "never done")).await.unwrap();
    writing.upsert(collection, &stated, households(5_000, 8_000, &mut dice)).await.unwrap();
    drop(writing);
    assert_eq!((check_r_tree(&home), self::triggers(&home)), (3_909, triggers));
}

#[tokio::test]
async fn the_r_tree_of_a_geopackage_grows_with_each_great_transaction() {
    let (home, collection, mut dice) = (Home::geopackage().await, named("households"), Dice::seeded(3));
    let stated = Stated::all(collection);
    for range in [(0, 3_000), (2_500, 6_000)] {
        let mut writing = home.store.begin(by("tester", "many")).await.unwrap();
        writing.upsert(collection, &stated, households(range.0, range.1, &mut dice)).await.unwrap();
        // Of the old rows and of the new ones some move, some go.
        writing.upsert(collection, &stated, households(range.0 + 400, range.0 + 900, &mut dice)).await.unwrap();
        let gone = [range.0 + 10, range.0 + 450, range.1 - 10];
        writing.delete(collection, gone.map(|nth| format!("H{nth:05}").into()).into()).await.unwrap();
        writing.commit().await.unwrap();
    }
    assert_eq!((check_r_tree(&home), triggers(&home).len()), (6_000 - 6 + 1, 6));
}

/// The trigger that watches others may be put aside for a great transaction: nobody must notice.
#[tokio::test]
async fn a_great_transaction_in_postgis_holds_up_no_reader_and_leaves_the_triggers_as_they_were() {
    let (home, collection, mut dice) = (Home::postgis().await, named("households"), Dice::seeded(4));
    let stated = Stated::all(collection);
    let enabled = "select string_agg(tgname || tgenabled::text, ' ' order by tgname) from pg_trigger
        where tgrelid = 'households'::regclass and not tgisinternal";
    let before = ask(&home, enabled).await;
    let is_aside = "select count(*)::text from pg_locks
        where relation = 'households'::regclass and mode = 'ShareRowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())";
    let great = |from: usize, dice: &mut Dice| -> Vec<Vec<Record>> {
        (0..6).map(|nth| households(from + nth * 4_000, from + (nth + 1) * 4_000, dice)).collect()
    };

    let mut writing = home.store.begin(by("tester", "given up")).await.unwrap();
    for batch in great(0, &mut dice) {
        writing.upsert(collection, &stated, batch).await.unwrap();
    }
    let seen = "select count(*)::text from households";
    assert_eq!((&*ask(&home, seen).await, &*ask(&home, is_aside).await), ("0", "1"));
    drop(writing);
    assert_eq!(ask(&home, enabled).await, before);

    let mut writing = home.store.begin(by("tester", "great")).await.unwrap();
    for batch in great(0, &mut dice) {
        writing.upsert(collection, &stated, batch).await.unwrap();
    }
    assert_eq!(ask(&home, seen).await, "0");
    writing.commit().await.unwrap();
    assert_eq!(ask(&home, enabled).await, before);
    assert_eq!(home.store.edits_since(0).await.unwrap().len(), 24_000);

    // Another program has the table locked and waits for the writer: neither waits for the other for ever.
    let mut writing = home.store.begin(by("tester", "beside another")).await.unwrap();
    let mut other = home.sql().await;
    let edit = "insert into households (code, geom) values ('X1', st_setsrid(st_point(114, 34), 4490))";
    let other = tokio::spawn(async move { sqlx::raw_sql(edit).execute(&mut other).await });
    let waits = "select count(*)::text from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())";
    while ask(&home, waits).await != "1" {}
    for batch in great(50_000, &mut dice) {
        writing.upsert(collection, &stated, batch).await.unwrap();
    }
    assert_eq!(ask(&home, is_aside).await, "0");
    writing.commit().await.unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(ask(&home, enabled).await, before);
    let logged = home.store.edits_since(1).await.unwrap();
    assert_eq!((logged.len(), &*logged.last().unwrap().code), (24_001, "X1"));
}

async fn ask(home: &Home, question: &'static str) -> String {
    sqlx::query_scalar(question).fetch_one(&mut home.sql().await).await.unwrap()
}

#[tokio::test]
async fn a_record_without_a_boundary_is_not_in_the_r_tree() {
    let home = Home::geopackage().await;
    let jurisdictions = named("jurisdictions");
    let square = "POLYGON((114 34, 114.1 34, 114.1 34.1, 114 34.1, 114 34))";
    let area = |nth: usize| {
        let wkt = if nth.is_multiple_of(2) { square } else { "" };
        item("jurisdictions", &format!("4110{nth:05}"), wkt, "").record
    };
    let mut writing = home.store.begin(by("tester", "codes and boundaries")).await.unwrap();
    writing.upsert(jurisdictions, &Stated::all(jurisdictions), (0..2_500).map(area).collect()).await.unwrap();
    writing.commit().await.unwrap();
    let file = Connection::open(home.path()).unwrap();
    let count: i64 = file.query_row("SELECT count(*) FROM rtree_jurisdictions_geom", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1_250);
}

fn triggers(home: &Home) -> Vec<(String, String)> {
    let file = Connection::open(home.path()).unwrap();
    let mut query = file
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'households' ORDER BY name")
        .unwrap();
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

/// Compares the R-tree with the households, one by one; returns how many there are.
fn check_r_tree(home: &Home) -> usize {
    let file = Connection::open(home.path()).unwrap();
    let mut query = file
        .prepare(
            "SELECT geom, minx, maxx, miny, maxy FROM households FULL JOIN rtree_households_geom ON id = fid ORDER BY fid",
        )
        .unwrap();
    let mut rows = query.query([]).unwrap();
    let mut count = 0;
    while let Some(row) = rows.next().unwrap() {
        let blob: Vec<u8> = row.get(0).unwrap();
        let Some(geo_types::Geometry::Point(at)) = from_geopackage(&blob).unwrap() else { panic!("not a point") };
        let [west, east, south, north] = [1, 2, 3, 4].map(|column| row.get::<_, f64>(column).unwrap());
        // An R-tree keeps 32-bit numbers, rounded outwards.
        assert!(west <= at.x() && at.x() <= east && east - west < 1e-4, "{west} {at:?} {east}");
        assert!(south <= at.y() && at.y() <= north && north - south < 1e-4, "{south} {at:?} {north}");
        count += 1;
    }
    count
}
