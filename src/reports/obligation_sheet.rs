//! Obligations as sheets: lengths and who pays, planned and spent, works, the rules about budgets, what the
//! ledger shows, and what is not known.
//!
//! Formulas compute from lengths, rates and shares what the rules ask; where a figure of a line is not what
//! its formula gives, as of a part of what was rounded for the whole, the figure stands alone.

use crate::policy::money::MoneyRules;
use crate::policy::money::ObligationRow;
use crate::policy::money::Obligations;
use crate::policy::money::Regime;
use crate::policy::money::RowRegime;
use crate::policy::money::in_year;
use crate::reports::obligation_findings::findings_sheets;
use crate::reports::obligation_sources::Clauses;
use crate::reports::obligation_sources::clauses_of;
use crate::reports::obligation_sources::sources_of;
use crate::reports::sheet::Book;
use crate::reports::sheet::Cell;
use crate::reports::sheet::Column;
use crate::reports::sheet::Kind;
use crate::reports::sheet::Line;
use crate::reports::sheet::Parameter;
use crate::reports::sheet::Sheet;
use crate::reports::sheet::words;
use crate::world::Level;
use crate::world::RuralClass;

/// What a book of obligations is made of.
pub struct ObligationReport<'a> {
    /// The lines: what lies below, or all that was asked for.
    pub below: &'a Obligations,
    /// Whom they add up to.
    pub whole: Option<&'a ObligationRow>,
    pub rules: &'a MoneyRules,
    pub revision: i64,
    pub is_invented: bool,
}

/// Every row with all its figures on one sheet: for CSV.
pub fn obligation_table(report: &ObligationReport<'_>) -> Sheet {
    let clauses = clauses_of(report.rules, report.below.year);
    let first = [Column::new("year", words("年度", "year"), Kind::Count)];
    let last = [
        Column::new("budget_rule", words("1.5%规定", "1.5 % rule"), Kind::Text),
        Column::new("findings", words("台账问题", "findings in the ledger"), Kind::Count),
        Column::new("not_known", words("不明项", "what is not known"), Kind::Text),
        Column::new("clauses", words("条款", "clauses"), Kind::Text),
        Column::new("assumptions", words("假定", "assumptions"), Kind::Text),
    ];
    let groups = [lengths_columns(&clauses), works_columns(&clauses), money_columns(&clauses)];
    // Each group begins with whom it is about, and repeats what others have.
    let is_taken = |nth: usize, column: &Column| {
        (nth == 0 || !whom().iter().any(|known| known.key == column.key))
            && !["countable_km", "owed_cny"].contains(&column.key)
    };
    let mut columns = first.to_vec();
    for (nth, group) in groups.iter().enumerate() {
        columns.extend(group.iter().filter(|column| is_taken(nth, column)).cloned());
    }
    columns.extend(last);
    // Formulas name columns of other sheets: a table of all has none.
    for column in &mut columns {
        column.formula = None;
    }
    let line = |row: &ObligationRow| {
        let mut cells = vec![Cell::Count(report.below.year.into())];
        let figures = [lengths_cells(row), works_cells(row), money_cells(row)];
        for (nth, (group, figures)) in groups.iter().zip(figures).enumerate() {
            let all = group.iter().zip(of_whom(row).into_iter().chain(figures));
            cells.extend(all.filter(|(column, _)| is_taken(nth, column)).map(|(_, cell)| cell));
        }
        let not_known: Vec<String> = row.missing.iter().map(|one| format!("{}: {}", one.field, one.why)).collect();
        cells.extend([
            row.budget_rule.as_ref().map(|rule| rule.status.word()).into(),
            Cell::Count(i64::try_from(row.ledger.len()).unwrap_or(i64::MAX)),
            Cell::text(not_known.join("; ")),
            Cell::text(row.clauses.join("; ")),
            Cell::text(row.assumptions.join("; ")),
        ]);
        Line::of(cells)
    };
    let lines = report.below.rows.iter().map(line).collect();
    Sheet {
        key: "obligations",
        title: words("资金义务", "obligations"),
        columns,
        lines,
        total: None,
        fixed: 4,
        is_for_machines: false,
    }
}

