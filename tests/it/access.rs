//! Hand-drawn roads: which township, village and hamlet is reached well enough? Every verdict that is
//! expected was written by hand; the rest is held against trying every way.
//!
//! ```text
//!   V6 ==isle== .          H        (places are a hundredth of a degree apart)
//!                          |
//!   S ---n1--- T ---v1--- V1
//!              | \          \
//!             v2  u1         v3
//!              |    \         \
//!             V2 ----+--------(V2)      V3 at the end of u1, V4 beyond w1 | w2, V7 beyond d1
//! ```

use luzhang::queries::Access;
use luzhang::queries::AccessAnswer;
use luzhang::queries::AccessBy;
use luzhang::queries::AccessGap;
use luzhang::queries::TechnicalClass;
use luzhang::queries::access_routes::RouteFault;
use luzhang::world::World;
use proptest::prelude::*;

use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

/// A place so many hundredths of a degree east and north of the county seat.
fn at((x, y): (i32, i32)) -> (f64, f64) {
    (114.2 + f64::from(x) / 100.0, 34.0 + f64::from(y) / 100.0)
}

fn unit(code: &str, level: &str, parent: &str, seat: Option<(i32, i32)>) -> Item {
    let area = item("jurisdictions", code, "", &format!("level={level}; parent_code={parent}"));
    match seat.map(at) {
        Some((lon, lat)) => area.with("seat_lon", &lon.to_string()).with("seat_lat", &lat.to_string()),
        None => area,
    }
}

fn segment(code: &str, from: (i32, i32), to: (i32, i32), facts: &str) -> Item {
    let ((x1, y1), (x2, y2)) = (at(from), at(to));
    item("road_segments", code, &format!("LINESTRING({x1} {y1}, {x2} {y2})"), facts)
}

const TOWN: (i32, i32) = (4, 0);

fn county() -> Vec<Item> {
    let village = |nth: u8, seat| unit(&format!("41102410120{nth}"), "village", "411024101", seat);
    vec![
        unit("411024", "county", "4110", Some((0, 0))),
        unit("411024101", "township", "411024", Some(TOWN)),
        unit("411024102", "township", "411024", None),
        village(1, Some((4, 4))),
        village(2, Some((8, 0))),
        village(3, Some((4, -4))),
        village(4, Some((12, 0))),
        village(5, Some((30, 30))),
        village(6, Some((0, 8))),
        village(7, Some((0, -4))),
        village(8, None),
        segment("n1", (0, 0), TOWN, "technical_class=2; pavement_width_m=9; surface=asphalt"),
        segment("v1", TOWN, (4, 4), "technical_class=4; pavement_width_m=5; surface=cement"),
        segment("v2", TOWN, (8, 0), "pavement_width_m=4.499; surface=gravel"),
        segment("v3", (4, 4), (8, 0), "pavement_width_m=4.5; surface=cement"),
        segment("u1", TOWN, (4, -4), "surface=other"),
        segment("w1", (8, 0), (12, 0), "pavement_width_m=3.5"),
        segment("w2", (8, 0), (12, 0), "pavement_width_m=4"),
        segment("isle", (0, 8), (2, 8), "pavement_width_m=9"),
        segment("d1", (0, 0), (0, -4), "pavement_width_m=6; dead_end=true"),
    ]
}

fn hamlet(code: &str, seat: (i32, i32), facts: &str) -> Item {
    let (lon, lat) = at(seat);
    item("hamlets", code, &format!("POINT({lon} {lat})"), &format!("village_code=411024101201; {facts}"))
}

fn ways<'a>(answer: &'a AccessAnswer<'a>) -> Vec<&'a str> {
    answer.route.iter().map(|segment| &*segment.code).collect()
}

fn find<'a>(answers: &'a [AccessAnswer<'a>], target: &str) -> &'a AccessAnswer<'a> {
    answers.iter().find(|answer| answer.target == target).unwrap()
}

#[track_caller]
fn check(world: &World, village: u8, verdict: Option<bool>, route: &[&str], weakest: Option<&str>) {
    let answers = Access::on(world, day("2025-12-31")).villages(4.5);
    let answer = find(&answers, &format!("41102410120{village}"));
    assert_eq!((answer.verdict, ways(answer)), (verdict, route.to_vec()), "{answer:?}");
    assert_eq!(answer.weakest.map(|segment| &*segment.code), weakest);
}

