//! Which of a record's versions is asked for.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::TimeDelta;
use chrono::Utc;

/// The day in China at an instant: days on the ground are days there.
pub fn day_in_china(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(8)).date_naive()
}

/// A state of the past, on two clocks: what was true on the ground on a day, by what had been
/// recorded at an instant. `None` is without bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    pub valid_on: Option<NaiveDate>,
    pub recorded_by: Option<DateTime<Utc>>,
}

impl Past {
    /// Whether a version counts. Of those that count, the last holds. One whose first day is not
    /// known counts on every day.
    pub fn counts(&self, valid_from: Option<NaiveDate>, recorded_at: DateTime<Utc>) -> bool {
        self.valid_on.is_none_or(|day| valid_from.is_none_or(|from| from <= day))
            && self.recorded_by.is_none_or(|by| recorded_at <= by)
    }
}
