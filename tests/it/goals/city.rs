//! Model counties, and the goals of 2022 for the city: A01, A29, A30, A31.

use super::*;

fn designated(code: &str, at: &str, facts: &str) -> Item {
    item("designations", code, "", &format!("jurisdiction_code={at}; kind=model_county; {facts}"))
}

/// Four counties with a road of so many kilometres each, and a zone.
fn counties(lengths: [&str; 4]) -> Vec<Item> {
    let mut items = vec![item("jurisdictions", "4110", "", "level=city")];
    for (nth, km) in lengths.into_iter().enumerate() {
        let county = format!("41102{}", nth + 1);
        let township = format!("{county}101");
        items.push(item("jurisdictions", &county, "", "level=county; parent_code=4110"));
        items.push(item("jurisdictions", &township, "", &format!("level=township; parent_code={county}")));
        let line = format!("LINESTRING(114 34.{nth}, 114.1 34.{nth})");
        let road = format!("X001{county}");
        items.push(item("roads", &road, &line, "class=county"));
        if !km.is_empty() {
            let facts = format!("road_code={road}; official_length_km={km}; jurisdiction_code={township}");
            items.push(item("road_segments", &format!("S{nth}"), &line, &facts));
        }
    }
    items.push(item(
        "jurisdictions",
        "4110SF",
        "",
        "level=county; kind=functional_zone; parent_code=4110; accountable_code=4110SF",
    ));
    items
}

#[test]
fn a01_long_counties_are_model_counties() {
    let mut items = counties(["300", "300", "299.999", ""]);
    items.push(designated("D1", "411021", "level=provincial; granted_on=2025-12-31"));
    // Of the city's own making, and withdrawn: neither is one of the province.
    items.push(designated("D2", "411022", "level=city; granted_on=2020-01-01"));
    items.push(designated("D3", "411022", "level=provincial; granted_on=2020-01-01; withdrawn_on=2024-01-01"));
    let world = world_of(items.clone());
    check(
        &world,
        END,
        "A01",
        &[
            // Exactly 300 km, and on the last day.
            ("411021", "met 1/1"),
            ("411022", "not_due 0/1, 1 fail, 0 unknown"),
            ("411023", "not_applicable 0/0"),
            // Without a road on record nobody knows its mileage.
            ("411024", "no_data 0/1, 0 fail, 1 unknown"),
            ("4110SF", "not_applicable 0/0"),
            ("4110", "not_due 1/3, 1 fail, 1 unknown"),
        ],
    );
    check(&world, "2025-12-30", "A01", &[("411021", "not_due 0/1, 1 fail, 0 unknown")]);
    check(&world, AFTER, "A01", &[("411022", "overdue 0/1, 1 fail, 0 unknown")]);
    check(&world, "2023-12-31", "A01", &[("411022", "met 1/1")]);
    items.push(designated("D4", "411022", "level=national"));
    check(&world_of(items), END, "A01", &[("411022", "no_data 0/1, 0 fail, 1 unknown")]);
}

#[test]
fn a29_sixty_kilometres_become_beautiful_in_2022() {
    let world = |last: &str, since: &str| {
        let mut items = counties(["40", "", last, "900"]);
        set(&mut items, &["S0"], "scenic_since", "2022-01-01");
        set(&mut items, &["S2"], "scenic_since", since);
        set(&mut items, &["S3"], "scenic_since", "2021-12-31");
        world_of(items)
    };
    check(&world("20", "2022-12-31"), "2022-12-31", "A29", &[("4110", "met 60")]);
    check(&world("19.999", "2022-12-31"), "2022-12-31", "A29", &[("4110", "not_due 59.999")]);
    check(&world("20", "2023-01-01"), END, "A29", &[("4110", "overdue 40")]);
    check(&world("20", "2022-12-31"), "2022-12-30", "A29", &[("4110", "not_due 40")]);
    // Nowhere a day on record.
    check(&world_of(counties(["40", "", "20", "900"])), END, "A29", &[("4110", "no_data 0, 0 fail, 5 unknown")]);
}

#[test]
fn a30_one_county_becomes_a_model_county_in_2022() {
    let world = |designations: Vec<Item>| world_of([counties(["1", "1", "1", "1"]), designations].concat());
    let granted = |on: &str| designated("D1", "411021", &format!("level=provincial{on}"));
    check(&world(vec![granted("; granted_on=2022-12-31")]), "2022-12-31", "A30", &[("4110", "met 1")]);
    check(&world(vec![granted("; granted_on=2021-12-31")]), "2022-12-31", "A30", &[("4110", "not_due 0")]);
    check(&world(vec![granted("; granted_on=2023-01-01")]), END, "A30", &[("4110", "overdue 0")]);
    // A county counts once, and is new once.
    let twice = |first: &str| {
        let national = designated("D2", "411021", "level=national; granted_on=2022-12-01");
        world(vec![granted(&format!("; granted_on={first}")), national])
    };
    check(&twice("2022-11-18"), "2022-12-31", "A30", &[("4110", "met 1")]);
    check(&twice("2019-11-18"), END, "A30", &[("4110", "overdue 0")]);
    check(&world(vec![granted("")]), END, "A30", &[("4110", "no_data 0, 0 fail, 1 unknown")]);
    check(&world(Vec::new()), END, "A30", &[("4110", "no_data 0, 0 fail, 5 unknown")]);
}

#[test]
fn a31_two_hundred_and_four_villages_get_piped_gas_in_2022() {
    let world = |served: usize, last: &str| {
        let mut items = areas();
        for nth in 1..=210 {
            let since = match nth {
                _ if nth < served => "2022-07-01",
                _ if nth == served => last,
                _ => "2021-07-01",
            };
            let facts = format!("level=village; parent_code={GOOD}; piped_gas_since={since}");
            items.push(item("jurisdictions", &format!("{GOOD}{}", 300 + nth), "", &facts));
        }
        world_of(items)
    };
    check(&world(204, "2022-12-31"), "2022-12-31", "A31", &[("4110", "met 204")]);
    check(&world(204, "2022-12-31"), "2022-12-30", "A31", &[("4110", "not_due 203")]);
    check(&world(204, "2023-01-01"), END, "A31", &[("4110", "overdue 203")]);
    check(&world_of(areas()), END, "A31", &[("4110", "no_data 0, 0 fail, 2 unknown")]);
    let left = rows(&world(204, "2023-01-01"), END, "A31", "4110")[0].remaining.unwrap();
    assert!((left.amount - 1.0).abs() < 1e-9, "{left:?}");
}

#[test]
fn a27_has_figures_and_no_target() {
    let mut items = areas();
    set(&mut items, &[COUNTY], "mechanism_since", "2022-01-01");
    let world = world_of(items);
    check_part(
        &world,
        END,
        "A27",
        "mechanism",
        &[(COUNTY, "no_target 1/1"), ("4110", "no_target 1/2, 1 fail, 0 unknown")],
    );
    check_part(&world, END, "A27", "bus_stops", &[("4110", "no_target 0/2, 0 fail, 2 unknown")]);
}
