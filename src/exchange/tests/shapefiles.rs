//! Shapefiles as others write them, and what is refused of them.

use geo_types::LineString;
use geo_types::Point;
use proptest::prelude::*;

use super::*;
use crate::domain::Value;

/// A Shapefile of two bridges, with whatever is done to its files afterwards.
fn bridges(name: &str) -> Place {
    let place = Place::empty("a.shp");
    let mut writer = create(named("bridges"), &place.target("a.shp")).unwrap();
    for code in ["B1", "B2"] {
        let mut record = Record::new(named("bridges"), code, "survey");
        record.geometry = Some(Point::new(113.9, 34.0).into());
        record.values[0] = Value::text(name);
        record.values[4] = Value::Real(23.5);
        writer.write(&record).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), 2);
    place
}

impl Place {
    fn beside(&self, ending: &str) -> PathBuf {
        self.source.path.with_extension(ending)
    }

    /// Replaces bytes of a file beside by as many others.
    fn with_bytes(self, ending: &str, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut bytes = fs::read(self.beside(ending)).unwrap();
        change(&mut bytes);
        fs::write(self.beside(ending), bytes).unwrap();
        self
    }

    fn without(self, ending: &str) -> Self {
        fs::remove_file(self.beside(ending)).unwrap();
        self
    }
}

fn replaced(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    let at = (0..bytes.len()).find(|at| bytes[*at..].starts_with(old)).unwrap();
    bytes[at..at + old.len()].copy_from_slice(new);
}

const NORTH_GBK: &[u8] = b"\xb1\xb1\xc7\xc5";

/// The same bridges with `北桥`, in GBK, as names of both.
fn gbk() -> Place {
    bridges("abcd").with_bytes("dbf", |bytes| {
        for _ in 0..2 {
            replaced(bytes, b"abcd", NORTH_GBK);
        }
    })
}

fn name_of(place: &Place) -> String {
    place.records("bridges")[1].value(named("bridges"), "name").written()
}

#[test]
fn its_files_appear_together() {
    let place = bridges("北桥");
    let mut names: Vec<String> =
        place.names().iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"]);
    assert_eq!(fs::read(place.beside("cpg")).unwrap(), b"UTF-8");
    says(&fs::read_to_string(place.beside("prj")).unwrap(), &["GCS_China_Geodetic_Coordinate_System_2000"]);
    assert_eq!(name_of(&place), "北桥");
}

#[test]
fn where_one_file_cannot_be_put_the_old_ones_stand_as_they_were() {
    let place = Place::with("a.prj", "old");
    fs::write(place.folder.path().join("a.shp"), "old").unwrap();
    fs::create_dir(place.folder.path().join("a.shx")).unwrap();
    let mut writer = create(named("bridges"), &place.target("a.shp")).unwrap();
    let mut record = Record::new(named("bridges"), "B1", "x");
    record.geometry = Some(Point::new(113.9, 34.0).into());
    writer.write(&record).unwrap();
    assert!(writer.finish().is_err());
    assert_eq!(place.names().len(), 3, "{:?}", place.names());
    assert_eq!(fs::read(place.folder.path().join("a.prj")).unwrap(), b"old");
    assert_eq!(fs::read(place.folder.path().join("a.shp")).unwrap(), b"old");
}

#[test]
fn nobody_else_may_read_any_file_of_a_private_export() {
    use std::os::unix::fs::PermissionsExt;
    for name in ["a.shp", "a.csv", "a.gpkg", "a.geojson", "a.fgb", "a.xlsx", "a.kml", "a.gpx"] {
        let place = Place::empty(name);
        let target = Target { is_private: true, ..place.target(name) };
        create(named("households"), &target).unwrap().finish().unwrap();
        for path in place.names() {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }
}

#[test]
fn the_encoding_is_what_the_cpg_says_or_the_header_or_what_the_texts_look_like() {
    for said in ["GBK", "936", "GB18030"] {
        assert_eq!(name_of(&gbk().with_bytes("cpg", |bytes| *bytes = said.into())), "北桥", "{said}");
    }
    assert_eq!(name_of(&gbk().without("cpg").with_bytes("dbf", |bytes| bytes[29] = 0x4d)), "北桥");
    // 0x57, the code page of the machine, says nothing.
    let place = gbk().without("cpg").with_bytes("dbf", |bytes| bytes[29] = 0x57);
    let mut reader = place.open("bridges").unwrap();
    assert!(reader.by_ref().all(|row| row.outcome.is_ok()));
    says(&reader.notes().join("\n"), &["taken as gb18030", "a.cpg"]);
    assert_eq!(name_of(&place), "北桥");
    let place = bridges("北桥").without("cpg");
    assert!(!place.open("bridges").unwrap().notes().join("\n").contains("encoding"));
    assert_eq!(name_of(&place), "北桥");
    let place = gbk().with_bytes("cpg", |bytes| *bytes = "Klingon".into());
    says(&place.open("bridges").unwrap().notes().join("\n"), &["`Klingon`", "not known", "taken as gb18030"]);
}

#[test]
fn a_text_that_is_not_in_the_encoding_is_a_fault_of_its_row_and_field() {
    let place = bridges("abcd").with_bytes("dbf", |bytes| replaced(bytes, b"abcd", NORTH_GBK));
    let faults = place.faults("bridges");
    assert_eq!((faults.len(), faults[0].0, faults[0].1.field.as_str()), (1, 1, "name"));
    says(&faults[0].1.to_string(), &["B1: name", "not UTF-8", ".cpg"]);
}

#[test]
fn what_is_missing_beside_it_is_said() {
    says(&bridges("a").without("dbf").refused("bridges"), &["a.dbf is missing", ".shp, .shx, .dbf and .prj together"]);
    let place = bridges("a").without("shx").without("prj");
    let reader = place.open("bridges").unwrap();
    says(&reader.notes().join("\n"), &["a.shx is missing", "a.prj is missing", "longitude and latitude"]);
    assert_eq!(place.records("bridges").len(), 2);
    let place = bridges("a").with_bytes("shx", |bytes| bytes.truncate(108));
    says(&place.refused("bridges"), &["lists 1 shapes, its .dbf 2 rows"]);
}

#[test]
fn names_of_files_may_be_in_capitals() {
    let place = bridges("北桥");
    for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
        fs::rename(place.beside(ending), place.beside(&ending.to_uppercase())).unwrap();
    }
    let place = Place { source: Source { path: place.beside("SHP"), ..Source::default() }, ..place };
    assert_eq!(name_of(&place), "北桥");
    assert!(!place.open("bridges").unwrap().notes().join("\n").contains("missing"));
}

