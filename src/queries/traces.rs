//! What must be closed around a leak, and what is without supply.

use std::borrow::Cow;
use std::f64::consts::PI;

use crate::geom::LonLat;
use crate::network::Cut;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;
use crate::network::Reached;
use crate::queries::Utility;
use crate::queries::trace_places::leak_at;
use crate::queries::trace_places::pipes;
use crate::queries::trace_places::valves;
use crate::queries::trace_refusal::TraceRefusal;
use crate::world::Faulty;
use crate::world::Homes;
use crate::world::Kind;
use crate::world::PipeNetwork;
use crate::world::World;

/// A place is the place of a pipe that lies no farther off, grid metres: a telephone places its caller
/// worse than a survey does, and streets lie farther apart.
pub const NEAR_M: f64 = 100.0;

/// Where it leaks.
#[derive(Clone, Debug, PartialEq)]
pub enum LeakPlace {
    /// On the nearest pipe in service within [`NEAR_M`].
    At(LonLat),
    /// At the place of the pipe that is nearest to `at`, which is no farther off than [`NEAR_M`]; in its
    /// middle where there is none.
    Pipe { code: String, at: Option<LonLat> },
    /// All pipes of the node leak.
    Node(String),
}

/// Where a trace began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TracedFrom<'a> {
    pub pipe: Option<&'a str>,
    pub node: Option<&'a str>,
    /// The place on the pipe, or of the node; `None` where none is recorded.
    pub at: Option<LonLat>,
    /// How far off the place of the question is, where there was one.
    pub distance_m: Option<f64>,
}

/// A valve or a source, and its distance from the leak along the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Device<'a> {
    pub code: &'a str,
    pub kind: &'a str,
    pub distance_m: f64,
}

/// What is wrong with the data that an answer stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFault<'a> {
    pub rule: &'static str,
    pub collection: &'static str,
    pub code: &'a str,
    pub problem: Cow<'a, str>,
}

/// What a leak asks for. Devices are nearest first, equally near ones by code.
#[derive(Clone, Debug)]
pub struct Isolation<'a> {
    pub from: TracedFrom<'a>,
    /// In the order in which they are to be closed.
    pub close: Vec<Device<'a>>,
    /// Sources that no usable valve parts from the leak.
    pub cannot_isolate: Vec<Device<'a>>,
    /// Open valves in the isolated part, which cannot be closed or may not be relied on; by code.
    pub passed: Vec<&'a str>,
    /// Codes of the isolated pipes, in order.
    pub pipes: Vec<&'a str>,
    pub length_m: f64,
    /// Of the pipes whose diameter is recorded.
    pub volume_m3: f64,
    pub unknown_diameters: usize,
    /// Pieces of what hung together with the leak that a source still feeds.
    pub still_fed: usize,
    pub data_faults: Vec<DataFault<'a>>,
    /// The isolated part, and what was fed before and is not once the valves are closed.
    pub outage: Outage<'a>,
}

/// What is without supply.
#[derive(Clone, Debug, Default)]
pub struct Outage<'a> {
    /// Codes of nodes, in order.
    pub nodes: Vec<&'a str>,
    /// Customers' connections: nodes of that kind, and others on which a household is recorded.
    pub services: usize,
    /// Those of them on which no household is recorded.
    pub services_without_homes: usize,
    pub homes: Homes,
    /// Households anywhere of which no node of this network is recorded: whether they are customers, and
    /// without supply, is not known.
    pub households_without_node: u64,
    /// How many of the nodes no source fed before either.
    pub cut_off_before: usize,
    /// What hangs together, in the order of its first codes.
    pub pieces: Vec<OutPiece<'a>>,
    /// County-level bodies that are accountable where it is out, by code.
    pub bodies: Vec<&'a str>,
    pub data_faults: Vec<DataFault<'a>>,
}

/// A part without supply that hangs together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutPiece<'a> {
    /// The first of its nodes.
    pub node: &'a str,
    pub nodes: usize,
    pub services: usize,
    pub homes: Homes,
}

