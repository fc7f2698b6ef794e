//! A record of a collection, its versions, and what makes one refusable.

use std::fmt;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use geo_types::Geometry;
use geo_types::MultiPolygon;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Value;
use crate::domain::value::clipped;
use crate::geom::Shape;
use crate::geom::faults::fault_of;
use crate::geom::faults::fault_of_corners;
use crate::geom::faults::has_no_length;

/// One asset or fact, at one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Stable text, unique within the collection.
    pub code: Box<str>,
    pub geometry: Option<Shape>,
    /// One value for each field of the collection, in its order.
    pub values: Vec<Value>,
    /// Counts from 1 for each code. The store sets it.
    pub version: i32,
    /// The day from which this is true on the ground. `None` when writing: the day of writing.
    pub valid_from: Option<NaiveDate>,
    /// When we were told. The store sets it.
    pub recorded_at: DateTime<Utc>,
    /// Where it came from: a file, a survey, `generated` for invented data.
    pub provenance: Box<str>,
}

/// Provenance of invented data; the API and the map say so wherever they show it.
pub const INVENTED: &str = "invented";

impl Record {
    /// A record to be written, all of whose values are unknown.
    pub fn new(collection: &Collection, code: impl Into<Box<str>>, provenance: &str) -> Self {
        Self {
            code: code.into(),
            geometry: None,
            values: vec![Value::Null; collection.fields.len()],
            version: 0,
            valid_from: None,
            recorded_at: DateTime::UNIX_EPOCH,
            provenance: provenance.into(),
        }
    }

    /// The value of a field by name; unknown for a field that the collection does not have.
    pub fn value(&self, collection: &Collection, field: &str) -> &Value {
        collection.position(field).map_or(&Value::Null, |at| &self.values[at])
    }

    /// Whether two versions say the same of the asset.
    pub fn same_facts(&self, other: &Self) -> bool {
        self.geometry == other.geometry
            && self.values == other.values
            && self.provenance == other.provenance
            && self.valid_from == other.valid_from
    }
}

/// Which facts the rows of a batch state: what they do not state keeps its value.
#[derive(Clone, Debug)]
pub struct Stated {
    /// By position in the collection's fields.
    pub fields: Vec<bool>,
    pub geometry: bool,
    /// Else the provenance of a row is that of its file, and holds for new records alone.
    pub provenance: bool,
    /// A field that rows carry because it was derived from their geometry, not because the file
    /// states it: it holds where the geometry is new, or where nothing is known yet.
    pub derived: Option<usize>,
}

impl Stated {
    pub fn all(collection: &Collection) -> Self {
        Self {
            fields: vec![true; collection.fields.len()],
            geometry: collection.geometry.is_spatial(),
            provenance: true,
            derived: None,
        }
    }

    pub fn nothing(collection: &Collection) -> Self {
        Self { fields: vec![false; collection.fields.len()], geometry: false, provenance: false, derived: None }
    }

    /// Fills what `row` does not state from the version that stands, but for the day from which it
    /// is valid: whoever compares the two says what a row means that does not state it.
    pub fn complete(&self, row: &mut Record, standing: &Record) {
        let moved = row.geometry.is_some() && row.geometry != standing.geometry;
        for (at, stated) in self.fields.iter().enumerate() {
            let holds =
                self.derived == Some(at) && !row.values[at].is_null() && (moved || standing.values[at].is_null());
            if !stated && !holds {
                row.values[at] = standing.values[at].clone();
            }
        }
        if !self.provenance {
            row.provenance.clone_from(&standing.provenance);
        }
        if !self.geometry || row.geometry.is_none() {
            row.geometry.clone_from(&standing.geometry);
        }
    }
}

/// What a change did to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Insert,
    Update,
    Delete,
}

impl Operation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        [Self::Insert, Self::Update, Self::Delete].into_iter().find(|known| known.as_str() == text)
    }
}

/// One entry of the ordered change log. All entries of one transaction share a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub revision: i64,
    pub collection: &'static str,
    pub code: Box<str>,
    pub version: i32,
    pub operation: Operation,
}

/// Why a row is refused: an answer, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Blank when the row has none.
    pub code: String,
    pub field: String,
    pub value: String,
    pub problem: String,
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.code.is_empty() {
            write!(out, "{}: ", self.code)?;
        }
        if !self.field.is_empty() {
            write!(out, "{}: ", self.field)?;
        }
        write!(out, "{}; {}", self.problem, self.remedy)
    }
}

