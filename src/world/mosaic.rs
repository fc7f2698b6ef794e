//! Which jurisdiction is the finest at a place, for millions of places.
//!
//! The ground of a zone is laid with square tiles. Most lie wholly in one village: for these the
//! answer is known beforehand. For the others the few areas that meet the tile are kept, and tried in
//! turn.

use std::collections::HashSet;

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Line;
use geo_types::Rect;

use crate::geom::Shape;
use crate::geom::area::Area;

/// Tiles are not smaller, metres.
const SMALLEST_M: f64 = 50.0;
/// So many tiles at most: 8 MB.
const MOST_TILES: f64 = 2.0e6;

/// The areas of one zone of the grid, the finest first.
#[derive(Debug)]
pub(super) struct Mosaic {
    /// `None` for what cannot hold a place.
    areas: Vec<Option<Area>>,
    corner: Coord<f64>,
    size_m: f64,
    columns: usize,
    rows: usize,
    /// [`NOBODY`], the area that holds the whole tile, or, with [`MIXED`], the number of a list.
    tiles: Vec<u32>,
    /// Areas to be tried in turn.
    lists: Vec<Vec<u32>>,
}

const NOBODY: u32 = u32::MAX;
const MIXED: u32 = 1 << 31;

impl Mosaic {
    /// `shapes` in metres of the grid, in the order in which they are to be found; `None` stands for
    /// one that cannot hold a place.
    pub fn of(shapes: &[Option<&Shape>]) -> Self {
        let boxes = shapes.iter().flatten().filter_map(|shape| shape.bounding_rect());
        let bounds = boxes.filter(|rect| (rect.width() + rect.height()).is_finite()).reduce(|a, b| {
            Rect::new(
                (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
            )
        });
        let bounds = bounds.unwrap_or(Rect::new((0.0, 0.0), (0.0, 0.0)));
        let size_m = (bounds.width() * bounds.height() / MOST_TILES).sqrt().max(SMALLEST_M);
        // A tile around, so that the edges are never on the rim.
        let corner = bounds.min() - Coord { x: size_m, y: size_m };
        let count = |length: f64| whole(length / size_m) + 3;
        let (columns, rows) = (count(bounds.width()), count(bounds.height()));
        let tiles = vec![NOBODY; columns * rows];
        let mut mosaic = Self { areas: Vec::new(), corner, size_m, columns, rows, tiles, lists: Vec::new() };
        for (shape, number) in shapes.iter().zip(0..) {
            let area = shape.and_then(Area::of);
            if let (Some(shape), Some(area)) = (shape, &area) {
                mosaic.lay(number, shape, area);
            }
            mosaic.areas.push(area);
        }
        mosaic
    }

    /// The first area that holds a place. On the boundary is inside.
    pub fn first_at(&self, at: Coord<f64>) -> Option<usize> {
        let tile = self.tiles[self.tile_at(at)?];
        if tile == NOBODY {
            return None;
        }
        if tile & MIXED == 0 {
            return Some(tile as usize);
        }
        let list = &self.lists[(tile & !MIXED) as usize];
        list.iter()
            .map(|area| *area as usize)
            .find(|area| self.areas[*area].as_ref().is_some_and(|area| area.covers(at)))
    }

    fn lay(&mut self, number: u32, shape: &Shape, area: &Area) {
        let mut is_edge: HashSet<usize> = HashSet::new();
        for edge in edges_of(shape) {
            self.tiles_along(edge, |tile| {
                is_edge.insert(tile);
            });
        }
        let Some(rect) = shape.bounding_rect() else { return };
        let (Some(first), Some(last)) = (self.column_row(rect.min()), self.column_row(rect.max())) else { return };
        for row in first.1..=last.1 {
            // Between two edges of a row all tiles are alike: one question for the run.
            let mut inside = None;
            for column in first.0..=last.0 {
                let tile = row * self.columns + column;
                if is_edge.contains(&tile) {
                    self.meet(tile, number, false);
                    inside = None;
                    continue;
                }
                if *inside.get_or_insert_with(|| area.covers(self.middle(column, row))) {
                    self.meet(tile, number, true);
                }
            }
        }
    }

    /// An area meets a tile, or holds all of it. What comes after one that holds all is never asked.
    fn meet(&mut self, tile: usize, number: u32, holds_all: bool) {
        let there = self.tiles[tile];
        if there == NOBODY {
            self.tiles[tile] = if holds_all { number } else { self.list(vec![number]) };
        } else if there & MIXED != 0 {
            let list = &mut self.lists[(there & !MIXED) as usize];
            list.push(number);
        }
    }

    fn list(&mut self, areas: Vec<u32>) -> u32 {
        self.lists.push(areas);
        u32::try_from(self.lists.len() - 1).map_or(NOBODY, |number| number | MIXED)
    }

    /// Every tile that an edge touches, and sometimes one beside it.
    fn tiles_along(&self, edge: Line<f64>, mut found: impl FnMut(usize)) {
        let slack = self.size_m * 1e-6;
        let steps = whole((edge.dx().abs() + edge.dy().abs()) / self.size_m) + 1;
        // Pieces no longer than a tile: each touches the tiles of its own small box.
        #[expect(clippy::cast_precision_loss, reason = "a count of steps")]
        let at = |step: usize| edge.start + edge.delta() * (step as f64 / steps as f64);
        for step in 0..steps {
            let piece = Rect::new(at(step), at(step + 1));
            let low = self.column_row(piece.min() - Coord { x: slack, y: slack });
            let high = self.column_row(piece.max() + Coord { x: slack, y: slack });
            let (Some(low), Some(high)) = (low, high) else { continue };
            for row in low.1..=high.1 {
                for column in low.0..=high.0 {
                    found(row * self.columns + column);
                }
            }
        }
    }

    fn tile_at(&self, at: Coord<f64>) -> Option<usize> {
        self.column_row(at).map(|(column, row)| row * self.columns + column)
    }

    fn column_row(&self, at: Coord<f64>) -> Option<(usize, usize)> {
        let (x, y) = ((at.x - self.corner.x) / self.size_m, (at.y - self.corner.y) / self.size_m);
        // Written so that NaN is nowhere.
        if !(x >= 0.0 && y >= 0.0) {
            return None;
        }
        let (column, row) = (whole(x), whole(y));
        (column < self.columns && row < self.rows).then_some((column, row))
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of tiles")]
    fn middle(&self, column: usize, row: usize) -> Coord<f64> {
        self.corner + Coord { x: (column as f64 + 0.5) * self.size_m, y: (row as f64 + 0.5) * self.size_m }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and `as` saturates")]
fn whole(number: f64) -> usize {
    number as usize
}

fn edges_of(shape: &Shape) -> impl Iterator<Item = Line<f64>> + '_ {
    let polygons = match shape {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(parts) => &parts.0,
        _ => &[],
    };
    polygons.iter().flat_map(|polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).flat_map(geo_types::LineString::lines)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Intersects;
    use geo_types::LineString;
    use geo_types::MultiPolygon;
    use geo_types::Polygon;
    use proptest::prelude::*;

    fn star(x: f64, y: f64, radii: &[f64]) -> Polygon<f64> {
        let corner = |(nth, radius): (usize, &f64)| {
            #[expect(clippy::cast_precision_loss, reason = "a handful of corners")]
            let angle = nth as f64 / radii.len() as f64 * std::f64::consts::TAU;
            // Whole metres, so that places on corners and edges are met.
            Coord { x: (x + radius * angle.cos()).round(), y: (y + radius * angle.sin()).round() }
        };
        Polygon::new(LineString::new(radii.iter().enumerate().map(corner).collect()), Vec::new())
    }

    fn any_shape() -> impl Strategy<Value = Shape> {
        let radii = prop::collection::vec(20.0..900.0_f64, 5..12);
        let part = (0.0..3_000.0_f64, 0.0..3_000.0_f64, radii).prop_map(|(x, y, radii)| star(x, y, &radii));
        prop::collection::vec(part, 1..3).prop_map(|parts| MultiPolygon::new(parts).into())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// The oracle is the plain test of geo, area by area.
        #[test]
        fn the_first_area_at_a_place_is_the_one_that_plain_tests_find(
            shapes in prop::collection::vec(any_shape(), 0..9),
            places in prop::collection::vec((-500..3_500_i32, -500..3_500_i32), 200),
        ) {
            let given: Vec<Option<&Shape>> = shapes.iter().map(Some).collect();
            let mosaic = Mosaic::of(&given);
            let corners = shapes.iter().flat_map(edges_of).map(|edge| edge.start);
            let places = places.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).chain(corners);
            for at in places {
                let plain = shapes.iter().position(|shape| match shape {
                    Geometry::MultiPolygon(parts) => parts.0.iter().any(|part| part.intersects(&at)),
                    _ => false,
                });
                // Where parts overlap, rays and parts may disagree: parts of one area do not overlap.
                let overlap = shapes.iter().any(|shape| match shape {
                    Geometry::MultiPolygon(parts) => parts.0.iter().filter(|part| part.intersects(&at)).count() > 1,
                    _ => false,
                });
                if !overlap {
                    prop_assert_eq!(mosaic.first_at(at), plain, "{:?}", at);
                }
            }
        }
    }

    #[test]
    fn nothing_is_at_nowhere() {
        let mosaic = Mosaic::of(&[]);
        assert_eq!(mosaic.first_at(Coord { x: f64::NAN, y: 0.0 }), None);
        assert_eq!(mosaic.first_at(Coord { x: 0.0, y: 0.0 }), None);
        let square: Shape = star(0.0, 0.0, &[100.0; 4]).into();
        let mosaic = Mosaic::of(&[None, Some(&square)]);
        assert_eq!(mosaic.first_at(Coord { x: 1.0, y: 1.0 }), Some(1));
        assert_eq!(mosaic.first_at(Coord { x: 1e300, y: f64::INFINITY }), None);
    }
}
