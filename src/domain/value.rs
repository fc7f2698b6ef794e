//! One value of a field, and how it is read from text and written as text.

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono::SecondsFormat;
use chrono::SubsecRound;
use chrono::Utc;

use crate::domain::FieldKind;
use crate::geom::Chainage;

/// A value, typed as its field is. `Null` is unknown, never "no" and never zero.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    /// Texts, references and codes.
    Text(Box<str>),
    List(Vec<Box<str>>),
    Integer(i32),
    Real(f64),
    Boolean(bool),
    Date(NaiveDate),
    Timestamp(DateTime<Utc>),
    /// CNY in fen.
    Money(i64),
    Chainage(Chainage),
}

/// Bytes of a JSON document that a record may hold.
pub const LARGEST_DOCUMENT: usize = 1_000_000;

/// Why a text is not a value of a field: what was wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; give {remedy}")]
pub struct NotAValue {
    pub problem: String,
    pub remedy: String,
}

fn refuse<T>(problem: impl Into<String>, remedy: impl Into<String>) -> Result<T, NotAValue> {
    Err(NotAValue { problem: problem.into(), remedy: remedy.into() })
}

impl Value {
    pub fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_integer(&self) -> Option<i32> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_real(&self) -> Option<f64> {
        match self {
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    pub fn as_chainage(&self) -> Option<Chainage> {
        match self {
            Self::Chainage(chainage) => Some(*chainage),
            _ => None,
        }
    }

    /// Reads a value of `kind` from text, as CSV and query parameters carry it. Blank is unknown.
    pub fn read(kind: FieldKind, text: &str) -> Result<Self, NotAValue> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Null);
        }
        match kind {
            FieldKind::Text | FieldKind::Reference(_) => Self::read_text(text),
            FieldKind::Document => Self::read_document(text),
            FieldKind::TextList | FieldKind::References(_) => {
                Self::read_text(text)?;
                Ok(Self::List(text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Box::from).collect()))
            }
            FieldKind::Code(list) => match list.read(text) {
                Some(code) => Ok(Self::text(code)),
                None => refuse(
                    format!("`{}` is not in the code list {}", clipped(text), list.name),
                    format!("one of {}", list.listed()),
                ),
            },
            FieldKind::Integer { least, most } => match read_integer(text) {
                Some(number) if (f64::from(least)..=f64::from(most)).contains(&number) => {
                    #[expect(clippy::cast_possible_truncation, reason = "within two i32 bounds and whole")]
                    let number = number as i32;
                    Ok(Self::Integer(number))
                }
                Some(number) => {
                    refuse(format!("{number} is out of range"), format!("a whole number from {least} to {most}"))
                }
                None => refuse(
                    format!("`{}` is not a whole number", clipped(text)),
                    format!("a whole number from {least} to {most}"),
                ),
            },
            FieldKind::Real { least, most } => match text.parse::<f64>() {
                Ok(number) if number.is_finite() && (least..=most).contains(&number) => Ok(Self::Real(number)),
                Ok(number) if number.is_finite() => refuse(format!("{number} is out of range"), bounds(least, most)),
                _ => refuse(
                    format!("`{}` is not a number", clipped(text)),
                    format!("{}, with a decimal point", bounds(least, most)),
                ),
            },
            FieldKind::Boolean => match text.to_lowercase().as_str() {
                "true" | "t" | "1" | "yes" | "是" => Ok(Self::Boolean(true)),
                "false" | "f" | "0" | "no" | "否" => Ok(Self::Boolean(false)),
                _ => refuse(format!("`{}` is not yes or no", clipped(text)), "true or false"),
            },
            FieldKind::Date => match read_day(text) {
                Some(day) => Ok(Self::Date(day)),
                None => refuse(format!("`{}` is not a date", clipped(text)), "a day as 2025-12-31"),
            },
            FieldKind::Timestamp => match DateTime::parse_from_rfc3339(text) {
                // To the microsecond: PostgreSQL and the world keep no more.
                Ok(instant) if instant.to_utc().year() >= 1 => Ok(Self::Timestamp(instant.to_utc().trunc_subsecs(6))),
                _ => refuse(format!("`{}` is not a time", clipped(text)), "RFC 3339, as 2025-12-31T08:00:00+08:00"),
            },
            FieldKind::Money => match read_money(text) {
                Some(fen) => Ok(Self::Money(fen)),
                None => refuse(
                    format!("`{}` is not an amount", clipped(text)),
                    "CNY with at most two decimals, as 1236927.00",
                ),
            },
            FieldKind::Chainage => match text.parse().ok().or_else(|| read_kilometres(text)) {
                Some(chainage) => Ok(Self::Chainage(chainage)),
                None => refuse(
                    format!("`{}` is not a chainage", clipped(text)),
                    "kilometres and metres, as K12+345, or kilometres with decimals, as 12.345",
                ),
            },
        }
    }

    fn read_text(text: &str) -> Result<Self, NotAValue> {
        if text.contains('\0') {
            return refuse("the text holds a zero byte", "text without control characters");
        }
        if text.len() > 10_000 {
            return refuse(format!("the text is {} bytes long", text.len()), "at most 10,000 bytes");
        }
        Ok(Self::text(text))
    }

    fn read_document(text: &str) -> Result<Self, NotAValue> {
        if text.len() > LARGEST_DOCUMENT {
            return refuse(format!("the document is {} bytes long", text.len()), "at most 1,000,000 bytes");
        }
        match serde_json::from_str(text) {
            // A zero byte travels escaped, and no database keeps it as text.
            Ok(serde_json::Value::Object(_) | serde_json::Value::Array(_)) => Ok(Self::text(text)),
            _ => refuse(format!("`{}` is not a document", clipped(text)), "a JSON object or list"),
        }
    }

    /// The one written form of a value: what CSV carries and [`Value::read`] reads back. Blank for
    /// unknown.
    pub fn written(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) => text.to_string(),
            Self::List(parts) => parts.join(";"),
            Self::Integer(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Boolean(yes) => yes.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Timestamp(instant) => instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            Self::Money(fen) => money_written(*fen),
            Self::Chainage(chainage) => chainage.to_string(),
        }
    }
}

