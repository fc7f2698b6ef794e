//! The rows of answers about chiefs: parts of segments, cut at borders, in whole metres.

use geo_types::LineString;

use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::Share;
use crate::world::UnitId;
use crate::world::World;
use crate::world::apportioned;

/// A part of a segment's line, as shares of its length from 0 to 1, and what is said of it.
pub type Marked<M> = (f64, f64, M);

/// A segment, or the part of it that an answer is about.
#[derive(Debug)]
pub struct SegmentStretch<'a> {
    pub segment: &'a Segment,
    /// `None` when the chainage of the segment is unknown.
    pub stretch: Option<Stretch>,
    /// Whole metres, official mileage where recorded, else geodesic; of a part as
    /// [`crate::world::World::shares`] has it, so that parts always add up to the segment.
    pub length_m: f64,
    /// Codes of the posts concerned, in order.
    pub posts: Vec<&'a str>,
    shares: (f64, f64),
}

impl SegmentStretch<'_> {
    /// The line of the part, in metres of the segment's grid.
    pub fn line(&self) -> LineString<f64> {
        part_of(&self.segment.line, self.shares)
    }

    /// The part of the segment's line, as shares of its length.
    pub fn shares(&self) -> (f64, f64) {
        self.shares
    }
}

/// To what an answer is cut: all there is, or what counts in a jurisdiction.
#[derive(Clone, Debug)]
pub struct Area {
    /// By the place of a jurisdiction in the tree; `None` is everywhere, outside of all of them too.
    holds: Option<Vec<bool>>,
}

impl Area {
    pub fn everywhere() -> Self {
        Self { holds: None }
    }

    /// What is added to a scope: its villages by the tree of those who answer.
    pub fn of(world: &World, scope: Scope) -> Self {
        let tree = world.jurisdictions().tree();
        Self { holds: Some(tree.ids().map(|leaf| tree.counts_in(leaf, scope)).collect()) }
    }

    /// A jurisdiction and all that is added to it; nothing where there is no such jurisdiction.
    pub fn jurisdiction(world: &World, code: &str) -> Self {
        match world.jurisdictions().tree().find(code) {
            Some(unit) => Self::of(world, Scope { unit, within: None }),
            None => Self { holds: Some(Vec::new()) },
        }
    }

    pub fn holds(&self, unit: Option<UnitId>) -> bool {
        let Some(holds) = &self.holds else { return true };
        unit.is_some_and(|unit| holds.get(unit.index()).copied().unwrap_or(false))
    }

    /// What lies in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let holds = match (&self.holds, &other.holds) {
            (None, holds) | (holds, None) => holds.clone(),
            (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b)| *a && *b).collect()),
        };
        Self { holds }
    }
}

/// A hair: what rounding leaves between two parts that meet.
const HAIR: f64 = 1e-7;

/// The parts of a segment that marks hold (they must not overlap), cut to an area: with the metres that
/// [`Share::split`] gives them, those that meet and say the same as one. `keep` says what of a mark is told,
/// and which are left out; how the metres are shared does not depend on it.
pub fn cut<M: Copy + Ord, K: PartialEq>(
    world: &World,
    segment: &Segment,
    marks: &[Marked<M>],
    area: &Area,
    keep: impl Fn(M) -> Option<K>,
) -> Vec<(Marked<K>, u32)> {
    let shares = world.shares(segment).iter().filter(|share| area.holds(share.unit));
    let parts = shares.flat_map(|share| split(share, marks));
    let mut parts: Vec<(Marked<K>, u32)> =
        parts.filter_map(|((from, to, mark), metres)| Some(((from, to, keep(mark)?), metres))).collect();
    parts.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut joined: Vec<(Marked<K>, u32)> = Vec::with_capacity(parts.len());
    for (part, metres) in parts {
        match joined.last_mut() {
            Some((last, sum)) if last.2 == part.2 && part.0 - last.1 <= HAIR => {
                last.1 = last.1.max(part.1);
                *sum += metres;
            }
            _ => joined.push((part, metres)),
        }
    }
    joined
}

/// Each piece of a share that a mark holds, with its part of the mark's metres.
fn split<M: Copy + Ord>(share: &Share, marks: &[Marked<M>]) -> Vec<(Marked<M>, u32)> {
    let mut found = Vec::new();
    for (mark, metres) in share.split(marks) {
        let Some(mark) = mark else { continue };
        let mut pieces: Vec<Marked<M>> = Vec::new();
        for (from, to) in &share.spans {
            let own = marks.iter().filter(|(_, _, said)| *said == mark);
            let shared = own.map(|(begin, end, said)| (from.max(*begin), to.min(*end), *said));
            pieces.extend(shared.filter(|(from, to, _)| from < to));
        }
        let metres = apportioned(metres, &pieces.iter().map(|(from, to, _)| to - from).collect::<Vec<_>>());
        found.extend(pieces.into_iter().zip(metres));
    }
    found
}

/// The rows of the parts of a segment that marks hold; `posts` names those that a mark is about, and is `None`
/// for a mark without a row.
pub(super) fn rows<'a, M: Copy + Ord>(
    world: &World,
    segment: &'a Segment,
    marks: &[Marked<M>],
    area: &Area,
    posts: impl Fn(M) -> Option<Vec<&'a str>>,
) -> Vec<SegmentStretch<'a>> {
    let row = |((from, to, posts), metres): (Marked<Vec<&'a str>>, u32)| SegmentStretch {
        segment,
        stretch: segment.stretch.and_then(|whole| between(whole, (from, to))),
        length_m: f64::from(metres),
        posts,
        shares: (from, to),
    };
    cut(world, segment, marks, area, posts).into_iter().map(row).collect()
}

/// Where a stretch lies on a segment, as shares of its line; `None` where they do not meet.
pub(super) fn share_of(whole: Stretch, part: Stretch) -> Option<(f64, f64)> {
    let part = whole.shared_with(part)?;
    let share = |at: Chainage| (at.metres() - whole.from().metres()) / whole.length_m();
    Some((share(part.from()), share(part.to())))
}

fn between(whole: Stretch, (from, to): (f64, f64)) -> Option<Stretch> {
    let at = |share: f64| Chainage::from_metres(whole.from().metres() + share * whole.length_m());
    Stretch::new(at(from)?, at(to)?)
}

/// The part of a line between two shares of its length.
pub(in crate::queries) fn part_of(line: &LineString<f64>, (from, to): (f64, f64)) -> LineString<f64> {
    let total: f64 = line.lines().map(|piece| (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y)).sum();
    let (from, to) = (from * total, to * total);
    let mut part = Vec::new();
    let mut reached = 0.0;
    for piece in line.lines() {
        let length = (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y);
        let at = |distance: f64| {
            let share = if length > 0.0 { ((distance - reached) / length).clamp(0.0, 1.0) } else { 0.0 };
            piece.start + (piece.end - piece.start) * share
        };
        if reached + length >= from && reached <= to {
            if part.is_empty() {
                part.push(at(from));
            }
            part.push(at(to));
        }
        reached += length;
    }
    part.dedup();
    LineString::new(part)
}
