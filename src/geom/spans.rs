//! Which part of a straight piece lies in a disc, a wedge, or within reach of another piece.
//!
//! Planar, in the metres of one grid. All three are convex, so that there is one part or none; what lies
//! on the boundary is inside, and a part may be a single place. Parts are shares of the piece, 0 to 1.

use crate::geom::distance_sq_to_piece;

/// From and to.
pub type Span = (f64, f64);

/// Of `a` to `b` within `reach_m` of `centre`.
pub fn span_in_disc([a, b]: [[f64; 2]; 2], centre: [f64; 2], reach_m: f64) -> Option<Span> {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let (fx, fy) = (a[0] - centre[0], a[1] - centre[1]);
    let (length_sq, reach_sq) = (dx * dx + dy * dy, reach_m * reach_m);
    let (nearest_sq, along) = distance_sq_to_piece(centre, a, b);
    if nearest_sq > reach_sq {
        return None;
    }
    if length_sq <= 0.0 {
        return Some((0.0, 1.0));
    }
    let middle = -(fx * dx + fy * dy) / length_sq;
    let beside_sq = ((fx * dy - fy * dx).powi(2) / length_sq).min(reach_sq);
    let half = ((reach_sq - beside_sq) / length_sq).sqrt();
    let (from, to) = ((middle - half).max(0.0), (middle + half).min(1.0));
    // Where rounding leaves nothing, the nearest place is what touches.
    Some(if from <= to { (from, to) } else { (along, along) })
}

/// Of `a` to `b` on the side of `origin` to which `inward` points.
pub fn span_in_half_plane([a, b]: [[f64; 2]; 2], origin: [f64; 2], inward: [f64; 2]) -> Option<Span> {
    let depth = |at: [f64; 2]| (at[0] - origin[0]) * inward[0] + (at[1] - origin[1]) * inward[1];
    match (depth(a), depth(b)) {
        (from, to) if from < 0.0 && to < 0.0 => None,
        (from, to) if from >= 0.0 && to >= 0.0 => Some((0.0, 1.0)),
        (from, to) if from < 0.0 => Some((from / (from - to), 1.0)),
        (from, to) => Some((0.0, from / (from - to))),
    }
}

/// Of `a` to `b` within `reach_m` of the piece `c` to `d`.
pub fn span_near_piece(piece: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2], reach_m: f64) -> Option<Span> {
    let (dx, dy) = (d[0] - c[0], d[1] - c[1]);
    let length = dx.hypot(dy);
    let mut spans = vec![span_in_disc(piece, c, reach_m), span_in_disc(piece, d, reach_m)];
    if length > 0.0 {
        let (along, aside) = ([dx / length, dy / length], [-dy / length, dx / length]);
        let sides = [
            (c, along),
            (d, [-along[0], -along[1]]),
            ([c[0] - aside[0] * reach_m, c[1] - aside[1] * reach_m], aside),
            ([c[0] + aside[0] * reach_m, c[1] + aside[1] * reach_m], [-aside[0], -aside[1]]),
        ];
        let whole = Some((0.0, 1.0));
        let beside = sides
            .into_iter()
            .fold(whole, |span, (origin, inward)| shared(span, span_in_half_plane(piece, origin, inward)));
        spans.push(beside);
    }
    spans.into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// What two spans share.
pub fn shared(a: Option<Span>, b: Option<Span>) -> Option<Span> {
    let (a, b) = a.zip(b)?;
    let (from, to) = (a.0.max(b.0), a.1.min(b.1));
    (from <= to).then_some((from, to))
}

/// Spans in order, those that meet or overlap as one. `hair` is what rounding leaves between two that meet.
pub fn joined(mut spans: Vec<Span>, hair: f64) -> Vec<Span> {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.0 - last.1 <= hair => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at([a, b]: [[f64; 2]; 2], share: f64) -> [f64; 2] {
        [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
    }

    fn place() -> impl Strategy<Value = [f64; 2]> {
        (-20..20_i8, -20..20_i8).prop_map(|(x, y)| [f64::from(x), f64::from(y)])
    }

    /// The oracle is asking at many places; those within a hair of the ends prove nothing.
    fn check(piece: [[f64; 2]; 2], span: Option<Span>, is_in: impl Fn([f64; 2]) -> bool) {
        for nth in 0..=200 {
            let share = f64::from(nth) / 200.0;
            let near_end = span.is_some_and(|(from, to)| (share - from).abs() < 1e-6 || (share - to).abs() < 1e-6);
            let says = span.is_some_and(|(from, to)| from <= share && share <= to);
            assert!(near_end || says == is_in(at(piece, share)), "{piece:?} {span:?} {share}");
        }
    }

    #[test]
    fn a_piece_that_touches_has_a_span_without_length() {
        assert_eq!(span_in_disc([[-5.0, 3.0], [5.0, 3.0]], [0.0, 0.0], 3.0), Some((0.5, 0.5)));
        assert_eq!(span_in_disc([[3.0, 0.0], [9.0, 0.0]], [0.0, 0.0], 3.0), Some((0.0, 0.0)));
        assert_eq!(span_in_disc([[3.1, 0.0], [9.0, 0.0]], [0.0, 0.0], 3.0), None);
        assert_eq!(span_near_piece([[0.0, 2.0], [0.0, 9.0]], [[-5.0, 0.0], [5.0, 0.0]], 2.0), Some((0.0, 0.0)));
        assert_eq!(joined(vec![(0.5, 0.7), (0.0, 0.2), (0.2, 0.3)], 0.0), [(0.0, 0.3), (0.5, 0.7)]);
    }

    proptest! {
        #[test]
        fn spans_hold_the_places_that_lie_inside(a in place(), b in place(), c in place(), d in place(), reach in 1..15_u8) {
            let (piece, reach_m) = ([a, b], f64::from(reach));
            check(piece, span_in_disc(piece, c, reach_m), |at| distance_sq_to_piece(at, c, c).0 <= reach_m * reach_m);
            check(piece, span_near_piece(piece, [c, d], reach_m), |at| distance_sq_to_piece(at, c, d).0 <= reach_m * reach_m);
            check(piece, span_in_half_plane(piece, c, d), |at| (at[0] - c[0]) * d[0] + (at[1] - c[1]) * d[1] >= 0.0);
        }
    }
}
