//! Chance that falls the same way every time.

use std::f64::consts::TAU;

use geo_types::Coord;
use geo_types::LineString;
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A seeded generator.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// A place within so many metres east and north.
    pub fn near(&mut self, at: Coord<f64>, reach_m: f64) -> Coord<f64> {
        let (east, north) = (self.between(-reach_m, reach_m), self.between(-reach_m, reach_m));
        moved(at, east, north)
    }
}

/// A place moved by about so many metres.
pub fn moved(at: Coord<f64>, east_m: f64, north_m: f64) -> Coord<f64> {
    let metres_per_degree = 111_000.0;
    Coord { x: at.x + east_m / (metres_per_degree * at.y.to_radians().cos()), y: at.y + north_m / metres_per_degree }
}

/// A closed ring around a centre, concave more often than not, that does not cross itself: each
/// corner lies at its own angle, between `least_m` and `most_m` away.
pub fn star(dice: &mut Dice, centre: Coord<f64>, least_m: f64, most_m: f64) -> LineString<f64> {
    let corners = 8 + dice.below(17);
    let mut ring: Vec<Coord<f64>> = (0..corners)
        .map(|nth| {
            #[expect(clippy::cast_precision_loss, reason = "a few corners")]
            let angle = TAU * nth as f64 / corners as f64;
            let reach = dice.between(least_m, most_m);
            moved(centre, reach * angle.cos(), reach * angle.sin())
        })
        .collect();
    ring.push(ring[0]);
    LineString::new(ring)
}
