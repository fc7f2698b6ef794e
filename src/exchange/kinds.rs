//! What the cells of a column have in common.

use serde_json::Value as Json;

use crate::domain::FieldKind;
use crate::domain::Value;
use crate::domain::layers::LayerKind;
use crate::exchange::assemble::Cell;

/// What a column may still be after the cells that were seen. Cells that hold nothing say nothing.
pub struct Kinds {
    /// A plain table writes everything as text: there, text may be a number.
    is_plain_table: bool,
    has_value: bool,
    has_unreadable: bool,
    is_boolean: bool,
    is_number: bool,
    has_fraction: bool,
    has_long: bool,
    is_date: bool,
    is_timestamp: bool,
}

impl Kinds {
    pub fn new(is_plain_table: bool) -> Self {
        Self {
            is_plain_table,
            has_value: false,
            has_unreadable: false,
            is_boolean: true,
            is_number: true,
            has_fraction: false,
            has_long: false,
            is_date: true,
            is_timestamp: true,
        }
    }

    pub fn look(&mut self, cell: &Cell) {
        match cell {
            Err(_) => self.has_unreadable = true,
            Ok(Json::Null) => {}
            Ok(Json::String(text)) if text.trim().is_empty() => {}
            Ok(value) => {
                self.has_value = true;
                self.narrow(value);
            }
        }
    }

    fn narrow(&mut self, value: &Json) {
        let text = if let Json::String(text) = value { Some(text.trim()) } else { None };
        let plain = text.filter(|_| self.is_plain_table);
        self.is_boolean &= value.is_boolean() || plain.is_some_and(|text| matches!(text, "true" | "false"));
        let long = match (value, plain) {
            (Json::Number(number), _) => number.as_i64().map(is_long).or(number.as_u64().map(|_| true)),
            (_, Some(text)) => text.parse::<i64>().ok().filter(|number| number.to_string() == text).map(is_long),
            _ => None,
        };
        let is_fraction =
            long.is_none() && (matches!(value, Json::Number(_)) || plain.is_some_and(is_written_with_a_point));
        self.has_long |= long == Some(true);
        self.has_fraction |= is_fraction;
        self.is_number &= long.is_some() || is_fraction;
        let is_of = |kind| text.is_some_and(|text| Value::read(kind, text).is_ok());
        self.is_date &= text.is_some_and(|text| text.len() == 10) && is_of(FieldKind::Date);
        self.is_timestamp &= is_of(FieldKind::Timestamp);
    }

    /// Whether there is nothing in the column that could be kept.
    pub fn is_unreadable(&self) -> bool {
        self.has_unreadable && !self.has_value
    }

    pub fn is_of_long_numbers(&self) -> bool {
        self.has_value && self.is_number && self.has_long && !self.has_fraction
    }

    pub fn kind(&self) -> LayerKind {
        match self {
            Self { has_value: false, .. } => LayerKind::Text,
            Self { is_boolean: true, .. } => LayerKind::Boolean,
            Self { is_number: true, has_fraction: true, .. } => LayerKind::Real,
            Self { is_number: true, has_long: false, .. } => LayerKind::Integer,
            Self { is_date: true, .. } => LayerKind::Date,
            Self { is_timestamp: true, .. } => LayerKind::Timestamp,
            _ => LayerKind::Text,
        }
    }
}

/// Beyond what a field of whole numbers takes.
fn is_long(number: i64) -> bool {
    !(i64::from(i32::MIN) + 1..=i64::from(i32::MAX)).contains(&number)
}

/// `0.5` and `1e-3`, but neither `007` nor `inf`.
fn is_written_with_a_point(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.contains(['.', 'e', 'E'])
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(is_plain_table: bool, cells: &[Json], kind: LayerKind) {
        let mut kinds = Kinds::new(is_plain_table);
        for cell in cells {
            kinds.look(&Ok(cell.clone()));
        }
        assert_eq!(kinds.kind(), kind, "{cells:?}");
    }

    #[test]
    fn a_column_is_what_all_its_cells_are() {
        check(false, &[json!(1), json!(null), json!(-5)], LayerKind::Integer);
        check(false, &[json!(1), json!(2.5)], LayerKind::Real);
        check(false, &[json!(1), json!("one")], LayerKind::Text);
        check(false, &[json!(true), json!("")], LayerKind::Boolean);
        check(false, &[json!("2020-12-31"), json!(null)], LayerKind::Date);
        check(false, &[json!("2020-12-31T00:00:00Z")], LayerKind::Timestamp);
        check(false, &[json!("2020-12-31"), json!("2020-12-31T00:00:00Z")], LayerKind::Text);
        check(false, &[json!({"a": 1}), json!([1])], LayerKind::Text);
        check(false, &[json!(null), json!(" ")], LayerKind::Text);
    }

    #[test]
    fn numbers_are_told_from_text_only_where_all_is_text() {
        check(true, &[json!("1"), json!("-5")], LayerKind::Integer);
        check(true, &[json!("1"), json!("0.5"), json!("1e-3")], LayerKind::Real);
        check(true, &[json!("007")], LayerKind::Text);
        check(true, &[json!("NaN"), json!("inf")], LayerKind::Text);
        check(true, &[json!("true"), json!("false")], LayerKind::Boolean);
        check(false, &[json!("1"), json!("-5")], LayerKind::Text);
    }

    #[test]
    fn whole_numbers_that_do_not_fit_are_kept_to_the_digit() {
        check(false, &[json!(5_000_000_000_i64), json!(1)], LayerKind::Text);
        check(false, &[json!(u64::MAX)], LayerKind::Text);
        check(true, &[json!("5000000000")], LayerKind::Text);
        check(false, &[json!(5_000_000_000_i64), json!(0.5)], LayerKind::Real);
    }
}
