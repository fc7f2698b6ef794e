//! What a zone cuts and what the map knows around a leak: roads, conduits, facilities.

use geo_types::Coord;
use geo_types::LineString;
use geo_types::Point;
use geo_types::Polygon;
use luzhang::emergency::surroundings::facilities_near;
use luzhang::emergency::surroundings::road_above;
use luzhang::emergency::zones::conduits_near;
use luzhang::geom::LonLat;
use luzhang::geom::Shape;
use luzhang::geom::geodesic;
use luzhang::policy::ZoneParameters;
use luzhang::queries::RoadCut;
use luzhang::queries::Zone;
use luzhang::queries::roads_cut;
use luzhang::world::World;

use crate::support::Dice;
use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::moved;
use crate::support::small_county;
use crate::support::star;
use crate::support::world_of;

/// On the central meridian, where the grid is true.
fn heart() -> LonLat {
    LonLat::new(114.0, 34.02).unwrap()
}

/// A place so many metres from [`heart`].
fn away(east_m: f64, north_m: f64) -> Coord<f64> {
    let east = geodesic::destination(heart(), 90.0, east_m).unwrap();
    geodesic::destination(east, 0.0, north_m).unwrap().coord()
}

fn line(places: &[(f64, f64)]) -> Shape {
    places.iter().map(|(east, north)| away(*east, *north)).collect::<LineString>().into()
}

fn point(east_m: f64, north_m: f64) -> Shape {
    Point::from(away(east_m, north_m)).into()
}

fn here(collection: &str, code: &str, facts: &str, shape: Shape) -> Item {
    let wkt = if matches!(shape, Shape::Point(_)) { "POINT(0 0)" } else { "LINESTRING(0 0, 1 1)" };
    let wkt = if matches!(shape, Shape::Polygon(_)) { "POLYGON((0 0, 1 0, 1 1, 0 0))" } else { wkt };
    item(collection, code, wkt, facts).at(shape)
}

fn told(cuts: &[RoadCut]) -> Vec<(String, String, Vec<String>, Vec<String>)> {
    let text = |cut: &RoadCut| {
        let stretch = cut.stretch.map_or("?".to_owned(), |stretch| format!("{} {}", stretch.from(), stretch.to()));
        let bridges = cut.bridges.iter().map(|bridge| bridge.code().to_owned()).collect();
        let chiefs = cut.chiefs.iter().map(|post| post.code.to_string()).collect();
        (cut.code().to_owned(), stretch, bridges, chiefs)
    };
    cuts.iter().map(text).collect()
}

#[test]
fn a_road_is_cut_at_the_boundary_of_a_zone_with_its_bridges_and_chiefs() {
    let world = world_of(small_county());
    // YS1 is 3,694.8 m of K0 to K4, YS2 as long and K4 to K8: a metre of ground is 1.0826 m of chainage.
    let cuts = roads_cut(&world, &Zone::around(heart(), 300.0).unwrap(), day("2026-06-15"));
    let [cut] = &cuts[..] else { panic!("{cuts:?}") };
    let stretch = cut.stretch.unwrap();
    assert!((stretch.from().metres() - (4000.0 - 300.0 * 1.0826)).abs() <= 1.0, "{stretch:?}");
    assert!((stretch.to().metres() - (4000.0 + 300.0 * 1.0826)).abs() <= 1.0, "{stretch:?}");
    assert_eq!((cut.road, &cut.segments[..]), (Some("Y001411024"), &["YS1", "YS2"][..]));
    // 300 m of geodesic length, and as much of 4.1 km official over 3,694.8 m.
    assert!((cut.length_m - (300.0 + 300.0 * 4100.0 / 3694.8)).abs() < 0.5, "{}", cut.length_m);
    // PR to K5+000, the general post of the west; PR2 begins at K4+500.
    assert_eq!(told(&cuts)[0].3, ["PR", "PT"]);

    let bridge = Zone::around(LonLat::new(113.98, 34.02).unwrap(), 50.0).unwrap();
    assert_eq!(told(&roads_cut(&world, &bridge, day("2026-06-15")))[0].2, ["B1"]);
    // B2 names no road, and lies on it.
    let bridge = Zone::around(LonLat::new(114.03, 34.02).unwrap(), 50.0).unwrap();
    let cuts = told(&roads_cut(&world, &bridge, day("2026-06-15")));
    assert_eq!((&cuts[0].2, &cuts[0].3), (&vec!["B2".to_owned()], &vec!["PR2".to_owned()]));

    let all = roads_cut(&world, &Zone::around(heart(), 9_000.0).unwrap(), day("2026-06-15"));
    assert_eq!(told(&all)[0].1, "K0+000 K8+000", "no further than the road goes");
    assert!(
        roads_cut(&world, &Zone::around(LonLat::new(114.0, 34.08).unwrap(), 300.0).unwrap(), day("2026-06-15"))
            .is_empty()
    );
}

