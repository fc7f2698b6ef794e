//! Goals that are counted in projects: A09, A10, A20, A21.

use super::*;

fn works(code: &str, village: &str, facts: &str) -> Item {
    item("works", code, "", &format!("jurisdiction_code={village}; {facts}"))
}

const TOGETHER: &str = "designed_together=true; built_together=true; accepted_together=true";

#[test]
fn a09_the_things_beside_a_road_are_built_with_it() {
    let done = "kind=new; completed_on=2025-12-31";
    let world = county(
        &[],
        vec![
            works("W1", "411024101201", &format!("kind=rebuild; completed_on=2023-01-01; {TOGETHER}")),
            // Repairs are not asked of, nor is what is not completed.
            works("W2", "411024101201", "kind=major_repair; completed_on=2023-01-01; designed_together=false"),
            works("W3", "411024101201", "kind=new; started_on=2023-01-01; designed_together=false"),
            works(
                "W4",
                "411024102201",
                "kind=new; completed_on=2023-01-01; designed_together=true; built_together=false; accepted_together=true",
            ),
            works(
                "W5",
                "411024103201",
                "kind=new; completed_on=2023-01-01; designed_together=true; built_together=true",
            ),
            works("W6", "411024104201", &format!("{done}; {TOGETHER}")),
        ],
    );
    check_part(
        &world,
        END,
        "A09",
        "r4",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_met 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
        ],
    );
    check_part(&world, "2025-12-30", "A09", "r4", &[(EDGE, "not_applicable 0/0")]);
    // R5 asks for acts of which nothing is recorded: the flags of R4 say nothing of them.
    check_part(
        &world,
        END,
        "A09",
        "r5",
        &[(GOOD, "no_data 0/1, 0 fail, 1 unknown"), (BAD, "no_data 0/1, 0 fail, 1 unknown")],
    );
}

#[test]
fn a10_projects_keep_their_five_duties() {
    let all = "tendered=true; contracted=true; supervised=true; seven_disclosures=true; lifelong_liability=true";
    let four = "tendered=true; contracted=true; supervised=true; seven_disclosures=true";
    let world = county(
        &[],
        vec![
            works("W1", "411024101201", &format!("kind=preventive; completed_on=2023-01-01; {all}")),
            works(
                "W2",
                "411024102201",
                &format!("kind=new; completed_on=2023-01-01; {four}; lifelong_liability=false"),
            ),
            works("W3", "411024103201", &format!("kind=new; completed_on=2023-01-01; {four}")),
            works("W4", "411024104201", &format!("kind=new; completed_on=2025-12-31; {all}")),
            works(
                "W5",
                "411024104202",
                &format!("kind=new; completed_on=2026-01-01; {four}; lifelong_liability=false"),
            ),
        ],
    );
    check(
        &world,
        END,
        "A10",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_met 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 1/1"),
        ],
    );
    check(&world, AFTER, "A10", &[(EDGE, "not_met 1/2, 1 fail, 0 unknown")]);
}

/// `good` of ten repairs of Edge were accepted with this result on the last day of 2022, the rest as
/// qualified, and the last of them with `last`.
fn repairs(good: usize, result: &str, last: &str) -> World {
    let mut items = vec![
        works("W1", "411024101201", "kind=major_repair; accepted_on=2022-05-01; acceptance=excellent"),
        // New roads are not asked of, nor what was not accepted yet.
        works("W2", "411024101201", "kind=new; accepted_on=2022-05-01; acceptance=failed"),
        works("W3", "411024101201", "kind=major_repair; completed_on=2022-05-01"),
        works("W4", "411024102201", "kind=medium_repair; accepted_on=2022-05-01; acceptance=failed"),
        works("W5", "411024103201", "kind=medium_repair; accepted_on=2022-05-01"),
    ];
    for nth in 1..=10 {
        let result = match nth {
            _ if nth <= good => result,
            10 => last,
            _ => "qualified",
        };
        items.push(works(
            &format!("WE{nth:02}"),
            &village(EDGE, nth),
            &format!("kind=medium_repair; accepted_on=2022-12-31; acceptance={result}"),
        ));
    }
    county(&[], items)
}

#[test]
fn a20_repairs_are_accepted_as_up_to_standard() {
    check(
        &repairs(10, "qualified", ""),
        "2022-12-31",
        "A20",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            (EDGE, "met 10/10"),
        ],
    );
    check(&repairs(9, "qualified", "failed"), END, "A20", &[(EDGE, "overdue 9/10, 1 fail, 0 unknown")]);
    check(&repairs(9, "qualified", ""), END, "A20", &[(EDGE, "no_data 9/10, 0 fail, 1 unknown")]);
    check(&repairs(9, "qualified", "failed"), "2022-12-30", "A20", &[(EDGE, "not_applicable 0/0")]);
}

#[test]
fn a21_four_in_five_repairs_are_excellent() {
    check(
        &repairs(8, "excellent", "failed"),
        "2022-12-31",
        "A21",
        &[
            (GOOD, "met 1/1"),
            (BAD, "not_due 0/1, 1 fail, 0 unknown"),
            (SILENT, "no_data 0/1, 0 fail, 1 unknown"),
            // Eight of ten.
            (EDGE, "met 8/10, 2 fail, 0 unknown"),
        ],
    );
    check(&repairs(7, "excellent", "qualified"), END, "A21", &[(EDGE, "overdue 7/10, 3 fail, 0 unknown")]);
    check(&repairs(7, "excellent", ""), END, "A21", &[(EDGE, "no_data 7/10, 2 fail, 1 unknown")]);
}
