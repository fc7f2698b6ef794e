//! What is wrong with the data that is there: findings, each with rule, record and place.

mod bridges;
mod chainages;
mod chiefs;
mod households;
mod networks;
mod records;
mod roads;
mod segments;
mod surveys;

use geo::InteriorPoint;

use crate::domain::collections;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    pub collection: &'static str,
    pub code: String,
    pub problem: String,
    pub at: Option<LonLat>,
}

/// All findings: by collection in the order of the contract, then code, then rule.
pub fn findings(world: &World) -> Vec<Finding> {
    let mut found = Vec::new();
    for subject in [
        records::records,
        records::references,
        households::places,
        chiefs::assignments,
        roads::codes,
        segments::lengths,
        segments::off_road,
        segments::jurisdictions,
        chainages::chainages,
        bridges::bridges,
        surveys::surveys,
        surveys::access_routes,
        networks::networks,
    ] {
        subject(world, &mut found);
    }
    let order = |name: &str| collections::ALL.iter().position(|collection| collection.name == name);
    found.sort_by(|a, b| (order(a.collection), &a.code, a.rule).cmp(&(order(b.collection), &b.code, b.rule)));
    found
}

fn place_of(row: Row) -> Option<LonLat> {
    let at = row.shape()?.interior_point()?;
    LonLat::new(at.x(), at.y()).ok()
}

/// Where a segment begins.
fn start_of(segment: &Segment) -> Option<LonLat> {
    let at = segment.line.0.first()?;
    segment.grid.unproject(GridPoint { easting: at.x, northing: at.y })
}
