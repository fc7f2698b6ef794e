//! The land of the county: villages of lattice cells, townships of villages, one outline.
//!
//! All rings are made of the same smoothed corners, so that neighbours share their boundary vertex
//! by vertex: no gap, no overlap, and a township is exactly its villages.

use std::collections::BTreeMap;
use std::ops::Range;

use geo_types::LineString;
use geo_types::Polygon;

use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::divisions::Division;
use crate::generate::lattice::Corner;
use crate::generate::lattice::Lattice;
use crate::generate::numbers::real;
use crate::generate::outline;
use crate::generate::plane;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::is_inside;
use crate::generate::shapes::to_piece_sq;
use crate::generate::subdivision;
use crate::generate::subdivision::Seat;
use crate::geom::Shape;

/// Share of a committee of the county seat, of a town's new quarter and of a town's own committee,
/// where an ordinary village has 1.
const CORE_SHARE: f64 = 0.55;
const QUARTER_SHARE: f64 = 0.4;
const TOWN_SHARE: f64 = 0.72;
/// The least of an ordinary village.
const LEAST_SHARE: f64 = 0.75;
/// How many committees of the county seat's town are its urban core; the others are on its edge.
const CORE_VILLAGES: usize = 8;

pub struct Village {
    pub division: Division,
    pub township: usize,
    /// Closed, against the clock.
    pub ring: Vec<Place>,
    pub cells: Vec<usize>,
    pub seat: Place,
    pub urban_core: bool,
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
    pub ring: Vec<Place>,
    pub shape: Shape,
    /// By cell, the village.
    owners: Vec<Option<usize>>,
}

impl Territory {
    pub fn new(seed: u64, county: &'static str) -> Self {
        let lattice = Lattice::new(seed);
        let cells = outline::cells(seed);
        let divisions: Vec<Division> = divisions::townships_of(county).collect();
        let members: Vec<Vec<Division>> =
            divisions.iter().map(|town| divisions::villages_of(town.code).collect()).collect();
        let shares: Vec<Vec<f64>> = members
            .iter()
            .enumerate()
            .map(|(nth, villages)| village_shares(seed, nth == 0, &divisions[nth], villages))
            .collect();
        let mut seats = vec![Seat { at: [0.0, 0.0], share: shares[0].iter().sum(), fixed: true }];
        let others = subdivision::spread(&cells, &[[0.0, 0.0]], divisions.len() - 1);
        seats.extend(others.iter().zip(&shares[1..]).map(|(at, shares)| Seat {
            at: *at,
            share: shares.iter().sum(),
            fixed: false,
        }));
        let parts = subdivision::divided(seed, &cells, &mut seats);

        let mut owners = vec![None; Lattice::cells()];
        let (mut villages, mut townships) = (Vec::new(), Vec::new());
        for (township, division) in divisions.iter().enumerate() {
            let land: Vec<usize> =
                cells.iter().zip(&parts).filter(|(_, part)| **part == township).map(|(cell, _)| *cell).collect();
            let first = villages.len();
            let town = town_village(division, &members[township]);
            let mut places = village_seats(&land, seats[township].at, town, &shares[township]);
            let owned = subdivision::divided(seed, &land, &mut places);
            for (cell, owner) in land.iter().zip(&owned) {
                owners[*cell] = Some(first + owner);
            }
            for (nth, (member, seat)) in members[township].iter().zip(&places).enumerate() {
                let cells =
                    land.iter().zip(&owned).filter(|(_, owner)| **owner == nth).map(|(cell, _)| *cell).collect();
                let urban_core = township == 0 && shares[0][nth] < TOWN_SHARE;
                villages.push(Village {
                    division: member.clone(),
                    township,
                    ring: Vec::new(),
                    cells,
                    seat: seat.at,
                    urban_core,
                });
            }
            townships.push(Township {
                division: division.clone(),
                villages: first..villages.len(),
                seat: seats[township].at,
                seat_village: first + town,
                shape: plane::point(seats[township].at),
            });
        }
        let corners = smoothed(&lattice, &cells, &owners);
        let ring_of = |land: &[usize], is_in: &dyn Fn(usize) -> bool| -> Vec<Place> {
            let rings = Lattice::rings(land, is_in);
            assert!(rings.len() == 1, "a region is in one piece and has no hole");
            rings[0].iter().map(|corner| corners[corner]).collect()
        };
        for (nth, village) in villages.iter_mut().enumerate() {
            village.ring = ring_of(&village.cells, &|cell| owners[cell] == Some(nth));
            village.seat = middle_of(village);
        }
        for township in &mut townships {
            let range = township.villages.clone();
            let land: Vec<usize> =
                villages[range.clone()].iter().flat_map(|village| village.cells.iter().copied()).collect();
            let ring = ring_of(&land, &|cell| owners[cell].is_some_and(|owner| range.contains(&owner)));
            township.shape = polygon(&ring);
            township.seat = villages[township.seat_village].seat;
        }
        townships[0].seat = [0.0, 0.0];
        let ring = ring_of(&cells, &|cell| owners[cell].is_some());
        Self { townships, villages, shape: polygon(&ring), ring, owners }
    }

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

