//! The ledger: planned and spent, the city's own money, growth, lines of the budget, forbidden uses.

use luzhang::policy::money::DailyMoney;
use luzhang::policy::money::Status;
use luzhang::world::World;

use crate::money::city;
use crate::money::fund;
use crate::money::row;
use crate::support::Item;
use crate::support::item;
use crate::support::world_of;

fn with(funds: Vec<Item>) -> World {
    world_of([city(), funds].concat())
}

#[test]
fn planned_and_spent_are_summed_by_who_pays() {
    let world = with(vec![
        fund("Z1", "411081", 2025, ["省级", "日常养护", "budgeted", "3800000"]),
        fund("Z2", "411081", 2025, ["县级", "日常养护", "budgeted", "5000000.50"]),
        fund("Z3", "411081101201", 2025, ["县财政", "村护路员补助", "budgeted", "0.25"]),
        fund("Z4", "411081", 2025, ["省级", "日常养护", "spent", "1000"]),
        fund("Z5", "411081", 2024, ["省级", "日常养护", "budgeted", "9"]),
        fund("Z6", "411081", 2025, ["成品油税费改革转移支付", "日常养护", "budgeted", "7"]),
        fund("Z7", "411081", 2025, ["县级", "养护工程", "budgeted", "8"]),
        fund("Z8", "411081", 2025, ["县级", "日常养护", "allocated", "8"]),
    ]);
    let row = row(&world, 2025, "411081");
    assert_eq!(row.planned, DailyMoney { province: Some(380_000_000), city: Some(0), county: Some(500_000_075) });
    assert_eq!(row.spent.total(), Some(100_000));
    let village = crate::money::row(&world, 2025, "411081101201");
    assert_eq!(village.planned.total(), None);
    assert!(village.missing.iter().any(|one| one.field == "planned_cny"));
}

#[test]
fn what_the_ledger_does_not_have_is_unknown_and_not_nothing() {
    let world = with(vec![
        fund("Z1", "411081", 2025, ["省级", "养护工程", "budgeted", "10"]),
        fund("Z2", "411003", 2025, ["市级", "日常养护", "budgeted", "10"]),
        item("funds", "Z3", "", "jurisdiction_code=411003; year=2025; source=省级; purpose=日常养护; entry=budgeted"),
    ]);
    let of = |code: &str| row(&world, 2025, code);
    assert_eq!(of("411081").planned.total(), Some(0));
    assert_eq!(of("411081").spent, DailyMoney::default());
    assert_eq!((of("411003").planned.province, of("411003").planned.city), (None, Some(1_000)));
    let of_city = of("411000");
    assert_eq!(of_city.planned.total(), None);
    assert!(of_city.missing.iter().any(|one| one.field == "planned_cny" && one.why.contains("4110SF")));
}

fn revenue(body: &str, amount: &str) -> Item {
    item(
        "fiscal_years",
        &format!("F{body}"),
        "",
        &format!("jurisdiction_code={body}; year=2025; general_revenue_cny={amount}"),
    )
}

#[track_caller]
fn budget(items: Vec<Item>, expected: Status) {
    let rule = row(&with(items), 2025, "411000").budget_rule.unwrap();
    assert_eq!(rule.status, expected, "{rule:?}");
    assert_eq!(rule.clause, "R5 二(二)2");
}

#[test]
fn the_city_gives_one_and_a_half_percent_of_its_own() {
    let given = |amount: &str| fund("Z1", "411081", 2025, ["市级", "养护工程", "spent", amount]);
    // 1.5 % of 1,000,000,000 are 15,000,000: met on the bound, not a fen below.
    budget(vec![revenue("411000", "1000000000"), given("15000000")], Status::Met);
    budget(vec![revenue("411000", "1000000000"), given("14999999.99")], Status::NotMet);
    budget(vec![given("15000000")], Status::NoData);
    budget(vec![revenue("411000", "1000000000")], Status::NoData);
    // Of a county, and of daily money: neither counts.
    budget(
        vec![
            revenue("411000", "1000000000"),
            fund("Z1", "411081", 2025, ["县级", "养护工程", "spent", "15000000"]),
            fund("Z2", "411000", 2025, ["市级", "日常养护", "spent", "15000000"]),
        ],
        Status::NotMet,
    );
    // What nobody can read may be what is missing.
    let unclear = fund("Z2", "411000", 2025, ["财政资金", "养护工程", "spent", "1"]);
    budget(vec![revenue("411000", "1000000000"), given("14999999.99"), unclear.clone()], Status::NoData);
    budget(vec![revenue("411000", "1000000000"), given("100"), unclear], Status::NotMet);
}

