//! The rows that a zone holds, a bit for each row of a shard: in order without being sorted, and
//! counted without being listed.

use crate::world::Row;
use crate::world::Shard;

/// The rows of one shard that lie in a zone.
#[derive(Clone, Debug)]
pub struct Hits<'a> {
    pub shard: &'a Shard,
    words: Vec<u64>,
}

impl<'a> Hits<'a> {
    pub fn none_of(shard: &'a Shard) -> Self {
        Self { shard, words: vec![0; shard.len().div_ceil(64)] }
    }

    pub fn hit(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Takes what another zone holds of the same shard.
    pub fn join(&mut self, other: &Self) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// In the order of their codes.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(nth, word)| {
            let mut bits = *word;
            std::iter::from_fn(move || {
                let row = nth * 64 + bits.trailing_zeros() as usize;
                (bits != 0).then(|| bits &= bits - 1).map(|()| row)
            })
        })
    }

    pub fn records(&self) -> impl Iterator<Item = Row<'a>> + '_ {
        self.rows().map(|row| Row { shard: self.shard, row })
    }
}
