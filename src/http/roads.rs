//! `/api/v1/locate` and `/api/v1/roads/{code}/at/{chainage}`.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use serde_json::Value;
use serde_json::json;

use crate::geom::Chainage;
use crate::geom::Side;
use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `GET /api/v1/locate?lon=&lat=&on=`
pub async fn locate(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let at = params.place()?;
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    let (located, chiefs) = view.located(at)?;
    let class = located.road.as_ref().and_then(|found| found.road.class.as_deref());
    let chiefs: Vec<Value> = chiefs
        .iter()
        .map(|post| {
            json!({"code": post.code, "level": post.level, "kind": post.kind, "office": post.office,
                "filled": view.is_filled(post), "managing": view.is_managing(post, class)})
        })
        .collect();
    let jurisdictions: Vec<Value> = located
        .jurisdictions
        .iter()
        .map(|area| json!({"code": area.code(), "name": area.text("name"), "level": area.text("level")}))
        .collect();
    let found = located.road.as_ref();
    Ok(Json(json!({
        "road": found.map(|found| &*found.road.code),
        "road_name": found.and_then(|found| found.road.name.as_deref()),
        "class": found.and_then(|found| found.road.class.as_deref()),
        "chainage": found.map(|found| found.chainage.to_string()),
        "offset_m": found.map(|found| (found.seen.offset_m * 1000.0).round() / 1000.0),
        "side": found.map(|found| match found.seen.side() {
            Side::Left => "left",
            Side::Right => "right",
            Side::On => "on",
        }),
        "jurisdictions": jurisdictions,
        "chiefs": chiefs,
    })))
}

/// `GET /api/v1/roads/{code}/at/{chainage}`
pub async fn place_at(
    State(site): State<Site>,
    Path((code, chainage)): Path<(String, String)>,
    params: Params,
) -> Result<Json<Value>, Problem> {
    params.finish()?;
    let chainage: Chainage = chainage.parse().map_err(|why| Problem::unreadable("chainage", why))?;
    let place = site.view().place_at(&code, chainage)?;
    Ok(Json(json!({
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon(), place.lat()]},
        "properties": {"road": code, "chainage": chainage.to_string()},
    })))
}
