//! Goals that are counted in kilometres: A12, A13, A15, A16, A17, A19.

use super::*;

const ALL_GOOD: [&str; 3] = ["GX", "GY", "GC"];
const ALL_BAD: [&str; 3] = ["BX", "BY", "BC"];

#[test]
fn a17_all_that_counts_is_in_the_maintenance_list() {
    let facts = |last: &'static str| {
        let mut facts: Vec<Item> = [areas(), roads()].concat();
        set(&mut facts, &ALL_GOOD, "listed_for_maintenance", "true");
        set(&mut facts, &ALL_BAD, "listed_for_maintenance", "false");
        set(&mut facts, &edges(), "listed_for_maintenance", "true");
        // A shared and a dead-end segment do not count, listed or not.
        set(&mut facts, &["E18", "E19"], "listed_for_maintenance", "false");
        set(&mut facts, &["E18"], "shared", "true");
        set(&mut facts, &["E19"], "dead_end", "true");
        set(&mut facts, &["E20"], "listed_for_maintenance", last);
        world_of(facts)
    };
    let world = facts("true");
    check(
        &world,
        END,
        "A17",
        &[
            (GOOD, "met 3/3"),
            (BAD, "not_due 0/3, 3 fail, 0 unknown"),
            (SILENT, "no_data 0/3, 0 fail, 3 unknown"),
            (EDGE, "met 18/18"),
            // 3 + 18 of 3 + 3 + 18; Silent answers to the zone.
            (COUNTY, "not_due 21/24, 3 fail, 0 unknown"),
            ("4110SF", "no_data 0/3, 0 fail, 3 unknown"),
            ("4110", "not_due 21/27, 3 fail, 3 unknown"),
            ("411024102201", "not_due 0/3, 3 fail, 0 unknown"),
        ],
    );
    check(&world, AFTER, "A17", &[(BAD, "overdue 0/3, 3 fail, 0 unknown")]);
    // One kilometre less than all is not all; one of which nothing is known may be.
    check(&facts("false"), END, "A17", &[(EDGE, "not_due 17/18, 1 fail, 0 unknown")]);
    check(&facts(""), END, "A17", &[(EDGE, "no_data 17/18, 0 fail, 1 unknown")]);
    // Two milestones: by the first, of R5, what is missed at the end of 2025 is late.
    let both: Vec<(String, &str)> = rows(&world, END, "A17", BAD)
        .into_iter()
        .map(|row| (format!("{} {}", row.due.unwrap(), row.clause), row.status.word()))
        .collect();
    assert_eq!(both, [("2022-12-31 R5 一(二)".into(), "overdue"), ("2025-12-31 R4 二(三)9".into(), "not_due")]);
    let missing = rows(&world, END, "A17", COUNTY)[1].remaining.unwrap();
    assert_eq!((missing.amount, missing.least), (3.0, Some(3.0)));
}

#[test]
fn a19_eighty_percent_of_what_was_assessed_is_medium_or_better() {
    let mut items = [areas(), roads()].concat();
    set(&mut items, &ALL_GOOD, "assessed_on", "2024-05-01");
    set(&mut items, &ALL_GOOD, "mqi", "90");
    set(&mut items, &ALL_BAD, "assessed_on", "2024-05-01");
    set(&mut items, &ALL_BAD, "mqi", "69.9");
    // Kept by the city's services: left out.
    set(&mut items, &["BC"], "urban_managed", "true");
    let (sixteen, four): (Vec<String>, Vec<String>) = (edges()[..16].to_vec(), edges()[16..].to_vec());
    set(&mut items, &edges(), "assessed_on", "2025-12-31");
    // 70 itself is medium.
    set(&mut items, &sixteen, "mqi", "70");
    set(&mut items, &four, "mqi", "69.9");
    check(
        &world_of(items.clone()),
        END,
        "A19",
        &[
            (GOOD, "met 3/3"),
            (BAD, "not_due 0/2, 2 fail, 0 unknown"),
            (SILENT, "no_data 0/0, 0 fail, 3 unknown"),
            (EDGE, "met 16/20, 4 fail, 0 unknown"),
        ],
    );
    assert_eq!(rows(&world_of(items.clone()), END, "A19", EDGE)[0].value, Some(0.8));
    // The day before, Edge was not assessed: nothing is said of what is not.
    check(&world_of(items.clone()), "2025-12-30", "A19", &[(EDGE, "no_data 0/0, 0 fail, 20 unknown")]);
    // One of the good ones not assessed: still 15 of 19, and with it could be 16 of 20.
    set(&mut items, &["E01"], "mqi", "");
    let world = world_of(items);
    check(&world, END, "A19", &[(EDGE, "no_data 15/19, 4 fail, 1 unknown")]);
    let row = &rows(&world, END, "A19", EDGE)[0];
    assert_eq!((row.coverage, row.remaining.unwrap().amount), (Some(0.95), 1.0));
}

