//! How much of the roads has a route post at the level that manages them, by length.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::Chainage;
use crate::geom::Stretch;
use crate::queries::chiefs::managing_levels;
use crate::queries::chiefs::stretch::Area;
use crate::queries::chiefs::stretch::Marked;
use crate::queries::chiefs::stretch::SegmentStretch;
use crate::queries::chiefs::stretch::rows;
use crate::queries::chiefs::stretch::share_of;
use crate::world::Post;
use crate::world::Reach;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::UnitId;
use crate::world::World;

/// What is said of a part of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub held: Held,
    /// Whether two or more route posts of one level answer for it, whatever the level.
    pub overlapped: bool,
}

/// Whether a route post in force at the managing level answers. The office is another question: an
/// assignment does not end with its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    Unassigned,
    /// Something is assigned there of which nobody can say whether it covers this part (an end of it or
    /// the chainage of the segment is not recorded) or at which level it manages (level or kind of the
    /// post is not recorded).
    Unknown,
    By(Office),
}

/// Of the posts that hold a part: filled when one of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Office {
    Filled,
    Vacant,
    /// No term was ever recorded, and of no other is it known to be filled.
    NotRecorded,
}

/// All of a segment of a county, township or village road, in parts from 0 to 1, each with what is said of
/// it on a day; parts that say the same are one. Nothing for other segments.
pub fn coverage_marks(world: &World, segment: &Segment, on: NaiveDate) -> Vec<Marked<Mark>> {
    if !segment.is_rural() {
        return Vec::new();
    }
    let held = Assigned::to(world, segment, on);
    let Some(whole) = segment.stretch else { return vec![(0.0, 1.0, held.mark_of(|reach| reach == Reach::Road))] };
    let mut bounds = vec![whole.from(), whole.to()];
    for (reach, _) in &held.sure {
        bounds.extend(reach.within(whole).into_iter().flat_map(|part| [part.from(), part.to()]));
    }
    for reach in &held.doubtful {
        bounds.extend(reach.within(whole).into_iter().flat_map(|part| [part.from(), part.to()]));
    }
    bounds.sort_unstable();
    bounds.dedup();
    let mut marks: Vec<Marked<Mark>> = Vec::new();
    for pair in bounds.windows(2) {
        let Some((from, to)) = Stretch::new(pair[0], pair[1]).and_then(|part| share_of(whole, part)) else { continue };
        let mark = held.mark_of(|reach| covers(reach, pair[0]));
        match marks.last_mut() {
            Some(last) if last.2 == mark => last.1 = to,
            _ => marks.push((from, to, mark)),
        }
    }
    marks
}

fn covers(reach: Reach, at: Chainage) -> bool {
    match reach {
        Reach::Road => true,
        Reach::Stretch(stretch) => stretch.contains(at),
        Reach::Unknown => false,
    }
}

/// What is assigned on the road of a segment on a day.
struct Assigned<'a> {
    levels: &'static [&'static str],
    on: NaiveDate,
    /// To route posts of a known level.
    sure: Vec<(Reach, &'a Post)>,
    /// To posts that may be route posts of a managing level.
    doubtful: Vec<Reach>,
}

impl<'a> Assigned<'a> {
    fn to(world: &'a World, segment: &Segment, on: NaiveDate) -> Self {
        let levels = managing_levels(segment.class.as_deref().unwrap_or_default());
        let mut found = Self { levels, on, sure: Vec::new(), doubtful: Vec::new() };
        for held in world.chiefs().ever_on_road(segment.road.as_deref().unwrap_or_default()) {
            if !held.holds_on(on) {
                continue;
            }
            let Some(post) = world.chiefs().post(&held.post) else {
                found.doubtful.push(held.reach);
                continue;
            };
            let may_manage = post.level.as_deref().is_none_or(|level| levels.contains(&level));
            match (post.kind.as_deref(), &post.level) {
                (Some("route"), Some(_)) if held.reach == Reach::Unknown && may_manage => {
                    found.doubtful.push(held.reach);
                }
                (Some("route"), Some(_)) => found.sure.push((held.reach, post)),
                (Some("route") | None, _) if may_manage => found.doubtful.push(held.reach),
                _ => {}
            }
        }
        found
    }

    /// What is said where an assignment of such a reach answers.
    fn mark_of(&self, answers: impl Fn(Reach) -> bool) -> Mark {
        let here: Vec<&Post> = self.sure.iter().filter(|(reach, _)| answers(*reach)).map(|(_, post)| *post).collect();
        let level = |post: &'a Post| post.level.as_deref();
        let overlapped = here.iter().enumerate().any(|(nth, post)| {
            here[..nth].iter().any(|before| before.code != post.code && level(before) == level(post))
        });
        let managing = here.iter().filter(|post| level(post).is_some_and(|level| self.levels.contains(&level)));
        let offices = managing.map(|post| match post.is_filled_on(self.on) {
            Some(true) => Office::Filled,
            None => Office::NotRecorded,
            Some(false) => Office::Vacant,
        });
        // What is not recorded may be filled, so it wins over what is known to be vacant.
        let held = offices.min_by_key(|office| match office {
            Office::Filled => 0,
            Office::NotRecorded => 1,
            Office::Vacant => 2,
        });
        // An end that is not recorded, and a segment whose chainage is not, may meet anywhere.
        let in_doubt = self.doubtful.iter().any(|reach| *reach == Reach::Unknown || answers(*reach));
        Mark { held: held.map_or(if in_doubt { Held::Unknown } else { Held::Unassigned }, Held::By), overlapped }
    }
}

