//! FlatGeobuf files, and what is refused of them.

use geo_types::Point;
use proptest::prelude::*;

use super::*;
use crate::domain::Value;

fn bridges(crs: Option<&str>) -> Place {
    let place = Place::empty("a.fgb");
    let target = Target { crs: crs.map(str::to_owned), ..place.target("a.fgb") };
    let mut writer = create(named("bridges"), &target).unwrap();
    for (code, lon) in [("B1", 113.9), ("B2", 114.0), ("B3", 113.8)] {
        let mut record = Record::new(named("bridges"), code, "survey");
        record.geometry = Some(Point::new(lon, 34.0).into());
        record.values[0] = Value::text("北桥");
        record.values[4] = Value::Real(23.5);
        writer.write(&record).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), 3);
    place
}

fn changed(place: &Place, change: impl FnOnce(&mut Vec<u8>)) -> Place {
    let mut bytes = fs::read(&place.source.path).unwrap();
    change(&mut bytes);
    Place::with("a.fgb", bytes)
}

#[test]
fn the_header_says_where_the_coordinates_lie() {
    let place = bridges(Some("EPSG:4547"));
    let mut reader = place.open("bridges").unwrap();
    assert_eq!(reader.expected_rows(), Some(3));
    assert_eq!(reader.by_ref().filter(|row| row.outcome.is_ok()).count(), 3);
    says(&reader.notes().join("\n"), &["EPSG:4547 to EPSG:4490: accuracy 0 m"]);
    let record = place.records("bridges").remove(0);
    assert_eq!(record.value(named("bridges"), "name"), &Value::text("北桥"));
}

#[test]
fn a_file_that_is_cut_or_none_is_said_to_be() {
    let whole = bridges(None);
    let cut = |keep: usize| changed(&whole, |bytes| bytes.truncate(keep));
    let length = fs::read(&whole.source.path).unwrap().len();
    says(&cut(5).refused("bridges"), &["not FlatGeobuf", "does not begin as one does"]);
    says(&cut(40).refused("bridges"), &["its header is cut"]);
    let rows = cut(length - 10).rows("bridges");
    assert_eq!(rows.iter().map(|row| row.outcome.is_ok()).collect::<Vec<_>>(), [true, true, false]);
    says(&rows[2].outcome.as_ref().unwrap_err()[0].to_string(), &["cut within this row"]);
    let old = changed(&whole, |bytes| bytes[3] = 2);
    says(&old.refused("bridges"), &["of version 2", "ogr2ogr"]);
    let noise = changed(&whole, |bytes| bytes[12..60].fill(0x7f));
    says(&noise.refused("bridges"), &["header is broken"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn cut_and_random_bytes_never_make_the_reader_panic(
        cut in prop::option::of(0..3000_usize),
        from in 0..3000_usize,
        noise in prop::collection::vec((0..300_usize, any::<u8>()), 0..8),
    ) {
        let place = changed(&bridges(None), |bytes| {
            let length = bytes.len();
            for (at, byte) in noise {
                bytes[(from + at) % length] = byte;
            }
            bytes.truncate(cut.unwrap_or(length));
        });
        if let Ok(reader) = place.open("bridges") {
            let said = format!("{:?}", reader.take(50).collect::<Vec<_>>());
            prop_assert!(!said.contains("report this as a fault"), "{said}");
        }
    }
}
