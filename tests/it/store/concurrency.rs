//! Many writers and readers at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use luzhang::domain::Stated;
use luzhang::domain::Value;

use crate::support::Home;
use crate::support::both_stores;
use crate::support::by;
use crate::support::item;
use crate::support::named;

both_stores! {
    eight_writers_at_once_leave_revisions_without_gap_or_double
    readers_do_not_see_what_is_not_committed
    a_reading_is_of_one_revision_whatever_is_written_meanwhile
}

const WRITERS: i64 = 8;
const EACH: i64 = 5;

async fn eight_writers_at_once_leave_revisions_without_gap_or_double(home: Home) {
    let home = Arc::new(home);
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let home = home.clone();
            tokio::spawn(async move {
                for nth in 0..EACH {
                    // One row is everybody's, one is this writer's own.
                    let shared = item("bridges", "all", "POINT(114 34)", &format!("length_m={}", writer * 100 + nth));
                    let own = item("bridges", &format!("{writer}-{nth}"), "POINT(114 34)", "");
                    home.put(vec![shared, own]).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let transactions = WRITERS * EACH;
    assert_eq!(home.store.revision().await.unwrap(), transactions);
    let edits = home.store.edits_since(0).await.unwrap();
    let revisions: Vec<i64> = edits.iter().map(|edit| edit.revision).collect();
    assert!(revisions.is_sorted());
    assert_eq!(revisions.into_iter().collect::<BTreeSet<i64>>(), (1..=transactions).collect());
    // Nobody's version of the shared row was lost.
    let versions: Vec<i32> = edits.iter().filter(|edit| &*edit.code == "all").map(|edit| edit.version).collect();
    assert_eq!(versions, (1..=i32::try_from(transactions).unwrap()).collect::<Vec<_>>());
    assert_eq!(home.store.history(named("bridges"), "all").await.unwrap().len(), versions.len());
}

async fn readers_do_not_see_what_is_not_committed(home: Home) {
    home.put(vec![item("bridges", "B", "POINT(114 34)", "rating=1")]).await;
    let bridges = named("bridges");
    let mut writing = home.store.begin(by("tester", "in the making")).await.unwrap();
    let rows = ["B", "C"].map(|code| item("bridges", code, "POINT(114 34)", "rating=5").record);
    writing.upsert(bridges, &Stated::all(bridges), rows.to_vec()).await.unwrap();

    let mut seen = Vec::new();
    let revision = home.store.read(&[bridges], &mut |_, batch| seen.extend(batch)).await.unwrap();
    let rating = bridges.position("rating").unwrap();
    assert_eq!((revision, seen.len(), &seen[0].values[rating]), (1, 1, &Value::Integer(1)));
    assert_eq!(home.record("bridges", "C").await, None);
    assert_eq!(home.store.edits_since(1).await.unwrap(), []);
    assert_eq!(home.store.history(bridges, "B").await.unwrap().len(), 1);

    assert_eq!(writing.commit().await.unwrap(), 2);
    assert_eq!(home.record("bridges", "B").await.unwrap().values[rating], Value::Integer(5));
}

/// Every transaction writes one number into all rows of two collections: a reading that mixed two
/// revisions would see two numbers.
async fn a_reading_is_of_one_revision_whatever_is_written_meanwhile(home: Home) {
    let rows = |nth: i64| -> Vec<_> {
        let bridge = |at: i64| item("bridges", &format!("B{at:04}"), "POINT(114 34)", &format!("length_m={nth}"));
        let hamlet = |at: i64| item("hamlets", &format!("D{at:04}"), "POINT(114 34)", &format!("households={nth}"));
        (0..50).map(bridge).chain((0..50).map(hamlet)).collect()
    };
    home.put(rows(1)).await;
    let home = Arc::new(home);
    let writer = {
        let home = home.clone();
        tokio::spawn(async move {
            for nth in 2..=12 {
                home.put(rows(nth)).await;
            }
        })
    };
    let (bridges, hamlets) = (named("bridges"), named("hamlets"));
    let (length, households) = (bridges.position("length_m").unwrap(), hamlets.position("households").unwrap());
    let mut last = 0;
    while last < 12 {
        let mut numbers = Vec::new();
        let revision = home
            .store
            .read(&[bridges, hamlets], &mut |collection, batch| {
                let field = if collection.name == "bridges" { length } else { households };
                numbers.extend(batch.iter().map(|row| row.values[field].written()));
            })
            .await
            .unwrap();
        assert_eq!(numbers, vec![revision.to_string(); 100]);
        assert!(revision >= last);
        last = revision;
    }
    writer.await.unwrap();
}