#[test]
fn a_village_is_reached_where_every_segment_of_some_way_is_wide_enough() {
    let world = world_of(county());
    check(&world, 1, Some(true), &["v1"], Some("v1"));
    // Round about: the straight way is a millimetre too narrow, and the bound is enough.
    check(&world, 2, Some(true), &["v1", "v3"], Some("v3"));
    check(&world, 3, None, &["u1"], Some("u1"));
    // The better of two that fail.
    check(&world, 4, Some(false), &["v1", "v3", "w2"], Some("w2"));
    // It may be that the road ends before it gets there.
    check(&world, 7, None, &["n1", "d1"], Some("d1"));
}

#[test]
fn without_a_way_nobody_knows() {
    let world = world_of(county());
    let access = Access::on(&world, day("2025-12-31"));
    let villages = access.villages(4.5);
    let gap = |village: &str| {
        let answer = find(&villages, village);
        assert_eq!((answer.verdict, answer.route.len()), (None, 0));
        answer.gap
    };
    assert_eq!(gap("411024101205"), Some(AccessGap::TargetOffRoad));
    assert_eq!(gap("411024101206"), Some(AccessGap::NotConnected));
    assert_eq!(gap("411024101208"), Some(AccessGap::TargetUnplaced));
    let townships = access.townships(TechnicalClass::Two);
    assert_eq!(find(&townships, "411024102").gap, Some(AccessGap::TargetUnplaced));
}

#[test]
fn a_township_is_reached_by_its_technical_class() {
    let verdict = |class: &str| {
        let mut county = county();
        county.push(segment("n2", (0, 0), (4, 0), class));
        county.retain(|item| &*item.record.code != "n1");
        let world = world_of(county);
        let answers = Access::on(&world, day("2025-12-31")).townships(TechnicalClass::Two);
        find(&answers, "411024101").verdict
    };
    assert_eq!(verdict("technical_class=2"), Some(true));
    assert_eq!(verdict("technical_class=1"), Some(true));
    assert_eq!(verdict("technical_class=expressway"), Some(true));
    assert_eq!(verdict("technical_class=3"), Some(false));
    assert_eq!(verdict("technical_class=substandard"), Some(false));
    assert_eq!(verdict(""), None);
}

#[test]
fn the_newest_recorded_route_goes_before_the_graph() {
    let route = |code: &str, segments: &str, on: &str| {
        item("access_routes", code, "", &format!("target_code=411024101202; road_segment_codes={segments}; {on}"))
    };
    let verdict = |routes: Vec<Item>, on: &str| {
        let world = world_of([county(), routes].concat());
        let answers = Access::on(&world, day(on)).villages(4.5);
        let answer = find(&answers, "411024101202");
        let by = match answer.by {
            AccessBy::Recorded { route, .. } => route.to_owned(),
            _ => "computed".to_owned(),
        };
        (by, answer.verdict, answer.fault.clone())
    };
    let two = || vec![route("R1", "v2", "recorded_on=2020-06-01"), route("R2", "v3;v1", "recorded_on=2023-06-01")];
    assert_eq!(verdict(two(), "2025-12-31"), ("R2".into(), Some(true), None));
    assert_eq!(verdict(two(), "2023-05-31"), ("R1".into(), Some(false), None));
    assert_eq!(verdict(two(), "2020-05-31"), ("computed".into(), Some(true), None));
    let undated = route("R0", "v2", "");
    assert_eq!(verdict(vec![undated.clone()], "2020-05-31"), ("R0".into(), Some(false), None));
    assert_eq!(verdict([two(), vec![undated]].concat(), "2025-12-31"), ("R2".into(), Some(true), None));
    let fault = |segments: &str| verdict(vec![route("R1", segments, "recorded_on=2020-06-01")], "2025-12-31");
    assert_eq!(fault("v1;gone"), ("computed".into(), Some(true), Some(RouteFault::NoSuchSegment("gone".into()))));
    assert_eq!(fault("v1;isle"), ("computed".into(), Some(true), Some(RouteFault::Apart("isle".into()))));
    assert_eq!(fault(""), ("computed".into(), Some(true), Some(RouteFault::Empty)));
    // A part of it of unknown width, and a part that is known to fail: it fails.
    assert_eq!(fault("v3;v1;u1"), ("R1".into(), None, None));
    assert_eq!(fault("n1;u1;v2"), ("R1".into(), Some(false), None));
    // A good road that leads somewhere else proves nothing.
    assert_eq!(fault("n1;u1"), ("computed".into(), Some(true), Some(RouteFault::Elsewhere("target"))));
}

