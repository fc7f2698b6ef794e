//! Low pressure along the streets, and services from it.

use std::collections::BTreeMap;

use crate::generate::dice::Dice;
use crate::generate::draft::day_in;
use crate::generate::gas::Gas;
use crate::generate::gas::GasNode;
use crate::generate::gas::LOW_BESIDE;
use crate::generate::gas::Pressure;
use crate::generate::gas::Site;
use crate::generate::gas::laid_on;
use crate::generate::gas::pipe;
use crate::generate::gas::plain;
use crate::generate::homes::Kind;
use crate::generate::pipes;
use crate::generate::shapes::Place;
use crate::generate::shapes::along;
use crate::generate::shapes::between;
use crate::generate::shapes::length;
use crate::generate::shapes::moved;
use crate::generate::skeleton::Class;

/// Services nearer together than this on a street leave it at one tap.
const ONE_TAP_M: f64 = 34.0;
const SERVED_SHARE: f64 = 0.79;
/// How far low pressure goes along the roads of a town, and how far a service may reach there.
const TOWN_M: f64 = 330.0;
const TOWN_REACH_M: f64 = 260.0;

/// A street or a piece of a town's road, with the buildings that it serves.
struct Stretch {
    ends: [usize; 2],
    line: Vec<Place>,
    /// Metres along, building.
    served: Vec<(f64, usize)>,
}

pub fn lay(
    gas: &mut Gas,
    site: &Site,
    medium: &BTreeMap<usize, usize>,
    low: &mut BTreeMap<usize, usize>,
    towns: &[usize],
) {
    let mut dice = Dice::of(site.seed, "gas services", "");
    let mut stretches = Vec::new();
    for edge in site.net.edges.iter().filter(|edge| edge.class == Class::Urban) {
        let ends = edge.nodes.map(|node| {
            *low.entry(node)
                .or_insert_with(|| gas.net.node(plain("junction"), moved(site.net.nodes[node].at, LOW_BESIDE)))
        });
        stretches.push(Stretch { ends, line: pipes::beside(&edge.line, LOW_BESIDE), served: Vec::new() });
    }
    let in_town = 0..stretches.len();
    for town in towns {
        town_stretches(gas, site, &mut dice, medium, *town, &mut stretches);
    }
    for (nth, building) in site.homes.buildings.iter().enumerate() {
        let is_urban = building.block.is_some();
        let is_candidate = is_urban || building.hamlet.is_some_and(|hamlet| towns.contains(&site.net.hamlets[hamlet]));
        if !is_candidate || building.homes.is_empty() || !dice.chance(SERVED_SHARE) {
            continue;
        }
        let range = if is_urban { in_town.clone() } else { in_town.end..stretches.len() };
        let reach = if is_urban { 400.0 } else { TOWN_REACH_M };
        let best = range
            .map(|stretch| (stretch, pipes::nearest_along(&stretches[stretch].line, building.at)))
            .min_by(|a, b| a.1.1.total_cmp(&b.1.1));
        if let Some((stretch, (metres, _))) = best.filter(|best| best.1.1 < reach) {
            stretches[stretch].served.push((metres, nth));
        }
    }
    // The tie between two quarters is kept closed; it is in the middle of one street.
    let tie =
        stretches.iter().position(|stretch| stretch.served.is_empty() && length(&stretch.line) > 150.0).unwrap_or(0);
    for (nth, stretch) in stretches.iter().enumerate() {
        // Where a main leaves its crossroads it can be closed, in every second street.
        lay_stretch(gas, site, &mut dice, stretch, nth == tie, nth % 2 == 0);
    }
}

/// From the regulator of a town outwards along its roads.
fn town_stretches(
    gas: &mut Gas,
    site: &Site,
    dice: &mut Dice,
    medium: &BTreeMap<usize, usize>,
    town: usize,
    stretches: &mut Vec<Stretch>,
) {
    let at = site.net.nodes[town].at;
    let middle = gas.net.node(plain("junction"), moved(at, LOW_BESIDE));
    gas.regulate(dice, medium[&town], middle, at);
    for edge in &site.net.nodes[town].edges {
        let edge = &site.net.edges[*edge];
        let mut line = edge.line.clone();
        if edge.nodes[0] != town {
            line.reverse();
        }
        let reach = TOWN_M.min(length(&line) - 5.0);
        let (end, _) = along(&line, reach);
        let mut reached = 0.0;
        let mut kept = vec![line[0]];
        for pair in line.windows(2) {
            reached += crate::generate::shapes::distance(pair[0], pair[1]);
            if reached < reach - 1.0 {
                kept.push(pair[1]);
            }
        }
        kept.push(end);
        let line = pipes::beside(&kept, LOW_BESIDE);
        let end = gas.net.node(plain("junction"), line[line.len() - 1]);
        stretches.push(Stretch { ends: [middle, end], line, served: Vec::new() });
    }
}

fn lay_stretch(gas: &mut Gas, site: &Site, dice: &mut Dice, stretch: &Stretch, is_tie: bool, has_valve: bool) {
    let mut served = stretch.served.clone();
    served.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let whole = length(&stretch.line);
    let mut let_in: Vec<(f64, usize)> = Vec::new();
    let mut taps: Vec<(usize, usize)> = Vec::new();
    for (metres, building) in served {
        let metres = metres.clamp(4.0, whole - 4.0);
        let tap = match let_in.last() {
            Some((last, node)) if metres - last < ONE_TAP_M => *node,
            _ => {
                let node = gas.net.node(plain("junction"), pipes::place_along(&stretch.line, metres));
                let_in.push((metres, node));
                node
            }
        };
        taps.push((tap, building));
    }
    if is_tie || has_valve {
        let at = whole - 2.0;
        let valve = GasNode { is_closed: is_tie, ..plain("valve") };
        let_in.push((at, gas.net.node(valve, pipes::place_along(&stretch.line, at))));
    }
    let year = dice.whole(2009, 2018);
    let street_day = day_in(dice, year);
    gas.net.string(stretch.ends, &stretch.line, &let_in, &pipe("distribution", Pressure::Low, 110.0), street_day);
    for (tap, nth) in taps {
        let building = &site.homes.buildings[nth];
        // At a corner of the building, or in the middle of the lane.
        let foot = building.homes[building.homes.len() / 2];
        let door = moved(site.homes.all[foot].at, [2.2, 5.8]);
        let service = gas.net.node(plain("service"), door);
        let day = laid_on(dice, 2010).max(street_day);
        let size = if building.kind == Kind::Detached { 40.0 } else { 63.0 };
        if building.kind == Kind::HighRise || (building.kind == Kind::MultiStorey && dice.chance(0.06)) {
            let box_at = between(gas.net.nodes[tap].at, door, 0.9);
            let regulator = GasNode { to: Some(service), nominal_mpa: Some(0.01), ..plain("box_regulator") };
            let regulator = gas.net.node(regulator, box_at);
            gas.net.join(tap, regulator, pipe("service", Pressure::Low, size), day);
            gas.net.join(regulator, service, pipe("service", Pressure::Low, size), day);
        } else {
            gas.net.join(tap, service, pipe("service", Pressure::Low, size), day);
        }
        gas.services.insert(nth, service);
    }
}
