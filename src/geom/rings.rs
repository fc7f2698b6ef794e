//! Whether the rings of polygons cross: each edge is compared with those near it, not with all.

use geo::BoundingRect;
use geo::Intersects;
use geo::LineIntersection;
use geo::coordinate_position::CoordPos;
use geo::coordinate_position::coord_pos_relative_to_ring;
use geo_types::Line;
use geo_types::LineString;
use geo_types::Polygon;
use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

/// An edge: its ring, and its place in the ring.
#[derive(Clone, Copy)]
struct Edge {
    line: Line<f64>,
    ring: usize,
    nth: usize,
}

/// What is wrong with the rings of polygons, in words; `None` when nothing is (OGC 06-103r4,
/// 6.1.11.1). Rings may touch at points.
pub fn fault_of_rings(polygons: &[Polygon<f64>]) -> Option<&'static str> {
    let rings: Vec<&LineString<f64>> =
        polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())).collect();
    let mut edges = Vec::new();
    let mut counts = Vec::with_capacity(rings.len());
    for (ring, corners) in rings.iter().enumerate() {
        let lines = corners.lines().filter(|line| line.start != line.end);
        let before = edges.len();
        edges.extend(lines.enumerate().map(|(nth, line)| Edge { line, ring, nth }));
        counts.push(edges.len() - before);
    }
    if counts.iter().any(|count| *count < 3) {
        return Some("a ring has fewer than three distinct corners");
    }
    crossing(&edges, &counts).or_else(|| misplaced(polygons))
}

fn crossing(edges: &[Edge], counts: &[usize]) -> Option<&'static str> {
    let envelope = |line: &Line<f64>| {
        let rect = line.bounding_rect();
        ([rect.min().x, rect.min().y], [rect.max().x, rect.max().y])
    };
    let leaves = edges.iter().enumerate().map(|(at, edge)| {
        let (min, max) = envelope(&edge.line);
        GeomWithData::new(Rectangle::from_corners(min, max), at)
    });
    let index = RTree::bulk_load(leaves.collect());
    for (at, edge) in edges.iter().enumerate() {
        let (min, max) = envelope(&edge.line);
        for leaf in index.locate_in_envelope_intersecting(&AABB::from_corners(min, max)) {
            if leaf.data <= at {
                continue;
            }
            let other = edges[leaf.data];
            let Some(meeting) = geo::line_intersection::line_intersection(edge.line, other.line) else { continue };
            let runs_along = matches!(meeting, LineIntersection::Collinear { .. });
            let crosses = matches!(meeting, LineIntersection::SinglePoint { is_proper: true, .. });
            let steps = other.nth.abs_diff(edge.nth);
            let are_neighbours = edge.ring == other.ring && (steps == 1 || steps + 1 == counts[edge.ring]);
            if are_neighbours && runs_along {
                return Some("a ring has a self-intersection: it turns back on itself");
            }
            if edge.ring == other.ring && !are_neighbours {
                return Some("a ring has a self-intersection");
            }
            if edge.ring != other.ring && (runs_along || crosses) {
                return Some("two rings cross or run along each other");
            }
        }
    }
    None
}

/// Rings that do not cross lie inside or outside of each other as a whole.
fn misplaced(polygons: &[Polygon<f64>]) -> Option<&'static str> {
    for (nth, polygon) in polygons.iter().enumerate() {
        for hole in polygon.interiors() {
            if position(hole, polygon.exterior()) == CoordPos::Outside {
                return Some("a hole lies outside of its ring");
            }
        }
        for other in &polygons[nth + 1..] {
            let boxes = polygon.bounding_rect().zip(other.bounding_rect());
            if boxes.is_some_and(|(a, b)| a.intersects(&b)) && (lies_in(polygon, other) || lies_in(other, polygon)) {
                return Some("two parts overlap");
            }
        }
    }
    None
}

/// Whether a polygon lies inside another and in none of its holes.
fn lies_in(inner: &Polygon<f64>, outer: &Polygon<f64>) -> bool {
    position(inner.exterior(), outer.exterior()) == CoordPos::Inside
        && outer.interiors().iter().all(|hole| position(inner.exterior(), hole) == CoordPos::Outside)
}

/// Where a ring lies: decided by its first corner that is not on the other.
fn position(ring: &LineString<f64>, other: &LineString<f64>) -> CoordPos {
    let places = ring.0.iter().map(|corner| coord_pos_relative_to_ring(*corner, other));
    places.into_iter().find(|place| *place != CoordPos::OnBoundary).unwrap_or(CoordPos::OnBoundary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Geometry;
    use geozero::ToGeo;
    use geozero::wkt::Wkt;

    #[track_caller]
    fn check(wkt: &str, expect: Option<&str>) {
        let found = match Wkt(wkt).to_geo().unwrap() {
            Geometry::Polygon(polygon) => fault_of_rings(&[polygon]),
            Geometry::MultiPolygon(parts) => fault_of_rings(&parts.0),
            _ => None,
        };
        match (found, expect) {
            (None, None) => {}
            (Some(found), Some(words)) => assert!(found.contains(words), "{found}"),
            other => panic!("{wkt}: {other:?}"),
        }
    }

    #[test]
    fn sound_polygons_have_no_fault() {
        check("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))", None);
        check("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (0 0, 2 1, 1 2, 0 0))", None); // A hole that touches a corner.
        check("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((1 1, 2 1, 2 2, 1 1)))", None);
        check("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1)), ((3 3, 4 3, 4 4, 3 3)))", None);
        check("POLYGON((0 0, 0 0, 9 0, 9 9, 9 9, 0 0))", None); // A corner twice in a row.
    }

    #[test]
    fn what_ogc_calls_invalid_is_named() {
        check("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", Some("self-intersection"));
        check("POLYGON((0 0, 9 0, 9 9, 5 0, 0 9, 0 0))", Some("self-intersection")); // Touches itself.
        check("POLYGON((0 0, 9 0, 9 9, 9 12, 9 9, 0 9, 0 0))", Some("self-intersection")); // A spike.
        check("POLYGON((0 0, 1 1, 0 0, 0 0))", Some("distinct corners"));
        check("POLYGON((0 0, 9 0, 9 9, 0 0), (20 20, 21 20, 21 21, 20 20))", Some("hole lies outside"));
        check("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (8 4, 12 4, 12 5, 8 4))", Some("cross"));
        check("MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0)), ((3 3, 4 3, 4 4, 3 3)))", Some("overlap"));
        check("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 1, 0 0)), ((1 0, 2 0, 2 1, 1 1, 1 0)))", Some("run along"));
    }
}
