//! Whose road is how long: lengths cut at borders, in whole metres, and to whom they are added. What is
//! expected was written by hand; where borders are crooked, PostGIS cuts beside us.
//!
//! ```text
//!            411002 (county)            4110SF (zone, beside the statistics)
//!   34.02 +-----------+-----------+
//!         |   201     |   202     |     201 and 202 are of township 411002570 (东城区),
//!         |           |           |     202 is the zone's
//!   34.00 +-----------+-----------+
//!       113.98      114.00      114.02
//! ```

use std::collections::BTreeMap;

use geo_types::Coord;
use geo_types::LineString;
use geozero::ToWkt;
use luzhang::geom::Shape;
use luzhang::world::Level;
use luzhang::world::Scope;
use luzhang::world::Segment;
use luzhang::world::Share;
use luzhang::world::World;
use luzhang::world::apportioned;
use proptest::prelude::*;
use sqlx::Row;

use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::item;
use crate::support::moved;
use crate::support::world_of;

fn cell(code: &str, west: f64, facts: &str) -> Item {
    let east = west + 0.02;
    let wkt = format!("POLYGON(({west} 34.0, {east} 34.0, {east} 34.02, {west} 34.02, {west} 34.0))");
    item("jurisdictions", code, &wkt, facts)
}

fn areas() -> Vec<Item> {
    let area = |code: &str, facts: &str| item("jurisdictions", code, "", facts);
    vec![
        area("4110", "level=city"),
        area("411002", "level=county; parent_code=4110; accountable_code=411002"),
        area("4110SF", "level=county; parent_code=4110; accountable_code=4110SF"),
        area("411002570", "level=township; parent_code=411002"),
        cell("411002570201", 113.98, "level=village; parent_code=411002570"),
        cell("411002570202", 114.0, "level=village; parent_code=411002570; accountable_code=4110SF"),
    ]
}

fn road(code: &str, west: f64, east: f64, facts: &str) -> Item {
    item("road_segments", code, &format!("LINESTRING({west} 34.01, {east} 34.01)"), facts)
}

fn segment<'a>(world: &'a World, code: &str) -> &'a Segment {
    world.roads().segments().find(|segment| &*segment.code == code).unwrap()
}

/// Code and metres; `-` lies outside all.
fn shares(world: &World, code: &str) -> Vec<(String, u32)> {
    let tree = world.jurisdictions().tree();
    let named = |share: &Share| (share.unit.map_or("-".into(), |unit| tree.unit(unit).code.to_string()), share.metres);
    world.shares(segment(world, code)).iter().map(named).collect()
}

#[test]
fn a_segment_is_cut_at_the_border_and_official_mileage_is_shared_by_length() {
    let mut items = areas();
    items.extend([
        road("half", 113.99, 114.01, "official_length_km=1.001"),
        road("third", 113.98, 114.01, "official_length_km=1.000"),
        road("told", 113.99, 114.01, "official_length_km=1.001; jurisdiction_code=411002570201"),
        road("coarse", 113.99, 114.01, "official_length_km=2; jurisdiction_code=411002570"),
        road("beyond", 114.01, 114.04, "official_length_km=0.9"),
        road("away", 114.98, 114.99, "official_length_km=0.9"),
        road("short", 113.98, 114.02, "official_length_km=0.001"),
    ]);
    let world = world_of(items);
    let (one, two) = ("411002570201".to_owned(), "411002570202".to_owned());
    // The border is the central meridian: both remainders are a half, and the first code gains.
    assert_eq!(shares(&world, "half"), [(one.clone(), 501), (two.clone(), 500)]);
    assert_eq!(shares(&world, "third"), [(one.clone(), 667), (two.clone(), 333)]);
    // Whoever recorded a village knew; one who recorded its township did not.
    assert_eq!(shares(&world, "told"), [(one.clone(), 1_001)]);
    assert_eq!(shares(&world, "coarse"), [(one.clone(), 1_000), (two.clone(), 1_000)]);
    assert_eq!(shares(&world, "beyond"), [(two.clone(), 300), ("-".to_owned(), 600)]);
    assert_eq!(shares(&world, "away"), [("-".to_owned(), 900)]);
    assert_eq!(shares(&world, "short"), [(one, 1), (two, 0)]);
}

