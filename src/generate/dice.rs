//! Random draws that are the same on every machine.
//!
//! Each subject and place has a stream of its own, named by a label and a code, so that one more
//! draw for the bridges of one village moves nothing else. The draws are made from raw 64-bit words
//! here, because a library may change how it makes a number within bounds.

use rand::RngCore;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::generate::numbers::real;

/// A stream of draws.
pub struct Dice {
    stream: ChaCha8Rng,
}

impl Dice {
    /// The stream of one subject (`label`) at one place (`code`).
    pub fn of(seed: u64, label: &str, code: &str) -> Self {
        let mut state = mixed(seed);
        for byte in label.bytes().chain([0xff]).chain(code.bytes()) {
            state = mixed(state ^ u64::from(byte));
        }
        let mut key = [0; 32];
        for part in key.chunks_exact_mut(8) {
            state = mixed(state);
            part.copy_from_slice(&state.to_le_bytes());
        }
        Self { stream: ChaCha8Rng::from_seed(key) }
    }

    /// From 0 up to, and without, 1.
    pub fn unit(&mut self) -> f64 {
        unit_of(self.stream.next_u64())
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `count`, which must not be zero.
    pub fn below(&mut self, count: usize) -> usize {
        let product = u128::from(self.stream.next_u64()) * (count as u128);
        usize::try_from(product >> 64).expect("the high word is below a count that fits")
    }

    /// A whole number, both ends included.
    pub fn whole(&mut self, low: i32, high: i32) -> i32 {
        let span = usize::try_from(high - low + 1).expect("low is not above high");
        low + i32::try_from(self.below(span)).expect("below a span that fits")
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// `None` for that share of the draws: what is not on record.
    pub fn known<T>(&mut self, share_unknown: f64, value: T) -> Option<T> {
        (!self.chance(share_unknown)).then_some(value)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A position in `weights`, in proportion to them.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        weights.len() - 1
    }

    /// Around 0, from -1 to 1, the middle more often than the ends.
    pub fn bell(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit()) / 1.5 - 1.0
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A draw from 0 to 1 that belongs to a corner of a lattice: the same whenever it is asked for.
pub fn drawn_at(seed: u64, x: i64, y: i64) -> f64 {
    unit_of(mixed(mixed(mixed(seed) ^ x.cast_unsigned()) ^ y.cast_unsigned()))
}

fn unit_of(word: u64) -> f64 {
    // 53 bits: all that a double holds.
    let bits = word >> 11;
    let (high, low) = (bits >> 32, bits & 0xffff_ffff);
    let part = |word: u64| f64::from(u32::try_from(word).expect("32 bits or fewer"));
    (part(high) * 4_294_967_296.0 + part(low)) / 9_007_199_254_740_992.0
}

/// `SplitMix64`'s finaliser.
fn mixed(word: u64) -> u64 {
    let mut word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Smooth noise from -1 to 1 over the plane; `scale_m` is the size of its waves.
pub fn noise(seed: u64, at: [f64; 2], scale_m: f64) -> f64 {
    let (x, y) = (at[0] / scale_m, at[1] / scale_m);
    let (left, below) = (x.floor(), y.floor());
    let (column, row) = (real::floor(left), real::floor(below));
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - left), ease(y - below));
    let corner = |dx: i64, dy: i64| drawn_at(seed, column + dx, row + dy) * 2.0 - 1.0;
    let bottom = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let top = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    bottom + (top - bottom) * v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_seed_label_and_code_alone() {
        let first = |seed, label, code| Dice::of(seed, label, code).unit();
        assert_eq!(first(1, "bridges", "X001").to_bits(), first(1, "bridges", "X001").to_bits());
        let others = [first(2, "bridges", "X001"), first(1, "bridge", "sX001"), first(1, "bridges", "X002")];
        assert!(others.iter().all(|other| other.to_bits() != first(1, "bridges", "X001").to_bits()));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut dice = Dice::of(1, "bounds", "");
        for _ in 0..10_000 {
            assert!((0.0..1.0).contains(&dice.unit()));
            assert!((2..=4).contains(&dice.whole(2, 4)));
            assert!(dice.bell().abs() <= 1.0);
            assert!(dice.weighted(&[0.0, 1.0]) == 1);
        }
        assert!((-1.0..=1.0).contains(&noise(1, [123.4, -987.6], 50.0)));
    }
}
