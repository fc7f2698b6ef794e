//! `luzhang import`: brings a file into a collection, all of it or nothing.

use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;

use crate::app;
use crate::app::Clock;
use crate::app::Destination;
use crate::app::Viewer;
use crate::cli::Outcome;
use crate::cli::StoreArgs;
use crate::cli::progress;
use crate::domain::Fault;
use crate::domain::collections;
use crate::exchange;
use crate::store::Store;

/// Bring a file into a collection: GeoJSON, newline GeoJSON, GeoPackage, Shapefile, `FlatGeobuf`, CSV, `OpenStreetMap`
/// (.osm.pbf; roads). All or nothing
#[derive(clap::Args)]
#[command(
    override_usage = "luzhang import [OPTIONS] COLLECTION FILE\n       luzhang import [OPTIONS] --layer-as NAME FILE"
)]
pub struct Import {
    /// The collection, such as bridges, and the file; with --layer-as the file alone
    #[arg(num_args = 0..=2, value_names = ["COLLECTION", "FILE"])]
    words: Vec<OsString>,
    /// Keep the file as a reference layer of this name, as railways, with the schema found in it. A layer
    /// that is there already is replaced whole
    #[arg(long, value_name = "NAME")]
    layer_as: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
    /// The layer of a GeoPackage that has several
    #[arg(long)]
    layer: Option<String>,
    /// Where the file's coordinates lie: an EPSG code, GCJ-02, BD-09, WKT or a PROJ string
    #[arg(long)]
    crs: Option<String>,
    /// A column of theirs that is a field of ours, or `code`, `lon`, `lat`, `geometry`, `valid_from`
    #[arg(long, value_name = "THEIRS=OURS", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What all rows say of a field
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Read and check everything, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave bad rows out instead of refusing the file
    #[arg(long)]
    skip_bad: bool,
    /// Write every fault to a CSV file: row, code, field, value, problem, remedy
    #[arg(long, value_name = "OUT.csv")]
    report: Option<PathBuf>,
}

/// Faults that are said on the terminal; the report has them all.
const SAID: u64 = 20;

fn pair(text: &str) -> Result<(String, String), String> {
    let (left, right) = text.split_once('=').ok_or("write it with an equals sign, as NAME=FIELD")?;
    Ok((left.to_owned(), right.to_owned()))
}

impl Import {
    pub async fn run(self) -> anyhow::Result<Outcome> {
        let (into, file) = ordered(self.words, self.layer_as)?;
        let order = app::Import {
            into,
            source: exchange::Source {
                path: file.clone(),
                layer: self.layer,
                crs: self.crs,
                map: self.map,
                set: self.set,
            },
            dry_run: self.dry_run,
            skip_bad: self.skip_bad,
        };
        let store = Store::open(&self.store.location).await?;
        let mut report = self.report.map(|path| Report::create(path, &file)).transpose()?;
        let mut said = 0;
        let mut failed: Option<csv::Error> = None;
        let mut tell = |row: u64, fault: &Fault| {
            said += 1;
            if said <= SAID {
                eprintln!("row {row}: {fault}");
            }
            if let Some(report) = &mut report
                && let Err(why) = report.write(Some(row), fault)
            {
                failed = Some(why);
            }
        };
        let bar = progress::bar("reading", None);
        let done = app::import(&store, &Viewer::local_owner(), Clock::System, &order, &mut tell, &|rows| {
            bar.set_position(rows);
        })
        .await?;
        bar.finish_and_clear();
        if let Some(suspicion) = &done.suspicion
            && let Some(report) = &mut report
            && let Err(why) = report.write(None, &suspicion.fault)
        {
            failed = Some(why);
        }
        let reported = match (failed, report) {
            (Some(why), _) => Err(why.into()),
            (None, Some(report)) => report.finish(),
            (None, None) => Ok(()),
        };
        if said > SAID {
            eprintln!("… and {} more; give --report OUT.csv for all", said - SAID);
        }
        for note in &done.notes {
            eprintln!("note: {note}");
        }
        if let Some(suspicion) = &done.suspicion {
            eprintln!("{}: {}", file.display(), suspicion.fault);
        }
        eprintln!("{}", summary(&done, &order, &file));
        if let Err(why) = &reported {
            eprintln!("the report is not written: {why:#}");
        }
        Ok(if done.bad > 0 || done.suspicion.is_some() || reported.is_err() {
            Outcome::WithFindings
        } else {
            Outcome::Done
        })
    }
}

