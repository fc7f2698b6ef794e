//! The current world, and how it follows the store.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use arc_swap::ArcSwap;
use futures_util::FutureExt;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::app::Clock;
use crate::app::View;
use crate::app::Viewer;
use crate::app::goals::Ledgers;
use crate::app::past_world::PastWorlds;
use crate::domain::Collection;
use crate::domain::Edit;
use crate::domain::collections;
use crate::policy::RuleBook;
use crate::store::Location;
use crate::store::Store;
use crate::store::StoreError;
use crate::world::Changes;
use crate::world::Table;
use crate::world::World;
use crate::world::WorldBuilder;

/// A store and the world made of it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    book: Arc<RuleBook>,
    world: ArcSwap<World>,
    /// Only one refresh at a time; readers do not take it.
    refreshing: Mutex<()>,
    /// Only one edit of the incident desk at a time.
    writing: Mutex<()>,
    store_answers: AtomicBool,
    past_worlds: PastWorlds,
    ledgers: Ledgers,
}

/// So many edits at once are read faster by reading everything.
const RELOAD_FROM: usize = 50_000;

/// So long an answer of the store is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

impl App {
    /// Opens the store and loads the world.
    pub async fn start(location: &Location, clock: Clock) -> Result<Self, StoreError> {
        Self::start_with(location, clock, Arc::new(RuleBook::embedded().clone())).await
    }

    /// As [`App::start`], with other rules than those of the program.
    pub async fn start_with(location: &Location, clock: Clock, book: Arc<RuleBook>) -> Result<Self, StoreError> {
        let store = Store::open(location).await?;
        let world = load(&store).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                clock,
                book,
                world: ArcSwap::from_pointee(world),
                refreshing: Mutex::new(()),
                writing: Mutex::new(()),
                store_answers: AtomicBool::new(true),
                past_worlds: PastWorlds::default(),
                ledgers: Ledgers::default(),
            }),
        })
    }

    /// What there is at this moment, in the eyes of a viewer.
    pub fn seen_by(&self, viewer: Viewer) -> View {
        View::new(self.world(), viewer, self.inner.clock.today(), Arc::clone(&self.inner.book))
    }

    /// The snapshot itself, asking nobody: for tests and measurements. `http` and `cli` ask
    /// [`App::seen_by`]; the test `rooms` holds them to it.
    pub fn world(&self) -> Arc<World> {
        self.inner.world.load_full()
    }

    pub fn revision(&self) -> i64 {
        self.inner.world.load().revision()
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    pub fn clock(&self) -> Clock {
        self.inner.clock
    }

    /// Whose turn it is to edit at the incident desk.
    pub(super) fn turn(&self) -> &Mutex<()> {
        &self.inner.writing
    }

    pub(super) fn past_worlds(&self) -> &PastWorlds {
        &self.inner.past_worlds
    }

    pub(super) fn ledgers(&self) -> &Ledgers {
        &self.inner.ledgers
    }

    /// Whether the store answered when it was last asked.
    pub fn store_answers(&self) -> bool {
        self.inner.store_answers.load(Ordering::Relaxed)
    }

    /// Brings the world up to the store; says whether anything was new.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let _one = self.inner.refreshing.lock().await;
        let next = next_world(&self.inner.store, self.world()).await;
        self.inner.store_answers.store(next.is_ok(), Ordering::Relaxed);
        let Some(world) = next? else { return Ok(false) };
        self.inner.world.store(Arc::new(world));
        Ok(true)
    }

    /// Follows the change log for as long as the program runs: when the store's bell rings, and
    /// every so often without it, in case it was missed.
    pub async fn follow(self, at_least_every: Duration) {
        let mut failing = false;
        let mut bell = self.inner.store.bell();
        tokio::spawn(self.clone().warm());
        loop {
            bell.wait(at_least_every).await;
            // Whatever one refresh meets, the next is tried: a server must not fall behind in silence.
            let refreshed = AssertUnwindSafe(self.refresh()).catch_unwind().await;
            let refreshed = refreshed.unwrap_or(Err(StoreError::Stopped { what: "following the store" }));
            self.inner.store_answers.store(refreshed.is_ok(), Ordering::Relaxed);
            match refreshed {
                Ok(changed) => {
                    if failing {
                        tracing::info!("the store answers again");
                    }
                    failing = false;
                    if changed {
                        tokio::spawn(self.clone().warm());
                        tracing::info!(world.revision = self.revision(), "a new world");
                    }
                }
                // Said once; readers go on with the world there is.
                Err(why) if !failing => {
                    failing = true;
                    tracing::error!(error = &why as &dyn std::error::Error, "following the store");
                }
                Err(_) => {}
            }
        }
    }
}

