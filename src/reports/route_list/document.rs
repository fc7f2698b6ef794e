//! What a list is made of. [`Stops`] is what the store keeps as JSON, beside the fields of the record.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::collections;
use crate::exchange::json::geometry_to_geojson;
use crate::geom::Shape;
use crate::geom::Side;
use crate::queries::crew_places::Placed;
use crate::queries::crew_routes::RouteList;
use crate::queries::crew_work::Task;

/// A list with all that is printed of it.
#[derive(Clone, Debug)]
pub struct CrewList {
    pub code: String,
    pub name: String,
    /// `2025-12-31`.
    pub made_on: String,
    /// The revision of the world that it was made from.
    pub world_revision: Option<i32>,
    /// What was asked, as it was asked.
    pub request: Json,
    pub stops: Stops,
    /// The way along the roads, in degrees.
    pub route: Option<Shape>,
    /// Whether any of what it tells of is invented.
    pub is_invented: bool,
}

/// Lengths are kilometres along the roads with three decimals.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Stops {
    pub start: Start,
    pub returns: bool,
    pub stops: Vec<CrewStop>,
    pub home_km: Option<String>,
    pub length_km: String,
    pub unreachable: Vec<Unreached>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Start {
    pub lon: f64,
    pub lat: f64,
    pub road: Option<String>,
    pub chainage: Option<String>,
    pub offset_m: f64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CrewStop {
    /// From 1.
    pub n: usize,
    pub collection: String,
    pub code: String,
    pub road: Option<String>,
    pub road_name: Option<String>,
    pub chainage: Option<String>,
    /// `left`, `right` or `on`, looking up-chainage.
    pub side: Option<String>,
    pub offset_m: f64,
    pub lon: f64,
    pub lat: f64,
    pub jurisdiction: Option<String>,
    pub what: String,
    pub what_en: String,
    pub leg_km: String,
    pub total_km: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Unreached {
    pub collection: String,
    pub code: String,
    pub road: Option<String>,
    pub jurisdiction: Option<String>,
    pub what: String,
    pub what_en: String,
    /// `no_place`, `off_the_roads` or `no_way`.
    pub reason: String,
    pub why: String,
    pub why_en: String,
}

impl Stops {
    pub fn of(list: &RouteList) -> Self {
        let stops = (1..).zip(&list.stops).map(|(n, stop)| {
            let (road, chainage, side) = seen(&stop.placed);
            CrewStop {
                n,
                collection: stop.task.collection.to_owned(),
                code: stop.task.code.clone(),
                road: road.or_else(|| stop.task.road.clone()),
                road_name: stop.placed.road.and_then(|(road, ..)| road.name.as_deref()).map(str::to_owned),
                chainage,
                side,
                offset_m: rounded(stop.placed.away_m, 1e2),
                lon: rounded(stop.placed.at.lon(), 1e8),
                lat: rounded(stop.placed.at.lat(), 1e8),
                jurisdiction: stop.task.jurisdiction.clone(),
                what: stop.task.what.zh.clone(),
                what_en: stop.task.what.en.clone(),
                leg_km: km_of(stop.leg_mm),
                total_km: km_of(stop.total_mm),
            }
        });
        let (road, chainage, _) = seen(&list.start);
        Self {
            start: Start {
                lon: list.start.at.lon(),
                lat: list.start.at.lat(),
                road,
                chainage,
                offset_m: rounded(list.start.away_m, 1e2),
            },
            returns: list.home_mm.is_some(),
            stops: stops.collect(),
            home_km: list.home_mm.map(km_of),
            length_km: km_of(list.length_mm),
            unreachable: list.unreachable.iter().map(|(task, why)| unreached(task, *why)).collect(),
        }
    }
}

fn unreached(task: &Task, why: crate::queries::crew_routes::Unreachable) -> Unreached {
    let (zh, en) = why.words();
    Unreached {
        collection: task.collection.to_owned(),
        code: task.code.clone(),
        road: task.road.clone(),
        jurisdiction: task.jurisdiction.clone(),
        what: task.what.zh.clone(),
        what_en: task.what.en.clone(),
        reason: why.as_str().to_owned(),
        why: zh.to_owned(),
        why_en: en,
    }
}

/// Road, chainage to the metre, and side.
fn seen(placed: &Placed) -> (Option<String>, Option<String>, Option<String>) {
    let Some((road, chainage, projection)) = placed.road else { return (None, None, None) };
    let side = match projection.side() {
        Side::Left => "left",
        Side::Right => "right",
        Side::On => "on",
    };
    let metres = crate::geom::Chainage::from_metres(chainage.metres().round()).unwrap_or(chainage);
    (Some(road.code.to_string()), Some(metres.to_string()), Some(side.to_owned()))
}

fn rounded(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53 mm")]
fn km_of(mm: u64) -> String {
    format!("{:.3}", mm as f64 / 1e6)
}

impl CrewStop {
    /// Short, and unlike any other of its list: `001 X003411024 K12+345`.
    pub fn name(&self) -> String {
        match (&self.road, &self.chainage) {
            (Some(road), Some(chainage)) => format!("{:03} {road} {chainage}", self.n),
            _ => format!("{:03} {}", self.n, self.code),
        }
    }

    /// What to do and where, in lines.
    pub fn described(&self) -> String {
        let road = [self.road_name.as_deref(), self.road.as_deref(), self.chainage.as_deref()];
        let road: Vec<&str> = road.into_iter().flatten().collect();
        let aside = match self.side_zh() {
            "" | "路上" => String::new(),
            side => format!("，{side}，偏距 {} m", self.offset_m),
        };
        format!("{}\n{}{aside}\n本段 {} km，累计 {} km", self.what, road.join(" "), self.leg_km, self.total_km)
    }

    pub fn side_zh(&self) -> &'static str {
        match self.side.as_deref() {
            Some("left") => "左侧",
            Some("right") => "右侧",
            Some("on") => "路上",
            _ => "",
        }
    }

    pub fn kind_zh(&self) -> &'static str {
        kind_zh(&self.collection)
    }
}

/// The title of a collection.
pub(super) fn kind_zh(collection: &str) -> &'static str {
    collections::named(collection).map_or("其他", |collection| collection.title_zh)
}

