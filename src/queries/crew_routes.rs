//! The list of a crew: which stops, in which order, along which roads.
//!
//! The way between two stops is the shortest along the graph of the roads, by the length that counts;
//! which roads are one-way, closed or too narrow for a lorry is not known. The order is a short tour
//! through all stops (`network::tour`), not proven to be the shortest.

use std::collections::HashMap;
use std::collections::HashSet;

use chrono::NaiveDate;
use geo_types::Coord;
use geo_types::LineString;

use crate::domain::collections;
use crate::geom::Chainage;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::Stretch;
use crate::network::Distances;
use crate::network::OnLink;
use crate::network::Passed;
use crate::network::Ways;
use crate::network::round_trip;
use crate::network::walk;
use crate::queries::Zone;
use crate::queries::assets_within;
use crate::queries::chiefs;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::crew_places::Placed;
use crate::queries::crew_places::START_REACH_M;
use crate::queries::crew_places::STOP_REACH_M;
use crate::queries::crew_places::Unplaced;
use crate::queries::crew_places::length_mm;
use crate::queries::crew_places::place_on_roads;
use crate::queries::crew_places::placed;
use crate::queries::crew_work::Task;
use crate::queries::on_grid::OnGrid;
use crate::queries::workers::spread;
use crate::world::World;

/// More than anybody does in a day, or could read.
pub const MOST_STOPS: usize = 1_000;

/// Where work is looked for: within all that is given.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// It and all below it.
    pub jurisdiction: Option<String>,
    /// What the post answers for on the day.
    pub post: Option<String>,
    pub area: Option<Zone>,
}

/// Where a crew starts, and whether it comes back.
#[derive(Clone, Copy, Debug)]
pub struct Journey {
    pub start: LonLat,
    pub returns: bool,
}

/// A list in order. Lengths are in millimetres along the roads.
#[derive(Debug)]
pub struct RouteList<'a> {
    pub start: Placed<'a>,
    pub stops: Vec<Stop<'a>>,
    /// The way back; `None` where the crew stays at the last stop.
    pub home_mm: Option<u64>,
    pub length_mm: u64,
    /// In the order in which the tasks were given.
    pub unreachable: Vec<(Task, Unreachable)>,
    /// The way along the roads, in degrees; `None` where it has no length.
    pub line: Option<LineString<f64>>,
}

#[derive(Debug)]
pub struct Stop<'a> {
    pub task: Task,
    pub placed: Placed<'a>,
    /// From the stop before, or from the start.
    pub leg_mm: u64,
    /// From the start.
    pub total_mm: u64,
}

/// Why a crew does not get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    NoPlace,
    OffTheRoads,
    /// On roads that do not hang together with those of the start.
    NoWay,
}

/// Why there is no list.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoRouteList {
    #[error("{found} stops are asked for; a list has at most {MOST_STOPS}: ask for less work, or for a smaller area")]
    TooMany { found: usize },
    #[error("no road within {START_REACH_M} m of the start; give a place on a road or near one")]
    Start,
    #[error(transparent)]
    Post(#[from] NoSuchPost),
}

impl Unreachable {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoPlace => "no_place",
            Self::OffTheRoads => "off_the_roads",
            Self::NoWay => "no_way",
        }
    }

    /// In words: Chinese, English.
    pub fn words(self) -> (&'static str, String) {
        match self {
            Self::NoPlace => ("没有位置信息", "no place is recorded".to_owned()),
            Self::OffTheRoads => ("附近没有路段", format!("no segment of a road within {STOP_REACH_M} m")),
            Self::NoWay => ("与起点之间没有连通的道路", "no way along the roads from the start".to_owned()),
        }
    }
}

