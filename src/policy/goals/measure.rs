//! The measures that a goal's rule may name. A rule file cannot make up one of its own.

use chrono::Datelike;
use chrono::NaiveDate;

use crate::policy::goals::counts::Sink;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::Target;
use crate::policy::goals::input::Input;
use crate::policy::goals::measures::access;
use crate::policy::goals::measures::bodies;
use crate::policy::goals::measures::bridges;
use crate::policy::goals::measures::buses;
use crate::policy::goals::measures::chiefs;
use crate::policy::goals::measures::condition;
use crate::policy::goals::measures::hazards;
use crate::policy::goals::measures::lengths;
use crate::policy::goals::measures::projects;
use crate::policy::goals::measures::units;
use crate::policy::goals::measures::violations;
use crate::policy::goals::measures::works;
use crate::policy::goals::parameters::Parameter;

/// What comes out of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What passes against all there is.
    Ratio,
    /// How much there is.
    Sum,
    /// How much there is in each year against all there is: part 0 is all there is, then the years.
    Yearly,
}

/// In what amounts are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalUnit {
    Km,
    Count,
    Projects,
}

impl GoalUnit {
    pub fn word(self) -> &'static str {
        match self {
            Self::Km => "km",
            Self::Count => "count",
            Self::Projects => "projects",
        }
    }

    /// Whole metres or things in this unit.
    #[expect(clippy::cast_precision_loss, reason = "metres of a province are far below 2^53")]
    pub fn of(self, amount: u64) -> f64 {
        match self {
            Self::Km => amount as f64 / 1000.0,
            Self::Count | Self::Projects => amount as f64,
        }
    }

    /// What one kilometre, or one thing, is in whole amounts.
    pub fn one(self) -> u64 {
        if self == Self::Km { 1000 } else { 1 }
    }
}

/// Counts all that a goal is about.
pub type Run = for<'a> fn(&Input<'a>, &Goal, &mut dyn Sink<'a>);

/// One way to measure.
#[derive(Debug)]
pub struct Measure {
    pub name: &'static str,
    pub kind: Kind,
    pub unit: GoalUnit,
    /// What is counted, in words.
    pub counted: &'static str,
    /// What is counted apart, each with rows of its own; empty for one.
    pub parts: &'static [&'static str],
    pub needs: &'static [Parameter],
    /// Whether it reads collections that have versions, so that a past day is answered from the history.
    pub is_versioned: bool,
    pub run: Run,
}

impl Measure {
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|measure| measure.name == name)
    }

    pub fn listed() -> String {
        ALL.iter().map(|measure| measure.name).collect::<Vec<_>>().join(", ")
    }

    /// Into how many sums it counts.
    pub fn part_count(&self, goal: &Goal, day: NaiveDate) -> usize {
        match self.kind {
            Kind::Yearly => 1 + years(goal, day).count(),
            _ => self.parts.len().max(1),
        }
    }

    /// A target as its rule's unit has it.
    #[expect(clippy::cast_precision_loss, reason = "targets are small")]
    pub fn written(&self, target: Target) -> f64 {
        match self.kind {
            Kind::Sum => self.unit.of(target.0),
            _ => target.0 as f64 / 1e6,
        }
    }
}

/// The years of a plan that have begun by a day, at least the first.
pub fn years(goal: &Goal, day: NaiveDate) -> std::ops::RangeInclusive<i32> {
    let (from, to) = (goal.with.from.unwrap_or(day).year(), goal.with.to.unwrap_or(day).year());
    from..=to.min(day.year()).max(from)
}

const fn ratio(
    name: &'static str,
    unit: GoalUnit,
    counted: &'static str,
    needs: &'static [Parameter],
    run: Run,
) -> Measure {
    Measure { name, kind: Kind::Ratio, unit, counted, parts: &[], needs, is_versioned: true, run }
}

/// Of dated facts alone: no version is asked.
const fn dated(measure: Measure) -> Measure {
    Measure { is_versioned: false, ..measure }
}

const fn sum(measure: Measure) -> Measure {
    Measure { kind: Kind::Sum, ..measure }
}

const fn in_parts(measure: Measure, parts: &'static [&'static str]) -> Measure {
    Measure { parts, ..measure }
}

