//! Which local roads are township roads, and where each township's roads start.

use crate::generate::hamlets::Hamlet;
use crate::generate::paths;
use crate::generate::road_net::RoadNet;
use crate::generate::skeleton::Class;
use crate::generate::territory::Territory;

/// So many villages have a local road on their way to their town, for it to be a township road.
const TOWNSHIP_FROM: usize = 1;

/// What local roads are township roads: those on the way of several villages to their town.
pub fn grade(net: &mut RoadNet, territory: &Territory, hamlets: &[Hamlet]) {
    let links = net.links(|edge| if edge.class == Class::Village { 1.0 } else { 0.75 });
    let mut used = vec![0; net.edges.len()];
    for (nth, township) in territory.townships.iter().enumerate() {
        let tree = paths::Tree::from(net.nodes.len(), &links, town_node(net, territory, hamlets, nth));
        for village in township.villages.clone() {
            let Some(main) = hamlets.iter().position(|hamlet| hamlet.village == village) else { continue };
            for edge in tree.way_to(net.hamlets[main]) {
                used[edge] += 1;
            }
        }
    }
    for (edge, used) in net.edges.iter_mut().zip(used) {
        if edge.class == Class::Village && used >= TOWNSHIP_FROM {
            edge.class = Class::Township;
        }
    }
}

/// Where a township's roads start: its town, and the middle of the county seat.
pub fn town_node(net: &RoadNet, territory: &Territory, hamlets: &[Hamlet], township: usize) -> usize {
    let is_its = |hamlet: &Hamlet| hamlet.is_town && territory.villages[hamlet.village].township == township;
    hamlets.iter().position(is_its).map_or(net.crossroads[&(0, 0)], |hamlet| net.hamlets[hamlet])
}
