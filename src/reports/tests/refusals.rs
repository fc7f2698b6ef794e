//! What is not sent, and which field is to blame.

use geo_types::polygon;

use crate::geom::LonLat;
use crate::reports::Notice;
use crate::reports::notice::Circle;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Status;
use crate::reports::tests::at;
use crate::reports::tests::bare_heat;
use crate::reports::tests::gas_leak;
use crate::reports::tests::lifted;

/// Exactly this field is named.
#[track_caller]
fn refused(notice: &Notice, field: &str) {
    let faults = notice.check().unwrap_err().faults;
    let named: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(named, [field]);
}

#[test]
fn what_is_whole_is_sent() {
    gas_leak().check().unwrap();
    lifted().check().unwrap();
    bare_heat().check().unwrap();
}

#[test]
fn identifiers_are_single_words() {
    for word in ["", "a b", "a,b", "a<b", "a&b", "a\u{3000}b", "a\u{0}b", "a\nb"] {
        refused(&Notice { warning_code: word.into(), ..gas_leak() }, "warning_code");
        refused(&Notice { sender: word.into(), ..gas_leak() }, "sender");
        refused(&Notice { incident_code: Some(word.into()), ..gas_leak() }, "incident_code");
    }
}

#[test]
fn a_warning_has_a_publisher() {
    refused(&Notice { unit: " ".into(), ..gas_leak() }, "unit");
}

#[test]
fn what_is_invented_is_never_actual() {
    refused(&Notice { is_invented: true, status: Status::Actual, ..gas_leak() }, "status");
    Notice { status: Status::Actual, ..gas_leak() }.check().unwrap();
}

#[test]
fn an_update_says_of_what_and_an_alert_is_of_nothing() {
    refused(&Notice { kind: MessageKind::Update, ..gas_leak() }, "references");
    refused(&Notice { kind: MessageKind::Cancel, ..gas_leak() }, "references");
    refused(&Notice { kind: MessageKind::Alert, ..lifted() }, "references");
}

#[test]
fn a_message_refers_to_one_before_it() {
    // Within the same second both would have one name.
    refused(&Notice { sent: at("2026-11-24T07:28:28Z"), ..lifted() }, "references[0]");
    refused(&Notice { sent: at("2026-11-24T07:28:27Z"), ..lifted() }, "references[0]");
}

#[test]
fn a_radius_is_above_nothing_and_within_the_prefecture() {
    let centre = LonLat::new(113.85, 34.03).unwrap();
    for radius_m in [0.0, -1.0, f64::NAN, f64::INFINITY, 60_000.1] {
        refused(&Notice { circles: vec![Circle { centre, radius_m }], ..gas_leak() }, "circles[0]");
    }
}

#[test]
fn a_polygon_is_one_on_the_earth() {
    for bad in [
        polygon![(x: 34.03, y: 113.85), (x: 34.04, y: 113.85), (x: 34.04, y: 113.86), (x: 34.03, y: 113.85)],
        polygon![(x: f64::NAN, y: 34.0), (x: 113.8, y: 34.0), (x: 113.8, y: 34.1)],
        polygon![(x: 113.8, y: 34.0), (x: 113.9, y: 34.1), (x: 113.9, y: 34.0), (x: 113.8, y: 34.1)],
        polygon![],
        polygon![(x: 113.8, y: 34.0), (x: 113.800_000_01, y: 34.0), (x: 113.8, y: 34.000_000_01)],
    ] {
        refused(&Notice { polygons: vec![bad], ..gas_leak() }, "polygons[0]");
    }
}

#[test]
fn a_division_has_twelve_digits() {
    for code in ["411002", "41100200100a", "４１１００２００１００１"] {
        refused(&Notice { geocodes: vec![code.into()], ..gas_leak() }, "geocodes[0]");
    }
}

#[test]
fn times_run_forward() {
    refused(&Notice { expires: Some(at("2026-11-24T07:28:28Z")), ..gas_leak() }, "expires");
    refused(&Notice { sent: at("+12026-11-24T07:28:28Z"), ..gas_leak() }, "sent");
}

#[test]
fn an_address_is_of_the_web() {
    for web in ["javascript:alert(1)", "luzhang.example", "https://a b"] {
        refused(&Notice { web: Some(web.into()), ..gas_leak() }, "web");
    }
}

#[test]
fn all_faults_are_named_at_once() {
    let bad = Notice { unit: String::new(), sender: "a b".into(), ..gas_leak() };
    assert_eq!(
        bad.check().unwrap_err().to_string(),
        "sender: \"a b\" is not one word; give it without spaces, commas, `<` and `&`. \
         unit: nobody publishes it; name the unit that publishes the warning"
    );
}
