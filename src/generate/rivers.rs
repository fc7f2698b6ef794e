//! Rivers and canals, for bridges to cross. They are not a collection; only their crossings show.

use crate::generate::dice::Dice;
use crate::generate::dice::noise;
use crate::generate::numbers::real;
use crate::generate::profile::Profile;
use crate::generate::shapes::Place;

pub struct River {
    pub name: &'static str,
    pub line: Vec<Place>,
    /// Of the water between its banks.
    pub width_m: f64,
}

type Course = (&'static str, f64, Place, Place);
/// Of 鄢陵: name, width, where it begins, where it ends: rivers run south-east, canals across.
const COURSES: [Course; 12] = [
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

/// Elsewhere: names and widths of those that run from the northern border of the city to the
/// southern, from west to east, and of the canals that run from west to east, from the south.
const SOUTHWARD: [(&str, f64); 22] = [
    ("磨河", 40.0),
    ("石龙沟", 9.0),
    ("涌泉河", 30.0),
    ("文殊渠", 11.0),
    ("兰河", 22.0),
    ("方岗沟", 8.0),
    ("颍川河", 90.0),
    ("西一支渠", 10.0),
    ("小泥河", 26.0),
    ("范坡沟", 9.0),
    ("吕梁江", 34.0),
    ("汝西渠", 14.0),
    ("大浪河", 55.0),
    ("双庙沟", 9.0),
    ("石梁河", 45.0),
    ("灵井渠", 12.0),
    ("饮马河", 38.0),
    ("运粮河", 20.0),
    ("老潩河", 48.0),
    ("小洪河", 28.0),
    ("五女沟", 9.0),
    ("东二支渠", 11.0),
];
const EASTWARD: [(&str, f64); 10] = [
    ("湛渠", 16.0),
    ("文化渠", 11.0),
    ("颍汝干渠", 20.0),
    ("高底河", 24.0),
    ("椹涧沟", 9.0),
    ("新沟河", 18.0),
    ("引黄渠", 13.0),
    ("梅河", 22.0),
    ("双洎渠", 15.0),
    ("浅井沟", 9.0),
];
/// Northern, southern, western and eastern end of all of these.
const REACH_M: [f64; 4] = [34_000.0, -51_000.0, -110_000.0, -6_000.0];

/// The waters of 鄢陵, or those of all the other counties.
pub fn rivers(seed: u64, profile: &Profile) -> Vec<River> {
    let courses = if profile.is_first() { COURSES.to_vec() } else { elsewhere() };
    let salt = if profile.is_first() { 0 } else { 0x1_0000 };
    courses.into_iter().enumerate().map(|(nth, course)| flowing(seed, salt + nth as u64, course)).collect()
}

fn elsewhere() -> Vec<Course> {
    let [north, south, west, east] = REACH_M;
    let step = (east - west - 8_000.0) / real::of(SOUTHWARD.len() - 1);
    let southward = SOUTHWARD.iter().enumerate().map(|(nth, (name, width_m))| {
        let x = west + step * real::of(nth);
        (*name, *width_m, [x, north], [x + 8_000.0, south])
    });
    let step = (north - south - 8_000.0) / real::of(EASTWARD.len() - 1);
    let eastward = EASTWARD.iter().enumerate().map(|(nth, (name, width_m))| {
        let y = south + 4_000.0 + step * real::of(nth);
        (*name, *width_m, [west, y + 2_000.0], [east, y - 2_000.0])
    });
    southward.chain(eastward).collect()
}

fn flowing(seed: u64, nth: u64, (name, width_m, from, to): Course) -> River {
    let salt = seed ^ (31 + nth);
    let mut dice = Dice::of(seed, "rivers", name);
    let shift = [600.0 * dice.bell(), 600.0 * dice.bell()];
    // Canals are dug straighter than rivers run.
    let wild = if width_m > 20.0 { 1.0 } else { 0.35 };
    let straight = crate::generate::shapes::bent(from, to, 0.0, 0.0, STEP_M);
    let line = straight
        .into_iter()
        .map(|at| {
            let wave = |salt: u64| 1_100.0 * noise(salt, at, 5_200.0) + 260.0 * noise(salt, at, 1_100.0);
            [at[0] + shift[0] + wild * wave(salt ^ 0x41), at[1] + shift[1] + wild * wave(salt ^ 0x42)]
        })
        .collect();
    River { name, line, width_m: real::rounded(width_m, 0) }
}
