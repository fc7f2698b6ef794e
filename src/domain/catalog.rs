//! How a collection is described: its geometry, its fields, their units and code lists.

use crate::domain::Value;

/// A kind of record that outside programs know by name.
#[derive(Debug)]
pub struct Collection {
    pub name: &'static str,
    pub title_zh: &'static str,
    pub geometry: GeometryKind,
    pub fields: &'static [Field],
    /// The fields that make the code of a record which comes without one; none where it must have one.
    pub coded_by: &'static [&'static str],
    /// Whether it is a reference layer, described by its file: kept and served as it is.
    pub is_layer: bool,
}

/// What shapes the records of a collection have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    None,
    Point,
    Line,
    /// Kept as a multipolygon; one that has a single part is given as a polygon.
    Polygon,
    PointOrPolygon,
    PointOrLine,
    /// A line, or no geometry.
    LineOrNone,
    /// A polygon, or no geometry: the boundary is not known. A table of division codes without
    /// boundaries is worth keeping.
    PolygonOrNone,
    /// A point, or no geometry: the place is not recorded.
    PointOrNone,
    /// Whatever a reference layer has.
    AnyOrNone,
}

impl GeometryKind {
    pub fn is_spatial(self) -> bool {
        self != Self::None
    }

    pub fn is_required(self) -> bool {
        !matches!(self, Self::None | Self::LineOrNone | Self::PolygonOrNone | Self::PointOrNone | Self::AnyOrNone)
    }

    /// In the words of a message: "a point".
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "no geometry",
            Self::Point | Self::PointOrNone => "a point",
            Self::Line | Self::LineOrNone => "a line",
            Self::Polygon | Self::PolygonOrNone => "a polygon",
            Self::PointOrPolygon => "a point or a polygon",
            Self::PointOrLine => "a point or a line",
            Self::AnyOrNone => "a geometry",
        }
    }

    /// The name that GeoPackage and PostGIS give to a column of such shapes.
    pub fn sql_name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Point | Self::PointOrNone => Some("POINT"),
            Self::Line | Self::LineOrNone => Some("LINESTRING"),
            Self::Polygon | Self::PolygonOrNone => Some("MULTIPOLYGON"),
            Self::PointOrPolygon | Self::PointOrLine | Self::AnyOrNone => Some("GEOMETRY"),
        }
    }
}

/// One fact about a record.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub title_zh: &'static str,
    pub kind: FieldKind,
    /// UCUM, for numbers that have one.
    pub unit: Option<&'static str>,
}

/// What values a field takes. `Null`, unknown, is always one of them.
#[derive(Clone, Copy, Debug)]
pub enum FieldKind {
    Text,
    /// Texts in order; written in CSV with `;` between them.
    TextList,
    /// The code of a record of the collection named.
    Reference(&'static str),
    /// Codes of records of the collection named, in order.
    References(&'static str),
    Code(&'static CodeList),
    /// Both bounds included.
    Integer {
        least: i32,
        most: i32,
    },
    /// Both bounds included.
    Real {
        least: f64,
        most: f64,
    },
    Boolean,
    /// A calendar day, `2025-12-31`.
    Date,
    /// An instant, RFC 3339.
    Timestamp,
    /// CNY with two decimals, as text outside, in fen inside.
    Money,
    Chainage,
    /// A JSON object or list, kept as its text: what has a structure of its own, as the report of a leak.
    Document,
}

/// The values that a field may take, each with its labels.
#[derive(Debug)]
pub struct CodeList {
    pub name: &'static str,
    /// Value, Chinese label, English label.
    pub codes: &'static [(&'static str, &'static str, &'static str)],
}

impl CodeList {
    /// The code that a text means: the value itself, or its Chinese label.
    pub fn read(&self, text: &str) -> Option<&'static str> {
        let found = self.codes.iter().find(|(code, zh, _)| *code == text || *zh == text)?;
        Some(found.0)
    }

    /// For a message: `a, b, c`.
    pub fn listed(&self) -> String {
        self.codes.iter().map(|code| code.0).collect::<Vec<_>>().join(", ")
    }
}

