//! M2: the potential impact radius of a gas pipe that ruptures and burns (49 CFR 192.903).

/// Inches of a millimetre, pounds per square inch of a megapascal, metres of a foot.
const IN_PER_MM: f64 = 1.0 / 25.4;
const PSI_PER_MPA: f64 = 145.037_737_730_209_2;
const M_PER_FT: f64 = 0.3048;

/// `r = coefficient · √(p·d²)`: r in feet, p the highest allowed pressure in psi (gauge), d the nominal
/// diameter in inches; coefficient 0.69 for natural gas. Answers metres.
pub fn potential_impact_radius_m(coefficient: f64, pressure_mpa: f64, diameter_mm: f64) -> f64 {
    let (p, d) = (pressure_mpa * PSI_PER_MPA, diameter_mm * IN_PER_MM);
    let r = coefficient * (p * d * d).sqrt();
    r * M_PER_FT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ZoneParameters;

    #[track_caller]
    fn check(diameter_mm: f64, pressure_mpa: f64, expected_m: f64) {
        let coefficient = ZoneParameters::embedded().impact_radius.coefficient;
        let r = potential_impact_radius_m(coefficient, pressure_mpa, diameter_mm);
        assert!((r - expected_m).abs() <= 0.05 + 1e-9, "{diameter_mm} mm {pressure_mpa} MPa: {r}");
        // The form with metric units, to the four digits that it is given with.
        assert!((r / (0.099_72 * diameter_mm * pressure_mpa.sqrt()) - 1.0).abs() < 1e-4, "{r}");
    }

    #[test]
    fn radii_are_those_of_the_table() {
        check(110.0, 0.4, 6.9);
        check(200.0, 0.1, 6.3);
        check(200.0, 0.2, 8.9);
        check(200.0, 0.4, 12.6);
        check(300.0, 0.4, 18.9);
        check(315.0, 0.4, 19.9);
        check(400.0, 0.8, 35.7);
        check(500.0, 1.6, 63.1);
        check(400.0, 4.0, 79.8);
        check(762.0, 6.894_757, 199.5);
    }

    #[test]
    fn thirty_inches_at_a_thousand_pounds_are_655_feet() {
        let r = potential_impact_radius_m(0.69, 6.894_757, 762.0) / M_PER_FT;
        assert!((r - 654.6).abs() < 0.05, "{r}");
    }
}
