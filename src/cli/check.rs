//! `luzhang check`: what is wrong with the data that is there.

use serde_json::json;

use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::geom::LonLat;

/// List what is wrong with the data: exit 1 when there is anything
#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

impl Check {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let found = self.store.view().await?.findings()?;
        if self.format == Format::Json {
            let view = |finding: &crate::app::Finding| {
                json!({
                    "rule": finding.rule, "collection": finding.collection, "code": finding.code, "problem": finding.problem,
                    "lon": finding.at.map(LonLat::lon), "lat": finding.at.map(LonLat::lat),
                })
            };
            let findings: Vec<_> = found.iter().map(view).collect();
            let body = json!({ "findings": findings });
            say(format!("{body}\n"))?;
        } else {
            let lines: String = found
                .iter()
                .map(|finding| {
                    format!("{}\t{}\t{}\t{}\n", finding.rule, finding.collection, finding.code, finding.problem)
                })
                .collect();
            say(&lines)?;
            eprintln!("{} findings", found.len());
        }
        Ok(if found.is_empty() { Outcome::Done } else { Outcome::WithFindings })
    }
}
