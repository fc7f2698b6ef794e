use serde_json::json;

use super::*;

fn read(report: Json) -> Result<LeakReport, Vec<FieldFault>> {
    let square = |json: &Json| match json["type"].as_str() {
        Some("Polygon") => {
            let corner = |pair: &Json| (pair[0].as_f64().unwrap(), pair[1].as_f64().unwrap());
            let ring: Vec<_> = json["coordinates"][0].as_array().unwrap().iter().map(corner).collect();
            Ok(Geometry::Polygon(geo_types::Polygon::new(ring.into(), Vec::new())))
        }
        Some("Point") => Ok(Geometry::Point((114.0, 34.0).into())),
        _ => Err("it has no type".to_owned()),
    };
    LeakReport::read(report.as_object().unwrap(), &square)
}

/// A report whose one field is refused, with words of the refusal.
#[track_caller]
fn refused(field: &str, value: Json, words: &str) {
    let mut report = json!({"hazard": "gas", "at": [113.8, 34.0]});
    report[field] = value;
    let faults = read(report).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].pointer.starts_with(&format!("/{field}")), "{faults:?}");
    assert!(faults[0].problem.contains(words), "{faults:?}");
}

#[test]
fn what_is_left_out_or_null_is_not_known() {
    let report = read(json!({"hazard": "heat", "pipe": "H1", "trend": null, "deaths": 0})).unwrap();
    assert_eq!((report.hazard, report.pipe.as_deref(), report.at), (Utility::Heat, Some("H1"), None));
    assert_eq!(report.word("trend"), None);
    assert_eq!(report.facts().collect::<Vec<_>>(), [("deaths", &FactValue::Number(0.0))]);
}

#[test]
fn nonsense_is_refused_where_it_stands() {
    refused("hole_mm", json!(-3), "from 0.1 to 2000");
    refused("hole_mm", json!(0), "from 0.1 to 2000");
    refused("lel_percent", json!(6_000), "from 0 to 5600");
    refused("lel_percent", json!("half"), "give a number");
    refused("deaths", json!(1.5), "whole number");
    refused("deaths", json!(-1), "whole number");
    refused("controlled", json!("no"), "true or false");
    refused("trend", json!("sideways"), "falling, stable, rising, rapid");
    refused("wind_from_deg", json!(361), "from 0 to 360");
    refused("colour", json!("red"), "no such field");
    refused("at", json!([34.0, 113.8]), "latitude");
    refused("at", json!({"lon": 113.8}), "[lon, lat]");
    refused("pipe", json!(7), "a code");
    refused("unusable_valves", json!(["V1", 2]), "code of a valve");
    refused("unusable_valves", json!("V1"), "a list");
    refused("cordon", json!({"type": "Point", "coordinates": [114.0, 34.0]}), "encloses nothing");
    let crossing =
        json!({"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]]});
    refused("cordon", crossing, "cross");
    refused("hazard", json!("water"), "gas or heat");
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = read(json!({"trend": 3, "depth": 1, "pipe": ""})).unwrap_err();
    let pointers: Vec<&str> = faults.iter().map(|fault| &*fault.pointer).collect();
    assert_eq!(pointers, ["/depth", "/trend", "/hazard", "/pipe"]);
}

#[test]
fn fields_must_agree_with_one_another() {
    let at = json!([113.8, 34.0]);
    let faults = |report: Json| read(report).unwrap_err()[0].to_string();
    assert!(faults(json!({"hazard": "gas"})).starts_with("at: the place is missing"));
    assert!(faults(json!({"hazard": "gas", "pipe": "P", "node": "N"})).starts_with("node"));
    let methane = json!({"hazard": "gas", "at": at, "gas": "natural_gas", "lel_percent": 2_001});
    assert!(faults(methane).contains("pure methane"));
    let lpg = json!({"hazard": "gas", "at": at, "gas": "lpg", "lel_percent": 5_600});
    assert!(read(lpg).is_ok());
    let wide = json!({"hazard": "gas", "at": at, "hole_mm": 120, "diameter_mm": 110});
    assert!(faults(wide).contains("wider than the pipe"));
}
