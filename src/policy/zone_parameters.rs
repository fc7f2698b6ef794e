//! What the zone models of a leak compute with: `data/rules/zones.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::PressureClass;

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
    below_mpa: Option<f64>,
    up_to_mpa: Option<f64>,
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
        parameters.check().map_err(refused)?;
        Ok(parameters)
    }

    /// The least distances of a pressure class.
    pub fn floors_of(&self, class: PressureClass) -> Distances {
        let found = &self.pressure_classes[class as usize];
        Distances { hot_m: found.hot_m, warm_m: found.warm_m, cordon_m: found.cordon_m }
    }

    /// The highest pressure of a class, MPa.
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

    fn check(&self) -> Result<(), String> {
        let codes: Vec<&str> = self.pressure_classes.iter().map(|class| &*class.code).collect();
        let wanted = PressureClass::ALL.map(PressureClass::as_str);
        if codes != wanted {
            return Err(format!(
                "pressure_classes are {}; give each once, in this order: {}",
                codes.join(", "),
                wanted.join(", ")
            ));
        }
        if let Some(class) =
            self.pressure_classes.iter().find(|class| class.below_mpa.is_some() == class.up_to_mpa.is_some())
        {
            return Err(format!(
                "pressure_classes: {} has both below_mpa and up_to_mpa, or neither; give one",
                class.code
            ));
        }
        if let Some(pair) = self.pressure_classes.windows(2).find(|pair| pair[0].bound() >= pair[1].bound()) {
            return Err(format!(
                "pressure_classes: {} ends at {} MPa and {} above it at {}; let bounds grow",
                pair[0].code,
                pair[0].bound(),
                pair[1].code,
                pair[1].bound()
            ));
        }
        let of_class = PressureClass::ALL.map(|class| (class.as_str(), self.floors_of(class)));
        let others = [
            ("floors.lpg_station", self.floors.lpg_station),
            ("heat.primary", self.heat.primary),
            ("heat.secondary", self.heat.secondary),
        ];
        for (name, distances) in of_class.into_iter().chain(others) {
            if !(distances.hot_m <= distances.warm_m && distances.warm_m <= distances.cordon_m) {
                return Err(format!("{name}: hot_m, warm_m and cordon_m do not grow; each zone lies in the next"));
            }
        }
        let mut figures: Vec<(&str, f64)> = self.figures().to_vec();
        figures.extend(of_class.into_iter().chain(others).map(|(name, distances)| (name, distances.hot_m)));
        figures.extend(self.pressure_classes.iter().map(|class| (&*class.code, class.bound())));
        // Written so that NaN is refused too.
        match figures.into_iter().find(|(_, figure)| !(*figure > 0.0 && figure.is_finite())) {
            Some((name, figure)) => Err(format!("{name} is {figure}; give a number above 0")),
            None => self.check_bounds(),
        }
    }

    fn check_bounds(&self) -> Result<(), String> {
        let widest = self.sector.half_angle_deg.max(self.sector.half_angle_light_wind_deg);
        if widest >= 90.0 {
            return Err(format!("sector: a half angle is {widest}; give degrees below 90"));
        }
        if self.lel_fractions.warm > self.lel_fractions.hot || self.lel_fractions.hot > 1.0 {
            return Err("lel_fractions: warm is above hot, or hot above 1; the warm zone begins farther out".to_owned());
        }
        if self.orifice.heat_capacity_ratio <= 1.0 {
            return Err(format!(
                "orifice.heat_capacity_ratio is {}; give a number above 1",
                self.orifice.heat_capacity_ratio
            ));
        }
        Ok(())
    }

    /// Every figure that must be above zero.
    fn figures(&self) -> [(&'static str, f64); 37] {
        let Self { lel_fractions, gases, initial_isolation, orifice, plume, sector, conduits, .. } = self;
        let (facilities, road) = (&self.facilities, &self.road_above);
        [
            ("lel_fractions.hot", lel_fractions.hot),
            ("lel_fractions.warm", lel_fractions.warm),
            ("gases.natural_gas.lower_explosive_limit_percent", gases.natural_gas.lower_explosive_limit_percent),
            ("gases.natural_gas.density_kg_m3", gases.natural_gas.density_kg_m3),
            ("gases.lpg.lower_explosive_limit_percent", gases.lpg.lower_explosive_limit_percent),
            ("gases.lpg.density_kg_m3", gases.lpg.density_kg_m3),
            ("initial_isolation.radius_m", initial_isolation.radius_m),
            ("initial_isolation.large_spill_downwind_m", initial_isolation.large_spill_downwind_m),
            ("initial_isolation.tank_fire_m", initial_isolation.tank_fire_m),
            ("impact_radius.coefficient", self.impact_radius.coefficient),
            ("orifice.heat_capacity_ratio", orifice.heat_capacity_ratio),
            ("orifice.molar_mass_kg_mol", orifice.molar_mass_kg_mol),
            ("orifice.compressibility", orifice.compressibility),
            ("orifice.discharge_coefficient", orifice.discharge_coefficient),
            ("orifice.temperature_k", orifice.temperature_k),
            ("plume.fitted_from_m", plume.fitted_from_m),
            ("plume.fitted_to_m", plume.fitted_to_m),
            ("plume.unknown_wind_ms", plume.unknown_wind_ms),
            ("plume.stable_below_ms", plume.stable_below_ms),
            ("plume.calm_below_ms", plume.calm_below_ms),
            ("sector.half_angle_deg", sector.half_angle_deg),
            ("sector.half_angle_light_wind_deg", sector.half_angle_light_wind_deg),
            ("sector.light_wind_below_ms", sector.light_wind_below_ms),
            ("conduits.within_m", conduits.within_m),
            ("conduits.along_m", conduits.along_m),
            ("conduits.buffer_m", conduits.buffer_m),
            ("conduits.joined_within_m", conduits.joined_within_m),
            ("floors.lpg_station.hot_m", self.floors.lpg_station.hot_m),
            ("heat.primary.hot_m", self.heat.primary.hot_m),
            ("heat.secondary.hot_m", self.heat.secondary.hot_m),
            ("facilities.station_m", facilities.station_m),
            ("facilities.regulator_m", facilities.regulator_m),
            ("facilities.box_m", facilities.box_m),
            ("facilities.place_m", facilities.place_m),
            ("facilities.building_m", facilities.building_m),
            ("road_above.margin_m", road.margin_m),
            ("road_above.unknown_width_m", road.unknown_width_m),
        ]
    }
}

impl ClassParameters {
    fn bound(&self) -> f64 {
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