/// What goes where.
fn ordered(mut words: Vec<OsString>, layer: Option<String>) -> anyhow::Result<(Destination, PathBuf)> {
    let file = words
        .pop()
        .map(PathBuf::from)
        .context("no FILE is named: luzhang import COLLECTION FILE, or --layer-as NAME FILE")?;
    let name = match (words.pop().map(|word| word.to_string_lossy().into_owned()), layer) {
        (None, Some(layer)) => return Ok((Destination::Layer(layer), file)),
        (Some(name), None) => name,
        (Some(name), Some(layer)) => anyhow::bail!(
            "--layer-as {layer} keeps the file as a layer of its own, and {name} is named too: give one of the two"
        ),
        (None, None) => anyhow::bail!(
            "nothing says what {} holds: luzhang import COLLECTION FILE, or --layer-as NAME FILE; collections are {}",
            file.display(),
            collections::listed()
        ),
    };
    let collection = collections::named(&name).with_context(|| {
        format!(
            "there is no collection `{name}`; there are {}. What is none of them is kept with --layer-as",
            collections::listed()
        )
    })?;
    Ok((Destination::Collection(collection), file))
}

fn summary(done: &app::Imported, order: &app::Import, file: &Path) -> String {
    let name = order.into.name();
    let tally = done.tally;
    let gone = if done.gone > 0 { format!(", {} gone", done.gone) } else { String::new() };
    let good = format!("{} new, {} changed, {} as they were{gone}", tally.inserted, tally.updated, tally.unchanged);
    if done.suspicion.as_ref().is_some_and(|suspicion| suspicion.is_refused) && (done.bad == 0 || order.skip_bad) {
        return format!("{name}: the {} rows of {} look misread; nothing written", done.rows, file.display());
    }
    if done.has_stopped {
        return format!(
            "{name}: {} could not be read to its end, and what comes after is not known; nothing written",
            file.display()
        );
    }
    match (done.written, done.bad) {
        (true, 0) => format!("{name}: {} rows of {}: {good}", done.rows, file.display()),
        (true, bad) => format!("{name}: {} rows of {}: {good}; {bad} bad rows left out", done.rows, file.display()),
        (false, 0) => format!(
            "{name}: {} rows of {} can be taken: {good}; nothing written (--dry-run)",
            done.rows,
            file.display()
        ),
        (false, bad) if order.skip_bad && bad == done.rows => {
            format!("{name}: no row of {} can be taken; nothing written", file.display())
        }
        (false, bad) if order.skip_bad => format!(
            "{name}: {} of {} rows of {} can be taken: {good}; {bad} bad rows left out; nothing written (--dry-run)",
            done.rows - bad,
            done.rows,
            file.display()
        ),
        (false, bad) => format!(
            "{name}: {bad} of {} rows of {} are bad; nothing written. Mend them, or leave them out with --skip-bad",
            done.rows,
            file.display()
        ),
    }
}

/// The file that names every bad row. It is written beside its place and put there when it is
/// whole; nobody else may read it, as it may hold addresses.
struct Report {
    path: PathBuf,
    out: csv::Writer<tempfile::NamedTempFile>,
}

impl Report {
    fn create(path: PathBuf, input: &Path) -> anyhow::Result<Self> {
        let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        anyhow::ensure!(is_csv, "--report {}: give a file that ends in .csv", path.display());
        let same = std::fs::canonicalize(&path)
            .is_ok_and(|path| std::fs::canonicalize(input).is_ok_and(|input| input == path));
        anyhow::ensure!(!same, "--report {}: is the file that is read; give another", path.display());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file =
            tempfile::NamedTempFile::new_in(folder).with_context(|| format!("making the report {}", path.display()))?;
        let mut out = csv::Writer::from_writer(file);
        out.write_record(["row", "code", "field", "value", "problem", "remedy"])?;
        Ok(Self { path, out })
    }

    /// `None`: the fault is that of the whole file.
    fn write(&mut self, row: Option<u64>, fault: &Fault) -> Result<(), csv::Error> {
        let cells = [&fault.code, &fault.field, &fault.value, &fault.problem, &fault.remedy]
            .map(|cell| exchange::guarded(cell));
        self.out.write_record(
            std::iter::once(row.map_or_else(String::new, |row| row.to_string())).chain(cells.map(String::from)),
        )
    }

    fn finish(self) -> anyhow::Result<()> {
        let failed = || format!("writing the report {}", self.path.display());
        let file = self.out.into_inner().map_err(|why| anyhow::anyhow!("{}: {}", failed(), why.error()))?;
        file.persist(&self.path).with_context(failed)?;
        Ok(())
    }
}
