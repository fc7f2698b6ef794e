//! Workbooks that are read: what a spreadsheet shows is what is read, and none fills the memory.

use std::io::Cursor;
use std::io::Write;

use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::domain::Value;

fn place_of(mut book: Workbook) -> Place {
    Place::with("a.xlsx", book.save_to_buffer().unwrap())
}

/// A ledger as an office keeps it: a title above, days as days, sums as formulas, codes as numbers.
fn ledger() -> Workbook {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy年m月d日");
    let sheet = book.add_worksheet().set_name("台账").unwrap();
    for (column, name) in
        ["Code", "jurisdiction_code", "year", "source", "purpose", "entry", "amount_cny", "on"].into_iter().enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write(3, 0, "Z1").unwrap().write(3, 1, 411_024).unwrap().write(3, 2, 2025).unwrap();
    sheet.write(3, 3, "市级").unwrap().write(3, 4, "日常养护").unwrap().write(3, 5, "预算").unwrap();
    sheet.write(3, 6, 1_236_927.5).unwrap();
    sheet.write_with_format(3, 7, ExcelDateTime::from_ymd(2025, 3, 1).unwrap(), &day).unwrap();
    // A blank row between, and a sum that was computed when the book was saved.
    sheet.write(5, 0, "Z2").unwrap().write(5, 1, "411024").unwrap().write(5, 2, "2025").unwrap();
    sheet.write(5, 6, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
    sheet.write(5, 7, "2025-12-31").unwrap();
    book.add_worksheet().set_name("备注").unwrap().write(0, 0, "code").unwrap().write(0, 1, "year").unwrap();
    book
}

#[test]
fn a_ledger_is_read_as_a_spreadsheet_shows_it() {
    let place = place_of(ledger());
    let mut reader = place.open("funds").unwrap();
    let rows: Vec<Row> = reader.by_ref().collect();
    assert!(reader.notes().iter().any(|note| note.contains("the sheet 台账 is read, 1 others are not")));
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 6]);
    let records: Vec<Record> = rows.into_iter().map(|row| row.outcome.unwrap()).collect();
    let funds = named("funds");
    let value = |nth: usize, field: &str| records[nth].value(funds, field).clone();
    assert_eq!(&*records[0].code, "Z1");
    assert_eq!(value(0, "jurisdiction_code"), Value::text("411024"));
    assert_eq!(value(0, "entry"), Value::text("budgeted"));
    assert_eq!(value(0, "amount_cny"), Value::Money(123_692_750));
    assert_eq!(value(0, "on"), Value::Date("2025-03-01".parse().unwrap()));
    assert_eq!(value(1, "amount_cny"), Value::Money(30));
    assert_eq!(value(1, "year"), Value::Integer(2025));
    assert_eq!(value(1, "on"), Value::Date("2025-12-31".parse().unwrap()));
    assert_eq!(value(1, "source"), Value::Null);
}

#[test]
fn a_sheet_is_named_as_a_layer_is() {
    let place = place_of(ledger()).layer("备注");
    assert!(place.rows("funds").is_empty());
    says(&place_of(ledger()).layer("没有").refused("funds"), &["no layer `没有`", "台账, 备注"]);
}

#[test]
fn places_are_found_in_columns() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["code", "LON", "lat"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write(1, 0, "B1").unwrap().write(1, 1, 114.1).unwrap().write(1, 2, 34.1).unwrap();
    let records = place_of(book).records("bridges");
    assert_eq!(records[0].geometry, Some(geo_types::Point::new(114.1, 34.1).into()));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "code").unwrap().write(0, 1, "wkt").unwrap();
    sheet.write(1, 0, "S1").unwrap().write(1, 1, "LINESTRING(114 34, 114.1 34)").unwrap();
    assert!(place_of(book).records("road_segments")[0].geometry.is_some());
}

#[test]
fn what_cannot_be_read_is_named_with_its_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["code", "amount_cny", "on", "year"].into_iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write(1, 0, "A").unwrap().write(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(2, 0, 123_456_789_012_345_678_i64).unwrap();
    sheet.write(3, 0, "C").unwrap().write(3, 9, "lost").unwrap();
    sheet.write(4, 0, "D").unwrap().write(4, 1, true).unwrap();
    sheet.write(5, 0, "E").unwrap().write(5, 2, 45_658).unwrap();
    sheet.write(6, 0, "F").unwrap().write(6, 3, 2025.5).unwrap();
    sheet.write(7, 0, "G").unwrap();
    let time = Format::new().set_num_format("hh:mm");
    sheet.write_with_format(7, 2, 0.5, &time).unwrap();
    let faults = place_of(book).faults("funds");
    let found: Vec<(u64, &str)> = faults.iter().map(|(row, fault)| (*row, fault.problem.as_str())).collect();
    let said = |row: u64| found.iter().find(|(at, _)| *at == row).map_or("", |(_, problem)| problem);
    says(said(2), &["cell B2", "#DIV/0!"]);
    says(said(3), &["cell A3", "more than 15 digits"]);
    says(said(4), &["cell J4", "under no name"]);
    says(said(5), &["amount"]);
    says(said(6), &["45658", "not a date"]);
    says(said(7), &["2025.5", "not a whole number"]);
    says(said(8), &["cell C8", "a time without a day"]);
}

