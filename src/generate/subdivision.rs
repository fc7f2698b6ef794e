//! Dividing a region of lattice cells among seats: each gets a contiguous part of about its share.
//!
//! A power diagram (Aurenhammer 1987) whose weights are turned until the parts have their sizes,
//! while the seats that may move go to the middle of their parts (Lloyd 1982). What a crooked
//! region cuts off from its seat goes to a neighbour.

use crate::generate::dice::noise;
use crate::generate::lattice::Lattice;
use crate::generate::numbers::real;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance_sq;

/// A seat looking for its part.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub at: Place,
    /// Relative size of its part.
    pub share: f64,
    /// Whether it stays where it is.
    pub fixed: bool,
}

const ROUNDS: usize = 26;
/// Further ones while a part has less than this of what it should have; so many at a time.
const MORE_ROUNDS: usize = 160;
const LEAST: f64 = 0.3;
const SETTLING: usize = 16;

/// For each of `cells`, the seat that gets it; the seats are moved to where they end.
pub fn divided(seed: u64, cells: &[usize], seats: &mut [Seat]) -> Vec<usize> {
    // Distances are measured on a plane that waves, so that the borders do too.
    let places: Vec<Place> = cells
        .iter()
        .map(|cell| {
            let at = Lattice::middle(*cell);
            let wave = |salt: u64| 90.0 * noise(seed ^ salt, at, 650.0) + 160.0 * noise(seed ^ salt, at, 1900.0);
            [at[0] + wave(11), at[1] + wave(12)]
        })
        .collect();
    let shares: f64 = seats.iter().map(|seat| seat.share).sum();
    let wanted: Vec<f64> = seats.iter().map(|seat| seat.share / shares * real::of(cells.len())).collect();
    let mut weights = vec![0.0; seats.len()];
    let mut owners = vec![0; cells.len()];
    for round in 0..ROUNDS + MORE_ROUNDS {
        for (owner, at) in owners.iter_mut().zip(&places) {
            *owner = nearest(seats, &weights, *at);
        }
        let mut sums = vec![[0.0; 3]; seats.len()];
        for (owner, at) in owners.iter().zip(&places) {
            let sum = &mut sums[*owner];
            *sum = [sum[0] + at[0], sum[1] + at[1], sum[2] + 1.0];
        }
        if round + 1 >= ROUNDS {
            let starved: Vec<usize> = (0..seats.len()).filter(|nth| sums[*nth][2] < LEAST * wanted[*nth]).collect();
            if starved.is_empty() {
                break;
            }
            if (round + 1 - ROUNDS).is_multiple_of(SETTLING) {
                for nth in starved {
                    resettle(nth, seats, &mut weights, &owners, &places);
                }
            }
        }
        for (nth, sum) in sums.iter().enumerate() {
            weights[nth] += (wanted[nth] - sum[2]) * Lattice::cell_m2() * 0.35;
            if !seats[nth].fixed && sum[2] > 0.0 && round < ROUNDS - 8 {
                seats[nth].at = [sum[0] / sum[2], sum[1] / sum[2]];
            }
        }
    }
    joined_up(cells, seats, &mut owners);
    owners
}

/// Moves a seat that is too near to another to get land of its own to the far end of the largest
/// part.
fn resettle(nth: usize, seats: &mut [Seat], weights: &mut [f64], owners: &[usize], places: &[Place]) {
    let size = |owner: usize| real::of(owners.iter().filter(|other| **other == owner).count()) / seats[owner].share;
    let largest = (0..seats.len()).max_by(|a, b| size(*a).total_cmp(&size(*b))).expect("there are seats");
    let far = |at: &Place| distance_sq(seats[largest].at, *at);
    let own = owners.iter().zip(places).filter(|(owner, _)| **owner == largest).map(|(_, at)| *at);
    if let Some(at) = own.max_by(|a, b| far(a).total_cmp(&far(b))) {
        seats[nth].at = at;
        weights[nth] = weights[largest];
    }
}

fn nearest(seats: &[Seat], weights: &[f64], at: Place) -> usize {
    let mut best = (f64::INFINITY, 0);
    for (nth, (seat, weight)) in seats.iter().zip(weights).enumerate() {
        let far = distance_sq(seat.at, at) - weight;
        if far < best.0 {
            best = (far, nth);
        }
    }
    best.1
}

/// Keeps the largest piece of each part and gives the others to the neighbour that touches most.
fn joined_up(cells: &[usize], seats: &[Seat], owners: &mut [usize]) {
    let mut position = vec![usize::MAX; Lattice::cells()];
    for (at, cell) in cells.iter().enumerate() {
        position[*cell] = at;
    }
    let beside = |at: usize| {
        Lattice::neighbours(cells[at])
            .into_iter()
            .flatten()
            .map(|cell| position[cell])
            .filter(|at| *at != usize::MAX)
            .collect::<Vec<_>>()
    };
    let mut kept = vec![false; cells.len()];
    let mut seen = vec![false; cells.len()];
    let mut largest: Vec<Vec<usize>> = vec![Vec::new(); seats.len()];
    for start in 0..cells.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut piece = vec![start];
        let mut next = 0;
        while next < piece.len() {
            for other in beside(piece[next]) {
                if !seen[other] && owners[other] == owners[start] {
                    seen[other] = true;
                    piece.push(other);
                }
            }
            next += 1;
        }
        if piece.len() > largest[owners[start]].len() {
            largest[owners[start]] = piece;
        }
    }
    for at in largest.iter().flatten() {
        kept[*at] = true;
    }
    while let Some(at) = (0..cells.len())
        .filter(|at| !kept[*at])
        .max_by_key(|at| beside(*at).iter().filter(|other| kept[**other]).count())
    {
        let around: Vec<usize> =
            beside(at).into_iter().filter(|other| kept[*other]).map(|other| owners[other]).collect();
        let most = |owner: &usize| (around.iter().filter(|other| *other == owner).count(), std::cmp::Reverse(*owner));
        owners[at] = around.iter().copied().max_by_key(|owner| most(owner)).unwrap_or(owners[at]);
        kept[at] = true;
    }
}

/// `count` seats spread over cells: each as far as can be from those before it.
pub fn spread(cells: &[usize], taken: &[Place], count: usize) -> Vec<Place> {
    let mut chosen: Vec<Place> = Vec::with_capacity(count);
    let mut far: Vec<f64> = cells
        .iter()
        .map(|cell| taken.iter().map(|place| distance_sq(*place, Lattice::middle(*cell))).fold(f64::INFINITY, f64::min))
        .collect();
    for _ in 0..count {
        let mut best = 0;
        for (at, distance) in far.iter().enumerate() {
            if *distance > far[best] {
                best = at;
            }
        }
        let place = Lattice::middle(cells[best]);
        for (at, cell) in cells.iter().enumerate() {
            far[at] = far[at].min(distance_sq(place, Lattice::middle(*cell)));
        }
        chosen.push(place);
    }
    chosen
}
