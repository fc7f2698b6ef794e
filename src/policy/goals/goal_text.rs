//! A goal as it is written in a file, and what it means.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::domain::CodeList;
use crate::domain::FieldKind;
use crate::domain::Value;
use crate::domain::collections;
use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::policy::goals::file::day;
use crate::policy::goals::goal::Blank;
use crate::policy::goals::goal::Due;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::GoalRules;
use crate::policy::goals::goal::GoalScope;
use crate::policy::goals::goal::Op;
use crate::policy::goals::goal::Target;
use crate::policy::goals::measure::Kind;
use crate::policy::goals::measure::Measure;
use crate::policy::goals::parameters::Parameter;
use crate::policy::goals::parameters::Parameters;
use crate::policy::goals::parameters::ParametersText;
use crate::world::Level;

/// When a goal holds that does not say so itself.
#[derive(Clone, Copy)]
pub(super) struct Defaults {
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct GoalText {
    pub id: Spanned<String>,
    pub same_as: Option<Spanned<String>>,
    clause: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
    measure: Option<Spanned<String>>,
    scope: Option<Spanned<String>>,
    levels: Option<Spanned<Vec<String>>>,
    classes: Option<Spanned<Vec<String>>>,
    op: Option<Spanned<String>>,
    target: Option<Spanned<TargetText>>,
    unit: Option<Spanned<String>>,
    blank: Option<Spanned<String>>,
    responsible: Option<Spanned<Vec<String>>>,
    assumptions: Option<Spanned<Vec<String>>>,
    unit_cost_cny: Option<Spanned<String>>,
    with: Option<Spanned<ParametersText>>,
    in_force_from: Option<Spanned<Datetime>>,
    in_force_to: Option<Spanned<Datetime>>,
    due: Option<Vec<DueText>>,
}

/// A number, or `basic`: what the document calls basically done, or `none`: it gives no number.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum TargetText {
    Whole(i64),
    Number(f64),
    Word(String),
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct DueText {
    on: Option<Datetime>,
    final_on: Option<Datetime>,
    clause: Option<Spanned<String>>,
    responsible: Option<Vec<String>>,
    #[serde(default)]
    assumptions: Vec<String>,
}

/// Where something is wrong, and what.
type Fault = (Option<Range<usize>>, String);

fn at<T>(spanned: &Spanned<T>, what: impl Into<String>) -> Fault {
    (Some(spanned.span()), what.into())
}

impl GoalText {
    /// Fills what is not said here with what another goal says.
    pub fn take_from(&mut self, other: &Self) {
        macro_rules! fill {
            ($($field:ident)+) => { $(if self.$field.is_none() { self.$field.clone_from(&other.$field); })+ };
        }
        fill!(same_as clause title text measure scope levels classes op target unit blank responsible);
        fill!(assumptions unit_cost_cny with due);
    }

