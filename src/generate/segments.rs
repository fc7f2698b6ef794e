//! Segments: the pieces of a route that have attributes of their own, as they were at the end of
//! 2019. What became of them since is told in `history`.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::day_in;
use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::road_net::RoadNet;
use crate::generate::route::Route;
use crate::generate::skeleton::Class;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;
use crate::geom::Chainage;

#[derive(Clone, Debug)]
pub struct Segment {
    pub code: String,
    /// Position among the routes.
    pub route: usize,
    pub edge: usize,
    /// Corners of the route's line at which it begins and ends.
    pub corners: [usize; 2],
    pub from: Chainage,
    pub to: Chainage,
    pub jurisdiction: &'static str,
    pub is_shared: bool,
    pub dead_end: Option<bool>,
    pub is_urban_managed: bool,
    pub is_key: bool,
    pub separation_eligible: Option<bool>,
    /// From a day on, what is true: oldest first.
    pub versions: Vec<(NaiveDate, Facts)>,
}

/// What changes about a segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub technical_class: Option<&'static str>,
    pub surface: Option<&'static str>,
    pub roadbed_m: Option<f64>,
    pub pavement_m: Option<f64>,
    pub listed: Option<bool>,
    pub bus_route: Option<bool>,
    pub digitised: Option<bool>,
    pub auto_surveyed_on: Option<NaiveDate>,
    pub mqi: Option<f64>,
    pub pqi: Option<f64>,
    pub assessed_on: Option<NaiveDate>,
    pub scenic_since: Option<NaiveDate>,
    pub separated_since: Option<NaiveDate>,
    pub built_year: Option<i32>,
    pub rebuilt_year: Option<i32>,
}

/// Technical class, surface, widths of roadbed and pavement; the more likely ones repeated.
type Build = (&'static str, &'static str, f64, f64);
const COUNTY: [Build; 6] = [
    ("2", "asphalt", 12.0, 9.0),
    ("2", "asphalt", 10.0, 9.0),
    ("2", "asphalt", 12.0, 9.0),
    ("3", "asphalt", 8.5, 7.0),
    ("3", "asphalt", 8.0, 7.0),
    ("3", "cement", 7.5, 6.5),
];
const TOWNSHIP: [Build; 6] = [
    ("3", "asphalt", 7.5, 6.5),
    ("3", "asphalt", 7.5, 6.0),
    ("4", "cement", 6.5, 5.5),
    ("4", "cement", 6.5, 5.0),
    ("4", "cement", 5.5, 4.5),
    ("4", "asphalt", 6.5, 5.0),
];
const VILLAGE: [Build; 10] = [
    ("4", "cement", 5.5, 4.5),
    ("4", "cement", 5.5, 4.5),
    ("4", "cement", 5.5, 4.5),
    ("4", "cement", 5.0, 4.0),
    ("4", "cement", 5.0, 4.0),
    ("4", "cement", 4.5, 3.5),
    ("4", "cement", 4.5, 3.5),
    ("substandard", "cement", 4.0, 3.0),
    ("substandard", "simple_paved", 4.0, 3.0),
    ("substandard", "gravel", 4.0, 3.0),
];
pub const STOCK_DAY: NaiveDate = crate::generate::draft::date(2019, 12, 31);

/// The segments of all routes in order.
pub fn segments(
    seed: u64,
    county: &'static str,
    territory: &Territory,
    net: &RoadNet,
    routes: &[Route],
    streets: &Streets,
) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (nth, route) in routes.iter().enumerate() {
        let mut dice = Dice::of(seed, "segments", &route.code);
        let mut build = build_of(&mut dice, route.class);
        for (serial, pair) in route.breaks.windows(2).enumerate() {
            if dice.chance(0.12) {
                build = build_of(&mut dice, route.class);
            }
            let places = &route.line[pair[0]..=pair[1]];
            let step = route.step_at(pair[0]);
            let is_last = pair[1] == route.line.len() - 1;
            let end = net.edges[step.edge].nodes[usize::from(!step.is_reversed)];
            let is_stub = is_last && net.nodes[end].edges.len() == 1 && net.nodes[end].hamlet.is_none();
            let is_urban = route.class != Class::Urban && streets.covers(places[places.len() / 2], 420.0);
            let facts = facts(&mut dice, route.class, build);
            segments.push(Segment {
                code: format!("{}{:04}", route.code, (serial + 1) * 10),
                route: nth,
                edge: step.edge,
                corners: [pair[0], pair[1]],
                from: Chainage::from_mm(route.chainages[pair[0]]),
                to: Chainage::from_mm(route.chainages[pair[1]]),
                jurisdiction: territory.jurisdiction_of(places, county),
                is_shared: step.is_shared,
                // A street of a hamlet ends among its houses; few are roads still to be joined up.
                dead_end: if is_stub { Some(dice.chance(0.06)) } else { dice.known(0.02, false) },
                is_urban_managed: is_urban && route.class.is_rural(),
                is_key: route.class == Class::Township && is_key(&route.code),
                separation_eligible: dice.known(0.06, ()).map(|()| dice.chance(0.7)),
                versions: vec![(STOCK_DAY, facts)],
            });
        }
    }
    segments
}

