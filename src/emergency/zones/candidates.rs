//! What each model says of a leak, and which model does not speak, and why.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::emergency::zones::facts::Facts;
use crate::emergency::zones::impact_radius::potential_impact_radius_m;
use crate::emergency::zones::input::Scenario;
use crate::emergency::zones::input::Stability;
use crate::emergency::zones::orifice::Outflow;
use crate::emergency::zones::orifice::outflow;
use crate::emergency::zones::plume::Air;
use crate::emergency::zones::plume::concentration_kg_m3;
use crate::policy::ZoneParameters;

/// A radius that a model gives to a zone.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `M1` to `M5`, `floor` for the least distances of the pressure class, `fixed` for those of heat.
    pub model: &'static str,
    pub radius_m: f64,
    pub parameters: Map<String, Value>,
    pub source: String,
    /// What the radius is, in words.
    pub why: String,
}

/// A model that gave no radius.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRun {
    pub model: &'static str,
    pub why: String,
}

/// What is taken for granted, or must be known by who reads the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    pub id: &'static str,
    pub text: String,
}

/// What the models of a gas leak say together.
pub struct Candidates {
    pub hot: Vec<Candidate>,
    pub warm: Vec<Candidate>,
    /// All round.
    pub cordon: Vec<Candidate>,
    /// Downwind only.
    pub downwind: Vec<Candidate>,
    pub outflow: Option<Outflow>,
}

pub fn candidates(with: &ZoneParameters, facts: &mut Facts) -> Candidates {
    let mut found =
        Candidates { hot: Vec::new(), warm: Vec::new(), cordon: Vec::new(), downwind: Vec::new(), outflow: None };
    floors(with, facts, &mut found);
    impact_radius(with, facts, &mut found);
    plume(with, facts, &mut found);
    initial_isolation(with, facts, &mut found);
    found
}

fn parameters(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(parameters) => parameters,
        _ => Map::new(),
    }
}

fn floors(with: &ZoneParameters, facts: &Facts, found: &mut Candidates) {
    let (distances, of) = if facts.is_lpg_station {
        (with.floors.lpg_station, json!({"facility": "lpg_station"}))
    } else {
        (with.floors_of(facts.class), json!({"pressure_class": facts.class.as_str()}))
    };
    let floor = |radius_m: f64, zone: &str| Candidate {
        model: "floor",
        radius_m,
        parameters: parameters(of.clone()),
        source: with.floors.source.clone(),
        why: format!("least radius of the {zone} zone"),
    };
    found.hot.push(floor(distances.hot_m, "hot"));
    found.warm.push(floor(distances.warm_m, "warm"));
    found.cordon.push(floor(distances.cordon_m, "cordon"));
}

fn impact_radius(with: &ZoneParameters, facts: &mut Facts, found: &mut Candidates) {
    if !facts.is_light {
        return facts.not_run("M2", "49 CFR 192.903 is for natural gas; this is LPG");
    }
    let (Some(diameter_mm), Some(pressure_mpa)) = (facts.diameter_mm, facts.highest_mpa) else {
        let missing = if facts.diameter_mm.is_none() { "diameter_mm" } else { "a pressure" };
        return facts.not_run("M2", &format!("{missing} is not known"));
    };
    found.hot.push(Candidate {
        model: "M2",
        radius_m: potential_impact_radius_m(with.impact_radius.coefficient, pressure_mpa, diameter_mm),
        parameters: parameters(json!({"diameter_mm": diameter_mm, "pressure_mpa": pressure_mpa, "coefficient": with.impact_radius.coefficient})),
        source: with.impact_radius.source.clone(),
        why: "potential impact radius, should the pipe rupture and burn".to_owned(),
    });
}

