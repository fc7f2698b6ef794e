//! A book as XLSX: live formulas with the figures that we computed stored beside them, so that a viewer
//! that does not recalculate shows the same; parameters in named cells; sources and assumptions.
//!
//! Texts are written as texts, with the mark that keeps them so when somebody edits the cell. Formulas
//! are ours alone.

use rust_xlsxwriter::Color;
use rust_xlsxwriter::ConditionalFormatCell;
use rust_xlsxwriter::ConditionalFormatCellRule;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;
use unicode_width::UnicodeWidthStr;

use crate::exchange::guarded;
use crate::reports::sheet::book::Book;
use crate::reports::sheet::book::Column;
use crate::reports::sheet::book::Kind;
use crate::reports::sheet::book::Line;
use crate::reports::sheet::book::Sheet;
use crate::reports::sheet::formula::FIRST_LINE;
use crate::reports::sheet::formula::in_a1;
use crate::reports::sheet::formula::sum_of;
use crate::reports::sheet::values::Cell;

/// Title, facts, state; then titles, clauses and English titles of the columns; then lines.
const TITLES: u32 = 3;
/// UTF-16 units that a cell takes.
const LONGEST_TEXT: usize = 32_767;
/// The sheets after the tables.
const PARAMETERS: &str = "参数 parameters";
const SOURCES: &str = "依据 sources";
const ASSUMPTIONS: &str = "假定 assumptions";
const A4: u8 = 9;

/// The workbook. Fails where a book is larger than a workbook may be.
pub fn xlsx(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    let created = ExcelDateTime::parse_from_str(&book.as_of.to_string())?;
    let properties = DocProperties::new()
        .set_title(format!("{} {}", book.title.zh, book.title.en))
        .set_comment(book.banner().unwrap_or_default())
        .set_creation_datetime(&created);
    file.set_properties(&properties);
    let names: Vec<String> = book.sheets.iter().map(sheet_name).collect();
    for (nth, sheet) in book.sheets.iter().enumerate() {
        let page = file.add_worksheet();
        page.set_name(&names[nth])?;
        put_sheet(page, book, sheet, &names)?;
    }
    if !book.parameters.is_empty() {
        put_parameters(file.add_worksheet(), book)?;
        for (nth, parameter) in book.parameters.iter().enumerate() {
            // Columns: name, title, title, value.
            file.define_name(parameter.name, &format!("='{PARAMETERS}'!$D${}", FIRST_LINE as usize + nth + 1))?;
        }
    }
    put_sources(file.add_worksheet(), book)?;
    put_assumptions(file.add_worksheet(), book)?;
    file.save_to_buffer()
}

fn sheet_name(sheet: &Sheet) -> String {
    format!("{} {}", sheet.title.zh, sheet.title.en)
}

fn put_sheet(page: &mut Worksheet, book: &Book, sheet: &Sheet, names: &[String]) -> Result<(), XlsxError> {
    put_head(page, book, &format!("{} — {}", book.title.zh, sheet.title.zh), &sheet.columns)?;
    page.set_freeze_panes(FIRST_LINE, sheet.fixed)?;
    // A formula whose figure is not known shows nothing, not 0.
    page.set_formula_result_default("");
    let count = u32::try_from(sheet.lines.len()).unwrap_or(u32::MAX);
    for (row, line) in (FIRST_LINE..).zip(&sheet.lines) {
        put_line(page, book, sheet, names, (row, line), false)?;
    }
    let last = u16::try_from(sheet.columns.len().max(1) - 1).expect("no sheet of ours has 65,536 columns");
    if count > 0 {
        page.autofilter(FIRST_LINE - 1, 0, FIRST_LINE + count - 1, last)?;
    }
    if let Some(total) = &sheet.total {
        put_line(page, book, sheet, names, (FIRST_LINE + count, total), true)?;
    }
    for (at, column) in (0..).zip(&sheet.columns) {
        page.set_column_width(at, width(sheet, usize::from(at), column))?;
        if let (Kind::Status(labels), true) = (column.kind, count > 0) {
            for label in labels {
                let Some((paper, ink)) = label.tone.colours() else { continue };
                let format = Format::new().set_background_color(Color::RGB(paper)).set_font_color(Color::RGB(ink));
                let rule = ConditionalFormatCell::new()
                    .set_rule(ConditionalFormatCellRule::EqualTo(label.zh))
                    .set_format(format);
                page.add_conditional_format(FIRST_LINE, at, FIRST_LINE + count, at, &rule)?;
            }
        }
    }
    Ok(())
}

