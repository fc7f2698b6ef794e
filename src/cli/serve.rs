//! `luzhang serve`: answers over HTTP until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;
use std::time::Instant;

use crate::app::App;
use crate::app::Clock;
use crate::app::rules_in;
use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::StoreArgs;
use crate::http;
use crate::http::Site;
use crate::store::Location;

/// How often the change log is asked for news, should its bell be missed.
const FOLLOW_EVERY: Duration = Duration::from_secs(2);

/// Serve a store: web map at /, OGC API at /ogc, questions at /api/v1
#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    rules: RulesArgs,
    /// Where to listen; loopback only, until there are accounts
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Serve {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        serve(&self.store.location, &self.rules, self.listen, |_| {}).await?;
        Ok(Outcome::Done)
    }
}

/// Reads the rules and binds first, so that what is wrong there is told before the store is read; then
/// loads and serves.
pub async fn serve(
    location: &Location,
    rules: &RulesArgs,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let book = rules_in(rules.folder.as_deref())?;
    let listener = http::bind(listen).await?;
    let address = listener.local_addr()?;
    let started = Instant::now();
    let app = App::start_with(location, Clock::System, book).await?;
    let took_ms = started.elapsed().as_millis();
    tracing::info!(%address, store = %location, world.revision = app.revision(), took_ms, "ready");
    let following = tokio::spawn(app.clone().follow(FOLLOW_EVERY));
    ready(address);
    http::serve(listener, Site::new(app, address)).await?;
    following.abort();
    Ok(())
}
