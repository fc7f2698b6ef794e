//! `luzhang goals`: how far each jurisdiction is from its goals.

use chrono::NaiveDate;

use crate::app::App;
use crate::app::Clock;
use crate::app::Viewer;
use crate::app::rules_in;
use crate::cli::Format;
use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::StoreArgs;
use crate::cli::say;
use crate::world::Level;

/// Goals: value, target, status and what is still to be done, on any day
#[derive(clap::Args)]
pub struct Goals {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    rules: RulesArgs,
    /// The day, as 2025-12-31; today without one. A past day is answered from the history
    #[arg(long)]
    as_of: Option<NaiveDate>,
    /// This jurisdiction alone; with --level, what lies below it there
    #[arg(long)]
    jurisdiction: Option<String>,
    /// city, county, township or village
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// One goal, as A17
    #[arg(long)]
    goal: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn level(text: &str) -> Result<Level, String> {
    Level::read(text).ok_or_else(|| "known are city, county, township, village".to_owned())
}

impl Goals {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let book = rules_in(self.rules.folder.as_deref())?;
        let app = App::start_with(&self.store.location, Clock::System, book).await?;
        let as_of = self.as_of.unwrap_or_else(|| app.clock().today());
        let goals = app.goals_on(Viewer::local_owner(), as_of).await?;
        let rows = goals.rows(self.jurisdiction.as_deref(), self.level, self.goal.as_deref())?;
        match self.format {
            Format::Json => say(&format!("{}\n", goals.rows_json(&rows)))?,
            Format::Table => say(&goals.rows_text(&rows))?,
        }
        Ok(Outcome::Done)
    }
}
