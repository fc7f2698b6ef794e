//! Reads the rules about money: every fault says file, line, rule, what is wrong and what would be right.

use chrono::Datelike;
use chrono::NaiveDate;
use toml::value::Datetime;

use crate::domain::collections;
use crate::policy::classification::Assumed;
use crate::policy::money::amounts::Rates;
use crate::policy::money::amounts::Regime;
use crate::policy::money::examples;
use crate::policy::money::rule_text::BudgetText;
use crate::policy::money::rule_text::FileText;
use crate::policy::money::rule_text::FinancingText;
use crate::policy::money::rule_text::GrowthText;
use crate::policy::money::rule_text::LinesText;
use crate::policy::money::rule_text::RatesText;
use crate::policy::money::rule_text::RegimeOfText;
use crate::policy::money::rule_text::RegimeText;
use crate::policy::money::rule_text::ReviewText;
use crate::policy::money::rule_text::RuleText;
use crate::policy::money::rule_text::UseText;
use crate::policy::money::rule_text::WordsText;
use crate::policy::money::rule_text::WorksText;
use crate::policy::money::rules::Budget;
use crate::policy::money::rules::Document;
use crate::policy::money::rules::Financing;
use crate::policy::money::rules::Growth;
use crate::policy::money::rules::Lines;
use crate::policy::money::rules::MoneyRule;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::Part;
use crate::policy::money::rules::RegimeOf;
use crate::policy::money::rules::Review;
use crate::policy::money::rules::UseRule;
use crate::policy::money::words::Words;

/// Why a file of rules about money was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefused {
    #[error("{file}: {what}")]
    File { file: String, what: String },
    #[error("{file}, line {line}, rule {rule}: {what}")]
    Rule { file: String, line: usize, rule: String, what: String },
}

/// Where a rule stands, to say what is wrong with it.
struct Place<'a> {
    file: &'a str,
    line: usize,
    rule: String,
}

impl Place<'_> {
    fn refuse(&self, what: impl Into<String>) -> MoneyRefused {
        MoneyRefused::Rule { file: self.file.to_owned(), line: self.line, rule: self.rule.clone(), what: what.into() }
    }
}

/// In which a rule without days is tried.
const USUAL_YEAR: i32 = 2022;

