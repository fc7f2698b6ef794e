//! The web app at `/`, and the answer to addresses that there are not.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::http::problem::Problem;
use crate::web;

/// Files of the web app; everything else is not found.
pub async fn asset(request: Request) -> Response {
    let path = request.uri().path();
    let Some(file) = web::file(path).filter(|_| matches!(*request.method(), Method::GET | Method::HEAD)) else {
        return Problem::not_found(format!("nothing is at {}", crate::domain::value::clipped(path))).into_response();
    };
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    // Names of built files hold a hash of their content, but for the page itself.
    let keep = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
