//! Plane geometry of places and lines in metres.

use crate::generate::numbers::real;

/// Metres east and north of the county seat.
pub type Place = [f64; 2];

pub fn distance(a: Place, b: Place) -> f64 {
    distance_sq(a, b).sqrt()
}

pub fn distance_sq(a: Place, b: Place) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    dx * dx + dy * dy
}

pub fn between(a: Place, b: Place, share: f64) -> Place {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

pub fn moved(a: Place, by: Place) -> Place {
    [a[0] + by[0], a[1] + by[1]]
}

/// Of length one, from `a` towards `b`; east when they are one place.
pub fn direction(a: Place, b: Place) -> Place {
    let length = distance(a, b);
    if length > 0.0 { [(b[0] - a[0]) / length, (b[1] - a[1]) / length] } else { [1.0, 0.0] }
}

/// `along` metres in a direction and `left` metres to the left of it.
pub fn offset(from: Place, direction: Place, along: f64, left: f64) -> Place {
    [from[0] + direction[0] * along - direction[1] * left, from[1] + direction[1] * along + direction[0] * left]
}

pub fn dot(a: Place, b: Place) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

pub fn cross(a: Place, b: Place) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

pub fn length(line: &[Place]) -> f64 {
    line.windows(2).map(|piece| distance(piece[0], piece[1])).sum()
}

/// The place so many metres along a line, and the direction of the line there.
pub fn along(line: &[Place], metres: f64) -> (Place, Place) {
    let mut left = metres.max(0.0);
    for piece in line.windows(2) {
        let long = distance(piece[0], piece[1]);
        if left <= long && long > 0.0 {
            return (between(piece[0], piece[1], left / long), direction(piece[0], piece[1]));
        }
        left -= long;
    }
    let last = line.len() - 1;
    (line[last], direction(line[last - 1], line[last]))
}

/// Where two pieces cross in their inside: shares along the first and the second.
pub fn crossing(a: [Place; 2], b: [Place; 2]) -> Option<(f64, f64)> {
    let step = |piece: [Place; 2]| [piece[1][0] - piece[0][0], piece[1][1] - piece[0][1]];
    let (first, second) = (step(a), step(b));
    let turn = cross(first, second);
    if turn == 0.0 {
        return None;
    }
    let apart = step([a[0], b[0]]);
    let shares = (cross(apart, second) / turn, cross(apart, first) / turn);
    ((0.0..=1.0).contains(&shares.0) && (0.0..=1.0).contains(&shares.1)).then_some(shares)
}

/// Square of the distance from a place to a piece.
pub fn to_piece_sq(at: Place, piece: [Place; 2]) -> f64 {
    crate::geom::distance_sq_to_piece(at, piece[0], piece[1]).0
}

/// Whether a place is inside a closed ring (its last corner is its first). On the ring: either.
pub fn is_inside(at: Place, ring: &[Place]) -> bool {
    let mut inside = false;
    for piece in ring.windows(2) {
        let (a, b) = (piece[0], piece[1]);
        if (a[1] > at[1]) != (b[1] > at[1]) && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    inside
}

/// A gently bent line from `a` to `b` with corners every `step` metres or so: a bow of `bow` and an
/// S of `sway`, both as shares of the length.
pub fn bent(a: Place, b: Place, bow: f64, sway: f64, step: f64) -> Vec<Place> {
    let long = distance(a, b);
    let pieces = real::count(long / step).max(1);
    let ahead = direction(a, b);
    (0..=pieces)
        .map(|nth| match nth {
            0 => a,
            nth if nth == pieces => b,
            nth => {
                let share = real::of(nth) / real::of(pieces);
                let hump = share * (1.0 - share);
                let left = long * (bow * 4.0 * hump + sway * 10.0 * hump * (1.0 - 2.0 * share));
                offset(a, ahead, long * share, left)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_line_keeps_its_ends() {
        let line = bent([0.0, 0.0], [900.0, 300.0], 0.05, 0.02, 90.0);
        assert!(
            line.len() > 8
                && distance(line[0], [0.0, 0.0]) == 0.0
                && distance(line[line.len() - 1], [900.0, 300.0]) == 0.0
        );
        assert!(length(&line) > 948.6 && length(&line) < 970.0);
    }

    #[test]
    fn pieces_cross_where_they_should() {
        assert_eq!(crossing([[0.0, 0.0], [2.0, 0.0]], [[1.0, -1.0], [1.0, 1.0]]), Some((0.5, 0.5)));
        assert_eq!(crossing([[0.0, 0.0], [2.0, 0.0]], [[3.0, -1.0], [3.0, 1.0]]), None);
    }
}
