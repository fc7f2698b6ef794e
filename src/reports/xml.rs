//! A small writer of XML: elements in the order given, one a line, with texts that XML can carry.

use std::fmt::Write as _;

use crate::exchange::xml::escaped;

pub struct XmlText {
    out: String,
    depth: usize,
}

impl XmlText {
    pub fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(), depth: 0 }
    }

    /// An element with others in it, made by `inside`. Names are ours and need no escaping.
    pub fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.within_space(name, "", inside);
    }

    /// The same, with a namespace that holds inside too.
    pub fn root(&mut self, name: &str, namespace: &str, inside: impl FnOnce(&mut Self)) {
        self.within_space(name, &format!(" xmlns=\"{namespace}\""), inside);
    }

    /// The same, with attributes, which begin with a space and are escaped by who writes them.
    pub fn within_having(&mut self, name: &str, attributes: &str, inside: impl FnOnce(&mut Self)) {
        self.within_space(name, attributes, inside);
    }

    fn within_space(&mut self, name: &str, space: &str, inside: impl FnOnce(&mut Self)) {
        self.line(&format!("<{name}{space}>"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    /// An element with a text, cleaned and escaped.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(&cleaned(text))));
    }

    /// XML of our own, on one line.
    pub fn raw(&mut self, xml: &str) {
        self.line(xml);
    }

    /// An element that is left out when nothing is known.
    pub fn leaf_if_known(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, text);
        }
    }

    /// A comment of our own words, which have no two hyphens in a row.
    pub fn comment(&mut self, words: &'static str) {
        self.line(&format!("<!-- {words} -->"));
    }

    pub fn finish(self) -> String {
        self.out
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{:width$}{text}", "", width = 2 * self.depth);
    }
}

/// A text without what readers cannot see and XML cannot carry: control signs other than line feed
/// and tab, signs that turn the direction of writing (with which a text can be made to read as
/// another), and non-characters. Line ends become line feeds.
pub fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|sign| !is_dropped(*sign)).collect()
}

fn is_dropped(sign: char) -> bool {
    match sign {
        '\n' | '\t' => false,
        '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        sign if sign.is_control() => true,
        sign => u32::from(sign) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_the_order_given_and_texts_are_escaped() {
        let mut xml = XmlText::new();
        xml.root("a", "urn:x", |xml| {
            xml.leaf("b", "1 < 2 & \"3\" ]]> 路");
            xml.leaf_if_known("c", None);
            xml.within("d", |xml| xml.leaf("e", ""));
        });
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"urn:x\">\n  <b>1 &lt; 2 &amp; &quot;3&quot; ]]&gt; 路</b>\n  \
             <d>\n    <e></e>\n  </d>\n</a>\n"
        );
    }

    #[test]
    fn what_cannot_be_seen_or_carried_is_dropped() {
        assert_eq!(cleaned("a\u{0}\u{1}\u{85}\u{202e}\u{fffe}\u{1ffff}b\r\nc\rd\te𠀀"), "ab\nc\nd\te𠀀");
    }
}
