//! Routes: edges of the network strung into numbered roads with kilometre stones.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::grades::town_node;
use crate::generate::hamlets::Hamlet;
use crate::generate::paths;
use crate::generate::road_net::Edge;
use crate::generate::road_net::RoadNet;
use crate::generate::route::Route;
use crate::generate::route::Step;
use crate::generate::route::serial;
use crate::generate::shapes::Place;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::dot;
use crate::generate::skeleton::Class;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

/// Routes that begin on another route's road.
const SHARED_SHARE: f64 = 0.012;
/// X003 is at least so long, unless the county has no such road: a long one by that number is
/// leaned on elsewhere.
const LONG_M: f64 = 20_500.0;

/// All routes, those of each class in the order of their codes.
pub fn routes(
    seed: u64,
    net: &RoadNet,
    territory: &Territory,
    hamlets: &[Hamlet],
    streets: &Streets,
    county: &'static str,
) -> Vec<Route> {
    let mut maker =
        Maker { seed, net, territory, hamlets, streets, county, free: vec![true; net.edges.len()], routes: Vec::new() };
    maker.string(Class::National, "G", 311, 90_000.0, 0.2);
    maker.string(Class::Provincial, "S", 219, 90_000.0, 0.2);
    maker.county_roads();
    maker.string(Class::Township, "Y", 1, 14_000.0, 0.05);
    maker.string(Class::Village, "C", 1, 4_500.0, 0.3);
    maker.string_streets();
    maker.routes
}

struct Maker<'a> {
    seed: u64,
    net: &'a RoadNet,
    territory: &'a Territory,
    hamlets: &'a [Hamlet],
    streets: &'a Streets,
    county: &'static str,
    /// Edges that no route has yet.
    free: Vec<bool>,
    routes: Vec<Route>,
}

