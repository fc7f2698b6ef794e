//! Where a leak is: its place, the pipe that leaks, and the valves around it.

use geo::CoordsIter;

use crate::emergency::LeakReport;
use crate::emergency::report::Cordon;
use crate::emergency::report::FieldFault;
use crate::emergency::report::WIDEST_CORDON_M;
use crate::emergency::report_fields::PURE_METHANE_LEL;
use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::geodesic;
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
    /// The place of the pipe that is nearest to it.
    pub on_pipe: Option<LonLat>,
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
    let Traced { at, on_pipe, pipe, isolation, mut assumptions } = traced(world, report)?;
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
        LeakAt {
            at,
            on_pipe,
            jurisdiction,
            pipe,
            is_named: report.pipe.is_some(),
            node,
            off_the_pipe_m,
            road,
            assumptions,
        },
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
    /// The place of the pipe that is nearest.
    on_pipe: Option<LonLat>,
    pipe: Option<Row<'a>>,
    isolation: Option<Isolation<'a>>,
    assumptions: Vec<Assumed>,
}

/// A place without a pipe of the network near has no trace, nor has one at which something else leaks: gas
/// comes from tanks and lorries, too.
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
    let on_pipe = from.and_then(|from| from.at);
    if let (Some(pipe), None) = (&report.pipe, report.at) {
        let text = format!("where on pipe {pipe} it leaks is not known: its middle is taken");
        assumptions.push(Assumed { id: "middle-of-pipe".to_owned(), text });
    }
    let at = report.at.or(on_pipe).ok_or_else(|| {
        ReportRefused::of(asked_by(report), "where it lies is not recorded; give at as well, as [lon, lat]")
    })?;
    if let (LeakPlace::At(_), Some(pipe)) = (&asked, pipe) {
        let off_m = from.and_then(|from| from.distance_m).unwrap_or_default();
        if let Some(other) = not_of_the_pipe(report, pipe) {
            let text = format!(
                "the nearest pipe, {}, {off_m:.0} m off, is not what leaks: {other}; nothing is traced",
                pipe.code()
            );
            assumptions.push(Assumed { id: "other-system".to_owned(), text });
            check_cordon(report, at)?;
            return Ok(Traced { at, on_pipe: None, pipe: None, isolation: None, assumptions });
        }
        let text = format!("the nearest pipe, {}, {off_m:.0} m off, is taken to be the one that leaks", pipe.code());
        assumptions.push(Assumed { id: "nearest-pipe".to_owned(), text });
    }
    if let (Some(_), Some(other)) = (&report.pipe, pipe.and_then(|pipe| other_gas(report, pipe))) {
        return Err(ReportRefused::of("gas", format!("{other}; give the gas of the pipe, or the place alone")));
    }
    check_against(report, pipe)?;
    check_cordon(report, at)?;
    if let Some(unused) = report.of_the_other_hazard() {
        let text = format!("told, and of no use for a leak of heat: {unused}");
        assumptions.push(Assumed { id: "unused".to_owned(), text });
    }
    Ok(Traced { at, on_pipe, pipe, isolation, assumptions })
}

/// What the pipe says of the report.
fn check_against(report: &LeakReport, pipe: Option<Row>) -> Result<(), ReportRefused> {
    let is_methane = report.word("gas").is_none() && pipe.and_then(|pipe| pipe.text("gas")) == Some("natural_gas");
    match report.number("lel_percent").filter(|percent| is_methane && *percent > PURE_METHANE_LEL) {
        None => Ok(()),
        Some(percent) => {
            let problem = format!(
                "is {percent}, and the pipe carries natural gas, which is {PURE_METHANE_LEL} when pure; give gas if another one leaks"
            );
            Err(ReportRefused::of("lel_percent", problem))
        }
    }
}

/// No corner of a cordon lies farther from the leak than a radius may be.
fn check_cordon(report: &LeakReport, at: LonLat) -> Result<(), ReportRefused> {
    let Some(Cordon::Area(area)) = &report.cordon else { return Ok(()) };
    let corners = area.coords_iter().filter_map(|corner| LonLat::new(corner.x, corner.y).ok());
    let farthest_m = corners.map(|corner| geodesic::distance_m(at, corner)).fold(0.0, f64::max);
    if farthest_m <= WIDEST_CORDON_M {
        return Ok(());
    }
    let problem = format!("a corner lies {:.0} km from the leak; give one of at most 50 km", farthest_m / 1000.0);
    Err(ReportRefused::of("cordon", problem))
}

/// Why a pipe that happens to be near is not the one that leaks.
fn not_of_the_pipe(report: &LeakReport, pipe: Row) -> Option<String> {
    if let Some(scenario @ ("tanker" | "tanker_fire")) = report.word("scenario") {
        return Some(format!("the scenario is {scenario}"));
    }
    other_gas(report, pipe)
}

fn other_gas(report: &LeakReport, pipe: Row) -> Option<String> {
    let of_station = (report.word("facility") == Some("lpg_station")).then_some("lpg");
    let told = report.word("gas").or(of_station)?;
    let recorded = pipe.text("gas").filter(|recorded| *recorded != told)?;
    Some(format!("{told} leaks, and the pipe carries {recorded}"))
}
