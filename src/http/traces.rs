//! `/api/v1/traces/…`: the valves to close around a leak, and who is without supply.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;

use crate::geom::LonLat;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::LeakPlace;
use crate::queries::Utility;
use crate::reports::IsolationBody;
use crate::reports::OutageBody;

/// `POST /api/v1/traces/isolation`
pub async fn isolation(State(site): State<Site>, params: Params, mut body: JsonBody) -> Result<Response, Problem> {
    params.finish()?;
    let utility = utility(&mut body)?;
    let place = leak_place(&mut body)?;
    let unusable = body.texts("unusable_valves")?;
    body.finish()?;
    let view = site.view();
    let told = move || {
        let found = view.isolation(utility, &place, &unusable)?;
        Ok(Json(IsolationBody::new(utility, &found, view.revision())).into_response())
    };
    tokio::task::spawn_blocking(told).await.map_err(|_cause| Problem::failure())?
}

/// `POST /api/v1/traces/outage`
pub async fn outage(State(site): State<Site>, params: Params, mut body: JsonBody) -> Result<Response, Problem> {
    params.finish()?;
    let utility = utility(&mut body)?;
    let (remove, close) = (body.texts("remove")?, body.texts("close")?);
    body.finish()?;
    let view = site.view();
    let told = move || {
        let found = view.outage(utility, &remove, &close)?;
        Ok(Json(OutageBody::new(&found, view.revision())).into_response())
    };
    tokio::task::spawn_blocking(told).await.map_err(|_cause| Problem::failure())?
}

fn utility(body: &mut JsonBody) -> Result<Utility, Problem> {
    Ok(match body.required_choice("network", &["gas", "heat"])? {
        "heat" => Utility::Heat,
        _ => Utility::Gas,
    })
}

fn leak_place(body: &mut JsonBody) -> Result<LeakPlace, Problem> {
    let at = body.value("at").map(|at| place(&at)).transpose()?;
    let (pipe, node) = (body.text("pipe")?, body.text("node")?);
    match (at, pipe, node) {
        (_, Some(_), Some(_)) => Err(Problem::refused_field("/node", "there is a pipe too; give one of them")),
        (at, Some(code), None) => Ok(LeakPlace::Pipe { code, at }),
        // The node itself is the place.
        (_, None, Some(code)) => Ok(LeakPlace::Node(code)),
        (Some(at), None, None) => Ok(LeakPlace::At(at)),
        (None, None, None) => {
            Err(Problem::refused_field("/at", "is missing; give it as [lon, lat], or a pipe or node"))
        }
    }
}

fn place(value: &Value) -> Result<LonLat, Problem> {
    let axis = |nth: usize| value.get(nth).and_then(Value::as_f64);
    match (axis(0), axis(1), value.as_array().map(Vec::len)) {
        (Some(lon), Some(lat), Some(2)) => LonLat::new(lon, lat).map_err(|why| Problem::refused_field("/at", why)),
        _ => Err(Problem::refused_field("/at", "is not a place; give two numbers, [lon, lat]")),
    }
}
