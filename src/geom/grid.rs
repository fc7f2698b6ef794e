//! Degrees and metres: the 3-degree Gauss–Kruger zones of CGCS2000.

use std::fmt;

use geo_types::Coord;
use proj4rs::proj::Proj;

use crate::geom::Shape;

/// A place in degrees of CGCS2000 (EPSG:4490), longitude first. WGS 84 is treated as equal: the
/// two differ by less than a metre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

/// Why a pair of numbers is not a place.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NotAPlace {
    #[error("longitude {0} is not within -180 to 180 degrees")]
    Longitude(f64),
    #[error("latitude {0} is not within -90 to 90 degrees")]
    Latitude(f64),
    #[error(
        "latitude {lat} is not within -90 to 90 degrees; {lon}, {lat} look like latitude, longitude: give longitude first"
    )]
    Swapped { lon: f64, lat: f64 },
}

impl LonLat {
    pub fn new(lon: f64, lat: f64) -> Result<Self, NotAPlace> {
        let lon_ok = (-180.0..=180.0).contains(&lon);
        let lat_ok = (-90.0..=90.0).contains(&lat);
        match (lon_ok, lat_ok) {
            (true, true) => Ok(Self { lon, lat }),
            (false, _) => Err(NotAPlace::Longitude(lon)),
            (true, false) if lon.abs() <= 90.0 && lat.abs() <= 180.0 => Err(NotAPlace::Swapped { lon, lat }),
            (true, false) => Err(NotAPlace::Latitude(lat)),
        }
    }

    pub fn lon(self) -> f64 {
        self.lon
    }

    pub fn lat(self) -> f64 {
        self.lat
    }

    pub fn coord(self) -> Coord<f64> {
        Coord { x: self.lon, y: self.lat }
    }
}

/// A place in metres of one zone: easting (500 km on the central meridian) and northing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPoint {
    pub easting: f64,
    pub northing: f64,
}

impl GridPoint {
    pub fn xy(self) -> [f64; 2] {
        [self.easting, self.northing]
    }

    pub fn distance_m(self, other: Self) -> f64 {
        (self.easting - other.easting).hypot(self.northing - other.northing)
    }
}

/// Easting of the central meridian, metres.
const FALSE_EASTING_M: f64 = 500_000.0;
/// A radius below every radius of curvature of the ellipsoid at these latitudes, metres: it
/// makes the scale bound err on the wide side.
const LEAST_RADIUS_M: f64 = 6_335_000.0;

/// One 3-degree zone: CGCS2000 / 3-degree Gauss–Kruger, EPSG:4534 to 4554 within 75–135°E and the
/// same projection elsewhere.
pub struct Grid {
    central_meridian: i16,
    degrees: Proj,
    metres: Proj,
}

impl fmt::Debug for Grid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Grid({}°)", self.central_meridian)
    }
}

impl Grid {
    /// The zone of a place. On the seam between two zones the eastern one is taken.
    pub fn of(place: LonLat) -> Self {
        Self::on_meridian(Self::meridian_of(place))
    }

    /// Degrees of the central meridian nearest to a place: 114 for Xuchang.
    #[expect(clippy::cast_possible_truncation, reason = "a longitude is within 180 degrees")]
    pub fn meridian_of(place: LonLat) -> i16 {
        (place.lon / 3.0 + 0.5).floor() as i16 * 3
    }

    pub fn on_meridian(central_meridian: i16) -> Self {
        let metres = format!(
            "+proj=tmerc +lat_0=0 +lon_0={central_meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
        );
        Self {
            central_meridian,
            degrees: Proj::from_proj_string("+proj=longlat +ellps=GRS80 +no_defs")
                .expect("a constant that proj4rs knows"),
            metres: Proj::from_proj_string(&metres).expect("a constant but for the meridian"),
        }
    }

    pub fn central_meridian(&self) -> i16 {
        self.central_meridian
    }

    /// The EPSG code of the zone; `None` outside 75–135°E, where none was issued.
    pub fn epsg(&self) -> Option<u16> {
        let zone = u16::try_from(self.central_meridian).ok().filter(|meridian| (75..=135).contains(meridian))?;
        Some(4534 + (zone - 75) / 3)
    }

    pub fn project(&self, place: LonLat) -> GridPoint {
        let at = self.project_coord(place.coord());
        GridPoint { easting: at.x, northing: at.y }
    }

    /// As [`Grid::project`], for one corner of a shape. A corner that the projection cannot take
    /// (a quarter of the globe away) becomes NaN, which no test counts as near.
    pub fn project_coord(&self, place: Coord<f64>) -> Coord<f64> {
        let mut point = (place.x.to_radians(), place.y.to_radians(), 0.0);
        match proj4rs::transform::transform(&self.degrees, &self.metres, &mut point) {
            Ok(()) => Coord { x: point.0, y: point.1 },
            Err(_) => Coord { x: f64::NAN, y: f64::NAN },
        }
    }

