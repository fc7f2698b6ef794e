//! The facts of a case: what a report says and what the map adds. What is in neither is unknown.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;
use serde::Serializer;

use crate::policy::fact_list::Fact;
use crate::policy::fact_list::FactKind;
use crate::policy::fact_list::Origin;
use crate::policy::fact_list::fact;

/// The value of a fact that is known.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    Bool(bool),
    Number(f64),
    Text(String),
    /// Several words at once. The empty set is knowledge too: none of them.
    Words(BTreeSet<String>),
}

/// Why a fact was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactRefusal {
    #[error("there is no fact `{name}`")]
    Unheard { name: String },
    #[error("`{name}` is {given}; it must be {right}")]
    Unfit { name: &'static str, given: String, right: String },
    #[error("`{name}` is found by the classification and cannot be given")]
    Found { name: &'static str },
}

/// What is known of a case. A fact of the report overrides the same fact of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    known: BTreeMap<&'static str, FactValue>,
    derived: BTreeMap<&'static str, FactValue>,
    /// Of the map's, those to which there may be more words than it knows.
    open: BTreeSet<&'static str>,
    /// Of the map's numbers, those that may be more, and how much at most.
    at_most: BTreeMap<&'static str, f64>,
}

impl Facts {
    /// Takes a fact that somebody reported.
    pub fn know(&mut self, name: &str, value: impl Into<FactValue>) -> Result<(), FactRefusal> {
        let (name, value) = checked(name, value.into())?;
        self.known.insert(name, value);
        Ok(())
    }

    /// Takes a fact that the map supplies.
    pub fn derive(&mut self, name: &str, value: impl Into<FactValue>) -> Result<(), FactRefusal> {
        let (name, value) = checked(name, value.into())?;
        self.derived.insert(name, value);
        Ok(())
    }

    /// Takes words that the map supplies, beside which there may be others that it does not know: they can
    /// make a condition true, but none of them rules anything out.
    pub fn derive_some(&mut self, name: &str, words: BTreeSet<String>) -> Result<(), FactRefusal> {
        let (name, value) = checked(name, words.into())?;
        self.derived.insert(name, value);
        self.open.insert(name);
        Ok(())
    }

    /// Takes a number that the map supplies, which may be more, up to `most`: what it says counts, but what
    /// more would bring about is not ruled out.
    pub fn derive_at_least(&mut self, name: &str, least: f64, most: f64) -> Result<(), FactRefusal> {
        let (name, value) = checked(name, least.into())?;
        self.derived.insert(name, value);
        self.at_most.insert(name, most);
        Ok(())
    }

    /// The most that a number may be; `None` where it is what it is.
    pub(crate) fn most(&self, name: &str) -> Option<f64> {
        self.at_most.get(name).copied().filter(|_| !self.known.contains_key(name))
    }

    /// Whether there may be more words to a fact than are known.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        self.open.contains(name) && !self.known.contains_key(name)
    }

    /// The value that holds, and whether it is the map's. `None` is unknown.
    pub fn value(&self, name: &str) -> Option<(&FactValue, bool)> {
        let known = self.known.get(name).map(|value| (value, false));
        known.or_else(|| self.derived.get(name).map(|value| (value, true)))
    }

    /// The facts of the map that a report overrides.
    pub(crate) fn overridden(&self) -> BTreeSet<String> {
        self.derived.keys().filter(|name| self.known.contains_key(*name)).map(|name| (*name).to_owned()).collect()
    }

    /// Sets what a step of the classification found, for the steps after it.
    pub(crate) fn find(&mut self, name: &'static str, value: impl Into<FactValue>) {
        self.known.insert(name, value.into());
    }
}

/// A name and value as they may stand in facts.
fn checked(name: &str, value: FactValue) -> Result<(&'static str, FactValue), FactRefusal> {
    let fact = fact(name).ok_or_else(|| FactRefusal::Unheard { name: name.to_owned() })?;
    if fact.origin == Origin::Result {
        return Err(FactRefusal::Found { name: fact.name });
    }
    fact.check(&value)?;
    Ok((fact.name, value))
}

