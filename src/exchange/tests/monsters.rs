//! Files that want to fill the memory or the screen. `scripts/torture-readers` has the large ones.

use std::fs::OpenOptions;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;

/// A little more than a record may have.
const TOO_LONG: usize = 65 * 1024 * 1024;

#[track_caller]
fn faults_say(place: &Place, collection: &str, words: &[&str]) {
    let said: Vec<String> = place.faults(collection).iter().map(|(row, fault)| format!("{row} {fault}")).collect();
    says(&said.join("\n"), words);
}

#[test]
fn what_a_file_says_does_nothing_to_the_terminal_and_fills_no_screen() {
    let names = |names: &str| Place::with("a.csv", format!("{names}\n1,2\n"));
    assert!(!names("a\u{1b}[2J,b").refused("bridges").contains('\u{1b}'));
    says(&names(&"a,".repeat(300)).refused("bridges"), &["a, a, ", "and 201 more"]);
    says(&names(&"a,".repeat(5000)).refused("bridges"), &["header has 5001 columns", "at most 4096"]);
    let place = Place::with("a.geojson", format!(r#"{{"type": "{}\u001b"}}"#, "a".repeat(1000)));
    assert!(place.refused("bridges").len() < 300);
    let text = format!(r#"{{"type": "FeatureCollection", "features": "{}"}}"#, "a".repeat(1000));
    let faults = Place::with("a.geojson", text).faults("bridges");
    assert!(faults[0].1.to_string().len() < 400, "{faults:?}");
    let code = "\u{1b}[2J".repeat(100);
    let faults = Place::with("a.csv", format!("code,name\n{code},a\n")).faults("bridges");
    says(&faults[0].1.to_string(), &["holds control characters"]);
    assert!(!faults[0].1.to_string().contains(char::is_control), "{faults:?}");
}

#[test]
fn a_row_of_separators_is_refused_before_it_fills_the_memory() {
    let place = Place::with("a.csv", format!("code,name\na,b{}\n", ",".repeat(2_000_000)));
    faults_say(&place, "bridges", &["2 reading stopped", "over a million cells"]);
    // Within quotes they are text, as of a long line.
    let rows = Place::with("a.csv", format!("code,name\na,\"{}\"\nb,c\n", ",".repeat(2_000_000))).rows("bridges");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_text_that_does_not_end_is_refused() {
    let text = |begin: &str| format!("{begin}{}", "a".repeat(TOO_LONG));
    let features =
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 1, "geometry": null}, {"type": ""#;
    faults_say(&Place::with("a.geojson", text(features)), "bridges", &["2 the file is broken", "over 64 MiB"]);
    says(&format!("{:?}", Place::with("a.ndjson", text("\"")).open("bridges").err().unwrap()), &["over 64 MiB"]);
}

#[test]
fn a_shape_that_is_too_long_is_refused_alone() {
    let place = Place::empty("a.gpkg");
    let file = rusqlite::Connection::open(&place.source.path).unwrap();
    file.execute_batch(
        "create table gpkg_contents (table_name, data_type, srs_id); create table t (code text, geom blob);
         create table gpkg_geometry_columns (table_name, column_name, srs_id);
         create table gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition);
         insert into gpkg_contents values ('t', 'features', 4490);
         insert into gpkg_geometry_columns values ('t', 'geom', 4490);
         insert into gpkg_spatial_ref_sys values (4490, 'EPSG', 4490, '')",
    )
    .unwrap();
    file.execute("insert into t values ('a', zeroblob(?1))", [i64::try_from(TOO_LONG).unwrap()]).unwrap();
    faults_say(&place, "bridges", &["1 reading stopped: the row is over 64 MiB long", "divide it"]);
}

#[test]
fn a_feature_that_is_too_long_is_passed_over() {
    let place = Place::empty("a.fgb");
    let mut writer = create(named("bridges"), &place.target("a.fgb")).unwrap();
    let mut record = Record::new(named("bridges"), "a", "survey");
    record.geometry = Some(geo_types::Point::new(113.9, 34.0).into());
    writer.write(&record).unwrap();
    writer.finish().unwrap();
    let mut file = OpenOptions::new().append(true).open(&place.source.path).unwrap();
    file.write_all(&u32::try_from(TOO_LONG).unwrap().to_le_bytes()).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length + TOO_LONG as u64).unwrap();
    faults_say(&place, "bridges", &["2 the feature is over 64 MiB long", "fewer corners"]);
    assert_eq!(place.rows("bridges").len(), 2);
}

/// A field of a message: its number and its bytes.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    [vec![number << 3 | 2], varint(bytes.len()), bytes.to_vec()].concat()
}

fn varint(number: usize) -> Vec<u8> {
    let low = u8::try_from(number & 0x7f).unwrap();
    if number <= 0x7f { vec![low] } else { [vec![low | 0x80], varint(number >> 7)].concat() }
}

/// An extract of one way, a road, whose nodes are written so.
fn way_of(refs: &[u8]) -> Place {
    let strings = [&b""[..], b"highway", b"residential"].map(|string| field(1, string)).concat();
    let way = [field(2, &[1]), field(3, &[2]), field(8, refs)].concat();
    let block = [field(1, &strings), field(2, &field(3, &way))].concat();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&block).unwrap();
    let framed = |kind: &[u8], blob: Vec<u8>| {
        let header = [field(1, kind), vec![3 << 3], varint(blob.len())].concat();
        [u32::try_from(header.len()).unwrap().to_be_bytes().to_vec(), header, blob].concat()
    };
    let file = [framed(b"OSMHeader", field(1, b"")), framed(b"OSMData", field(3, &packed.finish().unwrap()))];
    Place::with("a.osm.pbf", file.concat())
}

#[test]
fn nodes_that_fill_the_memory_out_of_a_few_bytes_are_refused() {
    faults_say(&way_of(&[2, 2]), "roads", &["2 of the 2 nodes"]);
    // Each a node of its own.
    says(&way_of(&vec![2; 1_500_000]).refused("roads"), &["more nodes than it has bytes", "download"]);
    // All the same one.
    faults_say(&way_of(&vec![0; 1_500_000]), "roads", &["1 ", "the way has over a million nodes"]);
}
