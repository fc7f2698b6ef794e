//! Sectors and unions of zones, beside PostGIS and beside asking every household.

use std::collections::BTreeSet;

use geo_types::Coord;
use geo_types::LineString;
use geo_types::Point;
use geo_types::Polygon;
use luzhang::emergency::zones::Scenario;
use luzhang::emergency::zones::ZoneInput;
use luzhang::emergency::zones::leak_zones;
use luzhang::geom::LonLat;
use luzhang::geom::Shape;
use luzhang::geom::geodesic;
use luzhang::policy::ZoneParameters;
use luzhang::queries::Utility;
use luzhang::queries::Zone;
use luzhang::queries::assets_within;
use luzhang::queries::households_within;
use luzhang::queries::households_within_each;
use luzhang::world::World;
use sqlx::Row;

use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::item;
use crate::support::moved;
use crate::support::named;
use crate::support::shape;
use crate::support::star;
use crate::support::world_of;

const TOWN: Coord<f64> = Coord { x: 113.86, y: 34.03 };
/// Of two zones of the grid.
const SEAM: Coord<f64> = Coord { x: 115.5, y: 34.03 };

fn place(at: Coord<f64>) -> LonLat {
    LonLat::new(at.x, at.y).unwrap()
}

/// Households in 60 clusters, every third one on the seam.
fn households(dice: &mut Dice, count: usize) -> Vec<Item> {
    let hearts: Vec<Coord<f64>> = (0..60).map(|nth| dice.near(centre(nth), 2_500.0)).collect();
    (0..count)
        .map(|nth| {
            let at = dice.near(hearts[nth % 60], 400.0);
            item("households", &format!("H{nth:05}"), "POINT(0 0)", "persons=2").at(Point::from(at).into())
        })
        .collect()
}

fn centre(nth: usize) -> Coord<f64> {
    if nth.is_multiple_of(3) { SEAM } else { TOWN }
}

fn codes_in(world: &World, zone: &Zone) -> Vec<String> {
    households_within(world, zone).codes().into_iter().map(String::from).collect()
}

#[tokio::test]
async fn random_sectors_hold_the_households_that_postgis_says() {
    let mut dice = Dice::seeded(41);
    let home = Home::postgis().await;
    home.put(households(&mut dice, 9_000)).await;
    let world = home.app().await.world();
    let mut sql = home.sql().await;
    let oracle = "SELECT code FROM households, (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4490) AS at) heart,
            LATERAL (SELECT degrees(ST_Azimuth(at::geography, geom::geography)) - $4 AS off) turned
        WHERE geom && ST_Expand(at, $3 / 80000) AND ST_DWithin(geom::geography, at::geography, $3)
            AND (off IS NULL OR abs(off - 360 * round(off / 360)) <= $5)
        ORDER BY code COLLATE \"C\"";
    let mut all = 0;
    for nth in 0..300 {
        let (at, radius_m) = (dice.near(centre(nth), 3_000.0), dice.between(20.0, 3_000.0));
        let (towards_deg, half_angle_deg) = (dice.between(0.0, 360.0), dice.between(1.0, 89.0));
        let rows = sqlx::query(oracle).bind(at.x).bind(at.y).bind(radius_m).bind(towards_deg).bind(half_angle_deg);
        let rows = rows.fetch_all(&mut sql).await.unwrap();
        let expected: Vec<String> = rows.into_iter().map(|row| row.get(0)).collect();
        all += expected.len();
        let zone = Zone::sector(place(at), radius_m, towards_deg, half_angle_deg).unwrap();
        assert_eq!(codes_in(&world, &zone), expected, "{at:?} {radius_m} {towards_deg} {half_angle_deg}");
    }
    assert!(all > 20_000, "a comparison of little proves little: {all}");
}

