//! Reference layers: what else an office brings, as railways or protected areas. Each is a collection
//! whose description was found in its file instead of being written in [`crate::domain::collections`];
//! it is kept and served as it is. Over HTTP nothing changes it.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde::Deserialize;
use serde::Serialize;

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::collections;

/// How a reference layer is described; stores keep it as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LayerDescription {
    pub name: String,
    pub shapes: LayerShapes,
    pub fields: Vec<LayerField>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LayerField {
    pub name: String,
    /// As the file calls it, where that cannot be the name of a field.
    pub title: String,
    pub kind: LayerKind,
}

/// Any record of a layer may lack its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerShapes {
    None,
    Points,
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerKind {
    Text,
    Integer,
    Real,
    Boolean,
    Date,
    Timestamp,
}

impl LayerKind {
    pub fn field_kind(self) -> FieldKind {
        match self {
            Self::Text => FieldKind::Text,
            // The least one marks the unknown in a column.
            Self::Integer => FieldKind::Integer { least: i32::MIN + 1, most: i32::MAX },
            Self::Real => FieldKind::Real { least: f64::MIN, most: f64::MAX },
            Self::Boolean => FieldKind::Boolean,
            Self::Date => FieldKind::Date,
            Self::Timestamp => FieldKind::Timestamp,
        }
    }
}

/// What stands beside the fields of every record, in a store or in a file.
const OF_EVERY_RECORD: [&str; 8] =
    ["code", "geom", "geometry", "fid", "version", "valid_from", "recorded_at", "provenance"];
/// Columns that every table has by itself.
const OF_EVERY_TABLE: [&str; 9] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid", "oid", "_rowid_"];
/// Tables of the stores that are not collections begin so.
const OF_THE_STORES: [&str; 10] =
    ["luzhang_", "gpkg_", "rtree_", "sqlite_", "pg_", "staged_", "spatial_", "geometry_", "geography_", "raster_"];
/// Types of PostGIS, whose names a table cannot have.
const TYPES: [&str; 8] = ["geometry", "geography", "raster", "box2d", "box3d", "box2df", "spheroid", "gidx"];
/// What a question may be asked with beside the fields of a collection.
const PARAMETERS: [&str; 15] = [
    "bbox",
    "bbox-crs",
    "datetime",
    "as_of",
    "recorded_as_of",
    "limit",
    "cursor",
    "f",
    "crs",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "q",
];
/// PostgreSQL cuts longer names; of the name of a layer it also makes the names of indexes.
const LONGEST_FIELD: usize = 60;
const LONGEST_LAYER: usize = 40;

/// Why a layer may not be called that, and what would be right.
pub fn fault_of_name(name: &str) -> Option<String> {
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_plain || name.len() > LONGEST_LAYER {
        Some(format!("give up to {LONGEST_LAYER} small letters, digits and _, as railways"))
    } else if collections::named(name).is_some() {
        Some(format!("that is a collection of its own: luzhang import {name} FILE; or give another name"))
    } else if TYPES.contains(&name) || OF_THE_STORES.iter().any(|begin| name.starts_with(begin)) {
        Some("stores keep tables of their own under such names; give another".to_owned())
    } else {
        None
    }
}

/// A name for each field: that of its column, but for signs that the stores or a file cannot carry
/// and for names that are taken.
pub fn field_names(columns: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    for column in columns {
        let plain: String = column
            .trim()
            .chars()
            .map(|sign| if "\"\\,;%".contains(sign) || sign.is_control() { '_' } else { sign })
            .collect();
        let plain = if plain.is_empty() { "column".to_owned() } else { plain };
        // SQLite takes names in any case for the same.
        let is_free = |name: &str, names: &[String]| {
            let lower = name.to_lowercase();
            let is_theirs =
                OF_EVERY_RECORD.iter().chain(&OF_EVERY_TABLE).chain(&PARAMETERS).any(|taken| *taken == lower);
            !is_theirs && names.iter().all(|known| known.to_lowercase() != lower)
        };
        let numbered = (1..).map(|nth: u32| format!("{}_{nth}", cut(&plain, LONGEST_FIELD - 6)));
        let name = std::iter::once(cut(&plain, LONGEST_FIELD).to_owned()).chain(numbered);
        names.extend(name.into_iter().find(|name| is_free(name, &names)));
    }
    names
}