#[test]
fn the_prj_says_where_the_coordinates_lie_unless_the_user_does() {
    let place = Place::empty("a.shp");
    let target = Target { crs: Some("EPSG:4547".into()), ..place.target("a.shp") };
    let mut writer = create(named("hamlets"), &target).unwrap();
    let mut record = Record::new(named("hamlets"), "H1", "x");
    record.geometry = Some(Point::new(113.9, 34.0).into());
    writer.write(&record).unwrap();
    writer.finish().unwrap();
    let mut reader = place.open("hamlets").unwrap();
    assert_eq!(reader.by_ref().count(), 1);
    says(&reader.notes().join("\n"), &["CGCS2000_3_Degree_GK_CM_114E to EPSG:4490: accuracy"]);
    assert_eq!(place.records("hamlets")[0].geometry, record.geometry);
    let place = place.without("prj");
    says(&place.faults("hamlets")[0].1.to_string(), &["not degrees", "--crs EPSG:4547"]);
    assert_eq!(place.crs("EPSG:4547").records("hamlets")[0].geometry, record.geometry);
}

#[test]
fn an_old_datum_in_a_prj_is_warned_of() {
    let prj = r#"GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
    let place = bridges("a").with_bytes("prj", |bytes| *bytes = prj.into());
    let mut reader = place.open("bridges").unwrap();
    assert_eq!(reader.by_ref().count(), 2);
    says(&reader.notes().join("\n"), &["GCS_Beijing_1954 to EPSG:4490: accuracy unknown"]);
}

#[test]
fn deleted_rows_are_passed_over_and_null_is_unknown() {
    let place = bridges("a").with_bytes("dbf", |bytes| {
        let start = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        bytes[start] = b'*';
    });
    let mut reader = place.open("bridges").unwrap();
    let rows: Vec<Row> = reader.by_ref().collect();
    assert_eq!((rows.len(), rows[0].number), (1, 2));
    says(&reader.notes().join("\n"), &["1 rows that are marked as deleted"]);
    let record = rows[0].outcome.as_ref().unwrap();
    assert!(record.value(named("bridges"), "rating").is_null() && record.valid_from.is_none());
}

#[test]
fn what_a_shapefile_cannot_hold_is_said_with_what_can() {
    let refused = |collection: &str, records: &[Record]| {
        let place = Place::empty("a.shp");
        let mut writer = match create(named(collection), &place.target("a.shp")) {
            Ok(writer) => writer,
            Err(why) => return why.to_string(),
        };
        let why = records.iter().find_map(|record| writer.write(record).err()).unwrap().to_string();
        drop(writer);
        assert_eq!(place.names().len(), 0);
        why
    };
    says(&refused("funds", &[]), &["funds have no geometry", ".csv"]);
    let mut point = Record::new(named("hazards"), "H1", "x");
    point.geometry = Some(Point::new(113.9, 34.0).into());
    let mut line = point.clone();
    line.geometry = Some(LineString::from(vec![(113.9, 34.0), (114.0, 34.0)]).into());
    says(&refused("hazards", &[point.clone(), line]), &["several kinds", ".gpkg"]);
    point.provenance = "长".repeat(100).into();
    says(&refused("hazards", &[point]), &["provenance of H1 is 300 bytes long", "254", ".gpkg"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn cut_and_random_bytes_never_make_the_reader_panic(
        ending in prop::sample::select(vec!["shp", "shx", "dbf", "prj", "cpg"]),
        cut in prop::option::of(0..1500_usize),
        noise in prop::collection::vec((0..1500_usize, any::<u8>()), 0..8),
    ) {
        let place = bridges("北桥").with_bytes(ending, |bytes| {
            let length = bytes.len();
            for (at, byte) in noise {
                bytes[at % length] = byte;
            }
            bytes.truncate(cut.unwrap_or(length));
        });
        if let Ok(reader) = place.open("bridges") {
            let rows: Vec<Row> = reader.take(50).collect();
            // The reader would say that its thread ended without a word.
            let said = format!("{rows:?}");
            prop_assert!(!said.contains("report this as a fault"), "{said}");
        }
    }
}
