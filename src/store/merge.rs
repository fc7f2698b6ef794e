//! What a batch of rows does to the records that stand: the part of writing that does not depend on
//! the store.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::domain::Collection;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Stated;
use crate::domain::day_in_china;
use crate::store::Authorship;
use crate::store::StoreError;

/// What writing did, in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub inserted: u64,
    pub updated: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
    }
}

/// A batch, sorted into what is new and what supersedes a standing version.
pub(crate) struct Merge {
    pub inserts: Vec<Record>,
    /// The version that stood, and the one that takes its place.
    pub updates: Vec<(Record, Record)>,
    pub unchanged: u64,
}

impl Merge {
    pub fn tally(&self) -> Tally {
        Tally { inserted: self.inserts.len() as u64, updated: self.updates.len() as u64, unchanged: self.unchanged }
    }

    /// The entries of the change log, in the order in which they were made.
    pub fn log(&self) -> impl Iterator<Item = (&Record, Operation)> {
        let inserts = self.inserts.iter().map(|record| (record, Operation::Insert));
        inserts.chain(self.updates.iter().map(|(_, record)| (record, Operation::Update)))
    }
}

/// Sorts `rows`. `ended` gives the last version of codes that were deleted, so that a code that
/// comes back goes on counting.
pub(crate) fn merge(
    collection: &'static Collection,
    stated: &Stated,
    rows: Vec<Record>,
    standing: Vec<Record>,
    ended: &HashMap<Box<str>, i32>,
    by: &Authorship,
) -> Result<Merge, StoreError> {
    let mut standing: HashMap<Box<str>, Record> =
        standing.into_iter().map(|record| (record.code.clone(), record)).collect();
    let mut seen = HashSet::with_capacity(rows.len());
    let mut merge = Merge { inserts: Vec::new(), updates: Vec::new(), unchanged: 0 };
    for mut row in rows {
        if !seen.insert(row.code.clone()) {
            return Err(StoreError::Duplicate { collection: collection.name, code: row.code.into() });
        }
        row.recorded_at = by.at;
        let today = Some(day_in_china(by.at));
        match standing.remove(&row.code) {
            None => {
                row.valid_from = row.valid_from.or(today);
                row.version = ended.get(&row.code).copied().unwrap_or(0) + 1;
                merge.inserts.push(row);
            }
            Some(before) => {
                stated.complete(&mut row, &before);
                let stated_from = row.valid_from;
                row.valid_from = stated_from.or(before.valid_from);
                if row.same_facts(&before) {
                    merge.unchanged += 1;
                } else {
                    row.valid_from = stated_from.or(today);
                    row.version = before.version + 1;
                    merge.updates.push((before, row));
                }
            }
        }
    }
    Ok(merge)
}