/// The whole book: for XLSX, the page and the terminal.
pub fn obligation_book(report: &ObligationReport<'_>) -> Book {
    let answer = report.below;
    let clauses = clauses_of(report.rules, answer.year);
    let mut sheets = vec![
        sheet(report, "lengths", words("里程与分担", "lengths and shares"), lengths_columns(&clauses), lengths_cells),
        money_sheet(report, &clauses),
        sheet(report, "works", words("养护工程", "maintenance works"), works_columns(&clauses), works_cells),
    ];
    for (line, row) in sheets[0].lines.iter_mut().zip(&answer.rows) {
        line.plain = not_by_formula(report.rules, answer.year, row);
    }
    for (line, row) in sheets[2].lines.iter_mut().zip(&answer.rows) {
        let part = in_year(&report.rules.works, answer.year).map_or(0, |rule| rule.says.0);
        let by_formula = (row.metres.total() * u64::from(part) + 5_000) / 10_000;
        if row.works_target_m.is_none_or(|target| target != by_formula) {
            line.plain.push("works_target_km");
        }
    }
    if let (Some(whole), Some(line)) = (report.whole, &mut sheets[0].total) {
        line.plain
            .extend(not_by_formula(report.rules, answer.year, whole).into_iter().filter(|key| *key == "total_km"));
    }
    sheets.push(regimes_sheet(report));
    sheets.extend(findings_sheets(report));
    for sheet in &mut sheets {
        sheet.add_rest();
        sheet.check_total();
    }
    let about = report.whole.or(match &answer.rows[..] {
        [one] => Some(one),
        _ => None,
    });
    let named = about.map_or_else(
        || "全部 all".to_owned(),
        |row| format!("{} {}", row.code, row.name.as_deref().unwrap_or_default()).trim().to_owned(),
    );
    let mut facts = vec![
        (words("辖区", "jurisdiction"), named),
        (words("年度", "year"), answer.year.to_string()),
        (words("规则", "rules"), answer.rules.clone()),
    ];
    if let Some(review) = &answer.review {
        let late = if review.is_overdue { "，已逾期 overdue" } else { "" };
        facts.push((
            words("标准复核期限", "review of standards due"),
            format!("{}{late}（{}）", review.due, review.clause),
        ));
    }
    let code = about.map_or("all", |row| &*row.code);
    Book {
        file_name: file_name("obligations", &answer.year.to_string(), code),
        title: words("农村公路养护资金义务", "Obligations for rural roads"),
        facts,
        as_of: answer.as_of,
        revision: report.revision,
        is_invented: report.is_invented,
        sheets,
        parameters: parameters(report.rules, answer.year),
        notes: notes(answer),
        sources: sources_of(report.rules, answer.year),
        assumptions: report
            .rules
            .assumed(|id| rows(report).any(|row| row.assumptions.iter().any(|used| used == id)))
            .cloned()
            .collect(),
        drawings: Vec::new(),
    }
}

/// The rows below, then the whole.
pub(super) fn rows<'a>(report: &ObligationReport<'a>) -> impl Iterator<Item = &'a ObligationRow> + use<'a> {
    report.below.rows.iter().chain(report.whole)
}

/// A name that every system takes, whatever a code holds.
pub fn file_name(what: &str, when: &str, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    if code.is_empty() { format!("{what}-{when}") } else { format!("{what}-{when}-{code}") }
}

fn whom() -> [Column; 3] {
    [
        Column::new("jurisdiction", words("编码", "code"), Kind::Text),
        Column::new("name", words("名称", "name"), Kind::Text),
        Column::new("level", words("层级", "level"), Kind::Status(crate::reports::sheet::LEVELS)),
    ]
}

pub(super) fn of_whom(row: &ObligationRow) -> [Cell; 3] {
    let level =
        row.level.and_then(|level| crate::reports::sheet::Label::of(crate::reports::sheet::LEVELS, level.word()));
    [Cell::text(&*row.code), row.name.clone().into(), level.map_or(Cell::Unknown, Cell::Word)]
}

/// A sheet of a line for each row, with the figures that `cells` makes of it.
fn sheet(
    report: &ObligationReport<'_>,
    key: &'static str,
    title: crate::reports::sheet::Words,
    columns: Vec<Column>,
    cells: impl Fn(&ObligationRow) -> Vec<Cell>,
) -> Sheet {
    let line = |row: &ObligationRow| Line::of(of_whom(row).into_iter().chain(cells(row)).collect());
    let lines = report.below.rows.iter().map(line).collect();
    Sheet { key, title, columns, lines, total: report.whole.map(line), fixed: 2, is_for_machines: false }
}

