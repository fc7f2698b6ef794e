//! The rules about money that hold together, and which of them holds in a year.

use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::policy::classification::Assumed;
use crate::policy::money::amounts::Rates;
use crate::policy::money::amounts::Regime;
use crate::policy::money::rule_file;
use crate::policy::money::rule_file::MoneyRefused;
use crate::policy::money::words::Purpose;
use crate::policy::money::words::Source;
use crate::policy::money::words::Words;

/// All rules about money, from `data/rules/money.toml`.
#[derive(Clone, Debug)]
pub struct MoneyRules {
    pub name: String,
    pub documents: Vec<Document>,
    pub assumptions: Vec<Assumed>,
    /// What daily maintenance is owed for a kilometre (B01).
    pub daily: Vec<MoneyRule<Rates>>,
    /// How it is shared (B02).
    pub regimes: Vec<MoneyRule<Regime>>,
    /// Which regime a body has that has none on record.
    pub regime_of: Vec<MoneyRule<RegimeOf>>,
    /// How much of the length is worked on in a year (A18).
    pub works: Vec<MoneyRule<Part>>,
    /// What the city gives of its own (B03).
    pub budget: Vec<MoneyRule<Budget>>,
    /// That counties give more each year (B03).
    pub growth: Vec<MoneyRule<Growth>>,
    /// When standards are reviewed (B04).
    pub review: Vec<MoneyRule<Review>>,
    /// What money may not be used for (B05 to B07).
    pub uses: Vec<MoneyRule<UseRule>>,
    /// How works may not be paid (B08).
    pub financing: Vec<MoneyRule<Financing>>,
    /// What a county has in its budget (B09).
    pub lines: Vec<MoneyRule<Lines>>,
    pub(super) sources: Words<Source>,
    pub(super) purposes: Words<Purpose>,
}

/// One version of a rule.
#[derive(Clone, Debug)]
pub struct MoneyRule<T> {
    pub id: String,
    pub clause: String,
    pub title: String,
    /// Both days included; `None` is without bound.
    pub in_force_from: Option<NaiveDate>,
    pub in_force_to: Option<NaiveDate>,
    pub assumptions: Vec<String>,
    pub says: T,
}

/// A document that clauses are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// As clauses name it: R5.
    pub key: String,
    pub title: String,
    pub number: String,
    pub date: NaiveDate,
}

/// Hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part(pub u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeOf {
    pub regime: String,
    /// Codes of county-level bodies.
    pub bodies: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    pub least: Part,
    pub source: Source,
    pub purposes: Vec<Purpose>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    pub source: Source,
    pub purposes: Vec<Purpose>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    pub base: NaiveDate,
    pub due: NaiveDate,
}

/// Which money, and what it may not or may only be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseRule {
    /// Any, when empty.
    pub of_sources: Vec<Source>,
    /// Money that its source or its purpose says is for one of these; any, when empty.
    pub for_purposes: Vec<Purpose>,
    pub forbids: Vec<Purpose>,
    /// All others are forbidden, unless it is empty.
    pub allows: Vec<Purpose>,
    pub forbids_entries: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Financing {
    /// One word of each list.
    pub words: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    pub source: Source,
    pub maintenance: Vec<Purpose>,
    pub operation: Vec<Purpose>,
    pub staff: Vec<Purpose>,
}

impl<T> MoneyRule<T> {
    /// Whether it is in force on the last day of a year.
    pub fn holds_in(&self, year: i32) -> bool {
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
        self.in_force_from.is_none_or(|from| from <= end) && self.in_force_to.is_none_or(|to| to >= end)
    }
}

/// The version of a year; there is one at most.
pub fn in_year<T>(versions: &[MoneyRule<T>], year: i32) -> Option<&MoneyRule<T>> {
    versions.iter().find(|rule| rule.holds_in(year))
}

static EMBEDDED: LazyLock<MoneyRules> = LazyLock::new(|| {
    MoneyRules::from_texts(&[("money.toml", include_str!("../../../data/rules/money.toml"))])
        .expect("the file in the program is the one that the tests read")
});

impl MoneyRules {
    /// Those that came with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// From files, by name and text; together they are whole.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, MoneyRefused> {
        rule_file::read(texts)
    }

    /// Who pays, of a text; `None` when it names nobody or several. Money of the fuel tax is that, whoever
    /// hands it on.
    pub fn source_of(&self, text: &str) -> Option<Source> {
        match self.sources.meanings(text)[..] {
            [source] | [source @ Source::FuelTax, ..] => Some(source),
            _ => None,
        }
    }

    /// What for, of a text: everything that it names.
    pub fn purposes_of(&self, text: &str) -> Vec<Purpose> {
        self.purposes.meanings(text)
    }

    pub fn regime(&self, code: &str, year: i32) -> Option<&MoneyRule<Regime>> {
        self.regimes.iter().find(|rule| rule.says.code == code && rule.holds_in(year))
    }

    /// Texts of assumptions, in the order of the file.
    pub fn assumed<'a>(&'a self, used: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a Assumed> {
        self.assumptions.iter().filter(move |one| used(&one.id))
    }
}
