//! What a transaction does to the records that stand.

use luzhang::domain::Record;
use luzhang::domain::Stated;
use luzhang::domain::Value;
use luzhang::store::Store;
use luzhang::store::Tally;

use crate::support::Home;
use crate::support::Item;
use crate::support::both_stores;
use crate::support::by;
use crate::support::item;
use crate::support::named;
use crate::support::shape;

both_stores! {
    new_rows_are_inserted_changed_ones_updated_and_the_same_ones_left_alone
    what_a_batch_does_not_state_keeps_its_value
    a_file_without_places_leaves_every_place_where_it_was
    a_blank_that_is_stated_takes_a_value_away
    a_code_that_comes_twice_in_a_batch_is_refused
    a_transaction_that_failed_cannot_be_committed
    a_dropped_transaction_leaves_nothing
    a_transaction_that_changes_nothing_makes_no_revision
    a_transaction_sees_what_it_wrote_itself
    an_empty_store_has_revision_zero_and_no_records
    deleting_says_how_many_there_were
}

fn bridge(code: &str, facts: &str) -> Item {
    item("bridges", code, "POINT(114.1 34.1)", facts)
}

fn tally(inserted: u64, updated: u64, unchanged: u64) -> Tally {
    Tally { inserted, updated, unchanged }
}

async fn revision(store: &Store) -> i64 {
    store.revision().await.unwrap()
}

async fn new_rows_are_inserted_changed_ones_updated_and_the_same_ones_left_alone(home: Home) {
    assert_eq!(home.put(vec![bridge("B1", "rating=2"), bridge("B2", "rating=3")]).await, tally(2, 0, 0));
    let second = vec![bridge("B1", "rating=2"), bridge("B2", "rating=4"), bridge("B3", "")];
    assert_eq!(home.put(second).await, tally(1, 1, 1));
    let versions: Vec<i32> = versions(&home, &["B1", "B2", "B3"]).await;
    assert_eq!(versions, [1, 2, 1]);
    assert_eq!(revision(&home.store).await, 2);
}

async fn versions(home: &Home, codes: &[&str]) -> Vec<i32> {
    let mut versions = Vec::new();
    for code in codes {
        versions.push(home.record("bridges", code).await.unwrap().version);
    }
    versions
}

/// Writes one record that states only the fields named.
async fn put_some(home: &Home, item: Item, fields: &[&str], geometry: bool) -> Tally {
    let collection = item.collection;
    let mut stated = Stated { geometry, ..Stated::nothing(collection) };
    for field in fields {
        stated.fields[collection.position(field).unwrap()] = true;
    }
    let mut writing = home.store.begin(by("tester", "some fields")).await.unwrap();
    let tally = writing.upsert(collection, &stated, vec![item.record]).await.unwrap();
    writing.commit().await.unwrap();
    tally
}

fn value(record: &Record, field: &str) -> Value {
    record.value(named("bridges"), field).clone()
}

async fn what_a_batch_does_not_state_keeps_its_value(home: Home) {
    home.put(vec![bridge("B", "rating=2; name=Stone bridge")]).await;
    let moved = bridge("B", "rating=4").at(shape("POINT(114.2 34.2)"));
    assert_eq!(put_some(&home, moved, &["rating"], true).await, tally(0, 1, 0));
    let stands = home.record("bridges", "B").await.unwrap();
    assert_eq!(value(&stands, "name"), Value::text("Stone bridge"));
    assert_eq!(value(&stands, "rating"), Value::Integer(4));
    assert_eq!(stands.geometry, Some(shape("POINT(114.2 34.2)")));
}

async fn a_file_without_places_leaves_every_place_where_it_was(home: Home) {
    home.put(vec![bridge("B", "rating=2")]).await;
    let mut unplaced = bridge("B", "rating=3");
    unplaced.record.geometry = None;
    put_some(&home, unplaced, &["rating"], false).await;
    let stands = home.record("bridges", "B").await.unwrap();
    assert_eq!((stands.version, stands.geometry), (2, Some(shape("POINT(114.1 34.1)"))));
}

async fn a_blank_that_is_stated_takes_a_value_away(home: Home) {
    home.put(vec![bridge("B", "rating=2; name=Stone bridge")]).await;
    assert_eq!(put_some(&home, bridge("B", ""), &["name"], true).await, tally(0, 1, 0));
    let stands = home.record("bridges", "B").await.unwrap();
    assert_eq!((value(&stands, "name"), value(&stands, "rating")), (Value::Null, Value::Integer(2)));
}

