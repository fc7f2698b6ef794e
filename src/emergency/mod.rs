//! A leak: its zones, what must be closed, who is out of supply, what the plans ask for, and the life of
//! the incident until it is over.
//!
//! Synchronous, no I/O, no clock: the same report and world give the same assessment, byte for byte.

pub mod life;
