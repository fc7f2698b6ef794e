//! `luzhang dig`: what works in the ground come near, and whom to call first.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::emergency::dig::DigCheck;
use crate::emergency::dig::Works;
use crate::exchange::json::shape_from_geojson;

/// No drawing of works is larger, bytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Which gas and heat facilities works in the ground come near
#[derive(clap::Args)]
pub struct Dig {
    #[command(flatten)]
    store: StoreArgs,
    /// The works: a GeoJSON line or polygon, or a Feature that has one
    #[arg(long, value_name = "FILE")]
    works: PathBuf,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

impl Dig {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let file = self.works.display();
        let size = std::fs::metadata(&self.works).with_context(|| format!("cannot read {file}"))?.len();
        anyhow::ensure!(size <= LARGEST, "{file} has {size} bytes; works fit in 8 MiB: simplify or divide them");
        let text = std::fs::read(&self.works).with_context(|| format!("cannot read {file}"))?;
        let shape = shape_from_geojson(&text).map_err(|why| anyhow::anyhow!("{file} is {why}"))?;
        let works = Works::of(shape).with_context(|| format!("{file} cannot be works"))?;
        let found = self.store.view().await?.dig_check(&works)?;
        say(&match self.format {
            Format::Json => format!("{}\n", found.document()),
            Format::Table => as_table(&found),
        })?;
        Ok(if found.enters_protection() { Outcome::WithFindings } else { Outcome::Done })
    }
}

fn as_table(found: &DigCheck) -> String {
    let mut text = format!("{} {}\n", found.clause, found.verdict.as_str());
    for facility in &found.facilities {
        let class = facility.pressure_class.map_or("?", |class| class.as_str());
        let _ = writeln!(
            text,
            "{:>9.3} m\t{}\t{}\t{}\t{class}\t{}\t{}",
            facility.distance_m,
            facility.within.as_str(),
            facility.collection,
            facility.code,
            facility.kind.as_deref().unwrap_or("?"),
            facility.operator.as_deref().unwrap_or("?"),
        );
    }
    for call in &found.calls {
        let _ = writeln!(text, "call {}\t{}\t{}", call.unit, call.why, call.clause);
    }
    for (_, assumption) in &found.assumptions {
        let _ = writeln!(text, "assumed: {assumption}");
    }
    text
}
