//! The assessment of a leak: place, zones, who is in them, what to close, who is out of supply, and what
//! the plans ask for.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::emergency::LeakReport;
use crate::emergency::derived;
use crate::emergency::place::LeakAt;
use crate::emergency::place::ReportRefused;
use crate::emergency::place::place_of;
use crate::emergency::report::Cordon;
use crate::emergency::surroundings;
use crate::emergency::surroundings::NearFacility;
use crate::emergency::zones;
use crate::emergency::zones::LeakZones;
use crate::emergency::zones::ZoneInput;
use crate::policy::Assumed;
use crate::policy::Classification;
use crate::policy::Facts;
use crate::policy::PressureClass;
use crate::policy::RuleBook;
use crate::policy::Terrain;
use crate::policy::classify;
use crate::queries;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::queries::households::Totals;
use crate::queries::road_cuts::RoadCut;
use crate::queries::traces::Isolation;
use crate::world::Row;
use crate::world::World;

/// Reference layers of agreed names that the plans speak of (G10 4.2(3)).
pub const LINES_OF_OTHERS: [&str; 2] = ["railways", "expressways"];

/// All that is to be said of a leak.
#[derive(Debug)]
pub struct Assessment<'a> {
    pub hazard: Utility,
    pub place: LeakAt<'a>,
    pub zones: LeakZones,
    /// In the hot zone, the warm and the cordon; each holds those before it.
    pub households: [Totals; 3],
    /// In the cordon: record, and the innermost zone that it lies in.
    pub places: Vec<(Row<'a>, &'static str)>,
    pub roads: Vec<RoadCut<'a>>,
    /// What lies in the cordon of each of [`LINES_OF_OTHERS`]; `None` where nobody has brought that layer.
    pub lines_of_others: BTreeMap<&'static str, Option<Vec<&'a str>>>,
    /// `None` when no pipe of the network is near.
    pub isolation: Option<Isolation<'a>>,
    pub outage: OutOfSupply,
    /// County-level bodies that the cordon or the outage touches, by code.
    pub bodies: Vec<&'a str>,
    pub facilities: Vec<NearFacility>,
    pub classification: Classification,
    /// Of zones and place; those of the rules are in the classification.
    pub assumptions: Vec<Assumed>,
}

/// Who loses supply; unknown is not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfSupply {
    pub households: Option<u64>,
    /// Where it may be more: connections are out on which no household is recorded.
    pub at_most: Option<u64>,
    pub persons: Option<u64>,
    /// `report`, `trace`, or `none` when nobody knows.
    pub source: &'static str,
}

impl Assessment<'_> {
    pub fn is_cross_county(&self) -> bool {
        self.bodies.len() > 1
    }
}

