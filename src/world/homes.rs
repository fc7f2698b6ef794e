//! How many live on which node of a network: counted shard by shard, so that an edit counts one anew.

use std::collections::HashMap;
use std::collections::HashSet;
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

    /// Everybody, on the nodes of a network.
    pub(super) fn new(counted: &Counted, network: &PipeNetwork, at: usize) -> Self {
        let mut homes = Self { by_node: vec![Homes::default(); network.nodes().len()], ..Self::default() };
        for (_, shard) in &counted.shards {
            homes.take(&shard[at], network, u64::wrapping_add);
        }
        homes
    }

    /// As they are now on the same network: only what has changed since `before` is counted.
    pub(super) fn edited(&self, before: &Counted, now: &Counted, network: &PipeNetwork, at: usize) -> Self {
        let (by_node, without_node, elsewhere) = (self.by_node.clone(), self.without_node, self.elsewhere);
        let mut homes = Self { by_node, without_node, elsewhere };
        for shard in before.not_in(now) {
            homes.take(&shard[at], network, u64::wrapping_sub);
        }
        for shard in now.not_in(before) {
            homes.take(&shard[at], network, u64::wrapping_add);
        }
        homes
    }

    fn take(&mut self, shard: &OfShard, network: &PipeNetwork, sum: fn(u64, u64) -> u64) {
        self.without_node = sum(self.without_node, shard.without_node);
        for (code, count) in &shard.by_code {
            let Some(node) = network.node(code) else {
                self.elsewhere = sum(self.elsewhere, count.households);
                continue;
            };
            let here = &mut self.by_node[node as usize];
            here.households = sum(here.households, count.households);
            here.persons = sum(here.persons, count.persons);
            here.persons_unknown = sum(here.persons_unknown, count.persons_unknown);
        }
    }
}

/// Which network is at which place in what is counted.
pub(super) const FIELDS: [&str; 2] = ["gas_node", "heat_node"];

type OfShards = Arc<[OfShard; 2]>;

#[derive(Debug, Default)]
struct OfShard {
    by_code: Vec<(Box<str>, Homes)>,
    without_node: u64,
}

/// The households of every shard, counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    shards: Vec<(Arc<Shard>, OfShards)>,
}

impl Counted {
    /// Counts what has changed since `before`.
    pub fn after(before: &Self, households: &Table) -> Self {
        let known: HashMap<*const Shard, &OfShards> =
            before.shards.iter().map(|(shard, counted)| (Arc::as_ptr(shard), counted)).collect();
        let counted = |shard: &Arc<Shard>| match known.get(&Arc::as_ptr(shard)) {
            Some(counted) => Arc::clone(counted),
            None => Arc::new(FIELDS.map(|field| count(shard, field))),
        };
        let shards = households.shared_shards().iter().map(|shard| (Arc::clone(shard), counted(shard))).collect();
        Self { shards }
    }

    fn not_in(&self, other: &Self) -> impl Iterator<Item = &OfShards> {
        let others: HashSet<*const Shard> = other.shards.iter().map(|(shard, _)| Arc::as_ptr(shard)).collect();
        self.shards.iter().filter(move |(shard, _)| !others.contains(&Arc::as_ptr(shard))).map(|(_, counted)| counted)
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
