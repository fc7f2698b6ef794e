//! The interface that both stores answer to.

use chrono::NaiveDate;

use crate::domain::Collection;
use crate::domain::Edit;
use crate::domain::Past;
use crate::domain::Record;
use crate::domain::Stated;
use crate::store::Authorship;
use crate::store::Bell;
use crate::store::Location;
use crate::store::StoreError;
use crate::store::Tally;
use crate::store::Version;
use crate::store::gpkg;
use crate::store::postgis;

/// Takes records as they are read, some thousands at a time.
pub type Sink<'a> = &'a mut (dyn FnMut(&'static Collection, Vec<Record>) + Send);

/// Which reference layers to read beside the collections.
#[derive(Clone, Copy)]
pub enum WhichLayers<'a> {
    None,
    /// All but those that the reader has as they are.
    AllBut(&'a [&'static Collection]),
}

impl WhichLayers<'_> {
    pub(crate) fn is_none(self) -> bool {
        matches!(self, Self::None)
    }

    /// Of those that there are.
    pub(crate) fn of(self, layers: &[&'static Collection]) -> Vec<&'static Collection> {
        match self {
            Self::None => Vec::new(),
            Self::AllBut(known) => {
                let is_known = |layer: &Collection| known.iter().any(|known| std::ptr::eq(*known, layer));
                layers.iter().copied().filter(|layer| !is_known(layer)).collect()
            }
        }
    }
}

/// What a reading found beside the records.
pub struct Everything {
    /// Of which all is.
    pub revision: i64,
    /// The reference layers, in the order of their names; empty ones, too.
    pub layers: Vec<&'static Collection>,
}

/// An open store at the current schema.
#[derive(Clone)]
pub enum Store {
    GeoPackage(gpkg::GeoPackage),
    PostGis(postgis::PostGis),
}

impl Store {
    /// Opens a store that is there and up to date; refuses others, saying what to do.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        Ok(match location {
            Location::GeoPackage(path) => Self::GeoPackage(gpkg::GeoPackage::open(path).await?),
            Location::PostGis(url) => Self::PostGis(postgis::PostGis::open(url, &location.to_string()).await?),
        })
    }

    /// Makes the store where there is none and applies the migrations that it lacks, whose names
    /// it returns. Each is applied whole or not at all.
    pub async fn migrate(location: &Location) -> Result<(Self, Vec<String>), StoreError> {
        Ok(match location {
            Location::GeoPackage(path) => {
                let (store, applied) = gpkg::GeoPackage::migrate(path).await?;
                (Self::GeoPackage(store), applied)
            }
            Location::PostGis(url) => {
                let (store, applied) = postgis::PostGis::migrate(url, &location.to_string()).await?;
                (Self::PostGis(store), applied)
            }
        })
    }

    /// The number of the last transaction; 0 for a store to which nothing was written.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        match self {
            Self::GeoPackage(store) => store.revision().await,
            Self::PostGis(store) => store.revision().await,
        }
    }

    /// Why the transaction of this number was written; empty when there was none.
    pub async fn why(&self, revision: i64) -> Result<String, StoreError> {
        match self {
            Self::GeoPackage(store) => store.why(revision).await,
            Self::PostGis(store) => store.why(revision).await,
        }
    }

    /// Every current record of the collections given, as of one revision, which is returned.
    pub async fn read(&self, collections: &[&'static Collection], sink: Sink<'_>) -> Result<i64, StoreError> {
        self.read_of(collections, WhichLayers::None, sink).await.map(|everything| everything.revision)
    }

    /// As [`Store::read`], and every record of every reference layer but of those `known`; all that there
    /// are are named beside.
    pub async fn read_with_layers(
        &self,
        collections: &[&'static Collection],
        known: &[&'static Collection],
        sink: Sink<'_>,
    ) -> Result<Everything, StoreError> {
        self.read_of(collections, WhichLayers::AllBut(known), sink).await
    }

    async fn read_of(
        &self,
        collections: &[&'static Collection],
        which: WhichLayers<'_>,
        sink: Sink<'_>,
    ) -> Result<Everything, StoreError> {
        match self {
            Self::GeoPackage(store) => store.read(collections, which, sink).await,
            Self::PostGis(store) => store.read(collections, which, sink).await,
        }
    }

    /// The current records of these codes, in no particular order. A code without one is left out.
    pub async fn records(
        &self,
        collection: &'static Collection,
        codes: Vec<Box<str>>,
    ) -> Result<Vec<Record>, StoreError> {
        match self {
            Self::GeoPackage(store) => store.records(collection, codes).await,
            Self::PostGis(store) => store.records(collection, codes).await,
        }
    }

    /// The change log after `revision`, oldest first.
    pub async fn edits_since(&self, revision: i64) -> Result<Vec<Edit>, StoreError> {
        match self {
            Self::GeoPackage(store) => store.edits_since(revision).await,
            Self::PostGis(store) => store.edits_since(revision).await,
        }
    }

    /// Rings when something was written to the store, by whichever program.
    pub fn bell(&self) -> Bell {
        match self {
            Self::GeoPackage(store) => Bell::of_file(store.path().to_owned()),
            Self::PostGis(store) => Bell::Channel { store: store.clone(), listener: None },
        }
    }

    /// Every version of a record, oldest first, deletions included.
    pub async fn history(&self, collection: &'static Collection, code: &str) -> Result<Vec<Version>, StoreError> {
        match self {
            Self::GeoPackage(store) => store.history(collection, code).await,
            Self::PostGis(store) => store.history(collection, code).await,
        }
    }

    /// The superseded and deleted versions that held in the past asked for, of one code or of all:
    /// at most one of each code. A record was gone from the day on which its deletion was recorded.
    /// Current versions are not among them; where one counts, it holds instead.
    pub async fn past(
        &self,
        collection: &'static Collection,
        past: Past,
        code: Option<&str>,
    ) -> Result<Vec<Record>, StoreError> {
        match self {
            Self::GeoPackage(store) => store.past(collection, past, code).await,
            Self::PostGis(store) => store.past(collection, past, code).await,
        }
    }

    /// First versions, superseded or deleted since, that begin after `day`, on the day on which they were
    /// recorded: their writer did not say since when they hold.
    pub async fn undated_after(
        &self,
        collection: &'static Collection,
        day: NaiveDate,
    ) -> Result<Vec<Record>, StoreError> {
        match self {
            Self::GeoPackage(store) => store.undated_after(collection, day).await,
            Self::PostGis(store) => store.undated_after(collection, day).await,
        }
    }

    /// Begins to write. Nothing is seen by anyone else until [`Transaction::commit`]; a transaction
    /// that is dropped has done nothing.
    pub async fn begin(&self, by: Authorship) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::GeoPackage(store) => Transaction::GeoPackage(store.begin(by).await?),
            Self::PostGis(store) => Transaction::PostGis(store.begin(by).await?),
        })
    }
}

