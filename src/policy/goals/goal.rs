//! A goal as its rule says it: what is measured, where, against what, by when, and who answers.

use chrono::NaiveDate;

use crate::policy::goals::measure::Measure;
use crate::policy::goals::parameters::Parameters;
use crate::world::Level;

/// Where a goal is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalScope {
    /// The city as a whole: rows of the city alone.
    City,
    /// Each jurisdiction of the goal's levels.
    Each,
    /// As `Each`, but only counties and county-level cities (县、市), not districts and not zones (C7).
    CountyCities,
}

/// How a value is held against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    AtLeast,
    Equal,
}

impl Op {
    pub fn word(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::Equal => "=",
        }
    }
}

/// Millionths of a share for ratios; metres or things for sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(pub u64);

/// One day by which a goal is due; `None` for what is to hold at all times.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub on: Option<NaiveDate>,
    /// Where two documents name two days for one thing, the later (C1).
    pub final_on: Option<NaiveDate>,
    pub clause: String,
    pub responsible: Vec<String>,
    pub assumptions: Vec<String>,
}

/// A goal in one version.
#[derive(Clone, Debug)]
pub struct Goal {
    pub id: String,
    pub title: String,
    /// What the document says, in its words.
    pub text: String,
    pub measure: &'static Measure,
    pub scope: GoalScope,
    /// At which rows make sense.
    pub levels: Vec<Level>,
    /// Of which roads, where the measure asks that.
    pub classes: Vec<String>,
    pub op: Op,
    /// `None` where the document gives no number.
    pub target: Option<Target>,
    pub dues: Vec<Due>,
    pub blank: Blank,
    /// Of a kilometre or a thing, in fen.
    pub unit_cost_fen: Option<i64>,
    pub with: Parameters,
    pub in_force_from: NaiveDate,
    pub in_force_to: Option<NaiveDate>,
}

/// What it says when a date since which something is so is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Not yet, in a county-level body that has recorded that fact of any of its units; else unknown.
    ByBody,
    NotYet,
    Unknown,
}

impl Goal {
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.in_force_from <= day && self.in_force_to.is_none_or(|to| day <= to)
    }

    /// Whether its rows come at this level.
    pub fn is_asked_at(&self, level: Level) -> bool {
        match self.scope {
            GoalScope::City => level == Level::City,
            _ => self.levels.contains(&level),
        }
    }

    pub fn takes_class(&self, class: Option<&str>) -> bool {
        class.is_some_and(|class| self.classes.iter().any(|taken| taken == class))
    }

    /// Whether something done on `done` was done in the goal's period, and by `day`.
    pub fn is_in_period(&self, done: NaiveDate, day: NaiveDate) -> bool {
        done <= day && self.with.from.is_none_or(|from| from <= done) && self.with.to.is_none_or(|to| done <= to)
    }

    /// The target as the document's unit has it: a share, kilometres, or things.
    pub fn target_value(&self) -> Option<f64> {
        self.target.map(|target| self.measure.written(target))
    }
}

/// The document that a clause stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The first word of its clauses: `R4`.
    pub short: String,
    pub title: String,
    pub number: String,
    pub date: NaiveDate,
}

/// A reading of ours, to be shown with what rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalAssumption {
    pub id: String,
    pub text: String,
}

/// All goals that hold together.
#[derive(Clone, Debug)]
pub struct GoalRules {
    pub name: String,
    /// By id, then by the day from which they hold.
    pub goals: Vec<Goal>,
    pub documents: Vec<Document>,
    pub assumptions: Vec<GoalAssumption>,
}

impl GoalRules {
    /// Those in force on a day, by id. Before any version of a goal, its first: what was so on a day
    /// before the document can be measured by it all the same.
    pub fn on(&self, day: NaiveDate) -> Vec<&Goal> {
        let mut found: Vec<&Goal> = Vec::new();
        for goal in &self.goals {
            match found.last_mut() {
                Some(last) if last.id == goal.id => {
                    if goal.holds_on(day) {
                        *last = goal;
                    }
                }
                _ => found.push(goal),
            }
        }
        found.retain(|goal| goal.in_force_to.is_none_or(|to| day <= to) || goal.in_force_from > day);
        found
    }

    pub fn knows(&self, id: &str) -> bool {
        self.goals.iter().any(|goal| goal.id == id)
    }

    pub fn assumption(&self, id: &str) -> Option<&str> {
        self.assumptions.iter().find(|known| known.id == id).map(|known| &*known.text)
    }

    /// The document of a clause: `R4 二(三)9` stands in R4.
    pub fn document_of(&self, clause: &str) -> Option<&Document> {
        let short = clause.split_whitespace().next()?;
        self.documents.iter().find(|document| document.short == short)
    }
}
