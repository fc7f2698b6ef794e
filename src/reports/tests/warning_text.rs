//! The text of a warning that is given, adjusted and lifted.

use crate::reports::Notice;
use crate::reports::notice::Colour;
use crate::reports::notice::Hazard;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Status;
use crate::reports::tests::bare_heat;
use crate::reports::tests::gas_leak;
use crate::reports::tests::lifted;
use crate::reports::warning_text;

#[test]
fn a_warning_of_a_leak_is_given_in_nine_fields() {
    let real = Notice { status: Status::Actual, ..gas_leak() };
    insta::assert_snapshot!(warning_text(&real).unwrap());
}

#[test]
fn fields_that_nobody_has_filled_in_are_printed_as_such() {
    insta::assert_snapshot!(warning_text(&bare_heat()).unwrap());
}

#[test]
fn a_warning_is_adjusted_to_another_colour() {
    let raised =
        Notice { kind: MessageKind::Update, colour: Colour::Red, hazard: Hazard::Heat, event: None, ..lifted() };
    let text = warning_text(&raised).unwrap();
    assert!(text.starts_with("【演练】许昌市专项指挥部办公室调整集中供热事故为红色预警\n"), "{text}");
    assert!(text.contains(
        "根据《许昌市集中供热事故应急预案》，经许昌市专项指挥部决定，现于2026年11月24日16时28分将2026年11月24日15时28分\
         发布的W20261124-0001号预警调整为集中供热事故红色预警。"
    ));
}

#[test]
fn a_warning_is_lifted() {
    let text = warning_text(&lifted()).unwrap();
    assert!(text.contains("解除2026年11月24日15时28分发布的W20261124-0001号预警（燃气管道泄漏橙色预警）。"));
    assert!(text.contains("三、预警级别：橙色预警（已解除）\n"));
    // Nobody is sent out of the house by the message that lifts the warning.
    assert!(text.contains("本预警已解除，后续事项以发布单位的通知为准。预警期内的要求为：立即撤离警戒范围\n"));
}

#[test]
fn a_heading_of_ones_own_keeps_the_mark() {
    let own = Notice { headline: Some("紧急通知".into()), ..gas_leak() };
    assert!(warning_text(&own).unwrap().starts_with("【演练】紧急通知\n"));
}
