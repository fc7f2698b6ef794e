//! What is wrong with the data of a network of pipes.

use crate::network::LinkId;
use crate::network::NodeId;

/// Of what a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faulty {
    Pipe(LinkId),
    Node(NodeId),
}

/// One thing that is wrong. An answer about supply that meets it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipeFault {
    pub of: Faulty,
    pub rule: &'static str,
    pub problem: Box<str>,
}

impl PipeFault {
    pub(super) fn of_pipe(link: LinkId, rule: &'static str, problem: impl Into<Box<str>>) -> Self {
        Self { of: Faulty::Pipe(link), rule, problem: problem.into() }
    }

    pub(super) fn of_node(node: NodeId, rule: &'static str, problem: impl Into<Box<str>>) -> Self {
        Self { of: Faulty::Node(node), rule, problem: problem.into() }
    }
}
