//! `luzhang leak`: who is in the zone of a leak, by radius of a place or distance of a pipe.

use std::fmt::Write;

use anyhow::Context;
use serde_json::json;

use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::geom::LonLat;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::queries::households::Hit;
use crate::queries::households::Totals;

/// Who lives in the zone of a leak
#[derive(clap::Args)]
pub struct Leak {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(long, value_enum)]
    hazard: Hazard,
    /// The place, in degrees: longitude first
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        required_unless_present = "pipe",
        conflicts_with = "pipe"
    )]
    at: Option<String>,
    /// The pipe, by its code
    #[arg(long)]
    pipe: Option<String>,
    /// Metres: geodesic from a place, planar from a pipe; above 0, up to 50000
    #[arg(long, allow_hyphen_values = true)]
    radius_m: f64,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// What leaks.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Hazard {
    Gas,
    Heat,
}

impl Leak {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let at = self.at.as_deref().map(place).transpose()?;
        let view = self.store.view().await?;
        let utility = match self.hazard {
            Hazard::Gas => Utility::Gas,
            Hazard::Heat => Utility::Heat,
        };
        let zone = match (at, &self.pipe) {
            (Some(at), _) => Zone::around(at, self.radius_m)?,
            (None, Some(pipe)) => view.near_pipe(utility, pipe, self.radius_m)?,
            (None, None) => anyhow::bail!("give --at LON,LAT or --pipe CODE"),
        };
        let found = view.households_within(&zone)?;
        let hits = found.nearest_first(&zone);
        say(&match self.format {
            Format::Json => as_json(utility, &found.totals(), &hits),
            Format::Table => as_table(&found.totals(), &hits),
        })?;
        Ok(Outcome::Done)
    }
}

fn as_json(utility: Utility, totals: &Totals, hits: &[Hit<'_>]) -> String {
    let household = |hit: &Hit<'_>| {
        json!({"code": hit.row.code(), "address": hit.row.text("address"),
            "persons": hit.row.value("persons").as_integer(), "distance_m": (hit.distance_m * 1000.0).round() / 1000.0})
    };
    let answer = json!({
        "hazard": utility.as_str(), "count": totals.count, "persons": totals.persons,
        "persons_unknown": totals.persons_unknown,
        "vulnerable": {"elderly": totals.elderly, "children": totals.children, "disabled": totals.disabled,
            "pregnant": totals.pregnant, "patients": totals.patients},
        "vulnerable_unknown": totals.vulnerable_unknown,
        "households": hits.iter().map(household).collect::<Vec<_>>(),
    });
    format!("{answer}\n")
}

fn as_table(totals: &Totals, hits: &[Hit<'_>]) -> String {
    let mut text = format!(
        "households {}\npersons    {} (not recorded for {} households)\nelderly {}, children {}, disabled {}, pregnant {}, patients {}\n",
        totals.count,
        totals.persons,
        totals.persons_unknown,
        totals.elderly,
        totals.children,
        totals.disabled,
        totals.pregnant,
        totals.patients
    );
    for hit in hits {
        let address = hit.row.text("address").unwrap_or_default();
        let _ = writeln!(text, "{:>9.1} m  {}  {address}", hit.distance_m, hit.row.code());
    }
    text
}

fn place(text: &str) -> anyhow::Result<LonLat> {
    let (lon, lat) =
        text.split_once(',').with_context(|| format!("--at `{text}` is not LON,LAT; write degrees as 114.17,34.11"))?;
    let number = |part: &str| {
        part.trim()
            .parse::<f64>()
            .with_context(|| format!("--at `{text}`: `{part}` is not a number; write degrees as 114.17,34.11"))
    };
    LonLat::new(number(lon)?, number(lat)?).with_context(|| format!("--at `{text}`"))
}
