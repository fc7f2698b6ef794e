//! `/api/v1/leaks/assess`: a leak report in, the assessment out.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Map;
use serde_json::Value as Json;

use crate::exchange::read_strictly;
use crate::http::Site;
use crate::http::households::LARGEST_AREA;
use crate::http::large::large;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `POST /api/v1/leaks/assess`
pub async fn assess(
    State(site): State<Site>,
    params: Params,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    params.finish()?;
    let body = body.map_err(|_cause| Problem::body_too_large(LARGEST_AREA))?;
    let view = site.view();
    let body = large(move || {
        let report = report(&body)?;
        Ok(view.assess(&report, None)?.as_json().to_string())
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn report(body: &[u8]) -> Result<Map<String, Json>, Problem> {
    let example = r#"{"hazard": "gas", "at": [114.17, 34.11]}"#;
    match read_strictly(body) {
        Ok(Json::Object(report)) => Ok(report),
        Ok(_) => Err(Problem::unreadable_body(format!("not a report; give one object, as {example}"))),
        Err(why) => Err(Problem::unreadable_body(format!("not JSON: {why}; give a report, as {example}"))),
    }
}
