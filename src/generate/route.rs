//! One numbered road: its line, the segments it is cut into, and its kilometre stones.
//!
//! A route's mileage is the length measured on the plane times a factor of its own, near 1: whoever
//! set the stones did not drive the middle of the road. At the ends of segments the chainage is in
//! whole metres, as in the books; between them it grows evenly.

use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::skeleton::Class;

const SEGMENT_M: f64 = 297.0;

/// An edge as a part of a route.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub edge: usize,
    pub is_reversed: bool,
    /// The route runs here on the road of another route.
    pub is_shared: bool,
}

pub struct Route {
    pub code: String,
    pub name: String,
    pub class: Class,
    pub urban_class: Option<&'static str>,
    pub from_name: String,
    pub to_name: String,
    pub steps: Vec<Step>,
    pub line: Vec<Place>,
    /// For each step, the corner of `line` at which it begins.
    pub starts: Vec<usize>,
    /// Corners of `line` at which segments begin or end.
    pub breaks: Vec<usize>,
    /// Chainage of each corner, in millimetres.
    pub chainages: Vec<u32>,
}

impl Route {
    /// Sets line, breaks and chainages from the steps.
    pub fn measure(&mut self, net: &RoadNet, factor: f64) {
        for step in &self.steps {
            let edge = &net.edges[step.edge];
            let mut corners = edge.line.clone();
            if step.is_reversed {
                corners.reverse();
            }
            // A step begins at the corner at which the one before it ends.
            if !self.line.is_empty() {
                self.line.pop();
            }
            let start = self.line.len();
            self.starts.push(start);
            self.breaks.push(start);
            let pieces = real::count(edge.length_m / SEGMENT_M).max(1);
            for nth in 1..pieces {
                let corner = start + nth * (corners.len() - 1) / pieces;
                if corner > *self.breaks.last().expect("the start is one") {
                    self.breaks.push(corner);
                }
            }
            self.line.extend(corners);
        }
        self.breaks.push(self.line.len() - 1);
        let mut reached = vec![0.0];
        for piece in self.line.windows(2) {
            reached.push(reached[reached.len() - 1] + factor * plane::metres(piece[0], piece[1]));
        }
        let metres = |value: f64| u32::try_from(real::round(value)).expect("a road of a county is not that long");
        self.chainages = vec![0; self.line.len()];
        for pair in self.breaks.windows(2) {
            let (a, b) = (reached[pair[0]], reached[pair[1]]);
            let (from, to) = (metres(a) * 1000, metres(b) * 1000);
            let corners = pair[0]..=pair[1];
            for (chainage, reached) in self.chainages[corners.clone()].iter_mut().zip(&reached[corners]) {
                *chainage = from + metres((reached - a) / (b - a) * f64::from(to - from));
            }
        }
    }

    /// The step whose edge holds the piece from a corner to the next.
    pub fn step_at(&self, corner: usize) -> Step {
        self.steps[self.starts.partition_point(|start| *start <= corner) - 1]
    }

    pub fn length_m(&self) -> f64 {
        f64::from(self.chainages[self.chainages.len() - 1]) / 1000.0
    }
}

/// Three characters; after 999 the first is a letter (A01), I and O left out.
pub fn serial(nth: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    if nth < 1000 {
        return format!("{nth:03}");
    }
    let (letter, rest) = ((nth - 1000) / 99, (nth - 1000) % 99 + 1);
    format!("{}{rest:02}", char::from(LETTERS[letter % LETTERS.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_go_on_with_letters() {
        assert_eq!([1, 999, 1000, 1098, 1099].map(serial), ["001", "999", "A01", "A99", "B01"]);
    }
}
