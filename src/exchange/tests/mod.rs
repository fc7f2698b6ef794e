//! What the room promises, through `read` and `create`.

mod datums;
mod extracts;
mod files;
mod flatgeobufs;
mod monsters;
mod refusals;
mod round_trip;
mod shapefiles;
mod sheets;
mod surveys;
mod workbooks;
mod writing;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::Record;
use crate::domain::collections;
use crate::exchange::*;

/// A folder with one file in it.
struct Place {
    folder: TempDir,
    source: Source,
}

impl Place {
    fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        Self { folder, source: Source { path, ..Source::default() } }
    }

    fn empty(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        Self { folder, source: Source { path, ..Source::default() } }
    }

    fn map(mut self, theirs: &str, ours: &str) -> Self {
        self.source.map.push((theirs.to_owned(), ours.to_owned()));
        self
    }

    fn set(mut self, field: &str, value: &str) -> Self {
        self.source.set.push((field.to_owned(), value.to_owned()));
        self
    }

    fn crs(mut self, crs: &str) -> Self {
        self.source.crs = Some(crs.to_owned());
        self
    }

    fn layer(mut self, layer: &str) -> Self {
        self.source.layer = Some(layer.to_owned());
        self
    }

    fn open(&self, collection: &str) -> Result<Reader, ExchangeError> {
        read(named(collection), &self.source)
    }

    #[track_caller]
    fn rows(&self, collection: &str) -> Vec<Row> {
        self.open(collection).unwrap().collect()
    }

    #[track_caller]
    fn records(&self, collection: &str) -> Vec<Record> {
        let sound = |row: Row| row.outcome.unwrap_or_else(|faults| panic!("row {}: {faults:?}", row.number));
        self.rows(collection).into_iter().map(sound).collect()
    }

    /// Every fault with the row that it stands in.
    #[track_caller]
    fn faults(&self, collection: &str) -> Vec<(u64, Fault)> {
        let faults = |row: Row| {
            let number = row.number;
            row.outcome.err().unwrap_or_default().into_iter().map(move |fault| (number, fault))
        };
        self.rows(collection).into_iter().flat_map(faults).collect()
    }

    #[track_caller]
    fn refused(&self, collection: &str) -> String {
        let why = self.open(collection).err().expect("the file is refused");
        let said = why.to_string();
        assert!(!said.contains('\n'), "one line: {said}");
        said
    }

    fn target(&self, name: &str) -> Target {
        Target { path: self.folder.path().join(name), ..Target::default() }
    }

    fn names(&self) -> Vec<PathBuf> {
        fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

fn named(collection: &str) -> &'static Collection {
    collections::named(collection).unwrap()
}

#[track_caller]
fn says(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
}
