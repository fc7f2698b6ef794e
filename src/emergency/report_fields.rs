//! The fields of a leak report: the facts that rules may name, and what else the models ask for.

use crate::policy::FACTS;
use crate::policy::FactKind;
use crate::policy::Origin;

/// Pure methane, in percent of its lower explosive limit of 5.0 %vol.
pub const PURE_METHANE_LEL: f64 = 2_000.0;

/// Thinner holes and pipes than a tenth of a millimetre are slips of the pen.
const WIDTH_MM: FactKind = FactKind::Number { min: 0.1, max: 2_000.0 };

/// What the models of the zones ask for beside the facts of the rules. Gauge pressure.
const MODEL_INPUTS: &[(&str, FactKind)] = &[
    ("pressure_mpa", FactKind::Number { min: 0.0, max: 10.0 }),
    ("hole_mm", WIDTH_MM),
    ("diameter_mm", WIDTH_MM),
    ("wind_from_deg", FactKind::Number { min: 0.0, max: 360.0 }),
    ("wind_ms", FactKind::Number { min: 0.0, max: 75.0 }),
    ("stability", FactKind::OneOf(&["D", "F"])),
    ("terrain", FactKind::OneOf(&["urban", "rural"])),
];

/// Of no meaning for a leak of heat.
pub const OF_GAS: [&str; 22] = [
    "gas",
    "facility",
    "road_above",
    "several_households",
    "lel_percent",
    "trend",
    "controlled",
    "large_area",
    "large_amount",
    "third_party_damage",
    "threatens_residents",
    "works_in_protection_range",
    "simultaneous_leaks",
    "gate_outlet_mpa",
    "medium_network_mpa",
    "magnitude",
    "disaster",
    "scenario",
    "wind_from_deg",
    "wind_ms",
    "stability",
    "terrain",
];

/// Read each in its own way.
const OTHERS: &[&str] = &["hazard", "at", "pipe", "node", "unusable_valves", "cordon"];

/// Whether a field of the report is a fact of the rules.
pub fn is_fact(name: &str) -> bool {
    facts().any(|(fact, _)| fact == name)
}

fn facts() -> impl Iterator<Item = (&'static str, FactKind)> {
    let is_told = |origin| matches!(origin, Origin::Report | Origin::ReportOrMap);
    FACTS.iter().filter(move |fact| is_told(fact.origin)).map(|fact| (fact.name, fact.kind))
}

/// The fields that hold one value, with what it may be.
pub fn values() -> impl Iterator<Item = (&'static str, FactKind)> {
    facts().chain(MODEL_INPUTS.iter().copied())
}

/// The names of all fields.
pub fn names() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().copied().chain(values().map(|(name, _)| name))
}
