//! Goals for a terminal: a line for each row, then what was assumed.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::policy::GoalRules;
use crate::policy::goals::GoalRow;
use crate::policy::goals::GoalUnit;

/// Tab-separated lines, one for each row.
pub fn goals_text(as_of: NaiveDate, rules: &GoalRules, rows: &[GoalRow]) -> String {
    let mut text = format!("{}, as of {as_of}\n", rules.name);
    let mut named: Vec<&str> = Vec::new();
    for row in rows {
        let goal = row.part.map_or_else(|| row.goal.clone(), |part| format!("{} {part}", row.goal));
        let due = row.due.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let short = match (row.shortfall_count, row.unknown_count) {
            (0, 0) => String::new(),
            (failing, 0) => format!("{failing} short"),
            (failing, unknown) => format!("{failing} short, {unknown} unknown"),
        };
        let _ = writeln!(
            text,
            "{}\t{}\t{goal}\t{}\t{} {} {}\tdue {due}\t{}\t{short}\t{}\t{}",
            row.jurisdiction,
            row.name.as_deref().unwrap_or("?"),
            row.status.word(),
            value(row),
            row.op,
            target(row),
            amounts(row),
            row.clause,
            row.title,
        );
        named.extend(row.assumptions.iter().map(|id| &**id));
    }
    for known in rules.assumptions.iter().filter(|known| named.contains(&&*known.id)) {
        let _ = writeln!(text, "{}: {}", known.id, known.text);
    }
    text
}

fn value(row: &GoalRow) -> String {
    match (row.value, row.denominator) {
        (None, _) => "?".to_owned(),
        (Some(value), Some(_)) => format!("{:.1} %", value * 100.0),
        (Some(value), None) => amount(value, row.unit),
    }
}

fn target(row: &GoalRow) -> String {
    match (row.target, row.denominator) {
        (None, _) => "no number".to_owned(),
        (Some(target), Some(_)) => format!("{:.1} %", target * 100.0),
        (Some(target), None) => amount(target, row.unit),
    }
}

fn amounts(row: &GoalRow) -> String {
    match row.denominator {
        Some(whole) => format!("{} of {}", amount(row.numerator, row.unit), amount(whole, row.unit)),
        None => String::new(),
    }
}

fn amount(amount: f64, unit: GoalUnit) -> String {
    match unit {
        GoalUnit::Km => format!("{amount:.3} km"),
        GoalUnit::Count | GoalUnit::Projects => format!("{amount:.0}"),
    }
}
