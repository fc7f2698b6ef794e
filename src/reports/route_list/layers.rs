//! A list as features: GeoJSON, and a GeoPackage of the layers `stops` and `route`.

use geo_types::Point;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::Collection;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::catalog::describe::*;
use crate::exchange::ExchangeError;
use crate::exchange::geopackage_of;
use crate::exchange::json::geometry_to_geojson;
use crate::reports::route_list::CrewList;
use crate::reports::route_list::CrewStop;
use crate::reports::route_list::Unreached;

static STOPS: Collection = collection(
    "stops",
    "作业点",
    GeometryKind::PointOrNone,
    &[
        count("n", "序号"),
        text("what", "作业内容"),
        text("collection", "类别"),
        text("road", "路线编号"),
        text("road_name", "路线名称"),
        text("chainage", "桩号"),
        text("side", "侧别"),
        quantity("offset_m", "偏距", "m"),
        quantity("leg_km", "本段里程", "km"),
        quantity("total_km", "累计里程", "km"),
        text("jurisdiction", "区划代码"),
        text("unreachable", "不可达原因"),
    ],
);

static ROUTE: Collection = collection(
    "route",
    "路线",
    GeometryKind::LineOrNone,
    &[text("name", "名称"), date("made_on", "编制日期"), quantity("length_km", "里程", "km"), text("summary", "说明")],
);

/// The stops in their order, what could not be reached without a geometry, and the way last.
pub fn geojson(list: &CrewList) -> Json {
    let stop = |stop: &CrewStop| {
        let mut properties = serde_json::to_value(stop).expect("texts and numbers make JSON");
        properties["kind"] = "stop".into();
        json!({"type": "Feature", "id": format!("{}/{}", stop.collection, stop.code),
            "geometry": {"type": "Point", "coordinates": [stop.lon, stop.lat]}, "properties": properties})
    };
    let left = |left: &Unreached| {
        let mut properties = serde_json::to_value(left).expect("texts make JSON");
        properties["kind"] = "unreachable".into();
        json!({"type": "Feature", "id": format!("{}/{}", left.collection, left.code), "geometry": null,
            "properties": properties})
    };
    let mut features: Vec<Json> = list.stops.stops.iter().map(stop).collect();
    features.extend(list.stops.unreachable.iter().map(left));
    features.push(json!({
        "type": "Feature",
        "id": list.code,
        "geometry": list.route.as_ref().map(geometry_to_geojson),
        "properties": {"kind": "route", "name": list.name, "made_on": list.made_on, "length_km": list.stops.length_km},
    }));
    json!({"type": "FeatureCollection", "name": list.code, "features": features})
}

pub fn geopackage(list: &CrewList) -> Result<Vec<u8>, ExchangeError> {
    let mut stops: Vec<Record> = list.stops.stops.iter().map(|stop| stop_record(list, stop)).collect();
    stops.extend(list.stops.unreachable.iter().map(|left| left_record(list, left)));
    let mut route = Record::new(&ROUTE, &*list.code, &list.code);
    route.valid_from = list.made_on.parse().ok();
    route.geometry.clone_from(&list.route);
    route.values = vec![
        Value::text(&*list.name),
        route.valid_from.map_or(Value::Null, Value::Date),
        real(&list.stops.length_km),
        Value::text(list.summary().join("\n")),
    ];
    geopackage_of(&[(&STOPS, stops), (&ROUTE, vec![route])])
}

fn stop_record(list: &CrewList, stop: &CrewStop) -> Record {
    let mut record = Record::new(&STOPS, &*stop.code, &list.code);
    record.valid_from = list.made_on.parse().ok();
    record.geometry = Some(Point::new(stop.lon, stop.lat).into());
    record.values = vec![
        i32::try_from(stop.n).map_or(Value::Null, Value::Integer),
        Value::text(&*stop.what),
        Value::text(&*stop.collection),
        known(stop.road.as_deref()),
        known(stop.road_name.as_deref()),
        known(stop.chainage.as_deref()),
        known(stop.side.as_deref()),
        Value::Real(stop.offset_m),
        real(&stop.leg_km),
        real(&stop.total_km),
        known(stop.jurisdiction.as_deref()),
        Value::Null,
    ];
    record
}

fn left_record(list: &CrewList, left: &Unreached) -> Record {
    let mut record = Record::new(&STOPS, &*left.code, &list.code);
    record.valid_from = list.made_on.parse().ok();
    record.values[1] = Value::text(&*left.what);
    record.values[2] = Value::text(&*left.collection);
    record.values[3] = known(left.road.as_deref());
    record.values[10] = known(left.jurisdiction.as_deref());
    record.values[11] = Value::text(&*left.why);
    record
}

fn known(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::text)
}

fn real(text: &str) -> Value {
    text.parse().map_or(Value::Null, Value::Real)
}
