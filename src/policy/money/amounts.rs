//! Whole fen and whole metres, computed and shared without losing one.

use crate::world::Metres;
use crate::world::RuralClass;

/// Fen per kilometre and year of each class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub county: u64,
    pub township: u64,
    pub village: u64,
}

impl Rates {
    pub fn of(self, class: RuralClass) -> u64 {
        match class {
            RuralClass::County => self.county,
            RuralClass::Township => self.township,
            RuralClass::Village => self.village,
        }
    }

    /// In thousandths of a fen: exact.
    pub(super) fn exact(self, metres: Metres) -> u128 {
        let one = |class| u128::from(self.of(class)) * u128::from(metres.of(class));
        RuralClass::ALL.into_iter().map(one).sum()
    }

    /// In fen, half up.
    pub(super) fn floor(self, metres: Metres) -> u64 {
        half_up(self.exact(metres), 1000)
    }
}

/// How province, city and county share what is owed, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// As the code list `fiscal_regime` has it.
    pub code: String,
    pub province: u32,
    pub city: u32,
    pub county: u32,
}

/// Fen; they add up to what is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    pub province: u64,
    pub city: u64,
    pub county: u64,
}

impl Shares {
    pub fn total(self) -> u64 {
        self.province + self.city + self.county
    }

    pub(super) fn add(&mut self, other: Self) {
        self.province += other.province;
        self.city += other.city;
        self.county += other.county;
    }
}

impl Regime {
    /// Province and city take their parts half up, the county what is left.
    pub fn shares(&self, fen: u64) -> Shares {
        let parts = u128::from(self.province) + u128::from(self.city) + u128::from(self.county);
        let part = |part: u32| half_up(u128::from(fen) * u128::from(part), parts);
        let province = part(self.province).min(fen);
        let city = part(self.city).min(fen - province);
        Shares { province, city, county: fen - province - city }
    }

    /// The shares of a whole, given on to its places, so that they add up to those of the whole, and those
    /// of each place to what the place has.
    pub(super) fn shares_of_each(&self, fen: &[u64]) -> Vec<Shares> {
        let whole = self.shares(fen.iter().sum());
        // Together first: a place then gets of the two never more than it has.
        let upper = shared_out(whole.province + whole.city, &wide(fen));
        let province = shared_out(whole.province, &wide(&upper));
        let each = fen.iter().zip(upper).zip(province);
        each.map(|((fen, upper), province)| Shares { province, city: upper - province, county: fen - upper }).collect()
    }
}

pub(super) fn wide(numbers: &[u64]) -> Vec<u128> {
    numbers.iter().copied().map(u128::from).collect()
}

/// A quotient to the whole, a half upwards; 0 of 0 parts.
pub(super) fn half_up(numerator: u128, denominator: u128) -> u64 {
    let twice = (2 * numerator + denominator).checked_div(2 * denominator).unwrap_or(0);
    u64::try_from(twice).unwrap_or(u64::MAX)
}

/// A whole shared in whole parts by weights, by largest remainder; of equal remainders the first gains.
/// Without any weight the first gets all.
pub(super) fn shared_out(whole: u64, weights: &[u128]) -> Vec<u64> {
    let total: u128 = weights.iter().sum();
    let mut parts = vec![0; weights.len()];
    if total == 0 {
        if let Some(first) = parts.first_mut() {
            *first = whole;
        }
        return parts;
    }
    let mut remainders: Vec<(u128, usize)> = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (nth, weight) in weights.iter().enumerate() {
        // Amounts stay below 10^15 fen, weights (thousandths of a fen) below 10^18: far within 128 bits.
        let exact = u128::from(whole) * weight;
        parts[nth] = u64::try_from(exact / total).expect("a part is at most the whole");
        left -= parts[nth];
        remainders.push((exact % total, nth));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, nth) in remainders.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[nth] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn regime(province: u32, city: u32, county: u32) -> Regime {
        Regime { code: "x".to_owned(), province, city, county }
    }

    #[test]
    fn a_half_goes_up() {
        assert_eq!([half_up(1, 2), half_up(5, 10), half_up(4, 10), half_up(0, 0)], [1, 1, 0, 0]);
        assert_eq!(regime(2, 2, 6).shares(3), Shares { province: 1, city: 1, county: 1 });
        assert_eq!(regime(5, 5, 0).shares(1), Shares { province: 1, city: 0, county: 0 });
    }

    #[test]
    fn of_equal_remainders_the_first_gains() {
        assert_eq!(shared_out(2, &[1, 1, 1]), [1, 1, 0]);
        assert_eq!(shared_out(7, &[0, 0]), [7, 0]);
        assert_eq!(shared_out(7, &[]), Vec::<u64>::new());
    }

    proptest! {
        #[test]
        fn shares_add_up_to_what_is_shared(fen in 0..u64::MAX / 1_000_000, parts in [0_u32..100, 0_u32..100, 1_u32..100]) {
            prop_assert_eq!(regime(parts[0], parts[1], parts[2]).shares(fen).total(), fen);
        }

        #[test]
        fn shares_of_places_add_up_both_ways(
            fen in prop::collection::vec(0_u64..2_000_000_000, 1..40),
            parts in [0_u32..10, 0_u32..10, 1_u32..10],
        ) {
            let regime = regime(parts[0], parts[1], parts[2]);
            let each = regime.shares_of_each(&fen);
            let mut sum = Shares::default();
            for (shares, fen) in each.iter().zip(&fen) {
                prop_assert_eq!(shares.total(), *fen);
                sum.add(*shares);
            }
            prop_assert_eq!(sum, regime.shares(fen.iter().sum()));
        }

        #[test]
        fn nothing_is_lost_in_sharing(whole in 0..u64::MAX, weights in prop::collection::vec(0..u128::from(u64::MAX), 1..50)) {
            let parts = shared_out(whole, &weights);
            prop_assert_eq!(parts.iter().map(|part| u128::from(*part)).sum::<u128>(), u128::from(whole));
            let total: u128 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights).filter(|_| total > 0) {
                prop_assert!(u128::from(*part) <= u128::from(whole) * weight / total + 1);
            }
        }
    }
}
