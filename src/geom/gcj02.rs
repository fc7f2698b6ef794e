//! The shifted degrees of Chinese web maps: GCJ-02 (Amap, Tencent, Google in China) and BD-09 (Baidu).
//!
//! GCJ-02 shifts each place of the mainland by 300 to 700 m, smoothly; in Xuchang by some 560 m, to the
//! east-south-east. The authority publishes no definition. What is computed here is the form that has
//! been public since 2010 and that every map library uses: two sums of sines over the distance from
//! 105°E 35°N in degrees, taken as metres on the ellipsoid of Krasovsky 1940. Real web maps agree with it to a
//! few metres. EPSG:4490 and WGS 84 are treated as equal.
//!
//! The way back has no closed form and is found by iteration, to less than a micrometre.

use std::f64::consts::PI;

use geo_types::Coord;

/// Semi-major axis of Krasovsky 1940, metres, and the square of its eccentricity as the public form
/// has it.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_SQ: f64 = 0.006_693_421_622_965_943;
/// The origin of the sums.
const ORIGIN: Coord<f64> = Coord { x: 105.0, y: 35.0 };
/// 10⁻¹² degrees are 0.1 µm.
const CLOSE_ENOUGH: f64 = 1e-12;
/// Each round makes the error about a thousand times smaller; a handful is enough.
const MOST_ROUNDS: usize = 30;

/// Whether the public form shifts a place: a plain box, 72.004 to 137.8347°E and 0.8293 to 55.8271°N.
///
/// The box is not the mainland: it takes in Taiwan, Hong Kong, Macau and much of the neighbouring
/// countries, where maps are not shifted. Whoever names GCJ-02 for a file says that it is.
pub fn is_shifted(place: Coord<f64>) -> bool {
    (72.004..=137.8347).contains(&place.x) && (0.8293..=55.8271).contains(&place.y)
}

/// EPSG:4490 to GCJ-02. Outside the box a place stays as it is.
pub fn to_gcj02(place: Coord<f64>) -> Coord<f64> {
    if is_shifted(place) { place + shift(place) } else { place }
}

/// GCJ-02 to EPSG:4490. Outside the box a place stays as it is; within 700 m of the edge of the box,
/// in the sea or abroad, the two ways need not match.
pub fn from_gcj02(given: Coord<f64>) -> Coord<f64> {
    if !is_shifted(given) {
        return given;
    }
    undone(given, |place| place + shift(place))
}

/// BD-09 to GCJ-02. Baidu's second shift, some 900 m, has no bounds.
pub fn gcj02_of_bd09(given: Coord<f64>) -> Coord<f64> {
    undone(given, gcj02_to_bd09)
}

/// GCJ-02 to BD-09.
pub fn gcj02_to_bd09(place: Coord<f64>) -> Coord<f64> {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let radius = place.x.hypot(place.y) + 0.000_02 * (place.y * TURN).sin();
    let angle = place.y.atan2(place.x) + 0.000_003 * (place.x * TURN).cos();
    Coord { x: radius * angle.cos() + 0.0065, y: radius * angle.sin() + 0.006 }
}

/// The place that `forward` takes to `given`, where `forward` moves neighbours nearly alike.
fn undone(given: Coord<f64>, forward: impl Fn(Coord<f64>) -> Coord<f64>) -> Coord<f64> {
    let mut place = given;
    for _ in 0..MOST_ROUNDS {
        let off = given - forward(place);
        place = place + off;
        // `NaN` ends it too.
        if !(off.x.abs() > CLOSE_ENOUGH || off.y.abs() > CLOSE_ENOUGH) {
            break;
        }
    }
    place
}

/// How far GCJ-02 moves a place, in degrees.
fn shift(place: Coord<f64>) -> Coord<f64> {
    let (x, y) = (place.x - ORIGIN.x, place.y - ORIGIN.y);
    let north_m = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + waves(&[(20.0, 6.0 * x), (20.0, 2.0 * x)])
        + waves(&[(20.0, y), (40.0, y / 3.0)])
        + waves(&[(160.0, y / 12.0), (320.0, y / 30.0)]);
    let east_m = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + waves(&[(20.0, 6.0 * x), (20.0, 2.0 * x)])
        + waves(&[(20.0, x), (40.0, x / 3.0)])
        + waves(&[(150.0, x / 12.0), (300.0, x / 30.0)]);
    let lat = place.y.to_radians();
    let w_sq = 1.0 - ECCENTRICITY_SQ * lat.sin().powi(2);
    let meridian_radius_m = AXIS_M * (1.0 - ECCENTRICITY_SQ) / w_sq.powf(1.5);
    let parallel_radius_m = AXIS_M / w_sq.sqrt() * lat.cos();
    Coord { x: (east_m / parallel_radius_m).to_degrees(), y: (north_m / meridian_radius_m).to_degrees() }
}

