//! Stores that cannot be used, and what is said of them.

use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use luzhang::store::Location;
use luzhang::store::Store;
use luzhang::store::StoreError;

use crate::support::Home;
use crate::support::both_stores;
use crate::support::by;
use crate::support::item;

both_stores! {
    a_store_of_a_later_program_is_left_alone
    a_store_that_lacks_a_step_is_told_how_to_get_it
    migrating_twice_changes_nothing_even_at_once
}

/// The message with all its causes.
fn said(why: &StoreError) -> String {
    let mut said = why.to_string();
    let mut cause = why.source();
    while let Some(why) = cause {
        said = format!("{said}: {why}");
        cause = why.source();
    }
    said
}

async fn refusal(location: &Location) -> String {
    match Store::open(location).await {
        Ok(_) => panic!("{location} was opened"),
        Err(why) => said(&why),
    }
}

async fn a_store_of_a_later_program_is_left_alone(home: Home) {
    home.execute("INSERT INTO luzhang_migrations (version, name) VALUES (99990101000000, 'add_wings')").await;
    let why = refusal(&home.location).await;
    assert!(why.contains("newer than this program") && why.contains("migration 99990101000000"), "{why}");
    let Err(why) = Store::migrate(&home.location).await else { panic!("it was migrated backwards") };
    assert!(said(&why).contains("use the luzhang that made it"));
}

async fn a_store_that_lacks_a_step_is_told_how_to_get_it(home: Home) {
    home.execute("DELETE FROM luzhang_migrations").await;
    let why = refusal(&home.location).await;
    assert!(why.contains("luzhang migrate --store"), "{why}");
    assert!(why.contains(&home.location.to_string()), "{why}");
}

async fn migrating_twice_changes_nothing_even_at_once(home: Home) {
    home.put(vec![item("bridges", "B", "POINT(114 34)", "")]).await;
    let (one, other) = tokio::join!(Store::migrate(&home.location), Store::migrate(&home.location));
    assert!(one.unwrap().1.is_empty() && other.unwrap().1.is_empty());
    assert!(home.record("bridges", "B").await.is_some());
}

#[tokio::test]
async fn two_programs_that_make_one_store_at_once_make_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::GeoPackage(folder.path().join("new.gpkg"));
    let (one, other) = tokio::join!(Store::migrate(&location), Store::migrate(&location));
    let mut applied = [one.unwrap().1.len(), other.unwrap().1.len()];
    applied.sort_unstable();
    assert!(applied[0] == 0 && applied[1] > 0, "{applied:?}");
}

#[tokio::test]
async fn a_store_that_is_not_there_is_told_how_to_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.gpkg");
    let why = refusal(&Location::GeoPackage(path.clone())).await;
    assert!(why.contains("none.gpkg") && why.contains("luzhang migrate --store"), "{why}");
    assert!(!path.exists());

    let home = Home::postgis().await;
    home.execute("DROP TABLE luzhang_migrations").await;
    let why = refusal(&home.location).await;
    assert!(why.starts_with("there is no store at postgres://luzhang@localhost/"), "{why}");

    let Err(why) = Store::migrate(&Location::GeoPackage(folder.path().join("no/such/folder.gpkg"))).await else {
        panic!()
    };
    assert!(said(&why).contains("is there such a folder"));
}

#[tokio::test]
async fn a_file_of_somebody_else_is_neither_opened_nor_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (words, table) = (folder.path().join("words.gpkg"), folder.path().join("table.gpkg"));
    fs::write(&words, "not a database at all, but long enough to be looked at as if it were one\n".repeat(20)).unwrap();
    rusqlite::Connection::open(&table).unwrap().execute_batch("CREATE TABLE roads (code TEXT)").unwrap();
    for path in [words, table] {
        let (before, location) = (fs::read(&path).unwrap(), Location::GeoPackage(path.clone()));
        let why = refusal(&location).await;
        assert!(why.contains("is not a luzhang store") && why.contains("luzhang import"), "{why}");
        let Err(why) = Store::migrate(&location).await else { panic!("{location} was taken over") };
        assert!(matches!(why, StoreError::Foreign(_)));
        assert!(fs::read(&path).unwrap() == before, "{location} was changed");
    }
}

#[tokio::test]
async fn only_its_owner_may_read_a_store_file_and_what_lies_beside_it() {
    let home = Home::geopackage().await;
    let writing = home.store.begin(by("tester", "in the making")).await.unwrap();
    let folder = home.path().parent().unwrap().to_owned();
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    assert!(files.len() > 1, "the log lies beside the store while it is written");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
    drop(writing);
}

#[tokio::test]
async fn no_message_ever_holds_a_password() {
    let Location::PostGis(url) = Home::postgis().await.location else { panic!() };
    let socket = url.split_once("?host=").unwrap().1.to_owned();
    for text in [
        format!("postgres://luzhang:s3cret@localhost/no_such_database?host={socket}"),
        format!("postgresql://luzhang@localhost/no_such_database?password=s3cret&host={socket}"),
        "postgres://me:s3cret@localhost:not-a-port/roads".to_owned(),
        "postgres://me:s3cret#rest@localhost/roads".to_owned(),
        "postgres://me:s3cret?rest@localhost/roads".to_owned(),
        "postgres://me:a@s3cret?rest@localhost/roads".to_owned(),
        "postgres://me@localhost:not-a-port/roads?password=a@s3cret".to_owned(),
        "postgres://me:s3cret@[::1/roads".to_owned(),
        "mysql://me:s3cret@localhost/roads".to_owned(),
        "me:s3cret@localhost/roads".to_owned(),
    ] {
        let said = match text.parse::<Location>() {
            Err(why) => format!("{} {why:?}", said(&why)),
            Ok(location) => {
                let Err(why) = Store::open(&location).await else { panic!("{text} was opened") };
                let Err(again) = Store::migrate(&location).await else { panic!("{text} was migrated") };
                format!("{location} {location:?} {} {}", said(&why), said(&again))
            }
        };
        assert!(!said.contains("s3cret"), "{text}: {said}");
    }
}
