//! The shapes of zones in degrees, for maps. Counting never uses them: it asks the zone itself.

use geo::BooleanOps;
use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Polygon;

use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::geodesic;

/// Degrees between two corners of an arc.
const STEP_DEG: f64 = 5.0;
/// Below every radius of curvature of the ellipsoid at these latitudes, metres.
const LEAST_RADIUS_M: f64 = 6_335_000.0;
/// Corners of the round end of a corridor.
const CORNERS_OF_END: u8 = 24;

/// A circle of 72 corners around the true one, so that what lies in the zone lies in its shape.
pub fn circle(at: LonLat, radius_m: f64) -> Polygon<f64> {
    let ring = arc(at, radius_m, 0.0, 360.0);
    Polygon::new(LineString::new(ring), Vec::new())
}

/// A sector whose arc lies around the true one.
pub fn sector(at: LonLat, radius_m: f64, towards_deg: f64, half_angle_deg: f64) -> Polygon<f64> {
    let (from, to) = (towards_deg - half_angle_deg, towards_deg + half_angle_deg);
    let side = |azimuth: f64| geodesic::destination(at, azimuth, radius_m).map(LonLat::coord);
    let ring = std::iter::once(at.coord()).chain(side(from)).chain(arc(at, radius_m, from, to)).chain(side(to));
    Polygon::new(ring.collect(), Vec::new())
}

/// Corners of tangents to an arc, clockwise.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of at most 72 steps")]
fn arc(at: LonLat, radius_m: f64, from_deg: f64, to_deg: f64) -> Vec<Coord<f64>> {
    let steps = ((to_deg - from_deg) / STEP_DEG).ceil().max(1.0) as u32;
    let step_deg = (to_deg - from_deg) / f64::from(steps);
    let half = (step_deg / 2.0).to_radians();
    // An edge that is straight in degrees or in a grid bends inward from the geodesic by no more than this.
    let bend_m = (2.0 * radius_m * half.tan()).powi(2) / (8.0 * LEAST_RADIUS_M) + 1e-6;
    let corner_m = radius_m / half.cos() + bend_m;
    let corner = |nth: u32| geodesic::destination(at, from_deg + (f64::from(nth) + 0.5) * step_deg, corner_m);
    (0..steps).filter_map(corner).map(LonLat::coord).collect()
}

/// What lies within a distance of lines, planar in a grid: degrees in, degrees out.
pub fn corridor(grid: &Grid, lines: &[LineString<f64>], buffer_m: f64) -> MultiPolygon<f64> {
    let mut all = MultiPolygon::new(Vec::new());
    for piece in lines.iter().flat_map(LineString::lines) {
        let capsule = capsule(grid.project_coord(piece.start), grid.project_coord(piece.end), buffer_m);
        all = all.union(&capsule);
    }
    in_degrees(grid, &all)
}

/// The hull of two discs: corners of tangents, half of them around each end.
fn capsule(a: Coord<f64>, b: Coord<f64>, buffer_m: f64) -> Polygon<f64> {
    let axis = (b.y - a.y).atan2(b.x - a.x);
    let step = std::f64::consts::TAU / f64::from(CORNERS_OF_END);
    let corner_m = buffer_m / (step / 2.0).cos();
    let ring = (0..CORNERS_OF_END).map(|nth| {
        let turn = (f64::from(nth) + 0.5) * step;
        // The half that looks ahead belongs to the far end.
        let end = if turn < std::f64::consts::PI { b } else { a };
        let angle = axis - std::f64::consts::FRAC_PI_2 + turn;
        Coord { x: end.x + corner_m * angle.cos(), y: end.y + corner_m * angle.sin() }
    });
    Polygon::new(ring.collect(), Vec::new())
}

