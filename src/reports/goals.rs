//! Goals as the contract has them: rows, trend, shortfall.

use chrono::NaiveDate;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::Value;
use crate::exchange::json::geometry_to_geojson;
use crate::policy::GoalRules;
use crate::policy::goals::GoalRow;
use crate::policy::goals::ShortfallFeature;

/// One row.
pub fn goal_row_json(row: &GoalRow) -> Json {
    let remaining = row.remaining.map(|remaining| {
        json!({"amount": remaining.amount, "least": remaining.least, "unit": row.unit.word(),
            "cost_cny": remaining.cost_fen.map(|fen| Value::Money(fen).written())})
    });
    let mut told = json!({
        "goal": row.goal,
        "title": row.title,
        "part": row.part,
        "jurisdiction": row.jurisdiction,
        "name": row.name,
        "level": row.level.map(crate::world::Level::word),
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "unit": row.unit.word(),
        "counted": row.counted,
        "op": row.op,
        "target": row.target,
        "target_text": row.target_text,
        "due": row.due.map(|day| day.to_string()),
        "final_due": row.final_due.map(|day| day.to_string()),
        "status": row.status.word(),
        "coverage": row.coverage,
        "shortfall_count": row.shortfall_count,
        "unknown_count": row.unknown_count,
        "remaining": remaining,
        "clause": row.clause,
        "document": row.document,
        "responsible": row.responsible,
        "assumptions": row.assumptions,
    });
    if !row.years.is_empty() {
        let year = |year: &crate::policy::goals::YearValue| json!({"year": year.year, "value": year.value, "numerator": year.numerator, "denominator": year.denominator});
        told["years"] = row.years.iter().map(year).collect();
        told["target_year_value"] = row.years.last().and_then(|last| last.value).into();
    }
    told
}

/// Rows with the texts of the assumptions that they name.
pub fn goals_json(as_of: NaiveDate, rules: &GoalRules, rows: &[GoalRow]) -> Json {
    json!({
        "as_of": as_of.to_string(),
        "rules": rules.name,
        "rows": rows.iter().map(goal_row_json).collect::<Vec<_>>(),
        "assumptions": assumptions_json(rules, rows),
    })
}

fn assumptions_json(rules: &GoalRules, rows: &[GoalRow]) -> Json {
    let is_named = |id: &str| rows.iter().any(|row| row.assumptions.iter().any(|named| named == id));
    let told = rules.assumptions.iter().filter(|known| is_named(&known.id));
    told.map(|known| (known.id.clone(), Json::from(known.text.clone()))).collect::<serde_json::Map<_, _>>().into()
}

/// The rows of one goal, each with the day that it is of.
pub fn trend_json(id: &str, rules: &GoalRules, rows: &[(NaiveDate, GoalRow)]) -> Json {
    let row = |(as_of, row): &(NaiveDate, GoalRow)| {
        let mut told = goal_row_json(row);
        told["as_of"] = as_of.to_string().into();
        told["year"] = chrono::Datelike::year(as_of).into();
        told
    };
    let plain: Vec<GoalRow> = rows.iter().map(|(_, row)| row.clone()).collect();
    json!({
        "goal": id,
        "jurisdiction": plain.first().map(|row| row.jurisdiction.clone()),
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
        "assumptions": assumptions_json(rules, &plain),
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
