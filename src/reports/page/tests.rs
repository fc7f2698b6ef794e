//! Pages: whole, closed, safe to open; maps that show what is there.

use crate::reports::page::Bar;
use crate::reports::page::Series;
use crate::reports::page::bars;
use crate::reports::page::html_page;
use crate::reports::page::shares_bar;
use crate::reports::page::trends;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Tone;
use crate::reports::sheet::tests::small_book;
use crate::reports::sheet::words;

#[test]
fn a_page_has_titles_clauses_figures_sources_and_assumptions() {
    let page = html_page(&small_book());
    let (_, body) = page.split_once("</head>").unwrap();
    insta::assert_snapshot!(body);
}

#[test]
fn a_page_needs_nothing_from_elsewhere_and_runs_nothing() {
    let page = html_page(&small_book());
    for from_elsewhere in ["src=", "href=", "url(http", "@import", "<script", "<link", "onload"] {
        assert!(!page.contains(from_elsewhere), "{from_elsewhere}");
    }
    assert!(page.contains("@page { size: A4 landscape"));
}

#[test]
fn texts_from_data_are_no_markup() {
    let mut book = small_book();
    let nasty = "<img src=x onerror=alert(1)>\"&";
    book.sheets[0].lines[0].cells[1] = Cell::text(nasty);
    book.facts[0].1 = nasty.to_owned();
    book.notes = vec![nasty.to_owned()];
    book.sources[0].text = nasty.to_owned();
    book.assumptions[0].text = nasty.to_owned();
    let page = html_page(&book);
    assert!(!page.contains("<img"));
    assert_eq!(page.matches("&lt;img src=x onerror=alert(1)&gt;&quot;&amp;").count(), 5);
}

#[test]
fn what_is_not_known_is_hatched_and_never_filled() {
    let bar = |low, high| Bar {
        label: "A19 <&".to_owned(),
        low,
        high,
        target: Some(0.8),
        tone: Tone::Open,
        says: "50%".to_owned(),
    };
    let svg = bars(&[bar(Some(0.5), Some(0.75)), bar(None, None)]).unwrap().svg;
    assert!(svg.contains("width=\"380.0\"") && svg.contains("width=\"190.0\" height=\"36\" fill=\"url(#unknown)\""));
    assert_eq!(svg.matches("height=\"36\"").count(), 2);
    assert!(svg.contains("A19 &lt;&amp;") && bars(&[]).is_none());
}

#[test]
fn shares_are_as_wide_as_they_are_large_and_nothing_is_not_drawn() {
    let part = |fen| (words("省", "province"), fen);
    let svg = shares_bar(&[part(200), part(0), part(600)]).unwrap().svg;
    assert!(svg.contains("width=\"390.0\"") && svg.contains("width=\"1170.0\"") && svg.contains("width=\"0.0\""));
    assert!(svg.contains("75.0%"));
    assert!(shares_bar(&[part(0)]).is_none());
}

#[test]
fn a_year_that_is_not_known_breaks_the_line() {
    let series =
        |points: Vec<(i32, Option<f64>)>| Series { label: "A17".to_owned(), points, target: Some(1.0), is_share: true };
    let svg =
        trends(&[series(vec![(2020, Some(0.5)), (2021, None), (2022, Some(1.0)), (2023, Some(0.9))])]).remove(0).svg;
    assert!(svg.contains("M70.0 126.0M270.0 56.0L370.0 70.0"), "{svg}");
    assert!(svg.contains("2021 数据不足"));
    assert!(trends(&[series(vec![(2020, Some(0.5))])]).is_empty());
}
