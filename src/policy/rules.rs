//! Rules as they are held: each with its clause, authority and condition, and what follows from it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::policy::facts::FactValue;
use crate::policy::facts::Facts;
use crate::policy::levels::Colour;
use crate::policy::levels::Grade;
use crate::policy::levels::Hazard;
use crate::policy::levels::Level;
use crate::policy::predicate::Predicate;
use crate::policy::predicate::Truth;
use crate::policy::predicate::join;
use crate::policy::rule_file;
use crate::policy::rule_file::RulesRefusal;

/// A set of rules that belong together: the plans of one city, of one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub name: String,
    /// By file name, and as written in the file.
    pub rules: Vec<Rule>,
    pub assumptions: Vec<Assumption>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: String,
    pub hazard: Hazard,
    pub clause: String,
    /// In Chinese.
    pub title: String,
    pub authority: Authority,
    pub in_force_from: NaiveDate,
    /// The last day, if there is one.
    pub in_force_to: Option<NaiveDate>,
    pub condition: Condition,
    pub outcome: Outcome,
    /// Interpretations that show when the rule is used.
    pub assumptions: Vec<String>,
    pub examples: Vec<Example>,
}

/// The document that a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub document: String,
    pub number: String,
    pub date: NaiveDate,
}

/// When a rule holds: always one condition, or parts of which one is enough and which are told apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Whole(Predicate),
    Parts(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub title: String,
    pub when: Predicate,
}

/// What follows when a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Warning(Colour),
    /// A reason to think of raising the colour; people decide.
    Raise,
    /// Who decides and publishes a warning. The first that holds counts.
    Publish(Publication),
    Accident(Grading),
    Response(Responding),
    /// Full activation of the plan may be waived by hand.
    Waiver,
    Notify {
        unit: String,
    },
    Deadline(Due),
    Measure {
        text: String,
    },
    /// A condition for ending a stage.
    Closing(Stage),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    pub decided_by: String,
    pub published_by: String,
    pub reported_to: Vec<String>,
    pub channels: Vec<String>,
    /// For whom a notice of their own kind is wanted.
    pub targeted_at: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Grading {
    pub grade: Grade,
    /// Where the wording of the clause is met; `None`: wherever the condition is.
    pub literal: Option<Predicate>,
    /// The assumption that carries the condition beyond the wording.
    pub closure: Option<String>,
    /// Where the clause applies by its wording; `None`: everywhere.
    pub scope: Option<Predicate>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Responding {
    pub level: Level,
    pub decided_by: String,
    pub handled_by: String,
    pub handling_clause: String,
}

/// By when something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub who: Option<String>,
    pub time: DueTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueTime {
    /// From the event on; 0 is at once.
    WithinMinutes(u32),
    /// Every day before this time of the clock, `HH:MM` (Beijing time).
    At(String),
}

/// What a closing condition ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The state of emergency at the scene.
    Emergency,
    /// Supply may be given again.
    Supply,
    /// The incident is over and everybody may leave.
    Incident,
}

/// An interpretation of ours, shown wherever it was used.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    pub id: String,
    pub hazard: Hazard,
    pub text: String,
    /// Shows it even where no rule cites it.
    pub when: Option<Predicate>,
}

/// A worked example of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub given: Facts,
    pub expect: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Fired,
    NotFired,
    Undetermined,
}

impl Rules {
    /// The rules that the program carries.
    pub fn embedded() -> &'static Self {
        static RULES: LazyLock<Rules> =
            LazyLock::new(|| Rules::from_texts(EMBEDDED.iter().copied()).expect("the tests read the embedded rules"));
        &RULES
    }

    /// Rules from files: name and text of each. In which order they come makes no difference.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RulesRefusal> {
        rule_file::read(texts)
    }

    /// The rules in force on a day, its first and last day included. Nothing is copied while all hold.
    pub fn in_force_on(&self, day: NaiveDate) -> Cow<'_, Self> {
        let holds = |rule: &Rule| rule.in_force_from <= day && rule.in_force_to.is_none_or(|last| day <= last);
        if self.rules.iter().all(holds) {
            return Cow::Borrowed(self);
        }
        let rules = self.rules.iter().filter(|rule| holds(rule)).cloned().collect();
        Cow::Owned(Self { rules, name: self.name.clone(), assumptions: self.assumptions.clone() })
    }

    pub fn assumption(&self, hazard: Hazard, id: &str) -> Option<&Assumption> {
        self.assumptions.iter().find(|assumption| assumption.hazard == hazard && assumption.id == id)
    }

    /// Who decides and publishes a warning of a colour, and the clause, where no more than the colour is known.
    pub fn publication(&self, hazard: Hazard, colour: &str) -> Option<(&Publication, &str)> {
        let mut facts = Facts::default();
        facts.find("warning", colour);
        self.of(hazard).find_map(|rule| match &rule.outcome {
            Outcome::Publish(said) if rule.condition.truth(&facts) == Truth::True => Some((said, &*rule.clause)),
            _ => None,
        })
    }

    pub(crate) fn of(&self, hazard: Hazard) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.hazard == hazard)
    }
}

const EMBEDDED: &[(&str, &str)] = &[
    ("gas_accident.toml", include_str!("../../data/rules/gas_accident.toml")),
    ("gas_assumptions.toml", include_str!("../../data/rules/gas_assumptions.toml")),
    ("gas_closing.toml", include_str!("../../data/rules/gas_closing.toml")),
    ("gas_duties.toml", include_str!("../../data/rules/gas_duties.toml")),
    ("gas_notify.toml", include_str!("../../data/rules/gas_notify.toml")),
    ("gas_warning.toml", include_str!("../../data/rules/gas_warning.toml")),
    ("heat_accident.toml", include_str!("../../data/rules/heat_accident.toml")),
    ("heat_assumptions.toml", include_str!("../../data/rules/heat_assumptions.toml")),
    ("heat_closing.toml", include_str!("../../data/rules/heat_closing.toml")),
    ("heat_duties.toml", include_str!("../../data/rules/heat_duties.toml")),
    ("heat_notify.toml", include_str!("../../data/rules/heat_notify.toml")),
    ("heat_warning.toml", include_str!("../../data/rules/heat_warning.toml")),
];

impl Condition {
    pub fn truth(&self, facts: &Facts) -> Truth {
        match self {
            Self::Whole(when) => when.truth(facts),
            Self::Parts(parts) => join(parts.iter().map(|part| part.when.truth(facts)), &Truth::True, Truth::False),
        }
    }

    pub(crate) fn predicates(&self) -> impl Iterator<Item = &Predicate> {
        let (whole, parts): (_, &[Part]) = match self {
            Self::Whole(when) => (Some(when), &[]),
            Self::Parts(parts) => (None, parts),
        };
        whole.into_iter().chain(parts.iter().map(|part| &part.when))
    }

    /// The values of its facts, as far as they are known, and whether the map supplied them.
    pub(crate) fn facts_named<'a>(&self, facts: &'a Facts) -> BTreeMap<&'static str, (&'a FactValue, bool)> {
        let names = self.predicates().flat_map(Predicate::names);
        names.filter_map(|name| Some((name, facts.value(name)?))).collect()
    }
}

impl From<&Truth> for Verdict {
    fn from(truth: &Truth) -> Self {
        match truth {
            Truth::True => Self::Fired,
            Truth::False => Self::NotFired,
            Truth::Unknown(_) => Self::Undetermined,
        }
    }
}