/// The beginning of a text, of at most so many bytes.
pub fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// The collection of a description. Descriptions live as long as the program, as those of the
/// contract do: each different one is kept once.
pub fn described(description: &LayerDescription) -> &'static Collection {
    static KNOWN: LazyLock<Mutex<HashMap<LayerDescription, &'static Collection>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(collection) = known.get(description) {
        return collection;
    }
    let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let field = |field: &LayerField| Field {
        name: kept(&field.name),
        title_zh: kept(&field.title),
        kind: field.kind.field_kind(),
        unit: None,
    };
    let name = kept(&description.name);
    let collection: &'static Collection = Box::leak(Box::new(Collection {
        name,
        title_zh: name,
        geometry: match description.shapes {
            LayerShapes::None => GeometryKind::None,
            LayerShapes::Points => GeometryKind::PointOrNone,
            LayerShapes::Any => GeometryKind::AnyOrNone,
        },
        fields: Box::leak(description.fields.iter().map(field).collect()),
        coded_by: &[],
        is_layer: true,
    }));
    known.insert(description.clone(), collection);
    collection
}

/// The way back from [`described`].
pub fn description_of(layer: &Collection) -> LayerDescription {
    let kind = |kind| match kind {
        FieldKind::Integer { .. } => LayerKind::Integer,
        FieldKind::Real { .. } => LayerKind::Real,
        FieldKind::Boolean => LayerKind::Boolean,
        FieldKind::Date => LayerKind::Date,
        FieldKind::Timestamp => LayerKind::Timestamp,
        _ => LayerKind::Text,
    };
    let field = |field: &Field| LayerField {
        name: field.name.to_owned(),
        title: field.title_zh.to_owned(),
        kind: kind(field.kind),
    };
    LayerDescription {
        name: layer.name.to_owned(),
        shapes: match layer.geometry {
            GeometryKind::None => LayerShapes::None,
            GeometryKind::PointOrNone => LayerShapes::Points,
            _ => LayerShapes::Any,
        },
        fields: layer.fields.iter().map(field).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stores_or_the_contract_need_are_refused() {
        for (name, words) in [
            ("households", "collection of its own"),
            ("Railways", "small letters"),
            ("铁路", "small letters"),
            ("1st", "small letters"),
            ("", "small letters"),
            ("luzhang_changes", "tables of their own"),
            ("sqlite_master", "tables of their own"),
        ] {
            assert!(fault_of_name(name).is_some_and(|fault| fault.contains(words)), "{name}");
        }
        assert_eq!(fault_of_name("railways"), None);
        assert_eq!(fault_of_name("select"), None, "names are quoted in SQL");
    }

    #[test]
    fn fields_keep_the_names_of_their_columns_where_they_can() {
        let columns = ["名称", "Length (m)", "name", "NAME", "code", "a\"b,c", "", "名".repeat(40).as_str(), "xmin"]
            .map(String::from);
        let names = field_names(&columns);
        assert_eq!(names[..7], ["名称", "Length (m)", "name", "NAME_1", "code_1", "a_b_c", "column"].map(String::from));
        assert_eq!((names[7].as_str(), names[8].as_str()), ("名".repeat(20).as_str(), "xmin_1"));
    }

    #[test]
    fn one_description_is_one_collection() {
        let description = LayerDescription {
            name: "railways".into(),
            shapes: LayerShapes::Any,
            fields: vec![LayerField { name: "gauge".into(), title: "gauge".into(), kind: LayerKind::Integer }],
        };
        let collection = described(&description);
        assert!(std::ptr::eq(collection, described(&description.clone())));
        assert!(collection.is_layer && collection.field("gauge").is_some());
        assert_eq!(description_of(collection), description);
        let other = LayerDescription { fields: Vec::new(), ..description };
        assert!(!std::ptr::eq(collection, described(&other)));
    }
}
