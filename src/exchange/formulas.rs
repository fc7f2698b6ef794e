//! Texts that a spreadsheet would run, kept from running.
//!
//! CSV has no types: what begins with `=` is a formula to whoever opens the file, whoever wrote it.
//! Such a text is written behind an apostrophe, and read without it.

/// Whether a spreadsheet would take a text for a formula. The full-width signs are what a Chinese
/// input method types, and some programs take them too.
fn starts_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A text as a spreadsheet may open it: behind an apostrophe where it would start a formula. One
/// that stands behind apostrophes already gets another, so that reading takes away just ours.
pub fn guarded(text: &str) -> String {
    if starts_a_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`guarded`] was given.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if starts_a_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_would_run_is_guarded() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'=1+1"), "''=1+1");
        assert_eq!(guarded("李家庄"), "李家庄");
        assert_eq!(unguarded("'quoted'"), "'quoted'");
        assert_eq!(unguarded("'-5"), "-5");
    }

    proptest! {
        #[test]
        fn a_guarded_text_reads_back_and_starts_no_formula(text in "[='+@\\-\t\ra＝]{0,4}.{0,3}") {
            let guarded = guarded(&text);
            prop_assert!(!starts_a_formula(&guarded));
            prop_assert_eq!(unguarded(&guarded), text);
        }
    }
}
