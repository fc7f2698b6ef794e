//! `import` of shifted degrees, old datums and swapped axes: converted where they are named, found out
//! where they are not.

use geo_types::Coord;
use luzhang::geom::gcj02::to_gcj02;
use serde_json::Value;

use crate::cli::Desk;

/// Nine villages of 1.5 km, three by three.
const SIDE: f64 = 0.015;
const WEST: f64 = 114.10;
const SOUTH: f64 = 34.10;

fn code(nth: usize) -> String {
    format!("4110241002{nth:02}")
}

fn jurisdictions() -> String {
    let village = |nth: usize| {
        let (w, s) = corner(nth);
        let (e, n) = (w + SIDE, s + SIDE);
        let ring = format!("[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]");
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{}","level":"village"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#,
            code(nth)
        )
    };
    let villages: Vec<String> = (0..9).map(village).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, villages.join(","))
}

#[expect(clippy::cast_precision_loss, reason = "nine villages")]
fn corner(nth: usize) -> (f64, f64) {
    (WEST + (nth % 3) as f64 * SIDE, SOUTH + (nth / 3) as f64 * SIDE)
}

/// Twenty-five homes in each village, as CSV, each moved in some way.
fn households(header: &str, moved: impl Fn(Coord<f64>) -> Coord<f64>) -> String {
    let home = |village: usize, home: i32| {
        let (west, south) = corner(village);
        let step = |at: i32| 0.0015 + f64::from(at) * 0.003;
        let at = moved(Coord { x: west + step(home % 5), y: south + step(home / 5) });
        format!("{0}D{home:04},{0},{1:.9},{2:.9}", code(village), at.x, at.y)
    };
    let homes = (0..9).flat_map(|village| (0..25).map(move |nth| (village, nth)));
    let mut lines = vec![format!("code,village_code,{header}")];
    lines.extend(homes.map(|(village, nth)| home(village, nth)));
    lines.join("\n")
}

fn desk() -> Desk {
    let desk = Desk::with_store();
    desk.file("j.geojson", &jurisdictions());
    desk.run("import jurisdictions j.geojson --store store.gpkg").done();
    desk
}

fn count(desk: &Desk) -> usize {
    places(desk).len()
}

fn places(desk: &Desk) -> Vec<[f64; 2]> {
    desk.run("export households held.geojson --store store.gpkg").done();
    let held: Value = serde_json::from_str(&desk.read("held.geojson")).unwrap();
    let at = |feature: &Value| [0, 1].map(|axis| feature["geometry"]["coordinates"][axis].as_f64().unwrap());
    held["features"].as_array().unwrap().iter().map(at).collect()
}

#[test]
fn shifted_degrees_are_not_taken_in_silence() {
    let desk = desk();
    desk.file("h.csv", &households("lon,lat", to_gcj02));
    let ran = desk.run("import households h.csv --store store.gpkg --report report.csv");
    assert_eq!((ran.code, &*ran.out), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("suspected GCJ-02: ") && ran.err.contains("of 225 places"), "{}", ran.err);
    assert!(ran.err.contains("--crs GCJ-02") && ran.err.contains("nothing written"), "{}", ran.err);
    assert_eq!(count(&desk), 0);
    let report = desk.read("report.csv");
    assert!(report.lines().nth(1).unwrap().starts_with(",,geometry,,\"suspected GCJ-02"), "{report}");

    let dry = desk.run("import households h.csv --store store.gpkg --dry-run --skip-bad");
    assert!(dry.code == 1 && dry.err.contains("suspected GCJ-02"), "{}", dry.err);

    // The remedy that is named helps.
    let ran = desk.run("import households h.csv --store store.gpkg --crs GCJ-02");
    assert!(ran.code == 0 && ran.err.contains("GCJ-02 to EPSG:4490") && !ran.err.contains("suspected"), "{}", ran.err);
    desk.file("h.csv", &households("lon,lat", |at| at));
    let ran = desk.run("import households h.csv --store store.gpkg");
    assert!(ran.code == 0 && !ran.err.contains("suspected"), "{}", ran.err);
    assert_eq!(count(&desk), 225);
}