#[test]
fn streets_without_a_road_are_named_by_their_segments_and_unknown_chainage_stays_unknown() {
    let world = world_of(vec![
        here("road_segments", "S1", "", line(&[(-50.0, 10.0), (50.0, 10.0)])),
        here("road_segments", "S2", "road_code=X001411024", line(&[(-50.0, 0.0), (50.0, 0.0)])),
        here("road_segments", "S3", "", line(&[(0.0, 30.0), (0.0, 90.0)])),
        here("roads", "X001411024", "class=county", line(&[(-50.0, 0.0), (50.0, 0.0)])),
        item("chief_posts", "R1", "", "level=county; kind=route"),
        item("assignments", "A1", "", "post_code=R1; road_code=X001411024; from_chainage=K0+000; to_chainage=K1+000"),
    ]);
    let cuts = roads_cut(&world, &Zone::around(heart(), 30.0).unwrap(), day("2026-06-15"));
    let found = told(&cuts);
    // S3 only touches the zone.
    assert_eq!(found.iter().map(|cut| (&*cut.0, &*cut.1)).collect::<Vec<_>>(), [("S1", "?"), ("X001411024", "?")]);
    assert_eq!(found[1].3, ["R1"], "one of the posts of the road answers for it");
    assert!((cuts[1].length_m - 60.0).abs() < 0.01 && (cuts[0].length_m - 2.0 * 800.0_f64.sqrt()).abs() < 0.01);
}

/// What lies in a zone is found beside the zone asked at every metre.
#[test]
fn the_length_that_is_cut_is_what_lies_inside_metre_by_metre() {
    let mut dice = Dice::seeded(7);
    let mut lines = Vec::new();
    for _ in 0..10 {
        let mut at = dice.near(heart().coord(), 500.0);
        let mut corners = vec![at];
        for _ in 0..4 {
            at = dice.near(at, 200.0);
            corners.push(at);
        }
        lines.push(LineString::new(corners));
    }
    let segments = lines
        .iter()
        .enumerate()
        .map(|(nth, line)| here("road_segments", &format!("S{nth:02}"), "", line.clone().into()));
    let world = world_of(segments.collect());
    for _ in 0..6 {
        let at = dice.near(heart().coord(), 300.0);
        let centre = LonLat::new(at.x, at.y).unwrap();
        let area = Polygon::new(star(&mut dice, at, 60.0, 300.0), Vec::new());
        let parts = vec![
            Zone::around(centre, 120.0).unwrap(),
            Zone::sector(centre, 400.0, dice.between(0.0, 360.0), 30.0).unwrap(),
            Zone::NearLine { line: lines[0].clone().into(), radius_m: 20.0 },
            Zone::area(area.into()).unwrap(),
        ];
        for zone in parts.iter().cloned().chain([Zone::Any(parts.clone())]) {
            let cuts = roads_cut(&world, &zone, day("2026-06-15"));
            for (nth, line) in lines.iter().enumerate() {
                let code = format!("S{nth:02}");
                let cut_m: f64 = cuts.iter().filter(|cut| cut.code() == code).map(|cut| cut.length_m).sum();
                let asked_m = metres_inside(&zone, line);
                assert!((cut_m - asked_m).abs() < 4.0, "{zone:?} {code}: {cut_m} {asked_m}");
            }
        }
    }
}

