//! The values of a FlatGeobuf feature: the number of a column and its value, one after the other.

use flatgeobuf::ColumnType;
use serde_json::Number;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Unreadable;
use crate::exchange::read_geopackage::list_of;

pub struct Values<'a> {
    pub left: &'a [u8],
}

impl Values<'_> {
    pub fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.left.split_first_chunk::<N>()?;
        self.left = rest;
        Some(*first)
    }

    /// `None` where the bytes end within the value, or its type is none.
    pub fn next_value(&mut self, kind: ColumnType, is_list: bool) -> Option<Cell> {
        Some(Ok(match kind {
            ColumnType::Byte => Json::from(i8::from_le_bytes(self.take()?)),
            ColumnType::UByte => Json::from(u8::from_le_bytes(self.take()?)),
            ColumnType::Bool => Json::from(self.take::<1>()? != [0]),
            ColumnType::Short => Json::from(i16::from_le_bytes(self.take()?)),
            ColumnType::UShort => Json::from(u16::from_le_bytes(self.take()?)),
            ColumnType::Int => Json::from(i32::from_le_bytes(self.take()?)),
            ColumnType::UInt => Json::from(u32::from_le_bytes(self.take()?)),
            ColumnType::Long => Json::from(i64::from_le_bytes(self.take()?)),
            ColumnType::ULong => Json::from(u64::from_le_bytes(self.take()?)),
            // By way of its text: 3.1 in single precision is 3.1, not 3.0999999046.
            ColumnType::Float => number(&f32::from_le_bytes(self.take()?).to_string()),
            ColumnType::Double => number(&f64::from_le_bytes(self.take()?).to_string()),
            ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
                return Some(text(self.bytes()?, is_list && kind == ColumnType::Json));
            }
            ColumnType::Binary => {
                let shown = format!("{} bytes", self.bytes()?.len());
                return Some(unreadable(shown, "the value is binary", "give the value as text or a number"));
            }
            _ => return None,
        }))
    }

    fn bytes(&mut self) -> Option<&[u8]> {
        let length = usize::try_from(u32::from_le_bytes(self.take()?)).ok()?;
        let (bytes, rest) = self.left.split_at_checked(length)?;
        self.left = rest;
        Some(bytes)
    }
}

/// JSON knows no infinity; its text is refused as not a number.
fn number(text: &str) -> Json {
    text.parse().ok().and_then(Number::from_f64).map_or_else(|| Json::from(text), Json::Number)
}

fn text(bytes: &[u8], is_list: bool) -> Cell {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_list => Ok(list_of(text).unwrap_or_else(|| Json::from(text))),
        Ok(text) => Ok(Json::from(text)),
        Err(_) => unreadable(
            String::from_utf8_lossy(bytes).into_owned(),
            "the text is not UTF-8",
            "export the file again with the right encoding",
        ),
    }
}

fn unreadable(shown: String, problem: &str, remedy: &str) -> Cell {
    Err(Unreadable { shown, why: NotAValue { problem: problem.into(), remedy: remedy.into() } })
}
