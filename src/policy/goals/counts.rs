//! Three-valued counting: what passes, what fails, and what nobody can say, in whole metres or things.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::world::Row;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::UnitId;

/// What can be said of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Failing,
    Unknown,
    Passing,
}

impl Verdict {
    pub fn of(is_so: Option<bool>) -> Self {
        match is_so {
            Some(true) => Self::Passing,
            Some(false) => Self::Failing,
            None => Self::Unknown,
        }
    }

    /// Of all: one that fails is enough to fail, and one unknown to leave it open.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    Segment(&'a Segment),
    Record(Row<'a>),
    Unit(UnitId),
}

/// What of a thing lies in one jurisdiction and is judged alike.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// `None` outside all jurisdictions.
    pub unit: Option<UnitId>,
    /// Whole metres, or 1 for a thing; `None` when how much it is, is not known.
    pub amount: Option<u64>,
    pub verdict: Verdict,
    /// Why it fails or is unknown.
    pub why: &'static str,
    /// The parts of a segment's line, as shares of its length; empty for other things.
    pub spans: Cow<'a, [(f64, f64)]>,
}

impl Piece<'_> {
    /// A thing that counts as one.
    pub fn one(unit: Option<UnitId>, verdict: Verdict, why: &'static str) -> Self {
        Self { unit, amount: Some(1), verdict, why, spans: Cow::Borrowed(&[]) }
    }
}

/// Takes what a measure finds, one thing at a time, with all its pieces.
pub trait Sink<'a> {
    fn count(&mut self, part: usize, thing: Thing<'a>, pieces: &[Piece<'a>]);
}

/// How much passes, fails and is unknown in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passing: u64,
    pub failing: u64,
    pub unknown: u64,
    /// Something is unknown of which not even the amount is known: without bound above.
    pub is_open: bool,
    /// Things that fail, in whole or in part, and things that are unknown.
    pub failing_things: u32,
    pub unknown_things: u32,
    /// All things of which anything is said.
    pub things: u32,
}

impl Counts {
    pub fn total(&self) -> u64 {
        self.passing + self.failing + self.unknown
    }

    pub(super) fn take(&mut self, piece: &Piece<'_>) {
        match (piece.verdict, piece.amount) {
            (_, None) => self.is_open = true,
            (Verdict::Passing, Some(amount)) => self.passing += amount,
            (Verdict::Failing, Some(amount)) => self.failing += amount,
            (Verdict::Unknown, Some(amount)) => self.unknown += amount,
        }
    }
}

/// The counts of one part of a goal, wherever something counts.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// By the place of the unit in the tree.
    whole: Vec<Counts>,
    /// Of units below a body, what of them is that body's.
    within: BTreeMap<(UnitId, UnitId), Counts>,
    /// What lies in no jurisdiction.
    pub nowhere: Counts,
}

impl Sums {
    pub fn new(units: usize) -> Self {
        Self { whole: vec![Counts::default(); units], ..Self::default() }
    }

    pub fn of(&self, scope: Scope) -> Counts {
        match scope.within {
            None => self.whole.get(scope.unit.index()).copied().unwrap_or_default(),
            Some(body) => self.within.get(&(scope.unit, body)).copied().unwrap_or_default(),
        }
    }

    /// In one place.
    pub(super) fn one(&mut self, unit: UnitId, within: Option<UnitId>, add: impl FnOnce(&mut Counts)) {
        match within {
            None => add(&mut self.whole[unit.index()]),
            Some(body) => add(self.within.entry((unit, body)).or_default()),
        }
    }

    /// Everywhere where `units` say that it counts: those to whom it is added, and the body.
    pub(super) fn each(&mut self, units: &[UnitId], body: Option<UnitId>, mut add: impl FnMut(&mut Counts)) {
        for unit in units {
            add(&mut self.whole[unit.index()]);
            if let Some(body) = body.filter(|body| body != unit) {
                add(self.within.entry((*unit, body)).or_default());
            }
        }
    }
}
