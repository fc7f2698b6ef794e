//! Which roads fall under each road chief, what is left without one, and where two overlap.
//!
//! A general post answers for all county, township and village roads in its jurisdiction, a route
//! post for its assignments. *Unassigned* and *overlap* are judged on route posts alone: general
//! posts neither make nor hide either.

use chrono::NaiveDate;
use geo::Intersects;
use geo_types::Geometry;
use geo_types::LineString;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::geom::cutting::shares_inside;
use crate::queries::roads::Located;
use crate::world::Post;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// A segment, or the part of it that an answer is about.
#[derive(Debug)]
pub struct SegmentStretch<'a> {
    pub segment: &'a Segment,
    /// `None` when the chainage of the segment is unknown.
    pub stretch: Option<Stretch>,
    /// Metres, official mileage where recorded, else geodesic; of a part, in proportion.
    pub length_m: f64,
    /// Codes of the posts concerned, in order.
    pub posts: Vec<&'a str>,
    shares: (f64, f64),
}

impl<'a> SegmentStretch<'a> {
    fn whole(segment: &'a Segment, posts: Vec<&'a str>) -> Self {
        Self { segment, stretch: segment.stretch, length_m: segment.length_m, posts, shares: (0.0, 1.0) }
    }

    /// The part of a segment that a stretch of its road covers.
    fn part(segment: &'a Segment, part: Stretch, posts: Vec<&'a str>) -> Option<Self> {
        let whole = segment.stretch?;
        let part = whole.shared_with(part)?;
        let share = |at: Chainage| (at.metres() - whole.from().metres()) / whole.length_m();
        let shares = (share(part.from()), share(part.to()));
        let length_m = segment.length_m * (shares.1 - shares.0);
        Some(Self { segment, stretch: Some(part), length_m, posts, shares })
    }

    /// The part between two shares of the segment's line; `None` where nothing is between them.
    fn between(&self, from: f64, to: f64) -> Option<Self> {
        if from >= to {
            return None;
        }
        let at = |whole: Stretch, share: f64| Chainage::from_metres(whole.from().metres() + share * whole.length_m());
        Some(Self {
            segment: self.segment,
            stretch: self.segment.stretch.and_then(|whole| Stretch::new(at(whole, from)?, at(whole, to)?)),
            length_m: self.segment.length_m * (to - from),
            posts: self.posts.clone(),
            shares: (from, to),
        })
    }

    /// The line of the part, in metres of the segment's grid.
    pub fn line(&self) -> LineString<f64> {
        part_of(&self.segment.line, self.shares)
    }
}

/// There is no post of that code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no chief post with the code `{0}`")]
pub struct NoSuchPost(pub String);

fn is_rural(segment: &Segment) -> bool {
    segment.class.as_deref().is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class))
}

/// Levels whose route posts manage a class of road.
fn managing_levels(class: &str) -> &'static [&'static str] {
    match class {
        "county" => &["county"],
        "township" => &["township"],
        "village" => &["township", "village"],
        _ => &[],
    }
}

/// The posts of a jurisdiction and all below it, or of everywhere, in the order of their codes.
pub fn posts_of<'a>(world: &'a World, jurisdiction: Option<&str>) -> impl Iterator<Item = &'a Post> {
    world.chiefs().posts().filter(move |post| {
        jurisdiction.is_none_or(|above| {
            post.jurisdiction.as_ref().is_some_and(|code| world.jurisdictions().is_within(code, above))
        })
    })
}

/// What a post answers for on a day: by road, then chainage.
pub fn roads_of<'a>(world: &'a World, post: &str, on: NaiveDate) -> Result<Vec<SegmentStretch<'a>>, NoSuchPost> {
    let post = world.chiefs().post(post).ok_or_else(|| NoSuchPost(post.to_owned()))?;
    let segments = world.roads().segments().filter(|segment| is_rural(segment));
    Ok(match (post.is_general(), post.jurisdiction.as_deref()) {
        (true, None) => Vec::new(),
        (true, Some(jurisdiction)) => segments
            .flat_map(|segment| cut_to(world, SegmentStretch::whole(segment, vec![&*post.code]), jurisdiction))
            .collect(),
        (false, _) => segments.flat_map(|segment| assigned_to(world, segment, post, on)).collect(),
    })
}

