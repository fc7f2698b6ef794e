//! Concentrations of gas as measured, and which of them count.

use chrono::DateTime;
use chrono::Utc;

/// Pure gas of the lowest limit that anybody would set is no more than this, percent of that limit.
const MOST_LEL_PERCENT: f64 = 5_600.0;

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
    /// Percent of the lower explosive limit: as it was read, or as the reading by volume comes to for a gas
    /// of that limit (percent by volume), whichever is higher. 0.9 %vol of LPG is half of its limit, whatever
    /// a meter that is set for methane says (DC11).
    pub fn percent_of(&self, limit_vol_percent: f64) -> f64 {
        let by_volume = self.vol_percent / limit_vol_percent * 100.0;
        self.lel_percent.max(by_volume).min(MOST_LEL_PERCENT)
    }
}

/// The last reading of every place, in the order of the places; those that name none are one place. Of two
/// at one moment the higher one counts.
pub fn latest(readings: &[Reading]) -> Vec<&Reading> {
    let mut last: std::collections::BTreeMap<&str, &Reading> = std::collections::BTreeMap::new();
    for reading in readings {
        let place = reading.place.as_deref().unwrap_or_default().trim();
        let is_newer = |before: &&Reading| {
            reading.at > before.at
                || (reading.at == before.at
                    && (reading.lel_percent, reading.vol_percent) > (before.lel_percent, before.vol_percent))
        };
        if last.get(place).is_none_or(is_newer) {
            last.insert(place, reading);
        }
    }
    last.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn reading(place: Option<&str>, minute: i64, vol_percent: f64, lel_percent: f64) -> Reading {
        let at = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        Reading { vol_percent, lel_percent, at, place: place.map(str::to_owned) }
    }

    #[test]
    fn a_volume_is_held_against_the_limit_of_the_gas() {
        let low = reading(None, 0, 0.9, 18.0);
        assert!((low.percent_of(5.0) - 18.0).abs() < 1e-9);
        assert!((low.percent_of(1.8) - 50.0).abs() < 1e-9, "LPG");
        let high = reading(None, 0, 0.1, 40.0);
        assert!((high.percent_of(1.8) - 40.0).abs() < 1e-9, "the meter says more");
    }

    #[test]
    fn the_last_of_every_place_counts_and_the_higher_of_two_at_once() {
        let all = [
            reading(Some("阀井"), 0, 3.0, 60.0),
            reading(None, 5, 2.0, 40.0),
            reading(Some("阀井 "), 9, 0.1, 2.0),
            reading(None, 7, 0.2, 4.0),
            reading(None, 7, 0.1, 2.0),
            reading(Some("地下室"), 1, 1.5, 30.0),
        ];
        let said: Vec<f64> = latest(&all).iter().map(|one| one.lel_percent).collect();
        assert_eq!(said, [4.0, 30.0, 2.0]);
    }
}
