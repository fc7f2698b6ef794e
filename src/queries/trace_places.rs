//! What the codes and places of a question about supply stand for in a network.

use geo_types::Coord;

use crate::geom::LonLat;
use crate::network::Leak;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;
use crate::queries::Utility;
use crate::queries::nearest_pipe::nearest_pipe;
use crate::queries::nearest_pipe::place_along;
use crate::queries::nearest_pipe::seen_from;
use crate::queries::trace_refusal::TraceRefusal;
use crate::queries::traces::LeakPlace;
use crate::queries::traces::NEAR_M;
use crate::queries::traces::TracedFrom;
use crate::world::Kind;
use crate::world::PipeNetwork;
use crate::world::Row;
use crate::world::World;

/// Where the trace begins.
pub fn leak_at<'a>(
    world: &'a World,
    utility: Utility,
    place: &LeakPlace,
) -> Result<(Leak, TracedFrom<'a>), TraceRefusal> {
    let network = utility.network(world);
    let (code, at) = match place {
        LeakPlace::Node(code) => return leaking_node(world, utility, code),
        LeakPlace::Pipe { code, at } => (code.as_str(), *at),
        LeakPlace::At(at) => {
            let found = nearest_pipe(world, utility, *at, NEAR_M);
            let found = found.ok_or(TraceRefusal::NoPipeNear { utility, within_m: NEAR_M })?;
            (found.row.code(), Some(*at))
        }
    };
    let link = pipe(world, utility, "pipe", code)?;
    let code = network.pipe_code(link);
    let row = world.named(utility.pipes()).find(code).expect("a pipe of the network stands in its table");
    let (share, at, distance_m) = match at {
        None => (0.5, place_along(row, 0.5), None),
        Some(at) => {
            let seen = seen_from(row, at).ok_or_else(|| TraceRefusal::NoLine { pipe: code.to_owned() })?;
            if seen.distance_m > NEAR_M {
                let (pipe, distance_m) = (code.to_owned(), seen.distance_m);
                return Err(TraceRefusal::OffThePipe { pipe, distance_m, within_m: NEAR_M });
            }
            (seen.place.share, Some(seen.place.at), Some(seen.distance_m))
        }
    };
    let share = if is_drawn_backwards(world, utility, network, link, row) { 1.0 - share } else { share };
    let length_m = network.supply().length_m(link);
    let leak = Leak::Link { link, metres: [share * length_m, (1.0 - share) * length_m] };
    Ok((leak, TracedFrom { pipe: Some(code), node: None, at, distance_m }))
}

fn leaking_node<'a>(world: &'a World, utility: Utility, code: &str) -> Result<(Leak, TracedFrom<'a>), TraceRefusal> {
    let (field, network) = ("node", utility.network(world));
    if let Some(node) = network.node(code) {
        let row = world.named(utility.nodes()).find(code);
        let at = row.map(|row| row.shard.lonlat(row.row)).and_then(|[lon, lat]| LonLat::new(lon, lat).ok());
        return Ok((Leak::Node(node), TracedFrom { pipe: None, node: network.node_code(node), at, distance_m: None }));
    }
    let code = code.to_owned();
    if world.named(utility.nodes()).find(&code).is_some() {
        return Err(TraceRefusal::OutOfService { field, code });
    }
    let is_of_other = world.named(utility.other().nodes()).find(&code).is_some();
    Err(if is_of_other {
        TraceRefusal::NodeOfOtherNetwork { field, utility, code }
    } else {
        TraceRefusal::NoSuchNode { field, utility, code }
    })
}

/// A pipe of the network that is in service.
fn pipe(world: &World, utility: Utility, field: &'static str, code: &str) -> Result<LinkId, TraceRefusal> {
    if let Some(link) = utility.network(world).pipe(code) {
        return Ok(link);
    }
    let code = code.to_owned();
    Err(if world.named(utility.pipes()).find(&code).is_some() {
        TraceRefusal::OutOfService { field, code }
    } else if world.named(utility.other().pipes()).find(&code).is_some() {
        TraceRefusal::PipeOfOtherNetwork { field, utility, code }
    } else {
        TraceRefusal::NoSuchPipe { field, utility, code }
    })
}

/// Pipes to be taken out. One that is out of service is out already.
pub fn pipes(world: &World, utility: Utility, field: &'static str, codes: &[String]) -> Result<Marks, TraceRefusal> {
    let mut found = Marks::none(utility.network(world).pipes().len());
    for code in codes {
        match pipe(world, utility, field, code) {
            Ok(link) => {
                found.insert(link);
            }
            Err(TraceRefusal::OutOfService { .. }) => {}
            Err(why) => return Err(why),
        }
    }
    Ok(found)
}

/// Valves of the network; one that is out of service is not in the way of anything.
pub fn valves(world: &World, utility: Utility, field: &'static str, codes: &[String]) -> Result<Marks, TraceRefusal> {
    let network = utility.network(world);
    let mut found = Marks::none(network.supply().graph().node_count());
    for code in codes {
        let row = world.named(utility.nodes()).find(code).ok_or_else(|| no_such_valve(world, utility, field, code))?;
        let kind = row.text("kind");
        if kind != Some("valve") {
            let kind = kind.map_or("of no recorded kind".to_owned(), |kind| format!("of the kind {kind}"));
            return Err(TraceRefusal::NotAValve { field, code: code.clone(), kind });
        }
        if let Some(node) = network.node(code).filter(|node| matches!(network.kind(*node), Kind::Valve(_))) {
            found.insert(node);
        }
    }
    Ok(found)
}

fn no_such_valve(world: &World, utility: Utility, field: &'static str, code: &str) -> TraceRefusal {
    let code = code.to_owned();
    if world.named(utility.other().nodes()).find(&code).is_some() {
        return TraceRefusal::NodeOfOtherNetwork { field, utility, code };
    }
    let is_pipe = [utility, utility.other()].iter().any(|utility| world.named(utility.pipes()).find(&code).is_some());
    if is_pipe {
        return TraceRefusal::NotAValve { field, code, kind: "a pipe".to_owned() };
    }
    TraceRefusal::NoSuchValve { field, utility, code }
}

/// Whether the line of a pipe begins at its second node: surveys draw as they please.
fn is_drawn_backwards(world: &World, utility: Utility, network: &PipeNetwork, link: LinkId, row: Row) -> bool {
    let grid = row.shard.grid();
    let place = |node: NodeId| {
        let row = world.named(utility.nodes()).find(network.node_code(node)?)?;
        let [x, y] = row.shard.lonlat(row.row);
        Some(grid.project_coord(Coord { x, y })).filter(|at| at.x.is_finite())
    };
    let (from, to) = network.supply().graph().ends(link);
    let lines = row.shard.grid_shape(row.row).map(crate::queries::near_lines::line_strings).unwrap_or_default();
    let corners = lines.first().and_then(|line| line.0.first()).zip(lines.last().and_then(|line| line.0.last()));
    let Some((first, last)) = corners else { return false };
    let far = |corner: &Coord, node: Option<Coord>| node.map_or(0.0, |at| (corner.x - at.x).hypot(corner.y - at.y));
    let (from, to) = (place(from), place(to));
    far(first, from) + far(last, to) > far(first, to) + far(last, from)
}
