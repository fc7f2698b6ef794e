//! `import --layer-as`: what is none of the collections is kept as it is.

use serde_json::Value;

use crate::cli::Desk;

const WELLS: &str = "name,depth_m,dug,lon,lat\n井一,12.5,2001-05-01,113.9,34.1\n井二,8,,113.91,34.11\n";

fn exported(desk: &Desk, layer: &str) -> Value {
    desk.run(&format!("export {layer} out.geojson --store store.gpkg")).done();
    serde_json::from_str(&desk.read("out.geojson")).unwrap()
}

#[test]
fn a_table_becomes_a_layer_with_fields_of_the_right_kind() {
    let desk = Desk::with_store();
    desk.file("wells.csv", WELLS);
    let ran = desk.run("import --layer-as wells wells.csv --store store.gpkg");
    assert!(ran.err.contains("wells: 2 rows of wells.csv: 2 new, 0 changed, 0 as they were"), "{}", ran.err);
    assert_eq!(ran.done(), "");
    let held = exported(&desk, "wells");
    let first = &held["features"][0];
    assert_eq!(first["properties"]["depth_m"], 12.5);
    assert_eq!((&first["properties"]["dug"], &first["properties"]["name"]), (&"2001-05-01".into(), &"井一".into()));
    assert_eq!(first["geometry"]["coordinates"], serde_json::json!([113.9, 34.1]));
    // Without a code of their own, rows are known by their numbers: in CSV those of their lines.
    assert_eq!((&first["properties"]["code"], &held["features"][1]["properties"]["code"]), (&"2".into(), &"3".into()));
}

#[test]
fn what_is_exported_comes_back_as_the_same_layer_in_every_format() {
    let desk = Desk::with_store();
    desk.file("wells.csv", WELLS);
    desk.run("import --layer-as wells wells.csv --store store.gpkg --map name=code").done();
    let facts = |held: &Value| -> Vec<(Value, Value, Value)> {
        let rows = held["features"].as_array().unwrap().iter();
        rows.map(|row| {
            let facts = &row["properties"];
            (facts["code"].clone(), facts["depth_m"].clone(), row["geometry"].clone())
        })
        .collect()
    };
    let expected = facts(&exported(&desk, "wells"));
    assert_eq!(expected.len(), 2);
    for format in ["geojson", "geojsonl", "gpkg", "fgb", "csv", "shp"] {
        desk.run(&format!("export wells back.{format} --store store.gpkg")).done();
        desk.run(&format!("import --layer-as again back.{format} --store store.gpkg")).done();
        assert_eq!(facts(&exported(&desk, "again")), expected, "{format}");
    }
}

#[test]
fn what_cannot_be_a_layer_is_refused_with_what_would_be_right() {
    let desk = Desk::with_store();
    desk.file("wells.csv", WELLS);
    desk.file("none.csv", "name,lon,lat\n");
    desk.file("twice.csv", "name,name\na,b\n");
    let wide: Vec<String> = (0..1_001).map(|nth| format!("c{nth}")).collect();
    desk.file("wide.csv", &format!("{0}\n{0}\n", wide.join(",")));
    for (words, expected) in [
        ("--layer-as households wells.csv", "that is a collection of its own: luzhang import households FILE"),
        ("--layer-as Wells wells.csv", "give up to 40 small letters, digits and _, as railways"),
        ("--layer-as wells none.csv", "none.csv holds no record"),
        ("--layer-as wells wide.csv", "has 1001 columns"),
        ("--layer-as wells twice.csv", "names `name` twice"),
        ("--layer-as wells wells.csv --set name=x", "a reference layer is kept as it is; leave --set out"),
        ("--layer-as wells wells.csv --map depth_m=depth", "map columns to code, lon, lat or geometry"),
        ("--layer-as wells wells.csv --map no=code", "the file has no column `no`"),
        ("--layer-as wells wells.csv --map name=lon", "one of the two is not mapped"),
        ("--layer-as wells gone.csv", "there is no file gone.csv"),
        ("bridges --layer-as wells wells.csv", "bridges is named too: give one of the two"),
        ("wells.csv", "luzhang import COLLECTION FILE, or --layer-as NAME FILE"),
        ("wells wells.csv", "there is no collection `wells`"),
    ] {
        let ran = desk.run(&format!("import {words} --store store.gpkg"));
        assert!(ran.code == 2 && ran.err.contains(expected), "{words}: {} {}", ran.code, ran.err);
    }
    assert_eq!(desk.run("export wells out.csv --store store.gpkg").code, 2);
    // Which of two wells is meant nobody could say later.
    let ran = desk.run("import --layer-as wells wells.csv --store store.gpkg --map depth_m=code --dry-run");
    assert_eq!(ran.done(), "");
}
