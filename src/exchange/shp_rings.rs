//! From the rings of a Shapefile to polygons.
//!
//! A Shapefile lists the rings of a polygon in any order: outer ones run clockwise, holes the other
//! way, and which hole lies in which outer ring is for the reader to find.

use geo::BoundingRect;
use geo::coordinate_position::CoordPos;
use geo::coordinate_position::CoordinatePosition;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Polygon;
use geo_types::Rect;

use crate::domain::value::NotAValue;

/// More rings than a polygon has by anything but an accident; sorting them is quadratic.
const MOST_RINGS: usize = 20_000;

/// Twice the area that a ring encloses; negative where it runs clockwise.
pub fn twice_area(ring: &LineString<f64>) -> f64 {
    // From its first corner, so that metres of a zone, which are large, do not eat the digits.
    let Some(from) = ring.0.first().copied() else { return 0.0 };
    let cross = |line: geo_types::Line<f64>| {
        let (a, b) = (line.start - from, line.end - from);
        a.x * b.y - b.x * a.y
    };
    ring.lines().map(cross).sum()
}

struct Outer {
    ring: LineString<f64>,
    extent: Rect<f64>,
    area: f64,
    holes: Vec<LineString<f64>>,
}

/// Polygons with outer rings anticlockwise and holes clockwise, as every other format has them.
pub fn polygons_of(mut rings: Vec<LineString<f64>>) -> Result<MultiPolygon<f64>, NotAValue> {
    if rings.len() > MOST_RINGS {
        let problem = format!("the polygon has {} rings", rings.len());
        return Err(NotAValue { problem, remedy: format!("give at most {MOST_RINGS}") });
    }
    if let Some(open) = rings.iter().find(|ring| ring.0.first() != ring.0.last()) {
        return Err(NotAValue {
            problem: format!("a ring of {} corners does not close", open.0.len()),
            remedy: "close each ring: first corner = last corner".into(),
        });
    }
    for ring in &mut rings {
        ring.0.reverse();
    }
    let areas: Vec<f64> = rings.iter().map(twice_area).collect();
    // The largest ring lies in no other. Where it runs like a hole, whoever wrote the file took the
    // ways round for each other.
    let largest = areas.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
    let is_turned = largest < 0.0;
    let (mut outers, mut holes) = (Vec::new(), Vec::new());
    for (mut ring, area) in rings.into_iter().zip(areas) {
        if is_turned {
            ring.0.reverse();
        }
        match ring.bounding_rect() {
            Some(extent) if (area < 0.0) == is_turned => {
                outers.push(Outer { ring, extent, area: area.abs(), holes: Vec::new() });
            }
            _ => holes.push(ring),
        }
    }
    for hole in holes {
        let around = outers.iter_mut().filter(|outer| outer.holds(&hole));
        match around.min_by(|a, b| a.area.total_cmp(&b.area)) {
            Some(outer) => outer.holes.push(hole),
            // A hole in nothing was meant as an outer ring.
            None => {
                let mut ring = hole;
                ring.0.reverse();
                if let Some(extent) = ring.bounding_rect() {
                    outers.push(Outer { ring, extent, area: 0.0, holes: Vec::new() });
                }
            }
        }
    }
    Ok(MultiPolygon::new(outers.into_iter().map(|outer| Polygon::new(outer.ring, outer.holes)).collect()))
}

impl Outer {
    /// Whether a ring lies within. Holes may touch the ring around them, so the first corner that
    /// is not on it decides; a ring whose every corner is on it is taken for one within.
    fn holds(&self, hole: &LineString<f64>) -> bool {
        let is_near = hole.bounding_rect().is_some_and(|inner| {
            let (least, most) = (self.extent.min(), self.extent.max());
            least.x <= inner.min().x && least.y <= inner.min().y && most.x >= inner.max().x && most.y >= inner.max().y
        });
        if !is_near {
            return false;
        }
        let polygon = Polygon::new(self.ring.clone(), Vec::new());
        let place = hole.0.iter().map(|corner| polygon.coordinate_position(corner));
        place.into_iter().find(|place| *place != CoordPos::OnBoundary) != Some(CoordPos::Outside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::wkt::from_wkt;
    use crate::exchange::wkt::to_wkt;
    use geo_types::Geometry;

    #[track_caller]
    fn check(rings: &str, expect: &str) {
        let Geometry::MultiLineString(rings) = from_wkt(rings).unwrap().0 else { panic!("{rings}") };
        assert_eq!(to_wkt(&polygons_of(rings.0).unwrap().into()), expect);
    }

    #[test]
    fn holes_are_put_into_the_ring_around_them_in_whatever_order() {
        let expect = "MULTIPOLYGON(((20 0,29 0,29 9,20 9,20 0)),((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1)))";
        check("MULTILINESTRING((1 1,2 1,2 2,1 2,1 1),(20 0,20 9,29 9,29 0,20 0),(0 0,0 9,9 9,9 0,0 0))", expect);
        // All the wrong way round.
        check("MULTILINESTRING((1 1,1 2,2 2,2 1,1 1),(20 0,29 0,29 9,20 9,20 0),(0 0,9 0,9 9,0 9,0 0))", expect);
    }

    #[test]
    fn an_island_in_a_hole_is_a_part_and_its_hole_is_its_own() {
        check(
            "MULTILINESTRING((0 0,0 9,9 9,9 0,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,2 7,7 7,7 2,2 2),(3 3,4 3,4 4,3 4,3 3))",
            "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)),((2 2,7 2,7 7,2 7,2 2),(3 3,3 4,4 4,4 3,3 3)))",
        );
    }

    #[test]
    fn a_hole_that_touches_the_ring_around_it_is_its_hole() {
        check(
            "MULTILINESTRING((0 0,0 9,9 9,9 0,0 0),(0 0,2 1,1 2,0 0))",
            "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(0 0,1 2,2 1,0 0)))",
        );
    }

    #[test]
    fn a_ring_that_does_not_close_is_refused() {
        let Geometry::MultiLineString(rings) = from_wkt("MULTILINESTRING((0 0,0 9,9 9))").unwrap().0 else { panic!() };
        assert!(polygons_of(rings.0).unwrap_err().problem.contains("3 corners does not close"));
    }
}
