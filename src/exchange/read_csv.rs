//! CSV (RFC 4180), as spreadsheets and scripts write it: `,`, `;` or tab, with or without a byte
//! order mark.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use csv::ByteRecord;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::UTF_8;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::assemble::Unreadable;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::encodings::decoded;
use crate::exchange::format::open_text;
use crate::exchange::format::other;
use crate::exchange::formulas::unguarded;
use crate::exchange::portion::LONGEST_RECORD;
use crate::exchange::portion::MOST_COLUMNS;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;

const CSV: &str = "CSV";

pub fn open(path: &Path) -> Result<Opened, ExchangeError> {
    let failed = |why| ExchangeError::io("reading", path, why);
    let mut file = open_text(path, CSV)?;
    let head = file.fill_buf().map_err(failed)?;
    if head.trim_ascii().is_empty() {
        return Err(ExchangeError::Empty(path.to_owned()));
    }
    if head.trim_ascii_start().starts_with(b"{") {
        return Err(other(path, CSV, "it begins as JSON does", "rename it to .geojson"));
    }
    let first_line = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or(head);
    let ends_with_cr_lf = first_line.ends_with(b"\r");
    let separator = delimiter(first_line);
    let mut table = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(Watched { file, separator, is_quoted: false, has_ended: false, of_record: 0, cells: 0 });
    let mut header = ByteRecord::new();
    table.read_byte_record(&mut header).map_err(|why| failed(io::Error::from(why)))?;
    if header.len() > MOST_COLUMNS {
        let why = format!("its header has {} columns", header.len());
        return Err(other(path, CSV, &why, &format!("give at most {MOST_COLUMNS}")));
    }
    if is_left_open(&table, &header) {
        return Err(other(path, CSV, "a quote in its header does not close", "close it, or double it within a cell"));
    }
    let encoding = encoding_of(&header);
    let mut columns = Vec::new();
    for name in &header {
        let Some(name) = decoded(encoding, name) else {
            return Err(other(path, CSV, "its header is neither UTF-8 nor GBK", "save it as CSV UTF-8"));
        };
        columns.push(unguarded(name.trim()).to_owned());
    }
    let note = (encoding != UTF_8).then(|| "read as GBK (GB18030): its header is not UTF-8".to_owned());
    let offer = Offer { columns: columns.clone(), is_plain_table: true, ..Offer::default() };
    Ok(Opened {
        offer,
        crs: StatedCrs::Unsaid,
        rows: None,
        notes: note.into_iter().collect(),
        pour: Box::new(move |feeds, give| {
            Pouring { table, columns, encoding, ends_with_cr_lf, last: 1 }.run(feeds, give);
        }),
    })
}

/// The sign that parts most cells of the header; quoted ones do not count.
fn delimiter(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header {
        is_quoted ^= *byte == b'"';
        for (sign, count) in &mut counts {
            *count += usize::from(!is_quoted && *byte == *sign);
        }
    }
    // The comma where none stands out.
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.into_iter().find(|(_, count)| *count == most).map_or(b',', |(sign, _)| sign)
}

/// Nor has one more cells: each takes eight bytes, for a separator of one.
const MOST_CELLS: usize = 1_000_000;

/// The file, and what a parser does not tell of it.
struct Watched {
    file: BufReader<File>,
    separator: u8,
    /// Whether an odd number of quotes has been read.
    is_quoted: bool,
    has_ended: bool,
    /// Bytes and separators read since a record was asked for.
    of_record: u64,
    cells: usize,
}

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(into)?;
        self.has_ended |= length == 0;
        for byte in &into[..length] {
            self.is_quoted ^= *byte == b'"';
            self.cells += usize::from(*byte == self.separator && !self.is_quoted);
        }
        self.of_record += length as u64;
        let refuse = |why| Err(io::Error::new(io::ErrorKind::InvalidData, why));
        if self.of_record > LONGEST_RECORD {
            return refuse("a row is over 64 MiB long; a quote in it may not close");
        }
        if self.cells > MOST_CELLS {
            return refuse("a row has over a million cells: give it those that its header names");
        }
        Ok(length)
    }
}

