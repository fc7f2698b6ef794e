//! The one place where time comes from.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;

use crate::domain::day_in_china;

/// What time it is: the system's, or a fixed one for tests and for repeatable runs.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    Fixed(DateTime<Utc>),
}

impl Clock {
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(at) => at,
        }
    }

    /// The calendar day in China, whose rules and terms the product keeps.
    pub fn today(self) -> NaiveDate {
        day_in_china(self.now())
    }
}
