//! What the rules ask for before an emergency, an outage or an incident may end, as fields of a step.

use crate::emergency::life::Missing;
use crate::emergency::life::Standing;
use crate::emergency::life::State;
use crate::emergency::life::Step;
use crate::emergency::life::readings::latest;
use crate::policy::ClosingCondition;
use crate::policy::ClosingVerdict;
use crate::policy::FactValue;
use crate::policy::Facts;
use crate::policy::Stage;
use crate::policy::closing;

/// Facts that only come true after supply is back: a plan without a stage for supply asks for the others
/// before it (H10 6.5).
const AFTER_SUPPLY: [&str; 3] = ["supply_restored", "recheck_passed", "city_headquarters_agreed"];

/// Facts of the closing rules by the field of a step that says so.
const FIELDS: [(&str, &str); 11] = [
    ("people_rescued", "people_rescued"),
    ("scene_controlled", "to"),
    ("hazards_removed", "hazards_eliminated"),
    ("environment_meets_standard", "environment_meets_standard"),
    ("gas_vol_percent", "readings"),
    ("lel_percent", "readings"),
    ("leak_test_passed", "leak_test_passed"),
    ("supply_approved", "approval_ref"),
    ("supply_restored", "supply_interrupted"),
    ("recheck_passed", "rechecked"),
    ("city_headquarters_agreed", "approval_ref"),
];

/// The conditions of the rules that a step does not meet.
pub fn unmet(standing: &Standing, step: &Step) -> Vec<Missing> {
    let found = closing(standing.rules, standing.hazard.into(), &facts(standing, step));
    let of = |stage| found.stage(stage).map_or(&[][..], |stage| &stage.conditions);
    let (emergency, supply, incident) = (of(Stage::Emergency), of(Stage::Supply), of(Stage::Incident));
    let is_before_supply =
        |condition: &&ClosingCondition| !AFTER_SUPPLY.iter().any(|fact| condition.facts.contains(fact));
    let wanted: Vec<&ClosingCondition> = match (step.to, standing.state) {
        (State::ConcentrationClear, _) => emergency.iter().collect(),
        (State::SupplyRestored, _) if supply.is_empty() => {
            emergency.iter().chain(incident.iter().filter(is_before_supply)).collect()
        }
        (State::SupplyRestored, _) => emergency.iter().chain(supply).collect(),
        // Ended before it began: what nobody cut needs no restoring, but the scene must be safe. A plan that
        // tells no emergency apart has one set of conditions.
        (State::Terminated, State::Reported | State::Assessed) if !emergency.is_empty() => emergency.iter().collect(),
        (State::Terminated, _) => emergency.iter().chain(incident).collect(),
        _ => Vec::new(),
    };
    let unmet = wanted.into_iter().filter(|condition| condition.verdict != ClosingVerdict::Met);
    unmet.map(|condition| missing(standing, condition)).collect()
}

/// The highest of the readings that count, percent of the limit of the gas; `None` where nobody measured.
pub fn worst_lel_percent(standing: &Standing) -> Option<f64> {
    latest(&standing.readings).iter().map(|reading| reading.percent_of(standing.limit_vol_percent)).reduce(f64::max)
}

/// What is known of the end of an incident. Reported facts that nobody measured since hold on.
fn facts(standing: &Standing, step: &Step) -> Facts {
    let mut facts = standing.reported.clone();
    let evidence = standing.evidence;
    let is_given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    // The headquarters say so themselves when they end what was never more than a report.
    let is_controlled = matches!(
        standing.state,
        State::Controlled | State::ConcentrationClear | State::SupplyRestored | State::Reported | State::Assessed
    );
    let is_restored = match (standing.state, evidence.supply_interrupted) {
        (State::SupplyRestored, _) | (_, Some(false)) => Some(true),
        (_, Some(true)) => Some(false),
        (_, None) => None,
    };
    let said = [
        ("people_rescued", evidence.people_rescued),
        ("scene_controlled", is_controlled.then_some(true)),
        ("hazards_removed", evidence.hazards_eliminated),
        ("environment_meets_standard", evidence.environment_meets_standard),
        ("leak_test_passed", evidence.leak_test_passed),
        ("supply_approved", is_given(&step.approval_ref).then_some(true)),
        ("supply_restored", is_restored),
        ("recheck_passed", evidence.rechecked),
        ("scene_headquarters_confirmed", is_given(&step.decided_by).then_some(true)),
        ("city_headquarters_agreed", is_given(&step.approval_ref).then_some(true)),
    ];
    for (name, is) in said {
        if let Some(is) = is {
            know(&mut facts, name, is);
        }
    }
    if let Some(lel_percent) = worst_lel_percent(standing) {
        know(&mut facts, "lel_percent", lel_percent);
    }
    if let Some(vol) = latest(&standing.readings).iter().map(|reading| reading.vol_percent).reduce(f64::max) {
        know(&mut facts, "gas_vol_percent", vol);
    }
    facts
}

/// A reading out of every range is not known, and does not clear anything.
fn know(facts: &mut Facts, name: &str, value: impl Into<FactValue>) {
    let _out_of_range = facts.know(name, value);
}

fn missing(standing: &Standing, condition: &ClosingCondition) -> Missing {
    let about = if condition.missing.is_empty() { &condition.facts } else { &condition.missing };
    let field = match about.iter().next() {
        None => "to",
        Some(&"scene_headquarters_confirmed") => "decided_by",
        Some(fact) => FIELDS.iter().find(|(name, _)| name == fact).map_or("report", |(_, field)| *field),
    };
    let mut why = match (field, condition.verdict) {
        ("readings", _) => measured(standing),
        ("supply_interrupted", _) => "supply_restored comes first; or say false, if supply was never cut".to_owned(),
        ("to", _) => "controlled comes first".to_owned(),
        (_, ClosingVerdict::NotMet) => "it is not so yet".to_owned(),
        ("approval_ref" | "decided_by", _) => "say by whose word, or by which reference".to_owned(),
        ("report", _) => format!("report {}", about.iter().copied().collect::<Vec<_>>().join(", ")),
        _ => "say true once it is so".to_owned(),
    };
    why = format!("{}: {why}", condition.title_zh);
    if !condition.assumptions.is_empty() {
        why = format!("{why} ({})", condition.assumptions.join(", "));
    }
    Missing { field, why, clause: condition.clause.clone() }
}

/// What was measured where, by the limit of the gas.
fn measured(standing: &Standing) -> String {
    let limit = standing.limit_vol_percent;
    let mut said = Vec::new();
    for reading in latest(&standing.readings) {
        let place = reading.place.as_deref().unwrap_or("a place that is not named");
        let percent = reading.percent_of(limit);
        let (vol, lel) = (reading.vol_percent, reading.lel_percent);
        said.push(format!(
            "{vol} %vol and {lel} % LEL at {place}, which is {percent:.0} % LEL of a gas whose limit is {limit} %vol"
        ));
    }
    if said.is_empty() {
        return "measure, and give vol_percent and lel_percent".to_owned();
    }
    format!("the last reading of every place counts: {}", said.join("; "))
}
