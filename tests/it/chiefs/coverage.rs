//! Coverage by length: the drawn county by hand, metre by metre, and cut at borders as `PostGIS` cuts.

use geozero::ToWkt;
use luzhang::geom::Shape;
use luzhang::geom::geodesic;
use luzhang::queries::chiefs::ByClass;
use luzhang::queries::chiefs::Covered;
use luzhang::queries::chiefs::Held;
use luzhang::queries::chiefs::chief_coverage;
use luzhang::queries::chiefs::coverage_marks;
use luzhang::queries::chiefs::overlaps;
use luzhang::queries::chiefs::roads_of;
use luzhang::queries::chiefs::unassigned;
use luzhang::world::Level;
use luzhang::world::Scope;
use luzhang::world::World;
use proptest::prelude::*;
use sqlx::Row;

use crate::chiefs::TODAY;
use crate::chiefs::areas;
use crate::chiefs::assignments;
use crate::chiefs::posts;
use crate::chiefs::roads;
use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::star;
use crate::support::world_of;

fn covered(world: &World, code: &str) -> ByClass {
    let unit = world.jurisdictions().tree().find(code).unwrap();
    chief_coverage(world, day(TODAY), &[Scope { unit, within: None }])[0].by_class
}

/// Metres: total, assigned, unassigned, unknown, vacant, office not recorded, overlapped.
fn metres([total, assigned, unassigned, unknown, vacant, office_not_recorded, overlapped]: [u64; 7]) -> Covered {
    Covered { total, assigned, unassigned, unknown, vacant, office_not_recorded, overlapped }
}

#[test]
fn every_jurisdiction_has_the_kilometres_that_a_pencil_finds() {
    let mut items = [areas(), roads(), posts(), assignments()].concat();
    // The first post of the county road is vacant since 2025, the second is filled.
    items.push(item("appointments", "T6", "", "post_code=R-county-1; from_on=2020-01-01; to_on=2024-12-31"));
    items.push(item("appointments", "T7", "", "post_code=R-county-2; from_on=2020-01-01"));
    // One end of what is assigned on the road without chainage is not recorded: nobody can say.
    items.push(item("assignments", "A8", "", "post_code=R-west; road_code=Y002411024; from_chainage=K0+000"));
    let world = world_of(items);
    let expected: [(&str, ByClass); 5] = [
        // K0–K3 by the vacant post alone, K3–K4 by both, K4–K7 by the filled one, K7–K8 by none.
        (
            "411024",
            [[8000, 7000, 1000, 0, 3000, 0, 1000], [4000, 0, 3000, 1000, 0, 0, 0], [2000, 2000, 0, 0, 0, 2000, 0]]
                .map(metres),
        ),
        ("411024101", [[4000, 4000, 0, 0, 3000, 0, 1000], [4000, 0, 3000, 1000, 0, 0, 0], [0; 7]].map(metres)),
        ("411024102", [[4000, 3000, 1000, 0, 0, 0, 0], [0; 7], [2000, 2000, 0, 0, 0, 2000, 0]].map(metres)),
        ("411024101201", [[0; 7], [1000, 0, 0, 1000, 0, 0, 0], [0; 7]].map(metres)),
        ("411024101202", [[4000, 4000, 0, 0, 3000, 0, 1000], [3000, 0, 3000, 0, 0, 0, 0], [0; 7]].map(metres)),
    ];
    for (code, by_class) in expected {
        assert_eq!(covered(&world, code), by_class, "{code}");
    }
}

#[test]
fn the_lists_have_the_kilometres_of_the_coverage() {
    let world = world_of([areas(), roads(), posts(), assignments()].concat());
    let sum = |rows: Vec<chiefs_rows::Row>| rows.into_iter().sum::<u64>();
    let by_class = covered(&world, "411024");
    let all = |of: fn(&Covered) -> u64| by_class.iter().map(of).sum::<u64>();
    assert_eq!(sum(chiefs_rows::of(unassigned(&world, day(TODAY)))), all(|class| class.unassigned + class.unknown));
    assert_eq!(sum(chiefs_rows::of(overlaps(&world, day(TODAY)))), all(|class| class.overlapped));
    assert_eq!(sum(chiefs_rows::of(roads_of(&world, "G-county", day(TODAY)).unwrap())), all(|class| class.total));
}

