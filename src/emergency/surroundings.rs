//! What the map knows around a leak: the road above it, and the facilities that it may be of.

use geo::Distance;
use geo::Euclidean;
use geo_types::Geometry;
use geo_types::Point;

use crate::domain::Value;
use crate::domain::collections;
use crate::emergency::zones::conduits_near;
use crate::geom::LonLat;
use crate::geom::geodesic;
use crate::policy::PressureClass;
use crate::policy::ZoneParameters;
use crate::queries::Zone;
use crate::queries::assets_within;
use crate::world::Row;
use crate::world::World;

/// The road that a place lies under.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadAbove {
    /// `trunk`, `secondary`, `residential`, or `none` under no road.
    pub word: &'static str,
    /// The code of the road, or of the segment where it belongs to none.
    pub code: Option<String>,
    /// Grid metres from its line.
    pub distance_m: Option<f64>,
}

/// The widest road, half of it, with the widest margin, metres.
const WIDEST_HALF_M: f64 = 60.0;

/// Words of `road_above`, the weightiest first.
const WORDS: [&str; 3] = ["trunk", "secondary", "residential"];

/// The road above a place: one whose line lies within half its width and a margin. Of several (a crossroads)
/// the weightiest, then the nearest. `None` where it is not known: no road is on the map, or none of those
/// above has a class.
///
/// City streets by their class: 支路 counts as `residential`, since the plan knows 主干道, 次要道路 and
/// 小区道路 alone. Roads outside the city by theirs: national and provincial as `trunk`, county as
/// `secondary`, township and village as `residential` (an interpretation of ours).
pub fn road_above(world: &World, with: &ZoneParameters, at: LonLat) -> Option<RoadAbove> {
    let segments = world.named("road_segments");
    if segments.is_empty() {
        return None;
    }
    let reach = Zone::around(at, WIDEST_HALF_M).ok()?.reach();
    let mut above: Vec<(Option<&'static str>, f64, &str)> = Vec::new();
    for shard in segments.shards_near(reach) {
        let [x, y] = shard.grid().project(at).xy();
        shard.near_box(reach, |row| {
            let row = Row { shard, row };
            let Some(Geometry::LineString(line)) = shard.grid_shape(row.row) else { return };
            let distance_m = Euclidean.distance(&Point::new(x, y), line);
            if distance_m <= half_width_m(row, with) + with.road_above.margin_m {
                let code = row.text("road_code").unwrap_or(row.code());
                above.push((word_of(world, row), distance_m, code));
            }
        });
    }
    let rank =
        |word: Option<&str>| word.and_then(|word| WORDS.iter().position(|known| *known == word)).unwrap_or(WORDS.len());
    above.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)).then(a.1.total_cmp(&b.1)).then(a.2.cmp(b.2)));
    match above.first() {
        None => Some(RoadAbove { word: "none", code: None, distance_m: None }),
        Some((word, distance_m, code)) => {
            word.map(|word| RoadAbove { word, code: Some((*code).to_owned()), distance_m: Some(*distance_m) })
        }
    }
}

fn half_width_m(segment: Row, with: &ZoneParameters) -> f64 {
    let width = |field: &str| match segment.value(field) {
        Value::Real(metres) => Some(metres),
        _ => None,
    };
    // The roadbed is wider than the pavement; a width that nobody can have built is an error of the data.
    let recorded = width("roadbed_width_m").into_iter().chain(width("pavement_width_m")).reduce(f64::max);
    recorded.unwrap_or(with.road_above.unknown_width_m).min(2.0 * (WIDEST_HALF_M - with.road_above.margin_m)) / 2.0
}

fn word_of(world: &World, segment: Row) -> Option<&'static str> {
    let road = world.named("roads").find(segment.text("road_code")?)?;
    match (road.text("urban_class"), road.text("class")?) {
        (Some("trunk"), _) | (None, "national" | "provincial") => Some("trunk"),
        (Some("secondary"), _) | (None, "county") => Some("secondary"),
        (Some("branch" | "residential"), _) | (None, "township" | "village") => Some("residential"),
        _ => None,
    }
}

/// A facility that a leak may be of.
#[derive(Clone, Debug, PartialEq)]
pub struct NearFacility {
    /// Of the report's `facility`.
    pub word: &'static str,
    /// Of the record that says so; `None` for a building without a code of its own.
    pub code: Option<String>,
    pub distance_m: f64,
}

