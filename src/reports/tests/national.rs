//! The national profile: order, metres, codes, names, and that it says it is unverified.

use crate::reports::NationalMethod;
use crate::reports::NationalProfile;
use crate::reports::Notice;
use crate::reports::national_message;
use crate::reports::notice::Colour;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Status;
use crate::reports::tests::at;
use crate::reports::tests::gas_leak;
use crate::reports::tests::lifted;

fn sent(notice: &Notice) -> String {
    national_message(notice, &NationalProfile::default()).unwrap().xml
}

#[test]
fn a_leak_is_a_message_of_the_profile_and_says_that_it_is_unverified() {
    let profile = NationalProfile {
        event_type: Some("11B01".into()),
        methods: vec![NationalMethod { name: "SMS".into(), audiences: vec!["g1".into(), "g2".into()] }],
    };
    let message = national_message(&gas_leak(), &profile).unwrap();
    assert_eq!(message.file_name, "41100041600000_20261124152828_11B01_ORANGE_ALERT.xml");
    insta::assert_snapshot!(message.xml);
}

#[test]
fn a_radius_is_in_metres() {
    assert!(sent(&gas_leak()).contains("<circle>34.035000,113.855000 300</circle>"));
}

#[test]
fn an_event_type_that_nobody_has_given_stays_empty() {
    let message = national_message(&gas_leak(), &NationalProfile::default()).unwrap();
    assert!(message.xml.contains("<eventType></eventType>"));
    assert_eq!(message.file_name, "41100041600000_20261124152828_UNKNOWN_ORANGE_ALERT.xml");
}

#[test]
fn a_severity_is_the_word_of_its_colour() {
    for (colour, word) in
        [(Colour::Red, "Red"), (Colour::Orange, "Orange"), (Colour::Yellow, "Yellow"), (Colour::Blue, "Blue")]
    {
        assert!(sent(&Notice { colour, ..gas_leak() }).contains(&format!("<severity>{word}</severity>")));
    }
}

#[test]
fn what_lifts_or_adjusts_a_warning_names_the_first_message_by_its_unit() {
    let mut last = lifted();
    last.references.insert(0, last.references[0].clone());
    last.references[0].sent = at("2026-11-24T07:40:00Z");
    assert!(sent(&last).contains("<references>41100041600000_20261124152828</references>"));
    last.references[1].unit_code = Some("41100241600000".into());
    assert!(sent(&last).contains("<references>41100241600000_20261124152828</references>"));
    assert!(sent(&last).contains("<headline>【演练】许昌市专项指挥部办公室解除燃气管道泄漏橙色预警</headline>"));
    assert!(sent(&last).contains("<note>这是一次演练，不是真实预警。解除原因：中压管线破裂，无人员伤亡</note>"));
    last.kind = MessageKind::Update;
    assert!(sent(&last).contains("许昌市专项指挥部办公室发布燃气管道泄漏橙色预警</headline>"));
}

#[test]
fn an_exercise_is_a_test() {
    assert!(sent(&gas_leak()).contains("<status>Test</status>"));
    assert!(sent(&Notice { status: Status::Actual, ..gas_leak() }).contains("<status>Actual</status>"));
}

#[test]
fn a_unit_without_a_code_and_an_area_without_divisions_are_refused() {
    let refused = |notice: &Notice, profile: &NationalProfile| {
        let faults = national_message(notice, profile).unwrap_err().faults;
        faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
    };
    let none = NationalProfile::default();
    assert_eq!(refused(&Notice { unit_code: None, ..gas_leak() }, &none), ["unit_code"]);
    // It becomes the name of a file.
    assert_eq!(refused(&Notice { unit_code: Some("../x".into()), ..gas_leak() }, &none), ["unit_code"]);
    assert_eq!(
        refused(&Notice { geocodes: Vec::new(), unit: String::new(), ..gas_leak() }, &none),
        ["unit", "geocodes"]
    );
    let slipped = NationalProfile { event_type: Some("11/B".into()), ..none };
    assert_eq!(refused(&gas_leak(), &slipped), ["event_type"]);
}
