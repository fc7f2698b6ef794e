//! `/api/v1/condition`, `/api/v1/roads/{code}/condition`, `/api/v1/bridges/{code}/history` and
//! `/api/v1/access/{code}`: the state of roads on a day.

use axum::extract::Path;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::app::Reached;
use crate::app::View;
use crate::domain::value::clipped;
use crate::geom::Chainage;
use crate::http::Site;
use crate::http::large::large;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::AccessBy;
use crate::queries::AccessGap;
use crate::queries::BusAnswer;
use crate::queries::buses::Ride;
use crate::queries::condition::ConditionSource;
use crate::queries::condition_scale::Grade;
use crate::queries::condition_sums::ConditionPart;
use crate::queries::condition_sums::ConditionSum;
use crate::world::Level;
use crate::world::Scope;
use crate::world::Segment;

/// `GET /api/v1/condition?jurisdiction=&level=&on=`: kilometres by grade.
pub async fn condition(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let jurisdiction = params.text("jurisdiction");
    let level = Level::read(params.choice("level", &["", "village", "township", "county", "city"])?);
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    answered(move || {
        let found = view.condition(jurisdiction.as_deref(), level)?;
        let row = |(scope, sum): &(Scope, ConditionSum)| {
            let unit = view.unit(*scope);
            let mut row = sum_view(sum);
            row["jurisdiction"] = (*unit.code).into();
            row["name"] = unit.name.as_deref().into();
            row["level"] = unit.level.map(Level::word).into();
            row
        };
        let rows: Vec<Value> = found.iter().map(row).collect();
        let has_derived = found.iter().any(|(_, sum)| sum.derived_m > 0);
        Ok(told(&view, has_derived, json!({ "rows": rows })))
    })
    .await
}

/// `GET /api/v1/roads/{code}/condition?on=`: pieces in the order of the chainage.
pub async fn road_condition(
    State(site): State<Site>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    answered(move || {
        let found = view.road_condition(&code)?;
        let parts = found.segments.iter().flat_map(|of| of.parts.iter().map(|part| part_view(of.segment, part)));
        let mut body = sum_view(&found.sum);
        body["pieces"] = parts.collect();
        body["road"] = (*found.road.code).into();
        body["name"] = found.road.name.as_deref().into();
        body["class"] = found.road.class.as_deref().into();
        Ok(told(&view, found.sum.derived_m > 0, body))
    })
    .await
}

/// `GET /api/v1/bridges/{code}/history?on=`: how a bridge was rated.
pub async fn bridge_history(
    State(site): State<Site>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    answered(move || {
        let found = view.bridge_history(&code)?;
        let steps: Vec<Value> = found
            .steps
            .iter()
            .map(|step| {
                let rating = step.rating;
                json!({"rated_on": rating.rated_on, "rating": rating.class, "change": step.change, "record": rating.record})
            })
            .collect();
        let day = |field| found.bridge.value(field).as_date();
        Ok(json!({
            "bridge": found.bridge.code(),
            "name": found.bridge.text("name"),
            "road": found.bridge.text("road_code"),
            "chainage": found.bridge.value("chainage").as_chainage().map(|at| at.to_string()),
            "on": view.day(),
            "rating": found.steps.last().map(|step| step.rating.class),
            "rated_on": found.steps.last().map(|step| step.rating.rated_on),
            "undated_rating": found.undated,
            "rebuilt_on": day("rebuilt_on"),
            "disposal_kind": found.bridge.text("disposal_kind"),
            "disposed_on": day("disposed_on"),
            "history": steps,
            "assumptions": of_the_past(&view).as_slice(),
            "revision": view.revision(),
        }))
    })
    .await
}

/// `GET /api/v1/access/{code}?on=`: how a township, a village or a hamlet is reached.
pub async fn access(
    State(site): State<Site>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    answered(move || {
        let found = view.access(&code)?;
        let found = found.ok_or_else(|| {
            Problem::not_found(format!("there is no township, village or hamlet with the code `{}`", clipped(&code)))
        })?;
        Ok(reached_view(&view, &found))
    })
    .await
}