/// The facilities that the map knows within their reach of a leak, and what its pipe is: the nearest first.
/// Of one word the nearest record alone.
pub fn facilities_near(world: &World, with: &ZoneParameters, at: LonLat, pipe: Option<Row>) -> Vec<NearFacility> {
    let mut found: Vec<NearFacility> = Vec::new();
    if let Some(pipe) = pipe {
        let code = Some(pipe.code().to_owned());
        found.extend(words_of_pipe(pipe).into_iter().map(|word| NearFacility {
            word,
            code: code.clone(),
            distance_m: 0.0,
        }));
    }
    found.extend(stations_near(world, with, at));
    found.extend(buildings_near(world, with, at));
    found.extend(places_near(world, with, at));
    let conduits = conduits_near(world, with, at).into_iter();
    found.extend(conduits.filter(|conduit| conduit.distance_m <= with.conduits.within_m).map(|conduit| NearFacility {
        word: "trench",
        code: Some(conduit.code),
        distance_m: conduit.distance_m,
    }));
    found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.word.cmp(b.word)).then(a.code.cmp(&b.code)));
    let mut told: Vec<&str> = Vec::new();
    found.retain(|facility| {
        let is_first = !told.contains(&facility.word);
        told.push(facility.word);
        is_first
    });
    found
}

/// 中压管线等干线管网 is a trunk of medium pressure or above; one whose class is not known may be. What is
/// not recorded as buried or overhead is neither.
fn words_of_pipe(pipe: Row) -> Vec<&'static str> {
    let is_low = pipe.text("pressure_class").and_then(PressureClass::read) == Some(PressureClass::Low);
    let trunk = (pipe.text("role") == Some("trunk") && !is_low).then_some("trunk_main");
    let position = match pipe.text("position") {
        Some("buried") => Some("buried_main"),
        Some("overhead") => Some("overhead_line"),
        _ => None,
    };
    trunk.into_iter().chain(position).collect()
}

fn stations_near(world: &World, with: &ZoneParameters, at: LonLat) -> Vec<NearFacility> {
    let with = &with.facilities;
    let word = |node: Row| {
        Some(match node.text("kind")? {
            "gate_station" => ("gate_station", with.station_m),
            "storage_station" => ("storage_station", with.station_m),
            "mother_station" => ("mother_station", with.station_m),
            "filling_station" => ("filling_station", with.station_m),
            "lpg_station" => ("lpg_station", with.station_m),
            "district_regulator" => ("district_regulator", with.regulator_m),
            "small_regulator" => ("small_regulator", with.regulator_m),
            "box_regulator" => ("box_regulator", with.box_m),
            _ => return None,
        })
    };
    let farthest_m = with.station_m.max(with.regulator_m).max(with.box_m);
    let Ok(zone) = Zone::around(at, farthest_m) else { return Vec::new() };
    let near = |node: Row| {
        let (word, within_m) = word(node)?;
        let distance_m = distance_m(at, node)?;
        (distance_m <= within_m).then(|| NearFacility { word, code: Some(node.code().to_owned()), distance_m })
    };
    zone.points_of(world.named("gas_nodes")).into_iter().filter_map(near).collect()
}

fn buildings_near(world: &World, with: &ZoneParameters, at: LonLat) -> Vec<NearFacility> {
    let Ok(zone) = Zone::around(at, with.facilities.building_m) else { return Vec::new() };
    let near = |household: Row| {
        let word = match household.text("building_kind")? {
            "high_rise" => "high_rise",
            "multi_storey" => "multi_storey",
            _ => return None,
        };
        let code = household.text("building_code").map(str::to_owned);
        Some(NearFacility { word, code, distance_m: distance_m(at, household)? })
    };
    zone.points_of(world.named("households")).into_iter().filter_map(near).collect()
}

/// The plan speaks of large or crowded ones: those that are known to be neither are left out.
fn places_near(world: &World, with: &ZoneParameters, at: LonLat) -> Vec<NearFacility> {
    let Ok(zone) = Zone::around(at, with.facilities.place_m) else { return Vec::new() };
    let places = collections::named("places").expect("a name of the contract");
    let is_not = |place: Row, field: &str| place.value(field) == Value::Boolean(false);
    let near = |place: Row| {
        let word = match place.text("kind")? {
            "underground_space" if !(is_not(place, "large") && is_not(place, "crowded")) => "public_underground_space",
            "parking_garage" if !is_not(place, "large") => "residential_garage",
            _ => return None,
        };
        let [x, y] = place.shard.grid().project(at).xy();
        let shape = place.shard.grid_shape(place.row)?;
        let distance_m = Euclidean.distance(&Geometry::from(Point::new(x, y)), shape);
        Some(NearFacility { word, code: Some(place.code().to_owned()), distance_m })
    };
    assets_within(world, places, &zone).into_iter().filter_map(near).collect()
}

fn distance_m(at: LonLat, record: Row) -> Option<f64> {
    let [lon, lat] = record.shard.lonlat(record.row);
    Some(geodesic::distance_m(at, LonLat::new(lon, lat).ok()?))
}
