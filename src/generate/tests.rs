//! What the invented county promises to those who lean on it.
//!
//! One county is thought out and written down for all tests: that is most of their time.

use super::*;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use geo::Contains;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::MultiPolygon;

use crate::domain::FieldKind;
use crate::domain::Value;
use crate::domain::record::INVENTED;
use crate::generate::draft::date;
use crate::generate::shapes::Place;
use crate::geom::Alignment;
use crate::geom::Anchor;
use crate::geom::Grid;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::geodesic;

static COUNTY: LazyLock<Arc<County>> = LazyLock::new(|| Arc::new(County::new(1, "411024")));
static WRITTEN: LazyLock<Vec<Batch>> = LazyLock::new(|| of_county(Arc::clone(&COUNTY)).collect());

/// All versions of a collection in the order in which they are given.
fn all(name: &str) -> impl Iterator<Item = &'static Record> {
    WRITTEN.iter().filter(move |batch| batch.collection.name == name).flat_map(|batch| &batch.records)
}

/// The versions in force on a day, by code.
fn as_of(name: &str, day: NaiveDate) -> BTreeMap<&'static str, &'static Record> {
    all(name).filter(|record| record.valid_from <= Some(day)).map(|record| (&*record.code, record)).collect()
}

fn text<'a>(name: &str, record: &'a Record, field: &str) -> &'a str {
    record.value(collection(name), field).as_text().unwrap_or_default()
}

fn line(record: &Record) -> &LineString<f64> {
    match &record.geometry {
        Some(Geometry::LineString(line)) => line,
        other => panic!("{} is not a line: {other:?}", record.code),
    }
}

fn point(record: &Record) -> Coord<f64> {
    match &record.geometry {
        Some(Geometry::Point(point)) => point.0,
        other => panic!("{} is not a point: {other:?}", record.code),
    }
}

/// To the bit: places that should be one are.
fn key(at: Coord<f64>) -> (u64, u64) {
    (at.x.to_bits(), at.y.to_bits())
}

fn ends(line: &LineString<f64>) -> [Coord<f64>; 2] {
    [line.0[0], line.0[line.0.len() - 1]]
}

#[test]
fn every_record_is_sound_and_refers_only_to_what_was_given_before() {
    let mut given: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for batch in WRITTEN.iter() {
        assert!(!batch.records.is_empty() && batch.records.len() <= BATCH);
        let mut in_batch = BTreeSet::new();
        for record in &batch.records {
            let name = batch.collection.name;
            assert_eq!(batch.collection.faults(record), [], "{name}");
            assert_eq!(&*record.provenance, INVENTED);
            assert!(record.valid_from.is_some());
            assert!(in_batch.insert(&*record.code), "{name} {} is twice in a batch", record.code);
            given.entry(name).or_default().insert(&record.code);
            for (at, to) in batch.collection.references() {
                let codes: Vec<&str> = match &record.values[at] {
                    Value::Text(code) => vec![code],
                    Value::List(codes) => codes.iter().map(AsRef::as_ref).collect(),
                    _ => Vec::new(),
                };
                for code in codes {
                    assert!(
                        given.get(to).is_some_and(|known| known.contains(code)),
                        "{name} {} names {code}",
                        record.code
                    );
                }
            }
            for (value, field) in record.values.iter().zip(batch.collection.fields) {
                if let (FieldKind::Code(list), Value::Text(code)) = (field.kind, value) {
                    assert!(list.codes.iter().any(|known| known.0 == &**code), "{name}.{} {code}", field.name);
                }
                assert_eq!(Value::read(field.kind, &value.written()).as_ref(), Ok(value), "{name}.{}", field.name);
            }
        }
    }
}

#[test]
fn versions_of_a_record_come_oldest_first() {
    let mut last: BTreeMap<(&str, &str), NaiveDate> = BTreeMap::new();
    for batch in WRITTEN.iter() {
        for record in &batch.records {
            let from = record.valid_from.unwrap();
            let before = last.insert((batch.collection.name, &record.code), from);
            assert!(before.is_none_or(|before| before < from), "{} {}", batch.collection.name, record.code);
        }
    }
}

