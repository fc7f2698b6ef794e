//! What the models of a gas leak take as known, and what was assumed for it.

use crate::emergency::zones::candidates::Assumption;
use crate::emergency::zones::candidates::NotRun;
use crate::emergency::zones::input::Gas;
use crate::emergency::zones::input::Scenario;
use crate::emergency::zones::input::Stability;
use crate::emergency::zones::input::ZoneInput;
use crate::policy::PressureClass;
use crate::policy::Terrain;
use crate::policy::ZoneParameters;

/// Facilities that hold more gas than a pipe.
const STATIONS: [&str; 5] = ["gate_station", "storage_station", "mother_station", "filling_station", "lpg_station"];

pub struct Facts {
    pub class: PressureClass,
    /// At which it leaks; `None` when no pressure and no class is known.
    pub leaking_mpa: Option<f64>,
    /// The highest allowed, or met.
    pub highest_mpa: Option<f64>,
    pub hole_mm: Option<f64>,
    pub diameter_mm: Option<f64>,
    /// Natural gas, or taken for it.
    pub is_light: bool,
    pub is_lpg_station: bool,
    pub is_large: bool,
    pub scenario: Option<Scenario>,
    pub wind_ms: Option<f64>,
    pub stability: Option<Stability>,
    pub terrain: Option<Terrain>,
    gas: Option<Gas>,
    station: Option<&'static str>,
    pub assumptions: Vec<Assumption>,
    pub not_run: Vec<NotRun>,
}

impl Facts {
    pub fn of(with: &ZoneParameters, input: &ZoneInput) -> Self {
        let station = STATIONS.into_iter().find(|word| input.facilities.contains(*word));
        let gas = input.gas.or((station == Some("lpg_station")).then_some(Gas::Lpg));
        let is_rupture = input.scenario == Some(Scenario::Rupture);
        let is_large = matches!(input.scenario, Some(Scenario::Rupture | Scenario::Tanker | Scenario::TankerFire))
            || input.large_release == Some(true);
        let mut facts = Self {
            class: PressureClass::HighA,
            leaking_mpa: not_negative(input.pressure_mpa),
            highest_mpa: positive(input.design_mpa),
            hole_mm: positive(input.hole_mm),
            diameter_mm: positive(input.diameter_mm),
            is_light: gas != Some(Gas::Lpg),
            is_lpg_station: input.facilities.contains("lpg_station"),
            is_large,
            scenario: input.scenario,
            wind_ms: not_negative(input.wind_ms),
            stability: input.stability,
            terrain: input.terrain,
            gas,
            station,
            assumptions: Vec::new(),
            not_run: Vec::new(),
        };
        facts.assume(
            "DC17",
            "the plan gives no distance: zones are those of models, and least distances of ours".to_owned(),
        );
        if gas.is_none() {
            facts.assume(
                "gas",
                "which gas leaks is not known: computed as natural gas, and isolated as an unknown one".to_owned(),
            );
        }
        facts.pressures(with, input.pressure_class);
        facts.hole(is_rupture);
        facts.amount(with, input.large_release.is_some());
        facts
    }

