//! Reports as pages to print: HTML for A4 that needs nothing from elsewhere and runs nothing, with a map
//! and charts as SVG.

mod bars;
mod html;
mod map;
mod paper;
mod style;
mod trend;

#[cfg(test)]
mod tests;

pub use bars::Bar;
pub use bars::bars;
pub use bars::shares_bar;
pub use html::html_page;
pub use map::Marked;
pub use map::map;
pub use map::next_level;
pub use trend::Series;
pub use trend::trends;
