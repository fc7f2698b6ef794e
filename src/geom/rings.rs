//! Whether the rings of polygons cross: each edge is compared with those near it, not with all.

use std::collections::BTreeMap;

use geo::BoundingRect;
use geo::Intersects;
use geo::LineIntersection;
use geo::coordinate_position::CoordPos;
use geo::coordinate_position::coord_pos_relative_to_ring;
use geo_types::Coord;
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
    match touches(&edges, &counts) {
        Err(fault) => Some(fault),
        Ok(touches) => misplaced(polygons, &samples(&rings, &edges, touches)),
    }
}

/// Where edges touch other rings, by edge; or what is wrong with how edges meet.
fn touches(edges: &[Edge], counts: &[usize]) -> Result<BTreeMap<usize, Vec<Coord<f64>>>, &'static str> {
    let mut touches: BTreeMap<usize, Vec<Coord<f64>>> = BTreeMap::new();
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
                return Err("a ring has a self-intersection: it turns back on itself");
            }
            if edge.ring == other.ring && !are_neighbours {
                return Err("a ring has a self-intersection");
            }
            if edge.ring != other.ring && (runs_along || crosses) {
                return Err("two rings cross or run along each other");
            }
            if let (LineIntersection::SinglePoint { intersection, .. }, true) = (meeting, edge.ring != other.ring) {
                touches.entry(at).or_default().push(intersection);
                touches.entry(leaf.data).or_default().push(intersection);
            }
        }
    }
    Ok(touches)
}

/// Places of each ring that tell on which side of the others it lies. A ring that touches another
/// may pass to its other side there, so each edge that does is looked at between its touches.
fn samples(
    rings: &[&LineString<f64>],
    edges: &[Edge],
    touches: BTreeMap<usize, Vec<Coord<f64>>>,
) -> Vec<Vec<Coord<f64>>> {
    let mut samples: Vec<Vec<Coord<f64>>> = rings.iter().map(|ring| vec![ring.0[0]]).collect();
    for (at, mut places) in touches {
        let Line { start, end } = edges[at].line;
        places.extend([start, end]);
        let along = |place: &Coord<f64>| (place.x - start.x).abs() + (place.y - start.y).abs();
        places.sort_by(|a, b| along(a).total_cmp(&along(b)));
        places.dedup();
        samples[edges[at].ring].extend(places.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0));
    }
    samples
}

/// A polygon, and the samples of its rings, the exterior first.
type Part<'a> = (&'a Polygon<f64>, &'a [Vec<Coord<f64>>]);

/// Rings that do not cross lie inside or outside of each other between the places where they touch.
fn misplaced(polygons: &[Polygon<f64>], samples: &[Vec<Coord<f64>>]) -> Option<&'static str> {
    let mut first = 0;
    let parts: Vec<Part<'_>> = polygons
        .iter()
        .map(|polygon| {
            let from = first;
            first += 1 + polygon.interiors().len();
            (polygon, &samples[from..first])
        })
        .collect();
    for (nth, (polygon, samples)) in parts.iter().enumerate() {
        let holes = polygon.interiors();
        for (at, hole) in holes.iter().enumerate() {
            if any(&samples[at + 1], polygon.exterior(), CoordPos::Outside) {
                return Some("a hole lies outside of its ring");
            }
            let is_in = |other: usize| {
                meet(hole, &holes[other])
                    && (any(&samples[at + 1], &holes[other], CoordPos::Inside)
                        || any(&samples[other + 1], hole, CoordPos::Inside))
            };
            if (0..at).any(is_in) {
                return Some("two holes overlap");
            }
        }
        let overlaps = |(other, others): &Part<'_>| {
            meet(polygon.exterior(), other.exterior()) && (lies_in(&samples[0], other) || lies_in(&others[0], polygon))
        };
        if parts[..nth].iter().any(overlaps) {
            return Some("two parts overlap");
        }
    }
    None
}

fn meet(ring: &LineString<f64>, other: &LineString<f64>) -> bool {
    ring.bounding_rect().zip(other.bounding_rect()).is_some_and(|(a, b)| a.intersects(&b))
}

fn any(samples: &[Coord<f64>], ring: &LineString<f64>, side: CoordPos) -> bool {
    samples.iter().any(|place| coord_pos_relative_to_ring(*place, ring) == side)
}

/// Whether any of the places lies inside a polygon and in none of its holes.
fn lies_in(samples: &[Coord<f64>], polygon: &Polygon<f64>) -> bool {
    samples.iter().any(|place| {
        let side = |ring: &LineString<f64>| coord_pos_relative_to_ring(*place, ring);
        side(polygon.exterior()) == CoordPos::Inside
            && polygon.interiors().iter().all(|hole| side(hole) == CoordPos::Outside)
    })
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
        check("POLYGON((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 1), (5 2, 7 2, 7 4, 5 2))", Some("holes overlap"));
    }

    #[test]
    fn rings_that_meet_in_corners_alone_may_still_lie_on_the_wrong_side() {
        check("MULTIPOLYGON(((0 2, 5 8, 8 4, 0 2)), ((0 0, 8 0, 8 8, 0 8, 0 0)))", Some("parts overlap"));
        check("POLYGON((1 3, 2 0, 6 6, 8 8, 1 3), (8 8, 2 0, 4 5, 8 8))", Some("hole lies outside"));
    }
}
