//! A ledger comes out of a workbook, and what is owed out of the ledger.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::cli::Desk;

const AREAS: &str = "code,name,level,parent_code\n411000,许昌市,city,\n411081,禹州市,county,411000\n411081101,East,township,411081\n411081101201,Village,village,411081101\n";
const LEDGER: &str = "code,jurisdiction_code,year,source,purpose,entry,amount_cny,on\n";

fn office() -> Desk {
    let desk = Desk::with_store();
    desk.file("areas.csv", AREAS);
    desk.file("roads.csv", "code,class,wkt\nC001411081,village,\"LINESTRING(113.1 34.1, 113.2 34.1)\"\n");
    desk.file(
        "segments.csv",
        "code,road_code,jurisdiction_code,official_length_km,wkt\nS1,C001411081,411081101201,12.345,\"LINESTRING(113.1 34.1, 113.2 34.1)\"\n",
    );
    for (collection, file) in [("jurisdictions", "areas"), ("roads", "roads"), ("road_segments", "segments")] {
        desk.run(&format!("import {collection} {file}.csv --store store.gpkg")).done();
    }
    desk
}

/// A ledger with a title, amounts as numbers, and one line whose amount is no amount.
fn workbook(desk: &Desk, last: &str) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in LEDGER.trim().split(',').enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    sheet.write(1, 0, "Z1").unwrap().write(1, 1, 411_081).unwrap().write(1, 2, 2025).unwrap();
    sheet.write(1, 3, "省级").unwrap().write(1, 4, "日常养护").unwrap().write(1, 5, "预算").unwrap();
    sheet.write(1, 6, 14_814.0).unwrap();
    sheet.write(2, 0, "Z2").unwrap().write(2, 1, "411081").unwrap().write(2, 2, 2025).unwrap();
    sheet.write(2, 3, "县级").unwrap().write(2, 4, "日常养护及人员经费").unwrap().write(2, 5, "支出").unwrap();
    sheet.write(2, 6, last).unwrap();
    book.save(desk.path("ledger.xlsx")).unwrap();
}

#[test]
fn a_ledger_out_of_a_workbook_is_held_against_what_is_owed() {
    let desk = office();
    workbook(&desk, "0.5");
    desk.run("import funds ledger.xlsx --store store.gpkg").done();
    let told = desk.run("obligations --store store.gpkg --year 2025 --jurisdiction 411081 --format json").done();
    let row = &serde_json::from_str::<Value>(&told).unwrap()["rows"][0];
    // 12.345 km of village road.
    assert_eq!((&row["daily_floor_cny"], &row["planned_cny"]), (&"37035.00".into(), &"14814.00".into()));
    assert_eq!(row["daily_cny"]["planned_less_owed"]["province"], "0.00");
    assert_eq!((&row["ledger"][0]["rule"], &row["ledger"][0]["code"]), (&"B07-staff".into(), &"Z2".into()));
    let told = desk.run("obligations --store store.gpkg --year 2025 --jurisdiction 411081").done();
    for words in ["37035.00", "14814.00", "B-regime", "R5 二(二)5", "works_done_km is not known"] {
        assert!(told.contains(words), "{told}");
    }
    let told = desk
        .run("obligations --store store.gpkg --year 2025 --jurisdiction 411081 --rate village=4000 --regime 2:2:6 --add 411081101201:county:1.5")
        .done();
    assert!(
        told.contains("What if") && told.contains("64380.00") && told.contains("27345.00 CNY to what the rules ask"),
        "{told}"
    );
}

#[test]
fn a_bad_cell_of_a_workbook_is_named_and_nothing_is_written() {
    let desk = office();
    workbook(&desk, "约五角");
    let ran = desk.run("import funds ledger.xlsx --store store.gpkg --report faults.csv");
    assert_eq!(ran.code, 1);
    let report = desk.read("faults.csv");
    assert!(report.contains("3,Z2,amount_cny,约五角"), "{report}");
    let told = desk.run("obligations --store store.gpkg --year 2025 --jurisdiction 411081 --format json").done();
    assert!(told.contains("\"planned_cny\":null"), "{told}");
}

#[test]
fn what_cannot_be_asked_is_refused_in_one_line() {
    let desk = office();
    for (words, says) in [
        ("--year 1066", "1066"),
        ("--year 2025 --level street", "village, township, county, city"),
        ("--year 2025 --jurisdiction 9", "no jurisdiction with the code `9`"),
        ("--year 2025 --rate county", "county=12000"),
        ("--year 2025 --rate county=-1", "no rate"),
        ("--year 2025 --add 411081:village", "411081:village:12.5"),
        ("--year 2025 --add 411081:village:x", "no length"),
        ("--year 2025 --add 9:village:1", "no jurisdiction with the code `9`"),
        ("--year 2025 --regime 9:1", "2:2:6, 4:6"),
    ] {
        let ran = desk.run(&format!("obligations --store store.gpkg {words}"));
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{words}: {}", ran.err);
        assert!(ran.err.contains(says), "{words}: {}", ran.err);
    }
}

#[test]
fn a_checklist_is_shown_with_its_records() {
    let desk = office();
    desk.file(
        "duties.csv",
        "code,jurisdiction_code,duty,done_on,evidence\nD1,411081,road-plan,2022-08-01,Plan of 2022\n",
    );
    desk.run("import duty_records duties.csv --store store.gpkg").done();
    let told = desk.run("checklist --store store.gpkg --jurisdiction 411081").done();
    assert!(told.contains("Plan of 2022") && told.contains("R5 三(一)") && told.contains("no record"), "{told}");
}

#[test]
fn rules_that_cannot_be_used_stop_the_program() {
    let desk = office();
    std::fs::create_dir(desk.path("rules")).unwrap();
    desk.file("rules/money.toml", "money = \"x\"\n\n[[rule]]\nid = \"B01\"\nclause = \"\"\ntitle = \"x\"\n");
    let ran = desk.run("obligations --store store.gpkg --year 2025 --rules rules");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("money.toml, line 4, rule B01: has no clause"), "{}", ran.err);
}
