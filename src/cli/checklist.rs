//! `luzhang checklist`: duties without a figure, and what is recorded of them.

use std::fmt::Write;

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
use crate::policy::checklist::Checked;

/// Duties that have no figure, with what each county-level body recorded of them: date and evidence
#[derive(clap::Args)]
pub struct Checklist {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    rules: RulesArgs,
    /// A body, or what lies above or below it
    #[arg(long)]
    jurisdiction: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

impl Checklist {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let book = rules_in(self.rules.folder.as_deref())?;
        let app = App::start_with(&self.store.location, Clock::System, book).await?;
        let checked = app.seen_by(Viewer::local_owner()).checklist(self.jurisdiction.as_deref())?;
        let text = match self.format {
            Format::Json => format!("{}\n", json!(checked)),
            Format::Table => listed(&checked),
        };
        say(&text)?;
        Ok(Outcome::Done)
    }
}

fn listed(checked: &Checked) -> String {
    let mut text = String::new();
    for body in &checked.bodies {
        let _ = writeln!(text, "{}\t{}", body.jurisdiction, body.name.as_deref().unwrap_or("?"));
        for one in &body.duties {
            let recorded = if one.recorded { "recorded" } else { "no record" };
            let _ = writeln!(text, "  {}\t{}\t{}\t{recorded}", one.duty.id, one.duty.clause, one.duty.title);
            for record in &one.records {
                let day = record.done_on.map_or_else(|| "?".to_owned(), |day| day.to_string());
                let _ = writeln!(text, "    {}\t{day}\t{}", record.code, record.evidence.as_deref().unwrap_or("?"));
            }
        }
    }
    for record in &checked.unknown {
        let duty = record.duty.as_deref().unwrap_or("?");
        let _ = writeln!(text, "{}: no such duty or no such body: {duty}", record.code);
    }
    text
}
