//! The plane on which the city is drawn: metres east and north of the seat of 鄢陵县.
//!
//! Only `+ - * /` and square roots are used, so that every machine gives the same bits. The scales
//! are polynomials fitted once to the ellipsoid of CGCS2000 at 34.1089°N: northing within 10 mm and
//! metres per degree of longitude within 9 mm (1 part in ten million) to 0.6° north and south.

use geo_types::Coord;
use geo_types::LineString;
use geo_types::Point;

use crate::generate::shapes::Place;
use crate::geom::Shape;

/// The seat of 鄢陵县 (安陵): `GeoNames` 1787141, CC BY 4.0.
const SEAT: [f64; 2] = [114.169_83, 34.108_9];
/// Metres per degree of longitude, as a quadratic in degrees north of the seat.
const EAST: [f64; 3] = [92_266.726_55, -1_085.638_63, -14.076_89];
/// Metres per degree of latitude, as a line in degrees north of the seat.
const NORTH: [f64; 2] = [110_924.354_51, 9.045_24];

/// Degrees of EPSG:4490 of a place, longitude first, rounded to 9 decimals (a tenth of a
/// millimetre).
pub fn degrees(place: Place) -> Coord<f64> {
    let north = degrees_north(place[1]);
    let (lon, lat) = (SEAT[0] + place[0] / metres_east(north), SEAT[1] + north);
    Coord { x: nine_decimals(lon), y: nine_decimals(lat) }
}

/// A place moved by so many degrees, with what is east and west of it kept as far away in metres.
pub fn shifted(at: Coord<f64>, by_deg: [f64; 2]) -> Coord<f64> {
    let north = at.y - SEAT[1];
    let stretch = metres_east(north) / metres_east(north + by_deg[1]);
    let lon = SEAT[0] + by_deg[0] + (at.x - SEAT[0]) * stretch;
    Coord { x: nine_decimals(lon), y: nine_decimals(at.y + by_deg[1]) }
}

pub fn point(place: Place) -> Shape {
    Point::from(degrees(place)).into()
}

pub fn line(places: &[Place]) -> Shape {
    LineString::new(places.iter().copied().map(degrees).collect()).into()
}

/// Metres on the ground between two places near each other: the plane itself is off by up to a
/// thousandth away from its middle meridian, which chainages must not be.
pub fn metres(a: Place, b: Place) -> f64 {
    let (north_a, north_b) = (degrees_north(a[1]), degrees_north(b[1]));
    let degrees_east = b[0] / metres_east(north_b) - a[0] / metres_east(north_a);
    let east = degrees_east * metres_east(f64::midpoint(north_a, north_b));
    let north = b[1] - a[1];
    (east * east + north * north).sqrt()
}

fn metres_east(north: f64) -> f64 {
    EAST[0] + north * (EAST[1] + north * EAST[2])
}

/// Degrees north of the seat; the quadratic is solved by repeated division.
fn degrees_north(metres: f64) -> f64 {
    let mut north = metres / NORTH[0];
    for _ in 0..3 {
        north = metres / (NORTH[0] + NORTH[1] * north);
    }
    north
}

fn nine_decimals(degrees: f64) -> f64 {
    (degrees * 1e9).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::LonLat;
    use crate::geom::geodesic;

    #[test]
    fn what_is_moved_keeps_its_lengths() {
        for (a, b) in [([-90_000.0, 20_000.0], [-89_400.0, 20_800.0]), ([-50_000.0, -40_000.0], [-50_500.0, -40_000.0])]
        {
            let moved = |at| {
                let here = shifted(degrees(at), [-2.9, -2.7]);
                LonLat::new(here.x, here.y).unwrap()
            };
            let length = geodesic::distance_m(moved(a), moved(b));
            assert!((length / metres(a, b) - 1.0).abs() < 5e-4, "{length} {}", metres(a, b));
        }
    }

    #[test]
    fn lengths_agree_with_the_ellipsoid_to_a_millionth() {
        for (a, b) in [
            ([0.0, 0.0], [300.0, 400.0]),
            ([13_000.0, -36_000.0], [13_400.0, -35_500.0]),
            ([-12_000.0, 14_000.0], [-12_700.0, 13_800.0]),
        ] {
            let place = |at| {
                let here = degrees(at);
                LonLat::new(here.x, here.y).unwrap()
            };
            let geodesic = geodesic::distance_m(place(a), place(b));
            assert!((metres(a, b) - geodesic).abs() < geodesic * 1e-6 + 0.000_2, "{} {geodesic}", metres(a, b));
        }
    }
}
