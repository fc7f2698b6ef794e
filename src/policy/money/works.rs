//! Maintenance works that were done in a year, shared among villages as segments are, and how they were paid.

use std::collections::BTreeSet;
use std::collections::HashMap;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::domain::Value;
use crate::policy::money::ledger::LedgerFinding;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::words::names;
use crate::queries::works::done_on;
use crate::queries::works::is_length_of_rural_road;
use crate::queries::works::is_on_rural_road;
use crate::queries::works::recording_bodies;
use crate::queries::works::shares_of_work;
use crate::queries::works::work_length_m;
use crate::world::Row;
use crate::world::UnitId;
use crate::world::World;

/// Major and medium repairs and preventive maintenance.
const MAINTENANCE: [&str; 3] = ["major_repair", "medium_repair", "preventive"];

/// Metres of maintenance works by jurisdiction.
#[derive(Debug, Default)]
pub(super) struct WorksDone {
    pub by_unit: HashMap<UnitId, u64>,
    pub unplaced_m: u64,
    /// Where a length is not known, and why.
    pub unknown: Vec<(Option<UnitId>, String)>,
    /// Bodies that have recorded any works.
    pub recording: BTreeSet<UnitId>,
}

/// What of the works of rural roads was done in a year, up to a day.
pub(super) fn works_done(world: &World, year: i32, until: NaiveDate) -> WorksDone {
    let tree = world.jurisdictions().tree();
    let mut done = WorksDone { recording: recording_bodies(world), ..WorksDone::default() };
    for row in world.named("works").in_code_order(None) {
        let unit = row.text("jurisdiction_code").and_then(|code| tree.find(code));
        let is_of_year = done_on(row).is_some_and(|day| day.year() == year && day <= until);
        if !is_of_year || !is_length_of_rural_road(world, row) {
            continue;
        }
        match row.text("kind") {
            Some(kind) if !MAINTENANCE.contains(&kind) => continue,
            Some(_) => {}
            None => {
                done.unknown.push((unit, format!("the kind of the work {} is not recorded", row.code())));
                continue;
            }
        }
        let Some(metres) = work_length_m(row) else {
            done.unknown.push((unit, format!("the length of the work {} is not recorded", row.code())));
            continue;
        };
        for (unit, metres) in shares_of_work(world, row, metres) {
            match unit {
                Some(unit) => *done.by_unit.entry(unit).or_default() += u64::from(metres),
                None => done.unplaced_m += u64::from(metres),
            }
        }
    }
    done
}

/// Works that were paid as the rules forbid, by where they lie. A work belongs to the year in which it
/// began, else in which it was completed; one without a day is shown in every year.
pub(super) fn paid_wrongly(world: &World, rules: &MoneyRules, year: i32) -> Vec<(Option<UnitId>, LedgerFinding)> {
    let tree = world.jurisdictions().tree();
    let in_force: Vec<_> = rules.financing.iter().filter(|rule| rule.holds_in(year)).collect();
    let mut found = Vec::new();
    for row in world.named("works").in_code_order(None) {
        let Some(financing) = row.text("financing") else { continue };
        let began = row.value("started_on").as_date().or_else(|| row.value("completed_on").as_date());
        if began.is_some_and(|day| day.year() != year) || !is_on_rural_road(world, row) {
            continue;
        }
        for rule in &in_force {
            let is_before = |from: NaiveDate| began.is_some_and(|day| day < from);
            let is_named = rule.says.words.iter().all(|list| list.iter().any(|word| names(financing, word)));
            if !is_named || rule.in_force_from.is_some_and(is_before) {
                continue;
            }
            let unit = place_of(world, row);
            let finding = LedgerFinding {
                rule: Some(rule.id.clone()),
                clause: Some(rule.clause.clone()),
                collection: "works",
                code: row.code().to_owned(),
                jurisdiction: unit.map(|unit| tree.unit(unit).code.to_string()),
                entry: None,
                source: Some(financing.to_owned()),
                purpose: row.text("kind").map(str::to_owned),
                fen: if let Value::Money(fen) = row.value("cost_cny") { Some(fen) } else { None },
                problem: rule.title.clone(),
            };
            found.push((unit, finding));
        }
    }
    found
}

/// Where works lie: as recorded, else where most of them does.
fn place_of(world: &World, row: Row<'_>) -> Option<UnitId> {
    let recorded = row.text("jurisdiction_code").and_then(|code| world.jurisdictions().tree().find(code));
    let most = || {
        let shares = shares_of_work(world, row, work_length_m(row).unwrap_or(1));
        shares.into_iter().rev().max_by_key(|(_, metres)| *metres).and_then(|(unit, _)| unit)
    };
    recorded.or_else(most)
}
