//! Nodes and links, and what is connected: the part of roads, gas and heating that does not depend
//! on what flows. Traces over devices are a later chapter of this room.

mod graph;

pub use graph::Graph;
pub use graph::LinkId;
pub use graph::NodeId;
