//! Shifted degrees, old datums and zones: what a name means, where places come to lie, and what is
//! said of the accuracy.

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Point;

use super::*;
use crate::geom::LonLat;
use crate::geom::geodesic;

fn point(record: &Record) -> Coord<f64> {
    let Some(Geometry::Point(at)) = record.geometry else { panic!("{record:?}") };
    at.0
}

#[track_caller]
fn check_place(found: Coord<f64>, lon: f64, lat: f64, within_m: f64) {
    let off_m = geodesic::distance_m(LonLat::new(found.x, found.y).unwrap(), LonLat::new(lon, lat).unwrap());
    assert!(off_m < within_m, "{found:?} is {off_m} m off {lon}, {lat}");
}

/// Codes, an easting at 3 767 000 m north, and the place in EPSG:4490: computed with pyproj 3.7.2
/// (PROJ 9.5.1), beside the PROJ 9.1.1 that we use.
const ZONES: &[(u32, f64, [f64; 2])] = &[
    (2414, 38_490_000.0, [113.891_721_531_7, 34.029_447_954_4]),
    (2412, 36_490_000.0, [107.891_721_531_7, 34.029_447_954_4]),
    (2435, 490_000.0, [113.891_721_531_7, 34.029_447_954_4]),
    (21_419, 19_490_000.0, [110.891_721_531_7, 34.029_447_954_4]),
    (21_482, 490_000.0, [128.891_721_531_7, 34.029_447_954_4]),
    (2362, 38_490_000.0, [113.891_719_020_4, 34.030_034_565_3]),
    (2366, 42_490_000.0, [125.891_719_020_4, 34.030_034_565_3]),
    (2334, 20_490_000.0, [116.891_719_020_4, 34.030_034_565_3]),
    (2383, 490_000.0, [113.891_719_020_4, 34.030_034_565_3]),
    (4526, 38_490_000.0, [113.891_718_949_2, 34.030_050_396_5]),
    (4547, 490_000.0, [113.891_718_949_2, 34.030_050_396_5]),
    (4508, 490_000.0, [110.891_718_949_2, 34.030_050_396_5]),
    (4497, 19_490_000.0, [110.891_718_949_2, 34.030_050_396_5]),
    (4502, 490_000.0, [74.891_718_949_2, 34.030_050_396_5]),
    (4534, 490_000.0, [74.891_718_949_2, 34.030_050_396_5]),
    (4554, 490_000.0, [134.891_718_949_2, 34.030_050_396_5]),
];

/// The notes once the file is through.
fn notes(place: &Place) -> String {
    let mut reader = place.open("hamlets").unwrap();
    let bad: Vec<Row> = reader.by_ref().filter(|row| row.outcome.is_err()).collect();
    assert!(bad.is_empty(), "{bad:?}");
    reader.notes().join("\n")
}

fn one(x: f64, y: f64, crs: &str) -> Place {
    Place::with("a.csv", format!("code,x,y\n1,{x},{y}\n")).crs(crs)
}

#[test]
fn zones_of_every_chinese_datum_lie_where_another_proj_says() {
    for &(code, easting, [lon, lat]) in ZONES {
        let place = one(easting, 3_767_000.0, &format!("EPSG:{code}"));
        // Kept to a tenth of a millimetre.
        check_place(point(&place.records("hamlets")[0]), lon, lat, 2e-4);
    }
}

#[test]
fn an_accuracy_that_nobody_knows_is_called_unknown() {
    for old in ["EPSG:2435", "EPSG:2414", "EPSG:2383", "EPSG:2362", "EPSG:21459"] {
        let easting = if ["EPSG:2414", "EPSG:2362"].contains(&old) { 38_490_000.0 } else { 490_000.0 };
        let said = notes(&one(easting, 3_767_000.0, old));
        says(&said, &[old, "accuracy unknown", "ballpark", "100 m"]);
        assert!(!said.contains("accuracy 0"), "{said}");
    }
    for degrees in ["EPSG:4214", "EPSG:4610"] {
        says(&notes(&one(114.0, 34.0, degrees)), &[degrees, "accuracy unknown", "ballpark", "100 m"]);
    }
    let nameless = "+proj=tmerc +lon_0=114 +x_0=500000 +ellps=krass";
    says(&notes(&one(490_000.0, 3_767_000.0, nameless)), &["accuracy unknown", "ballpark"]);
    says(&notes(&one(114.0, 34.0, "GCJ-02")), &["GCJ-02 to EPSG:4490", "accuracy unknown"]);
}

