//! What feeds a network: sources, valves, devices that let through one way, two circuits.

use crate::network::Graph;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;

/// What stands at a node, as far as supply is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    #[default]
    Plain,
    Source,
    /// The far side of an exchanger: a source for as long as the node `on` is fed.
    SourceWhileFed {
        on: NodeId,
    },
    Valve {
        can_be_closed: bool,
        is_closed: bool,
    },
    /// A regulator or check valve: lets in from every link but those to `to`, and out to `to` alone.
    OneWay {
        to: NodeId,
    },
}

/// Of which circuit of a heating network a link is; gas has but one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Circuit {
    /// Not recorded, or there is only one: it counts for either.
    #[default]
    Any,
    Supply,
    Return,
}

/// A network of which one can ask what is fed.
#[derive(Debug, Default)]
pub struct Supply {
    pub(super) graph: Graph,
    pub(super) devices: Vec<Device>,
    length_m: Vec<f64>,
    circuits: Vec<Circuit>,
    sources: Vec<NodeId>,
    /// Far sides of exchangers, and the nodes on which they depend.
    dependent: Vec<(NodeId, NodeId)>,
    /// Nodes that need supply, and those that need return.
    needs: [Marks; 2],
    pub(super) has_return: bool,
    /// As valves stand now.
    fed_now: Marks,
}

/// What is taken out of a network for a question.
#[derive(Clone, Debug)]
pub struct Cut {
    pub links: Marks,
    pub nodes: Marks,
    /// Valves to be closed, beside those that are.
    pub valves: Marks,
}

/// How one goes along the links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Supply,
    /// From the source over the return circuit, against the flow.
    Return,
    /// Over links of both circuits, with the flow.
    Pressure,
}

impl Supply {
    /// `devices` are those of the nodes, the rest is said of the links. Lengths are finite and not negative.
    pub fn new(graph: Graph, devices: Vec<Device>, length_m: Vec<f64>, circuits: Vec<Circuit>) -> Self {
        let nodes = graph.node_count();
        let mut needs = [Marks::none(nodes), Marks::none(nodes)];
        let (mut sources, mut dependent) = (Vec::new(), Vec::new());
        for (node, device) in (0..).zip(&devices) {
            let at = graph.links_at(node).iter().map(|(link, _)| circuits[*link as usize]);
            let needs_return = at.clone().any(|circuit| circuit == Circuit::Return);
            if at.clone().any(|circuit| circuit != Circuit::Return) || !needs_return {
                needs[0].insert(node);
            }
            if needs_return {
                needs[1].insert(node);
            }
            match device {
                Device::Source => sources.push(node),
                Device::SourceWhileFed { on } => dependent.push((node, *on)),
                _ => {}
            }
        }
        let has_return = circuits.contains(&Circuit::Return);
        let fed_now = Marks::none(nodes);
        let mut supply = Self { graph, devices, length_m, circuits, sources, dependent, needs, has_return, fed_now };
        supply.fed_now = supply.fed(&supply.whole());
        supply
    }

    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    pub fn device(&self, node: NodeId) -> Device {
        self.devices[node as usize]
    }

    pub fn length_m(&self, link: LinkId) -> f64 {
        self.length_m[link as usize]
    }

    /// What is fed as valves stand now.
    pub fn fed_now(&self) -> &Marks {
        &self.fed_now
    }

    /// A cut that takes nothing out.
    pub fn whole(&self) -> Cut {
        let [nodes, links] = [self.graph.node_count(), self.graph.link_count()];
        Cut { links: Marks::none(links), nodes: Marks::none(nodes), valves: Marks::none(nodes) }
    }

    /// Which nodes a source feeds: over every circuit of which the node has links. A closed valve is fed
    /// when any side of it is.
    pub fn fed(&self, cut: &Cut) -> Marks {
        let [fed, ..] = self.fed_and_reached(cut);
        fed
    }

