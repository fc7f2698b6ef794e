//! Land shared out: counties into townships, townships into villages, and the rings around them.
//!
//! All rings are made of the same smoothed corners, so that neighbours share their boundary vertex
//! by vertex, across the borders of counties too: no gap, no overlap, and a township is exactly its
//! villages.

use std::collections::BTreeMap;

use crate::generate::borders;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::divisions::Division;
use crate::generate::lattice::Corner;
use crate::generate::lattice::Lattice;
use crate::generate::numbers::real;
use crate::generate::partition::Tract;
use crate::generate::plane;
use crate::generate::profile::Profile;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::streets::Streets;
use crate::generate::subdivision;
use crate::generate::subdivision::Seat;
use crate::generate::territory::Territory;
use crate::generate::territory::Township;
use crate::generate::territory::Village;
use crate::generate::territory::polygon;
use crate::generate::territory::polygon_with_holes;
use crate::generate::zones;
use crate::geom::Shape;

/// Share of a committee of the county seat, of a town's new quarter and of a town's own committee,
/// where an ordinary village has 1.
const CORE_SHARE: f64 = 0.55;
const QUARTER_SHARE: f64 = 0.4;
const TOWN_SHARE: f64 = 0.72;
/// The least of an ordinary village.
const LEAST_SHARE: f64 = 0.75;
/// How many committees of 鄢陵's seat are its urban core; the others are on its edge.
const CORE_VILLAGES: usize = 8;

/// The land of all counties and the outline of them together.
pub struct Lands {
    pub territories: Vec<Territory>,
    pub shape: Shape,
}

/// Corners of all boundaries, where they ended up.
pub type Corners = BTreeMap<Corner, Place>;

pub fn lands(seed: u64, tracts: &[Tract]) -> Lands {
    let mut territories: Vec<Territory> = tracts.iter().map(|tract| divided(seed, tract)).collect();
    // All villages of the city, numbered through.
    let mut owners: Vec<Option<usize>> = vec![None; Lattice::cells()];
    let mut first = 0;
    for territory in &territories {
        for (cell, owner) in territory.owners.iter().enumerate() {
            owners[cell] = owners[cell].or(owner.map(|owner| first + owner));
        }
        first += territory.villages.len();
    }
    let cells: Vec<usize> = (0..Lattice::cells()).filter(|cell| owners[*cell].is_some()).collect();
    let corners = smoothed(&Lattice::new(seed), &cells, &owners);
    for (territory, tract) in territories.iter_mut().zip(tracts) {
        enclose(territory, tract, &corners);
        territory.zones = zones::zones(territory, tract.profile, &corners);
    }
    for (territory, exits) in territories.iter_mut().zip(borders::exits(tracts, &corners)) {
        territory.exits = exits;
    }
    let rings = rings_of(&cells, &|cell| owners[cell].is_some(), &corners);
    Lands { territories, shape: polygon_with_holes(&rings) }
}

/// Townships and villages by their cells; their rings are still to come.
fn divided(seed: u64, tract: &Tract) -> Territory {
    let Tract { profile, cells } = tract;
    let divisions: Vec<Division> = divisions::townships_of(profile.code).collect();
    let members: Vec<Vec<Division>> =
        divisions.iter().map(|town| divisions::villages_of(town.code).collect()).collect();
    let shares: Vec<Vec<f64>> = members
        .iter()
        .enumerate()
        .map(|(nth, villages)| village_shares(seed, profile.is_first() && nth == 0, &divisions[nth], villages))
        .collect();
    let mut seats = township_seats(profile, cells, &divisions, &shares);
    let parts = subdivision::divided(seed, cells, &mut seats);

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
            villages.push(Village {
                division: member.clone(),
                township,
                ring: Vec::new(),
                cells: land.iter().zip(&owned).filter(|(_, owner)| **owner == nth).map(|(cell, _)| *cell).collect(),
                seat: seat.at,
                urban_core: profile.is_first() && township == 0 && shares[0][nth] < TOWN_SHARE,
                accountable: profile.code,
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
    Territory {
        townships,
        villages,
        ring: Vec::new(),
        shape: plane::point(profile.seat),
        exits: Vec::new(),
        zones: Vec::new(),
        owners,
    }
}

/// The rings around villages, townships and county.
fn enclose(territory: &mut Territory, tract: &Tract, corners: &Corners) {
    let Territory { townships, villages, owners, .. } = territory;
    for (nth, village) in villages.iter_mut().enumerate() {
        village.ring = ring_of(&village.cells, &|cell| owners[cell] == Some(nth), corners);
        village.seat = middle_of(village);
    }
    for township in townships.iter_mut() {
        let range = township.villages.clone();
        let land: Vec<usize> =
            villages[range.clone()].iter().flat_map(|village| village.cells.iter().copied()).collect();
        let ring = ring_of(&land, &|cell| owners[cell].is_some_and(|owner| range.contains(&owner)), corners);
        township.shape = polygon(&ring);
        township.seat = villages[township.seat_village].seat;
    }
    townships[0].seat = tract.profile.seat;
    if !tract.profile.is_first() {
        for village in villages.iter_mut() {
            village.urban_core = Streets::reach(tract.profile, village.seat, 100.0);
        }
    }
    let rings = rings_of(&tract.cells, &|cell| owners[cell].is_some(), corners);
    territory.shape = polygon_with_holes(&rings);
    territory.ring.clone_from(&rings[0]);
}

/// The ring around a region without a hole.
pub fn ring_of(land: &[usize], is_in: &dyn Fn(usize) -> bool, corners: &Corners) -> Vec<Place> {
    let mut rings = rings_of(land, is_in, corners);
    assert!(rings.len() == 1, "a region is in one piece and has no hole");
    rings.remove(0)
}

/// The rings around a region, the outer one first.
pub fn rings_of(land: &[usize], is_in: &dyn Fn(usize) -> bool, corners: &Corners) -> Vec<Vec<Place>> {
    let rings = Lattice::rings(land, is_in);
    rings.into_iter().map(|ring| ring.iter().map(|corner| corners[corner]).collect()).collect()
}

/// Spread over the county, the first at its seat. Subdistricts are those nearest to it.
fn township_seats(profile: &Profile, cells: &[usize], divisions: &[Division], shares: &[Vec<f64>]) -> Vec<Seat> {
    let mut places = subdivision::spread(cells, &[profile.seat], divisions.len() - 1);
    let mut order: Vec<usize> = (1..divisions.len()).collect();
    if !profile.is_first() {
        places.sort_by(|a, b| distance_sq(*a, profile.seat).total_cmp(&distance_sq(*b, profile.seat)));
        order.sort_by_key(|nth| (!divisions[*nth].name.ends_with("街道"), *nth));
    }
    let mut seats = vec![Seat { at: profile.seat, share: shares[0].iter().sum(), fixed: true }; divisions.len()];
    for (nth, at) in order.into_iter().zip(places) {
        seats[nth] = Seat { at, share: shares[nth].iter().sum(), fixed: false };
    }
    seats
}

/// `has_core` for the town of 鄢陵's seat, the committees of whose streets are known.
fn village_shares(seed: u64, has_core: bool, town: &Division, villages: &[Division]) -> Vec<f64> {
    let mut dice = Dice::of(seed, "village sizes", town.code);
    let main = town_village(town, villages);
    let core = |nth: usize| has_core && (villages[nth].name.ends_with("街居委会") || nth >= villages.len() - 4);
    debug_assert!(
        !has_core || (0..villages.len()).filter(|nth| core(*nth)).count() == CORE_VILLAGES,
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
