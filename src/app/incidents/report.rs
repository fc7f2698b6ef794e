//! What a report of a leak says, as far as an incident needs it.

use geo::InterpolatableLine;
use geo_types::Geometry;
use serde_json::Value as Json;

use crate::app::View;
use crate::app::incidents::WriteRefusal;
use crate::domain::value::clipped;
use crate::geom::LonLat;
use crate::queries::Utility;
use crate::world::Row;

/// The fields of a report; any other is refused.
pub const REPORT_FIELDS: [&str; 43] = [
    "hazard",
    "at",
    "pipe",
    "node",
    "gas",
    "facility",
    "road_above",
    "several_households",
    "lel_percent",
    "trend",
    "controlled",
    "large_area",
    "large_amount",
    "third_party_damage",
    "threatens_residents",
    "works_in_protection_range",
    "in_main_city",
    "simultaneous_leaks",
    "gate_outlet_mpa",
    "medium_network_mpa",
    "magnitude",
    "disaster",
    "pressure_mpa",
    "hole_mm",
    "diameter_mm",
    "scenario",
    "wind_from_deg",
    "wind_ms",
    "stability",
    "terrain",
    "unusable_valves",
    "cordon",
    "households_out",
    "outage_hours",
    "elapsed_hours",
    "deaths",
    "serious_injuries",
    "loss_10k_cny",
    "secondary_disaster",
    "crowded_place_casualties",
    "headquarters_judgement",
    "special_period",
    "city_enterprise",
];

/// Hazard and place of a report.
pub(super) struct Opening {
    pub hazard: Utility,
    pub at: LonLat,
}

fn refused(field: &str, why: impl Into<String>) -> WriteRefusal {
    WriteRefusal::field(&format!("report/{field}"), why)
}

impl Opening {
    pub fn read(view: &View, report: &Json) -> Result<Self, WriteRefusal> {
        let Json::Object(members) = report else {
            return Err(WriteRefusal::field("report", "is missing; give an object with hazard and at"));
        };
        if let Some(unknown) = members.keys().find(|key| !REPORT_FIELDS.contains(&key.as_str())) {
            return Err(refused(&clipped(unknown), "no such field of a report"));
        }
        let hazard = match report["hazard"].as_str() {
            Some("gas") => Utility::Gas,
            Some("heat") => Utility::Heat,
            _ => return Err(refused("hazard", "give gas or heat")),
        };
        Ok(Self { hazard, at: place(view, report, hazard)? })
    }
}

/// `at`, else the node, else the middle of the pipe.
fn place(view: &View, report: &Json, hazard: Utility) -> Result<LonLat, WriteRefusal> {
    if !report["at"].is_null() {
        let numbers: Option<Vec<f64>> =
            report["at"].as_array().and_then(|numbers| numbers.iter().map(Json::as_f64).collect());
        let Some([lon, lat]) = numbers.as_deref() else {
            return Err(refused("at", "give a place as [longitude, latitude] in degrees"));
        };
        return LonLat::new(*lon, *lat).map_err(|why| refused("at", why.to_string()));
    }
    let nodes = if hazard == Utility::Gas { "gas_nodes" } else { "heat_nodes" };
    for (field, collection) in [("node", nodes), ("pipe", hazard.pipes())] {
        let Some(code) = report[field].as_str() else { continue };
        let collection = view.collection(collection).expect("a collection of the product");
        let found = view.table(collection)?.find(code).and_then(middle);
        return found.ok_or_else(|| refused(field, format!("there is no {field} `{}` with a place", clipped(code))));
    }
    Err(refused("at", "is missing; give a place as [longitude, latitude], or a pipe or a node"))
}

fn middle(row: Row<'_>) -> Option<LonLat> {
    let at = match row.shape()? {
        Geometry::Point(at) => at,
        Geometry::LineString(line) => line.point_at_ratio_from_start(&geo::Euclidean, 0.5)?,
        _ => return None,
    };
    LonLat::new(at.x(), at.y()).ok()
}
