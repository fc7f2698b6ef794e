//! A hand-drawn county in which every goal has a township that meets it, one that misses it, one of which
//! nothing is recorded, and one that stands exactly on the bound. Every figure that is expected was written
//! by hand.
//!
//! ```text
//!              Xuchang 4110
//!        +----------+-----------+
//!   county 411024           zone 4110SF
//!    |      |      |             |
//!   101    102    104           103           townships
//!   Good   Bad    Edge         Silent
//!    |      |    / | \           |
//!   201    201  201…220         201           villages
//!
//!   Good, Bad and Silent have three roads of one segment each, 1.000 km long, in their one village:
//!       GX  GY  GC      BX  BY  BC      SX  SY  SC         county, township, village road
//!   Edge has one county road of 20 segments of 1.000 km, one in each of its 20 villages:
//!       X104411024  K0 --E01-- K1 --E02-- K2 … K19 --E20-- K20
//! ```
//!
//! Silent answers to the zone, which has recorded nothing of anything: there a blank is unknown. In the
//! county others have recorded the same fact: there a blank is "not yet".

mod asking;
mod bridges;
mod city;
mod history;
mod lengths;
mod projects;
mod settlements;
mod sums;
mod works;

use luzhang::policy::RuleBook;
use luzhang::policy::goals::GoalRow;
use luzhang::policy::goals::Ledger;
use luzhang::world::Level;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

/// The last day of the plan: what is missed on it is not late yet.
const END: &str = "2025-12-31";
/// The day after.
const AFTER: &str = "2026-01-01";

const GOOD: &str = "411024101";
const BAD: &str = "411024102";
const SILENT: &str = "411024103";
const EDGE: &str = "411024104";
const COUNTY: &str = "411024";

/// The jurisdictions, without a fact but who is whose.
fn areas() -> Vec<Item> {
    let mut areas = vec![
        item("jurisdictions", "4110", "", "level=city"),
        item("jurisdictions", COUNTY, "", "level=county; parent_code=4110"),
        item(
            "jurisdictions",
            "4110SF",
            "",
            "level=county; kind=functional_zone; parent_code=4110; accountable_code=4110SF",
        ),
    ];
    for (township, villages) in [(GOOD, 1), (BAD, 1), (SILENT, 1), (EDGE, 20)] {
        let body = if township == SILENT { "4110SF" } else { COUNTY };
        let facts = format!("level=township; parent_code={COUNTY}; accountable_code={body}");
        areas.push(item("jurisdictions", township, "", &facts));
        for nth in 1..=villages {
            let facts = format!("level=village; parent_code={township}; accountable_code={body}");
            areas.push(item("jurisdictions", &village(township, nth), "", &facts));
        }
    }
    areas
}

fn village(township: &str, nth: usize) -> String {
    format!("{township}{}", 200 + nth)
}

/// The code of a segment of Edge, from 1 to 20.
fn edge(nth: usize) -> String {
    format!("E{nth:02}")
}

/// The roads and their segments, without a fact but length and place.
fn roads() -> Vec<Item> {
    let mut roads = Vec::new();
    for (township, letter, lat) in [("101", 'G', 34.1), ("102", 'B', 34.2), ("103", 'S', 34.3)] {
        for (nth, (mark, class)) in [('X', "county"), ('Y', "township"), ('C', "village")].into_iter().enumerate() {
            let code = format!("{mark}{township}411024");
            let lat = lat + f64::from(u8::try_from(nth).unwrap()) * 0.01;
            let line = format!("LINESTRING(114 {lat}, 114.01 {lat})");
            roads.push(item("roads", &code, &line, &format!("class={class}")));
            roads.push(segment(&format!("{letter}{mark}"), &line, &code, 0, &format!("411024{township}201")));
        }
    }
    roads.push(item("roads", "X104411024", "LINESTRING(114 34.4, 114.2 34.4)", "class=county"));
    for nth in 1..=20 {
        let at = |nth: usize| 114.0 + f64::from(u8::try_from(nth).unwrap()) * 0.01;
        let line = format!("LINESTRING({:.2} 34.4, {:.2} 34.4)", at(nth - 1), at(nth));
        roads.push(segment(&edge(nth), &line, "X104411024", nth - 1, &village(EDGE, nth)));
    }
    roads
}

/// One kilometre from a kilometre on.
fn segment(code: &str, line: &str, road: &str, from_km: usize, village: &str) -> Item {
    let facts = format!(
        "road_code={road}; from_chainage=K{from_km}+000; to_chainage=K{}+000; official_length_km=1; jurisdiction_code={village}",
        from_km + 1
    );
    item("road_segments", code, line, &facts)
}

