//! In what condition roads are (A19).

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::queries::condition::condition_of;
use crate::queries::condition_scale::Grade;

/// A19: kilometres graded medium or better, by the newest survey of each place. A countable kilometre that
/// was not assessed is unknown. Stretches that the city's own services keep (城管路段) are left out.
pub fn medium_or_better<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for segment in input.segments(goal).filter(|segment| segment.facts.urban_managed != Some(true)) {
        let graded = condition_of(input.world, segment, input.day, &input.scale);
        let mut marks: Vec<(f64, f64, bool)> = Vec::with_capacity(graded.len());
        for piece in graded {
            let is_good = matches!(piece.grade, Grade::Excellent | Grade::Good | Grade::Medium);
            match marks.last_mut() {
                Some(last) if last.2 == is_good && (piece.from - last.1).abs() < f64::EPSILON => last.1 = piece.to,
                _ => marks.push((piece.from, piece.to, is_good)),
            }
        }
        let judge = |mark: Option<bool>| {
            let why = if mark.is_some() { "graded below medium" } else { "not assessed by the day" };
            Some((Verdict::of(mark), why))
        };
        input.marked(segment, &marks, judge, &mut pieces);
        sink.count(0, Thing::Segment(segment), &pieces);
    }
}
