//! M3: how much gas leaves through a hole.

use crate::policy::zone_parameters::Orifice;

/// Universal gas constant, J/(mol·K).
const R: f64 = 8.314_462_618;
/// One atmosphere, Pa.
const PA: f64 = 101_325.0;

/// What a mole takes at 0 °C and one atmosphere, m³.
const NORMAL_M3_MOL: f64 = 0.022_414;

/// What leaves through a hole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outflow {
    pub kg_s: f64,
    /// Whether the gas leaves at the speed of sound.
    pub is_choked: bool,
}

/// The outflow through a round hole from a pipe at a gauge pressure: the orifice equation of an ideal gas,
/// with the symbols of its source (TNO Yellow Book, CPR 14E, 2.5.2).
pub fn outflow(with: &Orifice, pressure_mpa: f64, hole_mm: f64) -> Outflow {
    let (k, cd) = (with.heat_capacity_ratio, with.discharge_coefficient);
    // M/(Z·R·T), (s/m)².
    let m_zrt = with.molar_mass_kg_mol / (with.compressibility * R * with.temperature_k);
    let p0 = PA + pressure_mpa * 1e6;
    let a = std::f64::consts::PI * (hole_mm / 1000.0).powi(2) / 4.0;
    let pr = PA / p0;
    let is_choked = pr <= critical_ratio(k);
    let kg_s = if is_choked {
        let psi = (2.0 / (k + 1.0)).powf((k + 1.0) / (2.0 * (k - 1.0)));
        cd * a * p0 * (k * m_zrt).sqrt() * psi
    } else {
        let expansion = (k / (k - 1.0)) * (pr.powf(2.0 / k) - pr.powf((k + 1.0) / k));
        cd * a * p0 * (2.0 * m_zrt * expansion.max(0.0)).sqrt()
    };
    Outflow { kg_s, is_choked }
}

/// The ratio of outside to inside pressure, both absolute, up to which the flow is choked.
fn critical_ratio(k: f64) -> f64 {
    (2.0 / (k + 1.0)).powf(k / (k - 1.0))
}

impl Outflow {
    /// Cubic metres an hour at 0 °C and one atmosphere.
    pub fn normal_m3_h(self, with: &Orifice) -> f64 {
        self.kg_s / with.molar_mass_kg_mol * NORMAL_M3_MOL * 3600.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ZoneParameters;

    #[track_caller]
    fn check(hole_mm: f64, pressure_mpa: f64, kg_s: (f64, f64), m3_h: (f64, f64)) {
        let with = &ZoneParameters::embedded().orifice;
        let found = outflow(with, pressure_mpa, hole_mm);
        // Half of the last digit that the table gives.
        assert!((found.kg_s - kg_s.0).abs() <= kg_s.1 / 2.0 + 1e-12, "{hole_mm} mm {pressure_mpa} MPa: {found:?}");
        let found = found.normal_m3_h(with);
        assert!((found - m3_h.0).abs() <= m3_h.1 / 2.0 + 1e-9, "{hole_mm} mm {pressure_mpa} MPa: {found}");
    }

    #[test]
    fn outflows_are_those_of_the_table() {
        check(5.0, 0.003, (0.0011, 0.0001), (5.3, 0.1));
        check(20.0, 0.003, (0.0170, 0.0001), (85.5, 0.1));
        check(5.0, 0.2, (0.0087, 0.0001), (43.8, 0.1));
        check(20.0, 0.2, (0.1393, 0.0001), (700.8, 0.1));
        check(20.0, 0.4, (0.2318, 0.0001), (1165.9, 0.1));
        check(50.0, 0.4, (1.4485, 0.0001), (7286.7, 0.1));
        check(110.0, 0.4, (7.01, 0.01), (35_267.0, 1.0));
        check(200.0, 0.4, (23.18, 0.01), (116_587.0, 1.0));
    }

    #[test]
    fn the_flow_is_choked_from_85_kilopascals_on_and_both_forms_meet_there() {
        let with = &ZoneParameters::embedded().orifice;
        assert!((critical_ratio(with.heat_capacity_ratio) - 0.544).abs() < 0.0005);
        assert!(!outflow(with, 0.0845, 20.0).is_choked && outflow(with, 0.0855, 20.0).is_choked);
        let edge_mpa = (PA / critical_ratio(with.heat_capacity_ratio) - PA) / 1e6;
        let (below, above) = (outflow(with, edge_mpa - 1e-9, 20.0), outflow(with, edge_mpa + 1e-9, 20.0));
        assert!(!below.is_choked && above.is_choked && (above.kg_s / below.kg_s - 1.0).abs() < 1e-6);
        assert!(outflow(with, 0.0, 20.0).kg_s.abs() < 1e-12);
    }
}