    pub fn read(&self, defaults: Defaults, basic: Option<f64>, rules: &GoalRules) -> Result<Goal, Fault> {
        if self.id.get_ref().trim().is_empty() {
            return Err(at(&self.id, "`id` is empty; every goal has one"));
        }
        let clause = self.clause(rules)?;
        let measure = self.measure()?;
        let with = match &self.with {
            Some(with) => with.get_ref().clone().read(day).map_err(|what| at(with, what))?,
            None => Parameters::default(),
        };
        for parameter in Parameter::ALL {
            let is_needed = measure.needs.contains(&parameter);
            if is_needed != with.has(parameter) {
                let said = if is_needed { "needs" } else { "does not ask for" };
                let what = format!("the measure `{}` {said} `with.{}`", measure.name, parameter.name());
                return Err((self.with.as_ref().map(Spanned::span), what));
            }
        }
        let kinds = works_kinds();
        if let Some(unknown) = with.works.iter().flatten().find(|kind| !kinds.codes.iter().any(|code| code.0 == **kind))
        {
            let what = format!("there are no works of the kind `{unknown}`; kinds are {}", kinds.listed());
            return Err((self.with.as_ref().map(Spanned::span), what));
        }
        if let (Some(from), Some(to)) = (with.from, with.to)
            && to < from
        {
            return Err((
                self.with.as_ref().map(Spanned::span),
                format!("`with.to` {to} is before `with.from` {from}"),
            ));
        }
        let known = |id: &String| {
            let what = format!("the assumption {id} is explained nowhere; add it under [assumption]");
            rules.assumption(id).map(|_| id.clone()).ok_or((None, what))
        };
        let assumptions: Vec<String> =
            self.assumptions.iter().flat_map(Spanned::get_ref).map(known).collect::<Result<_, _>>()?;
        let responsible = self.responsible.as_ref().map(|names| names.get_ref().clone()).unwrap_or_default();
        let from = self.in_force_from.as_ref().map(|from| day(*from.get_ref()).map_err(|what| at(from, what)));
        let to = self.in_force_to.as_ref().map(|to| day(*to.get_ref()).map_err(|what| at(to, what)));
        let (in_force_from, in_force_to) =
            (from.transpose()?.unwrap_or(defaults.from), to.transpose()?.or(defaults.to));
        if in_force_to.is_some_and(|to| to < in_force_from) {
            return Err((None, "`in_force_to` is before `in_force_from`".to_owned()));
        }
        let blank = word(
            "blank",
            self.blank.as_ref(),
            Blank::ByBody,
            &[("by_body", Blank::ByBody), ("not_yet", Blank::NotYet), ("unknown", Blank::Unknown)],
        )?;
        let mut goal = Goal {
            id: self.id.get_ref().clone(),
            title: required("title", self.title.as_ref())?,
            text: required("text", self.text.as_ref())?,
            measure,
            scope: self.scope()?,
            levels: self.levels()?,
            classes: self.classes()?,
            op: word("op", self.op.as_ref(), Op::AtLeast, &[(">=", Op::AtLeast), ("=", Op::Equal)])?,
            target: self.target(measure, basic)?,
            dues: Vec::new(),
            blank,
            unit_cost_fen: self.unit_cost()?,
            with,
            in_force_from,
            in_force_to,
        };
        goal.dues = self.dues(&clause, &responsible, &assumptions, rules)?;
        Ok(goal)
    }

    fn clause(&self, rules: &GoalRules) -> Result<String, Fault> {
        let clause = required("clause", self.clause.as_ref())?;
        check_clause(&clause, self.clause.as_ref().map(Spanned::span), rules)?;
        Ok(clause)
    }

    fn measure(&self) -> Result<&'static Measure, Fault> {
        let name = required("measure", self.measure.as_ref())?;
        let place = self.measure.as_ref().map(Spanned::span);
        let unknown = || (place.clone(), format!("there is no measure `{name}`; known are {}", Measure::listed()));
        let measure = Measure::named(&name).ok_or_else(unknown)?;
        let unit = required("unit", self.unit.as_ref())?;
        if unit != measure.unit.word() {
            let what = format!("`unit` is `{unit}`, but `{name}` counts in {}", measure.unit.word());
            return Err((self.unit.as_ref().map(Spanned::span), what));
        }
        Ok(measure)
    }

    fn scope(&self) -> Result<GoalScope, Fault> {
        required("scope", self.scope.as_ref())?;
        word(
            "scope",
            self.scope.as_ref(),
            GoalScope::Each,
            &[("city", GoalScope::City), ("each", GoalScope::Each), ("county_cities", GoalScope::CountyCities)],
        )
    }

    fn levels(&self) -> Result<Vec<Level>, Fault> {
        let Some(levels) = &self.levels else {
            return Ok(vec![Level::City, Level::County, Level::Township, Level::Village]);
        };
        let read = |word: &String| {
            let what = format!("`{word}` is not a level; known are city, county, township, village");
            Level::read(word).ok_or_else(|| at(levels, what))
        };
        levels.get_ref().iter().map(read).collect()
    }