/// Whether the middle of each metre of a line is a household of the zone.
fn metres_inside(zone: &Zone, line: &LineString) -> f64 {
    let mut homes = Vec::new();
    for piece in line.lines() {
        let ends = [piece.start, piece.end].map(|at| LonLat::new(at.x, at.y).unwrap());
        let (length_m, azimuth_deg) = geodesic::distance_and_azimuth(ends[0], ends[1]);
        let mut at_m = 0.5;
        while at_m < length_m {
            let at = geodesic::destination(ends[0], azimuth_deg, at_m).unwrap().coord();
            homes.push(here("households", &format!("H{}", homes.len()), "", Point::from(at).into()));
            at_m += 1.0;
        }
    }
    f64::from(u32::try_from(luzhang::queries::households_within(&world_of(homes), zone).codes().len()).unwrap())
}

fn words(world: &World, east_m: f64, north_m: f64) -> Option<&'static str> {
    let at = away(east_m, north_m);
    let found = road_above(world, ZoneParameters::embedded(), LonLat::new(at.x, at.y).unwrap());
    found.map(|road| road.word)
}

#[test]
fn the_road_above_is_one_within_half_its_width_and_a_metre() {
    let street = |code: &str, facts: &str, shape: Shape| here("roads", code, facts, shape);
    let segment = |code: &str, facts: &str, shape: Shape| here("road_segments", code, facts, shape);
    let world = world_of(vec![
        street("T", "class=urban; urban_class=trunk", line(&[(-200.0, 0.0), (200.0, 0.0)])),
        segment("T1", "road_code=T; pavement_width_m=20; roadbed_width_m=30", line(&[(-200.0, 0.0), (200.0, 0.0)])),
        street("B", "class=urban; urban_class=branch", line(&[(0.0, -200.0), (0.0, 200.0)])),
        segment("B1", "road_code=B", line(&[(0.0, -200.0), (0.0, 200.0)])),
        street("U", "class=urban", line(&[(100.0, 50.0), (100.0, 200.0)])),
        segment("U1", "road_code=U; pavement_width_m=6", line(&[(100.0, 50.0), (100.0, 200.0)])),
        street("X001411024", "class=county", line(&[(-100.0, 50.0), (-100.0, 200.0)])),
        segment("X1", "road_code=X001411024; pavement_width_m=6", line(&[(-100.0, 50.0), (-100.0, 200.0)])),
        segment("N1", "pavement_width_m=6", line(&[(-150.0, 50.0), (-150.0, 200.0)])),
    ]);
    assert_eq!(words(&world, 150.0, 15.9), Some("trunk"));
    assert_eq!(words(&world, 150.0, 16.1), Some("none"));
    // 7 m where no width is recorded.
    assert_eq!(words(&world, 4.4, 100.0), Some("residential"));
    assert_eq!(words(&world, 4.6, 100.0), Some("none"));
    assert_eq!(words(&world, 0.0, 10.0), Some("trunk"), "at a crossroads the weightiest");
    assert_eq!(words(&world, -100.0, 100.0), Some("secondary"));
    assert_eq!(words(&world, 100.0, 100.0), None, "which class a city street has is not known");
    assert_eq!(words(&world, -150.0, 100.0), None, "a segment of no road has no class");
    assert_eq!(words(&world_of(Vec::new()), 0.0, 0.0), None, "without roads on the map nobody knows");
}

#[test]
fn conduits_are_followed_for_fifty_metres_each_way_and_on_where_they_are_joined() {
    let world = world_of(vec![
        here("conduits", "C1", "kind=sewer", line(&[(-300.0, 4.0), (20.0, 4.0)])),
        here("conduits", "C2", "kind=storm", line(&[(20.2, 4.0), (20.2, 300.0)])),
        here("conduits", "C3", "kind=power", line(&[(-300.0, 5.5), (300.0, 5.5)])),
        here("conduits", "C4", "", line(&[(-30.0, -4.99), (0.0, -4.99), (300.0, -4.99)])),
        here("conduits", "C5", "", line(&[(-290.0, 4.0), (-290.0, 50.0)])),
    ]);
    let found = conduits_near(&world, ZoneParameters::embedded(), heart());
    let length_m = |line: &LineString| geodesic::length_m(line);
    let told: Vec<(&str, Option<&str>, f64, f64)> = found
        .iter()
        .map(|part| (&*part.code, part.kind.as_deref(), part.distance_m.round(), length_m(&part.line).round()))
        .collect();
    // 50 m to the west and 20 to the end, where 30 are left; C3 is farther than 5 m.
    assert_eq!(told, [("C1", Some("sewer"), 4.0, 70.0), ("C4", None, 5.0, 80.0), ("C2", Some("storm"), 21.0, 30.0)]);
    assert!(conduits_near(&world_of(Vec::new()), ZoneParameters::embedded(), heart()).is_empty());
}

