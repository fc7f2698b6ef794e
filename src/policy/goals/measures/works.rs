//! Kilometres of works (A02, A18, A28).

use chrono::Datelike;
use chrono::NaiveDate;

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::policy::goals::measure::Kind;
use crate::policy::goals::measure::years;
use crate::queries::works::done_on;
use crate::queries::works::is_length_of_rural_road;
use crate::queries::works::recording_bodies;
use crate::queries::works::shares_of_work;
use crate::queries::works::work_length_m;
use crate::world::Row;
use crate::world::UnitId;

/// A02, A28: kilometres of the works of the goal's kinds that were completed in its period. The two count
/// different kinds, and each by itself.
pub fn length<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    count(input, goal, sink, |_| Some(0));
}

/// A18: the same by years, and before them (part 0) the mileage of all.
pub fn per_year<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for segment in input.segments(goal) {
        input.whole(segment, Verdict::Passing, "", &mut pieces);
        sink.count(0, Thing::Segment(segment), &pieces);
    }
    let counted = years(goal, input.day);
    count(input, goal, sink, |year| {
        let nth = counted.contains(&year).then(|| year - counted.start())?;
        usize::try_from(nth).ok().map(|nth| nth + 1)
    });
}

/// Puts each work into the part of its year.
fn count<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>, part_of: impl Fn(i32) -> Option<usize>) {
    let recording = recording_bodies(input.world);
    for row in input.world.named("works").in_code_order(None) {
        let is_counted =
            |done: &NaiveDate| is_length_of_rural_road(input.world, row) && goal.is_in_period(*done, input.day);
        let Some(done) = done_on(row).filter(is_counted) else { continue };
        let Some(part) = part_of(done.year()) else { continue };
        let is_wanted = row.text("kind").map(|kind| goal.with.works.iter().flatten().any(|wanted| wanted == kind));
        let pieces: Vec<Piece<'a>> = match (is_wanted, work_length_m(row)) {
            (Some(false), _) => continue,
            (Some(true), Some(metres)) => shares_of_work(input.world, row, metres)
                .into_iter()
                .map(|(unit, metres)| piece(unit, Some(u64::from(metres)), Verdict::Passing, ""))
                .collect(),
            (None, Some(metres)) => shares_of_work(input.world, row, metres)
                .into_iter()
                .map(|(unit, metres)| {
                    piece(unit, Some(u64::from(metres)), Verdict::Unknown, "the kind of the works is not recorded")
                })
                .collect(),
            (_, None) => {
                let why = "the length of the works is not recorded";
                vec![piece(input.unit_of(row), None, Verdict::Unknown, why)]
            }
        };
        sink.count(part, Thing::Record(row), &pieces);
    }
    // Where no works were ever recorded, nobody can say that there were none.
    // Said of the first year, which counts whatever day is asked for.
    let first = usize::from(goal.measure.kind == Kind::Yearly);
    for body in input.bodies().filter(|body| !recording.contains(body)) {
        let why = "no works are recorded there at all";
        let own = input.tree.ids().filter(|unit| input.body_of(*unit) == Some(body));
        let pieces: Vec<Piece<'a>> = own.map(|unit| piece(Some(unit), None, Verdict::Unknown, why)).collect();
        sink.count(first, Thing::Unit(body), &pieces);
    }
}

fn piece<'a>(unit: Option<UnitId>, amount: Option<u64>, verdict: Verdict, why: &'static str) -> Piece<'a> {
    Piece { amount, ..Piece::one(unit, verdict, why) }
}

/// Whether a record of works is of one of the goal's kinds; unknown when its kind is.
pub fn is_of_kind(goal: &Goal, row: Row<'_>) -> Option<bool> {
    row.text("kind").map(|kind| goal.with.works.iter().flatten().any(|wanted| wanted == kind))
}
