//! A square grid of buckets over places: what is near, without looking at everything.

use std::collections::BTreeMap;

use crate::generate::numbers::real;
use crate::generate::shapes::Place;

/// Items by the squares that their boxes touch.
pub struct Buckets<T> {
    side_m: f64,
    squares: BTreeMap<(i64, i64), Vec<T>>,
}

impl<T: Copy + Ord> Buckets<T> {
    pub fn new(side_m: f64) -> Self {
        Self { side_m, squares: BTreeMap::new() }
    }

    pub fn add_place(&mut self, at: Place, item: T) {
        self.add_piece([at, at], item);
    }

    pub fn add_piece(&mut self, piece: [Place; 2], item: T) {
        for square in self.squares_of(piece, 0.0) {
            self.squares.entry(square).or_default().push(item);
        }
    }

    /// Everything whose box may come within `reach_m` of a place: may overshoot, never misses.
    pub fn near(&self, at: Place, reach_m: f64) -> Vec<T> {
        self.near_piece([at, at], reach_m)
    }

    pub fn near_piece(&self, piece: [Place; 2], reach_m: f64) -> Vec<T> {
        let mut found: Vec<T> =
            self.squares_of(piece, reach_m).filter_map(|square| self.squares.get(&square)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn squares_of(&self, piece: [Place; 2], reach_m: f64) -> impl Iterator<Item = (i64, i64)> + use<T> {
        let low = |axis: usize| real::floor((piece[0][axis].min(piece[1][axis]) - reach_m) / self.side_m);
        let high = |axis: usize| real::floor((piece[0][axis].max(piece[1][axis]) + reach_m) / self.side_m);
        let (columns, rows) = (low(0)..=high(0), low(1)..=high(1));
        columns.flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }
}
