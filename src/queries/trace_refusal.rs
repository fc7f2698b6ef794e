//! Why a trace is refused: what was named is not there, or is not what it was named as.

use crate::domain::value::clipped;
use crate::queries::Utility;

/// Names the field that is at fault, says what is wrong with it and what would be right.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TraceRefusal {
    #[error("there is no pipe `{}` among the {}", clipped(code), utility.pipes())]
    NoSuchPipe { field: &'static str, utility: Utility, code: String },
    #[error("`{}` is a pipe of the other network; ask with network {}", clipped(code), utility.other().as_str())]
    PipeOfOtherNetwork { field: &'static str, utility: Utility, code: String },
    #[error("there is no node `{}` among the {}", clipped(code), utility.nodes())]
    NoSuchNode { field: &'static str, utility: Utility, code: String },
    #[error("`{}` is a node of the other network; ask with network {}", clipped(code), utility.other().as_str())]
    NodeOfOtherNetwork { field: &'static str, utility: Utility, code: String },
    #[error("there is no valve `{}` among the {}", clipped(code), utility.nodes())]
    NoSuchValve { field: &'static str, utility: Utility, code: String },
    #[error("`{}` is not a valve but {kind}; give codes of valves", clipped(code))]
    NotAValve { field: &'static str, code: String, kind: String },
    #[error("`{}` is recorded as out of service; nothing flows there", clipped(code))]
    OutOfService { field: &'static str, code: String },
    #[error("no {} pipe lies within {within_m} m of the place; give one that is nearer, or the code of a pipe", utility.as_str())]
    NoPipeNear { utility: Utility, within_m: f64 },
    #[error(
        "the place lies {distance_m:.0} m from pipe `{}`; give one within {within_m} m of it, or leave it out",
        clipped(pipe)
    )]
    OffThePipe { pipe: String, distance_m: f64, within_m: f64 },
    #[error("pipe `{}` has no line that the grid reaches; leave the place out", clipped(pipe))]
    NoLine { pipe: String },
}

impl TraceRefusal {
    /// As the question calls it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoSuchPipe { field, .. }
            | Self::PipeOfOtherNetwork { field, .. }
            | Self::NoSuchNode { field, .. }
            | Self::NodeOfOtherNetwork { field, .. }
            | Self::NoSuchValve { field, .. }
            | Self::NotAValve { field, .. }
            | Self::OutOfService { field, .. } => field,
            Self::NoPipeNear { .. } | Self::OffThePipe { .. } | Self::NoLine { .. } => "at",
        }
    }
}
