//! `luzhang goals`: how far each jurisdiction is from its goals.

use chrono::NaiveDate;

use crate::app::App;
use crate::app::Clock;
use crate::app::GoalsAsked;
use crate::app::Viewer;
use crate::app::rules_in;
use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::StoreArgs;
use crate::cli::report::ReportArgs;
use crate::cli::report::ReportFormat;
use crate::reports::page::html_page;
use crate::reports::sheet::csv_table;
use crate::reports::sheet::xlsx;
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
    #[command(flatten)]
    report: ReportArgs,
}

fn level(text: &str) -> Result<Level, String> {
    Level::read(text).ok_or_else(|| "known are city, county, township, village".to_owned())
}

impl Goals {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        self.report.check()?;
        let book = rules_in(self.rules.folder.as_deref())?;
        let app = App::start_with(&self.store.location, Clock::System, book).await?;
        let as_of = self.as_of.unwrap_or_else(|| app.clock().today());
        let goals = app.goals_on(Viewer::local_owner(), as_of).await?;
        let asked = GoalsAsked { jurisdiction: self.jurisdiction, level: self.level, goal: self.goal };
        let rows = || goals.rows(asked.jurisdiction.as_deref(), asked.level, asked.goal.as_deref());
        let told = match self.report.format {
            ReportFormat::Table => goals.rows_text(&rows()?).into_bytes(),
            ReportFormat::Json => format!("{}\n", goals.rows_json(&rows()?)).into_bytes(),
            ReportFormat::Csv => csv_table(&goals.goal_table(&asked)?.0),
            ReportFormat::Xlsx => xlsx(&goals.goal_book(&asked)?)?,
            ReportFormat::Html => {
                let series = app.goal_series(Viewer::local_owner(), &asked, as_of).await?;
                html_page(&goals.goal_page(&asked, &series)?).into_bytes()
            }
        };
        self.report.deliver(&told)?;
        Ok(Outcome::Done)
    }
}