impl Outage<'_> {
    /// Whether more than one county-level body is concerned.
    pub fn is_cross_county(&self) -> bool {
        self.bodies.len() > 1
    }
}

/// Which valves close around a leak, and what that costs. Valves of which it is not recorded whether they
/// can be operated or reached are taken to be usable, and `data_faults` says so: a crew that finds one
/// stuck asks again with it in `unusable`.
pub fn isolation<'a>(
    world: &'a World,
    utility: Utility,
    place: &LeakPlace,
    unusable: &[String],
) -> Result<Isolation<'a>, TraceRefusal> {
    let unusable = valves(world, utility, "unusable_valves", unusable)?;
    let (leak, from) = leak_at(world, utility, place)?;
    let network = utility.network(world);
    let supply = network.supply();
    let found = supply.isolation(leak, &unusable);
    let device = |reached: &Reached| {
        let code = network.node_code(reached.node)?;
        let kind = world.named(utility.nodes()).find(code)?.text("kind").unwrap_or_default();
        Some(Device { code, kind, distance_m: reached.distance_m })
    };
    let (mut length_m, mut volume_m3, mut unknown_diameters) = (0.0, 0.0, 0);
    for link in found.links.iter() {
        let metres = supply.length_m(link);
        length_m += metres;
        match network.diameter_mm(link) {
            Some(diameter_mm) => volume_m3 += PI / 4.0 * (diameter_mm / 1000.0).powi(2) * metres,
            None => unknown_diameters += 1,
        }
    }
    let is_passed =
        |node: &NodeId| (*node as usize) < network.nodes().len() && matches!(network.kind(*node), Kind::Valve(_));
    let closed = Marks::of(supply.graph().node_count(), found.close.iter().map(|stop| stop.node));
    let cut = Cut { valves: closed, ..supply.whole() };
    let mut outage = told(world, utility, &found.out, &cut);
    let unfed = found.out.iter().filter(|node| !supply.fed_now().contains(*node));
    outage.cut_off_before = count_recorded(network, unfed);
    let ends = |link: LinkId| <[NodeId; 2]>::from(supply.graph().ends(link));
    let mut met = found.nodes.clone();
    found.links.iter().flat_map(ends).for_each(|node| {
        met.insert(node);
    });
    let mut data_faults = faults(network, utility, |link| found.links.contains(link), |node| met.contains(node));
    data_faults.extend(found.stops.iter().flat_map(|stop| valve_faults(network, utility, stop.node)));
    Ok(Isolation {
        from,
        close: found.close.iter().filter_map(device).collect(),
        cannot_isolate: found.sources.iter().filter_map(device).collect(),
        passed: found.nodes.iter().filter(is_passed).filter_map(|node| network.node_code(node)).collect(),
        pipes: found.links.iter().map(|link| network.pipe_code(link)).collect(),
        length_m,
        volume_m3,
        unknown_diameters,
        still_fed: found.still_fed,
        data_faults,
        outage,
    })
}

/// What is cut off from every source once pipes are taken out and valves closed, what was before among it.
pub fn outage<'a>(
    world: &'a World,
    utility: Utility,
    remove: &[String],
    close: &[String],
) -> Result<Outage<'a>, TraceRefusal> {
    let network = utility.network(world);
    let supply = network.supply();
    let links = pipes(world, utility, "remove", remove)?;
    let cut = Cut { links, valves: valves(world, utility, "close", close)?, ..supply.whole() };
    let fed = supply.fed(&cut);
    let count = supply.graph().node_count();
    let out = Marks::of(count, (0..).take(count).filter(|node| !fed.contains(*node)));
    let mut outage = told(world, utility, &out, &cut);
    outage.cut_off_before = count_recorded(network, out.iter().filter(|node| !supply.fed_now().contains(*node)));
    let is_met = |link: LinkId| {
        let (from, to) = supply.graph().ends(link);
        out.contains(from) || out.contains(to)
    };
    outage.data_faults = faults(network, utility, is_met, |node| out.contains(node));
    Ok(outage)
}

