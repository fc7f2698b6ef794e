//! `luzhang demo`: an invented county, served.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::generate;
use crate::cli::serve;
use crate::store::Location;
use crate::store::Store;
use crate::store::StoreError;

/// Make an invented county where there is none yet, and serve it
#[derive(clap::Args)]
pub struct Demo {
    /// How much
    #[arg(long, default_value = "county")]
    scale: generate::Scale,
    /// Where to listen; loopback only
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder of the store
    #[arg(long, default_value = "var")]
    dir: PathBuf,
}

const SEED: u64 = 1;

impl Demo {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        std::fs::create_dir_all(&self.dir)
            .with_context(|| format!("making the folder {}: give another --dir", self.dir.display()))?;
        let name = match self.scale {
            generate::Scale::County => "demo-county.gpkg",
        };
        let location = Location::GeoPackage(self.dir.join(name));
        let is_filled = match Store::open(&location).await {
            Ok(store) => store.revision().await? > 0,
            Err(StoreError::Missing(_) | StoreError::Old { .. }) => false,
            Err(why) => return Err(why.into()),
        };
        if !is_filled {
            generate::fill(&location, self.scale, SEED).await?;
        }
        serve::serve(&location, self.listen, |address| eprintln!("{}", welcome(address))).await?;
        Ok(Outcome::Done)
    }
}

/// The address and three things to try.
fn welcome(address: SocketAddr) -> String {
    format!(
        "\nluzhang 路长 is ready: http://{address}/\n\
         All data is invented. 示意数据，均为虚构。\n\n\
         Three things to try:\n\
         1. On the map, choose \"Leak zone 泄漏影响范围\" and click a village: who lives within 300 m?\n\
         2. curl 'http://{address}/api/v1/search?q=X003411024%20K12%2B345'\n\
         3. ogrinfo -ro OAPIF:http://{address}/ogc      (or QGIS: Layer > Add WFS / OGC API - Features layer)\n\n\
         Stop with Ctrl+C."
    )
}
