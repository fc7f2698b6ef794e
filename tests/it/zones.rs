//! Who is in a zone, beside PostGIS: the same households, code by code.

use std::collections::BTreeMap;

use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use geozero::ToWkt;
use luzhang::geom::LonLat;
use luzhang::geom::Shape;
use luzhang::geom::geodesic;
use luzhang::queries::Utility;
use luzhang::queries::Zone;
use luzhang::queries::households_within;
use luzhang::world::World;
use sqlx::PgConnection;
use sqlx::Row;

use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::item;
use crate::support::moved;
use crate::support::shape;
use crate::support::star;
use crate::support::world_of;

/// Where most households live, and a place on the seam of two zones of the grid.
const TOWN: Coord<f64> = Coord { x: 114.17, y: 34.11 };
const SEAM: Coord<f64> = Coord { x: 115.5, y: 34.11 };

/// What is asked, with the question that PostGIS is asked instead.
struct Question {
    zone: Zone,
    /// The middle of a radius, a polygon, or the line of a pipe.
    wkt: String,
    radius_m: f64,
}

#[tokio::test]
async fn a_thousand_random_zones_hold_the_households_that_postgis_says() {
    let mut dice = Dice::seeded(20_260_615);
    let home = Home::postgis().await;
    home.put(county(&mut dice)).await;
    let world = home.app().await.world();
    let mut sql = home.sql().await;
    prepare(&mut sql).await;

    let radii = (0..400).map(|nth| radius(&mut dice, centre(nth))).collect();
    compare(&mut sql, &world, radii, WITHIN_RADIUS).await;
    let areas = (0..300).map(|nth| area(&mut dice, centre(nth), nth)).collect();
    compare(&mut sql, &world, areas, WITHIN_AREA).await;
    let pipes = (0..300).map(|nth| near_pipe(&mut dice, &world, nth)).collect();
    compare(&mut sql, &world, pipes, NEAR_PIPE).await;
    for roles in [&[][..], &["trunk"], &["service"], &["trunk", "distribution"]] {
        for _ in 0..10 {
            near_network(&mut sql, &world, roles, dice.between(1.0, 500.0)).await;
        }
    }
}

/// One in five zones is on the seam.
fn centre(nth: usize) -> Coord<f64> {
    if nth.is_multiple_of(5) { SEAM } else { TOWN }
}

/// So many that the question about all of them is shared between threads.
const PIPES: usize = 400;

/// By turns; of every fourth pipe the role is not recorded.
const ROLES: [&str; 4] = ["role=trunk", "role=distribution", "role=service", ""];

/// 20,000 households in villages and towers, a fifth of them on the seam, and gas pipes among them.
fn county(dice: &mut Dice) -> Vec<Item> {
    let mut items = Vec::new();
    for village in 0..200 {
        let (heart, spread_m) = (dice.near(centre(village), 8_000.0), dice.between(20.0, 600.0));
        for household in 0..100 {
            // Flats of one tower stand on one point.
            let place = if dice.one_in(10) { heart } else { dice.near(heart, spread_m) };
            let point: Shape = Point::from(place).into();
            items.push(item("households", &format!("H{village:03}{household:02}"), "POINT(0 0)", "").at(point));
        }
    }
    for pipe in 0..PIPES {
        let mut at = dice.near(centre(pipe), 6_000.0);
        let mut line = vec![at];
        for _ in 0..=dice.below(8) {
            at = dice.near(at, 400.0);
            line.push(at);
        }
        let line: Shape = LineString::new(line).into();
        items.push(item("gas_pipes", &format!("G{pipe}"), "LINESTRING(0 0, 1 1)", ROLES[pipe % 4]).at(line));
    }
    items
}

fn radius(dice: &mut Dice, near: Coord<f64>) -> Question {
    let (at, radius_m) = (dice.near(near, 9_000.0), dice.between(5.0, 2_000.0));
    let zone = Zone::around(LonLat::new(at.x, at.y).unwrap(), radius_m).unwrap();
    Question { zone, wkt: wkt(&Point::from(at).into()), radius_m }
}

