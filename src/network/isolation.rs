//! The isolation trace: which valves close around a leak, and what is out once they are closed.

use std::cmp::Ordering;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::Cut;
use crate::network::Device;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;
use crate::network::Supply;

/// Where a network leaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leak {
    /// So many metres from the first and from the second end of the link.
    Link { link: LinkId, metres: [f64; 2] },
    /// All links of the node leak.
    Node(NodeId),
}

/// A node, and how far along the network it lies from the leak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    pub node: NodeId,
    pub distance_m: f64,
}

/// What a trace finds. Lists are nearest first, then in the order of the nodes' numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Isolation {
    /// What drains to the leak, whatever is closed: between the valves that can be closed.
    pub links: Marks,
    pub nodes: Marks,
    /// The valves at which the trace stopped, closed ones among them.
    pub stops: Vec<Reached>,
    /// Those of them that are to be closed: they are open, and a source stands behind them.
    pub close: Vec<Reached>,
    /// Sources in the isolated part: no valve parts them from the leak.
    pub sources: Vec<Reached>,
    /// The isolated nodes, and those that were fed and are not any more.
    pub out: Marks,
    /// Pieces of what hung together with the leak that a source still feeds.
    pub still_fed: usize,
}

impl Supply {
    /// Traces from a leak both ways. It stops at valves that are closed or can be; `unusable` ones
    /// cannot. Gas cannot come back through a one-way device, so the trace stops where it meets one at
    /// its inlet, and passes it upstream from its outlet. A source that is reached is reported and
    /// belongs to the isolated part: only at itself can it be shut.
    ///
    /// A valve through which nothing comes from its other side need not be closed, unless it is one of
    /// three ways through which something else is reached. As none of these stands between a source and
    /// anything, it does not matter in which order they are left out.
    pub fn isolation(&self, leak: Leak, unusable: &Marks) -> Isolation {
        let trace = Trace::from(self, leak, unusable);
        let Trace { links, nodes, stops, sources, .. } = trace;
        let valves = Marks::of(self.graph.node_count(), stops.iter().map(|stop| stop.node));
        let cut = Cut { links, nodes, valves };
        let [fed, pressed, reached] = self.fed_and_reached(&cut);
        let is_open = |node| matches!(self.device(node), Device::Valve { is_closed: false, .. });
        let needs_closing = |stop: &&Reached| {
            let outside = || self.graph.links_at(stop.node).iter().filter(|(link, _)| !cut.links.contains(*link));
            let is_in_use = || reached.contains(stop.node) && outside().count() > 1;
            is_open(stop.node) && (pressed.contains(stop.node) || is_in_use())
        };
        let close = stops.iter().filter(needs_closing).copied().collect();
        let lost = self.fed_now().iter().filter(|node| !fed.contains(*node));
        let out = Marks::of(self.graph.node_count(), cut.nodes.iter().chain(lost));
        let still_fed = self.still_fed(leak, &cut, &fed);
        Isolation { links: cut.links, nodes: cut.nodes, stops, close, sources, out, still_fed }
    }

    fn still_fed(&self, leak: Leak, cut: &Cut, fed: &Marks) -> usize {
        let seeds = match leak {
            Leak::Link { link, .. } => self.graph.ends(link),
            Leak::Node(node) => (node, node),
        };
        let before = self.hangs_together([seeds.0, seeds.1]);
        let is_whole = |node: &NodeId| !cut.nodes.contains(*node) && !self.is_closed(*node, cut);
        let mut found = Marks::none(self.graph.node_count());
        let (mut pieces, mut open) = (0, Vec::new());
        for start in before.iter().filter(is_whole) {
            if !found.insert(start) {
                continue;
            }
            let mut is_fed = false;
            open.push(start);
            while let Some(node) = open.pop() {
                is_fed |= fed.contains(node);
                for (link, other) in self.graph.links_at(node) {
                    if !cut.links.contains(*link) && is_whole(other) && found.insert(*other) {
                        open.push(*other);
                    }
                }
            }
            pieces += usize::from(is_fed);
        }
        pieces
    }
}

struct Trace<'a> {
    supply: &'a Supply,
    unusable: &'a Marks,
    links: Marks,
    nodes: Marks,
    distances_m: Vec<f64>,
    open: BinaryHeap<Reverse<(Metres, NodeId)>>,
    stops: Vec<Reached>,
    sources: Vec<Reached>,
}

impl<'a> Trace<'a> {
    fn from(supply: &'a Supply, leak: Leak, unusable: &'a Marks) -> Self {
        let [nodes, links] = [supply.graph.node_count(), supply.graph.link_count()];
        let mut trace = Self {
            supply,
            unusable,
            links: Marks::none(links),
            nodes: Marks::none(nodes),
            distances_m: vec![f64::INFINITY; nodes],
            open: BinaryHeap::new(),
            stops: Vec::new(),
            sources: Vec::new(),
        };
        let mut met = Vec::new();
        match leak {
            Leak::Link { link, metres } => {
                let (from, to) = supply.graph.ends(link);
                trace.links.insert(link);
                trace.meet(to, from, metres[0], &mut met);
                trace.meet(from, to, metres[1], &mut met);
            }
            Leak::Node(node) => {
                trace.distances_m[node as usize] = 0.0;
                trace.open.push(Reverse((Metres(0.0), node)));
            }
        }
        while let Some(Reverse((Metres(distance_m), node))) = trace.open.pop() {
            if trace.nodes.insert(node) {
                trace.visit(node, distance_m, &mut met);
            }
        }
        met.sort_unstable();
        met.dedup();
        let nearest = |node: NodeId| Reached { node, distance_m: trace.distances_m[node as usize] };
        // A leak at the valve itself has made it a part of what is isolated.
        trace.stops = met.into_iter().filter(|node| !trace.nodes.contains(*node)).map(nearest).collect();
        trace.stops.sort_by(nearest_first);
        trace.sources.sort_by(nearest_first);
        trace
    }

    fn visit(&mut self, node: NodeId, distance_m: f64, met: &mut Vec<NodeId>) {
        if matches!(self.supply.device(node), Device::Source | Device::SourceWhileFed { .. }) {
            self.sources.push(Reached { node, distance_m });
        }
        for (link, other) in self.supply.graph.links_at(node) {
            self.links.insert(*link);
            self.meet(node, *other, distance_m + self.supply.length_m(*link), met);
        }
    }

    /// Comes over a link from `node` to `other`, so far from the leak.
    fn meet(&mut self, node: NodeId, other: NodeId, distance_m: f64, met: &mut Vec<NodeId>) {
        if distance_m >= self.distances_m[other as usize] {
            return;
        }
        match self.supply.device(other) {
            Device::OneWay { to } if node != to => return,
            Device::Valve { can_be_closed, is_closed }
                if is_closed || (can_be_closed && !self.unusable.contains(other)) =>
            {
                met.push(other);
            }
            _ => self.open.push(Reverse((Metres(distance_m), other))),
        }
        self.distances_m[other as usize] = distance_m;
    }
}

fn nearest_first(a: &Reached, b: &Reached) -> Ordering {
    a.distance_m.total_cmp(&b.distance_m).then(a.node.cmp(&b.node))
}

#[derive(Clone, Copy, PartialEq)]
struct Metres(f64);

impl Eq for Metres {}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