impl Collection {
    /// The position of a field by name.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|known| known.name == field)
    }

    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|known| known.name == name)
    }

    /// The code of a record that came without one: the same facts make the same code, so that a file that
    /// is imported again changes what it brought before. `None` where one of them is unknown, or where
    /// nothing makes codes.
    pub fn code_made_of(&self, values: &[Value]) -> Option<String> {
        if self.coded_by.is_empty() {
            return None;
        }
        let written = |name: &&str| {
            let value = values.get(self.position(name)?)?;
            (!value.is_null()).then(|| value.written())
        };
        Some(self.coded_by.iter().map(written).collect::<Option<Vec<_>>>()?.join("-"))
    }

    /// What to give to a record without a code.
    pub fn code_remedy(&self) -> String {
        format!("give a code, or all of {}, which make one", self.coded_by.join(", "))
    }

    /// `road_segments` as `Road segments`.
    pub fn title(&self) -> String {
        humanised(self.name)
    }
}

impl Field {
    pub fn title(&self) -> String {
        humanised(self.name)
    }

    pub fn code_list(&self) -> Option<&'static CodeList> {
        match self.kind {
            FieldKind::Code(list) => Some(list),
            _ => None,
        }
    }
}

fn humanised(name: &str) -> String {
    let mut title = name.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

/// Constructors in the order in which a description reads: name, Chinese title, then what is
/// particular to the kind.
pub mod describe {
    use crate::domain::catalog::CodeList;
    use crate::domain::catalog::Collection;
    use crate::domain::catalog::Field;
    use crate::domain::catalog::FieldKind;
    use crate::domain::catalog::GeometryKind;

    pub const fn collection(
        name: &'static str,
        title_zh: &'static str,
        geometry: GeometryKind,
        fields: &'static [Field],
    ) -> Collection {
        Collection { name, title_zh, geometry, fields, coded_by: &[], is_layer: false }
    }

    /// The same, whose records are named by what is in these fields where they have no code.
    pub const fn coded_by(collection: Collection, coded_by: &'static [&'static str]) -> Collection {
        Collection { coded_by, ..collection }
    }

    const fn field(name: &'static str, title_zh: &'static str, kind: FieldKind) -> Field {
        Field { name, title_zh, kind, unit: None }
    }

    pub const fn text(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Text)
    }

    pub const fn reference(name: &'static str, title_zh: &'static str, to: &'static str) -> Field {
        field(name, title_zh, FieldKind::Reference(to))
    }

    pub const fn references(name: &'static str, title_zh: &'static str, to: &'static str) -> Field {
        field(name, title_zh, FieldKind::References(to))
    }

    pub const fn texts(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::TextList)
    }

    pub const fn code(name: &'static str, title_zh: &'static str, list: &'static CodeList) -> Field {
        field(name, title_zh, FieldKind::Code(list))
    }

    pub const fn count(name: &'static str, title_zh: &'static str) -> Field {
        integer(name, title_zh, 0, i32::MAX)
    }

    pub const fn integer(name: &'static str, title_zh: &'static str, least: i32, most: i32) -> Field {
        field(name, title_zh, FieldKind::Integer { least, most })
    }

    /// A quantity that is never negative.
    pub const fn quantity(name: &'static str, title_zh: &'static str, unit: &'static str) -> Field {
        measure(name, title_zh, unit, 0.0, f64::MAX)
    }

    pub const fn measure(
        name: &'static str,
        title_zh: &'static str,
        unit: &'static str,
        least: f64,
        most: f64,
    ) -> Field {
        Field { name, title_zh, kind: FieldKind::Real { least, most }, unit: Some(unit) }
    }

    pub const fn yes_no(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Boolean)
    }

    pub const fn date(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Date)
    }

    pub const fn timestamp(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Timestamp)
    }

    pub const fn money(name: &'static str, title_zh: &'static str) -> Field {
        Field { name, title_zh, kind: FieldKind::Money, unit: Some("CNY") }
    }

    pub const fn document(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Document)
    }

    pub const fn chainage(name: &'static str, title_zh: &'static str) -> Field {
        field(name, title_zh, FieldKind::Chainage)
    }
}
