//! The sheets of what the rules about budgets ask, what the ledger shows, and what is not known.

use crate::policy::money::BudgetRule;
use crate::policy::money::LedgerFinding;
use crate::policy::money::ObligationRow;
use crate::policy::money::Status;
use crate::reports::obligation_sheet::ObligationReport;
use crate::reports::obligation_sheet::has_ledger;
use crate::reports::obligation_sheet::rows;
use crate::reports::obligation_sources::clauses_of;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Column;
use crate::reports::sheet::Kind;
use crate::reports::sheet::Label;
use crate::reports::sheet::Line;
use crate::reports::sheet::STATUSES;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::words;

/// Those that have something to say.
pub fn findings_sheets(report: &ObligationReport<'_>) -> Vec<Sheet> {
    let made = [budget_sheet(report), county_sheet(report), ledger_sheet(report), missing_sheet(report)];
    made.into_iter().filter(|sheet| !sheet.lines.is_empty()).collect()
}

fn whom() -> [Column; 2] {
    [
        Column::new("jurisdiction", words("编码", "code"), Kind::Text),
        Column::new("name", words("名称", "name"), Kind::Text),
    ]
}

fn of_whom(row: &ObligationRow) -> [Cell; 2] {
    [Cell::text(&*row.code), row.name.clone().into()]
}

fn status(status: Status) -> Cell {
    Label::of(STATUSES, status.word()).map_or(Cell::Unknown, Cell::Word)
}

fn fen(fen: Option<i64>) -> Cell {
    fen.map_or(Cell::Unknown, |fen| Cell::Fen(fen.into()))
}

/// The city's own money against its revenue.
fn budget_sheet(report: &ObligationReport<'_>) -> Sheet {
    let clauses = clauses_of(report.rules, report.below.year);
    let money = |key, zh, en| Column::new(key, words(zh, en), Kind::Money).clause(clauses.budget.clone());
    let mut columns = whom().to_vec();
    columns.extend([
        money("revenue_cny", "一般预算收入", "general revenue"),
        money("required_cny", "应列支", "required")
            .formula("IF([revenue_cny]=\"\",\"\",ROUND([revenue_cny]*budget_part,2))"),
        money("spent_cny", "已列支（确定）", "spent for certain"),
        money("spent_at_most_cny", "至多", "at most"),
        money("budgeted_cny", "预算", "budgeted"),
        money("daily_spent_cny", "日常养护（不计）", "daily maintenance, not counted"),
        Column::new("status", words("状态", "status"), Kind::Status(STATUSES)).clause(clauses.budget.clone()).formula(
            "IF(COUNT([required_cny],[spent_cny])<2,\"数据不足\",IF([spent_cny]>=[required_cny],\"达标\",IF([spent_at_most_cny]=\"\",\"数据不足\",IF([spent_at_most_cny]<[required_cny],\"未达标\",\"数据不足\"))))",
        ),
    ]);
    let line = |(row, rule): (&ObligationRow, &BudgetRule)| {
        let figures = [
            fen(rule.revenue),
            rule.required.map_or(Cell::Unknown, |required| Cell::Fen(required.into())),
            fen(rule.spent),
            fen(rule.spent_at_most),
            fen(rule.budgeted),
            fen(rule.daily_spent),
            status(rule.status),
        ];
        Line::of(of_whom(row).into_iter().chain(figures).collect())
    };
    let lines = rows(report).filter_map(|row| Some((row, row.budget_rule.as_ref()?))).map(line).collect();
    Sheet {
        key: "budget",
        title: words("市本级列支", "city budget"),
        columns,
        lines,
        total: None,
        fixed: 2,
        is_for_machines: false,
    }
}

