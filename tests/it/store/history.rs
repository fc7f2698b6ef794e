//! Versions, who made them and why, and the change log that every server follows.

use chrono::TimeDelta;
use luzhang::domain::Past;
use luzhang::domain::Stated;
use luzhang::store::Authorship;
use luzhang::store::Version;

use crate::support::Home;
use crate::support::Item;
use crate::support::both_stores;
use crate::support::by;
use crate::support::day;
use crate::support::item;
use crate::support::named;
use crate::support::now;

both_stores! {
    each_version_says_when_it_holds_when_it_was_told_by_whom_and_why
    a_code_that_was_deleted_and_returns_goes_on_counting
    the_history_keeps_every_fact_of_every_version
    the_change_log_is_in_the_order_in_which_things_were_made
    a_new_version_holds_from_the_day_that_it_says
    the_past_is_what_held_on_a_day_by_what_was_known_at_an_instant
}

fn road(facts: &str) -> Item {
    item("roads", "X001411024", "LINESTRING(114 34, 114.1 34)", facts)
}

async fn write(home: &Home, item: Item, who: &str, why: &str, days: i64) {
    let by = Authorship { at: now() + TimeDelta::days(days), ..by(who, why) };
    let mut writing = home.store.begin(by).await.unwrap();
    writing.upsert(item.collection, &Stated::all(item.collection), vec![item.record]).await.unwrap();
    writing.commit().await.unwrap();
}

async fn history(home: &Home, collection: &str, code: &str) -> Vec<Version> {
    home.store.history(named(collection), code).await.unwrap()
}

async fn each_version_says_when_it_holds_when_it_was_told_by_whom_and_why(home: Home) {
    write(&home, road("name=Old road"), "steward", "import roads.csv", 0).await;
    write(&home, road("name=New road"), "chief", "renamed", 3).await;
    let versions = history(&home, "roads", "X001411024").await;
    let said: Vec<_> = versions.iter().map(|v| (v.revision, v.record.version, &*v.who, &*v.why)).collect();
    assert_eq!(said, [(1, 1, "steward", "import roads.csv"), (2, 2, "chief", "renamed")]);
    assert_eq!(versions[0].record.valid_from, Some(day("2026-06-15")));
    assert_eq!(versions[1].record.valid_from, Some(day("2026-06-18")));
    assert_eq!(versions[1].record.recorded_at, now() + TimeDelta::days(3));
    assert!(versions.iter().all(|version| &*version.record.provenance == "hand-drawn"));
    assert_eq!(versions[1].record, home.record("roads", "X001411024").await.unwrap());
}

async fn a_code_that_was_deleted_and_returns_goes_on_counting(home: Home) {
    home.put(vec![road("name=First")]).await;
    home.delete("roads", &["X001411024"]).await;
    assert_eq!(home.record("roads", "X001411024").await, None);
    home.put(vec![road("name=Second")]).await;
    home.delete("roads", &["X001411024"]).await;
    home.put(vec![road("name=Third")]).await;
    let versions = history(&home, "roads", "X001411024").await;
    let name = |version: &Version| version.record.values[0].as_text().unwrap_or_default().to_owned();
    let said: Vec<_> = versions.iter().map(|v| (v.revision, v.record.version, v.operation.as_str(), name(v))).collect();
    let expected = [
        (1, 1, "insert", "First".to_owned()),
        // A deletion shows what stood until then.
        (2, 1, "delete", "First".to_owned()),
        (3, 3, "insert", "Second".to_owned()),
        (4, 3, "delete", "Second".to_owned()),
        (5, 5, "insert", "Third".to_owned()),
    ];
    assert_eq!(said, expected);
}

async fn the_history_keeps_every_fact_of_every_version(home: Home) {
    let codes = "stop_codes=S1;S2; name=Line 1; on_demand=false; from_on=2020-02-29";
    let first = item("bus_routes", "R", "LINESTRING(114 34, 114.1 34)", codes);
    let mut nasty = first.clone();
    nasty.record.values[0] = luzhang::domain::Value::text("a\tb\\n\"c';\n\\N");
    nasty.record.values[1] = luzhang::domain::Value::List(vec!["a;b".into(), "{}".into(), "\"c\\".into()]);
    let mut none = first.clone();
    none.record.values[1] = luzhang::domain::Value::List(Vec::new());
    let last = item("bus_routes", "R", "LINESTRING(114 34, 114.2 34)", "");
    for version in [&first, &nasty, &none, &last] {
        home.put(vec![version.clone()]).await;
    }
    let versions = history(&home, "bus_routes", "R").await;
    assert_eq!(versions.len(), 4);
    for (kept, written) in versions.iter().zip([first, nasty, none, last]) {
        assert_eq!(kept.record.values, written.record.values);
        assert_eq!(kept.record.geometry, written.record.geometry);
    }
}

