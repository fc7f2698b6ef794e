//! Answers that take longer than a thread of the runtime may be held: told beside it, as many at a
//! time as there are cores. More would not be sooner, but each holds its memory while it waits for
//! the others: sixteen who ask for the households of a city would take more than the city does.

use std::sync::Arc;
use std::sync::LazyLock;

use tokio::sync::Semaphore;

use crate::http::problem::Problem;

static AT_A_TIME: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
});

/// What `tell` returns, told when its turn has come. One who has gone away loses the turn.
pub(super) async fn large<T, F>(tell: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Problem> + Send + 'static,
{
    let turn = Arc::clone(&AT_A_TIME).acquire_owned().await.map_err(|_closed| Problem::failure())?;
    let told = tokio::task::spawn_blocking(move || {
        let told = tell();
        drop(turn);
        told
    });
    told.await.unwrap_or_else(|_cause| Err(Problem::failure()))
}
