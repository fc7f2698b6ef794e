//! Values of one field, side by side: a city's households fit in memory because a row is a few
//! dozen bytes, not a struct of strings.

use chrono::DateTime;
use chrono::NaiveDate;

use crate::domain::FieldKind;
use crate::domain::Value;
use crate::geom::Chainage;
use crate::world::packed::Packed;
use crate::world::texts::Texts;

type List = Box<[Box<str>]>;

/// One column of a shard.
#[derive(Debug)]
pub enum Column {
    /// Every value is unknown.
    Unknown,
    Text(Texts),
    List(Box<[Option<List>]>),
    Integer(Packed),
    /// NaN is unknown.
    Real(Box<[f64]>),
    /// 0 and 1.
    Boolean(Packed),
    /// Days from the common era.
    Date(Packed),
    /// Microseconds from the epoch.
    Timestamp(Packed),
    /// Fen.
    Money(Packed),
    /// Millimetres.
    Chainage(Packed),
}

impl Column {
    /// Takes the values of one field out of rows that are in the order of the shard.
    pub fn of<'a>(kind: FieldKind, values: impl Iterator<Item = &'a Value> + Clone) -> Self {
        if values.clone().all(Value::is_null) {
            return Self::Unknown;
        }
        let numbers = |values| Packed::of(Iterator::map(values, number));
        match kind {
            FieldKind::Text | FieldKind::Document | FieldKind::Reference(_) | FieldKind::Code(_) => {
                Self::Text(values.map(Value::as_text).collect())
            }
            FieldKind::TextList | FieldKind::References(_) => Self::List(
                values
                    .map(|value| if let Value::List(parts) = value { Some(parts.clone().into()) } else { None })
                    .collect(),
            ),
            FieldKind::Real { .. } => Self::Real(
                values.map(|value| if let Value::Real(number) = value { *number } else { f64::NAN }).collect(),
            ),
            FieldKind::Integer { .. } => Self::Integer(numbers(values)),
            FieldKind::Boolean => Self::Boolean(numbers(values)),
            FieldKind::Date => Self::Date(numbers(values)),
            FieldKind::Timestamp => Self::Timestamp(numbers(values)),
            FieldKind::Money => Self::Money(numbers(values)),
            FieldKind::Chainage => Self::Chainage(numbers(values)),
        }
    }

    pub fn value(&self, row: usize) -> Value {
        let value = match self {
            Self::Unknown => None,
            Self::Text(texts) => texts.at(row).map(Value::text),
            Self::List(lists) => lists[row].as_ref().map(|parts| Value::List(parts.to_vec())),
            Self::Integer(_) => self.integer(row).map(Value::Integer),
            Self::Real(numbers) => Some(numbers[row]).filter(|number| !number.is_nan()).map(Value::Real),
            Self::Boolean(flags) => flags.at(row).map(|flag| Value::Boolean(flag != 0)),
            Self::Date(dates) => dates.at(row).and_then(day).map(Value::Date),
            Self::Timestamp(instants) => {
                instants.at(row).and_then(DateTime::from_timestamp_micros).map(Value::Timestamp)
            }
            Self::Money(amounts) => amounts.at(row).map(Value::Money),
            Self::Chainage(places) => {
                let mm = places.at(row).and_then(|mm| u32::try_from(mm).ok());
                mm.map(|mm| Value::Chainage(Chainage::from_mm(mm)))
            }
        };
        value.unwrap_or_default()
    }

    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(texts) => texts.at(row),
            _ => None,
        }
    }

    pub fn integer(&self, row: usize) -> Option<i32> {
        match self {
            Self::Integer(numbers) => numbers.at(row).and_then(|number| i32::try_from(number).ok()),
            _ => None,
        }
    }
}

/// A value that is kept as a whole number.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(i64::from(*number)),
        Value::Boolean(yes) => Some(i64::from(*yes)),
        Value::Date(date) => Some(days(*date)),
        Value::Timestamp(at) => Some(at.timestamp_micros()),
        Value::Money(fen) => Some(*fen),
        Value::Chainage(chainage) => Some(i64::from(chainage.mm())),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Real(_) => None,
    }
}

pub(super) fn days(day: NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&day))
}

pub(super) fn day(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
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
}
