//! A road's calibrated reference line, and linear referencing on it (ISO 19148).

use geo_types::LineString;

use crate::geom::Chainage;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::distance_sq_to_piece;
use crate::geom::geodesic;

/// A place of the line whose chainage is known: a kilometre stone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Geodesic metres from the first corner of the line.
    pub position_m: f64,
    pub chainage: Chainage,
}

/// A line with a chainage at every place.
///
/// Between two anchors the chainage grows in proportion to geodesic length; beyond the outermost
/// ones it grows metre for metre. Official mileage need not equal geodesic length, which is what
/// anchors are for.
#[derive(Clone, Debug)]
pub struct Alignment {
    corners: Vec<[f64; 2]>,
    /// Geodesic metres from the first corner to each corner.
    reached_m: Vec<f64>,
    anchors: Vec<Anchor>,
}

/// Which side of an alignment a place lies on, looking up-chainage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    /// Within half a millimetre of the line.
    On,
}

/// A place seen from an alignment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    pub position_m: f64,
    /// Sideways grid metres, right positive when looking up-chainage.
    pub offset_m: f64,
}

impl Projection {
    pub fn side(self) -> Side {
        match self.offset_m {
            offset if offset.abs() < 0.0005 => Side::On,
            offset if offset > 0.0 => Side::Right,
            _ => Side::Left,
        }
    }
}

impl Alignment {
    /// `None` for a line without length. The line starts uncalibrated: K0+000 at its first corner.
    pub fn new(line: &LineString<f64>, grid: &Grid) -> Option<Self> {
        let mut corners = Vec::with_capacity(line.0.len());
        let mut reached_m = Vec::with_capacity(line.0.len());
        let mut reached = 0.0;
        for (nth, corner) in line.0.iter().enumerate() {
            let here = LonLat::new(corner.x, corner.y).ok()?;
            if nth > 0 {
                let before = line.0[nth - 1];
                reached += geodesic::distance_m(LonLat::new(before.x, before.y).ok()?, here);
            }
            corners.push(grid.project(here).xy());
            reached_m.push(reached);
        }
        (reached > 0.0).then_some(Self { corners, reached_m, anchors: Vec::new() })
    }

    /// Takes kilometre stones in any order. A stone that would make chainage stand still or run
    /// backwards along the line is left out.
    pub fn calibrate(&mut self, mut stones: Vec<Anchor>) {
        stones.sort_by(|a, b| a.chainage.cmp(&b.chainage).then(a.position_m.total_cmp(&b.position_m)));
        self.anchors.clear();
        for stone in stones {
            match self.anchors.last() {
                Some(last) if stone.chainage <= last.chainage || stone.position_m <= last.position_m => {}
                _ => self.anchors.push(stone),
            }
        }
    }

    /// Geodesic metres.
    pub fn length_m(&self) -> f64 {
        self.reached_m.last().copied().unwrap_or(0.0)
    }

    pub fn corners(&self) -> &[[f64; 2]] {
        &self.corners
    }

    /// The chainage of a place given by its geodesic distance from the first corner. A place
    /// before K0+000 is given as K0+000.
    pub fn chainage_at(&self, position_m: f64) -> Chainage {
        let metres = match self.around(|anchor| anchor.position_m, position_m) {
            Around::Nothing => position_m,
            Around::Beyond(anchor) => anchor.chainage.metres() + (position_m - anchor.position_m),
            Around::Between(a, b) => {
                let share = (position_m - a.position_m) / (b.position_m - a.position_m);
                a.chainage.metres() + share * (b.chainage.metres() - a.chainage.metres())
            }
        };
        Chainage::from_metres(metres.max(0.0)).unwrap_or(Chainage::ZERO)
    }

    /// Geodesic metres from the first corner; `None` off either end of the line. Both ends belong
    /// to it.
    pub fn position_of(&self, chainage: Chainage) -> Option<f64> {
        let at = chainage.metres();
        let position = match self.around(|anchor| anchor.chainage.metres(), at) {
            Around::Nothing => at,
            Around::Beyond(anchor) => anchor.position_m + (at - anchor.chainage.metres()),
            Around::Between(a, b) => {
                let share = (at - a.chainage.metres()) / (b.chainage.metres() - a.chainage.metres());
                a.position_m + share * (b.position_m - a.position_m)
            }
        };
        // The last chainage is rounded to a millimetre and may lie half of one past the end.
        (-0.000_6..=self.length_m() + 0.000_6).contains(&position).then(|| position.clamp(0.0, self.length_m()))
    }

    pub fn place_at(&self, chainage: Chainage) -> Option<GridPoint> {
        self.position_of(chainage).map(|position| self.place_at_position(position))
    }

    /// The place at a geodesic distance from the first corner; distances off the line give its ends.
    pub fn place_at_position(&self, position_m: f64) -> GridPoint {
        let piece =
            self.reached_m.partition_point(|reached| *reached < position_m).clamp(1, self.corners.len() - 1) - 1;
        let length = self.reached_m[piece + 1] - self.reached_m[piece];
        let share = if length > 0.0 { ((position_m - self.reached_m[piece]) / length).clamp(0.0, 1.0) } else { 0.0 };
        let (a, b) = (self.corners[piece], self.corners[piece + 1]);
        GridPoint { easting: a[0] + share * (b[0] - a[0]), northing: a[1] + share * (b[1] - a[1]) }
    }

