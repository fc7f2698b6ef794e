//! The table of a Shapefile (dBASE III, with the types that later programs added), byte by byte.
//!
//! The library at hand gives up at the first text that it cannot decode and takes NULL for zero;
//! here both are one cell of one row.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use serde_json::Number;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Unreadable;
use crate::exchange::encodings::decoded;

/// The length of the header before its columns, and of each column.
const HEAD: usize = 32;
const PER_COLUMN: usize = 32;
const END_OF_COLUMNS: u8 = 0x0d;
const DELETED: u8 = b'*';

/// A DBF whose header has been read: what follows are its rows.
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: u32,
    pub language_driver: u8,
    file: BufReader<File>,
    row: Vec<u8>,
}

pub struct Column {
    pub name: Vec<u8>,
    kind: u8,
    /// Where its bytes stand in a row, whose first byte says whether it is deleted.
    from: usize,
    to: usize,
    decimals: u8,
}

pub enum Next {
    Row,
    Deleted,
    End,
}

impl Table {
    /// `Err` with what is wrong where the header is none.
    pub fn open(file: File) -> io::Result<Result<Self, &'static str>> {
        let mut file = BufReader::with_capacity(1 << 17, file);
        let mut head = [0; HEAD];
        if let Err(why) = file.read_exact(&mut head) {
            return if why.kind() == io::ErrorKind::UnexpectedEof { Ok(Err("its header is cut")) } else { Err(why) };
        }
        let header_length = usize::from(u16::from_le_bytes([head[8], head[9]]));
        let row_length = usize::from(u16::from_le_bytes([head[10], head[11]]));
        if head[0] & 7 != 3 && head[0] != 0x30 && head[0] != 0x31 {
            return Ok(Err("it does not begin as a DBF does"));
        }
        if header_length < HEAD + 1 || row_length == 0 {
            return Ok(Err("its header gives no columns"));
        }
        let mut described = vec![0; header_length - HEAD];
        if let Err(why) = file.read_exact(&mut described) {
            return if why.kind() == io::ErrorKind::UnexpectedEof { Ok(Err("its header is cut")) } else { Err(why) };
        }
        let mut columns = Vec::new();
        let mut from = 1;
        for column in described.chunks_exact(PER_COLUMN) {
            if column[0] == END_OF_COLUMNS {
                break;
            }
            let kind = column[11];
            // Texts over 255 bytes, which some programs write, have their length in both bytes.
            let length = match kind {
                b'C' => usize::from(u16::from_le_bytes([column[16], column[17]])),
                _ => usize::from(column[16]),
            };
            let name = column[..11].split(|byte| *byte == 0).next().unwrap_or_default().trim_ascii().to_vec();
            columns.push(Column { name, kind, from, to: from + length, decimals: column[17] });
            from += length;
        }
        if from > row_length {
            return Ok(Err("its columns are wider than its rows"));
        }
        let rows = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        Ok(Ok(Self { columns, rows, language_driver: head[29], file, row: vec![0; row_length] }))
    }

    /// Moves to the next row. A file that is cut within a row is an error.
    pub fn next_row(&mut self) -> io::Result<Next> {
        self.file.read_exact(&mut self.row[..1])?;
        if self.row[0] == 0x1a {
            return Ok(Next::End);
        }
        self.file.read_exact(&mut self.row[1..])?;
        Ok(if self.row[0] == DELETED { Next::Deleted } else { Next::Row })
    }

    pub fn bytes(&self, column: &Column) -> &[u8] {
        self.row.get(column.from..column.to).unwrap_or_default()
    }

    pub fn cell(&self, column: &Column, encoding: &'static Encoding) -> Cell {
        column.read(self.bytes(column), encoding)
    }
}

impl Column {
    pub fn is_text(&self) -> bool {
        self.kind == b'C'
    }