#[test]
fn there_is_as_much_of_everything_as_was_promised() {
    let day = date(2025, 12, 31);
    let check = |name: &str, low: usize, high: usize| {
        let count = as_of(name, day).len();
        assert!((low..=high).contains(&count), "{count} {name}");
    };
    assert_eq!(as_of("jurisdictions", day).len(), 1 + 1 + 12 + 396);
    check("households", 145_000, 160_000);
    check("hamlets", 1_000, 1_300);
    check("bridges", 400, 450);
    check("gas_pipes", 2_100, 2_400);
    check("heat_pipes", 300, 360);
    check("bus_stops", 370, 410);
    check("conduits", 300, 600);
    let segments = as_of("road_segments", day);
    let of_class =
        |letter: &str| segments.values().filter(|record| record.code.starts_with(letter)).collect::<Vec<_>>();
    let km = |records: &[&&Record]| -> f64 {
        let lengths = records.iter().map(|record| record.value(collection("road_segments"), "official_length_km"));
        lengths.map(|length| if let Value::Real(km) = length { *km } else { 0.0 }).sum()
    };
    let (x, y, c) = (of_class("X"), of_class("Y"), of_class("C"));
    assert!((6_200..=6_900).contains(&(x.len() + y.len() + c.len())), "{}", x.len() + y.len() + c.len());
    assert!((1_650.0..=1_750.0).contains(&(km(&x) + km(&y) + km(&c))), "{} {} {}", km(&x), km(&y), km(&c));
    let long = COUNTY.routes.iter().find(|route| route.code == "X003411024").unwrap();
    assert!(long.length_m() >= 20_000.0, "{}", long.length_m());
    for collection in
        ["places", "facilities", "hazards", "violations", "works", "bus_routes", "chief_posts", "assignments"]
    {
        check(collection, 200, 1_600);
    }
}

#[test]
fn villages_tile_townships_and_townships_the_county() {
    let rings: BTreeMap<&str, &MultiPolygon<f64>> = all("jurisdictions")
        .filter_map(|record| match &record.geometry {
            Some(Geometry::MultiPolygon(parts)) => Some((&*record.code, parts)),
            _ => None,
        })
        .collect();
    // Edges against the clock; those that two members share cancel out, and the outline is left.
    let outline = |members: &dyn Fn(&str) -> bool| {
        let mut left = BTreeSet::new();
        for (_, parts) in rings.iter().filter(|(code, _)| members(code)) {
            assert!(parts.0.len() == 1 && parts.0[0].interiors().is_empty());
            for edge in parts.0[0].exterior().lines() {
                if !left.remove(&(key(edge.end), key(edge.start))) {
                    assert!(left.insert((key(edge.start), key(edge.end))));
                }
            }
        }
        left
    };
    for township in rings.keys().filter(|code| code.len() == 9) {
        assert_eq!(outline(&|code| code.len() == 12 && code.starts_with(township)), outline(&|code| code == *township));
    }
    assert_eq!(outline(&|code| code.len() == 12), outline(&|code| code == "411024"));
    let area = |length: usize| {
        rings.iter().filter(|(code, _)| code.len() == length).map(|(_, parts)| shoelace(parts)).sum::<f64>()
    };
    for length in [9, 12] {
        assert!((area(length) / area(6) - 1.0).abs() < 1e-9, "{} {}", area(length), area(6));
    }
}

fn shoelace(parts: &MultiPolygon<f64>) -> f64 {
    // Relative to a corner near by, so that no digits are lost.
    let cross = |edge: geo_types::Line<f64>| {
        (edge.start.x - 114.0) * (edge.end.y - 34.0) - (edge.end.x - 114.0) * (edge.start.y - 34.0)
    };
    parts.0[0].exterior().lines().map(cross).sum::<f64>() / 2.0
}

#[test]
fn every_household_is_inside_its_village() {
    let villages: BTreeMap<&str, &Shape> =
        all("jurisdictions").filter_map(|record| Some((&*record.code, record.geometry.as_ref()?))).collect();
    let mut last: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for record in all("households") {
        let village = text("households", record, "village_code");
        let at = point(record);
        // Those of one door are at one place.
        if last.insert(village, key(at)) != Some(key(at)) {
            assert!(villages[village].contains(&at), "{}", record.code);
        }
    }
}

/// Roads by code with the kilometre stones that their segments are, as any reader would set them.
fn alignments() -> BTreeMap<&'static str, Alignment> {
    let grid = Grid::on_meridian(114);
    let mut roads: BTreeMap<&str, Alignment> =
        all("roads").map(|road| (&*road.code, Alignment::new(line(road), &grid).unwrap())).collect();
    let mut stones: BTreeMap<&str, Vec<Anchor>> = BTreeMap::new();
    let segments = as_of("road_segments", date(2025, 12, 31));
    for segment in segments.values() {
        let road = text("road_segments", segment, "road_code");
        let [from, to] = ["from_chainage", "to_chainage"]
            .map(|field| segment.value(collection("road_segments"), field).as_chainage().unwrap());
        let stones = stones.entry(road).or_default();
        let position_m = stones.last().map_or(0.0, |stone| stone.position_m);
        if stones.is_empty() {
            stones.push(Anchor { position_m, chainage: from });
        }
        stones.push(Anchor { position_m: position_m + geodesic::length_m(line(segment)), chainage: to });
    }
    for (road, stones) in stones {
        roads.get_mut(road).unwrap().calibrate(stones);
    }
    roads
}

