//! Correct files are left alone; shifted and swapped ones are found out.

use std::collections::HashMap;
use std::sync::LazyLock;

use geo::MapCoords;
use geo_types::Point;
use proptest::prelude::*;

use super::*;
use crate::domain::Value;
use crate::domain::collections;
use crate::generate::tests::WRITTEN;
use crate::geom::gcj02::gcj02_to_bd09;
use crate::geom::gcj02::to_gcj02;
use crate::world::World;
use crate::world::WorldBuilder;

/// The invented county: its jurisdictions, and some of the records of what lies in them.
struct County {
    world: World,
    records: HashMap<&'static str, Vec<&'static Record>>,
}

static COUNTY: LazyLock<County> = LazyLock::new(|| {
    let mut builder = WorldBuilder::default();
    let mut records: HashMap<&'static str, Vec<&'static Record>> = HashMap::new();
    for batch in WRITTEN.iter() {
        if batch.collection.name == "jurisdictions" {
            builder.push(batch.collection, batch.records.clone());
        }
        if batch.collection.geometry.is_spatial() {
            let one_in = match batch.collection.name {
                "households" => 100,
                "roads" | "road_segments" => 5,
                _ => 1,
            };
            records.entry(batch.collection.name).or_default().extend(batch.records.iter().step_by(one_in));
        }
    }
    County { world: builder.finish(1, &[]), records }
});

fn named(collection: &str) -> &'static Collection {
    collections::named(collection).unwrap()
}

/// What is suspected of a file of records that `taken` has moved, read as of `crs`.
fn suspected<'a>(
    collection: &str,
    records: impl IntoIterator<Item = &'a Record>,
    crs: &str,
    taken: impl Fn(Coord<f64>) -> Coord<f64>,
) -> Option<String> {
    let mut watch = Watch::new(named(collection), COUNTY.world.jurisdictions(), Crs::read(crs).unwrap());
    for record in records {
        let mut record = record.clone();
        record.geometry = record.geometry.map(|shape| shape.map_coords(&taken));
        watch.look(1, &record);
    }
    watch.suspicion(false).map(|suspicion| suspicion.fault.to_string())
}

/// What is noted of a file of records, each of which `taken` has moved by its row.
fn noted(collection: &str, records: &[&Record], taken: impl Fn(u64, Coord<f64>) -> Coord<f64>) -> Vec<String> {
    let mut watch = Watch::new(named(collection), COUNTY.world.jurisdictions(), Crs::Degrees);
    for (row, record) in (1..).zip(records) {
        let mut record = Record::clone(record);
        record.geometry = record.geometry.map(|shape| shape.map_coords(|at| taken(row, at)));
        watch.look(row, &record);
    }
    watch.notes()
}

/// Those that name a jurisdiction, be it only by the code of a road.
const NAMING: [&str; 7] = ["hamlets", "households", "roads", "road_segments", "bridges", "hazards", "facilities"];

