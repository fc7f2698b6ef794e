//! Goals as sheets: those of a jurisdiction, those of what lies below it, and how many stand how.
//!
//! Value, tests and status are formulas: every unknown taken as failing must still reach the target, and
//! every unknown taken as passing must still miss it for anything worse than 数据不足.

use chrono::NaiveDate;

use crate::policy::Assumed;
use crate::policy::GoalRules;
use crate::policy::goals::Against;
use crate::policy::goals::GoalRow;
use crate::policy::goals::GoalUnit;
use crate::reports::obligation_sheet::file_name;
use crate::reports::page::Bar;
use crate::reports::sheet::Book;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Column;
use crate::reports::sheet::Kind;
use crate::reports::sheet::LEVELS;
use crate::reports::sheet::Label;
use crate::reports::sheet::Line;
use crate::reports::sheet::OPS;
use crate::reports::sheet::PASSES;
use crate::reports::sheet::Parameter;
use crate::reports::sheet::STATUSES;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::Source;
use crate::reports::sheet::UNITS;
use crate::reports::sheet::Words;
use crate::reports::sheet::words;

/// What a book of goals is made of.
pub struct GoalReport<'a> {
    pub as_of: NaiveDate,
    pub rules: &'a GoalRules,
    /// Of the jurisdiction that the book is about; empty where there is not one.
    pub own: &'a [GoalRow],
    /// Of what lies below it, or of all that was asked for.
    pub below: &'a [GoalRow],
    pub revision: i64,
    pub is_invented: bool,
}

/// So many lines are counted by formulas; a spreadsheet would take too long over more.
const MOST_COUNTED: usize = 2_000;

/// Rows with all their figures on one sheet: for CSV.
pub fn goal_table(rows: &[GoalRow]) -> Sheet {
    goal_lines("goals", words("目标", "goals"), rows)
}

/// The whole book: for XLSX, the page and the terminal.
pub fn goal_book(report: &GoalReport<'_>) -> Book {
    let mut sheets = Vec::new();
    if !report.own.is_empty() {
        sheets.push(goal_lines("goals", words("目标", "goals"), report.own));
    }
    if !report.below.is_empty() {
        sheets.push(summary(report.below));
        let mut below = goal_lines("below", words("下级目标", "goals below"), report.below);
        below.is_for_machines = !report.own.is_empty();
        sheets.push(below);
    }
    let about = report.own.first();
    let named = about.map_or_else(
        || "全部 all".to_owned(),
        |row| format!("{} {}", row.jurisdiction, row.name.as_deref().unwrap_or_default()).trim().to_owned(),
    );
    let all = || report.own.iter().chain(report.below);
    let is_used = |id: &str| all().any(|row| row.assumptions.iter().any(|used| used == id));
    let assumed = report.rules.assumptions.iter().filter(|known| is_used(&known.id));
    let code = about.map_or("all", |row| &*row.jurisdiction);
    Book {
        file_name: file_name("goals", &report.as_of.to_string(), code),
        title: words("农村公路目标完成情况", "Goals for rural roads"),
        facts: vec![
            (words("辖区", "jurisdiction"), named),
            (words("截至", "as of"), report.as_of.to_string()),
            (words("规则", "rules"), report.rules.name.clone()),
        ],
        as_of: report.as_of,
        revision: report.revision,
        is_invented: report.is_invented,
        sheets,
        parameters: vec![Parameter {
            name: "as_of_day",
            title: words("截至日期", "day as of which"),
            unit: "",
            kind: Kind::Date,
            value: Cell::Day(report.as_of),
            clause: "product.md 5".into(),
        }],
        notes: vec![
            "达标：不明全部按未通过计，仍达到目标。未达标：不明全部按通过计，仍达不到目标。其间为数据不足。 Met: every unknown taken as failing, the target is still reached; worse than no data: every unknown taken as passing, it is still missed.".to_owned(),
            "空白表示不明，不是零。 A blank is not known, not zero.".to_owned(),
        ],
        sources: sources(report.rules, all()),
        assumptions: assumed.map(|known| Assumed { id: known.id.clone(), text: known.text.clone() }).collect(),
        drawings: Vec::new(),
    }
}

