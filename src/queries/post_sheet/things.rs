//! Which records lie on the stretches of a post.

use std::collections::BTreeMap;

use geo::InteriorPoint;
use geo_types::Geometry;

use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::queries::chiefs::Area;
use crate::queries::chiefs::SegmentStretch;
use crate::world::Road;
use crate::world::Row;
use crate::world::World;

/// A record on a road.
#[derive(Clone, Copy, Debug)]
pub struct Thing<'a> {
    pub row: Row<'a>,
    /// As recorded, else the nearest; `None` when neither is there.
    pub road: Option<&'a str>,
    /// As recorded, else where it lies.
    pub from: Option<Chainage>,
    /// Of a record about a stretch.
    pub to: Option<Chainage>,
    pub at: Option<LonLat>,
}

/// How far off a road that is not recorded a record may lie to belong to it, metres.
const REACH_M: f64 = 30.0;

/// What a post answers for, by road.
pub(super) struct Duty<'a> {
    world: &'a World,
    /// `None` of a segment whose chainage is unknown.
    by_road: BTreeMap<&'a str, Vec<Option<Stretch>>>,
    /// Of a general post.
    area: Option<Area>,
}

impl<'a> Duty<'a> {
    pub(super) fn of(world: &'a World, stretches: &[SegmentStretch<'a>], area: Option<Area>) -> Self {
        let mut by_road: BTreeMap<&str, Vec<Option<Stretch>>> = BTreeMap::new();
        for row in stretches {
            if let Some(road) = row.segment.road.as_deref() {
                by_road.entry(road).or_default().push(row.stretch);
            }
        }
        Self { world, by_road, area }
    }

    /// The roads, each with the stretches, in the order of their codes.
    pub(super) fn roads(&self) -> impl Iterator<Item = (&'a str, &[Option<Stretch>])> {
        self.by_road.iter().map(|(road, stretches)| (*road, &**stretches))
    }

    /// The records of a collection on the stretches: by road, then chainage, then code.
    pub(super) fn things(&self, collection: &str) -> Vec<Thing<'a>> {
        let table = self.world.named(collection);
        let on_road = |road: &&'a str| table.referring("road_code", Some(road)).map(|row| self.thing(row));
        let mut found: Vec<Thing<'a>> = self.by_road.keys().flat_map(|road| on_road(road)).collect();
        found.extend(table.referring("road_code", None).map(|row| self.thing(row)));
        found.retain(|thing| self.has(thing));
        found.sort_by_key(|thing| (thing.road, thing.from, thing.row.code()));
        found
    }

    fn thing(&self, row: Row<'a>) -> Thing<'a> {
        let shape = row.shape();
        let at = shape.as_ref().and_then(InteriorPoint::interior_point);
        let at = at.and_then(|at| LonLat::new(at.x(), at.y()).ok());
        let roads = self.world.roads();
        // Works on a bridge lie where the bridge does.
        let has = |field| row.shard.collection().position(field).is_some();
        let bridge = || self.world.named("bridges").find(row.text("bridge_code").filter(|_| has("bridge_code"))?);
        let bridge = if row.text("road_code").is_none() { bridge() } else { None };
        let road = row.text("road_code").or_else(|| bridge?.text("road_code"));
        let road = road.or_else(|| roads.nearest(at?, REACH_M).map(|road| &*road.code));
        let chainage = |field| if has(field) { row.value(field).as_chainage() } else { None };
        let from = chainage("from_chainage").or_else(|| chainage("chainage"));
        let from = from.or_else(|| bridge?.value("chainage").as_chainage());
        let (from, to) = match from {
            Some(from) => (Some(from), chainage("to_chainage")),
            None => road.and_then(|road| lies_at(roads.road(road)?, &shape?)).unwrap_or_default(),
        };
        Thing { row, road, from, to: to.filter(|to| Some(*to) != from), at }
    }

    /// Whether a record may be the post's.
    fn has(&self, thing: &Thing<'_>) -> bool {
        let Some(road) = thing.road else {
            let area = thing.row.text("jurisdiction_code");
            let unit = area.and_then(|code| self.world.jurisdictions().tree().find(code));
            return self.area.as_ref().is_some_and(|area| unit.is_some() && area.holds(unit));
        };
        let Some(stretches) = self.by_road.get(road) else { return false };
        let meets = |stretch: Stretch| match (thing.from, thing.to) {
            (None, _) => true,
            // Both ends of a stretch belong to it: what stands at a border concerns both sides.
            (Some(at), None) => stretch.from() <= at && at <= stretch.to(),
            (Some(a), Some(b)) => {
                Stretch::new(a.min(b), a.max(b)).is_some_and(|own| stretch.shared_with(own).is_some())
            }
        };
        stretches.iter().any(|stretch| stretch.is_none_or(meets))
    }
}

/// Between which chainages a shape lies.
fn lies_at(road: &Road, shape: &Geometry<f64>) -> Option<(Option<Chainage>, Option<Chainage>)> {
    let along = |x: f64, y: f64| {
        let at = LonLat::new(x, y).ok()?;
        Some(road.alignment.chainage_at(road.alignment.nearest(road.grid.project(at)).position_m))
    };
    if let Geometry::LineString(line) = shape {
        let ends = [line.0.first()?, line.0.last()?].map(|end| along(end.x, end.y));
        return Some((ends[0].min(ends[1]), ends[0].max(ends[1])));
    }
    let at = shape.interior_point()?;
    Some((along(at.x(), at.y()), None))
}