/// What counties put into their budgets, more each year.
fn county_sheet(report: &ObligationReport<'_>) -> Sheet {
    let clauses = clauses_of(report.rules, report.below.year);
    let money = |key, zh, en| Column::new(key, words(zh, en), Kind::Money).clause(clauses.growth.clone());
    let yes_no = |key, zh, en| Column::new(key, words(zh, en), Kind::Status(YES_NO)).clause(clauses.lines.clone());
    let mut columns = whom().to_vec();
    columns.extend([
        money("year_before_cny", "上年预算", "budgeted the year before"),
        money("this_year_cny", "当年预算", "budgeted this year"),
        Column::new("growth", words("逐年加大", "more each year"), Kind::Status(STATUSES))
            .clause(clauses.growth.clone()),
        yes_no("maintenance", "养护资金列入预算", "maintenance in the budget"),
        yes_no("operation", "运行经费列入预算", "operation in the budget"),
        yes_no("staff", "人员支出列入预算", "staff in the budget"),
    ]);
    let said = |yes: Option<bool>| {
        let word = match yes {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        Label::of(YES_NO, word).map_or(Cell::Unknown, Cell::Word)
    };
    let line = |row: &ObligationRow| {
        let (growth, lines) = (row.growth.as_ref(), row.budget_lines.as_ref());
        if growth.is_none() && lines.is_none() {
            return None;
        }
        let figures = [
            fen(growth.and_then(|growth| growth.year_before)),
            fen(growth.and_then(|growth| growth.this_year)),
            growth.map_or(Cell::Unknown, |growth| status(growth.status)),
            said(lines.and_then(|lines| lines.maintenance)),
            said(lines.and_then(|lines| lines.operation)),
            said(lines.and_then(|lines| lines.staff)),
        ];
        Some(Line::of(of_whom(row).into_iter().chain(figures).collect()))
    };
    let lines = rows(report).filter_map(line).collect();
    Sheet {
        key: "county_budget",
        title: words("县级预算", "county budgets"),
        columns,
        lines,
        total: None,
        fixed: 2,
        is_for_machines: false,
    }
}

const YES_NO: &[Label] = &[
    Label { word: "yes", zh: "有", tone: crate::reports::sheet::Tone::Good },
    Label { word: "no", zh: "无", tone: crate::reports::sheet::Tone::Bad },
    Label { word: "unknown", zh: "不明", tone: crate::reports::sheet::Tone::Open },
];

/// Each finding once: the whole repeats those of its parts.
fn ledger_sheet(report: &ObligationReport<'_>) -> Sheet {
    let text = |key, zh, en| Column::new(key, words(zh, en), Kind::Text);
    let columns = vec![
        text("code", "记录", "record"),
        text("jurisdiction", "辖区", "jurisdiction"),
        text("entry", "类别", "entry"),
        text("source", "来源", "source"),
        text("purpose", "用途", "purpose"),
        Column::new("amount_cny", words("金额", "amount"), Kind::Money),
        text("rule", "规则", "rule"),
        text("clause", "条款", "clause"),
        text("problem", "问题", "finding"),
    ];
    let mut found: Vec<&LedgerFinding> = Vec::new();
    for one in rows(report).flat_map(|row| &row.ledger).chain(&report.below.unplaced_ledger) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    let line = |one: &LedgerFinding| {
        Line::of(vec![
            Cell::text(&*one.code),
            one.jurisdiction.clone().into(),
            one.entry.clone().into(),
            one.source.clone().into(),
            one.purpose.clone().into(),
            fen(one.fen),
            Cell::text(one.rule.as_deref().unwrap_or("unclassified")),
            one.clause.clone().into(),
            Cell::text(&*one.problem),
        ])
    };
    let lines = found.into_iter().map(line).collect();
    Sheet {
        key: "ledger",
        title: words("台账问题", "ledger findings"),
        columns,
        lines,
        total: None,
        fixed: 1,
        is_for_machines: false,
    }
}

fn missing_sheet(report: &ObligationReport<'_>) -> Sheet {
    let mut columns = whom().to_vec();
    columns.extend([
        Column::new("field", words("项目", "figure"), Kind::Text),
        Column::new("why", words("原因", "why it is not known"), Kind::Text),
    ]);
    let line = |row: &ObligationRow| {
        let whom = of_whom(row);
        let of_ledger = |field: &str| matches!(field, "planned_cny" | "spent_cny");
        let asked = row.missing.iter().filter(|one| has_ledger(row) || !of_ledger(one.field));
        let said = asked.map(move |one| {
            Line::of(whom.iter().cloned().chain([Cell::text(one.field), Cell::text(&*one.why)]).collect())
        });
        said.collect::<Vec<_>>()
    };
    let lines = rows(report).flat_map(line).collect();
    Sheet {
        key: "not_known",
        title: words("不明项", "not known"),
        columns,
        lines,
        total: None,
        fixed: 2,
        is_for_machines: false,
    }
}
