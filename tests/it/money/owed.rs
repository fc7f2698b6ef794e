//! The daily floor and who pays which share, to the fen.

use luzhang::policy::money::Obligations;
use luzhang::policy::money::Regime;
use luzhang::policy::money::RowRegime;
use luzhang::policy::money::WhatIf;
use luzhang::world::Level;
use luzhang::world::Metres;
use luzhang::world::RuralClass;
use luzhang::world::World;

use crate::money::asked;
use crate::money::asked_if;
use crate::money::city;
use crate::money::row;
use crate::support::Item;
use crate::support::item;
use crate::support::world_of;

fn regime(code: &str, body: &str, facts: &str) -> Item {
    item("fiscal_regimes", code, "", &format!("jurisdiction_code={body}; {facts}"))
}

/// Fen of floor, province, city, county.
#[track_caller]
fn owes(world: &World, year: i32, code: &str, expected: [u64; 4]) {
    let row = row(world, year, code);
    let shares = row.shares_fen.unwrap_or_else(|| panic!("{code}: {:?}", row.missing));
    assert_eq!([row.daily_floor_fen.unwrap(), shares.province, shares.city, shares.county], expected, "{code} {year}");
}

#[test]
fn the_worked_numbers_are_met_to_the_fen() {
    let world = world_of(city());
    owes(&world, 2025, "411081", [950_000_000, 380_000_000, 0, 570_000_000]);
    owes(&world, 2025, "411003", [123_692_700, 24_738_540, 24_738_540, 74_215_620]);
    owes(&world, 2025, "4110SF", [300_000, 60_000, 60_000, 180_000]);
    // What the bodies owe, added up.
    owes(&world, 2025, "411000", [1_073_992_700, 404_798_540, 24_798_540, 644_395_620]);
}

#[test]
fn only_countable_roads_count() {
    let row = row(&world_of(city()), 2025, "411081");
    assert_eq!(row.metres, Metres::new(200_000, 600_000, 1_500_000));
    assert_eq!(row.works_target_m, Some(115_000));
    assert_eq!(row.regime, RowRegime::Of("4:6".to_owned()));
    assert!(row.assumptions.contains(&"B-regime".to_owned()));
}

#[test]
fn a_regime_holds_from_its_first_year_on() {
    let regimes = vec![
        regime("R1", "411081", "regime=2:2:6; from_on=2016-01-01; to_on=2021-12-31"),
        regime("R2", "411081", "regime=4:6; from_on=2022-01-01"),
    ];
    let world = world_of([city(), regimes].concat());
    owes(&world, 2021, "411081", [950_000_000, 190_000_000, 190_000_000, 570_000_000]);
    owes(&world, 2022, "411081", [950_000_000, 380_000_000, 0, 570_000_000]);
    let row = row(&world, 2021, "411081");
    assert!(!row.assumptions.contains(&"B-regime".to_owned()), "what is recorded is not assumed");
    assert!(row.assumptions.contains(&"B-before-2022".to_owned()));
}

#[test]
fn a_regime_that_begins_within_a_year_without_one_holds_for_it() {
    let world = world_of([city(), vec![regime("R1", "411081", "regime=2:2:6; from_on=2023-07-01")]].concat());
    owes(&world, 2023, "411081", [950_000_000, 190_000_000, 190_000_000, 570_000_000]);
    // One that held on 1 January holds for the whole year.
    let two = vec![
        regime("R1", "411081", "regime=4:6; from_on=2020-01-01; to_on=2023-06-30"),
        regime("R2", "411081", "regime=2:2:6; from_on=2023-07-01"),
    ];
    let world = world_of([city(), two].concat());
    owes(&world, 2023, "411081", [950_000_000, 380_000_000, 0, 570_000_000]);
    owes(&world, 2024, "411081", [950_000_000, 190_000_000, 190_000_000, 570_000_000]);
}

#[track_caller]
fn unknown(regimes: Vec<Item>, year: i32, why: &str) {
    let world = world_of([city(), regimes].concat());
    for code in ["411081", "411081101201", "411000"] {
        let row = row(&world, year, code);
        assert!(row.daily_floor_fen.is_some() && row.shares_fen.is_none(), "{code}");
        let told = row.missing.iter().find(|one| one.field == "shares_cny").unwrap();
        assert!(told.why.contains(why), "{}", told.why);
    }
    assert_eq!(row(&world, year, "411081").regime, RowRegime::Unknown);
}

