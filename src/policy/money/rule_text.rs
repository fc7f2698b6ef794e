//! The rules about money as they stand in a file.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::policy::money::examples::ExampleText;
use crate::policy::money::words::Purpose;
use crate::policy::money::words::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileText {
    pub(super) money: String,
    #[serde(default)]
    pub(super) document: Vec<DocumentText>,
    #[serde(default)]
    pub(super) assumption: Vec<AssumptionText>,
    #[serde(default)]
    pub(super) rule: Vec<RuleText>,
    #[serde(default)]
    pub(super) words: WordsText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentText {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) number: String,
    pub(super) date: Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssumptionText {
    pub(super) id: String,
    pub(super) text: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsText {
    #[serde(default)]
    pub(super) denials: Vec<String>,
    #[serde(default)]
    pub(super) source: BTreeMap<Source, Vec<String>>,
    #[serde(default)]
    pub(super) purpose: BTreeMap<Purpose, Vec<String>>,
}

/// A rule as written. Exactly one of the keys that say something must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    pub(super) id: Spanned<String>,
    pub(super) clause: String,
    pub(super) title: String,
    pub(super) in_force_from: Option<Datetime>,
    pub(super) in_force_to: Option<Datetime>,
    #[serde(default)]
    pub(super) assumptions: Vec<String>,
    #[serde(default)]
    pub(super) example: Vec<ExampleText>,
    // What it says.
    pub(super) daily: Option<RatesText>,
    pub(super) regime: Option<RegimeText>,
    pub(super) regime_of: Option<RegimeOfText>,
    pub(super) works: Option<WorksText>,
    pub(super) budget: Option<BudgetText>,
    pub(super) growth: Option<GrowthText>,
    pub(super) review: Option<ReviewText>,
    pub(super) r#use: Option<UseText>,
    pub(super) financing: Option<FinancingText>,
    pub(super) lines: Option<LinesText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RatesText {
    pub(super) county: u32,
    pub(super) township: u32,
    pub(super) village: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegimeText {
    pub(super) code: String,
    pub(super) province: u32,
    pub(super) city: u32,
    pub(super) county: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegimeOfText {
    pub(super) regime: String,
    pub(super) bodies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorksText {
    pub(super) least_percent: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetText {
    pub(super) least_percent: String,
    pub(super) source: Source,
    pub(super) purposes: Vec<Purpose>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GrowthText {
    pub(super) source: Source,
    pub(super) purposes: Vec<Purpose>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewText {
    pub(super) base: Datetime,
    pub(super) years: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseText {
    #[serde(default)]
    pub(super) of_sources: Vec<Source>,
    #[serde(default)]
    pub(super) for_purposes: Vec<Purpose>,
    #[serde(default)]
    pub(super) forbids: Vec<Purpose>,
    #[serde(default)]
    pub(super) allows: Vec<Purpose>,
    #[serde(default)]
    pub(super) forbids_entries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FinancingText {
    pub(super) words: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinesText {
    pub(super) source: Source,
    pub(super) maintenance: Vec<Purpose>,
    pub(super) operation: Vec<Purpose>,
    pub(super) staff: Vec<Purpose>,
}
