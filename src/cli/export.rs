//! `luzhang export`: writes a collection to a file, whole or not at all.

use std::path::PathBuf;

use anyhow::Context;

use crate::app::Viewer;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::exchange;

/// Write a collection to a file; the ending names the format: .geojson .geojsonl .gpkg .shp .fgb .csv .xlsx .kml .gpx
#[derive(clap::Args)]
pub struct Export {
    collection: String,
    out: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
    /// The CRS of the coordinates, GCJ-02 included; else EPSG:4490 (`GeoJSON`, KML and GPX: always CRS84)
    #[arg(long)]
    crs: Option<String>,
}

impl Export {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let view = self.store.view().await?;
        let collection = view.collection(&self.collection).with_context(|| {
            format!("there is no collection `{}`; there are {}", self.collection, view.collections_listed())
        })?;
        // What is not for everybody is for nobody but who asked for it.
        let is_private = Viewer::nobody().may_see(collection).is_err();
        let target = exchange::Target { path: self.out.clone(), crs: self.crs, is_private };
        let table = view.table(collection)?;
        let mut writer = exchange::create(collection, &target)?;
        // Codes decide the order, so that the same records give the same bytes.
        for row in table.in_code_order(None) {
            writer.write(&row.record())?;
        }
        let left_out = writer.left_out();
        let count = writer.finish()?;
        eprintln!("{}: {count} records written to {}", collection.name, self.out.display());
        if left_out > 0 {
            eprintln!("note: {left_out} records left out, whose geometry such a file cannot hold");
        }
        Ok(Outcome::Done)
    }
}
