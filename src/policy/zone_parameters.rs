//! What the zone models of a leak compute with: `data/rules/zones.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::PressureClass;
use crate::policy::zone_parameters_fault::zone_parameters_fault;

/// The parameters of the zone models, each with its source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneParameters {
    pub id: String,
    /// What of the plan speaks of zones.
    pub clauses: Vec<String>,
    pub lel_fractions: LelFractions,
    pub gases: Gases,
    pub initial_isolation: InitialIsolation,
    pub impact_radius: ImpactRadius,
    pub orifice: Orifice,
    pub plume: Plume,
    pub sector: Sector,
    pub conduits: Conduits,
    pub pressure_classes: Vec<ClassParameters>,
    pub floors: Floors,
    pub heat: Heat,
    pub facilities: Facilities,
    pub road_above: RoadAbove,
    pub heating_season: HeatingSeason,
}

/// Shares of the lower explosive limit at which a zone begins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LelFractions {
    pub hot: f64,
    pub warm: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gases {
    pub natural_gas: GasParameters,
    pub lpg: GasParameters,
}

impl Gases {
    /// Percent by volume; of a gas that is not known, the lowest there is.
    pub fn lower_explosive_limit_percent(&self, gas: Option<&str>) -> f64 {
        let [natural_gas, lpg] = [&self.natural_gas, &self.lpg].map(|gas| gas.lower_explosive_limit_percent);
        match gas {
            Some("natural_gas") => natural_gas,
            Some("lpg") => lpg,
            _ => natural_gas.min(lpg),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GasParameters {
    /// Percent by volume.
    pub lower_explosive_limit_percent: f64,
    /// At 15 °C and 1 atm.
    pub density_kg_m3: f64,
    /// Whether the models of a light gas (M2 to M4) speak of it.
    pub plume: bool,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitialIsolation {
    pub radius_m: f64,
    pub large_spill_downwind_m: f64,
    pub tank_fire_m: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpactRadius {
    pub coefficient: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orifice {
    pub heat_capacity_ratio: f64,
    pub molar_mass_kg_mol: f64,
    pub compressibility: f64,
    pub discharge_coefficient: f64,
    pub temperature_k: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plume {
    pub fitted_from_m: f64,
    pub fitted_to_m: f64,
    pub unknown_wind_ms: f64,
    pub unknown_terrain: Terrain,
    pub stable_below_ms: f64,
    pub calm_below_ms: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Terrain {
    Urban,
    Rural,
}

impl Terrain {
    pub fn read(word: &str) -> Option<Self> {
        [Self::Urban, Self::Rural].into_iter().find(|terrain| terrain.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Urban => "urban",
            Self::Rural => "rural",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    pub half_angle_deg: f64,
    pub half_angle_light_wind_deg: f64,
    pub light_wind_below_ms: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduits {
    pub within_m: f64,
    pub along_m: f64,
    pub buffer_m: f64,
    pub joined_within_m: f64,
    pub source: String,
    pub assumption: bool,
}

/// The bound of a pressure class and its least distances.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassParameters {
    pub code: String,
    pub(in crate::policy) below_mpa: Option<f64>,
    pub(in crate::policy) up_to_mpa: Option<f64>,
    hot_m: f64,
    warm_m: f64,
    cordon_m: f64,
}

/// Least radii of the three zones.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distances {
    pub hot_m: f64,
    pub warm_m: f64,
    pub cordon_m: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    pub source: String,
    pub assumption: bool,
    pub lpg_station: Distances,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heat {
    pub source: String,
    pub assumption: bool,
    pub primary: Distances,
    pub secondary: Distances,
}

/// Month and day of its first and its last day; it may run over the end of the year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeatingSeason {
    pub from: [u32; 2],
    pub to: [u32; 2],
    pub source: String,
    pub assumption: bool,
}

/// How near a facility must be to be the one that leaks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facilities {
    pub pipe_m: f64,
    pub station_m: f64,
    pub regulator_m: f64,
    pub box_m: f64,
    pub place_m: f64,
    pub building_m: f64,
    pub source: String,
    pub assumption: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadAbove {
    pub margin_m: f64,
    pub unknown_width_m: f64,
    pub source: String,
    pub assumption: bool,
}

/// Why parameters are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {what} cannot be used: {why}")]
pub struct ParametersRefused {
    pub(in crate::policy) what: &'static str,
    pub(in crate::policy) why: String,
}

static EMBEDDED: LazyLock<ZoneParameters> = LazyLock::new(|| {
    ZoneParameters::from_toml(include_str!("../../data/rules/zones.toml"))
        .expect("the file in the program is the one that the tests read")
});

impl ZoneParameters {
    /// Those that came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn from_toml(text: &str) -> Result<Self, ParametersRefused> {
        let refused = |why: String| ParametersRefused { what: "parameters of zones", why };
        let parameters: Self = toml::from_str(text).map_err(|why| refused(why.to_string()))?;
        match zone_parameters_fault(&parameters) {
            None => Ok(parameters),
            Some(why) => Err(refused(why)),
        }
    }

    /// The least distances of a pressure class.
    pub fn floors_of(&self, class: PressureClass) -> Distances {
        let found = &self.pressure_classes[class as usize];
        Distances { hot_m: found.hot_m, warm_m: found.warm_m, cordon_m: found.cordon_m }
    }

    /// The highest pressure of a class.
    pub fn highest_mpa(&self, class: PressureClass) -> f64 {
        self.pressure_classes[class as usize].bound()
    }

    /// The class of a pressure; `None` above the highest.
    pub fn class_of(&self, mpa: f64) -> Option<PressureClass> {
        let holds = |class: &ClassParameters| match class.below_mpa {
            Some(bound) => mpa < bound,
            None => mpa <= class.bound(),
        };
        PressureClass::ALL.into_iter().find(|class| holds(&self.pressure_classes[*class as usize]))
    }
}

impl ClassParameters {
    /// Megapascals.
    pub(in crate::policy) fn bound(&self) -> f64 {
        self.below_mpa.or(self.up_to_mpa).unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/rules/zones.toml");

    #[track_caller]
    fn refused(from: &str, to: &str, words: &str) {
        assert!(FILE.contains(from), "{from}");
        let why = ZoneParameters::from_toml(&FILE.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    }

    #[test]
    fn the_bounds_of_pressure_classes_lie_as_in_gb_50028() {
        let class = |mpa: f64| ZoneParameters::embedded().class_of(mpa).map(PressureClass::as_str);
        for (mpa, code) in [
            (0.0, "low"),
            (0.009_999, "low"),
            (0.01, "medium_b"),
            (0.2, "medium_b"),
            (0.2001, "medium_a"),
            (0.4, "medium_a"),
            (0.8, "subhigh_b"),
            (1.6, "subhigh_a"),
            (2.5, "high_b"),
            (4.0, "high_a"),
        ] {
            assert_eq!(class(mpa), Some(code), "{mpa}");
        }
        assert_eq!(class(4.001), None);
        assert_eq!(ZoneParameters::embedded().highest_mpa(PressureClass::Low).to_bits(), 0.01_f64.to_bits());
    }

    #[test]
    fn parameters_that_cannot_be_used_are_refused_in_words() {
        refused("radius_m = 100.0", "radius_m = -1.0", "initial_isolation.radius_m is -1; give a number above 0");
        refused("radius_m = 100.0", "radius_m = nan", "initial_isolation.radius_m is NaN");
        refused("radius_m = 100.0", "radius = 100.0", "unknown field `radius`");
        refused("warm_m = 30.0", "warm_m = 3.0", "low: hot_m, warm_m and cordon_m do not grow");
        refused("up_to_mpa = 0.2", "up_to_mpa = 0.5", "let bounds grow");
        refused("code = \"medium_b\"", "code = \"medium\"", "in this order");
        refused("up_to_mpa = 0.2", "up_to_mpa = 0.2\nbelow_mpa = 0.2", "give one");
        refused("half_angle_deg = 30.0", "half_angle_deg = 130.0", "below 90");
        refused("hot = 0.5", "hot = 0.1", "lel_fractions");
        refused("heat_capacity_ratio = 1.31", "heat_capacity_ratio = 1.0", "above 1");
        refused("id =", "name =", "unknown field `name`");
    }
}
