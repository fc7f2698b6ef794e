//! Traces as JSON.

use serde_json::Value as Json;
use serde_json::json;

use crate::queries::traces::DataFault;
use crate::queries::traces::Device;
use crate::queries::traces::Isolation;

/// To a millimetre: finer is noise.
pub fn metres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}

/// The `isolation` of an assessment, and of a trace that was asked for by itself.
pub fn isolation_json(isolation: &Isolation) -> Json {
    let device =
        |device: &Device| json!({"node": device.code, "kind": device.kind, "distance_m": metres(device.distance_m)});
    let fault = |fault: &DataFault| json!({"rule": fault.rule, "collection": fault.collection, "code": fault.code, "problem": fault.problem});
    json!({
        "close": isolation.close.iter().map(|valve| json!({"valve": valve.code, "distance_m": metres(valve.distance_m)})).collect::<Vec<_>>(),
        "cannot_isolate": isolation.cannot_isolate.iter().map(device).collect::<Vec<_>>(),
        "passed": isolation.passed,
        "pipes": {
            "count": isolation.pipes.len(),
            "length_m": metres(isolation.length_m),
            "volume_m3": metres(isolation.volume_m3),
            "unknown_diameters": isolation.unknown_diameters,
            "codes": isolation.pipes,
        },
        "still_fed": isolation.still_fed,
        "data_faults": isolation.data_faults.iter().map(fault).collect::<Vec<_>>(),
    })
}
