//! Condition surveys by road: what was measured, on which stretch, on which day.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::Value;
use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::world::table::Row;
use crate::world::table::Table;

/// One stretch of a road, measured on one day. `None` is not measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub code: Box<str>,
    pub stretch: Stretch,
    pub surveyed_on: NaiveDate,
    /// Driven by an instrument; `None` where the method is not recorded.
    pub is_automatic: Option<bool>,
    pub mqi: Option<f64>,
    pub pqi: Option<f64>,
    pub pci: Option<f64>,
    pub rqi: Option<f64>,
    /// m/km.
    pub iri: Option<f64>,
}

/// All surveys that can be placed on a road and on a day. One without a day, or whose end does not lie
/// beyond its start, says nothing about any place on any day: `luzhang check` lists it.
#[derive(Debug, Default)]
pub struct Surveys {
    by_road: HashMap<Box<str>, OfRoad>,
}

#[derive(Debug, Default)]
struct OfRoad {
    /// By start, then end, then code.
    surveys: Vec<Survey>,
    /// For each survey, how far it and those before it reach.
    reached: Vec<Chainage>,
}

impl Surveys {
    pub(super) fn new(table: &Table) -> Self {
        let mut by_road: HashMap<Box<str>, OfRoad> = HashMap::new();
        for row in table.rows() {
            if let (Some(road), Some(survey)) = (row.text("road_code"), survey(row)) {
                by_road.entry(road.into()).or_default().surveys.push(survey);
            }
        }
        for of_road in by_road.values_mut() {
            of_road.surveys.sort_by(|a, b| (a.stretch, &a.code).cmp(&(b.stretch, &b.code)));
            let mut reached = Chainage::ZERO;
            let reach = |survey: &Survey| {
                reached = reached.max(survey.stretch.to());
                reached
            };
            of_road.reached = of_road.surveys.iter().map(reach).collect();
        }
        Self { by_road }
    }

    /// The surveys that share something with a stretch of a road, in the order of their starts.
    pub fn along<'a>(&'a self, road: &str, stretch: Stretch) -> impl Iterator<Item = &'a Survey> {
        let found = self.by_road.get(road).map_or(&[][..], |of_road| {
            let first = of_road.reached.partition_point(|reached| *reached <= stretch.from());
            let end = of_road.surveys.partition_point(|survey| survey.stretch.from() < stretch.to());
            &of_road.surveys[first.min(end)..end]
        });
        found.iter().filter(move |survey| survey.stretch.shared_with(stretch).is_some())
    }
}

fn survey(row: Row) -> Option<Survey> {
    let chainage = |field| row.value(field).as_chainage();
    let real = |field| if let Value::Real(number) = row.value(field) { Some(number) } else { None };
    Some(Survey {
        code: row.code().into(),
        stretch: Stretch::new(chainage("from_chainage")?, chainage("to_chainage")?)?,
        surveyed_on: row.value("surveyed_on").as_date()?,
        is_automatic: row.text("method").map(|method| method == "automatic"),
        mqi: real("mqi"),
        pqi: real("pqi"),
        pci: real("pci"),
        rqi: real("rqi"),
        iri: real("iri"),
    })
}
