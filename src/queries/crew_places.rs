//! Where on the roads a task is: on which road at which chainage, and on which link of the graph.

use geo::InteriorPoint;
use geo_types::Geometry;

use crate::geom::Chainage;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Projection;
use crate::geom::Shape;
use crate::geom::distance_sq_to_piece;
use crate::network::OnLink;
use crate::queries::crew_work::Task;
use crate::queries::nearest_pipe::seen_from;
use crate::queries::zone::widened;
use crate::world::Road;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// A crew walks no farther from the road than this, metres.
pub const STOP_REACH_M: f64 = 1_000.0;
/// So far from the nearest road a crew may start, metres.
pub const START_REACH_M: f64 = 5_000.0;
/// The inventory may draw a segment beside its road; farther off it is another place, metres.
const BESIDE_M: f64 = 30.0;

/// A place, seen from the roads.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    pub at: LonLat,
    /// Of the road of the place, where one is drawn.
    pub road: Option<(&'a Road, Chainage, Projection)>,
    /// From the place to the roads, metres.
    pub away_m: f64,
    pub on: OnLink,
}

/// Why a task has no place on the roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// Neither a geometry nor a road with a chainage that is on it.
    Nowhere,
    /// No segment of a road within reach.
    OffTheRoads,
}

/// Where a task is: at its point or where its line begins; at the seat of an area, else within it;
/// without a geometry at its chainage.
pub fn place_of(world: &World, task: &Task) -> Option<LonLat> {
    let drawn = task.shape.as_ref().and_then(|shape| representative(world, task, shape));
    drawn.or_else(|| {
        let road = world.roads().road(task.road.as_deref()?)?;
        road.grid.unproject(road.alignment.place_at(task.from?)?)
    })
}

fn representative(world: &World, task: &Task, shape: &Shape) -> Option<LonLat> {
    let corner = match shape {
        Geometry::Point(at) => at.0,
        Geometry::LineString(line) => *line.0.first()?,
        Geometry::MultiLineString(lines) => *lines.0.first()?.0.first()?,
        area => {
            return seat_of(world, task)
                .or_else(|| LonLat::new(area.interior_point()?.x(), area.interior_point()?.y()).ok());
        }
    };
    LonLat::new(corner.x, corner.y).ok()
}

fn seat_of(world: &World, task: &Task) -> Option<LonLat> {
    let row = world.jurisdictions().find(&task.code).filter(|_| task.collection == "jurisdictions")?;
    let number = |field: &str| match row.value(field) {
        crate::domain::Value::Real(number) => Some(number),
        _ => None,
    };
    LonLat::new(number("seat_lon")?, number("seat_lat")?).ok()
}

/// A task on the roads: on its own road where that is recorded and near, else on the nearest.
pub fn placed<'a>(world: &'a World, task: &Task) -> Result<Placed<'a>, Unplaced> {
    let at = place_of(world, task).ok_or(Unplaced::Nowhere)?;
    place_on_roads(world, at, task.road.as_deref(), STOP_REACH_M).ok_or(Unplaced::OffTheRoads)
}

/// A place on the roads; `None` where no segment is within reach.
pub fn place_on_roads<'a>(world: &'a World, at: LonLat, own: Option<&str>, reach_m: f64) -> Option<Placed<'a>> {
    let roads = world.roads();
    let own = own.and_then(|code| roads.road(code)).filter(|road| seen(road, at).offset_m.abs() <= reach_m);
    let road = own.or_else(|| roads.nearest(at, reach_m));
    if let Some(road) = road {
        let projection = seen(road, at);
        let foot = road.grid.unproject(road.alignment.place_at_position(projection.position_m));
        if let Some((away_m, on)) = foot.and_then(|foot| link_beside(world, road, foot))
            && away_m <= BESIDE_M
        {
            let chainage = road.alignment.chainage_at(projection.position_m);
            return Some(Placed {
                at,
                road: Some((road, chainage, projection)),
                away_m: projection.offset_m.abs(),
                on,
            });
        }
    }
    // A road without segments leads nowhere: whatever segment is nearest, and its road.
    let (segment, away_m, on) = nearest_segment(world, at, reach_m)?;
    let road = segment.road.as_deref().and_then(|code| roads.road(code)).map(|road| {
        let projection = seen(road, at);
        (road, road.alignment.chainage_at(projection.position_m), projection)
    });
    Some(Placed { at, road, away_m, on })
}

fn seen(road: &Road, at: LonLat) -> Projection {
    road.alignment.nearest(road.grid.project(at))
}

/// The segment of a road that is nearest to a place; of two the first by chainage.
fn link_beside(world: &World, road: &Road, at: LonLat) -> Option<(f64, OnLink)> {
    let mut best: Option<(f64, f64, &Segment)> = None;
    for segment in world.roads().segments_of(&road.code) {
        let Some((distance_m, share)) = seen_along(segment, segment.grid.project(at)) else { continue };
        if best.is_none_or(|(nearest_m, ..)| distance_m < nearest_m) {
            best = Some((distance_m, share, segment));
        }
    }
    let (distance_m, share, segment) = best?;
    Some((distance_m, on_link(world, segment, share)?))
}

fn seen_along(segment: &Segment, at: GridPoint) -> Option<(f64, f64)> {
    let mut best: Option<(f64, f64)> = None;
    let mut reached = 0.0;
    for piece in segment.line.lines() {
        let (a, b) = ([piece.start.x, piece.start.y], [piece.end.x, piece.end.y]);
        let (distance_sq, along) = distance_sq_to_piece(at.xy(), a, b);
        let length = (a[0] - b[0]).hypot(a[1] - b[1]);
        if distance_sq.is_finite() && best.is_none_or(|best| distance_sq < best.0) {
            best = Some((distance_sq, reached + along * length));
        }
        reached += length;
    }
    let (distance_sq, along) = best?;
    Some((distance_sq.sqrt(), if reached > 0.0 { along / reached } else { 0.0 }))
}

/// Of equally near ones the one whose code comes first.
fn nearest_segment(world: &World, at: LonLat, within_m: f64) -> Option<(&Segment, f64, OnLink)> {
    let mut best: Option<(f64, f64, Row)> = None;
    let reach = widened(geo_types::Rect::new(at.coord(), at.coord()), within_m);
    for shard in world.named("road_segments").shards_near(reach) {
        shard.near_box(reach, |row| {
            let row = Row { shard, row };
            let Some(found) = seen_from(row, at).filter(|found| found.distance_m <= within_m) else { return };
            let is_nearer = |(distance_m, _, best): &(f64, f64, Row)| {
                found.distance_m.total_cmp(distance_m).then(row.code().cmp(best.code())).is_lt()
            };
            if best.as_ref().is_none_or(is_nearer) {
                best = Some((found.distance_m, found.place.share, row));
            }
        });
    }
    let (distance_m, share, row) = best?;
    let segment = world.roads().segments_on(row.text("road_code")).find(|segment| *segment.code == *row.code())?;
    Some((segment, distance_m, on_link(world, segment, share)?))
}

fn on_link(world: &World, segment: &Segment, share: f64) -> Option<OnLink> {
    let length = length_mm(segment);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "shares of 1"
    )]
    let along = ((length as f64 * share).round() as u64).min(length);
    Some(OnLink { link: world.roads().link_of(segment)?, mm: [along, length - along] })
}

/// Whole millimetres of the length that counts: official mileage where recorded, else geodesic.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length is not negative, and below 2^63 mm"
)]
pub fn length_mm(segment: &Segment) -> u64 {
    (segment.length_m * 1000.0).round().max(0.0) as u64
}
