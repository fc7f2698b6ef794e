//! From place to place along the road graph, by how good its worst segment is.
//!
//! All roads carry a way, national ones too. A place is not a point: it stands at every road that comes
//! as near as the nearest one, give or take [`PLACE_M`], and at the junctions there. One whose nearest
//! road is farther than [`REACH_M`] stands at none.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::collections::HashSet;

use geo_types::LineString;
use geo_types::Rect;

use crate::geom::LonLat;
use crate::geom::distance_sq_to_piece;
use crate::network::Graph;
use crate::network::LinkId;
use crate::network::NodeId;
use crate::queries::workers::spread;
use crate::world::Segment;
use crate::world::World;

/// How far the road of a place may lie from it, metres.
pub const REACH_M: f64 = 1_000.0;
/// The half width of a place, metres: roads that are so little farther than the nearest one are its too.
pub const PLACE_M: f64 = 25.0;

/// The segments of a world by their numbers in the road graph.
pub struct SegmentsByCode<'a> {
    pub all: Vec<&'a Segment>,
    by_code: HashMap<&'a str, LinkId>,
}

impl<'a> SegmentsByCode<'a> {
    pub fn of(world: &'a World) -> Self {
        let all: Vec<&Segment> = world.roads().segments().collect();
        let by_code = (0..).zip(&all).map(|(number, segment)| (&*segment.code, number)).collect();
        Self { all, by_code }
    }

    pub fn find(&self, code: &str) -> Option<LinkId> {
        self.by_code.get(code).copied()
    }
}

/// The road graph with places added to it.
pub struct RoadReach<'r, 'a> {
    segments: &'r [&'a Segment],
    graph: Graph,
    /// The links after those of the segments.
    approaches: Vec<Approach>,
    /// The nodes of the places, in their order; `None` stands at no road.
    places: Vec<Option<NodeId>>,
    /// From this node on, nodes are places.
    first_place: NodeId,
}

/// From a place to a junction.
#[derive(Clone, Copy, Debug)]
struct Approach {
    /// `None` at a place that stands at the junction.
    along: Option<LinkId>,
    /// Shares of the segment between which it is driven.
    from: f64,
    to: f64,
}

/// Where a place stands on a segment.
struct Standing {
    segment: LinkId,
    share: f64,
    /// Whether the start and the end of the segment lie in the place.
    ends: [bool; 2],
}

/// A way from one place to another.
#[derive(Debug, Default)]
pub struct Way<'a> {
    /// In order; the first and the last may be driven in part.
    pub segments: Vec<&'a Segment>,
    pub length_m: f64,
}

impl<'r, 'a> RoadReach<'r, 'a> {
    #[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 nodes")]
    pub fn new(world: &World, segments: &'r SegmentsByCode<'a>, places: &[Option<LonLat>]) -> Self {
        let roads = world.roads().graph();
        let standings = spread(places, |at| at.map_or_else(Vec::new, |at| standings(world, segments, at)));
        let mut ends: Vec<(NodeId, NodeId)> =
            (0..segments.all.len() as LinkId).map(|segment| roads.ends(segment)).collect();
        let mut approaches = Vec::new();
        let mut nodes = Vec::with_capacity(places.len());
        let first_place = roads.node_count() as NodeId;
        let mut count = first_place;
        for standings in standings {
            nodes.push((!standings.is_empty()).then_some(count));
            if standings.is_empty() {
                continue;
            }
            let mut doors = HashSet::new();
            for Standing { segment, share, ends: at_ends } in standings {
                let (start, end) = roads.ends(segment);
                // From a junction in the place every segment there can be driven; along a segment that only
                // passes by, one drives to either end.
                let is_by_the_way = at_ends == [false, false];
                for (node, to, is_here) in [(start, 0.0, at_ends[0]), (end, 1.0, at_ends[1])] {
                    if is_by_the_way || (is_here && doors.insert(node)) {
                        ends.push((count, node));
                        approaches.push(Approach { along: is_by_the_way.then_some(segment), from: share, to });
                    }
                }
            }
            count += 1;
        }
        let graph = Graph::from_ends(count as usize, ends);
        Self { segments: &segments.all, graph, approaches, places: nodes, first_place }
    }

    pub fn place(&self, nth: usize) -> Option<NodeId> {
        self.places[nth]
    }

