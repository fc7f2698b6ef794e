//! XLSX for the office: one sheet of records under our names of fields, and one that says what the
//! fields are.
//!
//! Numbers are numbers; codes, chainages, days and money are texts, which keep their zeros and
//! their fen. Text is written as text: none becomes a formula or a link, whatever it begins with.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use chrono::DateTime;
use chrono::Utc;
use geo_types::Geometry;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::crs::Crs;
use crate::exchange::place::Place;
use crate::exchange::place::folder_of;
use crate::exchange::place::publish;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;

/// What Excel takes: rows, the header among them, and UTF-16 units in a cell.
const MOST_ROWS: u32 = 1_048_576;
const LONGEST_TEXT: usize = 32_767;

pub struct XlsxFile {
    collection: &'static Collection,
    /// Rows go to a file of its own as they come; the book is put together at the end.
    book: Workbook,
    next_row: u32,
    last_change: DateTime<Utc>,
    file: File,
    place: Place,
}

impl XlsxFile {
    pub fn begin(
        collection: &'static Collection,
        (place, file): (Place, File),
        path: &Path,
        crs: &Crs,
    ) -> Result<Self, ExchangeError> {
        let axes = axes(collection, crs);
        let mut book = Workbook::new();
        let mut begin = || {
            // Where there is room for the file there is room for its rows.
            book.set_tempdir(folder_of(&place.target))?;
            let sheet = book.add_worksheet_with_constant_memory()?;
            sheet.set_name(collection.name)?;
            sheet.set_freeze_panes(1, 0)?;
            put_row(sheet, 0, &header(collection, &axes))?;
            let sheet = book.add_worksheet_with_constant_memory()?;
            sheet.set_name("字段 fields")?;
            put_fields(sheet, collection, &axes)
        };
        begin().map_err(|why| failed(path, why))?;
        Ok(Self { collection, book, next_row: 1, last_change: DateTime::UNIX_EPOCH, file, place })
    }
}

/// Whether records have one place, which two cells can give. Lines and areas are left to the
/// formats that draw them.
fn has_places(collection: &Collection) -> bool {
    matches!(
        collection.geometry,
        GeometryKind::Point | GeometryKind::PointOrNone | GeometryKind::PointOrLine | GeometryKind::PointOrPolygon
    )
}

/// Name, title and unit of the two numbers of a place, where records have one.
fn axes(collection: &Collection, crs: &Crs) -> Vec<[&'static str; 3]> {
    match crs {
        _ if !has_places(collection) => Vec::new(),
        Crs::Degrees => vec![["lon", "经度", "deg"], ["lat", "纬度", "deg"]],
        // As CSV has it; the unit is that of the system that was asked for.
        _ => vec![["x", "横坐标（东）", ""], ["y", "纵坐标（北）", ""]],
    }
}

