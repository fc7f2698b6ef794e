//! What the desk was told of a leak: read strictly, every fault at once, each with its field.

use std::collections::BTreeMap;

use geo_types::Geometry;
use serde_json::Map;
use serde_json::Value as Json;

use crate::domain::value::clipped;
use crate::emergency::report_fields;
use crate::emergency::report_fields::PURE_METHANE_LEL;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::faults::fault_of;
use crate::policy::FactKind;
use crate::policy::FactValue;
use crate::queries::Utility;

/// The report of a leak. What is not in it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct LeakReport {
    pub hazard: Utility,
    /// One of the three, or a pipe or node with the place on it.
    pub at: Option<LonLat>,
    pub pipe: Option<String>,
    pub node: Option<String>,
    pub unusable_valves: Vec<String>,
    /// The commander's own.
    pub cordon: Option<Cordon>,
    values: BTreeMap<&'static str, FactValue>,
}

/// A cordon that supersedes the models'.
#[derive(Clone, Debug, PartialEq)]
pub enum Cordon {
    /// A sound polygon or multipolygon in degrees.
    Area(Shape),
    /// Geodesic metres around the leak.
    Radius(f64),
}

/// What is wrong with a field of a report, and what would be right. The pointer is RFC 6901's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {problem}", pointer.trim_start_matches('/'))]
pub struct FieldFault {
    pub pointer: String,
    pub problem: String,
}

/// Turns GeoJSON into a shape; what is wrong in words.
pub type ReadShape<'a> = &'a dyn Fn(&Json) -> Result<Shape, String>;

/// More valves than any trace meets.
const MOST_VALVES: usize = 10_000;
/// No cordon is wider, metres.
pub const WIDEST_CORDON_M: f64 = 50_000.0;

impl FieldFault {
    pub fn new(field: &str, problem: impl Into<String>) -> Self {
        Self { pointer: format!("/{field}"), problem: problem.into() }
    }
}

