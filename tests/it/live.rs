//! The world follows the store: what is written is seen after the next refresh, and an edited
//! world is the one that would have been loaded.

use std::collections::BTreeMap;

use luzhang::app::App;
use luzhang::app::Clock;
use luzhang::app::Destination;
use luzhang::app::Import;
use luzhang::app::Viewer;
use luzhang::app::import;
use luzhang::domain::Record;
use luzhang::domain::Stated;
use luzhang::exchange::Source;
use luzhang::geom::LonLat;
use luzhang::queries::Utility;
use luzhang::queries::Zone;
use luzhang::queries::chiefs;
use luzhang::queries::chiefs::SegmentStretch;
use luzhang::queries::chiefs::chiefs_at;
use luzhang::queries::households_within;
use luzhang::queries::located;
use luzhang::queries::outage;
use luzhang::world::World;

use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::both_stores;
use crate::support::by;
use crate::support::day;
use crate::support::item;
use crate::support::named;
use crate::support::now;
use crate::support::small_county;

both_stores! {
    an_edit_is_seen_after_the_next_refresh_and_not_in_a_snapshot_taken_before
    an_import_is_seen_after_the_next_refresh
    a_boundary_that_moves_takes_along_what_lies_in_it
    an_edited_world_is_the_one_that_would_have_been_loaded
}

async fn an_edit_is_seen_after_the_next_refresh_and_not_in_a_snapshot_taken_before(home: Home) {
    home.put(small_county()).await;
    let app = home.app().await;
    let before = app.world();
    home.put(vec![item("bridges", "B1", "POINT(113.98 34.02)", "rating=5")]).await;
    home.delete("bridges", &["B2"]).await;
    let rating = |world: &World| world.named("bridges").find("B1").unwrap().value("rating").as_integer();
    assert_eq!((rating(&app.world()), app.world().revision()), (Some(3), 1));

    assert!(app.refresh().await.unwrap());
    assert_eq!((rating(&app.world()), app.world().revision()), (Some(5), 3));
    assert!(app.world().named("bridges").find("B2").is_none());
    assert!(rating(&before) == Some(3) && before.named("bridges").find("B2").is_some() && before.revision() == 1);
    assert!(!app.refresh().await.unwrap(), "nothing is new");
    assert_eq!(app.world().named("bridges").len(), 1);
}

async fn an_import_is_seen_after_the_next_refresh(home: Home) {
    home.put(small_county()).await;
    let app = home.app().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("households.csv");
    std::fs::write(&path, "code,lon,lat,persons\nNEW,114.03,34.05,7\nH00,114.02,34.05,9\n").unwrap();
    let order = Import {
        into: Destination::Collection(named("households")),
        source: Source { path, ..Source::default() },
        dry_run: false,
        skip_bad: false,
    };
    let done = import(app.store(), &Viewer::local_owner(), Clock::Fixed(now()), &order, &mut |_, _| {}, &|_| {})
        .await
        .unwrap();
    assert_eq!((done.tally.inserted, done.tally.updated, done.written), (1, 1, true));
    app.refresh().await.unwrap();
    let world = app.world();
    let found = world.named("households").find("NEW").unwrap();
    assert_eq!((found.text("jurisdiction_code"), found.value("persons").as_integer()), (Some("411024102"), Some(7)));
    let kept = world.named("households").find("H00").unwrap();
    assert_eq!((kept.text("address"), kept.value("persons").as_integer()), (Some("No. 0"), Some(9)));
}

