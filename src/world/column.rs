//! Values of one field, side by side: a city's households fit in memory because a row is a few
//! dozen bytes, not a struct of strings.

use std::collections::HashMap;

use chrono::DateTime;
use chrono::NaiveDate;

use crate::domain::FieldKind;
use crate::domain::Value;
use crate::geom::Chainage;

/// One column of a shard. Unknown has a mark of its own in each kind.
#[derive(Debug)]
pub enum Column {
    /// Every value is unknown.
    Unknown,
    Text(Texts),
    List(Vec<Option<Box<[Box<str>]>>>),
    /// `i32::MIN` is unknown.
    Integer(Vec<i32>),
    /// NaN is unknown.
    Real(Vec<f64>),
    Boolean(Vec<Option<bool>>),
    /// Days from the common era; `i32::MIN` is unknown.
    Date(Vec<i32>),
    /// Microseconds from the epoch; `i64::MIN` is unknown.
    Timestamp(Vec<i64>),
    /// Fen; `i64::MIN` is unknown.
    Money(Vec<i64>),
    /// Millimetres; `u32::MAX` is unknown.
    Chainage(Vec<u32>),
}

impl Column {
    /// Takes the values of one field out of rows that are in the order of the shard.
    pub fn of<'a>(kind: FieldKind, values: impl Iterator<Item = &'a Value> + Clone) -> Self {
        if values.clone().all(Value::is_null) {
            return Self::Unknown;
        }
        match kind {
            FieldKind::Text | FieldKind::Reference(_) | FieldKind::Code(_) => {
                Self::Text(values.map(Value::as_text).collect())
            }
            FieldKind::TextList | FieldKind::References(_) => Self::List(
                values
                    .map(|value| if let Value::List(parts) = value { Some(parts.clone().into()) } else { None })
                    .collect(),
            ),
            FieldKind::Integer { .. } => {
                Self::Integer(values.map(|value| value.as_integer().unwrap_or(i32::MIN)).collect())
            }
            FieldKind::Real { .. } => Self::Real(
                values.map(|value| if let Value::Real(number) = value { *number } else { f64::NAN }).collect(),
            ),
            FieldKind::Boolean => Self::Boolean(
                values.map(|value| if let Value::Boolean(yes) = value { Some(*yes) } else { None }).collect(),
            ),
            FieldKind::Date => Self::Date(values.map(|value| value.as_date().map_or(i32::MIN, days)).collect()),
            FieldKind::Timestamp => Self::Timestamp(
                values
                    .map(|value| if let Value::Timestamp(at) = value { at.timestamp_micros() } else { i64::MIN })
                    .collect(),
            ),
            FieldKind::Money => {
                Self::Money(values.map(|value| if let Value::Money(fen) = value { *fen } else { i64::MIN }).collect())
            }
            FieldKind::Chainage => {
                Self::Chainage(values.map(|value| value.as_chainage().map_or(u32::MAX, Chainage::mm)).collect())
            }
        }
    }

    pub fn value(&self, row: usize) -> Value {
        match self {
            Self::Unknown => Value::Null,
            Self::Text(texts) => texts.at(row).map_or(Value::Null, Value::text),
            Self::List(lists) => lists[row].as_ref().map_or(Value::Null, |parts| Value::List(parts.to_vec())),
            Self::Integer(numbers) => known(numbers[row], i32::MIN).map_or(Value::Null, Value::Integer),
            Self::Real(numbers) => {
                Some(numbers[row]).filter(|number| !number.is_nan()).map_or(Value::Null, Value::Real)
            }
            Self::Boolean(flags) => flags[row].map_or(Value::Null, Value::Boolean),
            Self::Date(dates) => known(dates[row], i32::MIN).and_then(day).map_or(Value::Null, Value::Date),
            Self::Timestamp(instants) => known(instants[row], i64::MIN)
                .and_then(DateTime::from_timestamp_micros)
                .map_or(Value::Null, Value::Timestamp),
            Self::Money(amounts) => known(amounts[row], i64::MIN).map_or(Value::Null, Value::Money),
            Self::Chainage(places) => {
                known(places[row], u32::MAX).map_or(Value::Null, |mm| Value::Chainage(Chainage::from_mm(mm)))
            }
        }
    }

    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(texts) => texts.at(row),
            _ => None,
        }
    }

    pub fn integer(&self, row: usize) -> Option<i32> {
        match self {
            Self::Integer(numbers) => known(numbers[row], i32::MIN),
            _ => None,
        }
    }
}

fn known<T: PartialEq>(value: T, unknown: T) -> Option<T> {
    (value != unknown).then_some(value)
}

pub(super) fn days(day: NaiveDate) -> i32 {
    chrono::Datelike::num_days_from_ce(&day)
}

