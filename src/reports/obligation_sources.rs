//! Which clause each figure of obligations comes from, and what the clauses say.

use crate::policy::money::Document;
use crate::policy::money::MoneyRule;
use crate::policy::money::MoneyRules;
use crate::policy::money::in_year;
use crate::reports::sheet::Source;

/// The clauses of the columns; empty where no rule is in force.
#[derive(Default)]
pub struct Clauses {
    pub daily: String,
    pub shares: String,
    pub works: String,
    pub budget: String,
    pub growth: String,
    pub lines: String,
    /// What the ledger is held against.
    pub ledger: String,
}

pub fn clauses_of(rules: &MoneyRules, year: i32) -> Clauses {
    fn of<T>(versions: &[MoneyRule<T>], year: i32) -> String {
        in_year(versions, year).map(|rule| rule.clause.clone()).unwrap_or_default()
    }
    Clauses {
        daily: of(&rules.daily, year),
        shares: of(&rules.regimes, year),
        works: of(&rules.works, year),
        budget: of(&rules.budget, year),
        growth: of(&rules.growth, year),
        lines: of(&rules.lines, year),
        ledger: of(&rules.lines, year),
    }
}

/// What each clause of the year says, in the words of the rules.
pub fn sources_of(rules: &MoneyRules, year: i32) -> Vec<Source> {
    fn say<T>(found: &mut Vec<Source>, documents: &[Document], versions: &[MoneyRule<T>], year: i32) {
        for rule in versions.iter().filter(|rule| rule.holds_in(year)) {
            found.extend(cited(&rule.clause, &rule.title, documents));
        }
    }
    let mut found = Vec::new();
    let documents = &rules.documents;
    say(&mut found, documents, &rules.daily, year);
    say(&mut found, documents, &rules.regimes, year);
    say(&mut found, documents, &rules.regime_of, year);
    say(&mut found, documents, &rules.works, year);
    say(&mut found, documents, &rules.budget, year);
    say(&mut found, documents, &rules.growth, year);
    say(&mut found, documents, &rules.review, year);
    say(&mut found, documents, &rules.uses, year);
    say(&mut found, documents, &rules.financing, year);
    say(&mut found, documents, &rules.lines, year);
    found.sort();
    found.dedup();
    found
}

/// A rule may cite several clauses, each of its document: `R4 二(五)14; R5 二(二)1`.
fn cited(clauses: &str, text: &str, documents: &[Document]) -> Vec<Source> {
    let source = |clause: &str| {
        let key = clause.split_whitespace().next().unwrap_or_default();
        let document = documents.iter().find(|document| document.key == key);
        Source {
            clause: clause.to_owned(),
            document: document.map(|document| document.title.clone()).unwrap_or_default(),
            number: document.map(|document| document.number.clone()).unwrap_or_default(),
            text: text.to_owned(),
        }
    };
    clauses.split(';').map(str::trim).filter(|clause| !clause.is_empty()).map(source).collect()
}
