//! A small invented book, on which every writer is tried.

use chrono::NaiveDate;

use crate::policy::Assumed;
use crate::reports::sheet::Book;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Column;
use crate::reports::sheet::Drawing;
use crate::reports::sheet::Kind;
use crate::reports::sheet::Label;
use crate::reports::sheet::Line;
use crate::reports::sheet::Parameter;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::Source;
use crate::reports::sheet::Tone;
use crate::reports::sheet::words;

const STATUS: &[Label] = &[
    Label { word: "met", zh: "达标", tone: Tone::Good },
    Label { word: "not_met", zh: "未达标", tone: Tone::Bad },
    Label { word: "no_data", zh: "数据不足", tone: Tone::Open },
];

/// Two sheets of three lines: one met, one with a name that a careless writer runs, one unknown.
pub fn small_book() -> Book {
    let day = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day");
    let key = || {
        vec![
            Column::new("jurisdiction", words("编码", "code"), Kind::Text),
            Column::new("name", words("名称", "name"), Kind::Text),
        ]
    };
    let mut lengths = key();
    lengths.extend([
        Column::new("km", words("县道里程", "county roads"), Kind::Km).clause("R5 二(二)3").summed(),
        Column::new("floor", words("资金下限", "floor"), Kind::Money)
            .clause("R5 二(二)3")
            .formula("IF([km]=\"\",\"\",ROUND([km]*rate_county,2))")
            .summed(),
    ]);
    let mut money = key();
    money.extend([
        Column::new("half", words("一半", "half"), Kind::Money)
            .clause("R5 二(二)3")
            .formula("IF([lengths.floor]=\"\",\"\",ROUND([lengths.floor]/2,2))"),
        Column::new("status", words("状态", "status"), Kind::Status(STATUS))
            .formula("IF([half]=\"\",\"数据不足\",IF([half]>=1000000,\"达标\",\"未达标\"))"),
        Column::new("since", words("始于", "since"), Kind::Date),
        Column::new("share", words("比例", "share"), Kind::Percent),
    ]);
    let line = |code: &str, name: &str, rest: Vec<Cell>| {
        Line::of([Cell::text(code), Cell::text(name)].into_iter().chain(rest).collect())
    };
    Book {
        file_name: "small-2025".to_owned(),
        title: words("小表", "A small book"),
        facts: vec![(words("辖区", "jurisdiction"), "411081 禹州市".to_owned())],
        as_of: day,
        revision: 7,
        is_invented: true,
        sheets: vec![
            Sheet {
                key: "lengths",
                title: words("里程", "lengths"),
                columns: lengths,
                lines: vec![
                    line("411081", "禹州市", vec![Cell::Metres(200_000), Cell::Fen(200_000_000)]),
                    line("411082", "=HYPERLINK(\"x\")", vec![Cell::Metres(123_456), Cell::Fen(123_456_000)]),
                    line("411024", "鄢陵县", vec![Cell::Unknown, Cell::Unknown]),
                ],
                total: Some(line("411000", "许昌市", vec![Cell::Unknown, Cell::Unknown])),
                fixed: 2,
                is_for_machines: false,
            },
            Sheet {
                key: "money",
                title: words("资金", "money"),
                columns: money,
                lines: vec![
                    line(
                        "411081",
                        "禹州市",
                        vec![Cell::Fen(100_000_000), Cell::Word(&STATUS[0]), Cell::Day(day), Cell::Share(0.4)],
                    ),
                    line(
                        "411082",
                        "+86",
                        vec![Cell::Fen(61_728_000), Cell::Word(&STATUS[1]), Cell::Unknown, Cell::Share(0.05)],
                    ),
                    line("411024", "鄢陵县", vec![Cell::Unknown, Cell::Word(&STATUS[2]), Cell::Unknown, Cell::Unknown]),
                ],
                total: None,
                fixed: 2,
                is_for_machines: false,
            },
        ],
        parameters: vec![Parameter {
            name: "rate_county",
            title: words("县道标准", "rate of county roads"),
            unit: "元/km·年",
            kind: Kind::Money,
            value: Cell::Fen(1_000_000),
            clause: "R5 二(二)3".into(),
        }],
        notes: vec!["一条说明 a note".to_owned()],
        sources: vec![Source {
            clause: "R5 二(二)3".to_owned(),
            document: "深化农村公路管理养护体制改革的实施意见".to_owned(),
            number: "许政办〔2022〕5号".to_owned(),
            text: "县道每年每公里不低于10000元".to_owned(),
        }],
        assumptions: vec![Assumed { id: "B-regime".to_owned(), text: "<b>@assumed</b>".to_owned() }],
        drawings: vec![Drawing { title: words("图", "drawing"), svg: "<svg viewBox=\"0 0 1 1\"></svg>".to_owned() }],
    }
}

/// Every writer takes a text from data for a text.
#[test]
fn csv_has_one_header_row_and_runs_nothing() {
    let bytes = crate::reports::sheet::csv_table(&small_book().sheets[0]);
    assert_eq!(&bytes[..3], b"\xef\xbb\xbf");
    insta::assert_snapshot!(String::from_utf8(bytes[3..].to_vec()).unwrap());
}
