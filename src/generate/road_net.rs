//! The road network as a graph: streets, trunk roads cut at junctions, and local roads between
//! hamlets. Roads meet at nodes and nowhere else; a crossing of two lines always is one.

use std::collections::BTreeMap;

use crate::generate::buckets::Buckets;
use crate::generate::dice::Dice;
use crate::generate::hamlets::Hamlet;
use crate::generate::local_roads;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::plane;
use crate::generate::profile::Profile;
use crate::generate::rivers::River;
use crate::generate::shapes::Place;
use crate::generate::shapes::bent;
use crate::generate::shapes::between;
use crate::generate::shapes::crossing;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::skeleton::Class;
use crate::generate::skeleton::Site;
use crate::generate::skeleton::Skeleton;
use crate::generate::streets::Crossroads;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

pub struct Node {
    pub at: Place,
    pub hamlet: Option<usize>,
    pub edges: Vec<usize>,
}

pub struct Edge {
    pub nodes: [usize; 2],
    /// From the first node to the second.
    pub line: Vec<Place>,
    pub length_m: f64,
    pub class: Class,
    pub trunk: Option<usize>,
    pub street: Option<usize>,
    /// Corners of the line at which it crosses water, with the river; none for a ditch.
    pub waters: Vec<(usize, Option<usize>)>,
}

pub struct RoadNet {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// By hamlet, its node.
    pub hamlets: Vec<usize>,
    pub crossroads: BTreeMap<Crossroads, usize>,
    /// Pieces of all edges: edge and position in its line.
    pub pieces: Buckets<(usize, usize)>,
}

/// Corners between two junctions of a trunk road.
const JUNCTION_EVERY: usize = 7;
/// Nearer than this to a trunk road, a hamlet lies on it.
const ROADSIDE_M: f64 = 130.0;