#[test]
fn without_one_regime_the_floor_is_known_and_the_shares_are_not() {
    let two = || {
        vec![
            regime("R1", "411081", "regime=2:2:6; from_on=2020-01-01"),
            regime("R2", "411081", "regime=4:6; from_on=2022-01-01"),
        ]
    };
    unknown(two(), 2022, "R1, R2 are in force at once");
    unknown(vec![regime("R1", "411081", "regime=2:2:6")], 2022, "R1 has no first day");
    unknown(vec![regime("R1", "411081", "from_on=2020-01-01")], 2022, "R1 does not say which it is");
    unknown(
        vec![regime("R1", "411081", "regime=4:6; from_on=2023-01-01")],
        2022,
        "no regime of 411081 is recorded for 2022",
    );
    unknown(Vec::new(), 2021, "none is assumed for 2021");
}

#[test]
fn before_any_rule_nothing_is_owed_or_known() {
    let row = row(&world_of(city()), 2019, "411081");
    assert_eq!((row.daily_floor_fen, row.shares_fen, row.works_target_m), (None, None, None));
    assert!(row.missing.iter().any(|one| one.field == "daily_floor_cny" && one.why.contains("2019")));
    assert_eq!(row.metres.total(), 2_300_000);
}

#[test]
fn a_township_of_two_bodies_is_cut_between_them() {
    let world = world_of(city());
    let floors = |above: Option<&str>| -> Vec<(String, Option<u64>)> {
        let rows = asked(&world, 2025, above, Some(Level::Township)).rows;
        rows.into_iter().map(|row| (row.code, row.daily_floor_fen)).collect()
    };
    assert_eq!(floors(Some("411003")), [("411003101".to_owned(), Some(123_692_700))]);
    assert_eq!(floors(Some("4110SF")), [("411003101".to_owned(), Some(300_000))]);
    assert!(floors(None).contains(&("411003101".to_owned(), Some(123_992_700))));
}

#[test]
fn what_lies_in_no_jurisdiction_is_told_and_owed_by_nobody() {
    let stray =
        item("road_segments", "S99", "LINESTRING(100 30, 100.01 30)", "road_code=C001411081; official_length_km=2.5");
    let answer = asked(&world_of([city(), vec![stray]].concat()), 2025, Some("411000"), None);
    assert_eq!(answer.unplaced_m, Metres::new(0, 0, 2_500));
    assert_eq!(answer.rows[0].daily_floor_fen, Some(1_073_992_700));
}

fn what_if(year: i32, code: &str, what_if: &WhatIf) -> Obligations {
    asked_if(&world_of(city()), year, Some(code), None, Some(what_if))
}

#[test]
fn other_rates_are_computed_at_the_body_and_shared_down() {
    // 100.01 CNY for a kilometre of village road: 1,500 km are 150,015.00, and a village of 500 km 50,005.00.
    let rates = vec![(RuralClass::County, 0), (RuralClass::Township, 0), (RuralClass::Village, 10_001)];
    let asked = WhatIf { rates, ..WhatIf::default() };
    let row = what_if(2025, "411081", &asked).rows.pop().unwrap();
    assert_eq!(row.daily_floor_fen, Some(15_001_500));
    assert_eq!(row.difference.unwrap().daily_floor_fen, Some(15_001_500 - 950_000_000));
    let row = what_if(2025, "411081101202", &asked).rows.pop().unwrap();
    assert_eq!(row.daily_floor_fen, Some(5_000_500));
}

#[test]
fn another_regime_and_an_added_road_are_told_with_their_difference() {
    let world = world_of(city());
    let unit = world.jurisdictions().tree().find("411003101202").unwrap();
    let asked = WhatIf {
        regime: Some(Regime { code: "4:6".to_owned(), province: 4, city: 0, county: 6 }),
        added: vec![luzhang::policy::money::AddedRoad { unit, class: RuralClass::County, metres: 12_500 }],
        ..WhatIf::default()
    };
    // 1 km of village road and 12.5 km of county road.
    let row = what_if(2025, "4110SF", &asked).rows.pop().unwrap();
    let (shares, difference) = (row.shares_fen.unwrap(), row.difference.unwrap());
    assert_eq!((row.daily_floor_fen, shares.province, shares.city), (Some(12_800_000), 5_120_000, 0));
    assert_eq!((difference.metres, difference.daily_floor_fen), (12_500, Some(12_500_000)));
    assert_eq!((difference.province_fen, difference.city_fen), (Some(5_060_000), Some(-60_000)));
}

#[test]
fn standards_are_reviewed_within_five_years() {
    let review = asked(&world_of(city()), 2025, None, None).review.unwrap();
    assert_eq!((review.due.to_string().as_str(), review.is_overdue), ("2027-02-22", false));
    assert_eq!(review.clause, "R5 二(二)4");
}
