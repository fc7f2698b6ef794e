//! `/api/v1/search` and `/api/v1/world`.

use axum::Json;
use axum::extract::State;
use geo_types::Rect;
use serde_json::Value;
use serde_json::json;

use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `GET /api/v1/search?q=`
pub async fn search(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let text =
        params.text("q").ok_or_else(|| Problem::unreadable("q", "is missing; give a code, a name or a chainage"))?;
    let limit = params.limit(20, 100)?;
    params.finish()?;
    if text.chars().count() > 200 {
        return Err(Problem::refused("q", "is longer than 200 characters"));
    }
    // Addresses are looked through one by one: a city's take longer than a thread may be held.
    let found = tokio::task::spawn_blocking(move || {
        let found = site.view().search(&text, limit);
        let result = |found: crate::queries::search::Found| {
            json!({
                "kind": found.kind,
                "collection": found.collection,
                "code": found.code,
                "title": found.title,
                "subtitle": found.subtitle,
                "lon": found.at.map(crate::geom::LonLat::lon),
                "lat": found.at.map(crate::geom::LonLat::lat),
                "bbox": found.bounds.map(corners),
            })
        };
        found.into_iter().map(result).collect::<Vec<Value>>()
    });
    let results = found.await.map_err(|_cause| Problem::failure())?;
    Ok(Json(json!({"results": results})))
}

/// `GET /api/v1/world`: what is held, at which revision, and whether it is invented.
pub async fn world(State(site): State<Site>, params: Params) -> Result<Json<Value>, Problem> {
    params.finish()?;
    let view = site.view();
    let collections: Vec<Value> = view
        .tables()
        .map(|table| {
            let about = table.collection();
            json!({"name": about.name, "title": about.title(), "title_zh": about.title_zh, "count": table.len(), "reference": about.is_layer})
        })
        .collect();
    Ok(Json(json!({
        "revision": view.revision(),
        "invented": view.is_invented(),
        "bbox": view.bounds().map(corners),
        "collections": collections,
    })))
}

/// West, south, east, north.
pub(super) fn corners(rect: Rect<f64>) -> [f64; 4] {
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
}