/// Sets a fact of some records.
#[track_caller]
fn set<C: AsRef<str>>(items: &mut [Item], codes: &[C], field: &str, value: &str) {
    for code in codes {
        let found = items.iter_mut().find(|item| &*item.record.code == code.as_ref());
        let found = found.unwrap_or_else(|| panic!("nothing is called {}", code.as_ref()));
        *found = found.clone().with(field, value);
    }
}

/// The county, with some facts set, and more records.
fn county(facts: &[(&[&str], &str, &str)], more: Vec<Item>) -> World {
    let mut items = [areas(), roads()].concat();
    for (codes, field, value) in facts {
        set(&mut items, codes, field, value);
    }
    items.extend(more);
    world_of(items)
}

fn edges() -> Vec<String> {
    (1..=20).map(edge).collect()
}

/// The rows of one goal in one jurisdiction.
fn rows(world: &World, as_of: &str, goal: &str, jurisdiction: &str) -> Vec<GoalRow> {
    let book = RuleBook::embedded();
    let ledger = Ledger::of(world, day(as_of), &book.goals, &book.condition.scale());
    let tree = world.jurisdictions().tree();
    let unit = tree.find(jurisdiction).unwrap();
    ledger.rows(&book.goals, tree, &tree.scopes(Some(unit), None), Some(goal), false)
}

/// `part due: status passing/all, failing things, unknown things`.
fn said(row: &GoalRow) -> String {
    let part = row.part.map(|part| format!("{part} ")).unwrap_or_default();
    let whole = row.denominator.map(|whole| format!("/{whole}")).unwrap_or_default();
    let short = match (row.shortfall_count, row.unknown_count) {
        (0, 0) => String::new(),
        (failing, unknown) => format!(", {failing} fail, {unknown} unknown"),
    };
    format!("{part}{} {}{whole}{short}", row.status.word(), row.numerator)
}

/// What a goal comes to in each jurisdiction on a day, by its last milestone.
#[track_caller]
fn check(world: &World, as_of: &str, goal: &str, expect: &[(&str, &str)]) {
    for (jurisdiction, expect) in expect {
        let rows = rows(world, as_of, goal, jurisdiction);
        let last = rows.last().unwrap_or_else(|| panic!("{goal} has no row in {jurisdiction}"));
        assert_eq!(said(last), *expect, "{goal} in {jurisdiction}");
    }
}

/// As [`check`], of one part.
#[track_caller]
fn check_part(world: &World, as_of: &str, goal: &str, part: &str, expect: &[(&str, &str)]) {
    for (jurisdiction, expect) in expect {
        let rows = rows(world, as_of, goal, jurisdiction);
        let row = rows.iter().find(|row| row.part == Some(part));
        let row = row.unwrap_or_else(|| panic!("{goal} {part} has no row in {jurisdiction}"));
        assert_eq!(said(row), format!("{part} {expect}"), "{goal} {part} in {jurisdiction}");
    }
}

#[test]
fn goals_have_rows_where_they_make_sense_and_nowhere_else() {
    let world = county(&[], Vec::new());
    let book = RuleBook::embedded();
    let ledger = Ledger::of(&world, day(END), &book.goals, &book.condition.scale());
    let tree = world.jurisdictions().tree();
    let goals = |level: Level| {
        let rows = ledger.rows(&book.goals, tree, &tree.scopes(None, Some(level)), None, false);
        let mut ids: Vec<String> = rows.into_iter().map(|row| row.goal).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    assert_eq!(goals(Level::City).len(), 31);
    let of_city = ["A02", "A28", "A29", "A30", "A31"];
    assert!(goals(Level::County).len() == 26 && goals(Level::County).iter().all(|id| !of_city.contains(&&**id)));
    let not_below: Vec<String> =
        goals(Level::County).into_iter().filter(|id| !goals(Level::Village).contains(id)).collect();
    assert_eq!(not_below, ["A01", "A03", "A18", "A26", "A27"]);
    // A row of a village says nothing of what a county must have.
    let parts = |level: Level| {
        let rows = ledger.rows(&book.goals, tree, &tree.scopes(None, Some(level)), Some("A22"), false);
        let mut parts: Vec<&str> = rows.iter().filter_map(|row| row.part).collect();
        parts.dedup();
        parts.truncate(3);
        parts
    };
    assert_eq!(parts(Level::Village), ["village"]);
    assert_eq!(parts(Level::Township)[..2], ["township", "village"]);
    assert_eq!(parts(Level::City), ["county", "township", "village"]);
}
