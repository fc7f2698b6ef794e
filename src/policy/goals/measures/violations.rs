//! Length of roads on which none of the eight kinds of violations is open (A15).

use std::collections::HashMap;

use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Blanks;
use crate::policy::goals::input::Input;
use crate::world::Row;
use crate::world::Segment;

/// How far a violation may lie from a road to be taken for one at it where no road is recorded, metres.
const BESIDE_M: f64 = 50.0;

/// Where a violation takes away from the road.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reach {
    /// Between two chainages, metres.
    Between(f64, f64),
    /// All of the segment on which it lies.
    Segment(Chainage),
}

/// A15. A violation with two chainages takes its stretch; an advertisement at a place takes the road as
/// far as a sign's surroundings reach on either side, along the road; any other at a place takes the
/// segment on which it lies. Where a body has never recorded a violation, open or cleared, all of it is unknown: nobody seems to have looked.
///
/// Only the reach of signs is geometry. Signs themselves, rights of way and buildings are not in the data:
/// whether something is illegal was decided by who recorded it.
pub fn clear<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let reach_m = goal.with.sign_reach_m.unwrap_or_default();
    let mut open: HashMap<Box<str>, Vec<Reach>> = HashMap::new();
    let mut recording = Vec::new();
    for row in input.world.named("violations").in_code_order(None) {
        if row.value("found_on").as_date().is_some_and(|found| found > input.day) {
            continue;
        }
        recording.push(input.unit_of(row).and_then(|unit| input.body_of(unit)));
        if row.value("cleared_on").as_date().is_some_and(|cleared| cleared <= input.day) {
            continue;
        }
        if let Some((road, reach)) = reach_of(input, row, reach_m) {
            open.entry(road).or_default().push(reach);
        }
    }
    let looked = Blanks::new(goal.blank, recording.into_iter(), false);
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for segment in input.segments(goal) {
        let reaches = segment.road.as_deref().and_then(|road| open.get(road)).map_or(&[][..], |open| open);
        let marks = marks_of(segment, reaches);
        input.marked(
            segment,
            &marks,
            |mark| Some((Verdict::of(Some(mark.is_none())), "a violation is open here")),
            &mut pieces,
        );
        // Where nobody looked, what is not failing is not clear either.
        for piece in pieces.iter_mut().filter(|piece| piece.verdict == Verdict::Passing) {
            if looked.of(piece.unit.and_then(|unit| input.body_of(unit))).is_none() {
                piece.verdict = Verdict::Unknown;
                piece.why = "no violation, open or cleared, was ever recorded there";
            }
        }
        sink.count(0, Thing::Segment(segment), &pieces);
    }
}

/// On which road, and how far; `None` where there is no road to it.
fn reach_of(input: &Input<'_>, row: Row<'_>, sign_reach_m: f64) -> Option<(Box<str>, Reach)> {
    let (from, to) = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
    let road = row.text("road_code");
    let mut at = from.or(to);
    let place = match row.shape() {
        Some(geo_types::Geometry::Point(at)) => LonLat::new(at.x(), at.y()).ok(),
        Some(geo_types::Geometry::LineString(line)) => line.0.first().and_then(|at| LonLat::new(at.x, at.y).ok()),
        _ => None,
    };
    let known = match road {
        Some(code) => input.world.roads().road(code),
        None => place.and_then(|place| input.world.roads().nearest(place, BESIDE_M)),
    };
    if let (None, Some(known), Some(place)) = (at, known, place) {
        let nearest = known.alignment.nearest(known.grid.project(place));
        at = Some(known.alignment.chainage_at(nearest.position_m));
    }
    let road: Box<str> = road.or(known.map(|road| &*road.code))?.into();
    let is_sign = row.text("kind") == Some("advertisement");
    let reach = match (from.zip(to), at) {
        (Some((from, to)), _) if is_sign => Reach::Between(from.metres() - sign_reach_m, to.metres() + sign_reach_m),
        (Some((from, to)), _) => Reach::Between(from.metres(), to.metres()),
        (None, Some(at)) if is_sign => Reach::Between(at.metres() - sign_reach_m, at.metres() + sign_reach_m),
        (None, Some(at)) => Reach::Segment(on_a_segment(input, &road, at)),
        (None, None) => return None,
    };
    Some((road, reach))
}

/// The chainage itself where a segment has it; at the end of a road, beyond it or in a gap, the beginning of
/// the segment before: a violation there is one on the road as well.
fn on_a_segment(input: &Input<'_>, road: &str, at: Chainage) -> Chainage {
    let stretches = || input.world.roads().segments_of(road).filter_map(|segment| segment.stretch);
    if stretches().any(|stretch| stretch.contains(at)) {
        return at;
    }
    stretches().filter(|stretch| stretch.to() <= at).max_by_key(|stretch| stretch.to()).map_or(at, Stretch::from)
}

/// The parts of a segment's line that violations take, joined.
fn marks_of(segment: &Segment, reaches: &[Reach]) -> Vec<(f64, f64, ())> {
    let Some(whole) = segment.stretch else {
        // Which part of it is met cannot be told by chainage: all of it.
        return if reaches.is_empty() { Vec::new() } else { vec![(0.0, 1.0, ())] };
    };
    let share = |metres: f64| ((metres - whole.from().metres()) / whole.length_m()).clamp(0.0, 1.0);
    let mut spans: Vec<(f64, f64)> = reaches
        .iter()
        .filter_map(|reach| match reach {
            Reach::Between(from, to) => Some((share(*from), share(*to))),
            Reach::Segment(at) => whole.contains(*at).then_some((0.0, 1.0)),
        })
        .filter(|(from, to)| to > from)
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64, ())> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to, ())),
        }
    }
    joined
}