fn assigned_to<'a>(world: &'a World, segment: &'a Segment, post: &'a Post, on: NaiveDate) -> Vec<SegmentStretch<'a>> {
    let Some(road) = &segment.road else { return Vec::new() };
    let own = world.chiefs().on_road(road, on).filter(|(assignment, _)| assignment.post == post.code);
    let mut covers = Vec::new();
    for (assignment, _) in own {
        match assignment.stretch {
            None => return vec![SegmentStretch::whole(segment, vec![&post.code])],
            Some(stretch) => covers.push(stretch),
        }
    }
    let Some(whole) = segment.stretch else { return Vec::new() };
    // What the assignments cover together: all but what they leave out.
    let parts = whole.without(&whole.without(&covers)).into_iter();
    parts.filter_map(|part| SegmentStretch::part(segment, part, vec![&post.code])).collect()
}

/// What of a stretch lies in a jurisdiction: all of it, nothing, or its parts, cut at the border.
pub fn cut_to<'a>(world: &World, row: SegmentStretch<'a>, jurisdiction: &str) -> Vec<SegmentStretch<'a>> {
    let areas = world.jurisdictions();
    match row.segment.jurisdiction.as_deref() {
        Some(finest) if areas.is_within(finest, jurisdiction) => return vec![row],
        Some(finest) if !areas.is_within(jurisdiction, finest) => return Vec::new(),
        // A segment that crosses a border lies, as a whole, in a jurisdiction above both sides or in
        // none.
        _ => {}
    }
    let Some(area) = areas.find(jurisdiction).and_then(Row::shape) else { return Vec::new() };
    let Geometry::MultiPolygon(area) = row.segment.grid.project_shape(&area) else { return Vec::new() };
    if !area.intersects(&row.segment.line) {
        return Vec::new();
    }
    let inside = shares_inside(&row.segment.line, &area).into_iter();
    inside.filter_map(|(from, to)| row.between(from.max(row.shares.0), to.min(row.shares.1))).collect()
}

/// Stretches of county, township and village roads without a route post in force at the managing
/// level. A segment whose chainage is unknown counts whole: nobody can show that it is assigned.
/// One whose road has no class is not judged, as nobody can say which level manages it.
pub fn unassigned(world: &World, on: NaiveDate) -> Vec<SegmentStretch<'_>> {
    let segments = world.roads().segments().filter(|segment| is_rural(segment));
    segments.flat_map(|segment| left_of(world, segment, on)).collect()
}

fn left_of<'a>(world: &'a World, segment: &'a Segment, on: NaiveDate) -> Vec<SegmentStretch<'a>> {
    let levels = managing_levels(segment.class.as_deref().unwrap_or_default());
    let road = segment.road.as_deref().unwrap_or_default();
    let mut covers = Vec::new();
    for (assignment, post) in world.chiefs().on_road(road, on) {
        if post.level.as_deref().is_some_and(|level| levels.contains(&level)) {
            match assignment.stretch {
                None => return Vec::new(),
                Some(stretch) => covers.push(stretch),
            }
        }
    }
    match segment.stretch {
        None => vec![SegmentStretch::whole(segment, Vec::new())],
        Some(whole) => whole
            .without(&covers)
            .into_iter()
            .filter_map(|part| SegmentStretch::part(segment, part, Vec::new()))
            .collect(),
    }
}

/// Stretches for which two or more route posts of one level answer. The codes of the posts are
/// those of one level, so a stretch may come once for each level.
pub fn overlaps(world: &World, on: NaiveDate) -> Vec<SegmentStretch<'_>> {
    let segments = world.roads().segments().filter(|segment| is_rural(segment));
    segments.flat_map(|segment| shared_of(world, segment, on)).collect()
}

