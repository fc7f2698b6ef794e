//! Lengths of roads of which something is recorded (A13, A16, A17, A29).

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Blanks;
use crate::policy::goals::input::Input;
use crate::policy::goals::measures::bodies::nothing_recorded;
use crate::world::Segment;
use crate::world::SegmentFacts;
use crate::world::UnitId;

/// A17: whether the maintenance list has it.
pub fn listed<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    each(input, goal, sink, |segment| {
        let why = match segment.facts.listed_for_maintenance {
            Some(_) => "not in the maintenance list",
            None => "not recorded whether it is in the maintenance list",
        };
        Some((Verdict::of(segment.facts.listed_for_maintenance), why))
    });
}

/// A13: county roads, and township roads that are marked as important, that are digitised and were
/// surveyed automatically by the day. "Important" is defined nowhere (A-key).
pub fn digitised_and_surveyed<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let surveyed = kept_by(input, goal, |facts| facts.auto_surveyed_on.is_some());
    each(input, goal, sink, |segment| {
        let is_asked =
            if segment.class.as_deref() == Some("township") { segment.facts.key_township_road } else { Some(true) };
        let is_surveyed = match segment.facts.auto_surveyed_on {
            Some(on) => Some(on <= input.day),
            None => surveyed.of(body_of(input, segment)),
        };
        let (digitised, surveyed) = (Verdict::of(segment.facts.digitised), Verdict::of(is_surveyed));
        match is_asked {
            Some(false) => None,
            None => Some((Verdict::Unknown, "not recorded whether it is an important township road")),
            Some(true) => Some((
                digitised.and(surveyed),
                match (digitised, surveyed) {
                    (Verdict::Failing, _) => "not under digital management",
                    (_, Verdict::Failing) => "not surveyed automatically by the day",
                    (Verdict::Unknown, _) => "not recorded whether it is under digital management",
                    _ => "not recorded when it was surveyed automatically",
                },
            )),
        }
    });
}

/// A16: where conditions allow it, whether road and field, road and house are kept apart.
pub fn separated<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let kept = kept_by(input, goal, |facts| facts.separated_since.is_some());
    each(input, goal, sink, |segment| match segment.facts.separation_eligible {
        Some(false) => None,
        None => Some((Verdict::Unknown, "not recorded whether conditions allow to keep it apart")),
        Some(true) => {
            let is_separated = match segment.facts.separated_since {
                Some(since) => Some(since <= input.day),
                None => kept.of(body_of(input, segment)),
            };
            let why = match is_separated {
                Some(_) => "not kept apart from fields and houses by the day",
                None => "not recorded since when it is kept apart",
            };
            Some((Verdict::of(is_separated), why))
        }
    });
}

/// A29: kilometres that became beautiful rural roads (美丽农村路) in the period.
pub fn scenic<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut is_kept = false;
    each(input, goal, sink, |segment| {
        let since = segment.facts.scenic_since?;
        is_kept = true;
        goal.is_in_period(since, input.day).then_some((Verdict::Passing, ""))
    });
    if !is_kept {
        nothing_recorded(input, sink, "no beautiful rural road is recorded at all");
    }
}

/// Every countable segment of the goal's classes, judged as a whole and cut at borders.
fn each<'a>(
    input: &Input<'a>,
    goal: &Goal,
    sink: &mut dyn Sink<'a>,
    mut judge: impl FnMut(&Segment) -> Option<(Verdict, &'static str)>,
) {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for segment in input.segments(goal) {
        if let Some((verdict, why)) = judge(segment) {
            input.whole(segment, verdict, why, &mut pieces);
            sink.count(0, Thing::Segment(segment), &pieces);
        }
    }
}

/// The bodies that have recorded a fact of any of their segments.
fn kept_by(input: &Input<'_>, goal: &Goal, has: impl Fn(&SegmentFacts) -> bool) -> Blanks {
    let with = input.segments(goal).filter(|segment| has(&segment.facts));
    Blanks::new(goal.blank, with.map(|segment| body_of(input, segment)), false)
}

/// The body in which a segment lies, with its greatest part.
fn body_of(input: &Input<'_>, segment: &Segment) -> Option<UnitId> {
    let largest = input.world.shares(segment).iter().max_by_key(|share| share.metres)?;
    input.body_of(largest.unit?)
}