#[test]
fn marks_split_a_share_to_the_metre() {
    let mut items = areas();
    items.push(road("half", 113.99, 114.01, "official_length_km=1.001"));
    let world = world_of(items);
    let [one, two] = world.shares(segment(&world, "half")) else { panic!("two villages") };
    // Of 501 m in the first half of the line: 0.25 of the line is half of them.
    assert_eq!(one.split(&[(0.0, 0.25, 'a')]), [(None, 251), (Some('a'), 250)]);
    assert_eq!(one.split(&[(0.0, 0.25, 'b'), (0.25, 1.0, 'a')]), [(Some('a'), 251), (Some('b'), 250)]);
    assert_eq!(two.split(&[(0.0, 0.25, 'a')]), [(None, 500)]);
    assert_eq!(two.split(&[(0.0, 0.7, 'a'), (0.7, 0.9, 'b'), (0.9, 1.0, 'a')]), [(Some('a'), 300), (Some('b'), 200)]);
    assert!((one.part() - 0.5).abs() < 1e-6);
}

#[test]
fn a_village_adds_to_its_township_to_the_body_that_answers_for_it_and_to_the_city() {
    let world = world_of(areas());
    let tree = world.jurisdictions().tree();
    let find = |code: &str| tree.find(code).unwrap();
    let adds =
        |code: &str| -> Vec<&str> { tree.adds_to(find(code)).into_iter().map(|unit| &*tree.unit(unit).code).collect() };
    assert_eq!(adds("411002570201"), ["411002570201", "411002570", "411002", "4110"]);
    // The statistical county does not answer for it.
    assert_eq!(adds("411002570202"), ["411002570202", "411002570", "4110SF", "4110"]);
    assert_eq!(adds("411002"), ["411002", "4110"]);
    let rows = |jurisdiction: Option<&str>, level: Option<Level>| -> Vec<(&str, Option<&str>)> {
        let scopes = tree.scopes(jurisdiction.map(find), level);
        let code = |unit| &*tree.unit(unit).code;
        scopes.into_iter().map(|Scope { unit, within }| (code(unit), within.map(code))).collect()
    };
    assert_eq!(rows(None, None), [("4110", None), ("411002", None), ("4110SF", None)]);
    assert_eq!(rows(Some("4110SF"), None), [("4110SF", None)]);
    // A township of two bodies is a row of both, each with its own count.
    assert_eq!(rows(Some("411002"), Some(Level::Township)), [("411002570", Some("411002"))]);
    assert_eq!(rows(Some("4110SF"), Some(Level::Township)), [("411002570", Some("4110SF"))]);
    assert_eq!(rows(Some("4110SF"), Some(Level::Village)), [("411002570202", Some("4110SF"))]);
    assert_eq!(rows(Some("411002570"), Some(Level::Village)), [("411002570201", None), ("411002570202", None)]);
    assert_eq!(rows(None, Some(Level::County)), [("411002", None), ("4110SF", None)]);
    let [town, zone, one, two] = ["411002570", "4110SF", "411002570201", "411002570202"].map(find);
    assert!(tree.counts_in(two, Scope { unit: town, within: Some(zone) }));
    assert!(!tree.counts_in(one, Scope { unit: town, within: Some(zone) }));
    assert!(tree.counts_in(one, Scope { unit: town, within: None }));
}

#[test]
fn a_township_that_answers_for_itself_is_a_body_too() {
    let mut items: Vec<Item> = areas().into_iter().filter(|item| &*item.record.code != "411002570").collect();
    items.push(item(
        "jurisdictions",
        "411002570",
        "",
        "level=township; parent_code=411002; accountable_code=411002570",
    ));
    let world = world_of(items);
    let tree = world.jurisdictions().tree();
    let find = |code: &str| tree.find(code).unwrap();
    assert!(tree.is_body(find("411002570")) && !tree.is_body(find("411002570201")));
    let codes =
        |scopes: Vec<Scope>| -> Vec<&str> { scopes.into_iter().map(|scope| &*tree.unit(scope.unit).code).collect() };
    assert_eq!(codes(tree.scopes(None, Some(Level::County))), ["411002", "411002570", "4110SF"]);
    let adds: Vec<&str> = tree.adds_to(find("411002570201")).into_iter().map(|unit| &*tree.unit(unit).code).collect();
    assert_eq!(adds, ["411002570201", "411002570", "4110"], "once as township and body, and not to the county");
}

proptest! {
    #[test]
    fn parts_are_whole_add_up_and_are_within_one_of_what_is_due(
        whole in 0..100_000_u32,
        weights in prop::collection::vec(0.0..1_000.0_f64, 1..12)
    ) {
        let parts = apportioned(whole, &weights);
        prop_assert_eq!(parts.iter().sum::<u32>(), whole);
        let total: f64 = weights.iter().sum();
        if total > 0.0 {
            for (part, weight) in parts.iter().zip(&weights) {
                let due = f64::from(whole) * weight / total;
                prop_assert!((f64::from(*part) - due).abs() < 1.0 + 1e-6, "{} of {}", part, due);
            }
        }
    }
}

