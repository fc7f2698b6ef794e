//! Cutting to the tile and its buffer, in steps.

use geo_types::Coord;
use geo_types::LineString;

use crate::tiles::BUFFER;
use crate::tiles::EXTENT;

const LEAST: f64 = -BUFFER;
const MOST: f64 = EXTENT + BUFFER;

pub(super) fn is_near(at: Coord<f64>) -> bool {
    (LEAST..=MOST).contains(&at.x) && (LEAST..=MOST).contains(&at.y)
}

/// The parts of a line inside (Liang and Barsky 1984), joined where it does not leave.
pub(super) fn clipped_line(line: &LineString<f64>) -> Vec<Vec<Coord<f64>>> {
    let mut parts: Vec<Vec<Coord<f64>>> = Vec::new();
    for piece in line.lines() {
        let Some((from, to)) = clipped_piece(piece.start, piece.end) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
    }
    parts
}

fn clipped_piece(a: Coord<f64>, b: Coord<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (towards, room) in [(-dx, a.x - LEAST), (dx, MOST - a.x), (-dy, a.y - LEAST), (dy, MOST - a.y)] {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enter = enter.max(room / towards);
        } else {
            leave = leave.min(room / towards);
        }
    }
    if enter > leave {
        return None;
    }
    // Ends that are inside stay as they are, so that pieces which meet go on meeting.
    let from = if enter > 0.0 { Coord { x: a.x + enter * dx, y: a.y + enter * dy } } else { a };
    let to = if leave < 1.0 { Coord { x: a.x + leave * dx, y: a.y + leave * dy } } else { b };
    Some((from, to))
}

/// A ring, without its closing corner, cut edge by edge (Sutherland and Hodgman 1974).
pub(super) fn clipped_ring(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let mut corners = ring.0.clone();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.iter().all(|corner| is_near(*corner)) {
        return corners;
    }
    for (inside, cut) in EDGES {
        let mut kept = Vec::with_capacity(corners.len() + 4);
        for (nth, corner) in corners.iter().enumerate() {
            let before = corners[(nth + corners.len() - 1) % corners.len()];
            if inside(*corner) != inside(before) {
                kept.push(cut(before, *corner));
            }
            if inside(*corner) {
                kept.push(*corner);
            }
        }
        corners = kept;
    }
    corners
}

type Inside = fn(Coord<f64>) -> bool;
type Cut = fn(Coord<f64>, Coord<f64>) -> Coord<f64>;

const EDGES: [(Inside, Cut); 4] = [
    (|at| at.x >= LEAST, |a, b| at_x(a, b, LEAST)),
    (|at| at.x <= MOST, |a, b| at_x(a, b, MOST)),
    (|at| at.y >= LEAST, |a, b| at_y(a, b, LEAST)),
    (|at| at.y <= MOST, |a, b| at_y(a, b, MOST)),
];

fn at_x(a: Coord<f64>, b: Coord<f64>, x: f64) -> Coord<f64> {
    Coord { x, y: a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) }
}

fn at_y(a: Coord<f64>, b: Coord<f64>, y: f64) -> Coord<f64> {
    Coord { x: a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(corners: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(corners.to_vec())
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_parts() {
        let parts = clipped_line(&line(&[(100.0, 100.0), (100.0, 9000.0), (300.0, 9000.0), (300.0, 100.0)]));
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0], vec![Coord { x: 100.0, y: 100.0 }, Coord { x: 100.0, y: MOST }]);
    }

    #[test]
    fn a_line_outside_is_nothing_and_one_inside_is_itself() {
        assert!(clipped_line(&line(&[(-500.0, 0.0), (-500.0, 4000.0)])).is_empty());
        assert_eq!(clipped_line(&line(&[(0.0, 0.0), (10.0, 10.0), (20.0, 0.0)]))[0].len(), 3);
    }

    #[test]
    fn a_ring_around_the_tile_becomes_the_tile() {
        let ring = clipped_ring(&line(&[(-9e4, -9e4), (9e4, -9e4), (9e4, 9e4), (-9e4, 9e4), (-9e4, -9e4)]));
        assert_eq!(ring.len(), 4);
        assert!(ring.iter().all(|at| is_near(*at)));
    }
}