/// Whether an amount reaches the target, as 是 or 否: shares in millionths of the whole, so that the bound is
/// on the right side of itself.
macro_rules! meets {
    ($amount:literal) => {
        concat!(
            "IF(OR([target]=\"\",",
            $amount,
            "=\"\"),\"\",IF(IF([op]=\"等于\",",
            meets!(@left $amount), "=", meets!(@right), ",", meets!(@left $amount), ">=", meets!(@right),
            "),\"是\",\"否\"))"
        )
    };
    (@left $amount:literal) => {
        concat!("IF([judged_of]=\"\",ROUND(", $amount, ",3),ROUND(", $amount, "*1000000,3))")
    };
    (@right) => {
        "IF([judged_of]=\"\",ROUND([target],3),ROUND([target]*1000000*[judged_of],3))"
    };
}

const STATUS: &str = "IF(AND([judged_of]<>\"\",[judged_of]=0,[at_most]<>\"\"),\"不适用\",IF([target]=\"\",\"无量化目标\",\
    IF(AND([meets_at_least]=\"是\",OR([at_most]<>\"\",[op]=\"不低于\")),\"达标\",IF([meets_at_most]<>\"否\",\"数据不足\",\
    IF([due]=\"\",\"未达标\",IF(as_of_day<=[due],\"未到期\",\"逾期未达标\"))))))";

/// Kilometres to the metre, things to the whole, upwards.
const REMAINING: &str = "IF([target]=\"\",\"\",MAX(0,ROUND(IF([judged_of]=\"\",[target],\
    IF([unit]=\"km\",ROUNDUP(ROUND([target]*[judged_of],9),3),ROUNDUP(ROUND([target]*[judged_of],9),0)))-[numerator],3)))";

fn columns() -> Vec<Column> {
    let text = |key, zh, en| Column::new(key, words(zh, en), Kind::Text);
    let number = |key, zh, en| Column::new(key, words(zh, en), Kind::Number);
    let count = |key, zh, en| Column::new(key, words(zh, en), Kind::Count);
    vec![
        text("goal", "目标", "goal"),
        text("title", "名称", "title"),
        text("part", "分项", "part").for_machines(),
        text("jurisdiction", "编码", "code").for_machines(),
        text("name", "辖区", "jurisdiction"),
        Column::new("level", words("层级", "level"), Kind::Status(LEVELS)).for_machines(),
        number("numerator", "已达到", "reached"),
        number("denominator", "总量", "of"),
        Column::new("unit", words("单位", "unit"), Kind::Status(UNITS)),
        number("value", "完成值", "value")
            .formula("IF([denominator]=\"\",[numerator],IF([denominator]=0,\"\",[numerator]/[denominator]))"),
        Column::new("op", words("要求", "asked"), Kind::Status(OPS)),
        number("target", "目标值", "target"),
        Column::new("due", words("期限", "due"), Kind::Date),
        number("at_most", "至多（不明全通过）", "at most, unknown passing").for_machines(),
        number("judged_of", "评判总量", "judged of").for_machines(),
        Column::new("meets_at_least", words("不明按未通过", "met, unknown failing"), Kind::Status(PASSES))
            .formula(meets!("[numerator]"))
            .for_machines(),
        Column::new("meets_at_most", words("不明按通过", "met, unknown passing"), Kind::Status(PASSES))
            .formula(meets!("[at_most]"))
            .for_machines(),
        Column::new("status", words("状态", "status"), Kind::Status(STATUSES)).formula(STATUS),
        Column::new("coverage", words("数据覆盖", "coverage"), Kind::Percent),
        count("shortfall_count", "未达标数", "falling short"),
        count("unknown_count", "不明数", "not known"),
        number("remaining", "尚缺", "still to do").formula(REMAINING),
        Column::new("cost_cny", words("所需资金", "cost"), Kind::Money).for_machines(),
        text("clause", "条款", "clause"),
        text("document", "文号", "document").for_machines(),
        text("responsible", "责任单位", "responsible"),
        text("target_text", "原文", "what the document says").for_machines(),
        text("assumptions", "假定", "assumptions"),
    ]
}

/// A line for each row.
fn goal_lines(key: &'static str, title: Words, rows: &[GoalRow]) -> Sheet {
    let lines = rows.iter().map(goal_line).collect();
    Sheet { key, title, columns: columns(), lines, total: None, fixed: 2, is_for_machines: false }
}

