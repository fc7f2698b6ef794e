//! A tour under improvement: 2-opt and Or-opt moves, and how to take them back.

use crate::network::tour::Distances;

/// So many places at most are moved together.
const LONGEST_MOVED: usize = 3;

/// A round trip, and where each place stands in it.
pub(super) struct Moves<'a> {
    distances: &'a Distances,
    neighbours: &'a [Vec<usize>],
    order: Vec<usize>,
    position: Vec<usize>,
    /// Places around which something changed.
    open: Vec<usize>,
    is_open: Vec<bool>,
    /// Stretches that were turned since the last time that the tour was taken to be good: first and
    /// last position. Turned again in reverse order, they give that tour back.
    turned: Vec<(usize, usize)>,
}

/// A stretch of the tour with its surroundings: `before – first … last – after`.
#[derive(Clone, Copy)]
struct Piece {
    before: usize,
    first: usize,
    last: usize,
    after: usize,
}

impl<'a> Moves<'a> {
    pub fn new(distances: &'a Distances, neighbours: &'a [Vec<usize>], order: Vec<usize>) -> Self {
        let mut position = vec![0; order.len()];
        for (at, place) in order.iter().enumerate() {
            position[*place] = at;
        }
        let is_open = vec![false; order.len()];
        Self { distances, neighbours, order, position, open: Vec::new(), is_open, turned: Vec::new() }
    }

    pub fn into_order(self) -> Vec<usize> {
        self.order
    }

    pub fn improve_everywhere(&mut self) {
        // Taken from the end: the first place of the tour comes first.
        for at in (0..self.order.len()).rev() {
            self.reopen(self.order[at]);
        }
        self.improve();
        self.turned.clear();
    }

    /// Exchanges the stretches of `first` and `second` places that follow a position, improves what that
    /// touched, and takes all of it back if the tour is longer than it was.
    pub fn shake(&mut self, at: usize, first: usize, second: usize) {
        let count = self.order.len();
        let place = |ahead: usize| self.order[(at + ahead) % count];
        let piece = Piece { before: place(0), first: place(1), last: place(first), after: place(first + 1) };
        let (left, right) = (place(first + second), place(first + second + 1));
        let mut gained = self.gain_of_moving(piece, left, right);
        self.move_piece(piece, left, right, false);
        gained += self.improve();
        if gained < 0 {
            while let Some((from, to)) = self.turned.pop() {
                self.turn_positions(from, to);
            }
        }
        self.turned.clear();
    }

    /// What is saved by moving a piece, as it stands, between two neighbours `left – right`.
    fn gain_of_moving(&self, piece: Piece, left: usize, right: usize) -> i64 {
        let between = |a, b| self.distances.between(a, b);
        between(piece.before, piece.first) + between(piece.last, piece.after) + between(left, right)
            - between(piece.before, piece.after)
            - between(left, piece.first)
            - between(piece.last, right)
    }

    fn reopen(&mut self, place: usize) {
        if !std::mem::replace(&mut self.is_open[place], true) {
            self.open.push(place);
        }
    }

    /// Improves around the open places until nothing more is found; what that saved.
    fn improve(&mut self) -> i64 {
        let mut gained = 0;
        while let Some(place) = self.open.pop() {
            self.is_open[place] = false;
            while let Some(gain) = self.improve_at(place) {
                gained += gain;
            }
        }
        gained
    }

    fn improve_at(&mut self, place: usize) -> Option<i64> {
        [true, false].into_iter().find_map(|ahead| self.exchange(place, ahead).or_else(|| self.carry(place, ahead)))
    }

    /// 2-opt: the edges from `place` and from a near one to what follows them are replaced by one between
    /// the two and one between what followed.
    fn exchange(&mut self, place: usize, ahead: bool) -> Option<i64> {
        let next = self.beside(place, ahead);
        let length = self.distances.between(place, next);
        let neighbours = self.neighbours;
        for near in &neighbours[place] {
            let saved = length - self.distances.between(place, *near);
            if saved <= 0 {
                break;
            }
            let beyond = self.beside(*near, ahead);
            let gain = saved + self.distances.between(*near, beyond) - self.distances.between(next, beyond);
            if gain > 0 {
                self.reconnect(place, next, *near, beyond);
                return Some(gain);
            }
        }
        None
    }

