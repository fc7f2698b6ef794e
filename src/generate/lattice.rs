//! A lattice of hexagons over the city, of which villages are made: one for all counties, so that
//! neighbours share their boundary.
//!
//! Hexagons, because at each corner three of them meet and never four: regions that touch do so
//! along an edge, so that no ring ever touches itself. Corners are known by whole numbers, so that
//! neighbours share them exactly.

use std::collections::BTreeMap;

use crate::generate::dice::drawn_at;
use crate::generate::numbers::real;
use crate::generate::shapes::Place;

/// From the middle of a hexagon to its corners, in metres: 7.5 ha each.
const SIDE_M: f64 = 170.0;
const SQRT_3: f64 = 1.732_050_807_568_877_2;
/// Columns and rows: the lattice reaches beyond the bounds of the city.
const COLUMNS: usize = 440;
const ROWS: usize = 340;
/// Columns west and rows south of the hexagon in the middle of which corners are counted from. The
/// rows are even, because every other row is shifted.
const WEST: usize = 336;
const SOUTH: usize = 56;
/// The middle of that hexagon.
const ORIGIN: Place = [-15_200.0, -37_500.0];

/// A corner: in half widths eastwards and half sides northwards.
pub type Corner = (i64, i64);

pub struct Lattice {
    seed: u64,
}

impl Lattice {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    pub fn cells() -> usize {
        COLUMNS * ROWS
    }

    pub fn cell_m2() -> f64 {
        1.5 * SQRT_3 * SIDE_M * SIDE_M
    }

    pub fn middle(cell: usize) -> Place {
        let (x, y) = middle_corner(cell);
        unjittered((x, y))
    }

    /// Where a corner lies: off the regular place by up to a fifth of a side.
    pub fn place(&self, corner: Corner) -> Place {
        let at = unjittered(corner);
        let shift = |salt: u64| (drawn_at(self.seed ^ salt, corner.0, corner.1) - 0.5) * 0.44 * SIDE_M;
        [at[0] + shift(1), at[1] + shift(2)]
    }

    /// The six corners against the clock, from the one in the south.
    pub fn corners(cell: usize) -> [Corner; 6] {
        let (x, y) = middle_corner(cell);
        [(x, y - 2), (x + 1, y - 1), (x + 1, y + 1), (x, y + 2), (x - 1, y + 1), (x - 1, y - 1)]
    }

    /// The neighbours across the edges that begin at the corners of [`Lattice::corners`].
    pub fn neighbours(cell: usize) -> [Option<usize>; 6] {
        let (column, row) = (cell % COLUMNS, cell / COLUMNS);
        let shift = row % 2;
        let at = |column: Option<usize>, row: Option<usize>| match (column, row) {
            (Some(column), Some(row)) if column < COLUMNS && row < ROWS => Some(row * COLUMNS + column),
            _ => None,
        };
        let (left, right) = ((column + shift).checked_sub(1), Some(column + shift));
        let (above, below) = (Some(row + 1), row.checked_sub(1));
        [
            at(right, below),
            at(Some(column + 1), Some(row)),
            at(right, above),
            at(left, above),
            at(column.checked_sub(1), Some(row)),
            at(left, below),
        ]
    }

    /// The hexagon around a place, corners taken as unjittered: the one asked for or a neighbour of it.
    pub fn cell_at(at: Place) -> Option<usize> {
        let row = real::round((at[1] - ORIGIN[1]) / (1.5 * SIDE_M)) + signed(SOUTH);
        let near = (row - 1..=row + 1).filter_map(|row| {
            let row = usize::try_from(row).ok().filter(|row| *row < ROWS)?;
            let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
            let column = real::round((at[0] - ORIGIN[0]) / (SQRT_3 * SIDE_M) - shift) + signed(WEST);
            let column = usize::try_from(column).ok().filter(|column| *column < COLUMNS)?;
            Some(row * COLUMNS + column)
        });
        let far = |cell: &usize| crate::generate::shapes::distance_sq(Self::middle(*cell), at);
        near.min_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// The rings around a region, closed, the outer one first and against the clock.
    pub fn rings(region: &[usize], is_in: impl Fn(usize) -> bool) -> Vec<Vec<Corner>> {
        let mut next: BTreeMap<Corner, Corner> = BTreeMap::new();
        for cell in region {
            let corners = Self::corners(*cell);
            for (side, neighbour) in Self::neighbours(*cell).into_iter().enumerate() {
                if !neighbour.is_some_and(&is_in) {
                    next.insert(corners[side], corners[(side + 1) % 6]);
                }
            }
        }
        let mut rings = Vec::new();
        while let Some((start, _)) = next.first_key_value() {
            let start = *start;
            let mut ring = vec![start];
            let mut at = start;
            while let Some(to) = next.remove(&at) {
                ring.push(to);
                at = to;
            }
            rings.push(ring);
        }
        // The outer ring runs against the clock, holes with it.
        rings.sort_by_key(|ring| std::cmp::Reverse(twice_area(ring)));
        rings
    }
}

fn twice_area(ring: &[Corner]) -> i64 {
    ring.windows(2).map(|piece| piece[0].0 * piece[1].1 - piece[0].1 * piece[1].0).sum()
}

fn middle_corner(cell: usize) -> Corner {
    let (column, row) = (cell % COLUMNS, cell / COLUMNS);
    (2 * (signed(column) - signed(WEST)) + signed(row % 2), 3 * (signed(row) - signed(SOUTH)))
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).expect("columns and rows are few")
}

fn unjittered(corner: Corner) -> Place {
    let number = |part: i64| f64::from(i32::try_from(part).expect("columns and rows are few"));
    [ORIGIN[0] + number(corner.0) * SQRT_3 / 2.0 * SIDE_M, ORIGIN[1] + number(corner.1) * 0.5 * SIDE_M]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hexagon_finds_itself_and_its_neighbours_share_two_corners() {
        for cell in [0, 77, 5_003, 9_876, COLUMNS * ROWS - 1] {
            assert_eq!(Lattice::cell_at(Lattice::middle(cell)), Some(cell));
            let corners = Lattice::corners(cell);
            for (side, neighbour) in Lattice::neighbours(cell).into_iter().enumerate() {
                let Some(neighbour) = neighbour else { continue };
                let theirs = Lattice::corners(neighbour);
                assert!(theirs.contains(&corners[side]) && theirs.contains(&corners[(side + 1) % 6]), "{cell} {side}");
            }
        }
    }

    #[test]
    fn the_ring_of_one_hexagon_is_its_six_corners() {
        let rings = Lattice::rings(&[5_003], |cell| cell == 5_003);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].len(), 7);
        assert!(twice_area(&rings[0]) > 0);
    }
}
