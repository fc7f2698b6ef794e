//! What a reader does to a shape before the collection judges it.

use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::Polygon;

use crate::domain::value::NotAValue;
use crate::geom::Shape;

/// More parts than a line is cut into by anything but an accident; joining them is quadratic.
const MOST_PARTS: usize = 1000;

/// A polygon of rings as a text gives them. A ring that does not close is refused: closing it in
/// silence would hide that corners are missing.
pub fn polygon_of(rings: Vec<LineString<f64>>) -> Result<Polygon<f64>, NotAValue> {
    if let Some(open) = rings.iter().find(|ring| ring.0.first() != ring.0.last()) {
        return Err(NotAValue {
            problem: format!("a ring of {} corners does not close", open.0.len()),
            remedy: "close each ring: first corner = last corner".into(),
        });
    }
    let mut rings = rings.into_iter();
    let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Ok(Polygon::new(exterior, rings.collect()))
}

/// The one line that several parts make where each begins or ends exactly where another does; the
/// first part gives the direction. `None` where parts lie apart or more than two meet.
pub fn joined(lines: &MultiLineString<f64>) -> Option<LineString<f64>> {
    let mut left: Vec<&[Coord<f64>]> = lines.iter().map(|line| &line.0[..]).filter(|line| !line.is_empty()).collect();
    if left.len() > MOST_PARTS || left.is_empty() {
        return None;
    }
    let mut chain = left.remove(0).to_vec();
    let mut grows_at_end = true;
    while !left.is_empty() {
        let tip = if grows_at_end { *chain.last()? } else { *chain.first()? };
        let meets = |part: &[Coord<f64>]| part.first() == Some(&tip) || part.last() == Some(&tip);
        let mut met = left.iter().enumerate().filter(|(_, part)| meets(part)).map(|(at, _)| at);
        match (met.next(), met.next()) {
            (Some(at), None) => {
                let mut part = left.remove(at).to_vec();
                if grows_at_end {
                    if part.first() != Some(&tip) {
                        part.reverse();
                    }
                    chain.extend(&part[1..]);
                } else {
                    if part.last() != Some(&tip) {
                        part.reverse();
                    }
                    part.extend(&chain[1..]);
                    chain = part;
                }
            }
            (None, _) if grows_at_end => grows_at_end = false,
            _ => return None,
        }
    }
    Some(LineString::new(chain))
}

/// The first corner that cannot be degrees, since it lies beyond every angle.
pub fn projected_corner(shape: &Shape) -> Option<Coord<f64>> {
    use geo::CoordsIter;
    let is_beyond = |number: f64| number.is_finite() && number.abs() > 360.0;
    shape.coords_iter().find(|corner| is_beyond(corner.x) || is_beyond(corner.y))
}

/// Whether a corner given in some system was in degrees all the time: small numbers, which a
/// transformation from degrees would leave nearly where they were, and which this one has moved far.
/// A projection puts no place of ours within 180 m of its origin.
pub fn are_degrees_already(given: Coord<f64>, moved: Coord<f64>) -> bool {
    let is_small = given.x.abs() <= 180.0 && given.y.abs() <= 90.0;
    is_small && ((given.x - moved.x).abs() > 1.0 || (given.y - moved.y).abs() > 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::wkt::from_wkt;
    use crate::exchange::wkt::to_wkt;
    use geo_types::Geometry;

    #[track_caller]
    fn check(parts: &str, whole: Option<&str>) {
        let Geometry::MultiLineString(lines) = from_wkt(parts).unwrap().0 else { panic!("{parts}") };
        assert_eq!(joined(&lines).map(|line| to_wkt(&line.into())).as_deref(), whole, "{parts}");
    }

    #[test]
    fn parts_that_meet_end_to_end_are_one_line() {
        check("MULTILINESTRING((0 0,1 0),(1 0,2 0))", Some("LINESTRING(0 0,1 0,2 0)"));
        check("MULTILINESTRING((1 0,2 0),(0 0,1 0))", Some("LINESTRING(0 0,1 0,2 0)"));
        check("MULTILINESTRING((0 0,1 0),(2 0,1 0),(2 0,3 0))", Some("LINESTRING(0 0,1 0,2 0,3 0)"));
        check("MULTILINESTRING((0 0,1 0),(1 0,1 1,0 0))", Some("LINESTRING(0 0,1 0,1 1,0 0)"));
    }

    #[test]
    fn parts_that_lie_apart_or_branch_are_not() {
        check("MULTILINESTRING((0 0,1 0),(1.001 0,2 0))", None);
        check("MULTILINESTRING((0 0,1 0),(1 0,2 0),(1 0,1 1))", None);
        check("MULTILINESTRING EMPTY", None);
    }
}
