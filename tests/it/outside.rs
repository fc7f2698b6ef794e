//! Other programs write to PostGIS too: their edits are versioned, logged and seen as ours are.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use luzhang::domain::collections;
use luzhang::store::Version;
use sqlx::AssertSqlSafe;
use sqlx::Connection;

use crate::support::Home;
use crate::support::item;
use crate::support::named;
use crate::support::shape;

async fn sql(home: &Home, statement: &str) {
    home.execute(statement).await;
}

async fn history(home: &Home, collection: &str, code: &str) -> Vec<Version> {
    home.store.history(named(collection), code).await.unwrap()
}

#[tokio::test]
async fn what_sql_inserts_updates_and_deletes_is_in_history_and_log_as_our_own_edits_are() {
    let home = Home::postgis().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "name=First; rating=2; length_m=12.5; rated_on=2022-05-01")])
        .await;
    sql(&home, "UPDATE bridges SET rating = 4, geom = 'SRID=4490;POINT(114.5 34)' WHERE code = 'B1'").await;
    sql(&home, "UPDATE bridges SET rating = 4, version = 77 WHERE code = 'B1'").await; // Says nothing new.
    sql(&home, "DELETE FROM bridges WHERE code = 'B1'").await;
    sql(&home, "INSERT INTO bridges (code, geom, name) VALUES ('B1', 'SRID=4490;POINT(114 34.5)', 'Again')").await;

    let versions = history(&home, "bridges", "B1").await;
    let said: Vec<_> = versions.iter().map(|v| (v.revision, v.operation.as_str(), v.record.version)).collect();
    assert_eq!(said, [(1, "insert", 1), (2, "update", 2), (3, "delete", 2), (4, "insert", 4)]);
    let bridges = named("bridges");
    let fact = |nth: usize, field: &str| versions[nth].record.value(bridges, field).written();
    assert_eq!(
        ["name", "rating", "length_m", "rated_on"].map(|field| fact(0, field)),
        ["First", "2", "12.5", "2022-05-01"]
    );
    assert_eq!((fact(1, "rating"), fact(1, "length_m"), fact(3, "rating")), ("4".into(), "12.5".into(), String::new()));
    assert_eq!(versions[1].record.geometry, Some(shape("POINT(114.5 34)")));
    assert!(versions[1].why.starts_with("edit by ") && versions[1].who == "luzhang", "{:?}", versions[1]);
    assert!(versions[1].record.valid_from > versions[0].record.valid_from, "it holds from the day of the edit");
    assert_eq!(versions[3].record, home.record("bridges", "B1").await.unwrap());
    // And our own next edit goes on from there.
    home.put(vec![item("bridges", "B1", "POINT(114 34.5)", "name=Ours")]).await;
    assert_eq!(history(&home, "bridges", "B1").await.last().unwrap().record.version, 5);
}

#[tokio::test]
async fn every_kind_of_fact_comes_back_from_a_version_that_sql_superseded() {
    let home = Home::postgis().await;
    let stops = "name=Line 1; stop_codes=S1,S2; from_on=2020-01-01; on_demand=true";
    let segment = "road_code=X001411024; from_chainage=K1+200; to_chainage=K2+300.5; shared=false; mqi=88.25";
    let money = "jurisdiction_code=411024; year=2025; amount_cny=12345678901.05; on=2025-03-01";
    let items = vec![
        item("bus_routes", "R", "LINESTRING(114 34, 114.1 34)", stops),
        item("road_segments", "S", "LINESTRING(114 34, 114.1 34)", segment),
        item("funds", "F", "", money),
        item("inspections", "I", "POINT(114 34)", "at=2026-03-01T08:30:00Z; findings=a \"quoted\" crack"),
    ];
    home.put(items.clone()).await;
    for item in items {
        let (name, code) = (item.collection.name, &*item.record.code);
        let before = home.record(name, code).await.unwrap();
        sql(&home, &format!("UPDATE {name} SET provenance = 'by hand' WHERE code = '{code}'")).await;
        assert_eq!(history(&home, name, code).await[0].record, before, "{name}");
    }
}

#[tokio::test]
async fn one_transaction_of_sql_is_one_revision_and_a_code_that_changes_is_a_deletion_and_an_insertion() {
    let home = Home::postgis().await;
    home.put((0..3).map(|nth| item("bridges", &format!("B{nth}"), "POINT(114 34)", "")).collect()).await;
    sql(
        &home,
        "BEGIN; UPDATE bridges SET rating = 5; UPDATE bridges SET code = 'C' WHERE code = 'B0';
         SAVEPOINT here; DELETE FROM bridges; ROLLBACK TO here; COMMIT",
    )
    .await;
    let edits = home.store.edits_since(1).await.unwrap();
    let said: Vec<_> = edits.iter().map(|e| (e.revision, e.operation.as_str(), &*e.code, e.version)).collect();
    let updates = [(2, "update", "B0", 2), (2, "update", "B1", 2), (2, "update", "B2", 2)];
    assert_eq!(said, [updates.as_slice(), &[(2, "delete", "B0", 3), (2, "insert", "C", 1)]].concat());
    sql(&home, "BEGIN; DELETE FROM bridges; ROLLBACK").await;
    assert_eq!(home.store.revision().await.unwrap(), 2, "what was rolled back left nothing");
}

