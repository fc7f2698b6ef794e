//! Which facilities lie near works, each with its range.

use std::sync::Arc;

use geo::Distance;
use geo::Euclidean;
use geo_types::Geometry;
use geo_types::Point;

use crate::domain::Value;
use crate::emergency::dig::Works;
use crate::geom::Shape;
use crate::policy::PressureClass;
use crate::policy::ProtectionRanges;
use crate::policy::ZoneParameters;
use crate::policy::protection::Range;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::world::PipeNetwork;
use crate::world::Row;
use crate::world::Shard;
use crate::world::World;

/// A pipe or node that works come near.
#[derive(Clone, Debug)]
pub struct DigFacility {
    pub utility: Utility,
    pub collection: &'static str,
    pub code: String,
    /// The role of a pipe of gas, the circuit of one of heat, the kind of a node.
    pub kind: Option<String>,
    /// Recorded, or of a recorded pressure; `None` when neither is known, and for heat.
    pub pressure_class: Option<PressureClass>,
    pub operator: Option<String>,
    pub in_service: Option<bool>,
    pub distance_m: f64,
    pub range: Range,
    pub within: Within,
}

/// Protection lies within control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Protection,
    Control,
}

impl Within {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Protection => "protection",
            Self::Control => "control",
        }
    }
}

pub fn facilities_of(
    world: &World,
    ranges: &ProtectionRanges,
    classes: &ZoneParameters,
    works: &Works,
) -> Vec<DigFacility> {
    let mut found = Vec::new();
    for (utility, collection, kind) in [
        (Utility::Gas, "gas_pipes", "role"),
        (Utility::Gas, "gas_nodes", "kind"),
        (Utility::Heat, "heat_pipes", "circuit"),
        (Utility::Heat, "heat_nodes", "kind"),
    ] {
        for (row, distance_m) in near(world, collection, works, ranges.widest_m()) {
            let pressure_class = (utility == Utility::Gas).then(|| class_of(world, classes, row)).flatten();
            let range = match (utility, pressure_class) {
                (Utility::Heat, _) => ranges.of_heat(),
                (Utility::Gas, Some(class)) => ranges.of_gas(class),
                (Utility::Gas, None) => ranges.widest_of_gas(),
            };
            let within = match distance_m {
                distance_m if distance_m <= range.protection_m => Within::Protection,
                distance_m if distance_m <= range.control_m => Within::Control,
                _ => continue,
            };
            let text = |field: &str| row.text(field).map(str::to_owned);
            let in_service = match row.value("in_service") {
                Value::Boolean(yes) => Some(yes),
                _ => None,
            };
            let (code, kind, operator) = (row.code().to_owned(), text(kind), text("operator"));
            found.push(DigFacility {
                utility,
                collection,
                code,
                kind,
                pressure_class,
                operator,
                in_service,
                distance_m,
                range,
                within,
            });
        }
    }
    found.sort_by(|a, b| {
        a.distance_m.total_cmp(&b.distance_m).then(a.collection.cmp(b.collection)).then(a.code.cmp(&b.code))
    });
    found
}

/// The records within a distance of the works, with theirs in whole millimetres.
fn near<'a>(world: &'a World, collection: &str, works: &Works, within_m: f64) -> Vec<(Row<'a>, f64)> {
    let reach = Zone::NearLine { line: works.shape().clone(), radius_m: within_m }.reach();
    let mut found = Vec::new();
    let mut on_grid: Option<(&'a Shard, Shape)> = None;
    for shard in world.named(collection).shards_near(reach) {
        let same = on_grid.take().filter(|(other, _)| Arc::ptr_eq(other.grid(), shard.grid()));
        let (_, works) = on_grid.insert(same.unwrap_or_else(|| (shard, shard.grid().project_shape(works.shape()))));
        shard.near_box(reach, |row| {
            let distance_m = match shard.grid_shape(row) {
                Some(shape) => Euclidean.distance(&*works, shape),
                None => {
                    let [x, y] = shard.xy(row);
                    // A node without a place is NaN from everywhere.
                    Euclidean.distance(&*works, &Geometry::from(Point::new(x, y)))
                }
            };
            let distance_m = (distance_m * 1000.0).round() / 1000.0;
            if distance_m <= within_m {
                found.push((Row { shard, row }, distance_m));
            }
        });
    }
    found
}

/// The class that is recorded, else that of the pressure; of a node the highest of its own and of the pipes
/// that end at it.
fn class_of(world: &World, classes: &ZoneParameters, facility: Row) -> Option<PressureClass> {
    if facility.shard.collection().name == "gas_pipes" {
        return class_of_pipe(classes, facility);
    }
    let own = pressure(facility, "nominal_mpa").map(|mpa| class_of_mpa(classes, mpa));
    pipes_at(world.gas(), facility.code())
        .filter_map(|code| class_of_pipe(classes, world.named("gas_pipes").find(code)?))
        .chain(own)
        .max()
}

fn class_of_pipe(classes: &ZoneParameters, pipe: Row) -> Option<PressureClass> {
    let recorded = pipe.text("pressure_class").and_then(PressureClass::read);
    recorded.or_else(|| {
        let mpa = pressure(pipe, "design_mpa").or_else(|| pressure(pipe, "operating_mpa"))?;
        Some(class_of_mpa(classes, mpa))
    })
}

/// Above the highest class its range is the widest all the same.
fn class_of_mpa(classes: &ZoneParameters, mpa: f64) -> PressureClass {
    classes.class_of(mpa).unwrap_or(PressureClass::HighA)
}

fn pressure(row: Row, field: &str) -> Option<f64> {
    match row.value(field) {
        Value::Real(mpa) => Some(mpa),
        _ => None,
    }
}

fn pipes_at<'a>(network: &'a PipeNetwork, node: &str) -> impl Iterator<Item = &'a str> {
    let links = network.node(node).map_or(&[][..], |node| network.supply().graph().links_at(node));
    links.iter().map(|(link, _)| network.pipe_code(*link))
}
