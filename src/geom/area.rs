//! An area made ready for many questions: is this place inside?

use geo::kernels::Kernel;
use geo::kernels::Orientation;
use geo::kernels::RobustKernel;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Polygon;

use crate::geom::Shape;

type Edge = (Coord<f64>, Coord<f64>);

/// A polygon or multipolygon whose edges lie in bands by height, so that a place is compared with
/// the few edges beside it. The boundary of a prefecture has 100,000.
#[derive(Debug)]
pub struct Area {
    bands: Vec<Vec<Edge>>,
    bottom: f64,
    per_height: f64,
}

/// Edges that a band should hold.
const EDGES_OF_BAND: usize = 8;
/// Tall edges stand in many bands; the copies are kept below so many for each edge.
const COPIES: usize = 8;

impl Area {
    /// `None` for a shape that encloses nothing, or has a corner that is not finite.
    pub fn of(shape: &Shape) -> Option<Self> {
        let polygons = match shape {
            Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
            Geometry::MultiPolygon(parts) => &parts.0,
            _ => return None,
        };
        let edges: Vec<Edge> = polygons.iter().flat_map(edges_of).collect();
        if edges.is_empty() || edges.iter().any(|(a, b)| !(a.x + a.y + b.x + b.y).is_finite()) {
            return None;
        }
        let bottom = edges.iter().map(|(a, b)| a.y.min(b.y)).fold(f64::INFINITY, f64::min);
        let top = edges.iter().map(|(a, b)| a.y.max(b.y)).fold(f64::NEG_INFINITY, f64::max);
        let mut count = (edges.len() / EDGES_OF_BAND).max(1);
        loop {
            #[expect(clippy::cast_precision_loss, reason = "a count of bands")]
            let per_height = if top > bottom { count as f64 / (top - bottom) } else { 0.0 };
            let mut area = Self { bands: vec![Vec::new(); count], bottom, per_height };
            let copies: usize = edges.iter().map(|edge| area.bands_of(edge).count()).sum();
            if count > 1 && copies > COPIES * edges.len() {
                count /= 2;
                continue;
            }
            for edge in &edges {
                for band in area.bands_of(edge) {
                    area.bands[band].push(*edge);
                }
            }
            return Some(area);
        }
    }

    fn bands_of(&self, (a, b): &Edge) -> std::ops::RangeInclusive<usize> {
        self.band(a.y.min(b.y))..=self.band(a.y.max(b.y))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bands")]
    fn band(&self, y: f64) -> usize {
        (((y - self.bottom) * self.per_height).max(0.0) as usize).min(self.bands.len() - 1)
    }

    /// Whether a place is inside; on the boundary is inside. A ray to the east crosses the boundary
    /// an odd number of times from within; edges are half open, so that a corner counts once.
    pub fn covers(&self, at: Coord<f64>) -> bool {
        let mut inside = false;
        for (a, b) in &self.bands[self.band(at.y)] {
            let (low, high) = if a.y <= b.y { (*a, *b) } else { (*b, *a) };
            if at.y < low.y || at.y > high.y || at.x > a.x.max(b.x) {
                continue;
            }
            let side = RobustKernel::orient2d(low, high, at);
            if side == Orientation::Collinear && at.x >= a.x.min(b.x) {
                return true;
            }
            // Left of an edge that goes up: the ray to the east crosses it.
            inside ^= at.y < high.y && side == Orientation::CounterClockwise;
        }
        inside
    }
}

fn edges_of(polygon: &Polygon<f64>) -> impl Iterator<Item = Edge> + '_ {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.flat_map(|ring| ring.lines().map(|edge| (edge.start, edge.end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Intersects;
    use geozero::ToGeo;
    use geozero::wkt::Wkt;
    use proptest::prelude::*;

    const AREA: &str =
        "MULTIPOLYGON(((0 0, 10 0, 10 10, 5 3, 0 10, 0 0), (2 1, 3 1, 3 2, 2 1)), ((20 0, 30 0, 25 8, 20 0)))";

    fn area() -> (Shape, Area) {
        let shape = Wkt(AREA).to_geo().unwrap();
        let area = Area::of(&shape).unwrap();
        (shape, area)
    }

    #[test]
    fn corners_and_edges_are_inside_and_holes_are_not() {
        let (_, area) = area();
        for (x, y) in [(0.0, 0.0), (5.0, 3.0), (5.0, 0.0), (0.0, 10.0), (25.0, 8.0), (2.0, 1.0), (2.5, 1.0), (1.0, 1.0)]
        {
            assert!(area.covers(Coord { x, y }), "{x} {y}");
        }
        for (x, y) in [(5.0, 9.0), (2.9, 1.5), (-1.0, 0.0), (15.0, 0.0), (11.0, 10.0), (5.0, 3.1), (25.0, 9.0)] {
            assert!(!area.covers(Coord { x, y }), "{x} {y}");
        }
    }

    proptest! {
        /// Whole numbers meet corners and edges often.
        #[test]
        fn it_agrees_with_the_plain_test(x in -2..32_i32, y in -2..12_i32, dx in 0..4_i32) {
            let (shape, area) = area();
            let at = Coord { x: f64::from(x) + f64::from(dx) * 0.25, y: f64::from(y) };
            prop_assert_eq!(area.covers(at), shape.intersects(&at));
        }
    }
}
