//! `luzhang generate`: fills a store with an invented county, city or province.

use std::time::Instant;

use crate::app::Clock;
use crate::app::Filled;
use crate::app::Viewer;
use crate::app::fill_with_invented;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::progress;
use crate::generate;
use crate::store::Location;
use crate::store::Store;

/// Fill an empty store with invented data: same seed, same data
#[derive(clap::Args)]
pub struct Generate {
    #[command(flatten)]
    store: StoreArgs,
    /// How much
    #[arg(long, default_value = "county")]
    scale: Scale,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How much is invented.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Scale {
    /// 鄢陵县: some 150,000 households
    County,
    /// 许昌市: 2,505 villages, some 1.3 million households
    City,
    /// The city 24 times over, some 30 million households: for measuring
    Province,
}

impl Scale {
    fn meaning(self) -> generate::Scale {
        match self {
            Self::County => generate::Scale::County,
            Self::City => generate::Scale::City,
            Self::Province => generate::Scale::Province,
        }
    }
}

impl Generate {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        fill(&self.store.location, self.scale, self.seed).await?;
        Ok(Outcome::Done)
    }
}

/// Makes the store if there is none, and fills it.
pub async fn fill(location: &Location, scale: Scale, seed: u64) -> anyhow::Result<Store> {
    let started = Instant::now();
    let (store, _) = Store::migrate(location).await?;
    let bar = progress::bar("inventing", None);
    let viewer = Viewer::local_owner();
    let progress = |records| bar.set_position(records);
    let Filled { stood, tally } =
        fill_with_invented(&store, &viewer, Clock::System, scale.meaning(), seed, &progress).await?;
    bar.finish_and_clear();
    let versions = tally.inserted + tally.updated;
    let after = if stood == 0 { String::new() } else { format!(" after the {stood} parts that stood") };
    eprintln!(
        "{location}: {} records, {versions} versions, invented in {:.1} s{after}",
        tally.inserted,
        started.elapsed().as_secs_f64()
    );
    Ok(store)
}
