//! What traces answer, as JSON: borrowed from the world, as thousands of codes may be in it.

use serde::Serialize;

use crate::geom::LonLat;
use crate::queries::Utility;
use crate::queries::traces::DataFault;
use crate::queries::traces::Device;
use crate::queries::traces::Isolation;
use crate::queries::traces::OutPiece;
use crate::queries::traces::Outage;

#[derive(Serialize)]
pub struct IsolationBody<'a> {
    network: &'static str,
    from: FromView<'a>,
    isolation: IsolationView<'a>,
    outage: OutageView<'a>,
    cross_county: bool,
    jurisdictions: &'a [&'a str],
    revision: i64,
}

#[derive(Serialize)]
struct FromView<'a> {
    pipe: Option<&'a str>,
    node: Option<&'a str>,
    distance_m: Option<f64>,
    lon: Option<f64>,
    lat: Option<f64>,
}

/// The `isolation` of an assessment, and of a trace that was asked for by itself.
#[derive(Serialize)]
pub struct IsolationView<'a> {
    close: Vec<ValveView<'a>>,
    cannot_isolate: Vec<SourceView<'a>>,
    pipes: PipesView<'a>,
    passed_valves: &'a [&'a str],
    still_fed: usize,
    data_faults: Vec<FaultView<'a>>,
}

#[derive(Serialize)]
struct ValveView<'a> {
    valve: &'a str,
    distance_m: f64,
}

#[derive(Serialize)]
struct SourceView<'a> {
    node: &'a str,
    kind: &'a str,
    distance_m: f64,
}

#[derive(Serialize)]
struct PipesView<'a> {
    count: usize,
    length_m: f64,
    volume_m3: f64,
    unknown_diameters: usize,
    codes: &'a [&'a str],
}

#[derive(Serialize)]
struct FaultView<'a> {
    rule: &'static str,
    collection: &'static str,
    code: &'a str,
    problem: &'a str,
}

#[derive(Serialize)]
struct OutageView<'a> {
    households: u64,
    persons: u64,
    persons_unknown: u64,
    households_without_node: u64,
    source: &'static str,
    services: usize,
    nodes: &'a [&'a str],
    cut_off_before: usize,
    pieces: Vec<PieceView<'a>>,
}

#[derive(Serialize)]
struct PieceView<'a> {
    node: &'a str,
    nodes: usize,
    services: usize,
    households: u64,
    persons: u64,
    persons_unknown: u64,
}

/// The first five members are those of the contract, in its order.
#[derive(Serialize)]
pub struct OutageBody<'a> {
    nodes: &'a [&'a str],
    services: usize,
    households: u64,
    persons: u64,
    pieces: Vec<PieceView<'a>>,
    persons_unknown: u64,
    households_without_node: u64,
    cut_off_before: usize,
    cross_county: bool,
    jurisdictions: &'a [&'a str],
    data_faults: Vec<FaultView<'a>>,
    revision: i64,
}

impl<'a> IsolationView<'a> {
    pub fn of(found: &'a Isolation<'a>) -> Self {
        let valve = |device: &Device<'a>| ValveView { valve: device.code, distance_m: rounded(device.distance_m) };
        let source = |device: &Device<'a>| SourceView {
            node: device.code,
            kind: device.kind,
            distance_m: rounded(device.distance_m),
        };
        Self {
            close: found.close.iter().map(valve).collect(),
            cannot_isolate: found.cannot_isolate.iter().map(source).collect(),
            pipes: PipesView {
                count: found.pipes.len(),
                length_m: rounded(found.length_m),
                volume_m3: rounded(found.volume_m3),
                unknown_diameters: found.unknown_diameters,
                codes: &found.pipes,
            },
            passed_valves: &found.passed,
            still_fed: found.still_fed,
            data_faults: found.data_faults.iter().map(fault).collect(),
        }
    }
}

impl<'a> IsolationBody<'a> {
    pub fn new(utility: Utility, found: &'a Isolation<'a>, revision: i64) -> Self {
        let from = FromView {
            pipe: found.from.pipe,
            node: found.from.node,
            distance_m: found.from.distance_m.map(rounded),
            lon: found.from.at.map(LonLat::lon),
            lat: found.from.at.map(LonLat::lat),
        };
        let isolation = IsolationView::of(found);
        let outage = OutageView {
            households: found.outage.homes.households,
            persons: found.outage.homes.persons,
            persons_unknown: found.outage.homes.persons_unknown,
            households_without_node: found.outage.households_without_node,
            source: "trace",
            services: found.outage.services,
            nodes: &found.outage.nodes,
            cut_off_before: found.outage.cut_off_before,
            pieces: found.outage.pieces.iter().map(piece).collect(),
        };
        let (cross_county, jurisdictions) = (found.outage.is_cross_county(), &*found.outage.bodies);
        Self { network: utility.as_str(), from, isolation, outage, cross_county, jurisdictions, revision }
    }
}

impl<'a> OutageBody<'a> {
    pub fn new(found: &'a Outage<'a>, revision: i64) -> Self {
        Self {
            nodes: &found.nodes,
            services: found.services,
            households: found.homes.households,
            persons: found.homes.persons,
            pieces: found.pieces.iter().map(piece).collect(),
            persons_unknown: found.homes.persons_unknown,
            households_without_node: found.households_without_node,
            cut_off_before: found.cut_off_before,
            cross_county: found.is_cross_county(),
            jurisdictions: &found.bodies,
            data_faults: found.data_faults.iter().map(fault).collect(),
            revision,
        }
    }
}

fn piece<'a>(piece: &OutPiece<'a>) -> PieceView<'a> {
    PieceView {
        node: piece.node,
        nodes: piece.nodes,
        services: piece.services,
        households: piece.homes.households,
        persons: piece.homes.persons,
        persons_unknown: piece.homes.persons_unknown,
    }
}

fn fault<'a>(fault: &'a DataFault<'a>) -> FaultView<'a> {
    FaultView { rule: fault.rule, collection: fault.collection, code: fault.code, problem: &fault.problem }
}

/// With three decimals: millimetres, or litres.
pub fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