    fn approach(&self, link: LinkId) -> Option<Approach> {
        (link as usize).checked_sub(self.segments.len()).map(|nth| self.approaches[nth])
    }

    /// The segment that a link drives along; `None` drives along none.
    fn segment_of(&self, link: LinkId) -> Option<LinkId> {
        self.approach(link).map_or(Some(link), |approach| approach.along)
    }

    fn length_of(&self, link: LinkId) -> f64 {
        let part = self.approach(link).map_or(1.0, |approach| (approach.to - approach.from).abs());
        self.segment_of(link).map_or(0.0, |segment| part * self.segments[segment as usize].length_m)
    }

    /// What hangs together by segments that are `open`.
    pub fn pieces(&self, open: impl Fn(&Segment) -> bool) -> Pieces {
        let open: Vec<bool> = self.segments.iter().map(|segment| open(segment)).collect();
        let mut nodes = Nodes::apart(self.graph.node_count());
        for (link, is_open) in (0..).zip(&open) {
            if *is_open {
                let (a, b) = self.graph.ends(link);
                nodes.join(a, b);
            }
        }
        Pieces { nodes, open }
    }

    /// Whether a way over open segments leads from one place to another. No way leads through a third.
    pub fn are_joined(&self, pieces: &mut Pieces, from: NodeId, to: NodeId) -> bool {
        let mut doors = |place: NodeId| -> Vec<NodeId> {
            let links = self.graph.links_at(place).iter();
            let open =
                links.filter(|(link, _)| self.segment_of(*link).is_none_or(|segment| pieces.open[segment as usize]));
            open.map(|(_, node)| pieces.nodes.root(*node)).collect()
        };
        let (out, into) = (doors(from), doors(to));
        from == to || out.iter().any(|root| into.contains(root))
    }

    /// The shortest way from a place to each of others over segments that are `open`; `None` where there
    /// is no way. One search for all of them, which ends when the last is reached.
    pub fn shortest(
        &self,
        search: &mut Search,
        from: NodeId,
        to: &[NodeId],
        open: impl Fn(&Segment) -> bool,
    ) -> Vec<Option<Way<'a>>> {
        search.begin(self.graph.node_count());
        let Search { best, by, touched } = search;
        let mut waiting: HashSet<NodeId> = to.iter().copied().collect();
        let mut heads = BinaryHeap::from([Reverse((Metres(0.0), from))]);
        best[from as usize] = 0.0;
        touched.push(from);
        while let Some(Reverse((Metres(reached), node))) = heads.pop() {
            if reached > best[node as usize] {
                continue;
            }
            waiting.remove(&node);
            if waiting.is_empty() {
                break;
            }
            // No way leads through a place: it would join roads that do not meet.
            if node != from && node >= self.first_place {
                continue;
            }
            for (link, other) in self.graph.links_at(node) {
                let next = reached + self.length_of(*link);
                let is_open = || self.segment_of(*link).is_none_or(|segment| open(self.segments[segment as usize]));
                if next < best[*other as usize] && is_open() {
                    best[*other as usize] = next;
                    by[*other as usize] = Some((*link, node));
                    touched.push(*other);
                    heads.push(Reverse((Metres(next), *other)));
                }
            }
        }
        to.iter().map(|to| best[*to as usize].is_finite().then(|| self.way(by, *to))).collect()
    }

    fn way(&self, by: &[Option<(LinkId, NodeId)>], to: NodeId) -> Way<'a> {
        let mut links = Vec::new();
        let mut at = to;
        while let Some((link, before)) = by[at as usize] {
            links.push(link);
            at = before;
        }
        links.reverse();
        self.way_along(&links)
    }

    /// Links as segments; between two places on one segment only what lies between them is driven.
    fn way_along(&self, links: &[LinkId]) -> Way<'a> {
        let driven: Vec<LinkId> = links.iter().copied().filter(|link| self.segment_of(*link).is_some()).collect();
        let mut segments: Vec<LinkId> = driven.iter().filter_map(|link| self.segment_of(*link)).collect();
        segments.dedup();
        let between = match driven[..] {
            [first, last] if segments.len() == 1 => self.approach(first).zip(self.approach(last)),
            _ => None,
        };
        let length_m = match between {
            Some((a, b)) => (a.from - b.from).abs() * self.segments[segments[0] as usize].length_m,
            None => driven.iter().map(|link| self.length_of(*link)).sum(),
        };
        Way { segments: segments.into_iter().map(|segment| self.segments[segment as usize]).collect(), length_m }
    }

    /// The way between any two places whose worst segment is the best, by a quality of segments.
    #[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 links")]
    pub fn widest(&self, quality: impl Fn(&Segment) -> u32) -> Widest<'_, 'r, 'a> {
        let qualities: Vec<u32> = self.segments.iter().map(|segment| quality(segment)).collect();
        let mut order: Vec<LinkId> = (0..self.segments.len() as LinkId).collect();
        order.sort_by(|a, b| {
            let [first, second] = [a, b].map(|link| (qualities[*link as usize], self.length_of(*link)));
            second.0.cmp(&first.0).then(first.1.total_cmp(&second.1)).then(a.cmp(b))
        });
        // The best links that still join something make a forest in which every way is the widest.
        let mut nodes = Nodes::apart(self.graph.node_count());
        let joins = |link: &LinkId| {
            let (a, b) = self.graph.ends(*link);
            nodes.join(a, b)
        };
        let kept: Vec<LinkId> = order.into_iter().filter(joins).collect();
        let ends = kept.iter().map(|link| self.graph.ends(*link)).collect();
        let forest = Graph::from_ends(self.graph.node_count(), ends);
        let mut above: Vec<Option<(LinkId, NodeId)>> = vec![None; forest.node_count()];
        let mut depth = vec![u32::MAX; forest.node_count()];
        let mut open = Vec::new();
        for root in (0..).take(forest.node_count()) {
            if depth[root as usize] != u32::MAX {
                continue;
            }
            depth[root as usize] = 0;
            open.push(root);
            while let Some(node) = open.pop() {
                for (link, other) in forest.links_at(node) {
                    if depth[*other as usize] == u32::MAX {
                        depth[*other as usize] = depth[node as usize] + 1;
                        above[*other as usize] = Some((kept[*link as usize], node));
                        open.push(*other);
                    }
                }
            }
        }
        Widest { reach: self, qualities, above, depth }
    }
}

