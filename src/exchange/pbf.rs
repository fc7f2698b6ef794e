//! Protocol Buffers, as far as OpenStreetMap extracts need them: the fields of a message, one after
//! the other, without copying.
//!
//! The library for such files builds every element of a block in memory, a hundred times the bytes
//! that a hostile block needs to name them, and counts past the end of numbers.

/// The bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message, each with its number.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    left: &'a [u8],
}

impl<'a> Message<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub fn next_field(&mut self) -> Result<Option<(u64, Field<'a>)>, Broken> {
        if self.left.is_empty() {
            return Ok(None);
        }
        let key = varint(&mut self.left)?;
        let field = match key & 7 {
            0 => Field::Number(varint(&mut self.left)?),
            1 => Field::Bytes(take(&mut self.left, 8)?),
            2 => {
                let length = usize::try_from(varint(&mut self.left)?).ok().ok_or(Broken)?;
                Field::Bytes(take(&mut self.left, length)?)
            }
            5 => Field::Bytes(take(&mut self.left, 4)?),
            _ => return Err(Broken),
        };
        Ok(Some((key >> 3, field)))
    }

    /// The bytes of each field of that number.
    pub fn each(mut self, number: u64, mut see: impl FnMut(&'a [u8]) -> Result<(), Broken>) -> Result<(), Broken> {
        while let Some((found, field)) = self.next_field()? {
            if let (true, Field::Bytes(bytes)) = (found == number, field) {
                see(bytes)?;
            }
        }
        Ok(())
    }
}

fn take<'a>(left: &mut &'a [u8], length: usize) -> Result<&'a [u8], Broken> {
    let (taken, rest) = left.split_at_checked(length).ok_or(Broken)?;
    *left = rest;
    Ok(taken)
}

/// Seven bits a byte, the lowest first.
fn varint(left: &mut &[u8]) -> Result<u64, Broken> {
    let mut number = 0;
    for shift in (0..70).step_by(7) {
        let (byte, rest) = left.split_first().ok_or(Broken)?;
        *left = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Broken)
}

/// Numbers packed into one field. The first that is broken ends them.
pub struct Packed<'a> {
    left: &'a [u8],
}

impl<'a> Packed<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// Running totals of signed differences, as ids and coordinates are written.
    pub fn summed(self) -> impl Iterator<Item = Result<i64, Broken>> + use<'a> {
        self.scan(0_i64, |total, number| {
            *total = total.wrapping_add(number.map_or(0, zigzag));
            Some(number.map(|_| *total))
        })
    }
}

impl Iterator for Packed<'_> {
    type Item = Result<u64, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left.is_empty() {
            return None;
        }
        let number = varint(&mut self.left);
        if number.is_err() {
            self.left = &[];
        }
        Some(number)
    }
}

/// A signed number, whose sign stands in its lowest bit.
pub fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_the_documentation_of_the_encoding_has_them() {
        // https://protobuf.dev/programming-guides/encoding/
        let mut message = Message::of(&[0x08, 0x96, 0x01, 0x12, 0x07, b't', b'e', b's', b't', b'i', b'n', b'g']);
        assert_eq!(message.next_field(), Ok(Some((1, Field::Number(150)))));
        assert_eq!(message.next_field(), Ok(Some((2, Field::Bytes(b"testing")))));
        assert_eq!(message.next_field(), Ok(None));
        assert_eq!([0, 1, 2, 3, 0xffff_fffe, 0xffff_ffff].map(zigzag), [0, -1, 1, -2, 0x7fff_ffff, -0x8000_0000]);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
        let totals: Result<Vec<i64>, Broken> = Packed::of(&[2, 2, 1, 4]).summed().collect();
        assert_eq!(totals, Ok(vec![1, 2, 1, 3]));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic_or_turn_for_ever(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut message = Message::of(&bytes);
            while let Ok(Some(_)) = message.next_field() {}
            prop_assert!(Packed::of(&bytes).summed().count() <= bytes.len());
        }
    }
}
