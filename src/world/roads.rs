//! Roads as calibrated alignments, their segments in order, and the graph that the segments make.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Line;

use crate::geom::Alignment;
use crate::geom::Anchor;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Stretch;
use crate::geom::geodesic;
use crate::network::Graph;
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

/// A stretch of a road with an inventory record.
#[derive(Debug)]
pub struct Segment {
    pub code: Box<str>,
    pub road: Option<Box<str>>,
    /// The class of its road.
    pub class: Option<Box<str>>,
    pub jurisdiction: Option<Box<str>>,
    /// `None` when a chainage is unknown.
    pub stretch: Option<Stretch>,
    /// Official mileage where it is recorded, else geodesic; in metres.
    pub length_m: f64,
    pub grid: Arc<Grid>,
    /// In metres of `grid`.
    pub line: LineString<f64>,
}

type Piece = GeomWithData<Line<[f64; 2]>, u32>;

/// All roads and segments.
#[derive(Debug, Default)]
pub struct RoadNetwork {
    /// In the order of their codes.
    roads: Vec<Road>,
    /// By road, then chainage, then code.
    segments: Vec<Segment>,
    /// Straight pieces of the roads of each zone.
    pieces: HashMap<i16, (Arc<Grid>, RTree<Piece>)>,
    graph: Graph,
}

impl RoadNetwork {
    pub(super) fn new(roads: &Table, segments: &Table) -> Self {
        let classes: HashMap<&str, &str> =
            roads.rows().filter_map(|road| Some((road.code(), road.text("class")?))).collect();
        let mut segments: Vec<Segment> = segments.rows().filter_map(|row| segment(row, &classes)).collect();
        segments.sort_by(|a, b| {
            let key = |segment: &Segment| segment.stretch.map(Stretch::from);
            a.road.cmp(&b.road).then(key(a).cmp(&key(b))).then(a.code.cmp(&b.code))
        });
        let mut by_road: HashMap<&str, Vec<&Segment>> = HashMap::new();
        for segment in &segments {
            if let Some(road) = &segment.road {
                by_road.entry(road).or_default().push(segment);
            }
        }
        let road = |row| road(row, &by_road);
        let roads: Vec<Road> = roads.in_code_order(None).filter_map(road).collect();
        let ends = segments
            .iter()
            .filter_map(|segment| Some((junction(segment.line.0.first()?), junction(segment.line.0.last()?))));
        let (graph, _) = Graph::of(ends);
        let pieces = index(&roads);
        Self { roads, segments, pieces, graph }
    }

    pub fn road(&self, code: &str) -> Option<&Road> {
        let at = self.roads.binary_search_by(|road| (*road.code).cmp(code)).ok()?;
        Some(&self.roads[at])
    }

    pub fn roads(&self) -> &[Road] {
        &self.roads
    }

    /// By road, then chainage.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segments of a road in the order of their chainage.
    pub fn segments_of(&self, road: &str) -> &[Segment] {
        let key = |segment: &Segment| segment.road.as_deref().cmp(&Some(road));
        let from = self.segments.partition_point(|segment| key(segment).is_lt());
        let to = self.segments.partition_point(|segment| key(segment).is_le());
        &self.segments[from..to]
    }

    /// Links are the segments in their order; nodes are where their ends meet.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The road nearest to a place, within `reach_m`; of two equally near ones the one whose code
    /// comes first.
    pub fn nearest(&self, at: LonLat, reach_m: f64) -> Option<&Road> {
        let mut best: Option<(f64, u32)> = None;
        for (grid, pieces) in self.pieces.values() {
            let on_grid = grid.project(at).xy();
            if !on_grid[0].is_finite() {
                continue;
            }
            for (piece, distance_sq) in pieces.nearest_neighbor_iter_with_distance_2(&on_grid) {
                let candidate = (distance_sq, piece.data);
                if distance_sq > reach_m * reach_m || best.is_some_and(|best| distance_sq > best.0) {
                    break;
                }
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        best.map(|(_, road)| &self.roads[road as usize])
    }
}

fn line_of(row: Row) -> Option<LineString<f64>> {
    match row.shard.shape_ref(row.row)? {
        Geometry::LineString(line) => Some(line.clone()),
        _ => None,
    }
}

fn segment(row: Row, classes: &HashMap<&str, &str>) -> Option<Segment> {
    let line = line_of(row)?;
    let Some(Geometry::LineString(on_grid)) = row.shard.grid_shape(row.row) else { return None };
    let (from, to) = (row.value("from_chainage").as_chainage(), row.value("to_chainage").as_chainage());
    let official = match row.value("official_length_km") {
        crate::domain::Value::Real(km) => Some(km * 1000.0),
        _ => None,
    };
    let road = row.text("road_code");
    Some(Segment {
        code: row.code().into(),
        class: road.and_then(|road| classes.get(road)).map(|class| (*class).into()),
        road: road.map(Into::into),
        jurisdiction: row.text("jurisdiction_code").map(Into::into),
        stretch: from.zip(to).and_then(|(from, to)| Stretch::new(from, to)),
        length_m: official.unwrap_or_else(|| geodesic::length_m(&line)),
        grid: row.shard.grid().clone(),
        line: on_grid.clone(),
    })
}

/// Segments are the kilometre stones of their road: the alignment carries no chainage of its own,
/// so that it can travel through every format (docs/adr/0004).
fn road(row: Row, segments: &HashMap<&str, Vec<&Segment>>) -> Option<Road> {
    let line = line_of(row)?;
    let grid = row.shard.grid().clone();
    let mut alignment = Alignment::new(&line, &grid)?;
    let mut stones: BTreeMap<crate::geom::Chainage, f64> = BTreeMap::new();
    for segment in segments.get(row.code()).into_iter().flatten() {
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

fn index(roads: &[Road]) -> HashMap<i16, (Arc<Grid>, RTree<Piece>)> {
    let mut pieces: HashMap<i16, (Arc<Grid>, Vec<Piece>)> = HashMap::new();
    for (road, number) in roads.iter().zip(0..) {
        let zone = pieces.entry(road.grid.central_meridian()).or_insert_with(|| (road.grid.clone(), Vec::new()));
        let ends = road.alignment.corners().windows(2);
        zone.1.extend(ends.map(|ends| Piece::new(Line::new(ends[0], ends[1]), number)));
    }
    pieces.into_iter().map(|(zone, (grid, pieces))| (zone, (grid, RTree::bulk_load(pieces)))).collect()
}