/// Whether the file ended within a quoted cell, which parsers forgive and we do not: whole rows may
/// have gone into it.
fn is_left_open(table: &csv::Reader<Watched>, row: &ByteRecord) -> bool {
    table.get_ref().has_ended && table.get_ref().is_quoted && row.as_slice().contains(&b'\n')
}

struct Pouring {
    table: csv::Reader<Watched>,
    columns: Vec<String>,
    encoding: &'static Encoding,
    ends_with_cr_lf: bool,
    /// The line of the record before.
    last: u64,
}

impl Pouring {
    fn run(mut self, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
        let positions: Vec<Option<usize>> =
            feeds.iter().map(|feed| self.columns.iter().position(|column| *column == feed.column)).collect();
        let mut row = ByteRecord::new();
        let mut blank = 0_u64;
        loop {
            let before = self.table.position().line();
            (self.table.get_mut().of_record, self.table.get_mut().cells) = (0, 0);
            match self.table.read_byte_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {}
                Err(why) => {
                    let fault = file_fault(format!("reading stopped: {why}"), "mend the file from this row on");
                    let _ = give(Item::Stopped { number: before.max(self.last + 1), fault });
                    return;
                }
            }
            let number = self.first_line(before, &row);
            self.last = number;
            if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                blank += 1;
                continue;
            }
            let item = if is_left_open(&self.table, &row) {
                let problem = "a quote opens in this row and does not close; rows after it went into the cell";
                Item::Stopped { number, fault: file_fault(problem.into(), "close it, or double it within a cell") }
            } else if row.len() == self.columns.len() {
                let cells =
                    positions.iter().map(|at| cell(self.encoding, at.and_then(|at| row.get(at)).unwrap_or_default()));
                Item::Row(Given { number, cells: cells.collect(), geometry: Ok(None), id: Json::Null })
            } else {
                let problem = format!("the row has {} cells, the header {}", row.len(), self.columns.len());
                let remedy = "give each column a cell, and quote cells that hold the separator or a line end";
                Item::Unreadable { number, fault: file_fault(problem, remedy) }
            };
            if give(item).is_break() {
                return;
            }
        }
        if blank > 0 {
            let _ = give(Item::Note(format!("{blank} blank rows passed over")));
        }
    }

    /// The line on which a record begins. The parser counts line feeds and stops after the first
    /// sign of a line end, so that after CR LF the feed is not counted yet; blank lines before a
    /// record count to it. Where carriage returns alone end lines, nobody counts them but by records.
    fn first_line(&self, before: u64, row: &ByteRecord) -> u64 {
        let within = row.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
        let reached = self.table.position().line();
        let end = if self.ends_with_cr_lf { reached } else { reached.saturating_sub(1) };
        end.saturating_sub(within).max(before).max(self.last + 1)
    }
}

/// A table from a Chinese spreadsheet is in GBK as often as in UTF-8, and its header tells which: GBK is
/// hardly ever UTF-8 by accident. Of a header in ASCII nothing is guessed.
fn encoding_of(header: &ByteRecord) -> &'static Encoding {
    if header.iter().all(|name| std::str::from_utf8(name).is_ok()) { UTF_8 } else { GB18030 }
}

fn cell(encoding: &'static Encoding, bytes: &[u8]) -> Cell {
    if let Some(text) = decoded(encoding, bytes) {
        return Ok(Json::from(unguarded(&text)));
    }
    let problem = if encoding == UTF_8 { "the text is not UTF-8; it may be GBK" } else { "the text is not GBK" };
    Err(Unreadable {
        shown: String::from_utf8_lossy(bytes).into_owned(),
        why: NotAValue { problem: problem.into(), remedy: "save the file as CSV UTF-8".into() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_what_parts_the_header() {
        assert_eq!(delimiter(b"code,name"), b',');
        assert_eq!(delimiter(b"code;name;\"a,b,c,d\""), b';');
        assert_eq!(delimiter(b"code\tname"), b'\t');
        assert_eq!(delimiter(b"code"), b',');
    }
}
