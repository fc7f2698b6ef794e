//! A hand-drawn county of buses: who is served, and by how many lines does one get to the seat?
//!
//! ```text
//!   seat ==L1== town ==L2== v1, v2        v3 has a stop that no line serves, v4 has none
//!                            "==L3== v5   three lines from the seat
//!   v6 changes from L4 (on demand) to L1 between two stops of one name, 150 m apart
//! ```

use luzhang::queries::BusAnswer;
use luzhang::queries::Buses;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

fn area(code: &str, level: &str, facts: &str) -> Item {
    item("jurisdictions", code, "", &format!("level={level}; {facts}"))
}

fn village(nth: u8) -> String {
    format!("41102410120{nth}")
}

fn stop(code: &str, name: &str, lon: f64, facts: &str) -> Item {
    item("bus_stops", code, &format!("POINT({lon} 34.0)"), &format!("name={name}; {facts}"))
}

fn of(nth: u8) -> String {
    format!("village_code={}; county_seat=false", village(nth))
}

fn line(code: &str, stops: &str, facts: &str) -> Item {
    item(
        "bus_routes",
        code,
        "LINESTRING(114.0 34.0, 114.1 34.0)",
        &format!("stop_codes={stops}; jurisdiction_code=411024; {facts}"),
    )
}

fn county() -> Vec<Item> {
    let mut items =
        vec![area("411024", "county", "parent_code=4110"), area("411024101", "township", "parent_code=411024")];
    items.extend((1..=6).map(|nth| area(&village(nth), "village", "parent_code=411024101")));
    items.extend([
        stop("S", "seat", 114.0, "jurisdiction_code=411024; county_seat=true"),
        stop("T", "town", 114.1, &of(9)),
        stop("B1", "one", 114.2, &of(1)),
        stop("B2", "two", 114.3, &of(2)),
        stop("B3", "three", 114.4, &of(3)),
        stop("B5", "five", 114.5, &of(5)),
        stop("B6", "six", 114.6, &of(6)),
        // 150 m east of T, of the same name; a third of another name is as near.
        stop("T2", "town", 114.1 + 150.0 / 92_300.0, &of(9)),
        line("L1", "S;T", "from_on=2020-01-01; on_demand=false"),
        line("L2", "T;B1;B2", "from_on=2020-01-01; to_on=2024-06-30; on_demand=false"),
        line("L3", "B2;B5", "from_on=2020-01-01; on_demand=false"),
        line("L4", "B6;T2", "from_on=2020-01-01; on_demand=true"),
    ]);
    items.push(area(&village(9), "village", "parent_code=411024101"));
    items
}

fn answer(world: &World, nth: u8, on: &str) -> BusAnswer<'static> {
    let answers = Buses::on(world, day(on)).villages(2);
    let found = answers.into_iter().find(|answer| answer.village == village(nth)).unwrap();
    BusAnswer { village: "", stops: Vec::new(), rides: Vec::new(), ..found }
}

