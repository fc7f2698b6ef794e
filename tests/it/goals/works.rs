//! Kilometres of works: A02 and A28 for the city, A18 by years.

use super::*;

fn works(code: &str, kind: &str, done: &str, km: &str) -> Item {
    let done = if done.is_empty() { String::new() } else { format!("; completed_on={done}") };
    item("works", code, "", &format!("kind={kind}; length_km={km}; jurisdiction_code=411024101201{done}"))
}

/// Of a body that has recorded works, so that a missing record is no work. The zone has, too.
fn recorded() -> Vec<Item> {
    vec![item("works", "Z", "", "kind=new; length_km=1; jurisdiction_code=411024103201; completed_on=2019-01-01")]
}

fn city(more: Vec<Item>) -> World {
    county(&[], [recorded(), more].concat())
}

#[test]
fn a02_counts_all_works_of_the_plan_and_a28_only_new_and_rebuilt_ones_of_2022() {
    let plan = |last: &str| {
        city(vec![
            works("W1", "new", "2021-01-01", "1000"),
            works("W2", "rebuild", "2022-06-01", "357"),
            works("W3", "major_repair", "2022-06-02", "200"),
            works("W4", "medium_repair", "2023-06-01", "300"),
            works("W5", "preventive", "2025-12-31", last),
            // Before the plan, and not completed.
            works("W6", "new", "2020-12-31", "5000"),
            works("W7", "new", "", "5000"),
            // A bridge is no length of road.
            item(
                "works",
                "W8",
                "",
                "kind=rebuild; bridge_code=B; length_km=9; completed_on=2022-01-01; jurisdiction_code=411024101201",
            ),
        ])
    };
    // 1000 + 357 + 200 + 300 + 743 = 2600.
    check(&plan("743"), END, "A02", &[("4110", "met 2600")]);
    check(&plan("742.999"), END, "A02", &[("4110", "not_due 2599.999")]);
    check(&plan("742.999"), AFTER, "A02", &[("4110", "overdue 2599.999")]);
    check(&plan("743"), "2025-12-30", "A02", &[("4110", "not_due 1857")]);
    // Not the 200 km of maintenance of the same year; nor does A02 lack what A28 counts.
    check(&plan("743"), "2022-12-31", "A28", &[("4110", "met 357")]);
    check(&plan("743"), "2022-05-31", "A28", &[("4110", "not_due 0")]);
    let left = rows(&plan("742.999"), END, "A02", "4110")[0].remaining.unwrap();
    assert_eq!((left.amount, left.least), (0.001, Some(0.001)));
    let row = &rows(&plan("743"), END, "A02", "4110")[0];
    assert_eq!((row.value, row.denominator, row.coverage), (Some(2600.0), None, Some(1.0)));
}

#[test]
fn a02_and_a28_without_a_length_or_without_any_record_have_no_data() {
    let unknown = |more: &str| {
        let work = format!("kind=new; completed_on=2022-06-01; jurisdiction_code=411024101201{more}");
        city(vec![works("W1", "new", "2022-06-01", "356"), item("works", "W2", "", &work)])
    };
    check(&unknown("; length_km=1"), END, "A28", &[("4110", "met 357")]);
    check(&unknown("; length_km=0.999"), END, "A28", &[("4110", "overdue 356.999")]);
    check(&unknown(""), END, "A28", &[("4110", "no_data 356, 0 fail, 1 unknown")]);
    check(&unknown(""), END, "A02", &[("4110", "no_data 356, 0 fail, 1 unknown")]);
    // Between its chainages, when its length is not recorded.
    let along = "; road_code=X104411024; from_chainage=K1+000; to_chainage=K2+000";
    check(&unknown(along), END, "A28", &[("4110", "met 357")]);
    // A road, a length and the day of the acceptance are enough.
    let bare = item("works", "W2", "", "kind=new; length_km=1; road_code=X104411024; accepted_on=2022-06-01");
    let by_road = city(vec![works("W1", "new", "2022-06-01", "356"), bare.clone()]);
    check(&by_road, END, "A28", &[("4110", "met 357")]);
    // And they tell that the county records its works, of whatever year.
    check(&city(vec![bare]), "2021-12-31", "A02", &[("4110", "not_due 0")]);
    // Nobody has recorded any works: county and zone are unknown.
    check(&county(&[], Vec::new()), END, "A28", &[("4110", "no_data 0, 0 fail, 2 unknown")]);
}

#[test]
fn a18_five_percent_of_the_mileage_are_maintained_each_year_in_the_mean() {
    // Edge has 20 km: 5 % of it are 1 km a year, 5 km in the five years of the plan.
    let repair = |code: &str, village: &str, kind: &str, done: &str, km: &str| {
        item(
            "works",
            code,
            "",
            &format!("kind={kind}; length_km={km}; jurisdiction_code={village}; completed_on={done}"),
        )
    };
    let plan = |last: &str| {
        county(
            &[],
            vec![
                repair("W1", "411024101201", "major_repair", "2021-05-01", "3"),
                repair("W2", "411024102201", "new", "2021-05-01", "3"),
                repair("W3", "411024104201", "preventive", "2021-05-01", "1.5"),
                repair("W4", "411024104202", "medium_repair", "2022-12-31", "0.5"),
                repair("W5", "411024104203", "major_repair", "2024-01-01", "2"),
                repair("W6", "411024104204", "major_repair", "2025-12-31", last),
            ],
        )
    };
    check(
        &plan("1"),
        END,
        "A18",
        &[
            // 3 km in five years of 3 km each.
            (GOOD, "met 3/15"),
            // New roads are no maintenance.
            (BAD, "not_due 0/15"),
            (SILENT, "no_data 0/15, 0 fail, 1 unknown"),
            (EDGE, "met 5/100"),
        ],
    );
    check(&plan("0.999"), AFTER, "A18", &[(EDGE, "overdue 4.999/100")]);
    let both = rows(&plan("1"), END, "A18", EDGE);
    // By 2022: 2 km in two years of 20 km, which is the bound as well.
    assert_eq!((said(&both[0]), said(&both[1])), ("met 2/40".to_owned(), "met 5/100".to_owned()));
    let years: Vec<(i32, f64)> = both[1].years.iter().map(|year| (year.year, year.numerator)).collect();
    assert_eq!(years, [(2021, 1.5), (2022, 0.5), (2023, 0.0), (2024, 2.0), (2025, 1.0)]);
    assert_eq!((both[0].value, both[0].years[1].value), (Some(0.05), Some(0.025)));
    // Where there are no roads, none can be kept up.
    check(&world_of(areas()), END, "A18", &[("4110", "not_applicable 0/0, 0 fail, 2 unknown")]);
    // The year at hand does not count before it has ended.
    check(&plan("1"), "2025-12-30", "A18", &[(EDGE, "met 4/80")]);
}
