//! Filling an empty store with an invented county, city or province.

use crate::app::Clock;
use crate::app::Viewer;
use crate::domain::Stated;
use crate::generate;
use crate::generate::Scale;
use crate::store::Authorship;
use crate::store::Store;
use crate::store::Tally;

/// Writes the invented data in one transaction: a store holds all of it or none. Refuses a store
/// that holds anything, so that invented and real records never mix.
pub async fn fill_with_invented(
    store: &Store,
    viewer: &Viewer,
    clock: Clock,
    scale: Scale,
    seed: u64,
    progress: &dyn Fn(u64),
) -> anyhow::Result<Tally> {
    viewer.may_write()?;
    let by = Authorship { who: viewer.who.clone(), why: format!("generate, seed {seed}"), at: clock.now() };
    let mut writing = store.begin(by).await?;
    // Asked while no other may write: two runs at once must not mix either.
    anyhow::ensure!(
        writing.revision() == 1,
        "the store holds records already; invented data goes into an empty store: give another --store"
    );
    let mut tally = Tally::default();
    for batch in generate::batches(scale, seed) {
        let stated = Stated::all(batch.collection);
        tally += writing.upsert(batch.collection, &stated, batch.records).await?;
        progress(tally.inserted + tally.updated);
    }
    writing.commit().await?;
    Ok(tally)
}
