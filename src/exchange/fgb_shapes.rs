//! The shapes of FlatGeobuf: corners in one row of numbers, and where each part of them ends.

use flatgeobuf::Geometry as Table;
use flatgeobuf::GeometryType as Kind;
use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::MultiPoint;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;

use crate::domain::value::NotAValue;
use crate::exchange::portion::too_large;
use crate::exchange::shapes::polygon_of;
use crate::geom::Shape;

/// Parts may share their bytes, so that a short feature can have any number of corners.
const MOST_CORNERS: usize = 4_000_000;

/// A shape; none where it has no corners. `kind` is that of the file, or unknown where each feature
/// has its own.
pub fn read(table: Table<'_>, kind: Kind) -> Result<Option<Shape>, NotAValue> {
    let kind = if kind == Kind::Unknown { table.type_() } else { kind };
    let corners = corners(table)?;
    if corners.is_empty() && table.parts().is_none_or(|parts| parts.is_empty()) {
        return Ok(None);
    }
    Ok(Some(match kind {
        Kind::Point => match corners[..] {
            [at] if at.x.is_nan() && at.y.is_nan() => return Ok(None),
            [at] => Point(at).into(),
            _ => return broken("a point has several corners"),
        },
        Kind::MultiPoint => MultiPoint::new(corners.into_iter().map(Point).collect()).into(),
        Kind::LineString => LineString::new(corners).into(),
        Kind::MultiLineString => MultiLineString::new(lines(table, &corners)?).into(),
        Kind::Polygon => polygon_of(lines(table, &corners)?)?.into(),
        Kind::MultiPolygon => {
            let Some(parts) = table.parts() else {
                return Ok(Some(MultiPolygon::new(vec![polygon_of(lines(table, &corners)?)?]).into()));
            };
            let mut count = 0;
            let part = |part: Table<'_>| -> Result<Polygon<f64>, NotAValue> {
                let corners = self::corners(part)?;
                count += corners.len();
                if count > MOST_CORNERS { Err(too_large("shape")) } else { polygon_of(lines(part, &corners)?) }
            };
            MultiPolygon::new(parts.iter().map(part).collect::<Result<_, _>>()?).into()
        }
        other => {
            return Err(NotAValue {
                problem: format!("{} is not a shape that is kept", other.variant_name().unwrap_or("something unknown")),
                remedy: "give a point, a line or a polygon; curves as lines, with ogr2ogr -nlt CONVERT_TO_LINEAR"
                    .into(),
            });
        }
    }))
}

fn broken<T>(problem: &str) -> Result<T, NotAValue> {
    Err(NotAValue { problem: problem.into(), remedy: "export the file again".into() })
}

fn corners(table: Table<'_>) -> Result<Vec<Coord<f64>>, NotAValue> {
    let Some(numbers) = table.xy() else { return Ok(Vec::new()) };
    if numbers.len() % 2 != 0 {
        return broken("a corner has one coordinate");
    }
    let mut numbers = numbers.iter();
    let mut corners = Vec::with_capacity(numbers.len() / 2);
    while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
        corners.push(Coord { x, y });
    }
    Ok(corners)
}

/// The parts of a row of corners, which `ends` tells apart; one part where it is left out.
fn lines(table: Table<'_>, corners: &[Coord<f64>]) -> Result<Vec<LineString<f64>>, NotAValue> {
    let Some(ends) = table.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(vec![LineString::new(corners.to_vec())]);
    };
    if ends.len() > corners.len().max(1) {
        return broken("the shape has more parts than corners");
    }
    let mut lines = Vec::new();
    let mut start = 0;
    for end in ends {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let Some(part) = corners.get(start..end) else { return broken("the parts of the shape are out of order") };
        lines.push(LineString::new(part.to_vec()));
        start = end;
    }
    Ok(lines)
}
