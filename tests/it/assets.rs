//! What of any collection lies in a zone: lines and areas beside PostGIS, points as households are.

use std::collections::BTreeMap;

use geo_types::Coord;
use geo_types::LineString;
use geo_types::Point;
use geo_types::Polygon;
use geozero::ToWkt;
use luzhang::geom::LonLat;
use luzhang::geom::Shape;
use luzhang::queries::Utility;
use luzhang::queries::Zone;
use luzhang::queries::assets_within;
use luzhang::queries::households_within;
use luzhang::world::World;
use serde_json::json;
use sqlx::Row;

use crate::support::Browser;
use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::item;
use crate::support::named;
use crate::support::small_county;
use crate::support::star;

const TOWN: Coord<f64> = Coord { x: 114.17, y: 34.11 };

/// Conduits, places (areas and points) and hamlets, scattered.
fn town(dice: &mut Dice) -> Vec<Item> {
    let mut items = Vec::new();
    for nth in 0..300 {
        let (at, aside) = (dice.near(TOWN, 9_000.0), dice.between(20.0, 900.0));
        let line = LineString::new(vec![at, dice.near(at, aside), dice.near(at, aside)]);
        items.push(item("conduits", &format!("C{nth}"), "LINESTRING(0 0, 1 1)", "").at(line.into()));
        let shape: Shape = if dice.one_in(3) {
            Point::from(at).into()
        } else {
            Polygon::new(star(dice, at, aside / 2.0, aside), Vec::new()).into()
        };
        items.push(item("places", &format!("P{nth}"), "POINT(0 0)", "").at(shape));
        items.push(
            item("hamlets", &format!("D{nth}"), "POINT(0 0)", "").at(Point::from(dice.near(TOWN, 9_000.0)).into()),
        );
    }
    let pipe = LineString::new((0..8).map(|_| dice.near(TOWN, 8_000.0)).collect());
    items.push(item("gas_pipes", "G", "LINESTRING(0 0, 1 1)", "").at(pipe.into()));
    items
}

/// A zone, its shape and its radius: by turns around a place, an area, and beside the pipe.
fn zones(dice: &mut Dice, world: &World) -> Vec<(Zone, String, f64)> {
    let zone = |nth: usize| {
        let (at, radius_m) = (dice.near(TOWN, 9_000.0), dice.between(5.0, 2_000.0));
        match nth % 3 {
            0 => {
                let zone = Zone::around(LonLat::new(at.x, at.y).unwrap(), radius_m).unwrap();
                (zone, Shape::from(Point::from(at)).to_wkt().unwrap(), radius_m)
            }
            1 => {
                let area: Shape = Polygon::new(star(dice, at, radius_m / 2.0, radius_m), Vec::new()).into();
                (Zone::area(area.clone()).unwrap(), area.to_wkt().unwrap(), 0.0)
            }
            _ => {
                let zone = Zone::near_pipe(world, Utility::Gas, "G", radius_m / 4.0).unwrap();
                let Zone::NearLine { line, .. } = &zone else { panic!("a pipe is a line") };
                let wkt = line.to_wkt().unwrap();
                (zone, wkt, radius_m / 4.0)
            }
        }
    };
    (0..120).map(zone).collect()
}

