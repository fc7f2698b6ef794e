//! What can be wrong with a shape, each said with what would be right.

use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Polygon;

use crate::geom::LonLat;
use crate::geom::NotAPlace;
use crate::geom::Shape;
use crate::geom::codec::DEEPEST;
use crate::geom::codec::depth_of;
use crate::geom::rings::fault_of_rings;

/// A fault of a shape: what is wrong, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeFault {
    pub problem: String,
    pub remedy: &'static str,
}

/// The outline of a province has a tenth of them; the test for crossings takes a hundred bytes for each.
const MOST_CORNERS: usize = 1_000_000;

/// The first fault of a shape in degrees; `None` for a sound one. Lines need two corners, polygons
/// rings that close and do not cross themselves (OGC 06-103r4, 6.1.11.1).
pub fn fault_of(shape: &Shape) -> Option<ShapeFault> {
    if let Some(fault) = fault_of_corners(shape) {
        return Some(fault);
    }
    match shape {
        Geometry::LineString(line) if line.0.len() < 2 => {
            Some(fault("the line has one corner".into(), "give two or more"))
        }
        Geometry::Polygon(polygon) => polygons_fault(std::slice::from_ref(polygon)),
        Geometry::MultiPolygon(parts) => polygons_fault(&parts.0),
        Geometry::GeometryCollection(_) => {
            Some(fault("the geometry is a collection".into(), "give one point, line or polygon"))
        }
        _ => None,
    }
}

/// Whether a shape has corners, and all of them lie on the earth.
pub fn fault_of_corners(shape: &Shape) -> Option<ShapeFault> {
    use geo::CoordsIter;
    let corners = shape.coords_count();
    if corners == 0 {
        return Some(fault("the geometry is empty".into(), "give at least one coordinate"));
    }
    if corners > MOST_CORNERS {
        let problem = format!("the shape has {corners} corners");
        return Some(fault(problem, "give at most 1,000,000: simplify it, or divide it"));
    }
    if depth_of(shape) > usize::from(DEEPEST) {
        let problem = format!("its collections lie more than {DEEPEST} deep in one another");
        return Some(fault(problem, "give the shapes side by side"));
    }
    if let Some(why) = shape.coords_iter().find_map(|corner| LonLat::new(corner.x, corner.y).err()) {
        let remedy = match why {
            NotAPlace::Swapped { .. } => "give longitude first, then latitude",
            _ => "give degrees of EPSG:4490, or name the file's CRS",
        };
        return Some(fault(why.to_string(), remedy));
    }
    None
}

fn polygons_fault(polygons: &[Polygon<f64>]) -> Option<ShapeFault> {
    let rings = polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    if rings.into_iter().any(|ring| ring.0.len() < 4) {
        return Some(fault("a ring has fewer than four corners".into(), "close each ring: first corner = last corner"));
    }
    let why = fault_of_rings(polygons)?;
    Some(fault(
        format!("the polygon is invalid: {why}"),
        "give a polygon whose rings do not cross and whose parts do not overlap",
    ))
}

/// Whether every corner of a line is the same place.
pub fn has_no_length(line: &LineString<f64>) -> bool {
    line.0.iter().all(|corner| *corner == line.0[0])
}

fn fault(problem: String, remedy: &'static str) -> ShapeFault {
    ShapeFault { problem, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::ToGeo;
    use geozero::wkt::Wkt;

    #[track_caller]
    fn check(wkt: &str, expect: Option<&str>) {
        let found = fault_of(&Wkt(wkt).to_geo().unwrap());
        match expect {
            None => assert_eq!(found, None),
            Some(words) => {
                let problem = found.unwrap().problem;
                assert!(problem.contains(words), "{problem}");
            }
        }
    }

    #[test]
    fn sound_shapes_have_no_fault() {
        check("POINT(114 34)", None);
        check("LINESTRING(114 34, 114.1 34)", None);
        check("POLYGON((114 34, 114.1 34, 114.1 34.1, 114 34))", None);
        check("MULTIPOLYGON(((114 34, 114.1 34, 114.1 34.1, 114 34)))", None);
    }

    #[test]
    fn a_shape_of_too_many_corners_is_not_looked_into() {
        let line = |corners: usize| Geometry::from(LineString::new(vec![geo_types::coord! {x: 1.0, y: 1.0}; corners]));
        assert_eq!(fault_of(&line(1_000_000)), None);
        assert_eq!(fault_of(&line(1_000_001)).unwrap().problem, "the shape has 1000001 corners");
    }

    #[test]
    fn each_fault_is_named() {
        check("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", Some("self-intersection"));
        check("POINT(34 114)", Some("longitude first"));
        check("POINT(200 34)", Some("longitude 200"));
        check("POLYGON EMPTY", Some("empty"));
        check("GEOMETRYCOLLECTION(POINT(1 1))", Some("collection"));
    }
}
