//! Who held a stretch and a post, and when.

use chrono::NaiveDate;
use luzhang::geom::Stretch;
use luzhang::queries::chiefs::post_history;
use luzhang::queries::chiefs::stretch_history;
use luzhang::world::Term;
use luzhang::world::World;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

/// A road of 4 km. R1 holds all of it until the end of 2023, then R2 its first half and R1 the rest. R1's
/// office changes hands in 2022 with a gap of nine days, and is vacant from 2024-07-01 on.
fn handed_on() -> Vec<Item> {
    let assigned = |code: &str, facts: &str| item("assignments", code, "", &format!("road_code=Y001411024; {facts}"));
    let term = |code: &str, facts: &str| item("appointments", code, "", facts);
    vec![
        item("roads", "Y001411024", "LINESTRING(114 34, 114.04 34)", "class=township"),
        item(
            "road_segments",
            "S1",
            "LINESTRING(114 34, 114.04 34)",
            "road_code=Y001411024; from_chainage=K0+000; to_chainage=K4+000",
        ),
        item("chief_posts", "R1", "", "level=township; kind=route"),
        item("chief_posts", "R2", "", "level=township; kind=route"),
        item("chief_posts", "G", "", "level=township; kind=general"),
        assigned("A1", "post_code=R1; to_on=2023-12-31"),
        assigned("A2", "post_code=R2; from_chainage=K0+000; to_chainage=K2+000; from_on=2024-01-01"),
        assigned("A3", "post_code=R1; from_chainage=K2+000; to_chainage=K4+000; from_on=2024-01-01"),
        // Neither a general post nor an assignment without an end holds a stretch.
        assigned("A4", "post_code=G"),
        assigned("A5", "post_code=R2; from_chainage=K3+000"),
        term("T1", "post_code=R1; from_on=2020-03-01; to_on=2022-05-31"),
        term("T2", "post_code=R1; from_on=2022-06-10; to_on=2024-06-30"),
    ]
}

fn said(term: Term) -> String {
    let day = |day: Option<NaiveDate>| day.map_or("…".to_owned(), |day| day.to_string());
    format!("{} to {}", day(term.from), day(term.to))
}

fn history(world: &World, stretch: Option<Stretch>) -> Vec<String> {
    let mut lines = Vec::new();
    for row in stretch_history(world, "Y001411024", stretch).unwrap() {
        let stretch = row.stretch.map_or("all".to_owned(), |stretch| format!("{}–{}", stretch.from(), stretch.to()));
        for period in &row.periods {
            let holder = |holder: &luzhang::queries::chiefs::Holder| {
                let filled = match holder.filled {
                    Some(true) => "filled",
                    Some(false) => "vacant",
                    None => "?",
                };
                format!("{} {filled}", holder.post.code)
            };
            let holders: Vec<String> = period.holders.iter().map(holder).collect();
            lines.push(format!("{stretch} {}: {}", said(period.term), holders.join("+")));
        }
    }
    lines
}

#[test]
fn a_stretch_has_periods_in_which_the_same_posts_held_it() {
    let world = world_of(handed_on());
    let before = [
        "… to 2020-02-29: R1 vacant",
        "2020-03-01 to 2022-05-31: R1 filled",
        "2022-06-01 to 2022-06-09: R1 vacant",
        "2022-06-10 to 2023-12-31: R1 filled",
    ];
    let mut expected: Vec<String> = before.iter().map(|line| format!("K0+000–K2+000 {line}")).collect();
    expected.push("K0+000–K2+000 2024-01-01 to …: R2 ?".to_owned());
    expected.extend(before[..3].iter().map(|line| format!("K2+000–K4+000 {line}")));
    expected.push("K2+000–K4+000 2022-06-10 to 2023-12-31: R1 filled".to_owned());
    expected.push("K2+000–K4+000 2024-01-01 to 2024-06-30: R1 filled".to_owned());
    expected.push("K2+000–K4+000 2024-07-01 to …: R1 vacant".to_owned());
    assert_eq!(history(&world, None), expected);
    let end = Stretch::new("K3+000".parse().unwrap(), "K3+500".parse().unwrap());
    let last = history(&world, end);
    assert_eq!((last.len(), &*last[5]), (6, "K3+000–K3+500 2024-07-01 to …: R1 vacant"));
    assert!(stretch_history(&world, "Y009411024", None).is_err());
}