/// Assesses a leak on a day. The same report, rules and world give the same assessment.
pub fn assess<'a>(
    world: &'a World,
    book: &RuleBook,
    report: &LeakReport,
    on: NaiveDate,
) -> Result<Assessment<'a>, ReportRefused> {
    let (place, isolation) = place_of(world, report)?;
    let mut assumptions = place.assumptions.clone();
    let facilities = match report.hazard {
        Utility::Gas => surroundings::facilities_near(world, &book.zones, place.at, place.leaking_pipe(&book.zones)),
        Utility::Heat => Vec::new(),
    };
    let mut zones = zones_of(world, book, report, &place, &facilities);
    if let Some(Cordon::Radius(radius_m)) = report.cordon {
        zones.supersede_with_radius(place.at, radius_m);
    }
    assumptions.extend(
        zones.assumptions.iter().map(|assumed| Assumed { id: assumed.id.to_owned(), text: assumed.text.clone() }),
    );

    let each = queries::households_within_each(world, &zones.all().map(|zone| &zone.zone));
    let bodies_of_zone = derived::bodies_of(world, &zones.cordon, place.at);
    let households = [0, 1, 2].map(|nth: usize| each[nth].totals());
    let places = places_in(world, &zones);
    let roads = queries::road_cuts::roads_cut(world, &zones.cordon.zone, on);
    let lines_of_others = LINES_OF_OTHERS.map(|name| (name, lines_in(world, name, &zones.cordon.zone))).into();

    let outage = out_of_supply(world, report, isolation.as_ref());
    let out_of = isolation.iter().flat_map(|isolation| isolation.outage.bodies.iter().copied());
    let bodies: BTreeSet<&str> = bodies_of_zone.into_iter().chain(out_of).collect();

    let mut facts = Facts::default();
    for (name, value) in report.facts() {
        facts.know(name, value.clone()).expect("the report was read by the ranges of the facts");
    }
    let found = derived::Found { place: &place, roads: &roads, is_cross_county: bodies.len() > 1, on };
    for (name, value) in derived::facts(world, book, report, &found) {
        facts.derive(name, value).expect("what the map supplies is a fact of the rules");
    }
    if let Some((least, most)) = isolation.as_ref().and_then(|trace| derived::households_out(world, trace)) {
        facts.derive_at_least("households_out", counted(least), counted(most)).expect("counts are in range");
        if most > least {
            let text = format!(
                "connections are out on which no household is recorded: at least {least} households are out, at most {most}"
            );
            assumptions.push(Assumed { id: "customers-unknown".to_owned(), text });
        }
    }
    if !facilities.is_empty() {
        facts.derive_some("facility", derived::facility_words(&facilities)).expect("the words are those of the report");
    }
    let classification = classify(&book.rules.in_force_on(on), report.hazard.into(), &facts);
    Ok(Assessment {
        hazard: report.hazard,
        place,
        zones,
        households,
        places,
        roads,
        lines_of_others,
        isolation,
        outage,
        bodies: bodies.into_iter().collect(),
        facilities,
        classification,
        assumptions,
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of households are far below 2^53")]
fn counted(households: u64) -> f64 {
    households as f64
}

fn zones_of(
    world: &World,
    book: &RuleBook,
    report: &LeakReport,
    place: &LeakAt,
    facilities: &[NearFacility],
) -> LeakZones {
    let of_pipe = |field: &str| place.pipe.and_then(|pipe| pipe.value(field).as_real());
    let text_of_pipe = |field: &str| place.pipe.and_then(|pipe| pipe.text(field));
    let mut input = ZoneInput::at(place.at, report.hazard);
    input.gas = report.word("gas").or(text_of_pipe("gas")).and_then(zones::Gas::read);
    input.pressure_mpa = report.number("pressure_mpa").or_else(|| of_pipe("operating_mpa"));
    input.design_mpa = of_pipe("design_mpa");
    input.pressure_class = text_of_pipe("pressure_class").and_then(PressureClass::read);
    input.hole_mm = report.number("hole_mm");
    input.diameter_mm = report.number("diameter_mm").or_else(|| of_pipe("diameter_mm"));
    input.facilities = match report.word("facility") {
        Some(word) => BTreeSet::from([word.to_owned()]),
        None => derived::facility_words(facilities),
    };
    input.scenario = report.word("scenario").and_then(zones::Scenario::read);
    input.large_release = report.yes_or_no("large_amount");
    input.heat_network = text_of_pipe("network").and_then(zones::HeatNetwork::read);
    input.wind_from_deg = report.number("wind_from_deg");
    input.wind_ms = report.number("wind_ms");
    input.stability = report.word("stability").and_then(zones::Stability::read);
    input.terrain = report.word("terrain").and_then(Terrain::read);
    if let Some(Cordon::Area(area)) = &report.cordon {
        input.cordon = Some(area.clone());
    }
    if report.hazard == Utility::Gas {
        let corridors = zones::conduits_near(world, &book.zones, place.at);
        input.conduits = corridors.into_iter().map(|corridor| corridor.line).collect();
    }
    zones::leak_zones(&book.zones, &input)
}

/// By zone, the innermost first, then code.
fn places_in<'a>(world: &'a World, zones: &LeakZones) -> Vec<(Row<'a>, &'static str)> {
    let places = crate::domain::collections::named("places").expect("a name of the contract");
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for zone in zones.all() {
        for row in queries::assets_within(world, places, &zone.zone) {
            if seen.insert(row.code()) {
                found.push((row, zone.name));
            }
        }
    }
    found
}

fn lines_in<'a>(world: &'a World, layer: &str, zone: &Zone) -> Option<Vec<&'a str>> {
    let layer = world.collection(layer).filter(|layer| layer.is_layer)?;
    Some(queries::assets_within(world, layer, zone).into_iter().map(Row::code).collect())
}

fn out_of_supply(world: &World, report: &LeakReport, isolation: Option<&Isolation>) -> OutOfSupply {
    let traced = isolation.and_then(|isolation| derived::households_out(world, isolation));
    let persons = traced.and(isolation).map(|isolation| isolation.outage.homes.persons);
    match (report.number("households_out"), traced) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, as the report was read")]
        (Some(told), _) => {
            OutOfSupply { households: Some(told as u64), at_most: None, persons: None, source: "report" }
        }
        (None, Some((least, most))) => {
            let at_most = (most > least).then_some(most);
            OutOfSupply { households: Some(least), at_most, persons, source: "trace" }
        }
        (None, None) => OutOfSupply { households: None, at_most: None, persons: None, source: "none" },
    }
}