/// The union of areas in degrees, computed in a grid.
pub fn union(grid: &Grid, parts: &[Shape]) -> Shape {
    let mut all = MultiPolygon::new(Vec::new());
    for part in parts {
        match grid.project_shape(part) {
            Shape::Polygon(polygon) => all = all.union(&polygon),
            Shape::MultiPolygon(polygons) => all = all.union(&polygons),
            _ => {}
        }
    }
    let all = in_degrees(grid, &all);
    match <[Polygon<f64>; 1]>::try_from(all.0) {
        Ok([one]) => one.into(),
        Err(many) => MultiPolygon::new(many).into(),
    }
}

fn in_degrees(grid: &Grid, area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let ring = |ring: &LineString<f64>| -> LineString<f64> {
        let back = |corner: &Coord<f64>| grid.unproject(GridPoint { easting: corner.x, northing: corner.y });
        ring.0.iter().filter_map(back).map(LonLat::coord).collect()
    };
    let polygon =
        |polygon: &Polygon<f64>| Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect());
    area.iter().map(polygon).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Intersects;

    fn at() -> LonLat {
        LonLat::new(113.86, 34.03).unwrap()
    }

    #[test]
    fn a_circle_holds_every_place_at_its_radius_and_few_beyond() {
        let circle = circle(at(), 300.0);
        assert_eq!(circle.exterior().0.len(), 73);
        for azimuth in 0..720 {
            let azimuth = f64::from(azimuth) / 2.0;
            let place = |metres: f64| geodesic::destination(at(), azimuth, metres).unwrap().coord();
            assert!(circle.intersects(&place(300.0 - 1e-6)), "{azimuth}");
            assert!(!circle.intersects(&place(300.3)), "{azimuth}");
        }
    }

    #[test]
    fn a_sector_holds_its_sides_and_nothing_behind_it() {
        let sector = sector(at(), 800.0, 90.0, 30.0);
        for (azimuth, metres, is_in) in [
            (90.0, 799.9, true),
            (60.01, 799.0, true),
            (119.99, 799.0, true),
            (59.9, 500.0, false),
            (120.1, 500.0, false),
            (270.0, 1.0, false),
            (90.0, 801.5, false),
        ] {
            let place = geodesic::destination(at(), azimuth, metres).unwrap();
            assert_eq!(sector.intersects(&place.coord()), is_in, "{azimuth} {metres}");
        }
    }

    #[test]
    fn a_union_has_no_seam_and_parts_far_apart_stay_two() {
        let grid = Grid::of(at());
        let near = geodesic::destination(at(), 45.0, 60.0).unwrap();
        let far = geodesic::destination(at(), 45.0, 500.0).unwrap();
        let joined = union(&grid, &[circle(at(), 50.0).into(), circle(near, 50.0).into()]);
        assert!(matches!(&joined, Shape::Polygon(polygon) if polygon.interiors().is_empty()));
        assert!(joined.intersects(&geodesic::destination(at(), 45.0, 30.0).unwrap().coord()));
        assert!(
            matches!(union(&grid, &[circle(at(), 50.0).into(), circle(far, 50.0).into()]), Shape::MultiPolygon(parts) if parts.0.len() == 2)
        );
    }

    #[test]
    fn a_corridor_holds_what_lies_within_its_buffer() {
        let grid = Grid::of(at());
        let places = [0.0, 40.0, 80.0].map(|metres| geodesic::destination(at(), 90.0, metres).unwrap());
        let line: LineString<f64> = places.iter().map(|place| place.coord()).collect();
        let corridor = corridor(&grid, &[line], 5.0);
        for (along, aside, is_in) in
            [(40.0, 4.99, true), (40.0, 5.2, false), (-4.99, 0.0, true), (84.99, 0.0, true), (86.0, 0.0, false)]
        {
            let azimuth = if along < 0.0 { 270.0 } else { 90.0 };
            let foot = geodesic::destination(at(), azimuth, f64::abs(along)).unwrap();
            let place = geodesic::destination(foot, 0.0, aside).unwrap();
            assert_eq!(corridor.intersects(&place.coord()), is_in, "{along} {aside}");
        }
    }
}
