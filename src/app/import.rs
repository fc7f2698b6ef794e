//! Bringing a file into a collection: all of it, or nothing.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::app::Clock;
use crate::app::Suspicion;
use crate::app::Viewer;
use crate::app::misread::COMPARED_OF_A_BATCH;
use crate::app::misread::Watch;
use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::collections;
use crate::exchange;
use crate::store::Authorship;
use crate::store::Store;
use crate::store::Tally;
use crate::world::World;
use crate::world::WorldBuilder;

/// What to bring in, and how.
pub struct Import {
    pub into: Destination,
    pub source: exchange::Source,
    pub dry_run: bool,
    /// Leave bad rows out instead of refusing the file.
    pub skip_bad: bool,
}

/// Where a file goes.
#[derive(Clone, Debug)]
pub enum Destination {
    Collection(&'static Collection),
    /// A reference layer of that name: made with the schema of the file, or replaced by it whole.
    Layer(String),
}

impl Destination {
    pub fn name(&self) -> &str {
        match self {
            Self::Collection(collection) => collection.name,
            Self::Layer(name) => name,
        }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Imported {
    /// Rows read, good and bad.
    pub rows: u64,
    pub tally: Tally,
    /// Records of a layer that are no more: the file has none of their code, or the layer was made anew.
    pub gone: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// Whether the file could not be read to its end: then nothing is written, whatever may be left out.
    pub has_stopped: bool,
    /// Whether anything was written.
    pub written: bool,
    pub notes: Vec<String>,
    /// What the file's coordinates seem to be instead of what they are taken for.
    pub suspicion: Option<Suspicion>,
}

/// Rows that are written together; fewer where they have many corners, so that memory does not grow
/// with the file.
const BATCH: usize = 5_000;
const MOST_CORNERS: usize = 1_000_000;

/// Reads a file into a collection in one transaction. `report` is told of every fault with the
/// number of its row; a file with a bad row leaves the store as it was, unless bad rows are to be
/// skipped. So does a file whose coordinates look misread, unless the user has named their CRS.
pub async fn import(
    store: &Store,
    viewer: &Viewer,
    clock: Clock,
    order: &Import,
    report: &mut dyn FnMut(u64, &Fault),
    progress: &dyn Fn(u64),
) -> anyhow::Result<Imported> {
    viewer.may_write()?;
    let (collection, mut reader) = match &order.into {
        Destination::Collection(collection) => (*collection, exchange::read(collection, &order.source)?),
        Destination::Layer(name) => exchange::read_layer(name, &order.source)?,
    };
    let areas = areas(store).await?;
    let why = format!("import {}", order.source.path.display());
    let mut writing = store.begin(Authorship { who: viewer.who.clone(), why, at: clock.now() }).await?;
    let mut replaced = HashSet::new();
    let mut is_complete = true;
    let mut done = Imported::default();
    if collection.is_layer {
        done.gone = writing.lay_out(collection).await?;
        replaced.extend(writing.codes(collection).await?);
    }
    let mut stated = reader.stated().clone();
    stated.derived = collection.derived_field().filter(|at| !stated.fields[*at]);
    let needs_standing = collection.geometry.is_required() && !stated.geometry;
    let mut watch = Watch::new(collection, areas.jurisdictions(), reader.crs().clone());
    let mut more = true;
    while more {
        let mut batch = Vec::with_capacity(BATCH);
        let mut numbers = Vec::with_capacity(BATCH);
        let mut corners = 0;
        while batch.len() < BATCH && corners < MOST_CORNERS {
            let Some(row) = reader.next() else {
                more = false;
                break;
            };
            done.rows += 1;
            corners += row.corners();
            match row.outcome {
                Ok(record) => {
                    numbers.push(row.number);
                    batch.push(record);
                }
                Err(faults) => {
                    done.bad += 1;
                    // What is bad in the file is not gone from it; of a row without a code nobody knows
                    // what it is.
                    for fault in &faults {
                        replaced.remove(fault.code.as_str());
                        is_complete &= !fault.code.is_empty();
                    }
                    for fault in &faults {
                        report(row.number, fault);
                    }
                }
            }
        }
        if needs_standing {
            done.bad += refuse_unplaced(store, collection, &mut batch, &numbers, report).await?;
        }
        if stated.geometry {
            let standing = if collection.is_layer { None } else { Some(store) };
            look(standing, collection, &batch, &numbers, &mut watch).await?;
        }
        derive_jurisdictions(collection, &areas, &mut batch);
        for record in &batch {
            replaced.remove(&record.code);
        }
        // Once the file is refused, the rest is only read for its faults.
        if done.bad == 0 || order.skip_bad {
            done.tally += writing.upsert(collection, &stated, batch).await?;
        }
        progress(done.rows);
    }
    done.notes = reader.notes().to_vec();
    done.suspicion = watch.suspicion(order.source.crs.is_some());
    if done.suspicion.is_none() {
        done.notes.extend(watch.notes());
    }
    done.has_stopped = reader.has_stopped();
    let is_refused = done.suspicion.as_ref().is_some_and(|suspicion| suspicion.is_refused);
    if order.dry_run || is_refused || done.has_stopped || (done.bad > 0 && !order.skip_bad) {
        return Ok(done);
    }
    // A layer is not made of nothing.
    if collection.is_layer && done.bad == done.rows {
        return Ok(done);
    }
    if !is_complete && !replaced.is_empty() {
        done.notes.push(format!(
            "{} records of the layer stay that the file may not have: a bad row has no code",
            replaced.len()
        ));
        replaced.clear();
    }
    let gone: Vec<Box<str>> = replaced.into_iter().collect();
    for codes in gone.chunks(BATCH) {
        done.gone += writing.delete(collection, codes.to_vec()).await?;
    }
    writing.commit().await?;
    done.written = true;
    Ok(done)
}

/// The jurisdictions of the store, to place what comes without one.
async fn areas(store: &Store) -> anyhow::Result<World> {
    let jurisdictions = collections::named("jurisdictions").into_iter().collect::<Vec<_>>();
    let mut builder = WorldBuilder::default();
    let revision = store.read(&jurisdictions, &mut |collection, batch| builder.push(collection, batch)).await?;
    Ok(builder.finish(revision, &[]))
}

/// Shows the rows of a batch to the watch, and some of them beside the records that stand.
async fn look(
    store: Option<&Store>,
    collection: &'static Collection,
    batch: &[Record],
    numbers: &[u64],
    watch: &mut Watch<'_>,
) -> anyhow::Result<()> {
    for (record, row) in batch.iter().zip(numbers) {
        watch.look(*row, record);
    }
    let Some(store) = store.filter(|_| watch.wants_standing()) else { return Ok(()) };
    // Spread over the batch: neighbours in a file are often neighbours on the ground.
    let some = || batch.iter().step_by(batch.len().div_ceil(COMPARED_OF_A_BATCH).max(1));
    let codes = some().map(|record| record.code.clone()).collect();
    let standing = store.records(collection, codes).await?;
    let standing: HashMap<&str, &Record> = standing.iter().map(|record| (&*record.code, record)).collect();
    for record in some() {
        if let Some(standing) = standing.get(&*record.code) {
            watch.compare(standing, record);
        }
    }
    Ok(())
}

fn derive_jurisdictions(collection: &Collection, areas: &World, batch: &mut [Record]) {
    let Some(at) = collection.derived_field() else { return };
    for record in batch {
        if record.values[at].is_null()
            && let Some(code) = record.geometry.as_ref().and_then(|shape| areas.jurisdictions().finest_of(shape))
        {
            record.values[at] = Value::Text(code);
        }
    }
}

/// A file without geometry may amend records that stand, but not make new ones of a kind that has
/// a place.
async fn refuse_unplaced(
    store: &Store,
    collection: &'static Collection,
    batch: &mut Vec<Record>,
    numbers: &[u64],
    report: &mut dyn FnMut(u64, &Fault),
) -> anyhow::Result<u64> {
    let codes = batch.iter().map(|record| record.code.clone()).collect();
    let standing: HashSet<Box<str>> =
        store.records(collection, codes).await?.into_iter().map(|record| record.code).collect();
    let mut refused = 0;
    for (record, number) in batch.iter().zip(numbers) {
        if !standing.contains(&record.code) {
            refused += 1;
            report(
                *number,
                &Fault {
                    code: record.code.to_string(),
                    field: "geometry".into(),
                    value: String::new(),
                    problem: "the row has no geometry, and no record of that code stands".into(),
                    remedy: format!("give {}", collection.geometry.words()),
                },
            );
        }
    }
    batch.retain(|record| standing.contains(&record.code));
    Ok(refused)
}
