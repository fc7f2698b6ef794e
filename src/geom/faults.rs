//! What can be wrong with a shape, each said with what would be right.

use geo::BoundingRect;
use geo::Intersects;
use geo::PreparedGeometry;
use geo::Relate;
use geo::RemoveRepeatedPoints;
use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::relate::IntersectionMatrix;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Polygon;
use rstar::AABB;
use rstar::RTree;
use rstar::RTreeObject;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

use crate::geom::LonLat;
use crate::geom::NotAPlace;
use crate::geom::Shape;

/// A fault of a shape: what is wrong, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeFault {
    pub problem: String,
    pub remedy: &'static str,
}

/// The first fault of a shape in degrees; `None` for a sound one. Lines need two corners, polygons
/// rings that close and do not cross themselves (OGC 06-103r4, 6.1.11.1).
pub fn fault_of(shape: &Shape) -> Option<ShapeFault> {
    use geo::CoordsIter;
    if shape.coords_count() == 0 {
        return Some(fault("the geometry is empty".into(), "give at least one coordinate"));
    }
    if let Some(why) = shape.coords_iter().find_map(|corner| LonLat::new(corner.x, corner.y).err()) {
        let remedy = match why {
            NotAPlace::Swapped { .. } => "give longitude first, then latitude",
            _ => "give degrees of EPSG:4490, or name the file's CRS",
        };
        return Some(fault(why.to_string(), remedy));
    }
    match shape {
        Geometry::LineString(line) if line.0.len() < 2 => {
            Some(fault("the line has one corner".into(), "give two or more"))
        }
        Geometry::Polygon(polygon) => polygon_fault(polygon),
        Geometry::MultiPolygon(parts) => parts.iter().find_map(polygon_fault).or_else(|| parts_fault(parts)),
        Geometry::GeometryCollection(_) => {
            Some(fault("the geometry is a collection".into(), "give one point, line or polygon"))
        }
        _ => None,
    }
}

fn polygon_fault(polygon: &Polygon<f64>) -> Option<ShapeFault> {
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        if ring.0.len() < 4 {
            return Some(fault(
                "a ring has fewer than four corners".into(),
                "close each ring: first corner = last corner",
            ));
        }
    }
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate();
    let why = rings.into_iter().find_map(|(nth, ring)| ring_fault(ring).map(|why| format!("{} {why}", name_of(nth))));
    let why = why.or_else(|| holes_fault(polygon))?;
    Some(fault(format!("the polygon is invalid: {why}"), "give a polygon whose rings do not cross themselves"))
}

fn name_of(ring: usize) -> String {
    if ring == 0 { "the exterior ring".into() } else { format!("interior ring {ring}") }
}

fn ring_fault(ring: &LineString<f64>) -> Option<&'static str> {
    if ring.remove_repeated_points().0.len() < 4 {
        return Some("has fewer than three distinct corners");
    }
    crosses_itself(ring).then_some("has a self-intersection")
}

/// Whether two pieces of a ring meet elsewhere than the end of one at the start of the other.
///
/// By index: comparing every piece with every other, as `geo::Validation` does, takes minutes for
/// the boundary of a prefecture.
fn crosses_itself(ring: &LineString<f64>) -> bool {
    let leaf = |(nth, piece): (usize, geo_types::Line<f64>)| {
        let corners = Rectangle::from_corners([piece.start.x, piece.start.y], [piece.end.x, piece.end.y]);
        GeomWithData::new(corners, (nth, piece))
    };
    let pieces = RTree::bulk_load(ring.lines().enumerate().map(leaf).collect());
    ring.lines().enumerate().any(|(nth, piece)| {
        let near: AABB<[f64; 2]> = leaf((nth, piece)).envelope();
        pieces.locate_in_envelope_intersecting(&near).any(|other| {
            let (other_nth, other) = other.data;
            other_nth != nth && other.start != piece.end && other.end != piece.start && piece.intersects(&other)
        })
    })
}

