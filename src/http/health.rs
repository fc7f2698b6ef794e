//! Is it alive, is it ready, what has it done.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::json;

use crate::http::Site;

/// `GET /healthz`: the process runs.
pub async fn healthz() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: the world is loaded (else nothing listens) and the store answered when it was
/// last asked. Reads go on without the store.
pub async fn readyz(State(site): State<Site>) -> Response {
    let store = site.app.store_answers();
    let body = json!({"ready": store, "world": {"revision": site.app.revision()}, "store": store});
    let status = if store { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(body)).into_response()
}

/// `GET /metrics`, for Prometheus.
pub async fn metrics(State(site): State<Site>) -> impl IntoResponse {
    #[expect(clippy::cast_precision_loss, reason = "a gauge")]
    metrics::gauge!("luzhang_world_revision").set(site.app.revision() as f64);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], site.metrics.render())
}
