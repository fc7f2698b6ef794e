//! Preferred routes as they were recorded: the one that stands on a day, and whether its segments are
//! there and hang together.

use std::collections::HashMap;
use std::collections::HashSet;

use chrono::NaiveDate;

use crate::domain::Value;
use crate::network::LinkId;
use crate::network::NodeId;
use crate::queries::road_reach::SegmentsByCode;
use crate::world::Row;
use crate::world::World;

/// The recorded route of one target.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedRoute<'a> {
    pub code: &'a str,
    /// `None` when nobody recorded the day.
    pub recorded_on: Option<NaiveDate>,
    pub segment_codes: Vec<Box<str>>,
}

/// Why a recorded route proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RouteFault {
    #[error("the recorded route names no segment")]
    Empty,
    #[error("the recorded route names the segment `{0}`, which there is not")]
    NoSuchSegment(Box<str>),
    #[error("the segments of the recorded route do not hang together at `{0}`")]
    Apart(Box<str>),
    #[error("the recorded route comes nowhere near its {0}")]
    Elsewhere(&'static str),
}

/// The newest route of each target recorded on or before a day; of one day the one whose code comes
/// last. One without a day stands only where no dated one does.
pub fn recorded_routes(world: &World, day: NaiveDate) -> HashMap<&str, RecordedRoute<'_>> {
    let mut newest: HashMap<&str, (Option<NaiveDate>, &str)> = HashMap::new();
    let table = world.named("access_routes");
    for row in table.rows() {
        let Some(target) = row.text("target_code") else { continue };
        let on = row.value("recorded_on").as_date();
        if on.is_some_and(|on| on > day) {
            continue;
        }
        let known = newest.entry(target).or_insert((on, row.code()));
        *known = (*known).max((on, row.code()));
    }
    let mut routes = HashMap::with_capacity(newest.len());
    for row in table.rows() {
        let Some(target) = row.text("target_code") else { continue };
        if newest.get(target).is_some_and(|(_, code)| *code == row.code()) {
            routes.insert(target, route_of(row));
        }
    }
    routes
}

/// A record as a route.
pub fn route_of(row: Row<'_>) -> RecordedRoute<'_> {
    let segment_codes = if let Value::List(codes) = row.value("road_segment_codes") { codes } else { Vec::new() };
    RecordedRoute { code: row.code(), recorded_on: row.value("recorded_on").as_date(), segment_codes }
}

impl RecordedRoute<'_> {
    /// The segments of the route in the order in which they are listed, each once.
    pub fn segments(&self, world: &World, segments: &SegmentsByCode) -> Result<Vec<LinkId>, RouteFault> {
        let mut found: Vec<LinkId> = Vec::with_capacity(self.segment_codes.len());
        for code in &self.segment_codes {
            found.push(segments.find(code).ok_or_else(|| RouteFault::NoSuchSegment(code.clone()))?);
        }
        let mut seen = HashSet::with_capacity(found.len());
        found.retain(|segment| seen.insert(*segment));
        let Some(first) = found.first() else { return Err(RouteFault::Empty) };
        let graph = world.roads().graph();
        let touch = |a: LinkId, b: LinkId| {
            let ((a, b), (c, d)) = (graph.ends(a), graph.ends(b));
            a == c || a == d || b == c || b == d
        };
        // Nearly all are listed as they are driven.
        if found.windows(2).all(|pair| touch(pair[0], pair[1])) {
            return Ok(found);
        }
        // Whatever the order of the list, all must be reached from the first.
        let mut at_node: HashMap<NodeId, Vec<LinkId>> = HashMap::new();
        for segment in &found {
            let (a, b) = graph.ends(*segment);
            at_node.entry(a).or_default().push(*segment);
            at_node.entry(b).or_default().push(*segment);
        }
        let mut reached = HashSet::from([*first]);
        let mut open = vec![*first];
        while let Some(segment) = open.pop() {
            let (a, b) = graph.ends(segment);
            for node in [a, b] {
                for other in at_node.remove(&node).unwrap_or_default() {
                    if reached.insert(other) {
                        open.push(other);
                    }
                }
            }
        }
        match found.iter().find(|segment| !reached.contains(segment)) {
            Some(apart) => Err(RouteFault::Apart(segments.all[*apart as usize].code.clone())),
            None => Ok(found),
        }
    }
}
