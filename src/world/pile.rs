//! A table in the making: records come in, shards come out as soon as nothing more is expected.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::Collection;
use crate::domain::Record;
use crate::world::shard::Shard;
use crate::world::table::Grids;
use crate::world::table::Key;
use crate::world::table::Table;
use crate::world::table::key_of;

/// A township of which no record came among so many others is taken as complete. Stores keep the
/// records of a township together, mostly; a record takes ten times the memory of a row.
const QUIET: usize = 20_000;

pub(super) struct Pile {
    collection: &'static Collection,
    open: BTreeMap<Key, Open>,
    /// Of a township that was not complete after all there are several.
    closed: BTreeMap<Key, Vec<Shard>>,
    received: usize,
    swept: usize,
}

struct Open {
    records: Vec<Record>,
    /// How many records the pile had received with the last of these.
    touched: usize,
}

impl Pile {
    pub fn new(collection: &'static Collection) -> Self {
        Self { collection, open: BTreeMap::new(), closed: BTreeMap::new(), received: 0, swept: 0 }
    }

    pub fn push(&mut self, records: Vec<Record>, grids: &mut Grids) {
        for record in records {
            self.received += 1;
            let open = self.open.entry(key_of(self.collection, &record));
            let open = open.or_insert_with(|| Open { records: Vec::new(), touched: 0 });
            open.records.push(record);
            open.touched = self.received;
        }
        if self.received - self.swept >= QUIET {
            self.swept = self.received;
            let received = self.received;
            let quiet: Vec<(Key, Open)> =
                self.open.extract_if(.., |_, open| open.touched + QUIET <= received).collect();
            for (key, open) in quiet {
                let shard = Shard::new(self.collection, grids.on(key.0), open.records);
                self.closed.entry(key).or_default().push(shard);
            }
        }
    }

    pub fn finish(mut self, grids: &mut Grids) -> Table {
        let mut shards: BTreeMap<Key, Arc<Shard>> = BTreeMap::new();
        for (key, mut parts) in self.closed {
            let late = self.open.remove(&key);
            let shard = match (parts.pop(), late) {
                (Some(whole), None) if parts.is_empty() => whole,
                (last, late) => {
                    let records = parts.iter().chain(&last).flat_map(Shard::records);
                    let late = late.into_iter().flat_map(|open| open.records);
                    Shard::new(self.collection, grids.on(key.0), records.chain(late).collect())
                }
            };
            shards.insert(key, Arc::new(shard));
        }
        for (key, open) in self.open {
            let shard = Shard::new(self.collection, grids.on(key.0), open.records);
            shards.insert(key, Arc::new(shard));
        }
        Table::of_shards(self.collection, shards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Value;
    use crate::domain::collections;

    #[test]
    fn a_township_that_was_taken_as_complete_takes_late_records_all_the_same() {
        let funds = collections::named("funds").unwrap();
        let at = funds.position("jurisdiction_code").unwrap();
        let record = |township: usize, nth: usize| {
            let mut record = Record::new(funds, format!("{township}-{nth:06}"), "hand-drawn");
            record.values[at] = Value::text(format!("41102410{township}"));
            record
        };
        let mut grids = Grids::default();
        let mut pile = Pile::new(funds);
        // Township 1, then 2 for long, 1 again, 3 for long, 1 once more.
        for (township, numbers) in [(1, 0..50), (2, 0..45_000), (1, 50..60), (3, 0..45_000), (1, 60..70)] {
            let records: Vec<Record> = numbers.map(|nth| record(township, nth)).collect();
            for batch in records.chunks(5_000) {
                pile.push(batch.to_vec(), &mut grids);
            }
        }
        assert!(pile.closed.values().any(|parts| parts.len() > 1), "it was closed twice");
        let table = pile.finish(&mut grids);
        assert_eq!((table.len(), table.shards().count()), (90_070, 3));
        let codes: Vec<&str> = table.in_code_order(None).map(crate::world::Row::code).collect();
        assert!(codes.len() == 90_070 && codes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!((0..70).all(|nth| table.find(&format!("1-{nth:06}")).is_some()));
    }
}
