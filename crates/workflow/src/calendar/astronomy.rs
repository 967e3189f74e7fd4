//! Where sun and moon stand: the instants of new moons and the longitude of the sun, as far as a
//! lunar calendar needs them.
//!
//! New moons follow J. Meeus, Astronomical Algorithms (2nd edition), chapter 49; the longitude of
//! the sun follows the largest terms of VSOP87 (chapter 32). Both are good to well under a minute
//! between 1900 and 2200.

/// Julian day of 2000-01-01 12:00, the epoch of the series.
const J2000: f64 = 2_451_545.0;
/// Days of a Julian century.
const CENTURY: f64 = 36_525.0;

/// Seconds by which uniform time is ahead of the turning earth, by year: measured up to 2020, then
/// expected. A minute more or less in 2100 moves no day that the tests name.
const DELTA_T: [(f64, f64); 13] = [
    (1900.0, -2.7),
    (1910.0, 10.5),
    (1920.0, 21.2),
    (1940.0, 24.3),
    (1960.0, 33.2),
    (1970.0, 40.2),
    (1980.0, 50.5),
    (1990.0, 56.9),
    (2000.0, 63.8),
    (2010.0, 66.1),
    (2020.0, 69.4),
    (2050.0, 80.0),
    (2200.0, 180.0),
];

/// Terms of a new moon: factor in days, power of the eccentricity, multiples of the sun's anomaly,
/// the moon's anomaly and the moon's argument of latitude.
const NEW_MOON: [(f64, i32, f64, f64, f64); 24] = [
    (-0.40720, 0, 0.0, 1.0, 0.0),
    (0.17241, 1, 1.0, 0.0, 0.0),
    (0.01608, 0, 0.0, 2.0, 0.0),
    (0.01039, 0, 0.0, 0.0, 2.0),
    (0.00739, 1, -1.0, 1.0, 0.0),
    (-0.00514, 1, 1.0, 1.0, 0.0),
    (0.00208, 2, 2.0, 0.0, 0.0),
    (-0.00111, 0, 0.0, 1.0, -2.0),
    (-0.00057, 0, 0.0, 1.0, 2.0),
    (0.00056, 1, 1.0, 2.0, 0.0),
    (-0.00042, 0, 0.0, 3.0, 0.0),
    (0.00042, 1, 1.0, 0.0, 2.0),
    (0.00038, 1, 1.0, 0.0, -2.0),
    (-0.00024, 1, -1.0, 2.0, 0.0),
    (-0.00007, 0, 2.0, 1.0, 0.0),
    (0.00004, 0, 0.0, 2.0, -2.0),
    (0.00004, 0, 3.0, 0.0, 0.0),
    (0.00003, 0, 1.0, 1.0, -2.0),
    (0.00003, 0, 0.0, 2.0, 2.0),
    (-0.00003, 0, 1.0, 1.0, 2.0),
    (0.00003, 0, -1.0, 1.0, 2.0),
    (-0.00002, 0, -1.0, 1.0, -2.0),
    (-0.00002, 0, 1.0, 3.0, 0.0),
    (0.00002, 0, 0.0, 4.0, 0.0),
];

