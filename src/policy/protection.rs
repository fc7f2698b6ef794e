//! How near works may come to gas and heat facilities: `data/rules/protection.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::ParametersRefused;
use crate::policy::PressureClass;

/// Ranges around facilities, planar metres from their line or place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectionRanges {
    pub id: String,
    /// Of the plan; what works inside a gas range fire.
    pub clause: String,
    gas: Gas,
    heat: Heat,
}

/// Works inside protection may endanger the facility, works inside control must be agreed with its operator.
/// The bound belongs to the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub protection_m: f64,
    pub control_m: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gas {
    source: String,
    assumption: bool,
    ranges: Vec<OfClass>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfClass {
    code: String,
    protection_m: f64,
    control_m: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heat {
    protection_m: f64,
    control_m: f64,
    source: String,
    assumption: bool,
}

static EMBEDDED: LazyLock<ProtectionRanges> = LazyLock::new(|| {
    ProtectionRanges::from_toml(include_str!("../../data/rules/protection.toml"))
        .expect("the file in the program is the one that the tests read")
});

impl ProtectionRanges {
    /// Those that came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn from_toml(text: &str) -> Result<Self, ParametersRefused> {
        let refused = |why: String| ParametersRefused { what: "protection ranges", why };
        let ranges: Self = toml::from_str(text).map_err(|why| refused(why.to_string()))?;
        ranges.check().map_err(refused)?;
        Ok(ranges)
    }

    pub fn of_gas(&self, class: PressureClass) -> Range {
        let found = &self.gas.ranges[class as usize];
        Range { protection_m: found.protection_m, control_m: found.control_m }
    }

    /// The widest range of gas, for what has no known class.
    pub fn widest_of_gas(&self) -> Range {
        self.of_gas(PressureClass::HighA)
    }

    /// The narrowest: inside it, works are in the protection range of whatever class.
    pub fn narrowest_of_gas(&self) -> Range {
        self.of_gas(PressureClass::Low)
    }

    pub fn of_heat(&self) -> Range {
        Range { protection_m: self.heat.protection_m, control_m: self.heat.control_m }
    }

    /// Beyond this nothing is in range.
    pub fn widest_m(&self) -> f64 {
        self.widest_of_gas().control_m.max(self.heat.control_m)
    }

    /// Where the figures come from: of gas, of heat.
    pub fn sources(&self) -> [(&str, bool); 2] {
        [(&self.gas.source, self.gas.assumption), (&self.heat.source, self.heat.assumption)]
    }

    fn check(&self) -> Result<(), String> {
        let codes: Vec<&str> = self.gas.ranges.iter().map(|range| &*range.code).collect();
        let wanted = PressureClass::ALL.map(PressureClass::as_str);
        if codes != wanted {
            let wanted = wanted.join(", ");
            return Err(format!("gas.ranges are {}; give each once, in this order: {wanted}", codes.join(", ")));
        }
        let of_gas = PressureClass::ALL.map(|class| (class.as_str(), self.of_gas(class)));
        for (name, Range { protection_m, control_m }) in of_gas.into_iter().chain([("heat", self.of_heat())]) {
            // Written so that NaN is refused too.
            if !(protection_m > 0.0 && protection_m <= control_m && control_m <= 1000.0) {
                return Err(format!(
                    "{name}: protection_m {protection_m} and control_m {control_m}; give 0 < protection_m ≤ control_m ≤ 1000"
                ));
            }
        }
        let shrinks = of_gas
            .windows(2)
            .find(|pair| pair[0].1.protection_m > pair[1].1.protection_m || pair[0].1.control_m > pair[1].1.control_m);
        match shrinks {
            Some(pair) => {
                Err(format!("{} has a wider range than {}; let ranges grow with pressure", pair[0].0, pair[1].0))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/rules/protection.toml");

    #[track_caller]
    fn refused(from: &str, to: &str, words: &str) {
        assert!(FILE.contains(from), "{from}");
        let why = ProtectionRanges::from_toml(&FILE.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(why.starts_with("the protection ranges cannot be used: ") && why.contains(words), "{why}");
    }

    #[test]
    fn ranges_grow_with_the_pressure() {
        let ranges = ProtectionRanges::embedded();
        let of = |class| (ranges.of_gas(class).protection_m, ranges.of_gas(class).control_m);
        assert_eq!(of(PressureClass::MediumA), (0.5, 5.0));
        assert_eq!(of(PressureClass::SubhighB), (1.5, 15.0));
        assert_eq!(of(PressureClass::HighB), (5.0, 50.0));
        assert_eq!(ranges.widest_of_gas(), ranges.of_gas(PressureClass::HighA));
    }

    #[test]
    fn ranges_that_cannot_be_used_are_refused_in_words() {
        refused("protection_m = 0.5", "protection_m = 6.0", "low: protection_m 6 and control_m 5");
        refused("protection_m = 0.5", "protection_m = nan", "low: protection_m NaN");
        refused("control_m = 15.0", "control_m = 5000.0", "≤ 1000");
        refused("control_m = 15.0", "control_m = 55.0", "subhigh_b has a wider range than subhigh_a");
        refused("code = \"low\"", "code = \"none\"", "in this order");
        refused("clause =", "clauses =", "unknown field `clauses`");
    }
}
