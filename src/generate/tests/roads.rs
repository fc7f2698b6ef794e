//! Roads, segments, bridges, their history and their chiefs.

use super::*;

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
fn gaps_overlaps_and_vacancies_are_left_in_as_declared() {
    let day = date(2025, 12, 31);
    let fields = collection("assignments");
    let mut by_road: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for assignment in all("assignments").filter(|record| record.value(fields, "to_on").is_null()) {
        by_road.entry(text("assignments", assignment, "road_code")).or_default().push(assignment);
    }
    assert_eq!(by_road.values().filter(|given| given.len() > 1).count(), chiefs::OVERLAPS);
    let ends: BTreeMap<&str, u32> =
        COUNTY.routes.iter().map(|route| (route.code.as_str(), *route.chainages.last().unwrap())).collect();
    let to = |record: &Record| record.value(fields, "to_chainage").as_chainage().unwrap().mm();
    let is_short = |(road, given): &(&&str, &Vec<&Record>)| given.iter().all(|record| to(record) < ends[*road]);
    assert_eq!(by_road.iter().filter(is_short).count(), chiefs::GAPS);
    let rural = COUNTY.routes.iter().filter(|route| route.class.is_rural()).count();
    assert!((10..60).contains(&(rural - by_road.len())), "{}", rural - by_road.len());
    let posts = collection("appointments");
    let filled: BTreeSet<&str> = all("appointments")
        .filter(|record| record.value(posts, "to_on").is_null() && record.valid_from <= Some(day))
        .map(|record| text("appointments", record, "post_code"))
        .collect();
    let vacant = all("chief_posts").filter(|post| !filled.contains(&*post.code)).count();
    assert!((5..30).contains(&vacant), "{vacant}");
}
