//! Points in a part of a radius: by distance and azimuth on the ellipsoid.

use crate::geom::LonLat;
use crate::geom::geodesic;
use crate::queries::hits::Hits;

/// By how much the direction of a place in the grid and on the ellipsoid can differ at most, degrees; more
/// than ten times what the projection does to directions within the widest radius of a shard.
const BEND_DEG: f64 = 0.5;

/// Distance as in a radius; the grid tells who is surely in the sector or surely not, and only those
/// near its sides pay for the azimuth.
pub fn points_in_sector(hits: &mut Hits, at: LonLat, radius_m: f64, towards_deg: f64, half_angle_deg: f64) {
    let shard = hits.shard;
    let centre = shard.grid().project(at);
    // The direction in the grid, from a place on the axis.
    let ahead = geodesic::destination(at, towards_deg, 100.0).map(|place| shard.grid().project(place));
    let Some(ahead) = ahead.filter(|ahead| centre.easting.is_finite() && ahead.easting.is_finite()) else { return };
    let axis_deg = (ahead.easting - centre.easting).atan2(ahead.northing - centre.northing).to_degrees();
    let (low, high) = shard.grid().scale_bounds(centre, radius_m);
    let surely_sq = (radius_m * low - 0.001).max(0.0).powi(2);
    shard.points_within(centre, radius_m * high + 0.001, |row, distance_sq| {
        let [x, y] = shard.xy(row);
        let off_deg = apart_deg((x - centre.easting).atan2(y - centre.northing).to_degrees(), axis_deg);
        // Within a metre a direction in the grid says little.
        if distance_sq > 1.0 && off_deg > half_angle_deg + BEND_DEG {
            return;
        }
        let is_surely = distance_sq > 1.0 && distance_sq <= surely_sq && off_deg < half_angle_deg - BEND_DEG;
        let [lon, lat] = shard.lonlat(row);
        let is_in = is_surely
            || LonLat::new(lon, lat).is_ok_and(|place| is_in_sector(at, radius_m, towards_deg, half_angle_deg, place));
        if is_in {
            hits.hit(row);
        }
    });
}

fn is_in_sector(at: LonLat, radius_m: f64, towards_deg: f64, half_angle_deg: f64, place: LonLat) -> bool {
    let (distance_m, azimuth_deg) = geodesic::distance_and_azimuth(at, place);
    distance_m <= radius_m && (distance_m <= 0.0 || apart_deg(azimuth_deg, towards_deg) <= half_angle_deg)
}

/// The angle between two directions, 0 to 180 degrees.
fn apart_deg(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(360.0);
    turn.min(360.0 - turn)
}
