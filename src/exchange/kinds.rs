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
    values: u64,
    unreadable: u64,
    fractions: u64,
    /// The narrower one first; in the end there is always text.
    possible: Vec<LayerKind>,
}

impl Kinds {
    pub fn new(is_plain_table: bool) -> Self {
        use LayerKind as Kind;
        let possible = vec![Kind::Boolean, Kind::Integer, Kind::Real, Kind::Date, Kind::Timestamp, Kind::Text];
        Self { is_plain_table, values: 0, unreadable: 0, fractions: 0, possible }
    }

    pub fn look(&mut self, cell: &Cell) {
        match cell {
            Err(_) => self.unreadable += 1,
            Ok(Json::Null) => {}
            Ok(Json::String(text)) if text.trim().is_empty() => {}
            Ok(value) => {
                let text = if let Json::String(text) = value { Some(text.trim()) } else { None };
                let plain = text.filter(|_| self.is_plain_table);
                let number = number(value, plain);
                self.values += 1;
                self.fractions += u64::from(number == Some(Number::Fraction));
                self.possible.retain(|kind| match kind {
                    LayerKind::Text => true,
                    LayerKind::Boolean => {
                        value.is_boolean() || plain.is_some_and(|text| ["true", "false"].contains(&text))
                    }
                    LayerKind::Integer => number == Some(Number::Whole),
                    LayerKind::Real => number.is_some(),
                    LayerKind::Date => text.is_some_and(|text| text.len() == 10 && is_of(FieldKind::Date, text)),
                    LayerKind::Timestamp => text.is_some_and(|text| is_of(FieldKind::Timestamp, text)),
                });
            }
        }
    }

    /// Whether there is nothing in the column that could be kept.
    pub fn is_unreadable(&self) -> bool {
        self.unreadable > 0 && self.values == 0
    }

    pub fn is_of_numbers(&self) -> bool {
        self.values > 0 && self.possible.contains(&LayerKind::Real)
    }

    /// Whole numbers that no field of numbers holds to the digit.
    pub fn is_of_long_numbers(&self) -> bool {
        self.values > 0 && self.possible.first() == Some(&LayerKind::Real) && self.fractions == 0
    }

    pub fn kind(&self) -> LayerKind {
        match self.possible.first() {
            Some(kind) if self.values > 0 && !self.is_of_long_numbers() => *kind,
            _ => LayerKind::Text,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    Whole,
    /// Whole, and beyond what a field of whole numbers takes.
    Long,
    Fraction,
}

/// The number that a cell holds; `plain` is the text of a table that writes numbers as text.
fn number(value: &Json, plain: Option<&str>) -> Option<Number> {
    let whole = |number: i64| if is_long(number) { Number::Long } else { Number::Whole };
    match (value, plain) {
        (Json::Number(number), _) => Some(match number.as_i64() {
            Some(number) => whole(number),
            None if number.is_u64() => Number::Long,
            None => Number::Fraction,
        }),
        (_, Some(text)) => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Some(whole(number)),
            _ => is_written_with_a_point(text).then_some(Number::Fraction),
        },
        _ => None,
    }
}

fn is_of(kind: FieldKind, text: &str) -> bool {
    Value::read(kind, text).is_ok()
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
