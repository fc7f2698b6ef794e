//! An assessment as JSON, in the shape that the contract fixes, and as a sheet for a terminal.

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::emergency::Assessment;
use crate::emergency::zones::LeakZone;
use crate::exchange::json::geometry_to_geojson;
use crate::policy::Classification;
use crate::queries::households::Totals;
use crate::queries::road_cuts::RoadCut;
use crate::reports::traces::IsolationView;
use crate::reports::traces::rounded as metres;
use crate::world::Row;

/// The assessment. Lengths and distances in metres, rounded to a millimetre; degrees as they are.
pub fn assessment_json(assessment: &Assessment, rules: &str, revision: i64) -> Json {
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| drop(out.insert(key.to_owned(), value));
    put("hazard", assessment.hazard.as_str().into());
    put("place", place(assessment));
    put("zones", zones(assessment));
    put("outflow_kg_s", assessment.zones.outflow_kg_s.into());
    put("households", households(&assessment.households));
    put("places", assessment.places.iter().map(|(row, zone)| place_inside(*row, zone)).collect());
    put("roads", assessment.roads.iter().map(road).collect());
    for (layer, codes) in &assessment.lines_of_others {
        put(layer, json!(codes));
    }
    put(
        "facilities",
        assessment
            .facilities
            .iter()
            .map(|near| json!({"facility": near.word, "code": near.code, "distance_m": metres(near.distance_m)}))
            .collect(),
    );
    put("isolation", json!(assessment.isolation.as_ref().map(IsolationView::of)));
    put("outage", outage(assessment));
    put("cross_county", assessment.is_cross_county().into());
    put("accountable_bodies", json!(assessment.bodies));
    let mut classified = classification(&assessment.classification);
    let of_rules = classified.remove("assumptions").unwrap_or_default();
    for (key, value) in classified {
        put(&key, value);
    }
    let mut assumptions: Vec<Json> = assessment.assumptions.iter().map(|one| json!(one)).collect();
    assumptions.extend(of_rules.as_array().into_iter().flatten().cloned());
    put("assumptions", assumptions.into());
    put(
        "models_not_run",
        assessment.zones.not_run.iter().map(|model| json!({"model": model.model, "why": model.why})).collect(),
    );
    put("zone_rules", assessment.zones.rules.as_str().into());
    put("rules", rules.into());
    put("revision", revision.into());
    Json::Object(out)
}

/// In the order of its members.
fn classification(classification: &Classification) -> Map<String, Json> {
    match serde_json::to_value(classification) {
        Ok(Json::Object(members)) => members,
        _ => Map::new(),
    }
}

fn place(assessment: &Assessment) -> Json {
    let place = &assessment.place;
    let road = place.road.map(
        |(code, chainage, off_m)| json!({"code": code, "chainage": chainage.to_string(), "offset_m": metres(off_m)}),
    );
    json!({
        "lon": place.at.lon(),
        "lat": place.at.lat(),
        "jurisdiction": place.jurisdiction,
        "network": assessment.hazard.as_str(),
        "pipe": place.pipe.map(Row::code),
        "node": place.node,
        "off_the_pipe_m": place.off_the_pipe_m.map(metres),
        "road": road,
    })
}

fn zones(assessment: &Assessment) -> Json {
    let feature = |zone: &LeakZone| {
        let candidates: Vec<Json> = zone
            .candidates
            .iter()
            .map(|one| json!({"model": one.model, "radius_m": metres(one.radius_m), "parameters": one.parameters, "source": one.source, "why": one.why}))
            .collect();
        json!({
            "type": "Feature",
            "properties": {
                "zone": zone.name,
                "radius_m": zone.radius_m.map(metres),
                "model": zone.model,
                "parameters": zone.parameters,
                "source": zone.source,
                "why": zone.why,
                "candidates": candidates,
            },
            "geometry": geometry_to_geojson(&zone.shape),
        })
    };
    let features: Vec<Json> = assessment.zones.all().into_iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features})
}

fn households(totals: &[Totals; 3]) -> Json {
    let [hot, warm, cordon] = totals;
    json!({"hot": totals_json(hot), "warm": totals_json(warm), "cordon": totals_json(cordon)})
}

/// The households of a zone, summed.
pub fn totals_json(totals: &Totals) -> Json {
    json!({
        "count": totals.count,
        "persons": totals.persons,
        "persons_unknown": totals.persons_unknown,
        "vulnerable": {
            "elderly": totals.elderly,
            "children": totals.children,
            "disabled": totals.disabled,
            "pregnant": totals.pregnant,
            "patients": totals.patients,
        },
        "vulnerable_unknown": totals.vulnerable_unknown,
    })
}

fn place_inside(row: Row<'_>, zone: &str) -> Json {
    let field = |name: &str| row.shard.collection().position(name).map(|at| &row.shard.collection().fields[at]);
    let value =
        |name: &str| field(name).map_or(Json::Null, |field| crate::exchange::json::to_json(field, &row.value(name)));
    let place = row.shape().and_then(|shape| geo::Centroid::centroid(&shape));
    json!({
        "code": row.code(),
        "name": row.text("name"),
        "kind": row.text("kind"),
        "capacity": value("capacity"),
        "large": value("large"),
        "crowded": value("crowded"),
        "zone": zone,
        "lon": place.map(geo_types::Point::x),
        "lat": place.map(geo_types::Point::y),
    })
}

/// Of several bridges the first is `bridge`, all are `bridges`.
fn road(cut: &RoadCut<'_>) -> Json {
    let bridges: Vec<&str> = cut.bridges.iter().map(|row| row.code()).collect();
    json!({
        "code": cut.code(),
        "from": cut.stretch.map(|stretch| stretch.from().to_string()),
        "to": cut.stretch.map(|stretch| stretch.to().to_string()),
        "length_m": metres(cut.length_m),
        "segments": cut.segments,
        "bridge": bridges.first(),
        "bridges": bridges,
        "chiefs": cut.chiefs.iter().map(|post| &*post.code).collect::<Vec<&str>>(),
    })
}

fn outage(assessment: &Assessment) -> Json {
    let out = assessment.outage;
    let traced = assessment.isolation.as_ref().map(|isolation| &isolation.outage);
    json!({
        "households": out.households,
        "households_at_most": out.at_most,
        "persons": out.persons,
        "source": out.source,
        "services": traced.map(|outage| outage.services),
        "persons_unknown": traced.map(|outage| outage.homes.persons_unknown),
        "households_without_node": traced.map(|outage| outage.households_without_node),
    })
}
