//! Goals that are counted in townships, villages and hamlets: A03, A04, A05, A11, A14, A22 to A26.

use super::*;

/// A recorded way, over one segment.
fn way(to: &str, over: &str) -> Item {
    item(
        "access_routes",
        &format!("W{to}"),
        "",
        &format!("target_code={to}; road_segment_codes={over}; recorded_on=2020-01-01"),
    )
}

fn edge_villages() -> Vec<String> {
    (1..=20).map(|nth| village(EDGE, nth)).collect()
}

#[test]
fn a03_townships_are_reached_by_roads_of_class_2() {
    // Twenty townships of one county, each over a segment of its own; the last is of class 3.
    let world = |last: &str| {
        let mut items = areas();
        items.extend([
            item("jurisdictions", "411081", "", "level=county; parent_code=4110"),
            item("jurisdictions", "411002", "", "level=county; parent_code=4110"),
        ]);
        let mut road = |code: &str, nth: usize, class: &str| {
            let at = 34.0 + f64::from(u8::try_from(nth).unwrap()) * 0.01;
            let line = format!("LINESTRING(114 {at:.2}, 114.01 {at:.2})");
            items.push(item("road_segments", code, &line, &format!("technical_class={class}")));
        };
        for nth in 1..=20 {
            let class = match nth {
                20 => last,
                19 => "3",
                1 => "1",
                _ => "2",
            };
            road(&format!("T{nth}"), nth, class);
        }
        road("T21", 21, "3");
        road("T22", 22, "");
        let mut township = |code: String, parent: &str, over: String| {
            items.push(item("jurisdictions", &code, "", &format!("level=township; parent_code={parent}")));
            items.push(way(&code, &over));
        };
        for nth in 1..=20 {
            township(format!("411081{}", 100 + nth), "411081", format!("T{nth}"));
        }
        // A district is not asked of.
        township("411002101".into(), "411002", "T21".into());
        items.extend([way(GOOD, "T1"), way(BAD, "T21"), way(SILENT, "T22"), way(EDGE, "T22")]);
        world_of(items)
    };
    let on_the_bound = world("2");
    check(
        &on_the_bound,
        END,
        "A03",
        &[
            ("411081", "met 19/20, 1 fail, 0 unknown"),
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (EDGE, "no_data 0/1, 0 fail, 1 unknown"),
            (COUNTY, "not_due 1/3, 1 fail, 1 unknown"),
            ("411002", "not_applicable 0/0"),
            ("4110SF", "not_applicable 0/0"),
        ],
    );
    check(&world("3"), AFTER, "A03", &[("411081", "overdue 18/20, 2 fail, 0 unknown")]);
    check(&world(""), AFTER, "A03", &[("411081", "no_data 18/20, 1 fail, 1 unknown")]);
}

#[test]
fn a04_villages_are_reached_over_pavement_of_four_and_a_half_metres() {
    let mut items = [areas(), roads()].concat();
    for (nth, code) in edge_villages().iter().enumerate() {
        items.push(way(code, &edge(nth + 1)));
    }
    items.extend([way("411024101201", "GC"), way("411024102201", "BC"), way("411024103201", "SC")]);
    set(&mut items, &["GC"], "pavement_width_m", "5");
    // The roadbed does not help.
    set(&mut items, &["BC"], "pavement_width_m", "4.4");
    set(&mut items, &["BC"], "roadbed_width_m", "6.5");
    set(&mut items, &edges()[..19], "pavement_width_m", "4.5");
    set(&mut items, &["E20"], "pavement_width_m", "4.49");
    check(
        &world_of(items.clone()),
        END,
        "A04",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 19/20, 1 fail, 0 unknown"),
            (COUNTY, "not_due 20/22, 2 fail, 0 unknown"),
            ("411024104220", "not_due 0/1, 1 fail, 0 unknown"),
        ],
    );
    let mut less = items.clone();
    set(&mut less, &["E19"], "pavement_width_m", "4.49");
    check(&world_of(less), AFTER, "A04", &[(EDGE, "overdue 18/20, 2 fail, 0 unknown")]);
    set(&mut items, &["E19"], "pavement_width_m", "");
    check(&world_of(items), AFTER, "A04", &[(EDGE, "no_data 18/20, 1 fail, 1 unknown")]);
}