fn shared_of<'a>(world: &'a World, segment: &'a Segment, on: NaiveDate) -> Vec<SegmentStretch<'a>> {
    let (Some(road), Some(whole)) = (&segment.road, segment.stretch) else { return Vec::new() };
    let mut found = Vec::new();
    for level in ["county", "township", "village"] {
        let held: Vec<(Stretch, &str)> = world
            .chiefs()
            .on_road(road, on)
            .filter(|(_, post)| post.level.as_deref() == Some(level))
            .filter_map(|(assignment, post)| {
                Some((assignment.stretch.unwrap_or(whole).shared_with(whole)?, &*post.code))
            })
            .collect();
        let mut bounds: Vec<Chainage> = held.iter().flat_map(|(stretch, _)| [stretch.from(), stretch.to()]).collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut runs: Vec<(Stretch, Vec<&str>)> = Vec::new();
        for pair in bounds.windows(2) {
            let Some(between) = Stretch::new(pair[0], pair[1]) else { continue };
            let mut posts: Vec<&str> =
                held.iter().filter(|(stretch, _)| stretch.contains(between.from())).map(|(_, post)| *post).collect();
            posts.sort_unstable();
            posts.dedup();
            if posts.len() < 2 {
                continue;
            }
            match runs.last_mut() {
                Some((run, same)) if *same == posts && run.to() == between.from() => {
                    *run = Stretch::new(run.from(), between.to()).unwrap_or(*run);
                }
                _ => runs.push((between, posts)),
            }
        }
        found.extend(runs.into_iter().filter_map(|(part, posts)| SegmentStretch::part(segment, part, posts)));
    }
    found
}

/// The posts that answer for a place on a day: general posts of its jurisdictions when its road is
/// a county, township or village road, and route posts by chainage. In code order.
pub fn chiefs_at<'a>(world: &'a World, located: &Located<'a>, on: NaiveDate) -> Vec<&'a Post> {
    let Some(found) = &located.road else { return Vec::new() };
    if !found.road.class.as_deref().is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class)) {
        return Vec::new();
    }
    let governs = |post: &Post| {
        post.is_general() && located.jurisdictions.iter().any(|area| Some(area.code()) == post.jurisdiction.as_deref())
    };
    let mut posts: Vec<&Post> = world.chiefs().posts().filter(|post| governs(post)).collect();
    let assigned = world.chiefs().on_road(&found.road.code, on);
    // The end of a road belongs to it, and so to who answers for its last stretch.
    let is_end = found.chainage >= found.road.alignment.chainage_at(found.road.alignment.length_m());
    let holds = |held: Stretch| held.contains(found.chainage) || (is_end && held.to() == found.chainage);
    posts.extend(assigned.filter(|(held, _)| held.stretch.is_none_or(holds)).map(|(_, post)| post));
    posts.sort_by(|a, b| a.code.cmp(&b.code));
    posts.dedup_by(|a, b| a.code == b.code);
    posts
}

/// The part of a line between two shares of its length.
pub(super) fn part_of(line: &LineString<f64>, (from, to): (f64, f64)) -> LineString<f64> {
    let total: f64 = line.lines().map(|piece| (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y)).sum();
    let (from, to) = (from * total, to * total);
    let mut part = Vec::new();
    let mut reached = 0.0;
    for piece in line.lines() {
        let length = (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y);
        let at = |distance: f64| {
            let share = if length > 0.0 { ((distance - reached) / length).clamp(0.0, 1.0) } else { 0.0 };
            piece.start + (piece.end - piece.start) * share
        };
        if reached + length >= from && reached <= to {
            if part.is_empty() {
                part.push(at(from));
            }
            part.push(at(to));
        }
        reached += length;
    }
    part.dedup();
    LineString::new(part)
}
