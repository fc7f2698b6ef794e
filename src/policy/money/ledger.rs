//! The ledger of funds: what was planned and spent for daily maintenance, by who pays, and what breaks a rule.

use std::collections::HashMap;

use crate::domain::Value;
use crate::policy::money::audit::Judged;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::words::Purpose;
use crate::policy::money::words::Source;
use crate::world::UnitId;
use crate::world::World;

/// One line of the ledger.
#[derive(Clone, Debug)]
pub(super) struct Fund {
    pub code: String,
    pub unit: Option<UnitId>,
    pub year: i32,
    pub source: String,
    pub purpose: String,
    pub entry: Option<String>,
    /// `None` when it is not recorded.
    pub fen: Option<i64>,
    pub judged: Judged,
}

/// Why something of the ledger is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFinding {
    /// The rule that is broken; `None` for what could not be judged.
    pub rule: Option<String>,
    pub clause: Option<String>,
    /// `funds` or `works`.
    pub collection: &'static str,
    pub code: String,
    pub jurisdiction: Option<String>,
    pub entry: Option<String>,
    pub source: Option<String>,
    pub purpose: Option<String>,
    pub fen: Option<i64>,
    pub problem: String,
}

/// Money for daily maintenance by who pays, in fen; `None` is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DailyMoney {
    pub province: Option<i64>,
    pub city: Option<i64>,
    pub county: Option<i64>,
}

impl DailyMoney {
    /// What the three levels give together.
    pub fn total(self) -> Option<i64> {
        Some(self.province?.saturating_add(self.city?).saturating_add(self.county?))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let add = |a: Option<i64>, b: Option<i64>| Some(a?.saturating_add(b?));
        Self {
            province: add(self.province, other.province),
            city: add(self.city, other.city),
            county: add(self.county, other.county),
        }
    }

    pub(super) const NOTHING: Self = Self { province: Some(0), city: Some(0), county: Some(0) };
}

/// The lines of a year and of the one before.
pub(super) struct Ledger {
    pub funds: Vec<Fund>,
    /// Whose lines they are: by the unit on record and all that it is added to.
    at: HashMap<UnitId, Vec<usize>>,
}

impl Ledger {
    pub fn of(world: &World, rules: &MoneyRules, year: i32) -> Self {
        let tree = world.jurisdictions().tree();
        let mut known: HashMap<(String, String), Judged> = HashMap::new();
        let mut funds = Vec::new();
        for row in world.named("funds").in_code_order(None) {
            let Some(of_year) = row.value("year").as_integer().filter(|of| [year, year - 1].contains(of)) else {
                continue;
            };
            let text = |field| row.text(field).unwrap_or_default().to_owned();
            let (source, purpose, entry) = (text("source"), text("purpose"), row.text("entry"));
            let words = (source.clone(), purpose.clone());
            let judged = known.entry(words).or_insert_with(|| Judged::of(rules, &source, &purpose, None)).clone();
            funds.push(Fund {
                code: row.code().to_owned(),
                unit: row.text("jurisdiction_code").and_then(|code| tree.find(code)),
                year: of_year,
                source,
                purpose,
                entry: entry.map(str::to_owned),
                fen: if let Value::Money(fen) = row.value("amount_cny") { Some(fen) } else { None },
                judged: judged.entered(entry),
            });
        }
        let mut at: HashMap<UnitId, Vec<usize>> = HashMap::new();
        for (nth, fund) in funds.iter().enumerate() {
            for above in fund.unit.into_iter().flat_map(|unit| tree.adds_to(unit)) {
                at.entry(above).or_default().push(nth);
            }
        }
        Self { funds, at }
    }

    /// The lines of a unit and of what lies below it, in a year.
    pub fn of_unit(&self, unit: UnitId, year: i32) -> impl Iterator<Item = &Fund> {
        let lines = self.at.get(&unit).into_iter().flatten();
        lines.map(|nth| &self.funds[*nth]).filter(move |fund| fund.year == year)
    }