    fn read(&self, bytes: &[u8], encoding: &'static Encoding) -> Cell {
        let plain = trimmed(bytes);
        match self.kind {
            b'C' => text(plain, encoding),
            b'N' | b'F' => Ok(number(plain, self.decimals)),
            b'D' => Ok(day(plain)),
            b'L' => Ok(match plain {
                [b'T' | b't' | b'Y' | b'y'] => Json::Bool(true),
                [b'F' | b'f' | b'N' | b'n'] => Json::Bool(false),
                [] | b"?" => Json::Null,
                other => ascii(other),
            }),
            b'I' | b'+' if bytes.len() == 4 => {
                Ok(Json::from(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])))
            }
            b'O' if bytes.len() == 8 => {
                let number = f64::from_le_bytes(bytes.try_into().unwrap_or_default());
                Ok(Number::from_f64(number).map_or_else(|| Json::from(number.to_string()), Json::Number))
            }
            kind => Err(Unreadable {
                shown: String::new(),
                why: NotAValue {
                    problem: format!("the column is of the DBF type `{}`, which is not read", kind.escape_ascii()),
                    remedy: "export the column as text, number or date".into(),
                },
            }),
        }
    }
}

/// Without the blanks that fill a cell, and the zeros that some programs fill it with.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |at| at + 1);
    bytes[..end].trim_ascii_start()
}

fn text(bytes: &[u8], encoding: &'static Encoding) -> Cell {
    if bytes.is_empty() {
        return Ok(Json::Null);
    }
    match decoded(encoding, bytes) {
        Some(text) => Ok(Json::from(text)),
        None => {
            let (shown, _) = encoding.decode_without_bom_handling(bytes);
            let remedy = if encoding == UTF_8 {
                "write the right encoding, as GBK, into the .cpg; or the text is cut: make its column wider"
            } else {
                "write the right encoding, as UTF-8, into the .cpg; or the text is cut: make its column wider"
            };
            Err(Unreadable {
                shown: shown.into_owned(),
                why: NotAValue { problem: format!("the text is not {}", encoding.name()), remedy: remedy.into() },
            })
        }
    }
}

fn ascii(bytes: &[u8]) -> Json {
    Json::from(String::from_utf8_lossy(bytes).into_owned())
}

/// A whole number stays as it is written, since it may be a code of any length. NULL is written as
/// blanks or stars. What is no number is left as text, for its field to refuse.
fn number(bytes: &[u8], decimals: u8) -> Json {
    if bytes.iter().all(|byte| *byte == b'*') {
        return Json::Null;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return ascii(bytes) };
    let is_whole = decimals == 0 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(number) if !is_whole => Json::Number(number),
        _ => Json::from(text),
    }
}

/// `20250103` as `2025-01-03`. NULL is written as blanks or zeros.
fn day(bytes: &[u8]) -> Json {
    match std::str::from_utf8(bytes) {
        Ok("" | "00000000" | "0") => Json::Null,
        Ok(text) if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Json::from(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
        }
        _ => ascii(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;
    use serde_json::json;

    #[test]
    fn cells_are_read_by_their_type_and_null_is_no_zero() {
        let check = |kind: u8, decimals: u8, bytes: &[u8], expect: Json| {
            let column = Column { name: Vec::new(), kind, from: 0, to: bytes.len(), decimals };
            let Ok(cell) = column.read(bytes, GB18030) else { panic!("{bytes:?}") };
            assert_eq!(cell, expect, "{bytes:?}");
        };
        check(b'N', 0, b"   411024", json!("411024"));
        check(b'N', 0, b"00411024", json!("00411024"));
        check(b'N', 2, b"   3.50", json!(3.5));
        check(b'F', 11, b" 1.50000000000e+00", json!(1.5));
        check(b'N', 2, b"*******", Json::Null);
        check(b'N', 2, b"       ", Json::Null);
        check(b'N', 2, b"1,5", json!("1,5"));
        check(b'N', 2, b"1e999", json!("1e999"));
        check(b'D', 0, b"20250103", json!("2025-01-03"));
        check(b'D', 0, b"00000000", Json::Null);
        check(b'D', 0, b"        ", Json::Null);
        check(b'L', 0, b"T", json!(true));
        check(b'L', 0, b"n", json!(false));
        check(b'L', 0, b"?", Json::Null);
        check(b'C', 0, b"\xb1\xb1\xc7\xc5   ", json!("北桥"));
        check(b'C', 0, b"a\0\0\0", json!("a"));
        check(b'I', 0, &7_i32.to_le_bytes(), json!(7));
        check(b'O', 0, &2.5_f64.to_le_bytes(), json!(2.5));
    }
}
