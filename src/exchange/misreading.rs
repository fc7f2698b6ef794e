//! What a file's coordinates may be where they are not what they are taken for.

use geo_types::Coord;

use crate::exchange::crs::Crs;
use crate::geom::LonLat;
use crate::geom::gcj02::from_gcj02;
use crate::geom::gcj02::gcj02_of_bd09;

/// A common way to take coordinates for what they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misreading {
    /// Shifted degrees of a web map, taken for EPSG:4490.
    Gcj02,
    /// Degrees of Baidu, taken for EPSG:4490.
    Bd09,
    /// EPSG:4490, taken for shifted degrees.
    Unshifted,
    /// Latitude or northing first.
    SwappedAxes,
}

impl Misreading {
    /// Those that a file taken for `crs` may suffer from, the likeliest first.
    pub fn of(crs: &Crs) -> &'static [Self] {
        match crs {
            Crs::Gcj02 | Crs::Bd09 => &[Self::Unshifted, Self::SwappedAxes],
            Crs::Degrees | Crs::Other(_) => &[Self::Gcj02, Self::Bd09, Self::SwappedAxes],
        }
    }

    /// After "suspected".
    pub fn words(self) -> &'static str {
        match self {
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
            Self::Unshifted => "EPSG:4490",
            Self::SwappedAxes => "swapped axes",
        }
    }

    /// Where a place lies that was brought to `taken`, in EPSG:4490, in the belief that the file is
    /// in `crs`. `None` where that cannot be: no such place, or the projection does not reach.
    pub fn mended(self, crs: &Crs, taken: Coord<f64>) -> Option<Coord<f64>> {
        let mended = match self {
            Self::Gcj02 => from_gcj02(taken),
            Self::Bd09 => from_gcj02(gcj02_of_bd09(taken)),
            Self::Unshifted => crs.place_of_degrees(taken)?,
            Self::SwappedAxes => {
                let given = crs.place_of_degrees(taken)?;
                crs.place_to_degrees(Coord { x: given.y, y: given.x })?
            }
        };
        LonLat::new(mended.x, mended.y).ok().map(LonLat::coord)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::geodesic;

    #[track_caller]
    fn check(is: &str, taken_for: &str, misreading: Misreading) {
        let (is, taken_for) = (Crs::read(is).unwrap(), Crs::read(taken_for).unwrap());
        let place = Coord { x: 114.17, y: 34.11 };
        let mut given = is.place_of_degrees(place).unwrap();
        if misreading == Misreading::SwappedAxes {
            given = Coord { x: given.y, y: given.x };
        }
        let taken = taken_for.place_to_degrees(given).unwrap();
        assert!(Misreading::of(&taken_for).contains(&misreading));
        let mended = misreading.mended(&taken_for, taken).unwrap();
        let at = |place: Coord<f64>| LonLat::new(place.x, place.y).unwrap();
        let off_m = geodesic::distance_m(at(mended), at(place));
        assert!(off_m < 1e-3, "{is:?} taken for {taken_for:?}: {off_m} m off");
    }

    #[test]
    fn what_was_misread_is_found_again() {
        check("GCJ-02", "EPSG:4490", Misreading::Gcj02);
        check("BD-09", "EPSG:4326", Misreading::Bd09);
        check("EPSG:4490", "GCJ-02", Misreading::Unshifted);
        for metres in ["EPSG:4547", "EPSG:2435", "EPSG:2383", "EPSG:32649"] {
            check(metres, metres, Misreading::SwappedAxes);
        }
    }

    #[test]
    fn degrees_that_cannot_be_swapped_are_not() {
        assert_eq!(Misreading::SwappedAxes.mended(&Crs::Degrees, Coord { x: 114.0, y: 34.0 }), None);
        assert!(Misreading::SwappedAxes.mended(&Crs::Degrees, Coord { x: 44.0, y: 87.0 }).is_some());
    }
}
