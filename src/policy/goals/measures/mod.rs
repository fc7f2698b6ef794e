//! The measures, by what they look at. Each says of everything that a goal is about whether it passes,
//! fails, or is unknown.

pub mod access;
pub mod bodies;
pub mod bridges;
pub mod buses;
pub mod chiefs;
pub mod condition;
pub mod hazards;
pub mod lengths;
pub mod projects;
pub mod units;
pub mod violations;
pub mod works;
