//! Which points lie near any of many straight pieces of lines.

use rstar::AABB;
use rstar::ParentNode;
use rstar::RTreeNode;
use rstar::RTreeObject;

use crate::geom::distance_sq_to_piece;
use crate::world::points::Block;
use crate::world::points::Points;

/// A straight piece of a line, from end to end, in grid metres.
pub type Piece = [[f64; 2]; 2];

/// What rounding may do to a distance, with much to spare, metres.
const SLACK_M: f64 = 0.001;

/// Goes down the tree of blocks with those pieces that can still matter: a piece out of reach of a box
/// is out of reach of all that is in it, and where one reaches the farthest corner of a box, all that
/// is in it is near, and need not be looked at one by one.
pub(super) struct Descent<'a, T> {
    points: &'a Points,
    reach_m: f64,
    /// A stack: each level's pieces lie above those of the level that it came from.
    pieces: Vec<Piece>,
    take: T,
}

/// What is known of the points in a box.
enum Reached {
    None,
    All,
    /// Those that the pieces from here on reach.
    By(usize),
}

impl<'a, T: FnMut(usize)> Descent<'a, T> {
    pub fn new(points: &'a Points, reach_m: f64, pieces: &[Piece], take: T) -> Self {
        Self { points, reach_m, pieces: pieces.to_vec(), take }
    }

    /// Takes each point below `node` that lies within reach of any piece from `from` on.
    pub fn below(&mut self, node: &ParentNode<Block>, from: usize) {
        let level = self.pieces.len();
        match self.reached(&node.envelope(), from) {
            Reached::None => {}
            Reached::All => self.all(node),
            Reached::By(from) => {
                for child in node.children() {
                    match child {
                        RTreeNode::Leaf(block) => self.block(block, from),
                        RTreeNode::Parent(node) => self.below(node, from),
                    }
                }
            }
        }
        self.pieces.truncate(level);
    }

    fn block(&mut self, block: &Block, from: usize) {
        let level = self.pieces.len();
        match self.reached(&block.envelope(), from) {
            Reached::None => {}
            Reached::All => self.points.each_of(block.data, |row, _| (self.take)(row)),
            Reached::By(from) => {
                let reach_sq = self.reach_m * self.reach_m;
                let pieces = &self.pieces[from..];
                self.points.each_of(block.data, |row, at| {
                    if pieces.iter().any(|[a, b]| distance_sq_to_piece(at, *a, *b).0 <= reach_sq) {
                        (self.take)(row);
                    }
                });
            }
        }
        self.pieces.truncate(level);
    }

    /// Lays the pieces that may reach an area on the stack.
    fn reached(&mut self, area: &AABB<[f64; 2]>, from: usize) -> Reached {
        let level = self.pieces.len();
        for at in from..level {
            let piece = self.pieces[at];
            if may_reach(area, piece, self.reach_m) {
                if reaches_all(area, piece, self.reach_m - SLACK_M) {
                    return Reached::All;
                }
                self.pieces.push(piece);
            }
        }
        if self.pieces.len() > level { Reached::By(level) } else { Reached::None }
    }

    fn all(&mut self, node: &ParentNode<Block>) {
        for child in node.children() {
            match child {
                RTreeNode::Leaf(block) => self.points.each_of(block.data, |row, _| (self.take)(row)),
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