#[test]
fn a_ring_of_conduits_is_walked_once() {
    let world = world_of(vec![
        here("conduits", "C1", "", line(&[(-10.0, 0.0), (10.0, 0.0)])),
        here("conduits", "C2", "", line(&[(10.0, 0.0), (10.0, 20.0), (-10.0, 20.0), (-10.0, 0.0)])),
    ]);
    let found = conduits_near(&world, ZoneParameters::embedded(), heart());
    let lengths: Vec<f64> = found.iter().map(|part| geodesic::length_m(&part.line).round()).collect();
    assert_eq!(lengths, [20.0, 60.0], "forty metres from either end of C2 are all of it");
}

#[test]
fn facilities_are_those_within_their_reach_each_once_and_the_nearest_first() {
    let square = |east_m: f64, north_m: f64| -> Shape {
        let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(e, n)| away(east_m + e, north_m + n));
        Polygon::new(corners.to_vec().into(), Vec::new()).into()
    };
    let world = world_of(vec![
        here("gas_nodes", "N1", "kind=gate_station", point(99.0, 0.0)),
        here("gas_nodes", "N2", "kind=filling_station", point(-101.0, 0.0)),
        here("gas_nodes", "N3", "kind=district_regulator", point(29.0, 0.0)),
        here("gas_nodes", "N4", "kind=district_regulator", point(0.0, 20.0)),
        here("gas_nodes", "N5", "kind=box_regulator", point(0.0, 11.0)),
        here("gas_nodes", "N6", "kind=valve", point(0.0, 1.0)),
        here("conduits", "C1", "kind=power", line(&[(-50.0, 3.0), (50.0, 3.0)])),
        here("places", "P1", "kind=underground_space; large=true", square(15.0, -5.0)),
        here("places", "P2", "kind=parking_garage; large=false", square(-8.0, -5.0)),
        here("places", "P3", "kind=school", square(-8.0, -5.0)),
        here("households", "H1", "building_kind=high_rise; building_code=T7", point(0.0, 12.0)),
        here("households", "H2", "building_kind=high_rise", point(0.0, 14.0)),
        here("households", "H3", "building_kind=detached", point(0.0, 2.0)),
        here("households", "H4", "building_kind=multi_storey", point(0.0, 16.0)),
        here(
            "gas_pipes",
            "G1",
            "role=trunk; pressure_class=medium_a; position=buried",
            line(&[(-9.0, 0.0), (9.0, 0.0)]),
        ),
        here("gas_pipes", "G2", "role=trunk; pressure_class=low; position=overhead", line(&[(-9.0, 0.0), (9.0, 0.0)])),
        here("gas_pipes", "G3", "role=service", line(&[(-9.0, 0.0), (9.0, 0.0)])),
    ]);
    let near = |pipe: &str| -> Vec<(&'static str, Option<String>)> {
        let pipe = world.named("gas_pipes").find(pipe);
        let found = facilities_near(&world, ZoneParameters::embedded(), heart(), pipe);
        found.into_iter().map(|facility| (facility.word, facility.code)).collect()
    };
    let code = |code: &str| Some(code.to_owned());
    let around = [
        ("trench", code("C1")),
        ("high_rise", code("T7")),
        ("public_underground_space", code("P1")),
        ("district_regulator", code("N4")),
        ("gate_station", code("N1")),
    ];
    assert_eq!(near("G1"), [&[("buried_main", code("G1")), ("trunk_main", code("G1"))][..], &around].concat());
    assert_eq!(near("G2"), [&[("overhead_line", code("G2"))][..], &around].concat());
    assert_eq!(near("G3"), around);
    assert_eq!(near("none"), around);
}

#[test]
fn a_place_of_which_nothing_says_that_it_is_small_may_be_large() {
    let garage = |facts: &str| {
        let at = Point::from(moved(heart().coord(), 5.0, 0.0)).into();
        let world = world_of(vec![here("places", "P", &format!("kind=parking_garage{facts}"), at)]);
        facilities_near(&world, ZoneParameters::embedded(), heart(), None).len()
    };
    assert_eq!([garage(""), garage("; large=true"), garage("; large=false")], [1, 1, 0]);
}