pub(super) fn read(texts: &[(&str, &str)]) -> Result<MoneyRules, MoneyRefused> {
    let mut set = MoneyRules {
        name: String::new(),
        documents: Vec::new(),
        assumptions: Vec::new(),
        daily: Vec::new(),
        regimes: Vec::new(),
        regime_of: Vec::new(),
        works: Vec::new(),
        budget: Vec::new(),
        growth: Vec::new(),
        review: Vec::new(),
        uses: Vec::new(),
        financing: Vec::new(),
        lines: Vec::new(),
        sources: Words::new([], Vec::new()),
        purposes: Words::new([], Vec::new()),
    };
    let mut rules: Vec<(Place, RuleText)> = Vec::new();
    let mut words = WordsText::default();
    for (file, text) in texts {
        let fault = |what: String| MoneyRefused::File { file: (*file).to_owned(), what };
        let parsed: FileText = toml::from_str(text).map_err(|why| fault(why.to_string().trim_end().to_owned()))?;
        if set.name.is_empty() {
            set.name.clone_from(&parsed.money);
        } else if set.name != parsed.money {
            return Err(fault(format!(
                "belongs to the rules `{}`, the files before it to `{}`",
                parsed.money, set.name
            )));
        }
        for document in parsed.document {
            let date = day(document.date).map_err(|why| fault(format!("document {}: {why}", document.key)))?;
            set.documents.push(Document { key: document.key, title: document.title, number: document.number, date });
        }
        for one in parsed.assumption {
            if set.assumptions.iter().any(|known| known.id == one.id) {
                return Err(fault(format!("assumption {} is written twice; give each id once", one.id)));
            }
            set.assumptions.push(Assumed { id: one.id, text: one.text });
        }
        words.denials.extend(parsed.words.denials);
        for (source, list) in parsed.words.source {
            words.source.entry(source).or_default().extend(list);
        }
        for (purpose, list) in parsed.words.purpose {
            words.purpose.entry(purpose).or_default().extend(list);
        }
        for rule in parsed.rule {
            let line = text[..rule.id.span().start].lines().count().max(1);
            rules.push((Place { file, line, rule: rule.id.get_ref().clone() }, rule));
        }
    }
    let blank = words.source.values().chain(words.purpose.values()).flatten().any(|word| word.trim().is_empty());
    if blank {
        let file = texts.first().map_or_else(String::new, |(file, _)| (*file).to_owned());
        return Err(MoneyRefused::File { file, what: "a key word is blank; leave it out".to_owned() });
    }
    set.sources = Words::new(words.source, words.denials.clone());
    set.purposes = Words::new(words.purpose, words.denials);
    let mut examples = Vec::new();
    for (place, mut rule) in rules {
        // A version is tried in a year in which it holds.
        let year = |day: Datetime| day.date.map(|date| i32::from(date.year));
        let last = rule.in_force_to.and_then(year).map(|year| year - 1);
        let tried_in = last.or(rule.in_force_from.and_then(year)).unwrap_or(USUAL_YEAR);
        let texts = std::mem::take(&mut rule.example);
        take(&mut set, &place, rule)?;
        examples.push((place, tried_in, texts));
    }
    for (place, year, texts) in examples {
        for example in texts {
            examples::tried(&set, &place.rule, year, &example)
                .map_err(|why| place.refuse(format!("an example fails: {why}")))?;
        }
    }
    whole(&set, texts)?;
    Ok(set)
}

/// A set must have what every answer needs.
fn whole(set: &MoneyRules, texts: &[(&str, &str)]) -> Result<(), MoneyRefused> {
    let file = || texts.first().map_or_else(|| "money.toml".to_owned(), |(file, _)| (*file).to_owned());
    let lacks = |what: &str| {
        let what = format!("there is no rule `{what}`: a set must be whole, it replaces the one before");
        Err(MoneyRefused::File { file: file(), what })
    };
    if set.daily.is_empty() {
        return lacks("daily");
    }
    if set.regimes.is_empty() {
        return lacks("regime");
    }
    Ok(())
}

/// What every rule has: a clause of a document, assumptions that there are, days in their order, and one thing
/// that it says.
fn head<'a>(set: &MoneyRules, place: &'a Place<'a>, rule: &'a RuleText) -> Result<Head<'a>, MoneyRefused> {
    if rule.clause.trim().is_empty() {
        return Err(place.refuse("has no clause; name it as `R5 二(二)3`"));
    }
    for part in rule.clause.split(';') {
        let key = part.split_whitespace().next().unwrap_or_default();
        if !set.documents.iter().any(|document| document.key == key) {
            let known: Vec<&str> = set.documents.iter().map(|document| &*document.key).collect();
            return Err(place.refuse(format!(
                "the clause `{}` is of no document in the file; begin it with one of {}",
                part.trim(),
                known.join(", ")
            )));
        }
    }
    if let Some(unknown) = rule.assumptions.iter().find(|id| set.assumptions.iter().all(|one| one.id != **id)) {
        return Err(place.refuse(format!("the assumption {unknown} is not in the file; write it as [[assumption]]")));
    }
    let in_force_from = rule.in_force_from.map(day).transpose().map_err(|why| place.refuse(why))?;
    let in_force_to = rule.in_force_to.map(day).transpose().map_err(|why| place.refuse(why))?;
    if let (Some(from), Some(to)) = (in_force_from, in_force_to)
        && from > to
    {
        return Err(place.refuse(format!("is in force from {from} to {to}; let it end after it begins")));
    }
    let said = [
        rule.daily.is_some(),
        rule.regime.is_some(),
        rule.regime_of.is_some(),
        rule.works.is_some(),
        rule.budget.is_some(),
        rule.growth.is_some(),
        rule.review.is_some(),
        rule.r#use.is_some(),
        rule.financing.is_some(),
        rule.lines.is_some(),
    ];
    if said.into_iter().filter(|is_said| *is_said).count() != 1 {
        return Err(place.refuse(
            "says nothing or several things; give one of daily, regime, regime_of, works, budget, growth, review, use, financing, lines",
        ));
    }
    Ok(Head { place, rule, in_force_from, in_force_to })
}

