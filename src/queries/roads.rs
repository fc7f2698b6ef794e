//! Where on the roads a place is, and where a place on the roads is.

use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Projection;
use crate::world::Road;
use crate::world::Row;
use crate::world::World;

/// A road farther away than this is not the road of a place, metres.
const NEAR_M: f64 = 5_000.0;

/// What is known of a place.
#[derive(Debug)]
pub struct Located<'a> {
    /// `None` when no road is near.
    pub road: Option<OnRoad<'a>>,
    /// The finest first; on a boundary those of both sides.
    pub jurisdictions: Vec<Row<'a>>,
}

/// A place seen from a road.
#[derive(Debug)]
pub struct OnRoad<'a> {
    pub road: &'a Road,
    pub chainage: Chainage,
    pub seen: Projection,
}

/// The nearest road within 5 km with chainage and offset, and the jurisdictions of a place.
pub fn located(world: &World, at: LonLat) -> Located<'_> {
    let road = world.roads().nearest(at, NEAR_M).map(|road| {
        let seen = road.alignment.nearest(road.grid.project(at));
        OnRoad { road, chainage: road.alignment.chainage_at(seen.position_m), seen }
    });
    Located { road, jurisdictions: world.jurisdictions().at(at) }
}

/// Why there is no place at a chainage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlace {
    #[error("there is no road with the code `{0}`")]
    Road(String),
    #[error("{road} runs from {from} to {to}; {asked} is not on it")]
    OffTheEnd { road: String, from: Chainage, to: Chainage, asked: Chainage },
}

/// The place at a chainage. Both ends of a road belong to it.
pub fn place_at(world: &World, road: &str, chainage: Chainage) -> Result<LonLat, NoPlace> {
    let found = world.roads().road(road).ok_or_else(|| NoPlace::Road(road.to_owned()))?;
    let place = found.alignment.place_at(chainage).and_then(|at| found.grid.unproject(at));
    place.ok_or_else(|| NoPlace::OffTheEnd {
        road: road.to_owned(),
        from: found.alignment.chainage_at(0.0),
        to: found.alignment.chainage_at(found.alignment.length_m()),
        asked: chainage,
    })
}
