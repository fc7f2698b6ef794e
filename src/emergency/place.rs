//! Where a leak is: its place, the pipe that leaks, and the valves around it.

use geo_types::Coord;

use crate::emergency::LeakReport;
use crate::emergency::report::FieldFault;
use crate::geom::Chainage;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::policy::Assumed;
use crate::policy::ZoneParameters;
use crate::queries;
use crate::queries::TraceRefusal;
use crate::queries::traces::Isolation;
use crate::queries::traces::LeakPlace;
use crate::world::Row;
use crate::world::World;

/// The place of a leak.
#[derive(Clone, Debug)]
pub struct LeakAt<'a> {
    pub at: LonLat,
    /// The finest; `None` in a world in which no boundary is known.
    pub jurisdiction: Option<&'a str>,
    /// The pipe that leaks, or is taken to.
    pub pipe: Option<Row<'a>>,
    /// Whether the report named the pipe.
    pub is_named: bool,
    pub node: Option<&'a str>,
    /// Grid metres from the place to the pipe.
    pub off_the_pipe_m: Option<f64>,
    /// The nearest road: code, chainage, metres off its line.
    pub road: Option<(&'a str, Chainage, f64)>,
    pub assumptions: Vec<Assumed>,
}

impl<'a> LeakAt<'a> {
    /// The pipe, where it surely is the one: named, or as near as the error of a reported place.
    pub fn leaking_pipe(&self, with: &ZoneParameters) -> Option<Row<'a>> {
        let is_near = self.off_the_pipe_m.is_none_or(|off_m| off_m <= with.facilities.pipe_m);
        self.pipe.filter(|_| self.is_named || is_near)
    }
}

/// Why a report has no assessment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct ReportRefused(pub Vec<FieldFault>);

impl ReportRefused {
    pub fn of(field: &str, problem: impl Into<String>) -> Self {
        Self(vec![FieldFault::new(field, problem)])
    }
}

impl From<TraceRefusal> for ReportRefused {
    fn from(why: TraceRefusal) -> Self {
        Self::of(why.field(), why.to_string())
    }
}

/// Where a report says that it leaks.
pub fn leak_place(world: &World, report: &LeakReport) -> Result<LonLat, ReportRefused> {
    match report.at {
        Some(at) => Ok(at),
        None => Ok(traced(world, report)?.at),
    }
}

/// Finds the place, and traces from it. The classification asks for a jurisdiction.
pub fn place_of<'a>(
    world: &'a World,
    report: &LeakReport,
) -> Result<(LeakAt<'a>, Option<Isolation<'a>>), ReportRefused> {
    let Traced { at, pipe, isolation, mut assumptions } = traced(world, report)?;
    let jurisdiction = world.jurisdictions().finest_at(at);
    if jurisdiction.is_none() {
        if world.named("jurisdictions").bounds().is_some() {
            let problem = "the place lies outside every jurisdiction: no plan says who decides and who is told; \
                zones and traces can be asked for by themselves";
            return Err(ReportRefused::of(asked_by(report), problem));
        }
        let text = "no boundary of a jurisdiction is known: which bodies are concerned is not known";
        assumptions.push(Assumed { id: "no-boundaries".to_owned(), text: text.to_owned() });
    }
    let road = queries::located(world, at).road;
    let road = road.map(|road| (&*road.road.code, road.chainage, road.seen.offset_m.abs()));
    let from = isolation.as_ref().map(|isolation| isolation.from);
    let node = from.and_then(|from| from.node);
    let off_the_pipe_m = from.and_then(|from| from.distance_m);
    Ok((
        LeakAt { at, jurisdiction, pipe, is_named: report.pipe.is_some(), node, off_the_pipe_m, road, assumptions },
        isolation,
    ))
}

/// The field that named the place.
fn asked_by(report: &LeakReport) -> &'static str {
    match (report.at, &report.pipe) {
        (Some(_), _) => "at",
        (None, Some(_)) => "pipe",
        (None, None) => "node",
    }
}

/// A place, and what a trace from it says.
struct Traced<'a> {
    at: LonLat,
    pipe: Option<Row<'a>>,
    isolation: Option<Isolation<'a>>,
    assumptions: Vec<Assumed>,
}

/// A place without a pipe of the network near has no trace: gas comes
/// from tanks and lorries, too.
fn traced<'a>(world: &'a World, report: &LeakReport) -> Result<Traced<'a>, ReportRefused> {
    let mut assumptions = Vec::new();
    let asked = match (&report.pipe, &report.node, report.at) {
        (Some(code), _, at) => LeakPlace::Pipe { code: code.clone(), at },
        (None, Some(code), _) => LeakPlace::Node(code.clone()),
        (None, None, Some(at)) => LeakPlace::At(at),
        (None, None, None) => return Err(ReportRefused::of("at", "the place is missing")),
    };
    let isolation = match queries::isolation(world, report.hazard, &asked, &report.unusable_valves) {
        Ok(isolation) => Some(isolation),
        Err(why @ TraceRefusal::NoPipeNear { .. }) => {
            assumptions.push(Assumed { id: "no-pipe".to_owned(), text: format!("{why}: nothing is traced") });
            None
        }
        Err(why) => return Err(why.into()),
    };
    let from = isolation.as_ref().map(|isolation| isolation.from);
    let pipe = from.and_then(|from| world.named(report.hazard.pipes()).find(from.pipe?));
    if let (LeakPlace::At(_), Some(pipe), Some(off_m)) = (&asked, pipe, from.and_then(|from| from.distance_m)) {
        let text = format!("the nearest pipe, {}, {off_m:.0} m off, is taken to be the one that leaks", pipe.code());
        assumptions.push(Assumed { id: "nearest-pipe".to_owned(), text });
    }
    let at = match (report.at, from.and_then(|from| from.at), pipe) {
        (Some(at), ..) | (None, Some(at), _) => at,
        (None, None, Some(pipe)) => {
            let text = format!("where on pipe {} it leaks is not known: its middle is taken", pipe.code());
            assumptions.push(Assumed { id: "middle-of-pipe".to_owned(), text });
            middle_of(pipe).ok_or_else(|| ReportRefused::of("pipe", "the pipe has no line; give at as well"))?
        }
        (None, None, None) => {
            return Err(ReportRefused::of("node", "where the node lies is not recorded; give at as well"));
        }
    };
    Ok(Traced { at, pipe, isolation, assumptions })
}

/// Half-way along its line in the grid.
fn middle_of(pipe: Row<'_>) -> Option<LonLat> {
    let lines: Vec<Vec<Coord<f64>>> = match pipe.shard.grid_shape(pipe.row)? {
        geo_types::Geometry::LineString(line) => vec![line.0.clone()],
        geo_types::Geometry::MultiLineString(lines) => lines.0.iter().map(|line| line.0.clone()).collect(),
        _ => return None,
    };
    let pieces = || lines.iter().flat_map(|line| line.windows(2));
    let length = |piece: &[Coord<f64>]| (piece[1].x - piece[0].x).hypot(piece[1].y - piece[0].y);
    let mut left = pieces().map(length).sum::<f64>() / 2.0;
    for piece in pieces() {
        let metres = length(piece);
        if metres >= left {
            let share = if metres > 0.0 { left / metres } else { 0.0 };
            let along = |a: f64, b: f64| a + share * (b - a);
            let at = GridPoint { easting: along(piece[0].x, piece[1].x), northing: along(piece[0].y, piece[1].y) };
            return pipe.shard.grid().unproject(at);
        }
        left -= metres;
    }
    None
}