/// What stands over the lines of every sheet, and how it is printed: A4 across, as many pages long as it
/// takes, the titles on each.
fn put_head(page: &mut Worksheet, book: &Book, title: &str, columns: &[Column]) -> Result<(), XlsxError> {
    let facts: Vec<String> =
        book.facts.iter().map(|(label, fact)| format!("{} {}: {fact}", label.zh, label.en)).collect();
    page.write_string_with_format(0, 0, clipped(title), &Format::new().set_bold().set_font_size(14))?;
    put_text(page, 1, 0, &facts.join("; "), &Format::new())?;
    match book.banner() {
        Some(banner) => {
            let loud = Format::new().set_bold().set_font_color(Color::RGB(0x00C0_0000));
            page.write_string_with_format(2, 0, format!("{} {banner}", book.state()), &loud)?;
        }
        None => {
            page.write_string(2, 0, book.state())?;
        }
    }
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00DD_EBF7))
        .set_border(FormatBorder::Thin);
    let small = Format::new()
        .set_text_wrap()
        .set_font_size(9)
        .set_background_color(Color::RGB(0x00DD_EBF7))
        .set_border(FormatBorder::Thin);
    for (at, column) in (0..).zip(columns) {
        let unit = if column.unit.is_empty() { String::new() } else { format!("（{}）", column.unit) };
        page.write_string_with_format(TITLES, at, format!("{}{unit}", column.title.zh), &head)?;
        page.write_string_with_format(TITLES + 1, at, &*column.clause, &small)?;
        page.write_string_with_format(TITLES + 2, at, &*column.title.en, &small)?;
    }
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    page.set_repeat_rows(TITLES, FIRST_LINE - 1)?;
    // `&` begins a code there.
    page.set_header(format!("&L&9{}&R&9{}", title.replace('&', "&&"), book.state()));
    page.set_footer(format!("&L&9{}&R&9&P / &N", book.banner().unwrap_or_default()));
    Ok(())
}

fn put_line(
    page: &mut Worksheet,
    book: &Book,
    sheet: &Sheet,
    names: &[String],
    (row, line): (u32, &Line),
    is_total: bool,
) -> Result<(), XlsxError> {
    for ((at, column), cell) in (0..).zip(&sheet.columns).zip(&line.cells) {
        let mut format = format_of(column.kind, cell);
        if is_total {
            format = format.set_bold().set_border_top(FormatBorder::Medium);
        }
        let template = match column.formula {
            // Of nothing there is no sum: the range would be the total itself.
            _ if is_total && column.is_summed => (!sheet.lines.is_empty()).then(|| sum_of(column.key)),
            formula => formula.map(str::to_owned),
        };
        match template.filter(|_| !line.plain.contains(&column.key)) {
            Some(template) => {
                let formula = in_a1(&template, sheet, &book.sheets, names, (row, line));
                let result = match cell {
                    Cell::Word(label) => label.zh.to_owned(),
                    cell => cell.number().map_or_else(|| cell.written(), |number| number.to_string()),
                };
                page.write_formula_with_format(row, at, Formula::new(formula).set_result(result), &format)?;
            }
            None => put_cell(page, row, at, cell, &format)?,
        }
    }
    Ok(())
}

fn put_cell(page: &mut Worksheet, row: u32, at: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Unknown => {
            page.write_blank(row, at, format)?;
        }
        Cell::Word(label) => {
            page.write_string_with_format(row, at, label.zh, format)?;
        }
        Cell::Day(day) => {
            page.write_datetime_with_format(row, at, ExcelDateTime::parse_from_str(&day.to_string())?, format)?;
        }
        Cell::Text(text) => put_text(page, row, at, text, format)?,
        number => {
            page.write_number_with_format(row, at, number.number().unwrap_or(f64::NAN), format)?;
        }
    }
    Ok(())
}

/// A text from data: it is no formula, nor does it become one when somebody edits the cell.
fn put_text(page: &mut Worksheet, row: u32, at: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text = clipped(text);
    if guarded(&text) == text {
        page.write_string_with_format(row, at, text, format)?;
    } else {
        page.write_string_with_format(row, at, text, &format.clone().set_quote_prefix())?;
    }
    Ok(())
}

fn format_of(kind: Kind, cell: &Cell) -> Format {
    let format = Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
    match (kind, cell) {
        (Kind::Km, _) | (Kind::Number, Cell::Metres(_)) => format.set_num_format("#,##0.000"),
        (Kind::Money, _) => format.set_num_format("#,##0.00"),
        (Kind::Percent, _) | (Kind::Number, Cell::Share(_)) => format.set_num_format("0.00%"),
        (Kind::Count, _) => format.set_num_format("#,##0"),
        (Kind::Number, _) => format.set_num_format("#,##0.###"),
        (Kind::Date, _) => format.set_num_format("yyyy-mm-dd"),
        (Kind::Text | Kind::Status(_), _) => format.set_text_wrap(),
    }
}