#[test]
fn segments_follow_each_other_along_their_road_and_their_mileage_is_the_chainage() {
    let segments = as_of("road_segments", date(2025, 12, 31));
    let fields = collection("road_segments");
    let mut before: Option<(&str, crate::geom::Chainage, Coord<f64>)> = None;
    for segment in segments.values() {
        let road = text("road_segments", segment, "road_code");
        let [from, to] =
            ["from_chainage", "to_chainage"].map(|field| segment.value(fields, field).as_chainage().unwrap());
        let [start, end] = ends(line(segment));
        if let Some((_, reached, at)) = before.filter(|before| before.0 == road) {
            assert_eq!((reached, key(at)), (from, key(start)), "{}", segment.code);
        } else {
            assert_eq!(from.mm(), 0);
        }
        let Value::Real(km) = segment.value(fields, "official_length_km") else { panic!("no length") };
        assert_eq!(format!("{km:.3}"), format!("{:.3}", f64::from(to.mm() - from.mm()) / 1e6));
        let geodesic = geodesic::length_m(line(segment));
        assert!((km * 1000.0 - geodesic).abs() < 1.0 + geodesic * 0.002, "{} {km} {geodesic}", segment.code);
        before = Some((road, to, end));
    }
}

#[test]
fn every_bridge_is_on_its_road_at_its_chainage() {
    let (grid, roads) = (Grid::on_meridian(114), alignments());
    for bridge in all("bridges") {
        let road = &roads[text("bridges", bridge, "road_code")];
        let at = point(bridge);
        let at = grid.project(LonLat::new(at.x, at.y).unwrap());
        let chainage = bridge.value(collection("bridges"), "chainage").as_chainage().unwrap();
        let seen = road.nearest(at);
        assert!(seen.offset_m.abs() < 0.001, "{} {}", bridge.code, seen.offset_m);
        let off = (road.chainage_at(seen.position_m).metres() - chainage.metres()).abs();
        assert!(off < 0.005, "{} {off}", bridge.code);
    }
}

#[test]
fn the_road_network_is_connected_and_lines_cross_only_at_nodes() {
    let mut groups = paths::Groups::new(COUNTY.net.nodes.len());
    for edge in &COUNTY.net.edges {
        groups.join(edge.nodes[0], edge.nodes[1]);
    }
    assert!((0..COUNTY.net.nodes.len()).all(|node| groups.of(node) == 0));
    for (nth, edge) in COUNTY.net.edges.iter().enumerate() {
        for piece in edge.line.windows(2) {
            let piece: [Place; 2] = [piece[0], piece[1]];
            for (other, at) in COUNTY.net.pieces.near_piece(piece, 0.0) {
                let theirs = &COUNTY.net.edges[other];
                let their_piece = [theirs.line[at], theirs.line[at + 1]];
                let meet = piece.iter().any(|end| their_piece.iter().any(|other| key_of(*other) == key_of(*end)));
                assert!(other == nth || meet || shapes::crossing(piece, their_piece).is_none(), "{nth} {other}");
            }
        }
    }
    // And so for those who see the records alone: roads meet at identical corners.
    let mut corners: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    let roads: Vec<&Record> = all("roads").collect();
    let mut groups = paths::Groups::new(roads.len());
    for (nth, road) in roads.iter().enumerate() {
        for corner in &line(road).0 {
            groups.join(*corners.entry(key(*corner)).or_insert(nth), nth);
        }
    }
    assert!((0..roads.len()).all(|road| groups.of(road) == 0));
}

fn key_of(at: Place) -> (u64, u64) {
    (at[0].to_bits(), at[1].to_bits())
}