/// Reads everything.
pub(super) async fn load(store: &Store) -> Result<World, StoreError> {
    let mut builder = WorldBuilder::default();
    let read =
        store.read_with_layers(collections::ALL, &[], &mut |collection, batch| builder.push(collection, batch)).await?;
    spawn_blocking(move || builder.finish(read.revision, &read.layers))
        .await
        .map_err(|_cause| StoreError::Stopped { what: "making the world" })
}

/// The world after the edits that `world` lacks; `None` when it lacks none.
async fn next_world(store: &Store, world: Arc<World>) -> Result<Option<World>, StoreError> {
    // A store that neither answers nor refuses, as over a cut cable, must not hold us for ever.
    let asked = tokio::time::timeout(PATIENCE, async {
        // Asked first: of what comes after it the log may tell, of what comes before it must.
        let head = store.revision().await?;
        Ok((head, store.edits_since(world.revision()).await?))
    });
    let stopped = || StoreError::Stopped { what: "asking the store for news: it does not answer, and" };
    let (head, edits) = asked.await.unwrap_or_else(|_elapsed| Err(stopped()))?;
    // A store that has gone back in time was replaced by a copy.
    if head < world.revision() {
        return load(store).await.map(Some);
    }
    // What the log tells that is not for us, as of a layer that we may not read, passes us by.
    let revision = edits.last().map_or(head, |last| last.revision.max(head));
    if revision == world.revision() {
        return Ok(None);
    }
    let (of_layers, edits): (Vec<Edit>, Vec<Edit>) =
        edits.into_iter().partition(|edit| collections::named(edit.collection).is_none());
    let touched: BTreeSet<&str> = of_layers.iter().map(|edit| edit.collection).collect();
    drop(of_layers);
    let redraws = edits.iter().any(|edit| edit.collection == "jurisdictions");
    if redraws || edits.len() >= RELOAD_FROM {
        return load(store).await.map(Some);
    }
    let changes = changes_of(store, edits).await?;
    let untouched = world.layers().map(Table::collection).filter(|layer| !touched.contains(layer.name));
    let untouched: Vec<&'static Collection> = untouched.collect();
    // A layer may have been described anew: one that was touched is read again, whole.
    let mut builder = WorldBuilder::default();
    let mut layers = None;
    if !touched.is_empty() {
        let read = store.read_with_layers(&[], &untouched, &mut |layer, batch| builder.push(layer, batch)).await?;
        layers = Some(read.layers);
    }
    let next = spawn_blocking(move || {
        let world = world.edited(changes, revision);
        match layers {
            Some(layers) => world.with_layers(builder, &layers, &untouched),
            None => world,
        }
    });
    next.await.map(Some).map_err(|_cause| StoreError::Stopped { what: "making the next world" })
}

/// What the edits come to: the records that stand now, and the codes that have none. A record that
/// was edited again meanwhile is read in its newest version, and once more by the next refresh.
async fn changes_of(store: &Store, edits: Vec<Edit>) -> Result<Vec<Changes>, StoreError> {
    let mut codes: BTreeMap<&'static str, BTreeSet<Box<str>>> = BTreeMap::new();
    for edit in edits {
        codes.entry(edit.collection).or_default().insert(edit.code);
    }
    let mut changes = Vec::new();
    for (name, mut codes) in codes {
        let Some(collection) = collections::named(name) else { continue };
        let changed = store.records(collection, codes.iter().cloned().collect()).await?;
        for record in &changed {
            codes.remove(&record.code);
        }
        changes.push(Changes { collection, changed, gone: codes.into_iter().collect() });
    }
    Ok(changes)
}
