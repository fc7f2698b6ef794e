//! A stretch of a road with an inventory record, and the facts that reports ask of it.

use std::sync::Arc;
use std::sync::OnceLock;

use chrono::NaiveDate;
use geo_types::Geometry;
use geo_types::LineString;

use crate::domain::Value;
use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Grid;
use crate::geom::Stretch;
use crate::geom::geodesic;
use crate::world::shares::Share;
use crate::world::table::Row;

/// A stretch of a road with an inventory record.
#[derive(Debug)]
pub struct Segment {
    pub code: Box<str>,
    pub road: Option<Box<str>>,
    /// The class of its road.
    pub class: Option<Box<str>>,
    pub jurisdiction: Option<Box<str>>,
    /// `None` when a chainage is unknown.
    pub stretch: Option<Stretch>,
    /// Official mileage where it is recorded, else geodesic; in metres.
    pub length_m: f64,
    pub grid: Arc<Grid>,
    /// In metres of `grid`.
    pub line: LineString<f64>,
    pub facts: SegmentFacts,
    /// Made when first asked for: [`crate::world::World::shares`].
    pub(super) shares: OnceLock<Box<[Share]>>,
}

/// What is recorded of a segment; `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentFacts {
    pub technical_class: Option<Box<str>>,
    pub surface: Option<Box<str>>,
    pub roadbed_width_m: Option<f64>,
    pub pavement_width_m: Option<f64>,
    pub shared: Option<bool>,
    pub dead_end: Option<bool>,
    pub urban_managed: Option<bool>,
    pub listed_for_maintenance: Option<bool>,
    pub bus_route: Option<bool>,
    pub key_township_road: Option<bool>,
    pub digitised: Option<bool>,
    pub auto_surveyed_on: Option<NaiveDate>,
    pub mqi: Option<f64>,
    pub pqi: Option<f64>,
    pub assessed_on: Option<NaiveDate>,
    pub scenic_since: Option<NaiveDate>,
    pub separation_eligible: Option<bool>,
    pub separated_since: Option<NaiveDate>,
    pub built_year: Option<i32>,
    pub rebuilt_year: Option<i32>,
}

impl SegmentFacts {
    fn of(row: Row) -> Self {
        let text = |field| row.text(field).map(Box::from);
        let real = |field| if let Value::Real(number) = row.value(field) { Some(number) } else { None };
        let flag = |field| if let Value::Boolean(flag) = row.value(field) { Some(flag) } else { None };
        let year = |field| if let Value::Integer(year) = row.value(field) { Some(year) } else { None };
        let date = |field| row.value(field).as_date();
        Self {
            technical_class: text("technical_class"),
            surface: text("surface"),
            roadbed_width_m: real("roadbed_width_m"),
            pavement_width_m: real("pavement_width_m"),
            shared: flag("shared"),
            dead_end: flag("dead_end"),
            urban_managed: flag("urban_managed"),
            listed_for_maintenance: flag("listed_for_maintenance"),
            bus_route: flag("bus_route"),
            key_township_road: flag("key_township_road"),
            digitised: flag("digitised"),
            auto_surveyed_on: date("auto_surveyed_on"),
            mqi: real("mqi"),
            pqi: real("pqi"),
            assessed_on: date("assessed_on"),
            scenic_since: date("scenic_since"),
            separation_eligible: flag("separation_eligible"),
            separated_since: date("separated_since"),
            built_year: year("built_year"),
            rebuilt_year: year("rebuilt_year"),
        }
    }
}

impl Segment {
    /// Whether it is of a county, township or village road.
    pub fn is_rural(&self) -> bool {
        self.class.as_deref().is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class))
    }

    /// Whether its length counts (rules A): rural, not recorded as shared with another route and not as a
    /// dead end. What is not recorded counts, as in the provincial export.
    pub fn is_countable(&self) -> bool {
        self.is_rural() && self.facts.shared != Some(true) && self.facts.dead_end != Some(true)
    }
}

pub(super) fn line_of(row: Row) -> Option<LineString<f64>> {
    match row.shard.shape_ref(row.row)? {
        Geometry::LineString(line) => Some(line.clone()),
        _ => None,
    }
}

pub(super) fn segment<'a>(row: Row, class_of: impl Fn(&str) -> Option<&'a str>) -> Option<Segment> {
    let line = line_of(row)?;
    let Some(Geometry::LineString(on_grid)) = row.shard.grid_shape(row.row) else { return None };
    let (from, to) = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
    let official = if let Value::Real(km) = row.value("official_length_km") { Some(km * 1000.0) } else { None };
    let road = row.text("road_code");
    Some(Segment {
        code: row.code().into(),
        class: road.and_then(class_of).map(Into::into),
        road: road.map(Into::into),
        jurisdiction: row.text("jurisdiction_code").map(Into::into),
        stretch: from.zip(to).and_then(|(from, to)| Stretch::new(from, to)),
        length_m: official.unwrap_or_else(|| geodesic::length_m(&line)),
        grid: row.shard.grid().clone(),
        line: on_grid.clone(),
        facts: SegmentFacts::of(row),
        shares: OnceLock::new(),
    })
}
