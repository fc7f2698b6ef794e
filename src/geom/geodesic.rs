//! Distances on the ellipsoid of CGCS2000.
//!
//! Karney's algorithm (geographiclib): errors of nanometres. WGS 84 differs from CGCS2000 in the
//! tenth digit of the flattening, which is below a micrometre over a county.

use std::sync::LazyLock;

use geo_types::LineString;
use geographiclib_rs::DirectGeodesic;
use geographiclib_rs::Geodesic;
use geographiclib_rs::InverseGeodesic;

use crate::geom::LonLat;

/// GB 22021: semi-major axis in metres, flattening.
static CGCS2000: LazyLock<Geodesic> = LazyLock::new(|| Geodesic::new(6_378_137.0, 1.0 / 298.257_222_101));

/// Metres along the geodesic between two places.
pub fn distance_m(a: LonLat, b: LonLat) -> f64 {
    CGCS2000.inverse(a.lat(), a.lon(), b.lat(), b.lon())
}

/// Metres from `a` to `b`, and the azimuth at `a` in which `b` lies, degrees clockwise from north.
pub fn distance_and_azimuth(a: LonLat, b: LonLat) -> (f64, f64) {
    let (distance_m, azimuth_deg, _, _): (f64, f64, f64, f64) = CGCS2000.inverse(a.lat(), a.lon(), b.lat(), b.lon());
    (distance_m, azimuth_deg)
}

/// Geodesic length of a line given in degrees, in metres.
pub fn length_m(line: &LineString<f64>) -> f64 {
    line.lines().map(|piece| -> f64 { CGCS2000.inverse(piece.start.y, piece.start.x, piece.end.y, piece.end.x) }).sum()
}

/// The place `distance_m` from `start` towards `azimuth_deg`, clockwise from north.
pub fn destination(start: LonLat, azimuth_deg: f64, distance_m: f64) -> Option<LonLat> {
    let (lat, lon) = CGCS2000.direct(start.lat(), start.lon(), azimuth_deg, distance_m);
    LonLat::new(lon, lat).ok()
}
