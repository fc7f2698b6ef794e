//! How long works are, and in which jurisdictions.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use geo_types::Geometry;

use crate::domain::Value;
use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Stretch;
use crate::geom::geodesic;
use crate::world::Row;
use crate::world::Segment;
use crate::world::UnitId;
use crate::world::World;
use crate::world::apportioned;

/// Whether works are on a county, township or village road: by the class of the road, else by the letter of
/// its code (X, Y, C); works without a road are taken to be.
pub fn is_on_rural_road(world: &World, row: Row<'_>) -> bool {
    let Some(code) = row.text("road_code") else { return true };
    match world.roads().road(code).and_then(|road| road.class.as_deref()) {
        Some(class) => CLASSES_OF_RURAL_ROADS.contains(&class),
        None => code.starts_with(['X', 'Y', 'C']),
    }
}

/// The day on which works were done: of their completion, else of their acceptance, since what was accepted
/// is completed.
pub fn done_on(row: Row<'_>) -> Option<NaiveDate> {
    row.value("completed_on").as_date().or_else(|| row.value("accepted_on").as_date())
}

/// Whether works count kilometres of rural roads: those on a bridge are no length of road.
pub fn is_length_of_rural_road(world: &World, row: Row<'_>) -> bool {
    row.text("bridge_code").is_none() && is_on_rural_road(world, row)
}

/// The county-level bodies that have recorded any works, of whatever kind and day.
pub fn recording_bodies(world: &World) -> BTreeSet<UnitId> {
    let tree = world.jurisdictions().tree();
    let units = world.named("works").rows().flat_map(|row| {
        let recorded = row.text("jurisdiction_code").and_then(|code| tree.find(code));
        let shared = shares_of_work(world, row, work_length_m(row).unwrap_or(1));
        shared.into_iter().filter_map(|(unit, _)| unit).chain(recorded)
    });
    units.filter_map(|unit| tree.unit(unit).body).collect()
}

/// Whole metres: as recorded, else between its chainages, else along its line.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no works are 4 million km long")]
pub fn work_length_m(row: Row<'_>) -> Option<u32> {
    let recorded = if let Value::Real(km) = row.value("length_km") { Some(km * 1000.0) } else { None };
    let along = || match row.shape()? {
        Geometry::LineString(line) => Some(geodesic::length_m(&line)),
        _ => None,
    };
    recorded.or_else(|| stretch(row).map(Stretch::length_m)).or_else(along).map(|metres| metres.round() as u32)
}

fn stretch(row: Row<'_>) -> Option<Stretch> {
    let (from, to) = (row.value("from_chainage").as_chainage()?, row.value("to_chainage").as_chainage()?);
    Stretch::new(from.min(to), from.max(to))
}

/// The metres of works by jurisdiction: works in one village lie there, any others are shared as the
/// segments between their chainages are, else by where their line runs, else (a road and a length are all
/// that is recorded) as all of the road is.
pub fn shares_of_work(world: &World, row: Row<'_>, metres: u32) -> Vec<(Option<UnitId>, u32)> {
    let tree = world.jurisdictions().tree();
    let recorded = row.text("jurisdiction_code").and_then(|code| tree.find(code));
    if recorded.is_some_and(|unit| tree.unit(unit).is_leaf) {
        return vec![(recorded, metres)];
    }
    let mut weights: Vec<(Option<UnitId>, f64)> = Vec::new();
    if let (Some(road), Some(worked)) = (row.text("road_code"), stretch(row)) {
        for segment in world.roads().segments_of(road) {
            let Some(part) = segment.stretch.and_then(|whole| whole.shared_with(worked)) else { continue };
            let Some(whole) = segment.stretch else { continue };
            let at = |metres: f64| (metres - whole.from().metres()) / whole.length_m();
            weigh(world, segment, (at(part.from().metres()), at(part.to().metres())), &mut weights);
        }
    }
    if weights.is_empty()
        && let Some(Geometry::LineString(line)) = row.shard.grid_shape(row.row)
    {
        for (from, to, unit) in world.runs_along(line, row.shard.grid()) {
            let unit = unit.or(recorded);
            match weights.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, sum)) => *sum += to - from,
                None => weights.push((unit, to - from)),
            }
        }
    }
    if weights.is_empty()
        && recorded.is_none()
        && let Some(road) = row.text("road_code")
    {
        for segment in world.roads().segments_of(road) {
            weigh(world, segment, (0.0, 1.0), &mut weights);
        }
    }
    if weights.is_empty() {
        return vec![(recorded, metres)];
    }
    weights.sort_by_key(|(unit, _)| (unit.is_none(), *unit));
    let parts = apportioned(metres, &weights.iter().map(|(_, long)| *long).collect::<Vec<_>>());
    weights.into_iter().map(|(unit, _)| unit).zip(parts).collect()
}

/// Adds the length of a segment between two shares of its line to the jurisdictions in which it lies.
fn weigh(world: &World, segment: &Segment, (begin, end): (f64, f64), weights: &mut Vec<(Option<UnitId>, f64)>) {
    for share in world.shares(segment) {
        let spans = share.spans.iter().map(|(from, to)| (to.min(end) - from.max(begin)).max(0.0));
        let long = spans.sum::<f64>() * segment.length_m;
        match weights.iter_mut().find(|(unit, _)| *unit == share.unit) {
            _ if long <= 0.0 => {}
            Some((_, sum)) => *sum += long,
            None => weights.push((share.unit, long)),
        }
    }
}
