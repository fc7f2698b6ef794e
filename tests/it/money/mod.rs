//! What is owed for roads: worked numbers, by hand.

mod asking;
mod duties;
mod ledger;
mod owed;
mod sums;
mod works;

use luzhang::policy::money::MoneyRules;
use luzhang::policy::money::ObligationRow;
use luzhang::policy::money::Obligations;
use luzhang::policy::money::WhatIf;
use luzhang::policy::money::obligations;
use luzhang::world::Level;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;

/// Two counties and a zone of a city. One township has villages of two bodies.
///
/// ```text
/// 411000 city
///   411003 district            411081 county-level city
///     411003101 township         411081101 township
///       201 of the district        201
///       202 of the zone 4110SF     202
/// ```
///
/// Roads lie wholly in one village, with official mileage (km of county, township, village roads):
/// 411003101201 123.456, 0, 0.789 · 411003101202 0, 0, 1 · 411081101201 200, 600, 1000 · 411081101202 0, 0, 500.
pub fn city() -> Vec<Item> {
    let square = |nth: usize| {
        let west = 113.0 + 0.1 * f64::from(u8::try_from(nth).unwrap());
        let east = west + 0.1;
        format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))")
    };
    let area = |code: &str, wkt: &str, facts: &str| item("jurisdictions", code, wkt, facts);
    vec![
        area("411000", "", "name=许昌市; level=city; kind=administrative"),
        area("411003", "", "name=建安区; level=county; kind=administrative; parent_code=411000"),
        area("411081", "", "name=禹州市; level=county; kind=administrative; parent_code=411000"),
        area(
            "4110SF",
            "",
            "name=示范区; level=county; kind=functional_zone; parent_code=411000; accountable_code=4110SF",
        ),
        area("411003101", "", "name=West; level=township; parent_code=411003"),
        area("411003101201", &square(0), "level=village; parent_code=411003101"),
        area("411003101202", &square(1), "level=village; parent_code=411003101; accountable_code=4110SF"),
        area("411081101", "", "name=East; level=township; parent_code=411081"),
        area("411081101201", &square(2), "level=village; parent_code=411081101"),
        area("411081101202", &square(3), "level=village; parent_code=411081101"),
        road("X001411003", "county"),
        road("C001411003", "village"),
        road("X001411081", "county"),
        road("Y001411081", "township"),
        road("C001411081", "village"),
        road("G003411081", "national"),
        segment("S1", "X001411003", "411003101201", "123.456"),
        segment("S2", "C001411003", "411003101201", "0.789"),
        segment("S3", "C001411003", "411003101202", "1"),
        segment("S4", "X001411081", "411081101201", "200"),
        segment("S5", "Y001411081", "411081101201", "600"),
        segment("S6", "C001411081", "411081101201", "1000"),
        segment("S7", "C001411081", "411081101202", "500"),
        segment("S8", "G003411081", "411081101202", "70"),
        segment("S9", "C001411081", "411081101202", "3").with("shared", "true"),
        segment("S10", "C001411081", "411081101202", "4").with("dead_end", "true"),
    ]
}

pub fn road(code: &str, class: &str) -> Item {
    item("roads", code, "LINESTRING(113.02 34.02, 113.38 34.02)", &format!("class={class}"))
}

pub fn segment(code: &str, road: &str, village: &str, km: &str) -> Item {
    let facts = format!("road_code={road}; jurisdiction_code={village}; official_length_km={km}");
    item("road_segments", code, "LINESTRING(113.02 34.02, 113.03 34.02)", &facts)
}

pub fn fund(code: &str, body: &str, year: i32, facts: [&str; 4]) -> Item {
    let [source, purpose, entry, amount] = facts;
    let facts = format!(
        "jurisdiction_code={body}; year={year}; source={source}; purpose={purpose}; entry={entry}; amount_cny={amount}"
    );
    item("funds", code, "", &facts)
}

pub const TODAY: &str = "2026-06-15";

/// Rows of a jurisdiction, or of a level of it.
pub fn asked(world: &World, year: i32, jurisdiction: Option<&str>, level: Option<Level>) -> Obligations {
    asked_if(world, year, jurisdiction, level, None)
}

pub fn asked_if(
    world: &World,
    year: i32,
    jurisdiction: Option<&str>,
    level: Option<Level>,
    what_if: Option<&WhatIf>,
) -> Obligations {
    let tree = world.jurisdictions().tree();
    let scopes = tree.scopes(jurisdiction.map(|code| tree.find(code).unwrap()), level);
    obligations(world, MoneyRules::embedded(), year, day(TODAY), &scopes, level, what_if)
}

/// The row of one jurisdiction.
pub fn row(world: &World, year: i32, code: &str) -> ObligationRow {
    asked(world, year, Some(code), None).rows.pop().unwrap()
}
