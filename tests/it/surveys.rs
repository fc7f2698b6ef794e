//! What `luzhang check` says of surveys and recorded routes that say nothing, or say it twice.

use luzhang::app::findings;

use crate::support::Item;
use crate::support::item;
use crate::support::world_of;

fn survey(code: &str, from: &str, to: &str, rest: &str) -> Item {
    let facts = format!("road_code=X001411024; from_chainage={from}; to_chainage={to}; {rest}");
    item("condition_surveys", code, "", &facts)
}

/// A road of about 4 km, K0+000 to K4+000, and what is recorded of it.
fn found(items: Vec<Item>) -> Vec<(&'static str, String, String)> {
    let segment = |code: &str, from: f64, to: f64, ends: &str| {
        item(
            "road_segments",
            code,
            &format!("LINESTRING({from} 34, {to} 34)"),
            &format!("road_code=X001411024; {ends}"),
        )
    };
    let road = vec![
        item("roads", "X001411024", "LINESTRING(114.1 34, 114.122 34, 114.144 34)", "class=county"),
        segment("s1", 114.1, 114.122, "from_chainage=K0+000; to_chainage=K2+000"),
        segment("s2", 114.122, 114.144, "from_chainage=K2+000; to_chainage=K4+000"),
        item("roads", "C001411024", "LINESTRING(114.3 34, 114.31 34)", "class=village"),
        item("road_segments", "c1", "LINESTRING(114.3 34, 114.31 34)", "road_code=C001411024"),
    ];
    let ours = ["condition_surveys", "access_routes"];
    let told = findings(&world_of([road, items].concat())).into_iter();
    let told = told.filter(|finding| ours.contains(&finding.collection));
    told.map(|finding| (finding.rule, finding.code, finding.problem)).collect()
}

#[track_caller]
fn check(items: Vec<Item>, expect: &[(&str, &str, &str)]) {
    let found = found(items);
    assert_eq!(found.len(), expect.len(), "{found:?}");
    for ((rule, code, problem), expect) in found.iter().zip(expect) {
        assert_eq!((*rule, &**code), (expect.0, expect.1), "{problem}");
        assert!(problem.contains(expect.2), "`{}` is not in: {problem}", expect.2);
    }
}

const DAY: &str = "surveyed_on=2025-06-18; mqi=80";

#[test]
fn surveys_that_follow_each_other_are_sound() {
    let again = survey("d", "K0+000", "K4+000", "surveyed_on=2024-06-18; mqi=80");
    // A survey by whole kilometres ends a little beyond a road that does not.
    let items = vec![survey("a", "K0+000", "K1+000", DAY), survey("b", "K1+000", "K4+009", DAY), again];
    check(items, &[]);
}

#[test]
fn surveys_beyond_the_road_or_over_each_other_are_found() {
    let items = vec![
        survey("a", "K0+000", "K1+000", DAY),
        survey("b", "K0+900", "K2+000", DAY),
        survey("c", "K3+000", "K5+000", DAY),
        survey("d", "K7+000", "K8+000", DAY),
    ];
    let expect = [
        ("survey_overlap", "b", "from K0+900 to K1+000 on 2025-06-18, as a does"),
        ("survey_off_road", "c", "1000 m beyond the end of X001411024 at K4+000"),
        ("survey_off_road", "d", "4000 m beyond"),
    ];
    check(items, &expect);
}

#[test]
fn surveys_that_say_nothing_are_found() {
    let items = vec![
        survey("a", "K0+000", "K1+000", "surveyed_on=2025-06-18"),
        survey("b", "K0+000", "K1+000", "mqi=80"),
        // An import would refuse it; other programs write to stores too.
        survey("c", "K2+000", "K3+000", DAY).with("to_chainage", "K1+000"),
        item("condition_surveys", "d", "", &format!("road_code=X001411024; from_chainage=K0+000; {DAY}")),
        item("condition_surveys", "e", "", &format!("from_chainage=K0+000; to_chainage=K1+000; {DAY}")),
    ];
    let expect = [
        ("survey_empty", "a", "no index"),
        ("survey_undated", "b", "no day"),
        ("record", "c", "to_chainage"),
        ("survey_stretch", "c", "from K2+000 back to K1+000"),
        ("survey_stretch", "d", "one end"),
        ("survey_stretch", "e", "no road"),
    ];
    check(items, &expect);
}

#[test]
fn recorded_routes_that_do_not_hang_together_are_found() {
    let route = |code: &str, segments: &str| {
        item("access_routes", code, "", &format!("target_code=411024101201; road_segment_codes={segments}"))
    };
    let items =
        vec![route("a", "s1;s2"), route("b", "s2;s1"), route("c", "s1;c1"), route("d", ""), route("e", "s1;gone")];
    let expect =
        [("access_route", "c", "at `c1`"), ("access_route", "d", "no segment"), ("reference", "e", "names `gone`")];
    check(items, &expect);
}
