//! Where two route posts of one level answer for the same stretch.

use chrono::NaiveDate;

use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::queries::chiefs::stretch::Area;
use crate::queries::chiefs::stretch::Marked;
use crate::queries::chiefs::stretch::SegmentStretch;
use crate::queries::chiefs::stretch::rows;
use crate::queries::chiefs::stretch::share_of;
use crate::world::Reach;
use crate::world::Segment;
use crate::world::World;

/// Stretches for which two or more route posts of one level answer. The codes of the posts are
/// those of one level, so a stretch may come once for each level.
pub fn overlaps(world: &World, on: NaiveDate) -> Vec<SegmentStretch<'_>> {
    overlaps_in(world, on, &Area::everywhere())
}

/// As [`overlaps`], cut to an area.
pub fn overlaps_in<'a>(world: &'a World, on: NaiveDate, area: &Area) -> Vec<SegmentStretch<'a>> {
    let segments = world.roads().segments().filter(|segment| segment.is_rural());
    segments.flat_map(|segment| shared_of(world, segment, on, area)).collect()
}

fn shared_of<'a>(world: &'a World, segment: &'a Segment, on: NaiveDate, area: &Area) -> Vec<SegmentStretch<'a>> {
    let Some(road) = &segment.road else { return Vec::new() };
    let mut found = Vec::new();
    for level in ["county", "township", "village"] {
        let held = world.chiefs().on_road(road, on).filter(|(_, post)| post.level.as_deref() == Some(level));
        let held: Vec<(Reach, &str)> = held.map(|(assignment, post)| (assignment.reach, &*post.code)).collect();
        if held.len() < 2 {
            continue;
        }
        let (marks, posts) = shared_by_two(segment, &held);
        found.extend(rows(world, segment, &marks, area, |nth: usize| Some(posts[nth].clone())));
    }
    found
}

/// The parts of a segment that two or more posts hold, each with the place of those posts in the list.
fn shared_by_two<'a>(segment: &Segment, held: &[(Reach, &'a str)]) -> (Vec<Marked<usize>>, Vec<Vec<&'a str>>) {
    let named = |holds: &dyn Fn(Reach) -> bool| {
        let mut posts: Vec<&str> = held.iter().filter(|(reach, _)| holds(*reach)).map(|(_, post)| *post).collect();
        posts.sort_unstable();
        posts.dedup();
        posts
    };
    let Some(whole) = segment.stretch else {
        // Its chainage is unknown: they share it for certain only if both hold all of the road.
        let posts = named(&|reach| reach == Reach::Road);
        return if posts.len() < 2 { (Vec::new(), Vec::new()) } else { (vec![(0.0, 1.0, 0)], vec![posts]) };
    };
    let parts = || held.iter().filter_map(|(reach, _)| reach.within(whole));
    let mut bounds: Vec<Chainage> = parts().flat_map(|part| [part.from(), part.to()]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let (mut marks, mut lists): (Vec<Marked<usize>>, Vec<Vec<&str>>) = (Vec::new(), Vec::new());
    for pair in bounds.windows(2) {
        let Some((from, to)) = Stretch::new(pair[0], pair[1]).and_then(|part| share_of(whole, part)) else { continue };
        let posts = named(&|reach| reach.within(whole).is_some_and(|part| part.contains(pair[0])));
        if posts.len() < 2 {
            continue;
        }
        match (marks.last_mut(), lists.last()) {
            (Some(last), Some(same)) if *same == posts && last.1 >= from => last.1 = to,
            _ => {
                marks.push((from, to, lists.len()));
                lists.push(posts);
            }
        }
    }
    (marks, lists)
}
