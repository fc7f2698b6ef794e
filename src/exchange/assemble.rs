//! From the cells of a row to a record, or to everything that is wrong with the row.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use geo::CoordsIter;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Point;
use serde_json::Value as Json;

use crate::domain::Fault;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::domain::value::clipped_to;
use crate::exchange::Row;
use crate::exchange::columns::Plan;
use crate::exchange::columns::Target;
use crate::exchange::crs::Crs;
use crate::exchange::json::read_json;
use crate::exchange::shapes::are_degrees_already;
use crate::exchange::shapes::joined;
use crate::exchange::shapes::projected_corner;
use crate::exchange::wkt::from_wkt;
use crate::geom::Shape;

/// One row as a file holds it.
pub struct Given {
    pub number: u64,
    /// For each feed of the plan what its column holds.
    pub cells: Vec<Cell>,
    /// The shape that stands beside the columns, and whether it had heights or measures.
    pub geometry: Result<Option<(Shape, bool)>, NotAValue>,
    /// The id of a feature.
    pub id: Json,
}

/// What a column holds; `Err` where it cannot be read.
pub type Cell = Result<Json, Unreadable>;

#[derive(Clone)]
pub struct Unreadable {
    pub shown: String,
    pub why: NotAValue,
}

/// Makes records of rows, and remembers the codes that came before.
pub struct Assembler {
    plan: Plan,
    crs: Crs,
    /// Hashes, not codes: twenty bytes a row, whatever the codes look like. That two codes of a
    /// million share one is less likely than a fault of the memory.
    seen: HashMap<u64, u64>,
    hashing: RandomState,
    pub had_height: bool,
}

