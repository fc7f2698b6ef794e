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
        ([113.05, 33.7], [113.056_318_565_3, 33.698_621_608_5], [113.062_734_934_6, 33.704_839_180_4]),
        ([113.05, 33.95], [113.056_344_566_5, 33.948_681_629_2], [113.062_767_095_6, 33.954_900_780_8]),
        ([113.05, 34.0357], [113.056_353_542_6, 34.034_400_656_0], [113.062_773_527_9, 34.040_618_953_1]),
        ([113.05, 34.3], [113.056_381_429_0, 34.298_785_863_0], [113.062_796_969_5, 34.305_002_530_0]),
        ([113.4, 33.7], [113.406_427_916_0, 33.698_678_203_6], [113.412_815_265_4, 33.704_994_215_9]),
        ([113.4, 33.95], [113.406_454_330_5, 33.948_738_301_0], [113.412_847_590_1, 33.955_056_086_9]),
        ([113.4, 34.0357], [113.406_463_449_3, 34.034_457_354_0], [113.412_853_981_9, 34.040_774_327_5]),
        ([113.4, 34.3], [113.406_491_779_3, 34.298_842_642_0], [113.412_877_641_4, 34.305_158_215_4]),
        ([113.8523, 33.7], [113.858_138_964_0, 33.698_362_701_6], [113.864_579_805_6, 33.704_498_758_7]),
        ([113.8523, 33.95], [113.858_163_784_4, 33.948_422_913_7], [113.864_610_644_3, 33.954_561_259_5]),
        ([113.8523, 34.0357], [113.858_172_352_0, 34.034_142_006_0], [113.864_617_055_5, 34.040_279_882_9]),
        ([113.8523, 34.3], [113.858_198_966_7, 34.298_527_415_4], [113.864_638_865_6, 34.304_664_386_3]),
        ([114.17, 33.7], [114.175_876_313_5, 33.698_604_229_6], [114.182_457_793_4, 33.704_264_558_5]),
        ([114.17, 33.95], [114.175_901_328_6, 33.948_664_503_4], [114.182_490_116_0, 33.954_326_645_1]),
        ([114.17, 34.0357], [114.175_909_963_4, 34.034_383_617_0], [114.182_496_625_2, 34.040_045_006_2]),
        ([114.17, 34.3], [114.175_936_786_7, 34.298_769_091_6], [114.182_520_192_0, 34.304_429_128_2]),
        ([114.3, 33.7], [114.305_723_471_4, 33.698_552_336_8], [114.312_302_768_6, 33.704_219_605_1]),
        ([114.3, 33.95], [114.305_748_076_3, 33.948_612_642_1], [114.312_334_577_7, 33.954_281_941_5]),
        ([114.3, 34.0357], [114.305_756_569_2, 34.034_331_766_4], [114.312_340_997_0, 34.040_000_416_4]),
        ([114.3, 34.3], [114.305_782_951_0, 34.298_717_274_3], [114.312_363_970_4, 34.304_384_797_6]),
        ([116.397_428, 39.90923], [116.403_671_626_0, 39.910_633_506_4], [116.410_044_101_7, 39.916_972_856_1]),
        ([121.4737, 31.2304], [121.478_223_059_3, 31.228_457_737_6], [121.484_781_468_5, 31.234_310_593_7]),
        ([87.6168, 43.8256], [87.619_649_949_5, 43.826_805_393_1], [87.626_099_770_8, 43.832_949_794_8]),
        ([109.5, 18.25], [109.504_118_444_0, 18.248_331_521_0], [109.510_680_256_3, 18.254_012_006_2]),
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
