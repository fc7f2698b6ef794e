//! What other programs, and other hands, leave in a store or in its place.

use luzhang::app::Clock;
use luzhang::app::Viewer;
use luzhang::app::fill_with_invented;
use luzhang::app::findings;
use luzhang::domain::Stated;
use luzhang::domain::Value;
use luzhang::generate::Scale;
use luzhang::queries::chiefs;

use crate::support::Home;
use crate::support::both_stores;
use crate::support::by;
use crate::support::day;
use crate::support::item;
use crate::support::named;
use crate::support::now;
use crate::support::world_of;

both_stores! {
    a_rating_out_of_range_is_unknown
    a_file_that_states_no_provenance_leaves_it_and_the_day_alone
    invented_data_does_not_go_into_a_store_that_holds_anything
}

async fn a_rating_out_of_range_is_unknown(home: Home) {
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "rating=3")]).await;
    home.execute("update bridges set rating = 77 where code = 'B1'").await;
    let bridge = home.record("bridges", "B1").await.unwrap();
    assert_eq!(*bridge.value(named("bridges"), "rating"), Value::Null);
}

async fn a_file_that_states_no_provenance_leaves_it_and_the_day_alone(home: Home) {
    let mut old = item("bridges", "B1", "POINT(114 34)", "rating=3");
    old.record.valid_from = Some(day("2020-01-01"));
    home.put(vec![old.clone()]).await;
    let bridges = named("bridges");
    let mut stated = Stated::all(bridges);
    stated.provenance = false;
    let mut same = old.clone();
    same.record.provenance = "another.csv".into();
    same.record.valid_from = None;
    let mut writing = home.store.begin(by("me", "again")).await.unwrap();
    let tally = writing.upsert(bridges, &stated, vec![same.record.clone()]).await.unwrap();
    assert_eq!((tally.updated, tally.unchanged), (0, 1));
    let tally = writing.upsert(bridges, &stated, vec![same.with("rating", "4").record]).await.unwrap();
    assert_eq!(tally.updated, 1);
    writing.commit().await.unwrap();
    let bridge = home.record("bridges", "B1").await.unwrap();
    assert_eq!((&*bridge.provenance, bridge.valid_from), ("hand-drawn", Some(now().date_naive())));
}

async fn invented_data_does_not_go_into_a_store_that_holds_anything(home: Home) {
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "")]).await;
    let viewer = Viewer::local_owner();
    let refused = fill_with_invented(&home.store, &viewer, Clock::Fixed(now()), Scale::County, 1, &|_| {}).await;
    assert!(refused.unwrap_err().to_string().contains("empty store"));
    assert_eq!(home.store.revision().await.unwrap(), 1);
}

#[tokio::test]
async fn a_day_that_no_calendar_has_is_unknown_and_the_server_goes_on() {
    let home = Home::postgis().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "rated_on=2024-05-01")]).await;
    let app = home.app().await;
    home.execute("update bridges set rated_on = 'infinity', recorded_at = 'infinity' where code = 'B1'").await;
    home.put(vec![item("bridges", "B2", "POINT(114 34)", "")]).await;
    assert!(app.refresh().await.unwrap());
    assert_eq!(app.world().named("bridges").len(), 2);
    let bridge = home.record("bridges", "B1").await.unwrap();
    assert_eq!(*bridge.value(named("bridges"), "rated_on"), Value::Null);
}

#[tokio::test]
async fn a_store_that_was_replaced_by_an_older_copy_is_read_anew() {
    let home = Home::geopackage().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "")]).await;
    let copy = home.path().with_extension("copy");
    std::fs::copy(home.path(), &copy).unwrap();
    home.put(vec![item("bridges", "B2", "POINT(114 34)", "")]).await;
    let app = home.app().await;
    assert_eq!(app.world().named("bridges").len(), 2);
    std::fs::rename(&copy, home.path()).unwrap();
    assert!(app.refresh().await.unwrap());
    assert_eq!((app.world().named("bridges").len(), app.world().revision()), (1, 1));
}

#[tokio::test]
async fn a_version_that_is_no_number_does_not_close_the_store() {
    let home = Home::geopackage().await;
    home.put(vec![item("bridges", "B1", "POINT(114 34)", "")]).await;
    home.execute("update bridges set version = 'abc'").await;
    assert_eq!(home.record("bridges", "B1").await.unwrap().version, 1);
}

fn long_road() -> Vec<crate::support::Item> {
    let township = "POLYGON((114 34, 114.05 34, 114.05 34.1, 114 34.1, 114 34))";
    vec![
        item("jurisdictions", "411024101", township, "level=township"),
        // Half of it lies beyond every boundary that is known.
        item("roads", "Y001411024", "LINESTRING(114.04 34.05, 114.06 34.05)", "class=township"),
        item(
            "road_segments",
            "Y1",
            "LINESTRING(114.04 34.05, 114.06 34.05)",
            "road_code=Y001411024; from_chainage=K0+000; to_chainage=K2+000; official_length_km=2",
        ),
        item("chief_posts", "G", "", "level=township; kind=general; jurisdiction_code=411024101"),
        item("chief_posts", "R", "", "level=township; kind=route; jurisdiction_code=411024101"),
    ]
}

#[test]
fn a_road_that_leaves_all_known_boundaries_is_cut_at_the_border() {
    let world = world_of(long_road());
    let rows = chiefs::roads_of(&world, "G", day("2026-06-15")).unwrap();
    assert_eq!(rows.len(), 1);
    assert!((rows[0].length_m - 1000.0).abs() < 0.5, "{}", rows[0].length_m);
    assert_eq!(rows[0].stretch.unwrap().from().to_string(), "K0+000");
}

#[test]
fn an_assignment_of_which_one_end_is_unknown_covers_nothing() {
    let half = item("assignments", "A1", "", "post_code=R; road_code=Y001411024; from_chainage=K1+000");
    let world = world_of([long_road(), vec![half]].concat());
    let left = chiefs::unassigned(&world, day("2026-06-15"));
    assert!((left.iter().map(|row| row.length_m).sum::<f64>() - 2000.0).abs() < 1e-9, "{left:?}");
    let found = findings(&world);
    assert!(found.iter().any(|finding| finding.rule == "assignment_end" && finding.code == "A1"), "{found:?}");
}

#[test]
fn a_household_that_lies_in_another_village_than_is_recorded_is_found() {
    let village = |code: &str, west: f64| {
        let east = west + 0.1;
        let area = format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))");
        item("jurisdictions", code, &area, "level=village")
    };
    let home = |code: &str, x: f64, recorded: &str| {
        item("households", code, &format!("POINT({x} 34.05)"), &format!("village_code={recorded}"))
    };
    let (a, b) = ("411024100201", "411024100202");
    let world = world_of(vec![
        village(a, 114.0),
        village(b, 114.1),
        home("right", 114.05, a),
        home("wrong", 114.15, a),
        home("on the border, either is right", 114.1, b),
        home("outside of all", 113.5, a),
        item("households", "unknown", "POINT(114.05 34.05)", ""),
    ]);
    let found = findings(&world);
    let found: Vec<_> =
        found.iter().filter(|one| one.rule == "village").map(|one| (&*one.code, &*one.problem)).collect();
    assert_eq!(found, [("wrong", "is recorded in 411024100201, but lies in 411024100202")]);
}
