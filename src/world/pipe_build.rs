//! Building a network of pipes: who meets whom, what stands there, and what is wrong with it.

use std::collections::BTreeSet;
use std::collections::HashMap;

use geo_types::Geometry;

use crate::domain::Value;
use crate::geom::faults::has_no_length;
use crate::network::Device;
use crate::network::Graph;
use crate::network::Marks;
use crate::network::NodeId;
use crate::network::Supply;
use crate::world::jurisdictions::Jurisdictions;
use crate::world::pipe_ends::Ends;
use crate::world::pipe_ends::SNAP_M;
use crate::world::pipe_ends::ends;
use crate::world::pipe_ends::nearest_node;
use crate::world::pipe_facts::bodies;
use crate::world::pipe_facts::circuit;
use crate::world::pipe_facts::kind_of;
use crate::world::pipe_facts::length_m;
use crate::world::pipe_facts::real;
use crate::world::pipe_faults::Faulty;
use crate::world::pipe_faults::PipeFault;
use crate::world::pipes::Kind;
use crate::world::pipes::PipeNetwork;
use crate::world::table::Row;
use crate::world::table::Table;

/// What an end of a pipe meets, while nodes are being numbered.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meets<'a> {
    Node(NodeId),
    /// A node that stands in no table.
    Missing(&'a str),
    /// A node that is out of service: the pipe ends there.
    OutOfService,
    /// What the end names is not recorded, and nothing lies there; ends with one number meet each other.
    Loose(usize),
}

struct Build<'a> {
    pipes: Vec<Row<'a>>,
    nodes: Vec<Row<'a>>,
    by_code: HashMap<&'a str, NodeId>,
    meets: Vec<[Meets<'a>; 2]>,
    faults: Vec<PipeFault>,
    loose: Vec<bool>,
}

/// Nodes, numbered: those that are recorded first.
struct Numbered {
    links: Vec<(NodeId, NodeId)>,
    /// Substations, and the numbers of their secondary sides.
    sides: Vec<(NodeId, NodeId)>,
    count: usize,
}

impl PipeNetwork {
    pub(super) fn new(pipes: &Table, nodes: &Table, jurisdictions: &Jurisdictions) -> Self {
        let in_use = |row: &Row| row.value("in_service") != Value::Boolean(false);
        let node_rows: Vec<Row> = nodes.in_code_order(None).filter(in_use).collect();
        let mut build = Build {
            pipes: pipes.in_code_order(None).filter(in_use).collect(),
            by_code: node_rows.iter().map(|row| row.code()).zip(0..).collect(),
            nodes: node_rows,
            meets: Vec::new(),
            faults: Vec::new(),
            loose: Vec::new(),
        };
        build.name_ends(nodes);
        build.snap(nodes);
        build.finish(jurisdictions)
    }
}

impl<'a> Build<'a> {
    /// What each end names.
    fn name_ends(&mut self, nodes: &Table) {
        for (nth, pipe) in (0..).zip(&self.pipes) {
            let mut meets = [Meets::OutOfService; 2];
            for (end, field) in ["from_node", "to_node"].into_iter().enumerate() {
                meets[end] = match pipe.text(field) {
                    None => Meets::Loose(usize::MAX),
                    Some(code) => match self.by_code.get(code) {
                        Some(node) => Meets::Node(*node),
                        None if nodes.find(code).is_some() => Meets::OutOfService,
                        None => {
                            let problem =
                                format!("ends at `{code}`, which is not among the {}", nodes.collection().name);
                            self.faults.push(PipeFault::of_pipe(nth, "dangling_end", problem));
                            Meets::Missing(code)
                        }
                    },
                };
            }
            self.meets.push(meets);
        }
        self.loose = vec![false; self.pipes.len()];
    }