/// Writing in progress.
pub enum Transaction {
    GeoPackage(gpkg::Writing),
    PostGis(postgis::Writing),
}

impl Transaction {
    /// The revision that a commit will make.
    pub fn revision(&self) -> i64 {
        match self {
            Self::GeoPackage(writing) => writing.revision(),
            Self::PostGis(writing) => writing.revision(),
        }
    }

    /// Inserts, or supersedes by code. What `stated` leaves out keeps the value that stands; a row
    /// that says nothing new makes no version.
    pub async fn upsert(
        &mut self,
        collection: &'static Collection,
        stated: &Stated,
        rows: Vec<Record>,
    ) -> Result<Tally, StoreError> {
        match self {
            Self::GeoPackage(writing) => writing.upsert(collection, stated, rows).await,
            Self::PostGis(writing) => writing.upsert(collection, stated, rows).await,
        }
    }

    /// Deletes by code; the versions stay in the history. Returns how many there were.
    pub async fn delete(&mut self, collection: &'static Collection, codes: Vec<Box<str>>) -> Result<u64, StoreError> {
        match self {
            Self::GeoPackage(writing) => writing.delete(collection, codes).await,
            Self::PostGis(writing) => writing.delete(collection, codes).await,
        }
    }

    /// Makes the table of a reference layer, or makes it anew where it was described otherwise: what
    /// stood goes into the history. Returns how many records did.
    pub async fn lay_out(&mut self, layer: &'static Collection) -> Result<u64, StoreError> {
        match self {
            Self::GeoPackage(writing) => writing.lay_out(layer).await,
            Self::PostGis(writing) => writing.lay_out(layer).await,
        }
    }

    /// The codes of the records that stand, in no particular order.
    pub async fn codes(&mut self, collection: &'static Collection) -> Result<Vec<Box<str>>, StoreError> {
        match self {
            Self::GeoPackage(writing) => writing.codes(collection).await,
            Self::PostGis(writing) => writing.codes(collection).await,
        }
    }

    /// Makes it all visible at once. Returns the revision; a transaction that changed nothing
    /// makes none and returns the one that stands.
    pub async fn commit(self) -> Result<i64, StoreError> {
        match self {
            Self::GeoPackage(writing) => writing.commit().await,
            Self::PostGis(writing) => writing.commit().await,
        }
    }
}
