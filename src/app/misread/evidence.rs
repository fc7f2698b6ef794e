//! What speaks for and against one misreading of a file, and when it is enough.
//!
//! A shift of half a kilometre is no more than a few careless surveys make in one direction, so
//! that counts alone convince nobody. Those that it puts right must be many more than those that it
//! puts wrong; nearly all rows must come to lie where they belong; they must stand in several
//! places, since one new quarter beyond the border is one fact, however many live there; and an
//! eighth of the shift, some 70 m, must not do for nearly all of them, which is how a border drawn
//! roughly looks. (A third was tried: hamlets in the middle of their villages are out by little when
//! they are out at all.)

use std::collections::HashMap;

use geo_types::Coord;

use crate::domain::Record;
use crate::domain::value::clipped;
use crate::exchange::Misreading;

/// Counts of rows.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Rows that name a jurisdiction, and those of them that lie in it.
    judged: u64,
    right: u64,
    /// Lie in it only when read otherwise; only as they are.
    explained: u64,
    contradicted: u64,
    /// Where the explained ones lie, in squares of some 500 m, up to [`MOST_SQUARES`]; and whether
    /// one of a square needs more than an eighth of the way.
    squares: HashMap<[i64; 2], bool>,
    /// The first explained one.
    first: String,
    /// Rows that name none: in any jurisdiction, or only when read otherwise.
    unnamed: u64,
    unnamed_right: u64,
    unnamed_explained: u64,
    /// Records that stood: compared, left where they were, moved just so far.
    compared: u64,
    unmoved: u64,
    moved: u64,
}

const SQUARES_TO_A_DEGREE: f64 = 200.0;
const ENOUGH_SQUARES: usize = 3;
const MOST_SQUARES: usize = 500;

impl Evidence {
    /// Of a row that lies where it says.
    pub fn named_as_is(&mut self) {
        self.judged += 1;
        self.right += 1;
    }

    /// Of a row that names a jurisdiction.
    #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
    pub fn named(&mut self, taken: Coord<f64>, is_inside: bool, is_mended: bool, by_an_eighth: bool) {
        self.judged += 1;
        self.right += u64::from(is_inside);
        match (is_inside, is_mended) {
            (true, false) => self.contradicted += 1,
            (false, true) => {
                self.explained += 1;
                let square = |number: f64| (number * SQUARES_TO_A_DEGREE).floor() as i64;
                let square = [square(taken.x), square(taken.y)];
                if self.squares.len() < MOST_SQUARES || self.squares.contains_key(&square) {
                    *self.squares.entry(square).or_default() |= !by_an_eighth;
                }
            }
            _ => {}
        }
    }

    /// Of a row that lies where it says only when read otherwise.
    pub fn explained_by(&mut self, row: u64, record: &Record) {
        if self.first.is_empty() {
            self.first = format!("row {row}, {}", clipped(&record.code));
        }
    }

    /// Of a row that names none.
    pub fn unnamed(&mut self, is_inside: bool, is_mended: bool) {
        self.unnamed += 1;
        self.unnamed_right += u64::from(is_inside);
        self.unnamed_explained += u64::from(is_mended);
    }

    /// Of a row whose code stands already.
    pub fn standing(&mut self, is_unmoved: bool, is_explained: bool) {
        self.compared += 1;
        self.unmoved += u64::from(is_unmoved);
        self.moved += u64::from(is_explained);
    }

    pub fn put_right(&self) -> u64 {
        self.explained + self.unnamed_explained + self.moved
    }

    pub fn convinces(&self, misreading: Misreading) -> bool {
        let by_place = match misreading {
            Misreading::SwappedAxes => self.is_swapped(),
            Misreading::Gcj02 | Misreading::Bd09 | Misreading::Unshifted => self.is_shifted(),
        };
        by_place || self.has_moved()
    }

    fn is_shifted(&self) -> bool {
        let right_after = self.right - self.contradicted + self.explained;
        let is_many = self.explained >= 8 || (self.explained >= 3 && self.explained * 5 >= self.judged);
        is_many
            && self.squares.len() >= ENOUGH_SQUARES
            && self.explained >= self.contradicted * 5
            && right_after * 5 >= self.judged * 4
            && self.far_squares() * 5 >= self.squares.len()
    }

    /// Whether some rows look shifted though not all do: those that lie where they do not belong are few,
    /// but the shift puts nearly all of them right.
    pub fn is_partly_shifted(&self) -> bool {
        let wrong = self.judged - self.right;
        !self.is_shifted()
            && self.explained >= 8
            && self.explained * 50 >= self.judged
            && self.explained * 5 >= wrong * 4
            && self.squares.len() >= ENOUGH_SQUARES
            && self.far_squares() * 5 >= self.squares.len()
    }

