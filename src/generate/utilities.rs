//! Gas, heating and the conduits under the streets, as records.

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::pipes;
use crate::generate::plane;
use crate::generate::shapes::Place;
use crate::generate::skeleton::Class;

/// Valves that turn, that can be reached; the rest are not, or nobody knows.
const OPERABLE: [f64; 3] = [0.88, 0.07, 0.05];
const ACCESSIBLE: [f64; 3] = [0.9, 0.06, 0.04];
/// Sewers, storm drains, telecom and power beside the middle of the street.
const CONDUITS: [(&str, Place, f64); 4] = [
    ("sewer", [1.2, 0.9], 0.95),
    ("storm", [-6.8, 6.2], 0.8),
    ("telecom", [9.8, 8.6], 0.7),
    ("power", [-10.4, -8.8], 0.45),
];

fn gas_operator(county: &County) -> String {
    format!("{}天然气有限公司（虚构）", divisions::county(county.code).name)
}

fn heat_operator(county: &County) -> String {
    format!("{}热力有限公司（虚构）", divisions::county(county.code).name)
}

pub fn gas_node_code(county: &County, node: usize) -> String {
    format!("QN{}{:05}", county.code, node + 1)
}

pub fn heat_node_code(county: &County, node: usize) -> String {
    format!("RN{}{:05}", county.code, node + 1)
}

fn known(dice: &mut Dice, shares: [f64; 3]) -> Option<bool> {
    [Some(true), Some(false), None][dice.weighted(&shares)]
}

/// Nodes to which others point come first.
pub fn gas_node_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "gas nodes", county.code);
    let mut plain = Vec::new();
    let mut pointing = Vec::new();
    for (nth, node) in county.gas.net.nodes.iter().enumerate() {
        let kind = node.kind.kind;
        let is_valve = kind == "valve";
        let (operable, accessible) = (known(&mut dice, OPERABLE), known(&mut dice, ACCESSIBLE));
        let name = match kind {
            "gate_station" => Some(format!("{}天然气门站", county.profile.short)),
            "source" => Some("西气东输分输口".to_owned()),
            _ => None,
        };
        let record = Draft::new(collection("gas_nodes"), gas_node_code(county, nth))
            .shape(plane::point(node.at))
            .set("kind", kind)
            .set("name", name.or_else(|| (kind == "district_regulator").then(|| format!("调压站{nth}"))))
            .set("jurisdiction_code", county.territory.code_at(node.at, county.code))
            .set("operator", gas_operator(county))
            .set("in_service", true)
            .set("nominal_mpa", node.kind.nominal_mpa)
            .set(
                "mp_alarm_enabled",
                kind.ends_with("_regulator").then(|| dice.known(0.1, ()).map(|()| dice.chance(0.8))).flatten(),
            )
            .set("operable", operable.filter(|_| is_valve))
            .set("accessible", accessible.filter(|_| is_valve))
            .set("normally_open", is_valve.then_some(!node.kind.is_closed))
            .set("open", is_valve.then_some(!node.kind.is_closed))
            .set("to_node", node.kind.to.map(|to| gas_node_code(county, to)))
            .done();
        if node.kind.to.is_some() { pointing.push((node.kind.to, record)) } else { plain.push(record) }
    }
    // A check valve may point to a gate station, never to another that points.
    plain.extend(pointing.into_iter().map(|(_, record)| record));
    plain
}

