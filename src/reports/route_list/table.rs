//! A list as a table: CSV with a byte order mark, for whoever opens it with a spreadsheet, and XLSX.

use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::exchange::guarded;
use crate::reports::route_list::CrewList;
use crate::reports::route_list::CrewStop;
use crate::reports::route_list::Unreached;

/// Title, and how wide a column is printed, in characters.
const COLUMNS: [(&str, f64); 15] = [
    ("序号", 6.0),
    ("作业内容", 50.0),
    ("路线编号", 14.0),
    ("路线名称", 14.0),
    ("桩号", 12.0),
    ("侧别", 6.0),
    ("偏距（m）", 10.0),
    ("经度", 13.0),
    ("纬度", 13.0),
    ("本段里程（km）", 14.0),
    ("累计里程（km）", 14.0),
    ("类别", 12.0),
    ("编码", 22.0),
    ("区划代码", 15.0),
    ("说明", 30.0),
];

enum Cell {
    Text(String),
    Number(f64),
    Blank,
}

impl Cell {
    fn of(text: Option<&str>) -> Self {
        text.map_or(Self::Blank, |text| Self::Text(text.to_owned()))
    }

    fn km(text: &str) -> Self {
        text.parse().map_or(Self::Blank, Self::Number)
    }
}

fn rows(list: &CrewList) -> Vec<[Cell; 15]> {
    let stops = list.stops.stops.iter().map(stop_row);
    stops.chain(list.stops.unreachable.iter().map(unreached_row)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a thousand stops")]
fn stop_row(stop: &CrewStop) -> [Cell; 15] {
    [
        Cell::Number(stop.n as f64),
        Cell::of(Some(&stop.what)),
        Cell::of(stop.road.as_deref()),
        Cell::of(stop.road_name.as_deref()),
        Cell::of(stop.chainage.as_deref()),
        Cell::of(Some(stop.side_zh())),
        Cell::Number(stop.offset_m),
        Cell::Number(stop.lon),
        Cell::Number(stop.lat),
        Cell::km(&stop.leg_km),
        Cell::km(&stop.total_km),
        Cell::of(Some(stop.kind_zh())),
        Cell::of(Some(&stop.code)),
        Cell::of(stop.jurisdiction.as_deref()),
        Cell::Blank,
    ]
}

fn unreached_row(left: &Unreached) -> [Cell; 15] {
    let mut row = [const { Cell::Blank }; 15];
    row[1] = Cell::of(Some(&left.what));
    row[2] = Cell::of(left.road.as_deref());
    row[11] = Cell::of(Some(crate::reports::route_list::document::kind_zh(&left.collection)));
    row[12] = Cell::of(Some(&left.code));
    row[13] = Cell::of(left.jurisdiction.as_deref());
    row[14] = Cell::Text(format!("不可达：{}", left.why));
    row
}

pub fn csv(list: &CrewList) -> Vec<u8> {
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut put = |cells: Vec<String>| table.write_record(cells).expect("memory takes what is written");
    put(COLUMNS.iter().map(|(title, _)| (*title).to_owned()).collect());
    for row in rows(list) {
        put(row
            .into_iter()
            .map(|cell| match cell {
                Cell::Text(text) => guarded(&text),
                Cell::Number(number) => number.to_string(),
                Cell::Blank => String::new(),
            })
            .collect());
    }
    table.into_inner().expect("memory takes what is written")
}

pub fn xlsx(list: &CrewList) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_text_wrap();
    let sheet = book.add_worksheet();
    sheet.set_name("路线清单")?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    for (column, (title, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title, &head)?;
    }
    for (at, row) in (1..).zip(rows(list)) {
        put_row(sheet, at, row)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 100)?;
    let lines = std::iter::once(list.name.clone()).chain(list.summary());
    for (at, line) in (0..).zip(lines) {
        sheet.write_string(at, 0, line)?;
    }
    // Not the clock's time, so that the same list gives the same bytes.
    if let Ok(day) = ExcelDateTime::parse_from_str(&list.made_on) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    }
    book.save_to_buffer()
}

fn put_row(sheet: &mut Worksheet, at: u32, row: [Cell; 15]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(row) {
        match cell {
            Cell::Text(text) => {
                sheet.write_string(at, column, text)?;
            }
            Cell::Number(number) => {
                sheet.write_number(at, column, number)?;
            }
            Cell::Blank => {}
        }
    }
    Ok(())
}
