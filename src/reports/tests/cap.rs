//! CAP 1.2: order, times, units, references, escaping.

use geo_types::polygon;

use crate::reports::cap_message;
use crate::reports::notice::Colour;
use crate::reports::notice::English;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::Status;
use crate::reports::tests::bare_heat;
use crate::reports::tests::gas_leak;
use crate::reports::tests::lifted;

#[test]
fn a_leak_is_a_message_with_its_elements_in_order() {
    insta::assert_snapshot!(cap_message(&gas_leak()).unwrap());
}

#[test]
fn what_nobody_has_filled_in_is_said_to_be_so() {
    insta::assert_snapshot!(cap_message(&bare_heat()).unwrap());
}

#[test]
fn what_lifts_a_warning_names_the_message_that_gave_it() {
    let sent = cap_message(&lifted()).unwrap();
    assert!(sent.contains("<msgType>Cancel</msgType>"));
    assert!(sent.contains(
        "<references>warnings@luzhang.example,W20261124-0001.20261124152828,2026-11-24T15:28:28+08:00</references>"
    ));
    // Its own name is another, so that the two are two messages.
    assert!(sent.contains("<identifier>W20261124-0001.20261124162828</identifier>"));
    assert!(sent.contains("<responseType>AllClear</responseType>"));
    assert!(sent.contains("<urgency>Past</urgency>"));
    assert!(cap_message(&gas_leak()).unwrap().contains("<identifier>W20261124-0001.20261124152828</identifier>"));
}

#[test]
fn several_references_stand_side_by_side() {
    let mut third = lifted();
    third.kind = MessageKind::Update;
    third.references.push(third.references[0].clone());
    third.references[1].warning_code = "W20261124-0002".into();
    let sent = cap_message(&third).unwrap();
    assert!(sent.contains("+08:00 warnings@luzhang.example,W20261124-0002."));
}

#[test]
fn a_colour_is_a_severity_and_stays_a_colour() {
    for (colour, severity, code) in [
        (Colour::Red, "Extreme", "red"),
        (Colour::Orange, "Severe", "orange"),
        (Colour::Yellow, "Moderate", "yellow"),
        (Colour::Blue, "Minor", "blue"),
    ] {
        let sent = cap_message(&Notice { colour, ..gas_leak() }).unwrap();
        assert!(sent.contains(&format!("<severity>{severity}</severity>")));
        assert!(
            sent.contains(&format!("<valueName>luzhang.colour</valueName>\n      <value>{code}</value>")),
            "{sent}"
        );
    }
}

#[test]
fn english_is_a_block_of_its_own_and_translates_nothing() {
    let sent = cap_message(&Notice { english: Some(English::default()), ..gas_leak() }).unwrap();
    let (chinese, english) = sent.split_once("<language>en-US</language>").unwrap();
    assert!(chinese.contains("<language>zh-CN</language>"));
    assert!(english.contains("<headline>EXERCISE: Gas emergency: orange warning issued</headline>"));
    assert!(english.contains("Details are given in Chinese."));
    assert!(english.contains("<circle>34.035000,113.855000 0.300</circle>"));
}

#[test]
fn invented_data_say_so_in_both_languages() {
    let invented = Notice { is_invented: true, status: Status::Test, english: Some(English::default()), ..gas_leak() };
    let sent = cap_message(&invented).unwrap();
    assert!(sent.contains("<status>Test</status>"));
    assert!(sent.contains("<headline>【测试·虚构数据】许昌市专项指挥部办公室发布燃气管道泄漏橙色预警</headline>"));
    assert!(sent.contains("<note>这是一条测试信息，不是真实预警。本信息由虚构数据生成，不是真实预警。</note>"));
    assert!(sent.contains("<description>TEST: Made from invented data: this is not a real warning. Level orange"));
}

#[test]
fn a_hole_is_warned_too_and_the_message_says_so() {
    let ring = polygon!(
        exterior: [(x: 113.8, y: 34.0), (x: 113.9, y: 34.0), (x: 113.9, y: 34.1), (x: 113.8, y: 34.0)],
        interiors: [[(x: 113.86, y: 34.02), (x: 113.87, y: 34.02), (x: 113.87, y: 34.03), (x: 113.86, y: 34.02)]],
    );
    let sent = cap_message(&Notice { polygons: vec![ring], ..gas_leak() }).unwrap();
    assert_eq!(sent.matches("<polygon>").count(), 1);
    assert!(sent.contains("<valueName>luzhang.holes_filled</valueName>"));
}

#[test]
fn divisions_do_not_widen_the_area_of_a_shape() {
    let drawn = cap_message(&gas_leak()).unwrap();
    assert!(!drawn.contains("<geocode>"));
    assert!(drawn.contains("<value>411002001001</value>"));
    let named = Notice { polygons: Vec::new(), circles: Vec::new(), ..gas_leak() };
    assert_eq!(cap_message(&named).unwrap().matches("<geocode>").count(), 2);
}

#[test]
fn nasty_texts_stay_texts() {
    let mut nasty = gas_leak();
    nasty.unit = "</senderName><script>&\"'\u{1}\u{202e}".into();
    nasty.content.situation = Some("]]>&amp;\u{0}\u{ffff}\r\n𠀀".into());
    let sent = cap_message(&nasty).unwrap();
    assert!(sent.contains("<senderName>&lt;/senderName&gt;&lt;script&gt;&amp;&quot;'</senderName>"));
    assert!(sent.contains("事故或受灾情况：]]&gt;&amp;amp;\n𠀀\n"));
}