/// Plain, with a hole, or of three parts, by turns.
fn area(dice: &mut Dice, near: Coord<f64>, nth: usize) -> Question {
    let (at, size_m) = (dice.near(near, 9_000.0), dice.between(50.0, 2_500.0));
    let outer = |dice: &mut Dice, at| star(dice, at, size_m * 0.5, size_m);
    let area: Shape = match nth % 3 {
        0 => Polygon::new(outer(dice, at), Vec::new()).into(),
        1 => {
            let hole = star(dice, at, size_m * 0.1, size_m * 0.4);
            Polygon::new(outer(dice, at), vec![hole]).into()
        }
        _ => {
            let parts = [-2.1, 0.0, 2.1].map(|away| {
                let at = moved(at, away * size_m, 0.0);
                Polygon::new(outer(dice, at), Vec::new())
            });
            MultiPolygon::new(parts.to_vec()).into()
        }
    };
    Question { wkt: wkt(&area), zone: Zone::area(area).unwrap(), radius_m: 0.0 }
}

fn near_pipe(dice: &mut Dice, world: &World, nth: usize) -> Question {
    let (code, radius_m) = (format!("G{}", nth % PIPES), dice.between(1.0, 500.0));
    let zone = Zone::near_pipe(world, Utility::Gas, &code, radius_m).unwrap();
    let Zone::NearLine { line, .. } = &zone else { panic!("a pipe is a line") };
    Question { wkt: wkt(line), zone, radius_m }
}

fn wkt(shape: &Shape) -> String {
    shape.to_wkt().unwrap()
}

/// Households on the grid of their place: the answer is planar in that zone.
async fn prepare(sql: &mut PgConnection) {
    let placed = "CREATE TEMP TABLE placed AS
        SELECT code, geom, ST_X(geom) >= 115.5 AS is_east,
               ST_Transform(geom, CASE WHEN ST_X(geom) >= 115.5 THEN 4548 ELSE 4547 END) AS metres
        FROM households;
        CREATE INDEX ON placed USING gist (geom);
        ANALYZE placed;
        CREATE TEMP TABLE pipes AS
        SELECT role, geom, ST_Transform(geom, 4547) AS west, ST_Transform(geom, 4548) AS east FROM gas_pipes;
        CREATE TEMP TABLE zones (n bigint, radius_m float8, geom geometry, west geometry, east geometry)";
    sqlx::raw_sql(placed).execute(sql).await.unwrap();
}

/// The box is wide enough for any of the radii; the test behind it decides.
const WITHIN_RADIUS: &str = "placed.geom && ST_Expand(zones.geom, radius_m / 80000)
    AND ST_DWithin(placed.geom::geography, zones.geom::geography, radius_m)";
const WITHIN_AREA: &str = "placed.geom && ST_Expand(zones.geom, 0.001)
    AND ST_Intersects(metres, CASE WHEN is_east THEN east ELSE west END)";
const NEAR_PIPE: &str = "placed.geom && ST_Expand(zones.geom, radius_m / 80000)
    AND ST_DWithin(metres, CASE WHEN is_east THEN east ELSE west END, radius_m)";

async fn compare(sql: &mut PgConnection, world: &World, questions: Vec<Question>, oracle: &str) {
    let shapes: Vec<&str> = questions.iter().map(|question| &*question.wkt).collect();
    let radii: Vec<f64> = questions.iter().map(|question| question.radius_m).collect();
    sqlx::raw_sql("TRUNCATE zones").execute(&mut *sql).await.unwrap();
    sqlx::query(
        "INSERT INTO zones SELECT n, radius_m, geom, ST_Transform(geom, 4547), ST_Transform(geom, 4548)
         FROM (SELECT n, radius_m, ST_GeomFromText(shape, 4490) AS geom
               FROM unnest($1::text[], $2::float8[]) WITH ORDINALITY given (shape, radius_m, n)) given",
    )
    .bind(shapes)
    .bind(radii)
    .execute(&mut *sql)
    .await
    .unwrap();
    let query = format!("SELECT n, code FROM zones, placed WHERE {oracle} ORDER BY n, code COLLATE \"C\"");
    let mut expected: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(sql).await.unwrap() {
        expected.entry(row.get(0)).or_default().push(row.get(1));
    }
    // A comparison of empty answers proves nothing.
    assert!(expected.values().map(Vec::len).sum::<usize>() > 10 * questions.len());
    for (n, question) in (1..).zip(&questions) {
        let found = households_within(world, &question.zone);
        assert_eq!(
            found.codes(),
            expected.remove(&n).unwrap_or_default(),
            "{} within {}",
            question.wkt,
            question.radius_m
        );
    }
}

