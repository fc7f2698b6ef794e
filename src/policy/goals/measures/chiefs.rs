//! Whether the system of road chiefs stands everywhere (A12).

use std::collections::HashMap;

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Blanks;
use crate::policy::goals::input::Input;
use crate::queries::chiefs::Held;
use crate::queries::chiefs::coverage_marks;
use crate::world::Post;
use crate::world::UnitId;

/// A12, in three counts: kilometres with a route post in force at the level that manages them; counties,
/// and townships, whose general post (总路长) is filled and which have an office (路长办公室).
pub fn in_force<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for segment in input.segments(goal) {
        let marks = coverage_marks(input.world, segment, input.day);
        let last = marks.last().map(|last| last.2);
        let judge = |mark: Option<crate::queries::chiefs::Mark>| {
            // What rounding leaves of a segment that is marked throughout belongs to the last mark.
            Some(match mark.or(last).map(|mark| mark.held) {
                Some(Held::By(_)) => (Verdict::Passing, ""),
                Some(Held::Unassigned) => (Verdict::Failing, "no route post in force at the level that manages it"),
                Some(Held::Unknown) | None => {
                    (Verdict::Unknown, "an assignment of which it is not recorded what it covers")
                }
            })
        };
        input.marked(segment, &marks, judge, &mut pieces);
        sink.count(0, Thing::Segment(segment), &pieces);
    }
    let mut general: HashMap<UnitId, Vec<&Post>> = HashMap::new();
    for post in input.world.chiefs().posts().filter(|post| post.is_general()) {
        if let Some(unit) = post.jurisdiction.as_deref().and_then(|code| input.tree.find(code)) {
            general.entry(unit).or_default().push(post);
        }
    }
    let units: [Vec<UnitId>; 2] = [input.bodies().collect(), input.townships().collect()];
    for (units, part) in units.into_iter().zip(1..) {
        let is_of_bodies = part == 1;
        let with_post = units.iter().filter(|unit| general.contains_key(unit));
        let posts = Blanks::new(goal.blank, with_post.map(|unit| input.body_of(*unit)), is_of_bodies);
        let offices = input.blanks(goal, "chief_office_since", &units, is_of_bodies);
        for unit in units {
            let is_filled = match general.get(&unit) {
                None => posts.of(input.body_of(unit)),
                Some(own) => filled(own.iter().map(|post| post.is_filled_on(input.day))),
            };
            let (post, office) =
                (Verdict::of(is_filled), Verdict::of(input.since(unit, "chief_office_since", &offices)));
            let why = match (post, office) {
                (Verdict::Failing, _) => "no filled post of general road chief",
                (_, Verdict::Failing) => "no office of the road chief by the day",
                (Verdict::Unknown, _) => "not recorded whether the post of general road chief is filled",
                _ => "not recorded since when there is an office of the road chief",
            };
            sink.count(part, Thing::Unit(unit), &[Piece::one(Some(unit), post.and(office), why)]);
        }
    }
}

/// One filled post is enough; one of which nothing is recorded leaves it open.
fn filled(posts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    posts.map(Verdict::of).max().map_or(Some(false), |best| match best {
        Verdict::Passing => Some(true),
        Verdict::Failing => Some(false),
        Verdict::Unknown => None,
    })
}