impl RoadNet {
    pub fn new(
        seed: u64,
        profile: &Profile,
        territory: &Territory,
        rivers: &[River],
        streets: &Streets,
        hamlets: &mut [Hamlet],
        skeleton: &Skeleton,
    ) -> Self {
        let mut net = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            hamlets: vec![usize::MAX; hamlets.len()],
            crossroads: BTreeMap::new(),
            pieces: Buckets::new(200.0),
        };
        net.lay_streets(streets);
        net.lay_trunks(territory, hamlets, skeleton);
        local_roads::lay(&mut net, seed, territory, hamlets, streets, profile.rural_m);
        net.bridge_waters(seed, rivers, profile.ditches);
        net
    }

    pub fn node(&mut self, at: Place, hamlet: Option<usize>) -> usize {
        self.nodes.push(Node { at, hamlet, edges: Vec::new() });
        let node = self.nodes.len() - 1;
        if let Some(hamlet) = hamlet {
            self.hamlets[hamlet] = node;
        }
        node
    }

    pub fn edge(&mut self, nodes: [usize; 2], line: Vec<Place>, class: Class) -> &mut Edge {
        let nth = self.edges.len();
        for (at, piece) in line.windows(2).enumerate() {
            self.pieces.add_piece([piece[0], piece[1]], (nth, at));
        }
        for node in nodes {
            self.nodes[node].edges.push(nth);
        }
        self.edges.push(Edge { nodes, length_m: 0.0, line, class, trunk: None, street: None, waters: Vec::new() });
        &mut self.edges[nth]
    }

    /// Whether a line from one node to another would cross a road anywhere but at these nodes.
    pub fn crosses(&self, nodes: [usize; 2], line: &[Place]) -> bool {
        line.windows(2).any(|piece| {
            let piece = [piece[0], piece[1]];
            self.pieces.near_piece(piece, 1.0).into_iter().any(|(edge, at)| {
                let edge = &self.edges[edge];
                let theirs = [edge.line[at], edge.line[at + 1]];
                let shared = edge.nodes.iter().any(|node| {
                    nodes.contains(node)
                        && theirs.contains(&self.nodes[*node].at)
                        && piece.contains(&self.nodes[*node].at)
                });
                !shared && crossing(piece, theirs).is_some()
            })
        })
    }

    /// Links for [`paths::Tree`]: all edges, each at a cost that `weight` makes dearer or cheaper.
    pub fn links(&self, weight: impl Fn(&Edge) -> f64) -> Vec<(usize, usize, u64)> {
        self.edges
            .iter()
            .map(|edge| (edge.nodes[0], edge.nodes[1], paths::cost(edge.length_m * weight(edge))))
            .collect()
    }

    fn lay_streets(&mut self, streets: &Streets) {
        for (crossroads, at) in &streets.crossroads {
            let node = self.node(*at, None);
            self.crossroads.insert(*crossroads, node);
        }
        for (nth, street) in streets.all.iter().enumerate() {
            for pair in street.crossroads.windows(2) {
                let nodes = [self.crossroads[&pair[0]], self.crossroads[&pair[1]]];
                let [a, b] = nodes.map(|node| self.nodes[node].at);
                self.edge(nodes, bent(a, b, 0.006, 0.0, 95.0), Class::Urban).street = Some(nth);
            }
        }
    }

    fn lay_trunks(&mut self, territory: &Territory, hamlets: &mut [Hamlet], skeleton: &Skeleton) {
        let on_road = roadside(territory, hamlets, skeleton);
        let mut sites: BTreeMap<usize, usize> = BTreeMap::new();
        for (nth, trunk) in skeleton.trunks.iter().enumerate() {
            let mut end = |site: usize, net: &mut Self| match (skeleton.sites[site], trunk.gate) {
                ((Site::Seat, _), Some(gate)) => net.crossroads[&gate],
                ((Site::Town(township), at), _) => *sites.entry(site).or_insert_with(|| {
                    let is_its =
                        |hamlet: &Hamlet| hamlet.is_town && territory.villages[hamlet.village].township == township;
                    let hamlet = hamlets.iter().position(is_its);
                    net.node(at, hamlet)
                }),
                ((_, at), _) => *sites.entry(site).or_insert_with(|| net.node(at, None)),
            };
            let ends = [end(trunk.sites[0], self), end(trunk.sites[1], self)];
            let last = trunk.line.len() - 1;
            let mut from = (0, ends[0]);
            for corner in 1..=last {
                let hamlet = on_road.get(&(nth, corner)).copied();
                let is_junction = hamlet.is_some() || (corner - from.0 >= JUNCTION_EVERY && last - corner >= 3);
                if corner < last && !is_junction {
                    continue;
                }
                let to = if corner == last { ends[1] } else { self.node(trunk.line[corner], hamlet) };
                self.edge([from.1, to], trunk.line[from.0..=corner].to_vec(), trunk.class).trunk = Some(nth);
                from = (corner, to);
            }
        }
    }

    /// Puts a corner where a road crosses water, and measures what is then final.
    fn bridge_waters(&mut self, seed: u64, rivers: &[River], ditches: usize) {
        let mut water: Buckets<(usize, usize)> = Buckets::new(500.0);
        for (nth, river) in rivers.iter().enumerate() {
            for (at, piece) in river.line.windows(2).enumerate() {
                water.add_piece([piece[0], piece[1]], (nth, at));
            }
        }
        let mut dice = Dice::of(seed, "ditches", "");
        let ditches = real::of(ditches) / real::of(self.edges.len());
        for edge in &mut self.edges {
            let mut line = vec![edge.line[0]];
            for piece in edge.line.windows(2) {
                let piece = [piece[0], piece[1]];
                let mut met: Vec<(f64, usize)> = water
                    .near_piece(piece, 0.0)
                    .into_iter()
                    .filter_map(|(river, at)| {
                        let theirs = [rivers[river].line[at], rivers[river].line[at + 1]];
                        crossing(piece, theirs).map(|(share, _)| (share, river))
                    })
                    .collect();
                met.sort_by(|a, b| a.0.total_cmp(&b.0));
                for (share, river) in met {
                    let at = between(piece[0], piece[1], share);
                    // Not so near a corner that the pieces would vanish in the rounding of degrees.
                    if distance_sq(at, line[line.len() - 1]) > 4.0 && distance_sq(at, piece[1]) > 4.0 {
                        line.push(at);
                        edge.waters.push((line.len() - 1, Some(river)));
                    }
                }
                line.push(piece[1]);
            }
            if edge.waters.is_empty() && line.len() > 4 && edge.class.is_rural() && dice.chance(ditches) {
                edge.waters.push((line.len() / 2, None));
            }
            edge.line = line;
            edge.length_m = edge.line.windows(2).map(|piece| plane::metres(piece[0], piece[1])).sum();
        }
        self.pieces = Buckets::new(100.0);
        for (nth, edge) in self.edges.iter().enumerate() {
            for (at, piece) in edge.line.windows(2).enumerate() {
                self.pieces.add_piece([piece[0], piece[1]], (nth, at));
            }
        }
    }
}

/// Hamlets near a trunk road are moved to a corner of it, or away when that is not in their village.
fn roadside(territory: &Territory, hamlets: &mut [Hamlet], skeleton: &Skeleton) -> BTreeMap<(usize, usize), usize> {
    let mut corners: Buckets<(usize, usize)> = Buckets::new(300.0);
    for (nth, trunk) in skeleton.trunks.iter().enumerate() {
        // Not the first and last: a junction there would be a stone's throw from another.
        for corner in 3..trunk.line.len().saturating_sub(3) {
            corners.add_place(trunk.line[corner], (nth, corner));
        }
    }
    let place = |corner: (usize, usize)| skeleton.trunks[corner.0].line[corner.1];
    let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (nth, hamlet) in hamlets.iter_mut().enumerate() {
        let (at, village) = (hamlet.at, hamlet.village);
        if hamlet.is_town {
            continue;
        }
        let near = |corner: &(usize, usize)| distance(place(*corner), at);
        let nearest = corners.near(at, ROADSIDE_M).into_iter().min_by(|a, b| near(a).total_cmp(&near(b)));
        let Some(corner) = nearest.filter(|corner| near(corner) < ROADSIDE_M) else { continue };
        let around = (corner.1 - 2..=corner.1 + 2).any(|other| taken.contains_key(&(corner.0, other)));
        if !around && territory.is_well_inside(village, place(corner), 30.0) {
            hamlet.at = place(corner);
            taken.insert(corner, nth);
            continue;
        }
        let away = crate::generate::shapes::direction(place(corner), at);
        let further = crate::generate::shapes::offset(place(corner), away, ROADSIDE_M + 20.0, 0.0);
        if territory.is_well_inside(village, further, 30.0) {
            hamlet.at = further;
        }
    }
    taken
}