#[tokio::test]
async fn a_server_hears_of_an_edit_by_sql_without_asking() {
    let home = Home::postgis().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "rating=1")]).await;
    let app = home.app().await;
    // It would look by itself only after a day.
    let following = tokio::spawn(app.clone().follow(Duration::from_hours(24)));
    for rating in 2..=5 {
        sql(&home, &format!("UPDATE bridges SET rating = {rating}")).await;
        let seen = || app.world().named("bridges").find("B1").unwrap().value("rating").as_integer() == Some(rating);
        for _ in 0..2_000 {
            if seen() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(seen(), "rating {rating} was not heard of");
    }
    following.abort();
}

#[tokio::test]
async fn writers_of_both_kinds_at_once_leave_a_log_without_gap_or_double() {
    let home = Arc::new(Home::postgis().await);
    home.put(vec![item("bridges", "all", "POINT(114 34)", "")]).await;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let home = home.clone();
            tokio::spawn(async move {
                let mut connection = home.sql().await;
                for nth in 0..5 {
                    let length = writer * 100 + nth + 1;
                    if writer % 2 == 0 {
                        let facts = format!("length_m={length}");
                        home.put(vec![item("bridges", "all", "POINT(114 34)", &facts)]).await;
                    } else {
                        let statement = format!("UPDATE bridges SET length_m = {length} WHERE code = 'all'");
                        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
                    }
                }
                connection.close().await.unwrap();
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let edits = home.store.edits_since(0).await.unwrap();
    assert_eq!(edits.iter().map(|edit| edit.revision).collect::<BTreeSet<_>>(), (1..=41).collect());
    assert_eq!(edits.iter().map(|edit| edit.version).collect::<Vec<_>>(), (1..=41).collect::<Vec<_>>());
    assert_eq!(history(&home, "bridges", "all").await.len(), 41);
}

#[tokio::test]
async fn every_table_is_watched_and_none_may_be_truncated() {
    let home = Home::postgis().await;
    let mut connection = home.sql().await;
    for collection in collections::ALL {
        let watching: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname LIKE 'luzhang\\_%'",
        )
        .bind(collection.name)
        .fetch_one(&mut connection)
        .await
        .unwrap();
        assert_eq!(watching, 5, "{}", collection.name);
        let statement = format!("TRUNCATE {}", collection.name);
        let why = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap_err().to_string();
        assert!(why.contains("DELETE FROM"), "{why}");
    }
}

/// Everything of a role that may edit and nothing else, in one database of its own.
#[tokio::test]
async fn a_role_that_may_edit_can_neither_hide_nor_forge_and_finds_its_way_without_a_search_path() {
    let home = Home::postgis().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", ""), item("bridges", "B2", "POINT(114 34)", "")]).await;
    let mut connection = home.sql().await;
    let role = format!("editor_{}", std::process::id());
    let grants =
        format!("CREATE ROLE {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON bridges TO {role}; SET ROLE {role}");
    sqlx::raw_sql(AssertSqlSafe(grants)).execute(&mut connection).await.unwrap();
    for refused in [
        "SELECT luzhang_log('bridges', 'B1', 9, 'delete')",
        "SELECT luzhang_keep('bridges', '{}', NULL)",
        "INSERT INTO luzhang_revisions VALUES (9, now(), 'x', 'y')",
        "CREATE TEMP TABLE mine (code text); CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION luzhang_inserted()",
    ] {
        let why = sqlx::raw_sql(refused).execute(&mut connection).await.unwrap_err().to_string();
        assert!(why.contains("permission denied"), "{refused}: {why}");
    }
    for edit in [
        "SET luzhang.writing = 'on'; UPDATE public.bridges SET rating = 2 WHERE code = 'B1'",
        "SET search_path = ''; DELETE FROM public.bridges WHERE code = 'B2'",
        "INSERT INTO public.bridges (code, geom, recorded_at) VALUES ('B2', 'SRID=4490;POINT(114 34)'::public.geometry, '2001-01-01')",
        "INSERT INTO public.bridges (code, geom) VALUES ('B3', public.st_setsrid(public.st_makepoint('NaN', 'NaN'), 4490))",
        "DELETE FROM public.bridges WHERE code = 'B3'",
    ] {
        sqlx::raw_sql(edit).execute(&mut connection).await.unwrap_or_else(|why| panic!("{edit}: {why}"));
    }
    sqlx::raw_sql(AssertSqlSafe(format!(
        "RESET ROLE; SET search_path = public; DROP OWNED BY {role}; DROP ROLE {role}"
    )))
    .execute(&mut connection)
    .await
    .unwrap();
    let edits = home.store.edits_since(1).await.unwrap();
    let said: Vec<_> = edits.iter().map(|e| (e.revision, e.operation.as_str(), &*e.code, e.version)).collect();
    assert_eq!(
        said,
        [
            (2, "update", "B1", 2),
            (3, "delete", "B2", 2),
            (4, "insert", "B2", 3),
            (5, "insert", "B3", 1),
            (6, "delete", "B3", 2)
        ]
    );
    let again = home.record("bridges", "B2").await.unwrap();
    assert!(again.version == 3 && again.recorded_at.to_string().as_str() > "2026", "{again:?}");
}
