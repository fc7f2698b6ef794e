//! The city: counties that share their borders, nine bodies that answer, a second county, copies.

use super::*;

use crate::generate::copies::copies;
use crate::generate::profile::PROFILES;
use crate::generate::territory::Territory;

static CITY: LazyLock<Plan> = LazyLock::new(|| Plan::of_city(1));
/// The smallest county, a functional zone in the middle of another.
static SMALL: LazyLock<Arc<County>> = LazyLock::new(|| Arc::new(CITY.county(CITY.position("411071"))));

type Edges = BTreeSet<((u64, u64), (u64, u64))>;

/// Edges against the clock, of outer rings; with it, of holes. Those that two shapes share cancel.
fn outline<'a>(shapes: impl Iterator<Item = &'a Shape>) -> Edges {
    let mut left = BTreeSet::new();
    for shape in shapes {
        let Geometry::Polygon(polygon) = shape else { panic!("not a polygon") };
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for edge in ring.lines() {
                if !left.remove(&(key(edge.end), key(edge.start))) {
                    assert!(left.insert((key(edge.start), key(edge.end))), "two counties overlap");
                }
            }
        }
    }
    left
}

fn km2(territory: &Territory) -> f64 {
    use geo::Area;
    let Geometry::Polygon(polygon) = &territory.shape else { panic!("not a polygon") };
    // One degree is so many metres each way in the middle of the city.
    polygon.unsigned_area() * 92_337.0 * 110_924.0 / 1e6
}

#[test]
fn counties_tile_the_city_and_villages_their_county_across_all_borders() {
    let city = outline(std::iter::once(CITY.shape().unwrap()));
    assert_eq!(outline(CITY.territories().map(|territory| &territory.shape)), city);
    for territory in CITY.territories() {
        let villages: Vec<Shape> = territory.villages.iter().map(|village| territory::polygon(&village.ring)).collect();
        assert_eq!(outline(villages.iter()), outline(std::iter::once(&territory.shape)));
        let townships = territory.townships.iter().map(|township| &township.shape);
        assert_eq!(outline(townships), outline(std::iter::once(&territory.shape)));
    }
}

#[test]
fn each_county_has_about_its_area_and_its_seat_within_it() {
    for (territory, profile) in CITY.territories().zip(&PROFILES) {
        let area = km2(territory);
        assert!((area / profile.area_km2 - 1.0).abs() < 0.08, "{} {area}", profile.code);
        assert!(territory.village_at(profile.seat).is_some(), "{}", profile.code);
    }
}

#[test]
fn each_village_has_one_of_nine_bodies_to_answer_for_it() {
    let mut villages: BTreeMap<&str, usize> = BTreeMap::new();
    for village in CITY.territories().flat_map(|territory| &territory.villages) {
        *villages.entry(village.accountable).or_default() += 1;
    }
    let bodies: Vec<&str> = villages.keys().copied().collect();
    let nine = ["411002", "411002570", "411003", "411024", "411025", "411071", "411081", "411082", "4110SF"];
    assert_eq!(bodies, nine);
    assert_eq!(villages.values().sum::<usize>(), 2505);
    assert_eq!((villages["411002570"], villages["4110SF"]), (14, 36));
    assert_eq!(CITY.territories().map(|territory| territory.townships.len()).sum::<usize>(), 105);
}

#[test]
fn roads_leave_a_county_where_they_enter_the_next() {
    let corners: Vec<BTreeSet<(u64, u64)>> = CITY
        .territories()
        .map(|territory| {
            let Geometry::Polygon(polygon) = &territory.shape else { panic!("not a polygon") };
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.flat_map(|ring| &ring.0).map(|corner| key(*corner)).collect()
        })
        .collect();
    let mut inner = 0;
    for (nth, territory) in CITY.territories().enumerate() {
        for exit in &territory.exits {
            let at = key(plane::degrees(exit.at));
            assert!(corners[nth].contains(&at));
            let is_there =
                |other: &Territory| other.exits.iter().any(|theirs| shapes::distance_sq(theirs.at, exit.at) == 0.0);
            let sharing = corners.iter().filter(|corners| corners.contains(&at)).count();
            assert_eq!(CITY.territories().filter(|other| is_there(other)).count(), sharing);
            inner += usize::from(sharing == 2);
        }
    }
    assert!(inner >= 20, "{inner}");
    // And roads do reach them.
    let ends: BTreeSet<(u64, u64)> = SMALL.net.nodes.iter().map(|node| key(plane::degrees(node.at))).collect();
    let reached = SMALL.territory.exits.iter().filter(|exit| ends.contains(&key(plane::degrees(exit.at))));
    assert_eq!(reached.count(), SMALL.territory.exits.len());
}

#[test]
fn a_province_is_in_as_many_parts_as_it_says() {
    assert_eq!(parts(Scale::Province, 1).count(), Scale::Province.parts());
    assert_eq!(Scale::Province.parts(), CITY.len() * 24);
}

#[test]
fn a_second_county_is_sound_and_so_are_its_copies() {
    let written: Vec<Batch> = of_county(Arc::clone(&SMALL)).collect();
    assert_sound(&written, &["411000"]);
    let count = |name: &str| {
        written.iter().filter(|batch| batch.collection.name == name).map(|batch| batch.records.len()).sum::<usize>()
    };
    assert_eq!(count("jurisdictions"), 1 + 2 + 27);
    assert!(count("households") > 20_000 && count("gas_pipes") > 700 && count("heat_pipes") > 200);
    let codes = |written: &[Batch]| -> BTreeSet<String> {
        let records = written.iter().flat_map(|batch| batch.records.iter().map(move |record| (batch, record)));
        records.map(|(batch, record)| format!("{} {}", batch.collection.name, record.code)).collect()
    };
    let own = codes(&written);
    let copy = copies(3).last().unwrap();
    let copied: Vec<Batch> = written.into_iter().map(|batch| copy.of(batch)).collect();
    assert_sound(&copied, &["415200"]);
    let theirs = codes(&copied);
    assert_eq!(own.len(), theirs.len());
    assert!(own.is_disjoint(&theirs));
}
