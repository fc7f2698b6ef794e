//! Whether a township, a village, a hamlet is reached by a road that is good enough, and by which.
//!
//! The recorded preferred route decides where there is one whose segments exist and hang together: by its
//! worst segment. Elsewhere the road graph does: *true* when known-good segments alone lead there,
//! *unknown* when a way needs segments of which nobody knows, *false* when every way leads over one that
//! is known to fail. Where no road at all joins the two places the data has a gap, and it is unknown too.
//! A segment recorded as a dead end may be one that was never built, so that a computed way over it is not
//! known.

use std::collections::BTreeMap;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::geom::LonLat;
use crate::geom::distance_sq_to_piece;
use crate::network::LinkId;
use crate::network::NodeId;
use crate::queries::access_places::Endpoints;
use crate::queries::access_routes::RecordedRoute;
use crate::queries::access_routes::RouteFault;
use crate::queries::access_routes::recorded_routes;
use crate::queries::access_standard::Standard;
use crate::queries::access_standard::TechnicalClass;
use crate::queries::road_reach::REACH_M;
use crate::queries::road_reach::RoadReach;
use crate::queries::road_reach::Search;
use crate::queries::road_reach::SegmentsByCode;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// What a verdict stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessBy<'a> {
    /// The recorded route of that code.
    Recorded { route: &'a str, on: Option<NaiveDate> },
    /// The road graph.
    Computed,
    /// The day that the hamlet's own record gives.
    Dated { since: NaiveDate },
}

/// Why a computed answer is unknown although no fact of a segment is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessGap {
    /// Nobody recorded where the seat lies from which the way is asked.
    StartUnplaced,
    /// Nobody recorded where the target lies.
    TargetUnplaced,
    /// No road comes within reach of the start.
    StartOffRoad,
    /// No road comes within reach of the target.
    TargetOffRoad,
    /// The roads at both do not hang together.
    NotConnected,
}

impl AccessGap {
    pub fn word(self) -> &'static str {
        match self {
            Self::StartUnplaced => "start_unplaced",
            Self::TargetUnplaced => "target_unplaced",
            Self::StartOffRoad => "start_off_road",
            Self::TargetOffRoad => "target_off_road",
            Self::NotConnected => "not_connected",
        }
    }
}

/// The answer for one township, village or hamlet.
#[derive(Debug)]
pub struct AccessAnswer<'a> {
    pub target: &'a str,
    /// Where the way starts: a jurisdiction, by its code. `None` when it is not known which.
    pub start: Option<&'a str>,
    /// `None` is unknown.
    pub verdict: Option<bool>,
    pub by: AccessBy<'a>,
    /// True: a way that proves it, the shortest one where it was computed. Unknown: one that would do if
    /// what is missing were good. False: the best that there is. Empty where there is none, and between
    /// places that touch.
    pub route: Vec<&'a Segment>,
    pub length_m: f64,
    /// The worst segment of the route, one of unknown quality before all others.
    pub weakest: Option<&'a Segment>,
    /// The segments of the route whose quality is not known.
    pub missing: Vec<&'a Segment>,
    pub gap: Option<AccessGap>,
    /// What is wrong with a recorded route, so that the graph was asked instead.
    pub fault: Option<RouteFault>,
}

/// Access on one day; made once for many questions.
pub struct Access<'a> {
    world: &'a World,
    day: NaiveDate,
    segments: SegmentsByCode<'a>,
    routes: HashMap<&'a str, RecordedRoute<'a>>,
}

/// A target with where it lies and where its way starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub target: &'a str,
    pub start: Option<&'a str>,
    pub from: Option<LonLat>,
    pub to: Option<LonLat>,
}

/// Whether a segment comes within [`REACH_M`] of a place.
fn is_within_reach(segment: &Segment, place: LonLat) -> bool {
    let at = segment.grid.project(place).xy();
    let near = |piece: geo_types::Line<f64>| {
        let (from, to) = ([piece.start.x, piece.start.y], [piece.end.x, piece.end.y]);
        distance_sq_to_piece(at, from, to).0 <= REACH_M * REACH_M
    };
    segment.line.lines().any(near)
}

impl<'a> Access<'a> {
    pub fn on(world: &'a World, day: NaiveDate) -> Self {
        Self { world, day, segments: SegmentsByCode::of(world), routes: recorded_routes(world, day) }
    }

