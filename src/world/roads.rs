//! Roads as calibrated alignments, their segments in order, and the graph that the segments make.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;

use geo_types::Coord;

use crate::geom::Alignment;
use crate::geom::Anchor;
use crate::geom::Chainage;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::network::Graph;
use crate::network::LinkId;
use crate::world::lengths::Lengths;
use crate::world::pieces::Pieces;
use crate::world::pieces::in_mm;
use crate::world::segment::Segment;
use crate::world::segment::line_of;
use crate::world::segment::segment;
use crate::world::table::Row;
use crate::world::table::Table;

/// How far the end of a segment may lie off its road to serve as a kilometre stone, metres.
const STONE_TOLERANCE_M: f64 = 20.0;

/// A road with a chainage at every place.
#[derive(Debug)]
pub struct Road {
    pub code: Box<str>,
    pub name: Option<Box<str>>,
    pub class: Option<Box<str>>,
    pub grid: Arc<Grid>,
    pub alignment: Alignment,
}

/// All roads and segments. An edit makes another network that shares the roads it did not touch.
#[derive(Debug, Default)]
pub struct RoadNetwork {
    /// In the order of their codes.
    roads: Vec<Arc<Road>>,
    /// By road, then chainage, then code.
    segments: Vec<Arc<Segment>>,
    pieces: Arc<Pieces>,
    /// Codes of roads that are no longer as `pieces` has them: these are looked at one by one.
    moved: BTreeSet<Box<str>>,
    /// Made when first asked for.
    graph: OnceLock<Graph>,
    /// Made when first asked for: [`crate::world::World::lengths`].
    lengths: OnceLock<Lengths>,
}

/// When so many roads have moved, a new index pays.
const MOST_MOVED: usize = 64;

/// When so much was edited, as between today and a day years ago, starting anew is faster.
const MOST_EDITED: usize = 1_000;

impl RoadNetwork {
    pub(super) fn new(roads: &Table, segments: &Table) -> Self {
        let mut network = Self::default();
        let of_road: HashMap<&str, Option<&str>> = roads.rows().map(|road| (road.code(), road.text("class"))).collect();
        let class = |road: &str| of_road.get(road).copied().flatten();
        network.segments = segments.rows().filter_map(|row| segment(row, class)).map(Arc::new).collect();
        network.segments.sort_by(|a, b| place_in_order(a).cmp(&place_in_order(b)));
        let road = |row| road(row, network.segments_of(Row::code(row)));
        network.roads = roads.in_code_order(None).filter_map(road).map(Arc::new).collect();
        network.pieces = Arc::new(Pieces::of(&network.roads));
        network
    }

    /// The network after an edit of these roads and segments; the tables are those after it.
    pub(super) fn edited(
        &self,
        roads: &Table,
        segments: &Table,
        edited_roads: &BTreeSet<Box<str>>,
        edited_segments: &BTreeSet<Box<str>>,
    ) -> Self {
        if edited_roads.len() + edited_segments.len() > MOST_EDITED {
            return Self::new(roads, segments);
        }
        // A road is touched by an edit of its own and by one of a segment that was or is its.
        let mut touched = edited_roads.clone();
        let was = self.segments.iter().filter(|segment| edited_segments.contains(&segment.code));
        touched.extend(was.filter_map(|segment| segment.road.clone()));
        let now = edited_segments.iter().filter_map(|code| segments.find(code));
        touched.extend(now.filter_map(|row| row.text("road_code").map(Box::from)));

        let is_touched = |segment: &Segment| {
            edited_segments.contains(&segment.code) || segment.road.as_ref().is_some_and(|road| touched.contains(road))
        };
        let (anew, kept): (Vec<_>, Vec<_>) = self.segments.iter().cloned().partition(|segment| is_touched(segment));
        let codes: BTreeSet<&str> =
            anew.iter().map(|segment| &*segment.code).chain(edited_segments.iter().map(|code| &**code)).collect();
        let class = |road: &str| roads.find(road).and_then(|road| road.text("class"));
        let anew = codes.into_iter().filter_map(|code| segment(segments.find(code)?, class)).map(Arc::new);
        let mut next = Self {
            roads: self.roads.clone(),
            segments: kept,
            pieces: Arc::clone(&self.pieces),
            moved: self.moved.clone(),
            graph: OnceLock::new(),
            lengths: OnceLock::new(),
        };
        next.segments.extend(anew);
        // Two runs in order, or nearly: the stable sort merges them.
        next.segments.sort_by(|a, b| place_in_order(a).cmp(&place_in_order(b)));

        next.roads.retain(|road| !touched.contains(&road.code));
        let anew: Vec<Arc<Road>> =
            touched.iter().filter_map(|code| road(roads.find(code)?, next.segments_of(code))).map(Arc::new).collect();
        next.roads.extend(anew);
        next.roads.sort_by(|a, b| a.code.cmp(&b.code));
        next.moved.extend(touched);
        if next.moved.len() > MOST_MOVED {
            next.pieces = Arc::new(Pieces::of(&next.roads));
            next.moved.clear();
        }
        next
    }