#[test]
fn a05_hamlets_of_twenty_households_have_a_hardened_road() {
    let hamlet = |code: &str, village: &str, facts: &str| {
        item("hamlets", code, "POINT(114 34)", &format!("village_code={village}; jurisdiction_code={village}; {facts}"))
    };
    let mut items = areas();
    items.extend([
        hamlet("H1", "411024101201", "households=20; hardened_road_since=2020-01-01"),
        // Too small to be asked of.
        hamlet("H2", "411024101201", "households=19; hardened_road_since=2026-01-01"),
        hamlet("H3", "411024102201", "households=50; hardened_road_since=2026-01-01"),
        hamlet("H4", "411024103201", "households=50"),
    ]);
    for (nth, code) in edge_villages().iter().enumerate() {
        let since = if nth == 19 { "2026-01-01" } else { END };
        items.push(hamlet(&format!("K{nth:02}"), code, &format!("households=20; hardened_road_since={since}")));
    }
    let world = world_of(items.clone());
    check(
        &world,
        END,
        "A05",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 19/20, 1 fail, 0 unknown"),
        ],
    );
    check(&world, "2025-12-30", "A05", &[(EDGE, "not_due 0/20, 20 fail, 0 unknown")]);
    // A hamlet of which nobody knows how large it is may or may not be asked of.
    items.push(hamlet("H5", "411024101201", "hardened_road_since=2020-01-01"));
    check(&world_of(items), END, "A05", &[(GOOD, "no_data 1/2, 0 fail, 1 unknown")]);
}

#[test]
fn a11_townships_and_villages_have_a_clause_on_the_care_of_roads() {
    let mut items = areas();
    set(&mut items, &[GOOD, "411024101201"], "road_clause_since", "2021-01-01");
    // The township has it, its village got it too late.
    set(&mut items, &[BAD], "road_clause_since", "2021-01-01");
    set(&mut items, &["411024102201"], "road_clause_since", "2023-01-01");
    set(&mut items, &[EDGE], "road_clause_since", "2022-12-31");
    set(&mut items, &edge_villages(), "road_clause_since", "2022-12-31");
    let world = world_of(items.clone());
    check(
        &world,
        "2022-12-31",
        "A11",
        &[
            (GOOD, "met 2/2"),
            (BAD, "not_due 1/2, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/2, 0 fail, 2 unknown"),
            (EDGE, "met 21/21"),
            (COUNTY, "not_due 24/25, 1 fail, 0 unknown"),
            ("4110", "not_due 24/27, 1 fail, 2 unknown"),
        ],
    );
    check(&world, "2022-12-30", "A11", &[(EDGE, "not_due 0/21, 21 fail, 0 unknown")]);
    check(&world, "2023-01-01", "A11", &[(BAD, "met 2/2")]);
    // A blank where others of the body have a day is "not yet".
    set(&mut items, &["411024104220"], "road_clause_since", "");
    check(&world_of(items.clone()), END, "A11", &[(EDGE, "overdue 20/21, 1 fail, 0 unknown")]);
    // Residents' committees and subdistricts are not villages and townships.
    set(&mut items, &["411024104220"], "settlement_kind", "residents_committee");
    set(&mut items, &[EDGE], "settlement_kind", "subdistrict");
    check(&world_of(items), END, "A11", &[(EDGE, "met 19/19")]);
}