/// Who lives near any pipe of these roles, or of any role.
async fn near_network(sql: &mut PgConnection, world: &World, roles: &[&str], radius_m: f64) {
    let expected = sqlx::query_scalar(
        "SELECT code FROM (
            SELECT DISTINCT code FROM pipes JOIN placed ON placed.geom && ST_Expand(pipes.geom, $2 / 80000)
            AND ST_DWithin(metres, CASE WHEN is_east THEN east ELSE west END, $2)
            WHERE cardinality($1::text[]) = 0 OR role = ANY ($1)) near
         ORDER BY code COLLATE \"C\"",
    );
    let expected: Vec<String> = expected.bind(roles).bind(radius_m).fetch_all(sql).await.unwrap();
    let zone = Zone::near_network(world, Utility::Gas, roles, radius_m).unwrap();
    let found = households_within(world, &zone);
    assert_eq!(found.codes(), expected, "{roles:?} within {radius_m}");
    assert_eq!(found.totals().count, expected.len() as u64);
    assert!(!expected.is_empty() && expected.len() < 20_000, "a comparison of nothing, or of all, proves little");
}

fn codes_in(world: &World, zone: &Zone) -> Vec<String> {
    households_within(world, zone).codes().into_iter().map(String::from).collect()
}

#[test]
fn a_household_exactly_at_the_radius_is_in_the_zone_and_one_beyond_is_not() {
    let mut dice = Dice::seeded(3);
    for middle in [TOWN, SEAM, Coord { x: 114.0, y: 34.0 }] {
        for _ in 0..200 {
            let reach_m = dice.between(2.0, 3_000.0);
            let place = dice.near(middle, reach_m);
            let world = world_of(vec![item("households", "H", "POINT(0 0)", "").at(Point::from(place).into())]);
            let (from, to) = (LonLat::new(middle.x, middle.y).unwrap(), LonLat::new(place.x, place.y).unwrap());
            let distance_m = geodesic::distance_m(from, to);
            assert_eq!(codes_in(&world, &Zone::around(from, distance_m).unwrap()), ["H"], "{place:?}");
            assert!(codes_in(&world, &Zone::around(from, distance_m.next_down()).unwrap()).is_empty(), "{place:?}");
        }
    }
}

#[test]
fn a_household_on_a_corner_or_an_edge_of_an_area_is_inside() {
    let corners = [(114.002, 34.003), (114.1, 34.0), (114.15, 34.1), (114.05, 34.0501)];
    let mut items: Vec<Item> = corners
        .iter()
        .zip(["A", "B", "C", "D"])
        .map(|((x, y), code)| item("households", code, &format!("POINT({x} {y})"), ""))
        .collect();
    let ring = corners.map(|(x, y)| Coord { x, y });
    let area = Zone::area(Polygon::new(LineString::new(ring.to_vec()), Vec::new()).into()).unwrap();
    assert_eq!(codes_in(&world_of(items.clone()), &area), ["A", "B", "C", "D"]);

    // The central meridian is a straight line of the grid: its places lie on the edge exactly.
    items =
        vec![item("households", "edge", "POINT(114 34.0501)", ""), item("households", "out", "POINT(114.2 34.05)", "")];
    for side in ["114.1", "113.9"] {
        let square = shape(&format!("POLYGON((114 34, {side} 34, {side} 34.1, 114 34.1, 114 34))"));
        assert_eq!(codes_in(&world_of(items.clone()), &Zone::area(square).unwrap()), ["edge"]);
    }
}

#[test]
fn a_household_on_the_rim_of_a_hole_is_inside_and_one_within_the_hole_is_not() {
    let items = vec![
        item("households", "corner", "POINT(114 34.04)", ""),
        item("households", "hole", "POINT(114.01 34.05)", ""),
        item("households", "rim", "POINT(114 34.05)", ""),
    ];
    let area = "POLYGON((113.9 34, 114.1 34, 114.1 34.1, 113.9 34.1, 113.9 34), (114 34.04, 114.02 34.04, 114.02 34.06, 114 34.06, 114 34.04))";
    assert_eq!(codes_in(&world_of(items), &Zone::area(shape(area)).unwrap()), ["corner", "rim"]);
}

