//! Segments whose lengths do not agree, that leave their road, or that lie in another jurisdiction than is
//! recorded.

use geo::Closest;
use geo::ClosestPoint;
use geo::Intersects;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::MultiPolygon;
use geo_types::Point;

use crate::app::check::Finding;
use crate::app::check::start_of;
use crate::domain::Value;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::cutting::shares_inside;
use crate::geom::geodesic;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// Official mileage is written in whole metres, as is chainage: they may differ by one (rules F1b).
const CHAINAGE_M: f64 = 1.0;
/// Official mileage follows the ground, and its ends are read to some metres on the map: a line may be so
/// much longer or shorter, and by this share. A slope of 10 % is half a percent; lines drawn for maps lose
/// about one.
const LINE_M: f64 = 20.0;
const LINE_SHARE: f64 = 0.02;
/// So far may a corner lie off the road or outside of the jurisdiction, metres: two surveys of one place.
const OFF_M: f64 = 20.0;
/// What rounding leaves of a difference of whole metres.
const HAIR_M: f64 = 1e-6;

fn push(found: &mut Vec<Finding>, rule: &'static str, segment: &Segment, problem: String, at: Option<LonLat>) {
    found.push(Finding { rule, collection: "road_segments", code: segment.code.to_string(), problem, at });
}

/// Official mileage against the line and against the chainage.
pub(super) fn lengths(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("road_segments").rows() {
        let Value::Real(km) = row.value("official_length_km") else { continue };
        let Some(Geometry::LineString(line)) = row.shard.shape_ref(row.row) else { continue };
        let (official_m, line_m) = (km * 1000.0, geodesic::length_m(line));
        let at = line.0.first().and_then(|at| LonLat::new(at.x, at.y).ok());
        let mut push = |rule, problem| {
            found.push(Finding { rule, collection: "road_segments", code: row.code().to_owned(), problem, at });
        };
        let agrees = (official_m - line_m).abs() <= LINE_M + LINE_SHARE * official_m;
        if !agrees {
            push("length_line", format!("is {km:.3} km long by record, but {:.3} km on the map", line_m / 1000.0));
        }
        let ends = row.value("from_chainage").as_chainage().zip(row.value("to_chainage").as_chainage());
        let Some((from, to)) = ends.filter(|_| !is_break(row)) else { continue };
        let by_chainage_m = to.metres() - from.metres();
        if (by_chainage_m - official_m).abs() > CHAINAGE_M + HAIR_M {
            let by_chainage_km = by_chainage_m / 1000.0;
            let hint = if agrees {
                "; the line agrees with the record: a broken chain (断链) is a segment of its own"
            } else {
                ""
            };
            let problem = format!("is {km:.3} km long by record, but {by_chainage_km:.3} km from {from} to {to}{hint}");
            push("length_chainage", problem);
        }
    }
}

/// Whether a segment stands for a broken chain (断链): its code goes on with D and three digits after that of
/// its road, as in the provincial tables. Its chainage is not its length.
fn is_break(row: Row<'_>) -> bool {
    let rest = row.text("road_code").and_then(|road| row.code().strip_prefix(road));
    let digits = rest.and_then(|rest| rest.strip_prefix('D')).map(str::as_bytes);
    digits.is_some_and(|digits| digits.len() >= 3 && digits[..3].iter().all(u8::is_ascii_digit))
}

/// Segments that lie off the line of their road, or go on beyond its end.
pub(super) fn off_road(world: &World, found: &mut Vec<Finding>) {
    for segment in world.roads().segments() {
        let Some(road) = segment.road.as_deref().and_then(|code| world.roads().road(code)) else { continue };
        let on_road_grid = |corner: &Coord<f64>| {
            let at = GridPoint { easting: corner.x, northing: corner.y };
            if segment.grid.central_meridian() == road.grid.central_meridian() {
                return Some(at);
            }
            Some(road.grid.project(segment.grid.unproject(at)?))
        };
        let corners = segment.line.0.iter().filter_map(on_road_grid);
        let seen = corners.map(|corner| (corner, road.alignment.nearest(corner)));
        let Some((corner, seen)) = seen.max_by(|a, b| a.1.offset_m.abs().total_cmp(&b.1.offset_m.abs())) else {
            continue;
        };
        let off_m = seen.offset_m.abs();
        if off_m <= OFF_M {
            continue;
        }
        let is_beyond = seen.position_m <= 0.0 || seen.position_m >= road.alignment.length_m();
        let (rule, words) = if is_beyond {
            ("segment_beyond_road", "goes on beyond the end of")
        } else {
            ("segment_off_road", "lies off")
        };
        push(found, rule, segment, format!("{words} {} by {off_m:.0} m", road.code), road.grid.unproject(corner));
    }
}

/// Segments that leave the jurisdiction that is recorded.
pub(super) fn jurisdictions(world: &World, found: &mut Vec<Finding>) {
    for segment in world.roads().segments() {
        let Some(recorded) = segment.jurisdiction.as_deref() else { continue };
        let Some(area) = world.jurisdictions().find(recorded).and_then(|row| area_on(segment, row)) else { continue };
        let inside: f64 = shares_inside(&segment.line, &area).iter().map(|(from, to)| to - from).sum();
        if inside >= 1.0 - 1e-9 {
            continue;
        }
        let outside_m = segment.line.0.iter().map(|corner| outside_m(*corner, &area)).fold(0.0, f64::max);
        if outside_m > OFF_M {
            let lies = start_of(segment).and_then(|at| world.jurisdictions().finest_at(at)).unwrap_or("none");
            let problem = format!("is recorded in {recorded}, but leaves it by {outside_m:.0} m; it begins in {lies}");
            push(found, "segment_jurisdiction", segment, problem, start_of(segment));
        }
    }
}

/// The area of a jurisdiction on the grid of a segment.
fn area_on(segment: &Segment, row: Row<'_>) -> Option<MultiPolygon<f64>> {
    let shape = if row.shard.grid().central_meridian() == segment.grid.central_meridian() {
        row.shard.grid_shape(row.row)?.clone()
    } else {
        segment.grid.project_shape(&row.shape()?)
    };
    if let Geometry::MultiPolygon(area) = shape { Some(area) } else { None }
}

/// How far a place lies outside of an area; 0 inside.
fn outside_m(at: Coord<f64>, area: &MultiPolygon<f64>) -> f64 {
    if area.intersects(&at) {
        return 0.0;
    }
    match area.closest_point(&Point::from(at)) {
        Closest::SinglePoint(near) | Closest::Intersection(near) => (near.x() - at.x).hypot(near.y() - at.y),
        Closest::Indeterminate => 0.0,
    }
}