    pub fn road(&self, code: &str) -> Option<&Road> {
        let at = self.roads.binary_search_by(|road| (*road.code).cmp(code)).ok()?;
        Some(&self.roads[at])
    }

    /// In the order of their codes.
    pub fn roads(&self) -> impl Iterator<Item = &Road> {
        self.roads.iter().map(|road| &**road)
    }

    /// By road, then chainage.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().map(|segment| &**segment)
    }

    /// The segments of a road in the order of their chainage.
    pub fn segments_of(&self, road: &str) -> impl Iterator<Item = &Segment> {
        self.segments_on(Some(road))
    }

    /// As [`RoadNetwork::segments_of`]; without a road those that are of none.
    pub fn segments_on(&self, road: Option<&str>) -> impl Iterator<Item = &Segment> {
        let key = |segment: &Arc<Segment>| segment.road.as_deref().cmp(&road);
        let from = self.segments.partition_point(|segment| key(segment).is_lt());
        let to = self.segments.partition_point(|segment| key(segment).is_le());
        self.segments[from..to].iter().map(|segment| &**segment)
    }

    /// Links are the segments in their order; nodes are where their ends meet.
    pub fn graph(&self) -> &Graph {
        let ends = |segment: &Segment| Some((junction(segment.line.0.first()?), junction(segment.line.0.last()?)));
        // Whoever writes past us may have written a line without corners: it meets no other.
        let alone = |nth: i64| ((i64::MAX, nth), (i64::MAX, nth));
        let links = (0..).zip(self.segments()).map(|(nth, segment)| ends(segment).unwrap_or_else(|| alone(nth)));
        self.graph.get_or_init(|| Graph::of(links).0)
    }

    /// The segment that a link of the graph is.
    pub fn segment_of(&self, link: LinkId) -> &Segment {
        &self.segments[link as usize]
    }

    /// The link of the graph that a segment of this network is.
    pub fn link_of(&self, segment: &Segment) -> Option<LinkId> {
        let wanted = place_in_order(segment);
        let at = self.segments.binary_search_by(|known| place_in_order(known).cmp(&wanted)).ok()?;
        LinkId::try_from(at).ok()
    }

    pub(super) fn lengths_or_init(&self, measure: impl FnOnce() -> Lengths) -> &Lengths {
        self.lengths.get_or_init(measure)
    }

    /// The road nearest to a place, within `reach_m`; of two equally near ones the one whose code
    /// comes first.
    pub fn nearest(&self, at: LonLat, reach_m: f64) -> Option<&Road> {
        let mut best = self.pieces.nearest(at, reach_m, |road| self.moved.contains(road));
        for road in self.moved.iter().filter_map(|code| self.road(code)) {
            let offset_m = road.alignment.nearest(road.grid.project(at)).offset_m.abs();
            let candidate = (in_mm(offset_m), &*road.code);
            if offset_m <= reach_m && best.is_none_or(|best| candidate < best) {
                best = Some(candidate);
            }
        }
        best.and_then(|(_, code)| self.road(code))
    }
}

fn place_in_order(segment: &Segment) -> (Option<&str>, Option<Chainage>, &str) {
    (segment.road.as_deref(), segment.stretch.map(Stretch::from), &segment.code)
}

/// Segments are the kilometre stones of their road: the alignment carries no chainage of its own,
/// so that it can travel through every format (docs/adr/0004).
fn road<'a>(row: Row, segments: impl Iterator<Item = &'a Segment>) -> Option<Road> {
    let line = line_of(row)?;
    let grid = row.shard.grid().clone();
    let mut alignment = Alignment::new(&line, &grid)?;
    let mut stones: BTreeMap<Chainage, f64> = BTreeMap::new();
    for segment in segments {
        let Some(stretch) = segment.stretch else { continue };
        let corners = segment.line.0.first().zip(segment.line.0.last());
        let Some((first, last)) = corners else { continue };
        for (corner, chainage) in [(first, stretch.from()), (last, stretch.to())] {
            let seen = alignment.nearest(GridPoint { easting: corner.x, northing: corner.y });
            if seen.offset_m.abs() <= STONE_TOLERANCE_M {
                stones.entry(chainage).or_insert(seen.position_m);
            }
        }
    }
    alignment.calibrate(stones.into_iter().map(|(chainage, position_m)| Anchor { position_m, chainage }).collect());
    Some(Road {
        code: row.code().into(),
        name: row.text("name").map(Into::into),
        class: row.text("class").map(Into::into),
        grid,
        alignment,
    })
}

/// Ends within a centimetre are one junction.
#[expect(clippy::cast_possible_truncation, reason = "centimetres on the grid fit i64")]
fn junction(corner: &Coord<f64>) -> (i64, i64) {
    ((corner.x * 100.0).round() as i64, (corner.y * 100.0).round() as i64)
}
