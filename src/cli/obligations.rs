//! `luzhang obligations`: what jurisdictions owe for their roads in a year.

use anyhow::Context;
use anyhow::bail;

use crate::app::AddedAsked;
use crate::app::App;
use crate::app::Clock;
use crate::app::ObligationsAsked;
use crate::app::Viewer;
use crate::app::WhatIfAsked;
use crate::app::rules_in;
use crate::cli::Outcome;
use crate::cli::RulesArgs;
use crate::cli::StoreArgs;
use crate::cli::report::ReportArgs;
use crate::cli::report::ReportFormat;
use crate::domain::FieldKind;
use crate::domain::Value;
use crate::reports::metres_of;
use crate::reports::obligations_json;
use crate::reports::obligations_text;
use crate::reports::page::html_page;
use crate::reports::sheet::csv_table;
use crate::reports::sheet::xlsx;
use crate::world::Level;
use crate::world::RuralClass;

/// What is owed for roads in a year: lengths, the daily floor, who pays which share, planned and spent, works
#[derive(clap::Args)]
pub struct Obligations {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    rules: RulesArgs,
    #[arg(long, value_parser = clap::value_parser!(i32).range(1949..=2200))]
    year: i32,
    /// A jurisdiction; with --level, what lies below it
    #[arg(long)]
    jurisdiction: Option<String>,
    /// village, township, county or city
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// What if: CNY per kilometre and year of a class, as county=12000
    #[arg(long = "rate", value_name = "CLASS=CNY", value_parser = rate)]
    rates: Vec<(RuralClass, u64)>,
    /// What if: every body shares by this regime, as 4:6
    #[arg(long)]
    regime: Option<String>,
    /// What if: a road that is not there yet, as 411081:village:12.5 (jurisdiction, class, kilometres)
    #[arg(long = "add", value_name = "CODE:CLASS:KM", value_parser = added)]
    added: Vec<AddedAsked>,
    #[command(flatten)]
    report: ReportArgs,
}

impl Obligations {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        self.report.check()?;
        let book = rules_in(self.rules.folder.as_deref())?;
        let app = App::start_with(&self.store.location, Clock::System, book).await?;
        let view = app.view_of_year(Viewer::local_owner(), self.year).await?;
        let what_if = WhatIfAsked { rates: self.rates, regime: self.regime, added: self.added };
        let is_what_if = what_if != WhatIfAsked::default();
        if is_what_if && !matches!(self.report.format, ReportFormat::Table | ReportFormat::Json) {
            bail!(
                "what would be owed is no report to hand in: give --format table or json, or leave out --rate, --regime and --add"
            );
        }
        let asked = ObligationsAsked {
            year: self.year,
            jurisdiction: self.jurisdiction,
            level: self.level,
            what_if: is_what_if.then_some(what_if),
        };
        let text = |text: String| format!("{text}\n").into_bytes();
        let told = match self.report.format {
            ReportFormat::Table => text(obligations_text(&view.obligations(&asked)?)),
            ReportFormat::Json => text(obligations_json(&view.obligations(&asked)?, view.revision()).to_string()),
            ReportFormat::Csv => csv_table(&view.obligation_table(&asked)?.0),
            ReportFormat::Xlsx => xlsx(&view.obligation_book(&asked)?)?,
            ReportFormat::Html => html_page(&view.obligation_page(&asked)?).into_bytes(),
        };
        self.report.deliver(&told)?;
        Ok(Outcome::Done)
    }
}

fn level(text: &str) -> anyhow::Result<Level> {
    Level::read(text).with_context(|| "give one of village, township, county, city")
}

fn class(text: &str) -> anyhow::Result<RuralClass> {
    RuralClass::read(text).with_context(|| format!("`{text}` is not one of county, township, village"))
}

fn rate(text: &str) -> anyhow::Result<(RuralClass, u64)> {
    let (word, amount) = text.split_once('=').context("give a class and CNY, as county=12000")?;
    match Value::read(FieldKind::Money, amount) {
        Ok(Value::Money(fen @ 0..=1_000_000_000)) => Ok((class(word)?, fen.unsigned_abs())),
        _ => bail!("`{amount}` is no rate; give CNY from 0 to 10000000"),
    }
}

fn added(text: &str) -> anyhow::Result<AddedAsked> {
    let [code, word, km] = text.split(':').collect::<Vec<_>>()[..] else {
        bail!("give jurisdiction, class and kilometres, as 411081:village:12.5");
    };
    let metres = metres_of(km).filter(|metres| (1..=100_000_000).contains(metres));
    let metres = metres.with_context(|| format!("`{km}` is no length; give kilometres as 12.5"))?;
    Ok(AddedAsked { jurisdiction: code.to_owned(), class: class(word)?, metres })
}
