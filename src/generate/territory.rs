//! The land of a county: villages of lattice cells, townships of villages, one outline. How it is
//! shared out is in `lands`.

use std::ops::Range;

use geo_types::LineString;
use geo_types::Polygon;

use crate::generate::borders::Exit;
use crate::generate::divisions::Division;
use crate::generate::lattice::Lattice;
use crate::generate::plane;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::is_inside;
use crate::generate::shapes::to_piece_sq;
use crate::generate::zones::Zone;
use crate::geom::Shape;

pub struct Village {
    pub division: Division,
    pub township: usize,
    /// Closed, against the clock.
    pub ring: Vec<Place>,
    pub cells: Vec<usize>,
    pub seat: Place,
    pub urban_core: bool,
    /// The body that pays and answers.
    pub accountable: &'static str,
}

pub struct Township {
    pub division: Division,
    /// Positions in [`Territory::villages`].
    pub villages: Range<usize>,
    pub seat: Place,
    /// The village in which its seat lies.
    pub seat_village: usize,
    pub shape: Shape,
}

pub struct Territory {
    pub townships: Vec<Township>,
    pub villages: Vec<Village>,
    /// The outer ring; a county within it is left out of the shape.
    pub ring: Vec<Place>,
    pub shape: Shape,
    /// Where trunk roads leave the county.
    pub exits: Vec<Exit>,
    /// Bodies that answer for some of its villages in place of the county.
    pub zones: Vec<Zone>,
    /// By cell, the village.
    pub owners: Vec<Option<usize>>,
}

impl Territory {
    /// The village at a place; `None` outside the county.
    pub fn village_at(&self, at: Place) -> Option<usize> {
        let cell = Lattice::cell_at(at)?;
        let around = Lattice::neighbours(cell).into_iter().flatten();
        let mut tried = [usize::MAX; 7];
        for (nth, near) in std::iter::once(cell).chain(around).enumerate() {
            let Some(owner) = self.owners[near] else { continue };
            if !tried.contains(&owner) && is_inside(at, &self.villages[owner].ring) {
                return Some(owner);
            }
            tried[nth] = owner;
        }
        None
    }

    /// Whether a place is in a village and so many metres from its boundary.
    pub fn is_well_inside(&self, village: usize, at: Place, margin_m: f64) -> bool {
        let ring = &self.villages[village].ring;
        // A cell all of whose neighbours are the village's is far from any boundary.
        let deep = Lattice::cell_at(at).is_some_and(|cell| {
            self.owners[cell] == Some(village)
                && Lattice::neighbours(cell)
                    .iter()
                    .all(|near| near.is_some_and(|near| self.owners[near] == Some(village)))
        });
        deep || (is_inside(at, ring)
            && ring.windows(2).all(|piece| to_piece_sq(at, [piece[0], piece[1]]) > margin_m * margin_m))
    }

    /// The finest division that holds all the places. A road that ends at the border belongs to the
    /// division that it comes from.
    pub fn jurisdiction_of(&self, places: &[Place], county: &'static str) -> &'static str {
        let is_exit = |at: &Place| self.exits.iter().any(|exit| exit.is_shared && distance_sq(exit.at, *at) == 0.0);
        let places = if is_exit(&places[0]) { &places[1..] } else { places };
        let places = if is_exit(&places[places.len() - 1]) { &places[..places.len() - 1] } else { places };
        let Some(first) = self.village_at(places[0]) else { return county };
        let ring = &self.villages[first].ring;
        if places.iter().all(|at| is_inside(*at, ring)) {
            return self.villages[first].division.code;
        }
        let township = self.villages[first].township;
        let same = |at: &Place| self.village_at(*at).is_some_and(|village| self.villages[village].township == township);
        if places.iter().all(same) { self.townships[township].division.code } else { county }
    }

    pub fn code_at(&self, at: Place, county: &'static str) -> &'static str {
        self.village_at(at).map_or(county, |village| self.villages[village].division.code)
    }

    /// Middles of cells of a village that have no boundary beside them; of the least bad one when
    /// it has none such.
    pub fn inner_places(&self, village: usize) -> Vec<Place> {
        let cells = &self.villages[village].cells;
        let own = |cell: &usize| {
            Lattice::neighbours(*cell)
                .iter()
                .filter(|near| near.is_some_and(|near| self.owners[near] == Some(village)))
                .count()
        };
        let most = cells.iter().map(own).max().unwrap_or(0);
        cells.iter().filter(|cell| own(cell) == most).map(|cell| Lattice::middle(*cell)).collect()
    }
}

pub fn polygon(ring: &[Place]) -> Shape {
    polygon_with_holes(&[ring.to_vec()])
}

/// The outer ring first.
pub fn polygon_with_holes(rings: &[Vec<Place>]) -> Shape {
    let mut rings = rings.iter().map(|ring| LineString::new(ring.iter().copied().map(plane::degrees).collect()));
    let outer = rings.next().expect("a region has an outer ring");
    Polygon::new(outer, rings.collect()).into()
}
