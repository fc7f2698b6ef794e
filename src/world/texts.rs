//! Texts of one column: end to end, and once each where that is shorter.

use std::collections::HashMap;

use crate::world::packed::Packed;

/// The texts of a column, of which each may be unknown.
#[derive(Debug)]
pub enum Texts {
    /// A number for each row into the texts.
    Repeating {
        rows: Packed,
        texts: Strings,
    },
    Distinct(Strings),
}

impl Texts {
    pub fn at(&self, row: usize) -> Option<&str> {
        match self {
            Self::Repeating { rows, texts } => rows.at(row).and_then(|text| texts.at(usize::try_from(text).ok()?)),
            Self::Distinct(texts) => texts.at(row),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Repeating { rows, .. } => rows.len(),
            Self::Distinct(texts) => texts.len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows whose text passes `test`, which is put to each distinct text once.
    pub fn rows_where(&self, mut test: impl FnMut(&str) -> bool) -> Vec<u32> {
        let rows = (0..self.len()).zip(0..);
        match self {
            Self::Repeating { rows: of, texts } => {
                let passed: Vec<bool> = (0..texts.len).map(|text| texts.at(text).is_some_and(&mut test)).collect();
                // In most townships nobody looks for what the next one has.
                if !passed.contains(&true) {
                    return Vec::new();
                }
                let passes = |row| of.at(row).and_then(|text| passed.get(usize::try_from(text).ok()?)).copied();
                rows.filter(|(row, _)| passes(*row).unwrap_or(false)).map(|(_, row)| row).collect()
            }
            Self::Distinct(texts) => {
                rows.filter(|(row, _)| texts.at(*row).is_some_and(&mut test)).map(|(_, row)| row).collect()
            }
        }
    }
}

impl<'a> FromIterator<Option<&'a str>> for Texts {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(texts: I) -> Self {
        let texts: Vec<Option<&str>> = texts.into_iter().collect();
        let mut numbers: HashMap<&str, i64> = HashMap::new();
        let mut once: Vec<Option<&str>> = Vec::new();
        for text in texts.iter().flatten() {
            numbers.entry(text).or_insert_with(|| {
                once.push(Some(text));
                i64::try_from(once.len() - 1).unwrap_or(i64::MAX)
            });
        }
        let size = |texts: &[Option<&str>]| texts.iter().flatten().map(|text| text.len() + 2).sum::<usize>();
        let width = match once.len() {
            0..2 => 0,
            2..256 => 1,
            256..65_536 => 2,
            _ => 4,
        };
        if size(&once) + width * texts.len() < size(&texts) {
            let rows = Packed::of(texts.iter().map(|text| text.map(|text| numbers[text])));
            return Self::Repeating { rows, texts: Strings::of(&once) };
        }
        Self::Distinct(Strings::of(&texts))
    }
}

/// Texts end to end.
#[derive(Debug)]
pub struct Strings {
    len: usize,
    ends: Ends,
    bytes: Box<str>,
}

/// Where in the bytes each text ends. The high bit of an end marks unknown.
#[derive(Debug)]
enum Ends {
    /// Counted from where the block of the row begins.
    Near { blocks: Box<[u32]>, ends: Box<[u16]> },
    /// Of texts of which so many are longer than that.
    Far(Box<[u32]>),
}

/// Rows whose ends are counted from one place.
const BLOCK: usize = 32;
const UNKNOWN_NEAR: u16 = 1 << 15;
const UNKNOWN_FAR: u32 = 1 << 31;

impl Strings {
    #[expect(clippy::cast_possible_truncation, reason = "a shard holds far below 2^31 bytes of one field")]
    fn of(texts: &[Option<&str>]) -> Self {
        let mut bytes = String::with_capacity(texts.iter().flatten().map(|text| text.len()).sum());
        let (mut blocks, mut far) = (Vec::with_capacity(texts.len().div_ceil(BLOCK)), Vec::with_capacity(texts.len()));
        for (row, text) in texts.iter().enumerate() {
            if row.is_multiple_of(BLOCK) {
                blocks.push(bytes.len() as u32);
            }
            bytes.push_str(text.unwrap_or_default());
            far.push(bytes.len() as u32 | if text.is_none() { UNKNOWN_FAR } else { 0 });
        }
        let near = |(row, end): (usize, &u32)| {
            let end =
                u16::try_from((end & !UNKNOWN_FAR) - blocks[row / BLOCK]).ok().filter(|end| end & UNKNOWN_NEAR == 0)?;
            Some(end | if texts[row].is_none() { UNKNOWN_NEAR } else { 0 })
        };
        let ends: Option<Box<[u16]>> = far.iter().enumerate().map(near).collect();
        let ends = match ends {
            Some(ends) => Ends::Near { blocks: blocks.into(), ends },
            None => Ends::Far(far.into()),
        };
        Self { len: texts.len(), ends, bytes: bytes.into() }
    }

    fn at(&self, row: usize) -> Option<&str> {
        let (start, end) = match &self.ends {
            Ends::Near { blocks, ends } => {
                let end = ends[row];
                if end & UNKNOWN_NEAR != 0 {
                    return None;
                }
                let block = blocks[row / BLOCK] as usize;
                let before = if row.is_multiple_of(BLOCK) { 0 } else { ends[row - 1] & !UNKNOWN_NEAR };
                (block + usize::from(before), block + usize::from(end))
            }
            Ends::Far(ends) => {
                let end = ends[row];
                if end & UNKNOWN_FAR != 0 {
                    return None;
                }
                (row.checked_sub(1).map_or(0, |before| ends[before] & !UNKNOWN_FAR) as usize, end as usize)
            }
        };
        self.bytes.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(texts: &[Option<&str>]) {
        let kept: Texts = texts.iter().copied().collect();
        let read: Vec<Option<&str>> = (0..kept.len()).map(|row| kept.at(row)).collect();
        assert_eq!(read, texts);
    }

    #[test]
    fn a_search_sees_repeated_and_distinct_texts_alike() {
        let repeated: Texts = [Some("ab"), None, Some("ab"), Some("ab"), Some("ab")].into_iter().collect();
        assert!(matches!(repeated, Texts::Repeating { .. }));
        assert_eq!(repeated.rows_where(|text| text.contains('b')), vec![0, 2, 3, 4]);
        let distinct: Texts = [Some("ab"), None, Some("c")].into_iter().collect();
        assert!(matches!(distinct, Texts::Distinct(_)));
        assert_eq!(distinct.rows_where(|text| text.contains('c')), vec![2]);
    }

    #[test]
    fn long_texts_come_back() {
        let long = "路".repeat(20_000);
        check(&[Some("a"), None, Some(&long), Some(""), Some("b"), None]);
        let nearly = "x".repeat(32_767);
        check(&[Some(&nearly), None, Some("")]);
        check(&[None, Some(&nearly), Some("y"), None]);
    }

    proptest! {
        #[test]
        fn any_texts_come_back(texts in prop::collection::vec(prop::option::of("[ab路]{0,3}"), 0..200)) {
            check(&texts.iter().map(Option::as_deref).collect::<Vec<_>>());
        }
    }
}