impl Collection {
    /// Brings a shape into the form that the collection keeps: a line given as a multiline of one
    /// part, a polygon as a multipolygon.
    pub fn shaped(&self, shape: Shape) -> Shape {
        match (self.geometry, shape) {
            (GeometryKind::AnyOrNone, shape) => without_empty_parts(shape),
            (_, Geometry::MultiPoint(points)) if points.0.len() == 1 => points.0[0].into(),
            (_, Geometry::MultiLineString(mut lines)) if lines.0.len() == 1 => lines.0.remove(0).into(),
            (GeometryKind::Polygon | GeometryKind::PolygonOrNone, Geometry::Polygon(polygon)) => {
                MultiPolygon::new(vec![polygon]).into()
            }
            (GeometryKind::PointOrPolygon, Geometry::MultiPolygon(mut parts)) if parts.0.len() == 1 => {
                parts.0.remove(0).into()
            }
            (_, shape) => shape,
        }
    }

    /// The field that says in which jurisdiction a record lies, and is derived where it does not. What
    /// stands in a reference layer is not ours to fill in.
    pub fn derived_field(&self) -> Option<usize> {
        self.position("jurisdiction_code").filter(|_| !self.is_layer)
    }

    /// Everything wrong with a record that is about to be written. Its shape must be in the kept
    /// form already.
    pub fn faults(&self, record: &Record) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, value: String, problem: String, remedy: String| {
            faults.push(Fault { code: record.code.to_string(), field: field.to_owned(), value, problem, remedy });
        };
        if record.code.trim().is_empty() {
            fault("code", String::new(), "the row has no code".into(), "give each row a code that is its own".into());
        } else if record.code.len() > 200 || record.code.chars().any(char::is_control) {
            fault(
                "code",
                clipped(&record.code),
                "the code is too long or holds control characters".into(),
                "at most 200 plain characters".into(),
            );
        }
        match &record.geometry {
            None if self.geometry.is_required() => {
                fault(
                    "geometry",
                    String::new(),
                    "the row has no geometry".into(),
                    format!("give {}", self.geometry.words()),
                );
            }
            Some(shape) if !self.takes(shape) => {
                let problem = format!("{} is not what {} has", shape_words(shape), self.name);
                fault("geometry", shape_words(shape).into(), problem, format!("give {}", self.geometry.words()));
            }
            // A layer is kept as it is; only what no map could show is refused.
            Some(shape) if self.is_layer => {
                if let Some(why) = fault_of_corners(shape) {
                    fault("geometry", shape_words(shape).into(), why.problem, why.remedy.into());
                }
            }
            Some(Geometry::LineString(line)) if has_no_length(line) && !self.may_have_no_length() => {
                fault("geometry", "a line".into(), "the line has no length".into(), "give two distinct corners".into());
            }
            Some(shape) => {
                if let Some(why) = fault_of(shape) {
                    fault("geometry", shape_words(shape).into(), why.problem, why.remedy.into());
                }
            }
            None => {}
        }
        if let (Some(from), Some(to)) = (self.chainage(record, "from_chainage"), self.chainage(record, "to_chainage"))
            && from >= to
        {
            let remedy = format!("a chainage after {from}");
            fault("to_chainage", to.to_string(), format!("the stretch from {from} to {to} has no length"), remedy);
        }
        for (from, to) in [
            ("from_on", "to_on"),
            ("found_on", "cleared_on"),
            ("found_on", "treated_on"),
            ("started_on", "completed_on"),
        ] {
            if let (Some(start), Some(end)) = (record.value(self, from).as_date(), record.value(self, to).as_date())
                && end < start
            {
                fault(
                    to,
                    end.to_string(),
                    format!("{to} {end} is before {from} {start}"),
                    format!("a day from {start} on"),
                );
            }
        }
        if self.name == "roads" {
            road_code_faults(self, record, &mut fault);
        }
        faults
    }

    fn chainage(&self, record: &Record, field: &str) -> Option<crate::geom::Chainage> {
        record.value(self, field).as_chainage()
    }

    /// Utilities draw a valve or a pump between two nodes at one place as a pipe without length:
    /// a link of the network all the same. `luzhang check` lists them.
    fn may_have_no_length(&self) -> bool {
        matches!(self.name, "gas_pipes" | "heat_pipes")
    }

    fn takes(&self, shape: &Shape) -> bool {
        use GeometryKind as Kind;
        matches!(
            (self.geometry, shape),
            (Kind::AnyOrNone, _)
                | (Kind::Point | Kind::PointOrNone | Kind::PointOrPolygon | Kind::PointOrLine, Geometry::Point(_))
                | (Kind::Line | Kind::LineOrNone | Kind::PointOrLine, Geometry::LineString(_))
                | (Kind::Polygon | Kind::PolygonOrNone, Geometry::MultiPolygon(_))
                | (Kind::PointOrPolygon, Geometry::Polygon(_) | Geometry::MultiPolygon(_))
        )
    }

    /// The field that names a record of another collection, with that collection.
    pub fn references(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.fields.iter().enumerate().filter_map(|(at, field)| match field.kind {
            FieldKind::Reference(to) | FieldKind::References(to) => Some((at, to)),
            _ => None,
        })
    }
}

