//! How often road chiefs inspect their roads: `data/rules/patrol.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::ParametersRefused;
use crate::queries::post_sheet::PatrolDays;

/// Intervals of inspection, and where they come from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patrol {
    pub id: String,
    /// Of what asks for road chiefs.
    pub clause: String,
    pub source: String,
    /// Whether the figures are ours and not those of a text.
    pub assumption: bool,
    intervals: Vec<Interval>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Interval {
    level: String,
    days: i64,
}

static EMBEDDED: LazyLock<Patrol> = LazyLock::new(|| {
    Patrol::from_toml(include_str!("../../data/rules/patrol.toml"))
        .expect("the file in the program is the one that the tests read")
});

const LEVELS: [&str; 3] = ["county", "township", "village"];

impl Patrol {
    /// That which came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn from_toml(text: &str) -> Result<Self, ParametersRefused> {
        let refused = |why: String| ParametersRefused { what: "intervals of inspection", why };
        let patrol: Self = toml::from_str(text).map_err(|why| refused(why.to_string()))?;
        patrol.check().map_err(refused)?;
        Ok(patrol)
    }

    pub fn days(&self) -> PatrolDays {
        let of = |nth: usize| u32::try_from(self.intervals[nth].days).expect("checked when it was read");
        PatrolDays { county: of(0), township: of(1), village: of(2) }
    }

    fn check(&self) -> Result<(), String> {
        for (name, text) in [("id", &self.id), ("clause", &self.clause), ("source", &self.source)] {
            if text.trim().is_empty() {
                return Err(format!("{}: `{name}` is empty; say it in words", self.id));
            }
        }
        let levels: Vec<&str> = self.intervals.iter().map(|interval| &*interval.level).collect();
        if levels != LEVELS {
            let wanted = LEVELS.join(", ");
            return Err(format!(
                "{}: intervals are of {}; give {wanted} once each, in this order",
                self.id,
                levels.join(", ")
            ));
        }
        match self.intervals.iter().find(|interval| !(1..=3650).contains(&interval.days)) {
            Some(Interval { level, days }) => {
                Err(format!("{}: the interval of {level} is {days} days; give whole days from 1 to 3650", self.id))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/rules/patrol.toml");

    #[track_caller]
    fn refused(from: &str, to: &str, words: &str) {
        assert!(FILE.contains(from), "{from}");
        let why = Patrol::from_toml(&FILE.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(why.starts_with("the intervals of inspection cannot be used: ") && why.contains(words), "{why}");
    }

    #[test]
    fn intervals_are_those_of_the_file() {
        assert_eq!(Patrol::embedded().days(), PatrolDays { county: 30, township: 15, village: 7 });
        assert!(Patrol::embedded().assumption, "no text gives a frequency");
    }

    #[test]
    fn intervals_that_cannot_be_used_are_refused_in_words() {
        refused("days = 15", "days = 0", "patrol-2026: the interval of township is 0 days; give whole days");
        refused("level = \"village\"", "level = \"city\"", "county, township, village once each");
        refused("clause =", "clauses =", "unknown field `clauses`");
        refused("days = 30", "days = \"often\"", "invalid type");
    }
}
