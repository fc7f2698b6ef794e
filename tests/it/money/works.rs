//! Works done in a year against the target, and how they were paid.

use luzhang::world::World;

use crate::money::city;
use crate::money::row;
use crate::support::Item;
use crate::support::item;
use crate::support::world_of;

fn with(works: Vec<Item>) -> World {
    world_of([city(), works].concat())
}

fn work(code: &str, facts: &str) -> Item {
    item("works", code, "", facts)
}

#[track_caller]
fn done(world: &World, expected: &[(&str, Option<u64>)]) {
    for (code, metres) in expected {
        let row = row(world, 2024, code);
        assert_eq!(row.works_done_m, *metres, "{code}: {:?}", row.missing);
        assert_eq!(row.missing.iter().any(|one| one.field == "works_done_km"), metres.is_none());
    }
}

const IN_2024: &str = "completed_on=2024-05-01; road_code=X001411081";

#[test]
fn maintenance_of_the_year_is_done_and_other_works_are_not() {
    let in_village = format!("{IN_2024}; jurisdiction_code=411081101201");
    let world = with(vec![
        work("W1", &format!("{in_village}; kind=major_repair; length_km=1.25")),
        work("W2", &format!("{in_village}; kind=preventive; from_chainage=K1+000; to_chainage=K3+000")),
        work("W3", &format!("{in_village}; kind=rebuild; length_km=9")),
        work("W4", "jurisdiction_code=411081101202; kind=medium_repair; completed_on=2023-12-31; length_km=9"),
        work("W5", "jurisdiction_code=411081101202; kind=medium_repair; started_on=2024-03-01; length_km=9"),
        work(
            "W6",
            "jurisdiction_code=411081101202; kind=medium_repair; completed_on=2024-03-01; length_km=9; road_code=G003411081",
        ),
        work("W7", &format!("{in_village}; kind=major_repair; bridge_code=B1")),
    ]);
    done(&world, &[("411081", Some(3_250)), ("411081101201", Some(3_250)), ("411081101202", Some(0))]);
    // The others have recorded no works at all.
    done(&world, &[("411003", None), ("411000", None)]);
}

#[test]
fn a_work_whose_length_is_unknown_makes_the_sum_unknown_where_it_may_lie() {
    let world = with(vec![
        work("W1", "jurisdiction_code=411081101202; kind=medium_repair; completed_on=2024-03-01; length_km=2"),
        work("W2", "jurisdiction_code=411081101201; kind=medium_repair; completed_on=2024-03-01"),
    ]);
    done(&world, &[("411081101201", None), ("411081", None), ("411081101202", Some(2_000))]);
    let world = with(vec![work("W1", "jurisdiction_code=411081; completed_on=2024-03-01; length_km=2")]);
    done(&world, &[("411081101201", None), ("411081", None), ("411081101202", None)]);
}

#[test]
fn a_work_over_a_border_is_shared_as_its_segments_are() {
    // The segment runs 0.05 degrees in each of two villages; the work over all of it and half as much again.
    let across = item(
        "road_segments",
        "S50",
        "LINESTRING(113.15 34.05, 113.25 34.05)",
        "road_code=X009411081; from_chainage=K0+000; to_chainage=K10+000",
    );
    let road = item("roads", "X009411081", "LINESTRING(113.15 34.05, 113.25 34.05)", "class=county");
    let world = with(vec![
        road,
        across,
        work(
            "W1",
            "road_code=X009411081; from_chainage=K0+000; to_chainage=K10+000; kind=preventive; completed_on=2024-03-01; length_km=9.001; jurisdiction_code=411000",
        ),
        work(
            "W2",
            "road_code=X009411081; from_chainage=K0+000; to_chainage=K5+000; kind=preventive; completed_on=2024-03-01; jurisdiction_code=411000",
        ),
        work("W3", "kind=preventive; completed_on=2020-03-01; jurisdiction_code=411003101201"),
    ]);
    let halves = (row(&world, 2024, "411003101202").works_done_m, row(&world, 2024, "411081101201").works_done_m);
    assert_eq!(halves, (Some(4_501 + 5_000), Some(4_500)));
    done(&world, &[("411000", Some(14_001)), ("411003", Some(0)), ("4110SF", Some(9_501)), ("411081", Some(4_500))]);
}

#[test]
fn works_that_the_builder_paid_for_are_found_in_their_year() {
    let paid = |code: &str, facts: &str| work(code, &format!("jurisdiction_code=411081101201; {facts}"));
    let world = with(vec![
        paid("W1", "started_on=2024-03-01; financing=采用BT模式; cost_cny=100"),
        paid("W2", "started_on=2024-03-01; financing=施工方带资"),
        paid("W3", "started_on=2024-03-01; financing=建养一体化"),
        paid("W4", "started_on=2024-03-01; financing=建养一体化，新增隐性债务"),
        paid("W5", "started_on=2023-03-01; financing=BT"),
        paid("W6", "financing=BT"),
    ]);
    let found = |year: i32, code: &str| -> Vec<(String, String)> {
        let told = row(&world, year, code).ledger.into_iter();
        told.map(|one| (one.code, one.rule.unwrap())).collect()
    };
    let expected = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(code, rule)| ((*code).to_owned(), (*rule).to_owned())).collect()
    };
    let of_2024 = expected(&[("W1", "B08-bt"), ("W2", "B08-bt"), ("W4", "B08-debt"), ("W6", "B08-bt")]);
    for code in ["411081101201", "411081", "411000"] {
        assert_eq!(found(2024, code), of_2024, "{code}");
    }
    assert_eq!(found(2023, "411081"), expected(&[("W5", "B08-bt"), ("W6", "B08-bt")]));
    assert_eq!(found(2021, "411081"), [], "the ban is of 2022");
    assert_eq!(found(2024, "411003"), []);
}
