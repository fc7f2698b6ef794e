//! A sheet as a table for a terminal, in whose columns Chinese signs take two places.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::reports::sheet::book::Book;
use crate::reports::sheet::book::Column;
use crate::reports::sheet::book::Sheet;
use crate::reports::sheet::values::Cell;

/// What stands for what is not known.
const NOT_KNOWN: &str = "–";
/// A longer text is cut: CSV and XLSX have it whole.
const WIDEST: usize = 48;

/// The book for a terminal: what it is about, its first sheet, sources by number, what was assumed.
pub fn text_table(book: &Book) -> String {
    let mut out = format!("{} {}\n", book.title.zh, book.title.en);
    for (label, fact) in &book.facts {
        let _ = writeln!(out, "{} {}: {}", label.zh, label.en, on_one_line(fact));
    }
    let _ = writeln!(out, "{}", book.state());
    if let Some(banner) = book.banner() {
        let _ = writeln!(out, "{banner}");
    }
    if let Some(sheet) = book.sheets.first() {
        out.push('\n');
        put_sheet(&mut out, sheet);
    }
    for note in &book.notes {
        let _ = writeln!(out, "\n{}", on_one_line(note));
    }
    if !book.assumptions.is_empty() {
        out.push_str("\n假定 assumed\n");
    }
    for one in &book.assumptions {
        let _ = writeln!(out, "  {}: {}", one.id, on_one_line(&one.text));
    }
    out
}

fn put_sheet(out: &mut String, sheet: &Sheet) {
    let columns: Vec<&Column> = sheet.columns.iter().collect();
    let titles = |column: &&Column| match column.unit {
        "" | "%" => [column.title.zh.to_string(), column.title.en.to_string()],
        unit => [format!("{} ({unit})", column.title.zh), column.title.en.to_string()],
    };
    let titles: Vec<[String; 2]> = columns.iter().map(titles).collect();
    let shown = |line: &[Cell]| -> Vec<String> {
        line.iter().zip(&columns).map(|(cell, column)| shown(cell, column)).collect()
    };
    let lines: Vec<Vec<String>> = sheet.lines.iter().map(|line| shown(&line.cells)).collect();
    let total = sheet.total.as_ref().map(|line| shown(&line.cells));
    let width = |nth: usize| {
        let cells = lines.iter().chain(&total).map(|line| line[nth].width());
        cells.chain(titles[nth].iter().map(|title| title.width())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut put = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&columns).zip(&widths).map(|((cell, column), width)| {
            let blanks = " ".repeat(width - cell.width());
            if column.kind.is_figure() { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") }
        });
        let line: Vec<String> = padded.collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    };
    put(titles.iter().map(|title| &*title[0]).collect());
    put(titles.iter().map(|title| &*title[1]).collect());
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    put(rule.iter().map(String::as_str).collect());
    for line in &lines {
        put(line.iter().map(String::as_str).collect());
    }
    if let Some(total) = &total {
        put(rule.iter().map(String::as_str).collect());
        put(total.iter().map(String::as_str).collect());
    }
}

fn shown(cell: &Cell, column: &Column) -> String {
    if *cell == Cell::Unknown {
        return if column.kind.is_figure() { NOT_KNOWN.to_owned() } else { String::new() };
    }
    let text = on_one_line(&cell.shown(column.kind));
    if text.width() <= WIDEST {
        return text;
    }
    let mut cut = String::new();
    for sign in text.chars() {
        if cut.width() + 2 > WIDEST - 1 {
            break;
        }
        cut.push(sign);
    }
    cut.push('…');
    cut
}

/// Without what would move a terminal's cursor or break a line.
fn on_one_line(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::sheet::tests::small_book;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        insta::assert_snapshot!(text_table(&small_book()));
    }

    #[test]
    fn no_text_from_data_moves_the_cursor() {
        let mut book = small_book();
        book.sheets[0].lines[0].cells[1] = Cell::text("\u{1b}[2J\nname");
        assert!(!text_table(&book).contains('\u{1b}') && text_table(&book).contains(" [2J name"));
    }
}