async fn a_code_that_comes_twice_in_a_batch_is_refused(home: Home) {
    let (bridges, rows) = (named("bridges"), vec![bridge("B", "").record, bridge("B", "rating=2").record]);
    let mut writing = home.store.begin(by("tester", "twice")).await.unwrap();
    let why = writing.upsert(bridges, &Stated::all(bridges), rows).await.unwrap_err();
    assert_eq!(why.to_string(), "`B` comes twice in one batch of bridges");
    drop(writing);
    assert_eq!((home.record("bridges", "B").await, revision(&home.store).await), (None, 0));
}

async fn a_transaction_that_failed_cannot_be_committed(home: Home) {
    let (bridges, good) = (named("bridges"), vec![bridge("B", "").record]);
    let twice = vec![bridge("C", "").record, bridge("C", "").record];
    let mut writing = home.store.begin(by("tester", "half")).await.unwrap();
    writing.upsert(bridges, &Stated::all(bridges), good.clone()).await.unwrap();
    writing.upsert(bridges, &Stated::all(bridges), twice).await.unwrap_err();
    assert!(writing.upsert(bridges, &Stated::all(bridges), good).await.is_err());
    assert!(writing.commit().await.is_err());
    assert_eq!((home.record("bridges", "B").await, revision(&home.store).await), (None, 0));
}

async fn a_dropped_transaction_leaves_nothing(home: Home) {
    home.put(vec![bridge("A", ""), bridge("B", "rating=1")]).await;
    let bridges = named("bridges");
    let mut writing = home.store.begin(by("tester", "never done")).await.unwrap();
    let rows = vec![bridge("B", "rating=5").record, bridge("C", "").record];
    writing.upsert(bridges, &Stated::all(bridges), rows).await.unwrap();
    writing.delete(bridges, vec!["A".into()]).await.unwrap();
    drop(writing);
    assert_eq!(versions(&home, &["A", "B"]).await, [1, 1]);
    assert_eq!(home.record("bridges", "C").await, None);
    assert_eq!(revision(&home.store).await, 1);
    assert_eq!(home.store.edits_since(1).await.unwrap(), []);
    // And whoever writes next is not kept waiting by it.
    assert_eq!(home.put(vec![bridge("C", "")]).await, tally(1, 0, 0));
    assert_eq!(revision(&home.store).await, 2);
}

async fn a_transaction_that_changes_nothing_makes_no_revision(home: Home) {
    home.put(vec![bridge("B", "")]).await;
    assert_eq!(home.put(vec![bridge("B", "")]).await, tally(0, 0, 1));
    assert_eq!(home.delete("bridges", &["nowhere"]).await, 0);
    let writing = home.store.begin(by("tester", "nothing")).await.unwrap();
    assert_eq!(writing.commit().await.unwrap(), 1);
    assert_eq!(revision(&home.store).await, 1);
}

async fn a_transaction_sees_what_it_wrote_itself(home: Home) {
    let bridges = named("bridges");
    let mut writing = home.store.begin(by("tester", "in two batches")).await.unwrap();
    for (rating, expected) in [("1", tally(1, 0, 0)), ("2", tally(0, 1, 0)), ("2", tally(0, 0, 1))] {
        let rows = vec![bridge("B", &format!("rating={rating}")).record];
        assert_eq!(writing.upsert(bridges, &Stated::all(bridges), rows).await.unwrap(), expected);
    }
    assert_eq!(writing.delete(bridges, vec!["B".into()]).await.unwrap(), 1);
    let rows = vec![bridge("B", "rating=5").record];
    assert_eq!(writing.upsert(bridges, &Stated::all(bridges), rows).await.unwrap(), tally(1, 0, 0));
    assert_eq!(writing.commit().await.unwrap(), 1);
    assert_eq!(home.record("bridges", "B").await.unwrap().version, 4);
    let edits = home.store.edits_since(0).await.unwrap();
    let said: Vec<_> = edits.iter().map(|edit| (edit.revision, edit.version, edit.operation.as_str())).collect();
    assert_eq!(said, [(1, 1, "insert"), (1, 2, "update"), (1, 3, "delete"), (1, 4, "insert")]);
}

async fn an_empty_store_has_revision_zero_and_no_records(home: Home) {
    let mut count = 0;
    let all = luzhang::domain::collections::ALL;
    let read = home.store.read(all, &mut |_, batch| count += batch.len()).await.unwrap();
    assert_eq!((read, count, revision(&home.store).await), (0, 0, 0));
    assert_eq!(home.store.records(named("roads"), Vec::new()).await.unwrap(), []);
    assert!(home.store.history(named("roads"), "none").await.unwrap().is_empty());
}

async fn deleting_says_how_many_there_were(home: Home) {
    home.put(vec![bridge("A", ""), bridge("B", ""), bridge("C", "")]).await;
    assert_eq!(home.delete("bridges", &["A", "C", "nowhere"]).await, 2);
    assert_eq!(home.delete("bridges", &["A"]).await, 0);
    assert_eq!(versions(&home, &["B"]).await, [1]);
}