impl LeakReport {
    /// Reads the report that a JSON object is; all its faults when it is none.
    pub fn read(report: &Map<String, Json>, read_shape: ReadShape) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        for name in report.keys().filter(|name| report_fields::names().all(|known| known != **name)) {
            let known: Vec<&str> = report_fields::names().collect();
            let problem = format!("there is no such field; known are {}", known.join(", "));
            faults.push(FieldFault::new(&clipped(&escaped(name)), problem));
        }
        let mut values = BTreeMap::new();
        for (name, kind) in report_fields::values() {
            match told(report, name, kind) {
                Ok(Some(value)) => drop(values.insert(name, value)),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        let mut or_fault = Faults(&mut faults);
        let hazard = or_fault.keep(hazard(report));
        let at = or_fault.keep(place(report)).flatten();
        let pipe = or_fault.keep(code(report, "pipe")).flatten();
        let node = or_fault.keep(code(report, "node")).flatten();
        let unusable_valves = or_fault.keep(valves(report)).unwrap_or_default();
        let cordon = or_fault.keep(cordon(report, read_shape)).flatten().map(Cordon::Area);
        let Some(hazard) = hazard else { return Err(faults) };
        let report = Self { hazard, at, pipe, node, unusable_valves, cordon, values };
        report.check(&mut faults);
        if faults.is_empty() { Ok(report) } else { Err(faults) }
    }

    /// What fields say of one another.
    fn check(&self, faults: &mut Vec<FieldFault>) {
        if self.pipe.is_some() && self.node.is_some() {
            faults.push(FieldFault::new("node", "is given beside a pipe; give one of them"));
        }
        if self.at.is_none() && self.pipe.is_none() && self.node.is_none() && faults.is_empty() {
            faults.push(FieldFault::new("at", "the place is missing; give at as [lon, lat], pipe or node"));
        }
        if self.word("gas") == Some("natural_gas")
            && let Some(percent) = self.number("lel_percent").filter(|percent| *percent > PURE_METHANE_LEL)
        {
            let problem = format!("is {percent}; pure methane is {PURE_METHANE_LEL} % of its lower explosive limit");
            faults.push(FieldFault::new("lel_percent", problem));
        }
        if let (Some(hole), Some(pipe)) = (self.number("hole_mm"), self.number("diameter_mm"))
            && hole > pipe
        {
            let problem = format!("is {hole}, wider than the pipe (diameter_mm {pipe}); at most the pipe is open");
            faults.push(FieldFault::new("hole_mm", problem));
        }
    }

    pub fn number(&self, field: &str) -> Option<f64> {
        match self.values.get(field) {
            Some(FactValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn word(&self, field: &str) -> Option<&str> {
        match self.values.get(field) {
            Some(FactValue::Text(word)) => Some(word),
            _ => None,
        }
    }

    pub fn yes_or_no(&self, field: &str) -> Option<bool> {
        match self.values.get(field) {
            Some(FactValue::Bool(is)) => Some(*is),
            _ => None,
        }
    }

    /// Facts of gas that were told of a leak of heat, listed; `None` where there are none.
    pub fn of_the_other_hazard(&self) -> Option<String> {
        let told = self.values.keys().filter(|name| report_fields::OF_GAS.contains(name)).copied();
        let told: Vec<&str> = told.filter(|_| self.hazard == Utility::Heat).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// The facts that were told, in the order of their names.
    pub fn facts(&self) -> impl Iterator<Item = (&'static str, &FactValue)> + '_ {
        self.values.iter().filter(|(name, _)| report_fields::is_fact(name)).map(|(name, value)| (*name, value))
    }
}

/// Collects faults, keeping what has none.
struct Faults<'a>(&'a mut Vec<FieldFault>);

impl Faults<'_> {
    fn keep<T>(&mut self, read: Result<T, FieldFault>) -> Option<T> {
        read.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// `null` is not known, as if it were left out.
fn given<'a>(report: &'a Map<String, Json>, name: &str) -> Option<&'a Json> {
    report.get(name).filter(|value| !value.is_null())
}

fn told(report: &Map<String, Json>, name: &'static str, kind: FactKind) -> Result<Option<FactValue>, FieldFault> {
    let Some(value) = given(report, name) else { return Ok(None) };
    let number = || value.as_f64().filter(|number| number.is_finite());
    let told = match kind {
        FactKind::Bool => value.as_bool().map(FactValue::Bool),
        FactKind::Number { min, max } => number().filter(|it| (min..=max).contains(it)).map(FactValue::Number),
        FactKind::Count { max } => {
            number().filter(|it| (0.0..=max).contains(it) && it.fract() == 0.0).map(FactValue::Number)
        }
        FactKind::OneOf(_) | FactKind::AnyOf(_) | FactKind::FactNames => {
            value.as_str().filter(|word| kind.has_word(word)).map(FactValue::from)
        }
    };
    let right = || match kind {
        // One at a time; several are what the map finds.
        FactKind::AnyOf(words) => FactKind::OneOf(words).in_words(),
        other => other.in_words(),
    };
    match told {
        Some(told) => Ok(Some(told)),
        None => Err(FieldFault::new(name, format!("is {}; give {}, or leave it out", shown(value), right()))),
    }
}

fn hazard(report: &Map<String, Json>) -> Result<Utility, FieldFault> {
    match given(report, "hazard").map(|value| (value.as_str(), value)) {
        Some((Some("gas"), _)) => Ok(Utility::Gas),
        Some((Some("heat"), _)) => Ok(Utility::Heat),
        Some((_, value)) => Err(FieldFault::new("hazard", format!("is {}; give gas or heat", shown(value)))),
        None => Err(FieldFault::new("hazard", "is missing; give gas or heat")),
    }
}

fn place(report: &Map<String, Json>) -> Result<Option<LonLat>, FieldFault> {
    let Some(value) = given(report, "at") else { return Ok(None) };
    let pair = value.as_array().filter(|pair| pair.len() == 2);
    let pair = pair.and_then(|pair| Some((pair[0].as_f64()?, pair[1].as_f64()?)));
    let Some((lon, lat)) = pair else {
        let problem = format!("is {}; give [lon, lat] in degrees, as [114.17, 34.11]", shown(value));
        return Err(FieldFault::new("at", problem));
    };
    LonLat::new(lon, lat).map(Some).map_err(|why| FieldFault::new("at", why.to_string()))
}

fn code(report: &Map<String, Json>, name: &str) -> Result<Option<String>, FieldFault> {
    let Some(value) = given(report, name) else { return Ok(None) };
    let code = value.as_str().filter(|code| !code.is_empty());
    code.map(|code| Some(code.to_owned()))
        .ok_or_else(|| FieldFault::new(name, format!("is {}; give a code as text", shown(value))))
}

fn valves(report: &Map<String, Json>) -> Result<Vec<String>, FieldFault> {
    let Some(value) = given(report, "unusable_valves") else { return Ok(Vec::new()) };
    let problem = |what: String| FieldFault::new("unusable_valves", format!("{what}; give a list of codes of valves"));
    let list = value.as_array().ok_or_else(|| problem(format!("is {}", shown(value))))?;
    if list.len() > MOST_VALVES {
        return Err(problem(format!("has {} entries, more than {MOST_VALVES}", list.len())));
    }
    let valve = |(nth, value): (usize, &Json)| match value.as_str() {
        Some(code) => Ok(code.to_owned()),
        None => Err(FieldFault {
            pointer: format!("/unusable_valves/{nth}"),
            problem: format!("is {}; give the code of a valve as text", shown(value)),
        }),
    };
    list.iter().enumerate().map(valve).collect()
}

fn cordon(report: &Map<String, Json>, read_shape: ReadShape) -> Result<Option<Shape>, FieldFault> {
    let Some(value) = given(report, "cordon") else { return Ok(None) };
    let refused = |why: String| FieldFault::new("cordon", why);
    let geometry = if value["type"] == "Feature" { &value["geometry"] } else { value };
    let shape = read_shape(geometry)
        .map_err(|why| refused(format!("not a GeoJSON geometry: {why}; give a Polygon or MultiPolygon")))?;
    if !matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        let words = crate::domain::record::shape_words(&shape);
        return Err(refused(format!("is {words}, which encloses nothing; give a Polygon or MultiPolygon")));
    }
    match fault_of(&shape) {
        None => Ok(Some(shape)),
        Some(fault) => Err(refused(format!("{}; {}", fault.problem, fault.remedy))),
    }
}

fn shown(value: &Json) -> String {
    clipped(&value.to_string())
}

/// A name within a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests;