/// Whole metres of rows.
mod chiefs_rows {
    use luzhang::queries::chiefs::SegmentStretch;

    pub type Row = u64;

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows have whole metres")]
    pub fn of(rows: Vec<SegmentStretch<'_>>) -> Vec<Row> {
        rows.iter().map(|row| row.length_m as u64).collect()
    }
}

#[test]
fn a_post_of_an_unknown_level_makes_unknown_and_one_that_cannot_manage_makes_nothing() {
    let marks = |assigned: &[&str]| -> Vec<Held> {
        let mut items = [areas(), roads()].concat();
        for (code, facts) in [
            ("no level", "kind=route"),
            ("no kind", "level=county"),
            ("no kind, lower", "level=village"),
            ("lower", "level=village; kind=route"),
            ("general", "level=county; kind=general"),
        ] {
            items.push(item("chief_posts", code, "", facts));
        }
        for post in assigned {
            let facts = format!("post_code={post}; road_code=X001411024");
            items.push(item("assignments", &format!("A {post}"), "", &facts));
        }
        let world = world_of(items);
        let segment = world.roads().segments_of("X001411024").next().unwrap();
        coverage_marks(&world, segment, day(TODAY)).into_iter().map(|(_, _, mark)| mark.held).collect()
    };
    assert_eq!(marks(&["no level"]), [Held::Unknown]);
    assert_eq!(marks(&["no kind"]), [Held::Unknown]);
    assert_eq!(marks(&["a post that is not there"]), [Held::Unknown]);
    assert_eq!(marks(&["no kind, lower", "lower", "general"]), [Held::Unassigned]);
    assert_eq!(marks(&[]), [Held::Unassigned]);
}

/// Chainage in metres of one assignment, or all of the road; level; terms of the assignment and of the office.
type Given = (Option<(u32, u32)>, usize, (Option<u8>, Option<u8>), Option<u8>);

const LEVELS: [&str; 3] = ["county", "township", "village"];

fn given() -> impl Strategy<Value = Vec<Given>> {
    let span = prop::option::weighted(0.9, (0_u32..60, 1_u32..40).prop_map(|(from, long)| (from, from + long)));
    let term = (prop::option::of(1..28_u8), prop::option::of(1..28_u8));
    prop::collection::vec((span, 0..3_usize, term, prop::option::of(1..28_u8)), 0..7)
}

