//! Roads between hamlets, and streets inside them.
//!
//! The relative neighbourhood graph (Toussaint 1980) over hamlets and junctions gives a connected
//! net without crossings; links of the Gabriel graph are added until the county has its mileage.

use crate::generate::buckets::Buckets;
use crate::generate::dice::Dice;
use crate::generate::hamlets::Hamlet;
use crate::generate::numbers::real;
use crate::generate::paths::Groups;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::bent;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::dot;
use crate::generate::shapes::length;
use crate::generate::shapes::offset;
use crate::generate::skeleton::Class;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

const REACH_M: f64 = 2_600.0;
/// A further road does not leave a node at a smaller angle to another (40°).
const MOST_ALIGNED: f64 = 0.77;
const CORNER_EVERY_M: f64 = 92.0;

struct Link {
    nodes: [usize; 2],
    length_m: f64,
    is_neighbourly: bool,
}

/// Adds a node for each hamlet that has none, the roads between them, and their streets.
pub fn lay(net: &mut RoadNet, seed: u64, territory: &Territory, hamlets: &[Hamlet], streets: &Streets, rural_m: f64) {
    for (nth, hamlet) in hamlets.iter().enumerate() {
        if net.hamlets[nth] == usize::MAX {
            net.node(hamlet.at, Some(nth));
        }
    }
    let mut groups = Groups::new(net.nodes.len());
    for edge in &net.edges {
        groups.join(edge.nodes[0], edge.nodes[1]);
    }
    let mut links = links(net, streets);
    links.sort_by(|a, b| a.length_m.total_cmp(&b.length_m).then(a.nodes.cmp(&b.nodes)));
    let mut left = Vec::new();
    // First what joins everything up, the shortest first; then neighbours.
    for link in links {
        let [a, b] = link.nodes;
        if groups.of(a) != groups.of(b) && lay_link(net, seed, territory, streets, &link) {
            groups.join(a, b);
        } else {
            left.push(link);
        }
    }
    let (neighbourly, mut further): (Vec<Link>, Vec<Link>) = left.into_iter().partition(|link| link.is_neighbourly);
    for link in &neighbourly {
        if is_apart(net, link) {
            lay_link(net, seed, territory, streets, link);
        }
    }
    lay_streets(net, seed, territory, hamlets);
    let mut rural: f64 = net.edges.iter().filter(|edge| edge.class.is_rural()).map(|edge| length(&edge.line)).sum();
    Dice::of(seed, "further roads", "").shuffle(&mut further);
    for link in further {
        if rural < rural_m && is_apart(net, &link) && lay_link(net, seed, territory, streets, &link) {
            rural += net.edges.last().map_or(0.0, |edge| length(&edge.line));
        }
    }
}

/// Pairs of nodes, one of them a hamlet's, with no other node in the circle over them.
fn links(net: &RoadNet, streets: &Streets) -> Vec<Link> {
    let mut buckets: Buckets<usize> = Buckets::new(700.0);
    for (nth, node) in net.nodes.iter().enumerate() {
        if !streets.covers(node.at, -80.0) {
            buckets.add_place(node.at, nth);
        }
    }
    let mut links = Vec::new();
    for a in net.hamlets.iter().copied() {
        let from = net.nodes[a].at;
        let mut around = buckets.near(from, REACH_M);
        around.retain(|b| *b != a && distance_sq(from, net.nodes[*b].at) < REACH_M * REACH_M);
        for b in &around {
            let b = *b;
            if net.nodes[b].hamlet.is_some() && b < a {
                continue;
            }
            let to = net.nodes[b].at;
            let long = distance_sq(from, to);
            let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
            let other = |c: &&usize| **c != b;
            if around.iter().filter(other).any(|c| distance_sq(net.nodes[*c].at, middle) < long / 4.0) {
                continue;
            }
            let closer = |c: &usize| distance_sq(net.nodes[*c].at, from).max(distance_sq(net.nodes[*c].at, to)) < long;
            let is_neighbourly = !around.iter().filter(other).any(closer);
            links.push(Link { nodes: [a, b], length_m: long.sqrt(), is_neighbourly });
        }
    }
    links
}

fn is_apart(net: &RoadNet, link: &Link) -> bool {
    let apart = |node: usize, other: usize| {
        let here = net.nodes[node].at;
        let ahead = direction(here, net.nodes[other].at);
        net.nodes[node].edges.iter().all(|edge| {
            let edge = &net.edges[*edge];
            let end = if edge.nodes[0] == node { edge.nodes[1] } else { edge.nodes[0] };
            dot(ahead, direction(here, net.nodes[end].at)) < MOST_ALIGNED
        })
    };
    apart(link.nodes[0], link.nodes[1]) && apart(link.nodes[1], link.nodes[0])
}

/// Bent as the land asks; straighter where a bend would leave the county or meet another road.
fn lay_link(net: &mut RoadNet, seed: u64, territory: &Territory, streets: &Streets, link: &Link) -> bool {
    let [a, b] = link.nodes.map(|node| net.nodes[node].at);
    let mut dice = Dice::of(seed, "bends", &format!("{} {}", link.nodes[0], link.nodes[1]));
    let (bow, sway) = (0.05 * dice.bell(), 0.035 * dice.bell());
    for wild in [1.0, 0.5, 0.0] {
        let line = bent(a, b, bow * wild, sway * wild, CORNER_EVERY_M);
        let is_ours = line.iter().all(|at| territory.village_at(*at).is_some())
            && !line.iter().any(|at| streets.covers(*at, -120.0));
        if is_ours && !net.crosses(link.nodes, &line) {
            net.edge(link.nodes, line, Class::Village);
            return true;
        }
    }
    false
}

/// One or two streets through each larger hamlet, away from the roads that are there.
fn lay_streets(net: &mut RoadNet, seed: u64, territory: &Territory, hamlets: &[Hamlet]) {
    for (nth, hamlet) in hamlets.iter().enumerate() {
        if hamlet.households < 40 {
            continue;
        }
        let node = net.hamlets[nth];
        let mut dice = Dice::of(
            seed,
            "hamlet streets",
            &format!("{} {}", territory.villages[hamlet.village].division.code, hamlet.name),
        );
        let half = half_width_m(hamlet.households);
        let axis = hamlet.axis;
        let ways: [Place; 4] = [axis, [-axis[0], -axis[1]], [-axis[1], axis[0]], [axis[1], -axis[0]]];
        let mut streets = if hamlet.households > 130 { 2 } else { 1 };
        for ahead in ways {
            let is_free = net.nodes[node].edges.iter().all(|edge| {
                let edge = &net.edges[*edge];
                let next = if edge.nodes[0] == node { edge.line[1] } else { edge.line[edge.line.len() - 2] };
                dot(ahead, direction(hamlet.at, next)) < 0.7
            });
            let end = offset(hamlet.at, ahead, half * dice.between(0.75, 1.05), 6.0 * dice.bell());
            let line = bent(hamlet.at, end, 0.01 * dice.bell(), 0.0, 60.0);
            let is_ours = territory.is_well_inside(hamlet.village, end, 15.0);
            if streets > 0
                && is_free
                && is_ours
                && distance(end, hamlet.at) > 40.0
                && !net.crosses([node, usize::MAX], &line)
            {
                let end = net.node(end, None);
                net.edge([node, end], line, Class::Village);
                streets -= 1;
            }
        }
    }
}

/// Half the side of the square on which so many houses stand.
pub fn half_width_m(households: usize) -> f64 {
    // A plot with its share of lanes and gaps is about 520 m².
    (real::of(households) * 520.0).sqrt() / 2.0
}
