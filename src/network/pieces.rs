//! What hangs together: whatever flows, and in whatever direction.

use crate::network::Cut;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;
use crate::network::Supply;

/// What remains whole when every valve is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Without valves.
    pub nodes: Vec<NodeId>,
    pub links: Vec<LinkId>,
}

impl Supply {
    /// What hangs together with some nodes as valves stand now. A closed valve ends what it is met from.
    pub(super) fn hangs_together(&self, seeds: [NodeId; 2]) -> Marks {
        let whole = self.whole();
        let mut found = Marks::none(self.graph.node_count());
        let mut open: Vec<NodeId> = seeds.into_iter().filter(|seed| found.insert(*seed)).collect();
        while let Some(node) = open.pop() {
            if self.is_closed(node, &whole) {
                continue;
            }
            open.extend(self.graph.links_at(node).iter().map(|(_, other)| *other).filter(|other| found.insert(*other)));
        }
        found
    }

    /// The pieces in which some nodes hang together over links that are not cut; their order is fixed, and
    /// says nothing. Valves that are closed part pieces, and belong to the first one that they end.
    pub fn pieces(&self, among: &Marks, cut: &Cut) -> Vec<Vec<NodeId>> {
        let mut found = Marks::none(self.graph.node_count());
        let mut pieces = Vec::new();
        let is_closed = |node: &NodeId| self.is_closed(*node, cut);
        let starts = among.iter().filter(|node| !is_closed(node)).chain(among.iter().filter(is_closed));
        for start in starts {
            if !found.insert(start) {
                continue;
            }
            let mut piece = vec![start];
            let mut next = 0;
            while let Some(node) = piece.get(next).copied() {
                next += 1;
                if is_closed(&node) {
                    continue;
                }
                for (link, other) in self.graph.links_at(node) {
                    if among.contains(*other) && !cut.links.contains(*link) && found.insert(*other) {
                        piece.push(*other);
                    }
                }
            }
            pieces.push(piece);
        }
        pieces
    }

    /// The segments of the network, in the order of their first nodes, then of their first links; a pipe
    /// between two valves is one by itself.
    pub fn segments(&self) -> Vec<Segment> {
        let (nodes, links) = (self.graph.node_count(), self.graph.link_count());
        let is_valve = |node: NodeId| matches!(self.device(node), crate::network::Device::Valve { .. });
        let mut seen = Marks::none(links);
        let mut found = Marks::none(nodes);
        let mut segments = Vec::new();
        for start in (0..).take(nodes).filter(|node| !is_valve(*node)) {
            if !found.insert(start) {
                continue;
            }
            let mut segment = Segment { nodes: vec![start], links: Vec::new() };
            let mut next = 0;
            while let Some(node) = segment.nodes.get(next).copied() {
                next += 1;
                for (link, other) in self.graph.links_at(node) {
                    if seen.insert(*link) {
                        segment.links.push(*link);
                    }
                    if !is_valve(*other) && found.insert(*other) {
                        segment.nodes.push(*other);
                    }
                }
            }
            segment.nodes.sort_unstable();
            segment.links.sort_unstable();
            segments.push(segment);
        }
        let between_valves = (0..).take(links).filter(|link| !seen.contains(*link));
        segments.extend(between_valves.map(|link| Segment { nodes: Vec::new(), links: vec![link] }));
        segments
    }
}
