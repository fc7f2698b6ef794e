//! The heating network of the county seat: a plant, primary supply and return side by side along
//! the streets, substations in some blocks, secondary supply and return to groups of buildings.
//!
//! The circuits meet at plant, substations and services and nowhere else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::generate::dice::Dice;
use crate::generate::draft::day_in;
use crate::generate::homes::Homes;
use crate::generate::homes::Use;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::pipes;
use crate::generate::pipes::Pipes;
use crate::generate::profile::Profile;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::between;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::length;
use crate::generate::shapes::moved;
use crate::generate::skeleton::Class;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatNode {
    pub kind: &'static str,
    pub circuit: Option<&'static str>,
    pub network: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatPipe {
    pub circuit: &'static str,
    pub network: &'static str,
    pub diameter_mm: f64,
}

pub struct Heat {
    pub net: Pipes<HeatNode, HeatPipe>,
    /// By building.
    pub services: BTreeMap<usize, usize>,
}

const CIRCUITS: [(&str, Place); 2] = [("supply", [6.4, -5.2]), ("return", [7.4, -6.3])];
/// Services of a substation, one for each pair of rows of buildings or so.
const SERVICES: usize = 4;

impl Heat {
    pub fn new(seed: u64, profile: &Profile, roads: &RoadNet, homes: &Homes) -> Self {
        let mut heat = Self { net: Pipes::new(), services: BTreeMap::new() };
        let mut dice = Dice::of(seed, "heat", "");
        // At the eastern edge of the town.
        let start = roads.crossroads[&(profile.columns, -1)];
        let links = roads.links(|edge| if edge.class == Class::Urban { 1.0 } else { 10_000.0 });
        let tree = paths::Tree::from(roads.nodes.len(), &links, start);
        let mut blocks: Vec<_> =
            homes.blocks.iter().filter(|block| matches!(block.2, Use::Storeyed | Use::Towers)).collect();
        blocks.sort_by_key(|block| (tree.cost_to(roads.crossroads[&block.0]), block.0));
        blocks.truncate(profile.substations);
        let edges: BTreeSet<usize> = blocks.iter().flat_map(|block| tree.way_to(roads.crossroads[&block.0])).collect();

        let primary = |kind, circuit| HeatNode { kind, circuit: Some(circuit), network: Some("primary") };
        let plant = heat.net.node(
            HeatNode { kind: "plant", circuit: None, network: Some("primary") },
            moved(roads.nodes[start].at, [330.0, -60.0]),
        );
        let mut junctions: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (circuit, by) in CIRCUITS {
            let pipe = |diameter_mm| HeatPipe { circuit, network: "primary", diameter_mm };
            let mut at_crossroads = |heat: &mut Self, node: usize| {
                *junctions
                    .entry((node, circuit))
                    .or_insert_with(|| heat.net.node(primary("junction", circuit), moved(roads.nodes[node].at, by)))
            };
            let first = at_crossroads(&mut heat, start);
            heat.net.join(plant, first, pipe(500.0), day_in(&mut dice, 2013));
            for (nth, edge) in edges.iter().enumerate() {
                let road = &roads.edges[*edge];
                let ends = road.nodes.map(|node| at_crossroads(&mut heat, node));
                let line = pipes::beside(&road.line, by);
                let mut let_in = Vec::new();
                if nth % 4 == 1 {
                    let at = length(&line) * 0.12;
                    let_in.push((at, heat.net.node(primary("valve", circuit), pipes::place_along(&line, at))));
                }
                let year = 2013 + i32::try_from(nth % 6).expect("below six");
                let day = day_in(&mut dice, year);
                heat.net.string(ends, &line, &let_in, &pipe(300.0), day);
            }
        }
        for block in blocks {
            heat.substation(&mut dice, roads, homes, &junctions, block);
        }
        heat
    }

    fn substation(
        &mut self,
        dice: &mut Dice,
        roads: &RoadNet,
        homes: &Homes,
        junctions: &BTreeMap<(usize, &str), usize>,
        block: &((i32, i32), [Place; 4], Use),
    ) {
        let (crossroads, corners, _) = block;
        let place = |u: f64, v: f64| between(between(corners[0], corners[1], u), between(corners[3], corners[2], u), v);
        let buildings: Vec<usize> = (0..homes.buildings.len())
            .filter(|nth| homes.buildings[*nth].block == Some(*crossroads) && !homes.buildings[*nth].homes.is_empty())
            .collect();
        if buildings.is_empty() {
            return;
        }
        let year = dice.whole(2014, 2023);
        let day = day_in(dice, year);
        let station = self.net.node(HeatNode { kind: "substation", circuit: None, network: None }, place(0.5, 0.05));
        let services: Vec<usize> = (0..SERVICES)
            .map(|nth| {
                let v = (real::of(nth) + 0.75) / (real::of(SERVICES) + 0.5);
                self.net.node(HeatNode { kind: "service", circuit: None, network: Some("secondary") }, place(0.56, v))
            })
            .collect();
        for (nth, (circuit, _)) in CIRCUITS.iter().enumerate() {
            let circuit = *circuit;
            let from = junctions[&(roads.crossroads[crossroads], circuit)];
            let inlet = HeatPipe { circuit, network: "primary", diameter_mm: 200.0 };
            let valve = self.net.node(
                HeatNode { kind: "valve", circuit: Some(circuit), network: Some("primary") },
                place(0.06, 0.03 + 0.004 * real::of(nth)),
            );
            self.net.join(from, valve, inlet, day);
            self.net.join(valve, station, inlet, day);
            let secondary = HeatPipe { circuit, network: "secondary", diameter_mm: 150.0 };
            let mut last = station;
            for service in &services {
                let at = self.net.nodes[*service].at;
                let shift = [-16.0 - 1.4 * real::of(nth), -3.0 - 0.8 * real::of(nth)];
                let junction = self.net.node(
                    HeatNode { kind: "junction", circuit: Some(circuit), network: Some("secondary") },
                    moved(at, shift),
                );
                self.net.join(last, junction, secondary, day);
                self.net.join(junction, *service, HeatPipe { diameter_mm: 100.0, ..secondary }, day);
                last = junction;
            }
        }
        for building in buildings {
            let far = |service: &&usize| distance_sq(self.net.nodes[**service].at, homes.buildings[building].at);
            let nearest = services.iter().min_by(|a, b| far(a).total_cmp(&far(b))).expect("a substation has services");
            if !dice.chance(0.05) {
                self.services.insert(building, *nearest);
            }
        }
    }
}