#[test]
fn a19_a_survey_cuts_a_segment_where_it_ends() {
    let survey = "road_code=X101411024; from_chainage=K0+000; to_chainage=K0+250; surveyed_on=2024-01-01; mqi=60";
    let mut items = [areas(), roads(), vec![item("condition_surveys", "S1", "", survey)]].concat();
    set(&mut items, &["GX"], "assessed_on", "2023-01-01");
    set(&mut items, &["GX"], "mqi", "95");
    // 250 m poor, 750 m excellent by the older record, two roads not assessed.
    check(&world_of(items), END, "A19", &[(GOOD, "no_data 0.75/1, 1 fail, 2 unknown")]);
}

#[test]
fn a12_every_road_has_a_route_post_at_the_level_that_manages_it() {
    let post = |code: &str, level: &str, at: &str| {
        item("chief_posts", code, "", &format!("level={level}; kind=route; jurisdiction_code={at}"))
    };
    let holds = |code: &str, post: &str, road: &str, facts: &str| {
        item("assignments", code, "", &format!("post_code={post}; road_code={road}{facts}"))
    };
    let world = |until: &str| {
        county(
            &[],
            vec![
                post("PX", "county", COUNTY),
                post("PY", "township", GOOD),
                post("PC", "village", "411024101201"),
                holds("1", "PX", "X101411024", ""),
                holds("2", "PY", "Y101411024", ""),
                holds("3", "PC", "C101411024", ""),
                // A township's post does not manage a county road, and the term of the other has ended.
                holds("4", "PY", "X102411024", ""),
                holds("5", "PY", "Y102411024", "; to_on=2024-12-31"),
                // Of an assignment without an end nobody can say what it covers.
                holds("6", "PX", "X103411024", "; from_chainage=K0+000"),
                holds("7", "PX", "X104411024", until),
            ],
        )
    };
    let edge = world("; from_chainage=K0+000; to_chainage=K20+000");
    check_part(
        &edge,
        END,
        "A12",
        "mileage",
        &[
            (GOOD, "met 3/3"),
            (BAD, "overdue 0/3, 3 fail, 0 unknown"),
            (EDGE, "met 20/20"),
            ("411024103201", "overdue 0/3, 2 fail, 1 unknown"),
        ],
    );
    check_part(&edge, "2022-12-31", "A12", "mileage", &[(BAD, "not_due 1/3, 2 fail, 0 unknown")]);
    let short = world("; from_chainage=K0+000; to_chainage=K19+999");
    check_part(&short, END, "A12", "mileage", &[(EDGE, "overdue 19.999/20, 1 fail, 0 unknown")]);
    // One road of which it is not known, and no other: no data.
    let mut items = [
        areas(),
        roads(),
        vec![post("PX", "county", COUNTY), holds("6", "PX", "X103411024", "; from_chainage=K0+000")],
    ]
    .concat();
    set(&mut items, &["SY", "SC"], "dead_end", "true");
    check_part(&world_of(items), END, "A12", "mileage", &[(SILENT, "no_data 0/1, 0 fail, 1 unknown")]);
    let row = &rows(&edge, END, "A12", GOOD)[0];
    assert_eq!((row.due, row.final_due), (Some(day("2022-12-31")), Some(day("2025-12-31"))));
}

#[test]
fn a12_general_posts_are_filled_and_have_an_office() {
    let mut items = areas();
    items.push(item("chief_posts", "P0", "", &format!("level=county; kind=general; jurisdiction_code={COUNTY}")));
    for (code, at) in [("P1", GOOD), ("P2", BAD), ("P4", EDGE)] {
        items.push(item("chief_posts", code, "", &format!("level=township; kind=general; jurisdiction_code={at}")));
    }
    for (code, post, facts) in [
        ("T0", "P0", ""),
        ("T1", "P1", "; from_on=2022-01-01"),
        ("T2", "P2", "; to_on=2022-12-30"),
        ("T4", "P4", "; from_on=2022-12-31; to_on=2022-12-31"),
    ] {
        items.push(item("appointments", code, "", &format!("post_code={post}{facts}")));
    }
    set(&mut items, &[COUNTY, GOOD, BAD], "chief_office_since", "2021-01-01");
    set(&mut items, &[EDGE], "chief_office_since", "2022-12-31");
    let world = world_of(items);
    check_part(
        &world,
        "2022-12-31",
        "A12",
        "township",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            // From that day, until that day.
            (EDGE, "met 1/1"),
            (COUNTY, "not_due 2/3, 1 fail, 0 unknown"),
        ],
    );
    check_part(&world, "2023-01-01", "A12", "township", &[(EDGE, "overdue 0/1, 1 fail, 0 unknown")]);
    // The county has both; of the zone nothing is recorded, but posts are recorded of a body.
    check_part(&world, END, "A12", "county", &[(COUNTY, "met 1/1"), ("4110SF", "overdue 0/1, 1 fail, 0 unknown")]);
    check_part(&world_of(areas()), END, "A12", "county", &[(COUNTY, "no_data 0/1, 0 fail, 1 unknown")]);
}

