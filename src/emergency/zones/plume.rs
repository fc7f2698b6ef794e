//! M4: how far downwind the concentration on the ground stays above a limit.

use crate::emergency::zones::input::Stability;
use crate::policy::Terrain;

/// The air that carries the gas away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    pub u_ms: f64,
    pub stability: Stability,
    pub terrain: Terrain,
}

impl Air {
    /// Briggs's σy and σz at a distance downwind, metres (Gifford 1976): fitted from 100 m to 10 km, for
    /// means of ten minutes.
    fn sigmas(self, x: f64) -> (f64, f64) {
        let root = |growth: f64| 1.0 / (1.0 + growth * x).sqrt();
        match (self.terrain, self.stability) {
            (Terrain::Rural, Stability::D) => (0.08 * x * root(1e-4), 0.06 * x * root(1.5e-3)),
            (Terrain::Rural, Stability::F) => (0.04 * x * root(1e-4), 0.016 * x / (1.0 + 3e-4 * x)),
            (Terrain::Urban, Stability::D) => (0.16 * x * root(4e-4), 0.14 * x * root(3e-4)),
            (Terrain::Urban, Stability::F) => (0.11 * x * root(4e-4), 0.08 * x * root(1.5e-3)),
        }
    }

    /// kg/m³ on the axis of a plume from a source of `q_kg_s` on the ground: C = Q/(π·u·σy·σz).
    fn axis_kg_m3(self, q_kg_s: f64, x: f64) -> f64 {
        let (sigma_y, sigma_z) = self.sigmas(x);
        q_kg_s / (std::f64::consts::PI * self.u_ms * sigma_y * sigma_z)
    }

    /// Metres downwind to where the concentration falls to `limit_kg_m3`; `None` beyond `farthest_m`.
    pub fn distance_to_m(self, q_kg_s: f64, limit_kg_m3: f64, farthest_m: f64) -> Option<f64> {
        if self.axis_kg_m3(q_kg_s, farthest_m) > limit_kg_m3 {
            return None;
        }
        // The concentration only falls with the distance.
        let (mut near, mut far) = (0.0, farthest_m);
        for _ in 0..100 {
            let middle = f64::midpoint(near, far);
            if self.axis_kg_m3(q_kg_s, middle) > limit_kg_m3 { near = middle } else { far = middle }
        }
        Some(far)
    }
}

/// kg/m³ of a gas that makes up so many percent of the air by volume.
pub fn concentration_kg_m3(percent: f64, density_kg_m3: f64) -> f64 {
    percent / 100.0 * density_kg_m3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ZoneParameters;

    const URBAN_D: Air = Air { u_ms: 2.0, stability: Stability::D, terrain: Terrain::Urban };
    const RURAL_D: Air = Air { u_ms: 2.0, stability: Stability::D, terrain: Terrain::Rural };
    const RURAL_F: Air = Air { u_ms: 1.5, stability: Stability::F, terrain: Terrain::Rural };

    #[track_caller]
    fn check(q_kg_s: f64, expected: [(&str, &str); 3]) {
        for (air, (x50, x20)) in [URBAN_D, RURAL_D, RURAL_F].into_iter().zip(expected) {
            for (percent, written) in [(2.5, x50), (1.0, x20)] {
                let limit = concentration_kg_m3(percent, ZoneParameters::embedded().gases.natural_gas.density_kg_m3);
                let x = air.distance_to_m(q_kg_s, limit, 10_000.0).unwrap();
                // Half of its last digit, and a tenth of one for the density, which the table rounds: 32.5 is 32.56.
                let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let digit = if decimals == 0 { 1.0 } else { 0.1 };
                let off = (x - written.parse::<f64>().unwrap()).abs();
                assert!(off <= 0.6 * digit, "{q_kg_s} {air:?} {percent}: {x}");
            }
        }
    }

    #[test]
    fn distances_are_those_of_the_table() {
        check(0.02, [("2.9", "4.6"), ("6.3", "9.9"), ("19.8", "31.4")]);
        check(0.2, [("9.2", "14.5"), ("19.9", "31.7"), ("63.2", "100.6")]);
        check(1.0, [("20.5", "32.5"), ("45.0", "71.9"), ("143", "230")]);
        check(5.0, [("46.1", "73.3"), ("103", "166"), ("331", "540")]);
    }

    #[test]
    fn limits_of_methane_are_those_of_its_density() {
        let density = ZoneParameters::embedded().gases.natural_gas.density_kg_m3;
        assert_eq!(format!("{:.2}", concentration_kg_m3(1.0, density) * 1000.0), "6.78");
        assert_eq!(format!("{:.2}", concentration_kg_m3(2.5, density) * 1000.0), "16.95");
    }

    #[test]
    fn the_distance_is_where_the_concentration_is_the_limit_and_grows_with_the_source() {
        for terrain in [Terrain::Urban, Terrain::Rural] {
            for stability in [Stability::D, Stability::F] {
                let air = Air { u_ms: 1.0, stability, terrain };
                let mut before = 0.0;
                for q in [0.001, 0.1, 1.0, 10.0, 30.0] {
                    let x = air.distance_to_m(q, 6.78e-3, 10_000.0).unwrap();
                    assert!((air.axis_kg_m3(q, x) / 6.78e-3 - 1.0).abs() < 1e-6 && x > before, "{air:?} {q} {x}");
                    before = x;
                }
            }
        }
        assert_eq!(RURAL_F.distance_to_m(1e5, 6.78e-3, 10_000.0), None);
    }
}
