//! The gas network: from the gate station a medium-pressure net along the main streets and beside
//! the roads to some towns, district regulators, low pressure along every street, and a service to
//! each storeyed building or lane of houses.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::generate::dice::Dice;
use crate::generate::draft::day_in;
use crate::generate::gas_services;
use crate::generate::grades;
use crate::generate::hamlets::Hamlet;
use crate::generate::homes::Homes;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::pipes;
use crate::generate::pipes::Pipes;
use crate::generate::profile::Profile;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::length;
use crate::generate::shapes::moved;
use crate::generate::skeleton::Class;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

/// Kind of node, and for one-way devices the node towards which gas flows.
#[derive(Clone, Debug)]
pub struct GasNode {
    pub kind: &'static str,
    pub to: Option<usize>,
    pub nominal_mpa: Option<f64>,
    pub is_closed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GasPipe {
    pub role: &'static str,
    pub pressure: Pressure,
    pub diameter_mm: f64,
    pub material: &'static str,
}

/// Classes of GB 50028, with the design and operating pressure that this operator uses (in megapascals).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    Low,
    MediumA,
    SubhighA,
}

impl Pressure {
    pub fn class(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::MediumA => "medium_a",
            Self::SubhighA => "subhigh_a",
        }
    }

    pub fn mpa(self) -> (f64, f64) {
        match self {
            Self::Low => (0.009, 0.0028),
            Self::MediumA => (0.4, 0.35),
            Self::SubhighA => (1.6, 1.2),
        }
    }
}

pub type GasPipes = Pipes<GasNode, GasPipe>;

pub struct Gas {
    pub net: GasPipes,
    /// By building, the service node that feeds it.
    pub services: BTreeMap<usize, usize>,
}

/// Where medium and low pressure lie beside the middle of the street.
pub const MEDIUM_BESIDE: Place = [4.2, 3.1];
pub const LOW_BESIDE: Place = [-3.4, -4.0];
/// One sectioning valve on so many pieces of the medium-pressure net.
const VALVE_EVERY: usize = 3;

/// What the laying of gas needs to see.
pub struct Site<'a> {
    pub seed: u64,
    pub profile: &'a Profile,
    pub territory: &'a Territory,
    pub hamlets: &'a [Hamlet],
    pub net: &'a RoadNet,
    pub streets: &'a Streets,
    pub homes: &'a Homes,
}

pub const fn plain(kind: &'static str) -> GasNode {
    GasNode { kind, to: None, nominal_mpa: None, is_closed: false }
}

pub fn pipe(role: &'static str, pressure: Pressure, diameter_mm: f64) -> GasPipe {
    let material = if pressure == Pressure::SubhighA { "钢管" } else { "PE80" };
    GasPipe { role, pressure, diameter_mm, material }
}

impl Gas {
    pub fn new(site: &Site) -> Self {
        let mut gas = Self { net: Pipes::new(), services: BTreeMap::new() };
        let mut dice = Dice::of(site.seed, "gas", "");
        let (medium, towns) = medium_edges(site);
        let mut junctions: BTreeMap<usize, usize> = BTreeMap::new();
        for (nth, edge) in medium.iter().enumerate() {
            let road = &site.net.edges[*edge];
            let ends = road.nodes.map(|node| {
                *junctions
                    .entry(node)
                    .or_insert_with(|| gas.net.node(plain("junction"), moved(site.net.nodes[node].at, MEDIUM_BESIDE)))
            });
            let line = pipes::beside(&road.line, MEDIUM_BESIDE);
            let is_branch = road.class != Class::Urban;
            let day = day_in(&mut dice, if is_branch { 2018 + dice_year(nth) } else { 2008 + dice_year(nth) });
            let mut let_in = Vec::new();
            if nth % VALVE_EVERY == 0 && length(&line) > 120.0 {
                let at = 22.0 + 10.0 * dice.unit();
                let_in.push((at, gas.net.node(plain("valve"), pipes::place_along(&line, at))));
            }
            let kind = pipe("trunk", Pressure::MediumA, if is_branch { 160.0 } else { 250.0 });
            gas.net.string(ends, &line, &let_in, &kind, day);
        }
        gas.feed(site, &mut dice, &junctions);
        let mut low: BTreeMap<usize, usize> = BTreeMap::new();
        for (crossroads, node) in &site.net.crossroads {
            // Every second crossroads of the medium-pressure net, in a pattern of knight's moves.
            let medium = junctions.get(node).copied().filter(|_| (crossroads.0 + 2 * crossroads.1).rem_euclid(5) == 0);
            if let Some(medium) = medium {
                let junction = *low
                    .entry(*node)
                    .or_insert_with(|| gas.net.node(plain("junction"), moved(site.net.nodes[*node].at, LOW_BESIDE)));
                gas.regulate(&mut dice, medium, junction, site.net.nodes[*node].at);
            }
        }
        gas_services::lay(&mut gas, site, &junctions, &mut low, &towns);
        gas
    }

