//! Progress of long work, on a terminal.

use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

/// A bar where the end is known, else a count; nothing where stderr is not a terminal.
pub fn bar(what: &'static str, expected: Option<u64>) -> ProgressBar {
    let bar = match expected {
        Some(expected) => ProgressBar::new(expected),
        None => ProgressBar::new_spinner(),
    };
    let form = if expected.is_some() {
        "{msg} {wide_bar} {human_pos}/{human_len} {eta}"
    } else {
        "{spinner} {msg} {human_pos} ({elapsed})"
    };
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