fn goal_line(row: &GoalRow) -> Line {
    let (low, high) = row.bounds;
    let whole = |amount: u64| amount_of(amount, row.unit);
    let is_ratio = low.whole.is_some();
    let value = match row.value {
        None => Cell::Unknown,
        Some(share) if is_ratio => Cell::Share(share),
        Some(_) => whole(low.passing),
    };
    let target = row.target.map(|target| if is_ratio { Cell::Share(target) } else { rounded(target, row.unit) });
    let level = row.level.and_then(|level| Label::of(LEVELS, level.word()));
    let test = |against: Against| {
        let op = if row.op == "=" { crate::policy::goals::Op::Equal } else { crate::policy::goals::Op::AtLeast };
        // As the rule has it: shares in millionths, amounts in metres or things.
        row.exact_target.map(|target| against.satisfies(op, target))
    };
    let passes = |passed: Option<bool>| {
        passed.and_then(|passed| Label::of(PASSES, if passed { "yes" } else { "no" })).map_or(Cell::Unknown, Cell::Word)
    };
    let word = |list, word: &str| Label::of(list, word).map_or(Cell::Unknown, Cell::Word);
    let denominator = row.denominator.map(|whole| rounded(whole, row.unit));
    let mut plain = Vec::new();
    // What nobody can say of anything has no value, though 0 of it is reached for certain.
    let gives = match row.denominator {
        Some(whole) => (whole > 0.0).then(|| row.numerator / whole),
        None => Some(row.numerator),
    };
    if row.value != gives {
        plain.push("value");
    }
    let cells = vec![
        Cell::text(&*row.goal),
        Cell::text(row.part.map_or_else(|| row.title.clone(), |part| format!("{}（{part}）", row.title))),
        row.part.map(Cell::text).into(),
        Cell::text(&*row.jurisdiction),
        row.name.clone().into(),
        level.map_or(Cell::Unknown, Cell::Word),
        whole(low.passing),
        denominator.into(),
        word(UNITS, row.unit.word()),
        value,
        word(OPS, if row.op == "=" { "equal" } else { "at_least" }),
        target.into(),
        row.due.into(),
        high.map(|high| whole(high.passing)).into(),
        low.whole.map(whole).into(),
        passes(test(low)),
        passes(high.and_then(test)),
        word(STATUSES, row.status.word()),
        row.coverage.map(Cell::Share).into(),
        Cell::Count(row.shortfall_count.into()),
        Cell::Count(row.unknown_count.into()),
        row.remaining.map(|remaining| rounded(remaining.amount, row.unit)).into(),
        row.remaining.and_then(|remaining| remaining.cost_fen).map(|fen| Cell::Fen(fen.into())).into(),
        Cell::text(&*row.clause),
        row.document.clone().into(),
        Cell::text(row.responsible.join("、")),
        Cell::text(&*row.target_text),
        Cell::text(row.assumptions.join("; ")),
    ];
    Line { cells, plain }
}

/// Whole metres or things.
fn amount_of(amount: u64, unit: GoalUnit) -> Cell {
    let amount = i64::try_from(amount).unwrap_or(i64::MAX);
    match unit {
        GoalUnit::Km => Cell::Metres(amount),
        GoalUnit::Count | GoalUnit::Projects => Cell::Count(amount),
    }
}

/// An amount in the goal's unit.
#[expect(clippy::cast_possible_truncation, reason = "amounts of a province are far below 2^53")]
fn rounded(amount: f64, unit: GoalUnit) -> Cell {
    match unit {
        GoalUnit::Km => Cell::Metres((amount * 1_000.0).round() as i64),
        GoalUnit::Count | GoalUnit::Projects => Cell::Count(amount.round() as i64),
    }
}