    /// The finest division that holds all the places.
    pub fn jurisdiction_of(&self, places: &[Place], county: &'static str) -> &'static str {
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
    Polygon::new(LineString::new(ring.iter().copied().map(plane::degrees).collect()), Vec::new()).into()
}

fn village_shares(seed: u64, is_seat: bool, town: &Division, villages: &[Division]) -> Vec<f64> {
    let mut dice = Dice::of(seed, "village sizes", town.code);
    let main = town_village(town, villages);
    let core = |nth: usize| is_seat && (villages[nth].name.ends_with("街居委会") || nth >= villages.len() - 4);
    debug_assert!(
        !is_seat || (0..villages.len()).filter(|nth| core(*nth)).count() == CORE_VILLAGES,
        "the streets and the newest quarters"
    );
    (0..villages.len())
        .map(|nth| match (villages[nth].name, dice.unit()) {
            _ if core(nth) => CORE_SHARE,
            (name, _) if name.contains("社区") => QUARTER_SHARE,
            _ if nth == main => TOWN_SHARE,
            // Many middling ones, few large ones.
            (_, draw) => LEAST_SHARE + 0.9 * draw * draw,
        })
        .collect()
}

/// The village that bears the town's name, or begins like it, or is the first.
fn town_village(town: &Division, villages: &[Division]) -> usize {
    let stem = divisions::stem(town.name);
    let first = stem.chars().next();
    let begins = |village: &Division| village.name.chars().next() == first;
    let named = |village: &Division| village.name.starts_with(stem);
    villages.iter().position(named).or_else(|| villages.iter().position(begins)).unwrap_or(0)
}

fn village_seats(land: &[usize], town_at: Place, town: usize, shares: &[f64]) -> Vec<Seat> {
    let mut spread = subdivision::spread(land, &[town_at], shares.len() - 1);
    // Small ones beside the town, the others as they come.
    spread.sort_by(|a, b| distance_sq(*a, town_at).total_cmp(&distance_sq(*b, town_at)));
    let mut order: Vec<usize> = (0..shares.len()).filter(|nth| *nth != town).collect();
    order.sort_by(|a, b| (shares[*a] >= LEAST_SHARE).cmp(&(shares[*b] >= LEAST_SHARE)).then(a.cmp(b)));
    let mut seats = vec![Seat { at: town_at, share: shares[town], fixed: true }; shares.len()];
    for (nth, at) in order.into_iter().zip(spread) {
        seats[nth] = Seat { at, share: shares[nth], fixed: false };
    }
    seats
}

/// The place of a village's cell nearest to the middle of them all.
fn middle_of(village: &Village) -> Place {
    let count = real::of(village.cells.len());
    let sum = village
        .cells
        .iter()
        .map(|cell| Lattice::middle(*cell))
        .fold([0.0, 0.0], |sum, at| [sum[0] + at[0], sum[1] + at[1]]);
    let middle = [sum[0] / count, sum[1] / count];
    let far = |at: &Place| distance(*at, middle);
    village.cells.iter().map(|cell| Lattice::middle(*cell)).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(middle)
}

/// Corners on a boundary drawn towards their neighbours on it, so that hexagons do not show.
fn smoothed(lattice: &Lattice, cells: &[usize], owners: &[Option<usize>]) -> BTreeMap<Corner, Place> {
    let mut beside: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for cell in cells {
        let corners = Lattice::corners(*cell);
        for (side, near) in Lattice::neighbours(*cell).into_iter().enumerate() {
            let near = near.filter(|near| owners[*near].is_some());
            // Each edge once: from the lower cell, or from the only one.
            if near.is_none_or(|near| owners[near] != owners[*cell] && near > *cell) {
                let (a, b) = (corners[side], corners[(side + 1) % 6]);
                beside.entry(a).or_default().push(b);
                beside.entry(b).or_default().push(a);
            }
        }
    }
    let mut places: BTreeMap<Corner, Place> = beside.keys().map(|corner| (*corner, lattice.place(*corner))).collect();
    for _ in 0..3 {
        let before = places.clone();
        for (corner, place) in &mut places {
            let near = &beside[corner];
            let sum = near.iter().map(|near| before[near]).fold([0.0, 0.0], |sum, at| [sum[0] + at[0], sum[1] + at[1]]);
            let count = real::of(near.len());
            *place = [f64::midpoint(place[0], sum[0] / count), f64::midpoint(place[1], sum[1] / count)];
        }
    }
    places
}