#[test]
fn a_household_on_the_side_of_a_sector_is_in_it_and_one_beyond_is_not() {
    let mut dice = Dice::seeded(42);
    for middle in [TOWN, SEAM] {
        for _ in 0..300 {
            let home = dice.near(middle, 900.0);
            let world = world_of(vec![item("households", "H", "POINT(0 0)", "").at(Point::from(home).into())]);
            let (distance_m, azimuth_deg) = geodesic::distance_and_azimuth(place(middle), place(home));
            let half_angle_deg = dice.between(1.0, 80.0);
            for towards_deg in [azimuth_deg - half_angle_deg, azimuth_deg + half_angle_deg] {
                let turn = (azimuth_deg - towards_deg).rem_euclid(360.0);
                let off_deg = turn.min(360.0 - turn);
                let sector = |radius_m: f64, half_angle_deg: f64| {
                    codes_in(&world, &Zone::sector(place(middle), radius_m, towards_deg, half_angle_deg).unwrap())
                };
                assert_eq!(sector(distance_m, off_deg), ["H"], "{home:?}");
                assert!(sector(distance_m, off_deg.next_down()).is_empty(), "{home:?}");
                assert!(sector(distance_m.next_down(), off_deg).is_empty(), "{home:?}");
            }
        }
    }
    let world = world_of(vec![item("households", "H", "POINT(114 34)", "")]);
    let heart = Zone::sector(LonLat::new(114.0, 34.0).unwrap(), 1.0, 77.0, 1.0).unwrap();
    assert_eq!(codes_in(&world, &heart), ["H"], "the place itself is in every sector of it");
}

/// One of each kind of zone around a place.
fn any_parts(dice: &mut Dice, at: Coord<f64>) -> Vec<Zone> {
    let mut around = |reach_m: f64| dice.near(at, reach_m);
    let (circle, line) = (around(600.0), [around(900.0), around(900.0), around(900.0)]);
    let area = Polygon::new(star(dice, at, 150.0, 900.0), Vec::new());
    vec![
        Zone::around(place(circle), dice.between(50.0, 900.0)).unwrap(),
        Zone::sector(place(at), dice.between(300.0, 2_000.0), dice.between(0.0, 360.0), 30.0).unwrap(),
        Zone::NearLine { line: LineString::new(line.to_vec()).into(), radius_m: dice.between(5.0, 200.0) },
        Zone::area(area.into()).unwrap(),
    ]
}

#[test]
fn a_union_holds_what_its_parts_hold_each_household_once() {
    let mut dice = Dice::seeded(43);
    let world = world_of(households(&mut dice, 6_000));
    let mut all = 0;
    for nth in 0..120 {
        let at = dice.near(centre(nth), 1_500.0);
        let parts = any_parts(&mut dice, at);
        let expected: BTreeSet<String> = parts.iter().flat_map(|part| codes_in(&world, part)).collect();
        let union = Zone::Any(parts);
        let found = households_within(&world, &union);
        let codes: Vec<String> = found.codes().into_iter().map(String::from).collect();
        assert_eq!(codes, expected.iter().cloned().collect::<Vec<_>>());
        let count = u32::try_from(codes.len()).unwrap();
        assert_eq!((found.totals().count, found.totals().persons), (count.into(), 2 * i64::from(count)));
        assert_eq!(found.nearest_first(&union).len(), codes.len());
        all += codes.len();
    }
    assert!(all > 10_000, "{all}");
    assert!(codes_in(&world, &Zone::Any(Vec::new())).is_empty());
}

#[test]
fn lines_and_areas_lie_in_a_sector_when_any_place_of_theirs_does() {
    let mut dice = Dice::seeded(44);
    let mut items = Vec::new();
    for nth in 0..400 {
        let at = dice.near(TOWN, 1_500.0);
        let to = dice.near(at, 300.0);
        let line: Shape = LineString::new(vec![at, dice.near(at, 300.0), to]).into();
        items.push(item("roads", &format!("R{nth:03}"), "LINESTRING(0 0, 1 1)", "").at(line));
        let area: Shape = Polygon::new(star(&mut dice, at, 40.0, 200.0), Vec::new()).into();
        items.push(item("places", &format!("P{nth:03}"), "POINT(0 0)", "").at(area));
    }
    let world = world_of(items);
    for _ in 0..40 {
        let at = dice.near(TOWN, 800.0);
        let (radius_m, towards_deg) = (dice.between(100.0, 1_200.0), dice.between(0.0, 360.0));
        let zone = Zone::sector(place(at), radius_m, towards_deg, 40.0).unwrap();
        // The oracle is the shape itself, with an arc of half a degree a step: what lies within a hair of
        // its boundary is not compared.
        let sector = |radius_m: f64, half: f64| -> Shape {
            let arc = (0..=160).map(|nth| towards_deg - half + f64::from(nth) * half / 80.0);
            let arc = arc.map(|azimuth| geodesic::destination(place(at), azimuth, radius_m).unwrap().coord());
            Polygon::new(std::iter::once(at).chain(arc).collect(), Vec::new()).into()
        };
        for collection in ["roads", "places"] {
            let codes = |zone: &Zone| -> BTreeSet<String> {
                assets_within(&world, named(collection), zone).into_iter().map(|row| row.code().to_owned()).collect()
            };
            let found = codes(&zone);
            let least = codes(&Zone::Area(sector(radius_m * 0.999, 39.9)));
            let most = codes(&Zone::Area(sector(radius_m * 1.001, 40.1)));
            assert!(least.is_subset(&found) && found.is_subset(&most), "{collection} {at:?} {radius_m} {towards_deg}");
            assert_eq!(found, codes(&Zone::Any(vec![zone.clone()])));
        }
    }
}