fn each() -> impl Iterator<Item = (&'static str, &'static [&'static Record])> {
    NAMING.into_iter().map(|name| (name, &*COUNTY.records[name]))
}

#[test]
fn a_correct_file_is_not_suspected() {
    for (collection, records) in &COUNTY.records {
        assert_eq!(suspected(collection, records.iter().copied(), "EPSG:4490", |at| at), None, "{collection}");
        assert_eq!(suspected(collection, records.iter().copied(), "GCJ-02", |at| at), None, "{collection}");
        assert_eq!(suspected(collection, records.iter().copied(), "EPSG:4547", |at| at), None, "{collection}");
    }
}

#[test]
fn shifted_degrees_are_suspected() {
    for (collection, records) in each() {
        let said = suspected(collection, records.iter().copied(), "EPSG:4490", to_gcj02).unwrap_or_default();
        assert!(said.contains("suspected GCJ-02") && said.contains("--crs GCJ-02"), "{collection}: {said}");
        let said = suspected(collection, records.iter().copied(), "EPSG:4490", |at| gcj02_to_bd09(to_gcj02(at)))
            .unwrap_or_default();
        assert!(said.contains("suspected BD-09"), "{collection}: {said}");
    }
    let said = suspected("bridges", COUNTY.records["bridges"].iter().copied(), "EPSG:4547", to_gcj02).unwrap();
    assert!(said.contains("suspected GCJ-02") && said.contains("undo the projection"), "{said}");
}

#[test]
fn degrees_that_were_unshifted_in_error_are_suspected() {
    let gcj02 = Crs::read("GCJ-02").unwrap();
    for (collection, records) in each() {
        let taken = |at| gcj02.place_to_degrees(at).unwrap();
        let said = suspected(collection, records.iter().copied(), "GCJ-02", taken).unwrap_or_default();
        assert!(said.contains("suspected EPSG:4490"), "{collection}: {said}");
    }
}

#[test]
fn northing_before_easting_is_suspected_were_it_one_row() {
    for metres in ["EPSG:4547", "EPSG:2435"] {
        let crs = Crs::read(metres).unwrap();
        let taken = |at| {
            let given = crs.place_of_degrees(at).unwrap();
            crs.place_to_degrees(Coord { x: given.y, y: given.x }).unwrap()
        };
        for (collection, records) in each() {
            for few in [1, 200] {
                let said = suspected(collection, records.iter().copied().take(few), metres, taken).unwrap_or_default();
                assert!(said.contains("suspected swapped axes") && said.contains("easting first"), "{said}");
            }
        }
        // Nothing names a jurisdiction.
        let mut pipe = Record::new(named("gas_nodes"), "N1", "");
        pipe.geometry = Some(Point::new(114.17, 34.1).into());
        assert!(suspected("gas_nodes", [&pipe], metres, taken).unwrap().contains("swapped axes"));
        assert_eq!(suspected("gas_nodes", [&pipe], metres, |at| at), None);
    }
}

#[test]
fn places_elsewhere_are_not_suspected() {
    for (collection, records) in each() {
        for (east, north) in [(1.5, 0.0), (-106.0, 14.0)] {
            let moved = |at: Coord<f64>| Coord { x: at.x + east, y: at.y + north };
            assert_eq!(suspected(collection, records.iter().copied(), "EPSG:4547", moved), None, "{collection}");
        }
    }
}

#[test]
fn nothing_is_noted_of_a_correct_file() {
    for (collection, records) in &COUNTY.records {
        assert_eq!(noted(collection, records, |_, at| at), Vec::<String>::new(), "{collection}");
    }
}

#[test]
fn places_beyond_every_boundary_are_noted_with_the_first() {
    for (collection, records) in each() {
        let count = records.len().min(100);
        let far = |at: Coord<f64>| Coord { x: at.x + 10.0, y: at.y };
        let said = noted(collection, &records[..count], |_, at| far(at)).join("; ");
        let all = format!("{count} of {count} places judged lie outside every jurisdiction that has a boundary");
        let code = &records[0].code;
        assert!(said.contains(&all) && said.contains(&format!("first: row 1, {code}, lon 12")), "{collection}: {said}");
        let said = noted(collection, &records[..count], |row, at| if row == 7 { far(at) } else { at }).join("; ");
        assert!(said.contains(&format!("1 of {count} places")) && said.contains("first: row 7, "), "{said}");
    }
}

/// Whoever joins the lists of two offices has half of them in GCJ-02.
#[test]
fn a_file_of_which_a_part_is_shifted_is_noted() {
    for (collection, records) in each() {
        // A quarter of the facilities are too few to tell.
        for one_in in if collection == "facilities" { [2, 2] } else { [2, 4] } {
            let shifted = |row: u64, at| if row.is_multiple_of(one_in) { to_gcj02(at) } else { at };
            let said = noted(collection, records, shifted).join("; ");
            assert!(said.contains("a part of the file may be GCJ-02; first: row "), "{collection} {one_in}: {said}");
        }
    }
}

/// Old datums, careless surveys, roughly drawn borders: off, but not shifted by GCJ-02.
#[test]
fn places_that_are_off_in_another_way_are_not_suspected() {
    for (collection, records) in each() {
        for (east_m, north_m) in [(100.0, 0.0), (250.0, 0.0), (-530.0, 150.0), (0.0, 560.0)] {
            let moved = |at: Coord<f64>| Coord { x: at.x + east_m / 92_000.0, y: at.y + north_m / 111_000.0 };
            assert_eq!(
                suspected(collection, records.iter().copied(), "EPSG:4490", moved),
                None,
                "{collection} {east_m} {north_m}"
            );
        }
    }
}

#[test]
fn a_new_quarter_beyond_the_border_is_no_suspicion() {
    let hamlets = &COUNTY.records["hamlets"];
    let village = hamlets[0].value(named("hamlets"), "village_code").clone();
    let centre = hamlets[0].geometry.as_ref().and_then(place_of).unwrap();
    // Whatever lies around the village, some of it is beyond its borders.
    for step in 1..20 {
        let homes: Vec<Record> = (0..40)
            .map(|nth| {
                let mut home = Record::new(named("households"), format!("H{nth}"), "");
                home.values[named("households").position("village_code").unwrap()] = village.clone();
                let (x, y) = (f64::from(nth % 8) * 0.0002, f64::from(nth / 8) * 0.0002);
                home.geometry = Some(Point::new(centre.x + f64::from(step) * 0.001 + x, centre.y + y).into());
                home
            })
            .collect();
        assert_eq!(suspected("households", &homes, "EPSG:4490", |at| at), None, "{step}");
    }
}

fn standing(count: usize, now: impl Fn(Coord<f64>) -> Coord<f64>, crs: &str) -> Option<String> {
    let empty = WorldBuilder::default().finish(1, &[]);
    let mut watch = Watch::new(named("gas_nodes"), empty.jurisdictions(), Crs::read(crs).unwrap());
    for before in COUNTY.records["gas_nodes"].iter().take(count) {
        let mut record = Record::clone(before);
        record.values.fill(Value::Null);
        record.geometry = record.geometry.map(|shape| shape.map_coords(&now));
        watch.compare(before, &record);
    }
    watch.suspicion(false).map(|suspicion| suspicion.fault.to_string())
}

#[test]
fn a_steady_shift_against_the_records_that_stand_is_suspected() {
    let said = standing(40, to_gcj02, "EPSG:4490").unwrap();
    assert!(said.contains("suspected GCJ-02: 40 of 40 records that stand"), "{said}");
    assert!(standing(1, to_gcj02, "EPSG:4490").is_some());
    // The record that stands was the shifted one.
    assert_eq!(standing(40, crate::geom::gcj02::from_gcj02, "EPSG:4490"), None);
    assert_eq!(standing(40, |at| at, "EPSG:4490"), None);
    let off = |at: Coord<f64>| to_gcj02(at) + Coord { x: 0.0002, y: 0.0 };
    assert_eq!(standing(40, off, "EPSG:4490"), None, "20 m are another shift");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Surveys off by up to 150 m each in its own direction, and one village code in ten wrong.
    #[test]
    fn noise_is_not_suspected_and_hides_no_shift(seed in any::<u64>(), most_m in 0.0..150.0_f64) {
        let households = named("households");
        let at = households.position("village_code").unwrap();
        let all = &COUNTY.records["households"];
        let mut state = seed | 1;
        let mut draw = move || {
            // Numerical Recipes' quick generator: good enough for noise.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(u32::MAX >> 1)
        };
        let mut wrong = (0..all.len()).step_by(37).cycle();
        let noisy: Vec<Record> = all.iter().map(|home| {
            let mut home = Record::clone(home);
            if draw() < 0.1 {
                home.values[at] = all[wrong.next().unwrap()].values[at].clone();
            }
            let (x, y) = ((draw() - 0.5) * 2.0 * most_m / 92_000.0, (draw() - 0.5) * 2.0 * most_m / 111_000.0);
            home.geometry = home.geometry.map(|shape| shape.map_coords(|at| Coord { x: at.x + x, y: at.y + y }));
            home
        }).collect();
        prop_assert_eq!(suspected("households", &noisy, "EPSG:4490", |at| at), None);
        let said = suspected("households", &noisy, "EPSG:4490", to_gcj02).unwrap_or_default();
        prop_assert!(said.contains("suspected GCJ-02"), "{}", said);
    }
}
