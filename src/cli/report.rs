//! How reports are written: to stdout or to a file, in a form that people or programs read.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::bail;

use crate::cli::say;

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    Table,
    Json,
    /// One header row, UTF-8 with a byte order mark
    Csv,
    /// A workbook with live formulas, sources and assumptions
    Xlsx,
    /// A page to print, with a map and charts
    Html,
}

#[derive(clap::Args)]
pub struct ReportArgs {
    #[arg(long, value_enum, default_value = "table")]
    pub format: ReportFormat,
    /// Write to this file, not to stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl ReportArgs {
    /// Refused before there is an answer to wait for: a workbook is nothing that a terminal shows.
    pub fn check(&self) -> anyhow::Result<()> {
        if self.format == ReportFormat::Xlsx && self.out.is_none() && std::io::stdout().is_terminal() {
            bail!("a workbook is not for a terminal: give --out FILE.xlsx, or redirect stdout to a file");
        }
        Ok(())
    }

    /// The file is seen when it is whole.
    pub fn deliver(&self, report: &[u8]) -> anyhow::Result<()> {
        let Some(path) = &self.out else { return say(report) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(".".as_ref());
        let written = || {
            let mut named = tempfile::Builder::new();
            // Readable as other files of the user are.
            #[cfg(unix)]
            named.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let file = named.prefix(".luzhang-").tempfile_in(folder)?;
            std::fs::write(file.path(), report)?;
            file.persist(path).map_err(|why| why.error)?;
            Ok::<(), std::io::Error>(())
        };
        written().with_context(|| format!("cannot write {}: name a file in a folder that is there", path.display()))?;
        eprintln!("{} bytes written to {}", report.len(), path.display());
        Ok(())
    }
}
