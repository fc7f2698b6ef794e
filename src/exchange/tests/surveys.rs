//! Kilometre surveys as they come from a measuring firm: columns in any order, headed in Chinese, without
//! codes, from a spreadsheet.

use encoding_rs::GB18030;

use super::*;
use crate::domain::Value;

/// As a spreadsheet saves it: titles with units, chainage in kilometres, an own column for the direction.
const SHEET: &str = "序号,检测方式,路线编码,路线名称,起点桩号(km),讫点桩号(km),检测日期,MQI,PQI,PCI,RQI,IRI(m/km),备注\r\n\
    1,自动化,X001411024,某某线,0.000,1.000,2025-06-18,88.41,90.2,91.5,88.25,2.71,\r\n\
    2,自动化,X001411024,某某线,1.000,2.000,2025-06-18,,79.9,,,3.4,\r\n\
    3,人工,X001411024,某某线,K2+000,K2+345,2025-06-19,,,70,65,,桥头\r\n";

/// Code, from, to, MQI of each record.
fn told(place: &Place) -> Vec<(String, String, String, Value)> {
    let at = |field| named("condition_surveys").position(field).unwrap();
    let text = |record: &Record, field| record.values[at(field)].written();
    let each = |record: &Record| {
        let (from, to) = (text(record, "from_chainage"), text(record, "to_chainage"));
        (record.code.to_string(), from, to, record.values[at("mqi")].clone())
    };
    place.records("condition_surveys").iter().map(each).collect()
}

fn expected() -> Vec<(String, String, String, Value)> {
    let row = |from: &str, to: &str, on: &str, mqi| {
        (format!("X001411024-{from}-{to}-{on}"), from.to_owned(), to.to_owned(), mqi)
    };
    vec![
        row("K0+000", "K1+000", "2025-06-18", Value::Real(88.41)),
        row("K1+000", "K2+000", "2025-06-18", Value::Null),
        row("K2+000", "K2+345", "2025-06-19", Value::Null),
    ]
}

#[test]
fn a_survey_is_read_in_utf8_behind_a_mark_and_in_gbk() {
    let (gbk, _, _) = GB18030.encode(SHEET);
    for content in [SHEET.as_bytes().to_vec(), [b"\xef\xbb\xbf", SHEET.as_bytes()].concat(), gbk.into_owned()] {
        assert_eq!(told(&Place::with("survey.csv", content)), expected());
    }
    let method = named("condition_surveys").position("method").unwrap();
    let records = Place::with("survey.csv", GB18030.encode(SHEET).0).records("condition_surveys");
    assert_eq!(
        records.iter().map(|record| record.values[method].written()).collect::<Vec<_>>(),
        ["automatic", "automatic", "manual"]
    );
}

#[test]
fn what_was_made_of_a_file_is_said() {
    let (gbk, _, _) = GB18030.encode(SHEET);
    let notes = Place::with("survey.csv", gbk).open("condition_surveys").unwrap().notes().join("; ");
    says(
        &notes,
        &[
            "GBK",
            "codes",
            "road_code, from_chainage, to_chainage, surveyed_on",
            "columns ignored: 序号, 路线名称, 备注",
        ],
    );
}

#[test]
fn columns_come_in_any_order_and_what_is_missing_is_set() {
    let csv = "mqi;to_chainage;from_chainage\n80;1.5;0\n70;K2+000;1.500\n";
    let place = Place::with("survey.csv", csv).set("road_code", "Y001411024").set("surveyed_on", "2025-06-18");
    let told: Vec<String> = told(&place).into_iter().map(|row| row.0).collect();
    assert_eq!(told, ["Y001411024-K0+000-K1+500-2025-06-18", "Y001411024-K1+500-K2+000-2025-06-18"]);
    // A code of its own goes before one that is made.
    let place = Place::with(
        "survey.csv",
        "code,road_code,from_chainage,to_chainage,surveyed_on,mqi\nA7,X,0,1,2025-06-18,80\n,X,1,2,2025-06-18,80\n",
    );
    let codes: Vec<String> = place.records("condition_surveys").iter().map(|record| record.code.to_string()).collect();
    assert_eq!(codes, ["A7", "X-K1+000-K2+000-2025-06-18"]);
}

#[test]
fn rows_that_cannot_be_placed_are_named_with_what_would_be_right() {
    let csv = "路线编号,起点桩号,止点桩号,检测日期,MQI\n\
        X1,1.000,0.000,2025-06-18,80\n\
        X1,0,1000,2025-06-18,80\n\
        X1,2.000,3.000,,80\n\
        X1,4.000,5.000,2025-06-18,101\n\
        X1,6.000,7.000,2025-06-18,80\n\
        X1,K6+000,K7+000,2025-06-18,81\n";
    let faults = Place::with("survey.csv", csv).faults("condition_surveys");
    let said: Vec<String> = faults.iter().map(|(row, fault)| format!("{row} {fault}")).collect();
    let find = |row: &str| said.iter().filter(|said| said.starts_with(row)).cloned().collect::<Vec<_>>().join(" | ");
    says(&find("2 "), &["the stretch from K1+000 to K0+000 has no length"]);
    says(&find("3 "), &["`1000` is not a chainage", "K12+345", "12.345"]);
    says(&find("4 "), &["code", "road_code, from_chainage, to_chainage, surveyed_on"]);
    says(&find("5 "), &["101 is out of range"]);
    says(&find("7 "), &["stands in row 6 already"]);
}

#[test]
fn a_file_that_can_name_no_row_is_refused() {
    let refused = Place::with("survey.csv", "路线编号,MQI\nX1,80\n").refused("condition_surveys");
    says(&refused, &["nothing says what the code of a row is", "路线编号"]);
    // Other collections have codes of their own.
    says(&Place::with("b.csv", "名称,评定日期\na,2025-01-01\n").refused("bridges"), &["nothing says what the code"]);
}

#[test]
fn a_column_under_our_name_goes_before_one_under_a_title() {
    let place = Place::with("b.csv", "code,name,名称,lon,lat\nB1,ours,theirs,114.1,34.1\n");
    assert_eq!(place.records("hamlets")[0].values[0], Value::text("ours"));
}