async fn a_boundary_that_moves_takes_along_what_lies_in_it(home: Home) {
    home.put(small_county()).await;
    let app = home.app().await;
    let township =
        |world: &World| world.named("households").find("H00").unwrap().text("jurisdiction_code").map(String::from);
    assert_eq!(township(&app.world()).as_deref(), Some("411024102"));
    let area = |code: &str, west: &str, east: &str| {
        let wkt = format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))");
        item("jurisdictions", code, &wkt, "level=township; parent_code=411024")
    };
    home.put(vec![area("411024101", "113.9", "114.05"), area("411024102", "114.05", "114.1")]).await;
    app.refresh().await.unwrap();
    assert_eq!(township(&app.world()).as_deref(), Some("411024101"));
    assert_same(&app.world(), &home.app().await.world());
    home.delete("jurisdictions", &["411024101", "411024102"]).await;
    app.refresh().await.unwrap();
    assert_eq!(township(&app.world()).as_deref(), Some("411024"));
    assert_same(&app.world(), &home.app().await.world());
}

async fn an_edited_world_is_the_one_that_would_have_been_loaded(home: Home) {
    home.put(small_county()).await;
    let app = home.app().await;
    for seed in 0..25 {
        let mut dice = Dice::seeded(seed);
        edit(&home, &mut dice).await;
        // Sometimes several transactions are followed in one go.
        if dice.one_in(3) {
            edit(&home, &mut dice).await;
        }
        app.refresh().await.unwrap();
        assert_same(&app.world(), &home.app().await.world());
    }
    assert!(app.world().revision() > 25);
}

/// A transaction of a few random changes: of few codes, so that they meet again.
async fn edit(home: &Home, dice: &mut Dice) {
    let mut changed: BTreeMap<(&str, String), Item> = BTreeMap::new();
    for _ in 0..=dice.below(6) {
        let item = any_change(dice);
        changed.insert((item.collection.name, item.record.code.to_string()), item);
    }
    let mut writing = home.store.begin(by("tester", "random")).await.unwrap();
    for item in changed.into_values() {
        if dice.one_in(4) {
            writing.delete(item.collection, vec![item.record.code]).await.unwrap();
        } else {
            writing.upsert(item.collection, &Stated::all(item.collection), vec![item.record]).await.unwrap();
        }
    }
    writing.commit().await.unwrap();
}

fn any_change(dice: &mut Dice) -> Item {
    let nth = dice.below(5);
    // Both townships, and beyond the county.
    let (x, y) = (dice.between(113.88, 114.12), dice.between(33.99, 34.11));
    let (x2, y2) = (x + dice.between(0.001, 0.03), y + 0.001);
    let (point, line) = (format!("POINT({x} {y})"), format!("LINESTRING({x} {y}, {x2} {y2})"));
    let km = 1 + dice.below(4);
    let stretch = format!("from_chainage=K{}+000; to_chainage=K{}+{:03}", km - 1, km, 1 + dice.below(999));
    match dice.below(14) {
        0 | 1 => item("households", &format!("H0{nth}"), &point, &format!("persons={nth}")),
        2 => item("households", &format!("H0{nth}"), &point, "jurisdiction_code=411024101201"),
        3 => item("roads", &format!("road {nth}"), &line, ["class=other", "", "name=N; class=urban"][dice.below(3)]),
        4 => item("roads", &format!("Y00{nth}411024"), &line, "class=township"),
        5 => item(
            "road_segments",
            &format!("YS{nth}"),
            &line,
            &format!("road_code=Y00{}411024; {stretch}", dice.below(5)),
        ),
        6 => item(
            "chief_posts",
            ["PT", "PR", "PR2"][dice.below(3)],
            "",
            ["level=township; kind=route", "level=county; kind=general; jurisdiction_code=411024"][dice.below(2)],
        ),
        7 => item(
            "assignments",
            &format!("A{nth}"),
            "",
            &format!("post_code={}; road_code=Y00{}411024; {stretch}", ["PR", "PR2"][dice.below(2)], dice.below(5)),
        ),
        8 => item(
            "appointments",
            &format!("T{nth}"),
            "",
            ["post_code=PT; to_on=2026-01-01", "post_code=PR"][dice.below(2)],
        ),
        9 => item("gas_pipes", &format!("G{nth}"), &line, &format!("from_node=GN{}; to_node=GN{nth}", dice.below(4))),
        // At a place of its own: only what is said of it changes.
        11 | 12 => {
            let place = format!("POINT({} 34.05)", 113.95 + 0.02 * f64::from(u8::try_from(nth).unwrap()));
            item(
                "households",
                &format!("H0{nth}"),
                &place,
                &format!("persons={}; address=No. {km}; gas_node=GN{}", 1 + dice.below(4), dice.below(4)),
            )
        }
        10 => item("gas_nodes", &format!("GN{nth}"), &point, "kind=source"),
        _ => {
            let area = format!("POLYGON(({x} {y}, {x2} {y}, {x2} {}, {x} {y}))", y + 0.05);
            item("jurisdictions", &format!("41102410{nth}"), &area, "level=township; parent_code=411024")
        }
    }
}

