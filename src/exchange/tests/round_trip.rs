//! What is written reads back as the same facts: every collection, every format.

use chrono::DateTime;
use chrono::NaiveDate;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Point;
use geo_types::Polygon;
use proptest::prelude::*;

use super::*;
use crate::domain::Field;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Value;
use crate::geom::Chainage;
use crate::geom::Shape;

/// What is written and not read.
const FORMATS_TO_LOOK_AT: [&str; 3] = ["out.xlsx", "out.kml", "out.gpx"];
/// What holds only collections that have shapes.
const FORMATS_OF_SHAPES: [&str; 2] = ["out.shp", "out.fgb"];
const FORMATS: [&str; 6] = ["out.geojson", "out.geojsonl", "out.ndjson", "out.gpkg", "out.csv", "out.json"];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{1,8}", "['=+@＝-]{1,3}.{1,4}", "[a,;\"\n\r\t 路=]{1,8}", "[0-9.]{1,4}", "\\[[0-9]\\]"]
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("blank is unknown", |text| !text.is_empty() && !text.contains('\0'))
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0..60_000_i64).prop_map(|days| NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::TimeDelta::days(days))
}

fn values(field: &Field) -> BoxedStrategy<Value> {
    let part = texts().prop_map(|text| text.replace(';', "、")).prop_filter("blank", |text| !text.trim().is_empty());
    let known: BoxedStrategy<Value> = match field.kind {
        FieldKind::Text | FieldKind::Reference(_) => texts().prop_map(Value::text).boxed(),
        FieldKind::Document => {
            texts().prop_map(|text| Value::text(serde_json::json!({ "said": text }).to_string())).boxed()
        }
        FieldKind::TextList | FieldKind::References(_) => {
            prop::collection::vec(part.prop_map(|part| part.trim().into()), 1..4).prop_map(Value::List).boxed()
        }
        FieldKind::Code(list) => (0..list.codes.len()).prop_map(|at| Value::text(list.codes[at].0)).boxed(),
        FieldKind::Integer { least, most } => (least..=most).prop_map(Value::Integer).boxed(),
        FieldKind::Real { least, most } => {
            prop_oneof![least..=most, (0.0..=90.0_f64).prop_map(move |number| number.clamp(least, most))]
                .prop_map(Value::Real)
                .boxed()
        }
        FieldKind::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        FieldKind::Date => days().prop_map(Value::Date).boxed(),
        FieldKind::Timestamp => (0..4_000_000_000_000_000_i64)
            .prop_map(|micros| Value::Timestamp(DateTime::from_timestamp_micros(micros).unwrap()))
            .boxed(),
        FieldKind::Money => (-10_000_000_000_i64..10_000_000_000).prop_map(Value::Money).boxed(),
        FieldKind::Chainage => (0..400_000_000_u32).prop_map(|mm| Value::Chainage(Chainage::from_mm(mm))).boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 2 => known].boxed()
}

fn corners() -> impl Strategy<Value = Coord<f64>> {
    (-180.0..=180.0_f64, -90.0..=90.0_f64).prop_map(|(x, y)| Coord { x, y })
}

fn shapes(kind: GeometryKind) -> BoxedStrategy<Option<Shape>> {
    let point = corners().prop_map(|at| Some(Shape::from(Point(at))));
    let line = prop::collection::vec(corners(), 2..6).prop_map(|corners| Some(LineString::new(corners).into()));
    let square = |x: f64, y: f64, size: f64| {
        let at = |dx: f64, dy: f64| Coord { x: x + dx * size, y: y + dy * size };
        LineString::new(vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0), at(0.0, 0.0)])
    };
    let polygons =
        (-170.0..80.0_f64, -80.0..70.0_f64, 0.1..9.0_f64, 1..3_usize).prop_map(move |(x, y, size, parts)| {
            let part = |nth: usize| {
                let x = if nth == 0 { x } else { x + 40.0 };
                Polygon::new(square(x, y, size), vec![square(x + size / 4.0, y + size / 4.0, size / 2.0)])
            };
            MultiPolygon::new((0..parts).map(part).collect())
        });
    match kind {
        GeometryKind::None => Just(None).boxed(),
        GeometryKind::Point => point.boxed(),
        GeometryKind::PointOrNone => prop_oneof![Just(None), point].boxed(),
        GeometryKind::Line => line.boxed(),
        GeometryKind::LineOrNone => prop_oneof![Just(None), line].boxed(),
        GeometryKind::PointOrLine => prop_oneof![point, line].boxed(),
        GeometryKind::AnyOrNone => unreachable!("of reference layers, which are not in the list of all"),
        GeometryKind::Polygon => polygons.prop_map(|parts| Some(parts.into())).boxed(),
        GeometryKind::PolygonOrNone => prop_oneof![Just(None), polygons.prop_map(|parts| Some(parts.into()))].boxed(),
        GeometryKind::PointOrPolygon => {
            let kept = |mut parts: MultiPolygon<f64>| -> Option<Shape> {
                Some(if parts.0.len() == 1 { parts.0.remove(0).into() } else { Geometry::from(parts) })
            };
            prop_oneof![point, polygons.prop_map(kept)].boxed()
        }
    }
}