/// By what the zones hold, not by what their radii say.
#[test]
fn the_zones_of_a_leak_are_counted_one_within_the_next() {
    let mut dice = Dice::seeded(45);
    let world = world_of(households(&mut dice, 6_000));
    for nth in 0..60 {
        let at = dice.near(centre(nth), 1_500.0);
        let drawn = Polygon::new(star(&mut dice, aside(at), 20.0, 300.0), Vec::new());
        let input = ZoneInput {
            scenario: Some(Scenario::Rupture),
            diameter_mm: Some(200.0),
            pressure_mpa: Some(0.4),
            wind_from_deg: Some(dice.between(0.0, 360.0)),
            wind_ms: Some(dice.between(0.0, 6.0)),
            cordon: nth.is_multiple_of(2).then(|| drawn.into()),
            conduits: vec![LineString::new(vec![at, moved(at, 50.0, 0.0)])],
            ..ZoneInput::at(place(at), Utility::Gas)
        };
        let zones = leak_zones(ZoneParameters::embedded(), &input);
        let each = households_within_each(&world, &zones.all().map(|zone| &zone.zone));
        let codes: Vec<BTreeSet<&str>> = each.iter().map(|found| found.codes().into_iter().collect()).collect();
        assert!(codes[0].is_subset(&codes[1]) && codes[1].is_subset(&codes[2]), "{at:?}");
        for (zone, codes) in zones.all().into_iter().zip(&codes) {
            let alone: BTreeSet<&str> = households_within(&world, &zone.zone).codes().into_iter().collect();
            assert_eq!(alone, *codes, "the zones nest by themselves: {at:?} {}", zone.name);
        }
    }
}

/// A little aside, so that some polygons leave the leak out.
fn aside(at: Coord<f64>) -> Coord<f64> {
    moved(at, 60.0, -40.0)
}

#[test]
fn a_zone_that_is_counted_holds_those_before_it() {
    let world = world_of(vec![
        item("households", "A", "POINT(114 34)", "persons=3"),
        item("households", "B", "POINT(115.6 34)", "persons=4"),
    ]);
    let inner = Zone::around(LonLat::new(114.0, 34.0).unwrap(), 10.0).unwrap();
    let outer = Zone::around(LonLat::new(115.6, 34.0).unwrap(), 10.0).unwrap();
    let each = households_within_each(&world, &[&inner, &outer]);
    assert_eq!((each[0].codes(), each[1].codes()), (vec!["A"], vec!["A", "B"]));
    assert_eq!(each[1].totals().persons, 7);
}

#[test]
fn a_sector_needs_a_radius_and_an_angle_that_can_be() {
    let at = LonLat::new(114.0, 34.0).unwrap();
    for (radius_m, towards_deg, half_angle_deg) in
        [(0.0, 0.0, 30.0), (f64::NAN, 0.0, 30.0), (5.0, f64::NAN, 30.0), (5.0, 0.0, 0.0), (5.0, 0.0, 90.0)]
    {
        assert!(Zone::sector(at, radius_m, towards_deg, half_angle_deg).is_err());
    }
    let world = world_of(vec![item("households", "H", "POINT(0 0)", "").at(shape("POINT(114.001 34)"))]);
    // A direction is one however many turns it takes.
    for towards_deg in [90.0, -270.0, 450.0] {
        assert_eq!(codes_in(&world, &Zone::sector(at, 200.0, towards_deg, 5.0).unwrap()), ["H"]);
    }
}