pub fn gas_pipe_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "gas pipes", county.code);
    let pipes = county.gas.net.pipes.iter().enumerate();
    pipes
        .map(|(nth, pipe)| {
            let (design, operating) = pipe.kind.pressure.mpa();
            Draft::new(collection("gas_pipes"), format!("QG{}{:05}", county.code, nth + 1))
                .valid_from(pipe.installed_on)
                .shape(plane::line(&pipe.line))
                .set("from_node", gas_node_code(county, pipe.nodes[0]))
                .set("to_node", gas_node_code(county, pipe.nodes[1]))
                .set("jurisdiction_code", county.territory.jurisdiction_of(&pipe.line, county.code))
                .set("gas", "natural_gas")
                .set("role", pipe.kind.role)
                .set("pressure_class", pipe.kind.pressure.class())
                .set("design_mpa", design)
                .set("operating_mpa", dice.known(0.03, operating))
                .set("diameter_mm", dice.known(0.02, pipe.kind.diameter_mm))
                .set("material", dice.known(0.03, pipe.kind.material))
                .set("position", "buried")
                .set("operator", gas_operator(county))
                .set("in_service", true)
                .set("installed_on", dice.known(0.05, pipe.installed_on))
                .done()
        })
        .collect()
}

pub fn heat_node_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "heat nodes", county.code);
    let nodes = county.heat.net.nodes.iter().enumerate();
    nodes
        .map(|(nth, node)| {
            let kind = node.kind.kind;
            let is_valve = kind == "valve";
            let (operable, accessible) = (known(&mut dice, OPERABLE), known(&mut dice, ACCESSIBLE));
            let name = match kind {
                "plant" => Some(format!("{}热源厂", county.profile.short)),
                "substation" => Some(format!("换热站{nth}")),
                _ => None,
            };
            Draft::new(collection("heat_nodes"), heat_node_code(county, nth))
                .shape(plane::point(node.at))
                .set("kind", kind)
                .set("name", name)
                .set("jurisdiction_code", county.territory.code_at(node.at, county.code))
                .set("circuit", node.kind.circuit)
                .set("network", node.kind.network)
                .set("operator", heat_operator(county))
                .set("in_service", true)
                .set("nominal_mpa", matches!(kind, "plant" | "substation").then_some(1.6))
                .set("operable", operable.filter(|_| is_valve))
                .set("accessible", accessible.filter(|_| is_valve))
                .set("normally_open", is_valve.then_some(true))
                .set("open", is_valve.then_some(true))
                .done()
        })
        .collect()
}

pub fn heat_pipe_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "heat pipes", county.code);
    let pipes = county.heat.net.pipes.iter().enumerate();
    pipes
        .map(|(nth, pipe)| {
            let (design, operating) = if pipe.kind.network == "primary" { (1.6, 1.1) } else { (1.0, 0.5) };
            Draft::new(collection("heat_pipes"), format!("RG{}{:05}", county.code, nth + 1))
                .valid_from(pipe.installed_on)
                .shape(plane::line(&pipe.line))
                .set("from_node", heat_node_code(county, pipe.nodes[0]))
                .set("to_node", heat_node_code(county, pipe.nodes[1]))
                .set("jurisdiction_code", county.territory.jurisdiction_of(&pipe.line, county.code))
                .set("circuit", pipe.kind.circuit)
                .set("network", pipe.kind.network)
                .set("design_mpa", design)
                .set("operating_mpa", dice.known(0.04, operating))
                .set("diameter_mm", pipe.kind.diameter_mm)
                .set("material", dice.known(0.03, "预制直埋保温钢管"))
                .set("position", "buried")
                .set("operator", heat_operator(county))
                .set("in_service", true)
                .set("installed_on", dice.known(0.05, pipe.installed_on))
                .done()
        })
        .collect()
}

pub fn conduit_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "conduits", county.code);
    let mut records = Vec::new();
    for edge in county.net.edges.iter().filter(|edge| edge.class == Class::Urban) {
        for (kind, by, share) in CONDUITS {
            if dice.chance(share) {
                let line = pipes::beside(&edge.line, by);
                records.push(
                    Draft::new(collection("conduits"), format!("GGD{}{:04}", county.code, records.len() + 1))
                        .valid_from(date(2016, 1, 1))
                        .shape(plane::line(&line))
                        .set("kind", kind)
                        .set("jurisdiction_code", county.territory.jurisdiction_of(&line, county.code))
                        .done(),
                );
            }
        }
    }
    records
}
