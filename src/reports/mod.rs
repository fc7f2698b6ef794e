//! What leaves the house: warnings as messages and in words, bulletins; made from answers.
//!
//! All of it is made from one plain struct, [`Notice`], without I/O and without a clock.

pub mod notice;

pub use notice::Notice;
