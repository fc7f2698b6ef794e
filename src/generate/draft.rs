//! Records in the making, and the days on which things happen.

use chrono::Datelike;
use chrono::NaiveDate;

use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::collections;
use crate::domain::record::INVENTED;
use crate::generate::dice::Dice;
use crate::generate::numbers::real;
use crate::geom::Chainage;
use crate::geom::Shape;

/// A collection by its name.
pub fn collection(name: &str) -> &'static Collection {
    collections::named(name).expect("the generator names collections that there are")
}

/// A record whose facts are given one by one; what is not given stays unknown.
pub struct Draft {
    collection: &'static Collection,
    record: Record,
}

impl Draft {
    /// True from before the first day that anyone asks about.
    pub fn new(collection: &'static Collection, code: impl Into<Box<str>>) -> Self {
        let mut record = Record::new(collection, code, INVENTED);
        record.valid_from = Some(FIRST_DAY);
        Self { collection, record }
    }

    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.record.geometry = Some(self.collection.shaped(shape));
        self
    }

    #[must_use]
    pub fn valid_from(mut self, from: NaiveDate) -> Self {
        self.record.valid_from = Some(from);
        self
    }

    #[must_use]
    pub fn set(mut self, field: &str, value: impl IntoValue) -> Self {
        let at = self.collection.position(field).expect("the generator names fields that there are");
        self.record.values[at] = value.into_value();
        self
    }

    pub fn done(self) -> Record {
        self.record
    }
}

/// The day from which the oldest stock is on record.
pub const FIRST_DAY: NaiveDate = date(2016, 1, 1);

/// A day of the calendar, known to exist.
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the generator names days that there are")
}

/// A day of a year, any as likely as another.
pub fn day_in(dice: &mut Dice, year: i32) -> NaiveDate {
    day_within(dice, date(year, 1, 1), date(year, 12, 31))
}

/// A day from `first` to `last`, both included.
pub fn day_within(dice: &mut Dice, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    let days = (last - first).num_days().max(0);
    let share = dice.unit();
    let days = real::floor(share * real::of(usize::try_from(days + 1).expect("not negative"))).min(days);
    first + chrono::Duration::days(days)
}

pub fn days_after(day: NaiveDate, days: i32) -> NaiveDate {
    day + chrono::Duration::days(i64::from(days))
}

pub fn year_of(day: NaiveDate) -> i32 {
    day.year()
}

/// What a field may be set to.
pub trait IntoValue {
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::text(self)
    }
}

impl IntoValue for &String {
    fn into_value(self) -> Value {
        Value::text(self.as_str())
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::text(self)
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Boolean(self)
    }
}

impl IntoValue for i32 {
    fn into_value(self) -> Value {
        Value::Integer(self)
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Value::Real(self)
    }
}

impl IntoValue for NaiveDate {
    fn into_value(self) -> Value {
        Value::Date(self)
    }
}

impl IntoValue for Chainage {
    fn into_value(self) -> Value {
        Value::Chainage(self)
    }
}

impl IntoValue for Vec<String> {
    fn into_value(self) -> Value {
        Value::List(self.into_iter().map(String::into_boxed_str).collect())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Null, IntoValue::into_value)
    }
}
