//! Who answers for a place, a segment or a bridge on a day, and which of them manage the road.

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::queries::chiefs::duties::answering_units;
use crate::queries::chiefs::duties::general_posts;
use crate::queries::chiefs::managing_levels;
use crate::queries::roads::located;
use crate::world::Post;
use crate::world::Reach;
use crate::world::UnitId;
use crate::world::World;

/// What is asked about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The road nearest to it.
    Place(LonLat),
    Segment(String),
    Bridge(String),
}

/// There is no segment or bridge of that code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} with the code `{code}`")]
pub struct NoSubject {
    pub what: &'static str,
    pub code: String,
}

/// The posts that answer, and on what grounds.
#[derive(Debug)]
pub struct Answering<'a> {
    /// `None` when no road is near or none is recorded.
    pub road: Option<&'a str>,
    pub class: Option<&'a str>,
    /// Of the segment, or where the place or the bridge lies; `None` when it is not known.
    pub from: Option<Chainage>,
    /// The end of a segment.
    pub to: Option<Chainage>,
    /// In the order of their codes.
    pub posts: Vec<Answers<'a>>,
}

/// One post that answers.
#[derive(Debug)]
pub struct Answers<'a> {
    pub post: &'a Post,
    /// Whether its level manages roads of this class (R5 二(一)2 and 3).
    pub is_managing: bool,
    /// `None` of a general post, which answers for its whole jurisdiction.
    pub assignment: Option<&'a str>,
    /// For what of the segment; `None` is all that was asked about.
    pub part: Option<Stretch>,
    /// Whether the assignment covers the place for certain; not where one of the chainages is not recorded.
    pub is_certain: bool,
    pub filled: Option<bool>,
}

/// Who answers for a subject on a day. A road that is not a county, township or village road is nobody's.
pub fn answering<'a>(world: &'a World, subject: &Subject, on: NaiveDate) -> Result<Answering<'a>, NoSubject> {
    let place = match subject {
        Subject::Place(at) => at_place(world, *at),
        Subject::Segment(code) => at_segment(world, code)?,
        Subject::Bridge(code) => at_bridge(world, code)?,
    };
    let mut found =
        Answering { road: place.road, class: place.class, from: place.from, to: place.to, posts: Vec::new() };
    let Some(class) = place.class.filter(|class| CLASSES_OF_RURAL_ROADS.contains(class)) else { return Ok(found) };
    let manages = |post: &Post| post.level.as_deref().is_some_and(|level| managing_levels(class).contains(&level));
    let answers = |post: &'a Post| Answers {
        post,
        is_managing: manages(post),
        assignment: None,
        part: None,
        is_certain: true,
        filled: post.is_filled_on(on),
    };
    found.posts.extend(general_posts(world, &place.units).into_iter().map(answers));
    for held in world.chiefs().ever_on_road(place.road.unwrap_or_default()).filter(|held| held.holds_on(on)) {
        let Some(post) = world.chiefs().post(&held.post).filter(|post| post.is_route()) else { continue };
        let Some((part, is_certain)) = place.covered_by(held.reach) else { continue };
        found.posts.push(Answers { assignment: Some(&held.code), part, is_certain, ..answers(post) });
    }
    found.posts.sort_by(|a, b| (&a.post.code, a.assignment, a.part).cmp(&(&b.post.code, b.assignment, b.part)));
    Ok(found)
}

/// Where on which road a subject lies.
struct OnRoad<'a> {
    road: Option<&'a str>,
    class: Option<&'a str>,
    from: Option<Chainage>,
    to: Option<Chainage>,
    is_road_end: bool,
    units: Vec<UnitId>,
}

impl OnRoad<'_> {
    /// Which part an assignment covers, and whether for certain; `None` when for certain nothing.
    fn covered_by(&self, reach: Reach) -> Option<(Option<Stretch>, bool)> {
        match (reach, self.from, self.to) {
            (Reach::Road, ..) => Some((None, true)),
            (Reach::Unknown, ..) | (Reach::Stretch(_), None, _) => Some((None, false)),
            (Reach::Stretch(held), Some(at), None) => {
                (held.contains(at) || (self.is_road_end && held.to() == at)).then_some((None, true))
            }
            (Reach::Stretch(held), Some(from), Some(to)) => {
                Some((Some(held.shared_with(Stretch::new(from, to)?)?), true))
            }
        }
    }
}

fn at_place(world: &World, at: LonLat) -> OnRoad<'_> {
    let located = located(world, at);
    let units = answering_units(world, &located.jurisdictions);
    let Some(found) = located.road else {
        return OnRoad { road: None, class: None, from: None, to: None, is_road_end: false, units };
    };
    let end = found.road.alignment.chainage_at(found.road.alignment.length_m());
    OnRoad {
        road: Some(&found.road.code),
        class: found.road.class.as_deref(),
        from: Some(found.chainage),
        to: None,
        is_road_end: found.chainage >= end,
        units,
    }
}

fn at_segment<'a>(world: &'a World, code: &str) -> Result<OnRoad<'a>, NoSubject> {
    let missing = || NoSubject { what: "road segment", code: code.to_owned() };
    let row = world.named("road_segments").find(code).ok_or_else(missing)?;
    let mut of_road: Box<dyn Iterator<Item = _>> = match row.text("road_code") {
        Some(road) => Box::new(world.roads().segments_of(road)),
        None => Box::new(world.roads().segments().filter(|segment| segment.road.is_none())),
    };
    let segment = of_road.find(|segment| &*segment.code == code).ok_or_else(missing)?;
    let tree = world.jurisdictions().tree();
    let leaves = world.shares(segment).iter().filter_map(|share| share.unit);
    let mut units: Vec<UnitId> = leaves.flat_map(|leaf| tree.adds_to(leaf)).collect();
    units.sort_unstable();
    units.dedup();
    let (from, to) = segment.stretch.map(|stretch| (stretch.from(), stretch.to())).unzip();
    let (road, class) = (segment.road.as_deref(), segment.class.as_deref());
    Ok(OnRoad { road, class, from, to, is_road_end: false, units })
}

/// By its recorded road, chainage and jurisdiction; where one is missing, by where it lies.
fn at_bridge<'a>(world: &'a World, code: &str) -> Result<OnRoad<'a>, NoSubject> {
    let missing = || NoSubject { what: "bridge", code: code.to_owned() };
    let row = world.named("bridges").find(code).ok_or_else(missing)?;
    let at = LonLat::new(row.shard.lonlat(row.row)[0], row.shard.lonlat(row.row)[1]).ok();
    let nearby = at.map(|at| at_place(world, at));
    let Some(road) = row.text("road_code") else { return nearby.ok_or_else(missing) };
    let alignment = world.roads().road(road);
    let lies_at = alignment.zip(at).map(|(road, at)| {
        let seen = road.alignment.nearest(road.grid.project(at));
        road.alignment.chainage_at(seen.position_m)
    });
    let from = row.value("chainage").as_chainage().or(lies_at);
    let end = alignment.map(|road| road.alignment.chainage_at(road.alignment.length_m()));
    let tree = world.jurisdictions().tree();
    let recorded = row.text("jurisdiction_code").and_then(|code| tree.find(code)).map(|leaf| tree.adds_to(leaf));
    Ok(OnRoad {
        road: Some(road),
        class: world.named("roads").find(road).and_then(|road| road.text("class")),
        from,
        to: None,
        is_road_end: from.zip(end).is_some_and(|(from, end)| from >= end),
        units: recorded.or(nearby.map(|place| place.units)).unwrap_or_default(),
    })
}
