//! In what condition a post's stretches are.

use chrono::NaiveDate;

use crate::queries::chiefs::Area;
use crate::queries::chiefs::Marked;
use crate::queries::chiefs::SegmentStretch;
use crate::queries::chiefs::cut;
use crate::queries::condition::condition_of;
use crate::queries::condition_scale::Grade;
use crate::queries::condition_scale::Index;
use crate::queries::condition_scale::Scale;
use crate::world::World;
use crate::world::apportioned;

/// Whole metres by grade, and the mean of the index by length over what is assessed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SheetCondition {
    /// In the order of [`Grade::ALL`].
    pub metres: [u64; 5],
    /// Whether a part is judged by an index that was derived.
    pub has_derived: bool,
    /// Metres times index.
    weighted: f64,
}

/// What a piece says: grade, index gone by, and its hundredths.
type Judged = (Grade, Index, u32);

impl SheetCondition {
    pub fn assessed_m(&self) -> u64 {
        self.metres.iter().sum()
    }

    /// `None` where nothing is assessed.
    #[expect(clippy::cast_precision_loss, reason = "no network is 2^52 m long")]
    pub fn mean_index(&self) -> Option<f64> {
        let assessed = self.assessed_m();
        (assessed > 0).then(|| self.weighted / assessed as f64)
    }

    fn add(&mut self, (grade, index, hundredths): Judged, metres: u32) {
        self.metres[grade as usize] += u64::from(metres);
        self.has_derived |= index == Index::Derived;
        self.weighted += f64::from(metres) * f64::from(hundredths) / 100.0;
    }
}

/// The grade and the mean index of a row; of the part of it that is assessed.
pub type RowCondition = Option<(Grade, f64)>;

/// The condition of the rows together and of each. Within the area of a general post every metre has the
/// grade that reports for that jurisdiction give it; a part of a segment that a route post holds is shared
/// by largest remainder among the pieces on it.
pub(super) fn condition(
    world: &World,
    rows: &[SegmentStretch<'_>],
    area: Option<&Area>,
    on: NaiveDate,
    scale: &Scale,
) -> (SheetCondition, Vec<RowCondition>) {
    let mut all = SheetCondition::default();
    let mut each = Vec::with_capacity(rows.len());
    let mut before = None;
    for row in rows {
        let marks = marks_of(world, row, on, scale);
        let (from, to) = row.shares();
        let inside = marks.iter().map(|mark| (mark.0.max(from), mark.1.min(to), mark.2));
        let inside: Vec<_> = inside.filter(|(from, to, _)| from < to).collect();
        let long: f64 = inside.iter().map(|(from, to, _)| to - from).sum();
        let weighted: f64 = inside.iter().map(|(from, to, mark)| (to - from) * f64::from(mark.2) / 100.0).sum();
        each.push((long > 0.0).then(|| (scale.grade(weighted / long), weighted / long)));
        match area {
            // A segment may come in several rows, cut at the border, and is counted once.
            Some(_) if before == Some(&row.segment.code) => {}
            Some(area) => {
                for (part, metres) in cut(world, row.segment, &marks, area, Some) {
                    all.add(part.2, metres);
                }
            }
            None => share_out(&mut all, row, &inside),
        }
        before = Some(&row.segment.code);
    }
    (all, each)
}

/// The metres of a row among the pieces on it, and what no piece holds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows have whole metres, below 2^32")]
fn share_out(all: &mut SheetCondition, row: &SegmentStretch<'_>, pieces: &[Marked<Judged>]) {
    let (from, to) = row.shares();
    let mut weights: Vec<f64> = pieces.iter().map(|(from, to, _)| to - from).collect();
    weights.push((to - from - weights.iter().sum::<f64>()).max(0.0));
    let metres = apportioned(row.length_m as u32, &weights);
    for (piece, metres) in pieces.iter().zip(metres) {
        all.add(piece.2, metres);
    }
}

fn marks_of(world: &World, row: &SegmentStretch<'_>, on: NaiveDate, scale: &Scale) -> Vec<Marked<Judged>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index is from 0 to 100")]
    let hundredths = |index: f64| (index * 100.0).round().clamp(0.0, 10_000.0) as u32;
    let pieces = condition_of(world, row.segment, on, scale);
    pieces.iter().map(|piece| (piece.from, piece.to, (piece.grade, piece.index, hundredths(piece.value)))).collect()
}