    /// Source, meter, check valve and gate station.
    fn feed(&mut self, site: &Site, dice: &mut Dice, junctions: &BTreeMap<usize, usize>) {
        // At the northern edge of the town.
        let crossroads = site.net.crossroads[&(-site.profile.columns / 2, site.profile.rows)];
        let at = site.net.nodes[crossroads].at;
        let day = day_in(dice, 2007);
        let gate =
            self.net.node(GasNode { nominal_mpa: Some(1.6), ..plain("gate_station") }, moved(at, [-60.0, 390.0]));
        let check = self.net.node(GasNode { to: Some(gate), ..plain("check_valve") }, moved(at, [-70.0, 470.0]));
        let source = self.net.node(GasNode { nominal_mpa: Some(1.6), ..plain("source") }, moved(at, [-180.0, 1_350.0]));
        let outlet = self.net.node(plain("valve"), moved(at, [-45.0, 330.0]));
        let trunk = pipe("trunk", Pressure::SubhighA, 323.9);
        self.net.pipe(source, check, &[moved(at, [-120.0, 900.0])], trunk.clone(), day);
        self.net.join(check, gate, trunk, day);
        let medium = pipe("trunk", Pressure::MediumA, 315.0);
        self.net.join(gate, outlet, medium.clone(), day);
        self.net.join(outlet, junctions[&crossroads], medium, day);
    }

    /// A district regulator with a valve behind it, from a medium to a low junction.
    pub fn regulate(&mut self, dice: &mut Dice, medium: usize, low: usize, at: Place) {
        let year = dice.whole(2009, 2017);
        let day = day_in(dice, year);
        let outlet = self.net.node(plain("valve"), moved(at, [6.0, -9.0]));
        let regulator = GasNode { to: Some(outlet), nominal_mpa: Some(0.4), ..plain("district_regulator") };
        let regulator = self.net.node(regulator, moved(at, [11.0, -2.0]));
        self.net.join(medium, regulator, pipe("distribution", Pressure::MediumA, 110.0), day);
        self.net.join(regulator, outlet, pipe("distribution", Pressure::Low, 160.0), day);
        self.net.join(outlet, low, pipe("distribution", Pressure::Low, 160.0), day);
    }
}

fn dice_year(nth: usize) -> i32 {
    i32::try_from(nth % 5).expect("below five")
}

/// Main streets and the roads to the towns nearest to the seat; with the towns' nodes.
fn medium_edges(site: &Site) -> (BTreeSet<usize>, Vec<usize>) {
    let is_main =
        |edge: &&usize| site.net.edges[**edge].street.is_some_and(|street| site.streets.all[street].class != "branch");
    let all: Vec<usize> = (0..site.net.edges.len()).collect();
    let mut edges: BTreeSet<usize> = all.iter().filter(is_main).copied().collect();
    let links = site.net.links(|edge| match edge.class {
        Class::Urban if edge.street.is_some_and(|street| site.streets.all[street].class != "branch") => 0.3,
        Class::National | Class::Provincial | Class::County => 1.0,
        _ => 3.0,
    });
    let seat = site.net.crossroads[&(0, 0)];
    let tree = paths::Tree::from(site.net.nodes.len(), &links, seat);
    let mut towns: Vec<usize> = (1..site.territory.townships.len())
        .map(|nth| grades::town_node(site.net, site.territory, site.hamlets, nth))
        .filter(|node| *node != seat)
        .collect();
    towns.sort_by_key(|node| tree.cost_to(*node));
    towns.truncate(site.profile.gas_towns);
    for town in &towns {
        edges.extend(tree.way_to(*town));
    }
    (edges, towns)
}

/// When a service was laid: most before 2021, some since.
pub fn laid_on(dice: &mut Dice, first: i32) -> NaiveDate {
    let year = first + real::count(dice.unit() * f64::from(2025 - first)).try_into().unwrap_or(0);
    day_in(dice, year)
}
