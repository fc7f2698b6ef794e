//! Chainage: the address of a place along a road, as written on its kilometre stones.

use std::fmt;
use std::str::FromStr;

/// A place along an alignment, in whole millimetres from the datum, written `K12+345`.
///
/// An address, not a measurement: stretches that meet must meet exactly, so it is an integer with
/// `Eq` and `Ord`. Geometry works in `f64` metres and converts here, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chainage {
    mm: u32,
}

impl Chainage {
    pub const ZERO: Self = Self { mm: 0 };

    /// `None` before the datum, beyond 4 294 km, and for NaN.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "range checked")]
    pub fn from_metres(metres: f64) -> Option<Self> {
        let mm = (metres * 1000.0).round();
        (0.0..f64::from(u32::MAX)).contains(&mm).then_some(Self { mm: mm as u32 })
    }

    pub fn from_mm(mm: u32) -> Self {
        Self { mm }
    }

    pub fn mm(self) -> u32 {
        self.mm
    }

    pub fn metres(self) -> f64 {
        f64::from(self.mm) / 1000.0
    }
}

impl fmt::Display for Chainage {
    /// `K12+345`; millimetres follow only where there are any: `K12+345.678`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (km, rest) = (self.mm / 1_000_000, self.mm % 1_000_000);
        write!(out, "K{km}+{:03}", rest / 1000)?;
        match rest % 1000 {
            0 => Ok(()),
            mm => write!(out, "{}", format!(".{mm:03}").trim_end_matches('0')),
        }
    }
}

/// What a text must look like to be read as a chainage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a chainage; write kilometres and metres as K12+345 or 12+345.6")]
pub struct NotAChainage {
    given: String,
}

impl FromStr for Chainage {
    type Err = NotAChainage;

    /// Reads `K12+345`, `k12+345.6` and `12+345`. Metres are below 1,000 and have at most three
    /// decimals, so that one place has one address.
    fn from_str(given: &str) -> Result<Self, NotAChainage> {
        read(given).ok_or_else(|| NotAChainage { given: given.chars().take(40).collect() })
    }
}

fn read(given: &str) -> Option<Chainage> {
    let text = given.trim();
    let text = text.strip_prefix(['K', 'k']).unwrap_or(text);
    let (km, rest) = text.split_once('+')?;
    let (metres, decimals) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if km.is_empty() || km.len() > 4 || metres.is_empty() || metres.len() > 3 {
        return None;
    }
    if decimals.len() > 3 || (rest.ends_with('.')) || ![km, metres, decimals].map(digits).iter().all(|ok| *ok) {
        return None;
    }
    let km: u64 = km.parse().ok()?;
    let metres: u64 = metres.parse().ok()?;
    let mm: u64 = if decimals.is_empty() { 0 } else { format!("{decimals:0<3}").parse().ok()? };
    let total = km * 1_000_000 + metres * 1000 + mm;
    u32::try_from(total).ok().filter(|mm| *mm < u32::MAX).map(Chainage::from_mm)
}

/// A stretch of one alignment. Its start belongs to it and its end does not, so that neighbours
/// neither overlap nor leave a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    from: Chainage,
    to: Chainage,
}

impl Stretch {
    /// `None` if the stretch would have no length.
    pub fn new(from: Chainage, to: Chainage) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    pub fn from(self) -> Chainage {
        self.from
    }

    pub fn to(self) -> Chainage {
        self.to
    }

    pub fn length_m(self) -> f64 {
        f64::from(self.to.mm - self.from.mm) / 1000.0
    }

    pub fn contains(self, at: Chainage) -> bool {
        self.from <= at && at < self.to
    }

    /// What two stretches share; `None` when they only touch.
    pub fn shared_with(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// The pieces of this stretch that none of `others` covers, in order.
    pub fn without(self, others: &[Self]) -> Vec<Self> {
        let mut covers: Vec<Self> = others.iter().filter_map(|other| self.shared_with(*other)).collect();
        covers.sort();
        let mut left = Vec::new();
        let mut reached = self.from;
        for cover in covers {
            left.extend(Self::new(reached, cover.from));
            reached = reached.max(cover.to);
        }
        left.extend(Self::new(reached, self.to));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(metres: f64, written: &str) {
        let chainage = Chainage::from_metres(metres).unwrap();
        assert_eq!(chainage.to_string(), written);
        assert_eq!(written.parse::<Chainage>().unwrap(), chainage);
    }

    #[test]
    fn kilometres_and_metres_are_split_after_rounding() {
        check(12_345.0, "K12+345");
        check(999.999_6, "K1+000");
        check(0.5, "K0+000.5");
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_the_right_form() {
        for given in
            ["", "K", "12", "K12", "K12+", "K12+1000", "K-1+000", "K1+2.3456", "K1+2.", "NaN", "K99999+000", "K1 +000"]
        {
            let fault = given.parse::<Chainage>().unwrap_err();
            assert!(fault.to_string().contains("K12+345"), "{given}");
        }
        assert_eq!(Chainage::from_metres(f64::NAN), None);
        assert_eq!(Chainage::from_metres(-0.001), None);
    }

    fn stretch(from: u32, to: u32) -> Stretch {
        Stretch::new(Chainage::from_mm(from), Chainage::from_mm(to)).unwrap()
    }

    #[test]
    fn what_is_left_of_a_stretch_is_what_no_other_covers() {
        let whole = stretch(0, 100);
        assert_eq!(whole.without(&[]), vec![whole]);
        assert_eq!(whole.without(&[stretch(20, 30), stretch(25, 60)]), vec![stretch(0, 20), stretch(60, 100)]);
        assert_eq!(whole.without(&[stretch(50, 200), stretch(0, 50)]), vec![]);
    }

    proptest! {
        #[test]
        fn every_chainage_reads_back_as_it_was_written(mm in 0..u32::MAX) {
            let chainage = Chainage::from_mm(mm);
            prop_assert_eq!(chainage.to_string().parse::<Chainage>().unwrap(), chainage);
        }
    }
}
