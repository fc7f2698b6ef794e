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
use crate::world::Row;
use crate::world::World;

/// What was found of a leak before its facts are gathered.
pub struct Found<'a> {
    pub place: &'a LeakAt<'a>,
    pub roads: &'a [RoadCut<'a>],
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
    let knows_counties = world.named("jurisdictions").bounds().is_some();
    add("cross_county", (found.is_cross_county || knows_counties).then_some(found.is_cross_county.into()));
    if !world.named("roads").is_empty() || !world.named("road_segments").is_empty() {
        add("road_inside", Some(FactValue::from(!found.roads.is_empty())));
        add("bridge_inside", Some(FactValue::from(found.roads.iter().any(|road| !road.bridges.is_empty()))));
    }
    match report.hazard {
        Utility::Heat => add("in_heating_season", Some(is_in_season(book, found.on).into())),
        Utility::Gas => {
            add("gas", found.place.pipe.and_then(|pipe| pipe.text("gas")).map(FactValue::from));
            add("road_above", road_above(world, book, found.place, in_main_city).map(FactValue::from));
            add("mp_alarm_nodes", alarmed_nodes(world, found.place).map(FactValue::from));
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

/// The weightiest road above the place that was told and above the pipe. Under no road on the map is under
/// none only outside the main city: streets are what maps lack first.
fn road_above(world: &World, book: &RuleBook, place: &LeakAt, in_main_city: Option<bool>) -> Option<&'static str> {
    let places = [Some(place.at), place.on_pipe];
    let words: Vec<Option<&'static str>> = places
        .into_iter()
        .flatten()
        .map(|at| surroundings::road_above(world, &book.zones, at).map(|road| road.word))
        .collect();
    let weightiest = ["trunk", "secondary", "residential"].into_iter().find(|word| words.contains(&Some(word)));
    let is_none = in_main_city == Some(false) && words.iter().all(|word| *word == Some("none"));
    weightiest.or(is_none.then_some("none"))
}

/// How many households are out, and how many it may be: where a connection that is out has no household
/// recorded, those of which no connection is recorded may be on it. `None` where nothing is recorded.
pub fn households_out(world: &World, trace: &Isolation) -> Option<(u64, u64)> {
    let outage = &trace.outage;
    let all = world.named("households").len() as u64;
    let least = outage.homes.households;
    let most = if outage.services_without_homes > 0 { least + outage.households_without_node } else { least };
    (outage.households_without_node < all).then_some((least, most))
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

/// Nodes of the medium-pressure network of this county-level body of which a low pressure is an alarm
/// (DC10); `None` where that is not recorded of all of them.
fn alarmed_nodes(world: &World, place: &LeakAt) -> Option<usize> {
    let body = |code: &str| world.jurisdictions().accountable(code).map(str::to_owned);
    let here = place.jurisdiction.and_then(body);
    let is_medium = |row: &Row| row.value("nominal_mpa").as_real().is_some_and(|mpa| mpa > 0.1);
    let is_here = |row: &Row| here.is_none() || row.text("jurisdiction_code").and_then(body) == here;
    let nodes: Vec<Row> = world.named("gas_nodes").rows().filter(is_medium).filter(is_here).collect();
    let of = |flag: &Value| nodes.iter().filter(|row| row.value("mp_alarm_enabled") == *flag).count();
    let alarmed = of(&Value::Boolean(true));
    (alarmed > 0 || (!nodes.is_empty() && of(&Value::Null) == 0)).then_some(alarmed)
}

/// Open incidents of gas in the main city, beside this one (DC9).
fn other_leaks(world: &World, at: LonLat) -> usize {
    let is_open = |row: &Row| row.text("hazard") == Some("gas") && row.value("closed_at").is_null();
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