#[test]
fn the_history_and_the_coverage_of_a_day_agree() {
    let world = world_of(handed_on());
    for on in ["2019-12-31", "2022-05-31", "2022-06-09", "2023-12-31", "2024-01-01", "2026-06-15"] {
        for row in stretch_history(&world, "Y001411024", None).unwrap() {
            let period = row.periods.iter().find(|period| period.term.holds_on(day(on))).unwrap();
            let held: Vec<&str> = period.holders.iter().map(|holder| &*holder.post.code).collect();
            let at = row.stretch.unwrap();
            let on_road = world.chiefs().on_road("Y001411024", day(on));
            let here = on_road.filter(|(held, _)| held.reach.within(at).is_some());
            let mut posts: Vec<&str> = here.map(|(_, post)| &*post.code).collect();
            posts.sort_unstable();
            assert_eq!(held, posts, "{on}");
        }
    }
}

#[test]
fn a_road_without_any_chainage_has_a_history_too() {
    let items = handed_on().into_iter().filter(|item| item.collection.name != "road_segments");
    let items = items.filter(|item| item.collection.name != "assignments");
    let mut items: Vec<Item> = items.collect();
    items.push(item("assignments", "A1", "", "road_code=Y001411024; post_code=R2; from_on=2024-01-01"));
    let world = world_of(items);
    assert_eq!(history(&world, None), ["all … to 2023-12-31: ", "all 2024-01-01 to …: R2 ?"]);
}

#[test]
fn a_post_has_terms_and_the_times_without_a_holder() {
    let world = world_of(handed_on());
    let told = |post: &str| -> Vec<String> {
        let history = post_history(&world, post).unwrap();
        let tenure = |tenure: &luzhang::queries::chiefs::Tenure| {
            format!("{} {}", said(tenure.term), tenure.appointment.unwrap_or("nobody"))
        };
        history.tenures.iter().map(tenure).collect()
    };
    let expected = [
        "2020-03-01 to 2022-05-31 T1",
        "2022-06-01 to 2022-06-09 nobody",
        "2022-06-10 to 2024-06-30 T2",
        "2024-07-01 to … nobody",
    ];
    assert_eq!(told("R1"), expected);
    assert_eq!(told("R2"), [""; 0], "nothing is recorded, and that is not a vacancy");
    assert!(post_history(&world, "nobody").is_err());
    let held: Vec<&str> = post_history(&world, "R1").unwrap().assignments.iter().map(|held| &*held.code).collect();
    assert_eq!(held, ["A1", "A3"]);
}

#[test]
fn terms_that_overlap_or_are_open_leave_no_gap() {
    let terms = |terms: &[&str]| -> usize {
        let mut items = vec![item("chief_posts", "R", "", "level=township; kind=route")];
        items.extend(
            terms
                .iter()
                .enumerate()
                .map(|(nth, term)| item("appointments", &format!("T{nth}"), "", &format!("post_code=R; {term}"))),
        );
        let world = world_of(items);
        let history = post_history(&world, "R").unwrap();
        history.tenures.iter().filter(|tenure| tenure.appointment.is_none()).count()
    };
    assert_eq!(terms(&["from_on=2020-01-01"]), 0);
    assert_eq!(terms(&["from_on=2020-01-01", "from_on=2021-01-01; to_on=2022-01-01"]), 0);
    assert_eq!(terms(&["from_on=2020-01-01; to_on=2022-01-01", "from_on=2022-01-02"]), 0);
    assert_eq!(terms(&["from_on=2020-01-01; to_on=2022-01-01", "from_on=2021-01-01; to_on=2021-06-01"]), 1);
    assert_eq!(terms(&["to_on=2019-12-31", "from_on=2020-02-01"]), 1);
}