#[test]
fn a_hamlet_has_a_hardened_road_since_a_day_by_its_route_or_by_the_graph() {
    let mut items = county();
    items.extend([
        hamlet("H1", (8, 0), "hardened_road_since=2021-06-01"),
        hamlet("H2", (4, 4), ""),
        hamlet("H3", (4, -4), ""),
        hamlet("H4", (12, 0), ""),
        hamlet("H5", (8, 0), ""),
        item("access_routes", "R5", "", "target_code=H5; road_segment_codes=v2; recorded_on=2020-06-01"),
        hamlet("H6", (16, 0), ""),
        segment("e1", (12, 0), (16, 0), "surface=earth"),
    ]);
    let world = world_of(items);
    let verdicts = |on: &str| -> Vec<Option<bool>> {
        Access::on(&world, day(on)).hamlets().iter().map(|answer| answer.verdict).collect()
    };
    // H4 is beyond w1 and w2, of which nobody recorded the surface, H6 beyond them and earth.
    assert_eq!(verdicts("2021-06-01"), [Some(true), Some(true), None, None, Some(false), Some(false)]);
    assert_eq!(verdicts("2021-05-31")[0], Some(false));
}

#[test]
fn a_place_stands_at_the_roads_that_come_near_it_and_leads_nobody_else_through() {
    // The village lies beside the middle of a narrow lane, and 20 m from the end of a wide road.
    let place = (114.25, 34.0);
    let line =
        |code: &str, wkt: String, width: &str| item("road_segments", code, &wkt, &format!("pavement_width_m={width}"));
    let items = |gap: f64| {
        vec![
            unit("411024", "county", "4110", Some((0, 0))),
            unit("411024101", "township", "411024", Some((0, 0))),
            item(
                "jurisdictions",
                "411024101201",
                "",
                "level=village; parent_code=411024101; seat_lon=114.25; seat_lat=34.0",
            ),
            unit("411024101202", "village", "411024101", Some((10, 0))),
            line("wide", format!("LINESTRING(114.2 34.0, {} 34.0)", place.0 - gap), "6"),
            line("lane", "LINESTRING(114.25 33.99, 114.25 34.01)".to_owned(), "3"),
            line("far", "LINESTRING(114.2501 34.0, 114.3 34.0)".to_owned(), "6"),
        ]
    };
    let world = world_of(items(0.0002));
    let answers = Access::on(&world, day("2025-12-31")).villages(4.5);
    assert_eq!(answers[0].verdict, Some(true), "{:?}", answers[0]);
    // Through the village from one road that ends there to another that begins there: they do not meet.
    assert_eq!((answers[1].verdict, answers[1].gap), (None, Some(AccessGap::NotConnected)));
    let apart = world_of(items(0.0005));
    assert_eq!(Access::on(&apart, day("2025-12-31")).villages(4.5)[0].gap, Some(AccessGap::NotConnected));
}

#[test]
fn between_two_places_on_one_segment_only_what_lies_between_is_driven() {
    let world = world_of(vec![
        unit("411024", "county", "4110", Some((0, 0))),
        unit("411024101", "township", "411024", Some((2, 0))),
        unit("411024101201", "village", "411024101", Some((6, 0))),
        segment("long", (0, 0), (8, 0), "pavement_width_m=5; official_length_km=8"),
    ]);
    let answers = Access::on(&world, day("2025-12-31")).villages(4.5);
    assert_eq!((answers[0].verdict, ways(&answers[0])), (Some(true), vec!["long"]));
    assert!((answers[0].length_m - 4_000.0).abs() < 0.1, "{}", answers[0].length_m);
}

/// A small network: ends as places of a 3 by 3 grid, and a width in tenths of a metre or none.
fn network() -> impl Strategy<Value = Vec<(usize, usize, Option<u32>)>> {
    let width = prop_oneof![Just(None), Just(Some(30)), Just(Some(40)), Just(Some(45)), Just(Some(60))];
    prop::collection::vec((0..9_usize, 0..9_usize, width), 1..12)
}

