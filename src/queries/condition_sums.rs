//! Kilometres by grade: per segment, per road and per jurisdiction.

use std::collections::HashMap;
use std::ops::AddAssign;

use chrono::NaiveDate;

use crate::queries::condition::ConditionPiece;
use crate::queries::condition::condition_of;
use crate::queries::condition_scale::Grade;
use crate::queries::condition_scale::Index;
use crate::queries::condition_scale::Scale;
use crate::queries::roads::NoPlace;
use crate::queries::workers::spread;
use crate::world::Road;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::Share;
use crate::world::UnitId;
use crate::world::World;
use crate::world::apportioned;

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

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index is from 0 to 100")]
    fn add_piece(&mut self, piece: Option<&ConditionPiece>, metres: u32) {
        let metres = u64::from(metres);
        let Some(piece) = piece else {
            self.not_assessed_m += metres;
            return;
        };
        self.metres[piece.grade as usize] += metres;
        self.weighted += metres * (piece.value * 100.0).round().clamp(0.0, 10_000.0) as u64;
        match piece.index {
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

/// The whole metres of each piece of a segment, and last of what no piece holds, of each jurisdiction
/// among which the segment is shared, in the order of its shares.
fn metres_by_share(world: &World, segment: &Segment, pieces: &[ConditionPiece]) -> Vec<(Option<UnitId>, Vec<u32>)> {
    let marks: Vec<(f64, f64, usize)> =
        pieces.iter().enumerate().map(|(nth, piece)| (piece.from, piece.to, nth)).collect();
    let of_share = |share: &Share| {
        let mut metres = vec![0; pieces.len() + 1];
        for (nth, part) in share.split(&marks) {
            metres[nth.unwrap_or(pieces.len())] += part;
        }
        (share.unit, metres)
    };
    world.shares(segment).iter().map(of_share).collect()
}

/// The whole metres of each piece of a segment, and last of what no piece holds.
pub fn metres_of_pieces(world: &World, segment: &Segment, pieces: &[ConditionPiece]) -> Vec<u32> {
    let mut metres = vec![0; pieces.len() + 1];
    for (_, part) in metres_by_share(world, segment, pieces) {
        metres.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }
    metres
}

/// A segment's metres by grade, of each jurisdiction among which it is shared, in the order of its shares.
pub fn condition_by_share(
    world: &World,
    segment: &Segment,
    on: NaiveDate,
    scale: &Scale,
) -> Vec<(Option<UnitId>, ConditionSum)> {
    let pieces = condition_of(world, segment, on, scale);
    let summed = |(unit, metres): (Option<UnitId>, Vec<u32>)| {
        let mut sum = ConditionSum::default();
        metres.into_iter().enumerate().for_each(|(nth, metres)| sum.add_piece(pieces.get(nth), metres));
        (unit, sum)
    };
    metres_by_share(world, segment, &pieces).into_iter().map(summed).collect()
}

/// A segment's metres by grade, wherever they lie.
pub fn condition_of_segment(world: &World, segment: &Segment, on: NaiveDate, scale: &Scale) -> ConditionSum {
    let mut sum = ConditionSum::default();
    for (_, part) in condition_by_share(world, segment, on, scale) {
        sum += part;
    }
    sum
}

/// What is known of the condition of one road.
#[derive(Debug)]
pub struct RoadCondition<'a> {
    pub road: &'a Road,
    /// Its segments in the order of their chainage.
    pub segments: Vec<SegmentCondition<'a>>,
    /// Of all of them.
    pub sum: ConditionSum,
}

/// A segment with its pieces, and what no piece holds, in the order of its line.
#[derive(Debug)]
pub struct SegmentCondition<'a> {
    pub segment: &'a Segment,
    pub parts: Vec<ConditionPart<'a>>,
}

/// From and to as shares of the segment's line.
#[derive(Clone, Copy, Debug)]
pub struct ConditionPart<'a> {
    pub from: f64,
    pub to: f64,
    /// Metres; those that are not assessed share the whole metres that are left by their length.
    pub metres: u32,
    /// `None` is not assessed.
    pub piece: Option<ConditionPiece<'a>>,
}

/// The condition of a road on a day.
pub fn condition_of_road<'a>(
    world: &'a World,
    code: &str,
    on: NaiveDate,
    scale: &Scale,
) -> Result<RoadCondition<'a>, NoPlace> {
    let road = world.roads().road(code).ok_or_else(|| NoPlace::Road(code.to_owned()))?;
    let mut sum = ConditionSum::default();
    let of_segment = |segment: &'a Segment| {
        let pieces = condition_of(world, segment, on, scale);
        let metres = metres_of_pieces(world, segment, &pieces);
        metres.iter().enumerate().for_each(|(nth, metres)| sum.add_piece(pieces.get(nth), *metres));
        SegmentCondition { segment, parts: parts(&pieces, &metres) }
    };
    let segments = world.roads().segments_of(code).map(of_segment).collect();
    Ok(RoadCondition { road, segments, sum })
}

fn parts<'a>(pieces: &[ConditionPiece<'a>], metres: &[u32]) -> Vec<ConditionPart<'a>> {
    let mut gaps: Vec<(f64, f64)> = Vec::new();
    let mut reached = 0.0;
    for (from, to) in pieces.iter().map(|piece| (piece.from, piece.to)).chain([(1.0, 1.0)]) {
        if from > reached {
            gaps.push((reached, from));
        }
        reached = to;
    }
    let left = metres.last().copied().unwrap_or(0);
    let shares = apportioned(left, &gaps.iter().map(|(from, to)| to - from).collect::<Vec<_>>());
    let known = pieces.iter().zip(metres);
    let known = known.map(|(piece, metres)| (piece.from, piece.to, *metres, Some(*piece)));
    let gaps = gaps.into_iter().zip(shares).map(|((from, to), metres)| (from, to, metres, None));
    let mut parts: Vec<ConditionPart> =
        known.chain(gaps).map(|(from, to, metres, piece)| ConditionPart { from, to, metres, piece }).collect();
    parts.sort_by(|a, b| a.from.total_cmp(&b.from));
    parts
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
        for portion in &sums {
            sum += portion[leaf.index()];
        }
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