/// Villages with crooked borders: a lattice whose corners are moved, each shared by its neighbours.
fn crooked(dice: &mut Dice, at: Coord<f64>, size: usize) -> Vec<Item> {
    #[expect(clippy::cast_precision_loss, reason = "a small lattice")]
    let corner = |x: usize, y: usize, dice: &mut Dice| dice.near(moved(at, x as f64 * 700.0, y as f64 * 700.0), 200.0);
    let corners: Vec<Vec<Coord<f64>>> = (0..=size).map(|x| (0..=size).map(|y| corner(x, y, dice)).collect()).collect();
    let mut items = vec![item("jurisdictions", "411024", "", "level=county")];
    for (x, y) in (0..size).flat_map(|x| (0..size).map(move |y| (x, y))) {
        let ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)].map(|(x, y)| corners[x][y]);
        let wkt: Vec<String> = ring.iter().map(|at| format!("{} {}", at.x, at.y)).collect();
        let code = format!("4110241{:02}2{:02}", x + 10, y + 10);
        items.push(item(
            "jurisdictions",
            &code,
            &format!("POLYGON(({}))", wkt.join(", ")),
            "level=village; parent_code=411024",
        ));
    }
    items
}

#[tokio::test]
async fn the_parts_of_a_road_are_as_long_as_postgis_cuts_them() {
    let mut dice = Dice::seeded(77);
    let at = Coord { x: 114.1, y: 34.05 };
    let areas = crooked(&mut dice, at, 6);
    let mut items = areas.clone();
    let mut lines: Vec<(String, LineString<f64>)> = Vec::new();
    for nth in 0..60 {
        let mut here = dice.near(moved(at, 2_100.0, 2_100.0), 2_500.0);
        let mut line = vec![here];
        for _ in 0..2 + dice.below(12) {
            here = dice.near(here, 500.0);
            line.push(here);
        }
        let line = LineString::new(line);
        let wkt = Shape::from(line.clone()).to_wkt().unwrap();
        let code = format!("S{nth:02}");
        items.push(item("road_segments", &code, &wkt, ""));
        lines.push((code, line));
    }
    let world = world_of(items);
    let sql = "SELECT v, s, ST_Length(ST_Intersection(ST_Transform(ST_GeomFromText(area, 4490), 4547),
                                                    ST_Transform(ST_GeomFromText(line, 4490), 4547)))
               FROM unnest($1::text[]) WITH ORDINALITY a (area, v), unnest($2::text[]) WITH ORDINALITY b (line, s)";
    let cells: Vec<&Item> = areas.iter().filter(|item| item.record.geometry.is_some()).collect();
    let shapes: Vec<String> =
        cells.iter().map(|item| item.record.geometry.as_ref().unwrap().to_wkt().unwrap()).collect();
    let roads: Vec<String> = lines.iter().map(|(_, line)| Shape::from(line.clone()).to_wkt().unwrap()).collect();
    let home = Home::postgis().await;
    let rows = sqlx::query(sql).bind(&shapes).bind(&roads).fetch_all(&mut home.sql().await).await.unwrap();
    let mut theirs: BTreeMap<(String, String), f64> = BTreeMap::new();
    for row in rows {
        let (area, road): (i64, i64) = (row.get(0), row.get(1));
        let (area, road) = (usize::try_from(area).unwrap() - 1, usize::try_from(road).unwrap() - 1);
        theirs.insert((lines[road].0.clone(), cells[area].record.code.to_string()), row.get(2));
    }
    let (mut compared, mut crossing) = (0, 0);
    for (code, _) in &lines {
        let segment = segment(&world, code);
        let tree = world.jurisdictions().tree();
        let on_grid: f64 =
            segment.line.lines().map(|piece| (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y)).sum();
        let ours = world.shares(segment);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few kilometres")]
        let whole = segment.length_m.round() as u32;
        assert_eq!(ours.iter().map(|share| share.metres).sum::<u32>(), whole);
        crossing += usize::from(ours.len() > 2);
        for share in ours.iter().filter(|share| share.unit.is_some()) {
            let village = tree.unit(share.unit.unwrap()).code.to_string();
            let long = theirs[&(code.clone(), village.clone())];
            assert!(
                (share.part() * on_grid - long).abs() < 0.001,
                "{code} in {village}: {} {long}",
                share.part() * on_grid
            );
            assert!((f64::from(share.metres) - long).abs() < 1.1, "{code} in {village}: {} {long}", share.metres);
            compared += 1;
        }
        // And nothing was left out.
        for ((_, village), long) in theirs.range((code.clone(), String::new())..(format!("{code}~"), String::new())) {
            let is_ours = ours.iter().any(|share| share.unit.is_some_and(|unit| *tree.unit(unit).code == **village));
            assert!(is_ours || *long < 0.001, "{code} has {long} m in {village}");
        }
    }
    assert!(compared > 100 && crossing > 30, "{compared} {crossing}");
}
