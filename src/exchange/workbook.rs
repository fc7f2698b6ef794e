//! Looks through the parts of a workbook before a parser does: an archive of a few kilobytes may hold
//! gigabytes, and a parser keeps texts, and what it is told to make room for, in memory.
//!
//! Every part is unpacked once into nothing. The texts of cells, shared or not, may take 64 MiB, a single
//! piece between two signs of XML 1 MiB, and so may all that stands in one cell; sheets are read as a
//! stream and may be as long as a spreadsheet makes them.

use std::fs::File;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;

use zip::ZipArchive;

use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::format::other;

/// What a workbook is to be, in messages.
pub const WORKBOOK: &str = "a workbook (.xlsx)";

const MOST_PARTS: usize = 10_000;
/// Unpacked bytes of one sheet; of every other part.
const LARGEST_SHEET: u64 = 2 << 30;
const LARGEST_PART: u64 = 64 << 20;
/// Without a sign of XML, and from one cell to the next.
const LONGEST_PIECE: u64 = 1 << 20;
/// Longer tags are not looked into.
const LONGEST_TAG: usize = 1024;

/// Refuses what would fill the memory or is no workbook.
pub fn looked_through(path: &Path) -> Result<(), ExchangeError> {
    let failed = |why| ExchangeError::io("reading", path, why);
    let refuse = |why: &str, remedy: &str| Err(other(path, WORKBOOK, why, remedy));
    let mut file = File::open(path).map_err(failed)?;
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head).map_err(failed)?;
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let why = "it is a workbook of before 2007 (.xls), or one with a password";
        return refuse(why, "save it as .xlsx without a password");
    }
    if !head.starts_with(b"PK\x03\x04") {
        return refuse("it is no ZIP archive", "save it as .xlsx, or give it the extension of what it is");
    }
    let damaged = |why: &dyn std::fmt::Display| {
        other(path, WORKBOOK, &format!("its archive is damaged ({})", clipped(&why.to_string())), "save it again")
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|why| damaged(&why))?;
    if archive.len() > MOST_PARTS {
        return refuse(&format!("it has over {MOST_PARTS} parts"), "save the sheet alone, as a new workbook");
    }
    let mut buffer = vec![0; 1 << 16];
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).map_err(|why| damaged(&why))?;
        let name = part.name().map_err(|why| damaged(&why))?.to_lowercase();
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        let is_sheet = is_xml && name.contains("worksheets/");
        let most = if is_sheet { LARGEST_SHEET } else { LARGEST_PART };
        let (mut look, mut length) = (Look::default(), 0);
        loop {
            let read = part.read(&mut buffer).map_err(|why| damaged(&why))?;
            if read == 0 {
                break;
            }
            length += read as u64;
            if length > most {
                let why = format!("its part {} unpacks to over {} MiB", clipped(&name), most >> 20);
                return refuse(&why, "save the sheet as CSV");
            }
            if is_xml && let Err(why) = look.at(&buffer[..read], is_sheet) {
                return refuse(&format!("its part {} {why}", clipped(&name)), "save it again, or as CSV");
            }
        }
        if look.promised_texts > look.texts.saturating_mul(2) + 1_000 {
            let (promised, texts) = (look.promised_texts, look.texts);
            return refuse(&format!("it says that it has {promised} texts, and has {texts}"), "save it again");
        }
    }
    Ok(())
}

/// What stands around a byte of XML.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Text,
    Tag,
    /// In a tag between quotes of this kind.
    Quoted(u8),
    /// Until this ends it.
    Passage(&'static [u8]),
}

/// A part of a workbook, byte by byte.
#[derive(Default)]
struct Look {
    within: Within,
    tag: Vec<u8>,
    /// Bytes since the last sign of XML, since the last cell.
    piece: u64,
    since_cell: u64,
    has_ended: bool,
    /// The last three bytes.
    last: [u8; 3],
    texts: u64,
    promised_texts: u64,
}

impl Look {
    fn at(&mut self, bytes: &[u8], is_sheet: bool) -> Result<(), String> {
        for byte in bytes {
            self.piece += 1;
            self.since_cell += 1;
            if self.piece > LONGEST_PIECE {
                return Err("holds over 1 MiB without a sign of XML".to_owned());
            }
            if is_sheet && !self.has_ended && self.since_cell > LONGEST_PIECE {
                return Err("holds over 1 MiB in one cell or between two".to_owned());
            }
            self.last = [self.last[1], self.last[2], *byte];
            match self.within {
                Within::Text if *byte == b'<' => {
                    self.within = Within::Tag;
                    self.tag.clear();
                    self.piece = 0;
                }
                Within::Passage(end) if self.last.ends_with(end) => {
                    self.within = Within::Text;
                    self.piece = 0;
                }
                Within::Text | Within::Passage(_) => {}
                Within::Quoted(quote) => {
                    if *byte == quote {
                        self.within = Within::Tag;
                    }
                    self.keep(*byte);
                }
                Within::Tag if *byte == b'>' => {
                    self.within = Within::Text;
                    self.piece = 0;
                    self.tag_ended()?;
                }
                Within::Tag => {
                    self.keep(*byte);
                    if matches!(byte, b'"' | b'\'') && !self.tag.starts_with(b"?") {
                        self.within = Within::Quoted(*byte);
                    } else if self.tag == b"!--" {
                        self.within = Within::Passage(b"-->");
                    } else if self.tag == b"![CDATA[" {
                        self.within = Within::Passage(b"]]>");
                    }
                }
            }
        }
        Ok(())
    }

