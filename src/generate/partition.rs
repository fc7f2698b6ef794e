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
type Ellipse = (&'static str, Place, [f64; 2]);
const ELLIPSES: [Ellipse; 4] = [
    (JIANAN, [-31_500.0, -10_500.0], [22_500.0, 16_800.0]),
    ("411025", [-58_500.0, -29_500.0], [16_500.0, 18_000.0]),
    ("411081", [-76_000.0, 8_500.0], [27_500.0, 17_300.0]),
    ("411082", [-32_500.0, 14_500.0], [23_000.0, 9_300.0]),
];
/// 鄢陵's own, for the land between it and the others.
const BESIDE: Ellipse = (YANLING, [-300.0, -8_000.0], [9_500.0, 20_000.0]);
/// Around the streets of a seat, all land is its county's.
const TOWN_MARGIN_M: f64 = 700.0;
/// Half the least width of land, in cells.
const SPIT: usize = 8;

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
    cut_spits(&mut owners);
    for (code, ..) in ELLIPSES {
        for cell in land.iter().filter(|cell| is_in_town(profile::of(code), **cell)) {
            owners[*cell] = Some(position(code));
        }
    }
    for code in INNER {
        carve(seed, &mut owners, profile::of(code));
    }
    gather(&mut owners);
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
        let wave = 1.0 + 0.07 * noise(seed ^ 0x62, at, 6_000.0) + 0.03 * noise(seed ^ 0x63, at, 1_500.0);
        // East of 鄢陵 is another city, wherever the ellipses reach.
        if at[0] < 0.0 {
            // What lies between two ellipses is nearly in either: bays between them are filled.
            let pull = |(_, middle, half): &Ellipse| {
                let far = ratio(at, *middle, *half) * wave;
                1.0 / (far * far * far * far)
            };
            let stretch = 1.0 / (ELLIPSES.iter().map(pull).sum::<f64>() + pull(&BESIDE));
            stretched.push((stretch, cell));
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
    let half = half_town_m(inner_of);
    let mut near: Vec<(f64, usize)> = (0..owners.len())
        .filter(|cell| owners[*cell] == Some(outer) && !is_in_town(profile::of(JIANAN), *cell))
        .map(|cell| {
            let at = Lattice::middle(cell);
            let wave = 0.12 * noise(seed ^ 0x64, at, 2_600.0) + 0.05 * noise(seed ^ 0x65, at, 700.0);
            // Within the rectangle of the town nothing is stretched.
            let stretch = if is_in_town(inner_of, cell) { 0.0 } else { ratio(at, inner_of.seat, half) + wave };
            (stretch, cell)
        })
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    near.truncate(real::count(inner_of.area_km2 * 1e6 / Lattice::cell_m2()));
    for (_, cell) in near {
        owners[cell] = Some(inner);
    }
}

fn half_town_m(profile: &Profile) -> [f64; 2] {
    [f64::from(profile.columns) * 378.0 + TOWN_MARGIN_M, f64::from(profile.rows) * 346.0 + TOWN_MARGIN_M]
}

/// Whether a cell is in the rectangle around a county's streets.
fn is_in_town(profile: &Profile, cell: usize) -> bool {
    let (at, half) = (Lattice::middle(cell), half_town_m(profile));
    (0..2).all(|axis| (at[axis] - profile.seat[axis]).abs() <= half[axis])
}

/// Leaves out spits of land: what is nowhere so wide that [`SPIT`] cells fit to each side. Where
/// that would leave a gap between counties, the land is kept.
fn cut_spits(owners: &mut [Option<usize>]) {
    let before = owners.to_vec();
    for (code, ..) in ELLIPSES {
        let nth = position(code);
        let seat = Lattice::cell_at(profile::of(code).seat).expect("the seat is on the lattice");
        let own = |cell: usize| before[cell] == Some(nth);
        // Rims of land, one cell wide, taken off and put on again.
        let off = (0..SPIT).fold((0..before.len()).map(own).collect(), |land: Vec<bool>, _| {
            grown(&land.iter().map(|is_in| !is_in).collect::<Vec<_>>()).into_iter().map(|is_out| !is_out).collect()
        });
        let core = reached(seat, |cell| off[cell]);
        let on = (0..SPIT).fold(core, |land, _| grown(&land));
        for cell in (0..before.len()).filter(|cell| own(*cell) && !on[*cell]) {
            owners[cell] = None;
        }
    }
    let outside = reached(0, |cell| owners[cell].is_none());
    for (cell, owner) in owners.iter_mut().enumerate().filter(|(cell, _)| !outside[*cell]) {
        *owner = owner.or(before[cell]);
    }
}

/// With the cells beside it.
fn grown(land: &[bool]) -> Vec<bool> {
    let is_beside = |cell: usize| Lattice::neighbours(cell).into_iter().flatten().any(|near| land[near]);
    (0..land.len()).map(|cell| land[cell] || is_beside(cell)).collect()
}

/// Gives what is cut off from the seat of its county to a county beside it.
fn gather(owners: &mut [Option<usize>]) {
    let mut kept = vec![false; owners.len()];
    for (nth, profile) in PROFILES.iter().enumerate() {
        let seat = Lattice::cell_at(profile.seat).expect("the seat is on the lattice");
        for (cell, own) in reached(seat, |cell| owners[cell] == Some(nth)).into_iter().enumerate() {
            kept[cell] |= own;
        }
    }
    let mut left: Vec<usize> = (0..owners.len()).filter(|cell| owners[*cell].is_some() && !kept[*cell]).collect();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|cell| {
            let beside = Lattice::neighbours(*cell).into_iter().flatten().find(|near| kept[*near]);
            if let Some(beside) = beside {
                owners[*cell] = owners[beside];
                kept[*cell] = true;
            }
            beside.is_none()
        });
        assert!(left.len() < before, "all land hangs together");
    }
}
