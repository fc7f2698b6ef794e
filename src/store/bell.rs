//! Waiting for news: a store says when something was written to it, and how is its own affair.

use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use sqlx::postgres::PgListener;
use tokio::time::Instant;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::store::StoreError;
use crate::store::postgis::PostGis;

/// How often the files of a GeoPackage are looked at: it costs two questions to the file system.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long a bell that cannot be heard is left alone.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Rings when a store has news. It may ring for nothing, and while the store is gone it is silent:
/// the change log is what counts, and who waits looks at it now and then all the same.
pub enum Bell {
    Files { paths: [PathBuf; 2], seen: [Option<(SystemTime, u64)>; 2] },
    Channel { store: PostGis, listener: Option<PgListener> },
}

impl Bell {
    pub(crate) fn of_file(path: PathBuf) -> Self {
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        let paths = [path, log.into()];
        let seen = stamps(&paths);
        Self::Files { paths, seen }
    }

    /// Waits for the bell, but no longer than `at_most`. Dropped while it waits, it loses nothing.
    pub async fn wait(&mut self, at_most: Duration) {
        match self {
            Self::Files { paths, seen } => {
                let end = Instant::now() + at_most;
                while Instant::now() < end {
                    let now = stamps(paths);
                    if now != *seen {
                        *seen = now;
                        return;
                    }
                    sleep(LOOK_EVERY).await;
                }
            }
            Self::Channel { store, listener } => {
                // An answer, a fault or the end of the time: in each case the log is looked at next.
                let heard = timeout(at_most, heard(store, listener)).await;
                if let Ok(Err(why)) = heard {
                    tracing::debug!(error = &why as &dyn std::error::Error, "the bell cannot be heard");
                    *listener = None;
                    sleep(at_most.min(AGAIN_AFTER)).await;
                }
            }
        }
    }
}

async fn heard(store: &PostGis, listener: &mut Option<PgListener>) -> Result<(), StoreError> {
    let failed = || crate::store::error::asking("listening for news of the store");
    let Some(ear) = listener else {
        // What was written before the ear was there has rung unheard: the caller looks at once.
        *listener = Some(store.listener().await?);
        return Ok(());
    };
    // `None`: the connection was lost and may come back; meanwhile anything may have rung.
    ear.try_recv().await.map_err(failed())?;
    // Several revisions at once are one piece of news.
    while ear.next_buffered().is_some() {}
    Ok(())
}

fn stamps(paths: &[PathBuf; 2]) -> [Option<(SystemTime, u64)>; 2] {
    [&paths[0], &paths[1]].map(|path| {
        let about = path.metadata().ok()?;
        Some((about.modified().ok()?, about.len()))
    })
}
