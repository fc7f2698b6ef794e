//! `import`: all of a file, or nothing, and every bad row by name.

use serde_json::Value;

use crate::cli::Desk;

const GEOJSON: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"code":"B1","name":"Stone bridge","rating":3},"geometry":{"type":"Point","coordinates":[114.1,34.1]}},
 {"type":"Feature","properties":{"code":"B2","rating":null},"geometry":{"type":"Point","coordinates":[114.2,34.2]}}]}"#;
const CSV: &str = "code,name,rating,lon,lat\nB1,Stone bridge,3,114.1,34.1\nB2,,,114.2,34.2\n";
const WKT: &str = "code,name,rating,wkt\nB1,Stone bridge,3,POINT(114.1 34.1)\nB2,,,POINT(114.2 34.2)\n";

/// Codes, names and ratings of the bridges in a store.
fn bridges(desk: &Desk, store: &str) -> Vec<(String, Value, Value)> {
    desk.run(&format!("export bridges held.geojson --store {store}")).done();
    let held: Value = serde_json::from_str(&desk.read("held.geojson")).unwrap();
    let properties = held["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]);
    properties
        .map(|row| (row["code"].as_str().unwrap().to_owned(), row["name"].clone(), row["rating"].clone()))
        .collect()
}

#[test]
fn the_same_rows_are_read_from_every_format() {
    let desk = Desk::with_store();
    let lines: String = GEOJSON
        .lines()
        .skip(1)
        .map(|line| format!("{}\n", line.trim().trim_end_matches("]}").trim_end_matches(',')))
        .collect();
    desk.file("a.geojson", GEOJSON);
    desk.file("a.geojsonl", &lines);
    desk.file("a.csv", CSV);
    desk.file("wkt.csv", WKT);
    desk.run("import bridges a.geojson --store store.gpkg").done();
    let expected = bridges(&desk, "store.gpkg");
    assert_eq!(expected, [("B1".into(), "Stone bridge".into(), 3.into()), ("B2".into(), Value::Null, Value::Null)]);
    for name in ["a.gpkg", "a.shp", "a.fgb"] {
        desk.run(&format!("export bridges {name} --store store.gpkg")).done();
    }
    for name in ["a.geojsonl", "a.csv", "wkt.csv", "a.gpkg", "a.shp", "a.fgb"] {
        let store = format!("{name}-store.gpkg");
        desk.run(&format!("migrate --store {store}")).done();
        let ran = desk.run(&format!("import bridges {name} --store {store}"));
        assert!(
            ran.err.contains("bridges: 2 rows") && ran.err.contains("2 new, 0 changed, 0 as they were"),
            "{}",
            ran.err
        );
        assert_eq!(ran.done(), "", "answers go to stdout, and an import has none");
        assert_eq!(bridges(&desk, &store), expected, "{name}");
    }
    let again = desk.run("import bridges a.geojson --store store.gpkg");
    assert!(again.err.contains("0 new, 0 changed, 2 as they were"), "{}", again.err);
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let desk = Desk::with_store();
    desk.file("a.csv", CSV);
    let ran = desk.run("import bridges a.csv --store store.gpkg --dry-run");
    assert!(ran.code == 0 && ran.err.contains("2 new") && ran.err.contains("nothing written"), "{}", ran.err);
    assert!(bridges(&desk, "store.gpkg").is_empty());
}

/// One good row among bad ones of every kind.
const BAD: &str = "code,name,rating,rated_on,span_class,lon,lat\n\
    good,,3,2025-01-03,large,114.1,34.1\n\
    high,,9,,,114.1,34.1\n\
    word,,three,,,114.1,34.1\n\
    day,,,2025-13-01,,114.1,34.1\n\
    list,,,,\"=HYPERLINK(\"\"http://evil\"\")\",114.1,34.1\n\
    swapped,,,,,34.1,114.1\n\
    nowhere,,,,,,\n\
    good,,,,,114.1,34.1\n\
    ,,,,,114.1,34.1\n";

#[test]
fn one_bad_row_keeps_the_whole_file_out_and_the_report_names_every_fault() {
    let desk = Desk::with_store();
    desk.file("bad.csv", BAD);
    let ran = desk.run("import bridges bad.csv --store store.gpkg --report report.csv");
    assert_eq!((ran.code, &*ran.out), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("8 of 9 rows of bad.csv are bad; nothing written"), "{}", ran.err);
    assert!(bridges(&desk, "store.gpkg").is_empty());

    let report = desk.read("report.csv");
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["row", "code", "field", "value", "problem", "remedy"]);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let said: Vec<[&str; 3]> = rows.iter().map(|row| [&row[0], &row[1], &row[2]]).collect();
    let expected = [
        ["3", "high", "rating"],
        ["4", "word", "rating"],
        ["5", "day", "rated_on"],
        ["6", "list", "span_class"],
        ["7", "swapped", "geometry"],
        ["8", "nowhere", "geometry"],
        ["9", "good", "code"],
        ["10", "", "code"],
    ];
    assert_eq!(said, expected);
    assert!(rows.iter().all(|row| !row[4].is_empty() && !row[5].is_empty()), "{report}");
    assert_eq!(&rows[3][3], "'=HYPERLINK(\"http://evil\")", "no cell starts a formula");
    assert!(rows[4][5].contains("longitude first"), "{report}");
    assert!(rows[6][4].contains("row 2"), "{report}");
}

#[test]
fn bad_rows_can_be_left_out_and_are_counted() {
    let desk = Desk::with_store();
    desk.file("bad.csv", BAD);
    let ran = desk.run("import bridges bad.csv --store store.gpkg --skip-bad");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("1 new") && ran.err.contains("8 bad rows left out"), "{}", ran.err);
    assert_eq!(bridges(&desk, "store.gpkg"), [("good".into(), Value::Null, 3.into())]);
}