/// How many goals of each jurisdiction stand how.
fn summary(rows: &[GoalRow]) -> Sheet {
    const COUNTED: [(&str, &str, &str, &str); 5] = [
        ("met", "达标", "met", "SUMPRODUCT(([below.jurisdiction:]=[jurisdiction])*([below.status:]=\"达标\"))"),
        (
            "overdue",
            "逾期未达标",
            "overdue",
            "SUMPRODUCT(([below.jurisdiction:]=[jurisdiction])*([below.status:]=\"逾期未达标\"))",
        ),
        (
            "not_met",
            "未达标",
            "not met",
            "SUMPRODUCT(([below.jurisdiction:]=[jurisdiction])*([below.status:]=\"未达标\"))",
        ),
        (
            "not_due",
            "未到期",
            "not due",
            "SUMPRODUCT(([below.jurisdiction:]=[jurisdiction])*([below.status:]=\"未到期\"))",
        ),
        (
            "no_data",
            "数据不足",
            "no data",
            "SUMPRODUCT(([below.jurisdiction:]=[jurisdiction])*([below.status:]=\"数据不足\"))",
        ),
    ];
    let mut columns = vec![
        Column::new("jurisdiction", words("编码", "code"), Kind::Text),
        Column::new("name", words("名称", "name"), Kind::Text),
    ];
    columns.extend(COUNTED.map(|(key, zh, en, formula)| {
        Column::new(key, words(zh, en), Kind::Count).clause("product.md 5").formula(formula)
    }));
    let mut lines: Vec<Line> = Vec::new();
    for of_one in rows.chunk_by(|a, b| a.jurisdiction == b.jurisdiction) {
        let count = |word: &str| of_one.iter().filter(|row| row.status.word() == word).count();
        let mut cells = vec![Cell::text(&*of_one[0].jurisdiction), of_one[0].name.clone().into()];
        cells.extend(COUNTED.map(|(word, ..)| Cell::Count(i64::try_from(count(word)).unwrap_or(i64::MAX))));
        let plain = if rows.len() > MOST_COUNTED { COUNTED.iter().map(|(key, ..)| *key).collect() } else { Vec::new() };
        lines.push(Line { cells, plain });
    }
    let title = words("汇总", "summary");
    Sheet { key: "summary", title, columns, lines, total: None, fixed: 2, is_for_machines: false }
}

/// What the documents say, by clause.
fn sources<'a>(rules: &GoalRules, rows: impl Iterator<Item = &'a GoalRow>) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    for row in rows {
        let document = rules.document_of(&row.clause);
        let source = Source {
            clause: row.clause.clone(),
            document: document.map(|document| document.title.clone()).unwrap_or_default(),
            number: document.map(|document| document.number.clone()).unwrap_or_default(),
            text: format!("{} {}：{}", row.goal, row.title, row.target_text),
        };
        if !found.contains(&source) {
            found.push(source);
        }
    }
    found.sort();
    found
}

/// The goals of a jurisdiction that have a share for a target, as bars.
pub fn goal_bars(rows: &[GoalRow]) -> Vec<Bar> {
    let shares = rows.iter().filter(|row| row.bounds.0.whole.is_some_and(|whole| whole > 0) && row.target.is_some());
    let bar = |row: &GoalRow| {
        #[expect(clippy::cast_precision_loss, reason = "a bar on paper")]
        let share = |against: Against| Some(against.passing as f64 / against.whole? as f64);
        let status = Label::of(STATUSES, row.status.word());
        let year = row.due.map_or_else(String::new, |due| format!(" {}", due.format("%Y")));
        let part = row.part.map_or_else(String::new, |part| format!(" {part}"));
        let value = row.value.map_or_else(|| "–".to_owned(), |value| format!("{:.1}%", value * 100.0));
        Bar {
            label: format!("{} {}{part}{year}", row.goal, clipped(&row.title, if part.is_empty() { 14 } else { 9 })),
            low: share(row.bounds.0),
            high: row.bounds.1.and_then(share).or_else(|| share(row.bounds.0)),
            target: row.target,
            tone: status.map_or(crate::reports::sheet::Tone::Quiet, |status| status.tone),
            says: format!("{value} {}", status.map_or("", |status| status.zh)),
        }
    };
    shares.map(bar).collect()
}

/// What a small chart of a goal is called.
pub fn series_label(row: &GoalRow) -> String {
    let part = row.part.map_or_else(String::new, |part| format!(" {part}"));
    format!("{} {}{part}", row.goal, clipped(&row.title, if part.is_empty() { 16 } else { 11 }))
}

/// What a label has room for.
fn clipped(title: &str, room: usize) -> String {
    if title.chars().count() <= room {
        return title.to_owned();
    }
    format!("{}…", title.chars().take(room).collect::<String>())
}