    /// What is fed; what a source puts under pressure, be it over one circuit alone; and what it reaches
    /// in any way, over the return circuit against the flow. A closed valve is when any side of it is.
    pub(super) fn fed_and_reached(&self, cut: &Cut) -> [Marks; 3] {
        let count = self.graph.node_count();
        let mut reached = [Marks::none(count), Marks::none(count)];
        let is_there = |node: &NodeId| !cut.nodes.contains(*node);
        let mut starts: Vec<NodeId> = self.sources.iter().copied().filter(is_there).collect();
        let mut working = starts.clone();
        let mut waiting = self.dependent.clone();
        loop {
            self.flood(Flow::Supply, &starts, cut, &mut reached[0]);
            if self.has_return {
                self.flood(Flow::Return, &starts, cut, &mut reached[1]);
            }
            let is_fed = |(_, on): &mut (NodeId, NodeId)| self.has_all(*on, &reached);
            let ready: Vec<(NodeId, NodeId)> = waiting.extract_if(.., is_fed).collect();
            if ready.is_empty() {
                break;
            }
            starts = ready.into_iter().map(|(side, _)| side).filter(is_there).collect();
            working.extend(&starts);
        }
        if !self.has_return {
            let [there, _] = reached;
            return [there.clone(), there.clone(), there];
        }
        let fed = Marks::of(count, (0..).take(count).filter(|node| self.has_all(*node, &reached)));
        let [mut there, back] = reached;
        let mut pressed = Marks::none(count);
        self.flood(Flow::Pressure, &working, cut, &mut pressed);
        for node in back.iter().chain(pressed.iter()) {
            there.insert(node);
        }
        [fed, pressed, there]
    }

    /// What hangs together with a source when every valve is open, whichever way devices let through.
    /// The far side of an exchanger stands or falls with the node on which it depends.
    pub fn reached_with_every_valve_open(&self) -> Marks {
        let mut reached = Marks::none(self.graph.node_count());
        let mut waiting = self.dependent.clone();
        let mut open = self.sources.clone();
        loop {
            open.retain(|node| reached.insert(*node));
            while let Some(node) = open.pop() {
                let links = self.graph.links_at(node).iter();
                open.extend(links.map(|(_, other)| *other).filter(|other| reached.insert(*other)));
            }
            open.extend(waiting.extract_if(.., |(_, on)| reached.contains(*on)).map(|(side, _)| side));
            if open.is_empty() {
                return reached;
            }
        }
    }

    fn has_all(&self, node: NodeId, reached: &[Marks; 2]) -> bool {
        self.needs.iter().zip(reached).all(|(needs, reached)| !needs.contains(node) || reached.contains(node))
    }

    pub(super) fn is_closed(&self, node: NodeId, cut: &Cut) -> bool {
        matches!(self.devices[node as usize], Device::Valve { is_closed: true, .. }) || cut.valves.contains(node)
    }

    fn flood(&self, flow: Flow, starts: &[NodeId], cut: &Cut, reached: &mut Marks) {
        let mut open: Vec<NodeId> = starts.iter().copied().filter(|start| reached.insert(*start)).collect();
        while let Some(node) = open.pop() {
            if self.is_closed(node, cut) {
                continue;
            }
            for (link, other) in self.graph.links_at(node) {
                let is_way = self.is_of(*link, flow)
                    && self.lets_through(node, *other, flow)
                    && !cut.links.contains(*link)
                    && !cut.nodes.contains(*other);
                if is_way && reached.insert(*other) {
                    open.push(*other);
                }
            }
        }
    }

    fn is_of(&self, link: LinkId, flow: Flow) -> bool {
        match self.circuits[link as usize] {
            Circuit::Any => true,
            Circuit::Supply => flow != Flow::Return,
            Circuit::Return => flow != Flow::Supply,
        }
    }

    /// Whether the devices at both ends of a link let through from `node` to `other`.
    fn lets_through(&self, node: NodeId, other: NodeId, flow: Flow) -> bool {
        let (from, to) = if flow == Flow::Return { (other, node) } else { (node, other) };
        !matches!(self.devices[from as usize], Device::OneWay { to: outlet } if outlet != to)
            && !matches!(self.devices[to as usize], Device::OneWay { to: outlet } if outlet == from)
    }
}