#[test]
fn a14_counties_townships_and_villages_have_people_to_protect_the_road() {
    let mut items = areas();
    let staffed = |items: &mut Vec<Item>, codes: &[&str], people: &str, since: &str| {
        set(items, codes, "enforcement_staff", people);
        set(items, codes, "enforcement_staff_since", since);
    };
    staffed(&mut items, &[COUNTY, GOOD, "411024101201"], "3", "2020-01-01");
    staffed(&mut items, &[BAD, "411024102201"], "0", "");
    staffed(&mut items, &[EDGE], "1", END);
    set(&mut items, &edge_villages(), "enforcement_staff", "1");
    set(&mut items, &edge_villages(), "enforcement_staff_since", END);
    // People without a day: nobody knows since when.
    set(&mut items, &["411024104220"], "enforcement_staff_since", "");
    let world = world_of(items);
    check_part(
        &world,
        END,
        "A14",
        "township",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
            (COUNTY, "not_due 2/3, 1 fail, 0 unknown"),
        ],
    );
    check_part(&world, "2025-12-30", "A14", "township", &[(EDGE, "not_due 0/1, 1 fail, 0 unknown")]);
    check_part(&world, END, "A14", "village", &[(GOOD, "met 1/1"), (EDGE, "no_data 19/20, 0 fail, 1 unknown")]);
    check_part(&world, AFTER, "A14", "county", &[(COUNTY, "met 1/1"), ("4110SF", "overdue 0/1, 1 fail, 0 unknown")]);
}

#[test]
fn a22_counties_townships_and_villages_have_their_rooms() {
    let mut items = areas();
    let facility = |code: &str, kind: &str, at: &str, facts: &str| {
        item("facilities", code, "POINT(114 34)", &format!("kind={kind}; jurisdiction_code={at}{facts}"))
    };
    items.extend([
        facility("F1", "county_maintenance_centre", COUNTY, "; standard=true; opened_on=2020-01-01"),
        facility("F2", "county_maintenance_centre", "4110SF", "; standard=false; opened_on=2020-01-01"),
        facility("F3", "township_station", GOOD, "; opened_on=2020-01-01"),
        facility("F4", "township_station", EDGE, "; opened_on=2025-12-31"),
        facility("F5", "village_room", "411024101201", "; opened_on=2020-01-01"),
        facility("F6", "village_room", "411024104201", ""),
    ]);
    let world = world_of(items);
    check_part(&world, END, "A22", "county", &[(COUNTY, "met 1/1"), ("4110SF", "not_due 0/1, 1 fail, 0 unknown")]);
    check_part(
        &world,
        END,
        "A22",
        "township",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
        ],
    );
    check_part(&world, "2025-12-30", "A22", "township", &[(EDGE, "not_due 0/1, 1 fail, 0 unknown")]);
    // A room without a day is unknown; where a body has none of that kind on record, all are.
    check_part(
        &world,
        AFTER,
        "A22",
        "village",
        &[
            (GOOD, "met 1/1"),
            ("411024104201", "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "overdue 0/20, 19 fail, 1 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
        ],
    );
}

#[test]
fn a23_counties_and_townships_have_an_office_and_villages_a_person() {
    let mut items = areas();
    set(&mut items, &[COUNTY, GOOD], "maintenance_org_since", "2017-04-01");
    set(&mut items, &[EDGE], "maintenance_org_since", END);
    set(&mut items, &["411024101201"], "maintenance_staff", "2");
    set(&mut items, &["411024101201"], "maintenance_staff_since", "2017-04-01");
    set(&mut items, &["411024102201"], "maintenance_staff", "0");
    let world = world_of(items);
    // There is no day: what is missed is not met, never late.
    check_part(
        &world,
        END,
        "A23",
        "township",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_met 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
        ],
    );
    check_part(&world, "2025-12-30", "A23", "township", &[(EDGE, "not_met 0/1, 1 fail, 0 unknown")]);
    check_part(
        &world,
        END,
        "A23",
        "village",
        &[(GOOD, "met 1/1"), (BAD, "not_met 0/1, 1 fail, 0 unknown"), (SILENT, "no_data 0/1, 0 fail, 1 unknown")],
    );
}

