//! To whom a length or an amount is added: villages, townships, county-level bodies, the city.
//!
//! Divisions make a tree by `parent_code`. Money and goals follow `accountable_code` instead: what lies
//! in a village is added to that village, to its township, to the one county-level body that answers for
//! it, and to what lies above that body. Upper levels only add, so that sums always close.

use std::collections::HashMap;

use crate::world::jurisdictions::Jurisdictions;
use crate::world::table::Row;

/// A jurisdiction by its place in the order of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(u32);

impl UnitId {
    /// The place in the order of codes, to index by.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The levels of jurisdictions; a body is at the level of counties whatever the statistics say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Village,
    Township,
    County,
    City,
}

impl Level {
    pub fn read(text: &str) -> Option<Self> {
        Some(match text {
            "village" => Self::Village,
            "township" => Self::Township,
            "county" => Self::County,
            "city" => Self::City,
            _ => return None,
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Township => "township",
            Self::County => "county",
            Self::City => "city",
        }
    }
}

/// One jurisdiction in the tree.
#[derive(Debug)]
pub struct Unit {
    pub code: Box<str>,
    pub name: Option<Box<str>>,
    /// `None` when it is not recorded.
    pub level: Option<Level>,
    /// By the statistics.
    pub parent: Option<UnitId>,
    /// The county-level body that pays and answers; itself, if it is one.
    pub body: Option<UnitId>,
    /// Whether something lies below it, by either tree.
    pub is_leaf: bool,
}

/// What a row of a report is about: a jurisdiction, or the part of it for which a body answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub unit: UnitId,
    /// A township may have villages of two bodies: below a body only its own count.
    pub within: Option<UnitId>,
}

/// All jurisdictions, in the order of their codes.
#[derive(Debug, Default)]
pub struct Tree {
    units: Vec<Unit>,
    by_code: HashMap<Box<str>, UnitId>,
}

impl Tree {
    pub(super) fn new(rows: Vec<Row<'_>>, jurisdictions: &Jurisdictions) -> Self {
        let mut rows = rows;
        rows.sort_by(|a, b| a.code().cmp(b.code()));
        let by_code: HashMap<Box<str>, UnitId> =
            rows.iter().zip(0..).map(|(row, nth)| (row.code().into(), UnitId(nth))).collect();
        let find = |code: &str| by_code.get(code).copied();
        let mut units: Vec<Unit> = rows
            .iter()
            .map(|row| Unit {
                code: row.code().into(),
                name: row.text("name").map(Into::into),
                level: row.text("level").and_then(Level::read),
                parent: row.text("parent_code").and_then(find),
                body: jurisdictions.accountable(row.code()).and_then(find),
                is_leaf: true,
            })
            .collect();
        for nth in 0..units.len() {
            let above = [units[nth].parent, units[nth].body];
            for above in above.into_iter().flatten().filter(|above| above.index() != nth) {
                units[above.index()].is_leaf = false;
            }
        }
        Self { units, by_code }
    }

    pub fn find(&self, code: &str) -> Option<UnitId> {
        self.by_code.get(code).copied()
    }

    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// In the order of their codes.
    pub fn ids(&self) -> impl Iterator<Item = UnitId> + use<> {
        (0..u32::try_from(self.units.len()).expect("there are fewer jurisdictions than 4 billion")).map(UnitId)
    }

    /// Whether it is a county-level body that pays and answers.
    pub fn is_body(&self, id: UnitId) -> bool {
        self.unit(id).body == Some(id)
    }

    /// The unit itself and those above it by the statistics, the finest first.
    pub fn lineage(&self, id: UnitId) -> impl Iterator<Item = UnitId> {
        /// Deeper than any tree of divisions; stops at a circle in the data.
        const DEEPEST: usize = 10;
        std::iter::successors(Some(id), |id| self.unit(*id).parent).take(DEEPEST)
    }

    /// To whom what lies in a unit is added: itself, its township, its body, and what is above that; each
    /// once, the finest first.
    pub fn adds_to(&self, leaf: UnitId) -> Vec<UnitId> {
        let mut found: Vec<UnitId> = Vec::with_capacity(4);
        let body = self.unit(leaf).body;
        let below = |id: &UnitId| *id == leaf || self.unit(*id).level.is_some_and(|level| level < Level::County);
        found.extend(self.lineage(leaf).take_while(below));
        let top = body.or_else(|| self.unit(*found.last()?).parent);
        for id in top.into_iter().flat_map(|top| self.lineage(top)) {
            // 东城区 is a township to the statistics: its county does not answer for it.
            let is_above = Some(id) == body || self.unit(id).level != Some(Level::County) || body.is_none();
            if is_above && !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// Whether what lies in `leaf` counts in a scope.
    pub fn counts_in(&self, leaf: UnitId, scope: Scope) -> bool {
        scope.within.is_none_or(|body| self.unit(leaf).body == Some(body)) && self.adds_to(leaf).contains(&scope.unit)
    }

    /// The rows of a report: a jurisdiction alone; with a level, what of that level lies below it (or, at
    /// the top, everywhere); without either the roots and the bodies.
    pub fn scopes(&self, jurisdiction: Option<UnitId>, level: Option<Level>) -> Vec<Scope> {
        let whole = |unit| Scope { unit, within: None };
        match (jurisdiction, level) {
            (Some(unit), None) => vec![whole(unit)],
            (None, None) => {
                let is_top = |id: &UnitId| self.unit(*id).parent.is_none() || self.is_body(*id);
                self.ids().filter(is_top).map(whole).collect()
            }
            (within, Some(level)) => self.at_level(within, level),
        }
    }

    fn at_level(&self, above: Option<UnitId>, level: Level) -> Vec<Scope> {
        let body = above.filter(|above| self.is_body(*above));
        // Which have something that counts in `above`.
        let mut met = vec![above.is_none(); self.units.len()];
        if let Some(above) = above {
            for id in self.ids().filter(|id| self.adds_to(*id).contains(&above)) {
                for upper in self.adds_to(id) {
                    met[upper.index()] = true;
                }
            }
        }
        let is_at = |id: &UnitId| match level {
            Level::County => self.is_body(*id) || self.unit(*id).level == Some(level),
            _ => self.unit(*id).level == Some(level),
        };
        let is_below = |id: &UnitId| Some(*id) == above || above.is_none() || !self.lies_above(*id, above);
        let found = self.ids().filter(|id| met[id.index()] && is_at(id) && is_below(id));
        found.map(|unit| Scope { unit, within: body.filter(|body| *body != unit) }).collect()
    }

    fn lies_above(&self, id: UnitId, below: Option<UnitId>) -> bool {
        below.is_some_and(|below| below != id && self.adds_to(below).contains(&id))
    }
}
