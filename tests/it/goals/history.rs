//! Goals on past days: the stock of 2020, the milestones of 2022 and 2025, from the history of both stores.

use luzhang::app::Refusal;
use luzhang::app::Viewer;

use super::*;
use crate::support::Home;
use crate::support::both_stores;

both_stores! {
    a_past_day_is_answered_by_what_held_on_it
    what_nobody_dated_counts_before_it_was_recorded
    a_past_world_is_refused_while_the_store_is_away
}

fn from(mut item: Item, on: &str) -> Item {
    item.record.valid_from = Some(day(on));
    item
}

/// What a goal comes to in the county, by its last milestone.
async fn stands(home: &Home, as_of: &str, goal: &str) -> String {
    let app = home.app().await;
    let goals = app.goals_on(Viewer::local_owner(), day(as_of)).await.unwrap();
    let rows = goals.rows(Some(COUNTY), None, Some(goal)).unwrap();
    said(rows.last().unwrap())
}

/// A county of one village and one road of 1 km, another of 2 km since 2023.
fn small() -> Vec<Item> {
    let facts = format!("level=village; parent_code={COUNTY}");
    let segment = |code: &str, road: &str, lat: &str, km: &str| {
        let facts = format!("road_code={road}; official_length_km={km}; jurisdiction_code=411024101201");
        item("road_segments", code, &format!("LINESTRING(114 {lat}, 114.01 {lat})"), &facts)
    };
    vec![
        item("jurisdictions", COUNTY, "", "level=county"),
        item("jurisdictions", "411024101201", "", &facts),
        from(item("roads", "X001411024", "LINESTRING(114 34, 114.01 34)", "class=county"), "2015-01-01"),
        from(item("roads", "X002411024", "LINESTRING(114 34.1, 114.01 34.1)", "class=county"), "2015-01-01"),
        segment("S1", "X001411024", "34", "1"),
        segment("S2", "X002411024", "34.1", "2"),
    ]
}

async fn a_past_day_is_answered_by_what_held_on_it(home: Home) {
    let with = |code: &str, on: &str, listed: &str| {
        let found = small().into_iter().find(|item| &*item.record.code == code).unwrap();
        from(found.with("listed_for_maintenance", listed), on)
    };
    let others = small().into_iter().filter(|item| item.collection.name != "road_segments").collect();
    home.put(others).await;
    home.put(vec![with("S1", "2019-12-31", "false")]).await;
    home.put(vec![with("S1", "2022-12-31", "true"), with("S2", "2023-03-01", "false")]).await;
    home.put(vec![with("S2", "2025-12-31", "true")]).await;
    assert_eq!(stands(&home, "2019-12-30", "A17").await, "not_applicable 0/0");
    assert_eq!(stands(&home, "2020-12-31", "A17").await, "not_due 0/1, 1 fail, 0 unknown");
    assert_eq!(stands(&home, "2022-12-30", "A17").await, "not_due 0/1, 1 fail, 0 unknown");
    assert_eq!(stands(&home, "2022-12-31", "A17").await, "met 1/1");
    assert_eq!(stands(&home, "2023-12-31", "A17").await, "not_due 1/3, 1 fail, 0 unknown");
    assert_eq!(stands(&home, "2025-12-31", "A17").await, "met 3/3");
    // A deleted segment was there before it was deleted.
    home.delete("road_segments", &["S2"]).await;
    assert_eq!(stands(&home, "2026-06-14", "A17").await, "met 3/3");
    assert_eq!(stands(&home, "2026-06-15", "A17").await, "met 1/1");

    let app = home.app().await;
    let trend = app.goal_trend(Viewer::local_owner(), "A17", Some(COUNTY), (2019, 2030)).await.unwrap();
    let told: Vec<String> = trend["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["due"] == "2025-12-31")
        .map(|row| format!("{} {}/{}", row["as_of"].as_str().unwrap(), row["numerator"], row["denominator"]))
        .collect();
    let expected = [
        "2019-12-31 0.0/1.0",
        "2020-12-31 0.0/1.0",
        "2021-12-31 0.0/1.0",
        "2022-12-31 1.0/1.0",
        "2023-12-31 1.0/3.0",
        "2024-12-31 1.0/3.0",
        "2025-12-31 3.0/3.0",
        "2026-06-15 1.0/1.0",
    ];
    assert_eq!(told, expected);
}

async fn what_nobody_dated_counts_before_it_was_recorded(home: Home) {
    // Nobody said since when: the store writes the day of the import, 2026-06-15.
    let mut items = small();
    set(&mut items, &["S1", "S2"], "listed_for_maintenance", "true");
    set(&mut items, &["S2"], "built_year", "2023");
    home.put(items.clone()).await;
    assert_eq!(stands(&home, "2020-12-31", "A17").await, "met 1/1");
    assert_eq!(stands(&home, "2023-12-31", "A17").await, "met 3/3");
    // Edited later, with and without a day: the first version is what was there before.
    let mut edited: Vec<Item> = items.into_iter().filter(|item| item.collection.name == "road_segments").collect();
    set(&mut edited, &["S1", "S2"], "listed_for_maintenance", "false");
    edited[0].record.valid_from = Some(day("2024-01-01"));
    home.put(edited).await;
    assert_eq!(stands(&home, "2020-12-31", "A17").await, "met 1/1");
    assert_eq!(stands(&home, "2023-12-31", "A17").await, "met 3/3");
    assert_eq!(stands(&home, "2024-12-31", "A17").await, "not_due 2/3, 1 fail, 0 unknown");
    assert_eq!(stands(&home, "2026-06-15", "A17").await, "overdue 0/3, 2 fail, 0 unknown");

    let app = home.app().await;
    let assumed = async |as_of: &str, goal: &str| {
        let goals = app.goals_on(Viewer::local_owner(), day(as_of)).await.unwrap();
        let rows = goals.rows(Some(COUNTY), None, Some(goal)).unwrap();
        rows[0].assumptions.contains(&"A-since".to_owned())
    };
    assert!(assumed("2020-12-31", "A17").await);
    // Of dated facts no version is asked, and today nothing is assumed.
    assert!(!assumed("2020-12-31", "A11").await && !assumed("2026-06-15", "A17").await);
}

async fn a_past_world_is_refused_while_the_store_is_away(home: Home) {
    home.put(small()).await;
    let app = home.app().await;
    let Err(why) = (match &home.location {
        luzhang::store::Location::GeoPackage(path) => {
            std::fs::remove_file(path).unwrap();
            app.goals_on(Viewer::local_owner(), day("2020-12-31")).await
        }
        luzhang::store::Location::PostGis(_) => {
            home.let_in(false).await;
            let refused = app.goals_on(Viewer::local_owner(), day("2020-12-31")).await;
            home.let_in(true).await;
            refused
        }
    }) else {
        panic!("a past that nobody can read is made up");
    };
    assert!(matches!(why, Refusal::StoreAway), "{why}");
    // Today is answered from memory.
    assert!(app.goals_on(Viewer::local_owner(), day("2026-06-15")).await.is_ok());
}