    /// The nearest place of the line. Of two equally near ones, the one with the lower chainage.
    pub fn nearest(&self, at: GridPoint) -> Projection {
        let mut best = (f64::INFINITY, 0, 0.0);
        for piece in 0..self.corners.len() - 1 {
            let (distance_sq, along) = distance_sq_to_piece(at.xy(), self.corners[piece], self.corners[piece + 1]);
            if distance_sq < best.0 {
                best = (distance_sq, piece, along);
            }
        }
        self.seen_from(at, best.1, best.2)
    }

    fn seen_from(&self, at: GridPoint, piece: usize, along: f64) -> Projection {
        let (a, b) = (self.corners[piece], self.corners[piece + 1]);
        let foot = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
        let distance = (at.easting - foot[0]).hypot(at.northing - foot[1]);
        // At a corner two pieces are equally near, and in a hairpin they may disagree about the side:
        // the one that the place lies farther aside of is right.
        let neighbour = match along {
            1.0 => Some(piece + 1).filter(|next| next + 1 < self.corners.len()),
            0.0 => piece.checked_sub(1),
            _ => None,
        };
        let aside = self.leftwards_m(at, piece);
        let leftwards = neighbour
            .map(|neighbour| self.leftwards_m(at, neighbour))
            .filter(|other| other.abs() > aside.abs())
            .unwrap_or(aside);
        let position_m = self.reached_m[piece] + along * (self.reached_m[piece + 1] - self.reached_m[piece]);
        Projection { position_m, offset_m: if leftwards > 0.0 { -distance } else { distance } }
    }

    /// How far a place lies to the left of the straight line through a piece.
    fn leftwards_m(&self, at: GridPoint, piece: usize) -> f64 {
        let (a, b) = (self.corners[piece], self.corners[piece + 1]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        if length > 0.0 { (dx * (at.northing - a[1]) - dy * (at.easting - a[0])) / length } else { 0.0 }
    }

    fn around(&self, key: impl Fn(&Anchor) -> f64, at: f64) -> Around {
        let after = self.anchors.partition_point(|anchor| key(anchor) <= at);
        match (after.checked_sub(1).and_then(|before| self.anchors.get(before)), self.anchors.get(after)) {
            (Some(a), Some(b)) => Around::Between(*a, *b),
            (Some(only), None) | (None, Some(only)) => Around::Beyond(*only),
            (None, None) => Around::Nothing,
        }
    }
}

/// What stones a place lies among.
enum Around {
    Nothing,
    Beyond(Anchor),
    Between(Anchor, Anchor),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bent_road() -> (Alignment, Grid) {
        let grid = Grid::on_meridian(114);
        let line = LineString::from(vec![(114.0, 34.0), (114.01, 34.0), (114.01, 34.02), (114.03, 34.02)]);
        (Alignment::new(&line, &grid).unwrap(), grid)
    }

    fn stone(position_m: f64, chainage: &str) -> Anchor {
        Anchor { position_m, chainage: chainage.parse().unwrap() }
    }

    #[test]
    fn a_stone_moves_every_chainage_around_it_in_proportion() {
        let (mut road, _) = bent_road();
        road.calibrate(vec![stone(2000.0, "K3+000"), stone(0.0, "K1+000")]);
        assert_eq!(road.chainage_at(1000.0).to_string(), "K2+000");
        assert_eq!(road.chainage_at(2100.0).to_string(), "K3+100");
        assert_eq!(road.position_of("K0+999".parse().unwrap()), None);
        assert_eq!(road.position_of("K9+000".parse().unwrap()), None);
    }

    #[test]
    fn a_stone_that_runs_backwards_is_left_out() {
        let (mut road, _) = bent_road();
        road.calibrate(vec![stone(0.0, "K0+000"), stone(2000.0, "K1+000"), stone(1000.0, "K2+000")]);
        assert_eq!(road.chainage_at(1000.0).to_string(), "K0+500");
    }

    #[test]
    fn right_is_where_the_right_hand_is_looking_up_chainage() {
        let (road, grid) = bent_road();
        let south = grid.project(LonLat::new(114.005, 33.9999).unwrap());
        assert_eq!(road.nearest(south).side(), Side::Right);
        assert!(road.nearest(south).offset_m > 11.0);
        let north = grid.project(LonLat::new(114.005, 34.0001).unwrap());
        assert_eq!(road.nearest(north).side(), Side::Left);
        assert!(road.nearest(north).offset_m < -11.0);
    }

    #[test]
    fn beyond_the_corner_of_a_hairpin_both_arms_say_the_same_side() {
        let grid = Grid::on_meridian(114);
        let bend = LineString::from(vec![(114.0, 34.0), (114.01, 34.0), (114.0, 33.999)]);
        let road = Alignment::new(&bend, &grid).unwrap();
        for lat in [34.0001, 34.0, 33.99996] {
            assert_eq!(road.nearest(grid.project(LonLat::new(114.0101, lat).unwrap())).side(), Side::Left, "{lat}");
        }
    }

    proptest! {
        #[test]
        fn chainage_to_place_to_chainage_is_within_a_millimetre(share in 0.0..1.0_f64, stretch in 0.5..2.0_f64) {
            let (mut road, _) = bent_road();
            let end = Chainage::from_metres(road.length_m() * stretch).unwrap();
            road.calibrate(vec![stone(0.0, "K0+000"), Anchor { position_m: road.length_m(), chainage: end }]);
            let chainage = Chainage::from_metres(end.metres() * share).unwrap();
            let back = road.chainage_at(road.nearest(road.place_at(chainage).unwrap()).position_m);
            prop_assert!((back.metres() - chainage.metres()).abs() < 0.001_1, "{chainage} {back}");
        }
    }
}