#[test]
fn a_file_that_breaks_off_is_not_taken_in_part() {
    let desk = Desk::with_store();
    desk.file("cut.geojson", &GEOJSON[..GEOJSON.len() - 60]);
    let ran = desk.run("import bridges cut.geojson --store store.gpkg");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("nothing written"), "{}", ran.err);
    desk.file("cut.csv", "code,lon,lat\nB1,114,34\nB2,\"114");
    assert_ne!(desk.run("import bridges cut.csv --store store.gpkg").code, 0);
    assert!(bridges(&desk, "store.gpkg").is_empty());
}

#[test]
fn columns_are_renamed_set_and_amended() {
    let desk = Desk::with_store();
    desk.file("theirs.csv", "id,bez,x,y\nB1,Alte Brücke,114.1,34.1\n");
    desk.run("import bridges theirs.csv --store store.gpkg --map id=code --map bez=name --set rating=2").done();
    assert_eq!(bridges(&desk, "store.gpkg"), [("B1".into(), "Alte Brücke".into(), 2.into())]);
    // A file without places amends what stands, and makes nothing new.
    desk.file("ratings.csv", "code,rating\nB1,5\n");
    desk.run("import bridges ratings.csv --store store.gpkg").done();
    assert_eq!(bridges(&desk, "store.gpkg"), [("B1".into(), "Alte Brücke".into(), 5.into())]);
    desk.file("ratings.csv", "code,rating\nB1,4\nB2,4\n");
    let ran = desk.run("import bridges ratings.csv --store store.gpkg");
    assert!(ran.code == 1 && ran.err.contains("row 3: B2: geometry"), "{}", ran.err);
    assert_eq!(bridges(&desk, "store.gpkg"), [("B1".into(), "Alte Brücke".into(), 5.into())]);
}

#[test]
fn metres_of_the_grid_are_taken_when_the_crs_is_named() {
    let desk = Desk::with_store();
    // EPSG:4547 of 114.17E 34.11N.
    desk.file("grid.csv", "code,lon,lat\nB1,515685.6,3775899.0\n");
    let refused = desk.run("import bridges grid.csv --store store.gpkg");
    assert!(refused.code == 1 && refused.err.contains("--crs"), "{}", refused.err);
    desk.run("import bridges grid.csv --store store.gpkg --crs EPSG:4547").done();
    desk.run("export bridges out.geojson --store store.gpkg").done();
    let out: Value = serde_json::from_str(&desk.read("out.geojson")).unwrap();
    let at = &out["features"][0]["geometry"]["coordinates"];
    assert!((at[0].as_f64().unwrap() - 114.17).abs() < 1e-3 && (at[1].as_f64().unwrap() - 34.11).abs() < 1e-3, "{at}");
}

#[test]
fn a_crs_that_nobody_knows_is_refused_with_what_would_be_right() {
    let desk = Desk::with_store();
    desk.file("grid.csv", "code,lon,lat\nB1,515685.6,3775899.0\n");
    for crs in ["EPSG:0", "EPSG:99999"] {
        let ran = desk.run(&format!("import bridges grid.csv --store store.gpkg --crs {crs}"));
        ran.refused(&[&format!("the coordinate reference system `{crs}` is not known"), "EPSG:4547"]);
    }
}

#[test]
fn a_report_takes_the_place_of_no_other_file() {
    let desk = Desk::with_store();
    desk.file("a.csv", CSV);
    for report in ["store.gpkg", "a.csv"] {
        let ran = desk.run(&format!("import bridges a.csv --store store.gpkg --report {report}"));
        assert!(ran.code == 2 && ran.err.contains("--report"), "{}", ran.err);
    }
    assert_eq!(desk.read("a.csv"), CSV);
    desk.run("import bridges a.csv --store store.gpkg --report faults.csv").done();
    assert_eq!(desk.read("faults.csv"), "row,code,field,value,problem,remedy\n");
}

/// A survey as a spreadsheet of a measuring firm saves it, in GBK.
#[test]
fn a_survey_without_codes_is_brought_in_twice_and_is_there_once() {
    let desk = Desk::with_store();
    let sheet = "检测方式,路线编码,起点桩号(km),讫点桩号(km),检测日期,MQI\r\n\
        自动化,X001411024,0.000,1.000,2025-06-18,88.41\r\n\
        自动化,X001411024,1.000,2.000,2025-06-18,79\r\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(sheet);
    std::fs::write(desk.path("survey.csv"), gbk).unwrap();
    let ran = desk.run("import condition_surveys survey.csv --store store.gpkg");
    assert!(ran.code == 0 && ran.err.contains("2 new") && ran.err.contains("GBK"), "{}", ran.err);
    let ran = desk.run("import condition_surveys survey.csv --store store.gpkg");
    assert!(ran.code == 0 && ran.err.contains("2 as they were"), "{}", ran.err);
    desk.run("export condition_surveys out.csv --store store.gpkg").done();
    assert!(desk.read("out.csv").contains("X001411024-K0+000-K1+000-2025-06-18"), "{}", desk.read("out.csv"));
    desk.file("back.csv", &sheet.replace("0.000,1.000", "1.000,0.000"));
    let ran = desk.run("import condition_surveys back.csv --store store.gpkg --report report.csv");
    assert!(ran.code == 1 && ran.err.contains("nothing written"), "{}", ran.err);
    assert!(desk.read("report.csv").contains("the stretch from K1+000 to K0+000 has no length"));
}
