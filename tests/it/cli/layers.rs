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
    // A file of ours says what it says of each record and no more: nothing changes.
    desk.run("export wells same.geojson --store store.gpkg").done();
    let same = desk.run("import --layer-as wells same.geojson --store store.gpkg");
    assert!(same.err.contains("0 new, 0 changed, 2 as they were"), "{}", same.err);
    let expected = facts(&exported(&desk, "wells"));
    assert_eq!(expected.len(), 2);
    for format in ["geojson", "geojsonl", "gpkg", "fgb", "csv", "shp"] {
        desk.run(&format!("export wells back.{format} --store store.gpkg")).done();
        desk.run(&format!("import --layer-as again back.{format} --store store.gpkg")).done();
        assert_eq!(facts(&exported(&desk, "again")), expected, "{format}");
    }
}

#[test]
fn names_that_a_format_cannot_carry_are_brought_into_its_form() {
    let desk = Desk::with_store();
    let names = [
        "=1+1",
        "A&B<C>",
        "name_of_the_line_a",
        "name_of_the_line_b",
        "名称名称甲",
        "名称名称乙",
        "x",
        "limit",
        "xmin",
    ];
    let header = format!("code,{},lon,lat", names.join(","));
    desk.file("odd.csv", &format!("{header}\nP1,1,2,3,4,5,6,7,8,9,113.9,34.1\n"));
    let ran = desk.run("import --layer-as odd odd.csv --store store.gpkg");
    assert!(ran.err.contains("column `limit` is kept as `limit_1`"), "{}", ran.err);
    assert!(ran.err.contains("column `xmin` is kept as `xmin_1`"), "{}", ran.err);
    ran.done();
    for format in ["csv", "kml", "shp"] {
        desk.run(&format!("export odd odd.{format} --store store.gpkg")).done();
    }
    assert!(desk.read("odd.csv").starts_with("code,'=1+1,"));
    let kml = desk.read("odd.kml");
    assert!(kml.contains(r#"name="A&amp;B&lt;C&gt;""#) && !kml.contains("A&B"), "{kml}");
    // Read back by GDAL: all columns, each under a name of its own.
    let told =
        std::process::Command::new("ogrinfo").args(["-ro", "-so", "-al"]).arg(desk.path("odd.shp")).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    for name in ["=1+1", "name_of_th", "name_of__1", "名称名", "名称_1"] {
        assert!(told.contains(&format!("\n{name}: ")), "{name}: {told}");
    }
    desk.run("import --layer-as back odd.shp --store store.gpkg").done();
}

#[test]
fn columns_that_only_sound_like_places_are_columns() {
    let desk = Desk::with_store();
    desk.file("shapes.csv", "name,geom\na,round\nb,square\n");
    let ran = desk.run("import --layer-as shapes shapes.csv --store store.gpkg");
    assert!(ran.err.contains("no places stand in geom: kept as it is"), "{}", ran.err);
    ran.done();
    let held = exported(&desk, "shapes");
    assert_eq!(held["features"][0]["properties"]["geom_1"], "round");
    desk.file("wkt.csv", "name,geom\na,\nb,\"LINESTRING(113 34, 113.1 34)\"\n");
    desk.run("import --layer-as lines wkt.csv --store store.gpkg").done();
    assert_eq!(exported(&desk, "lines")["features"][1]["geometry"]["type"], "LineString");
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
        ("--layer-as geometry wells.csv", "tables of their own"),
        ("--layer-as wells", "no FILE is named"),
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
