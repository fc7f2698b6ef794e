//! What stands in the way of houses: roads, rivers and the boundaries of villages.

use crate::generate::buckets::Buckets;
use crate::generate::rivers::River;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::to_piece_sq;
use crate::generate::skeleton::Class;
use crate::generate::territory::Territory;

/// No river is wider.
const WIDEST_M: f64 = 100.0;

/// What may not be built on.
pub struct Land<'a> {
    pub territory: &'a Territory,
    rivers: &'a [River],
    water: Buckets<(usize, usize)>,
    net: &'a RoadNet,
}

impl<'a> Land<'a> {
    pub fn new(territory: &'a Territory, rivers: &'a [River], net: &'a RoadNet) -> Self {
        let mut water = Buckets::new(250.0);
        for (nth, river) in rivers.iter().enumerate() {
            for (at, piece) in river.line.windows(2).enumerate() {
                water.add_piece([piece[0], piece[1]], (nth, at));
            }
        }
        Self { territory, rivers, water, net }
    }

    /// Whether a place is so far from the bank of every river; `clear_m` is at most 25.
    pub fn is_dry(&self, at: Place, clear_m: f64) -> bool {
        self.water.near(at, WIDEST_M / 2.0 + 25.0).into_iter().all(|(river, nth)| {
            let river = &self.rivers[river];
            let clear = river.width_m / 2.0 + clear_m;
            to_piece_sq(at, [river.line[nth], river.line[nth + 1]]) > clear * clear
        })
    }

    /// Pieces of river with half their width.
    pub fn waters_near(&self, at: Place, reach_m: f64) -> Vec<([Place; 2], f64)> {
        let pieces = self.water.near(at, reach_m).into_iter();
        pieces
            .map(|(river, nth)| {
                let river = &self.rivers[river];
                ([river.line[nth], river.line[nth + 1]], river.width_m / 2.0)
            })
            .collect()
    }

    /// Pieces of road with half their width.
    pub fn roads_near(&self, at: Place, reach_m: f64) -> Vec<([Place; 2], f64)> {
        let pieces = self.net.pieces.near(at, reach_m).into_iter();
        pieces
            .map(|(edge, nth)| {
                let edge = &self.net.edges[edge];
                let half = match edge.class {
                    Class::National | Class::Provincial => 13.0,
                    Class::County | Class::Urban => 7.0,
                    Class::Township => 4.5,
                    Class::Village => 3.0,
                };
                ([edge.line[nth], edge.line[nth + 1]], half)
            })
            .collect()
    }
}