/// Classified roads carry the code of JTG/T 5211: a letter for the class, three characters, the six
/// digits of the county. Others carry any text.
fn road_code_faults(collection: &Collection, record: &Record, fault: &mut impl FnMut(&str, String, String, String)) {
    let letter = match record.value(collection, "class").as_text() {
        Some("national") => 'G',
        Some("provincial") => 'S',
        Some("county") => 'X',
        Some("township") => 'Y',
        Some("village") => 'C',
        Some("special") => 'Z',
        _ => return,
    };
    let code: Vec<char> = record.code.chars().collect();
    let sound = code.len() == 10
        && code[0] == letter
        && code[1..4].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && code[4..].iter().all(char::is_ascii_digit);
    if !sound {
        let class = record.value(collection, "class").written();
        fault(
            "code",
            record.code.to_string(),
            format!("`{}` is not the code of a {class} road", clipped(&record.code)),
            format!(
                "{letter}, three digits or capitals, six digits of the county, as {letter}003411024; or class = other"
            ),
        );
    }
}

/// Parts without a corner say nothing, and not every format can carry them.
fn without_empty_parts(mut shape: Shape) -> Shape {
    use geo::CoordsIter;
    match &mut shape {
        Geometry::MultiLineString(parts) => parts.0.retain(|part| !part.0.is_empty()),
        Geometry::MultiPolygon(parts) => parts.0.retain(|part| !part.exterior().0.is_empty()),
        Geometry::GeometryCollection(parts) => {
            parts.0.retain(|part| part.coords_count() > 0);
            for part in &mut parts.0 {
                let whole = std::mem::replace(part, Geometry::MultiPoint(geo_types::MultiPoint(Vec::new())));
                *part = without_empty_parts(whole);
            }
        }
        _ => {}
    }
    shape
}

/// In the words of a message: "a line".
pub fn shape_words(shape: &Shape) -> &'static str {
    match shape {
        Geometry::Point(_) => "a point",
        Geometry::MultiPoint(_) => "a multipoint",
        Geometry::Line(_) | Geometry::LineString(_) => "a line",
        Geometry::MultiLineString(_) => "a line of several parts",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "a polygon",
        Geometry::MultiPolygon(_) => "a polygon of several parts",
        Geometry::GeometryCollection(_) => "a geometry collection",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections;
    use geo_types::Point;

    fn hamlet(lon: f64, jurisdiction: Option<&str>) -> (Record, usize) {
        let hamlets = collections::named("hamlets").unwrap();
        let at = hamlets.position("jurisdiction_code").unwrap();
        let mut record = Record::new(hamlets, "H1", "test");
        record.geometry = Some(Point::new(lon, 34.0).into());
        record.values[at] = jurisdiction.map_or(Value::Null, Value::text);
        (record, at)
    }

    #[track_caller]
    fn check(standing: (f64, Option<&str>), row: (f64, Option<&str>), expect: Option<&str>) {
        let (standing, at) = hamlet(standing.0, standing.1);
        let (mut row, _) = hamlet(row.0, row.1);
        let hamlets = collections::named("hamlets").unwrap();
        Stated { geometry: true, derived: Some(at), ..Stated::nothing(hamlets) }.complete(&mut row, &standing);
        assert_eq!(row.values[at].as_text(), expect);
    }

    #[test]
    fn a_derived_jurisdiction_holds_where_the_record_moved_or_had_none() {
        check((114.0, Some("old")), (114.0, Some("derived")), Some("old"));
        check((114.0, Some("old")), (114.1, Some("derived")), Some("derived"));
        check((114.0, None), (114.0, Some("derived")), Some("derived"));
        check((114.0, Some("old")), (114.1, None), Some("old"));
    }
}