    /// The lines that lie in no jurisdiction.
    pub fn unplaced(&self, year: i32) -> impl Iterator<Item = &Fund> {
        self.funds.iter().filter(move |fund| fund.unit.is_none() && fund.year == year)
    }
}

/// What some lines give for daily maintenance under one entry; all unknown when no line has that entry.
pub(super) fn daily_money<'a>(lines: impl Iterator<Item = &'a Fund>, entry: &str) -> DailyMoney {
    let mut found = None;
    for line in lines.filter(|line| line.entry.as_deref() == Some(entry)) {
        let money = found.get_or_insert(DailyMoney::NOTHING);
        if !line.judged.is_for(&[Purpose::Daily]) {
            continue;
        }
        let into = match line.judged.source {
            Some(Source::Province) => &mut money.province,
            Some(Source::City) => &mut money.city,
            Some(Source::County) => &mut money.county,
            _ => continue,
        };
        *into = into.zip(line.fen).map(|(sum, fen)| sum.saturating_add(fen));
    }
    found.unwrap_or_default()
}

/// What some lines come to: the least and the most that is possible, as what is unclear may count or not.
/// `None` when nothing is recorded under that entry.
pub(super) fn between<'a>(
    lines: impl Iterator<Item = &'a Fund>,
    entry: &str,
    source: Source,
    purposes: &[Purpose],
) -> Option<(i64, Option<i64>)> {
    let mut found: Option<(i64, Option<i64>)> = None;
    for line in lines {
        let is_entry = line.entry.as_deref() == Some(entry);
        let (least, most) = found.get_or_insert((0, Some(0)));
        let is_certain = is_entry && line.judged.source == Some(source) && line.judged.is_for(purposes);
        let may_be = (is_entry || line.entry.is_none())
            && (line.judged.source.is_none_or(|known| known == source) && line.judged.may_be_for(purposes));
        match line.fen {
            Some(fen) if is_certain => {
                *least = least.saturating_add(fen);
                *most = most.map(|most| most.saturating_add(fen));
            }
            Some(fen) if may_be => *most = most.map(|most| most.saturating_add(fen.max(0))),
            None if is_certain || may_be => *most = None,
            _ => {}
        }
    }
    found
}

/// What is wrong with the use of some lines, and what could not be judged.
pub(super) fn findings<'a>(
    world: &World,
    rules: &MoneyRules,
    lines: impl Iterator<Item = &'a Fund>,
) -> Vec<LedgerFinding> {
    let tree = world.jurisdictions().tree();
    let mut found = Vec::new();
    for line in lines {
        let finding = |rule: Option<(&str, &str)>, problem: String| LedgerFinding {
            rule: rule.map(|(id, _)| id.to_owned()),
            clause: rule.map(|(_, clause)| clause.to_owned()),
            collection: "funds",
            code: line.code.clone(),
            jurisdiction: line.unit.map(|unit| tree.unit(unit).code.to_string()),
            entry: line.entry.clone(),
            source: (!line.source.is_empty()).then(|| line.source.clone()),
            purpose: (!line.purpose.is_empty()).then(|| line.purpose.clone()),
            fen: line.fen,
            problem,
        };
        let mut is_forbidden = false;
        for rule in rules.uses.iter().filter(|rule| rule.holds_in(line.year)) {
            // What one rule forbids by name is not said again by one that allows something else.
            let says_more = !rule.says.forbids.is_empty() || !rule.says.forbids_entries.is_empty();
            if line.judged.breaks(&rule.says) && (says_more || !is_forbidden) {
                is_forbidden = true;
                found.push(finding(Some((&rule.id, &rule.clause)), rule.title.clone()));
            }
        }
        let unclear = line.judged.unclear().or(match (&line.entry, line.fen) {
            (None, _) => Some("whether it was budgeted, allocated or spent is not recorded"),
            (_, None) => Some("the amount is not recorded"),
            _ => None,
        });
        if let Some(why) = unclear.filter(|_| !is_forbidden) {
            found.push(finding(None, why.to_owned()));
        }
    }
    found
}
