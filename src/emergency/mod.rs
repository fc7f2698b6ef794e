//! A leak: its zones, what must be closed, who is out of supply, what the plans ask for, and the life of
//! the incident until it is over.
//!
//! Synchronous, no I/O, no clock: the same report and world give the same assessment, byte for byte.

mod assess;
mod derived;
pub mod dig;
mod place;
mod report;
mod report_fields;
mod report_schema;
pub mod surroundings;
pub mod zones;

pub use assess::Assessment;
pub use assess::OutOfSupply;
pub use assess::assess;
pub use place::LeakAt;
pub use place::ReportRefused;
pub use place::leak_place;
pub use report::Cordon;
pub use report::FieldFault;
pub use report::LeakReport;
pub use report::ReadShape;
pub use report::WIDEST_CORDON_M;
pub mod life;
