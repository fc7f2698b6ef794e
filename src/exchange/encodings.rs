//! In which encoding the texts of a Shapefile stand.
//!
//! A DBF predates Unicode. A `.cpg` file beside it says the encoding, else a byte of its header, the
//! language driver. Where both are silent the texts themselves are asked.

use encoding_rs::BIG5;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::UTF_8;
use encoding_rs::WINDOWS_1252;

/// What a `.cpg` says: a name (`UTF-8`, `GBK`, `Big5`) or a Windows code page (`936`, `ANSI 936`).
pub fn of_cpg(text: &str) -> Option<&'static Encoding> {
    let said = text.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let plain: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
    let number = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    match plain.as_str() {
        "utf8" | "65001" | "cp65001" => return Some(UTF_8),
        // GBK and GB2312 are parts of GB18030, and files named after the parts hold more than those.
        "gbk" | "gb2312" | "gb231280" | "gb18030" | "euccn" | "hz" => return Some(GB18030),
        "big5" => return Some(BIG5),
        _ => {}
    }
    match number {
        "936" | "54936" | "20936" | "52936" => Some(GB18030),
        "950" => Some(BIG5),
        "1252" | "88591" => Some(WINDOWS_1252),
        "" => None,
        _ => {
            Encoding::for_label(said.as_bytes()).or_else(|| Encoding::for_label(format!("windows-{number}").as_bytes()))
        }
    }
}

/// What the language driver of a DBF header says. `0x57` is no answer: it means "the code page of
/// the machine that wrote it", which for our offices is not the one that ESRI meant.
pub fn of_language_driver(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4d | 0x7a => Some(GB18030),
        0x4f | 0x78 => Some(BIG5),
        0x03 | 0x58 | 0x59 => Some(WINDOWS_1252),
        _ => None,
    }
}

/// Counts texts that are UTF-8 against those that are not; ASCII tells nothing.
///
/// The majority decides rather than the first miss: other programs cut texts at the width of the
/// column, in the middle of a character, while GBK is hardly ever UTF-8 by accident.
#[derive(Debug, Default)]
pub struct Guess {
    utf8: u64,
    other: u64,
}

impl Guess {
    pub fn look(&mut self, text: &[u8]) {
        if !text.is_ascii() {
            match std::str::from_utf8(text) {
                Ok(_) => self.utf8 += 1,
                Err(_) => self.other += 1,
            }
        }
    }

    /// Enough has been seen to decide.
    pub fn is_sure(&self) -> bool {
        self.utf8 + self.other >= 10_000
    }

    /// The encoding, and whether it is a guess that an operator should know of.
    pub fn outcome(&self) -> (&'static Encoding, bool) {
        if self.utf8 >= self.other { (UTF_8, false) } else { (GB18030, true) }
    }
}

/// The text, where every byte has a meaning in the encoding.
pub fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpg_is_read_however_it_names_the_encoding() {
        for (said, expect) in [
            ("UTF-8", UTF_8),
            ("utf8\r\n", UTF_8),
            ("65001", UTF_8),
            ("936", GB18030),
            ("ANSI 936", GB18030),
            ("OEM 936", GB18030),
            ("CP936", GB18030),
            ("GBK", GB18030),
            ("GB2312", GB18030),
            ("gb18030", GB18030),
            ("54936", GB18030),
            ("Big5", BIG5),
            ("950", BIG5),
            ("1252", WINDOWS_1252),
            ("ISO-8859-1", WINDOWS_1252),
            ("ISO 88591", WINDOWS_1252),
        ] {
            assert_eq!(of_cpg(said), Some(expect), "{said}");
        }
        assert_eq!(of_cpg("1251").unwrap().name(), "windows-1251");
        assert_eq!((of_cpg(""), of_cpg("nonsense"), of_cpg("99999")), (None, None, None));
    }

    #[test]
    fn texts_tell_their_encoding_though_one_is_cut() {
        let mut guess = Guess::default();
        for text in ["北桥".as_bytes(), "南桥".as_bytes(), &"东桥".as_bytes()[..5], b"plain"] {
            guess.look(text);
        }
        assert_eq!(guess.outcome(), (UTF_8, false));
        let mut guess = Guess::default();
        guess.look(b"\xb1\xb1\xc7\xc5");
        assert_eq!(guess.outcome(), (GB18030, true));
        assert_eq!(Guess::default().outcome(), (UTF_8, false));
    }
}