    /// Joins ends that name no node to what lies there: the nearest node, else the nearest end of another pipe.
    fn snap(&mut self, nodes: &'a Table) {
        let is_loose = |meets: &Meets| matches!(meets, Meets::Loose(_));
        if !self.meets.iter().flatten().any(is_loose) {
            return;
        }
        let all = Ends::of(&self.pipes);
        // Each loose end is its own, until it meets another.
        for (nth, meets) in self.meets.iter_mut().flatten().enumerate() {
            if is_loose(meets) {
                *meets = Meets::Loose(nth);
            }
        }
        let loose: Vec<(usize, usize)> = (0..self.pipes.len())
            .flat_map(|pipe| [(pipe, 0), (pipe, 1)])
            .filter(|(pipe, end)| is_loose(&self.meets[*pipe][*end]))
            .collect();
        let place = |(pipe, end): (usize, usize)| {
            let row = self.pipes[pipe];
            Some((row.shard.grid().clone(), ends(row.shard.shape_ref(row.row)?)?[end]))
        };
        let places: Vec<_> = loose.iter().map(|end| place(*end)).collect();
        let mut joined = vec![None; loose.len()];
        for (nth, end) in loose.iter().enumerate() {
            let Some((_, at)) = &places[nth] else { continue };
            let found = nearest_node(nodes, *at, |code| self.by_code.contains_key(code));
            if let Some(code) = found {
                self.meets[end.0][end.1] = Meets::Node(self.by_code[code]);
                joined[nth] = Some(format!("names no node; it is taken to end at node `{code}`"));
            }
        }
        for (nth, end) in loose.iter().enumerate() {
            let (Some((grid, at)), None) = (&places[nth], &joined[nth]) else { continue };
            let near = all.near(grid, *at);
            let Some(other) = near.into_iter().find(|other| other.0 != end.0) else { continue };
            let (mine, theirs) = (self.meets[end.0][end.1], self.meets[other.0][other.1]);
            // All that met at mine now meets at theirs.
            for meets in self.meets.iter_mut().flatten().filter(|meets| **meets == mine) {
                *meets = theirs;
            }
            let code = self.pipes[other.0].code();
            joined[nth] = Some(format!("names no node; it is taken to meet the end of pipe `{code}`"));
        }
        for ((pipe, end), joined) in loose.into_iter().zip(joined) {
            let which = ["first", "last"][end];
            let link = u32::try_from(pipe).unwrap_or(u32::MAX);
            match joined {
                Some(problem) => {
                    let problem = format!("the {which} end of the pipe {problem}, within {SNAP_M} m");
                    self.faults.push(PipeFault::of_pipe(link, "snapped_end", problem));
                }
                None if !std::mem::replace(&mut self.loose[pipe], true) => {
                    let problem = "an end of the pipe names no node, and none lies there";
                    self.faults.push(PipeFault::of_pipe(link, "loose_end", problem));
                }
                None => {}
            }
        }
    }

    fn finish(mut self, jurisdictions: &Jurisdictions) -> PipeNetwork {
        let kinds: Vec<Kind> = self.nodes.iter().map(|row| kind_of(*row)).collect();
        let Numbered { links, sides, count } = self.numbered(&kinds);
        let graph = Graph::from_ends(count, links);
        let mut devices = vec![Device::Plain; count];
        for (node, kind) in (0..).zip(&kinds) {
            devices[node as usize] = match kind {
                Kind::Source => Device::Source,
                Kind::Valve(valve) => {
                    Device::Valve { can_be_closed: valve.can_be_closed(), is_closed: valve.is_closed() }
                }
                Kind::OneWay => self.one_way(node, &graph, &sides),
                Kind::Substation | Kind::Service | Kind::Other => Device::Plain,
            };
        }
        for gate in self.gates_behind_a_source(&graph) {
            devices[gate as usize] = Device::Plain;
        }
        for (primary, secondary) in &sides {
            devices[*secondary as usize] = Device::SourceWhileFed { on: *primary };
        }
        let (bodies, body_of) = bodies(&self.nodes, jurisdictions);
        self.zero_lengths();
        let supply = Supply::new(
            graph,
            devices,
            self.pipes.iter().map(|pipe| length_m(*pipe)).collect(),
            self.pipes.iter().map(|pipe| circuit(*pipe)).collect(),
        );
        self.islands(&supply);
        self.faults.sort_by_key(|fault| match fault.of {
            Faulty::Pipe(link) => (0, link, fault.rule),
            Faulty::Node(node) => (1, node, fault.rule),
        });
        PipeNetwork {
            supply,
            diameters_mm: self.pipes.iter().map(|pipe| real(*pipe, "diameter_mm")).collect(),
            pipes: self.pipes.iter().map(|pipe| pipe.code().into()).collect(),
            nodes: self.nodes.iter().map(|node| node.code().into()).collect(),
            kinds,
            sides,
            bodies,
            body_of,
            faults: self.faults,
        }
    }