    /// Every township from the seat of the county-level body that answers for it, by technical class (A03);
    /// in the order of codes, as all answers are.
    pub fn townships(&self, least: TechnicalClass) -> Vec<AccessAnswer<'a>> {
        let pairs = Endpoints::of(self.world).townships();
        self.answers(pairs, &Standard::TechnicalClass(least))
    }

    /// Every village from the seat of its township, by pavement width in metres (A04). The bound is enough.
    pub fn villages(&self, least_width_m: f64) -> Vec<AccessAnswer<'a>> {
        let pairs = Endpoints::of(self.world).villages();
        self.answers(pairs, &Standard::PavementWidth(least_width_m))
    }

    /// Every hamlet by a hardened road (A05): since the day that its record gives, else by its recorded
    /// route, else by a hardened way from the seat of its township.
    pub fn hamlets(&self) -> Vec<AccessAnswer<'a>> {
        self.of_hamlets(self.world.named("hamlets").in_code_order(None))
    }

    /// One of them; `None` when there is no township of that code.
    pub fn township(&self, code: &str, least: TechnicalClass) -> Option<AccessAnswer<'a>> {
        let pair = Endpoints::of(self.world).townships().into_iter().find(|pair| pair.target == code)?;
        self.answers(vec![pair], &Standard::TechnicalClass(least)).pop()
    }

    /// One of them; `None` when there is no village of that code.
    pub fn village(&self, code: &str, least_width_m: f64) -> Option<AccessAnswer<'a>> {
        let pair = Endpoints::of(self.world).villages().into_iter().find(|pair| pair.target == code)?;
        self.answers(vec![pair], &Standard::PavementWidth(least_width_m)).pop()
    }

    /// One of them; `None` when there is no hamlet of that code.
    pub fn hamlet(&self, code: &str) -> Option<AccessAnswer<'a>> {
        self.of_hamlets(self.world.named("hamlets").find(code).into_iter()).pop()
    }

    fn of_hamlets(&self, hamlets: impl Iterator<Item = Row<'a>>) -> Vec<AccessAnswer<'a>> {
        let endpoints = Endpoints::of(self.world);
        let mut answers = Vec::new();
        let mut rest = Vec::new();
        for row in hamlets {
            match row.value("hardened_road_since").as_date() {
                Some(since) => answers.push(dated(row.code(), since, self.day)),
                None => rest.push(endpoints.hamlet(row)),
            }
        }
        answers.extend(self.answers(rest, &Standard::Hardened));
        answers.sort_by_key(|answer| answer.target);
        answers
    }

    fn answers(&self, pairs: Vec<Pair<'a>>, standard: &Standard) -> Vec<AccessAnswer<'a>> {
        let mut answers = Vec::with_capacity(pairs.len());
        let mut rest: Vec<(Pair<'a>, Option<RouteFault>)> = Vec::new();
        for pair in pairs {
            match self.routes.get(pair.target).map(|route| (route, route.segments(self.world, &self.segments))) {
                None => rest.push((pair, None)),
                Some((_, Err(fault))) => rest.push((pair, Some(fault))),
                Some((route, Ok(links))) => match self.elsewhere(&pair, &links) {
                    Some(fault) => rest.push((pair, Some(fault))),
                    None => answers.push(self.recorded(&pair, route, &links, standard)),
                },
            }
        }
        answers.extend(self.computed(&rest, standard));
        answers.sort_by_key(|answer| answer.target);
        answers
    }

    /// A route that hangs together proves nothing unless it leads from the start to the target: some segment
    /// of it must come as near to each as the road of a place may lie. A place that is not known refutes none.
    fn elsewhere(&self, pair: &Pair<'a>, links: &[LinkId]) -> Option<RouteFault> {
        let is_near =
            |place: LonLat| links.iter().any(|link| is_within_reach(self.segments.all[*link as usize], place));
        let ends = [(pair.from, "start"), (pair.to, "target")];
        let far = ends.into_iter().find(|(place, _)| place.is_some_and(|place| !is_near(place)));
        far.map(|(_, end)| RouteFault::Elsewhere(end))
    }

    fn recorded(
        &self,
        pair: &Pair<'a>,
        route: &RecordedRoute<'a>,
        links: &[LinkId],
        standard: &Standard,
    ) -> AccessAnswer<'a> {
        let segments: Vec<&Segment> = links.iter().map(|link| self.segments.all[*link as usize]).collect();
        let each = || segments.iter().map(|segment| standard.is_met_by(segment));
        let verdict = if each().any(|met| met == Some(false)) {
            Some(false)
        } else {
            each().collect::<Option<Vec<_>>>().map(|_| true)
        };
        let length_m = segments.iter().map(|segment| segment.length_m).sum();
        let by = AccessBy::Recorded { route: route.code, on: route.recorded_on };
        AccessAnswer { by, ..answer(pair, verdict, segments, length_m, &|segment| standard.quality(segment)) }
    }

    fn computed(&self, asked: &[(Pair<'a>, Option<RouteFault>)], standard: &Standard) -> Vec<AccessAnswer<'a>> {
        if asked.is_empty() {
            return Vec::new();
        }
        let places: Vec<Option<LonLat>> = asked.iter().flat_map(|(pair, _)| [pair.from, pair.to]).collect();
        let reach = RoadReach::new(self.world, &self.segments, &places);
        let met =
            |segment: &Segment| if segment.facts.dead_end == Some(true) { None } else { standard.is_met_by(segment) };
        let quality =
            |segment: &Segment| if segment.facts.dead_end == Some(true) { None } else { standard.quality(segment) };
        let is_good = |segment: &Segment| met(segment) == Some(true);
        let may_be_good = |segment: &Segment| met(segment) != Some(false);
        let [mut good, mut possible, mut any] =
            [reach.pieces(is_good), reach.pieces(may_be_good), reach.pieces(|_| true)];
        let mut answers: Vec<AccessAnswer<'a>> = Vec::with_capacity(asked.len());
        // By verdict, the questions from one start: each a search for all its targets.
        let mut ways: BTreeMap<(bool, NodeId), Vec<(usize, NodeId)>> = BTreeMap::new();
        let mut failing: Vec<(usize, NodeId, NodeId)> = Vec::new();
        // The same place asked from many times is many nodes: the first stands for all.
        let mut starts: HashMap<Option<&str>, NodeId> = HashMap::new();
        for (nth, (pair, fault)) in asked.iter().enumerate() {
            let (start, end) = (reach.place(2 * nth), reach.place(2 * nth + 1));
            let gap = match (pair.from, pair.to, start, end) {
                (None, ..) => Some(AccessGap::StartUnplaced),
                (_, None, ..) => Some(AccessGap::TargetUnplaced),
                (.., None, _) => Some(AccessGap::StartOffRoad),
                (.., None) => Some(AccessGap::TargetOffRoad),
                (_, _, Some(start), Some(end)) => {
                    let start = *starts.entry(pair.start).or_insert(start);
                    if reach.are_joined(&mut good, start, end) {
                        ways.entry((true, start)).or_default().push((nth, end));
                        None
                    } else if reach.are_joined(&mut possible, start, end) {
                        ways.entry((false, start)).or_default().push((nth, end));
                        None
                    } else if reach.are_joined(&mut any, start, end) {
                        failing.push((nth, start, end));
                        None
                    } else {
                        Some(AccessGap::NotConnected)
                    }
                }
            };
            answers.push(AccessAnswer { gap, fault: fault.clone(), ..answer(pair, None, Vec::new(), 0.0, &quality) });
        }
        let mut search = Search::default();
        for ((is_sure, start), targets) in ways {
            let ends: Vec<NodeId> = targets.iter().map(|(_, end)| *end).collect();
            let found = if is_sure {
                reach.shortest(&mut search, start, &ends, is_good)
            } else {
                reach.shortest(&mut search, start, &ends, may_be_good)
            };
            for ((nth, _), way) in targets.into_iter().zip(found) {
                let way = way.unwrap_or_default();
                answers[nth].driven(is_sure.then_some(true), way.segments, way.length_m, &quality);
            }
        }
        if !failing.is_empty() {
            let widest = reach.widest(|segment| quality(segment).unwrap_or(0));
            for (nth, start, end) in failing {
                let (way, _) = widest.way(start, end).unwrap_or_default();
                answers[nth].driven(Some(false), way.segments, way.length_m, &quality);
            }
        }
        answers
    }
}

impl<'a> AccessAnswer<'a> {
    fn driven(
        &mut self,
        verdict: Option<bool>,
        route: Vec<&'a Segment>,
        length_m: f64,
        quality: &dyn Fn(&Segment) -> Option<u32>,
    ) {
        self.verdict = verdict;
        self.missing = route.iter().copied().filter(|segment| quality(segment).is_none()).collect();
        // The first of equals: the one that is come to first.
        self.weakest = route.iter().copied().min_by_key(|segment| quality(segment));
        self.route = route;
        self.length_m = length_m;
    }
}

fn answer<'a>(
    pair: &Pair<'a>,
    verdict: Option<bool>,
    route: Vec<&'a Segment>,
    length_m: f64,
    quality: &dyn Fn(&Segment) -> Option<u32>,
) -> AccessAnswer<'a> {
    let mut answer = AccessAnswer {
        target: pair.target,
        start: pair.start,
        verdict,
        by: AccessBy::Computed,
        route: Vec::new(),
        length_m: 0.0,
        weakest: None,
        missing: Vec::new(),
        gap: None,
        fault: None,
    };
    answer.driven(verdict, route, length_m, quality);
    answer
}

/// A hamlet that its own record decides.
fn dated(target: &str, since: NaiveDate, day: NaiveDate) -> AccessAnswer<'_> {
    let pair = Pair { target, start: None, from: None, to: None };
    let by = AccessBy::Dated { since };
    AccessAnswer { by, ..answer(&pair, Some(since <= day), Vec::new(), 0.0, &|_| None) }
}
