//! Surveys by the kilometre laid onto segments: every piece and every sum that is expected was written by
//! hand.
//!
//! ```text
//!         K0        K1        K2        K3        K4
//! X1      |--------- s1 ------|--- s2 --|--- s3 --|     s1 2.000 km, s2 and s3 1.000 km official
//! a 2022  |--- 92 --|--- 75 --|
//! b 2023            |--- 85 -------|                    K1+000 to K2+500
//! own                                   |  mqi 65 |     assessed 2023
//! ```

use luzhang::policy::ConditionRules;
use luzhang::queries::condition::ConditionSource;
use luzhang::queries::condition::condition_of;
use luzhang::queries::condition_scale::Grade;
use luzhang::queries::condition_scale::Scale;
use luzhang::queries::condition_sums::ConditionSum;
use luzhang::queries::condition_sums::condition_by_scope;
use luzhang::queries::condition_sums::condition_of_segment;
use luzhang::world::Segment;
use luzhang::world::World;
use proptest::prelude::*;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

fn scale() -> Scale {
    ConditionRules::embedded().scale()
}

fn survey(code: &str, from: &str, to: &str, on: &str, facts: &str) -> Item {
    let on = if on.is_empty() { String::new() } else { format!("surveyed_on={on}; ") };
    let facts = format!("road_code=X001411024; from_chainage={from}; to_chainage={to}; {on}{facts}");
    item("condition_surveys", code, "", &facts)
}

fn segment(code: &str, from: u32, to: u32, facts: &str) -> Item {
    let lon = |km: u32| 114.1 + f64::from(km) / 92.0;
    let wkt = format!("LINESTRING({} 34.0, {} 34.0)", lon(from), lon(to));
    let ends = format!("from_chainage=K{from}+000; to_chainage=K{to}+000; official_length_km={}", to - from);
    item("road_segments", code, &wkt, &format!("road_code=X001411024; jurisdiction_code=411024101201; {ends}; {facts}"))
}

fn road() -> Vec<Item> {
    let area = |code: &str, level: &str, parent: &str| {
        item("jurisdictions", code, "", &format!("level={level}; parent_code={parent}"))
    };
    vec![
        area("411024", "county", "4110"),
        area("411024101", "township", "411024"),
        area("411024101201", "village", "411024101"),
        item("roads", "X001411024", "LINESTRING(114.1 34.0, 114.143478 34.0)", "class=county"),
        segment("s1", 0, 2, "technical_class=3"),
        segment("s2", 2, 3, ""),
        segment("s3", 3, 4, "mqi=65; pqi=99; assessed_on=2023-08-01"),
    ]
}

fn surveyed() -> Vec<Item> {
    let surveys = vec![
        survey("a1", "K0+000", "K1+000", "2022-05-01", "mqi=92; pqi=10"),
        survey("a2", "K1+000", "K2+000", "2022-05-01", "mqi=75"),
        survey("b1", "K1+000", "K2+500", "2023-05-01", "mqi=85"),
    ];
    [road(), surveys].concat()
}

fn of<'a>(world: &'a World, code: &str) -> &'a Segment {
    world.roads().segments().find(|segment| &*segment.code == code).unwrap()
}

/// From, to, index, which, source.
fn pieces(world: &World, code: &str, on: &str) -> Vec<(f64, f64, f64, &'static str, String)> {
    let found = condition_of(world, of(world, code), day(on), &scale());
    let source = |source: ConditionSource| match source {
        ConditionSource::Survey(code) => code.to_owned(),
        ConditionSource::Segment => "own".to_owned(),
    };
    found.iter().map(|piece| (piece.from, piece.to, piece.value, piece.index.word(), source(piece.source))).collect()
}

fn sum(world: &World, code: &str, on: &str) -> ConditionSum {
    condition_of_segment(world, of(world, code), day(on), &scale())
}

#[test]
fn the_newest_survey_on_or_before_the_day_holds_at_each_place() {
    let world = world_of(surveyed());
    let one = |on: &str| pieces(&world, "s1", on);
    assert_eq!(one("2022-04-30"), []);
    assert_eq!(one("2022-05-01"), [(0.0, 0.5, 92.0, "mqi", "a1".into()), (0.5, 1.0, 75.0, "mqi", "a2".into())]);
    assert_eq!(one("2023-05-01"), [(0.0, 0.5, 92.0, "mqi", "a1".into()), (0.5, 1.0, 85.0, "mqi", "b1".into())]);
    assert_eq!(pieces(&world, "s2", "2023-05-01"), [(0.0, 0.5, 85.0, "mqi", "b1".into())]);
    // Its own record, from its own day on.
    assert_eq!(pieces(&world, "s3", "2023-07-31"), []);
    assert_eq!(pieces(&world, "s3", "2023-08-01"), [(0.0, 1.0, 65.0, "mqi", "own".into())]);
}

#[test]
fn metres_by_grade_and_the_mean_are_weighted_by_length() {
    let world = world_of(surveyed());
    let one = sum(&world, "s1", "2023-12-31");
    assert_eq!(one.metres, [1_000, 1_000, 0, 0, 0]);
    assert_eq!((one.not_assessed_m, one.mean()), (0, Some(88.5)));
    let two = sum(&world, "s2", "2023-12-31");
    assert_eq!((two.of_grade(Grade::Good), two.not_assessed_m), (500, 500));
    let tree = world.jurisdictions().tree();
    let scopes: Vec<_> =
        ["411024101201", "411024101", "411024"].iter().flat_map(|code| tree.scopes(tree.find(code), None)).collect();
    for all in condition_by_scope(&world, day("2023-12-31"), &scale(), &scopes, Segment::is_countable) {
        assert_eq!((all.metres, all.not_assessed_m), ([1_000, 1_500, 0, 1_000, 0], 500));
        // (92·1000 + 85·1500 + 65·1000) / 3500
        assert!((all.mean().unwrap() - 81.285_714).abs() < 1e-6, "{all:?}");
        assert_eq!(all.medium_or_better_m(), 2_500);
    }
}

