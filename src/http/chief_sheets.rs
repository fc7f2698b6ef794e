//! `/api/v1/chiefs…`: the sheet of a post, histories, coverage by length, who answers.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use serde_json::Value;
use tokio::task::spawn_blocking;

use crate::app::Refusal;
use crate::app::View;
use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::chiefs::Subject;
use crate::world::Level;

/// Answers that go through many records do not hold up others.
async fn asked(
    view: View,
    ask: impl FnOnce(&View) -> Result<Value, Refusal> + Send + 'static,
) -> Result<Json<Value>, Problem> {
    let answer = spawn_blocking(move || ask(&view)).await.map_err(|_cause| Problem::failure())?;
    Ok(Json(answer?))
}

/// `GET /api/v1/chiefs/{code}/sheet?on=`
pub async fn post_sheet(
    State(site): State<Site>,
    Path(code): Path<String>,
    mut params: Params,
) -> Result<Json<Value>, Problem> {
    let on = params.day("on")?;
    params.finish()?;
    asked(site.view_dated(on).await?, move |view| view.post_sheet(&code)).await
}

/// `GET /api/v1/chiefs/coverage?jurisdiction=&level=&on=`
pub async fn coverage(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let jurisdiction = params.text("jurisdiction");
    let level = Level::read(params.choice("level", &["", "city", "county", "township", "village"])?);
    let on = params.day("on")?;
    params.finish()?;
    asked(site.view_dated(on).await?, move |view| view.chief_coverage(jurisdiction.as_deref(), level)).await
}

/// `GET /api/v1/chiefs/{code}/history`
pub async fn post_history(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
) -> Result<Json<Value>, Problem> {
    params.finish()?;
    Ok(Json(site.view().post_history(&code)?))
}

/// `GET /api/v1/chiefs/history?road=&from=&to=&on=`
pub async fn stretch_history(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let road = params.text("road").ok_or_else(|| Problem::unreadable("road", "is missing; give the code of a road"))?;
    let what = "a chainage; write it as K12+345";
    let (from, to) = (params.read_as::<Chainage>("from", what)?, params.read_as::<Chainage>("to", what)?);
    let on = params.day("on")?;
    params.finish()?;
    let stretch = match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            let refused = || Problem::refused("to", format!("{to} is not beyond {from}; give from before to"));
            Some(Stretch::new(from, to).ok_or_else(refused)?)
        }
        (Some(_), None) => return Err(Problem::unreadable("to", "is missing; give both ends or neither")),
        (None, Some(_)) => return Err(Problem::unreadable("from", "is missing; give both ends or neither")),
    };
    Ok(Json(site.view().stretch_history(&road, stretch, on)?))
}

/// `GET /api/v1/chiefs/answering?segment=|bridge=|lon=&lat=&on=`
pub async fn answering(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let (segment, bridge) = (params.text("segment"), params.text("bridge"));
    let has_place = params.gives("lon") || params.gives("lat");
    let subject = match (segment, bridge) {
        (Some(segment), None) if !has_place => Subject::Segment(segment),
        (None, Some(bridge)) if !has_place => Subject::Bridge(bridge),
        (None, None) if has_place => Subject::Place(params.place()?),
        (None, None) => return Err(Problem::unreadable("segment", "is missing; give segment, bridge, or lon and lat")),
        _ => return Err(Problem::unreadable("segment", "give one of segment, bridge, and lon with lat")),
    };
    let on = params.day("on")?;
    params.finish()?;
    Ok(Json(site.view_dated(on).await?.answering(&subject)?))
}
