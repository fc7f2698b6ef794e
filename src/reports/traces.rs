//! Traces as JSON.

use serde_json::Value as Json;
use serde_json::json;

use crate::queries::traces::DataFault;
use crate::queries::traces::Device;
use crate::queries::traces::Isolation;
use crate::queries::traces::OutPiece;
use crate::queries::traces::Outage;

/// The `isolation` of an assessment, and of a trace that was asked for by itself.
pub fn isolation_json(found: &Isolation) -> Json {
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
        "data_faults": found.data_faults.iter().map(data_fault_json).collect::<Vec<_>>(),
    })
}

/// The `outage` of a trace.
pub fn outage_json(outage: &Outage) -> Json {
    json!({
        "households": outage.homes.households,
        "persons": outage.homes.persons,
        "persons_unknown": outage.homes.persons_unknown,
        "households_without_node": outage.households_without_node,
        "source": "trace",
        "services": outage.services,
        "nodes": outage.nodes,
        "cut_off_before": outage.cut_off_before,
        "pieces": outage.pieces.iter().map(piece_json).collect::<Vec<_>>(),
    })
}

fn piece_json(piece: &OutPiece) -> Json {
    json!({
        "node": piece.node,
        "nodes": piece.nodes,
        "services": piece.services,
        "households": piece.homes.households,
        "persons": piece.homes.persons,
        "persons_unknown": piece.homes.persons_unknown,
    })
}

pub fn data_fault_json(fault: &DataFault) -> Json {
    json!({"rule": fault.rule, "collection": fault.collection, "code": fault.code, "problem": fault.problem})
}

/// With three decimals: millimetres, or litres.
pub fn metres(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}