#[test]
fn mqi_counts_then_pqi_then_one_that_is_derived() {
    let one = |facts: &str, code: &str| {
        let to = if code == "s1" { "K2+000" } else { "K3+000" };
        let world = world_of([road(), vec![survey("a", "K0+000", to, "2022-05-01", facts)]].concat());
        pieces(&world, code, "2025-01-01").iter().map(|piece| (piece.2, piece.3)).collect::<Vec<_>>()
    };
    assert_eq!(one("mqi=70; pqi=90", "s1"), [(70.0, "mqi")]);
    assert_eq!(one("pqi=90; pci=50; rqi=50", "s1"), [(90.0, "pqi")]);
    assert_eq!(one("pci=80; rqi=90", "s1"), [(84.0, "derived")]);
    // RQI = 100 / (1 + 0.0185·e^(0.58·3)) = 90.466…; 0.6·80 + 0.4·RQI.
    let derived = one("pci=80; iri=3", "s1");
    assert!((derived[0].0 - 84.186_6).abs() < 1e-3, "{derived:?}");
    assert_eq!(one("pci=80", "s1"), []);
    assert_eq!(one("iri=3", "s1"), []);
    // Of a segment whose class nobody recorded nothing is derived.
    assert_eq!(one("pci=80; rqi=90", "s2"), []);
    let flagged = world_of([road(), vec![survey("a", "K0+000", "K1+000", "2022-05-01", "pqi=90")]].concat());
    let sum = sum(&flagged, "s1", "2025-01-01");
    assert_eq!((sum.by_pqi_m, sum.derived_m, sum.not_assessed_m), (1_000, 0, 1_000));
}

#[test]
fn a_survey_without_a_day_without_an_index_or_backwards_says_nothing() {
    let with = |survey: Item| pieces(&world_of([surveyed(), vec![survey]].concat()), "s1", "2025-01-01");
    let before = pieces(&world_of(surveyed()), "s1", "2025-01-01");
    assert_eq!(with(survey("c", "K0+000", "K2+000", "", "mqi=10")), before);
    assert_eq!(with(survey("c", "K0+000", "K2+000", "2024-01-01", "pci=10")), before);
    // An import would refuse it; other programs write to stores too.
    let backwards = survey("c", "K2+000", "K4+000", "2024-01-01", "mqi=10").with("to_chainage", "K0+000");
    assert_eq!(with(backwards), before);
    assert_eq!(with(survey("c", "K7+000", "K9+000", "2024-01-01", "mqi=10")), before);
}

#[test]
fn of_one_day_the_better_index_then_the_instrument_then_the_first_code_wins() {
    let won = |facts: [&str; 2]| {
        let both =
            facts.iter().zip(["a", "b"]).map(|(facts, code)| survey(code, "K0+000", "K2+000", "2022-05-01", facts));
        pieces(&world_of([road(), both.collect()].concat()), "s1", "2025-01-01")[0].4.clone()
    };
    assert_eq!(won(["pqi=90", "mqi=50"]), "b");
    assert_eq!(won(["mqi=90; method=manual", "mqi=50; method=automatic"]), "b");
    assert_eq!(won(["mqi=90", "mqi=50; method=automatic"]), "b");
    assert_eq!(won(["mqi=90", "mqi=50"]), "a");
    // A survey before the segment's own record of that day.
    let day = [road(), vec![survey("a", "K3+000", "K4+000", "2023-08-01", "pqi=50")]].concat();
    assert_eq!(pieces(&world_of(day), "s3", "2025-01-01")[0].4, "a");
}

proptest! {
    /// The oracle asks at the middle of every ten metres, one survey after another.
    #[test]
    fn pieces_are_what_the_newest_survey_says_at_each_place(
        surveys in prop::collection::vec((0..40_u32, 1..20_u32, 0..4_u32, 50..100_u32), 0..12)
    ) {
        let mut items = road();
        for (nth, (from, long, year, mqi)) in surveys.iter().enumerate() {
            let at = |tenth: u32| format!("K{}+{:03}", tenth / 10, tenth % 10 * 100);
            let on = format!("202{year}-05-01");
            items.push(survey(&format!("v{nth:02}"), &at(*from), &at(from + long), &on, &format!("mqi={mqi}")));
        }
        let world = world_of(items);
        for (code, first, last) in [("s1", 0, 20), ("s2", 20, 30)] {
            let found = pieces(&world, code, "2022-12-31");
            for tenth in first..last {
                let newest = surveys.iter().enumerate().filter(|(_, (from, long, year, _))| *from <= tenth && tenth < from + long && *year <= 2)
                    .max_by_key(|(nth, (_, _, year, _))| (*year, std::cmp::Reverse(*nth)));
                let share = (f64::from(tenth - first) + 0.5) / f64::from(last - first);
                let says = found.iter().find(|piece| piece.0 <= share && share < piece.1).map(|piece| piece.4.clone());
                prop_assert_eq!(says, newest.map(|(nth, _)| format!("v{nth:02}")), "{} at {}", code, tenth);
            }
            prop_assert_eq!(sum(&world, code, "2022-12-31").total_m(), u64::from(last - first) * 100);
        }
    }
}
