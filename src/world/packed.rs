//! Whole numbers side by side in as few bytes as their spread asks for: most fields of most
//! townships know few numbers, so that a province fits in memory.

/// Numbers of which each may be unknown.
#[derive(Clone, Debug)]
pub struct Packed {
    len: usize,
    /// What 1 stands for where numbers are kept in fewer than eight bytes; 0 is unknown.
    first: i64,
    kept: Kept,
}

#[derive(Clone, Debug)]
enum Kept {
    /// All are known, and the first.
    Same,
    Bytes(Box<[u8]>),
    Pairs(Box<[u16]>),
    Words(Box<[u32]>),
    /// As they are; `i64::MIN` is unknown.
    Whole(Box<[i64]>),
}

impl Packed {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is above the least fits, as the widest of it was looked at before"
    )]
    pub fn of(numbers: impl Iterator<Item = Option<i64>> + Clone) -> Self {
        let (mut len, mut unknown, mut least, mut most) = (0, false, i64::MAX, i64::MIN);
        for number in numbers.clone() {
            len += 1;
            match number {
                Some(number) => (least, most) = (least.min(number), most.max(number)),
                None => unknown = true,
            }
        }
        // Nothing known is one unknown number: 0 is enough for all.
        let spread = most.checked_sub(least).filter(|_| most >= least);
        let over = move |number: Option<i64>| number.map_or(0, |number| (number - least) as u64 + 1);
        let kept = match spread {
            Some(0) if !unknown => Kept::Same,
            Some(spread) if spread < i64::from(u8::MAX) => Kept::Bytes(numbers.map(|n| over(n) as u8).collect()),
            Some(spread) if spread < i64::from(u16::MAX) => Kept::Pairs(numbers.map(|n| over(n) as u16).collect()),
            Some(spread) if spread < i64::from(u32::MAX) => Kept::Words(numbers.map(|n| over(n) as u32).collect()),
            None if most < least => Kept::Bytes(numbers.map(|_| 0).collect()),
            _ => Kept::Whole(numbers.map(|number| number.unwrap_or(i64::MIN)).collect()),
        };
        Self { len, first: least, kept }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn at(&self, row: usize) -> Option<i64> {
        let over = match &self.kept {
            Kept::Same => return Some(self.first),
            Kept::Bytes(kept) => u32::from(kept[row]),
            Kept::Pairs(kept) => u32::from(kept[row]),
            Kept::Words(kept) => kept[row],
            Kept::Whole(kept) => return Some(kept[row]).filter(|number| *number != i64::MIN),
        };
        (over > 0).then(|| self.first + i64::from(over - 1))
    }

    /// The numbers, some of them replaced.
    pub fn with(&self, others: &[(usize, Option<i64>)]) -> Self {
        let mut numbers: Vec<Option<i64>> = (0..self.len).map(|row| self.at(row)).collect();
        for (row, number) in others {
            numbers[*row] = *number;
        }
        Self::of(numbers.into_iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(numbers: &[Option<i64>]) {
        let packed = Packed::of(numbers.iter().copied());
        let read: Vec<Option<i64>> = (0..packed.len()).map(|row| packed.at(row)).collect();
        assert_eq!(read, numbers);
    }

    #[test]
    fn numbers_come_back_at_every_width_and_unknown_stays_unknown() {
        check(&[]);
        check(&[None, None]);
        check(&[Some(7), Some(7), Some(7)]);
        for spread in [0, 253, 254, 255, 65_533, 65_534, 65_535, 4_294_967_293, 4_294_967_294, 4_294_967_295] {
            check(&[Some(-5), None, Some(spread - 5)]);
            check(&[Some(-5), Some(spread - 5)]);
        }
        check(&[Some(i64::MAX), None, Some(i64::MIN + 1)]);
        check(&[Some(i64::MAX), Some(i64::MAX), None]);
    }

    proptest! {
        #[test]
        fn any_numbers_come_back(numbers in prop::collection::vec(prop::option::of(i64::MIN + 1..), 0..40), scale in 0..63_u32) {
            let numbers: Vec<Option<i64>> = numbers.into_iter().map(|number| number.map(|n| n >> scale)).collect();
            check(&numbers);
        }
    }

    #[test]
    fn some_numbers_are_replaced() {
        let packed = Packed::of([Some(1), None, Some(3)].into_iter()).with(&[(1, Some(70_000)), (2, None)]);
        assert_eq!([0, 1, 2].map(|row| packed.at(row)), [Some(1), Some(70_000), None]);
    }
}
