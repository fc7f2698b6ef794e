//! Formulas as they are written in our code, and as a spreadsheet reads them.
//!
//! A template names columns by their keys: `[km]` is the cell of this line, `[lengths.km]` that of the
//! same line of another sheet, `[km:]` all lines of the column without the total. Anything else stands as
//! it is: functions, numbers, texts in quotes, names of parameters. Templates are written by us alone
//! (`&'static str`); a text from data cannot become one.

use crate::reports::sheet::book::Line;
use crate::reports::sheet::book::Sheet;

/// The row of a worksheet with the first line, counted from 0.
pub const FIRST_LINE: u32 = 6;

/// The sum of a column; nothing where one of its lines is not known.
pub fn sum_of(key: &str) -> String {
    format!("IF(COUNT([{key}:])<ROWS([{key}:]),\"\",SUM([{key}:]))")
}

/// A template for the cell of a line of a sheet, as A1 references.
///
/// # Panics
/// Where a template names a column that there is not: templates are ours, and tests write every one.
pub fn in_a1(template: &str, here: &Sheet, sheets: &[Sheet], names: &[String], (row, line): (u32, &Line)) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        let (reference, after) = after.split_once(']').expect("a bracket of a template is closed");
        out.push_str(before);
        rest = after;
        let (sheet, key) = reference.split_once('.').map_or((None, reference), |(sheet, key)| (Some(sheet), key));
        let (key, is_range) = key.strip_suffix(':').map_or((key, false), |key| (key, true));
        let (of, row) = match sheet {
            None => (here, Some(row)),
            Some(sheet) => {
                let at = sheets.iter().position(|one| one.key == sheet).expect("the template names a sheet of ours");
                (&sheets[at], row_of(&sheets[at], line))
            }
        };
        let column = column_letters(of.column(key).expect("the template names a column of the sheet"));
        let sheet = sheet.and_then(|sheet| Some(&names[sheets.iter().position(|one| one.key == sheet)?]));
        let sheet = sheet.map_or_else(String::new, |name| format!("'{name}'!"));
        let reference = match row {
            _ if is_range => {
                let first = FIRST_LINE as usize + 1;
                let last = FIRST_LINE as usize + of.lines.len().max(1);
                format!("{sheet}${column}${first}:${column}${last}")
            }
            Some(row) => format!("{sheet}{column}{}", row + 1),
            // Nothing stands there about this one.
            None => "\"\"".to_owned(),
        };
        out.push_str(&reference);
    }
    out.push_str(rest);
    out
}

/// The row of the line of another sheet that is about the same: it begins with the same cell.
fn row_of(sheet: &Sheet, line: &Line) -> Option<u32> {
    let whom = line.cells.first()?;
    let at = sheet.lines.iter().chain(&sheet.total).position(|other| other.cells.first() == Some(whom))?;
    Some(FIRST_LINE + u32::try_from(at).ok()?)
}

/// `A` to `XFD`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).expect("a remainder of 26 fits")));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::sheet::tests::small_book;

    #[test]
    fn columns_are_called_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_template_becomes_references_to_this_line_another_sheet_and_a_whole_column() {
        let book = small_book();
        let names = vec!["里程".to_owned(), "资金".to_owned()];
        let a1 = |template: &str, sheet: usize| {
            // The same one is the first line here and the second there.
            let line = &book.sheets[sheet].lines[1 - sheet];
            in_a1(template, &book.sheets[sheet], &book.sheets, &names, (6, line))
        };
        assert_eq!(a1("ROUND([km]*rate_x,2)", 0), "ROUND(C7*rate_x,2)");
        assert_eq!(a1("SUM([km:])", 0), "SUM($C$7:$C$9)");
        assert_eq!(a1("[lengths.floor]-1", 1), "'里程'!D7-1");
    }
}