#[test]
fn a_county_gives_more_than_the_year_before() {
    let given =
        |year: i32, amount: &str| fund(&format!("Z{year}"), "411081", year, ["县级", "日常养护", "budgeted", amount]);
    let status = |items: Vec<Item>| row(&with(items), 2025, "411081").growth.unwrap().status;
    assert_eq!(status(vec![given(2024, "100"), given(2025, "100.01")]), Status::Met);
    assert_eq!(status(vec![given(2024, "100"), given(2025, "100")]), Status::NotMet);
    assert_eq!(status(vec![given(2025, "100")]), Status::NoData);
    assert_eq!(status(vec![given(2024, "100")]), Status::NoData);
}

#[test]
fn a_budget_has_three_lines() {
    let line = |nth: usize, purpose: &str| fund(&format!("Z{nth}"), "411081", 2025, ["县级", purpose, "budgeted", "1"]);
    let lines = |items: Vec<Item>| {
        let lines = row(&with(items), 2025, "411081").budget_lines.unwrap();
        [lines.maintenance, lines.operation, lines.staff]
    };
    assert_eq!(lines(vec![line(1, "日常养护"), line(2, "机构运行经费"), line(3, "人员支出")]), [Some(true); 3]);
    assert_eq!(lines(vec![line(1, "农村公路养护资金")]), [Some(true), None, None]);
    assert_eq!(lines(vec![line(1, "日常养护")]), [Some(true), Some(false), Some(false)]);
    assert_eq!(lines(vec![line(1, "其他")]), [None; 3]);
    assert_eq!(lines(Vec::new()), [None; 3]);
}

/// Which rules a line of the ledger breaks; `?` is that nobody can say.
#[track_caller]
fn breaks(year: i32, [source, purpose, entry]: [&str; 3], rules: &[&str]) {
    let world = with(vec![fund("Z1", "411081", year, [source, purpose, entry, "12.34"])]);
    let found = row(&world, year, "411081").ledger;
    let told: Vec<&str> = found.iter().map(|one| one.rule.as_deref().unwrap_or("?")).collect();
    assert_eq!(told, rules, "{source}, {purpose}, {entry}");
    for one in &found {
        assert_eq!((one.code.as_str(), one.fen, one.rule.is_some()), ("Z1", Some(1_234), one.clause.is_some()));
        assert!(!one.problem.is_empty());
    }
}

#[test]
fn forbidden_uses_are_found_with_their_rule() {
    const FUEL: &str = "成品油税费改革转移支付";
    breaks(2022, [FUEL, "人员经费", "spent"], &["B05-staff"]);
    breaks(2021, [FUEL, "人员经费", "spent"], &[]);
    breaks(2022, [FUEL, "养护工程", "spent"], &[]);
    breaks(2022, [FUEL, "日常养护", "spent"], &["B05-works"]);
    breaks(2019, [FUEL, "新建公路", "spent"], &["B05-new"]);
    breaks(2025, [FUEL, "新建公路", "spent"], &["B05-new"]);
    breaks(2025, ["省级养护工程补助", "新建公路", "spent"], &["B06-works"]);
    breaks(2025, ["省级", "养护工程", "carried_over"], &["B06-carried-over"]);
    breaks(2025, ["市级", "养护工程", "carried_over"], &["B06-carried-over"]);
    breaks(2025, ["县级", "养护工程", "carried_over"], &[]);
    breaks(2025, ["省级", "养护工程", "spent"], &[]);
    breaks(2025, ["县级", "机构运行经费", "budgeted"], &[]);
    breaks(2025, ["县级", "日常养护及人员经费", "spent"], &["B07-staff"]);
    breaks(2025, ["省级养护资金", "办公经费", "spent"], &["B07-staff"]);
    breaks(2025, ["县级日常养护资金", "新建公路", "spent"], &["B07-daily"]);
    // Until the document came nobody was bound by it.
    breaks(2021, ["省级", "养护工程", "carried_over"], &[]);
}

#[test]
fn what_fits_no_word_is_listed_and_never_fine() {
    breaks(2025, ["财政资金", "日常养护", "spent"], &["?"]);
    breaks(2025, ["县级", "安防工程", "spent"], &["?"]);
    breaks(2025, ["县级", "农村公路养护资金", "spent"], &["?"]);
    breaks(2025, ["县级", "日常养护（不含人员经费）", "spent"], &["?"]);
    breaks(2025, ["县级", "日常养护、养护工程", "spent"], &["B07-daily"]);
}
