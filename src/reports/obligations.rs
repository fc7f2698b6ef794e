//! Obligations as JSON: money as decimal text in CNY, lengths in kilometres with three decimals.

use serde_json::Value as Json;
use serde_json::json;

use crate::domain::Value;
use crate::policy::money::BudgetRule;
use crate::policy::money::DailyMoney;
use crate::policy::money::Difference;
use crate::policy::money::LedgerFinding;
use crate::policy::money::ObligationRow;
use crate::policy::money::Obligations;
use crate::policy::money::RowRegime;
use crate::policy::money::Shares;
use crate::policy::money::WhatIf;
use crate::policy::money::cny;
use crate::policy::money::km;
use crate::world::Level;
use crate::world::Metres;
use crate::world::RuralClass;

/// Kilometres with at most three decimals, as people write them, in whole metres.
pub fn metres_of(text: &str) -> Option<u64> {
    crate::policy::money::metres_of(text)
}

/// The answer as the contract has it.
pub fn obligations_json(answer: &Obligations, revision: i64) -> Json {
    let mut told = json!({
        "year": answer.year,
        "as_of": answer.as_of.to_string(),
        "rules": answer.rules,
        "revision": revision,
        "rows": answer.rows.iter().map(|row| row_json(row, answer)).collect::<Vec<_>>(),
        "unplaced_km": lengths(answer.unplaced_m),
        "unplaced_works_km": km(answer.unplaced_works_m),
        "unplaced_ledger": answer.unplaced_ledger.iter().map(finding).collect::<Vec<_>>(),
        "assumptions": answer.assumptions,
    });
    if let Some(what_if) = &answer.what_if {
        told["what_if"] = what_if_json(what_if);
    }
    told
}

fn row_json(row: &ObligationRow, answer: &Obligations) -> Json {
    let is_top = row.level == Some(Level::City);
    let mut told = json!({
        "jurisdiction": row.code,
        "name": row.name,
        "level": row.level.map(Level::word),
        "regime": regime(&row.regime),
        "length_km": lengths(row.metres),
        "daily_floor_cny": row.daily_floor_fen.map(cny),
        "shares_cny": row.shares_fen.map(shares),
        "works_target_km": row.works_target_m.map(km),
        "works_done_km": row.works_done_m.map(km),
        "planned_cny": row.planned.total().map(signed_cny),
        "spent_cny": row.spent.total().map(signed_cny),
        "daily_cny": {
            "planned": money(row.planned),
            "spent": money(row.spent),
            "planned_less_owed": less(row.planned, row.shares_fen),
            "spent_less_owed": less(row.spent, row.shares_fen),
        },
        "unplaced_km": is_top.then(|| lengths(answer.unplaced_m)),
        "ledger": row.ledger.iter().map(finding).collect::<Vec<_>>(),
        "budget_rule": row.budget_rule.as_ref().map(budget_rule),
        "growth": row.growth.as_ref().map(|growth| json!({
            "rule": growth.rule, "clause": growth.clause, "status": growth.status.word(),
            "this_year_cny": growth.this_year.map(signed_cny), "year_before_cny": growth.year_before.map(signed_cny),
        })),
        "budget_lines": row.budget_lines.as_ref().map(|lines| json!({
            "rule": lines.rule, "clause": lines.clause,
            "maintenance": lines.maintenance, "operation": lines.operation, "staff": lines.staff,
        })),
        "review_due": answer.review.as_ref().map(|review| json!({
            "rule": review.rule, "clause": review.clause, "base": review.base.to_string(),
            "due": review.due.to_string(), "overdue": review.is_overdue,
        })),
        "missing": row.missing.iter().map(|one| json!({"field": one.field, "why": one.why})).collect::<Vec<_>>(),
        "clauses": row.clauses,
        "assumptions": row.assumptions,
    });
    if let Some(one) = row.difference {
        told["difference"] = difference(one);
    }
    told
}

fn regime(regime: &RowRegime) -> Option<&str> {
    match regime {
        RowRegime::Of(code) => Some(code),
        RowRegime::Mixed => Some("mixed"),
        RowRegime::Unknown => None,
    }
}

fn lengths(metres: Metres) -> Json {
    let mut told = json!({});
    for class in RuralClass::ALL {
        told[class.word()] = km(metres.of(class)).into();
    }
    told["total"] = km(metres.total()).into();
    told
}

fn shares(shares: Shares) -> Json {
    json!({"province": cny(shares.province), "city": cny(shares.city), "county": cny(shares.county)})
}

/// Fen, which may be a debt, as yuan with two decimals.
fn signed_cny(fen: i64) -> String {
    Value::Money(fen).written()
}

/// Metres, which may be a loss, as kilometres with three decimals.
fn signed_km(metres: i64) -> String {
    format!("{}{}", if metres < 0 { "-" } else { "" }, km(metres.unsigned_abs()))
}

fn money(money: DailyMoney) -> Json {
    json!({
        "province": money.province.map(signed_cny), "city": money.city.map(signed_cny),
        "county": money.county.map(signed_cny), "total": money.total().map(signed_cny),
    })
}

fn less(money: DailyMoney, owed: Option<Shares>) -> Json {
    let less = |given: Option<i64>, owed: Option<u64>| {
        Some(signed_cny(given?.saturating_sub(i64::try_from(owed?).unwrap_or(i64::MAX))))
    };
    json!({
        "province": less(money.province, owed.map(|owed| owed.province)),
        "city": less(money.city, owed.map(|owed| owed.city)),
        "county": less(money.county, owed.map(|owed| owed.county)),
        "total": less(money.total(), owed.map(Shares::total)),
    })
}

fn budget_rule(rule: &BudgetRule) -> Json {
    json!({
        "rule": rule.rule, "clause": rule.clause, "status": rule.status.word(),
        "revenue_cny": rule.revenue.map(signed_cny), "required_cny": rule.required.map(cny),
        "spent_cny": rule.spent.map(signed_cny), "spent_at_most_cny": rule.spent_at_most.map(signed_cny),
        "budgeted_cny": rule.budgeted.map(signed_cny), "daily_spent_cny": rule.daily_spent.map(signed_cny),
    })
}

fn finding(one: &LedgerFinding) -> Json {
    json!({
        "rule": one.rule, "clause": one.clause, "collection": one.collection, "code": one.code,
        "jurisdiction": one.jurisdiction, "entry": one.entry, "source": one.source, "purpose": one.purpose,
        "amount_cny": one.fen.map(signed_cny), "problem": one.problem, "unclassified": one.rule.is_none(),
    })
}

fn difference(one: Difference) -> Json {
    json!({
        "length_km": signed_km(one.metres),
        "works_target_km": one.works_target_m.map(signed_km),
        "daily_floor_cny": one.daily_floor_fen.map(signed_cny),
        "shares_cny": {
            "province": one.province_fen.map(signed_cny), "city": one.city_fen.map(signed_cny),
            "county": one.county_fen.map(signed_cny),
        },
    })
}

fn what_if_json(what_if: &WhatIf) -> Json {
    let mut rates = json!({});
    for (class, fen) in &what_if.rates {
        rates[class.word()] = cny(*fen).into();
    }
    let added: u64 = what_if.added.iter().map(|road| road.metres).sum();
    json!({
        "rates_cny_per_km": rates,
        "regime": what_if.regime.as_ref().map(|regime| &regime.code),
        "added_km": km(added),
        "note": "what would be owed, not what is: no obligation in law",
    })
}
