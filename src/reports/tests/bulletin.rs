//! The bulletin: whole, closed, and safe to open.

use crate::reports::Notice;
use crate::reports::bulletin;
use crate::reports::notice::Colour;
use crate::reports::notice::Content;
use crate::reports::notice::MessageKind;
use crate::reports::notice::ZoneRow;
use crate::reports::tests::bare_heat;
use crate::reports::tests::gas_leak;
use crate::reports::tests::lifted;

#[test]
fn a_bulletin_has_colour_fields_zones_and_measures() {
    let page = bulletin(&gas_leak()).unwrap();
    let (_, body) = page.split_once("</head>").unwrap();
    insta::assert_snapshot!(body);
}

#[test]
fn a_bulletin_needs_nothing_from_elsewhere() {
    let page = bulletin(&gas_leak()).unwrap();
    for from_elsewhere in ["src=", "href=", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(from_elsewhere), "{from_elsewhere}");
    }
    assert!(page.contains("@page { size: A4"));
}

#[test]
fn few_households_are_not_counted_and_what_is_unknown_is_said() {
    let row = |households| ZoneRow { name: "警戒范围".into(), households, ..ZoneRow::default() };
    let zones = vec![row(Some(0)), row(Some(9)), row(Some(10)), row(None)];
    let page = bulletin(&Notice { zones, ..gas_leak() }).unwrap();
    let cells = |text: &str| page.matches(&format!("<td>不明</td><td>{text}</td><td>未填</td>")).count();
    assert_eq!([cells("&lt;10"), cells("10"), cells("不明")], [2, 1, 1]);
    assert!(bulletin(&bare_heat()).unwrap().contains("<h2>区域划分</h2>\n<p>不明</p>"));
    assert!(bulletin(&bare_heat()).unwrap().contains("<li>未填</li>"));
}

#[test]
fn texts_are_no_markup() {
    let nasty = "<img src=x onerror=alert(1)>\u{202e}&\"";
    let content = Content { area: Some(nasty.into()), measures: Some(nasty.into()), ..Content::default() };
    let row = ZoneRow { name: nasty.into(), rule: Some(nasty.into()), ..ZoneRow::default() };
    let notice = Notice {
        unit: nasty.into(),
        event: Some(nasty.into()),
        contact: Some(nasty.into()),
        decided_by: Some(nasty.into()),
        channels: vec![nasty.into()],
        content,
        zones: vec![row],
        ..gas_leak()
    };
    let page = bulletin(&notice).unwrap();
    assert!(!page.contains("<img") && !page.contains('\u{202e}'));
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;"));
}

#[test]
fn a_colour_is_a_word_too() {
    for (colour, words) in [
        (Colour::Red, "class=\"red\"><p>红色预警 · 解除"),
        (Colour::Orange, "class=\"orange\"><p>橙色预警 · 解除"),
        (Colour::Yellow, "class=\"yellow\"><p>黄色预警 · 解除"),
        (Colour::Blue, "class=\"blue\"><p>蓝色预警 · 解除"),
    ] {
        assert!(bulletin(&Notice { colour, kind: MessageKind::Cancel, ..lifted() }).unwrap().contains(words));
    }
}

#[test]
fn what_a_lifted_warning_asked_for_is_not_asked_again() {
    let page = bulletin(&lifted()).unwrap();
    assert!(page.contains("<ol>\n<li>本预警已解除，后续事项以发布单位的通知为准。</li>\n</ol>"));
}