fn take(set: &mut MoneyRules, place: &Place, rule: RuleText) -> Result<(), MoneyRefused> {
    let head = head(set, place, &rule)?;
    if let Some(RatesText { county, township, village }) = rule.daily {
        let fen = |cny: u32| u64::from(cny) * 100;
        let rates = Rates { county: fen(county), township: fen(township), village: fen(village) };
        head.put(&mut set.daily, rates, |_, _| true)?;
    }
    if let Some(RegimeText { code, province, city, county }) = &rule.regime {
        let list = collections::named("fiscal_regimes").and_then(|known| known.field("regime")?.code_list());
        if list.is_none_or(|list| list.read(code) != Some(&**code)) {
            return Err(place.refuse(format!("the regime `{code}` is not in the code list fiscal_regime")));
        }
        if [*province, *city, *county] == [0; 3] {
            return Err(place.refuse("the parts of the regime are all 0; give at least one"));
        }
        let regime = Regime { code: code.clone(), province: *province, city: *city, county: *county };
        head.put(&mut set.regimes, regime, |a, b| a.code == b.code)?;
    }
    if let Some(RegimeOfText { regime, bodies }) = &rule.regime_of {
        if set.regimes.iter().all(|known| known.says.code != *regime) {
            return Err(place.refuse(format!("the regime `{regime}` has no rule before this one")));
        }
        let says = RegimeOf { regime: regime.clone(), bodies: bodies.clone() };
        head.put(&mut set.regime_of, says, |a, b| a.bodies.iter().any(|body| b.bodies.contains(body)))?;
    }
    if let Some(WorksText { least_percent }) = &rule.works {
        head.put(&mut set.works, percent(place, least_percent)?, |_, _| true)?;
    }
    if let Some(BudgetText { least_percent, source, purposes }) = &rule.budget {
        let says = Budget { least: percent(place, least_percent)?, source: *source, purposes: purposes.clone() };
        head.put(&mut set.budget, says, |_, _| true)?;
    }
    if let Some(GrowthText { source, purposes }) = &rule.growth {
        head.put(&mut set.growth, Growth { source: *source, purposes: purposes.clone() }, |_, _| true)?;
    }
    if let Some(ReviewText { base, years }) = &rule.review {
        let base = day(*base).map_err(|why| place.refuse(why))?;
        let due = (1..=100).contains(years).then(|| years_after(base, *years)).flatten();
        let due = due.ok_or_else(|| place.refuse(format!("a review every {years} years; give from 1 to 100")))?;
        head.put(&mut set.review, Review { base, due }, |_, _| true)?;
    }
    if let Some(says) = &rule.r#use {
        let says = use_rule(place, says)?;
        head.put(&mut set.uses, says, |_, _| false)?;
    }
    if let Some(FinancingText { words }) = &rule.financing {
        if words.is_empty() || words.iter().any(|list| list.iter().all(|word| word.trim().is_empty())) {
            return Err(place.refuse("words are missing; give lists of key words"));
        }
        head.put(&mut set.financing, Financing { words: words.clone() }, |_, _| false)?;
    }
    if let Some(LinesText { source, maintenance, operation, staff }) = &rule.lines {
        let says = Lines {
            source: *source,
            maintenance: maintenance.clone(),
            operation: operation.clone(),
            staff: staff.clone(),
        };
        head.put(&mut set.lines, says, |_, _| true)?;
    }
    Ok(())
}

