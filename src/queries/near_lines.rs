//! Points near lines: those of one pipe, or of all pipes of a network.

use std::sync::Arc;

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use rstar::AABB;
use rstar::PointDistance;
use rstar::RTree;
use rstar::RTreeObject;

use crate::geom::Grid;
use crate::geom::Shape;
use crate::geom::distance_sq_to_piece;
use crate::queries::hits::Hits;
use crate::queries::workers::spread;
use crate::world::Piece;
use crate::world::Shard;

/// Below so many pieces another thread costs more than it saves.
const SPREAD_FROM: usize = 1_000;

/// The points of each shard within a grid distance of lines in degrees.
pub fn points_near<'a>(shards: &[&'a Shard], lines: &Shape, reach_m: f64) -> Vec<Hits<'a>> {
    let mut grids: Vec<&Arc<Grid>> = shards.iter().map(|shard| shard.grid()).collect();
    grids.dedup_by(|a, b| Arc::ptr_eq(a, b));
    let on_grids: Vec<(&Arc<Grid>, Vec<Piece>)> = grids.into_iter().map(|grid| (grid, pieces(grid, lines))).collect();
    let near = |shard: &&'a Shard| {
        let mut hits = Hits::none_of(shard);
        if let Some((_, pieces)) = on_grids.iter().find(|(grid, _)| Arc::ptr_eq(grid, shard.grid())) {
            shard.points_near(pieces, reach_m, |row| hits.hit(row));
        }
        hits
    };
    if on_grids.iter().all(|(_, pieces)| pieces.len() < SPREAD_FROM) {
        return shards.iter().map(near).collect();
    }
    spread(shards, near)
}

/// The straight pieces of lines in degrees, in a grid. What lies where the grid does not reach is
/// left out: no point of the grid is near it.
fn pieces(grid: &Grid, lines: &Shape) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in line_strings(lines) {
        let mut before: Option<Coord> = None;
        for corner in &line.0 {
            let here = Some(grid.project_coord(*corner)).filter(|at| at.x.is_finite() && at.y.is_finite());
            if let Some((a, b)) = before.zip(here) {
                pieces.push([[a.x, a.y], [b.x, b.y]]);
            }
            before = here;
        }
    }
    pieces
}

pub fn line_strings(lines: &Shape) -> &[LineString] {
    match lines {
        Geometry::LineString(line) => std::slice::from_ref(line),
        Geometry::MultiLineString(lines) => &lines.0,
        _ => &[],
    }
}

/// How far places lie from the nearest of many lines.
pub struct Distances {
    index: RTree<Straight>,
}

struct Straight(Piece);

impl Distances {
    pub fn from_lines(grid: &Grid, lines: &Shape) -> Self {
        Self { index: RTree::bulk_load(pieces(grid, lines).into_iter().map(Straight).collect()) }
    }

    /// Grid metres.
    pub fn of(&self, at: [f64; 2]) -> f64 {
        self.index.nearest_neighbor(&at).map_or(f64::INFINITY, |nearest| nearest.distance_2(&at).sqrt())
    }
}

impl RTreeObject for Straight {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.0[0], self.0[1])
    }
}

impl PointDistance for Straight {
    fn distance_2(&self, at: &[f64; 2]) -> f64 {
        distance_sq_to_piece(*at, self.0[0], self.0[1]).0
    }
}
