//! What the rules say: warnings, grades, responses, duties, from `data/rules/*.toml` and the facts of a case.
//!
//! Rules are data, dated, with clause and worked examples; measures and predicates are ours. What is not
//! known is `Unknown` and is never taken for false.

mod pressure_class;
pub mod protection;
pub mod zone_parameters;
mod zone_parameters_fault;

pub use pressure_class::PressureClass;
pub use protection::ProtectionRanges;
pub use zone_parameters::Distances;
pub use zone_parameters::ParametersRefused;
pub use zone_parameters::Terrain;
pub use zone_parameters::ZoneParameters;