proptest! {
    /// The oracle asks for each metre of the road, which posts answer for it.
    #[test]
    fn each_metre_is_where_asking_for_it_alone_says(held in given(), class in 0..3_usize, on in 1..28_u8) {
        let held: Vec<Given> = held.into_iter().filter(|(_, _, (from, to), _)| from.is_none_or(|from| to.is_none_or(|to| from <= to))).collect();
        // Two segments, 50 and 45 m by chainage and by official length.
        let mut items = vec![item("jurisdictions", "411024", "POLYGON((114 34, 114.1 34, 114.1 34.1, 114 34.1, 114 34))", "level=county")];
        let letter = ["X", "Y", "C"][class];
        let road = format!("{letter}001411024");
        items.push(item("roads", &road, "LINESTRING(114.01 34.01, 114.02 34.01)", &format!("class={}", LEVELS[class])));
        for (code, line, facts) in [
            ("S1", "LINESTRING(114.01 34.01, 114.015 34.01)", "from_chainage=K0+000; to_chainage=K0+050; official_length_km=0.05"),
            ("S2", "LINESTRING(114.015 34.01, 114.02 34.01)", "from_chainage=K0+050; to_chainage=K0+095; official_length_km=0.045"),
        ] {
            items.push(item("road_segments", code, line, &format!("road_code={road}; {facts}")));
        }
        let date = |day: u8| format!("2026-06-{day:02}");
        for (nth, (span, level, (from, to), office)) in held.iter().enumerate() {
            items.push(item("chief_posts", &format!("P{nth}"), "", &format!("level={}; kind=route", LEVELS[*level])));
            let mut facts = format!("post_code=P{nth}; road_code={road}");
            if let Some((from, to)) = span {
                facts += &format!("; from_chainage=K0+{from:03}; to_chainage=K0+{to:03}");
            }
            facts += &from.map_or(String::new(), |from| format!("; from_on={}", date(from)));
            facts += &to.map_or(String::new(), |to| format!("; to_on={}", date(to)));
            items.push(item("assignments", &format!("A{nth}"), "", &facts));
            if let Some(until) = office {
                items.push(item("appointments", &format!("T{nth}"), "", &format!("post_code=P{nth}; to_on={}", date(*until))));
            }
        }
        let world = world_of(items);
        let mut expected = Covered::default();
        for metre in 0..95 {
            let here: Vec<&Given> = held.iter().filter(|(span, _, (from, to), _)| {
                span.is_none_or(|(begin, end)| begin <= metre && metre < end)
                    && from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to)
            }).collect();
            let managing: Vec<Option<bool>> = here.iter()
                .filter(|(_, level, ..)| *level == class || (class == 2 && *level == 1))
                .map(|(.., office)| office.map(|until| on <= until)).collect();
            expected.total += 1;
            if managing.is_empty() { expected.unassigned += 1 } else { expected.assigned += 1 }
            if !managing.is_empty() && managing.iter().all(|filled| *filled == Some(false)) { expected.vacant += 1 }
            if managing.contains(&None) && !managing.contains(&Some(true)) { expected.office_not_recorded += 1 }
            if (0..3).any(|level| here.iter().filter(|(_, of, ..)| *of == level).count() > 1) { expected.overlapped += 1 }
        }
        let unit = world.jurisdictions().tree().find("411024").unwrap();
        let found = chief_coverage(&world, day(&date(on)), &[Scope { unit, within: None }])[0];
        prop_assert_eq!(found.by_class[class], expected);
        prop_assert_eq!(found.all(), expected);
    }
}

/// Concave villages around crossing roads, some with official mileage, of which every second is assigned.
fn villages_and_roads(dice: &mut Dice) -> (Vec<Item>, Vec<(String, Shape)>, Vec<(String, Shape, f64)>) {
    let mut items = Vec::new();
    items.push(item(
        "jurisdictions",
        "411024",
        "POLYGON((113.9 33.9, 114.3 33.9, 114.3 34.3, 113.9 34.3, 113.9 33.9))",
        "level=county",
    ));
    items.push(item("jurisdictions", "411024101", "", "level=township; parent_code=411024"));
    let mut villages = Vec::new();
    for (nth, (x, y)) in [(114.05, 34.05), (114.15, 34.05), (114.05, 34.15), (114.15, 34.15)].into_iter().enumerate() {
        let ring = star(dice, geo_types::Coord { x, y }, 1_000.0, 4_000.0);
        let area = Shape::MultiPolygon(geo_types::MultiPolygon(vec![geo_types::Polygon::new(ring, Vec::new())]));
        let code = format!("41102410120{nth}");
        items.push(item("jurisdictions", &code, &area.to_wkt().unwrap(), "level=village; parent_code=411024101"));
        villages.push((code, area));
    }
    items.push(item("chief_posts", "P", "", "level=township; kind=route; jurisdiction_code=411024101"));
    let mut segments = Vec::new();
    for nth in 0..40 {
        let place = |dice: &mut Dice| geo_types::Coord { x: dice.between(114.0, 114.2), y: dice.between(34.0, 34.2) };
        let line = geo_types::LineString(vec![place(dice), place(dice), place(dice)]);
        let length_m = geodesic::length_m(&line);
        let shape = Shape::from(line);
        let (road, wkt) = (format!("Y{nth:03}411024"), shape.to_wkt().unwrap());
        items.push(item("roads", &road, &wkt, "class=township"));
        // Every third has a mileage of its own.
        let (official, km) = if nth % 3 == 0 {
            let km = (length_m * 1.1 / 1000.0 * 1000.0).round() / 1000.0;
            (format!("; official_length_km={km}"), km)
        } else {
            (String::new(), length_m / 1000.0)
        };
        items.push(item(
            "road_segments",
            &format!("S{nth}"),
            &wkt,
            &format!("road_code={road}; from_chainage=K0+000; to_chainage=K10+000; jurisdiction_code=411024{official}"),
        ));
        if nth % 2 == 0 {
            items.push(item("assignments", &format!("A{nth}"), "", &format!("post_code=P; road_code={road}")));
        }
        segments.push((format!("S{nth}"), shape, km * 1000.0));
    }
    (items, villages, segments)
}

