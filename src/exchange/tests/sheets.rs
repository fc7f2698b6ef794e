//! What stands in a workbook, cell by cell.

use std::io::Read;

use flate2::read::DeflateDecoder;
use geo_types::Point;

use super::*;
use crate::domain::Value;

/// A part of a ZIP archive, by its central directory (APPNOTE 4.3.12).
fn part(archive: &[u8], wanted: &str) -> String {
    let short = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let entries = (0..archive.len() - 46).filter(|at| archive[*at..].starts_with(b"PK\x01\x02"));
    let at = entries.into_iter().find(|at| &archive[at + 46..at + 46 + short(at + 28)] == wanted.as_bytes()).unwrap();
    let local = long(at + 42);
    let data = local + 30 + short(local + 26) + short(local + 28);
    let mut text = String::new();
    DeflateDecoder::new(&archive[data..data + long(at + 20)]).read_to_string(&mut text).unwrap();
    text
}

/// The two sheets of a workbook of these records.
fn sheets(collection: &str, crs: Option<&str>, records: &[Record]) -> [String; 2] {
    let place = Place::empty("out.xlsx");
    let target = Target { crs: crs.map(str::to_owned), ..place.target("out.xlsx") };
    let mut writer = create(named(collection), &target).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap();
    let archive = fs::read(&place.source.path).unwrap();
    ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"].map(|name| part(&archive, name))
}

fn row(sheet: &str, number: u32) -> &str {
    let start = format!("<row r=\"{number}\"");
    let from = sheet.find(&start).unwrap_or_else(|| panic!("{sheet}"));
    &sheet[from..from + sheet[from..].find("</row>").unwrap()]
}

fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn a_cell_is_a_text_or_a_number_and_never_a_formula() {
    let mut record = Record::new(named("bridges"), "00123", "=1+1");
    record.geometry = Some(Point::new(113.9, 34.0).into());
    record.values[0] = Value::text("=HYPERLINK(\"http://x\")");
    record.values[2] = Value::Chainage("K12+345".parse().unwrap());
    record.values[4] = Value::Real(23.5);
    let [bridges, _] = sheets("bridges", None, &[record]);
    says(row(&bridges, 1), &[&text("A1", "code"), &text("B1", "name"), &text("P1", "lon"), &text("Q1", "lat")]);
    let first = row(&bridges, 2);
    says(first, &[&text("A2", "00123"), &text("D2", "K12+345"), "<c r=\"F2\"><v>23.5</v></c>", &text("O2", "=1+1")]);
    says(first, &["<c r=\"P2\"><v>113.9</v></c><c r=\"Q2\"><v>34</v></c>", "=HYPERLINK("]);
    // Unknown is an empty cell.
    assert!(!first.contains("r=\"G2\""), "{first}");
    assert!(!bridges.contains("<f") && !bridges.contains("hyperlink"), "{bridges}");
}

#[test]
fn money_is_exact() {
    let mut record = Record::new(named("funds"), "F1", "x");
    let amount = named("funds").position("amount_cny").unwrap();
    record.values[amount] = Value::Money(9_007_199_254_740_993);
    says(&sheets("funds", None, &[record])[0], &["<is><t>90071992547409.93</t></is>"]);
}

#[test]
fn the_second_sheet_says_what_the_fields_are() {
    let [_, fields] = sheets("road_segments", None, &[]);
    says(&fields, &[">pavement_width_m<", ">路面宽度<", ">m<", "asphalt=沥青混凝土", ">桩号 chainage<"]);
    let [_, fields] = sheets("bridges", Some("EPSG:4547"), &[]);
    assert!(fields.contains(">横坐标（东）<") && !fields.contains(">lon<"), "{fields}");
}

#[test]
fn what_a_cell_cannot_hold_is_refused() {
    let place = Place::empty("out.xlsx");
    let mut writer = create(named("funds"), &place.target("out.xlsx")).unwrap();
    let record = Record::new(named("funds"), "F1", &"路".repeat(32_768));
    says(&writer.write(&record).unwrap_err().to_string(), &["a text of F1 is longer than a cell holds", ".csv"]);
}
