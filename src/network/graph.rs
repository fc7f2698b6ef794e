//! An undirected multigraph in compressed rows.

use std::collections::HashMap;
use std::hash::Hash;

/// The position of a node in its graph.
pub type NodeId = u32;
/// The position of a link in the order in which links were given.
pub type LinkId = u32;

/// Which links meet at which nodes. Parallel links and loops at one node are kept.
#[derive(Debug, Default)]
pub struct Graph {
    ends: Vec<(NodeId, NodeId)>,
    first: Vec<u32>,
    meetings: Vec<(LinkId, NodeId)>,
}

impl Graph {
    /// Numbers nodes in the order in which they are first met, and returns those numbers.
    #[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 nodes")]
    pub fn of<N: Eq + Hash>(links: impl Iterator<Item = (N, N)>) -> (Self, HashMap<N, NodeId>) {
        let mut numbers = HashMap::new();
        let mut number = |node: N| {
            let next = numbers.len() as u32;
            *numbers.entry(node).or_insert(next)
        };
        let ends: Vec<(NodeId, NodeId)> = links.map(|(from, to)| (number(from), number(to))).collect();
        (Self::from_ends(numbers.len(), ends), numbers)
    }

    /// Of nodes that are numbered already, some of them perhaps without a link.
    #[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 links")]
    pub fn from_ends(node_count: usize, ends: Vec<(NodeId, NodeId)>) -> Self {
        let mut first = vec![0_u32; node_count + 1];
        for (from, to) in &ends {
            first[*from as usize + 1] += 1;
            first[*to as usize + 1] += u32::from(from != to);
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        let mut next = first.clone();
        let mut meetings = vec![(0, 0); first.last().map_or(0, |last| *last as usize)];
        let mut meet = |node: NodeId, link: usize, other: NodeId| {
            meetings[next[node as usize] as usize] = (link as u32, other);
            next[node as usize] += 1;
        };
        for (link, (from, to)) in ends.iter().enumerate() {
            meet(*from, link, *to);
            if from != to {
                meet(*to, link, *from);
            }
        }
        Self { ends, first, meetings }
    }

    pub fn node_count(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub fn link_count(&self) -> usize {
        self.ends.len()
    }

    pub fn ends(&self, link: LinkId) -> (NodeId, NodeId) {
        self.ends[link as usize]
    }

    /// The links at a node, each with the node at its other end, in the order in which they were
    /// given.
    pub fn links_at(&self, node: NodeId) -> &[(LinkId, NodeId)] {
        &self.meetings[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// How many pieces hang together; a node without a link is a piece of its own.
    pub fn piece_count(&self) -> usize {
        let mut seen = vec![false; self.node_count()];
        let mut open: Vec<NodeId> = Vec::new();
        let mut pieces = 0;
        for start in (0..).take(self.node_count()) {
            if seen[start as usize] {
                continue;
            }
            pieces += 1;
            seen[start as usize] = true;
            open.push(start);
            while let Some(node) = open.pop() {
                for (_, other) in self.links_at(node) {
                    if !std::mem::replace(&mut seen[*other as usize], true) {
                        open.push(*other);
                    }
                }
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_ways_and_loops_are_kept_in_the_order_in_which_they_were_given() {
        let links = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("x", "x")];
        let (graph, nodes) = Graph::of(links.into_iter());
        assert_eq!((graph.node_count(), graph.link_count(), graph.piece_count()), (5, 5, 2));
        let (cut, _) = Graph::of(links.into_iter().skip(2));
        assert_eq!(cut.piece_count(), 2);
        assert_eq!(graph.links_at(nodes["c"]), &[(1, nodes["b"]), (2, nodes["a"]), (3, nodes["d"])]);
        assert_eq!(graph.links_at(nodes["x"]), &[(4, nodes["x"])]);
    }
}