async fn answered(tell: impl FnOnce() -> Result<Value, Problem> + Send + 'static) -> Result<Response, Problem> {
    let body = large(move || Ok(tell()?.to_string())).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// What every answer about condition carries.
fn told(view: &View, has_derived: bool, mut body: Value) -> Value {
    let rules = view.condition_rules();
    body["on"] = json!(view.day());
    body["rules"] = rules.id.as_str().into();
    body["clause"] = rules.clause.as_str().into();
    body["assumptions"] = rules.assumptions(has_derived).into_iter().chain(of_the_past(view)).collect();
    body["revision"] = view.revision().into();
    body
}

/// What is assumed of a world of the past.
fn of_the_past(view: &View) -> Option<String> {
    let undated = view.undated();
    (undated > 0).then(|| format!("A-since: {undated} records are taken to have been there before they were recorded"))
}

#[expect(clippy::cast_precision_loss, reason = "metres of a province are far below 2^52")]
fn sum_view(sum: &ConditionSum) -> Value {
    let by_grade: serde_json::Map<String, Value> =
        Grade::ALL.into_iter().map(|grade| (grade.word().to_owned(), km(sum.of_grade(grade)).into())).collect();
    let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    json!({
        "length_km": {"total": km(sum.total_m()), "assessed": km(sum.assessed_m()), "not_assessed": km(sum.not_assessed_m)},
        "by_grade_km": by_grade,
        "by_pqi_km": km(sum.by_pqi_m),
        "derived_km": km(sum.derived_m),
        "medium_or_better": ratio(sum.medium_or_better_m(), sum.assessed_m()),
        "coverage": ratio(sum.assessed_m(), sum.total_m()),
        "mean_index": sum.mean().map(to_hundredths),
    })
}

fn part_view(segment: &Segment, part: &ConditionPart) -> Value {
    let at = |share: f64| {
        let stretch = segment.stretch?;
        Chainage::from_metres(stretch.from().metres() + share * stretch.length_m()).map(|at| at.to_string())
    };
    json!({
        "segment": segment.code,
        "from": at(part.from),
        "to": at(part.to),
        "length_km": km(u64::from(part.metres)),
        "index": part.piece.map(|piece| to_hundredths(piece.value)),
        "which": part.piece.map(|piece| piece.index.word()),
        "grade": part.piece.map(|piece| piece.grade.word()),
        "surveyed_on": part.piece.map(|piece| piece.surveyed_on),
        "source": part.piece.map(|piece| match piece.source {
            ConditionSource::Survey(code) => json!({"collection": "condition_surveys", "code": code}),
            ConditionSource::Segment => json!({"collection": "road_segments", "code": segment.code}),
        }),
    })
}

fn reached_view(view: &View, found: &Reached) -> Value {
    let road = &found.road;
    let (by, record, since) = match road.by {
        AccessBy::Recorded { route, on } => ("recorded", Some(route), on),
        AccessBy::Computed => ("computed", None, None),
        AccessBy::Dated { since } => ("dated", None, Some(since)),
    };
    let codes =
        |segments: &[&Segment]| -> Vec<Value> { segments.iter().map(|segment| (*segment.code).into()).collect() };
    json!({
        "target": road.target,
        "kind": found.kind,
        "on": view.day(),
        "verdict": road.verdict,
        "by": by,
        "record": record,
        "since": since,
        "start": road.start,
        "route": codes(&road.route),
        "length_km": format!("{:.3}", road.length_m / 1000.0),
        "weakest": road.weakest.map(|segment| json!({
            "segment": segment.code,
            "technical_class": segment.facts.technical_class,
            "pavement_width_m": segment.facts.pavement_width_m,
            "surface": segment.facts.surface,
        })),
        "missing": codes(&road.missing),
        "gap": road.gap.map(AccessGap::word),
        "fault": road.fault.as_ref().map(ToString::to_string),
        "bus": found.bus.as_ref().map(bus_view),
        "clauses": found.clauses,
        "assumptions": found.assumptions().into_iter().chain(of_the_past(view)).collect::<Vec<_>>(),
        "revision": view.revision(),
    })
}

fn bus_view(bus: &BusAnswer) -> Value {
    let ride = |ride: &Ride| json!({"line": ride.line, "board": ride.board, "alight": ride.alight, "on_demand": ride.on_demand});
    json!({
        "has_bus": bus.has_bus,
        "only_on_demand": bus.only_on_demand,
        "stops": bus.stops,
        "reaches_seat": bus.reaches_seat,
        "lines": bus.lines,
        "rides": bus.rides.iter().map(ride).collect::<Vec<_>>(),
    })
}

/// Whole metres as kilometres with three decimals.
fn km(metres: u64) -> String {
    format!("{}.{:03}", metres / 1000, metres % 1000)
}

fn to_hundredths(index: f64) -> f64 {
    (index * 100.0).round() / 100.0
}