/// Of those who have a ledger: it is not shared among what lies in them.
fn money_sheet(report: &ObligationReport<'_>, clauses: &Clauses) -> Sheet {
    let title = words("预算与支出", "planned and spent");
    let mut made = sheet(report, "money", title, money_columns(clauses), money_cells);
    let mut rows = report.below.rows.iter();
    made.lines.retain(|_| rows.next().is_some_and(has_ledger));
    made.total = made.total.filter(|_| report.whole.is_some_and(has_ledger));
    made
}

/// Whether it is a county-level body or lies above one.
pub(super) fn has_ledger(row: &ObligationRow) -> bool {
    matches!(row.level, Some(Level::County | Level::City))
}

fn lengths_columns(clauses: &Clauses) -> Vec<Column> {
    let km = |key, zh, en| Column::new(key, words(zh, en), Kind::Km).clause(clauses.daily.clone()).summed();
    let money =
        |key, zh, en, clause: &String| Column::new(key, words(zh, en), Kind::Money).clause(clause.clone()).summed();
    let mut columns = whom().to_vec();
    columns.extend([
        Column::new("regime", words("财政体制", "fiscal regime"), Kind::Text).clause(clauses.shares.clone()),
        km("county_km", "县道", "county roads"),
        km("township_km", "乡道", "township roads"),
        km("village_km", "村道", "village roads"),
        km("total_km", "合计", "total").formula("[county_km]+[township_km]+[village_km]"),
        money("daily_floor_cny", "日常养护资金下限", "floor of daily maintenance", &clauses.daily)
            .formula("ROUND([county_km]*rate_county+[township_km]*rate_township+[village_km]*rate_village,2)"),
        money("province_cny", "省级承担", "province pays", &clauses.shares).formula(PROVINCE),
        money("city_cny", "市级承担", "city pays", &clauses.shares).formula(CITY),
        money("county_cny", "县级承担（余额）", "county pays the rest", &clauses.shares)
            .formula("IF([province_cny]=\"\",\"\",ROUND([daily_floor_cny]-[province_cny]-[city_cny],2))"),
    ]);
    columns
}

/// The part that the regime of the line gives, found on the sheet of regimes. Not by COUNTIF, which takes
/// `4:6` for a time of day.
const PROVINCE: &str = "IF(SUMPRODUCT(--([regimes.regime:]=[regime]))=0,\"\",ROUND([daily_floor_cny]*SUMPRODUCT(([regimes.regime:]=[regime])*[regimes.province:]),2))";
const CITY: &str = "IF(SUMPRODUCT(--([regimes.regime:]=[regime]))=0,\"\",ROUND([daily_floor_cny]*SUMPRODUCT(([regimes.regime:]=[regime])*[regimes.city:]),2))";

fn lengths_cells(row: &ObligationRow) -> Vec<Cell> {
    let shares = row.shares_fen;
    vec![
        match &row.regime {
            RowRegime::Of(code) => Cell::text(&**code),
            RowRegime::Mixed => Cell::text("mixed"),
            RowRegime::Unknown => Cell::Unknown,
        },
        metres(row.metres.of(RuralClass::County)),
        metres(row.metres.of(RuralClass::Township)),
        metres(row.metres.of(RuralClass::Village)),
        metres(row.metres.total()),
        owed(row.daily_floor_fen),
        owed(shares.map(|shares| shares.province)),
        owed(shares.map(|shares| shares.city)),
        owed(shares.map(|shares| shares.county)),
    ]
}

