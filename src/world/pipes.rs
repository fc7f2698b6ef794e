//! The supply network of one utility, built from its pipes and nodes.

use crate::network::LinkId;
use crate::network::NodeId;
use crate::network::Supply;
use crate::world::pipe_faults::PipeFault;

/// What feeds a network of pipes. Mother, filling and LPG stations are customers of it, if anything:
/// they are filled from the network or by road, and give nothing back.
const SOURCES: [&str; 4] = ["source", "gate_station", "storage_station", "plant"];
/// What lets through one way, towards its `to_node`.
const ONE_WAY: [&str; 4] = ["district_regulator", "small_regulator", "box_regulator", "check_valve"];

/// Pipes as links, joined where they name the same node. Pipes and nodes that are recorded as out of
/// service are not in it; those of which it is not recorded are.
#[derive(Debug, Default)]
pub struct PipeNetwork {
    pub(super) supply: Supply,
    /// Codes of pipes in the order of links, which is that of codes.
    pub(super) pipes: Vec<Box<str>>,
    /// NaN where it is not recorded.
    pub(super) diameters_mm: Vec<f64>,
    /// Codes of nodes that stand in the table, in order. The numbers after theirs are for nodes of which
    /// there is no record, for the secondary sides of substations, and for ends that meet nothing.
    pub(super) nodes: Vec<Box<str>>,
    pub(super) kinds: Vec<Kind>,
    /// Substations: the node, and the number of its secondary side.
    pub(super) sides: Vec<(NodeId, NodeId)>,
    pub(super) bodies: Vec<Box<str>>,
    /// Of the recorded nodes: which of the bodies is accountable.
    pub(super) body_of: Vec<Option<u16>>,
    pub(super) faults: Vec<PipeFault>,
}

/// What a node is, as far as traces tell them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    Source,
    Substation,
    Valve(ValveFacts),
    OneWay,
    Service,
    #[default]
    Other,
}

/// What is recorded of a valve. Unknown is never no: a valve of which nobody knows better can be closed,
/// but the answer says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValveFacts {
    pub operable: Option<bool>,
    pub accessible: Option<bool>,
    pub normally_open: Option<bool>,
    pub open: Option<bool>,
}

impl Kind {
    pub(super) fn of(kind: Option<&str>, valve: impl FnOnce() -> ValveFacts) -> Self {
        match kind {
            Some("valve") => Self::Valve(valve()),
            Some("substation") => Self::Substation,
            Some("service") => Self::Service,
            Some(kind) if SOURCES.contains(&kind) => Self::Source,
            Some(kind) if ONE_WAY.contains(&kind) => Self::OneWay,
            _ => Self::Other,
        }
    }
}

impl ValveFacts {
    pub fn can_be_closed(self) -> bool {
        self.operable != Some(false) && self.accessible != Some(false)
    }

    /// As it stands now; where that is not recorded, as it usually does; where neither is, open.
    pub fn is_closed(self) -> bool {
        !self.open.or(self.normally_open).unwrap_or(true)
    }
}

impl PipeNetwork {
    pub fn supply(&self) -> &Supply {
        &self.supply
    }

    /// Codes of pipes, in order.
    pub fn pipes(&self) -> &[Box<str>] {
        &self.pipes
    }

    /// Codes of nodes that are recorded, in order.
    pub fn nodes(&self) -> &[Box<str>] {
        &self.nodes
    }

    pub fn pipe(&self, code: &str) -> Option<LinkId> {
        at(&self.pipes, code)
    }

    /// The node of that code; of a substation its primary side.
    pub fn node(&self, code: &str) -> Option<NodeId> {
        at(&self.nodes, code)
    }

    pub fn pipe_code(&self, link: LinkId) -> &str {
        &self.pipes[link as usize]
    }

    /// The code under which a node, or the secondary side of a substation, is recorded.
    pub fn node_code(&self, node: NodeId) -> Option<&str> {
        let node = self.recorded(node)?;
        Some(&self.nodes[node as usize])
    }

    /// The number of the recorded node of which this is a part; `None` for a node without a record.
    pub fn recorded(&self, node: NodeId) -> Option<NodeId> {
        if (node as usize) < self.nodes.len() {
            return Some(node);
        }
        let at = self.sides.binary_search_by_key(&node, |(_, secondary)| *secondary).ok()?;
        Some(self.sides[at].0)
    }

    /// Substations whose sides are apart: the primary and the secondary side.
    pub fn sides(&self) -> &[(NodeId, NodeId)] {
        &self.sides
    }

    /// Of a recorded node.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.kinds[node as usize]
    }

    /// `None` where it is not recorded.
    pub fn diameter_mm(&self, link: LinkId) -> Option<f64> {
        Some(self.diameters_mm[link as usize]).filter(|diameter| diameter.is_finite())
    }

    /// Codes of the county-level bodies accountable for the places of nodes.
    pub fn bodies(&self) -> &[Box<str>] {
        &self.bodies
    }

    /// Which of the bodies is accountable where a recorded node lies.
    pub fn body_of(&self, node: NodeId) -> Option<u16> {
        self.body_of[node as usize]
    }

    /// What is wrong with the data of the network: of pipes, in the order of codes, then of nodes.
    pub fn faults(&self) -> &[PipeFault] {
        &self.faults
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 pipes and nodes")]
fn at(codes: &[Box<str>], code: &str) -> Option<u32> {
    codes.binary_search_by(|known| (**known).cmp(code)).ok().map(|at| at as u32)
}