impl CrewList {
    /// What is said of the list beside its stops: of which day it is, how long, on what it rests.
    pub fn summary(&self) -> Vec<String> {
        let Stops { stops, unreachable, length_km, home_km, .. } = &self.stops;
        let end = home_km.as_ref().map_or_else(|| "不返回起点".to_owned(), |km| format!("返回起点 {km} km"));
        let mut lines = vec![format!(
            "编号 {}，编制日期 {}，作业点 {} 处，全程 {length_km} km，{end}",
            self.code,
            self.made_on,
            stops.len()
        )];
        if !unreachable.is_empty() {
            lines.push(format!("不可达 {} 处：", unreachable.len()));
            lines.extend(unreachable.iter().map(|left| format!("{}（{}）：{}", left.what, left.code, left.why)));
        }
        lines.extend(ASSUMPTIONS.map(|(_, zh, _)| format!("假定：{zh}")));
        if self.is_invented {
            lines.push("数据为虚构，仅供演示".to_owned());
        }
        lines
    }

    /// What HTTP answers.
    pub fn to_json(&self) -> Json {
        json!({
            "id": self.code,
            "name": self.name,
            "made_on": self.made_on,
            "world_revision": self.world_revision,
            "request": self.request,
            "start": self.stops.start,
            "returns": self.stops.returns,
            "stops": self.stops.stops,
            "home_km": self.stops.home_km,
            "length_km": self.stops.length_km,
            "unreachable": self.stops.unreachable,
            "route": self.route.as_ref().map(geometry_to_geojson),
            "assumptions": ASSUMPTIONS.map(|(id, zh, en)| json!({"id": id, "text": zh, "text_en": en})),
            "invented": self.is_invented,
        })
    }
}

/// What a list rests on and nobody has recorded.
pub const ASSUMPTIONS: [(&str, &str, &str); 3] = [
    (
        "R-way",
        "路线按登记里程取最短，双向均可通行；单行、限高限载和封闭路段没有登记，须现场核对",
        "The way is the shortest by the length that counts, each road passable both ways; one-way roads, limits of height and load and closures are not recorded",
    ),
    ("R-order", "停靠顺序由启发式算法求得，不保证为最短", "The order is a good one, not proven to be the shortest"),
    (
        "R-foot",
        "里程只计道路，离开道路到作业点的距离另列为偏距",
        "Lengths are along the roads; how far a stop lies off the road is given as its offset",
    ),
];