    fn keep(&mut self, byte: u8) {
        if self.tag.len() < LONGEST_TAG {
            self.tag.push(byte);
        }
    }

    fn tag_ended(&mut self) -> Result<(), String> {
        let end = self.tag.iter().position(u8::is_ascii_whitespace).unwrap_or(self.tag.len());
        let name = self.tag[..end].trim_ascii_end();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let local = local.strip_suffix(b"/").unwrap_or(local);
        if name.starts_with(b"/") {
            self.has_ended |= local == b"sheetData" || name == b"/sheetData";
            return Ok(());
        }
        match local {
            b"c" | b"row" => {
                self.since_cell = 0;
                let is_well = attribute(&self.tag, b"r").is_none_or(|place| is_place(place, local == b"c"));
                if self.tag.len() >= LONGEST_TAG || !is_well {
                    return Err("has a cell at a place that no spreadsheet has".to_owned());
                }
            }
            b"dimension" => {
                let corners = attribute(&self.tag, b"ref").unwrap_or(b"A1");
                if !corners.split(|byte| *byte == b':').all(|place| is_place(place, true)) {
                    return Err("has a range that no spreadsheet has".to_owned());
                }
            }
            b"si" => self.texts += 1,
            b"sst" => {
                let promised = attribute(&self.tag, b"uniqueCount").unwrap_or(b"0");
                let digits = promised.iter().all(u8::is_ascii_digit) && promised.len() < 18;
                let promised = std::str::from_utf8(promised).ok().filter(|_| digits);
                self.promised_texts = promised.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let starts = |at: &usize| tag[at - 1].is_ascii_whitespace() && tag[*at..].starts_with(name);
    (1..tag.len()).filter(starts).find_map(|at| {
        let rest = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (quote, rest) = rest.split_first()?;
        let end = rest.iter().position(|byte| byte == quote).unwrap_or(rest.len());
        matches!(quote, b'"' | b'\'').then_some(&rest[..end])
    })
}

/// Whether it is the number of a row, or letters and such a number: at most `XFD1048576`.
fn is_place(place: &[u8], has_letters: bool) -> bool {
    let letters = place.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = &place[letters..];
    let number = || std::str::from_utf8(digits).ok()?.parse::<u32>().ok();
    (if has_letters { (1..=3).contains(&letters) } else { letters == 0 })
        && digits.iter().all(u8::is_ascii_digit)
        && digits.len() <= 7
        && number().is_some_and(|row| (1..=1_048_576).contains(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn looked(xml: &str) -> Result<Look, String> {
        let mut look = Look::default();
        // As it comes out of an archive, in pieces.
        for bytes in xml.as_bytes().chunks(7) {
            look.at(bytes, true)?;
        }
        Ok(look)
    }

    #[test]
    fn places_are_those_of_spreadsheets() {
        for (place, has_letters) in [("A1", true), ("XFD1048576", true), ("7", false)] {
            assert!(is_place(place.as_bytes(), has_letters), "{place}");
        }
        for (place, has_letters) in
            [("A0", true), ("AAAA1", true), ("A1048577", true), ("1", true), ("A1", false), ("", false)]
        {
            assert!(!is_place(place.as_bytes(), has_letters), "{place}");
        }
    }

    #[test]
    fn a_tag_is_found_whatever_stands_around_it() {
        assert!(looked(r#"<x:row r="1"><x:c r="A1" t="s"><v>0</v></x:c></x:row>"#).is_ok());
        for hidden in ["", "<!-- ' > \" -->", "<![CDATA[ <c r=' ]]>", r#"<a b=">" c='"'/>"#] {
            let xml = format!(r#"<row r="1">{hidden}<c t="n" r = 'ABCDE1'>"#);
            assert!(looked(&xml).is_err(), "{xml}");
        }
        let look = looked(r#"<sst uniqueCount="9"><si/><si><t>a</t></si></sst>"#).unwrap();
        assert_eq!((look.promised_texts, look.texts), (9, 2));
    }

    #[test]
    fn what_would_fill_the_memory_is_found() {
        let long = "a".repeat(1 << 20);
        assert!(looked(&format!("<c r=\"A1\"><v>{long}</v></c>")).is_err());
        assert!(looked(&format!("<c r=\"A1\"><is>{}</is></c>", "<t>a</t>".repeat(1 << 18))).is_err());
        // After the cells there may be as much as there is.
        assert!(looked(&format!("<c r=\"A1\"/></sheetData>{}", "<t>a</t>".repeat(1 << 18))).is_ok());
    }
}
