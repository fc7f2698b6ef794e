//! The straight pieces of all roads, by place: which road is near.

use std::collections::HashMap;
use std::sync::Arc;

use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Line;

use crate::geom::Grid;
use crate::geom::LonLat;
use crate::world::roads::Road;

/// Roads that meet are equally near, whichever way the distance was computed.
#[expect(clippy::cast_possible_truncation, reason = "distances on the ground")]
pub(super) fn in_mm(metres: f64) -> i64 {
    (metres * 1000.0).round() as i64
}

type Piece = GeomWithData<Line<[f64; 2]>, u32>;

/// The pieces of the roads of each zone. A piece has the number of its road.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    zones: HashMap<i16, (Arc<Grid>, RTree<Piece>)>,
    /// In the order of their codes.
    roads: Vec<Box<str>>,
}

impl Pieces {
    /// `roads` are in the order of their codes.
    pub fn of(roads: &[Arc<Road>]) -> Self {
        let mut pieces: HashMap<i16, (Arc<Grid>, Vec<Piece>)> = HashMap::new();
        for (road, number) in roads.iter().zip(0..) {
            let zone = pieces.entry(road.grid.central_meridian()).or_insert_with(|| (road.grid.clone(), Vec::new()));
            let ends = road.alignment.corners().windows(2);
            zone.1.extend(ends.map(|ends| Piece::new(Line::new(ends[0], ends[1]), number)));
        }
        let zones = pieces.into_iter().map(|(zone, (grid, pieces))| (zone, (grid, RTree::bulk_load(pieces)))).collect();
        Self { zones, roads: roads.iter().map(|road| road.code.clone()).collect() }
    }

    /// Millimetres to the nearest road within `reach_m`, and its code; roads that `is_left_out` are
    /// passed over. Of two equally near ones the one whose code comes first.
    pub fn nearest(&self, at: LonLat, reach_m: f64, is_left_out: impl Fn(&str) -> bool) -> Option<(i64, &str)> {
        let mut best: Option<(i64, &str)> = None;
        for (grid, pieces) in self.zones.values() {
            let on_grid = grid.project(at).xy();
            if !on_grid[0].is_finite() {
                continue;
            }
            for (piece, distance_sq) in pieces.nearest_neighbor_iter_with_distance_2(&on_grid) {
                let distance_mm = in_mm(distance_sq.sqrt());
                if distance_sq > reach_m * reach_m || best.is_some_and(|best| distance_mm > best.0) {
                    break;
                }
                let candidate = (distance_mm, &*self.roads[piece.data as usize]);
                if best.is_none_or(|best| candidate < best) && !is_left_out(candidate.1) {
                    best = Some(candidate);
                }
            }
        }
        best
    }
}
