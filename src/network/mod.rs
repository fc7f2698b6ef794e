//! Nodes and links, what is connected, and what is fed: the parts of roads, gas and heating that do
//! not depend on where anything lies.
//!
//! A [`Graph`] is what meets where. A [`Supply`] is a graph with sources, valves and one-way devices,
//! of which one asks what is fed once something is [`Cut`], what an [`Isolation`] of a [`Leak`] closes
//! and costs, and into which [`Segment`]s the valves divide it. The metric of the traces is the length
//! of links. [`Ways`] are shortest ways between places on links, and a [`round_trip`] or [`walk`] is the
//! order in which to visit many.

mod graph;
mod isolation;
mod marks;
mod pieces;
mod supply;
#[cfg(test)]
mod tests;
mod tour;
mod tour_moves;
mod ways;

pub use graph::Graph;
pub use graph::LinkId;
pub use graph::NodeId;
pub use isolation::Isolation;
pub use isolation::Leak;
pub use isolation::Reached;
pub use marks::Marks;
pub use pieces::Segment;
pub use supply::Circuit;
pub use supply::Cut;
pub use supply::Device;
pub use supply::Supply;
pub use tour::Distances;
pub use tour::round_trip;
pub use tour::walk;
pub use ways::OnLink;
pub use ways::Passed;
pub use ways::Ways;