/// A chainage as surveys and registers give it: kilometres with up to three decimals. A whole number of more
/// than two digits could as well be metres.
fn read_kilometres(text: &str) -> Option<Chainage> {
    let (km, decimals) = text.split_once('.').unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_clear = text.contains('.') || km.len() <= 2;
    if km.is_empty() || km.len() > 4 || decimals.len() > 3 || !plain(km) || !plain(decimals) || !is_clear {
        return None;
    }
    format!("{km}+{decimals:0<3}").parse().ok()
}

/// `2025-12-31`, alone or before a time of day. There is no year 0.
fn read_day(text: &str) -> Option<NaiveDate> {
    let (day, rest) = text.split_at_checked(10)?;
    let is_alone = rest.is_empty() || rest.starts_with(['T', ' ']);
    day.parse().ok().filter(|date: &NaiveDate| is_alone && date.year() >= 1 && date.to_string() == day)
}

/// A spreadsheet writes whole numbers as `3.0`; that is taken as three.
fn read_integer(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite() && number.fract() == 0.0)
}

fn bounds(least: f64, most: f64) -> String {
    match (least, most) {
        (0.0, f64::MAX) => "a number that is not negative".to_owned(),
        (least, f64::MAX) => format!("a number of at least {least}"),
        _ => format!("a number from {least} to {most}"),
    }
}

fn read_money(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (yuan, fen) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 15 || fen.len() > 2 || !plain(yuan) || !plain(fen) {
        return None;
    }
    Some(sign * (yuan.parse::<i64>().ok()? * 100 + format!("{fen:0<2}").parse::<i64>().ok()?))
}

