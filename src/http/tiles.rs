//! `/ogc/collections/{collection}/tiles/WebMercatorQuad/{z}/{y}/{x}`: vector tiles.

use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::app::View;
use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::tiles::LAYERS;
use crate::tiles::TileId;

/// `GET`: 204 where nothing is. The tag of a tile is the run of the server and the revision of the
/// world, so that an edit is seen at once and an unchanged tile is not sent twice.
pub async fn tile(
    State(site): State<Site>,
    Path((name, z, y, x)): Path<(String, String, String, String)>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let view = site.view();
    let collection = view.collection(&name).filter(|known| View::has_tiles(known)).ok_or_else(|| {
        let known: Vec<&str> = LAYERS.iter().map(|layer| layer.collection).collect();
        Problem::not_found(format!("there are tiles of {}, and of reference layers", known.join(", ")))
    })?;
    view.table(collection)?;
    let number =
        |part: &str, text: &str| text.parse::<u32>().map_err(|_cause| Problem::unreadable(part, "not a whole number"));
    let (zoom, row, column) = (number("z", &z)?, number("y", &y)?, number("x", &x)?);
    let id = u8::try_from(zoom).ok().and_then(|zoom| TileId::new(zoom, column, row));
    let id = id.ok_or_else(|| Problem::not_found(format!("WebMercatorQuad has no tile {z}/{y}/{x} here")))?;
    let tag = format!("\"{}-{:x}\"", site.run, view.revision());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes()) {
        return Ok(with_tag(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let made = tokio::task::spawn_blocking(move || view.tile(collection, id)).await;
    let response = match made.map_err(|_cause| Problem::failure())?? {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(bytes) => ([(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")], bytes).into_response(),
    };
    // Where people live is kept nowhere.
    Ok(if collection.name == "households" { response } else { with_tag(response, &tag) })
}

fn with_tag(mut response: Response, tag: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    // Kept only to be asked for again.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
