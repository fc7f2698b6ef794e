//! Worked examples of the rules about money, tried when they are read.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::FieldKind;
use crate::domain::Value;
use crate::policy::money::amounts::half_up;
use crate::policy::money::audit::Judged;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::in_year;
use crate::policy::money::words::names;
use crate::world::Metres;

/// An example as written: what is given, and what is expected of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleText {
    length_km: Option<LengthText>,
    regime: Option<String>,
    revenue_cny: Option<String>,
    source: Option<String>,
    purpose: Option<String>,
    entry: Option<String>,
    financing: Option<String>,
    expect: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LengthText {
    county: String,
    township: String,
    village: String,
}

/// Kilometres with at most three decimals, in whole metres.
pub fn metres_of(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_well = !whole.is_empty() && whole.len() <= 7 && rest.len() <= 3 && digits(whole) && digits(rest);
    is_well.then(|| format!("{whole}{rest:0<3}").parse().ok()).flatten()
}

/// Whole metres as kilometres with three decimals.
pub fn km(metres: u64) -> String {
    format!("{}.{:03}", metres / 1000, metres % 1000)
}

/// Fen as yuan with two decimals.
pub fn cny(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn fen_of(text: &str) -> Option<u64> {
    match Value::read(FieldKind::Money, text) {
        Ok(Value::Money(fen)) => u64::try_from(fen).ok(),
        _ => None,
    }
}

/// Whether the rule of that id gives what the example expects in a year.
pub(super) fn tried(set: &MoneyRules, rule: &str, year: i32, example: &ExampleText) -> Result<(), String> {
    let found = found(set, rule, year, example)?;
    for (name, expected) in &example.expect {
        let expected = expected.as_str().map_or_else(|| expected.to_string(), str::to_owned);
        match found.get(&**name) {
            None => {
                let known: Vec<&str> = found.keys().copied().collect();
                return Err(format!("it expects `{name}`; a rule as this gives {}", known.join(", ")));
            }
            Some(given) if *given != expected => return Err(format!("{name} is {given}, not {expected}")),
            Some(_) => {}
        }
    }
    Ok(())
}

fn found(
    set: &MoneyRules,
    rule: &str,
    year: i32,
    example: &ExampleText,
) -> Result<BTreeMap<&'static str, String>, String> {
    let metres = |text: &str| metres_of(text).ok_or_else(|| format!("`{text}` is no length; give km as \"123.456\""));
    let lengths = match &example.length_km {
        Some(of) => Metres::new(metres(&of.county)?, metres(&of.township)?, metres(&of.village)?),
        None => Metres::default(),
    };
    if let Some(daily) = in_year(&set.daily, year).filter(|daily| daily.id == rule) {
        let code = example.regime.as_deref().ok_or("the regime is missing; give regime = \"2:2:6\"")?;
        let regime = set.regime(code, year).ok_or_else(|| format!("there is no regime `{code}` in {year}"))?;
        let floor = daily.says.floor(lengths);
        let shares = regime.says.shares(floor);
        let parts = [("floor", floor), ("province", shares.province), ("city", shares.city), ("county", shares.county)];
        return Ok(parts.into_iter().map(|(name, fen)| (name, cny(fen))).collect());
    }
    if let Some(works) = in_year(&set.works, year).filter(|works| works.id == rule) {
        let target = half_up(u128::from(lengths.total()) * u128::from(works.says.0), 10_000);
        return Ok([("target_km", km(target))].into());
    }
    if let Some(budget) = in_year(&set.budget, year).filter(|budget| budget.id == rule) {
        let revenue = example.revenue_cny.as_deref().and_then(fen_of);
        let revenue = revenue.ok_or("the revenue is missing; give revenue_cny = \"1000000000.00\"")?;
        let required = half_up(u128::from(revenue) * u128::from(budget.says.least.0), 10_000);
        return Ok([("required", cny(required))].into());
    }
    if let Some(review) = in_year(&set.review, year).filter(|review| review.id == rule) {
        return Ok([("due", review.says.due.to_string())].into());
    }
    if let Some(one) = set.uses.iter().find(|one| one.id == rule && one.holds_in(year)) {
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
        let judged = Judged::of(set, &text(&example.source), &text(&example.purpose), example.entry.as_deref());
        return Ok([("finding", judged.breaks(&one.says).to_string())].into());
    }
    if let Some(one) = set.financing.iter().find(|one| one.id == rule && one.holds_in(year)) {
        let text = example.financing.as_deref().ok_or("the financing is missing; give financing = \"…\"")?;
        let is_found = one.says.words.iter().all(|list| list.iter().any(|word| names(text, word)));
        return Ok([("finding", is_found.to_string())].into());
    }
    Err("rules as this have no examples; leave it out".to_owned())
}