fn put_parameters(page: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    page.set_name(PARAMETERS)?;
    let columns = [
        ("名称", "name"),
        ("参数", "parameter"),
        ("英文", "in English"),
        ("数值", "value"),
        ("单位", "unit"),
        ("条款", "clause"),
    ];
    put_head(page, book, "参数：公式所用，可改 — what the formulas compute with", &plain_columns(&columns))?;
    page.set_freeze_panes(FIRST_LINE, 0)?;
    for (row, parameter) in (FIRST_LINE..).zip(&book.parameters) {
        let plain = format_of(Kind::Text, &Cell::Unknown);
        page.write_string_with_format(row, 0, parameter.name, &plain)?;
        page.write_string_with_format(row, 1, &*parameter.title.zh, &plain)?;
        page.write_string_with_format(row, 2, &*parameter.title.en, &plain)?;
        let changeable = format_of(parameter.kind, &parameter.value).set_background_color(Color::RGB(0x00FF_F2CC));
        put_cell(page, row, 3, &parameter.value, &changeable)?;
        page.write_string_with_format(row, 4, parameter.unit, &plain)?;
        put_text(page, row, 5, &parameter.clause, &plain)?;
    }
    for (at, wide) in (0..).zip([24.0, 34.0, 34.0, 16.0, 14.0, 24.0]) {
        page.set_column_width(at, wide)?;
    }
    Ok(())
}

fn put_sources(page: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    page.set_name(SOURCES)?;
    let columns = [("条款", "clause"), ("文件", "document"), ("文号", "number"), ("内容", "text")];
    put_head(page, book, "依据：每个数字的条款 — the clause of every figure", &plain_columns(&columns))?;
    page.set_freeze_panes(FIRST_LINE, 0)?;
    for (row, source) in (FIRST_LINE..).zip(&book.sources) {
        for (at, text) in (0..).zip([&source.clause, &source.document, &source.number, &source.text]) {
            put_text(page, row, at, text, &format_of(Kind::Text, &Cell::Unknown))?;
        }
    }
    for (at, wide) in (0..).zip([22.0, 44.0, 24.0, 90.0]) {
        page.set_column_width(at, wide)?;
    }
    Ok(())
}

/// Assumptions, then notes.
fn put_assumptions(page: &mut Worksheet, book: &Book) -> Result<(), XlsxError> {
    page.set_name(ASSUMPTIONS)?;
    let columns = [("编号", "id"), ("内容", "text")];
    put_head(page, book, "假定与说明 — assumptions and notes", &plain_columns(&columns))?;
    page.set_freeze_panes(FIRST_LINE, 0)?;
    let assumed = book.assumptions.iter().map(|one| (&*one.id, &*one.text));
    let notes = book.notes.iter().map(|note| ("", &**note));
    for (row, (id, text)) in (FIRST_LINE..).zip(assumed.chain(notes)) {
        put_text(page, row, 0, id, &format_of(Kind::Text, &Cell::Unknown))?;
        put_text(page, row, 1, text, &format_of(Kind::Text, &Cell::Unknown))?;
    }
    page.set_column_width(0, 22.0)?.set_column_width(1, 120.0)?;
    Ok(())
}

fn plain_columns(titles: &[(&'static str, &'static str)]) -> Vec<Column> {
    titles.iter().map(|(zh, en)| Column::new("", crate::reports::sheet::words(zh, en), Kind::Text)).collect()
}

/// Signs of the widest cell, within reason; Chinese ones are two wide.
fn width(sheet: &Sheet, at: usize, column: &Column) -> f64 {
    let lines = sheet.lines.iter().chain(&sheet.total);
    let cells = lines.map(|line| line.cells[at].shown(column.kind).width());
    // Titles wrap: half of one is wide enough.
    let title = (column.title.zh.width() + column.unit.width()).div_ceil(2) + 4;
    let (least, most) = if column.kind.is_figure() { (11, 20) } else { (8, 36) };
    let wide = cells.chain([title]).max().unwrap_or_default().clamp(least, most);
    f64::from(u8::try_from(wide).unwrap_or(u8::MAX)) + 2.0
}

fn clipped(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |sign: &char| {
        units += sign.len_utf16();
        units < LONGEST_TEXT
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::sheet::tests::small_book;

    #[test]
    fn the_same_book_gives_the_same_bytes() {
        assert_eq!(xlsx(&small_book()).unwrap(), xlsx(&small_book()).unwrap());
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_a_book_without_lines_is_a_book() {
        let mut book = small_book();
        book.sheets[0].lines[0].cells[1] = Cell::text("路".repeat(40_000));
        assert!(xlsx(&book).is_ok());
        for sheet in &mut book.sheets {
            sheet.lines.clear();
        }
        assert!(xlsx(&book).is_ok());
    }
}