impl Assembler {
    pub fn new(plan: Plan, crs: Crs) -> Self {
        Self { plan, crs, seen: HashMap::new(), hashing: RandomState::new(), had_height: false }
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Of the way that the places went, once they have; `None` where they went none.
    pub fn accuracy(&self) -> Option<String> {
        if self.plan.stated.geometry { self.crs.accuracy() } else { None }
    }

    pub fn row(&mut self, given: Given) -> Row {
        let mut record = self.plan.template.clone();
        let mut faults = Faults::default();
        let (mut lon, mut lat) = (None, None);
        let mut geometry = Ok(None);
        if self.plan.takes_geometry {
            geometry = given.geometry;
        }
        for (feed, cell) in self.plan.feeds.iter().zip(given.cells) {
            let cell = match cell {
                Ok(cell) => cell,
                Err(unreadable) => {
                    faults.add(self.plan.name_of(feed.to), &unreadable.shown, unreadable.why);
                    continue;
                }
            };
            let kind = match feed.to {
                Target::Field(at) => self.plan.collection.fields[at].kind,
                Target::ValidFrom => FieldKind::Date,
                Target::Lon | Target::Lat => FieldKind::Real { least: f64::MIN, most: f64::MAX },
                Target::Geometry => {
                    geometry = read_wkt(&cell);
                    continue;
                }
                Target::Code | Target::Provenance => FieldKind::Text,
            };
            let cell = if self.plan.collection.is_layer { as_text(kind, cell) } else { cell };
            match (feed.to, read_json(kind, &cell)) {
                (_, Err(why)) => faults.add(self.plan.name_of(feed.to), &shown(&cell), why),
                (Target::Field(at), Ok(value)) => record.values[at] = value,
                (Target::ValidFrom, Ok(value)) => record.valid_from = value.as_date(),
                (Target::Code, Ok(Value::Text(code))) => record.code = code,
                (Target::Provenance, Ok(Value::Text(provenance))) => record.provenance = provenance,
                (Target::Lon, Ok(Value::Real(number))) => lon = Some(number),
                (Target::Lat, Ok(Value::Real(number))) => lat = Some(number),
                _ => {}
            }
        }
        if self.plan.ids_are_codes && record.code.is_empty() {
            match read_json(FieldKind::Text, &given.id) {
                Ok(Value::Text(code)) => record.code = code,
                Ok(_) => {}
                Err(why) => faults.add("code", &shown(&given.id), why),
            }
        }
        if record.code.is_empty() && !self.plan.collection.coded_by.is_empty() {
            match self.plan.collection.code_made_of(&record.values) {
                Some(code) => record.code = code.into(),
                None => faults.missing("code", &self.plan.collection.code_remedy()),
            }
        }
        if self.plan.numbers_are_codes {
            record.code = given.number.to_string().into();
        }
        match (lon, lat) {
            (Some(lon), Some(lat)) => geometry = Ok(Some((Point::new(lon, lat).into(), false))),
            (Some(_), None) => faults.missing("lat", "give both lon and lat, or neither"),
            (None, Some(_)) => faults.missing("lon", "give both lon and lat, or neither"),
            (None, None) => {}
        }
        match geometry {
            Err(why) => faults.add("geometry", "", why),
            Ok(None) => {}
            Ok(Some((shape, had_height))) => {
                self.had_height |= had_height;
                match self.placed(shape) {
                    Ok(shape) => record.geometry = shape,
                    Err((value, why)) => faults.add("geometry", &value, why),
                }
            }
        }
        self.refuse_second(given.number, &record, &mut faults);
        self.judged(given.number, record, faults)
    }

    /// Brings a shape into EPSG:4490 and into the form that the collection keeps. An empty one is
    /// none, where there may be none.
    fn placed(&self, shape: Shape) -> Result<Option<Shape>, (String, NotAValue)> {
        if shape.coords_count() == 0 {
            if !self.plan.collection.geometry.is_required() {
                return Ok(None);
            }
            let remedy = format!("give {}", self.plan.collection.geometry.words());
            return Err((String::new(), NotAValue { problem: "the geometry is empty".into(), remedy }));
        }
        if self.crs == Crs::Degrees
            && let Some(corner) = projected_corner(&shape)
        {
            let value = format!("{}, {}", corner.x, corner.y);
            let problem = format!("{value} are not degrees; they look like metres of a projection");
            let remedy = "name the file's CRS with --crs, as --crs EPSG:4547".into();
            return Err((value, NotAValue { problem, remedy }));
        }
        let given = shape.coords_iter().next();
        let Some(mut shape) = self.crs.to_degrees(shape) else {
            return Err(self.out_of_reach(given));
        };
        if let (Some(given), Some(moved), Some(code)) = (given, shape.coords_iter().next(), self.crs.epsg())
            && are_degrees_already(given, moved)
        {
            let value = format!("{}, {}", given.x, given.y);
            let problem = format!("{value} look like degrees already, not like EPSG:{code}");
            return Err((value, NotAValue { problem, remedy: "leave --crs out, or name the CRS of the file".into() }));
        }
        let takes_lines = matches!(
            self.plan.collection.geometry,
            GeometryKind::Line | GeometryKind::LineOrNone | GeometryKind::PointOrLine
        );
        if let (true, Geometry::MultiLineString(lines)) = (takes_lines, &shape)
            && lines.0.len() > 1
        {
            let Some(line) = joined(lines) else {
                let problem = format!("the line has {} parts that do not join end to end", lines.0.len());
                let remedy = "give one line, or one row for each part".into();
                return Err((String::new(), NotAValue { problem, remedy }));
            };
            shape = line.into();
        }
        Ok(Some(self.plan.collection.shaped(shape)))
    }

    fn out_of_reach(&self, given: Option<Coord<f64>>) -> (String, NotAValue) {
        let crs = self.crs.words();
        let value = given.map_or_else(String::new, |given| format!("{}, {}", given.x, given.y));
        let is_swapped = given.is_some_and(|given| {
            let swapped = Coord { x: given.y, y: given.x };
            swapped != given && self.crs.place_to_degrees(swapped).is_some()
        });
        let (problem, remedy) = if is_swapped {
            let problem = format!("the geometry lies where {crs} does not reach; {value} look like northing, easting");
            (problem, "give easting first".into())
        } else {
            (format!("the geometry lies where {crs} does not reach"), "check the coordinates and --crs".into())
        };
        (value, NotAValue { problem, remedy })
    }

    fn refuse_second(&mut self, number: u64, record: &Record, faults: &mut Faults) {
        if record.code.is_empty() {
            return;
        }
        match self.seen.entry(self.hashing.hash_one(&record.code)) {
            Entry::Vacant(first) => {
                first.insert(number);
            }
            Entry::Occupied(first) => {
                let problem = format!("the code `{}` stands in row {} already", clipped(&record.code), first.get());
                faults.add("code", &record.code, NotAValue { problem, remedy: "give each code once".into() });
            }
        }
    }

    /// Adds what the collection finds, but not a second word on a field that has one.
    fn judged(&self, number: u64, record: Record, faults: Faults) -> Row {
        let mut all = faults.found;
        let said: Vec<String> = all.iter().map(|fault| fault.field.clone()).collect();
        let has_place_fault = said.iter().any(|field| ["lon", "lat", "geometry"].contains(&field.as_str()));
        all.extend(self.plan.collection.faults(&record).into_iter().filter(|fault| {
            // A file without places updates records that have theirs: whoever joins the two judges.
            let is_place = fault.field == "geometry";
            !said.contains(&fault.field) && !(is_place && (has_place_fault || !self.plan.stated.geometry))
        }));
        if all.is_empty() {
            return Row { number, outcome: Ok(record) };
        }
        // One of our length is named whole, so that it can be searched for.
        let code = clipped_to(&record.code, 200);
        for fault in &mut all {
            fault.code.clone_from(&code);
        }
        Row { number, outcome: Err(all) }
    }
}

impl Plan {
    fn name_of(&self, to: Target) -> &'static str {
        match to {
            Target::Code => "code",
            Target::Field(at) => self.collection.fields[at].name,
            Target::Geometry => "geometry",
            Target::Lon => "lon",
            Target::Lat => "lat",
            Target::ValidFrom => "valid_from",
            Target::Provenance => "provenance",
        }
    }
}

#[derive(Default)]
struct Faults {
    found: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, field: &str, value: &str, why: NotAValue) {
        self.found.push(Fault {
            code: String::new(),
            field: field.to_owned(),
            value: clipped(value),
            problem: why.problem,
            remedy: why.remedy,
        });
    }

    fn missing(&mut self, field: &str, remedy: &str) {
        if self.found.iter().all(|fault| fault.field != field) {
            let problem = format!("the row has no {field}");
            self.add(field, "", NotAValue { problem, remedy: remedy.to_owned() });
        }
    }
}

/// A layer keeps lists, objects and yes/no values that stand among texts as their JSON.
fn as_text(kind: FieldKind, cell: Json) -> Json {
    match cell {
        Json::Bool(_) | Json::Array(_) | Json::Object(_) if matches!(kind, FieldKind::Text) => cell.to_string().into(),
        cell => cell,
    }
}

fn read_wkt(cell: &Json) -> Result<Option<(Shape, bool)>, NotAValue> {
    match cell {
        Json::Null => Ok(None),
        Json::String(text) if text.trim().is_empty() => Ok(None),
        Json::String(text) => from_wkt(text).map(Some),
        other => from_wkt(&other.to_string()).map(Some),
    }
}

fn shown(cell: &Json) -> String {
    match cell {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
