//! Maintenance works that were done in a year, shared among villages as segments are, and how they were paid.

use std::collections::BTreeSet;
use std::collections::HashMap;

use chrono::Datelike;
use chrono::NaiveDate;
use geo_types::Geometry;

use crate::domain::Value;
use crate::geom::Stretch;
use crate::geom::geodesic;
use crate::policy::money::ledger::LedgerFinding;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::words::names;
use crate::world::Row;
use crate::world::RuralClass;
use crate::world::UnitId;
use crate::world::World;
use crate::world::apportioned;

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

/// What of the works of rural roads was completed in a year.
pub(super) fn works_done(world: &World, year: i32) -> WorksDone {
    let tree = world.jurisdictions().tree();
    let mut done = WorksDone::default();
    for row in world.named("works").in_code_order(None) {
        let unit = row.text("jurisdiction_code").and_then(|code| tree.find(code));
        done.recording.extend(unit.and_then(|unit| tree.unit(unit).body));
        let is_of_year = row.value("completed_on").as_date().is_some_and(|day| day.year() == year);
        if !is_of_year || !is_on_rural_road(world, row) {
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
        let Some(metres) = length_m(row) else {
            // A work on a bridge is none on a length of road.
            if row.text("bridge_code").is_none() {
                done.unknown.push((unit, format!("the length of the work {} is not recorded", row.code())));
            }
            continue;
        };
        for (unit, metres) in shared(world, row, unit, metres) {
            match unit {
                Some(unit) => {
                    *done.by_unit.entry(unit).or_default() += u64::from(metres);
                    done.recording.extend(tree.unit(unit).body);
                }
                None => done.unplaced_m += u64::from(metres),
            }
        }
    }
    done
}

/// By the class of its road, else by the letter of the code (X, Y, C); without a road it counts.
fn is_on_rural_road(world: &World, row: Row) -> bool {
    let Some(road) = row.text("road_code") else { return true };
    match world.named("roads").find(road).and_then(|road| road.text("class")) {
        Some(class) => RuralClass::read(class).is_some(),
        None => road.starts_with(['X', 'Y', 'C']),
    }
}

fn stretch(row: Row) -> Option<Stretch> {
    let (from, to) = (row.value("from_chainage").as_chainage()?, row.value("to_chainage").as_chainage()?);
    Stretch::new(from.min(to), from.max(to))
}

/// As recorded, else between its chainages, else along its line; whole metres.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no work is 4 million km long")]
fn length_m(row: Row) -> Option<u32> {
    let recorded = row.value("length_km").as_real().map(|km| km * 1000.0);
    let between = || stretch(row).map(Stretch::length_m);
    let along = || match row.shape()? {
        Geometry::LineString(line) => Some(geodesic::length_m(&line)),
        _ => None,
    };
    recorded.or_else(between).or_else(along).map(|metres| metres.round() as u32)
}

/// A work in one village lies there; any other is shared as the segments of its stretch are, else by its line.
fn shared(world: &World, row: Row, recorded: Option<UnitId>, metres: u32) -> Vec<(Option<UnitId>, u32)> {
    let tree = world.jurisdictions().tree();
    if recorded.is_some_and(|unit| tree.unit(unit).is_leaf) {
        return vec![(recorded, metres)];
    }
    let mut weights = along_segments(world, row);
    if weights.is_empty() {
        weights = along_line(world, row, recorded);
    }
    if weights.is_empty() {
        return vec![(recorded, metres)];
    }
    weights.sort_by_key(|(unit, _)| (unit.is_none(), *unit));
    let parts = apportioned(metres, &weights.iter().map(|(_, weight)| *weight).collect::<Vec<_>>());
    weights.into_iter().map(|(unit, _)| unit).zip(parts).collect()
}

/// How long a work runs in each jurisdiction.
type Weights = Vec<(Option<UnitId>, f64)>;

fn add(weights: &mut Weights, unit: Option<UnitId>, weight: f64) {
    match weights.iter_mut().find(|(known, _)| *known == unit) {
        Some((_, sum)) => *sum += weight,
        None => weights.push((unit, weight)),
    }
}

/// By the shares of the segments between its chainages.
fn along_segments(world: &World, row: Row) -> Weights {
    let mut weights = Weights::new();
    let Some((road, worked)) = row.text("road_code").zip(stretch(row)) else { return weights };
    for segment in world.roads().segments_of(road) {
        let Some(whole) = segment.stretch else { continue };
        let Some(part) = whole.shared_with(worked) else { continue };
        let at = |metres: f64| (metres - whole.from().metres()) / whole.length_m();
        let (begin, end) = (at(part.from().metres()), at(part.to().metres()));
        for share in world.shares(segment) {
            let long = share.spans.iter().map(|(from, to)| (to.min(end) - from.max(begin)).max(0.0)).sum::<f64>();
            if long > 0.0 {
                add(&mut weights, share.unit, long * segment.length_m);
            }
        }
    }
    weights
}

/// By the areas in which its line runs.
fn along_line(world: &World, row: Row, recorded: Option<UnitId>) -> Weights {
    let mut weights = Weights::new();
    if let Some(Geometry::LineString(line)) = row.shard.grid_shape(row.row) {
        for (from, to, unit) in world.runs_along(line, row.shard.grid()) {
            add(&mut weights, unit.or(recorded), to - from);
        }
    }
    weights
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
            let unit = row.text("jurisdiction_code").and_then(|code| tree.find(code));
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
