//! Records as they were. What is superseded or deleted is read from the store; what still stands is
//! taken from the world.

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::domain::Collection;
use crate::domain::Past;
use crate::queries::items;
use crate::queries::items::Page;
use crate::queries::items::Wanted;
use crate::queries::items::counts;
use crate::queries::items::merged;
use crate::world::Row;
use crate::world::Table;

/// The versions of a collection that held in a past and hold no more.
pub struct Older {
    past: Past,
    table: Table,
}

impl App {
    /// Reads what held in the past, of one code or of all.
    pub async fn older(
        &self,
        view: &View,
        collection: &'static Collection,
        past: Past,
        code: Option<&str>,
    ) -> Result<Older, Refusal> {
        let current = view.table(collection)?;
        let mut records = self.store().past(collection, past, code).await.map_err(|why| {
            tracing::error!(error = &why as &dyn std::error::Error, "reading the past");
            Refusal::StoreAway
        })?;
        records.retain(|record| !current.find(&record.code).is_some_and(|row| counts(row, past)));
        Ok(Older { past, table: Table::of(collection, records) })
    }
}

impl View {
    /// A page of the records of a collection as they were.
    pub fn items_of_past<'a>(
        &'a self,
        older: &'a Older,
        wanted: &Wanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<'a>, Refusal> {
        let wanted = Wanted { past: Some(older.past), ..wanted.clone() };
        let standing = self.items(older.table.collection(), &wanted, after, limit)?;
        Ok(merged(standing, items(&older.table, &wanted, after, limit), limit))
    }

    /// A record as it was; `None` when there was none.
    pub fn item_of_past<'a>(&'a self, older: &'a Older, code: &str) -> Result<Option<Row<'a>>, Refusal> {
        let standing = self.table(older.table.collection())?.find(code).filter(|row| counts(*row, older.past));
        Ok(standing.or_else(|| older.table.find(code)))
    }
}