    /// Or-opt: a piece of up to three places that begins at `place` is carried beside a near one.
    fn carry(&mut self, place: usize, ahead: bool) -> Option<i64> {
        let between = |a, b| self.distances.between(a, b);
        let before = self.beside(place, !ahead);
        let mut last = place;
        for length in 1..=LONGEST_MOVED.min(self.order.len() - 3) {
            if length > 1 {
                last = self.beside(last, ahead);
            }
            let after = self.beside(last, ahead);
            let piece = Piece { before, first: place, last, after };
            let taken = between(before, place) + between(last, after) - between(before, after);
            let neighbours = self.neighbours;
            for near in &neighbours[place] {
                if taken - between(place, *near) <= 0 {
                    break;
                }
                if self.is_within(*near, place, length, ahead) {
                    continue;
                }
                for after_near in [true, false] {
                    let other = self.beside(*near, if after_near { ahead } else { !ahead });
                    // Where it comes from is nowhere to go.
                    if (after_near && *near == before) || (!after_near && *near == after) {
                        continue;
                    }
                    let gain = taken + between(*near, other) - between(place, *near) - between(last, other);
                    if gain > 0 {
                        let (left, right) = if after_near { (*near, other) } else { (other, *near) };
                        self.move_piece(piece, left, right, !after_near);
                        return Some(gain);
                    }
                }
            }
        }
        None
    }

    /// Puts a piece between `left` and `right`, which follow each other in the direction in which the piece
    /// is written; turned where `turned` is said.
    fn move_piece(&mut self, piece: Piece, left: usize, right: usize, turned: bool) {
        let Piece { before, first, last, after } = piece;
        self.reconnect(before, first, left, right);
        if left != after {
            self.reconnect(before, left, after, last);
        }
        if !turned && first != last {
            self.reconnect(left, last, first, right);
        }
    }

    /// Replaces the edges `a – b` and `c – d` by `a – c` and `b – d`; `b` follows `a` as `d` follows `c`.
    fn reconnect(&mut self, a: usize, b: usize, c: usize, d: usize) {
        if self.beside(a, true) == b {
            self.turn(self.position[b], self.position[c]);
        } else {
            self.turn(self.position[c], self.position[b]);
        }
        for place in [a, b, c, d] {
            self.reopen(place);
        }
    }

    fn turn(&mut self, from: usize, to: usize) {
        let count = self.order.len();
        let inside = (to + count - from) % count + 1;
        // To turn what is outside gives the same round trip.
        let (from, to) = if inside * 2 <= count { (from, to) } else { ((to + 1) % count, (from + count - 1) % count) };
        self.turn_positions(from, to);
        self.turned.push((from, to));
    }

    fn turn_positions(&mut self, mut from: usize, mut to: usize) {
        let count = self.order.len();
        for _ in 0..((to + count - from) % count).div_ceil(2) {
            self.order.swap(from, to);
            self.position[self.order[from]] = from;
            self.position[self.order[to]] = to;
            from = if from + 1 == count { 0 } else { from + 1 };
            to = if to == 0 { count - 1 } else { to - 1 };
        }
    }

    fn beside(&self, place: usize, ahead: bool) -> usize {
        let (at, count) = (self.position[place], self.order.len());
        let beside = match (ahead, at) {
            (true, at) if at + 1 == count => 0,
            (true, at) => at + 1,
            (false, 0) => count - 1,
            (false, at) => at - 1,
        };
        self.order[beside]
    }

    /// Whether a place is one of the `length` that begin at `first`.
    fn is_within(&self, place: usize, first: usize, length: usize, ahead: bool) -> bool {
        let count = self.order.len();
        let (at, first) = (self.position[place], self.position[first]);
        let away = if ahead { at + count - first } else { first + count - at };
        away % count < length
    }
}
