//! `/api/v1/dig-checks`: what works in the ground come near.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::emergency::dig::Works;
use crate::exchange::json::shape_from_geojson;
use crate::http::Site;
use crate::http::households::LARGEST_AREA;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `POST /api/v1/dig-checks`, with a line or an area as a GeoJSON geometry, or as a feature that has one.
pub async fn check(
    State(site): State<Site>,
    params: Params,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    params.finish()?;
    let body = body.map_err(|_cause| Problem::body_too_large(LARGEST_AREA))?;
    let view = site.view();
    let answer = move || {
        let shape = shape_from_geojson(&body).map_err(Problem::unreadable_body)?;
        let works = Works::of(shape).map_err(|why| Problem::refused("geometry", why))?;
        let document = view.dig_check(&works)?.document().to_string();
        Ok(([(header::CONTENT_TYPE, "application/json")], document).into_response())
    };
    tokio::task::spawn_blocking(answer).await.unwrap_or_else(|_| Err(Problem::failure()))
}
