//! Conditions of rules over facts, in three values (Kleene): true, false, and unknown with what is missing.

use std::collections::BTreeSet;

use crate::policy::facts::FactValue;
use crate::policy::facts::Facts;

/// A condition, as its text says it. Read with `Predicate::parse`.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// `TRUE` and `FALSE`.
    Always(bool),
    /// A yes/no fact by its name.
    Flag(&'static str),
    Compare(&'static str, Order, f64),
    /// `=` and `IN`. Of a fact that holds several words, any will do.
    OneOf(&'static str, BTreeSet<String>),
    /// Never unknown itself: for acts that are not done until somebody says so.
    IsKnown(&'static str),
    Not(Box<Predicate>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// What a condition comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    /// The facts that, once known, could still make it true.
    Unknown(BTreeSet<&'static str>),
}

impl Predicate {
    /// A number that may be more is first taken as it is: what it brings about, it does. What it does not
    /// is unknown where more of it would.
    pub fn truth(&self, facts: &Facts) -> Truth {
        match self.judged(facts, false) {
            Truth::True => Truth::True,
            _ => self.judged(facts, true),
        }
    }

    fn judged(&self, facts: &Facts, or_more: bool) -> Truth {
        match self {
            Self::Always(is) => Truth::from(*is),
            Self::Flag(name) => decide(facts, name, |value| *value == FactValue::Bool(true)),
            Self::Compare(name, order, bound) => {
                let holds = |number: f64| order.holds(number, *bound);
                let known = decide(facts, name, |value| matches!(value, FactValue::Number(number) if holds(*number)));
                match facts.most(name).filter(|_| or_more) {
                    Some(most) if Truth::from(holds(most)) != known => Truth::Unknown(BTreeSet::from([*name])),
                    _ => known,
                }
            }
            Self::OneOf(name, words) => {
                let found = decide(facts, name, |value| match value {
                    FactValue::Text(word) => words.contains(word),
                    FactValue::Words(found) => found.iter().any(|word| words.contains(word)),
                    _ => false,
                });
                match found {
                    Truth::False if facts.is_open(name) => Truth::Unknown(BTreeSet::from([*name])),
                    decided => decided,
                }
            }
            Self::IsKnown(name) => Truth::from(facts.value(name).is_some()),
            Self::Not(inner) => match inner.judged(facts, or_more) {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                unknown @ Truth::Unknown(_) => unknown,
            },
            Self::All(parts) => join(parts.iter().map(|part| part.judged(facts, or_more)), &Truth::False, Truth::True),
            Self::Any(parts) => join(parts.iter().map(|part| part.judged(facts, or_more)), &Truth::True, Truth::False),
        }
    }

    /// The names of all facts in it, each once.
    pub fn names(&self) -> BTreeSet<&'static str> {
        match self {
            Self::Always(_) => BTreeSet::new(),
            Self::Flag(name) | Self::Compare(name, ..) | Self::OneOf(name, _) | Self::IsKnown(name) => {
                BTreeSet::from([*name])
            }
            Self::Not(inner) => inner.names(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
        }
    }
}

/// `decisive` wins over all; else what is unknown leaves the whole unknown.
pub(crate) fn join(parts: impl Iterator<Item = Truth>, decisive: &Truth, otherwise: Truth) -> Truth {
    let mut missing = BTreeSet::new();
    for part in parts {
        match part {
            part if part == *decisive => return part,
            Truth::Unknown(names) => missing.extend(names),
            Truth::True | Truth::False => {}
        }
    }
    if missing.is_empty() { otherwise } else { Truth::Unknown(missing) }
}

fn decide(facts: &Facts, name: &'static str, holds: impl Fn(&FactValue) -> bool) -> Truth {
    match facts.value(name) {
        Some((value, _)) => Truth::from(holds(value)),
        None => Truth::Unknown(BTreeSet::from([name])),
    }
}

impl Order {
    /// Exactly: the bounds of the plans are whole or have few decimals, and are compared as written.
    #[expect(clippy::float_cmp, reason = "a bound is met exactly or not at all")]
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Equal => number == bound,
            Self::NotEqual => number != bound,
            Self::Less => number < bound,
            Self::AtMost => number <= bound,
            Self::Greater => number > bound,
            Self::AtLeast => number >= bound,
        }
    }
}

impl Truth {
    /// What is missing; nothing where it is decided.
    pub fn missing(&self) -> BTreeSet<&'static str> {
        match self {
            Self::Unknown(missing) => missing.clone(),
            Self::True | Self::False => BTreeSet::new(),
        }
    }
}

impl From<bool> for Truth {
    fn from(is: bool) -> Self {
        if is { Self::True } else { Self::False }
    }
}