fn records(collection: &'static Collection) -> impl Strategy<Value = Vec<Record>> {
    let codes = "[A-Z='0-9+路-]{1,10}";
    let fields: Vec<_> = collection.fields.iter().map(values).collect();
    let record = (codes, shapes(collection.geometry), fields, prop::option::of(days()), texts()).prop_map(
        move |(code, geometry, values, valid_from, provenance)| {
            let mut record = Record::new(collection, code, &provenance);
            record.geometry = geometry;
            record.values = values;
            record.valid_from = valid_from;
            if let Some(class) = collection.position("class") {
                record.values[class] = Value::Null;
            }
            // Pairs that contradict each other.
            for fault in collection.faults(&record) {
                if let Some(at) = collection.position(&fault.field) {
                    record.values[at] = Value::Null;
                }
            }
            record
        },
    );
    prop::collection::vec(record, 1..4).prop_map(|mut records| {
        records.sort_by(|a, b| a.code.cmp(&b.code));
        records.dedup_by(|a, b| a.code == b.code);
        records
    })
}

fn batches() -> impl Strategy<Value = (&'static Collection, Vec<Record>)> {
    (0..collections::ALL.len()).prop_flat_map(|at| {
        let collection = collections::ALL[at];
        records(collection).prop_map(move |records| (collection, records))
    })
}

/// A Shapefile holds shapes of one kind.
fn is_as_the_first(record: &Record, records: &[Record]) -> bool {
    let kind = |record: &Record| match record.geometry {
        Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)) => Some("polygon"),
        Some(Geometry::Point(_)) => Some("point"),
        Some(_) => Some("line"),
        None => None,
    };
    let first = records.iter().find_map(kind);
    kind(record).is_none() || kind(record) == first
}

/// A record whose rings run as a Shapefile tells outer ones and holes apart.
fn turned(record: &Record) -> Record {
    use geo::orient::Direction;
    use geo::orient::Orient;
    let mut record = record.clone();
    record.geometry = record.geometry.map(|shape| match shape {
        Geometry::Polygon(polygon) => polygon.orient(Direction::Default).into(),
        Geometry::MultiPolygon(parts) => parts.orient(Direction::Default).into(),
        shape => shape,
    });
    record
}

fn written(place: &Place, collection: &'static Collection, name: &str, crs: Option<&str>, records: &[Record]) {
    let mut writer = create(collection, &Target { crs: crs.map(str::to_owned), ..place.target(name) }).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), records.len() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_export_imports_as_the_same_facts_in_every_format((collection, records) in batches()) {
        for name in FORMATS {
            let place = Place::empty(name);
            written(&place, collection, name, None, &records);
            let reader = place.open(collection.name).unwrap();
            prop_assert!(reader.stated().fields.iter().all(|stated| *stated));
            let read: Vec<Row> = reader.collect();
            prop_assert_eq!(read.len(), records.len());
            for (row, record) in read.into_iter().zip(&records) {
                prop_assert_eq!(row.outcome.as_ref(), Ok(record), "{} in {}", collection.name, name);
            }
        }
    }

    #[test]
    fn a_format_of_shapes_keeps_the_facts_of_what_has_a_shape((collection, records) in batches()) {
        for name in FORMATS_OF_SHAPES {
            if !collection.geometry.is_spatial() {
                continue;
            }
            let place = Place::empty(name);
            let held: Vec<Record> = match name {
                "out.shp" => records.iter().filter(|record| is_as_the_first(record, &records)).map(turned).collect(),
                _ => records.clone(),
            };
            written(&place, collection, name, None, &held);
            let reader = place.open(collection.name).unwrap();
            prop_assert!(reader.stated().fields.iter().all(|stated| *stated));
            let mut read: Vec<Record> = reader.map(|row| row.outcome.unwrap()).collect();
            // An index puts neighbours together.
            read.sort_by(|a, b| a.code.cmp(&b.code));
            prop_assert_eq!(read, held, "{} in {}", collection.name, name);
        }
    }
}

proptest! {
    // Few files of many places: to make a transformation takes PROJ longer than to use it.
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn an_export_in_metres_imports_to_a_tenth_of_a_millimetre(
        places in prop::collection::vec((112.0..116.0_f64, 20.0..50.0_f64), 10..90),
    ) {
        let of_place = |(at, (lon, lat)): (usize, &(f64, f64))| {
            let mut record = Record::new(named("hamlets"), format!("{at:02}"), "test");
            record.geometry = Some(Point::new(*lon, *lat).into());
            record
        };
        let records: Vec<Record> = places.iter().enumerate().map(of_place).collect();
        for name in ["out.gpkg", "out.csv", "out.shp", "out.fgb"] {
            let place = Place::empty(name).crs("EPSG:4547");
            written(&place, named("hamlets"), name, Some("EPSG:4547"), &records);
            let mut read = place.records("hamlets");
            read.sort_by(|a, b| a.code.cmp(&b.code));
            prop_assert_eq!(read.len(), places.len());
            for (record, (lon, lat)) in read.into_iter().zip(&places) {
                let Some(Geometry::Point(at)) = record.geometry else { panic!() };
                prop_assert!((at.x() - lon).abs() < 1.1e-9 && (at.y() - lat).abs() < 1.1e-9, "{at:?}");
            }
        }
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let mut record = Record::new(named("bridges"), "B1", "survey");
    record.geometry = Some(Point::new(113.9, 34.0).into());
    record.values[4] = Value::Real(23.5);
    for name in FORMATS.into_iter().chain(FORMATS_OF_SHAPES).chain(FORMATS_TO_LOOK_AT) {
        let (one, two) = (Place::empty(name), Place::empty(name));
        for place in [&one, &two] {
            written(place, named("bridges"), name, None, std::slice::from_ref(&record));
        }
        assert_eq!(fs::read(&one.source.path).unwrap(), fs::read(&two.source.path).unwrap(), "{name}");
    }
}