/// Makes a list of tasks within bounds on a day. Tasks that cannot be reached are named with the reason.
pub fn route_list<'a>(
    world: &'a World,
    tasks: Vec<Task>,
    within: &Within,
    journey: Journey,
    on: NaiveDate,
) -> Result<RouteList<'a>, NoRouteList> {
    let start = place_on_roads(world, journey.start, None, START_REACH_M).ok_or(NoRouteList::Start)?;
    let bounds = Bounds::of(world, within, on)?;
    let mut stops = Vec::new();
    let mut unreachable = Vec::new();
    let tasks: Vec<Task> = tasks.into_iter().filter(|task| bounds.recorded(task) != Some(false)).collect();
    let surely = tasks.iter().filter(|task| bounds.recorded(task) == Some(true)).count();
    if surely > MOST_STOPS {
        return Err(NoRouteList::TooMany { found: surely });
    }
    for task in tasks {
        let seen = placed(world, &task);
        if !bounds.hold(&task, seen.as_ref().ok()) {
            continue;
        }
        match seen {
            Ok(place) => stops.push((task, place)),
            Err(Unplaced::Nowhere) => unreachable.push((task, Unreachable::NoPlace)),
            Err(Unplaced::OffTheRoads) => unreachable.push((task, Unreachable::OffTheRoads)),
        }
    }
    if stops.len() + unreachable.len() > MOST_STOPS {
        return Err(NoRouteList::TooMany { found: stops.len() + unreachable.len() });
    }
    let roads = world.roads();
    let ways = Ways::new(roads.graph(), roads.segments().map(length_mm).collect());
    let places: Vec<OnLink> = stops.iter().map(|(_, place)| place.on).collect();
    let reached = ways.distances(start.on, &places);
    let (near, far): (Vec<_>, Vec<_>) = stops.into_iter().zip(reached).partition(|(_, reached)| reached.is_some());
    unreachable.extend(far.into_iter().map(|((task, _), _)| (task, Unreachable::NoWay)));
    let near: Vec<(Task, Placed)> = near.into_iter().map(|(stop, _)| stop).collect();

    let places: Vec<OnLink> = std::iter::once(start.on).chain(near.iter().map(|(_, place)| place.on)).collect();
    let order = in_order(&ways, &places, journey.returns);
    let mut visits = order.clone();
    visits.extend(journey.returns.then_some(0));
    let pairs: Vec<[OnLink; 2]> = visits.windows(2).map(|pair| [places[pair[0]], places[pair[1]]]).collect();
    let legs = spread(&pairs, |[from, to]| ways.way(*from, *to).unwrap_or_default());
    let line = line_along(world, &legs);
    let mut near: Vec<Option<(Task, Placed)>> = near.into_iter().map(Some).collect();
    let mut list = RouteList { start, stops: Vec::new(), home_mm: None, length_mm: 0, unreachable, line };
    for (leg, visit) in legs.iter().zip(&visits[1..]) {
        let leg_mm = leg.iter().map(|part| part.length_mm()).sum();
        list.length_mm += leg_mm;
        match visit.checked_sub(1).and_then(|at| near[at].take()) {
            Some((task, placed)) => list.stops.push(Stop { task, placed, leg_mm, total_mm: list.length_mm }),
            None => list.home_mm = Some(leg_mm),
        }
    }
    Ok(list)
}

/// The order in which to visit places, the start first.
fn in_order(ways: &Ways, places: &[OnLink], returns: bool) -> Vec<usize> {
    let count = places.len();
    let numbers: Vec<usize> = (0..count).collect();
    let rows = spread(&numbers, |from| ways.distances(places[*from], &places[from + 1..]));
    let mut mm = vec![0_i64; count * count];
    for (from, row) in rows.iter().enumerate() {
        for (to, reached) in (from + 1..).zip(row) {
            // All of them are reached from the start.
            let reached = reached.and_then(|mm| i64::try_from(mm).ok()).unwrap_or(i64::MAX / 4);
            mm[from * count + to] = reached;
            mm[to * count + from] = reached;
        }
    }
    let distances = Distances::new(count, mm);
    if returns { round_trip(&distances) } else { walk(&distances) }
}

/// The way along the roads, in degrees.
fn line_along(world: &World, legs: &[Vec<Passed>]) -> Option<LineString<f64>> {
    let mut corners: Vec<Coord<f64>> = Vec::new();
    for part in legs.iter().flatten() {
        let segment = world.roads().segment_of(part.link);
        corners.extend(part_in_degrees(&segment.line, &segment.grid, *part, length_mm(segment)));
    }
    corners.dedup();
    (corners.len() > 1).then(|| LineString::new(corners))
}

/// The corners of a part of a segment, in the direction in which it is passed.
#[expect(clippy::cast_precision_loss, reason = "below 2^53 mm")]
fn part_in_degrees(line: &LineString<f64>, grid: &Grid, part: Passed, length_mm: u64) -> Vec<Coord<f64>> {
    let share = |mm: u64| if length_mm > 0 { mm as f64 / length_mm as f64 } else { 0.0 };
    let ends = (share(part.from_mm.min(part.to_mm)), share(part.from_mm.max(part.to_mm)));
    let place = |corner: &Coord<f64>| grid.unproject(GridPoint { easting: corner.x, northing: corner.y });
    let mut corners: Vec<Coord<f64>> =
        chiefs::part_of(line, ends).0.iter().filter_map(place).map(|place| rounded(place.coord())).collect();
    if part.from_mm > part.to_mm {
        corners.reverse();
    }
    corners
}

