//! The tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1).

use std::f64::consts::PI;

use geo_types::Coord;
use geo_types::Rect;

use crate::tiles::EXTENT;

/// The highest zoom that is made; clients enlarge its tiles beyond.
pub const MAX_ZOOM: u8 = 22;

/// A tile: zoom, column from the west, row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileId {
    pub zoom: u8,
    pub column: u32,
    pub row: u32,
}

impl TileId {
    /// `None` for a tile that the set does not have.
    pub fn new(zoom: u8, column: u32, row: u32) -> Option<Self> {
        (zoom <= MAX_ZOOM && column < 1 << zoom && row < 1 << zoom).then_some(Self { zoom, column, row })
    }

    /// A place in degrees as steps from the tile's north-west corner, to the east and south.
    pub(super) fn place(self, at: Coord<f64>) -> Coord<f64> {
        let across = f64::from(1_u32 << self.zoom);
        // Mercator has no poles; nothing of ours is there.
        let lat = at.y.clamp(-85.051_128, 85.051_128).to_radians();
        let x = (at.x + 180.0) / 360.0 * across - f64::from(self.column);
        let y = (1.0 - lat.tan().asinh() / PI) / 2.0 * across - f64::from(self.row);
        Coord { x: x * EXTENT, y: y * EXTENT }
    }

    /// Degrees of the tile, wider on each side by a share of its edge.
    pub(super) fn bounds(self, wider: f64) -> Rect<f64> {
        let across = f64::from(1_u32 << self.zoom);
        let lon = |column: f64| (column / across * 360.0 - 180.0).clamp(-180.0, 180.0);
        let lat = |row: f64| (PI * (1.0 - 2.0 * row / across)).sinh().atan().to_degrees();
        let (column, row) = (f64::from(self.column), f64::from(self.row));
        Rect::new(
            Coord { x: lon(column - wider), y: lat(row + 1.0 + wider) },
            Coord { x: lon(column + 1.0 + wider), y: lat(row - wider) },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_a_tile_are_at_its_edges() {
        let id = TileId::new(12, 3343, 1635).unwrap();
        let bounds = id.bounds(0.0);
        let north_west = id.place(Coord { x: bounds.min().x, y: bounds.max().y });
        let south_east = id.place(Coord { x: bounds.max().x, y: bounds.min().y });
        for (found, expected) in
            [(north_west.x, 0.0), (north_west.y, 0.0), (south_east.x, EXTENT), (south_east.y, EXTENT)]
        {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        // The county seat lies in this tile, as the tile tables of any map say.
        assert!(bounds.min().x < 113.87 && 113.87 < bounds.max().x && bounds.min().y < 34.03 && 34.03 < bounds.max().y);
    }

    #[test]
    fn a_tile_off_the_set_is_none() {
        assert_eq!(TileId::new(3, 8, 0), None);
        assert_eq!(TileId::new(40, 0, 0), None);
    }
}
