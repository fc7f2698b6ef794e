//! 鄢陵 as a set of lattice cells: an invented outline of the real area and extent.
//!
//! Real boundaries may not be shipped. Known are the area (866 km²) and the bounds (114.02 to
//! 114.33°E, 33.78 to 34.24°N).

use crate::generate::dice::Dice;
use crate::generate::dice::noise;
use crate::generate::lattice::Lattice;
use crate::generate::numbers::real;

const AREA_M2: f64 = 866.0e6;
const SOUTH_M: f64 = -36_300.0;
const NORTH_M: f64 = 14_400.0;
const WEST_M: f64 = -13_500.0;
const EAST_M: f64 = 14_500.0;
/// Half widths and middles at even steps from south to north, before they are varied.
const HALF_WIDTHS_M: [f64; 13] = [
    1_700.0, 5_800.0, 8_000.0, 8_900.0, 9_200.0, 8_700.0, 8_400.0, 8_900.0, 9_600.0, 10_300.0, 9_700.0, 7_600.0,
    3_200.0,
];
const MIDDLES_M: [f64; 13] =
    [3_000.0, 2_600.0, 1_700.0, 500.0, -900.0, -1_500.0, -1_200.0, -200.0, 700.0, 400.0, 0.0, 500.0, 1_100.0];

/// The cells of the county, in order: those that need the least stretching of the profile.
pub fn cells(seed: u64) -> Vec<usize> {
    let mut dice = Dice::of(seed, "outline", "");
    let widths: Vec<f64> = HALF_WIDTHS_M.iter().map(|width| width + 700.0 * dice.bell()).collect();
    let middles: Vec<f64> = MIDDLES_M.iter().map(|middle| middle + 800.0 * dice.bell()).collect();
    let mut stretched: Vec<(f64, usize)> = Vec::new();
    for cell in 0..Lattice::cells() {
        let [x, y] = Lattice::middle(cell);
        // The tips are waved too, so that they are not cut straight.
        let tip = 900.0 * noise(seed ^ 0x23, [x, y], 2_300.0) + 400.0 * noise(seed ^ 0x24, [x, y], 800.0);
        if (SOUTH_M + 700.0..=NORTH_M - 700.0).contains(&(y + tip)) && (WEST_M..=EAST_M).contains(&x) {
            let wave = 600.0 * noise(seed ^ 0x21, [x, y], 3_000.0) + 250.0 * noise(seed ^ 0x22, [x, y], 900.0);
            stretched.push((((x - eased(&middles, y)).abs() - wave) / eased(&widths, y), cell));
        }
    }
    stretched.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    stretched.truncate(real::count(AREA_M2 / Lattice::cell_m2()));
    let mut is_in = vec![false; Lattice::cells()];
    for (_, cell) in stretched {
        is_in[cell] = true;
    }
    // Islands before the tips are left out, and what the land closes around is land.
    let seat = Lattice::cell_at([0.0, 0.0]).expect("the seat is on the lattice");
    let mainland = reached(seat, |cell| is_in[cell]);
    let outside = reached(0, |cell| !mainland[cell]);
    (0..Lattice::cells()).filter(|cell| !outside[*cell]).collect()
}

/// What can be walked to from a cell over cells of a kind.
pub fn reached(from: usize, is_open: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut seen = vec![false; Lattice::cells()];
    seen[from] = true;
    let mut waiting = vec![from];
    while let Some(cell) = waiting.pop() {
        for near in Lattice::neighbours(cell).into_iter().flatten() {
            if !seen[near] && is_open(near) {
                seen[near] = true;
                waiting.push(near);
            }
        }
    }
    seen
}

/// Between the steps of a profile from south to north, with a smooth change.
fn eased(profile: &[f64], y: f64) -> f64 {
    let at = (y - SOUTH_M) / (NORTH_M - SOUTH_M) * real::of(profile.len() - 1);
    let step = usize::try_from(real::floor(at)).unwrap_or(0).min(profile.len() - 2);
    let share = at - real::of(step);
    profile[step] + (profile[step + 1] - profile[step]) * share * share * (3.0 - 2.0 * share)
}