    /// `None` where the grid does not reach.
    pub fn unproject(&self, at: GridPoint) -> Option<LonLat> {
        let mut point = (at.easting, at.northing, 0.0);
        proj4rs::transform::transform(&self.metres, &self.degrees, &mut point).ok()?;
        LonLat::new(point.0.to_degrees(), point.1.to_degrees()).ok()
    }

    pub fn project_shape(&self, shape: &Shape) -> Shape {
        use geo::MapCoords;
        shape.map_coords(|corner| self.project_coord(corner))
    }

    /// The least and the greatest grid length of one geodesic metre, for lines that stay within
    /// `reach_m` of `at`. The scale of the projection is 1 on the central meridian and grows as
    /// 1 + x²/2R²; the bounds are loosened by 10⁻⁷, well over what that series leaves out.
    pub fn scale_bounds(&self, at: GridPoint, reach_m: f64) -> (f64, f64) {
        let off_m = (at.easting - FALSE_EASTING_M).abs();
        let growth = |x: f64| (x / LEAST_RADIUS_M).powi(2) / 2.0;
        let nearest = growth((off_m - reach_m).max(0.0));
        let farthest = growth(off_m + reach_m);
        // 0.98: the radius may be up to 1 % larger than the least one.
        (1.0 + nearest * 0.98 - 1e-7, 1.0 + farthest * 1.02 + 1e-7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::geodesic;
    use proptest::prelude::*;

    fn place(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn xuchang_lies_in_zone_4547_and_schutterwald_in_none_that_has_a_code() {
        assert_eq!(Grid::of(place(113.86, 34.03)).epsg(), Some(4547));
        assert_eq!(Grid::of(place(7.88, 48.45)).central_meridian(), 9);
        assert_eq!(Grid::of(place(7.88, 48.45)).epsg(), None);
        assert_eq!(Grid::of(place(-179.9, 10.0)).central_meridian(), -180);
    }

    /// Over the whole zone from 15 to 55°N, edges included. The worst that was found is 1.4 nm.
    #[track_caller]
    fn check_against_proj(meridian: i16, step: f64) {
        let grid = Grid::on_meridian(meridian);
        let code = grid.epsg().unwrap();
        let proj = proj::Proj::new_known_crs("EPSG:4490", &format!("EPSG:{code}"), None).unwrap();
        let west = f64::from(meridian) - 1.5;
        let places = |from: f64, width: f64| {
            (0..).map(move |n| f64::from(n) * step).take_while(move |at| *at <= width + 1e-9).map(move |at| from + at)
        };
        for (lon, lat) in places(west, 3.0).flat_map(|lon| places(15.0, 40.0).map(move |lat| (lon, lat))) {
            let at = place(lon, lat);
            let ours = grid.project(at);
            let theirs = proj.convert((lon, lat)).unwrap();
            assert!((ours.easting - theirs.0).abs() < 1e-6, "{code} {at:?}: {ours:?} {theirs:?}");
            assert!((ours.northing - theirs.1).abs() < 1e-6, "{code} {at:?}: {ours:?} {theirs:?}");
            let back = grid.unproject(ours).unwrap();
            assert!(geodesic::distance_m(at, back) < 1e-6, "{code} {at:?}: {back:?}");
        }
    }

    #[test]
    fn the_grid_agrees_with_proj_to_a_micrometre_in_the_whole_zone_of_xuchang() {
        check_against_proj(114, 0.05);
    }

    #[test]
    fn the_grid_agrees_with_proj_to_a_micrometre_in_every_zone() {
        for meridian in (75..=135).step_by(3) {
            check_against_proj(meridian, 0.5);
        }
    }

    #[test]
    fn swapped_axes_are_named_as_such() {
        assert!(LonLat::new(34.0, 113.9).unwrap_err().to_string().contains("longitude first"));
        assert!(LonLat::new(200.0, 34.0).unwrap_err().to_string().contains("longitude 200"));
        assert!(LonLat::new(f64::NAN, 34.0).is_err());
    }

    proptest! {
        #[test]
        fn grid_and_geodesic_lengths_keep_within_the_scale_bounds(
            lon in 112.4..115.6_f64, lat in 20.0..50.0_f64, azimuth in 0.0..360.0_f64, radius in 1.0..50_000.0_f64
        ) {
            let grid = Grid::on_meridian(114);
            let (start, end) = (place(lon, lat), geodesic::destination(place(lon, lat), azimuth, radius).unwrap());
            let (low, high) = grid.scale_bounds(grid.project(start), radius);
            let planar = grid.project(start).distance_m(grid.project(end));
            prop_assert!(radius * low - 1e-3 <= planar && planar <= radius * high + 1e-3, "{planar} {radius}");
        }
    }
}
