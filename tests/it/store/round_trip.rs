//! What is written comes back: every kind of field and of geometry, and the texts that break
//! careless writers.

use std::collections::BTreeMap;

use luzhang::domain::Record;
use luzhang::domain::Stated;
use luzhang::domain::Value;
use luzhang::domain::collections;
use proptest::test_runner::TestRunner;

use crate::support::Home;
use crate::support::Item;
use crate::support::any_items;
use crate::support::both_stores;
use crate::support::by;
use crate::support::item;
use crate::support::named;

both_stores! {
    any_record_of_any_collection_comes_back_as_it_was_written
    any_record_that_is_superseded_comes_back_from_the_history
    what_another_program_writes_reads_alike_in_both_stores
    an_instant_is_kept_to_the_microsecond_and_says_nothing_new_when_it_comes_again
    a_day_that_no_calendar_has_is_refused_before_it_reaches_the_store
}

async fn any_record_of_any_collection_comes_back_as_it_was_written(home: Home) {
    let mut runner = TestRunner::deterministic();
    let mut written: BTreeMap<(&str, String), Record> = BTreeMap::new();
    for round in 0..8 {
        let items = any_items(&mut runner, &round.to_string(), 5);
        home.put(items.clone()).await;
        for collection in collections::ALL {
            let own: Vec<&Record> =
                items.iter().filter(|item| item.collection.name == collection.name).map(|item| &item.record).collect();
            let codes = own.iter().map(|record| record.code.clone()).collect();
            let found = home.store.records(collection, codes).await.unwrap();
            assert_eq!(found.len(), own.len());
            for record in own {
                assert_same(found.iter().find(|found| found.code == record.code).unwrap(), record);
            }
        }
        // Written again, it says nothing new: not a digit was lost.
        assert_eq!(home.put(items.clone()).await.unchanged, items.len() as u64);
        written
            .extend(items.into_iter().map(|item| ((item.collection.name, item.record.code.to_string()), item.record)));
    }
    let mut count = 0;
    let mut sink = |collection: &'static luzhang::domain::Collection, batch: Vec<Record>| {
        for record in batch {
            assert_same(&record, &written[&(collection.name, record.code.to_string())]);
            count += 1;
        }
    };
    home.store.read(collections::ALL, &mut sink).await.unwrap();
    assert_eq!(count, written.len());
}

#[track_caller]
fn assert_same(found: &Record, written: &Record) {
    assert!(found.same_facts(written) && found.valid_from == written.valid_from, "\n{found:?}\n{written:?}");
}

async fn any_record_that_is_superseded_comes_back_from_the_history(home: Home) {
    let mut runner = TestRunner::deterministic();
    let items = any_items(&mut runner, "old", 3);
    home.put(items.clone()).await;
    for collection in collections::ALL {
        let own = items.iter().filter(|item| item.collection.name == collection.name);
        home.delete(collection.name, &own.map(|item| &*item.record.code).collect::<Vec<_>>()).await;
    }
    for Item { collection, record } in &items {
        let versions = home.store.history(collection, &record.code).await.unwrap();
        assert_eq!(versions.len(), 2);
        for version in &versions {
            assert_same(&version.record, record);
        }
    }
}

/// Blank and blanks around a text mean nothing, whichever way they came in.
async fn what_another_program_writes_reads_alike_in_both_stores(home: Home) {
    home.put(vec![item("bridges", "B", "POINT(114 34)", "name=Stone bridge; rating=2")]).await;
    let sql =
        "UPDATE bridges SET name = '  Old bridge ', road_code = '', span_class = 'no such class', chainage = ' K1+5 '";
    home.execute(sql).await;
    let stands = home.record("bridges", "B").await.unwrap();
    let value = |field| stands.value(named("bridges"), field).written();
    assert_eq!(["name", "road_code", "span_class", "chainage"].map(value), ["Old bridge", "", "", "K1+005"]);
    assert!(stands.value(named("bridges"), "road_code").is_null());
}

async fn an_instant_is_kept_to_the_microsecond_and_says_nothing_new_when_it_comes_again(home: Home) {
    let incident = item("incidents", "I", "POINT(114 34)", "reported_at=2026-06-15T08:00:00.123456789+08:00");
    home.put(vec![incident.clone()]).await;
    assert_eq!(home.put(vec![incident]).await.unchanged, 1);
    let stands = home.record("incidents", "I").await.unwrap();
    assert_eq!(stands.value(named("incidents"), "reported_at").written(), "2026-06-15T00:00:00.123456Z");
}

async fn a_day_that_no_calendar_has_is_refused_before_it_reaches_the_store(home: Home) {
    let (bridges, rated_on) = (named("bridges"), named("bridges").field("rated_on").unwrap());
    for text in ["0001-01-01", "9999-12-31", "2024-02-29"] {
        let bridge = item("bridges", text, "POINT(114 34)", &format!("rated_on={text}"));
        home.put(vec![bridge.clone()]).await;
        assert_same(&home.record("bridges", text).await.unwrap(), &bridge_of(bridge));
    }
    for text in ["0000-01-01", "-001-01-01", "+12345-6-7", "2025-1-3", "2025-02-30", "2025-01-0", "二〇二五年一月三日"]
    {
        assert!(Value::read(rated_on.kind, text).is_err(), "{text}");
    }
    let mut writing = home.store.begin(by("tester", "nothing")).await.unwrap();
    writing.upsert(bridges, &Stated::all(bridges), Vec::new()).await.unwrap();
}

/// As the store completes it.
fn bridge_of(item: Item) -> Record {
    Record { valid_from: Some(crate::support::now().date_naive()), ..item.record }
}
