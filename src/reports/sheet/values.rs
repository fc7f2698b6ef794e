//! What stands in a cell, how it is written as text, and a sheet as CSV.

use chrono::NaiveDate;

use crate::exchange::guarded;
use crate::reports::sheet::book::Kind;
use crate::reports::sheet::book::Sheet;

/// A value in the unit in which it is exact.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Not known, or there is none.
    Unknown,
    Text(String),
    Word(&'static Label),
    Metres(i64),
    Fen(i128),
    /// A share of 1.
    Share(f64),
    Number(f64),
    Count(i64),
    Day(NaiveDate),
}

/// A word of a fixed list: in CSV by itself, elsewhere by its Chinese label.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    pub word: &'static str,
    pub zh: &'static str,
    pub tone: Tone,
}

/// How a word is coloured; the word itself says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    Open,
    Quiet,
    /// Not coloured.
    Plain,
}

impl Tone {
    /// Background and ink, each pair with a contrast of at least 4.5.
    pub fn colours(self) -> Option<(u32, u32)> {
        Some(match self {
            Self::Good => (0x00C6_EFCE, 0x0000_5A00),
            Self::Bad => (0x00FF_C7CE, 0x009C_0006),
            Self::Open => (0x00FF_EB9C, 0x006B_4700),
            Self::Quiet => (0x00E7_E6E6, 0x0040_4040),
            Self::Plain => return None,
        })
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
            Self::Quiet => "quiet",
            Self::Plain => "plain",
        }
    }
}

impl Label {
    /// The label of a word in a list.
    pub fn of(list: &'static [Self], word: &str) -> Option<&'static Self> {
        list.iter().find(|label| label.word == word)
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As a terminal, CSV and a page show it; empty when unknown.
    pub fn written(&self) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Text(text) => text.clone(),
            Self::Word(label) => label.word.to_owned(),
            Self::Metres(metres) => decimal((*metres).into(), 3),
            Self::Fen(fen) => decimal(*fen, 2),
            // As the API gives them: a share of 1.
            Self::Share(number) | Self::Number(number) => plain_number(*number),
            Self::Count(count) => count.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    /// As people read it: words by their Chinese label, percent, groups of three digits.
    pub fn shown(&self, kind: Kind) -> String {
        match self {
            Self::Word(label) => label.zh.to_owned(),
            Self::Fen(_) | Self::Metres(_) => grouped(&self.written()),
            Self::Share(share) => format!("{:.2}%", share * 100.0),
            Self::Number(number) if kind == Kind::Km => grouped(&format!("{number:.3}")),
            _ => self.written(),
        }
    }

    /// In its smallest unit, where it is exact: what adds up without rounding.
    pub fn exact(&self) -> Option<i128> {
        match self {
            Self::Metres(whole) | Self::Count(whole) => Some((*whole).into()),
            Self::Fen(fen) => Some(*fen),
            _ => None,
        }
    }

    /// What is left of it, in the same unit; `None` where it is not exact.
    pub fn less(&self, exact: i128) -> Option<Self> {
        let whole = |from: i64| i64::try_from(i128::from(from) - exact).ok();
        match self {
            Self::Metres(metres) => whole(*metres).map(Self::Metres),
            Self::Count(count) => whole(*count).map(Self::Count),
            Self::Fen(fen) => Some(Self::Fen(fen - exact)),
            _ => None,
        }
    }

    /// The number that a spreadsheet computes with.
    pub fn number(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "no sum of a province has more than 15 digits")]
        Some(match self {
            Self::Metres(metres) => *metres as f64 / 1000.0,
            Self::Fen(fen) => *fen as f64 / 100.0,
            Self::Count(count) => *count as f64,
            Self::Share(number) | Self::Number(number) => *number,
            _ => return None,
        })
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

/// A whole number of the smallest unit as a decimal.
fn decimal(whole: i128, places: usize) -> String {
    let sign = if whole < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", whole.unsigned_abs(), width = places + 1);
    let (before, after) = digits.split_at(digits.len() - places);
    format!("{sign}{before}.{after}")
}

/// The shortest text that reads back as the same number, without an exponent.
fn plain_number(number: f64) -> String {
    // The sum of nothing is -0.0.
    format!("{}", number + 0.0)
}

/// `1234567.80` as `1,234,567.80`.
fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (before, after) = rest.split_once('.').map_or((rest, None), |(before, after)| (before, Some(after)));
    let mut out = sign.to_owned();
    for (nth, digit) in before.char_indices() {
        if nth > 0 && (before.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(after) = after {
        out.push('.');
        out.push_str(after);
    }
    out
}

/// A sheet as CSV for machines: UTF-8 with a byte order mark, one header row of keys. Texts from
/// data start no formula.
pub fn csv_table(sheet: &Sheet) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let header = sheet.columns.iter().map(|column| column.key);
    let whole = "memory takes what is written, and every line has as many cells as there are columns";
    table.write_record(header).expect(whole);
    for line in sheet.lines.iter().chain(&sheet.total) {
        let cells = line.cells.iter().map(|cell| match cell {
            Cell::Text(text) => guarded(text),
            cell => cell.written(),
        });
        table.write_record(cells).expect(whole);
    }
    table.into_inner().expect(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_lengths_are_written_exactly() {
        assert_eq!(Cell::Fen(123_692_700).written(), "1236927.00");
        assert_eq!(Cell::Fen(-5).written(), "-0.05");
        assert_eq!(Cell::Fen(123_692_700).shown(Kind::Money), "1,236,927.00");
        assert_eq!(Cell::Fen(-12_345).shown(Kind::Money), "-123.45");
        assert_eq!(Cell::Metres(0).written(), "0.000");
        assert_eq!(Cell::Metres(1_234_567).shown(Kind::Km), "1,234.567");
        assert_eq!(Cell::Share(0.05).shown(Kind::Percent), "5.00%");
        assert_eq!(Cell::Number(-0.0).written(), "0");
        assert_eq!(Cell::Unknown.written(), "");
    }
}
