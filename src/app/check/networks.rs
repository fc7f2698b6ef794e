//! What is wrong with the networks of gas and heating.

use crate::app::Finding;
use crate::app::check::place_of;
use crate::world::Faulty;
use crate::world::PipeNetwork;
use crate::world::World;

/// Faults that answers about supply name too, and nodes of which nobody knows where they lie.
pub(super) fn networks(world: &World, found: &mut Vec<Finding>) {
    utility(world, "gas_pipes", "gas_nodes", world.gas(), found);
    utility(world, "heat_pipes", "heat_nodes", world.heat(), found);
}

fn utility(world: &World, pipes: &'static str, nodes: &'static str, network: &PipeNetwork, found: &mut Vec<Finding>) {
    for row in world.named(nodes).rows().filter(|row| row.shard.shape(row.row).is_none()) {
        found.push(Finding {
            rule: "no_place",
            collection: nodes,
            code: row.code().to_owned(),
            problem: "where the node lies is not recorded: no map and no zone shows it".to_owned(),
            at: None,
        });
    }
    for fault in network.faults() {
        let (collection, code) = match fault.of {
            Faulty::Pipe(link) => (pipes, network.pipe_code(link)),
            Faulty::Node(node) => (nodes, network.node_code(node).unwrap_or_default()),
        };
        let at = world.named(collection).find(code).and_then(place_of);
        let problem = fault.problem.to_string();
        found.push(Finding { rule: fault.rule, collection, code: code.to_owned(), problem, at });
    }
}
