//! Where assets are kept: a GeoPackage file or PostGIS, behind one interface and one contract
//! suite (`tests/it/store.rs`). All SQL of the product is here.
//!
//! In both stores the current records of a collection are the table of that name, so that any GIS
//! reads them directly. Superseded versions are kept in `luzhang_history`; what changed, in
//! which order, is `luzhang_changes`, the truth that every server follows. All changes of one
//! transaction share a revision; revisions count up without gap.

mod bell;
mod connections;
mod error;
mod facts;
mod gpkg;
mod layers;
mod location;
mod merge;
mod migrations;
mod postgis;

pub use bell::Bell;
pub use connections::Everything;
pub use connections::Store;
pub use connections::Transaction;
pub use connections::WhichLayers;
pub use error::StoreError;
pub use location::Location;
pub use merge::Tally;

use chrono::DateTime;
use chrono::Utc;

use crate::domain::Operation;
use crate::domain::Record;

/// Who writes, why, and when: kept with every revision.
#[derive(Clone, Debug)]
pub struct Authorship {
    pub who: String,
    pub why: String,
    /// From the `app` clock; the store reads none.
    pub at: DateTime<Utc>,
}

/// A version of a record, with what made it.
#[derive(Clone, Debug)]
pub struct Version {
    pub record: Record,
    pub revision: i64,
    pub operation: Operation,
    pub who: String,
    pub why: String,
}

/// How many records travel together: enough to spread the cost of a round trip, few enough to
/// keep memory flat.
const BATCH: usize = 5_000;