#[track_caller]
fn check(items: Vec<Item>, nth: u8, on: &str, expect: (Option<bool>, Option<bool>, Option<usize>)) {
    let found = answer(&world_of(items), nth, on);
    assert_eq!((found.has_bus, found.reaches_seat, found.lines), expect);
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn two_lines_are_enough_and_three_are_not() {
    check(county(), 1, "2024-06-30", (YES, YES, Some(2)));
    check(county(), 2, "2024-06-30", (YES, YES, Some(2)));
    check(county(), 5, "2024-06-30", (YES, NO, Some(3)));
    check(county(), 9, "2024-06-30", (YES, YES, Some(1)));
    // The line has stopped running; the stop of village 2 is served by another, which leads nowhere.
    check(county(), 1, "2024-07-01", (NO, NO, None));
    check(county(), 2, "2024-07-01", (YES, NO, None));
    check(county(), 1, "2019-12-31", (NO, NO, None));
}

#[test]
fn the_rides_that_prove_it_are_given_in_order() {
    let world = world_of(county());
    let answers = Buses::on(&world, day("2024-06-30")).villages(2);
    let rides = |nth: usize| -> Vec<(&str, &str, &str)> {
        answers[nth].rides.iter().map(|ride| (ride.line, ride.board, ride.alight)).collect()
    };
    assert_eq!(rides(4), [("L3", "B5", "B2"), ("L2", "B2", "T"), ("L1", "T", "S")]);
    // From T2 to T on foot.
    assert_eq!(rides(5), [("L4", "B6", "T2"), ("L1", "T", "S")]);
    assert_eq!(answers[5].only_on_demand, Some(true));
    assert_eq!((answers[0].only_on_demand, &answers[0].stops[..]), (Some(false), &["B1"][..]));
}

#[test]
fn one_changes_between_stops_of_one_name_that_are_near_and_between_no_others() {
    let moved = |name: &str, lon: f64| {
        let mut items = county();
        items.retain(|item| &*item.record.code != "T2");
        items.push(stop("T2", name, lon, &of(9)));
        items
    };
    check(moved("town", 114.1 + 150.0 / 92_300.0), 6, "2024-06-30", (YES, YES, Some(2)));
    check(moved("town", 114.1 + 250.0 / 92_300.0), 6, "2024-06-30", (YES, NO, None));
    check(moved("other", 114.1 + 50.0 / 92_300.0), 6, "2024-06-30", (YES, NO, None));
}

#[test]
fn a_village_without_a_stop_has_no_bus_where_the_stops_of_its_county_are_on_record() {
    check(county(), 3, "2024-06-30", (NO, NO, None));
    check(county(), 4, "2024-06-30", (NO, NO, None));
    let empty: Vec<Item> = county().into_iter().filter(|item| item.collection.name == "jurisdictions").collect();
    check(empty, 4, "2024-06-30", (None, None, None));
}

#[test]
fn what_is_not_recorded_of_stops_and_lines_leaves_it_open() {
    let with = |item: Item| [county(), vec![item]].concat();
    // A served stop in the township, nobody knows in which village.
    let mut items = with(stop("Q", "somewhere", 114.7, "jurisdiction_code=411024101; county_seat=false"));
    items.push(line("L5", "T;Q", ""));
    check(items, 4, "2024-06-30", (None, None, None));
    // One that no line serves says nothing.
    check(with(stop("Q", "somewhere", 114.7, "jurisdiction_code=411024101")), 4, "2024-06-30", (NO, NO, None));
    // A line that runs somewhere in the county.
    check(with(line("L5", "", "")), 4, "2024-06-30", (None, None, None));
    check(with(line("L5", "", "")), 5, "2024-06-30", (YES, None, Some(3)));
    check(with(line("L5", "", "to_on=2020-01-01")), 4, "2024-06-30", (NO, NO, None));
    // Is the stop of village 2 perhaps at the seat?
    let mut items = county();
    items.retain(|item| &*item.record.code != "B2");
    items.push(stop("B2", "two", 114.3, &format!("village_code={}", village(2))));
    check(items, 5, "2024-06-30", (YES, None, Some(3)));
    // Nobody recorded where the seat is.
    let mut items = county();
    items.retain(|item| &*item.record.code != "S");
    items.push(stop("S", "seat", 114.0, "jurisdiction_code=411024; county_seat=false"));
    check(items, 1, "2024-06-30", (YES, None, None));
}

#[test]
fn a_zone_without_a_seat_of_its_own_goes_where_its_county_does() {
    let mut items = county();
    items.retain(|item| *item.record.code != *village(1));
    items.push(area("4110SF", "county", "parent_code=4110; accountable_code=4110SF"));
    items.push(area(&village(1), "village", "parent_code=411024101; accountable_code=4110SF"));
    check(items, 1, "2024-06-30", (YES, YES, Some(2)));
}
