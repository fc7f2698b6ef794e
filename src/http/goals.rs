//! `/api/v1/goals…`: rows, what falls short, the trend.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use chrono::NaiveDate;
use serde_json::Value;
use serde_json::json;

use crate::app::ShortfallAsked;
use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::reports::shortfall_feature_json;
use crate::world::Level;

const USUAL_ROWS: usize = 10_000;
const MOST_ROWS: usize = 200_000;
const USUAL_FEATURES: usize = 1_000;
const MOST_FEATURES: usize = 50_000;
const CURSOR: &str = "a cursor of this answer; follow `next` as it is given";

/// `GET /api/v1/goals?as_of=&jurisdiction=&level=&goal=`
pub async fn goals(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let as_of = day(&site, &mut params)?;
    let jurisdiction = params.text("jurisdiction");
    let level = Level::read(params.choice("level", &["", "city", "county", "township", "village"])?);
    let goal = params.text("goal");
    let limit = params.limit(USUAL_ROWS, MOST_ROWS)?;
    let from = params.read_as::<usize>("cursor", CURSOR)?.unwrap_or(0);
    params.finish()?;
    let goals = site.app.goals_on(site.viewer(), as_of).await?;
    let asking = tokio::task::spawn_blocking(move || -> Result<String, Problem> {
        let rows = goals.rows(jurisdiction.as_deref(), level, goal.as_deref())?;
        let end = from.saturating_add(limit).min(rows.len());
        let shown = rows.get(from.min(end)..end).unwrap_or_default();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("as_of", &as_of.to_string());
        let level = level.map(Level::word);
        for (name, given) in [("jurisdiction", jurisdiction.as_deref()), ("level", level), ("goal", goal.as_deref())] {
            given.map(|given| query.append_pair(name, given));
        }
        Ok(goals.rows_json(shown, next("/api/v1/goals", query, limit, end, rows.len())))
    });
    let text = asking.await.map_err(|_cause| Problem::failure())??;
    Ok(([("content-type", "application/json")], text).into_response())
}

/// `GET /api/v1/goals/{id}/shortfall?jurisdiction=&as_of=&due=&part=`: failing things first, then, marked
/// as unknown, those that could fail for want of data.
pub async fn shortfall(
    State(site): State<Site>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let as_of = day(&site, &mut params)?;
    let asked = ShortfallAsked {
        jurisdiction: params.text("jurisdiction"),
        part: params.text("part"),
        due: params.read_as("due", "a day as 2025-12-31")?,
    };
    let limit = params.limit(USUAL_FEATURES, MOST_FEATURES)?;
    let from = params.read_as::<usize>("cursor", CURSOR)?.unwrap_or(0);
    params.finish()?;
    let goals = site.app.goals_on(site.viewer(), as_of).await?;
    let path: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    let path = format!("/api/v1/goals/{}/shortfall", path.replace('+', "%20"));
    let wanted = asked.clone();
    let asking = tokio::task::spawn_blocking(move || goals.shortfall(&id, &wanted));
    let found = asking.await.map_err(|_cause| Problem::failure())??;
    let unknown = found.features.iter().filter(|feature| feature.is_unknown).count();
    let end = from.saturating_add(limit).min(found.features.len());
    let shown = found.features.get(from.min(end)..end).unwrap_or_default();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("as_of", &as_of.to_string());
    let due = asked.due.map(|day| day.to_string());
    let given =
        [("jurisdiction", asked.jurisdiction.as_deref()), ("part", asked.part.as_deref()), ("due", due.as_deref())];
    for (name, given) in given {
        given.map(|given| query.append_pair(name, given));
    }
    let told = json!({
        "type": "FeatureCollection",
        "goal": found.goal,
        "part": found.part,
        "due": found.due.map(|day| day.to_string()),
        "as_of": found.as_of.to_string(),
        "jurisdiction": found.jurisdiction,
        "count": found.features.len() - unknown,
        "unknown_count": unknown,
        "unit": found.unit.word(),
        "features": shown.iter().map(shortfall_feature_json).collect::<Vec<_>>(),
        "next": next(&path, query, limit, end, found.features.len()),
    });
    Ok(([("content-type", "application/geo+json")], told.to_string()).into_response())
}

/// `GET /api/v1/goals/trend?id=&jurisdiction=&from=&to=`: one row of each year end.
pub async fn trend(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let id = params.text("id").ok_or_else(|| Problem::unreadable("id", "is missing; give the id of a goal, as A17"))?;
    let jurisdiction = params.text("jurisdiction");
    let mut year = |name| match params.read_as::<i32>(name, "a year")? {
        Some(year) if !(1900..=2200).contains(&year) => {
            Err(Problem::refused(name, format!("{year} is not in the years 1900 to 2200")))
        }
        year => Ok(year),
    };
    let (from, to) = (year("from")?, year("to")?);
    params.finish()?;
    let this_year = chrono::Datelike::year(&site.app.clock().today());
    let years = (from.unwrap_or(2020), to.unwrap_or(this_year));
    Ok(Json(site.app.goal_trend(site.viewer(), &id, jurisdiction.as_deref(), years).await?))
}

/// The day that is asked for; today without one.
pub(super) fn day(site: &Site, params: &mut Params) -> Result<NaiveDate, Problem> {
    Ok(params.day("as_of")?.unwrap_or_else(|| site.app.clock().today()))
}

fn next(
    path: &str,
    mut query: url::form_urlencoded::Serializer<'_, String>,
    limit: usize,
    end: usize,
    count: usize,
) -> Option<String> {
    if end >= count {
        return None;
    }
    query.append_pair("limit", &limit.to_string()).append_pair("cursor", &end.to_string());
    Some(format!("{path}?{}", query.finish()))
}
