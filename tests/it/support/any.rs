//! Any record that a collection takes, with the texts that break careless writers.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::TimeDelta;
use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use luzhang::domain::Collection;
use luzhang::domain::Field;
use luzhang::domain::FieldKind;
use luzhang::domain::GeometryKind;
use luzhang::domain::Record;
use luzhang::domain::Value;
use luzhang::domain::collections;
use luzhang::geom::Chainage;
use luzhang::geom::Shape;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::support::Item;

/// `count` records of every collection, the same ones in every run. Codes start with `prefix`.
pub fn any_items(runner: &mut TestRunner, prefix: &str, count: usize) -> Vec<Item> {
    let mut items = Vec::new();
    for collection in collections::ALL {
        for nth in 0..count {
            let mut record = any_record(collection).new_tree(runner).unwrap().current();
            record.code = format!("{prefix}-{nth}{}", record.code).into();
            items.push(Item { collection, record });
        }
    }
    items
}

pub fn any_record(collection: &'static Collection) -> impl Strategy<Value = Record> {
    let values: Vec<_> = collection.fields.iter().map(any_value).collect();
    let code = any_text().prop_map(|text| text.replace(char::is_control, "·"));
    (code, any_geometry(collection), values, any_text(), any_day()).prop_map(
        |(code, geometry, values, provenance, valid_from)| {
            let mut record = Record::new(collection, code, &provenance);
            (record.geometry, record.values, record.valid_from) = (geometry, values, Some(valid_from));
            record
        },
    )
}

/// What ends a cell, a string, a list or a line in one format or another.
const NASTY: [&str; 23] = [
    "'",
    "\"",
    "\\",
    "\\N",
    "\\.",
    "\t",
    "\n",
    "\r\n",
    "{}",
    "{",
    "}",
    ",",
    ";",
    "NULL",
    "null",
    "[]",
    "$1",
    "--",
    "%",
    "路长",
    "👩‍👩‍👧",
    "\u{feff}",
    "=1+1",
];

/// Neither blank nor with blanks around it: those are not told apart from unknown.
fn any_text() -> impl Strategy<Value = String> {
    let words =
        prop::collection::vec(prop_oneof![prop::sample::select(&NASTY[..]).prop_map(String::from), "\\PC{0,3}"], 1..6);
    words
        .prop_map(|words| words.concat().trim().to_owned())
        .prop_filter("blank is unknown", |text| !text.is_empty() && !text.contains('\0'))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..3_652_058_i64).prop_map(|days| NaiveDate::from_ymd_opt(1, 1, 1).unwrap() + TimeDelta::days(days))
}

fn any_value(field: &Field) -> BoxedStrategy<Value> {
    let known = match field.kind {
        FieldKind::Text | FieldKind::Reference(_) => any_text().prop_map(Value::text).boxed(),
        FieldKind::Document => {
            any_text().prop_map(|text| Value::text(serde_json::json!([{ "said": text }]).to_string())).boxed()
        }
        FieldKind::TextList | FieldKind::References(_) => {
            prop::collection::vec(any_text().prop_map(Box::from), 0..4).prop_map(Value::List).boxed()
        }
        FieldKind::Code(list) => prop::sample::select(list.codes).prop_map(|code| Value::text(code.0)).boxed(),
        FieldKind::Integer { least, most } => {
            prop_oneof![Just(least), Just(most), least..=most].prop_map(Value::Integer).boxed()
        }
        FieldKind::Real { least, most } => {
            prop_oneof![Just(least), Just(most), least..=most, (0.0..1.0_f64).prop_map(move |x| x.clamp(least, most))]
                .prop_map(Value::Real)
                .boxed()
        }
        FieldKind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        FieldKind::Date => any_day().prop_map(Value::Date).boxed(),
        FieldKind::Timestamp => (-10_000_000_000_000_000..4_000_000_000_000_000_i64)
            .prop_map(|micros| Value::Timestamp(DateTime::from_timestamp_micros(micros).unwrap()))
            .boxed(),
        FieldKind::Money => (-99_999_999_999_999_999..=99_999_999_999_999_999_i64).prop_map(Value::Money).boxed(),
        FieldKind::Chainage => (0..u32::MAX).prop_map(|mm| Value::Chainage(Chainage::from_mm(mm))).boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 3 => known].boxed()
}

fn any_corner() -> impl Strategy<Value = Coord<f64>> {
    prop_oneof![
        (113.0..115.0_f64, 33.0..35.0_f64),
        (-180.0..=180.0_f64, -90.0..=90.0_f64),
        Just((180.0, -90.0)),
        Just((0.1 + 0.2, 1e-300)),
    ]
    .prop_map(|(x, y)| Coord { x, y })
}

/// A square with, perhaps, a square hole.
fn any_polygon() -> impl Strategy<Value = Polygon<f64>> {
    ((-170.0..170.0_f64, -80.0..80.0_f64), 0.000_1..5.0_f64, any::<bool>()).prop_map(|((x, y), size, has_hole)| {
        let square = |size: f64| {
            let corners = [(-size, -size), (size, -size), (size, size), (-size, size), (-size, -size)];
            LineString::from_iter(corners.map(|(east, north)| Coord { x: x + east, y: y + north }))
        };
        Polygon::new(square(size), if has_hole { vec![square(size / 3.0)] } else { Vec::new() })
    })
}

fn any_geometry(collection: &Collection) -> BoxedStrategy<Option<Shape>> {
    let point = any_corner().prop_map(|at| Shape::from(Point::from(at)));
    let line = prop::collection::vec(any_corner(), 2..9).prop_map(|line| Shape::from(LineString::new(line)));
    let area = prop::collection::vec(any_polygon(), 1..4).prop_map(|parts| Shape::from(MultiPolygon::new(parts)));
    let one = any_polygon().prop_map(Shape::from);
    match collection.geometry {
        GeometryKind::None => Just(None).boxed(),
        GeometryKind::Point => point.prop_map(Some).boxed(),
        GeometryKind::PointOrNone => prop::option::of(point).boxed(),
        GeometryKind::Line => line.prop_map(Some).boxed(),
        GeometryKind::LineOrNone => prop_oneof![line.prop_map(Some), Just(None)].boxed(),
        GeometryKind::Polygon => area.prop_map(Some).boxed(),
        GeometryKind::PolygonOrNone => prop_oneof![area.prop_map(Some), Just(None)].boxed(),
        GeometryKind::PointOrLine => prop_oneof![point, line].prop_map(Some).boxed(),
        GeometryKind::AnyOrNone => unreachable!("of reference layers, which are not in the list of all"),
        GeometryKind::PointOrPolygon => prop_oneof![point, one].prop_map(Some).boxed(),
    }
}