fn use_rule(place: &Place, text: &UseText) -> Result<UseRule, MoneyRefused> {
    if text.of_sources.is_empty() && text.for_purposes.is_empty() {
        return Err(place.refuse("says of no money; give of_sources or for_purposes"));
    }
    if text.forbids.is_empty() && text.allows.is_empty() && text.forbids_entries.is_empty() {
        return Err(place.refuse("forbids nothing; give forbids, allows or forbids_entries"));
    }
    let list = collections::named("funds").and_then(|known| known.field("entry")?.code_list());
    let is_entry = |entry: &&String| list.is_some_and(|list| list.read(entry) == Some(entry.as_str()));
    if let Some(unknown) = text.forbids_entries.iter().find(|entry| !is_entry(entry)) {
        return Err(place.refuse(format!("the entry `{unknown}` is not in the code list fund_entry")));
    }
    Ok(UseRule {
        of_sources: text.of_sources.clone(),
        for_purposes: text.for_purposes.clone(),
        forbids: text.forbids.clone(),
        allows: text.allows.clone(),
        forbids_entries: text.forbids_entries.clone(),
    })
}

struct Head<'a> {
    place: &'a Place<'a>,
    rule: &'a RuleText,
    in_force_from: Option<NaiveDate>,
    in_force_to: Option<NaiveDate>,
}

impl Head<'_> {
    /// Adds a version, unless one that it excludes is in force on one of its days.
    fn put<T>(
        &self,
        versions: &mut Vec<MoneyRule<T>>,
        says: T,
        excludes: impl Fn(&T, &T) -> bool,
    ) -> Result<(), MoneyRefused> {
        let id = self.rule.id.get_ref();
        let (from, to) = (self.in_force_from, self.in_force_to);
        let ends_before =
            |end: Option<NaiveDate>, begin: Option<NaiveDate>| end.zip(begin).is_some_and(|(end, begin)| end < begin);
        let meets = |known: &&MoneyRule<T>| {
            (known.id == *id || excludes(&known.says, &says))
                && !ends_before(known.in_force_to, from)
                && !ends_before(to, known.in_force_from)
        };
        if let Some(known) = versions.iter().find(meets) {
            return Err(self.place.refuse(format!(
                "is in force on days of another version of {}; let in_force_from and in_force_to not overlap",
                known.id
            )));
        }
        versions.push(MoneyRule {
            id: id.clone(),
            clause: self.rule.clause.clone(),
            title: self.rule.title.clone(),
            in_force_from: from,
            in_force_to: to,
            assumptions: self.rule.assumptions.clone(),
            says,
        });
        Ok(())
    }
}

fn day(given: Datetime) -> Result<NaiveDate, String> {
    let date = given.date.filter(|_| given.time.is_none());
    let date = date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()));
    date.ok_or_else(|| format!("`{given}` is not a day; give one as 2022-02-22"))
}

fn years_after(base: NaiveDate, years: i32) -> Option<NaiveDate> {
    // Of 29 February the day before 1 March.
    base.with_year(base.year() + years).or_else(|| NaiveDate::from_ymd_opt(base.year() + years, 2, 28))
}

/// At most two decimals, from 0 to 100.
fn percent(place: &Place, text: &str) -> Result<Part, MoneyRefused> {
    let read = || {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_well = !whole.is_empty() && whole.len() <= 3 && rest.len() <= 2 && digits(whole) && digits(rest);
        let hundredths = is_well.then(|| format!("{whole}{rest:0<2}").parse::<u32>().ok()).flatten()?;
        (hundredths <= 10_000).then_some(Part(hundredths))
    };
    read().ok_or_else(|| place.refuse(format!("`{text}` is not a percentage; give one as \"1.5\", from 0 to 100")))
}
