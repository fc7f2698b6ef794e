//! Which of many numbered things are meant: a bit for each.

/// A set of nodes or of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<u64>,
}

impl Marks {
    /// Room for so many, of which none is meant.
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)] }
    }

    pub fn of(len: usize, members: impl IntoIterator<Item = u32>) -> Self {
        let mut marks = Self::none(len);
        for member in members {
            marks.insert(member);
        }
        marks
    }

    /// Whether it was new.
    pub fn insert(&mut self, member: u32) -> bool {
        let (word, bit) = (&mut self.words[member as usize / 64], 1 << (member % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub fn contains(&self, member: u32) -> bool {
        self.words[member as usize / 64] & (1 << (member % 64)) != 0
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// In the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().zip((0..).step_by(64)).flat_map(|(word, first)| {
            std::iter::successors((*word != 0).then_some(*word), |word| {
                Some(word & (word - 1)).filter(|word| *word != 0)
            })
            .map(move |word| first + word.trailing_zeros())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_comes_back_in_order_and_once() {
        let marks = Marks::of(200, [199, 0, 63, 64, 63, 128]);
        assert_eq!(marks.iter().collect::<Vec<_>>(), [0, 63, 64, 128, 199]);
        assert_eq!((marks.count(), marks.contains(64), marks.contains(65)), (5, true, false));
        assert!(Marks::none(70).is_empty() && Marks::none(0).iter().next().is_none());
    }
}
