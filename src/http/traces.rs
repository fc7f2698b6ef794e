//! `/api/v1/traces/…`: the valves to close around a leak, and who is without supply.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use serde_json::json;

use crate::geom::LonLat;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::LeakPlace;
use crate::queries::Utility;
use crate::queries::traces::DataFault;
use crate::queries::traces::Device;
use crate::queries::traces::Isolation;
use crate::queries::traces::OutPiece;
use crate::queries::traces::Outage;

/// `POST /api/v1/traces/isolation`
pub async fn isolation(State(site): State<Site>, params: Params, mut body: JsonBody) -> Result<Json<Value>, Problem> {
    params.finish()?;
    let utility = utility(&mut body)?;
    let place = leak_place(&mut body)?;
    let unusable = body.texts("unusable_valves")?;
    body.finish()?;
    let view = site.view();
    let told = move || {
        let found = view.isolation(utility, &place, &unusable)?;
        Ok(Json(json!({
            "network": utility.as_str(),
            "from": {
                "pipe": found.from.pipe, "node": found.from.node, "distance_m": found.from.distance_m.map(metres),
                "lon": found.from.at.map(LonLat::lon), "lat": found.from.at.map(LonLat::lat),
            },
            "isolation": isolation_view(&found),
            "outage": outage_view(&found.outage),
            "cross_county": found.outage.is_cross_county(),
            "jurisdictions": found.outage.bodies,
            "revision": view.revision(),
        })))
    };
    tokio::task::spawn_blocking(told).await.map_err(|_cause| Problem::failure())?
}

/// `POST /api/v1/traces/outage`
pub async fn outage(State(site): State<Site>, params: Params, mut body: JsonBody) -> Result<Json<Value>, Problem> {
    params.finish()?;
    let utility = utility(&mut body)?;
    let (remove, close) = (body.texts("remove")?, body.texts("close")?);
    body.finish()?;
    let view = site.view();
    let told = move || {
        let found = view.outage(utility, &remove, &close)?;
        Ok(Json(json!({
            "nodes": found.nodes,
            "services": found.services,
            "households": found.homes.households,
            "persons": found.homes.persons,
            "pieces": found.pieces.iter().map(piece_view).collect::<Vec<_>>(),
            "persons_unknown": found.homes.persons_unknown,
            "households_without_node": found.households_without_node,
            "cut_off_before": found.cut_off_before,
            "cross_county": found.is_cross_county(),
            "jurisdictions": found.bodies,
            "data_faults": found.data_faults.iter().map(fault_view).collect::<Vec<_>>(),
            "revision": view.revision(),
        })))
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

fn isolation_view(found: &Isolation) -> Value {
    let valve = |device: &Device| json!({"valve": device.code, "distance_m": metres(device.distance_m)});
    let source =
        |device: &Device| json!({"node": device.code, "kind": device.kind, "distance_m": metres(device.distance_m)});
    json!({
        "close": found.close.iter().map(valve).collect::<Vec<_>>(),
        "cannot_isolate": found.cannot_isolate.iter().map(source).collect::<Vec<_>>(),
        "pipes": {
            "count": found.pipes.len(),
            "length_m": metres(found.length_m),
            "volume_m3": metres(found.volume_m3),
            "unknown_diameters": found.unknown_diameters,
            "codes": found.pipes,
        },
        "passed_valves": found.passed,
        "still_fed": found.still_fed,
        "data_faults": found.data_faults.iter().map(fault_view).collect::<Vec<_>>(),
    })
}

fn outage_view(outage: &Outage) -> Value {
    json!({
        "households": outage.homes.households,
        "persons": outage.homes.persons,
        "persons_unknown": outage.homes.persons_unknown,
        "households_without_node": outage.households_without_node,
        "source": "trace",
        "services": outage.services,
        "nodes": outage.nodes,
        "cut_off_before": outage.cut_off_before,
        "pieces": outage.pieces.iter().map(piece_view).collect::<Vec<_>>(),
    })
}

fn piece_view(piece: &OutPiece) -> Value {
    json!({
        "node": piece.node,
        "nodes": piece.nodes,
        "services": piece.services,
        "households": piece.homes.households,
        "persons": piece.homes.persons,
        "persons_unknown": piece.homes.persons_unknown,
    })
}

fn fault_view(fault: &DataFault) -> Value {
    json!({"rule": fault.rule, "collection": fault.collection, "code": fault.code, "problem": fault.problem})
}

/// With three decimals: millimetres, or litres.
fn metres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}
