//! Bridges and how they were rated: hand-written histories.

use luzhang::queries::bridges::BridgeRatings;
use luzhang::queries::bridges::bridge_history;
use luzhang::queries::bridges::rating_on;
use luzhang::queries::bridges::stock_on;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

fn bridge(code: &str, road: &str, facts: &str) -> Item {
    item("bridges", code, "POINT(114.2 34.0)", &format!("road_code={road}; {facts}"))
}

fn rating(bridge: &str, class: i32, on: &str) -> Item {
    let on = if on.is_empty() { String::new() } else { format!("; rated_on={on}") };
    item("bridge_ratings", &format!("{bridge}-{class}{on}"), "", &format!("bridge_code={bridge}; rating={class}{on}"))
}

fn world() -> World {
    world_of(vec![
        item("roads", "X001411024", "LINESTRING(114.1 34.0, 114.3 34.0)", "class=county"),
        item("roads", "S001411024", "LINESTRING(114.1 34.1, 114.3 34.1)", "class=provincial"),
        // Worse, rebuilt, worse again; its own record repeats the last.
        bridge("B1", "X001411024", "rating=5; rated_on=2023-05-01"),
        rating("B1", 3, "2018-05-01"),
        rating("B1", 4, "2020-12-31"),
        rating("B1", 1, "2022-05-01"),
        rating("B1", 5, "2023-05-01"),
        // Known from its own record alone.
        bridge("B2", "X001411024", "rating=5; rated_on=2020-06-01"),
        // On an unknown day, and on no day at all.
        bridge("B3", "X001411024", "rating=4"),
        rating("B3", 5, ""),
        // Twice on one day: the worse counts.
        bridge("B4", "X001411024", ""),
        rating("B4", 3, "2020-10-01"),
        rating("B4", 4, "2020-10-01"),
        bridge("B5", "S001411024", "rating=5; rated_on=2020-06-01"),
        bridge("B6", "X001411024", "rating=4; rated_on=2021-01-01"),
    ])
}

#[test]
fn a_rating_holds_from_its_day_until_the_next() {
    let world = world();
    let class = |code: &str, on: &str| rating_on(&world, code, day(on)).map(|rating| rating.class);
    assert_eq!(class("B1", "2018-04-30"), None);
    assert_eq!(class("B1", "2020-12-30"), Some(3));
    assert_eq!(class("B1", "2020-12-31"), Some(4));
    assert_eq!(class("B1", "2023-04-30"), Some(1));
    assert_eq!(class("B1", "2030-01-01"), Some(5));
    assert_eq!(class("B3", "2030-01-01"), None);
    assert_eq!(class("B4", "2020-10-01"), Some(4));
    assert_eq!(class("none", "2030-01-01"), None);
}

#[test]
fn the_stock_of_a_day_is_what_was_rated_so_by_then_on_rural_roads() {
    let world = world();
    let stock = |on: &str| -> Vec<String> {
        stock_on(&world, &[4, 5], day(on)).iter().map(|rated| rated.bridge.code().to_owned()).collect()
    };
    assert_eq!(stock("2020-12-31"), ["B1", "B2", "B4"]);
    assert_eq!(stock("2022-06-01"), ["B2", "B4", "B6"]);
}

#[test]
fn a_bridge_comes_into_a_class_once_until_it_leaves_it() {
    let world = world_of(vec![
        bridge("B1", "X001411024", "rating=5; rated_on=2025-01-01"),
        rating("B1", 5, "2019-01-01"),
        rating("B1", 5, "2020-01-01"),
        rating("B1", 2, "2022-01-01"),
        rating("B1", 2, "2025-01-01"),
    ]);
    let ratings = BridgeRatings::of(&world);
    let days = |until: &str| -> Vec<String> {
        ratings.came_into("B1", 5, day(until)).iter().map(|rating| rating.rated_on.to_string()).collect()
    };
    assert_eq!(days("2025-12-31"), ["2019-01-01", "2025-01-01"]);
    assert_eq!(days("2024-12-31"), ["2019-01-01"]);
}

#[test]
fn the_history_says_what_got_worse() {
    let world = world();
    let history = bridge_history(&world, "B1", day("2026-01-01")).unwrap();
    let steps: Vec<_> = history.steps.iter().map(|step| (step.rating.class, step.change)).collect();
    assert_eq!(steps, [(3, None), (4, Some(1)), (1, Some(-3)), (5, Some(4))]);
    assert_eq!(history.steps[3].rating.record, Some("B1-5; rated_on=2023-05-01"));
    assert_eq!(bridge_history(&world, "B3", day("2026-01-01")).unwrap().undated, Some(4));
    assert!(bridge_history(&world, "none", day("2026-01-01")).is_err());
}