#[test]
fn what_is_written_reads_back() {
    let place = Place::with("a.csv", "code,year,source,amount_cny,on\nZ1,2025,=cmd,12.50,2025-03-01\n");
    let records = place.records("funds");
    let target = place.target("b.xlsx");
    let mut writer = create(named("funds"), &target).unwrap();
    writer.write(&records[0]).unwrap();
    writer.finish().unwrap();
    let source = Source { path: target.path, ..Source::default() };
    let back: Vec<Record> = read(named("funds"), &source).unwrap().map(|row| row.outcome.unwrap()).collect();
    assert_eq!(back.len(), 1);
    assert!(back[0].same_facts(&records[0]), "{:?}", back[0]);
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook whose sheet and texts are these bytes.
fn book_of(sheet: &[u8], texts: &[u8]) -> Place {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    Place::with("a.xlsx", archive.finish().unwrap().into_inner())
}

fn sheet_of(rows: &str) -> Vec<u8> {
    format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#).into_bytes()
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>"#;

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_book_written_by_hand_is_read() {
    let rows = format!("{HEADER}<row r=\"2\">{}{}</row>", cell("A2", "B1"), cell("B2", "石桥"));
    let place = book_of(&sheet_of(&rows), b"<sst/>");
    assert_eq!(place.records("bridges")[0].value(named("bridges"), "name"), &Value::text("石桥"));
}

#[test]
fn a_formula_that_was_never_computed_is_no_blank() {
    let rows = format!("{HEADER}<row r=\"2\">{}<c r=\"B2\"><f>A1</f></c></row>", cell("A2", "B1"));
    let faults = book_of(&sheet_of(&rows), b"<sst/>").faults("bridges");
    says(&faults[0].1.problem, &["cell B2", "a formula without a value"]);
}

#[test]
fn rows_out_of_order_stop_the_reading() {
    let rows = format!("{HEADER}<row r=\"5\">{}</row><row r=\"3\">{}</row>", cell("A5", "B1"), cell("A3", "B2"));
    let faults = book_of(&sheet_of(&rows), b"<sst/>").faults("bridges");
    says(&faults.last().unwrap().1.problem, &["reading stopped", "row 3 stands after row 5"]);
}

#[test]
fn a_book_that_breaks_off_says_so() {
    let whole = format!("<worksheet><sheetData>{HEADER}<row r=\"2\">{}</row>", cell("A2", "B1"));
    let faults = book_of(whole.as_bytes(), b"<sst/>").faults("bridges");
    says(&faults.last().unwrap().1.problem, &["reading stopped"]);
}

#[test]
fn a_few_bytes_that_unpack_to_much_are_refused() {
    let texts = [&b"<sst>"[..], &b"<si><t>a</t></si>".repeat(5 << 20)].concat();
    says(&book_of(&sheet_of(HEADER), &texts).refused("bridges"), &["unpacks to over 64 MiB", "CSV"]);
    let long = sheet_of(&format!("{HEADER}<row r=\"2\">{}</row>", cell("A2", &"a".repeat(3 << 20))));
    says(&book_of(&long, b"<sst/>").refused("bridges"), &["over 1 MiB in one cell"]);
    let many = "<t>a</t>".repeat(1 << 18);
    let many = sheet_of(&format!("{HEADER}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>{many}</is></c></row>"));
    says(&book_of(&many, b"<sst/>").refused("bridges"), &["over 1 MiB in one cell"]);
    // Room for so many texts would be reserved at once.
    let promise = br#"<sst uniqueCount="99999999999999"></sst>"#;
    says(
        &book_of(&sheet_of(HEADER), promise).refused("bridges"),
        &["says that it has 99999999999999 texts, and has 0"],
    );
    let far = sheet_of(&format!("{HEADER}<row r=\"4294967296\"></row>"));
    says(&book_of(&far, b"<sst/>").refused("bridges"), &["at a place that no spreadsheet has"]);
}

#[test]
fn what_is_no_workbook_is_refused_in_words() {
    let check = |bytes: &[u8], words: &[&str]| says(&Place::with("a.xlsx", bytes).refused("funds"), words);
    check(b"code,name\n", &["is not a workbook (.xlsx)", "no ZIP archive"]);
    check(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], &[".xls", "password"]);
    check(b"PK\x03\x04 and no more", &["its archive is damaged"]);
    let whole = ledger().save_to_buffer().unwrap();
    check(&whole[..whole.len() / 2], &["its archive is damaged"]);
    let mut empty = Workbook::new();
    empty.add_worksheet();
    says(&place_of(empty).refused("funds"), &["is empty"]);
    let mut two = Workbook::new();
    two.add_worksheet().write(0, 0, "code").unwrap().write(0, 1, "name").unwrap().write(0, 2, "Name").unwrap();
    says(&place_of(two).refused("hamlets"), &["twice"]);
}