    fn classes(&self) -> Result<Vec<String>, Fault> {
        let Some(classes) = &self.classes else {
            return Ok(CLASSES_OF_RURAL_ROADS.iter().map(|class| (*class).to_owned()).collect());
        };
        match classes.get_ref().iter().find(|class| !CLASSES_OF_RURAL_ROADS.contains(&&***class)) {
            None => Ok(classes.get_ref().clone()),
            Some(class) => {
                let known = CLASSES_OF_RURAL_ROADS.join(", ");
                Err(at(classes, format!("`{class}` is not a class of rural roads; known are {known}")))
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "checked to lie within bounds"
    )]
    fn target(&self, measure: &Measure, basic: Option<f64>) -> Result<Option<Target>, Fault> {
        let Some(target) = &self.target else {
            return Err((None, "`target` is missing; give a number, \"basic\" or \"none\"".to_owned()));
        };
        let number = match target.get_ref() {
            TargetText::Whole(whole) => *whole as f64,
            TargetText::Number(number) => *number,
            TargetText::Word(word) if word == "none" => return Ok(None),
            TargetText::Word(word) if word == "basic" => {
                basic.ok_or_else(|| at(target, "`target` is \"basic\", but no file gives `basic_threshold`"))?
            }
            TargetText::Word(word) => {
                return Err(at(target, format!("`target` is \"{word}\"; give a number, \"basic\" or \"none\"")));
            }
        };
        let is_sum = measure.kind == Kind::Sum;
        let most = if is_sum { 1e9 } else { 1.0 };
        // Written so that NaN is refused too.
        if !(number > 0.0 && number <= most) {
            let right = if is_sum { "an amount above 0" } else { "a share above 0 and up to 1" };
            return Err(at(target, format!("`target` is {number}; give {right}")));
        }
        let parts = if is_sum { measure.unit.one() as f64 } else { 1e6 };
        Ok(Some(Target((number * parts).round() as u64)))
    }

    fn unit_cost(&self) -> Result<Option<i64>, Fault> {
        let Some(cost) = &self.unit_cost_cny else { return Ok(None) };
        match Value::read(FieldKind::Money, cost.get_ref()) {
            Ok(Value::Money(fen)) if fen > 0 => Ok(Some(fen)),
            _ => Err(at(cost, format!("`unit_cost_cny` is `{}`; give CNY as \"720000.00\"", cost.get_ref()))),
        }
    }

    fn dues(
        &self,
        clause: &str,
        responsible: &[String],
        assumptions: &[String],
        rules: &GoalRules,
    ) -> Result<Vec<Due>, Fault> {
        let Some(dues) = self.due.as_ref().filter(|dues| !dues.is_empty()) else {
            return Err((
                None,
                "has no [[goal.due]]; give one for each day it is due, an empty one for none".to_owned(),
            ));
        };
        let mut read: Vec<Due> = Vec::new();
        for due in dues {
            let in_due = |what: String| (None, format!("due: {what}"));
            let on = due.on.map(day).transpose().map_err(in_due)?;
            let final_on = due.final_on.map(day).transpose().map_err(in_due)?;
            if final_on.is_some() && (on.is_none() || final_on < on) {
                return Err(in_due("`final_on` is before `on`, or there is no `on`".to_owned()));
            }
            if read.iter().any(|known| known.on == on) {
                return Err(in_due("two of one day; give each day once".to_owned()));
            }
            let mut own = due.assumptions.clone();
            if let Some(id) = own.iter().find(|id| rules.assumption(id).is_none()) {
                return Err(in_due(format!("the assumption {id} is explained nowhere; add it under [assumption]")));
            }
            own.extend(assumptions.iter().cloned());
            own.dedup();
            let clause = due.clause.as_ref().map_or(clause, |clause| clause.get_ref());
            check_clause(clause, due.clause.as_ref().map(Spanned::span), rules)?;
            let responsible = due.responsible.clone().unwrap_or_else(|| responsible.to_vec());
            read.push(Due { on, final_on, clause: clause.to_owned(), responsible, assumptions: own });
        }
        Ok(read)
    }
}

fn required(name: &str, given: Option<&Spanned<String>>) -> Result<String, Fault> {
    match given {
        Some(given) if !given.get_ref().trim().is_empty() => Ok(given.get_ref().clone()),
        Some(given) => Err(at(given, format!("`{name}` is empty; every goal has one"))),
        None => Err((None, format!("`{name}` is missing; every goal has one"))),
    }
}

fn check_clause(clause: &str, place: Option<Range<usize>>, rules: &GoalRules) -> Result<(), Fault> {
    if rules.document_of(clause).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = rules.documents.iter().map(|document| &*document.short).collect();
    let what =
        format!("the clause `{clause}` names no document that is told; begin it with one of {}", known.join(", "));
    Err((place, what))
}

fn word<T: Copy>(name: &str, given: Option<&Spanned<String>>, usual: T, known: &[(&str, T)]) -> Result<T, Fault> {
    let Some(given) = given else { return Ok(usual) };
    let found = known.iter().find(|(word, _)| word == given.get_ref());
    found.map(|(_, meant)| *meant).ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        at(given, format!("`{name}` is `{}`; known are {}", given.get_ref(), words.join(", ")))
    })
}

/// The kinds of works that a goal may count.
fn works_kinds() -> &'static CodeList {
    let kind = collections::named("works").and_then(|works| works.field("kind")?.code_list());
    kind.expect("works have a code list of kinds")
}
