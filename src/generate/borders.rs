//! Where trunk roads leave a county: at corners of a border that both neighbours agree on, so that
//! a road goes on beyond it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::generate::lands::Corners;
use crate::generate::lattice::Corner;
use crate::generate::lattice::Lattice;
use crate::generate::partition::Tract;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance;
use crate::generate::skeleton::Class;

/// A place at which a trunk road leaves the county.
#[derive(Clone, Copy, Debug)]
pub struct Exit {
    pub at: Place,
    pub class: Class,
    /// Whether it is a corner of the border; otherwise it is a little way inside of it.
    pub is_shared: bool,
}

/// Between two exits on borders within the city, and on the city's own.
const APART_M: [f64; 2] = [6_500.0, 12_000.0];
/// Borders whose main road is a national one.
const NATIONAL: [[&str; 2]; 4] =
    [["411003", "411024"], ["411002", "411003"], ["411003", "411082"], ["411003", "411025"]];

/// For each tract its exits: none when there is but one, which then finds its own.
pub fn exits(tracts: &[Tract], corners: &Corners) -> Vec<Vec<Exit>> {
    let mut exits: Vec<Vec<Exit>> = vec![Vec::new(); tracts.len()];
    if tracts.len() == 1 {
        return exits;
    }
    let mut taken: Vec<Place> = Vec::new();
    let mut borders: Vec<_> = shared(tracts).into_iter().collect();
    borders.sort_by_key(|([_, b], _)| *b == tracts.len());
    for ([a, b], border) in borders {
        let codes = [tracts[a].profile.code, tracts.get(b).map_or("", |other| other.profile.code)];
        let mut free: Vec<Place> = border.iter().map(|corner| corners[corner]).collect();
        let apart = APART_M[usize::from(b == tracts.len())];
        let mut rank = 0;
        loop {
            let far = |at: &Place| taken.iter().map(|other| distance(*other, *at)).fold(f64::INFINITY, f64::min);
            free.retain(|at| far(at) >= apart || (rank == 0 && far(at) >= 0.3 * apart));
            let best = match tracts.get(b) {
                // The first where the straight way from seat to seat crosses the border.
                Some(other) if rank == 0 => {
                    let way = |at: &Place| distance(tracts[a].profile.seat, *at) + distance(*at, other.profile.seat);
                    free.iter().min_by(|x, y| way(x).total_cmp(&way(y)))
                }
                // The first to the outside is as far as can be from those to neighbours.
                None if rank == 0 => free.iter().max_by(|x, y| far(x).total_cmp(&far(y))),
                _ => free.iter().min_by(|x, y| far(x).total_cmp(&far(y))),
            };
            let Some(at) = best.copied() else { break };
            let class = match rank {
                0 if b == tracts.len() || NATIONAL.contains(&codes) => Class::National,
                0 | 1 => Class::Provincial,
                _ => Class::County,
            };
            let exit = Exit { at, class, is_shared: true };
            exits[a].push(exit);
            if b < tracts.len() {
                exits[b].push(exit);
            }
            taken.push(at);
            rank += 1;
        }
    }
    exits
}

/// Corners by the two tracts that they divide, the lower one first; beyond the last is the outside.
fn shared(tracts: &[Tract]) -> BTreeMap<[usize; 2], BTreeSet<Corner>> {
    let mut of_cell = vec![tracts.len(); Lattice::cells()];
    for (nth, tract) in tracts.iter().enumerate() {
        for cell in &tract.cells {
            of_cell[*cell] = nth;
        }
    }
    let mut borders: BTreeMap<[usize; 2], BTreeSet<Corner>> = BTreeMap::new();
    for (nth, tract) in tracts.iter().enumerate() {
        for cell in &tract.cells {
            let corners = Lattice::corners(*cell);
            for (side, near) in Lattice::neighbours(*cell).into_iter().enumerate() {
                let other = near.map_or(tracts.len(), |near| of_cell[near]);
                if other > nth {
                    borders.entry([nth, other]).or_default().extend([corners[side], corners[(side + 1) % 6]]);
                }
            }
        }
    }
    // A corner of three counties divides no two of them.
    let mut met: BTreeMap<Corner, usize> = BTreeMap::new();
    for corner in borders.values().flatten() {
        *met.entry(*corner).or_default() += 1;
    }
    for border in borders.values_mut() {
        border.retain(|corner| met[corner] == 1);
    }
    borders
}