#[test]
fn a13_county_roads_and_key_township_roads_are_digitised_and_surveyed() {
    let mut items = [areas(), roads()].concat();
    set(&mut items, &["GX", "GY", "BX"], "digitised", "true");
    set(&mut items, &["GX", "GY"], "auto_surveyed_on", "2024-06-01");
    set(&mut items, &["GY"], "key_township_road", "true");
    // Not an important one: not asked of. Village roads never are.
    set(&mut items, &["BY"], "key_township_road", "false");
    set(&mut items, &edges(), "digitised", "true");
    set(&mut items, &edges(), "auto_surveyed_on", END);
    let world = world_of(items);
    check(
        &world,
        END,
        "A13",
        &[
            (GOOD, "met 2/2"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/2, 0 fail, 2 unknown"),
            (EDGE, "met 20/20"),
        ],
    );
    check(&world, "2025-12-30", "A13", &[(EDGE, "not_due 0/20, 20 fail, 0 unknown")]);
    check(&world, AFTER, "A13", &[(BAD, "overdue 0/1, 1 fail, 0 unknown"), (GOOD, "met 2/2")]);
}

#[test]
fn a15_ninety_five_percent_of_county_and_township_roads_are_clear() {
    let violation = |code: &str, facts: &str| item("violations", code, "POINT(114 34)", facts);
    let at = |road: &str, from: &str, to: &str| {
        format!(
            "road_code={road}; from_chainage={from}; to_chainage={to}; found_on=2024-01-01; jurisdiction_code=411024104201"
        )
    };
    let world = |more: Vec<Item>| {
        let mut violations = vec![
            // Cleared on the day itself: it does not take away from Good.
            violation(
                "V1",
                "road_code=X101411024; from_chainage=K0+500; kind=stall; found_on=2023-01-01; cleared_on=2025-12-31; jurisdiction_code=411024101201",
            ),
            // A stall at a place takes the segment: 1 of 2 km of Bad.
            violation(
                "V2",
                "road_code=X102411024; from_chainage=K0+500; kind=stall; found_on=2023-01-01; jurisdiction_code=411024102201",
            ),
            // A stretch of 1 km: 19 of 20 km of Edge are left, which is 95 %.
            violation("V3", &at("X104411024", "K2+500", "K3+500")),
        ];
        violations.extend(more);
        county(&[], violations)
    };
    check(
        &world(Vec::new()),
        END,
        "A15",
        &[
            (GOOD, "met 2/2"),
            (BAD, "not_due 1/2, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/2, 0 fail, 2 unknown"),
            // Parts of two segments.
            (EDGE, "met 19/20, 2 fail, 0 unknown"),
        ],
    );
    check(&world(Vec::new()), "2025-12-30", "A15", &[(GOOD, "not_due 1/2, 1 fail, 0 unknown")]);
    // One metre more.
    let more = world(vec![violation("V4", &at("X104411024", "K19+000", "K19+001"))]);
    check(&more, END, "A15", &[(EDGE, "not_due 18.999/20, 3 fail, 0 unknown")]);
    // An advertisement at K10 takes 500 m either way: K9+500 to K10+500.
    let sign = "road_code=X104411024; from_chainage=K10+000; kind=advertisement; found_on=2024-01-01; jurisdiction_code=411024104201";
    check(&world(vec![violation("V5", sign)]), END, "A15", &[(EDGE, "not_due 18/20, 4 fail, 0 unknown")]);
    // Without a chainage, it is where its place is nearest to the road: E01.
    let somewhere = violation("V6", "road_code=X104411024; kind=stall; jurisdiction_code=411024104201");
    check(&world(vec![somewhere]), END, "A15", &[(EDGE, "not_due 18/20, 3 fail, 0 unknown")]);
    // At the very end of the road it is on the road as well: E20.
    let at_the_end = "road_code=X104411024; from_chainage=K20+000; kind=stall; jurisdiction_code=411024104201";
    check(&world(vec![violation("V7", at_the_end)]), END, "A15", &[(EDGE, "not_due 18/20, 3 fail, 0 unknown")]);
}

#[test]
fn a16_where_conditions_allow_road_field_and_house_are_kept_apart() {
    let mut items = [areas(), roads()].concat();
    set(&mut items, &["GX", "GY", "BX"], "separation_eligible", "true");
    set(&mut items, &["GC", "BY", "BC"], "separation_eligible", "false");
    set(&mut items, &["GX", "GY"], "separated_since", "2024-06-01");
    set(&mut items, &edges(), "separation_eligible", "true");
    set(&mut items, &edges(), "separated_since", END);
    let world = world_of(items);
    check(
        &world,
        END,
        "A16",
        &[
            (GOOD, "met 2/2"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/3, 0 fail, 3 unknown"),
            (EDGE, "met 20/20"),
        ],
    );
    check(&world, "2025-12-30", "A16", &[(EDGE, "not_due 0/20, 20 fail, 0 unknown")]);
    check(
        &county(&[(&["GX", "GY", "GC"], "separation_eligible", "false")], Vec::new()),
        END,
        "A16",
        &[(GOOD, "not_applicable 0/0")],
    );
}