/// What a search writes on, for one search after another.
#[derive(Default)]
pub struct Search {
    best: Vec<f64>,
    by: Vec<Option<(LinkId, NodeId)>>,
    touched: Vec<NodeId>,
}

impl Search {
    /// Most searches look at a small part of the nodes: only that is wiped.
    fn begin(&mut self, node_count: usize) {
        for node in self.touched.drain(..) {
            (self.best[node as usize], self.by[node as usize]) = (f64::INFINITY, None);
        }
        self.best.resize(node_count, f64::INFINITY);
        self.by.resize(node_count, None);
    }
}

/// The forest of widest ways.
pub struct Widest<'w, 'r, 'a> {
    reach: &'w RoadReach<'r, 'a>,
    qualities: Vec<u32>,
    above: Vec<Option<(LinkId, NodeId)>>,
    depth: Vec<u32>,
}

impl<'a> Widest<'_, '_, 'a> {
    /// The way between two places and the quality of its worst segment, `u32::MAX` where none is driven;
    /// `None` without a way. Of equally wide ones the shortest that the forest has.
    pub fn way(&self, from: NodeId, to: NodeId) -> Option<(Way<'a>, u32)> {
        let graph = &self.reach.graph;
        let mut best: Option<(Way<'a>, u32)> = None;
        for (out, start) in graph.links_at(from) {
            for (into, end) in graph.links_at(to) {
                let Some(between) = self.links_between(*start, *end) else { continue };
                let links: Vec<LinkId> = [&[*out][..], &between, &[*into]].concat();
                let of = |link: &LinkId| self.reach.segment_of(*link).map(|segment| self.qualities[segment as usize]);
                let worst = links.iter().filter_map(of).min().unwrap_or(u32::MAX);
                let way = self.reach.way_along(&links);
                let is_better = best.as_ref().is_none_or(|(known, quality)| {
                    quality.cmp(&worst).then(way.length_m.total_cmp(&known.length_m)).is_lt()
                });
                if is_better {
                    best = Some((way, worst));
                }
            }
        }
        best
    }

    fn links_between(&self, from: NodeId, to: NodeId) -> Option<Vec<LinkId>> {
        let (mut a, mut b) = (from, to);
        let (mut up, mut down) = (Vec::new(), Vec::new());
        while a != b {
            let climbs_a = self.depth[a as usize] >= self.depth[b as usize];
            let (node, links) = if climbs_a { (&mut a, &mut up) } else { (&mut b, &mut down) };
            let (link, above) = self.above[*node as usize]?;
            links.push(link);
            *node = above;
        }
        down.reverse();
        up.extend(down);
        Some(up)
    }
}

/// What hangs together by open segments.
pub struct Pieces {
    nodes: Nodes,
    open: Vec<bool>,
}

/// Nodes that are joined one by one.
struct Nodes {
    above: Vec<NodeId>,
}

impl Nodes {
    #[expect(clippy::cast_possible_truncation, reason = "a network has far below 2^32 nodes")]
    fn apart(count: usize) -> Self {
        Self { above: (0..count as NodeId).collect() }
    }

