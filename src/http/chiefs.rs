//! `/api/v1/chiefs…`: posts, their roads, what is left without one, where two overlap.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use serde_json::Value;
use serde_json::json;

use crate::http::Site;
use crate::http::features::line_in_degrees;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::chiefs;
use crate::queries::chiefs::SegmentStretch;
use crate::world::Post;
use crate::world::World;

const USUAL_PAGE: usize = 1_000;
const LARGEST_PAGE: usize = 10_000;

/// `GET /api/v1/chiefs?level=&jurisdiction=`: posts in the order of their codes.
pub async fn chiefs(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let level = params.choice("level", &["", "county", "township", "village"])?;
    let jurisdiction = params.text("jurisdiction");
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let after = params.text("cursor");
    params.finish()?;
    site.viewer().may_see_roads()?;
    let world = site.app.world();
    check_jurisdiction(&world, jurisdiction.as_deref())?;
    let today = site.app.clock().today();
    let wanted = |post: &&Post| {
        (level.is_empty() || post.level.as_deref() == Some(level))
            && jurisdiction.as_ref().is_none_or(|above| {
                post.jurisdiction.as_ref().is_some_and(|code| world.jurisdictions().is_within(code, above))
            })
            && after.as_ref().is_none_or(|after| *post.code > **after)
    };
    let mut posts: Vec<&Post> = world.chiefs().posts().filter(wanted).take(limit + 1).collect();
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
        format!("/api/v1/chiefs?{}", query.finish())
    });
    let posts: Vec<Value> = posts.into_iter().map(|post| post_view(&world, post, today)).collect();
    Ok(Json(json!({"posts": posts, "next": next})))
}

fn post_view(world: &World, post: &Post, today: chrono::NaiveDate) -> Value {
    json!({
        "code": post.code,
        "level": post.level,
        "kind": post.kind,
        "jurisdiction": post.jurisdiction,
        "jurisdiction_name": post.jurisdiction.as_deref().and_then(|code| world.jurisdictions().name(code)),
        "office": post.office,
        "filled": post.is_filled_on(today),
    })
}

/// `GET /api/v1/chiefs/{code}`: a post with what its roads come to.
pub async fn chief(State(site): State<Site>, Path(code): Path<String>, params: Params) -> Result<Json<Value>, Problem> {
    params.finish()?;
    site.viewer().may_see_roads()?;
    let world = site.app.world();
    let today = site.app.clock().today();
    let roads = chiefs::roads_of(&world, &code, today)?;
    let post = world.chiefs().post(&code).ok_or_else(Problem::failure)?;
    let mut view = post_view(&world, post, today);
    view["segments"] = roads.len().into();
    view["length_km"] = km(roads.iter().map(|row| row.length_m).sum()).into();
    Ok(Json(view))
}

/// `GET /api/v1/chiefs/{code}/roads`
pub async fn roads_of(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
) -> Result<Json<Value>, Problem> {
    let encoded: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
    let path = format!("/api/v1/chiefs/{}/roads", encoded.replace('+', "%20"));
    rows(site, params, &path, |world, today| Ok(chiefs::roads_of(world, &code, today)?))
}

/// `GET /api/v1/chiefs/unassigned`
pub async fn unassigned(State(site): State<Site>, params: Params) -> Result<Json<Value>, Problem> {
    rows(site, params, "/api/v1/chiefs/unassigned", |world, today| Ok(chiefs::unassigned(world, today)))
}

/// `GET /api/v1/chiefs/overlaps`
pub async fn overlaps(State(site): State<Site>, params: Params) -> Result<Json<Value>, Problem> {
    rows(site, params, "/api/v1/chiefs/overlaps", |world, today| Ok(chiefs::overlaps(world, today)))
}

fn rows(
    site: Site,
    mut params: Params,
    path: &str,
    ask: impl FnOnce(&World, chrono::NaiveDate) -> Result<Vec<SegmentStretch<'_>>, Problem>,
) -> Result<Json<Value>, Problem> {
    let jurisdiction = params.text("jurisdiction");
    let geometry = params.choice("geometry", &["false", "true"])? == "true";
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let from = params.read_as::<usize>("cursor", "a cursor of this answer; follow `next` as it is given")?.unwrap_or(0);
    params.finish()?;
    site.viewer().may_see_roads()?;
    let world = site.app.world();
    check_jurisdiction(&world, jurisdiction.as_deref())?;
    let mut found = ask(&world, site.app.clock().today())?;
    if let Some(above) = &jurisdiction {
        found = found.into_iter().flat_map(|row| chiefs::cut_to(&world, row, above)).collect();
    }
    let length_m: f64 = found.iter().map(|row| row.length_m).sum();
    let shown: Vec<Value> = found.iter().skip(from).take(limit).map(|row| row_view(&world, row, geometry)).collect();
    let next = (from + shown.len() < found.len()).then(|| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &limit.to_string()).append_pair("cursor", &(from + limit).to_string());
        query.append_pair("geometry", if geometry { "true" } else { "false" });
        if let Some(jurisdiction) = &jurisdiction {
            query.append_pair("jurisdiction", jurisdiction);
        }
        format!("{path}?{}", query.finish())
    });
    Ok(Json(json!({"rows": shown, "count": found.len(), "length_km": km(length_m), "next": next})))
}

fn row_view(world: &World, row: &SegmentStretch<'_>, geometry: bool) -> Value {
    let segment = row.segment;
    let name = segment.road.as_deref().and_then(|code| world.roads().road(code)).and_then(|road| road.name.as_deref());
    let mut view = json!({
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
        view["geometry"] = line_in_degrees(&row.line(), &segment.grid);
    }
    view
}

/// Metres as kilometres with three decimals.
fn km(metres: f64) -> String {
    // The sum of nothing is -0.0.
    format!("{:.3}", metres / 1000.0 + 0.0)
}

fn check_jurisdiction(world: &World, code: Option<&str>) -> Result<(), Problem> {
    match code {
        Some(code) if world.jurisdictions().find(code).is_none() => {
            Err(Problem::refused("jurisdiction", format!("there is no jurisdiction with the code `{code}`")))
        }
        _ => Ok(()),
    }
}
