//! The command line: one file for each subcommand. Answers go to stdout, everything else to stderr.
//!
//! Exit 0: done; 1: done, with findings; 2: could not run, in one line that says what to do.

#![expect(clippy::print_stderr, reason = "this is the command line")]

mod check;
mod checklist;
mod chief;
mod demo;
mod dig;
mod export;
mod generate;
mod goals;
mod import;
mod leak;
mod migrate;
mod obligations;
mod progress;
mod report;
mod serve;
mod told;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use clap::Subcommand;
use clap::error::ErrorKind;

use crate::app::App;
use crate::app::Clock;
use crate::app::View;
use crate::app::Viewer;
use crate::store::Location;
use crate::store::StoreError;

/// Asset server for rural roads, bridges, gas and heating networks and households. 路长
#[derive(Parser)]
#[command(version, about, max_term_width = 110)]
struct Cli {
    /// Say more: the chain of causes of a failure, and what the program does
    #[arg(long, short, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Generate(generate::Generate),
    Import(import::Import),
    Export(export::Export),
    Check(check::Check),
    Leak(leak::Leak),
    Dig(dig::Dig),
    Chief(chief::Chief),
    Obligations(obligations::Obligations),
    Goals(goals::Goals),
    Checklist(checklist::Checklist),
    Migrate(migrate::Migrate),
}

/// Which store.
#[derive(clap::Args)]
struct StoreArgs {
    /// A path that ends in .gpkg, or <postgres://user@host/database>; or set `LUZHANG_STORE`
    #[arg(long = "store", env = "LUZHANG_STORE", hide_env_values = true)]
    location: Location,
}

/// By which rules leaks are judged.
#[derive(clap::Args)]
struct RulesArgs {
    /// A folder of rule files in the place of those of the program; or set `LUZHANG_RULES`
    #[arg(long = "rules", value_name = "DIR", env = "LUZHANG_RULES")]
    folder: Option<PathBuf>,
}

impl StoreArgs {
    /// What is in the store, in the eyes of whoever may run a command on it.
    async fn view(&self) -> anyhow::Result<View> {
        Ok(App::start(&self.location, Clock::System).await?.seen_by(Viewer::local_owner()))
    }

    /// As it was on a day.
    async fn view_dated(&self, on: Option<NaiveDate>) -> anyhow::Result<View> {
        Ok(App::start(&self.location, Clock::System).await?.view_dated(Viewer::local_owner(), on).await?)
    }
}

/// How answers are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

/// What a command came to.
enum Outcome {
    Done,
    WithFindings,
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(why) if !why.use_stderr() => {
            let _ = why.print();
            return ExitCode::SUCCESS;
        }
        Err(why) if why.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = why.print();
            return ExitCode::from(2);
        }
        Err(why) => {
            eprintln!("luzhang: {}", usage_fault(&why));
            return ExitCode::from(2);
        }
    };
    // Long-running commands log; the others speak only when something is wrong.
    let usual = match (&cli.command, cli.verbose) {
        (_, true) => "luzhang=debug,info",
        (Command::Serve(_) | Command::Demo(_), false) => "info",
        // What sqlx warns of, the store says better.
        _ => "warn,sqlx=error",
    };
    log(usual);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            eprintln!("luzhang: cannot start: {why}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(command(cli.command)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::WithFindings) => ExitCode::from(1),
        Err(why) => {
            if cli.verbose {
                eprintln!("luzhang: {why:?}");
            } else {
                let causes: Vec<String> = why.chain().map(ToString::to_string).collect();
                eprintln!("luzhang: {}", causes.join(": ").replace(char::is_control, " "));
            }
            ExitCode::from(2)
        }
    }
}

fn without_secret(word: &str) -> String {
    match (word.split_once("://"), word.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => word.to_owned(),
    }
}

/// What is wrong with a command line, in one line.
fn usage_fault(why: &clap::Error) -> String {
    // Clap repeats a value that it cannot take, and that of --store may hold a password.
    if let Some(why) = why.source().and_then(|cause| cause.downcast_ref::<StoreError>()) {
        return why.to_string();
    }
    // Whatever stands before an @ may be a password that was typed in the wrong place.
    let text: Vec<String> = why.to_string().split_inclusive([' ', '\n']).map(without_secret).collect();
    let text = text.concat();
    let told = text.split("\n\nUsage").next().unwrap_or_default();
    let words: Vec<&str> = told.trim_start_matches("error: ").split_whitespace().collect();
    format!("{}; see `luzhang --help`", words.join(" ").trim_end_matches("For more information, try '--help'.").trim())
}

async fn command(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Demo(command) => command.run().await,
        Command::Serve(command) => command.run().await,
        Command::Generate(command) => command.run().await,
        Command::Import(command) => command.run().await,
        Command::Export(command) => command.run().await,
        Command::Check(command) => command.run().await,
        Command::Leak(command) => command.run().await,
        Command::Dig(command) => command.run().await,
        Command::Chief(command) => command.run().await,
        Command::Obligations(command) => command.run().await,
        Command::Goals(command) => command.run().await,
        Command::Checklist(command) => command.run().await,
        Command::Migrate(command) => command.run().await,
    }
}

/// Logs to stderr: lines for people on a terminal, JSON for machines elsewhere.
fn log(usual: &str) {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_from_env("LUZHANG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.with_target(false).init();
    } else {
        log.json().flatten_event(true).init();
    }
}

/// Writes to stdout. A reader that has gone away (`| head`) wants no more, and that is no fault.
fn say(text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    use std::io::Write;
    match std::io::stdout().write_all(text.as_ref()) {
        Err(why) if why.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