/// What can be reached from nodes of a kind over pipes that pass, without closed valves.
fn reached(nodes: &str, pipes: &str, from: &str, passes: impl Fn(&Record) -> bool) -> BTreeSet<&'static str> {
    let places: BTreeMap<&str, &Record> = all(nodes).map(|node| (&*node.code, node)).collect();
    let mut around: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for pipe in all(pipes) {
        let [a, b] = ["from_node", "to_node"].map(|field| pipe.value(collection(pipes), field).as_text().unwrap());
        let [start, end] = ends(line(pipe));
        assert_eq!([key(start), key(end)], [a, b].map(|node| key(point(places[node]))), "{}", pipe.code);
        if passes(pipe) {
            around.entry(a).or_default().push(b);
            around.entry(b).or_default().push(a);
        }
    }
    let is_closed = |node: &str| *places[node].value(collection(nodes), "open") == Value::Boolean(false);
    let mut seen: BTreeSet<&str> =
        all(nodes).filter(|node| text(nodes, node, "kind") == from).map(|node| &*node.code).collect();
    let mut waiting: Vec<&str> = seen.iter().copied().collect();
    while let Some(node) = waiting.pop() {
        for next in around.get(node).into_iter().flatten() {
            if !is_closed(next) && seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen
}

#[test]
fn gas_reaches_every_service_and_every_household_with_gas_has_one() {
    let reached = reached("gas_nodes", "gas_pipes", "source", |_| true);
    let services: BTreeSet<&str> =
        all("gas_nodes").filter(|node| text("gas_nodes", node, "kind") == "service").map(|node| &*node.code).collect();
    assert!(services.len() > 800 && services.is_subset(&reached));
    let used: BTreeSet<&str> =
        all("households").map(|home| text("households", home, "gas_node")).filter(|node| !node.is_empty()).collect();
    assert_eq!(used, services);
    let closed =
        all("gas_nodes").filter(|node| *node.value(collection("gas_nodes"), "normally_open") == Value::Boolean(false));
    assert_eq!(closed.count(), 1);
}

#[test]
fn heat_reaches_every_service_and_comes_back() {
    let services: BTreeSet<&str> = all("heat_nodes")
        .filter(|node| text("heat_nodes", node, "kind") == "service")
        .map(|node| &*node.code)
        .collect();
    assert!(services.len() > 40);
    for circuit in ["supply", "return"] {
        let reached =
            reached("heat_nodes", "heat_pipes", "plant", |pipe| text("heat_pipes", pipe, "circuit") == circuit);
        assert!(services.is_subset(&reached), "{circuit}");
    }
}

#[test]
fn the_past_differs_from_the_present() {
    let days = [date(2020, 12, 31), date(2022, 12, 31), date(2025, 12, 31)];
    for name in ["road_segments", "bridges"] {
        let states = days.map(|day| as_of(name, day));
        for pair in states.windows(2) {
            let changed =
                pair[1].iter().filter(|(code, now)| pair[0].get(*code).is_none_or(|then| !now.same_facts(then)));
            assert!(changed.count() * 10 > pair[1].len(), "{name}: a tenth of them should have changed");
        }
    }
    let bad = |day| {
        as_of("bridges", day)
            .values()
            .filter(|bridge| bridge.value(collection("bridges"), "rating").as_integer() >= Some(4))
            .count()
    };
    assert!(bad(days[0]) > 20 && bad(days[2]) > 5 && bad(days[2]) < bad(days[0]), "{} {}", bad(days[0]), bad(days[2]));
}

#[test]
fn most_villages_are_two_legs_from_the_seat_and_some_are_not() {
    let stops = collection("bus_stops");
    let seat: BTreeSet<&str> = all("bus_stops")
        .filter(|stop| *stop.value(stops, "county_seat") == Value::Boolean(true))
        .map(|stop| &*stop.code)
        .collect();
    let mut near = seat;
    for _ in 0..2 {
        let routes = all("bus_routes").filter_map(|route| match route.value(collection("bus_routes"), "stop_codes") {
            Value::List(stops) => Some(stops),
            _ => None,
        });
        let boarded: Vec<&str> = routes
            .filter(|stops| stops.iter().any(|stop| near.contains(&**stop)))
            .flatten()
            .map(AsRef::as_ref)
            .collect();
        near.extend(boarded);
    }
    let served: BTreeSet<&str> = all("bus_stops")
        .filter(|stop| near.contains(&*stop.code))
        .map(|stop| text("bus_stops", stop, "village_code"))
        .collect();
    assert!((365..396).contains(&served.len()), "{}", served.len());
}

#[test]
fn seed_one_is_the_same_on_every_machine_and_seed_two_is_another() {
    assert_eq!(format!("{:016x}", digest(&WRITTEN)), "c52a030936457078");
    let other = territory::Territory::new(2, "411024");
    assert_ne!(other.villages[0].ring.len(), 0);
    assert_ne!(other.ring, COUNTY.territory.ring);
    assert_eq!(territory::Territory::new(1, "411024").ring, COUNTY.territory.ring);
}

/// FNV-1a over everything that is written, places to a billionth of a degree.
fn digest(batches: &[Batch]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for batch in batches {
        add(batch.collection.name);
        for record in &batch.records {
            add(&record.code);
            add(&record.valid_from.unwrap().to_string());
            for corner in record.geometry.iter().flat_map(geo::CoordsIter::coords_iter) {
                add(&format!("{:.9} {:.9}", corner.x, corner.y));
            }
            for value in &record.values {
                add(&value.written());
            }
        }
    }
    hash
}
