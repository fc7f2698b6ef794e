//! How many live on which node of a network: counted shard by shard, so that an edit counts one anew.

use std::collections::HashMap;
use std::sync::Arc;

use crate::network::NodeId;
use crate::world::column::Column;
use crate::world::pipes::PipeNetwork;
use crate::world::shard::Shard;
use crate::world::table::Table;

/// Households and their persons. Unknown numbers of persons add nothing and are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Homes {
    pub households: u64,
    pub persons: u64,
    pub persons_unknown: u64,
}

impl std::ops::AddAssign for Homes {
    fn add_assign(&mut self, other: Self) {
        self.households += other.households;
        self.persons += other.persons;
        self.persons_unknown += other.persons_unknown;
    }
}

/// Who lives on the nodes of one network.
#[derive(Debug, Default)]
pub struct HomesByNode {
    /// Of the recorded nodes.
    by_node: Vec<Homes>,
    /// Households of which no node is recorded: they may be customers or not.
    pub without_node: u64,
    /// Households on a node that is out of service, or of which there is no record.
    pub elsewhere: u64,
}

impl HomesByNode {
    pub fn on(&self, node: NodeId) -> Homes {
        self.by_node[node as usize]
    }

    pub(super) fn new(counted: &Counted, network: &PipeNetwork, at: usize) -> Self {
        let mut homes = Self { by_node: vec![Homes::default(); network.nodes().len()], ..Self::default() };
        for (_, shard) in &counted.shards {
            homes.without_node += shard[at].without_node;
            for (code, count) in &shard[at].by_code {
                match network.node(code) {
                    Some(node) => homes.by_node[node as usize] += *count,
                    None => homes.elsewhere += count.households,
                }
            }
        }
        homes
    }
}

/// Which network is at which place in what is counted.
pub(super) const FIELDS: [&str; 2] = ["gas_node", "heat_node"];

#[derive(Debug, Default)]
struct OfShard {
    by_code: Vec<(Box<str>, Homes)>,
    without_node: u64,
}

/// The households of every shard, counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    shards: Vec<(Arc<Shard>, Arc<[OfShard; 2]>)>,
}

impl Counted {
    /// Counts what has changed since `before`.
    pub fn after(before: &Self, households: &Table) -> Self {
        let known: HashMap<*const Shard, &Arc<[OfShard; 2]>> =
            before.shards.iter().map(|(shard, counted)| (Arc::as_ptr(shard), counted)).collect();
        let counted = |shard: &Arc<Shard>| match known.get(&Arc::as_ptr(shard)) {
            Some(counted) => Arc::clone(counted),
            None => Arc::new(FIELDS.map(|field| count(shard, field))),
        };
        let shards = households.shared_shards().iter().map(|shard| (Arc::clone(shard), counted(shard))).collect();
        Self { shards }
    }
}

fn count(shard: &Shard, field: &str) -> OfShard {
    let column = |field: &str| {
        let at = shard.collection().position(field).expect("a field of the contract");
        shard.column(at)
    };
    let (nodes, persons) = (column(field), column("persons"));
    let mut of_shard = OfShard::default();
    let Column::Text(codes) = nodes else {
        // Not one of them is recorded.
        of_shard.without_node = shard.len() as u64;
        return of_shard;
    };
    let mut by_code: HashMap<&str, Homes> = HashMap::new();
    for row in 0..shard.len() {
        let Some(code) = codes.at(row) else {
            of_shard.without_node += 1;
            continue;
        };
        let home = by_code.entry(code).or_default();
        home.households += 1;
        match persons.integer(row).and_then(|persons| u64::try_from(persons).ok()) {
            Some(persons) => home.persons += persons,
            None => home.persons_unknown += 1,
        }
    }
    of_shard.by_code = by_code.into_iter().map(|(code, homes)| (code.into(), homes)).collect();
    of_shard.by_code.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    of_shard
}