/// To nine decimals, a tenth of a millimetre: where segments meet, corners are one.
fn rounded(at: Coord<f64>) -> Coord<f64> {
    let round = |degrees: f64| (degrees * 1e9).round() / 1e9;
    Coord { x: round(at.x), y: round(at.y) }
}

/// Bounds, looked up once.
struct Bounds<'a> {
    world: &'a World,
    jurisdiction: Option<&'a str>,
    /// By road; a stretch that is not known is all of the road.
    post: Option<HashMap<&'a str, Vec<Option<Stretch>>>>,
    /// Collection and code of what lies in the area, and the area.
    area: Option<(HashSet<(&'static str, &'a str)>, &'a Zone)>,
}

/// The collections whose records tasks are about and that have a geometry.
const DRAWN: [&str; 3] = ["hazards", "violations", "bridges"];

impl<'a> Bounds<'a> {
    fn of(world: &'a World, within: &'a Within, on: NaiveDate) -> Result<Self, NoRouteList> {
        let post = within.post.as_deref().map(|post| -> Result<_, NoRouteList> {
            let mut held: HashMap<&str, Vec<Option<Stretch>>> = HashMap::new();
            for row in chiefs::roads_of(world, post, on)? {
                held.entry(row.segment.road.as_deref().unwrap_or_default()).or_default().push(row.stretch);
            }
            Ok(held)
        });
        let area = within.area.as_ref().map(|zone| {
            let collections = DRAWN.iter().filter_map(|name| collections::named(name));
            let found = collections.flat_map(|collection| {
                assets_within(world, collection, zone).into_iter().map(|row| (collection.name, row.code()))
            });
            (found.collect(), zone)
        });
        Ok(Self { world, jurisdiction: within.jurisdiction.as_deref(), post: post.transpose()?, area })
    }

    /// What the record alone says, before anybody looks for the place.
    fn recorded(&self, task: &Task) -> Option<bool> {
        let areas = self.world.jurisdictions();
        let is_in = match (self.jurisdiction, task.jurisdiction.as_deref()) {
            (None, _) => Some(true),
            (Some(code), Some(recorded)) if areas.is_within(recorded, code) => Some(true),
            (Some(code), Some(recorded)) if !areas.is_within(code, recorded) => Some(false),
            _ => None,
        };
        is_in.filter(|is_in| !is_in || (self.post.is_none() && self.area.is_none()))
    }

    fn hold(&self, task: &Task, placed: Option<&Placed>) -> bool {
        self.jurisdiction.is_none_or(|code| self.is_in(code, task, placed))
            && self.post.as_ref().is_none_or(|held| is_held(held, task, placed))
            && self.area.as_ref().is_none_or(|(codes, zone)| {
                codes.contains(&(task.collection, &*task.code))
                    || (!DRAWN.contains(&task.collection) && placed.is_some_and(|placed| lies_in(zone, placed.at)))
            })
    }

    /// By what is recorded; where that is coarser than what is asked, by place.
    fn is_in(&self, code: &str, task: &Task, placed: Option<&Placed>) -> bool {
        let areas = self.world.jurisdictions();
        task.jurisdiction.as_deref().is_some_and(|recorded| areas.is_within(recorded, code))
            || placed.is_some_and(|placed| areas.holds(code, placed.at) == Some(true))
    }
}

/// On the boundary is inside.
fn lies_in(zone: &Zone, at: LonLat) -> bool {
    let grid = Grid::of(at);
    OnGrid::of(zone, &grid).meets(&grid.project_shape(&Shape::Point(at.coord().into())))
}

/// Both ends of a stretch belong to it here: better twice on a list than on none.
fn is_held(held: &HashMap<&str, Vec<Option<Stretch>>>, task: &Task, placed: Option<&Placed>) -> bool {
    let seen = placed.and_then(|placed| placed.road).map(|(road, chainage, _)| (&*road.code, chainage));
    let recorded = || Some((task.road.as_deref()?, task.from?));
    let Some((road, at)) = seen.or_else(recorded) else { return false };
    let holds = |stretch: &Option<Stretch>| {
        stretch.is_none_or(|stretch: Stretch| (stretch.from()..=stretch.to()).contains::<Chainage>(&at))
    };
    held.get(road).is_some_and(|stretches| stretches.iter().any(holds))
}
