//! The pipe that lies nearest to a place, and where along it.

use geo_types::Coord;
use geo_types::Line;
use geo_types::LineString;
use geo_types::Rect;

use crate::domain::Value;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::distance_sq_to_piece;
use crate::queries::Utility;
use crate::queries::near_lines::line_strings;
use crate::queries::zone::widened;
use crate::world::Row;
use crate::world::World;

/// A pipe, seen from a place.
#[derive(Clone, Copy, Debug)]
pub struct NearestPipe<'a> {
    pub row: Row<'a>,
    /// Grid metres.
    pub distance_m: f64,
    pub place: PlaceOnPipe,
}

/// The place of a pipe that is nearest to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceOnPipe {
    /// How far along its line as it is drawn, from 0 to 1.
    pub share: f64,
    pub at: LonLat,
}

/// The nearest pipe of a network within a distance in the grid; one that is out of service is passed
/// over. Of equally near ones the one whose code comes first.
pub fn nearest_pipe(world: &World, utility: Utility, at: LonLat, within_m: f64) -> Option<NearestPipe<'_>> {
    let mut best: Option<NearestPipe> = None;
    let reach = widened(Rect::new(at.coord(), at.coord()), within_m);
    for shard in world.named(utility.pipes()).shards_near(reach) {
        let on_grid = shard.grid().project(at).xy();
        if !on_grid[0].is_finite() {
            continue;
        }
        let [min, max] = [-within_m, within_m].map(|by| on_grid.map(|axis| axis + by));
        shard.in_box(min, max, |row| {
            let row = Row { shard, row };
            let Some(found) = seen_from(row, at).filter(|found| found.distance_m <= within_m) else { return };
            let is_nearer = |best: &NearestPipe| {
                (found.distance_m, row.code()).partial_cmp(&(best.distance_m, best.row.code()))
                    == Some(std::cmp::Ordering::Less)
            };
            if best.as_ref().is_none_or(is_nearer) && row.value("in_service") != Value::Boolean(false) {
                best = Some(found);
            }
        });
    }
    best
}

/// A pipe seen from a place; `None` where it has no line or the grid does not reach.
pub fn seen_from(pipe: Row<'_>, at: LonLat) -> Option<NearestPipe<'_>> {
    let grid = pipe.shard.grid();
    let from = grid.project(at).xy();
    let mut best: Option<(f64, f64, [f64; 2])> = None;
    let mut reached = 0.0;
    for piece in line_strings(pipe.shard.grid_shape(pipe.row)?).iter().flat_map(LineString::lines) {
        let [a, b] = [piece.start, piece.end].map(|Coord { x, y }| [x, y]);
        let (distance_sq, share) = distance_sq_to_piece(from, a, b);
        let length = (a[0] - b[0]).hypot(a[1] - b[1]);
        if distance_sq.is_finite() && best.is_none_or(|best| distance_sq < best.0) {
            let foot = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
            best = Some((distance_sq, reached + share * length, foot));
        }
        reached += length;
    }
    let (distance_sq, along, [easting, northing]) = best?;
    let share = if reached > 0.0 { along / reached } else { 0.0 };
    let at = grid.unproject(GridPoint { easting, northing })?;
    Some(NearestPipe { row: pipe, distance_m: distance_sq.sqrt(), place: PlaceOnPipe { share, at } })
}

/// The place of a pipe at a share of its line as it is drawn, from 0 to 1; `None` where it has no line or
/// the grid does not reach.
pub fn place_along(pipe: Row, share: f64) -> Option<LonLat> {
    let pieces: Vec<Line> = line_strings(pipe.shard.grid_shape(pipe.row)?).iter().flat_map(LineString::lines).collect();
    let length = |piece: &Line| piece.dx().hypot(piece.dy());
    let mut left = share * pieces.iter().map(length).sum::<f64>();
    let last = pieces.last()?;
    let mut at = last.end;
    for piece in &pieces {
        let metres = length(piece);
        if left <= metres {
            let share = if metres > 0.0 { left / metres } else { 0.0 };
            at = piece.start + piece.delta() * share;
            break;
        }
        left -= metres;
    }
    pipe.shard.grid().unproject(GridPoint { easting: at.x, northing: at.y })
}
