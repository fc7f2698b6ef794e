//! What a post answers for, and which posts answer for a place.

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Stretch;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::chiefs::stretch::Area;
use crate::queries::chiefs::stretch::Marked;
use crate::queries::chiefs::stretch::SegmentStretch;
use crate::queries::chiefs::stretch::rows;
use crate::queries::chiefs::stretch::share_of;
use crate::queries::roads::Located;
use crate::world::Post;
use crate::world::Reach;
use crate::world::Row;
use crate::world::Segment;
use crate::world::UnitId;
use crate::world::World;

/// What a post answers for on a day: by road, then chainage.
pub fn roads_of<'a>(world: &'a World, post: &str, on: NaiveDate) -> Result<Vec<SegmentStretch<'a>>, NoSuchPost> {
    roads_of_in(world, post, on, &Area::everywhere())
}

/// As [`roads_of`], cut to an area.
pub fn roads_of_in<'a>(
    world: &'a World,
    post: &str,
    on: NaiveDate,
    area: &Area,
) -> Result<Vec<SegmentStretch<'a>>, NoSuchPost> {
    let post = world.chiefs().post(post).ok_or_else(|| NoSuchPost(post.to_owned()))?;
    if post.is_general() {
        let Some(jurisdiction) = post.jurisdiction.as_deref() else { return Ok(Vec::new()) };
        let area = Area::jurisdiction(world, jurisdiction).and(area);
        let segments = world.roads().segments().filter(|segment| segment.is_rural());
        let own = |segment| rows(world, segment, &[(0.0, 1.0, ())], &area, |()| Some(vec![&*post.code]));
        return Ok(segments.flat_map(own).collect());
    }
    let mut roads: Vec<&str> = held_by(world, post, on).map(|(road, _)| road).collect();
    roads.sort_unstable();
    roads.dedup();
    let segments = roads.into_iter().flat_map(|road| world.roads().segments_of(road));
    let rural = segments.filter(|segment| segment.is_rural());
    let own =
        |segment| rows(world, segment, &assigned_on(world, segment, post, on), area, |()| Some(vec![&*post.code]));
    Ok(rural.flat_map(own).collect())
}

/// What is assigned to a route post on a day, by road.
fn held_by<'a>(world: &'a World, post: &Post, on: NaiveDate) -> impl Iterator<Item = (&'a str, Reach)> {
    let held = world.chiefs().ever_to_post(&post.code).filter(move |held| held.holds_on(on));
    held.filter(|_| post.is_route()).map(|held| (&*held.road, held.reach))
}

/// What the assignments of one post cover of a segment together.
fn assigned_on(world: &World, segment: &Segment, post: &Post, on: NaiveDate) -> Vec<Marked<()>> {
    let mut covers: Vec<Stretch> = Vec::new();
    for (road, reach) in held_by(world, post, on) {
        match reach {
            _ if segment.road.as_deref() != Some(road) => {}
            Reach::Road => return vec![(0.0, 1.0, ())],
            Reach::Stretch(stretch) => covers.push(stretch),
            Reach::Unknown => {}
        }
    }
    let Some(whole) = segment.stretch else { return Vec::new() };
    // All but what they leave out.
    let parts = whole.without(&whole.without(&covers)).into_iter();
    parts.filter_map(|part| share_of(whole, part)).map(|(from, to)| (from, to, ())).collect()
}

/// The jurisdictions that answer for a place, of which those that hold it are given: what the finest of
/// them are added to.
pub(super) fn answering_units(world: &World, holding: &[Row<'_>]) -> Vec<UnitId> {
    let areas = world.jurisdictions();
    let is_finest = |area: &&Row<'_>| {
        let below = |other: &Row<'_>| other.code() != area.code() && areas.is_within(other.code(), area.code());
        !holding.iter().any(below)
    };
    let finest = holding.iter().filter(is_finest).filter_map(|area| areas.tree().find(area.code()));
    let mut units: Vec<UnitId> = finest.flat_map(|leaf| areas.tree().adds_to(leaf)).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// The posts that answer for a place on a day: general posts of its jurisdictions when its road is
/// a county, township or village road, and route posts by chainage. In code order.
pub fn chiefs_at<'a>(world: &'a World, located: &Located<'a>, on: NaiveDate) -> Vec<&'a Post> {
    let Some(found) = &located.road else { return Vec::new() };
    if !found.road.class.as_deref().is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class)) {
        return Vec::new();
    }
    let mut posts = general_posts(world, &answering_units(world, &located.jurisdictions));
    let assigned = world.chiefs().on_road(&found.road.code, on);
    // The end of a road belongs to it, and so to who answers for its last stretch.
    let is_end = found.chainage >= found.road.alignment.chainage_at(found.road.alignment.length_m());
    let holds = |reach: Reach| match reach {
        Reach::Road => true,
        Reach::Stretch(held) => held.contains(found.chainage) || (is_end && held.to() == found.chainage),
        Reach::Unknown => false,
    };
    posts.extend(assigned.filter(|(held, _)| holds(held.reach)).map(|(_, post)| post));
    posts.sort_by(|a, b| a.code.cmp(&b.code));
    posts.dedup_by(|a, b| a.code == b.code);
    posts
}

pub(super) fn general_posts<'a>(world: &'a World, units: &[UnitId]) -> Vec<&'a Post> {
    let tree = world.jurisdictions().tree();
    let governs = |post: &&Post| {
        let own = post.jurisdiction.as_deref().and_then(|code| tree.find(code));
        post.is_general() && own.is_some_and(|own| units.contains(&own))
    };
    world.chiefs().posts().filter(governs).collect()
}
