//! Who held a post, and which posts held a stretch, over time.

use std::collections::BTreeSet;

use chrono::Days;
use chrono::NaiveDate;

use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::roads::NoPlace;
use crate::world::Assignment;
use crate::world::Post;
use crate::world::Reach;
use crate::world::Segment;
use crate::world::Term;
use crate::world::World;

/// A time in which a post was held, or was held by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure<'a> {
    pub term: Term,
    /// `None` when nobody held the office.
    pub appointment: Option<&'a str>,
}

/// All that is recorded of a post.
#[derive(Debug)]
pub struct PostHistory<'a> {
    pub post: &'a Post,
    /// Terms in the order of their first days, and the times between them and after the last in which
    /// nobody held the office. Of the time before the first nothing is said: the office may not have been.
    pub tenures: Vec<Tenure<'a>>,
    /// In the order of their first days, then codes.
    pub assignments: Vec<&'a Assignment>,
}

/// The terms and assignments of a post, with the gaps.
pub fn post_history<'a>(world: &'a World, post: &str) -> Result<PostHistory<'a>, NoSuchPost> {
    let post = world.chiefs().post(post).ok_or_else(|| NoSuchPost(post.to_owned()))?;
    let mut tenures = Vec::new();
    // The first day that no term so far covers; `None` once one is open.
    let mut bare_from: Option<Option<NaiveDate>> = None;
    for held in post.appointments() {
        if let (Some(Some(bare)), Some(from)) = (bare_from, held.term.from)
            && bare < from
        {
            tenures.push(Tenure { term: Term { from: Some(bare), to: day_before(from) }, appointment: None });
        }
        tenures.push(Tenure { term: held.term, appointment: Some(&held.code) });
        let next = held.term.to.and_then(day_after);
        bare_from = Some(match bare_from {
            Some(None) => None,
            Some(Some(bare)) => next.map(|next| next.max(bare)),
            None => next,
        });
    }
    if let Some(Some(bare)) = bare_from {
        tenures.push(Tenure { term: Term { from: Some(bare), to: None }, appointment: None });
    }
    let mut assignments: Vec<&Assignment> = world.chiefs().ever_to_post(&post.code).collect();
    assignments.sort_by_key(|held| held.term.from);
    Ok(PostHistory { post, tenures, assignments })
}

/// A route post that held a stretch throughout a period.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    pub post: &'a Post,
    pub assignment: &'a str,
    /// Whether somebody held the office in that period; `None` when no term was ever recorded.
    pub filled: Option<bool>,
}

impl PartialEq for Holder<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.post.code, self.assignment, self.filled) == (&other.post.code, other.assignment, other.filled)
    }
}

/// Days on which the same route posts held a stretch; both ends belong to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Period<'a> {
    pub term: Term,
    /// In the order of their codes; empty when nobody did.
    pub holders: Vec<Holder<'a>>,
}

/// A stretch of a road that had one history.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldStretch<'a> {
    /// `None` is the road, of which no chainage is known.
    pub stretch: Option<Stretch>,
    pub periods: Vec<Period<'a>>,
}

/// Which route posts held a road or a stretch of it and when, in the order of the chainage. Assignments of
/// which nobody can say what they cover are left out.
pub fn stretch_history<'a>(
    world: &'a World,
    road: &str,
    wanted: Option<Stretch>,
) -> Result<Vec<HeldStretch<'a>>, NoPlace> {
    let table = world.named("roads");
    let segments: Vec<&Segment> = world.roads().segments_of(road).collect();
    let held: Vec<(&Assignment, &Post)> = world
        .chiefs()
        .ever_on_road(road)
        .filter_map(|held| Some((held, world.chiefs().post(&held.post)?)))
        .filter(|(held, post)| post.is_route() && held.reach != Reach::Unknown)
        .collect();
    if segments.is_empty() && held.is_empty() && table.find(road).is_none() {
        return Err(NoPlace::Road(road.to_owned()));
    }
    let assigned = held.iter().filter_map(|(held, _)| match held.reach {
        Reach::Stretch(stretch) => Some(stretch),
        Reach::Road | Reach::Unknown => None,
    });
    let known = segments.iter().filter_map(|segment| segment.stretch).chain(assigned.clone());
    let all = known.reduce(|a, b| Stretch::new(a.from().min(b.from()), a.to().max(b.to())).unwrap_or(a));
    let Some(all) = wanted.or(all) else {
        return Ok(vec![HeldStretch { stretch: None, periods: periods(&held) }]);
    };
    let mut bounds: BTreeSet<Chainage> = [all.from(), all.to()].into();
    bounds.extend(assigned.filter_map(|stretch| stretch.shared_with(all)).flat_map(|part| [part.from(), part.to()]));
    let bounds: Vec<Chainage> = bounds.into_iter().collect();
    let mut rows: Vec<HeldStretch<'a>> = Vec::new();
    for pair in bounds.windows(2) {
        let Some(stretch) = Stretch::new(pair[0], pair[1]) else { continue };
        let here: Vec<_> = held.iter().copied().filter(|(held, _)| held.reach.within(stretch).is_some()).collect();
        let periods = periods(&here);
        match rows.last_mut() {
            Some(last) if last.periods == periods => {
                last.stretch = last.stretch.and_then(|known| Stretch::new(known.from(), stretch.to()));
            }
            _ => rows.push(HeldStretch { stretch: Some(stretch), periods }),
        }
    }
    Ok(rows)
}

/// All time in periods of which each has the same holders throughout.
fn periods<'a>(held: &[(&'a Assignment, &'a Post)]) -> Vec<Period<'a>> {
    let terms = held.iter().flat_map(|(held, post)| {
        std::iter::once(held.term).chain(post.appointments().iter().map(|appointment| appointment.term))
    });
    // First days of periods; before them all lies one more.
    let firsts: BTreeSet<NaiveDate> =
        terms.flat_map(|term| [term.from, term.to.and_then(day_after)]).flatten().collect();
    let firsts: Vec<Option<NaiveDate>> = std::iter::once(None).chain(firsts.into_iter().map(Some)).collect();
    let mut periods: Vec<Period<'a>> = Vec::new();
    for (nth, from) in firsts.iter().enumerate() {
        let to = firsts.get(nth + 1).copied().flatten().and_then(day_before);
        // Any day of the period speaks for it.
        let day = from.or(to).unwrap_or(NaiveDate::MIN);
        let mut holders: Vec<Holder<'a>> = held
            .iter()
            .filter(|(held, _)| held.holds_on(day))
            .map(|(held, post)| Holder { post, assignment: &held.code, filled: post.is_filled_on(day) })
            .collect();
        holders.sort_by(|a, b| (&a.post.code, a.assignment).cmp(&(&b.post.code, b.assignment)));
        match periods.last_mut() {
            Some(last) if last.holders == holders => last.term.to = to,
            _ => periods.push(Period { term: Term { from: *from, to }, holders }),
        }
    }
    periods
}

fn day_after(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(1))
}

fn day_before(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(1))
}
