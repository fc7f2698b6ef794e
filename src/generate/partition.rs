//! The city's land shared out among its counties, cell by cell: no gap and no overlap.
//!
//! 鄢陵 keeps the outline that it has on its own. The others fill a region made of ellipses of about
//! their extent, divided by their areas; 魏都 and the development zone are cut out of the middle of
//! 建安. Outlines are invented: real ones may not be shipped.

use crate::generate::dice::noise;
use crate::generate::lattice::Lattice;
use crate::generate::numbers::real;
use crate::generate::outline;
use crate::generate::outline::reached;
use crate::generate::profile;
use crate::generate::profile::INNER;
use crate::generate::profile::JIANAN;
use crate::generate::profile::PROFILES;
use crate::generate::profile::Profile;
use crate::generate::profile::YANLING;
use crate::generate::shapes::Place;
use crate::generate::subdivision;
use crate::generate::subdivision::Seat;

/// The middle and the half axes of a county, with what lies within it.
const ELLIPSES: [(&str, Place, [f64; 2]); 4] = [
    (JIANAN, [-31_500.0, -10_500.0], [22_500.0, 16_800.0]),
    ("411025", [-58_500.0, -29_500.0], [16_500.0, 18_000.0]),
    ("411081", [-76_000.0, 8_500.0], [27_500.0, 17_300.0]),
    ("411082", [-32_500.0, 14_500.0], [23_000.0, 9_300.0]),
];
/// Around the streets of a seat, all land is its county's.
const TOWN_MARGIN_M: f64 = 700.0;

/// The land of a county.
pub struct Tract {
    pub profile: &'static Profile,
    /// In order.
    pub cells: Vec<usize>,
}

/// 鄢陵 alone.
pub fn county(seed: u64) -> Vec<Tract> {
    vec![Tract { profile: profile::of(YANLING), cells: outline::cells(seed) }]
}

/// The seven counties, in the order of their codes.
pub fn city(seed: u64) -> Vec<Tract> {
    let mut owners: Vec<Option<usize>> = vec![None; Lattice::cells()];
    for cell in outline::cells(seed) {
        owners[cell] = Some(position(YANLING));
    }
    let land = region(seed, &owners);
    let mut seats: Vec<Seat> =
        ELLIPSES.iter().map(|(code, at, _)| Seat { at: *at, share: area_with_inner_km2(code), fixed: true }).collect();
    for (cell, part) in land.iter().zip(subdivision::divided(seed ^ 0x61, &land, &mut seats)) {
        owners[*cell] = Some(position(ELLIPSES[part].0));
    }
    for code in INNER {
        carve(seed, &mut owners, profile::of(code));
    }
    PROFILES
        .iter()
        .enumerate()
        .map(|(nth, profile)| {
            let cells = (0..Lattice::cells()).filter(|cell| owners[*cell] == Some(nth)).collect();
            Tract { profile, cells }
        })
        .collect()
}

fn position(code: &str) -> usize {
    PROFILES.iter().position(|profile| profile.code == code).expect("each county of the city has a profile")
}

fn area_with_inner_km2(code: &str) -> f64 {
    let own = profile::of(code).area_km2;
    if code == JIANAN { own + INNER.iter().map(|inner| profile::of(inner).area_km2).sum::<f64>() } else { own }
}

/// The land of the four that surround 鄢陵's: the cells that need the least stretching of the
/// ellipses, in one piece with 鄢陵 and without holes.
fn region(seed: u64, owners: &[Option<usize>]) -> Vec<usize> {
    let mut stretched: Vec<(f64, usize)> = Vec::new();
    for cell in (0..Lattice::cells()).filter(|cell| owners[*cell].is_none()) {
        let at = Lattice::middle(cell);
        let wave = 0.07 * noise(seed ^ 0x62, at, 6_000.0) + 0.03 * noise(seed ^ 0x63, at, 1_500.0);
        // East of 鄢陵 is another city, wherever the ellipses reach.
        if at[0] < 0.0 {
            let stretch = ELLIPSES.iter().map(|(_, middle, half)| ratio(at, *middle, *half)).fold(f64::INFINITY, f64::min);
            stretched.push((stretch + wave, cell));
        }
    }
    stretched.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let wanted: f64 = ELLIPSES.iter().map(|(code, ..)| area_with_inner_km2(code)).sum();
    stretched.truncate(real::count(wanted * 1e6 / Lattice::cell_m2()));
    let mut is_in: Vec<bool> = owners.iter().map(Option::is_some).collect();
    for (_, cell) in stretched {
        is_in[cell] = true;
    }
    let start = Lattice::cell_at(profile::of(JIANAN).seat).expect("the seat is on the lattice");
    let mainland = reached(start, |cell| is_in[cell]);
    let outside = reached(0, |cell| !mainland[cell]);
    (0..Lattice::cells()).filter(|cell| !outside[*cell] && owners[*cell].is_none()).collect()
}

fn ratio(at: Place, middle: Place, half: [f64; 2]) -> f64 {
    let (x, y) = ((at[0] - middle[0]) / half[0], (at[1] - middle[1]) / half[1]);
    (x * x + y * y).sqrt()
}

/// Cuts a small county out of 建安, around its seat: the streets first, then what is nearest.
fn carve(seed: u64, owners: &mut [Option<usize>], inner_of: &Profile) {
    let (outer, inner) = (position(JIANAN), position(inner_of.code));
    let half = [
        f64::from(inner_of.columns) * 378.0 + TOWN_MARGIN_M,
        f64::from(inner_of.rows) * 346.0 + TOWN_MARGIN_M,
    ];
    let mut near: Vec<(f64, usize)> = (0..owners.len())
        .filter(|cell| owners[*cell] == Some(outer))
        .map(|cell| {
            let at = Lattice::middle(cell);
            let wave = 0.12 * noise(seed ^ 0x64, at, 2_600.0) + 0.05 * noise(seed ^ 0x65, at, 700.0);
            let (x, y) = ((at[0] - inner_of.seat[0]).abs() / half[0], (at[1] - inner_of.seat[1]).abs() / half[1]);
            // Within the rectangle of the town nothing is stretched.
            let stretch = if x.max(y) <= 1.0 { 0.0 } else { ratio(at, inner_of.seat, half) + wave };
            (stretch, cell)
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.truncate(real::count(inner_of.area_km2 * 1e6 / Lattice::cell_m2()));
    let mut is_in = vec![false; owners.len()];
    for (_, cell) in near {
        is_in[cell] = true;
    }
    let seat = Lattice::cell_at(inner_of.seat).expect("the seat is on the lattice");
    let mainland = reached(seat, |cell| is_in[cell]);
    for cell in (0..owners.len()).filter(|cell| mainland[*cell]) {
        owners[cell] = Some(inner);
    }
    // What is now cut off from the rest of 建安 goes to the one that cut it off.
    let start = Lattice::cell_at(profile::of(JIANAN).seat).expect("the seat is on the lattice");
    let rest = reached(start, |cell| owners[cell] == Some(outer));
    for cell in 0..owners.len() {
        if owners[cell] == Some(outer) && !rest[cell] {
            owners[cell] = Some(inner);
        }
    }
}
