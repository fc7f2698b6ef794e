//! Goals as the contract has them: rows, trend, shortfall.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::Value;
use crate::exchange::json::geometry_to_geojson;
use crate::policy::GoalRules;
use crate::policy::goals::GoalRow;
use crate::policy::goals::ShortfallFeature;
use crate::policy::goals::YearValue;
use crate::world::Level;

/// A row as it is written: all villages of a city are a hundred thousand of them, so it borrows.
#[derive(Serialize)]
struct RowText<'a> {
    goal: &'a str,
    title: &'a str,
    part: Option<&'a str>,
    jurisdiction: &'a str,
    name: Option<&'a str>,
    level: Option<&'a str>,
    value: Option<f64>,
    numerator: f64,
    denominator: Option<f64>,
    unit: &'a str,
    counted: &'a str,
    op: &'a str,
    target: Option<f64>,
    target_text: &'a str,
    due: Option<NaiveDate>,
    final_due: Option<NaiveDate>,
    status: &'a str,
    coverage: Option<f64>,
    shortfall_count: u32,
    unknown_count: u32,
    remaining: Option<RemainingText>,
    clause: &'a str,
    document: Option<&'a str>,
    responsible: &'a [String],
    assumptions: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    years: Vec<YearText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_year_value: Option<f64>,
}

#[derive(Serialize)]
struct RemainingText {
    amount: f64,
    least: Option<f64>,
    unit: &'static str,
    cost_cny: Option<String>,
}

#[derive(Serialize)]
struct YearText {
    year: i32,
    value: Option<f64>,
    numerator: f64,
    denominator: f64,
}

impl<'a> RowText<'a> {
    fn of(row: &'a GoalRow) -> Self {
        let unit = row.unit.word();
        let year = |year: &YearValue| {
            let YearValue { year, value, numerator, denominator } = *year;
            YearText { year, value, numerator, denominator }
        };
        let remaining = row.remaining.map(|remaining| RemainingText {
            amount: remaining.amount,
            least: remaining.least,
            unit,
            cost_cny: remaining.cost_fen.map(|fen| Value::Money(fen).written()),
        });
        Self {
            goal: &row.goal,
            title: &row.title,
            part: row.part,
            jurisdiction: &row.jurisdiction,
            name: row.name.as_deref(),
            level: row.level.map(Level::word),
            value: row.value,
            numerator: row.numerator,
            denominator: row.denominator,
            unit,
            counted: row.counted,
            op: row.op,
            target: row.target,
            target_text: &row.target_text,
            due: row.due,
            final_due: row.final_due,
            status: row.status.word(),
            coverage: row.coverage,
            shortfall_count: row.shortfall_count,
            unknown_count: row.unknown_count,
            remaining,
            clause: &row.clause,
            document: row.document.as_deref(),
            responsible: &row.responsible,
            assumptions: &row.assumptions,
            years: row.years.iter().map(year).collect(),
            target_year_value: row.years.last().and_then(|last| last.value),
        }
    }
}

/// What an answer says beside its rows.
#[derive(Clone, Debug)]
pub struct GoalsHead<'a> {
    pub as_of: NaiveDate,
    pub rules: &'a GoalRules,
    pub revision: i64,
    pub is_invented: bool,
    /// The address of the next page.
    pub next: Option<String>,
}

/// Rows with the texts of the assumptions that they name, as text.
pub fn goals_json(head: &GoalsHead<'_>, rows: &[GoalRow]) -> String {
    #[derive(Serialize)]
    struct Answer<'a> {
        as_of: NaiveDate,
        rules: &'a str,
        rows: Vec<RowText<'a>>,
        assumptions: BTreeMap<&'a str, &'a str>,
        revision: i64,
        invented: bool,
        next: Option<&'a str>,
    }
    let answer = Answer {
        as_of: head.as_of,
        rules: &head.rules.name,
        rows: rows.iter().map(RowText::of).collect(),
        assumptions: assumptions_of(head.rules, rows.iter()),
        revision: head.revision,
        invented: head.is_invented,
        next: head.next.as_deref(),
    };
    serde_json::to_string(&answer).expect("rows of numbers and texts have a form in JSON")
}

fn assumptions_of<'a>(rules: &'a GoalRules, rows: impl Iterator<Item = &'a GoalRow>) -> BTreeMap<&'a str, &'a str> {
    let named: BTreeSet<&str> = rows.flat_map(|row| &row.assumptions).map(|id| &**id).collect();
    named.into_iter().filter_map(|id| Some((id, rules.assumption(id)?))).collect()
}

/// The rows of one goal, each with the day that it is of.
pub fn trend_json(id: &str, rules: &GoalRules, rows: &[(NaiveDate, GoalRow)]) -> Json {
    let row = |(as_of, row): &(NaiveDate, GoalRow)| {
        let mut told = serde_json::to_value(RowText::of(row)).expect("a row has a form in JSON");
        told["as_of"] = as_of.to_string().into();
        told["year"] = chrono::Datelike::year(as_of).into();
        told
    };
    json!({
        "goal": id,
        "jurisdiction": rows.first().map(|(_, row)| &row.jurisdiction),
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
        "assumptions": assumptions_of(rules, rows.iter().map(|(_, row)| row)),
    })
}

/// One thing that falls short, as a feature.
pub fn shortfall_feature_json(feature: &ShortfallFeature) -> Json {
    #[expect(clippy::cast_precision_loss, reason = "metres of a segment are far below 2^53")]
    let km = |metres: u64| format!("{:.3}", metres as f64 / 1000.0);
    json!({
        "type": "Feature",
        "id": feature.id(),
        "geometry": feature.geometry.as_ref().map(geometry_to_geojson),
        "properties": {
            "collection": feature.collection,
            "code": feature.code,
            "name": feature.name,
            "jurisdiction": feature.jurisdiction,
            "road": feature.road,
            "from": feature.stretch.map(|part| part.from().to_string()),
            "to": feature.stretch.map(|part| part.to().to_string()),
            "length_km": feature.metres.map(km),
            "why": feature.why,
            "unknown": feature.is_unknown,
        },
    })
}