#[tokio::test]
async fn lengths_cut_at_borders_are_those_of_postgis_and_villages_add_up() {
    let mut dice = Dice::seeded(47);
    let (items, villages, segments) = villages_and_roads(&mut dice);
    let world = world_of(items);
    let tree = world.jurisdictions().tree();
    let home = Home::postgis().await;
    let mut connection = home.sql().await;
    // Of each line the share that lies in an area, on the grid as the product cuts.
    let sql = "SELECT ST_Length(ST_Intersection(line, area)) / ST_Length(line)
               FROM (SELECT ST_Transform(ST_GeomFromText(shape, 4490), 4547) AS line, n FROM unnest($1::text[]) WITH ORDINALITY given (shape, n)) lines,
                    (SELECT ST_Transform(ST_GeomFromText($2, 4490), 4547) AS area) areas ORDER BY n";
    let lines: Vec<String> = segments.iter().map(|(_, shape, _)| shape.to_wkt().unwrap()).collect();
    let (mut met, mut in_villages) = (0, Covered::default());
    for (code, area) in &villages {
        let rows = sqlx::query(sql).bind(&lines).bind(area.to_wkt().unwrap()).fetch_all(&mut connection).await.unwrap();
        let shares: Vec<f64> = rows.iter().map(|row| row.get(0)).collect();
        let metres = |parity: usize| -> f64 {
            let of = shares.iter().zip(&segments).enumerate().filter(|(nth, _)| nth % 2 == parity);
            of.map(|(_, (share, (_, _, metres)))| share * metres.round()).sum()
        };
        let touched = shares.iter().filter(|share| **share > 0.0).count();
        let found = covered(&world, code)[1];
        #[expect(clippy::cast_precision_loss, reason = "a few kilometres")]
        for (ours, theirs) in [(found.assigned, metres(0)), (found.unassigned, metres(1))] {
            // Each segment is in whole metres: half of one for each that is met, at most a metre.
            assert!((ours as f64 - theirs).abs() <= touched as f64, "{code}: {ours} {theirs}");
        }
        met += touched;
        in_villages.total += found.total;
        in_villages.assigned += found.assigned;
    }
    assert!(met > 40, "{met}");
    // What lies in no village is the county's own, and above is only added.
    let [county, township] = ["411024", "411024101"].map(|code| covered(&world, code)[1]);
    assert_eq!((township.total, township.assigned), (in_villages.total, in_villages.assigned));
    let all: f64 = segments.iter().map(|(_, _, metres)| metres.round()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred kilometres")]
    let difference = (county.total as f64 - all).abs();
    assert!(difference < 1e-9, "{} {all}", county.total);
    let scopes = tree.scopes(tree.find("411024"), Some(Level::Village));
    let rows = chief_coverage(&world, day(TODAY), &scopes);
    assert_eq!(rows.iter().map(|row| row.all().total).sum::<u64>(), township.total);
}
