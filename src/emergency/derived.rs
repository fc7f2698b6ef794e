//! What the map adds to a report. What the map does not know is left unknown.

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;
use geo::CoordsIter;

use crate::domain::Value;
use crate::emergency::LeakReport;
use crate::emergency::place::LeakAt;
use crate::emergency::surroundings;
use crate::emergency::surroundings::NearFacility;
use crate::emergency::zones::LeakZone;
use crate::geom::LonLat;
use crate::geom::geodesic;
use crate::policy::FactValue;
use crate::policy::RuleBook;
use crate::queries::Utility;
use crate::queries::road_cuts::RoadCut;
use crate::queries::traces::Isolation;
use crate::world::World;

/// What was found of a leak before its facts are gathered.
pub struct Found<'a> {
    pub place: &'a LeakAt<'a>,
    pub roads: &'a [RoadCut<'a>],
    pub isolation: Option<&'a Isolation<'a>>,
    pub is_cross_county: bool,
    pub on: NaiveDate,
}

/// An open incident so near is this leak itself, metres.
const SAME_LEAK_M: f64 = 50.0;

/// The facts that the map supplies, by name.
pub fn facts(world: &World, book: &RuleBook, report: &LeakReport, found: &Found) -> Vec<(&'static str, FactValue)> {
    let mut facts = Vec::new();
    let mut add = |name, value: Option<FactValue>| facts.extend(value.map(|value| (name, value)));
    let in_main_city = is_in_main_city(world, found.place);
    add("in_main_city", in_main_city.map(FactValue::from));
    add("households_out", found.isolation.filter(|trace| knows_homes(world, trace)).map(households_out));
    add("cross_county", Some(found.is_cross_county.into()));
    if !world.named("roads").is_empty() || !world.named("road_segments").is_empty() {
        add("road_inside", Some(FactValue::from(!found.roads.is_empty())));
        add("bridge_inside", Some(FactValue::from(found.roads.iter().any(|road| !road.bridges.is_empty()))));
    }
    match report.hazard {
        Utility::Heat => add("in_heating_season", Some(is_in_season(book, found.on).into())),
        Utility::Gas => {
            add("gas", found.place.pipe.and_then(|pipe| pipe.text("gas")).map(FactValue::from));
            let above = surroundings::road_above(world, &book.zones, found.place.at);
            add("road_above", above.map(|road| FactValue::from(road.word)));
            add("mp_alarm_nodes", Some(FactValue::from(alarmed_nodes(world))));
            let leaks = in_main_city.filter(|is| *is).map(|_| FactValue::from(1 + other_leaks(world, found.place.at)));
            add("simultaneous_leaks", leaks);
        }
    }
    facts
}

/// What the map knows to be near a leak, one of which may leak or be where gas gathers. There may be others:
/// a map without a sewer does not say that there is none.
pub fn facility_words(found: &[NearFacility]) -> BTreeSet<String> {
    found.iter().map(|near| near.word.to_owned()).collect()
}

/// Whether the trace can count who is out: some household must be recorded on the network.
pub fn knows_homes(world: &World, trace: &Isolation) -> bool {
    trace.outage.households_without_node < world.named("households").len() as u64
}

#[expect(clippy::cast_precision_loss, reason = "counts of households are far below 2^53")]
fn households_out(trace: &Isolation) -> FactValue {
    FactValue::Number(trace.outage.homes.households as f64)
}

/// 主城区 is where a jurisdiction is recorded as the urban core.
fn is_in_main_city(world: &World, place: &LeakAt) -> Option<bool> {
    let jurisdictions = world.jurisdictions();
    let above = jurisdictions.lineage(place.jurisdiction?).filter_map(|code| jurisdictions.find(code));
    let recorded = above.filter_map(|row| match row.value("urban_core") {
        Value::Boolean(is) => Some(is),
        _ => None,
    });
    recorded.reduce(|a, b| a || b)
}

/// Nodes of the medium-pressure network of which a low pressure is an alarm (DC10).
fn alarmed_nodes(world: &World) -> usize {
    let is_alarmed = |row: &crate::world::Row| {
        row.value("mp_alarm_enabled") == Value::Boolean(true)
            && row.value("nominal_mpa").as_real().is_some_and(|mpa| mpa > 0.1)
    };
    world.named("gas_nodes").rows().filter(is_alarmed).count()
}

/// Open incidents of gas in the main city, beside this one (DC9).
fn other_leaks(world: &World, at: LonLat) -> usize {
    let is_open = |row: &crate::world::Row| row.text("hazard") == Some("gas") && row.value("closed_at").is_null();
    let places = world.named("incidents").rows().filter(is_open).filter_map(|row| {
        let [lon, lat] = row.shard.lonlat(row.row);
        LonLat::new(lon, lat).ok()
    });
    let is_other = |place: &LonLat| geodesic::distance_m(at, *place) > SAME_LEAK_M;
    let in_city = |place: &LonLat| {
        let jurisdiction = world.jurisdictions().finest_at(*place);
        let jurisdictions = world.jurisdictions();
        jurisdiction.is_some_and(|code| {
            let mut above = jurisdictions.lineage(code).filter_map(|code| jurisdictions.find(code));
            above.any(|row| row.value("urban_core") == Value::Boolean(true))
        })
    };
    places.filter(is_other).filter(in_city).count()
}

fn is_in_season(book: &RuleBook, on: NaiveDate) -> bool {
    let day = (on.month(), on.day());
    let season = &book.zones.heating_season;
    let [from, to] = [season.from, season.to].map(<(u32, u32)>::from);
    if from <= to { (from..=to).contains(&day) } else { day >= from || day <= to }
}

/// County-level bodies that a zone touches, as far as the corners of its outline and its middle tell.
pub fn bodies_of<'a>(world: &'a World, zone: &LeakZone, at: LonLat) -> BTreeSet<&'a str> {
    let corners = zone.shape.coords_iter().filter_map(|corner| LonLat::new(corner.x, corner.y).ok());
    let places = corners.chain(std::iter::once(at));
    let here: BTreeSet<&str> = places.filter_map(|place| world.jurisdictions().finest_at(place)).collect();
    here.into_iter().filter_map(|code| world.jurisdictions().accountable(code)).collect()
}
