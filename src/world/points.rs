//! Points by place: blocks of neighbours, and an R-tree of their boxes. A tree of single points takes
//! more memory than all else that is known of a household.

use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

use crate::world::nearness::Descent;
use crate::world::nearness::Piece;
use crate::world::packed::Packed;

/// Points in a block; the last of a strip may have fewer.
const BLOCK: usize = 32;

/// The box of a block, with where it begins in the rows and how many there are.
pub(super) type Block = GeomWithData<Rectangle<[f64; 2]>, (u32, u32)>;

/// Points in grid metres and where they are found.
#[derive(Debug)]
pub(super) struct Points {
    /// By row; NaN where there is none.
    xy: Box<[[f64; 2]]>,
    /// Rows with a place, block after block.
    rows: Packed,
    blocks: RTree<Block>,
}

impl Points {
    #[expect(clippy::cast_possible_truncation, reason = "a shard holds far below 2^32 rows")]
    pub fn new(xy: Box<[[f64; 2]]>) -> Self {
        let mut placed: Vec<usize> = (0..xy.len()).filter(|row| xy[*row][0].is_finite()).collect();
        let by = |axis: usize| {
            let xy = &xy;
            move |a: &usize, b: &usize| xy[*a][axis].total_cmp(&xy[*b][axis]).then(a.cmp(b))
        };
        // Strips from west to east, in each blocks from south to north (sort-tile-recursive).
        placed.sort_unstable_by(by(0));
        let strips = placed.len().div_ceil(BLOCK).isqrt().max(1);
        let strip = placed.len().div_ceil(strips).next_multiple_of(BLOCK).max(BLOCK);
        let mut leaves = Vec::with_capacity(placed.len() / BLOCK + 1);
        let mut from = 0;
        for strip in placed.chunks_mut(strip) {
            strip.sort_unstable_by(by(1));
            for block in strip.chunks_mut(BLOCK) {
                // Within a block in the order of the rows, as they lie in memory.
                block.sort_unstable();
                let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
                for row in &*block {
                    let [x, y] = xy[*row];
                    (low, high) = ([low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]);
                }
                leaves.push(Block::new(Rectangle::from_corners(low, high), (from, block.len() as u32)));
                from += block.len() as u32;
            }
        }
        let rows = Packed::of(placed.iter().map(|row| i64::try_from(*row).ok()));
        Self { xy, rows, blocks: RTree::bulk_load(leaves) }
    }

    /// Grid metres; NaN where there is none.
    pub fn xy(&self, row: usize) -> [f64; 2] {
        self.xy[row]
    }

    /// Rows in a box, its boundary included, in no order.
    pub fn in_box(&self, min: [f64; 2], max: [f64; 2], mut take: impl FnMut(usize)) {
        for block in self.blocks.locate_in_envelope_intersecting(&AABB::from_corners(min, max)) {
            self.each_of(block.data, |row, [x, y]| {
                if min[0] <= x && x <= max[0] && min[1] <= y && y <= max[1] {
                    take(row);
                }
            });
        }
    }

    /// Rows within a distance, that distance included, with the square of theirs, in no order.
    pub fn within(&self, [x, y]: [f64; 2], reach_m: f64, mut take: impl FnMut(usize, f64)) {
        let reach_sq = reach_m * reach_m;
        // Boxes within the distance: those only in the corners of the square are passed over.
        for block in self.blocks.locate_within_distance([x, y], reach_sq) {
            self.each_of(block.data, |row, at| {
                let distance_sq = (at[0] - x).powi(2) + (at[1] - y).powi(2);
                if distance_sq <= reach_sq {
                    take(row, distance_sq);
                }
            });
        }
    }

    /// Rows within a distance of any of the pieces, each once, in no order.
    pub fn near(&self, pieces: &[Piece], reach_m: f64, take: impl FnMut(usize)) {
        Descent::new(self, reach_m, pieces, take).below(self.blocks.root(), 0);
    }

    pub(super) fn each_of(&self, (from, count): (u32, u32), mut take: impl FnMut(usize, [f64; 2])) {
        for nth in from..from + count {
            if let Some(row) = self.rows.at(nth as usize).and_then(|row| usize::try_from(row).ok()) {
                take(row, self.xy[row]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whole metres, so that places coincide and lie on boundaries.
    fn places() -> impl Strategy<Value = Vec<[f64; 2]>> {
        let place = prop_oneof![
            9 => (-200..200_i16, -200..200_i16).prop_map(|(x, y)| [f64::from(x), f64::from(y)]),
            1 => Just([f64::NAN; 2]),
        ];
        prop::collection::vec(place, 0..700)
    }

    fn sorted(mut rows: Vec<usize>) -> Vec<usize> {
        rows.sort_unstable();
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// The oracle is looking at every point.
        #[test]
        fn a_box_and_a_circle_hold_the_points_that_lie_in_them(
            places in places(), (x, y) in (-250..250_i16, -250..250_i16), (wide, high) in (0..200_i16, 0..200_i16),
        ) {
            let points = Points::new(places.clone().into());
            let (low, top) = ([f64::from(x), f64::from(y)], [f64::from(x + wide), f64::from(y + high)]);
            let is_in = |at: &[f64; 2]| low[0] <= at[0] && at[0] <= top[0] && low[1] <= at[1] && at[1] <= top[1];
            let mut found = Vec::new();
            points.in_box(low, top, |row| found.push(row));
            prop_assert_eq!(sorted(found), (0..places.len()).filter(|row| is_in(&places[*row])).collect::<Vec<_>>());

            let reach_m = f64::from(wide);
            let distance_sq = |at: [f64; 2]| (at[0] - low[0]).powi(2) + (at[1] - low[1]).powi(2);
            let mut found = Vec::new();
            points.within(low, reach_m, |row, given_sq| {
                assert!((given_sq - distance_sq(places[row])).abs() < 1e-9);
                found.push(row);
            });
            let near = (0..places.len()).filter(|row| distance_sq(places[*row]) <= reach_m * reach_m);
            prop_assert_eq!(sorted(found), near.collect::<Vec<_>>());
        }
    }
}