/// Two thirds of a sum of sines; each pair is a height and an angle in half turns.
fn waves(pairs: &[(f64, f64); 2]) -> f64 {
    pairs.iter().map(|(height, half_turns)| height * (half_turns * PI).sin()).sum::<f64>() * 2.0 / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::LonLat;
    use crate::geom::geodesic;
    use proptest::prelude::*;

    /// EPSG:4490, GCJ-02 and BD-09 of places over Xuchang and of four cities: facts computed with the
    /// npm packages coordtransform 2.1.2 and gcoord 1.0.7, which agree in every digit.
    /// (eviltransform 0.2.2 takes the axis of WGS 84 instead, and differs by 1 cm.)
    const KNOWN: &[([f64; 2], [f64; 2], [f64; 2])] = &[
        ([113.05, 33.7], [113.0563185653, 33.6986216085], [113.0627349346, 33.7048391804]),
        ([113.05, 33.95], [113.0563445665, 33.9486816292], [113.0627670956, 33.9549007808]),
        ([113.05, 34.0357], [113.0563535426, 34.0344006560], [113.0627735279, 34.0406189531]),
        ([113.05, 34.3], [113.0563814290, 34.2987858630], [113.0627969695, 34.3050025300]),
        ([113.4, 33.7], [113.4064279160, 33.6986782036], [113.4128152654, 33.7049942159]),
        ([113.4, 33.95], [113.4064543305, 33.9487383010], [113.4128475901, 33.9550560869]),
        ([113.4, 34.0357], [113.4064634493, 34.0344573540], [113.4128539819, 34.0407743275]),
        ([113.4, 34.3], [113.4064917793, 34.2988426420], [113.4128776414, 34.3051582154]),
        ([113.8523, 33.7], [113.8581389640, 33.6983627016], [113.8645798056, 33.7044987587]),
        ([113.8523, 33.95], [113.8581637844, 33.9484229137], [113.8646106443, 33.9545612595]),
        ([113.8523, 34.0357], [113.8581723520, 34.0341420060], [113.8646170555, 34.0402798829]),
        ([113.8523, 34.3], [113.8581989667, 34.2985274154], [113.8646388656, 34.3046643863]),
        ([114.17, 33.7], [114.1758763135, 33.6986042296], [114.1824577934, 33.7042645585]),
        ([114.17, 33.95], [114.1759013286, 33.9486645034], [114.1824901160, 33.9543266451]),
        ([114.17, 34.0357], [114.1759099634, 34.0343836170], [114.1824966252, 34.0400450062]),
        ([114.17, 34.3], [114.1759367867, 34.2987690916], [114.1825201920, 34.3044291282]),
        ([114.3, 33.7], [114.3057234714, 33.6985523368], [114.3123027686, 33.7042196051]),
        ([114.3, 33.95], [114.3057480763, 33.9486126421], [114.3123345777, 33.9542819415]),
        ([114.3, 34.0357], [114.3057565692, 34.0343317664], [114.3123409970, 34.0400004164]),
        ([114.3, 34.3], [114.3057829510, 34.2987172743], [114.3123639704, 34.3043847976]),
        ([116.397428, 39.90923], [116.4036716260, 39.9106335064], [116.4100441017, 39.9169728561]),
        ([121.4737, 31.2304], [121.4782230593, 31.2284577376], [121.4847814685, 31.2343105937]),
        ([87.6168, 43.8256], [87.6196499495, 43.8268053931], [87.6260997708, 43.8329497948]),
        ([109.5, 18.25], [109.5041184440, 18.2483315210], [109.5106802563, 18.2540120062]),
    ];

    fn at([x, y]: [f64; 2]) -> Coord<f64> {
        Coord { x, y }
    }

    fn apart_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
        geodesic::distance_m(LonLat::new(a.x, a.y).unwrap(), LonLat::new(b.x, b.y).unwrap())
    }

    #[test]
    fn places_shift_as_the_public_libraries_say() {
        for &(plain, gcj02, bd09) in KNOWN {
            // The table has ten decimals: 0.01 mm.
            assert!(apart_m(to_gcj02(at(plain)), at(gcj02)) < 2e-5, "{plain:?}");
            assert!(apart_m(from_gcj02(at(gcj02)), at(plain)) < 2e-5, "{plain:?}");
            assert!(apart_m(gcj02_of_bd09(at(bd09)), at(gcj02)) < 2e-5, "{plain:?}");
        }
    }

    #[test]
    fn abroad_nothing_shifts() {
        for abroad in [[7.88, 48.45], [-100.0, 40.0], [114.0, 56.0], [138.0, 34.0], [114.0, 0.5]] {
            assert_eq!(to_gcj02(at(abroad)), at(abroad));
            assert_eq!(from_gcj02(at(abroad)), at(abroad));
        }
    }

    #[test]
    fn what_is_no_place_comes_back_at_once() {
        for nowhere in [[f64::NAN, 34.0], [f64::INFINITY, 0.0], [1e9, 1e9]] {
            let _ = (from_gcj02(at(nowhere)), gcj02_of_bd09(at(nowhere)));
        }
    }

    proptest! {
        /// The contract asks for half a metre; this is a micrometre.
        #[test]
        fn there_and_back_over_xuchang_is_nothing(lon in 113.0..114.4_f64, lat in 33.6..34.5_f64) {
            let plain = Coord { x: lon, y: lat };
            let shifted = to_gcj02(plain);
            prop_assert!((500.0..620.0).contains(&apart_m(plain, shifted)), "{}", apart_m(plain, shifted));
            prop_assert!(apart_m(from_gcj02(shifted), plain) < 1e-6);
            prop_assert!(apart_m(to_gcj02(from_gcj02(plain)), plain) < 1e-6);
            prop_assert!(apart_m(gcj02_to_bd09(gcj02_of_bd09(plain)), plain) < 1e-6);
        }

        #[test]
        fn there_and_back_holds_in_the_whole_box(lon in 72.1..137.7_f64, lat in 0.9..55.7_f64) {
            let plain = Coord { x: lon, y: lat };
            prop_assert!(apart_m(to_gcj02(from_gcj02(plain)), plain) < 1e-6);
        }
    }
}
