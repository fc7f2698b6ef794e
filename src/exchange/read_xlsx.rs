//! XLSX: one sheet of a workbook as rows, its first line as the names of columns.
//!
//! Cells are what a spreadsheet shows of them: numbers to fifteen digits, days by the formats of the cells,
//! formulas by their values as they were when the book was saved.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::CellErrorType;
use calamine::DataRef;
use calamine::ExcelDateTime;
use calamine::Reader as _;
use calamine::SheetType;
use calamine::SheetVisible;
use calamine::Xlsx;
use calamine::XlsxError;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::assemble::Unreadable;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::columns::names_listed;
use crate::exchange::format::other;
use crate::exchange::portion::MOST_COLUMNS;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;
use crate::exchange::workbook::WORKBOOK;
use crate::exchange::workbook::looked_through;

type Book = Xlsx<BufReader<File>>;

pub fn open(path: &Path, layer: Option<&str>) -> Result<Opened, ExchangeError> {
    looked_through(path)?;
    let file = File::open(path).map_err(|why| ExchangeError::io("reading", path, why))?;
    let damaged = |why: XlsxError| {
        let why = format!("it cannot be read ({})", clipped(&why.to_string()));
        other(path, WORKBOOK, &why, "open it in a spreadsheet program and save it again")
    };
    let mut book: Book = Xlsx::new(BufReader::with_capacity(1 << 16, file)).map_err(damaged)?;
    let (sheet, notes) = chosen(&book, path, layer)?;
    let (header_row, header) = header(&mut book, &sheet).map_err(damaged)?;
    if header.is_empty() {
        return Err(ExchangeError::Empty(path.to_owned()));
    }
    if header.len() > MOST_COLUMNS {
        let why = format!("its header has {} columns", header.len());
        return Err(other(path, WORKBOOK, &why, &format!("give at most {MOST_COLUMNS}")));
    }
    let columns = header.iter().map(|(_, name)| name.clone()).collect();
    Ok(Opened {
        offer: Offer { columns, is_plain_table: true, ..Offer::default() },
        crs: StatedCrs::Unsaid,
        rows: None,
        notes,
        pour: Box::new(move |feeds, give| Pouring { sheet, header_row, header }.run(book, feeds, give)),
    })
}

/// The sheet that was named, else the first that is shown.
fn chosen(book: &Book, path: &Path, layer: Option<&str>) -> Result<(String, Vec<String>), ExchangeError> {
    let sheets = book.sheets_metadata();
    let names = || {
        let of_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        of_cells.map(|sheet| sheet.name.as_str())
    };
    if let Some(layer) = layer {
        return match names().find(|name| *name == layer) {
            Some(name) => Ok((name.to_owned(), Vec::new())),
            None => {
                let listed = format!("there are {}", names_listed(names()));
                Err(ExchangeError::NoLayer { path: path.to_owned(), layer: clipped(layer), listed })
            }
        };
    }
    let shown = sheets.iter().find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let Some(first) = shown.map(|sheet| sheet.name.as_str()).or_else(|| names().next()) else {
        return Err(other(path, WORKBOOK, "it has no sheet of cells", "save a sheet with a header and rows"));
    };
    let others = names().count() - 1;
    let note = format!("the sheet {} is read, {others} others are not; --layer names another", clipped(first));
    Ok((first.to_owned(), if others > 0 { vec![note] } else { Vec::new() }))
}

/// The first row that holds something: its number from 0, and the columns that have a name.
fn header(book: &mut Book, sheet: &str) -> Result<(u32, Vec<(u32, String)>), XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let (mut row, mut header) = (None, Vec::new());
    while let Some(cell) = cells.next_cell()? {
        let (at, column) = cell.get_position();
        if row.is_some_and(|row| row != at) {
            break;
        }
        let name = match value_of(cell.get_value(), "of the header") {
            Ok(Json::Null) => continue,
            Ok(Json::String(text)) => text.trim().to_owned(),
            Ok(other) => other.to_string(),
            Err(unreadable) => unreadable.shown,
        };
        // One more than may be tells that there are too many.
        if header.len() > MOST_COLUMNS {
            break;
        }
        if !name.is_empty() {
            row = Some(at);
            header.push((column, name));
        }
    }
    Ok((row.unwrap_or(0), header))
}

struct Pouring {
    sheet: String,
    header_row: u32,
    header: Vec<(u32, String)>,
}

/// A row that is being put together.
struct Growing {
    row: u32,
    cells: Vec<Cell>,
    is_blank: bool,
    /// The first cell that stands under no name.
    stray: Option<String>,
}