    /// Squares in which more than an eighth of the shift is needed.
    fn far_squares(&self) -> usize {
        self.squares.values().filter(|is_far| **is_far).count()
    }

    /// Swapping moves a place to another part of the world. That all lie right there is no accident,
    /// were it only one.
    fn is_swapped(&self) -> bool {
        let (judged, explained) = (self.judged + self.unnamed, self.explained + self.unnamed_explained);
        let right = self.right + self.unnamed_right;
        explained > 0 && explained * 10 >= judged * 9 && right * 20 <= explained
    }

    /// To within metres the same shift, in at least half of those that stand. Where the
    /// jurisdictions say otherwise, it is the standing ones that are wrong.
    fn has_moved(&self) -> bool {
        self.moved > 0
            && self.moved * 2 >= self.compared
            && self.moved >= self.unmoved * 5
            && self.contradicted <= self.explained
    }

    pub fn words_of_a_part(&self, misreading: Misreading) -> String {
        let Self { judged, explained, contradicted, first, .. } = self;
        let name = misreading.words();
        format!(
            "{explained} of {judged} places judged lie outside the jurisdiction that their row names, and inside when \
             read as {name}, but {contradicted} only as they are: a part of the file may be {name}; first: {first}"
        )
    }

    /// After "suspected …: ".
    pub fn words(&self, misreading: Misreading) -> String {
        let (judged, explained) = (self.judged + self.unnamed, self.explained + self.unnamed_explained);
        let reading = match misreading {
            Misreading::SwappedAxes => "when the axes are swapped".to_owned(),
            shifted => format!("when read as {}", shifted.words()),
        };
        let mut said = Vec::new();
        if explained > 0 {
            let which = if self.explained > 0 { "the jurisdiction that their row names" } else { "all jurisdictions" };
            said.push(format!("{explained} of {judged} places judged lie outside {which}, and inside {reading}"));
        }
        if self.moved > 0 {
            let (moved, compared) = (self.moved, self.compared);
            said.push(format!("{moved} of {compared} records that stand would stay where they are {reading}"));
        }
        said.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `explained`, `contradicted`, right either way, wrong either way, explained by an eighth.
    fn counted([explained, contradicted, right, wrong, by_an_eighth]: [u64; 5]) -> Evidence {
        let mut evidence = Evidence::default();
        let mut x = 113.0;
        for nth in 0..explained {
            x += 0.01;
            evidence.named(Coord { x, y: 34.0 }, false, true, nth < by_an_eighth);
        }
        (0..contradicted).for_each(|_| evidence.named(Coord::zero(), true, false, false));
        (0..right).for_each(|_| evidence.named(Coord::zero(), true, true, false));
        (0..wrong).for_each(|_| evidence.named(Coord::zero(), false, false, false));
        evidence
    }

    #[track_caller]
    fn check(counts: [u64; 5], is_enough: bool) {
        assert_eq!(counted(counts).convinces(Misreading::Gcj02), is_enough, "{counts:?}");
    }

    #[test]
    fn a_shift_that_puts_places_right_convinces() {
        check([40, 0, 60, 0, 13], true);
        check([3, 0, 5, 0, 1], true);
        check([40, 5, 60, 5, 13], true);
        check([8, 0, 1000, 0, 3], true);
    }

    #[test]
    fn what_may_be_an_accident_does_not() {
        check([0, 40, 60, 0, 0], false);
        check([2, 0, 3, 0, 0], false);
        check([20, 20, 60, 0, 7], false);
        check([3, 0, 1000, 0, 1], false);
        // Most lie elsewhere anyhow: a file of other parts.
        check([40, 0, 0, 60, 13], false);
        // A border drawn roughly.
        check([40, 0, 60, 0, 38], false);
    }

    #[test]
    fn many_rows_at_one_place_are_one_fact() {
        let mut evidence = Evidence::default();
        (0..50).for_each(|_| evidence.named(Coord { x: 114.001, y: 34.001 }, false, true, false));
        assert!(!evidence.convinces(Misreading::Gcj02));
        assert!(evidence.convinces(Misreading::SwappedAxes));
    }

    #[test]
    fn the_jurisdictions_say_which_of_two_records_is_wrong() {
        let mut evidence = Evidence::default();
        (0..9).for_each(|_| evidence.standing(false, true));
        assert!(evidence.convinces(Misreading::Unshifted));
        evidence.named(Coord::zero(), true, false, false);
        assert!(!evidence.convinces(Misreading::Unshifted));
    }
}