    fn pressures(&mut self, with: &ZoneParameters, class: Option<PressureClass>) {
        let known = self.highest_mpa.into_iter().chain(self.leaking_mpa).reduce(f64::max);
        let by_pressure = known.map(|mpa| with.class_of(mpa));
        self.class = match (class, by_pressure) {
            (Some(recorded), Some(by_pressure)) if by_pressure.is_none_or(|class| class > recorded) => {
                let class = by_pressure.unwrap_or(PressureClass::HighA);
                self.assume(
                    "pressure-class",
                    format!(
                        "a pressure of {} MPa is above the recorded class {}: least distances of {}",
                        known.unwrap_or_default(),
                        recorded.as_str(),
                        class.as_str()
                    ),
                );
                class
            }
            (Some(class), _) | (None, Some(Some(class))) => class,
            (None, Some(None)) => {
                self.assume(
                    "pressure-class",
                    "the pressure is above the highest class: least distances of high_a".to_owned(),
                );
                PressureClass::HighA
            }
            (None, None) => {
                self.assume(
                    "pressure-class",
                    "neither pressure nor class is known: least distances of the highest class, high_a".to_owned(),
                );
                PressureClass::HighA
            }
        };
        let Some(class) = class.filter(|_| known.is_none()) else {
            // Either pressure serves for the other.
            if let Some(mpa) = self.highest_mpa.filter(|_| self.leaking_mpa.is_none()) {
                self.assume(
                    "pressure",
                    format!("the pressure at the leak is not known: taken as the design pressure, {mpa} MPa"),
                );
            }
            self.leaking_mpa = self.leaking_mpa.or(self.highest_mpa);
            // What is measured may be more than what was allowed.
            self.highest_mpa = known.filter(|mpa| *mpa > 0.0);
            return;
        };
        let mpa = with.highest_mpa(class);
        (self.leaking_mpa, self.highest_mpa) = (Some(mpa), Some(mpa));
        self.assume(
            "pressure",
            format!("the pressure is not known: taken as {mpa} MPa, the highest of {}", class.as_str()),
        );
    }

    fn hole(&mut self, is_rupture: bool) {
        match (self.hole_mm, self.diameter_mm) {
            (None, Some(diameter_mm)) if is_rupture => {
                self.hole_mm = Some(diameter_mm);
                self.assume("hole", format!("a rupture is taken as a hole of the full bore, {diameter_mm} mm"));
            }
            (Some(hole_mm), Some(diameter_mm)) if hole_mm > diameter_mm => {
                self.hole_mm = Some(diameter_mm);
                self.assume(
                    "hole",
                    format!("the hole of {hole_mm} mm is wider than the pipe: taken as its bore, {diameter_mm} mm"),
                );
            }
            _ => {}
        }
    }

    /// Of a large spill of LPG the guidebook asks for more; of an unknown amount that is said.
    fn amount(&mut self, with: &ZoneParameters, is_known: bool) {
        if self.gas == Some(Gas::Lpg) && !self.is_large && !is_known {
            let text = format!(
                "how much LPG leaks is not known: taken as a small amount; of a large one {} m downwind are to be cleared",
                with.initial_isolation.large_spill_downwind_m
            );
            self.assume("amount", text);
        }
    }

    /// Why the fixed distances of the guidebook apply; `None` when they do not.
    pub fn isolation_reason(&self) -> Option<String> {
        match (self.scenario, self.station, self.gas) {
            (Some(scenario), _, _) if scenario != Scenario::Leak => Some(format!("scenario {}", scenario.as_str())),
            (_, Some(station), _) => Some(format!("facility {station}")),
            (_, _, Some(Gas::Lpg)) => Some("LPG".to_owned()),
            (_, _, None) => Some("which gas leaks is not known".to_owned()),
            (None, _, _) => Some("the scenario is not known".to_owned()),
            _ if self.hole_mm.is_none() => Some("the hole is not known".to_owned()),
            _ if self.leaking_mpa.is_none() => Some("the pressure is not known".to_owned()),
            _ => None,
        }
    }

    pub fn assume(&mut self, id: &'static str, text: String) {
        let assumption = Assumption { id, text };
        if !self.assumptions.contains(&assumption) {
            self.assumptions.push(assumption);
        }
    }

    pub fn not_run(&mut self, model: &'static str, why: &str) {
        self.not_run.push(NotRun { model, why: why.to_owned() });
    }
}

/// A width or pressure of zero, or none at all, says nothing.
fn positive(number: Option<f64>) -> Option<f64> {
    number.filter(|number| number.is_finite() && *number > 0.0)
}

fn not_negative(number: Option<f64>) -> Option<f64> {
    number.filter(|number| number.is_finite() && *number >= 0.0)
}
