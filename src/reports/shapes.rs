//! Areas as the messages write them: `lat,lon` pairs, latitude first, in degrees.
//!
//! CAP asks for WGS 84; EPSG:4490, in which we keep degrees, is the same within decimetres.

use geo_types::LineString;

use crate::reports::notice::Circle;

/// The corners of a ring in the written form, latitude first: six decimals are a decimetre.
/// Closed, and none twice in a row.
pub fn corners_of(ring: &LineString<f64>) -> Vec<String> {
    let mut corners: Vec<String> = ring.0.iter().map(|corner| pair(corner.y, corner.x)).collect();
    corners.dedup();
    if corners.first() != corners.last() {
        corners.extend(corners.first().cloned());
    }
    corners
}

/// A ring, as `polygon` carries it.
pub fn ring(ring: &LineString<f64>) -> String {
    corners_of(ring).join(" ")
}

/// CAP 1.2: the radius in kilometres. Rounded up to the metre, so that nobody drops out.
pub fn circle_in_km(circle: &Circle) -> String {
    format!("{} {:.3}", pair(circle.centre.lat(), circle.centre.lon()), circle.radius_m.ceil() / 1000.0)
}

/// The national profile: the radius in metres, likewise rounded up.
pub fn circle_in_metres(circle: &Circle) -> String {
    format!("{} {:.0}", pair(circle.centre.lat(), circle.centre.lon()), circle.radius_m.ceil())
}

fn pair(lat: f64, lon: f64) -> String {
    format!("{lat:.6},{lon:.6}")
}

#[cfg(test)]
mod tests {
    use geo_types::line_string;

    use super::*;
    use crate::geom::LonLat;

    #[test]
    fn a_ring_has_latitude_first_and_is_closed() {
        let open = line_string![(x: 113.85, y: 34.03), (x: 113.86, y: 34.03), (x: 113.86, y: 34.04)];
        assert_eq!(ring(&open), "34.030000,113.850000 34.030000,113.860000 34.040000,113.860000 34.030000,113.850000");
    }

    #[test]
    fn corners_that_round_to_one_are_written_once() {
        let fine = line_string![
            (x: 113.85, y: 34.03), (x: 113.850_000_01, y: 34.03), (x: 113.86, y: 34.03), (x: 113.86, y: 34.04),
            (x: 113.85, y: 34.03)
        ];
        assert_eq!(corners_of(&fine).len(), 4);
    }

    #[test]
    fn a_radius_is_in_kilometres_in_cap_and_in_metres_in_the_national_profile_and_never_rounds_down() {
        let circle = Circle { centre: LonLat::new(113.85, 34.03).unwrap(), radius_m: 300.2 };
        assert_eq!(circle_in_km(&circle), "34.030000,113.850000 0.301");
        assert_eq!(circle_in_metres(&circle), "34.030000,113.850000 301");
        let small = Circle { radius_m: 0.004, ..circle };
        assert_eq!(circle_in_km(&small), "34.030000,113.850000 0.001");
    }
}