/// Compares all that two worlds hold and answer.
#[track_caller]
fn assert_same(edited: &World, loaded: &World) {
    assert_eq!(edited.revision(), loaded.revision());
    for (edited, loaded) in edited.tables().zip(loaded.tables()) {
        let records = |table: &luzhang::world::Table| -> Vec<Record> {
            table.in_code_order(None).map(luzhang::world::Row::record).collect()
        };
        assert_eq!(records(edited), records(loaded));
        assert_eq!((edited.len(), edited.bounds()), (loaded.len(), loaded.bounds()));
    }
    assert_eq!(answers(edited), answers(loaded));
}

fn answers(world: &World) -> Vec<String> {
    let mut said = Vec::new();
    let today = day("2026-06-15");
    let mut tell = |rows: &[SegmentStretch<'_>]| {
        let row = |row: &SegmentStretch<'_>| {
            format!("{} {:?} {} {:?}", row.segment.code, row.stretch, row.length_m, row.posts)
        };
        said.extend(rows.iter().map(row));
    };
    tell(&chiefs::unassigned(world, today));
    tell(&chiefs::overlaps(world, today));
    for post in world.chiefs().posts() {
        tell(&chiefs::roads_of(world, &post.code, today).unwrap());
    }
    let filled = |post: &luzhang::world::Post| format!("{} {:?}", post.code, post.is_filled_on(today));
    said.extend(world.chiefs().posts().map(filled));
    for step in 0..12 {
        let at = LonLat::new(113.88 + 0.02 * f64::from(step), 34.0 + 0.008 * f64::from(step)).unwrap();
        let found = located(world, at);
        let road = found.road.as_ref().map(|found| (&*found.road.code, found.chainage, found.seen.offset_m));
        let areas: Vec<&str> = found.jurisdictions.iter().map(|area| area.code()).collect();
        let posts: Vec<&str> = chiefs_at(world, &found, today).iter().map(|post| &*post.code).collect();
        said.push(format!("{road:?} {areas:?} {posts:?}"));
        let zone = Zone::around(at, 3_000.0).unwrap();
        said.push(format!(
            "{:?} {:?}",
            households_within(world, &zone).codes(),
            households_within(world, &zone).totals()
        ));
    }
    let near = Zone::near_pipe(world, Utility::Gas, "G1", 5_000.0);
    said.push(format!("{:?}", near.map(|zone| households_within(world, &zone).totals())));
    let gas = world.gas();
    said.push(format!("{} {:?} {:?}", gas.supply().graph().piece_count(), gas.pipes(), gas.faults()));
    let out = outage(world, Utility::Gas, &gas.pipes().iter().map(ToString::to_string).collect::<Vec<_>>(), &[]);
    said.push(format!("{out:?}"));
    said.push(format!("{} {:?}", world.roads().graph().piece_count(), world.bounds()));
    said
}

#[tokio::test]
async fn many_refreshes_at_once_make_one_world() {
    let home = Home::geopackage().await;
    home.put(small_county()).await;
    let app: App = home.app().await;
    home.delete("bridges", &["B1"]).await;
    let (a, b, c) = tokio::join!(app.refresh(), app.refresh(), app.refresh());
    assert_eq!([a, b, c].into_iter().filter(|new| *new.as_ref().unwrap()).count(), 1);
}