/// Every way without a repeated place: the links of each.
fn all_ways(links: &[(usize, usize, Option<u32>)], from: usize, to: usize) -> Vec<Vec<usize>> {
    fn go(
        links: &[(usize, usize, Option<u32>)],
        at: usize,
        to: usize,
        seen: &mut Vec<usize>,
        way: &mut Vec<usize>,
        found: &mut Vec<Vec<usize>>,
    ) {
        if at == to {
            found.push(way.clone());
            return;
        }
        for (nth, (a, b, _)) in links.iter().enumerate() {
            for (here, there) in [(*a, *b), (*b, *a)] {
                if here == at && !seen.contains(&there) {
                    seen.push(there);
                    way.push(nth);
                    go(links, there, to, seen, way, found);
                    way.pop();
                    seen.pop();
                }
            }
        }
    }
    let mut found = Vec::new();
    go(links, from, to, &mut vec![from], &mut Vec::new(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_way_that_anybody_could_try_says_otherwise(links in network()) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "below 9")]
        let place = |nth: usize| ((nth % 3) as i32 * 5, (nth / 3) as i32 * 7);
        let links: Vec<_> = links.into_iter().filter(|(a, b, _)| a != b).collect();
        let mut items = vec![unit("411024", "county", "4110", None), unit("411024101", "township", "411024", Some(place(0)))];
        items.extend((0..9).map(|nth| unit(&format!("41102410120{nth}"), "village", "411024101", Some(place(nth)))));
        for (nth, (a, b, width)) in links.iter().enumerate() {
            // Bent, so that no road passes through the place of another.
            let ((x1, y1), (x2, y2)) = (at(place(*a)), at(place(*b)));
            let bend = 0.013 + 0.001 * f64::from(u32::try_from(nth).unwrap());
            let (dx, dy) = (x2 - x1, y2 - y1);
            let long = dx.hypot(dy);
            let wkt = format!(
                "LINESTRING({x1} {y1}, {} {}, {x2} {y2})",
                f64::midpoint(x1, x2) - dy / long * bend,
                f64::midpoint(y1, y2) + dx / long * bend
            );
            let facts = width.map_or(String::new(), |width| format!("pavement_width_m={}", f64::from(width) / 10.0));
            items.push(item("road_segments", &format!("s{nth:02}"), &wkt, &facts));
        }
        let world = world_of(items);
        let length: Vec<f64> = (0..links.len())
            .map(|nth| world.roads().segments().find(|segment| *segment.code == *format!("s{nth:02}")).unwrap().length_m)
            .collect();
        let long = |way: &[usize]| way.iter().map(|link| length[*link]).sum::<f64>();
        for (nth, answer) in Access::on(&world, day("2025-12-31")).villages(4.5).iter().enumerate() {
            // A place where no road ends may lie within reach of one that goes by.
            let is_end = |place: usize| links.iter().any(|(a, b, _)| *a == place || *b == place);
            if nth == 0 || !is_end(0) || !is_end(nth) {
                continue;
            }
            let every = all_ways(&links, 0, nth);
            let worst = |way: &[usize], unknown: u32| way.iter().map(|link| links[*link].2.unwrap_or(unknown)).min().unwrap();
            let sure: Vec<&Vec<usize>> = every.iter().filter(|way| worst(way, 0) >= 45).collect();
            let may_be = every.iter().any(|way| worst(way, 99) >= 45);
            let expect = if !sure.is_empty() { Some(true) } else if may_be || every.is_empty() { None } else { Some(false) };
            prop_assert_eq!(answer.verdict, expect, "village {}: {:?}", nth, links);
            let taken: Vec<usize> = ways(answer).iter().map(|code| code[1..].parse().unwrap()).collect();
            if every.is_empty() {
                prop_assert!(answer.gap == Some(AccessGap::NotConnected) && taken.is_empty());
                continue;
            }
            prop_assert!(every.contains(&taken), "{:?} is no way", taken);
            prop_assert!((long(&taken) - answer.length_m).abs() < 1e-6);
            match expect {
                Some(true) => {
                    let least = sure.iter().map(|way| long(way)).fold(f64::INFINITY, f64::min);
                    prop_assert!((least - answer.length_m).abs() < 1e-6);
                }
                Some(false) => {
                    let best = every.iter().map(|way| worst(way, 0)).max().unwrap();
                    prop_assert_eq!(worst(&taken, 0), best);
                }
                None => prop_assert!(worst(&taken, 99) >= 45 && !answer.missing.is_empty()),
            }
        }
    }
}
