//! Rivers and canals, for bridges to cross. They are not a collection; only their crossings show.

use crate::generate::dice::Dice;
use crate::generate::dice::noise;
use crate::generate::numbers::real;
use crate::generate::shapes::Place;

pub struct River {
    pub name: &'static str,
    pub line: Vec<Place>,
    /// Of the water between its banks.
    pub width_m: f64,
}

/// Name, width, where it begins, where it ends: rivers run south-east, canals across.
const COURSES: [(&str, f64, Place, Place); 12] = [
    ("沙双河", 95.0, [-9_500.0, 15_500.0], [5_000.0, -37_500.0]),
    ("清柳河", 55.0, [-3_200.0, 15_500.0], [13_500.0, -37_500.0]),
    ("文水河", 34.0, [4_500.0, 15_500.0], [15_500.0, -24_000.0]),
    ("老鄢河", 26.0, [-15_500.0, 4_000.0], [-6_500.0, -37_500.0]),
    ("南干渠", 14.0, [-15_500.0, -9_500.0], [15_500.0, -12_500.0]),
    ("北干渠", 12.0, [-15_500.0, 7_200.0], [15_500.0, 5_600.0]),
    ("望田渠", 11.0, [-15_500.0, -20_500.0], [15_500.0, -22_500.0]),
    ("只乐沟", 9.0, [-15_500.0, -28_500.0], [15_500.0, -27_000.0]),
    ("马坊沟", 9.0, [-15_500.0, 1_500.0], [15_500.0, -5_500.0]),
    ("东三支渠", 10.0, [8_500.0, 15_500.0], [6_500.0, -37_500.0]),
    ("西三支渠", 10.0, [-6_500.0, 15_500.0], [-2_500.0, -37_500.0]),
    ("彭店沟", 8.0, [-15_500.0, -15_500.0], [15_500.0, -17_500.0]),
];
const STEP_M: f64 = 140.0;

pub fn rivers(seed: u64) -> Vec<River> {
    COURSES
        .iter()
        .enumerate()
        .map(|(nth, (name, width_m, from, to))| {
            let salt = seed ^ (31 + nth as u64);
            let mut dice = Dice::of(seed, "rivers", name);
            let shift = [600.0 * dice.bell(), 600.0 * dice.bell()];
            // Canals are dug straighter than rivers run.
            let wild = if *width_m > 20.0 { 1.0 } else { 0.35 };
            let straight = crate::generate::shapes::bent(*from, *to, 0.0, 0.0, STEP_M);
            let line = straight
                .into_iter()
                .map(|at| {
                    let wave = |salt: u64| 1_100.0 * noise(salt, at, 5_200.0) + 260.0 * noise(salt, at, 1_100.0);
                    [at[0] + shift[0] + wild * wave(salt ^ 0x41), at[1] + shift[1] + wild * wave(salt ^ 0x42)]
                })
                .collect();
            River { name, line, width_m: real::rounded(*width_m, 0) }
        })
        .collect()
}
