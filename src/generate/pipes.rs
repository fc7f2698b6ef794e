//! Networks of nodes and pipes while they are laid: both gas and heating are made of these.

use chrono::NaiveDate;

use crate::generate::shapes::Place;
use crate::generate::shapes::along;
use crate::generate::shapes::distance;
use crate::generate::shapes::length;
use crate::generate::shapes::moved;

pub struct PipeNode<K> {
    pub kind: K,
    pub at: Place,
}

pub struct Pipe<K> {
    pub nodes: [usize; 2],
    /// Begins and ends exactly at its nodes.
    pub line: Vec<Place>,
    pub kind: K,
    pub installed_on: NaiveDate,
}

pub struct Pipes<N, P> {
    pub nodes: Vec<PipeNode<N>>,
    pub pipes: Vec<Pipe<P>>,
}

impl<N: Clone, P: Clone> Pipes<N, P> {
    pub fn new() -> Self {
        Self { nodes: Vec::new(), pipes: Vec::new() }
    }

    pub fn node(&mut self, kind: N, at: Place) -> usize {
        self.nodes.push(PipeNode { kind, at });
        self.nodes.len() - 1
    }

    /// A straight pipe.
    pub fn join(&mut self, from: usize, to: usize, kind: P, installed_on: NaiveDate) {
        self.pipe(from, to, &[], kind, installed_on);
    }

    /// A pipe with corners between its nodes.
    pub fn pipe(&mut self, from: usize, to: usize, corners: &[Place], kind: P, installed_on: NaiveDate) {
        let [start, end] = [from, to].map(|node| self.nodes[node].at);
        let mut line = vec![start];
        line.extend(corners.iter().filter(|at| distance(**at, start) > 0.4 && distance(**at, end) > 0.4));
        line.push(end);
        self.pipes.push(Pipe { nodes: [from, to], line, kind, installed_on });
    }

    /// Pipes along a line from node to node, with nodes let in on the way: `(metres, node)`, sorted.
    pub fn string(
        &mut self,
        ends: [usize; 2],
        line: &[Place],
        let_in: &[(f64, usize)],
        kind: &P,
        installed_on: NaiveDate,
    ) {
        let mut from = (0.0, ends[0]);
        for (metres, node) in let_in.iter().copied().chain([(length(line), ends[1])]) {
            let mut reached = 0.0;
            let mut corners = Vec::new();
            for pair in line.windows(2) {
                reached += distance(pair[0], pair[1]);
                if reached > from.0 + 0.5 && reached < metres - 0.5 {
                    corners.push(pair[1]);
                }
            }
            self.pipe(from.1, node, &corners, kind.clone(), installed_on);
            from = (metres, node);
        }
    }
}

/// The line moved sideways as a whole, so that networks along streets keep meeting at crossroads.
pub fn beside(line: &[Place], by: Place) -> Vec<Place> {
    line.iter().map(|at| moved(*at, by)).collect()
}

/// The metres along a line at which it is nearest to a place, and how far that is.
pub fn nearest_along(line: &[Place], at: Place) -> (f64, f64) {
    let mut best = (0.0, f64::INFINITY);
    let mut reached = 0.0;
    for pair in line.windows(2) {
        let (distance_sq, share) = crate::geom::distance_sq_to_piece(at, pair[0], pair[1]);
        let long = distance(pair[0], pair[1]);
        if distance_sq < best.1 {
            best = (reached + share * long, distance_sq);
        }
        reached += long;
    }
    (best.0, best.1.sqrt())
}

/// The place so many metres along.
pub fn place_along(line: &[Place], metres: f64) -> Place {
    along(line, metres).0
}