fn money_columns(clauses: &Clauses) -> Vec<Column> {
    let money = |key, zh, en| Column::new(key, words(zh, en), Kind::Money).clause(clauses.ledger.clone()).summed();
    let mut columns = whom().to_vec();
    columns.extend([
        Column::new("owed_cny", words("应有下限", "owed"), Kind::Money)
            .clause(clauses.daily.clone())
            .formula("[lengths.daily_floor_cny]"),
        money("planned_province_cny", "预算：省", "planned, province"),
        money("planned_city_cny", "预算：市", "planned, city"),
        money("planned_county_cny", "预算：县", "planned, county"),
        money("planned_cny", "预算合计", "planned").formula(
            "IF(COUNT([planned_province_cny],[planned_city_cny],[planned_county_cny])<3,\"\",[planned_province_cny]+[planned_city_cny]+[planned_county_cny])",
        ),
        Column::new("planned_less_owed_cny", words("预算减下限", "planned less owed"), Kind::Money)
            .clause(clauses.daily.clone())
            .formula("IF(COUNT([planned_cny],[owed_cny])<2,\"\",ROUND([planned_cny]-[owed_cny],2))"),
        money("spent_province_cny", "支出：省", "spent, province"),
        money("spent_city_cny", "支出：市", "spent, city"),
        money("spent_county_cny", "支出：县", "spent, county"),
        money("spent_cny", "支出合计", "spent").formula(
            "IF(COUNT([spent_province_cny],[spent_city_cny],[spent_county_cny])<3,\"\",[spent_province_cny]+[spent_city_cny]+[spent_county_cny])",
        ),
        Column::new("spent_less_owed_cny", words("支出减下限", "spent less owed"), Kind::Money)
            .clause(clauses.daily.clone())
            .formula("IF(COUNT([spent_cny],[owed_cny])<2,\"\",ROUND([spent_cny]-[owed_cny],2))"),
    ]);
    columns
}

fn money_cells(row: &ObligationRow) -> Vec<Cell> {
    let floor = row.daily_floor_fen.map(i128::from);
    let less = |total: Option<i64>| total.zip(floor).map(|(given, owed)| Cell::Fen(i128::from(given) - owed));
    let mut cells = vec![owed(row.daily_floor_fen)];
    for money in [row.planned, row.spent] {
        let given = [money.province, money.city, money.county, money.total()];
        cells.extend(given.map(|fen| fen.map_or(Cell::Unknown, |fen| Cell::Fen(fen.into()))));
        cells.push(less(money.total()).into());
    }
    cells
}

fn works_columns(clauses: &Clauses) -> Vec<Column> {
    let km = |key, zh, en| Column::new(key, words(zh, en), Kind::Km).clause(clauses.works.clone());
    let mut columns = whom().to_vec();
    columns.extend([
        km("countable_km", "总里程", "length").formula("[lengths.total_km]"),
        km("works_target_km", "年度目标", "target").formula("ROUND([countable_km]*works_part,3)").summed(),
        km("works_done_km", "当年完成", "done").summed(),
        km("works_missing_km", "尚缺", "still to do").formula(
            "IF(COUNT([works_target_km],[works_done_km])<2,\"\",ROUND(MAX(0,[works_target_km]-[works_done_km]),3))",
        ),
        Column::new("works_share", words("完成比例", "done of length"), Kind::Percent)
            .clause(clauses.works.clone())
            .formula("IF(OR([works_done_km]=\"\",[countable_km]=0),\"\",[works_done_km]/[countable_km])"),
    ]);
    // What is still to do is asked of each; what one did too much does not make up for another.
    columns
}

fn works_cells(row: &ObligationRow) -> Vec<Cell> {
    let total = row.metres.total();
    let missing = row.works_target_m.zip(row.works_done_m).map(|(target, done)| metres(target.saturating_sub(done)));
    #[expect(clippy::cast_precision_loss, reason = "lengths of a province stay far below 2^52 metres")]
    let share = row.works_done_m.filter(|_| total > 0).map(|done| Cell::Share(done as f64 / total as f64));
    vec![
        metres(total),
        row.works_target_m.map(metres).into(),
        row.works_done_m.map(metres).into(),
        missing.into(),
        share.into(),
    ]
}

/// How each regime shares what is owed.
fn regimes_sheet(report: &ObligationReport<'_>) -> Sheet {
    let part = |key, zh, en| Column::new(key, words(zh, en), Kind::Percent);
    let columns = vec![
        Column::new("regime", words("财政体制", "fiscal regime"), Kind::Text),
        part("province", "省", "province"),
        part("city", "市", "city"),
        part("county", "县", "county").formula("1-[province]-[city]"),
        Column::new("clause", words("条款", "clause"), Kind::Text),
        Column::new("title", words("内容", "what it says"), Kind::Text),
    ];
    let in_force = report.rules.regimes.iter().filter(|rule| rule.holds_in(report.below.year));
    let line = |rule: &crate::policy::money::MoneyRule<Regime>| {
        let parts = &rule.says;
        let whole = f64::from(parts.province) + f64::from(parts.city) + f64::from(parts.county);
        let share = |part: u32| Cell::Share(f64::from(part) / whole);
        Line {
            cells: vec![
                Cell::text(&*parts.code),
                share(parts.province),
                share(parts.city),
                share(parts.county),
                Cell::text(&*rule.clause),
                Cell::text(&*rule.title),
            ],
            plain: Vec::new(),
        }
    };
    let lines = in_force.map(line).collect();
    Sheet {
        key: "regimes",
        title: words("财政体制", "regimes"),
        columns,
        lines,
        total: None,
        fixed: 1,
        is_for_machines: false,
    }
}