impl Maker<'_> {
    fn string(&mut self, class: Class, letter: &str, first: usize, most_m: f64, least_aligned: f64) {
        let mut chains = self.chains(class, most_m, least_aligned);
        if class == Class::Township {
            chains.sort_by_key(|chain| self.township_of(chain[0].edge));
        }
        for (nth, chain) in chains.into_iter().enumerate() {
            self.add(class, &format!("{letter}{}{}", serial(first + nth), self.county), chain);
        }
    }

    /// X003 is the long one; the others follow by length.
    fn county_roads(&mut self) {
        let edges = self.long_county_road();
        let long = self.steps(&edges);
        for step in &long {
            self.free[step.edge] = false;
        }
        let mut chains = self.chains(Class::County, 40_000.0, 0.1);
        chains.sort_by(|a, b| self.length(b).total_cmp(&self.length(a)));
        chains.insert(2.min(chains.len()), long);
        for (nth, chain) in chains.into_iter().enumerate() {
            self.add(Class::County, &format!("X{}{}", serial(1 + nth), self.county), chain);
        }
    }

    /// County edges from the seat to the town farthest from it, or, when that is not far enough,
    /// from one place of the county to another.
    fn long_county_road(&self) -> Vec<usize> {
        let links = self.net.links(|edge| match edge.class {
            Class::County => 1.0,
            Class::Urban => 0.01,
            _ => 1_000.0,
        });
        let farthest = |start: usize, ends: &[usize]| {
            let tree = paths::Tree::from(self.net.nodes.len(), &links, start);
            let ways = ends.iter().map(|end| tree.way_to(*end)).filter(|way| {
                let first =
                    way.iter().position(|edge| self.net.edges[*edge].class == Class::County).unwrap_or(way.len());
                way[..first].iter().all(|edge| self.net.edges[*edge].class == Class::Urban)
                    && way[first..].iter().all(|edge| self.net.edges[*edge].class == Class::County)
            });
            let county = |way: Vec<usize>| -> Vec<usize> {
                way.into_iter().filter(|edge| self.net.edges[*edge].class == Class::County).collect()
            };
            let length = |way: &[usize]| way.iter().map(|edge| self.net.edges[*edge].length_m).sum::<f64>();
            ways.map(county).map(|way| (length(&way), way)).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
        };
        let towns: Vec<usize> = (1..self.territory.townships.len())
            .map(|nth| town_node(self.net, self.territory, self.hamlets, nth))
            .collect();
        let (long, way) = farthest(self.net.crossroads[&(0, 0)], &towns);
        if long >= LONG_M {
            return way;
        }
        // Ends and forks of county roads.
        let is_end = |node: &usize| {
            let edges = self.net.nodes[*node].edges.iter();
            edges.filter(|edge| self.net.edges[**edge].class == Class::County).count() % 2 == 1
        };
        let ends: Vec<usize> = (0..self.net.nodes.len()).filter(is_end).collect();
        let best = ends.iter().map(|start| farthest(*start, &ends)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.expect("a county has county roads").1
    }

    fn string_streets(&mut self) {
        for (nth, street) in self.streets.all.iter().enumerate() {
            let edges: Vec<usize> =
                (0..self.net.edges.len()).filter(|edge| self.net.edges[*edge].street == Some(nth)).collect();
            let steps = self.steps(&edges);
            self.add(Class::Urban, &format!("U{:03}{}", nth + 1, self.county), steps);
            let route = self.routes.last_mut().expect("just added");
            street.name.clone_into(&mut route.name);
            route.urban_class = Some(street.class);
        }
    }

    /// Edges in order, each turned so that it begins where the one before ends.
    fn steps(&self, edges: &[usize]) -> Vec<Step> {
        edges
            .iter()
            .enumerate()
            .map(|(nth, edge)| {
                let nodes = self.net.edges[*edge].nodes;
                let is_reversed = match (edges.get(nth + 1), nth.checked_sub(1)) {
                    (Some(next), _) => self.net.edges[*next].nodes.contains(&nodes[0]),
                    (None, Some(before)) => self.net.edges[edges[before]].nodes.contains(&nodes[1]),
                    (None, None) => false,
                };
                Step { edge: *edge, is_reversed, is_shared: false }
            })
            .collect()
    }

    /// Free edges of a class strung together where they go straight on.
    fn chains(&mut self, class: Class, most_m: f64, least_aligned: f64) -> Vec<Vec<Step>> {
        let mut chains = Vec::new();
        for first in 0..self.net.edges.len() {
            if !self.free[first] || self.net.edges[first].class != class {
                continue;
            }
            self.free[first] = false;
            let chain = vec![Step { edge: first, is_reversed: false, is_shared: false }];
            let chain = self.extended(chain, most_m, least_aligned);
            chains.push(chain);
        }
        chains
    }

    /// A chain with the free edges of its class that go on from its ends.
    fn extended(&mut self, chain: Vec<Step>, most_m: f64, least_aligned: f64) -> Vec<Step> {
        let class = self.net.edges[chain[0].edge].class;
        let mut length = self.length(&chain);
        let mut visited: BTreeSet<usize> = chain.iter().flat_map(|step| self.net.edges[step.edge].nodes).collect();
        let mut chain = VecDeque::from(chain);
        for is_forwards in [true, false] {
            loop {
                let end = if is_forwards { chain[chain.len() - 1] } else { turned(chain[0]) };
                let Some(next) = self.next(class, end, least_aligned, &visited, most_m - length) else { break };
                self.free[next.edge] = false;
                length += self.net.edges[next.edge].length_m;
                visited.extend(self.net.edges[next.edge].nodes);
                if is_forwards { chain.push_back(next) } else { chain.push_front(turned(next)) }
            }
        }
        Vec::from(chain)
    }

    fn length(&self, chain: &[Step]) -> f64 {
        chain.iter().map(|step| self.net.edges[step.edge].length_m).sum()
    }

    fn next(
        &self,
        class: Class,
        end: Step,
        least_aligned: f64,
        visited: &BTreeSet<usize>,
        left_m: f64,
    ) -> Option<Step> {
        let edge = &self.net.edges[end.edge];
        let node = edge.nodes[usize::from(!end.is_reversed)];
        let line = &edge.line;
        let ahead = if end.is_reversed {
            direction(line[1], line[0])
        } else {
            direction(line[line.len() - 2], line[line.len() - 1])
        };
        let mut best: Option<(f64, Step)> = None;
        for other in &self.net.nodes[node].edges {
            let next = &self.net.edges[*other];
            if !self.free[*other] || next.class != class || next.length_m > left_m {
                continue;
            }
            if class == Class::Township && self.township_of(*other) != self.township_of(end.edge) {
                continue;
            }
            let step = Step { edge: *other, is_reversed: next.nodes[0] != node, is_shared: false };
            if visited.contains(&next.nodes[usize::from(!step.is_reversed)]) {
                continue;
            }
            let aligned = dot(ahead, leaving(next, step));
            if aligned >= least_aligned && best.as_ref().is_none_or(|(known, _)| aligned > *known) {
                best = Some((aligned, step));
            }
        }
        best.map(|(_, step)| step)
    }

    fn township_of(&self, edge: usize) -> usize {
        let line = &self.net.edges[edge].line;
        self.territory.village_at(line[line.len() / 2]).map_or(0, |village| self.territory.villages[village].township)
    }

    fn add(&mut self, class: Class, code: &str, mut steps: Vec<Step>) {
        let mut dice = Dice::of(self.seed, "routes", code);
        // From the seat, or from the higher road, outwards.
        let ends = [self.start_of(steps[0]), self.end_of(steps[steps.len() - 1])];
        let rank = |node: usize| {
            let best = self.net.nodes[node]
                .edges
                .iter()
                .map(|edge| self.net.edges[*edge].class)
                .filter(|other| *other < class)
                .min();
            best.map_or(9, |class| class as u8)
        };
        let far = |node: usize| distance_sq(self.net.nodes[node].at, self.territory.townships[0].seat);
        let is_outwards = match class {
            Class::Township | Class::Village => {
                rank(ends[0]).cmp(&rank(ends[1])).then(far(ends[0]).total_cmp(&far(ends[1]))).is_le()
            }
            _ => far(ends[0]) <= far(ends[1]),
        };
        if !is_outwards && !matches!(class, Class::Urban | Class::National | Class::Provincial) {
            steps = steps.into_iter().rev().map(turned).collect();
        }
        if matches!(class, Class::Township | Class::Village) && dice.chance(SHARED_SHARE) {
            let start = self.start_of(steps[0]);
            let other = self.net.nodes[start].edges.iter().find(|edge| self.net.edges[**edge].class < class);
            if let Some(other) = other.copied() {
                let is_reversed = self.net.edges[other].nodes[0] == start;
                steps.insert(0, Step { edge: other, is_reversed, is_shared: true });
            }
        }
        let (from, to) = (self.start_of(steps[0]), self.end_of(steps[steps.len() - 1]));
        let names = [from, to].map(|node| self.name_of(node));
        let initial = |name: &str| name.trim_start_matches('小').chars().next().unwrap_or('无');
        let mut route = Route {
            code: code.to_owned(),
            name: format!("{}{}线", initial(&names[0]), initial(&names[1])),
            class,
            urban_class: None,
            from_name: names[0].clone(),
            to_name: names[1].clone(),
            steps,
            line: Vec::new(),
            starts: Vec::new(),
            breaks: Vec::new(),
            chainages: Vec::new(),
        };
        route.measure(self.net, 1.0 + 0.0015 * dice.bell());
        self.routes.push(route);
    }

    fn start_of(&self, step: Step) -> usize {
        self.net.edges[step.edge].nodes[usize::from(step.is_reversed)]
    }

    fn end_of(&self, step: Step) -> usize {
        self.net.edges[step.edge].nodes[usize::from(!step.is_reversed)]
    }

    fn name_of(&self, node: usize) -> String {
        if self.streets.covers(self.net.nodes[node].at, 60.0) {
            return divisions::stem(self.territory.townships[0].division.name).to_owned();
        }
        let far = |hamlet: &&Hamlet| distance_sq(hamlet.at, self.net.nodes[node].at);
        let named = self.net.nodes[node].hamlet.map(|hamlet| &self.hamlets[hamlet]);
        let nearest =
            named.or_else(|| self.hamlets.iter().min_by(|a, b| far(a).total_cmp(&far(b)))).expect("there are hamlets");
        if nearest.is_town {
            let township = self.territory.villages[nearest.village].township;
            return divisions::stem(self.territory.townships[township].division.name).to_owned();
        }
        nearest.name.clone()
    }
}

fn turned(step: Step) -> Step {
    Step { is_reversed: !step.is_reversed, ..step }
}

fn leaving(edge: &Edge, step: Step) -> Place {
    let line = &edge.line;
    if step.is_reversed { direction(line[line.len() - 1], line[line.len() - 2]) } else { direction(line[0], line[1]) }
}
