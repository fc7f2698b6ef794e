//! Concentrations of gas as measured, and when they are low enough.

use chrono::DateTime;
use chrono::Utc;

/// Below it the emergency may end, percent by volume (G10 6.1 says 1 % of no unit: DC11).
pub const CLEAR_BELOW_VOL_PERCENT: f64 = 1.0;
/// And below it, percent of the lower explosive limit of the gas that leaks: 1 %vol of LPG is about half
/// of its limit (DC11).
pub const CLEAR_BELOW_LEL_PERCENT: f64 = 20.0;

/// One reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub vol_percent: f64,
    pub lel_percent: f64,
    pub at: DateTime<Utc>,
    /// Where, in words.
    pub place: Option<String>,
}

impl Reading {
    /// Both below their bounds, which are not low enough themselves.
    pub fn is_clear(&self) -> bool {
        self.vol_percent < CLEAR_BELOW_VOL_PERCENT && self.lel_percent < CLEAR_BELOW_LEL_PERCENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_clear_below_both_bounds_and_at_neither() {
        let clear = |vol_percent, lel_percent| {
            Reading { vol_percent, lel_percent, at: DateTime::UNIX_EPOCH, place: None }.is_clear()
        };
        assert!(clear(0.0, 0.0) && clear(0.99, 19.9));
        assert!(!clear(1.0, 19.9) && !clear(0.99, 20.0) && !clear(f64::NAN, 0.0));
        // LPG: far below 1 %vol, and half of its limit all the same.
        assert!(!clear(0.9, 50.0));
    }
}