const LEVELS: &[&str] = &["county", "township", "village"];

use GoalUnit::Count;
use GoalUnit::Km;
use GoalUnit::Projects;
use Parameter::*;

static ALL: &[Measure] = &[
    ratio(
        "model_counties",
        Count,
        "counties and districts of the least mileage",
        &[MinMileageKm],
        bodies::model_counties,
    ),
    dated(sum(ratio(
        "works_length",
        Km,
        "kilometres of works completed in the period",
        &[Works, From, To],
        works::length,
    ))),
    Measure {
        kind: Kind::Yearly,
        ..ratio(
            "works_per_year",
            Km,
            "kilometres of works in the years, of the mileage of as many years",
            &[Works, From, To],
            works::per_year,
        )
    },
    ratio("townships_by_class_2", Count, "townships", &[], access::townships_by_class_2),
    ratio("villages_by_width", Count, "villages", &[MinWidthM], access::villages_by_width),
    ratio("hamlets_hardened", Count, "hamlets of the least size", &[MinHouseholds], access::hamlets_hardened),
    ratio(
        "stock_bridges_rebuilt",
        Count,
        "bridges rated 4 or 5 on the day of the stock",
        &[StockOn],
        bridges::stock_rebuilt,
    ),
    ratio("class_5_bridges_handled", Count, "bridges rated 5 since", &[StockOn], bridges::class_5_handled),
    ratio("hazards_treated", Count, "hazards", &[], hazards::treated),
    dated(in_parts(
        ratio("built_together", Projects, "projects completed", &[Works], projects::built_together),
        &["r4", "r5"],
    )),
    dated(ratio("project_duties", Projects, "projects completed", &[Works], projects::duties)),
    dated(ratio("projects_qualified", Projects, "projects accepted", &[Works], projects::qualified)),
    dated(ratio("projects_excellent", Projects, "projects accepted", &[Works], projects::excellent)),
    dated(ratio("road_clause", Count, "townships and villages", &[], units::road_clause)),
    in_parts(
        ratio("chiefs_in_force", Km, "kilometres, counties, townships", &[], chiefs::in_force),
        &["mileage", "county", "township"],
    ),
    ratio(
        "digitised_and_surveyed",
        Km,
        "kilometres of county roads and key township roads",
        &[],
        lengths::digitised_and_surveyed,
    ),
    dated(in_parts(ratio("enforcement_staff", Count, "units", &[], units::enforcement_staff), LEVELS)),
    ratio("clear_of_violations", Km, "kilometres", &[SignReachM], violations::clear),
    ratio("separated", Km, "kilometres where conditions allow", &[], lengths::separated),
    ratio("listed_for_maintenance", Km, "kilometres", &[], lengths::listed),
    ratio("condition_medium_or_better", Km, "kilometres", &[], condition::medium_or_better),
    in_parts(ratio("facilities", Count, "units", &[], units::facilities), LEVELS),
    dated(in_parts(ratio("maintenance_organised", Count, "units", &[], units::maintenance_organised), LEVELS)),
    ratio("villages_with_bus", Count, "villages", &[], buses::villages_with_bus),
    ratio("villages_by_two_lines", Count, "villages", &[], buses::villages_by_two_lines),
    ratio("service_stations", Count, "eligible townships", &[], units::service_stations),
    dated(in_parts(ratio("mechanism", Count, "units", &[], units::mechanism), &["mechanism", "bus_stops"])),
    sum(ratio("scenic_length", Km, "kilometres made beautiful in the period", &[From, To], lengths::scenic)),
    dated(sum(ratio(
        "model_counties_granted",
        Count,
        "counties designated in the period",
        &[From, To],
        bodies::model_counties_granted,
    ))),
    dated(sum(ratio(
        "villages_newly_with_gas",
        Count,
        "villages served since the period",
        &[From, To],
        units::villages_newly_with_gas,
    ))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_measures_have_one_name() {
        for (nth, measure) in ALL.iter().enumerate() {
            assert!(ALL[nth + 1..].iter().all(|other| other.name != measure.name), "{}", measure.name);
            assert!(Measure::named(measure.name).is_some());
        }
    }
}
