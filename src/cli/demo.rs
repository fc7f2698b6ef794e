//! `luzhang demo`: an invented county or city, served.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::generate;
use crate::cli::serve;
use crate::store::Location;
use crate::store::Store;
use crate::store::StoreError;

/// Make an invented county or city where there is none yet, and serve it
#[derive(clap::Args)]
pub struct Demo {
    /// How much
    #[arg(long, default_value = "county")]
    scale: Scale,
    /// Where to listen; loopback only
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder of the store
    #[arg(long, default_value = "var")]
    dir: PathBuf,
    #[command(flatten)]
    rules: RulesArgs,
}

/// How much is invented to be shown: a province is for measuring.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Scale {
    /// 鄢陵县: some 150,000 households
    County,
    /// 许昌市: 2,505 villages, some 1.3 million households
    City,
}

const SEED: u64 = 1;

impl Demo {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        std::fs::create_dir_all(&self.dir)
            .with_context(|| format!("making the folder {}: give another --dir", self.dir.display()))?;
        let (name, scale) = match self.scale {
            Scale::County => ("demo-county.gpkg", generate::Scale::County),
            Scale::City => ("demo-city.gpkg", generate::Scale::City),
        };
        let location = Location::GeoPackage(self.dir.join(name));
        let is_filled = match Store::open(&location).await {
            Ok(store) => store.revision().await? > 0,
            Err(StoreError::Missing(_) | StoreError::Old { .. }) => false,
            Err(why) => return Err(why.into()),
        };
        if !is_filled {
            generate::fill(&location, scale, SEED).await?;
        }
        serve::serve(&location, &self.rules, self.listen, |address| eprintln!("{}", welcome(address))).await?;
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