/// ```text
///   Good --L1-- Market --L2-- SEAT        two lines: one change
///   Bad  --L3-- Good                      three lines
///   Edge: all 20 villages stop on L2
/// ```
fn buses(of_last: &str) -> World {
    let stop = |code: &str, village: &str, facts: &str| {
        item(
            "bus_stops",
            code,
            "POINT(114 34)",
            &format!("name={code}; village_code={village}; jurisdiction_code={village}{facts}"),
        )
    };
    let mut items = areas();
    // A county of which no stop is recorded.
    for (code, level, parent) in
        [("411081", "county", "4110"), ("411081101", "township", "411081"), ("411081101201", "village", "411081101")]
    {
        items.push(item("jurisdictions", code, "", &format!("level={level}; parent_code={parent}")));
    }
    items.extend([
        stop("SEAT", "411024104201", "; county_seat=true"),
        stop("MARKET", "411024104202", "; county_seat=false"),
        stop("SG", "411024101201", "; county_seat=false"),
        stop("SB", "411024102201", "; county_seat=false"),
    ]);
    let mut on_line = vec!["MARKET".to_owned(), "SEAT".to_owned()];
    for (nth, code) in edge_villages().iter().enumerate().skip(2).take(17) {
        let name = format!("SE{nth:02}");
        items.push(stop(&name, code, "; county_seat=false"));
        on_line.push(name);
    }
    if !of_last.is_empty() {
        items.push(stop("SE19", "411024104220", "; county_seat=false"));
    }
    let line = |code: &str, stops: &str, from: &str| {
        item("bus_routes", code, "LINESTRING(114 34, 114.1 34)", &format!("stop_codes={stops}; from_on={from}"))
    };
    items.extend([
        line("L1", "SG;MARKET", "2020-01-01"),
        line("L2", &on_line.join(";"), "2020-01-01"),
        line("L3", "SB;SG", "2020-01-01"),
    ]);
    if !of_last.is_empty() {
        items.push(line("L4", "SE19;SEAT", of_last));
    }
    world_of(items)
}

#[test]
fn a24_villages_have_a_bus() {
    check(
        &buses(END),
        END,
        "A24",
        &[
            (GOOD, "met 1/1"),
            (BAD, "met 1/1"),
            ("411081", "no_data 0/1, 0 fail, 1 unknown"),
            // The last village from that very day.
            (EDGE, "met 20/20"),
        ],
    );
    check(&buses(END), "2025-12-30", "A24", &[(EDGE, "not_due 19/20, 1 fail, 0 unknown")]);
    check(&buses(""), AFTER, "A24", &[(EDGE, "overdue 19/20, 1 fail, 0 unknown")]);
}

#[test]
fn a25_villages_reach_the_county_seat_with_one_change() {
    check(
        &buses(END),
        END,
        "A25",
        &[
            // Exactly one change.
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            ("411081", "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 20/20"),
        ],
    );
    check(
        &buses(""),
        AFTER,
        "A25",
        &[(EDGE, "overdue 19/20, 1 fail, 0 unknown"), (BAD, "overdue 0/1, 1 fail, 0 unknown")],
    );
}

#[test]
fn a26_townships_that_are_fit_for_it_have_a_service_station() {
    let mut items = areas();
    let station = |code: &str, at: &str, opened: &str| {
        item(
            "facilities",
            code,
            "POINT(114 34)",
            &format!("kind=transport_service_station; jurisdiction_code={at}; opened_on={opened}"),
        )
    };
    set(&mut items, &[GOOD, BAD, EDGE], "station_eligible", "true");
    items.extend([station("F1", GOOD, "2020-01-01"), station("F2", EDGE, END)]);
    check(
        &world_of(items.clone()),
        END,
        "A26",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
            (COUNTY, "not_due 2/3, 1 fail, 0 unknown"),
        ],
    );
    check(&world_of(items.clone()), "2025-12-30", "A26", &[(EDGE, "not_due 0/1, 1 fail, 0 unknown")]);
    set(&mut items, &[BAD], "station_eligible", "false");
    check(&world_of(items), AFTER, "A26", &[(BAD, "not_applicable 0/0"), (COUNTY, "met 2/2")]);
}
