//! `/api/v1/warnings…`: warnings, issued, adjusted, lifted, acknowledged.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::app::incidents::Acknowledgement;
use crate::app::incidents::NewWarning;
use crate::app::incidents::Texts;
use crate::app::incidents::Warning;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::incident_views::warning_line;
use crate::http::incident_views::warning_view;
use crate::http::incidents::Asked;
use crate::http::incidents::code_list;
use crate::http::notices::Form;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::versions::Seen;
use crate::http::versions::address;
use crate::http::versions::tag;

/// `GET /api/v1/warnings?incident_code=&state=&colour=&jurisdiction=`: in the order of their codes.
pub async fn warnings(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let asked = Asked::read(&mut params, "warnings", &["incident_code", "state", "colour"])?;
    params.finish()?;
    let (records, more) = site.view().warnings(&asked.wanted, asked.after.as_deref(), asked.limit)?;
    let lines: Vec<Value> = records.iter().map(warning_line).collect();
    Ok(Json(json!({"warnings": lines, "next": asked.next("/api/v1/warnings", &records, more)})))
}

/// `GET /api/v1/warnings/{code}`, or its message, text or bulletin where the address ends in that.
pub async fn warning(State(site): State<Site>, Path(code): Path<String>, params: Params) -> Result<Response, Problem> {
    let view = site.view();
    if let Some((code, form)) = Form::of(&code) {
        let found = view.warning(code)?.ok_or_else(|| no_warning(code))?;
        return form.answer(&view, &found, params);
    }
    params.finish()?;
    let found = view.warning(&code)?.ok_or_else(|| no_warning(&code))?;
    Ok(([(header::ETAG, tag(&found.record))], Json(warning_view(&found))).into_response())
}

fn no_warning(code: &str) -> Problem {
    Problem::not_found(format!("there is no warning `{}`", crate::domain::value::clipped(code)))
}

/// `POST /api/v1/incidents/{code}/warnings`
pub async fn issue(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::read(&headers, &mut body)?;
    let issued = site.app.issue_warning(&site.view(), &code, read(seen, body)?).await;
    Ok(told(StatusCode::CREATED, &issued.map_err(|why| seen.problem(why))?))
}

/// `POST /api/v1/warnings/{code}/adjust`
pub async fn adjust(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::read(&headers, &mut body)?;
    let adjusted = site.app.adjust_warning(&site.view(), &code, read(seen, body)?).await;
    Ok(told(StatusCode::CREATED, &adjusted.map_err(|why| seen.problem(why))?))
}

/// `POST /api/v1/warnings/{code}/lift`
pub async fn lift(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::read(&headers, &mut body)?;
    let new = NewWarning {
        seen: seen.version,
        by: body.required_text("by", "the unit that lifts it")?,
        decided_by: body.text("decided_by")?,
        published_by: body.text("published_by")?,
        note: body.text("note")?,
        deviation: body.text("deviation")?,
        ..NewWarning::default()
    };
    body.finish()?;
    let lifted = site.app.lift_warning(&site.view(), &code, new).await;
    Ok(told(StatusCode::CREATED, &lifted.map_err(|why| seen.problem(why))?))
}

/// `POST /api/v1/warnings/{code}/acknowledgements`
pub async fn acknowledge(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let new = Acknowledgement {
        unit: body.required_text("unit", "the unit that has the warning")?,
        at: body.time("at")?,
        note: body.text("note")?,
    };
    body.finish()?;
    Ok(told(StatusCode::CREATED, &site.app.acknowledge(&site.view(), &code, new).await?))
}

fn read(seen: Seen, mut body: JsonBody) -> Result<NewWarning, Problem> {
    let new = NewWarning {
        seen: seen.version,
        by: body.required_text("by", "the unit at whose desk it is written")?,
        is_draft: body.yes_no("draft")? == Some(true),
        colour: body.code("colour", code_list("warnings", "colour"))?.map(str::to_owned),
        decided_by: body.text("decided_by")?,
        published_by: body.text("published_by")?,
        note: body.text("note")?,
        deviation: body.text("deviation")?,
        texts: Texts {
            area: body.text("area")?,
            danger: body.text("danger")?,
            reach: body.text("reach")?,
            situation: body.text("situation")?,
            measures: body.text("measures")?,
            duties: body.text("duties")?,
        },
        starts_at: body.time("starts_at")?,
        expires_at: body.time("expires_at")?,
        channels: body.texts("channels")?,
        polygon: body.shape("polygon")?,
    };
    body.finish()?;
    Ok(new)
}

fn told(status: StatusCode, warning: &Warning) -> Response {
    let headers = [(header::LOCATION, address("warnings", &warning.record)), (header::ETAG, tag(&warning.record))];
    (status, headers, Json(warning_view(warning))).into_response()
}
