//! `luzhang leak`: the assessment of a leak, from a report in a file or from what is given here.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::App;
use crate::app::Clock;
use crate::app::Viewer;
use crate::app::rules_in;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::exchange::read_strictly;
use crate::geom::LonLat;

/// Zones, valves to close, who is out of supply, warning, grade and response of a leak
#[derive(clap::Args)]
pub struct Leak {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    rules: RulesArgs,
    #[arg(long, value_enum, required_unless_present = "input")]
    hazard: Option<Hazard>,
    /// The place, in degrees: longitude first; with --pipe it fixes the place on the pipe
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    at: Option<String>,
    /// The pipe, by its code
    #[arg(long)]
    pipe: Option<String>,
    /// The report as JSON, with any field of `POST /api/v1/leaks/assess`; `-` for standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The commander's cordon: geodesic metres around the leak, above 0, up to 50000
    #[arg(long, allow_hyphen_values = true)]
    radius_m: Option<f64>,
    /// Where the wind comes from: degrees from north, clockwise
    #[arg(long, value_name = "DEG", allow_hyphen_values = true)]
    wind_from: Option<f64>,
    /// Metres a second
    #[arg(long, allow_hyphen_values = true)]
    wind_ms: Option<f64>,
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
        let report = self.report()?;
        let book = rules_in(self.rules.folder.as_deref())?;
        let view = App::start_with(&self.store.location, Clock::System, book).await?.seen_by(Viewer::local_owner());
        let assessment = view.assess(&report, self.radius_m)?;
        say(&match self.format {
            Format::Json => format!("{}\n", assessment.as_json()),
            Format::Table => assessment.as_text(),
        })?;
        Ok(Outcome::Done)
    }

    /// The report of the file, and what is given beside it, which takes the place of what the file says.
    fn report(&self) -> anyhow::Result<Map<String, Json>> {
        let mut report = match &self.input {
            Some(path) => read(path)?,
            None => Map::new(),
        };
        let mut set = |field: &str, value: Option<Json>| {
            if let Some(value) = value {
                report.insert(field.to_owned(), value);
            }
        };
        set("hazard", self.hazard.map(|hazard| Json::from(if matches!(hazard, Hazard::Gas) { "gas" } else { "heat" })));
        set("at", self.at.as_deref().map(place).transpose()?);
        set("pipe", self.pipe.as_deref().map(Json::from));
        set("wind_from_deg", self.wind_from.map(number));
        set("wind_ms", self.wind_ms.map(number));
        Ok(report)
    }
}

/// JSON has no NaN and no infinity; as text they are refused by name.
fn number(given: f64) -> Json {
    if given.is_finite() { given.into() } else { given.to_string().into() }
}

fn read(path: &PathBuf) -> anyhow::Result<Map<String, Json>> {
    let shown = path.display();
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("reading the report from standard input")?
    } else {
        std::fs::read_to_string(path).with_context(|| format!("reading the report {shown}"))?
    };
    let json =
        read_strictly(text.as_bytes()).with_context(|| format!("{shown} is not JSON; give a report as one object"))?;
    match json {
        Json::Object(report) => Ok(report),
        _ => anyhow::bail!(
            "{shown} is not a report; give one object, as {{\"hazard\": \"gas\", \"at\": [114.17, 34.11]}}"
        ),
    }
}

fn place(text: &str) -> anyhow::Result<Json> {
    let (lon, lat) =
        text.split_once(',').with_context(|| format!("--at `{text}` is not LON,LAT; write degrees as 114.17,34.11"))?;
    let number = |part: &str| {
        part.trim()
            .parse::<f64>()
            .with_context(|| format!("--at `{text}`: `{part}` is not a number; write degrees as 114.17,34.11"))
    };
    let place = LonLat::new(number(lon)?, number(lat)?).with_context(|| format!("--at `{text}`"))?;
    Ok(json!([place.lon(), place.lat()]))
}
