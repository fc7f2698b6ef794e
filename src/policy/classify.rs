//! From facts to warning, grade, response and duties. Each step's result is a fact of the next.
//!
//! Warning and accident are two evaluators that share nothing but the facts (DC3).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::policy::classification::Accident;
use crate::policy::classification::Assumed;
use crate::policy::classification::Classification;
use crate::policy::classification::Criterion;
use crate::policy::classification::Deadline;
use crate::policy::classification::FactView;
use crate::policy::classification::Measure;
use crate::policy::classification::Notice;
use crate::policy::classification::Publication;
use crate::policy::classification::Response;
use crate::policy::classification::Undetermined;
use crate::policy::classification::UndeterminedDuty;
use crate::policy::classification::Warning;
use crate::policy::facts::Facts;
use crate::policy::levels::Colour;
use crate::policy::levels::Grade;
use crate::policy::levels::Hazard;
use crate::policy::levels::Level;
use crate::policy::predicate::Truth;
use crate::policy::rules::Condition;
use crate::policy::rules::DueTime;
use crate::policy::rules::Grading;
use crate::policy::rules::Outcome;
use crate::policy::rules::Responding;
use crate::policy::rules::Rule;
use crate::policy::rules::Rules;
use crate::policy::rules::Verdict;

/// What the plans ask for. The same rules and facts give the same answer, in the same order.
pub fn classify(rules: &Rules, hazard: Hazard, facts: &Facts) -> Classification {
    let mut case = Case { rules, hazard, facts: facts.clone(), used: BTreeSet::new() };
    case.facts.find("overridden_facts", facts.overridden());

    let mut warning = case.warning();
    case.facts.find("warning", warning.colour.map_or("none", Colour::word));
    let accident = case.accident();
    case.facts.find("grade", accident.grade.map_or("none", Grade::word));
    let mut response = case.response();
    case.facts.find("level", response.level.map_or("none", Level::word));
    let unsettled = [&warning.undetermined, &accident.undetermined, &response.undetermined];
    let missing = unsettled.into_iter().flatten().flat_map(|one| &one.missing);
    case.facts.find("missing_facts", missing.map(|name| (*name).to_owned()).collect::<BTreeSet<String>>());

    warning.suggest_raise_why = case.reasons_to_raise();
    warning.suggest_raise = !warning.suggest_raise_why.is_empty();
    warning.publication = case.publication();
    if let Some(waiver) = case.holding(|outcome| matches!(outcome, Outcome::Waiver)).first() {
        response.activation_waivable = true;
        response.waiver_clause = Some(waiver.clause.clone());
        case.uses(waiver);
    }
    let mut duties = Duties::default();
    case.duties(&mut duties);
    Classification {
        warning,
        accident,
        response,
        notify: duties.notify,
        deadlines: duties.deadlines,
        measures: duties.measures,
        undetermined_duties: duties.undetermined,
        assumptions: case.assumptions(),
    }
}

/// A case under classification.
struct Case<'a> {
    rules: &'a Rules,
    hazard: Hazard,
    facts: Facts,
    /// The assumptions of the rules that count so far.
    used: BTreeSet<&'a str>,
}

#[derive(Default)]
struct Duties {
    notify: Vec<Notice>,
    deadlines: Vec<Deadline>,
    measures: Vec<Measure>,
    undetermined: Vec<UndeterminedDuty>,
}