    fn root(&mut self, mut node: NodeId) -> NodeId {
        while self.above[node as usize] != node {
            self.above[node as usize] = self.above[self.above[node as usize] as usize];
            node = self.above[node as usize];
        }
        node
    }

    /// Whether they were apart.
    fn join(&mut self, a: NodeId, b: NodeId) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.above[a.max(b) as usize] = a.min(b);
        a != b
    }
}

/// A length, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Metres(f64);

impl Eq for Metres {}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The segments at which a place stands.
fn standings(world: &World, segments: &SegmentsByCode, at: LonLat) -> Vec<Standing> {
    for within_m in [100.0, 300.0, REACH_M] {
        let near = near_segments(world, segments, at, within_m + PLACE_M);
        let Some(nearest) = near.iter().map(|(_, seen)| seen.distance_m).min_by(f64::total_cmp) else { continue };
        if nearest > within_m {
            continue;
        }
        let is_at = |distance_m: f64| distance_m <= nearest + PLACE_M;
        let standing =
            |(segment, seen): (LinkId, Seen)| Standing { segment, share: seen.share, ends: seen.to_ends_m.map(is_at) };
        let mut found: Vec<Standing> =
            near.into_iter().filter(|(_, seen)| is_at(seen.distance_m)).map(standing).collect();
        found.sort_by_key(|standing| standing.segment);
        return found;
    }
    Vec::new()
}

/// A line seen from a place, metres on the grid.
struct Seen {
    distance_m: f64,
    /// Of the line's length, where it comes nearest.
    share: f64,
    to_ends_m: [f64; 2],
}

fn near_segments(world: &World, segments: &SegmentsByCode, at: LonLat, within_m: f64) -> Vec<(LinkId, Seen)> {
    let margin = within_m / 90_000.0;
    let (lon, lat) = (at.lon(), at.lat());
    let wide = Rect::new((lon - margin * 3.0, lat - margin), (lon + margin * 3.0, lat + margin));
    let mut found = Vec::new();
    for shard in world.named("road_segments").shards_near(wide) {
        let [x, y] = shard.grid().project(at).xy();
        if !x.is_finite() {
            continue;
        }
        shard.in_box([x - within_m, y - within_m], [x + within_m, y + within_m], |row| {
            let Some(number) = segments.find(shard.code(row)) else { return };
            found.extend(seen(&segments.all[number as usize].line, [x, y]).map(|seen| (number, seen)));
        });
    }
    found
}

fn seen(line: &LineString<f64>, at: [f64; 2]) -> Option<Seen> {
    let (first, last) = (line.0.first()?, line.0.last()?);
    let (mut reached, mut nearest) = (0.0, (f64::INFINITY, 0.0));
    for piece in line.lines() {
        let (a, b) = ([piece.start.x, piece.start.y], [piece.end.x, piece.end.y]);
        let long = (b[0] - a[0]).hypot(b[1] - a[1]);
        let (distance_sq, along) = distance_sq_to_piece(at, a, b);
        if distance_sq < nearest.0 {
            nearest = (distance_sq, reached + along * long);
        }
        reached += long;
    }
    let to = |corner: &geo_types::Coord<f64>| (corner.x - at[0]).hypot(corner.y - at[1]);
    let share = if reached > 0.0 { nearest.1 / reached } else { 0.0 };
    nearest.0.is_finite().then(|| Seen { distance_m: nearest.0.sqrt(), share, to_ends_m: [to(first), to(last)] })
}