fn plume(with: &ZoneParameters, facts: &mut Facts, found: &mut Candidates) {
    if !facts.is_light {
        facts.not_run("M3", "the outflow is that of methane; this is LPG");
        return facts.not_run("M4", "LPG is denser than air and creeps along the ground: never by plume");
    }
    let (Some(hole_mm), Some(pressure_mpa)) = (facts.hole_mm, facts.leaking_mpa) else {
        let missing = if facts.hole_mm.is_none() { "hole_mm" } else { "a pressure" };
        facts.not_run("M3", &format!("{missing} is not known"));
        return facts.not_run("M4", "the outflow is not known");
    };
    let outflow = outflow(&with.orifice, pressure_mpa, hole_mm);
    found.outflow = Some(outflow);
    if outflow.kg_s <= 0.0 {
        return facts.not_run("M4", "at 0 MPa nothing flows out");
    }
    let air = air(with, facts);
    let gas = &with.gases.natural_gas;
    for (zone, fraction, list) in
        [("hot", with.lel_fractions.hot, &mut found.hot), ("warm", with.lel_fractions.warm, &mut found.warm)]
    {
        let percent = gas.lower_explosive_limit_percent * fraction;
        let limit = concentration_kg_m3(percent, gas.density_kg_m3);
        let reached = air.distance_to_m(outflow.kg_s, limit, with.plume.fitted_to_m);
        let radius_m = reached.unwrap_or(with.plume.fitted_to_m);
        if reached.is_none() {
            let text = format!(
                "the {zone} zone by M4 ends at {radius_m} m, where the plume model does, and not where the gas does"
            );
            facts.assume("M4-limit", text);
        } else if radius_m < with.plume.fitted_from_m {
            facts.assume("M4-near", format!("the {zone} radius of M4, {radius_m:.1} m, lies nearer than {} m, where its coefficients were fitted from", with.plume.fitted_from_m));
        }
        list.push(Candidate {
            model: "M4",
            radius_m,
            parameters: parameters(json!({
                "lel_fraction": fraction, "percent_by_volume": percent, "outflow_kg_s": outflow.kg_s, "outflow_normal_m3_h": outflow.normal_m3_h(&with.orifice),
                "outflow_model": "M3", "choked": outflow.is_choked, "hole_mm": hole_mm, "pressure_mpa": pressure_mpa,
                "wind_ms": air.u_ms, "stability": air.stability.as_str(), "terrain": air.terrain.as_str(),
            })),
            source: format!("{}; outflow by {}", with.plume.source, with.orifice.source),
            why: format!("downwind distance to {} % of the lower explosive limit", fraction * 100.0),
        });
    }
    found.downwind.extend(found.warm.last().cloned());
    facts.assume(
        "M4",
        "M4 is the mean of ten minutes on open ground: no jet, no wake of buildings, no buoyancy".to_owned(),
    );
}

fn air(with: &ZoneParameters, facts: &mut Facts) -> Air {
    let plume = &with.plume;
    let u_ms = match facts.wind_ms {
        None => {
            facts.assume("wind", format!("the speed of the wind is not known: taken as {} m/s", plume.unknown_wind_ms));
            plume.unknown_wind_ms
        }
        Some(u_ms) if u_ms < plume.calm_below_ms => {
            facts.assume(
                "calm",
                format!("in a calm the plume is computed at {} m/s and has no direction", plume.calm_below_ms),
            );
            plume.calm_below_ms
        }
        Some(u_ms) => u_ms,
    };
    let stability = facts.stability.unwrap_or_else(|| {
        let class = if u_ms < plume.stable_below_ms { Stability::F } else { Stability::D };
        facts.assume("stability", format!("the stability of the air is not known: taken as {}", class.as_str()));
        class
    });
    let terrain = facts.terrain.unwrap_or_else(|| {
        let terrain = plume.unknown_terrain;
        facts.assume(
            "terrain",
            format!("the terrain is not known: taken as {}, where gas reaches farther", terrain.as_str()),
        );
        terrain
    });
    Air { u_ms, stability, terrain }
}

fn initial_isolation(with: &ZoneParameters, facts: &mut Facts, found: &mut Candidates) {
    let Some(reason) = facts.isolation_reason() else {
        return facts.not_run("M1", "the leak is of natural gas, not at a station, and its hole is known");
    };
    let with = &with.initial_isolation;
    let isolation = |radius_m: f64, what: &str| Candidate {
        model: "M1",
        radius_m,
        parameters: parameters(json!({"because": reason})),
        source: with.source.clone(),
        why: format!("{what}: {reason}"),
    };
    if facts.scenario == Some(Scenario::TankerFire) {
        found.cordon.push(isolation(with.tank_fire_m, "isolation around a tank in fire"));
        return;
    }
    found.cordon.push(isolation(with.radius_m, "initial isolation"));
    if facts.is_large {
        found.downwind.push(isolation(with.large_spill_downwind_m, "downwind of a large spill"));
    }
}
