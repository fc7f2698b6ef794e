//! luzhang: the asset server for the rural roads and utilities of a prefecture.
//!
//! The rooms, lowest layer first; ARCHITECTURE.md says what each may import.

pub mod geom;

pub mod domain;

pub mod generate;
