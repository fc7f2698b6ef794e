//! The graph of one utility, from its pipes and nodes.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::network::Graph;
use crate::network::NodeId;
use crate::world::table::Row;
use crate::world::table::Table;

/// Pipes as links, joined where they name the same node.
#[derive(Debug, Default)]
pub struct PipeNetwork {
    pub graph: Graph,
    /// Codes of pipes in the order of the graph's links.
    pub pipes: Vec<Box<str>>,
    pub nodes: HashMap<Box<str>, NodeId>,
    /// Codes of pipes of which an end is not recorded: they are in no answer about supply.
    pub loose: Vec<Box<str>>,
    /// Pipe and node code, for each end that names a node which is not there.
    pub dangling: Vec<(Box<str>, Box<str>)>,
}

impl PipeNetwork {
    pub(super) fn new(pipes: &Table, nodes: &Table) -> Self {
        let mut linked = Vec::new();
        let mut ends: Vec<(Box<str>, Box<str>)> = Vec::new();
        let mut loose = Vec::new();
        let mut dangling = Vec::new();
        let known: HashSet<&str> = nodes.rows().map(Row::code).collect();
        for pipe in pipes.in_code_order(None) {
            let (Some(from), Some(to)) = (pipe.text("from_node"), pipe.text("to_node")) else {
                loose.push(pipe.code().into());
                continue;
            };
            for end in [from, to] {
                if !known.contains(end) {
                    dangling.push((pipe.code().into(), end.into()));
                }
            }
            linked.push(pipe.code().into());
            ends.push((from.into(), to.into()));
        }
        let (graph, nodes) = Graph::of(ends.into_iter());
        Self { graph, pipes: linked, nodes, loose, dangling }
    }
}
