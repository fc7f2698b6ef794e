//! Files in portions: whoever reads records says where each begins, and none may be so long that it
//! fills the memory.
//!
//! A quote that does not close, a file without line ends or a single value as large as a disk would
//! else be brought into memory whole.

use std::cell::Cell;
use std::fmt;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;

/// No record is longer. An outline of a million corners, which is as many as are taken, has half of it.
pub const LONGEST_RECORD: u64 = 64 * 1024 * 1024;
/// More columns than any table has.
pub const MOST_COLUMNS: usize = 4096;
/// Each takes up to a hundred bytes, some with a text of two. A corner has three: two numbers and the list.
const MOST_PARTS: u32 = 4_000_000;

pub fn too_long(what: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{what} is over 64 MiB long: divide it, or give its shape fewer corners"),
    )
}

/// Of a record that is passed over for its length.
pub fn too_large(what: &str) -> NotAValue {
    NotAValue {
        problem: format!("the {what} is over 64 MiB long"),
        remedy: "give it fewer corners, or divide it into several rows".into(),
    }
}

/// How much has been read since a record began.
#[derive(Clone, Debug, Default)]
pub struct Portion(Rc<Cell<u64>>);

impl Portion {
    pub fn begin(&self) {
        self.0.set(0);
    }
}

/// A file that ends with an error where a record does not end.
pub struct Portioned<R> {
    file: R,
    portion: Portion,
}

impl<R: Read> Portioned<R> {
    /// Buffered, as parsers ask for one byte after the other.
    pub fn of(file: R, portion: &Portion) -> BufReader<Self> {
        BufReader::with_capacity(1 << 15, Self { file, portion: portion.clone() })
    }
}

impl<R: Read> Read for Portioned<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(into)?;
        let read = self.portion.0.get() + length as u64;
        self.portion.0.set(read);
        if read > LONGEST_RECORD { Err(too_long("a feature, or what stands beside them,")) } else { Ok(length) }
    }
}

/// JSON of a record, with a bound on how many values it holds: `[[],[],…` takes forty times its
/// length in memory.
pub struct OneRecord(pub Json);

impl<'de> Deserialize<'de> for OneRecord {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        Part { left: &Cell::new(MOST_PARTS) }.deserialize(json).map(Self)
    }
}

#[derive(Clone, Copy)]
struct Part<'a> {
    left: &'a Cell<u32>,
}

impl Part<'_> {
    fn count<E: Error>(self, parts: u32) -> Result<(), E> {
        let left = self.left.get().checked_sub(parts);
        self.left.set(left.ok_or_else(|| E::custom("it holds over four million values"))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Json, D::Error> {
        self.count(1)?;
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::from(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element_seed(self)? {
            if parts.is_empty() {
                // Most lists are positions.
                parts.reserve_exact(2);
            }
            parts.push(part);
        }
        Ok(Json::Array(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            // A member takes as much as four numbers.
            self.count(3)?;
            members.insert(name, map.next_value_seed(self)?);
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_record_that_does_not_end_is_an_error_and_not_a_shorter_one() {
        let portion = Portion::default();
        let mut file = Portioned::of(io::repeat(b' '), &portion);
        let mut into = vec![0; 1 << 20];
        for _ in 0..200 {
            portion.begin();
            file.read_exact(&mut into).unwrap();
        }
        let read = io::copy(&mut file, &mut io::sink());
        assert!(read.unwrap_err().to_string().contains("over 64 MiB"));
    }

    #[test]
    fn a_list_of_nothings_does_not_fill_the_memory() {
        let few = format!("[{}[]]", "[],".repeat(1000));
        assert!(serde_json::from_str::<OneRecord>(&few).is_ok());
        for many in ["[],", "0,", r#"{"":0},"#] {
            let many = format!("[{}0]", many.repeat(4_000_000));
            let why = serde_json::from_str::<OneRecord>(&many).err().unwrap().to_string();
            assert!(why.contains("over four million values"), "{why}");
        }
    }

    proptest! {
        #[test]
        fn a_record_reads_as_the_library_reads_it(text in "(\\[|\\]|\\{|\\}|,|:|\"a\"|\"b\"|1|-2.5|1e308|true|null){1,12}") {
            let theirs = serde_json::from_str::<Json>(&text).ok();
            prop_assert_eq!(serde_json::from_str::<OneRecord>(&text).ok().map(|record| record.0), theirs);
        }
    }
}
