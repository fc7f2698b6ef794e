//! Cutting a line at the borders of an area.

use geo::Intersects;
use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiPolygon;

/// The parts of a line that lie in an area, as shares of the line's length: (0, 1) is all of it.
/// Line and area are planar, in the same grid. A part that runs along the boundary is inside.
pub fn shares_inside(line: &LineString<f64>, area: &MultiPolygon<f64>) -> Vec<(f64, f64)> {
    let total: f64 = line.lines().map(|piece| length(piece.start, piece.end)).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let mut parts: Vec<(f64, f64)> = Vec::new();
    let mut reached = 0.0;
    for piece in line.lines() {
        let piece_length = length(piece.start, piece.end);
        for window in cuts(piece.start, piece.end, area).windows(2) {
            let middle = along(piece.start, piece.end, f64::midpoint(window[0], window[1]));
            if window[1] > window[0] && area.intersects(&middle) {
                let (from, to) = (reached + window[0] * piece_length, reached + window[1] * piece_length);
                match parts.last_mut() {
                    // A hair: what rounding leaves between two pieces that meet.
                    Some(last) if from - last.1 * total < 1e-6 => last.1 = to / total,
                    _ => parts.push((from / total, to / total)),
                }
            }
        }
        reached += piece_length;
    }
    parts
}

/// The part of a line between two shares of its length, from 0 to 1; empty where nothing is between them.
pub fn part_between(line: &LineString<f64>, (from, to): (f64, f64)) -> LineString<f64> {
    let total: f64 = line.lines().map(|piece| length(piece.start, piece.end)).sum();
    let (from, to) = (from * total, to * total);
    let mut part = Vec::new();
    let mut reached = 0.0;
    for piece in line.lines() {
        let long = length(piece.start, piece.end);
        let at = |distance: f64| {
            let share = if long > 0.0 { ((distance - reached) / long).clamp(0.0, 1.0) } else { 0.0 };
            along(piece.start, piece.end, share)
        };
        if reached + long >= from && reached <= to {
            if part.is_empty() {
                part.push(at(from));
            }
            part.push(at(to));
        }
        reached += long;
    }
    part.dedup();
    if part.len() < 2 { LineString::new(Vec::new()) } else { LineString::new(part) }
}

fn length(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

fn along(a: Coord<f64>, b: Coord<f64>, share: f64) -> Coord<f64> {
    Coord { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }
}

/// Where a straight piece meets the boundary, as shares of the piece, with both its ends.
fn cuts(a: Coord<f64>, b: Coord<f64>, area: &MultiPolygon<f64>) -> Vec<f64> {
    let mut cuts = vec![0.0, 1.0];
    for polygon in area {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for edge in ring.lines() {
                cuts.extend(meeting(a, b, edge.start, edge.end));
            }
        }
    }
    cuts.sort_by(f64::total_cmp);
    cuts
}

/// The share of `a`–`b` at which it crosses `c`–`d`. Parallel pieces do not cross: their ends do.
fn meeting(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> Option<f64> {
    if a.x.max(b.x) < c.x.min(d.x)
        || c.x.max(d.x) < a.x.min(b.x)
        || a.y.max(b.y) < c.y.min(d.y)
        || c.y.max(d.y) < a.y.min(b.y)
    {
        return None;
    }
    let (rx, ry, sx, sy) = (b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y);
    let cross = rx * sy - ry * sx;
    if cross == 0.0 {
        return None;
    }
    let on_piece = ((c.x - a.x) * sy - (c.y - a.y) * sx) / cross;
    let on_edge = ((c.x - a.x) * ry - (c.y - a.y) * rx) / cross;
    let whole = 0.0..=1.0;
    (whole.contains(&on_piece) && whole.contains(&on_edge)).then_some(on_piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    fn square() -> MultiPolygon<f64> {
        MultiPolygon::new(vec![polygon![(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0), (x: 0.0, y: 10.0)]])
    }

    #[track_caller]
    fn check(line: &[(f64, f64)], expect: &[(f64, f64)]) {
        let found = shares_inside(&LineString::from(line.to_vec()), &square());
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (found, expect) in found.iter().zip(expect) {
            assert!((found.0 - expect.0).abs() < 1e-9 && (found.1 - expect.1).abs() < 1e-9, "{found:?} {expect:?}");
        }
    }

    #[test]
    fn a_line_is_cut_where_it_crosses_the_border() {
        check(&[(1.0, 5.0), (9.0, 5.0)], &[(0.0, 1.0)]);
        check(&[(5.0, 5.0), (15.0, 5.0)], &[(0.0, 0.5)]);
        check(&[(-10.0, 5.0), (20.0, 5.0)], &[(1.0 / 3.0, 2.0 / 3.0)]);
        check(&[(20.0, 20.0), (30.0, 20.0)], &[]);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_parts() {
        check(&[(8.0, 5.0), (12.0, 5.0), (12.0, 7.0), (8.0, 7.0)], &[(0.0, 0.2), (0.8, 1.0)]);
    }

    #[test]
    fn a_part_of_a_line_begins_and_ends_at_its_shares() {
        let line = LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 6.0)]);
        assert_eq!(part_between(&line, (0.0, 1.0)), line);
        assert_eq!(part_between(&line, (0.2, 0.7)), LineString::from(vec![(2.0, 0.0), (4.0, 0.0), (4.0, 3.0)]));
        assert_eq!(part_between(&line, (0.4, 0.9)), LineString::from(vec![(4.0, 0.0), (4.0, 5.0)]));
        assert!(part_between(&line, (0.5, 0.5)).0.is_empty());
    }

    #[test]
    fn a_line_along_the_border_is_inside() {
        check(&[(0.0, 0.0), (10.0, 0.0)], &[(0.0, 1.0)]);
    }
}