fn money_written(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// Enough of a bad text to recognise it by.
pub fn clipped(text: &str) -> String {
    clipped_to(text, 60)
}

/// As [`clipped`], of another length in characters. Signs that would do something to a terminal are
/// replaced, so that a message stays one line.
pub fn clipped_to(text: &str, most: usize) -> String {
    let shown = |sign: char| match sign {
        '\t' | '\n' | '\r' => ' ',
        sign if sign.is_control() => '\u{fffd}',
        sign => sign,
    };
    match text.char_indices().nth(most) {
        None => text.chars().map(shown).collect(),
        Some(_) => text.chars().take(most - 3).map(shown).chain("…".chars()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANY_REAL: FieldKind = FieldKind::Real { least: 0.0, most: f64::MAX };

    #[track_caller]
    fn refused(kind: FieldKind, text: &str, problem: &str, remedy: &str) {
        let why = Value::read(kind, text).unwrap_err();
        assert!(why.problem.contains(problem) && why.remedy.contains(remedy), "{why:?}");
    }

    #[test]
    fn blank_is_unknown_for_every_kind() {
        for kind in [FieldKind::Text, FieldKind::Boolean, FieldKind::Money, ANY_REAL, FieldKind::Date] {
            assert_eq!(Value::read(kind, "  ").unwrap(), Value::Null);
        }
    }

    #[test]
    fn a_text_within_a_message_is_short_and_on_its_line() {
        assert_eq!(clipped("北桥\n\u{1b}[2J\0"), "北桥 \u{fffd}[2J\u{fffd}");
        assert_eq!(clipped(&"路".repeat(60)), "路".repeat(60));
        assert_eq!(clipped(&"路".repeat(61)), format!("{}…", "路".repeat(57)));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_would_be_right() {
        refused(ANY_REAL, "1,8", "not a number", "decimal point");
        refused(ANY_REAL, "NaN", "not a number", "number");
        refused(ANY_REAL, "-1", "out of range", "not negative");
        refused(FieldKind::Integer { least: 1, most: 5 }, "6", "out of range", "1 to 5");
        refused(FieldKind::Integer { least: 1, most: 5 }, "2.5", "not a whole number", "1 to 5");
        refused(FieldKind::Money, "12.345", "not an amount", "two decimals");
        refused(FieldKind::Date, "2025-13-01", "not a date", "2025-12-31");
        refused(FieldKind::Chainage, "1000", "not a chainage", "K12+345");
        refused(FieldKind::Chainage, "12.3456", "not a chainage", "12.345");
        refused(FieldKind::Chainage, "-1.0", "not a chainage", "12.345");
    }

    #[test]
    fn a_chainage_is_read_in_kilometres_where_nothing_else_can_be_meant() {
        let read = |text: &str| Value::read(FieldKind::Chainage, text).unwrap().written();
        assert_eq!(
            ["12.3", "708.245", "1000.000", "7", "0", "K7+5"].map(read),
            ["K12+300", "K708+245", "K1000+000", "K7+000", "K0+000", "K7+005"]
        );
    }

    #[test]
    fn a_day_is_written_in_full() {
        for text in ["2025-1-3", "2025-01-3", "+12345-6-7", "0000-01-01", "-001-01-01", "2025-01-03x", "二〇二五年"]
        {
            refused(FieldKind::Date, text, "not a date", "2025-12-31");
        }
        let day = Value::Date(NaiveDate::from_ymd_opt(2025, 1, 3).unwrap());
        assert_eq!(Value::read(FieldKind::Date, "2025-01-03T08:00:00").unwrap(), day);
    }

    #[test]
    fn a_whole_number_written_by_a_spreadsheet_is_whole() {
        assert_eq!(Value::read(FieldKind::Integer { least: 0, most: 9 }, "3.0").unwrap(), Value::Integer(3));
    }

    proptest! {
        #[test]
        fn amounts_read_back_to_the_fen(fen in -10_000_000_000_i64..10_000_000_000) {
            prop_assert_eq!(Value::read(FieldKind::Money, &Value::Money(fen).written()).unwrap(), Value::Money(fen));
        }

        #[test]
        fn reals_read_back_bit_for_bit(number in 0.0..f64::MAX) {
            prop_assert_eq!(Value::read(ANY_REAL, &Value::Real(number).written()).unwrap(), Value::Real(number));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,30}") {
            for kind in [FieldKind::Date, FieldKind::Money, FieldKind::Chainage, FieldKind::Timestamp, FieldKind::TextList] {
                let _ = Value::read(kind, &text);
            }
        }
    }
}
