//! How the length of a segment is shared among villages, in whole metres.
//!
//! A segment whose recorded jurisdiction has nothing below it lies there as a whole: whoever recorded it
//! knew. Any other is cut at the borders, each part going to the finest jurisdiction that holds it, and
//! its length (official mileage where recorded, else geodesic) is shared by the lengths of the parts in
//! whole metres by largest remainder, ties by code. Parts are measured on the grid: within one segment
//! its scale differs from the ellipsoid's by less than a millimetre in a kilometre.

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;

use crate::geom::Grid;
use crate::geom::cutting::shares_inside;
use crate::world::World;
use crate::world::segment::Segment;
use crate::world::tree::UnitId;

/// A part of a line, as shares of its length from 0 to 1.
type Span = (f64, f64);

/// What of a segment lies in one jurisdiction.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// A village, or the finest jurisdiction that is known there; `None` outside all of them.
    pub unit: Option<UnitId>,
    pub metres: u32,
    /// The parts of the segment's line, in order.
    pub spans: Box<[Span]>,
}

impl Share {
    /// What part of the segment it is.
    pub fn part(&self) -> f64 {
        self.spans.iter().map(|(from, to)| to - from).sum()
    }

    /// The whole metres of this share, split by marks that hold on parts of the segment's line (from, to,
    /// mark; they must not overlap), by largest remainder; what no mark holds is `None`. Each mark comes
    /// once, in the order of marks, and the sum is always that of the share.
    pub fn split<M: Copy + Ord>(&self, marks: &[(f64, f64, M)]) -> Vec<(Option<M>, u32)> {
        let mut parts: Vec<(Option<M>, f64)> = Vec::new();
        let mut add = |mark: Option<M>, long: f64| match parts.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, sum)) => *sum += long,
            None => parts.push((mark, long)),
        };
        for (from, to) in &self.spans {
            let mut left = to - from;
            for (begin, end, mark) in marks {
                let long = to.min(*end) - from.max(*begin);
                if long > 0.0 {
                    add(Some(*mark), long);
                    left -= long;
                }
            }
            // A hair is what rounding leaves.
            if left > 1e-9 {
                add(None, left);
            }
        }
        parts.sort_by_key(|(mark, _)| *mark);
        let metres = apportioned(self.metres, &parts.iter().map(|(_, long)| *long).collect::<Vec<_>>());
        parts.into_iter().map(|(mark, _)| mark).zip(metres).collect()
    }
}

/// A whole shared in whole parts by weights, by largest remainder; of equal remainders the first gains.
pub fn apportioned(whole: u32, weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        let mut parts = vec![0; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = whole;
        }
        return parts;
    }
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(whole) * weight / total).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `whole`")]
    let mut parts: Vec<u32> = exact.iter().map(|exact| (exact + 1e-9).floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    // To a millionth of a unit, so that equal weights stay equal whatever rounding did to them.
    let remainder = |nth: usize| ((exact[nth] - f64::from(parts[nth])) * 1e6).round();
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    let given: u32 = parts.iter().sum();
    for nth in order.into_iter().cycle().take((whole - given.min(whole)) as usize) {
        parts[nth] += 1;
    }
    parts
}

impl World {
    /// How a segment of this world is shared among villages; in the order of their codes, what lies
    /// outside all of them last.
    pub fn shares<'a>(&self, segment: &'a Segment) -> &'a [Share] {
        segment.shares.get_or_init(|| self.shared(segment).into_boxed_slice())
    }

    fn shared(&self, segment: &Segment) -> Vec<Share> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no segment is 4 million km long")]
        let metres = segment.length_m.round() as u32;
        let tree = self.jurisdictions().tree();
        let recorded = segment.jurisdiction.as_deref().and_then(|code| tree.find(code));
        let whole = |unit| vec![Share { unit, metres, spans: Box::new([(0.0, 1.0)]) }];
        if let Some(leaf) = recorded.filter(|id| tree.unit(*id).is_leaf) {
            return whole(Some(leaf));
        }
        let mut parts: Vec<(Option<UnitId>, Vec<Span>)> = Vec::new();
        for (from, to, unit) in self.runs_along(&segment.line, &segment.grid) {
            let unit = unit.or(recorded);
            match parts.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, spans)) => spans.push((from, to)),
                None => parts.push((unit, vec![(from, to)])),
            }
        }
        if parts.is_empty() {
            return whole(recorded);
        }
        parts.sort_by_key(|(unit, _)| (unit.is_none(), *unit));
        let long = |spans: &[Span]| spans.iter().map(|(from, to)| to - from).sum::<f64>();
        let weights: Vec<f64> = parts.iter().map(|(_, spans)| long(spans)).collect();
        let metres = apportioned(metres, &weights);
        let shares = parts.into_iter().zip(metres);
        shares.map(|((unit, spans), metres)| Share { unit, metres, spans: spans.into() }).collect()
    }

    /// A line on a grid in pieces (shares of its length, from and to), each with the finest jurisdiction in
    /// whose area it runs.
    pub fn runs_along(&self, line: &LineString<f64>, grid: &Grid) -> Vec<(f64, f64, Option<UnitId>)> {
        let tree = self.jurisdictions().tree();
        let Some(on_grid) = line.bounding_rect() else { return Vec::new() };
        let mut cuts = vec![0.0, 1.0];
        for shard in self.named("jurisdictions").shards() {
            if shard.grid().central_meridian() != grid.central_meridian() {
                continue;
            }
            let (min, max) = (on_grid.min(), on_grid.max());
            shard.in_box([min.x, min.y], [max.x, max.y], |row| {
                if let Some(Geometry::MultiPolygon(area)) = shard.grid_shape(row) {
                    cuts.extend(shares_inside(line, area).into_iter().flat_map(|(from, to)| [from, to]));
                }
            });
        }
        cuts.sort_by(f64::total_cmp);
        // Two borders drawn with the same corners are cut at the same place, but for rounding.
        cuts.dedup_by(|next, before| *next - *before < 1e-7);
        let mut runs: Vec<(f64, f64, Option<UnitId>)> = Vec::new();
        for pair in cuts.windows(2) {
            let middle = at_share(line, f64::midpoint(pair[0], pair[1]));
            let finest = self.jurisdictions().finest_on(grid, middle);
            let unit = finest.and_then(|code| tree.find(code));
            match runs.last_mut() {
                Some(last) if last.2 == unit => last.1 = pair[1],
                _ => runs.push((pair[0], pair[1], unit)),
            }
        }
        runs
    }
}

/// The place at a share of a line's length.
fn at_share(line: &LineString<f64>, share: f64) -> Coord<f64> {
    let long = |piece: &geo_types::Line<f64>| (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y);
    let mut left = share * line.lines().map(|piece| long(&piece)).sum::<f64>();
    let mut last = line.0.first().copied().unwrap_or_default();
    for piece in line.lines() {
        let length = long(&piece);
        if left <= length && length > 0.0 {
            return piece.start + (piece.end - piece.start) * (left / length);
        }
        left -= length;
        last = piece.end;
    }
    last
}
