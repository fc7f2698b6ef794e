//! Bridges and hazards: A06, A07, A08.

use super::*;

fn bridge(code: &str, road: &str, village: &str, facts: &str) -> Item {
    item("bridges", code, "POINT(114 34)", &format!("road_code={road}; jurisdiction_code={village}{facts}"))
}

fn rated(bridge: &str, on: &str, rating: &str) -> Item {
    item(
        "bridge_ratings",
        &format!("{bridge}-{on}"),
        "",
        &format!("bridge_code={bridge}; rated_on={on}; rating={rating}"),
    )
}

/// Twenty bridges of Edge in class 4 at the end of 2020, the last rated on that very day; `rebuilt` of them
/// were rebuilt on the last day of 2025.
fn stock(rebuilt: usize, last: &str) -> World {
    let mut items = vec![
        // In the stock, and reinforced by works since.
        bridge("B1", "X101411024", "411024101201", ""),
        rated("B1", "2019-05-01", "5"),
        item("works", "W1", "", "kind=major_repair; bridge_code=B1; completed_on=2022-05-01"),
        // In class 5 only afterwards: in no stock.
        bridge("B2", "X101411024", "411024101201", ""),
        rated("B2", "2019-05-01", "3"),
        rated("B2", "2023-05-01", "5"),
        // In the stock; closed, which is not rebuilt; rebuilt before it was rated so.
        bridge(
            "B3",
            "X102411024",
            "411024102201",
            "; disposal_kind=closed; disposed_on=2021-05-01; rebuilt_on=2018-01-01",
        ),
        rated("B3", "2019-05-01", "4"),
        // Rated 2 in 2021 and nothing done between: no worse before.
        bridge("B4", "X102411024", "411024102201", ""),
        rated("B4", "2021-05-01", "2"),
        // Never rated: in the stock or not.
        bridge("B5", "X103411024", "411024103201", ""),
    ];
    for nth in 1..=20 {
        let on = if nth == 20 { "2020-12-31" } else { "2020-06-01" };
        let facts = match nth {
            _ if nth <= rebuilt => "; rebuilt_on=2025-12-31",
            20 => last,
            _ => "",
        };
        let code = format!("BE{nth:02}");
        items.extend([bridge(&code, "X104411024", &village(EDGE, nth), facts), rated(&code, on, "4")]);
    }
    county(&[], items)
}

#[test]
fn a06_the_stock_of_dangerous_bridges_is_rebuilt() {
    check(
        &stock(19, ""),
        END,
        "A06",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            // 19 of 20 is 95 %.
            (EDGE, "met 19/20, 1 fail, 0 unknown"),
        ],
    );
    check(&stock(19, ""), "2025-12-30", "A06", &[(EDGE, "not_due 0/20, 20 fail, 0 unknown")]);
    check(&stock(18, ""), AFTER, "A06", &[(EDGE, "overdue 18/20, 2 fail, 0 unknown")]);
    // Mended on a day that nobody wrote down.
    check(&stock(18, "; disposal_kind=repaired"), AFTER, "A06", &[(EDGE, "no_data 18/20, 1 fail, 1 unknown")]);
}

#[test]
fn a07_bridges_newly_in_class_5_are_told_without_a_target() {
    let mut items = vec![
        bridge("B1", "X101411024", "411024101201", "; disposal_kind=closed; disposed_on=2023-05-03"),
        rated("B1", "2019-05-01", "3"),
        rated("B1", "2023-05-01", "5"),
        bridge("B2", "X102411024", "411024102201", ""),
        rated("B2", "2023-05-01", "5"),
        bridge("B3", "X103411024", "411024103201", "; disposal_kind=closed"),
        rated("B3", "2023-05-01", "5"),
        // In class 5 since before: not newly found.
        bridge("B4", "X101411024", "411024101201", ""),
        rated("B4", "2020-12-31", "5"),
    ];
    items.push(rated("B4", "2024-01-01", "5"));
    let world = county(&[], items);
    check(
        &world,
        END,
        "A07",
        &[
            (GOOD, "no_target 1/1"),
            (BAD, "no_target 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_target 0/1, 0 fail, 1 unknown"),
            (EDGE, "not_applicable 0/0"),
        ],
    );
    let row = &rows(&world, END, "A07", GOOD)[0];
    assert_eq!((row.target, row.due, row.remaining), (None, None, None));
}

#[test]
fn a07_what_was_done_before_a_bridge_fell_into_class_5_again_does_not_count() {
    let ratings = [("2022-05-01", "3"), ("2023-05-01", "5"), ("2023-07-01", "1"), ("2025-10-01", "5")];
    let mut items: Vec<Item> = ratings.iter().map(|(day, rating)| rated("B1", day, rating)).collect();
    items.push(bridge("B1", "X102411024", "411024102201", "; rebuilt_on=2023-06-01"));
    let world = county(&[], items);
    check(&world, "2025-09-30", "A07", &[(BAD, "no_target 1/1")]);
    check(&world, END, "A07", &[(BAD, "no_target 0/1, 1 fail, 0 unknown")]);
}

#[test]
fn a08_hazards_are_treated_on_roads_that_are_asked_of() {
    let hazard = |code: &str, road: &str, village: &str, facts: &str| {
        item(
            "hazards",
            code,
            "POINT(114 34)",
            &format!("road_code={road}; jurisdiction_code={village}; found_on=2021-01-01{facts}"),
        )
    };
    let items = vec![
        hazard("H1", "X101411024", "411024101201", "; treated_on=2022-01-01"),
        // A village road without a bus is not asked of, one with a bus is.
        hazard("H2", "C101411024", "411024101201", "; from_chainage=K0+500"),
        hazard("H3", "C102411024", "411024102201", "; from_chainage=K0+500"),
        hazard("H4", "C103411024", "411024103201", "; from_chainage=K0+500"),
        hazard("H5", "X104411024", "411024104201", "; treated_on=2025-12-31"),
        // Found afterwards.
        item(
            "hazards",
            "H6",
            "POINT(114 34)",
            "road_code=X104411024; jurisdiction_code=411024104201; found_on=2026-01-01",
        ),
    ];
    let world = county(&[(&["GC"], "bus_route", "false"), (&["BC"], "bus_route", "true")], items);
    check(
        &world,
        END,
        "A08",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
        ],
    );
    check(&world, "2025-12-30", "A08", &[(EDGE, "not_due 0/1, 1 fail, 0 unknown")]);
    check(&world, AFTER, "A08", &[(EDGE, "overdue 1/2, 1 fail, 0 unknown"), (BAD, "overdue 0/1, 1 fail, 0 unknown")]);
}