async fn the_change_log_is_in_the_order_in_which_things_were_made(home: Home) {
    home.put(vec![road(""), item("bridges", "B2", "POINT(114 34)", ""), item("bridges", "B1", "POINT(114 34)", "")])
        .await;
    home.put(vec![road("name=New")]).await;
    home.delete("bridges", &["B1"]).await;
    let edits = home.store.edits_since(0).await.unwrap();
    let said: Vec<String> = edits
        .iter()
        .map(|edit| {
            let (operation, collection) = (edit.operation.as_str(), edit.collection);
            format!("{} {operation} {collection} {} {}", edit.revision, edit.code, edit.version)
        })
        .collect();
    let expected = [
        "1 insert roads X001411024 1",
        "1 insert bridges B2 1",
        "1 insert bridges B1 1",
        "2 update roads X001411024 2",
        "3 delete bridges B1 2",
    ];
    assert_eq!(said, expected);
    assert_eq!(home.store.edits_since(1).await.unwrap(), edits[3..]);
    assert_eq!(home.store.edits_since(3).await.unwrap(), []);
}

async fn a_new_version_holds_from_the_day_that_it_says(home: Home) {
    let mut built = road("name=As built");
    built.record.valid_from = Some(day("2019-07-01"));
    home.put(vec![built]).await;
    assert_eq!(home.record("roads", "X001411024").await.unwrap().valid_from, Some(day("2019-07-01")));
}

/// Told on day 0: A since 2020. On day 10: A is another since 2024. On day 20: A is gone. On day 30:
/// A is back.
async fn the_past_is_what_held_on_a_day_by_what_was_known_at_an_instant(home: Home) {
    let since = |name: &str, from: &str| {
        let mut road = road(&format!("name={name}"));
        road.record.valid_from = Some(day(from));
        road
    };
    write(&home, since("first", "2020-01-01"), "a", "b", 0).await;
    write(&home, since("second", "2024-01-01"), "a", "b", 10).await;
    let by = Authorship { at: now() + TimeDelta::days(20), ..by("a", "b") };
    let mut writing = home.store.begin(by).await.unwrap();
    writing.delete(named("roads"), vec!["X001411024".into()]).await.unwrap();
    writing.commit().await.unwrap();
    write(&home, since("third", "2026-07-15"), "a", "b", 30).await;
    let known = |days: i64| Some(now() + TimeDelta::days(days));
    for (valid_on, recorded_by, expected) in [
        (Some("2019-12-31"), None, None),
        (Some("2020-01-01"), None, Some("first")),
        (Some("2023-12-31"), None, Some("first")),
        (Some("2024-01-01"), None, Some("second")),
        (Some("2026-07-04"), None, Some("second")),
        (Some("2026-07-05"), None, None), // Gone since day 20.
        (None, known(-1), None),
        (None, known(0), Some("first")),
        (None, known(10), Some("second")),
        (None, known(19), Some("second")),
        (None, known(20), None),
        (Some("2024-01-01"), known(9), Some("first")), // Not yet told of the second.
        (Some("2026-07-05"), known(19), Some("second")),
    ] {
        let past = Past { valid_on: valid_on.map(day), recorded_by };
        for code in [None, Some("X001411024")] {
            let found = home.store.past(named("roads"), past, code).await.unwrap();
            let names: Vec<String> =
                found.iter().map(|record| record.value(named("roads"), "name").written()).collect();
            assert_eq!(names, expected.into_iter().collect::<Vec<_>>(), "{past:?}");
        }
        assert!(home.store.past(named("roads"), past, Some("other")).await.unwrap().is_empty());
        assert!(home.store.past(named("bridges"), past, None).await.unwrap().is_empty());
    }
}
