//! The records of a table by a code that they name: hazards of a road, ratings of a bridge.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::domain::Collection;
use crate::world::table::Row;
use crate::world::table::Table;

/// Shard and row of the records by the text of a field, in the order of their codes.
type ByText = HashMap<Box<str>, Vec<(u32, u32)>>;

/// For each field of the collection, made when first asked for.
#[derive(Clone, Debug)]
pub(super) struct Referring {
    by_field: Arc<[OnceLock<ByText>]>,
}

impl Referring {
    pub(super) fn of(collection: &Collection) -> Self {
        Self { by_field: collection.fields.iter().map(|_| OnceLock::new()).collect() }
    }
}

impl Table {
    /// The records whose `field` is `text`, or is not recorded, in the order of their codes. The first
    /// question about a field goes through the whole table, the others do not.
    ///
    /// # Panics
    /// For a field that the collection does not have: give it a constant.
    pub fn referring<'a>(&'a self, field: &str, text: Option<&str>) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let at = self.collection().position(field).expect("a field of the contract");
        let by_text = self.referring.by_field[at].get_or_init(|| self.by_text(at));
        // No code is empty: what is empty is not recorded.
        let found = by_text.get(text.unwrap_or_default()).into_iter().flatten();
        found.map(|(shard, row)| Row { shard: self.shard(*shard as usize), row: *row as usize })
    }

    #[expect(clippy::cast_possible_truncation, reason = "a table has far below 2^32 shards and rows")]
    fn by_text(&self, field: usize) -> ByText {
        let mut found = ByText::new();
        for (nth, shard) in self.shards().enumerate() {
            for row in 0..shard.len() {
                let text = shard.column(field).text(row).unwrap_or_default();
                match found.get_mut(text) {
                    Some(rows) => rows.push((nth as u32, row as u32)),
                    None => drop(found.insert(text.into(), vec![(nth as u32, row as u32)])),
                }
            }
        }
        let code = |(shard, row): (u32, u32)| self.shard(shard as usize).code(row as usize);
        for rows in found.values_mut() {
            rows.sort_by(|a, b| code(*a).cmp(code(*b)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;
    use crate::domain::Value;
    use crate::domain::collections;

    #[test]
    fn records_are_found_by_the_road_that_they_name_or_do_not_name() {
        let hazards = collections::named("hazards").unwrap();
        let at = hazards.position("road_code").unwrap();
        let record = |code: &str, road: Option<&str>| {
            let mut record = Record::new(hazards, code, "hand-drawn");
            record.values[at] = road.map_or(Value::Null, Value::text);
            record
        };
        let table = Table::of(hazards, vec![record("3", Some("Y1")), record("1", Some("Y1")), record("2", None)]);
        let found = |road| table.referring("road_code", road).map(Row::code).collect::<Vec<_>>();
        assert_eq!((found(Some("Y1")), found(None), found(Some("Y2"))), (vec!["1", "3"], vec!["2"], vec![]));
    }
}