#[test]
fn households_of_both_zones_of_the_grid_are_in_a_zone_on_their_seam() {
    let households = [
        item("households", "east", "POINT(115.501 34)", ""),
        item("households", "seam", "POINT(115.5 34)", ""),
        item("households", "west", "POINT(115.499 34)", ""),
    ];
    let pipe = item("gas_pipes", "G", "LINESTRING(115.4995 34.0005, 115.5005 34.0005)", "");
    let world = world_of([&households[..], &[pipe]].concat());
    let at = LonLat::new(115.5, 34.0).unwrap();
    assert_eq!(codes_in(&world, &Zone::around(at, 100.0).unwrap()), ["east", "seam", "west"]);
    assert_eq!(codes_in(&world, &Zone::around(at, 90.0).unwrap()), ["seam"]);
    let square =
        shape("POLYGON((115.4985 33.999, 115.5015 33.999, 115.5015 34.001, 115.4985 34.001, 115.4985 33.999))");
    assert_eq!(codes_in(&world, &Zone::area(square).unwrap()), ["east", "seam", "west"]);
    assert_eq!(codes_in(&world, &Zone::near_pipe(&world, Utility::Gas, "G", 80.0).unwrap()), ["east", "seam", "west"]);
    assert_eq!(codes_in(&world, &Zone::near_pipe(&world, Utility::Gas, "G", 60.0).unwrap()), ["seam"]);
}

#[test]
fn households_near_a_network_are_measured_from_its_nearest_pipe() {
    let world = world_of(vec![
        item("households", "A", "POINT(114 34)", ""),
        item("households", "B", "POINT(114 34.002)", ""),
        item("gas_pipes", "G1", "LINESTRING(113.99 34.001, 114.01 34.001)", "role=trunk"),
        item("gas_pipes", "G2", "LINESTRING(113.99 34.0022, 114.01 34.0022)", "role=service"),
    ]);
    let nearest = |roles: &[&str], radius_m: f64| -> Vec<(String, f64)> {
        let zone = Zone::near_network(&world, Utility::Gas, roles, radius_m).unwrap();
        let hits = households_within(&world, &zone).nearest_first(&zone);
        hits.iter().map(|hit| (hit.row.code().to_owned(), hit.distance_m.round())).collect()
    };
    // A degree of latitude is 110.9 km here, and the grid is true on the meridian of 114°.
    assert_eq!(nearest(&[], 200.0), [("B".to_owned(), 22.0), ("A".to_owned(), 111.0)]);
    assert_eq!(nearest(&["service"], 200.0), [("B".to_owned(), 22.0)]);
    assert!(nearest(&["distribution"], 200.0).is_empty(), "there is none, and that is an answer");
}

/// Other programs write pipes of several parts, which the tables of a GeoPackage do not refuse.
#[test]
fn a_pipe_of_several_parts_counts_in_the_network_as_it_does_alone() {
    let parts = "MULTILINESTRING((113.99 34.001, 114.01 34.001), (113.99 34.1, 114.01 34.1))";
    let mut pipe = item("gas_pipes", "G1", "LINESTRING(113.99 34.001, 114.01 34.001)", "");
    pipe.record.geometry = Some(shape(parts));
    let world = world_of(vec![
        item("households", "A", "POINT(114 34)", ""),
        item("households", "B", "POINT(114 34.1001)", ""),
        pipe,
    ]);
    let alone = codes_in(&world, &Zone::near_pipe(&world, Utility::Gas, "G1", 200.0).unwrap());
    let together = codes_in(&world, &Zone::near_network(&world, Utility::Gas, &[], 200.0).unwrap());
    assert_eq!(alone, ["A", "B"]);
    assert_eq!(together, alone);
}

#[test]
fn a_zone_far_from_every_household_is_empty() {
    let world = world_of(vec![item("households", "H", "POINT(114 34)", "")]);
    for (lon, lat) in [(-66.0, -34.0), (0.0, 0.0), (114.0, -34.0), (-180.0, 89.9)] {
        let at = LonLat::new(lon, lat).unwrap();
        assert!(codes_in(&world, &Zone::around(at, 50_000.0).unwrap()).is_empty());
    }
}