#[test]
fn who_names_the_crs_is_warned_and_obeyed() {
    let desk = desk();
    desk.file("h.csv", &households("lon,lat", to_gcj02));
    let ran = desk.run("import households h.csv --store store.gpkg --crs EPSG:4490");
    assert!(ran.code == 1 && ran.err.contains("suspected GCJ-02") && ran.err.contains("225 new"), "{}", ran.err);
    assert_eq!(count(&desk), 225);
    // The mended file, over what was loaded in error: the jurisdictions say which is right.
    let ran = desk.run("import households h.csv --store store.gpkg --crs gcj02");
    assert!(ran.code == 0 && ran.err.contains("225 changed"), "{}", ran.err);
    // And the shifted one again.
    let ran = desk.run("import households h.csv --store store.gpkg");
    assert!(ran.code == 1 && ran.err.contains("records that stand would stay where they are"), "{}", ran.err);
}

#[test]
fn gcj_02_there_and_back_is_the_same() {
    let desk = desk();
    desk.file("h.csv", &households("lon,lat", |at| at));
    desk.run("import households h.csv --store store.gpkg").done();
    let before = places(&desk);
    for format in ["csv", "gpkg"] {
        desk.run(&format!("export households out.{format} --store store.gpkg --crs GCJ-02")).done();
        let ran = desk.run(&format!("import households out.{format} --store store.gpkg --crs GCJ-02"));
        assert!(ran.code == 0 && ran.err.contains("225 as they were"), "{}", ran.err);
        assert_eq!(places(&desk), before);
    }
    let ran = desk.run("export households out.geojson --store store.gpkg --crs GCJ-02");
    ran.refused(&["GeoJSON knows degrees only", "GCJ-02"]);
    desk.run("export households out.csv --store store.gpkg --crs BD-09").refused(&["BD-09", "not written", "GCJ-02"]);
}

#[test]
fn northing_before_easting_is_refused_whatever_is_named() {
    let desk = desk();
    desk.file("h.csv", &households("lon,lat", |at| at));
    desk.run("import households h.csv --store store.gpkg").done();
    desk.run("export households grid.csv --store store.gpkg --crs EPSG:4547").done();
    let swapped = desk.read("grid.csv").replacen(",x,y", ",northing,easting", 1);
    let right = desk.read("grid.csv").replacen(",x,y", ",easting,northing", 1);
    desk.file("swapped.csv", &swapped);
    desk.file("right.csv", &right);
    let other = self::desk();
    for name in ["swapped.csv", "right.csv"] {
        std::fs::copy(desk.path(name), other.path(name)).unwrap();
    }
    let words = "--store store.gpkg --crs EPSG:4547 --map northing=lon --map easting=lat";
    let ran = other.run(&format!("import households right.csv {words}"));
    assert!(ran.code == 1 && ran.err.contains("suspected swapped axes: 225 of 225"), "{}", ran.err);
    assert!(ran.err.contains("easting first") && ran.err.contains("nothing written"), "{}", ran.err);
    assert_eq!(count(&other), 0);
    let ran = other.run(&format!("import households swapped.csv {words}"));
    assert!(ran.code == 0 && ran.err.contains("EPSG:4547 to EPSG:4490: accuracy 0 m"), "{}", ran.err);
    assert_eq!(count(&other), 225);
}

#[test]
fn an_accuracy_that_nobody_knows_is_said_before_anything_is_written() {
    let desk = desk();
    desk.file("h.csv", "code,x,y\nH1,510000,3774000\n");
    let words = "import households h.csv --store store.gpkg --map x=lon --map y=lat --dry-run --crs";
    for old in ["EPSG:2435", "EPSG:2383"] {
        let ran = desk.run(&format!("{words} {old}"));
        let said =
            format!("note: {old} to EPSG:4490: accuracy unknown (no published transformation was applied: ballpark)");
        assert!(ran.code == 0 && ran.err.contains(&said), "{}", ran.err);
    }
}

#[test]
fn places_beyond_all_jurisdictions_are_taken() {
    let desk = desk();
    for (nth, moved) in [(1.0, 0.0), (0.05, 0.0), (0.0, -0.3)].into_iter().enumerate() {
        let there = |at: Coord<f64>| Coord { x: at.x + moved.0, y: at.y + moved.1 };
        desk.file("h.csv", &households("lon,lat", there));
        let ran = desk.run("import households h.csv --store store.gpkg");
        assert!(ran.code == 0 && !ran.err.contains("suspected"), "{nth}: {}", ran.err);
    }
}
