//! What became of the segments since the stock of 2019: works, inspections of condition, and roads
//! made beautiful or kept apart from fields and houses. Each change is a version from its day on.

use chrono::NaiveDate;

use crate::generate::buses::Buses;
use crate::generate::dice::Dice;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::draft::year_of;
use crate::generate::numbers::real;
use crate::generate::route::Route;
use crate::generate::segments;
use crate::generate::segments::Facts;
use crate::generate::segments::STOCK_DAY;
use crate::generate::segments::Segment;
use crate::generate::skeleton::Class;
use crate::generate::works::Project;

#[derive(Clone, Copy, Debug)]
enum Change {
    Works(&'static str),
    Assessed { is_automatic: bool },
    Scenic,
    Separated,
}

/// How likely a segment is to be assessed anew in a year.
fn assessed_share(class: Class, year: i32) -> f64 {
    let share = match class {
        Class::County => 0.42,
        Class::Township => 0.24,
        _ => 0.09,
    };
    // The year of the reform's first milestone.
    if year == 2022 { share * 1.5 } else { share }
}

/// Gives every segment its later versions.
pub fn tell(seed: u64, routes: &[Route], segments: &mut [Segment], projects: &[Project], buses: &Buses) {
    let mut changes: Vec<Vec<(NaiveDate, Change)>> = vec![Vec::new(); segments.len()];
    for project in projects {
        let Some(day) = project.completed_on else { continue };
        for nth in project.segments.clone() {
            changes[nth].push((day, Change::Works(project.kind)));
        }
    }
    let mut has_bus =
        vec![false; buses.routes.iter().flat_map(|route| route.edges.iter()).max().map_or(0, |most| most + 1)];
    for edge in buses.routes.iter().flat_map(|route| route.edges.iter()) {
        has_bus[*edge] = true;
    }
    for (nth, segment) in segments.iter_mut().enumerate() {
        let class = routes[segment.route].class;
        let mut dice = Dice::of(seed, "history", &segment.code);
        let bus = has_bus.get(segment.edge).copied().unwrap_or(false);
        let facts = &mut segment.versions[0].1;
        facts.bus_route = dice.known(0.02, bus);
        if !class.is_rural() {
            continue;
        }
        let eligible = segment.separation_eligible == Some(true);
        facts.separated_since =
            (eligible && dice.chance(0.35)).then(|| day_within(&mut dice, date(2017, 3, 1), STOCK_DAY));
        facts.scenic_since = dice.chance(0.03).then(|| day_within(&mut dice, date(2018, 3, 1), STOCK_DAY));
        let separated = facts.separated_since.is_some();
        for year in 2020..=2025 {
            let day = day_within(&mut dice, date(year, 8, 15), date(year, 11, 20));
            let is_automatic = match class {
                Class::County => dice.chance(0.8),
                Class::Township => dice.chance(if segment.is_key { 0.7 } else { 0.3 }),
                _ => false,
            };
            if dice.chance(assessed_share(class, year)) {
                changes[nth].push((day, Change::Assessed { is_automatic }));
            }
            if dice.chance(0.006) {
                changes[nth].push((day_within(&mut dice, date(year, 4, 1), date(year, 8, 1)), Change::Scenic));
            }
            if eligible && !separated && dice.chance(0.025) {
                changes[nth].push((day_within(&mut dice, date(year, 4, 1), date(year, 8, 1)), Change::Separated));
            }
        }
        let mut own = std::mem::take(&mut changes[nth]);
        own.sort_by_key(|(day, _)| *day);
        for (day, change) in own {
            segment.change(&mut dice, class, day, change);
        }
    }
}

impl Segment {
    fn change(&mut self, dice: &mut Dice, class: Class, day: NaiveDate, change: Change) {
        let mut facts = self.latest().clone();
        let year = year_of(day);
        let age = year - facts.rebuilt_year.or(facts.built_year).unwrap_or(2008);
        match change {
            Change::Works("new") => {
                // It was not there before: this is its first version.
                facts = Facts {
                    built_year: Some(year),
                    assessed_on: None,
                    mqi: None,
                    pqi: None,
                    scenic_since: None,
                    separated_since: None,
                    ..facts
                };
                let day = day.max(STOCK_DAY);
                self.versions = vec![(day, facts)];
                return;
            }
            Change::Works("rebuild") => {
                widen(dice, class, &mut facts, year);
                facts.assessed_on = Some(day);
            }
            Change::Works(kind) => {
                let gain = if kind == "preventive" { 4.0 } else { 12.0 };
                let better = |index: Option<f64>| index.map(|index| real::rounded((index + gain).min(97.0), 1));
                (facts.mqi, facts.pqi) = (better(facts.mqi), better(facts.pqi));
                facts.assessed_on = facts.assessed_on.map(|_| day);
            }
            Change::Assessed { is_automatic } => {
                let (mqi, pqi) = segments::indices(dice, age);
                // An index falls a little from one time to the next, unless something was done.
                let fallen =
                    facts.mqi.map_or(mqi, |before| real::rounded((before - 0.4 - 2.2 * dice.unit()).max(40.0), 1));
                facts.mqi = Some(fallen);
                facts.pqi = dice.known(0.08, pqi.min(fallen + 2.0));
                facts.assessed_on = Some(day);
                if is_automatic {
                    facts.auto_surveyed_on = Some(day);
                }
                if dice.chance(0.4) {
                    facts.digitised = Some(true);
                }
            }
            Change::Scenic => facts.scenic_since = facts.scenic_since.or(Some(day)),
            Change::Separated => facts.separated_since = facts.separated_since.or(Some(day)),
        }
        match self.versions.last_mut() {
            // Works and assessment of 2019 are part of the stock.
            Some(last) if last.0 >= day => last.1 = facts,
            _ => self.versions.push((day, facts)),
        }
    }
}

/// A rebuilt road is wider and, for county and township roads, of a better class.
fn widen(dice: &mut Dice, class: Class, facts: &mut Facts, year: i32) {
    let (technical, roadbed, pavement) = match class {
        Class::County => ("2", 12.0, 9.0),
        Class::Township => ("3", 7.5, 6.5),
        _ => ("4", 6.5, 5.0),
    };
    facts.technical_class = Some(technical);
    facts.roadbed_m = Some(facts.roadbed_m.unwrap_or(roadbed).max(roadbed));
    facts.pavement_m = Some(facts.pavement_m.unwrap_or(pavement).max(pavement));
    facts.surface = Some(if class == Class::Village { "cement" } else { "asphalt" });
    let (mqi, pqi) = segments::indices(dice, 0);
    (facts.mqi, facts.pqi) = (Some(mqi.max(90.0)), Some(pqi.max(89.0)));
    facts.rebuilt_year = Some(year);
    facts.listed = Some(true);
}