/// A third of the township roads.
fn is_key(code: &str) -> bool {
    code.as_bytes()[3].is_multiple_of(3)
}

fn build_of(dice: &mut Dice, class: Class) -> Build {
    match class {
        Class::National => ("1", "asphalt", 25.5, 21.0),
        Class::Provincial => ("2", "asphalt", 17.0, 15.0),
        Class::County => *dice.pick(&COUNTY),
        Class::Township => *dice.pick(&TOWNSHIP),
        Class::Village => *dice.pick(&VILLAGE),
        Class::Urban => ("2", "asphalt", 30.0, *dice.pick(&[12.0, 15.0, 21.0])),
    }
}

fn facts(dice: &mut Dice, class: Class, build: Build) -> Facts {
    let unknown = if class == Class::Village { 0.04 } else { 0.01 };
    let built_year = 2002 + dice.whole(0, 16);
    let (mqi, pqi) = indices(dice, 2019 - built_year);
    let assessed = dice.chance(if class == Class::Village { 0.86 } else { 0.97 });
    let assessed_on = day_in(dice, 2019);
    let listed_share = if class == Class::Village { 0.93 } else { 0.99 };
    Facts {
        technical_class: dice.known(unknown, build.0),
        surface: dice.known(unknown, build.1),
        roadbed_m: dice.known(unknown * 2.0, build.2),
        pavement_m: dice.known(unknown, build.3),
        listed: dice.known(unknown, ()).map(|()| dice.chance(listed_share)),
        bus_route: Some(false),
        digitised: dice.known(0.05, ()).map(|()| dice.chance(if class == Class::Village { 0.2 } else { 0.6 })),
        auto_surveyed_on: None,
        mqi: assessed.then_some(mqi),
        pqi: (assessed && dice.chance(0.9)).then_some(pqi),
        assessed_on: assessed.then_some(assessed_on),
        scenic_since: None,
        separated_since: None,
        built_year: dice.known(0.08, built_year),
        rebuilt_year: None,
    }
}

/// MQI and PQI of a road of an age: a point and a half a year, and chance.
pub fn indices(dice: &mut Dice, age: i32) -> (f64, f64) {
    let mqi = (95.0 - 1.45 * f64::from(age.max(0)) + 15.0 * dice.bell()).clamp(42.0, 99.0);
    let pqi = (mqi - 1.5 + 4.0 * dice.bell()).clamp(38.0, 99.0);
    (real::rounded(mqi, 1), real::rounded(pqi, 1))
}

impl Segment {
    pub fn length_m(&self) -> f64 {
        f64::from(self.to.mm() - self.from.mm()) / 1000.0
    }

    /// The newest version.
    pub fn latest(&self) -> &Facts {
        &self.versions[self.versions.len() - 1].1
    }

    /// The record of one version.
    pub fn record(&self, county: &County, version: usize) -> Record {
        let route = &county.routes[self.route];
        let (from, facts) = &self.versions[version];
        let km = f64::from((self.to.mm() - self.from.mm()) / 1000) / 1000.0;
        let is_rural = route.class.is_rural();
        Draft::new(collection("road_segments"), self.code.as_str())
            .valid_from(*from)
            .shape(plane::line(&route.line[self.corners[0]..=self.corners[1]]))
            .set("road_code", &route.code)
            .set("from_chainage", self.from)
            .set("to_chainage", self.to)
            .set("jurisdiction_code", self.jurisdiction)
            .set("technical_class", facts.technical_class)
            .set("surface", facts.surface)
            .set("roadbed_width_m", facts.roadbed_m)
            .set("pavement_width_m", facts.pavement_m)
            .set("official_length_km", km)
            .set("shared", self.is_shared)
            .set("dead_end", self.dead_end)
            .set("urban_managed", self.is_urban_managed)
            .set("listed_for_maintenance", facts.listed.filter(|_| is_rural))
            .set("bus_route", facts.bus_route)
            .set("key_township_road", is_rural.then_some(self.is_key))
            .set("digitised", facts.digitised)
            .set("auto_surveyed_on", facts.auto_surveyed_on)
            .set("mqi", facts.mqi)
            .set("pqi", facts.pqi)
            .set("assessed_on", facts.assessed_on)
            .set("scenic_since", facts.scenic_since)
            .set("separation_eligible", self.separation_eligible.filter(|_| is_rural))
            .set("separated_since", facts.separated_since)
            .set("built_year", facts.built_year)
            .set("rebuilt_year", facts.rebuilt_year)
            .done()
    }
}
