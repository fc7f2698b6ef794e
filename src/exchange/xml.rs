//! Text within XML (KML, GPX).

/// A text with the signs of XML escaped. A carriage return would be read as a line feed and is
/// written by number; control characters, which XML 1.0 cannot carry at all, become U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(sign),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            sign if sign < ' ' => out.push('\u{fffd}'),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_would_take_for_its_own_is_escaped() {
        assert_eq!(escaped("<a href=\"x\">&\r\n\u{1}路"), "&lt;a href=&quot;x&quot;&gt;&amp;&#13;\n\u{fffd}路");
    }
}