/// Stretches of county, township and village roads without a route post in force at the managing
/// level. A segment whose chainage is unknown counts whole: nobody can show that it is assigned.
/// One whose road has no class is not judged, as nobody can say which level manages it.
pub fn unassigned(world: &World, on: NaiveDate) -> Vec<SegmentStretch<'_>> {
    unassigned_in(world, on, &Area::everywhere())
}

/// As [`unassigned`], cut to an area.
pub fn unassigned_in<'a>(world: &'a World, on: NaiveDate, area: &Area) -> Vec<SegmentStretch<'a>> {
    let segments = world.roads().segments().filter(|segment| segment.is_rural());
    let is_bare = |mark: Mark| (!matches!(mark.held, Held::By(_))).then(Vec::new);
    segments.flat_map(|segment| rows(world, segment, &coverage_marks(world, segment, on), area, is_bare)).collect()
}

/// Whole metres of one class of roads. `assigned`, `unassigned` and `unknown` add up to `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    pub total: u64,
    pub assigned: u64,
    pub unassigned: u64,
    pub unknown: u64,
    /// Of `assigned`: no post that holds it is filled on the day.
    pub vacant: u64,
    /// Of `assigned`: whether a post that holds it is filled is not recorded.
    pub office_not_recorded: u64,
    /// Of `total`: two route posts of one level.
    pub overlapped: u64,
}

impl Covered {
    fn add(&mut self, mark: Mark, metres: u64) {
        self.total += metres;
        match mark.held {
            Held::Unassigned => self.unassigned += metres,
            Held::Unknown => self.unknown += metres,
            Held::By(office) => {
                self.assigned += metres;
                match office {
                    Office::Filled => {}
                    Office::Vacant => self.vacant += metres,
                    Office::NotRecorded => self.office_not_recorded += metres,
                }
            }
        }
        if mark.overlapped {
            self.overlapped += metres;
        }
    }

    fn add_all(&mut self, other: Self) {
        self.total += other.total;
        self.assigned += other.assigned;
        self.unassigned += other.unassigned;
        self.unknown += other.unknown;
        self.vacant += other.vacant;
        self.office_not_recorded += other.office_not_recorded;
        self.overlapped += other.overlapped;
    }
}

/// Of county, township and village roads, in the order of [`CLASSES_OF_RURAL_ROADS`].
pub type ByClass = [Covered; 3];

/// What of the roads that count in a scope is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChiefCoverage {
    pub scope: Scope,
    pub by_class: ByClass,
}

impl ChiefCoverage {
    pub fn all(&self) -> Covered {
        let mut all = Covered::default();
        for class in self.by_class {
            all.add_all(class);
        }
        all
    }
}

/// Coverage by length for each scope on a day, in the order of the scopes. Every metre is counted in one
/// village, and upper levels only add.
pub fn chief_coverage(world: &World, on: NaiveDate, scopes: &[Scope]) -> Vec<ChiefCoverage> {
    let tree = world.jurisdictions().tree();
    let mut by_leaf: Vec<Option<ByClass>> = vec![None; tree.len()];
    for segment in world.roads().segments() {
        let class = CLASSES_OF_RURAL_ROADS.iter().position(|class| segment.class.as_deref() == Some(class));
        let Some(class) = class else { continue };
        let marks = coverage_marks(world, segment, on);
        for share in world.shares(segment) {
            let Some(unit) = share.unit else { continue };
            let leaf = by_leaf[unit.index()].get_or_insert_default();
            for (mark, metres) in share.split(&marks) {
                // The marks hold all of the segment; what rounding leaves of it belongs to the last.
                if let Some(mark) = mark.or(marks.last().map(|last| last.2)) {
                    leaf[class].add(mark, u64::from(metres));
                }
            }
        }
    }
    let mut sums: HashMap<(UnitId, Option<UnitId>), ByClass> = HashMap::new();
    for leaf in tree.ids() {
        let Some(counted) = by_leaf[leaf.index()] else { continue };
        let body = tree.unit(leaf).body;
        for above in tree.adds_to(leaf) {
            for within in [None, body].into_iter().take(1 + usize::from(body.is_some())) {
                let sum = sums.entry((above, within)).or_default();
                for (sum, own) in sum.iter_mut().zip(counted) {
                    sum.add_all(own);
                }
            }
        }
    }
    let of = |scope: &Scope| sums.get(&(scope.unit, scope.within)).copied().unwrap_or_default();
    scopes.iter().map(|scope| ChiefCoverage { scope: *scope, by_class: of(scope) }).collect()
}