    /// Gate stations (门站) that hang together with a recorded source get their gas from it and have none of
    /// their own: where the pipe between them is shut, the city is out. A storage station keeps gas.
    fn gates_behind_a_source(&self, graph: &Graph) -> Vec<NodeId> {
        let of_kind = |kind: &'static str| {
            (0..).zip(&self.nodes).filter(move |(_, row)| row.text("kind") == Some(kind)).map(|(node, _)| node)
        };
        let mut open: Vec<NodeId> = of_kind("source").collect();
        let mut reached = Marks::of(graph.node_count(), open.iter().copied());
        while let Some(node) = open.pop() {
            let others = graph.links_at(node).iter().map(|(_, other)| *other);
            open.extend(others.filter(|other| reached.insert(*other)));
        }
        of_kind("gate_station").filter(|gate| reached.contains(*gate)).collect()
    }

    fn numbered(&self, kinds: &[Kind]) -> Numbered {
        let mut count = number(self.nodes.len());
        let mut next = || {
            count += 1;
            count - 1
        };
        let missing: BTreeSet<&str> = self
            .meets
            .iter()
            .flatten()
            .filter_map(|meets| if let Meets::Missing(code) = meets { Some(*code) } else { None })
            .collect();
        let missing: HashMap<&str, NodeId> = missing.into_iter().map(|code| (code, next())).collect();
        let sides: Vec<(NodeId, NodeId)> =
            self.parted(kinds).into_iter().map(|substation| (substation, next())).collect();
        let secondary: HashMap<NodeId, NodeId> = sides.iter().copied().collect();
        let mut loose: HashMap<usize, NodeId> = HashMap::new();
        let mut links = Vec::with_capacity(self.pipes.len());
        for (pipe, meets) in self.pipes.iter().zip(&self.meets) {
            let is_secondary = pipe.text("network") == Some("secondary");
            let [from, to] = meets.map(|meets| match meets {
                Meets::Node(node) if is_secondary => secondary.get(&node).copied().unwrap_or(node),
                Meets::Node(node) => node,
                Meets::Missing(code) => missing[code],
                Meets::OutOfService => next(),
                Meets::Loose(number) => *loose.entry(number).or_insert_with(&mut next),
            });
            links.push((from, to));
        }
        Numbered { links, sides, count: count as usize }
    }

    /// Substations at which pipes of both networks meet, and of every pipe it is recorded of which it is:
    /// their sides are apart.
    fn parted(&self, kinds: &[Kind]) -> Vec<NodeId> {
        let mut met: HashMap<NodeId, [bool; 3]> = HashMap::new();
        for (pipe, meets) in self.pipes.iter().zip(&self.meets) {
            for meets in meets {
                if let Meets::Node(node) = meets
                    && kinds[*node as usize] == Kind::Substation
                {
                    let of = match pipe.text("network") {
                        Some("primary") => 0,
                        Some("secondary") => 1,
                        _ => 2,
                    };
                    met.entry(*node).or_default()[of] = true;
                }
            }
        }
        let mut parted: Vec<NodeId> =
            met.into_iter().filter(|(_, met)| *met == [true, true, false]).map(|(node, _)| node).collect();
        parted.sort_unstable();
        parted
    }

    /// A one-way device of which it is not known which way lets through both ways: more drains, and more is closed.
    fn one_way(&mut self, node: NodeId, graph: &Graph, sides: &[(NodeId, NodeId)]) -> Device {
        let Some(code) = self.nodes[node as usize].text("to_node") else {
            let problem = "which way it lets through is not recorded (to_node); traces pass it both ways";
            self.faults.push(PipeFault::of_node(node, "one_way_unset", problem));
            return Device::Plain;
        };
        let to = self.by_code.get(code).copied();
        let is_outlet = |to: &NodeId| *to != node && graph.links_at(node).iter().any(|(_, other)| other == to);
        let secondary = to.and_then(|to| sides.iter().find(|(primary, _)| *primary == to).map(|(_, side)| *side));
        if let Some(to) = to.into_iter().chain(secondary).find(is_outlet) {
            return Device::OneWay { to };
        }
        let problem = format!("lets through to `{code}`, to which no pipe leads from it; traces pass it both ways");
        self.faults.push(PipeFault::of_node(node, "one_way_astray", problem));
        Device::Plain
    }

    fn zero_lengths(&mut self) {
        for (link, pipe) in (0..).zip(&self.pipes) {
            if matches!(pipe.shard.shape_ref(pipe.row), Some(Geometry::LineString(line)) if has_no_length(line)) {
                self.faults.push(PipeFault::of_pipe(link, "zero_length", "the pipe has no length"));
            }
        }
    }

    /// Pipes that no source feeds even with every valve open. Of those with a loose end nobody can say.
    fn islands(&mut self, supply: &Supply) {
        let fed = supply.reached_with_every_valve_open();
        for link in (0..).take(self.pipes.len()).filter(|link: &u32| !self.loose[*link as usize]) {
            let (from, to) = supply.graph().ends(link);
            if !fed.contains(from) && !fed.contains(to) {
                let problem = "no source feeds this pipe, even with every valve open";
                self.faults.push(PipeFault::of_pipe(link, "island", problem));
            }
        }
    }
}

fn number(count: usize) -> NodeId {
    NodeId::try_from(count).expect("a network has far below 2^32 nodes")
}
