//! Which roads a zone cuts, from where to where, and who answers for what is cut.

use std::collections::BTreeSet;
use std::collections::HashMap;

use chrono::NaiveDate;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;

use crate::domain::Value;
use crate::domain::collections;
use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Chainage;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::geom::geodesic;
use crate::queries::Zone;
use crate::queries::assets_within;
use crate::queries::on_grid::OnGrid;
use crate::world::Post;
use crate::world::Row;
use crate::world::World;

/// A bridge that names no road belongs to the cut that it lies on, metres.
const ON_THE_ROAD_M: f64 = 15.0;

/// What of a road lies in a zone, without a gap.
#[derive(Debug)]
pub struct RoadCut<'a> {
    /// `None` for a street that belongs to no road.
    pub road: Option<&'a str>,
    /// Codes of the segments, in the order of their chainage.
    pub segments: Vec<&'a str>,
    /// In whole metres, widened outward; `None` where the chainage of the segment is not recorded.
    pub stretch: Option<Stretch>,
    /// Official mileage where recorded, else geodesic; of a part of a segment, in proportion.
    pub length_m: f64,
    /// Those in the zone, in the order of their codes.
    pub bridges: Vec<Row<'a>>,
    /// Who answers for it on the day, in the order of their codes; none for roads that are not rural.
    pub chiefs: Vec<&'a Post>,
}

impl<'a> RoadCut<'a> {
    /// The code of the road, or of the segment where it belongs to none.
    pub fn code(&self) -> &'a str {
        self.road.or(self.segments.first().copied()).unwrap_or_default()
    }
}

/// A part of one segment.
struct Part<'a> {
    road: Option<&'a str>,
    segment: &'a str,
    stretch: Option<Stretch>,
    length_m: f64,
    /// In metres of `grid`, with its ends.
    corners: Vec<Coord<f64>>,
    grid: &'a Grid,
}

/// The stretches of roads and streets that lie in a zone, by road, then chainage, then segment. A road is cut
/// where it crosses the boundary; what only touches the zone is not cut.
pub fn roads_cut<'a>(world: &'a World, zone: &Zone, on: NaiveDate) -> Vec<RoadCut<'a>> {
    let mut parts = parts_in(world, zone);
    let from = |part: &Part| part.stretch.map(Stretch::from);
    parts.sort_by(|a, b| (a.road, from(a), a.segment).cmp(&(b.road, from(b), b.segment)));
    let mut runs: Vec<Vec<Part>> = Vec::new();
    for part in parts {
        match runs.last_mut() {
            Some(run) if follows(run, &part) => run.push(part),
            _ => runs.push(vec![part]),
        }
    }
    let bridges = assets_within(world, collections::named("bridges").expect("a name of the contract"), zone);
    let mut general: HashMap<&str, Vec<&Post>> = HashMap::new();
    for post in world.chiefs().posts().filter(|post| post.is_general()) {
        if let Some(jurisdiction) = post.jurisdiction.as_deref() {
            general.entry(jurisdiction).or_default().push(post);
        }
    }
    runs.iter().map(|run| cut(world, run, &bridges, &general, on)).collect()
}

fn follows(run: &[Part], part: &Part) -> bool {
    let last = run.last().and_then(|last| Some((last.road?, last.stretch?.to())));
    last.is_some() && last == part.road.zip(part.stretch.map(Stretch::from))
}

fn parts_in<'a>(world: &'a World, zone: &Zone) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let reach = zone.reach();
    for shard in world.named("road_segments").shards_near(reach) {
        let on_grid = OnGrid::of(zone, shard.grid());
        shard.near_box(reach, |row| {
            let row = Row { shard, row };
            let Some(Geometry::LineString(line)) = shard.grid_shape(row.row) else { return };
            for shares in on_grid.shares_of(line) {
                parts.push(part(row, line, shares));
            }
        });
    }
    parts
}

fn part<'a>(row: Row<'a>, line: &LineString<f64>, (from, to): (f64, f64)) -> Part<'a> {
    let ends = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
    let whole = ends.0.zip(ends.1).and_then(|(from, to)| Stretch::new(from, to));
    let at = |whole: Stretch, share: f64| Chainage::from_metres(whole.from().metres() + share * whole.length_m());
    let length_m = match row.value("official_length_km") {
        Value::Real(km) => km * 1000.0,
        _ => match row.shard.shape_ref(row.row) {
            Some(Geometry::LineString(line)) => geodesic::length_m(line),
            _ => 0.0,
        },
    };
    Part {
        road: row.text("road_code"),
        segment: row.code(),
        stretch: whole.and_then(|whole| Stretch::new(at(whole, from)?, at(whole, to)?)),
        length_m: length_m * (to - from),
        corners: corners_between(line, from, to),
        grid: row.shard.grid(),
    }
}

