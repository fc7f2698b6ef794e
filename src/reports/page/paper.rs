//! A sheet of paper under a map: grid metres onto whole units of an SVG, the same both ways.

use std::fmt::Write as _;
use std::sync::Arc;

use geo::Simplify;
use geo_types::Coord;
use geo_types::LineString;
use geo_types::Rect;

use crate::geom::Grid;

/// Units across: at 180 mm a unit is a ninth of a millimetre.
pub const WIDTH: i32 = 1_600;
const LOWEST: f64 = 500.0;
const HIGHEST: f64 = 1_600.0;
/// Around what is drawn.
const MARGIN: f64 = 20.0;

/// North is that of the grid, up.
pub struct Paper {
    pub grid: Arc<Grid>,
    centre: Coord<f64>,
    pub metres_per_unit: f64,
    pub height: i32,
}

impl Paper {
    /// Paper on which a box of the grid has room, in the middle.
    pub fn around(extent: Rect<f64>, grid: Arc<Grid>) -> Self {
        let room = f64::from(WIDTH) - 2.0 * MARGIN;
        // A place without extent is shown in a square of a kilometre.
        let (wide, tall) = (extent.width().max(1_000.0), extent.height().max(1_000.0));
        let metres_per_unit = (wide / room).max(tall / (HIGHEST - 2.0 * MARGIN));
        let height = (tall / metres_per_unit + 2.0 * MARGIN).clamp(LOWEST, HIGHEST);
        Self { grid, centre: extent.center(), metres_per_unit, height: rounded(height) }
    }

    pub fn at(&self, place: Coord<f64>) -> (i32, i32) {
        let x = f64::from(WIDTH) / 2.0 + (place.x - self.centre.x) / self.metres_per_unit;
        let y = f64::from(self.height) / 2.0 - (place.y - self.centre.y) / self.metres_per_unit;
        (rounded(x), rounded(y))
    }

    /// Adds a line to the data of a path, without the corners that nobody would see. What would be a dot
    /// is left out, unless it is a ring.
    pub fn draw(&self, path: &mut String, line: &LineString<f64>, is_ring: bool) {
        let simple = line.simplify(self.metres_per_unit);
        let mut corners: Vec<(i32, i32)> = simple.0.iter().map(|corner| self.at(*corner)).collect();
        corners.dedup();
        if is_ring && corners.len() > 1 {
            corners.pop();
        }
        let Some((first, rest)) = corners.split_first() else { return };
        if rest.is_empty() {
            return;
        }
        let _ = write!(path, "M{} {}l", first.0, first.1);
        let mut before = *first;
        for (nth, corner) in rest.iter().enumerate() {
            let (dx, dy) = (corner.0 - before.0, corner.1 - before.1);
            // A minus sign parts numbers by itself.
            let gap = if nth == 0 || dx < 0 { "" } else { " " };
            let comma = if dy < 0 { "" } else { " " };
            let _ = write!(path, "{gap}{dx}{comma}{dy}");
            before = *corner;
        }
        if is_ring {
            path.push('z');
        }
    }

    /// A dot: drawn as the round ends of a line without length.
    pub fn dot(&self, path: &mut String, place: Coord<f64>) {
        let (x, y) = self.at(place);
        let _ = write!(path, "M{x} {y}h0");
    }

    /// Kilometres, and the units that they take: a round number, about a fifth of the paper.
    pub fn scale_bar(&self) -> (f64, i32) {
        let about_km = f64::from(WIDTH) * self.metres_per_unit / 5_000.0;
        let power = 10f64.powf(about_km.log10().floor());
        let km = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * power).find(|km| *km <= about_km).unwrap_or(power);
        (km, rounded(km * 1_000.0 / self.metres_per_unit))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places far off the paper saturate, and are not seen")]
fn rounded(number: f64) -> i32 {
    number.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::LonLat;

    fn paper() -> Paper {
        let grid = Arc::new(Grid::of(LonLat::new(114.0, 34.0).unwrap()));
        Paper::around(Rect::new((0.0, 0.0), (15_600.0, 7_800.0)), grid)
    }

    #[test]
    fn north_is_up_and_ten_metres_are_a_unit() {
        let paper = paper();
        assert_eq!((paper.at(Coord { x: 0.0, y: 0.0 }), paper.height), ((20, 800), 820));
        assert_eq!(paper.at(Coord { x: 15_600.0, y: 7_800.0 }), (1_580, 20));
        assert_eq!(paper.scale_bar(), (2.0, 200));
    }

    #[test]
    fn corners_that_nobody_would_see_are_left_out() {
        let mut path = String::new();
        let line = LineString::from(vec![(0.0, 0.0), (1_000.0, 3.0), (2_000.0, 0.0), (2_000.0, -500.0)]);
        paper().draw(&mut path, &line, false);
        assert_eq!(path, "M20 800l200 0 0 50");
        let mut path = String::new();
        paper().draw(&mut path, &LineString::from(vec![(0.0, 0.0), (2.0, 2.0)]), false);
        assert_eq!(path, "");
        let ring = LineString::from(vec![(0.0, 0.0), (100.0, 0.0), (0.0, 100.0), (0.0, 0.0)]);
        paper().draw(&mut path, &ring, true);
        assert_eq!(path, "M20 800l10 0-10-10z");
    }
}
