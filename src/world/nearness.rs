//! Which points lie near any of many straight pieces of lines.

use rstar::AABB;
use rstar::ParentNode;
use rstar::RTreeNode;
use rstar::primitives::GeomWithData;

use crate::geom::distance_sq_to_piece;

/// A straight piece of a line, from end to end, in grid metres.
pub type Piece = [[f64; 2]; 2];

pub(super) type PointLeaf = GeomWithData<[f64; 2], u32>;

/// What rounding may do to a distance, with much to spare, metres.
const SLACK_M: f64 = 0.001;

/// Goes down an R-tree with those pieces that can still matter: a piece out of reach of a box is out
/// of reach of all that is in it, and where one reaches the farthest corner of a box, all that is in
/// it is near, and need not be looked at one by one.
pub(super) struct Descent<T> {
    reach_m: f64,
    /// A stack: each level's pieces lie above those of the level that it came from.
    pieces: Vec<Piece>,
    take: T,
}

impl<T: FnMut(usize)> Descent<T> {
    pub fn new(reach_m: f64, pieces: &[Piece], take: T) -> Self {
        Self { reach_m, pieces: pieces.to_vec(), take }
    }

    /// Takes each point below `node` that lies within reach of any piece from `from` on.
    pub fn below(&mut self, node: &ParentNode<PointLeaf>, from: usize) {
        let area = node.envelope();
        let start = self.pieces.len();
        for at in from..start {
            let piece = self.pieces[at];
            if may_reach(&area, piece, self.reach_m) {
                if reaches_all(&area, piece, self.reach_m - SLACK_M) {
                    self.pieces.truncate(start);
                    return self.all(node);
                }
                self.pieces.push(piece);
            }
        }
        if self.pieces.len() > start {
            for child in node.children() {
                match child {
                    RTreeNode::Leaf(point) => self.point(point, start),
                    RTreeNode::Parent(node) => self.below(node, start),
                }
            }
        }
        self.pieces.truncate(start);
    }

    fn point(&mut self, point: &PointLeaf, from: usize) {
        let reach_sq = self.reach_m * self.reach_m;
        if self.pieces[from..].iter().any(|[a, b]| distance_sq_to_piece(*point.geom(), *a, *b).0 <= reach_sq) {
            (self.take)(point.data as usize);
        }
    }

    fn all(&mut self, node: &ParentNode<PointLeaf>) {
        for child in node.children() {
            match child {
                RTreeNode::Leaf(point) => (self.take)(point.data as usize),
                RTreeNode::Parent(node) => self.all(node),
            }
        }
    }
}

/// Whether the box around a piece comes within reach of an area: never false where the piece does.
fn may_reach(area: &AABB<[f64; 2]>, [a, b]: Piece, reach_m: f64) -> bool {
    let (min, max) = (area.lower(), area.upper());
    let reach_m = reach_m + SLACK_M;
    (0..2).all(|axis| a[axis].min(b[axis]) <= max[axis] + reach_m && a[axis].max(b[axis]) >= min[axis] - reach_m)
}

/// Whether every place of an area is within reach of a piece. The distance to a straight piece is
/// convex, so it is greatest in a corner.
fn reaches_all(area: &AABB<[f64; 2]>, [a, b]: Piece, reach_m: f64) -> bool {
    let (min, max) = (area.lower(), area.upper());
    let corners = [min, [min[0], max[1]], [max[0], min[1]], max];
    reach_m > 0.0 && corners.into_iter().all(|corner| distance_sq_to_piece(corner, a, b).0 <= reach_m * reach_m)
}