/// The corners of a line between two shares of its length, with the places at both.
fn corners_between(line: &LineString<f64>, from: f64, to: f64) -> Vec<Coord<f64>> {
    let length = |a: Coord<f64>, b: Coord<f64>| (b.x - a.x).hypot(b.y - a.y);
    let total: f64 = line.lines().map(|piece| length(piece.start, piece.end)).sum();
    let (from_m, to_m) = (from * total, to * total);
    let (mut reached_m, mut corners) = (0.0, Vec::new());
    for piece in line.lines() {
        let length_m = length(piece.start, piece.end);
        if length_m > 0.0 && reached_m + length_m >= from_m && reached_m <= to_m {
            let at = |metres: f64| piece.start + piece.delta() * ((metres - reached_m) / length_m).clamp(0.0, 1.0);
            corners.extend([at(from_m), at(to_m)]);
        }
        reached_m += length_m;
    }
    corners.dedup();
    corners
}

fn cut<'a>(
    world: &'a World,
    run: &[Part<'a>],
    bridges: &[Row<'a>],
    general: &HashMap<&str, Vec<&'a Post>>,
    on: NaiveDate,
) -> RoadCut<'a> {
    let first = &run[0];
    let last = &run[run.len() - 1];
    let exact = first.stretch.zip(last.stretch).and_then(|(first, last)| Stretch::new(first.from(), last.to()));
    let mut segments: Vec<&str> = run.iter().map(|part| part.segment).collect();
    segments.dedup();
    RoadCut {
        road: first.road,
        segments,
        stretch: exact.map(|exact| in_whole_metres(world, first.road, exact)),
        length_m: run.iter().map(|part| part.length_m).sum(),
        bridges: bridges.iter().filter(|bridge| is_on(**bridge, run, exact)).copied().collect(),
        chiefs: chiefs_of(world, run, exact, general, on),
    }
}

/// A stretch widened to whole metres, but not past the ends of its road.
fn in_whole_metres(world: &World, road: Option<&str>, exact: Stretch) -> Stretch {
    let widened = Stretch::new(
        Chainage::from_mm(exact.from().mm() / 1000 * 1000),
        Chainage::from_mm(exact.to().mm().div_ceil(1000).saturating_mul(1000)),
    );
    let ends = road.map(|road| world.roads().segments_of(road).filter_map(|segment| segment.stretch));
    let whole = ends.and_then(|mut ends| {
        let first = ends.next()?;
        Some(ends.fold((first.from(), first.to()), |(from, to), next| (from.min(next.from()), to.max(next.to()))))
    });
    match (widened, whole) {
        (Some(widened), Some((from, to))) => {
            Stretch::new(widened.from().max(from), widened.to().min(to)).unwrap_or(exact)
        }
        (Some(widened), None) => widened,
        (None, _) => exact,
    }
}

fn is_on(bridge: Row, run: &[Part], stretch: Option<Stretch>) -> bool {
    match (bridge.text("road_code"), run[0].road) {
        (Some(named), road) => {
            let chainage = bridge.value("chainage").as_chainage();
            // The end of a stretch belongs to it here: half of the bridge lies in the zone.
            let holds = |(at, stretch): (Chainage, Stretch)| stretch.from() <= at && at <= stretch.to();
            road == Some(named) && chainage.zip(stretch).is_none_or(holds)
        }
        (None, _) => {
            let [lon, lat] = bridge.shard.lonlat(bridge.row);
            run.iter().any(|part| {
                let at = part.grid.project_coord(Coord { x: lon, y: lat });
                let near = |pair: &[Coord<f64>]| {
                    let [a, b] = [pair[0], pair[1]].map(|corner| [corner.x, corner.y]);
                    crate::geom::distance_sq_to_piece([at.x, at.y], a, b).0 <= ON_THE_ROAD_M * ON_THE_ROAD_M
                };
                part.corners.windows(2).any(near)
            })
        }
    }
}

/// General posts of the jurisdictions that the cut passes, and route posts that hold any of it. Where the
/// chainage is not known, every route post of the road: one of them answers for it.
fn chiefs_of<'a>(
    world: &'a World,
    run: &[Part<'a>],
    stretch: Option<Stretch>,
    general: &HashMap<&str, Vec<&'a Post>>,
    on: NaiveDate,
) -> Vec<&'a Post> {
    let Some(road) = run[0].road else { return Vec::new() };
    let class = world.named("roads").find(road).and_then(|road| road.text("class"));
    if !class.is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class)) {
        return Vec::new();
    }
    let place = |grid: &Grid, at: &Coord<f64>| grid.unproject(GridPoint { easting: at.x, northing: at.y });
    let places = run.iter().flat_map(|part| part.corners.iter().filter_map(|at| place(part.grid, at)));
    let finest: BTreeSet<&str> = places.filter_map(|at: LonLat| world.jurisdictions().finest_at(at)).collect();
    let tree = world.jurisdictions().tree();
    let governed = finest.iter().filter_map(|code| tree.find(code)).flat_map(|leaf| tree.adds_to(leaf));
    let mut posts: Vec<&Post> =
        governed.filter_map(|unit| general.get(&*tree.unit(unit).code)).flatten().copied().collect();
    let assigned =
        world.chiefs().on_road(road, on).filter(|(held, _)| stretch.is_none_or(|cut| held.reach.within(cut).is_some()));
    posts.extend(assigned.map(|(_, post)| post));
    posts.sort_by(|a, b| a.code.cmp(&b.code));
    posts.dedup_by(|a, b| a.code == b.code);
    posts
}
