//! `luzhang migrate`: makes a store, or brings one up to date.

use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::store::Store;

/// Make a store where there is none, or bring one up to date
#[derive(clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    store: StoreArgs,
}

impl Migrate {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let (_, applied) = Store::migrate(&self.store.location).await?;
        match applied.len() {
            0 => eprintln!("{} is up to date", self.store.location),
            _ => eprintln!("{}: applied {}", self.store.location, applied.join(", ")),
        }
        Ok(Outcome::Done)
    }
}