/// Numbers and names of what is out.
fn told<'a>(world: &'a World, utility: Utility, out: &Marks, cut: &Cut) -> Outage<'a> {
    let (network, homes) = (utility.network(world), utility.homes(world));
    let count = |nodes: &mut dyn Iterator<Item = NodeId>| {
        let recorded = Marks::of(network.nodes().len(), nodes.filter_map(|node| network.recorded(node)));
        let mut piece = OutPiece::default();
        for node in recorded.iter() {
            let here = homes.on(node);
            piece.services += usize::from(network.kind(node) == Kind::Service || here.households > 0);
            piece.nodes += 1;
            piece.homes += here;
        }
        piece.node = recorded.iter().next().and_then(|node| network.node_code(node)).unwrap_or_default();
        (piece, recorded)
    };
    let (all, recorded) = count(&mut out.iter());
    let pieces = network.supply().pieces(out, cut).into_iter().map(|piece| count(&mut piece.into_iter()).0);
    let mut pieces: Vec<OutPiece> = pieces.filter(|piece| piece.nodes > 0).collect();
    pieces.sort_by_key(|piece| piece.node);
    let mut touched = vec![false; network.bodies().len()];
    for body in recorded.iter().filter_map(|node| network.body_of(node)) {
        touched[usize::from(body)] = true;
    }
    let is_empty = |node: NodeId| network.kind(node) == Kind::Service && homes.on(node).households == 0;
    let bodies = network.bodies().iter().zip(touched).filter(|(_, touched)| *touched);
    Outage {
        nodes: recorded.iter().filter_map(|node| network.node_code(node)).collect(),
        services: all.services,
        services_without_homes: recorded.iter().filter(|node| is_empty(*node)).count(),
        homes: all.homes,
        households_without_node: homes.without_node,
        cut_off_before: 0,
        pieces,
        bodies: bodies.map(|(code, _)| &**code).collect(),
        data_faults: Vec::new(),
    }
}

fn count_recorded(network: &PipeNetwork, nodes: impl Iterator<Item = NodeId>) -> usize {
    Marks::of(network.nodes().len(), nodes.filter_map(|node| network.recorded(node))).count()
}

fn faults(
    network: &PipeNetwork,
    utility: Utility,
    meets_link: impl Fn(LinkId) -> bool,
    meets_node: impl Fn(NodeId) -> bool,
) -> Vec<DataFault<'_>> {
    let met = network.faults().iter().filter_map(|fault| {
        let (collection, code) = match fault.of {
            Faulty::Pipe(link) => (utility.pipes(), meets_link(link).then(|| network.pipe_code(link))?),
            Faulty::Node(node) => (utility.nodes(), network.node_code(node).filter(|_| meets_node(node))?),
        };
        Some(DataFault { rule: fault.rule, collection, code, problem: Cow::Borrowed(&*fault.problem) })
    });
    met.collect()
}

/// What is not known of a valve at which a trace stopped.
fn valve_faults(network: &PipeNetwork, utility: Utility, node: NodeId) -> Vec<DataFault<'_>> {
    let (Kind::Valve(valve), Some(code)) = (network.kind(node), network.node_code(node)) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut say = |rule, problem: &'static str| {
        faults.push(DataFault { rule, collection: utility.nodes(), code, problem: Cow::Borrowed(problem) });
    };
    match (valve.open, valve.normally_open) {
        (Some(_), _) => {}
        (None, Some(true)) => {
            say("valve_state", "open is not recorded; the valve is taken to be open, as it usually is");
        }
        (None, Some(false)) => {
            say("valve_state", "open is not recorded; the valve is taken to be closed, as it usually is");
        }
        (None, None) => {
            say("valve_state", "neither open nor normally_open is recorded; the valve is taken to be open");
        }
    }
    if !valve.is_closed() && valve.operable.is_none() {
        say("valve_operable", "operable is not recorded; the valve is taken to turn");
    }
    if !valve.is_closed() && valve.accessible.is_none() {
        say("valve_accessible", "accessible is not recorded; the valve is taken to be within reach");
    }
    faults
}
