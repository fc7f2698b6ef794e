//! `/api/v1/chiefs…`: posts, their roads, what is left without one, where two overlap. With `on=` as on
//! that day.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use serde_json::Value;
use serde_json::json;

use crate::app::Refusal;
use crate::app::View;
use crate::http::Site;
use crate::http::features::line_in_degrees;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::chiefs::SegmentStretch;
use crate::world::Post;

const USUAL_PAGE: usize = 1_000;
const LARGEST_PAGE: usize = 10_000;

/// `GET /api/v1/chiefs?level=&jurisdiction=`: posts in the order of their codes.
pub async fn chiefs(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let level = params.choice("level", &["", "county", "township", "village"])?;
    let jurisdiction = params.text("jurisdiction");
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let after = params.text("cursor");
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    let wanted = |post: &&Post| {
        (level.is_empty() || post.level.as_deref() == Some(level))
            && after.as_ref().is_none_or(|after| *post.code > **after)
    };
    let mut posts: Vec<&Post> = view.posts(jurisdiction.as_deref())?.filter(wanted).take(limit + 1).collect();
    let more = posts.len() > limit;
    posts.truncate(limit);
    let next = posts.last().filter(|_| more).map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &limit.to_string()).append_pair("cursor", &last.code);
        if !level.is_empty() {
            query.append_pair("level", level);
        }
        if let Some(jurisdiction) = &jurisdiction {
            query.append_pair("jurisdiction", jurisdiction);
        }
        if let Some(on) = on {
            query.append_pair("on", &on.to_string());
        }
        format!("/api/v1/chiefs?{}", query.finish())
    });
    let posts: Vec<Value> = posts.into_iter().map(|post| post_view(&view, post)).collect();
    Ok(Json(json!({"posts": posts, "next": next})))
}

fn post_view(view: &View, post: &Post) -> Value {
    json!({
        "code": post.code,
        "level": post.level,
        "kind": post.kind,
        "jurisdiction": post.jurisdiction,
        "jurisdiction_name": post.jurisdiction.as_deref().and_then(|code| view.jurisdiction_name(code)),
        "office": post.office,
        "filled": view.is_filled(post),
    })
}

/// `GET /api/v1/chiefs/{code}`: a post with what its roads come to.
pub async fn chief(
    State(site): State<Site>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    let (post, roads) = view.post(&code)?;
    let mut told = post_view(&view, post);
    told["segments"] = roads.len().into();
    told["length_km"] = km(roads.iter().map(|row| row.length_m).sum()).into();
    Ok(Json(told))
}

/// `GET /api/v1/chiefs/{code}/roads`
pub async fn roads_of(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
) -> Result<Json<Value>, Problem> {
    let encoded: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
    let path = format!("/api/v1/chiefs/{}/roads", encoded.replace('+', "%20"));
    rows(&site, params, &path, |view, jurisdiction| view.roads_of(&code, jurisdiction)).await
}

/// `GET /api/v1/chiefs/unassigned`
pub async fn unassigned(State(site): State<Site>, params: Params) -> Result<Json<Value>, Problem> {
    rows(&site, params, "/api/v1/chiefs/unassigned", |view, jurisdiction| view.unassigned(jurisdiction)).await
}

/// `GET /api/v1/chiefs/overlaps`
pub async fn overlaps(State(site): State<Site>, params: Params) -> Result<Json<Value>, Problem> {
    rows(&site, params, "/api/v1/chiefs/overlaps", |view, jurisdiction| view.overlaps(jurisdiction)).await
}

async fn rows(
    site: &Site,
    mut params: Params,
    path: &str,
    ask: impl for<'a> FnOnce(&'a View, Option<&str>) -> Result<Vec<SegmentStretch<'a>>, Refusal>,
) -> Result<Json<Value>, Problem> {
    let jurisdiction = params.text("jurisdiction");
    let geometry = params.choice("geometry", &["false", "true"])? == "true";
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let from = params.read_as::<usize>("cursor", "a cursor of this answer; follow `next` as it is given")?.unwrap_or(0);
    let on = params.day("on")?;
    params.finish()?;
    let view = site.view_dated(on).await?;
    let found = ask(&view, jurisdiction.as_deref())?;
    let length_m: f64 = found.iter().map(|row| row.length_m).sum();
    let shown: Vec<Value> = found.iter().skip(from).take(limit).map(|row| row_view(&view, row, geometry)).collect();
    let next = (from + shown.len() < found.len()).then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &limit.to_string()).append_pair("cursor", &(from + limit).to_string());
        query.append_pair("geometry", if geometry { "true" } else { "false" });
        if let Some(jurisdiction) = &jurisdiction {
            query.append_pair("jurisdiction", jurisdiction);
        }
        if let Some(on) = on {
            query.append_pair("on", &on.to_string());
        }
        format!("{path}?{}", query.finish())
    });
    Ok(Json(json!({"rows": shown, "count": found.len(), "length_km": km(length_m), "next": next})))
}

fn row_view(view: &View, row: &SegmentStretch<'_>, geometry: bool) -> Value {
    let segment = row.segment;
    let name = segment.road.as_deref().and_then(|code| view.road_name(code));
    let mut told = json!({
        "segment": segment.code,
        "road": segment.road,
        "road_name": name,
        "class": segment.class,
        "from": row.stretch.map(|stretch| stretch.from().to_string()),
        "to": row.stretch.map(|stretch| stretch.to().to_string()),
        "length_km": km(row.length_m),
        "posts": row.posts,
        "jurisdiction": segment.jurisdiction,
    });
    if geometry {
        told["geometry"] = line_in_degrees(&row.line(), &segment.grid);
    }
    told
}

/// Metres as kilometres with three decimals.
fn km(metres: f64) -> String {
    // The sum of nothing is -0.0.
    format!("{:.3}", metres / 1000.0 + 0.0)
}