impl Fact {
    /// Refuses a value of another kind or out of range.
    pub fn check(&self, value: &FactValue) -> Result<(), FactRefusal> {
        let fits = match (self.kind, value) {
            (FactKind::Bool, FactValue::Bool(_)) => true,
            (FactKind::Count { max }, FactValue::Number(number)) => {
                number.fract() == 0.0 && (0.0..=max).contains(number)
            }
            (FactKind::Number { min, max }, FactValue::Number(number)) => (min..=max).contains(number),
            (FactKind::OneOf(_) | FactKind::AnyOf(_), FactValue::Text(word)) => self.kind.has_word(word),
            (FactKind::AnyOf(_) | FactKind::FactNames, FactValue::Words(words)) => {
                words.iter().all(|word| self.kind.has_word(word))
            }
            _ => false,
        };
        if fits {
            return Ok(());
        }
        Err(FactRefusal::Unfit { name: self.name, given: value.in_words(), right: self.kind.in_words() })
    }
}

impl FactValue {
    fn in_words(&self) -> String {
        match self {
            Self::Bool(is) => is.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("`{text}`"),
            Self::Words(words) => {
                format!("[{}]", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Whole numbers are written without a point: 30000, not 30000.0.
impl Serialize for FactValue {
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the integers that an f64 holds exactly")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(is) => serializer.serialize_bool(*is),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Words(words) => words.serialize(serializer),
        }
    }
}

impl From<bool> for FactValue {
    fn from(is: bool) -> Self {
        Self::Bool(is)
    }
}

impl From<f64> for FactValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for FactValue {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

/// Counts of what is on a map; no map holds more than an f64 counts exactly.
impl From<usize> for FactValue {
    #[expect(clippy::cast_precision_loss, reason = "counts of assets are far below 2^53")]
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<&str> for FactValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for FactValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<BTreeSet<String>> for FactValue {
    fn from(words: BTreeSet<String>) -> Self {
        Self::Words(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(name: &str, value: impl Into<FactValue>, message: &str) {
        assert_eq!(Facts::default().know(name, value).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_value_out_of_range_is_refused_with_what_would_be_right() {
        refused("lel_percent", -1.0, "`lel_percent` is -1; it must be a number from 0 to 5600");
        refused("lel_percent", f64::NAN, "`lel_percent` is NaN; it must be a number from 0 to 5600");
        refused("deaths", 1.5, "`deaths` is 1.5; it must be a whole number from 0 to 1000000");
        refused("trend", "up", "`trend` is `up`; it must be one of falling, stable, rising, rapid");
        refused("controlled", "yes", "`controlled` is `yes`; it must be true or false");
        refused("colour", "red", "there is no fact `colour`");
        refused("grade", "major", "`grade` is found by the classification and cannot be given");
        refused(
            "road_above",
            BTreeSet::from(["trunk".to_owned()]),
            "`road_above` is [`trunk`]; it must be one of trunk, secondary, residential, none",
        );
    }

    #[test]
    fn a_fact_of_the_report_overrides_the_one_of_the_map() {
        let mut facts = Facts::default();
        facts.know("households_out", 5_u32).unwrap();
        facts.derive("households_out", 70_usize).unwrap();
        assert_eq!(facts.value("households_out"), Some((&FactValue::Number(5.0), false)));
        assert_eq!(facts.overridden(), BTreeSet::from(["households_out".to_owned()]));
    }

    #[test]
    fn a_whole_number_is_written_without_a_point() {
        let written = |value: FactValue| serde_json::to_string(&value).unwrap();
        assert_eq!(written(30_000.0.into()), "30000");
        assert_eq!(written(0.1.into()), "0.1");
        assert_eq!(written(BTreeSet::new().into()), "[]");
    }
}
