//! `luzhang export`: writes a collection to a file, whole or not at all.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::domain::collections;
use crate::exchange;

/// Write a collection to a file; the ending names the format: .geojson .geojsonl .gpkg .csv
#[derive(clap::Args)]
pub struct Export {
    collection: String,
    out: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
    /// The CRS of the coordinates, GCJ-02 included; else EPSG:4490 (`GeoJSON`: always CRS84)
    #[arg(long)]
    crs: Option<String>,
}

impl Export {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let collection = collections::named(&self.collection).with_context(|| {
            format!("there is no collection `{}`; there are {}", self.collection, collections::listed())
        })?;
        let target = exchange::Target { path: self.out.clone(), crs: self.crs };
        let view = self.store.view().await?;
        let table = view.table(collection)?;
        let mut writer = exchange::create(collection, &target)?;
        // Codes decide the order, so that the same records give the same bytes.
        for row in table.in_code_order(None) {
            writer.write(&row.record())?;
        }
        let count = writer.finish()?;
        if collection.name == "households" {
            // Where people live is for nobody but who asked for it.
            std::fs::set_permissions(&self.out, std::fs::Permissions::from_mode(0o600))
                .with_context(|| format!("closing {} to others", self.out.display()))?;
        }
        eprintln!("{}: {count} records written to {}", collection.name, self.out.display());
        Ok(Outcome::Done)
    }
}
