//! The world as it was on a day.
//!
//! Collections whose records change on the ground (roads, their stretches, bridges, hamlets, stops,
//! preferred routes, facilities) have the versions that held on the day. Collections of dated facts keep
//! their newest versions, which know best what happened when: who asks filters them by their dates. So
//! do jurisdictions, whose facts are dates.
//!
//! Many stores were loaded once, without a word about since when things are so, and then a first version
//! begins on the day on which it was recorded. Such a version says nothing of its beginning: it counts on
//! earlier days too, unless the year in which the road was built says otherwise.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use chrono::Datelike;
use chrono::NaiveDate;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::Viewer;
use crate::domain::Collection;
use crate::domain::Past;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::collections;
use crate::domain::day_in_china;
use crate::queries::items::counts;
use crate::store::StoreError;
use crate::world::Changes;
use crate::world::Row;
use crate::world::World;

/// The collections that are as they were; all others stay as they are.
const VERSIONED: [&str; 7] =
    ["roads", "road_segments", "bridges", "hamlets", "bus_stops", "access_routes", "facilities"];

/// So many worlds of the past are kept: the year ends that a report asks for.
const KEPT: usize = 4;

/// A world of the past, and how many of its records are taken to have been there before they were
/// recorded.
#[derive(Clone)]
struct PastWorld {
    world: Arc<World>,
    undated: usize,
}

/// The worlds of the past that were asked for last.
#[derive(Default)]
pub(super) struct PastWorlds {
    /// Only one is made at a time; what is kept is found without waiting for it.
    making: tokio::sync::Mutex<()>,
    /// Revision and day; the last asked for comes last.
    kept: Mutex<Vec<(i64, NaiveDate, PastWorld)>>,
}

impl PastWorlds {
    fn find(&self, revision: i64, day: NaiveDate) -> Option<PastWorld> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|known| (known.0, known.1) == (revision, day))?;
        let found = kept.remove(at);
        let world = found.2.clone();
        kept.push(found);
        Some(world)
    }

    fn keep(&self, revision: i64, day: NaiveDate, world: PastWorld) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.0 == revision);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((revision, day, world));
    }
}

impl App {
    /// The world as it was at the end of a day, in the eyes of a viewer; from today on, as it is.
    pub async fn view_on(&self, viewer: Viewer, day: NaiveDate) -> Result<View, Refusal> {
        let view = self.seen_by(viewer.clone());
        if day >= self.clock().today() {
            return Ok(view);
        }
        let past = self.world_on(view.snapshot(), day).await?;
        Ok(view.in_world(past.world, past.undated))
    }

    async fn world_on(&self, world: Arc<World>, day: NaiveDate) -> Result<PastWorld, Refusal> {
        let (worlds, revision) = (self.past_worlds(), world.revision());
        if let Some(known) = worlds.find(revision, day) {
            return Ok(known);
        }
        let _one = worlds.making.lock().await;
        if let Some(known) = worlds.find(revision, day) {
            return Ok(known);
        }
        let away = |why: StoreError| {
            tracing::error!(error = &why as &dyn std::error::Error, "reading the past");
            Refusal::StoreAway
        };
        let mut superseded = Vec::new();
        for name in VERSIONED {
            let collection = collections::named(name).expect("a name of the contract");
            let past = Past { valid_on: Some(day), recorded_by: None };
            let older = self.store().past(collection, past, None).await.map_err(away)?;
            let undated = self.store().undated_after(collection, day).await.map_err(away)?;
            superseded.push((collection, older, undated));
        }
        let making = spawn_blocking(move || past_world(&world, day, superseded));
        let past = making.await.map_err(|_cause| away(StoreError::Stopped { what: "making a world of the past" }))?;
        worlds.keep(revision, day, past.clone());
        Ok(past)
    }
}

/// A collection, the superseded versions that held on the day, and the first versions that say nothing of
/// their beginning.
type Superseded = (&'static Collection, Vec<Record>, Vec<Record>);

fn past_world(world: &World, day: NaiveDate, superseded: Vec<Superseded>) -> PastWorld {
    let mut undated = 0;
    let mut changes = Vec::new();
    for (collection, older, firsts) in superseded {
        let table = world.table(collection);
        let past = Past { valid_on: Some(day), recorded_by: None };
        let standing: HashSet<&str> = table.rows().filter(|row| counts(*row, past)).map(Row::code).collect();
        let stands = |code: &str| standing.contains(code);
        let mut changed: Vec<Record> = older.into_iter().filter(|record| !stands(&record.code)).collect();
        let mut known: HashSet<Box<str>> = changed.iter().map(|record| record.code.clone()).collect();
        for first in firsts {
            if !known.contains(&first.code) && !stands(&first.code) && !is_later(collection, &first, day) {
                undated += 1;
                known.insert(first.code.clone());
                changed.push(first);
            }
        }
        let mut gone = Vec::new();
        for row in table.rows().filter(|row| !stands(row.code()) && !known.contains(row.code())) {
            let (version, valid_from, recorded_at) = row.shard.standing(row.row);
            let says_nothing = version == 1 && valid_from == Some(day_in_china(recorded_at));
            if says_nothing && !is_later(collection, &row.record(), day) {
                undated += 1;
            } else {
                gone.push(row.code().into());
            }
        }
        if !(changed.is_empty() && gone.is_empty()) {
            changes.push(Changes { collection, changed, gone });
        }
    }
    let world = if changes.is_empty() { world.clone() } else { world.edited(changes, world.revision()) };
    PastWorld { world: Arc::new(world), undated }
}

/// Whether a record says itself that it is of a later year.
fn is_later(collection: &Collection, record: &Record, day: NaiveDate) -> bool {
    matches!(record.value(collection, "built_year"), Value::Integer(year) if *year > day.year())
}
