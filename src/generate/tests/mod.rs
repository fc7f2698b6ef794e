//! What the invented county promises to those who lean on it.
//!
//! One county is thought out and written down for all tests: that is most of their time.

mod city;
mod networks;
mod roads;

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

static COUNTY: LazyLock<Arc<County>> = LazyLock::new(|| Arc::new(Plan::of_county(1).county(0)));
/// Everything that is given of the county; other rooms test on it too.
pub(crate) static WRITTEN: LazyLock<Vec<Batch>> = LazyLock::new(|| of_county(Arc::clone(&COUNTY)).collect());

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
    assert_sound(&WRITTEN, &[]);
}

/// With jurisdictions that were given before these batches.
#[track_caller]
fn assert_sound<'a>(written: &'a [Batch], jurisdictions: &[&'a str]) {
    let mut given: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    given.entry("jurisdictions").or_default().extend(jurisdictions);
    for batch in written {
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

#[test]
fn every_hamlet_has_houses() {
    let households: Vec<i32> =
        all("hamlets").filter_map(|record| record.value(collection("hamlets"), "households").as_integer()).collect();
    let few = households.iter().filter(|count| **count < 15).count();
    assert!(few * 50 < households.len(), "{few} are smaller than they should be");
    assert!(households.iter().all(|count| (1..=300).contains(count)), "{households:?}");
}

#[test]
fn seed_one_is_the_same_on_every_machine_and_seed_two_is_another() {
    assert_eq!(format!("{:016x}", digest(&WRITTEN)), "887351b6e66910df");
    let ring = |seed| Plan::of_county(seed).territories().next().unwrap().ring.clone();
    assert_ne!(ring(2), COUNTY.territory.ring);
    assert_eq!(ring(1), COUNTY.territory.ring);
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