impl Pouring {
    fn run(self, mut book: Book, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
        let stopped = |row: u32, why: &str| {
            let fault =
                file_fault(format!("reading stopped: {why}"), "open it in a spreadsheet program and save it again");
            Item::Stopped { number: u64::from(row) + 1, fault }
        };
        let mut fed: HashMap<u32, Vec<usize>> = HashMap::new();
        for (column, name) in &self.header {
            let at = feeds.iter().enumerate().filter(|(_, feed)| feed.column == *name).map(|(at, _)| at);
            fed.entry(*column).or_default().extend(at);
        }
        let mut last = self.header_row;
        let mut growing: Option<Growing> = None;
        let mut cells = match book.worksheet_cells_reader(&self.sheet) {
            Ok(cells) => cells,
            Err(why) => {
                let _ = give(stopped(last + 1, &clipped(&why.to_string())));
                return;
            }
        };
        loop {
            let cell = match cells.next_cell_with_formula_metadata() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(why) => {
                    if growing.take().is_some_and(|row| given(row, &mut last, give).is_break()) {
                        return;
                    }
                    let _ = give(stopped(last + 1, &clipped(&why.to_string())));
                    return;
                }
            };
            let (row, column) = cell.pos;
            if row <= self.header_row && growing.is_none() {
                continue;
            }
            if growing.as_ref().is_none_or(|growing| growing.row != row) {
                if growing.take().is_some_and(|row| given(row, &mut last, give).is_break()) {
                    return;
                }
                if row <= last {
                    let why = format!("row {} stands after row {}", row + 1, last + 1);
                    let _ = give(stopped(last + 1, &why));
                    return;
                }
                let nothing = vec![Ok(Json::Null); feeds.len()];
                growing = Some(Growing { row, cells: nothing, is_blank: true, stray: None });
            }
            let Some(growing) = &mut growing else { continue };
            let place = place(row, column);
            let value = if cell.value == DataRef::Empty && cell.formula.is_some() {
                unreadable(
                    "",
                    format!("cell {place} holds a formula without a value"),
                    "open the file in a spreadsheet program and save it",
                )
            } else {
                value_of(&cell.value, &place)
            };
            if matches!(&value, Ok(Json::Null)) || matches!(&value, Ok(Json::String(text)) if text.trim().is_empty()) {
                continue;
            }
            growing.is_blank = false;
            match fed.get(&column) {
                None => drop(growing.stray.get_or_insert(place)),
                Some(feeds) => {
                    for at in feeds {
                        growing.cells[*at].clone_from(&value);
                    }
                }
            }
        }
        if let Some(row) = growing {
            let _ = given(row, &mut last, give);
        }
    }
}

fn given(row: Growing, last: &mut u32, give: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
    *last = row.row;
    let number = u64::from(row.row) + 1;
    if row.is_blank {
        return ControlFlow::Continue(());
    }
    give(match row.stray {
        Some(place) => {
            let problem = format!("cell {place} stands under no name of a column");
            Item::Unreadable { number, fault: file_fault(problem, "name the column in the header, or empty the cell") }
        }
        None => Item::Row(Given { number, cells: row.cells, geometry: Ok(None), id: Json::Null }),
    })
}

fn unreadable(shown: &str, problem: String, remedy: &str) -> Cell {
    Err(Unreadable { shown: shown.to_owned(), why: NotAValue { problem, remedy: remedy.to_owned() } })
}

fn value_of(value: &DataRef<'_>, place: &str) -> Cell {
    match value {
        DataRef::Empty => Ok(Json::Null),
        DataRef::Int(number) => Ok(Json::from(*number)),
        DataRef::Float(number) if number.abs() >= 1e15 => unreadable(
            &number.to_string(),
            format!("cell {place} holds a number of more than 15 digits, which spreadsheets round"),
            "the same as text, in a column of texts",
        ),
        DataRef::Float(number) => Ok(shown(*number)),
        DataRef::String(text) | DataRef::DateTimeIso(text) => Ok(Json::from(text.as_str())),
        DataRef::SharedString(text) => Ok(Json::from(*text)),
        DataRef::Bool(yes) => Ok(Json::from(*yes)),
        DataRef::DateTime(moment) => day_of(*moment, place),
        DataRef::DurationIso(text) => {
            unreadable(text, format!("cell {place} holds a span of time"), "a day as 2025-12-31")
        }
        DataRef::Error(error) => fault_of(error, place),
    }
}

fn fault_of(error: &CellErrorType, place: &str) -> Cell {
    let error = error.to_string();
    unreadable(&error, format!("cell {place} holds the error {error}"), "a value, or mend the formula")
}

/// To the fifteen digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3.
fn shown(number: f64) -> Json {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    #[expect(clippy::cast_possible_truncation, reason = "whole, and below 10^15")]
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 { Json::from(rounded as i64) } else { Json::from(rounded) }
}

fn day_of(moment: ExcelDateTime, place: &str) -> Cell {
    let serial = moment.as_f64();
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&serial) {
        let problem = format!("cell {place} holds a time without a day");
        return unreadable(&serial.to_string(), problem, "a day as 2025-12-31");
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    Ok(Json::from(match (hour, minute, second) {
        (0, 0, 0) => day,
        _ => format!("{day}T{hour:02}:{minute:02}:{second:02}"),
    }))
}

/// As a spreadsheet names a cell: C5.
fn place(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().chain(row.saturating_add(1).to_string().chars().collect::<Vec<_>>().iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(
            [place(0, 0), place(4, 2), place(9, 25), place(9, 26), place(1_048_575, 16_383)],
            ["A1", "C5", "Z10", "AA10", "XFD1048576"]
        );
    }

    #[test]
    fn numbers_are_what_a_spreadsheet_shows() {
        assert_eq!(shown(0.1 + 0.2).to_string(), "0.3");
        assert_eq!(shown(411_024.0).to_string(), "411024");
        assert_eq!(shown(1_236_927.5).to_string(), "1236927.5");
    }
}