/// What the planets add to a new moon: factor in days, angle at lunation 0 and its growth with each
/// lunation, in degrees.
const PLANETS: [(f64, f64, f64); 14] = [
    (0.000_325, 299.77, 0.107_408),
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// The earth's longitude, constant in time: amplitude in 1e-8 radians, phase, radians a millennium.
const EARTH_0: [(f64, f64, f64); 34] = [
    (175_347_046.0, 0.0, 0.0),
    (3_341_656.0, 4.669_256_8, 6_283.075_850_0),
    (34_894.0, 4.626_10, 12_566.151_70),
    (3_497.0, 2.744_1, 5_753.384_9),
    (3_418.0, 2.828_9, 3.523_1),
    (3_136.0, 3.627_7, 77_713.771_5),
    (2_676.0, 4.418_1, 7_860.419_4),
    (2_343.0, 6.135_2, 3_930.209_7),
    (1_324.0, 0.742_5, 11_506.769_8),
    (1_273.0, 2.037_1, 529.691_0),
    (1_199.0, 1.109_6, 1_577.343_5),
    (990.0, 5.233, 5_884.927),
    (902.0, 2.045, 26.298),
    (857.0, 3.508, 398.149),
    (780.0, 1.179, 5_223.694),
    (753.0, 2.533, 5_507.553),
    (505.0, 4.583, 18_849.228),
    (492.0, 4.205, 775.523),
    (357.0, 2.920, 0.067),
    (317.0, 5.849, 11_790.629),
    (284.0, 1.899, 796.298),
    (271.0, 0.315, 10_977.079),
    (243.0, 0.345, 5_486.778),
    (206.0, 4.806, 2_544.314),
    (205.0, 1.869, 5_573.143),
    (202.0, 2.458, 6_069.777),
    (156.0, 0.833, 213.299),
    (132.0, 3.411, 2_942.463),
    (126.0, 1.083, 20.775),
    (115.0, 0.645, 0.980),
    (103.0, 0.636, 4_694.003),
    (102.0, 0.976, 15_720.839),
    (102.0, 4.267, 7.114),
    (99.0, 6.21, 2_146.17),
];

/// The same, growing with time.
const EARTH_1: [(f64, f64, f64); 6] = [
    (628_331_966_747.0, 0.0, 0.0),
    (206_059.0, 2.678_235, 6_283.075_850),
    (4_303.0, 2.635_1, 12_566.151_7),
    (425.0, 1.590, 3.523),
    (119.0, 5.796, 26.298),
    (109.0, 2.966, 1_577.344),
];

/// The same, growing with the square of time.
const EARTH_2: [(f64, f64, f64); 2] = [(52_919.0, 0.0, 0.0), (8_720.0, 1.072_1, 6_283.075_8)];

/// Days by which uniform time is ahead of universal time at a Julian day.
fn delta_t_days(julian_day: f64) -> f64 {
    let year = 2000.0 + (julian_day - J2000) / 365.25;
    let [first, .., last] = DELTA_T;
    let year = year.clamp(first.0, last.0);
    let seconds = DELTA_T
        .windows(2)
        .find_map(|pair| match pair {
            [(from, a), (to, b)] if year <= *to => Some(a + (b - a) * (year - from) / (to - from)),
            _ => None,
        })
        .unwrap_or(last.1);
    seconds / 86_400.0
}

/// The new moon number `lunation`, counted from the one of 2000-01-06, as a Julian day of universal
/// time.
pub(super) fn new_moon(lunation: i32) -> f64 {
    let k = f64::from(lunation);
    let t = k / 1236.85;
    let mean = 2_451_550.097_66
        + 29.530_588_861 * k
        + t * t * (0.000_154_37 + t * (-0.000_000_150 + t * 0.000_000_000_73));
    let eccentricity = 1.0 - t * (0.002_516 + t * 0.000_007_4);
    let sun = 2.5534 + 29.105_356_70 * k - t * t * (0.000_001_4 + t * 0.000_000_11);
    let moon = 201.5643
        + 385.816_935_28 * k
        + t * t * (0.010_758_2 + t * (0.000_012_38 - t * 0.000_000_058));
    let latitude = 160.7108 + 390.670_502_84 * k
        - t * t * (0.001_611_8 + t * (0.000_002_27 - t * 0.000_000_011));
    let node = 124.7746 - 1.563_755_88 * k + t * t * (0.002_067_2 + t * 0.000_002_15);
    let periodic = NEW_MOON.iter().map(|&(factor, power, m, mm, f)| {
        let angle = m * sun + mm * moon + f * latitude;
        factor * eccentricity.powi(power) * angle.to_radians().sin()
    });
    let planets = PLANETS
        .iter()
        .enumerate()
        .map(|(place, &(factor, at, growth))| {
            let bend = if place == 0 { 0.009_173 * t * t } else { 0.0 };
            factor * (at + growth * k - bend).to_radians().sin()
        });
    let corrections = periodic.chain(planets).sum::<f64>() - 0.000_17 * node.to_radians().sin();
    let uniform = mean + corrections;
    uniform - delta_t_days(uniform)
}

/// The apparent longitude of the sun, in degrees from 0 to 360, at a Julian day of universal time.
pub(super) fn sun_longitude(julian_day: f64) -> f64 {
    let uniform = julian_day + delta_t_days(julian_day);
    let millennia = (uniform - J2000) / (10.0 * CENTURY);
    let series = |terms: &[(f64, f64, f64)]| {
        let waves = terms.iter().map(|(a, b, c)| a * (b + c * millennia).cos());
        waves.sum::<f64>()
    };
    let earth = series(&EARTH_0) + millennia * (series(&EARTH_1) + millennia * series(&EARTH_2));
    let seen_from_earth = (earth * 1e-8).to_degrees() + 180.0;
    // Aberration and the change to the FK5 frame, then nutation, all in seconds of arc.
    let seconds = -20.4898 - 0.0903 + nutation_seconds(millennia * 10.0);
    (seen_from_earth + seconds / 3600.0).rem_euclid(360.0)
}

/// How far the equinox sways in longitude, in seconds of arc; `t` in centuries.
fn nutation_seconds(t: f64) -> f64 {
    let node = (125.044_52 - 1_934.136_261 * t).to_radians();
    let sun = (280.466_5 + 36_000.769_8 * t).to_radians();
    let moon = (218.316_5 + 481_267.881_3 * t).to_radians();
    -17.20 * node.sin() - 1.32 * (2.0 * sun).sin() - 0.23 * (2.0 * moon).sin()
        + 0.21 * (2.0 * node).sin()
}