impl<'a> Case<'a> {
    fn warning(&mut self) -> Warning {
        let mut criteria = Vec::new();
        let mut undetermined = Vec::new();
        let mut worst = None;
        let mut found: Vec<(Colour, &Rule)> = self
            .rules_of()
            .filter_map(|rule| match rule.outcome {
                Outcome::Warning(colour) => Some((colour, rule)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(colour, _)| Reverse(*colour)); // Stable: in a colour as written.
        for (colour, rule) in found {
            let truth = rule.condition.truth(&self.facts);
            match &truth {
                Truth::True => {
                    worst = worst.max(Some(colour));
                    self.uses(rule);
                }
                Truth::Unknown(missing) => add(&mut undetermined, rule, missing),
                Truth::False => {}
            }
            criteria.push(self.criterion(rule, colour, &truth));
        }
        let label_zh = match worst {
            Some(colour) => colour.label_zh(),
            None if criteria.is_empty() => "无现行规则",
            None if undetermined.is_empty() => "不预警",
            None => "预警级别待判定",
        };
        Warning {
            colour: worst,
            label_zh,
            criteria,
            undetermined,
            suggest_raise: false,
            suggest_raise_why: Vec::new(),
            publication: Publication::default(),
        }
    }

    fn criterion(&self, rule: &Rule, colour: Colour, truth: &Truth) -> Criterion {
        let parts = match &rule.condition {
            Condition::Whole(_) => Vec::new(),
            Condition::Parts(parts) => {
                let fired = parts.iter().filter(|part| part.when.truth(&self.facts) == Truth::True);
                fired.map(|part| part.title.clone()).collect()
            }
        };
        let named = rule.condition.facts_named(&self.facts).into_iter();
        let facts = named.map(|(name, (value, derived))| (name, FactView { value: value.clone(), derived })).collect();
        Criterion {
            clause: rule.clause.clone(),
            rule: rule.id.clone(),
            title_zh: rule.title.clone(),
            colour,
            verdict: Verdict::from(truth),
            parts,
            facts,
        }
    }

    fn accident(&mut self) -> Accident {
        let graded: Vec<(&'a Rule, &'a Grading)> = self
            .rules_of()
            .filter_map(|rule| match &rule.outcome {
                Outcome::Accident(grading) => Some((rule, grading)),
                _ => None,
            })
            .collect();
        let is_ruled = !graded.is_empty();
        let holds = |rule: &Rule| rule.condition.truth(&self.facts);
        let certain = graded.iter().filter(|(rule, _)| holds(rule) == Truth::True);
        let grade = certain.map(|(_, grading)| grading.grade).max();
        let mut undetermined = Vec::new();
        let (mut clauses, mut literal_match, mut outside) = (Vec::new(), true, Truth::False);
        for (rule, grading) in graded {
            match rule.condition.truth(&self.facts) {
                Truth::True if Some(grading.grade) == grade => {
                    self.uses(rule);
                    literal_match &= self.is_literal(grading);
                    if let Some(scope) = &grading.scope {
                        outside = match (outside, scope.truth(&self.facts)) {
                            (Truth::True, _) | (_, Truth::False) => Truth::True,
                            (_, unknown @ Truth::Unknown(_)) => unknown,
                            (before, Truth::True) => before,
                        };
                    }
                    add_clause(&mut clauses, rule);
                }
                Truth::Unknown(missing) if Some(grading.grade) > grade => add(&mut undetermined, rule, &missing),
                _ => {}
            }
        }
        let label_zh = match grade {
            Some(grade) => grade.label_zh(),
            None if !is_ruled => "无现行规则",
            None if undetermined.is_empty() => "未达等级",
            None => "事故等级待判定",
        };
        let outside_literal_scope = match outside {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown(_) => None,
        };
        Accident { grade, label_zh, literal_match, clauses, outside_literal_scope, undetermined }
    }

    fn response(&mut self) -> Response {
        let levelled: Vec<(&Rule, &Responding)> = self
            .rules_of()
            .filter_map(|rule| match &rule.outcome {
                Outcome::Response(responding) => Some((rule, responding)),
                _ => None,
            })
            .collect();
        let holds = |rule: &Rule| rule.condition.truth(&self.facts);
        let certain = levelled.iter().filter(|(rule, _)| holds(rule) == Truth::True);
        let level = certain.map(|(_, responding)| responding.level).max();
        let mut response = Response { level, ..Response::default() };
        for (rule, responding) in levelled {
            match rule.condition.truth(&self.facts) {
                Truth::True if Some(responding.level) == level => {
                    self.uses(rule);
                    add_clause(&mut response.clauses, rule);
                    response.decided_by = Some(responding.decided_by.clone());
                    response.handled_by = Some(responding.handled_by.clone());
                    response.handling_clause = Some(responding.handling_clause.clone());
                }
                Truth::Unknown(missing) if Some(responding.level) > level => {
                    add(&mut response.undetermined, rule, &missing);
                }
                _ => {}
            }
        }
        response
    }

    /// Whether the wording is met; where it is not, the assumption that carries beyond it is used.
    fn is_literal(&mut self, grading: &'a Grading) -> bool {
        let is = grading.literal.as_ref().is_none_or(|literal| literal.truth(&self.facts) == Truth::True);
        if !is {
            self.used.extend(grading.closure.as_deref());
        }
        is
    }

    fn reasons_to_raise(&mut self) -> Vec<Measure> {
        let mut reasons = Vec::new();
        for rule in self.holding(|outcome| matches!(outcome, Outcome::Raise)) {
            self.uses(rule);
            reasons.push(Measure { text_zh: rule.title.clone(), clause: rule.clause.clone() });
        }
        reasons
    }

    fn publication(&mut self) -> Publication {
        for rule in self.holding(|outcome| matches!(outcome, Outcome::Publish(_))) {
            if let Outcome::Publish(said) = &rule.outcome {
                self.uses(rule);
                return Publication {
                    decided_by: Some(said.decided_by.clone()),
                    published_by: Some(said.published_by.clone()),
                    publication_clause: Some(rule.clause.clone()),
                    reported_to: said.reported_to.clone(),
                    channels: said.channels.clone(),
                    targeted_at: said.targeted_at.clone(),
                };
            }
        }
        Publication::default()
    }

    fn duties(&mut self, duties: &mut Duties) {
        for rule in self.rules_of() {
            let (kind, what) = match &rule.outcome {
                Outcome::Notify { unit } => ("notify", unit),
                Outcome::Deadline(_) => ("deadline", &rule.title),
                Outcome::Measure { text } => ("measure", text),
                _ => continue,
            };
            match rule.condition.truth(&self.facts) {
                Truth::True => {
                    self.uses(rule);
                    duties.take(rule);
                }
                Truth::Unknown(missing) => {
                    let clause = rule.clause.clone();
                    duties.undetermined.push(UndeterminedDuty { kind, what: what.clone(), clause, missing });
                }
                Truth::False => {}
            }
        }
    }

    fn assumptions(&self) -> Vec<Assumed> {
        let of_hazard = self.rules.assumptions.iter().filter(|assumption| assumption.hazard == self.hazard);
        let counts = of_hazard.filter(|assumption| {
            let shows = assumption.when.as_ref().is_some_and(|when| when.truth(&self.facts) == Truth::True);
            shows || self.used.contains(assumption.id.as_str())
        });
        counts.map(|found| Assumed { id: found.id.clone(), text: found.text.clone() }).collect()
    }

    fn rules_of(&self) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.rules.of(self.hazard)
    }

    /// The rules of one kind that certainly hold.
    fn holding(&self, is_wanted: fn(&Outcome) -> bool) -> Vec<&'a Rule> {
        let wanted = self.rules_of().filter(|rule| is_wanted(&rule.outcome));
        wanted.filter(|rule| rule.condition.truth(&self.facts) == Truth::True).collect()
    }