/// Holes lie within the exterior, apart from each other; rings may touch in single places.
fn holes_fault(polygon: &Polygon<f64>) -> Option<String> {
    let alone = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new());
    let holes: Vec<Polygon<f64>> = polygon.interiors().iter().map(alone).collect();
    let exterior = alone(polygon.exterior());
    let exterior = PreparedGeometry::from(&exterior);
    for (nth, hole) in holes.iter().enumerate() {
        let related = exterior.relate(hole);
        if !related.is_contains() {
            return Some(format!("{} does not lie within the exterior ring", name_of(nth + 1)));
        }
        if shares_a_line(&related) {
            return Some(format!("{} runs along the exterior ring", name_of(nth + 1)));
        }
        if let Some(other) = holes[..nth].iter().position(|other| overlaps(hole, other)) {
            return Some(format!("{} and {} overlap", name_of(other + 1), name_of(nth + 1)));
        }
    }
    None
}

fn parts_fault(parts: &MultiPolygon<f64>) -> Option<ShapeFault> {
    let overlap = |nth: usize| parts.0[..nth].iter().position(|other| overlaps(&parts.0[nth], other));
    let (nth, other) = (0..parts.0.len()).find_map(|nth| Some((nth, overlap(nth)?)))?;
    let problem = format!("the polygon is invalid: parts {} and {} overlap or share a line", other + 1, nth + 1);
    Some(fault(problem, "give parts that do not overlap"))
}

/// Whether two areas share more than single places.
fn overlaps(a: &Polygon<f64>, b: &Polygon<f64>) -> bool {
    let are_near = a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b));
    are_near && {
        let related = a.relate(b);
        related.get(CoordPos::Inside, CoordPos::Inside) == Dimensions::TwoDimensional || shares_a_line(&related)
    }
}

fn shares_a_line(related: &IntersectionMatrix) -> bool {
    related.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional
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
        check("POLYGON((0 0, 4 1, 4 4, 0 4, 0 0), (0 2, 2 1, 3 2, 2 3, 0 2))", None);
        check("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((1 1, 2 1, 2 2, 1 1)))", None);
    }

    #[test]
    fn the_same_rings_are_sound_as_by_comparing_every_piece_with_every_other() {
        use geo::Validation;
        let corner = |seed: u32| f64::from(seed.wrapping_mul(2_654_435_761) >> 28);
        for seed in 0..3_000_u32 {
            // Few places, so that rings touch, run back and cross in every way.
            let corners = (0..3 + seed % 6).map(|nth| (corner(seed * 20 + nth), corner(seed * 20 + nth + 10)));
            let polygon = Polygon::new(LineString::from_iter(corners), Vec::new());
            assert_eq!(polygon_fault(&polygon).is_none(), polygon.is_valid(), "{polygon:?}");
        }
    }

    #[test]
    fn a_boundary_of_many_corners_is_judged_at_once() {
        let corner = |nth: u32| {
            let angle = f64::from(nth) * std::f64::consts::TAU / 50_000.0;
            (114.0 + angle.cos() * (1.0 + 0.001 * (angle * 5_000.0).sin()), 34.0 + angle.sin())
        };
        let began = std::time::Instant::now();
        let ring: LineString<f64> = (0..50_000).map(corner).collect::<Vec<_>>().into();
        assert_eq!(fault_of(&Polygon::new(ring, Vec::new()).into()), None);
        assert!(began.elapsed().as_secs() < 20, "comparing every piece with every other takes minutes");
    }

    #[test]
    fn each_fault_is_named() {
        check("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", Some("self-intersection"));
        check("POINT(34 114)", Some("longitude first"));
        check("POINT(200 34)", Some("longitude 200"));
        check("POLYGON EMPTY", Some("empty"));
        check("POLYGON((0 0, 1 0, 1 0, 0 0, 0 0))", Some("three distinct corners"));
        check("POLYGON((0 0, 4 0, 4 4, 2 4, 2 2, 2 4, 0 4, 0 0))", Some("self-intersection"));
        check("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 9 1, 2 2, 1 1))", Some("does not lie within"));
        check("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (0 1, 0 2, 1 1, 0 1))", Some("runs along"));
        check("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 3 1, 3 3, 1 1), (2 1.5, 5 1, 5 5, 2 1.5))", Some("overlap"));
        check("MULTIPOLYGON(((0 0, 2 0, 2 2, 0 0)), ((1 0.5, 3 0, 3 3, 1 0.5)))", Some("parts 1 and 2"));
        check("GEOMETRYCOLLECTION(POINT(1 1))", Some("collection"));
    }
}
