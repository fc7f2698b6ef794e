//! Shortest ways over a graph of numbered nodes (Dijkstra 1959). Costs are whole numbers, and ties
//! go to the lower number, so that every machine finds the same way.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::generate::numbers::real;

/// Metres as a cost, in whole centimetres.
pub fn cost(metres: f64) -> u64 {
    real::count(metres * 100.0) as u64
}

/// The shortest ways from one node to all others.
pub struct Tree {
    /// For each node: the link by which it is reached, and from which node.
    by: Vec<Option<(usize, usize)>>,
    costs: Vec<u64>,
}

impl Tree {
    /// `links` are two nodes and a cost; a link is known by its position.
    pub fn from(nodes: usize, links: &[(usize, usize, u64)], start: usize) -> Self {
        let mut around: Vec<Vec<usize>> = vec![Vec::new(); nodes];
        for (nth, link) in links.iter().enumerate() {
            around[link.0].push(nth);
            around[link.1].push(nth);
        }
        let (mut by, mut costs) = (vec![None; nodes], vec![u64::MAX; nodes]);
        costs[start] = 0;
        let mut waiting = BinaryHeap::from([Reverse((0_u64, start))]);
        while let Some(Reverse((cost, node))) = waiting.pop() {
            if cost > costs[node] {
                continue;
            }
            for nth in &around[node] {
                let (a, b, step) = links[*nth];
                let other = if a == node { b } else { a };
                let reached = cost.saturating_add(step);
                if reached < costs[other] {
                    costs[other] = reached;
                    by[other] = Some((*nth, node));
                    waiting.push(Reverse((reached, other)));
                }
            }
        }
        Self { by, costs }
    }

    pub fn cost_to(&self, node: usize) -> u64 {
        self.costs[node]
    }

    /// The links on the way from the start to a node, in order; none when it cannot be reached.
    pub fn way_to(&self, node: usize) -> Vec<usize> {
        let mut way = Vec::new();
        let mut at = node;
        while let Some((link, before)) = self.by[at] {
            way.push(link);
            at = before;
        }
        way.reverse();
        way
    }
}

/// Which nodes hang together: union by the lower number, with path halving.
pub struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    pub fn new(nodes: usize) -> Self {
        Self { parents: (0..nodes).collect() }
    }

    pub fn of(&mut self, node: usize) -> usize {
        let mut at = node;
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    /// Whether the two were apart until now.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        self.parents[a.max(b)] = a.min(b);
        a != b
    }
}
