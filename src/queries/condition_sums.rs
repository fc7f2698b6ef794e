//! Kilometres by grade: per segment, per road and per jurisdiction.

use std::collections::HashMap;
use std::ops::AddAssign;

use chrono::NaiveDate;

use crate::queries::condition::ConditionPiece;
use crate::queries::condition::condition_of;
use crate::queries::condition_scale::Grade;
use crate::queries::condition_scale::Index;
use crate::queries::condition_scale::Scale;
use crate::queries::workers::spread;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::Share;
use crate::world::UnitId;
use crate::world::World;

/// Whole metres by grade. Sums of parts are always the whole: lengths are shared once, in whole metres,
/// and from there on only added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConditionSum {
    /// In the order of [`Grade::ALL`].
    pub metres: [u64; 5],
    pub not_assessed_m: u64,
    /// Of the assessed metres, those judged by PQI because MQI is missing.
    pub by_pqi_m: u64,
    /// And those judged by a PQI that was derived.
    pub derived_m: u64,
    /// Metres times hundredths of an index, so that means of any parts agree.
    weighted: u64,
}

impl ConditionSum {
    pub fn assessed_m(&self) -> u64 {
        self.metres.iter().sum()
    }

    pub fn total_m(&self) -> u64 {
        self.assessed_m() + self.not_assessed_m
    }

    pub fn of_grade(&self, grade: Grade) -> u64 {
        self.metres[grade as usize]
    }

    /// At least medium: what 优良中等路率 counts.
    pub fn medium_or_better_m(&self) -> u64 {
        self.metres[..=Grade::Medium as usize].iter().sum()
    }

    /// By length, of what is assessed; each index taken to a hundredth. `None` where nothing is.
    #[expect(clippy::cast_precision_loss, reason = "a province is below 2^52 hundredths of metres")]
    pub fn mean(&self) -> Option<f64> {
        let assessed = self.assessed_m();
        (assessed > 0).then(|| self.weighted as f64 / 100.0 / assessed as f64)
    }

    fn add_piece(&mut self, mark: Option<Mark>, metres: u32) {
        let metres = u64::from(metres);
        let Some(mark) = mark else {
            self.not_assessed_m += metres;
            return;
        };
        self.metres[mark.grade as usize] += metres;
        self.weighted += metres * u64::from(mark.hundredths);
        match mark.index {
            Index::Mqi => {}
            Index::Pqi => self.by_pqi_m += metres,
            Index::Derived => self.derived_m += metres,
        }
    }
}

impl AddAssign for ConditionSum {
    fn add_assign(&mut self, other: Self) {
        for (mine, others) in self.metres.iter_mut().zip(other.metres) {
            *mine += others;
        }
        self.not_assessed_m += other.not_assessed_m;
        self.by_pqi_m += other.by_pqi_m;
        self.derived_m += other.derived_m;
        self.weighted += other.weighted;
    }
}

/// By what the metres of a share are split.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    grade: Grade,
    index: Index,
    hundredths: u32,
}

/// A segment's metres by grade, of each jurisdiction among which it is shared, in the order of its shares.
pub fn condition_by_share(
    world: &World,
    segment: &Segment,
    on: NaiveDate,
    scale: &Scale,
) -> Vec<(Option<UnitId>, ConditionSum)> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index is from 0 to 100")]
    let hundredths = |index: f64| (index * 100.0).round().clamp(0.0, 10_000.0) as u32;
    let pieces = condition_of(world, segment, on, scale);
    let mark = |piece: &ConditionPiece| {
        let mark = Mark { grade: piece.grade, index: piece.index, hundredths: hundredths(piece.value) };
        (piece.from, piece.to, mark)
    };
    let marks: Vec<(f64, f64, Mark)> = pieces.iter().map(mark).collect();
    let of_share = |share: &Share| {
        let mut sum = ConditionSum::default();
        share.split(&marks).into_iter().for_each(|(mark, metres)| sum.add_piece(mark, metres));
        (share.unit, sum)
    };
    world.shares(segment).iter().map(of_share).collect()
}

/// A segment's metres by grade, wherever they lie.
pub fn condition_of_segment(world: &World, segment: &Segment, on: NaiveDate, scale: &Scale) -> ConditionSum {
    let mut sum = ConditionSum::default();
    condition_by_share(world, segment, on, scale).into_iter().for_each(|(_, part)| sum += part);
    sum
}

/// Metres by grade of the segments that count, for each scope, in the order of `scopes`.
pub fn condition_by_scope(
    world: &World,
    on: NaiveDate,
    scale: &Scale,
    scopes: &[Scope],
    counts: impl Fn(&Segment) -> bool + Sync,
) -> Vec<ConditionSum> {
    let tree = world.jurisdictions().tree();
    let segments: Vec<&Segment> = world.roads().segments().filter(|segment| counts(segment)).collect();
    let portions: Vec<&[&Segment]> = segments.chunks(PORTION).collect();
    let sums = spread(&portions, |portion| {
        let mut sums = vec![ConditionSum::default(); tree.len()];
        for segment in *portion {
            for (unit, sum) in condition_by_share(world, segment, on, scale) {
                if let Some(unit) = unit {
                    sums[unit.index()] += sum;
                }
            }
        }
        sums
    });
    let mut by_scope: HashMap<Scope, ConditionSum> = HashMap::new();
    for leaf in tree.ids() {
        let mut sum = ConditionSum::default();
        sums.iter().for_each(|portion| sum += portion[leaf.index()]);
        if sum == ConditionSum::default() {
            continue;
        }
        for unit in tree.adds_to(leaf) {
            *by_scope.entry(Scope { unit, within: None }).or_default() += sum;
            if let Some(body) = tree.unit(leaf).body {
                *by_scope.entry(Scope { unit, within: Some(body) }).or_default() += sum;
            }
        }
    }
    scopes.iter().map(|scope| by_scope.get(scope).copied().unwrap_or_default()).collect()
}

/// Segments that one thread takes at a time.
const PORTION: usize = 4_096;
