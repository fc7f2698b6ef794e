//! What leaves the house: warnings as messages and in words, bulletins; made from answers.
//!
//! All of it is made from one plain struct, [`Notice`], without I/O and without a clock: the same
//! notice gives the same bytes.

pub mod notice;

mod bulletin;
mod cap;
mod national;
mod refused;
mod shapes;
mod warning_text;
mod words;
mod xml;

#[cfg(test)]
mod tests;

pub use bulletin::bulletin;
pub use cap::cap_message;
pub use national::NationalMessage;
pub use national::NationalMethod;
pub use national::NationalProfile;
pub use national::national_message;
pub use notice::Notice;
pub use refused::NoticeFault;
pub use refused::Refused;
pub use warning_text::warning_text;