/// Of a line, the figures that the formulas do not give.
fn not_by_formula(rules: &MoneyRules, year: i32, row: &ObligationRow) -> Vec<&'static str> {
    let mut plain = Vec::new();
    let exact: Option<u128> = in_year(&rules.daily, year).map(|rule| {
        let one = |class| u128::from(rule.says.of(class)) * u128::from(row.metres.of(class));
        RuralClass::ALL.into_iter().map(one).sum()
    });
    let by_rates = exact.map(|thousandths| (thousandths + 500) / 1_000);
    if by_rates != row.daily_floor_fen.map(u128::from) || by_rates.is_none() {
        plain.push("daily_floor_cny");
    }
    let by_regime = match &row.regime {
        RowRegime::Of(code) => {
            rules.regime(code, year).zip(row.daily_floor_fen).map(|(regime, floor)| regime.says.shares(floor))
        }
        RowRegime::Mixed | RowRegime::Unknown => None,
    };
    if by_regime != row.shares_fen {
        plain.extend(["province_cny", "city_cny", "county_cny"]);
    }
    plain
}

fn parameters(rules: &MoneyRules, year: i32) -> Vec<Parameter> {
    let mut made = Vec::new();
    if let Some(daily) = in_year(&rules.daily, year) {
        let names = [
            ("rate_county", words("县道标准", "rate of county roads"), RuralClass::County),
            ("rate_township", words("乡道标准", "rate of township roads"), RuralClass::Township),
            ("rate_village", words("村道标准", "rate of village roads"), RuralClass::Village),
        ];
        made.extend(names.map(|(name, title, class)| Parameter {
            name,
            title,
            unit: "元/km·年",
            kind: Kind::Money,
            value: Cell::Fen(daily.says.of(class).into()),
            clause: daily.clause.clone().into(),
        }));
    }
    let part = |name, title, hundredths: u32, clause: &str| Parameter {
        name,
        title,
        unit: "",
        kind: Kind::Percent,
        value: Cell::Share(f64::from(hundredths) / 10_000.0),
        clause: clause.to_owned().into(),
    };
    if let Some(works) = in_year(&rules.works, year) {
        made.push(part(
            "works_part",
            words("年均养护工程比例", "part worked on in a year"),
            works.says.0,
            &works.clause,
        ));
    }
    if let Some(budget) = in_year(&rules.budget, year) {
        let title = words("市本级列支比例", "part of the city's revenue");
        made.push(part("budget_part", title, budget.says.least.0, &budget.clause));
    }
    made
}

fn notes(answer: &Obligations) -> Vec<String> {
    let mut notes = vec![
        "空白表示不明，不是零；合计中有一项不明时合计不明。 A blank is not known, not zero; so is a sum of it.".to_owned(),
        "资金精确到分，省、市部分四舍五入，县级为余额；里程精确到米，按辖区边界切分。 Money to the fen, the county pays the rest; lengths to the metre, cut at borders.".to_owned(),
    ];
    if answer.unplaced_m.total() > 0 {
        notes.push(format!(
            "不在任何辖区内的里程 {} km，未计入。 In no jurisdiction, not counted.",
            metres(answer.unplaced_m.total()).written()
        ));
    }
    if answer.unplaced_works_m > 0 {
        notes.push(format!(
            "不在任何辖区内的养护工程 {} km，未计入。 Works in no jurisdiction, not counted.",
            metres(answer.unplaced_works_m).written()
        ));
    }
    if !answer.unplaced_ledger.is_empty() {
        notes.push(format!(
            "台账中 {} 条记录没有辖区。 Lines of the ledger that name no jurisdiction.",
            answer.unplaced_ledger.len()
        ));
    }
    notes
}

pub(super) fn metres(metres: u64) -> Cell {
    Cell::Metres(i64::try_from(metres).unwrap_or(i64::MAX))
}

fn owed(fen: Option<u64>) -> Cell {
    fen.map_or(Cell::Unknown, |fen| Cell::Fen(fen.into()))
}
