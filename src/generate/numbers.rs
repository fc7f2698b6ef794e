//! Conversions between counts and reals, each bound checked or stated once.

/// Counts as reals and reals as counts.
pub mod real {
    /// A count as a real.
    pub fn of(count: usize) -> f64 {
        f64::from(u32::try_from(count).expect("counts of a city are below 2^32"))
    }

    /// The whole part of a real, towards minus infinity.
    #[expect(clippy::cast_possible_truncation, reason = "places and lengths of a city are far below 2^63")]
    pub fn floor(value: f64) -> i64 {
        value.floor() as i64
    }

    /// The nearest whole number.
    pub fn round(value: f64) -> i64 {
        floor(value + 0.5)
    }

    /// The nearest count; zero for what is negative.
    pub fn count(value: f64) -> usize {
        usize::try_from(round(value).max(0)).expect("not negative")
    }

    /// Rounded to so many decimals.
    pub fn rounded(value: f64, decimals: u32) -> f64 {
        let scale = f64::from(10_u32.pow(decimals));
        (value * scale).round() / scale
    }
}

/// A count as a whole number of a record.
pub fn whole(count: usize) -> i32 {
    i32::try_from(count).expect("counts of a county are below 2^31")
}
