//! Filling an empty store with an invented county, city or province.

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::app::Clock;
use crate::app::Viewer;
use crate::domain::Stated;
use crate::generate;
use crate::generate::Batch;
use crate::generate::Part;
use crate::generate::Scale;
use crate::store::Authorship;
use crate::store::Store;
use crate::store::Tally;

/// What filling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The parts that an earlier run had left.
    pub stood: usize,
    /// What this run wrote.
    pub tally: Tally,
}

/// Writes the invented data. A county or a city is one transaction: a store holds all of it or none.
/// A province is too much for one and has a transaction for each of its parts; where it was stopped,
/// the same scale and seed go on. Refuses a store that holds anything else, so that invented and real
/// records never mix.
pub async fn fill_with_invented(
    store: &Store,
    viewer: &Viewer,
    clock: Clock,
    scale: Scale,
    seed: u64,
    progress: &dyn Fn(u64),
) -> anyhow::Result<Filled> {
    viewer.may_write()?;
    let order = Order { of: scale.parts(), seed, who: viewer.who.clone(), clock };
    fill(store, &order, move |stood| generate::parts(scale, seed).skip(stood), progress).await
}

/// What is to be written, in words that a later run knows again.
struct Order {
    of: usize,
    seed: u64,
    who: String,
    clock: Clock,
}

impl Order {
    /// The reason that is kept with the revision of a part; the first is 1.
    fn why(&self, part: usize) -> String {
        let seed = self.seed;
        if self.of == 1 {
            format!("generate, seed {seed}")
        } else {
            format!("generate, seed {seed}, part {part} of {}", self.of)
        }
    }

    /// How many parts stand in the store, if that is all that does: each is one revision.
    async fn stood(&self, store: &Store) -> anyhow::Result<usize> {
        let revision = store.revision().await?;
        let parts = usize::try_from(revision).unwrap_or(usize::MAX);
        if parts == 0 {
            return Ok(0);
        }
        let why = store.why(revision).await?;
        anyhow::ensure!(
            parts < self.of && why == self.why(parts),
            "the store holds records already ({why}); invented data goes into an empty store: give another --store"
        );
        Ok(parts)
    }
}

/// Batches on their way from the thread that invents them.
const AHEAD: usize = 4;

async fn fill<P: Iterator<Item = Part>>(
    store: &Store,
    order: &Order,
    parts_after: impl FnOnce(usize) -> P + Send + 'static,
    progress: &dyn Fn(u64),
) -> anyhow::Result<Filled> {
    let stood = order.stood(store).await?;
    let (sender, mut receiver) = mpsc::channel::<Option<Batch>>(AHEAD);
    // Inventing and writing go on side by side. A receiver that is gone wants no more.
    let inventing = spawn_blocking(move || {
        for part in parts_after(stood) {
            for batch in part {
                if sender.blocking_send(Some(batch)).is_err() {
                    return;
                }
            }
            if sender.blocking_send(None).is_err() {
                return;
            }
        }
    });
    let mut filled = Filled { stood, tally: Tally::default() };
    for part in stood + 1..=order.of {
        let by = Authorship { who: order.who.clone(), why: order.why(part), at: order.clock.now() };
        let mut writing = store.begin(by).await?;
        // Asked while no other may write: two runs at once must not mix either.
        anyhow::ensure!(
            usize::try_from(writing.revision()) == Ok(part),
            "the store holds records already; invented data goes into an empty store: give another --store"
        );
        loop {
            // `None` ends a part. A channel that ends before it is that of a thread that was lost.
            match receiver.recv().await {
                Some(Some(batch)) => {
                    let stated = Stated::all(batch.collection);
                    filled.tally += writing.upsert(batch.collection, &stated, batch.records).await?;
                    progress(filled.tally.inserted + filled.tally.updated);
                }
                Some(None) => break,
                None => anyhow::bail!("inventing stopped before its end"),
            }
        }
        writing.commit().await?;
    }
    drop(receiver);
    inventing.await?;
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;
    use crate::domain::collections;
    use crate::store::Location;
    use geo_types::Point;

    const PARTS: usize = 4;

    fn batch(part: usize, nth: usize) -> Batch {
        let collection = collections::named("bridges").unwrap();
        let mut record = Record::new(collection, format!("B{part}-{nth}"), "hand-drawn");
        record.geometry = Some(Point::new(114.0, 34.0).into());
        Batch { collection, records: vec![record] }
    }

    /// Two batches in each part; inventing is lost before a batch of the one named.
    fn parts(lost_in: Option<usize>) -> impl Iterator<Item = Part> + Send {
        let invent = move |part, nth| {
            assert!(nth == 0 || lost_in != Some(part), "a thread is lost, as this test wants it");
            batch(part, nth)
        };
        (1..=PARTS).map(move |part| Box::new((0..2).map(move |nth| invent(part, nth))) as Part)
    }

    async fn run(store: &Store, seed: u64, lost_in: Option<usize>) -> anyhow::Result<Filled> {
        let clock = Clock::Fixed("2026-01-01T00:00:00Z".parse().unwrap());
        let order = Order { of: PARTS, seed, who: "tester".into(), clock };
        fill(store, &order, move |stood| parts(lost_in).skip(stood), &|_| {}).await
    }

    #[tokio::test]
    async fn what_was_stopped_goes_on_and_nothing_is_half_or_twice() {
        let folder = tempfile::tempdir().unwrap();
        let location: Location = folder.path().join("store.gpkg").to_str().unwrap().parse().unwrap();
        let (store, _) = Store::migrate(&location).await.unwrap();

        let stopped = run(&store, 1, Some(3)).await.unwrap_err().to_string();
        assert!(stopped.contains("stopped"), "{stopped}");
        assert_eq!((store.revision().await.unwrap(), count(&store).await), (2, 4));

        let other_seed = run(&store, 2, None).await.unwrap_err().to_string();
        assert!(other_seed.contains("seed 1, part 2 of 4") && other_seed.contains("empty store"), "{other_seed}");
        assert_eq!(count(&store).await, 4);

        let filled = run(&store, 1, None).await.unwrap();
        assert_eq!((filled.stood, filled.tally.inserted), (2, 4));
        assert_eq!((store.revision().await.unwrap(), count(&store).await), (4, 8));

        let again = run(&store, 1, None).await.unwrap_err().to_string();
        assert!(again.contains("empty store"), "{again}");
    }

    async fn count(store: &Store) -> usize {
        let mut count = 0;
        store.read(collections::ALL, &mut |_, records| count += records.len()).await.unwrap();
        count
    }
}