#[test]
fn an_accuracy_that_is_known_is_said() {
    says(&notes(&one(490_000.0, 3_767_000.0, "EPSG:4547")), &["EPSG:4547 to EPSG:4490: accuracy 0 m"]);
    says(&notes(&one(38_490_000.0, 3_767_000.0, "EPSG:4526")), &["EPSG:4526 to EPSG:4490: accuracy 0 m"]);
    says(&notes(&one(710_000.0, 3_767_000.0, "EPSG:32649")), &["EPSG:32649", "within 1 m", "WGS 84"]);
    assert!(!notes(&one(114.0, 34.0, "EPSG:4490")).contains("accuracy"));
}

/// PROJ passes over `+towgs84` on the way to EPSG:4490, and says nothing.
#[test]
fn parameters_that_an_office_gives_are_used() {
    let given = "+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=500000 +y_0=0 +ellps=krass \
                 +towgs84=15.8,-154.4,-82.3,0,0,0,0 +units=m";
    let place = one(490_000.0, 3_767_000.0, given);
    // pyproj 3.7.2, to EPSG:4326; without the parameters it lies 50 m to the west.
    check_place(point(&place.records("hamlets")[0]), 113.892_242_228_5, 34.029_600_146_4, 2e-4);
    says(&notes(&place), &["accuracy unknown", "those given"]);
}

#[test]
fn shifted_degrees_have_several_spellings() {
    // npm coordtransform 2.1.2 of 113.8523, 34.0357.
    for name in ["GCJ-02", "GCJ02", "gcj-02", "gcj02", "Gcj_02"] {
        let place = one(113.858_172_352_0, 34.034_142_006_0, name);
        check_place(point(&place.records("hamlets")[0]), 113.8523, 34.0357, 2e-4);
    }
    for name in ["BD-09", "BD09", "bd09", "BD09LL"] {
        let place = one(113.864_617_055_5, 34.040_279_882_9, name);
        check_place(point(&place.records("hamlets")[0]), 113.8523, 34.0357, 2e-4);
    }
    says(&one(1.0, 2.0, "BD09MC").refused("hamlets"), &["BD09MC", "metres", "--crs BD-09"]);
}

#[test]
fn what_is_written_in_gcj_02_comes_back_as_it_was() {
    let mut held = Record::new(named("bridges"), "B1", "survey");
    held.geometry = Some(Point::new(113.852_3, 34.035_7).into());
    for name in ["out.csv", "out.gpkg"] {
        let mut place = Place::empty(name).crs("GCJ-02");
        let mut writer = create(named("bridges"), &Target { crs: Some("gcj02".into()), ..place.target(name) }).unwrap();
        writer.write(&held).unwrap();
        writer.finish().unwrap();
        assert_eq!(place.records("bridges")[0].geometry, held.geometry, "{name}");
        place.source.crs = None;
        let found = point(&place.records("bridges")[0]);
        if name == "out.gpkg" {
            assert_eq!(found, point(&held), "a GeoPackage of ours says what it is");
        } else {
            check_place(found, 113.858_172_352_0, 34.034_142_006_0, 2e-4);
        }
    }
}

#[test]
fn northing_before_easting_is_named_where_it_cannot_be() {
    let place = one(3_767_000.0, 38_490_000.0, "EPSG:4526");
    let said = place.faults("hamlets")[0].1.to_string();
    says(&said, &["does not reach", "northing, easting", "give easting first"]);
    let said = one(1e12, 1e12, "EPSG:4526").faults("hamlets")[0].1.to_string();
    says(&said, &["does not reach", "check the coordinates"]);
    assert!(!said.contains("northing"), "{said}");
}