fn header(collection: &Collection, axes: &[[&'static str; 3]]) -> Vec<Cell> {
    let mut names = vec!["code"];
    names.extend(collection.fields.iter().map(|field| field.name));
    names.extend(["valid_from", "provenance"]);
    names.extend(axes.iter().map(|[name, _, _]| name));
    names.into_iter().map(|name| Cell::Text(name.to_owned())).collect()
}

/// Name, Chinese title, unit, kind, and the labels of a code list.
fn put_fields(sheet: &mut Worksheet, collection: &Collection, axes: &[[&'static str; 3]]) -> Result<(), XlsxError> {
    let text = |cells: [&str; 5]| cells.map(|cell| Cell::Text(cell.to_owned()));
    let mut rows = vec![
        text(["字段 field", "名称 title", "单位 unit", "类型 type", "取值 values"]),
        text(["code", "编码", "", "文本 text", ""]),
    ];
    for field in collection.fields {
        let labels: Vec<String> = field
            .code_list()
            .map(|list| list.codes.iter().map(|(code, zh, _)| format!("{code}={zh}")).collect())
            .unwrap_or_default();
        rows.push(text([
            field.name,
            field.title_zh,
            field.unit.unwrap_or_default(),
            kind_words(field.kind),
            &labels.join("; "),
        ]));
    }
    rows.push(text(["valid_from", "生效日期", "", "日期 date", ""]));
    rows.push(text(["provenance", "来源", "", "文本 text", ""]));
    rows.extend(axes.iter().map(|[name, title, unit]| text([name, title, unit, "数值 number", ""])));
    (0..).zip(&rows).try_for_each(|(at, row)| put_row(sheet, at, row))
}

fn kind_words(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "文本 text",
        FieldKind::Document => "JSON",
        FieldKind::TextList | FieldKind::References(_) => "列表 list",
        FieldKind::Reference(_) | FieldKind::Code(_) => "代码 code",
        FieldKind::Integer { .. } => "整数 whole number",
        FieldKind::Real { .. } => "数值 number",
        FieldKind::Boolean => "是否 yes/no",
        FieldKind::Date => "日期 date",
        FieldKind::Timestamp => "时间 time",
        FieldKind::Money => "金额 amount",
        FieldKind::Chainage => "桩号 chainage",
    }
}

enum Cell {
    Text(String),
    Number(f64),
    YesNo(bool),
}

impl Cell {
    /// Unknown and blank alike leave the cell empty.
    fn of(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Number((*number).into()),
            Value::Real(number) => Self::Number(*number),
            Value::Boolean(yes) => Self::YesNo(*yes),
            value => Self::Text(value.written()),
        }
    }
}

fn put_row(sheet: &mut Worksheet, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                sheet.write_string(row, column, text)?;
            }
            Cell::Number(number) => {
                sheet.write_number(row, column, *number)?;
            }
            Cell::YesNo(yes) => {
                sheet.write_boolean(row, column, *yes)?;
            }
        }
    }
    Ok(())
}

impl RecordFile for XlsxFile {
    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let unfit = |problem: String| {
            Err(ExchangeError::Unfit { path: path.to_owned(), problem, remedy: "write .csv or .gpkg".into() })
        };
        if self.next_row >= MOST_ROWS {
            return unfit(format!("a sheet holds {} records, and there are more", MOST_ROWS - 1));
        }
        self.last_change = self.last_change.max(record.recorded_at);
        let mut cells = vec![Cell::Text(record.code.to_string())];
        cells.extend(record.values.iter().map(Cell::of));
        cells.push(Cell::Text(record.valid_from.map_or_else(String::new, |day| day.to_string())));
        cells.push(Cell::Text(record.provenance.to_string()));
        if let (true, Some(Geometry::Point(at))) = (has_places(self.collection), shape) {
            cells.extend([Cell::Number(at.x()), Cell::Number(at.y())]);
        }
        for cell in &cells {
            if let Cell::Text(text) = cell
                && text.encode_utf16().count() > LONGEST_TEXT
            {
                return unfit(format!("a text of {} is longer than a cell holds", record.code));
            }
        }
        let put = |book: &mut Workbook| put_row(book.worksheet_from_index(0)?, self.next_row, &cells);
        contained(path, || put(&mut self.book))?;
        self.next_row += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        // Not the clock's time, so that the same records give the same bytes.
        let created = ExcelDateTime::from_timestamp(self.last_change.timestamp()).map_err(|why| failed(path, why))?;
        self.book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let mut file = BufWriter::new(self.file);
        contained(path, || self.book.save_to_writer(&mut file))?;
        file.flush().map_err(|why| ExchangeError::io("writing", path, why))?;
        publish(vec![self.place], path)
    }
}

/// The library panics when its temporary file cannot be written.
fn contained(path: &Path, work: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), ExchangeError> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.map_err(|_panic| ExchangeError::io("writing", path, std::io::ErrorKind::StorageFull.into()))?
        .map_err(|why| failed(path, why))
}

fn failed(path: &Path, why: XlsxError) -> ExchangeError {
    ExchangeError::io("writing", path, std::io::Error::other(why))
}