#[tokio::test]
async fn lines_and_areas_in_a_zone_are_those_that_postgis_says() {
    let mut dice = Dice::seeded(21);
    let home = Home::postgis().await;
    home.put(town(&mut dice)).await;
    let world = home.app().await.world();
    let zones = zones(&mut dice, &world);
    let shapes: Vec<&str> = zones.iter().map(|(_, wkt, _)| &**wkt).collect();
    let radii: Vec<f64> = zones.iter().map(|(_, _, radius_m)| *radius_m).collect();
    let sql = "WITH zones AS (
                   SELECT n, radius_m, ST_Transform(ST_GeomFromText(shape, 4490), 4547) AS zone
                   FROM unnest($1::text[], $2::float8[]) WITH ORDINALITY given (shape, radius_m, n)),
               assets AS (
                   SELECT 'conduits' AS collection, code, ST_Transform(geom, 4547) AS asset FROM conduits
                   UNION ALL SELECT 'places', code, ST_Transform(geom, 4547) FROM places)
               SELECT n, collection, code FROM zones JOIN assets ON ST_DWithin(asset, zone, radius_m)
               ORDER BY n, collection, code COLLATE \"C\"";
    let mut expected: BTreeMap<(i64, String), Vec<String>> = BTreeMap::new();
    let rows = sqlx::query(sql).bind(shapes).bind(radii).fetch_all(&mut home.sql().await).await.unwrap();
    for row in &rows {
        expected.entry((row.get(0), row.get(1))).or_default().push(row.get(2));
    }
    assert!(rows.len() > 1_000, "{}", rows.len());
    for (n, (zone, wkt, radius_m)) in (1..).zip(&zones) {
        for collection in ["conduits", "places"] {
            let found: Vec<&str> =
                assets_within(&world, named(collection), zone).iter().map(|row| row.code()).collect();
            let expected = expected.remove(&(n, collection.to_owned())).unwrap_or_default();
            assert_eq!(found, expected, "{collection} within {radius_m} of {wkt}");
        }
    }
}

#[test]
fn points_are_in_a_zone_as_households_are() {
    let mut dice = Dice::seeded(22);
    let items = town(&mut dice);
    // The same places once as hamlets, once as households.
    let homes = items.iter().filter(|item| item.collection.name == "hamlets").map(|hamlet| {
        item("households", &hamlet.record.code, "POINT(0 0)", "").at(hamlet.record.geometry.clone().unwrap())
    });
    let world = crate::support::world_of(items.iter().cloned().chain(homes).collect());
    for (zone, ..) in zones(&mut dice, &world) {
        let hamlets: Vec<&str> = assets_within(&world, named("hamlets"), &zone).iter().map(|row| row.code()).collect();
        assert_eq!(hamlets, households_within(&world, &zone).codes());
    }
    let everywhere = Zone::around(LonLat::new(114.17, 34.11).unwrap(), 50_000.0).unwrap();
    assert!(assets_within(&world, named("funds"), &everywhere).is_empty());
}

#[tokio::test]
async fn assets_are_asked_for_by_collection_and_come_in_pages() {
    let browser = Browser::with(small_county()).await;
    let at = "/api/v1/assets/within?lon=113.985&lat=34.0203&radius_m=3000";
    let answer = browser.json(&format!("{at}&collection=road_segments&limit=1")).await;
    assert_eq!(
        (&answer["type"], &answer["count"], &answer["features"][0]["id"]),
        (&json!("FeatureCollection"), &json!(2), &json!("YS1"))
    );
    let next = browser.json(answer["next"].as_str().unwrap()).await;
    assert_eq!((&next["count"], &next["features"][0]["id"], &next["next"]), (&json!(2), &json!("YS2"), &json!(null)));
    let bridges = browser.json(&format!("{at}&collection=bridges")).await;
    assert_eq!((&bridges["count"], &bridges["features"][0]["properties"]["rating"]), (&json!(1), &json!(3)));
    let near = browser.json("/api/v1/assets/within?collection=places&network=gas&pipe=G1&radius_m=1500").await;
    assert_eq!(near["features"][0]["id"], "school");
    for (query, status) in [
        ("lon=114&lat=34&radius_m=5", 400),
        ("collection=castles&lon=114&lat=34&radius_m=5", 422),
        ("collection=bridges&lon=114&lat=34&radius_m=0", 422),
        ("collection=bridges&lon=114&lat=34&radius_m=5&network=gas", 400),
        ("collection=bridges&network=gas&radius_m=5", 400),
        ("collection=bridges&network=gas&pipe=none&radius_m=5", 404),
        ("collection=bridges&lon=114&lat=34&radius_m=5&return=codes", 400),
    ] {
        let answer = browser.get(&format!("/api/v1/assets/within?{query}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{query}");
    }
}
