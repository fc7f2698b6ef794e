//! The order in which to visit places: a short tour through all of them.
//!
//! A tour from the nearest neighbour is improved by 2-opt and Or-opt moves over lists of near neighbours
//! (Bentley 1992), then shaken by double bridges between near places and improved again where it was
//! shaken; what did not help is taken back (iterated local search; Martin, Otto and Felten 1991). The
//! dice have a fixed seed and the work is bounded by steps: the same places give the same tour on every
//! machine.

use crate::network::tour_moves::Moves;

/// How far it is from each place to each other, both ways alike, in millimetres.
#[derive(Clone, Debug)]
pub struct Distances {
    count: usize,
    mm: Vec<i64>,
}

/// So many neighbours of a place are tried.
const NEIGHBOURS: usize = 10;
/// How often a tour is shaken: so often, and so often again for each place.
const SHAKES: usize = 10_000;
const SHAKES_EACH: usize = 100;
/// A double bridge exchanges two stretches of at most so many places.
const LONGEST_SHAKEN: usize = 50;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

impl Distances {
    /// # Panics
    /// Unless there is a distance from each place to each.
    pub fn new(count: usize, mm: Vec<i64>) -> Self {
        assert_eq!(mm.len(), count * count, "a distance from each place to each");
        Self { count, mm }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn between(&self, a: usize, b: usize) -> i64 {
        self.mm[a * self.count + b]
    }

    /// How long a walk in this order is; without the way back.
    pub fn along(&self, order: &[usize]) -> i64 {
        order.windows(2).map(|pair| self.between(pair[0], pair[1])).sum()
    }

    /// With a place more that is as near to all others, and held to the first by an edge that no tour
    /// would give up: a tour through it is a walk that begins at the first and may end anywhere.
    fn opened(&self) -> Self {
        let count = self.count + 1;
        let held = -(self.mm.iter().max().copied().unwrap_or(0) + 1) * i64::try_from(count).unwrap_or(i64::MAX);
        let mut mm = Vec::with_capacity(count * count);
        for from in 0..self.count {
            mm.extend((0..self.count).map(|to| self.between(from, to)));
            mm.push(if from == 0 { held } else { 0 });
        }
        mm.extend((0..count).map(|to| if to == 0 { held } else { 0 }));
        Self { count, mm }
    }

    /// Of each place the others that are nearest, the nearest first.
    fn neighbours(&self) -> Vec<Vec<usize>> {
        let near = |from: usize| {
            let mut others: Vec<usize> = (0..self.count).filter(|to| *to != from).collect();
            others.sort_by_key(|to| (self.between(from, *to), *to));
            others.truncate(NEIGHBOURS);
            others
        };
        (0..self.count).map(near).collect()
    }

    /// From the first place always on to the nearest that is left.
    fn nearest_neighbour_tour(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (1..self.count).collect();
        let mut order = vec![0];
        while let Some(last) = order.last().copied().filter(|_| !left.is_empty()) {
            let nearest = left.iter().enumerate().min_by_key(|(_, to)| (self.between(last, **to), **to));
            let Some((nth, _)) = nearest else { break };
            order.push(left.swap_remove(nth));
        }
        order
    }
}

/// A short round trip: all places, the first one first.
pub fn round_trip(distances: &Distances) -> Vec<usize> {
    let mut order = improved(distances, distances.nearest_neighbour_tour());
    let first = order.iter().position(|place| *place == 0).unwrap_or(0);
    order.rotate_left(first);
    // Of the two directions the one that begins with the shorter leg.
    if let (Some(second), Some(last)) = (order.get(1).copied(), order.last().copied())
        && (distances.between(0, last), last) < (distances.between(0, second), second)
    {
        order[1..].reverse();
    }
    order
}

/// A short walk from the first place through all others, which may end anywhere.
pub fn walk(distances: &Distances) -> Vec<usize> {
    let end = distances.count;
    let mut start = distances.nearest_neighbour_tour();
    start.push(end);
    let mut order = improved(&distances.opened(), start);
    let first = order.iter().position(|place| *place == 0).unwrap_or(0);
    order.rotate_left(first);
    if order.get(1) == Some(&end) {
        order[1..].reverse();
    }
    order.retain(|place| *place != end);
    order
}

fn improved(distances: &Distances, start: Vec<usize>) -> Vec<usize> {
    // Three places have one round trip.
    if start.len() < 4 {
        return start;
    }
    let neighbours = distances.neighbours();
    let mut moves = Moves::new(distances, &neighbours, start);
    moves.improve_everywhere();
    let mut dice = SEED;
    let mut roll = |sides: usize| {
        // xorshift64 (Marsaglia 2003).
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        usize::try_from(dice % (sides.max(1) as u64)).unwrap_or(0)
    };
    let count = distances.count();
    let longest = LONGEST_SHAKEN.min((count - 2) / 2);
    for _ in 0..SHAKES + SHAKES_EACH * count {
        let (at, first, second) = (roll(count), 1 + roll(longest), 1 + roll(longest));
        moves.shake(at, first, second);
    }
    moves.into_order()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// TSPLIB (Reinelt 1991), `EUC_2D`: distances are rounded to whole numbers.
    fn euclidean(places: &[(i32, i32)]) -> Distances {
        let mut mm = Vec::new();
        for a in places {
            #[expect(clippy::cast_possible_truncation, reason = "thousands")]
            mm.extend(places.iter().map(|b| f64::from(a.0 - b.0).hypot(f64::from(a.1 - b.1)).round() as i64));
        }
        Distances::new(places.len(), mm)
    }

    fn closed(distances: &Distances, order: &[usize]) -> i64 {
        distances.along(order) + distances.between(order[order.len() - 1], order[0])
    }

    #[track_caller]
    fn visits_all(order: &[usize], count: usize) {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..count).collect::<Vec<_>>());
        assert_eq!(order.first(), Some(&0));
    }

    #[rustfmt::skip]
    const BERLIN52: [(i32, i32); 52] = [
        (565, 575), (25, 185), (345, 750), (945, 685), (845, 655), (880, 660), (25, 230), (525, 1000), (580, 1175),
        (650, 1130), (1605, 620), (1220, 580), (1465, 200), (1530, 5), (845, 680), (725, 370), (145, 665),
        (415, 635), (510, 875), (560, 365), (300, 465), (520, 585), (480, 415), (835, 625), (975, 580), (1215, 245),
        (1320, 315), (1250, 400), (660, 180), (410, 250), (420, 555), (575, 665), (1150, 1160), (700, 580),
        (685, 595), (685, 610), (770, 610), (795, 645), (720, 635), (760, 650), (475, 960), (95, 260), (875, 920),
        (700, 500), (555, 815), (830, 485), (1170, 65), (830, 610), (605, 625), (595, 360), (1340, 725), (1740, 245),
    ];

    #[rustfmt::skip]
    const EIL51: [(i32, i32); 51] = [
        (37, 52), (49, 49), (52, 64), (20, 26), (40, 30), (21, 47), (17, 63), (31, 62), (52, 33), (51, 21), (42, 41),
        (31, 32), (5, 25), (12, 42), (36, 16), (52, 41), (27, 23), (17, 33), (13, 13), (57, 58), (62, 42), (42, 57),
        (16, 57), (8, 52), (7, 38), (27, 68), (30, 48), (43, 67), (58, 48), (58, 27), (37, 69), (38, 46), (46, 10),
        (61, 33), (62, 63), (63, 69), (32, 22), (45, 35), (59, 15), (5, 6), (10, 17), (21, 10), (5, 64), (30, 15),
        (39, 10), (32, 39), (25, 32), (25, 55), (48, 28), (56, 37), (30, 40),
    ];

    #[test]
    fn known_places_are_visited_within_a_percent_of_the_shortest_tour_that_is_known() {
        for (places, shortest) in [(&BERLIN52[..], 7542), (&EIL51[..], 426)] {
            let distances = euclidean(places);
            let order = round_trip(&distances);
            visits_all(&order, places.len());
            let length = closed(&distances, &order);
            assert!(length >= shortest && length * 100 <= shortest * 101, "{length} {shortest}");
            let open = walk(&distances);
            visits_all(&open, places.len());
            assert!(distances.along(&open) < length - distances.between(order[order.len() - 1], 0) + 1);
            assert_eq!(round_trip(&distances), order);
        }
    }

    /// All orders of a few places.
    fn shortest(distances: &Distances, is_closed: bool) -> i64 {
        fn go(distances: &Distances, order: &mut Vec<usize>, is_closed: bool) -> i64 {
            if order.len() == distances.count() {
                let back = if is_closed { distances.between(order[order.len() - 1], order[0]) } else { 0 };
                return distances.along(order) + back;
            }
            let mut best = i64::MAX;
            for next in 1..distances.count() {
                if !order.contains(&next) {
                    order.push(next);
                    best = best.min(go(distances, order, is_closed));
                    order.pop();
                }
            }
            best
        }
        go(distances, &mut vec![0], is_closed)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn few_places_are_visited_by_the_shortest_tour(places in proptest::collection::vec((0..40_i32, 0..40_i32), 1..8)) {
            let distances = euclidean(&places);
            let (tour, open) = (round_trip(&distances), walk(&distances));
            visits_all(&tour, places.len());
            visits_all(&open, places.len());
            prop_assert_eq!(closed(&distances, &tour), shortest(&distances, true));
            prop_assert_eq!(distances.along(&open), shortest(&distances, false));
        }
    }
}
