//! Obligations as a table for a terminal.

use std::fmt::Write;

use crate::domain::Value;
use crate::policy::money::ObligationRow;
use crate::policy::money::Obligations;
use crate::policy::money::RowRegime;
use crate::policy::money::cny;
use crate::policy::money::km;

/// A line for each jurisdiction, then what is wrong, unknown and assumed.
pub fn obligations_text(answer: &Obligations) -> String {
    let mut text = String::new();
    if answer.what_if.is_some() {
        let _ = writeln!(text, "What if: what would be owed, not what is");
    }
    let _ = writeln!(text, "Obligations of {}, lengths of {}", answer.year, answer.as_of);
    let _ = writeln!(
        text,
        "code\tname\tregime\tkm\tfloor CNY\tprovince\tcity\tcounty\tplanned\tspent\tworks km\tof target km"
    );
    for row in &answer.rows {
        let _ = writeln!(text, "{}", line(row));
    }
    for row in &answer.rows {
        notes(&mut text, row);
    }
    if answer.unplaced_m.total() > 0 {
        let _ = writeln!(text, "{} km lie in no jurisdiction", km(answer.unplaced_m.total()));
    }
    if let Some(review) = &answer.review {
        let late = if review.is_overdue { ", overdue" } else { "" };
        let _ = writeln!(text, "Standards to be reviewed by {}{late} ({})", review.due, review.clause);
    }
    for one in &answer.assumptions {
        let _ = writeln!(text, "Assumed {}: {}", one.id, one.text);
    }
    text.truncate(text.trim_end().len());
    text
}

fn line(row: &ObligationRow) -> String {
    let known = |text: Option<String>| text.unwrap_or_else(|| "?".to_owned());
    let money = |fen: Option<i64>| known(fen.map(|fen| Value::Money(fen).written()));
    let shares = row.shares_fen;
    let regime = match &row.regime {
        RowRegime::Of(code) => code,
        RowRegime::Mixed => "mixed",
        RowRegime::Unknown => "?",
    };
    [
        row.code.clone(),
        known(row.name.clone()),
        regime.to_owned(),
        km(row.metres.total()),
        known(row.daily_floor_fen.map(cny)),
        known(shares.map(|shares| cny(shares.province))),
        known(shares.map(|shares| cny(shares.city))),
        known(shares.map(|shares| cny(shares.county))),
        money(row.planned.total()),
        money(row.spent.total()),
        known(row.works_done_m.map(km)),
        known(row.works_target_m.map(km)),
    ]
    .join("\t")
}

fn notes(text: &mut String, row: &ObligationRow) {
    if let Some(rule) = &row.budget_rule {
        let known = |fen: Option<i64>| fen.map_or_else(|| "?".to_owned(), |fen| Value::Money(fen).written());
        let required = rule.required.map_or_else(|| "?".to_owned(), cny);
        let (status, spent, clause) = (rule.status.word(), known(rule.spent), &rule.clause);
        let _ = writeln!(text, "{}: own money for works {status}: {spent} of {required} ({clause})", row.code);
    }
    if let Some(growth) = &row.growth {
        let _ = writeln!(
            text,
            "{}: more daily money than the year before: {} ({})",
            row.code,
            growth.status.word(),
            growth.clause
        );
    }
    for one in &row.missing {
        let _ = writeln!(text, "{}: {} is not known: {}", row.code, one.field, one.why);
    }
    for one in &row.ledger {
        let amount = one.fen.map_or_else(|| "?".to_owned(), |fen| Value::Money(fen).written());
        let clause = one.clause.as_deref().unwrap_or("not classified");
        let _ =
            writeln!(text, "{}: {} {}: {amount} CNY: {} ({clause})", row.code, one.collection, one.code, one.problem);
    }
    if let Some(one) = &row.difference {
        let floor = one.daily_floor_fen.map_or_else(|| "?".to_owned(), |fen| Value::Money(fen).written());
        let _ = writeln!(text, "{}: {floor} CNY to what the rules ask", row.code);
    }
}
