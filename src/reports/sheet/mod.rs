//! A report as sheets of columns, written four ways: text for a terminal, CSV, XLSX, a page to print.
//!
//! [`Book`] is neutral: what stands in it says nothing of obligations, goals or formats. Every column
//! names the clause that its figures come from; what is unknown is an empty cell, never zero. The
//! same book gives the same bytes.

mod book;
mod formula;
mod labels;
mod text;
mod values;
mod workbook;

#[cfg(test)]
pub mod tests;

pub use book::Book;
pub use book::Column;
pub use book::Drawing;
pub use book::Kind;
pub use book::Line;
pub use book::Parameter;
pub use book::Sheet;
pub use book::Source;
pub use book::Words;
pub use book::words;
pub use labels::LEVELS;
pub use labels::OPS;
pub use labels::PASSES;
pub use labels::STATUSES;
pub use labels::UNITS;
pub use text::text_table;
pub use values::Cell;
pub use values::Label;
pub use values::Tone;
pub use values::csv_table;
pub use workbook::xlsx;
