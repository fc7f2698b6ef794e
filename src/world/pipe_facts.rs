//! What the records of pipes and nodes say, in the terms of a network.

use std::collections::BTreeSet;
use std::collections::HashMap;

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;

use crate::domain::Value;
use crate::geom::GridPoint;
use crate::network::Circuit;
use crate::world::jurisdictions::Jurisdictions;
use crate::world::pipes::Kind;
use crate::world::pipes::ValveFacts;
use crate::world::table::Row;

pub(super) fn kind_of(row: Row) -> Kind {
    let flag = |field: &str| match row.value(field) {
        Value::Boolean(yes) => Some(yes),
        _ => None,
    };
    Kind::of(row.text("kind"), || ValveFacts {
        operable: flag("operable"),
        accessible: flag("accessible"),
        normally_open: flag("normally_open"),
        open: flag("open"),
    })
}

pub(super) fn circuit(pipe: Row) -> Circuit {
    match pipe.text("circuit") {
        Some("supply") => Circuit::Supply,
        Some("return") => Circuit::Return,
        _ => Circuit::Any,
    }
}

pub(super) fn real(row: Row, field: &str) -> f64 {
    match row.value(field) {
        Value::Real(number) => number,
        _ => f64::NAN,
    }
}

/// Metres on the ground: the grid's, without the scale of the projection where the pipe lies. The
/// geodesic differs by less than a millionth of it.
pub(super) fn length_m(pipe: Row) -> f64 {
    let parts = match pipe.shard.grid_shape(pipe.row) {
        Some(Geometry::LineString(line)) => std::slice::from_ref(line),
        Some(Geometry::MultiLineString(lines)) => &lines.0,
        _ => &[],
    };
    let metres = |a: Coord, b: Coord| {
        let middle = GridPoint { easting: f64::midpoint(a.x, b.x), northing: f64::midpoint(a.y, b.y) };
        let (low, high) = pipe.shard.grid().scale_bounds(middle, 0.0);
        (a.x - b.x).hypot(a.y - b.y) / f64::midpoint(low, high)
    };
    let length: f64 = parts.iter().flat_map(LineString::lines).map(|piece| metres(piece.start, piece.end)).sum();
    if length.is_finite() { length } else { 0.0 }
}

/// The bodies accountable where nodes lie, in the order of their codes, and which it is for each node: that
/// which the jurisdiction names, or the first above it that names one, else the county.
pub(super) fn bodies(nodes: &[Row], jurisdictions: &Jurisdictions) -> (Vec<Box<str>>, Vec<Option<u16>>) {
    let mut of_area: HashMap<&str, Option<&str>> = HashMap::new();
    let codes: Vec<Option<&str>> = nodes
        .iter()
        .map(|node| {
            let area = node.text("jurisdiction_code")?;
            *of_area.entry(area).or_insert_with(|| jurisdictions.accountable(area))
        })
        .collect();
    let known: BTreeSet<&str> = codes.iter().flatten().copied().collect();
    let bodies: Vec<Box<str>> = known.into_iter().map(Into::into).collect();
    let place = |code: &str| bodies.binary_search_by(|known| (**known).cmp(code)).ok();
    let body_of = codes.iter().map(|code| u16::try_from(place((*code)?)?).ok()).collect();
    (bodies, body_of)
}
