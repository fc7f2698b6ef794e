//! Formulas as they are written in our code, and as a spreadsheet reads them.
//!
//! A template names columns by their keys: `[km]` is the cell of this line, `[lengths.km]` that of the
//! same line of another sheet, `[km:]` all lines of the column without the total. Anything else stands as
//! it is: functions, numbers, texts in quotes, names of parameters. Templates are written by us alone
//! (`&'static str`); a text from data cannot become one.

use crate::reports::sheet::book::Sheet;

/// The row of a worksheet with the first line, counted from 0.
pub const FIRST_LINE: u32 = 6;

/// The sum of a column; nothing where one of its lines is not known.
pub fn sum_of(key: &str) -> String {
    format!("IF(COUNT([{key}:])<ROWS([{key}:]),\"\",SUM([{key}:]))")
}

/// A template for the cell of one row, as A1 references.
///
/// # Panics
/// Where a template names a column that there is not: templates are ours, and tests write every one.
pub fn in_a1(template: &str, here: &Sheet, sheets: &[Sheet], names: &[String], row: u32) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        let (reference, after) = after.split_once(']').expect("a bracket of a template is closed");
        out.push_str(before);
        let (sheet, key) = reference.split_once('.').map_or((None, reference), |(sheet, key)| (Some(sheet), key));
        let (key, is_range) = key.strip_suffix(':').map_or((key, false), |key| (key, true));
        let of = match sheet {
            None => here,
            Some(sheet) => {
                let at = sheets.iter().position(|one| one.key == sheet).expect("the template names a sheet of ours");
                out.push_str(&format!("'{}'!", names[at]));
                &sheets[at]
            }
        };
        let column = column_letters(of.column(key).expect("the template names a column of the sheet"));
        if is_range {
            let first = FIRST_LINE as usize + 1;
            let last = FIRST_LINE as usize + of.lines.len().max(1);
            out.push_str(&format!("${column}${first}:${column}${last}"));
        } else {
            out.push_str(&format!("{column}{}", row + 1));
        }
        rest = after;
    }
    out.push_str(rest);
    out
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
        let a1 = |template: &str, sheet: usize| in_a1(template, &book.sheets[sheet], &book.sheets, &names, 6);
        assert_eq!(a1("ROUND([km]*rate_x,2)", 0), "ROUND(C7*rate_x,2)");
        assert_eq!(a1("SUM([km:])", 0), "SUM($C$7:$C$9)");
        assert_eq!(a1("[lengths.floor]-1", 1), "'里程'!D7-1");
    }
}