    fn uses(&mut self, rule: &'a Rule) {
        self.used.extend(rule.assumptions.iter().map(String::as_str));
    }
}

impl Duties {
    fn take(&mut self, rule: &Rule) {
        let clause = rule.clause.clone();
        match &rule.outcome {
            Outcome::Notify { unit } => {
                self.notify.push(Notice { unit: unit.clone(), why: rule.title.clone(), clause });
            }
            Outcome::Deadline(due) => {
                let (within_minutes, at) = match &due.time {
                    DueTime::WithinMinutes(minutes) => (Some(*minutes), None),
                    DueTime::At(at) => (None, Some(at.clone())),
                };
                let (what, who) = (rule.title.clone(), due.who.clone());
                self.deadlines.push(Deadline { what, who, within_minutes, at, clause });
            }
            Outcome::Measure { text } => self.measures.push(Measure { text_zh: text.clone(), clause }),
            _ => {}
        }
    }
}

/// Rules of one clause are told as one.
fn add(undetermined: &mut Vec<Undetermined>, rule: &Rule, missing: &BTreeSet<&'static str>) {
    match undetermined.iter_mut().find(|there| there.clause == rule.clause) {
        Some(there) => there.missing.extend(missing),
        None => undetermined.push(Undetermined { clause: rule.clause.clone(), missing: missing.clone() }),
    }
}

fn add_clause(clauses: &mut Vec<String>, rule: &Rule) {
    if !clauses.contains(&rule.clause) {
        clauses.push(rule.clause.clone());
    }
}