pub(super) fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days)
}

/// Texts, kept once each where they repeat and end to end where they do not.
#[derive(Debug)]
pub enum Texts {
    /// A number for each row into the texts; `u32::MAX` is unknown.
    Repeating { rows: Vec<u32>, texts: Vec<Box<str>> },
    /// Where each row's text ends in `bytes`; the high bit marks unknown.
    Distinct { ends: Vec<u32>, bytes: Box<str> },
}

const UNKNOWN_BIT: u32 = 1 << 31;

impl Texts {
    pub fn at(&self, row: usize) -> Option<&str> {
        match self {
            Self::Repeating { rows, texts } => texts.get(rows[row] as usize).map(|text| &**text),
            Self::Distinct { ends, bytes } => {
                let end = ends[row];
                let start = row.checked_sub(1).map_or(0, |before| ends[before] & !UNKNOWN_BIT);
                (end & UNKNOWN_BIT == 0).then(|| &bytes[start as usize..end as usize])
            }
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Repeating { rows, .. } => rows.len(),
            Self::Distinct { ends, .. } => ends.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows whose text passes `test`, which is put to each distinct text once.
    pub fn rows_where(&self, mut test: impl FnMut(&str) -> bool) -> Vec<u32> {
        match self {
            Self::Repeating { rows, texts } => {
                let passed: Vec<bool> = texts.iter().map(|text| test(text)).collect();
                let rows = rows.iter().zip(0..);
                rows.filter(|(text, _)| passed.get(**text as usize).copied().unwrap_or(false))
                    .map(|(_, row)| row)
                    .collect()
            }
            Self::Distinct { .. } => (0..self.len())
                .zip(0..)
                .filter(|(row, _)| self.at(*row).is_some_and(&mut test))
                .map(|(_, row)| row)
                .collect(),
        }
    }
}

impl<'a> FromIterator<Option<&'a str>> for Texts {
    #[expect(clippy::cast_possible_truncation, reason = "a shard holds far below 2^31 bytes of one field")]
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(texts: I) -> Self {
        let texts: Vec<Option<&str>> = texts.into_iter().collect();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        for text in texts.iter().flatten() {
            let next = numbers.len() as u32;
            numbers.entry(text).or_insert(next);
        }
        if numbers.len() * 2 > texts.len() {
            let mut bytes = String::new();
            let end = |text: Option<&str>| {
                bytes.push_str(text.unwrap_or_default());
                bytes.len() as u32 | if text.is_none() { UNKNOWN_BIT } else { 0 }
            };
            let ends = texts.iter().copied().map(end).collect();
            return Self::Distinct { ends, bytes: bytes.into() };
        }
        let rows = texts.iter().map(|text| text.map_or(u32::MAX, |text| numbers[text])).collect();
        let mut ordered: Vec<(&str, u32)> = numbers.into_iter().collect();
        ordered.sort_by_key(|(_, number)| *number);
        Self::Repeating { rows, texts: ordered.into_iter().map(|(text, _)| text.into()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: FieldKind, values: &[Value]) {
        let column = Column::of(kind, values.iter());
        for (row, value) in values.iter().enumerate() {
            assert_eq!(column.value(row), *value);
        }
    }

    #[test]
    fn every_value_comes_back_and_unknown_stays_unknown() {
        check(FieldKind::Text, &[Value::text("a"), Value::Null, Value::text(""), Value::text("b")]);
        check(FieldKind::Text, &[Value::text("a"), Value::text("a"), Value::Null, Value::text("a"), Value::text("a")]);
        check(FieldKind::Boolean, &[Value::Boolean(false), Value::Null]);
        check(FieldKind::Integer { least: 0, most: 9 }, &[Value::Integer(0), Value::Null]);
        check(FieldKind::Date, &[Value::Date("2020-12-31".parse().unwrap()), Value::Null]);
        check(FieldKind::Money, &[Value::Money(-5), Value::Null]);
        check(FieldKind::Chainage, &[Value::Chainage(Chainage::ZERO), Value::Null]);
        check(FieldKind::TextList, &[Value::List(vec!["x".into(), "y".into()]), Value::Null]);
        check(FieldKind::Boolean, &[Value::Null, Value::Null]);
    }

    #[test]
    fn a_search_sees_repeated_and_distinct_texts_alike() {
        let repeated: Texts = [Some("ab"), None, Some("ab"), Some("ab"), Some("ab")].into_iter().collect();
        assert_eq!(repeated.rows_where(|text| text.contains('b')), vec![0, 2, 3, 4]);
        let distinct: Texts = [Some("ab"), None, Some("c")].into_iter().collect();
        assert_eq!(distinct.rows_where(|text| text.contains('c')), vec![2]);
    }
}
