//! Routes: edges of the network strung into numbered roads with kilometre stones.
//!
//! A route's mileage is the length measured on the plane times a factor of its own, near 1: whoever
//! set the stones did not drive the middle of the road. At the ends of segments the chainage is in
//! whole metres, as in the books; between them it grows evenly.

use std::collections::BTreeSet;

use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::hamlets::Hamlet;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::plane;
use crate::generate::road_net::Edge;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::dot;
use crate::generate::skeleton::Class;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

/// An edge as a part of a route.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub edge: usize,
    pub is_reversed: bool,
    /// The route runs here on the road of another route.
    pub is_shared: bool,
}

pub struct Route {
    pub code: String,
    pub name: String,
    pub class: Class,
    pub urban_class: Option<&'static str>,
    pub from_name: String,
    pub to_name: String,
    pub steps: Vec<Step>,
    pub line: Vec<Place>,
    /// For each step, the corner of `line` at which it begins.
    pub starts: Vec<usize>,
    /// Corners of `line` at which segments begin or end.
    pub breaks: Vec<usize>,
    /// Chainage of each corner, in millimetres.
    pub chainages: Vec<u32>,
}

/// So many villages have a local road on their way to their town, for it to be a township road.
const TOWNSHIP_FROM: usize = 1;
const SEGMENT_M: f64 = 297.0;
/// Routes that begin on another route's road.
const SHARED_SHARE: f64 = 0.012;

/// What local roads are township roads: those on the way of several villages to their town.
pub fn grade(net: &mut RoadNet, territory: &Territory, hamlets: &[Hamlet]) {
    let links = net.links(|edge| if edge.class == Class::Village { 1.0 } else { 0.75 });
    let mut used = vec![0; net.edges.len()];
    for (nth, township) in territory.townships.iter().enumerate() {
        let tree = paths::Tree::from(net.nodes.len(), &links, town_node(net, territory, hamlets, nth));
        for village in township.villages.clone() {
            let Some(main) = hamlets.iter().position(|hamlet| hamlet.village == village) else { continue };
            for edge in tree.way_to(net.hamlets[main]) {
                used[edge] += 1;
            }
        }
    }
    for (edge, used) in net.edges.iter_mut().zip(used) {
        if edge.class == Class::Village && used >= TOWNSHIP_FROM {
            edge.class = Class::Township;
        }
    }
}

/// Where a township's roads start: its town, and the middle of the county seat.
pub fn town_node(net: &RoadNet, territory: &Territory, hamlets: &[Hamlet], township: usize) -> usize {
    let is_its = |hamlet: &Hamlet| hamlet.is_town && territory.villages[hamlet.village].township == township;
    hamlets.iter().position(is_its).map_or(net.crossroads[&(0, 0)], |hamlet| net.hamlets[hamlet])
}

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
        Maker { seed, net, territory, hamlets, county, free: vec![true; net.edges.len()], routes: Vec::new() };
    maker.string(Class::National, "G", 311, 90_000.0, 0.2);
    maker.string(Class::Provincial, "S", 219, 90_000.0, 0.2);
    maker.county_roads();
    maker.string(Class::Township, "Y", 1, 14_000.0, 0.05);
    maker.string(Class::Village, "C", 1, 4_500.0, 0.3);
    maker.streets(streets);
    maker.routes
}

struct Maker<'a> {
    seed: u64,
    net: &'a RoadNet,
    territory: &'a Territory,
    hamlets: &'a [Hamlet],
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

    /// X003 is the road to the town farthest from the seat; the others follow by length.
    fn county_roads(&mut self) {
        let links = self.net.links(|edge| match edge.class {
            Class::County => 1.0,
            Class::Urban => 0.01,
            _ => 1_000.0,
        });
        let tree = paths::Tree::from(self.net.nodes.len(), &links, self.net.crossroads[&(0, 0)]);
        let towns =
            (1..self.territory.townships.len()).map(|nth| town_node(self.net, self.territory, self.hamlets, nth));
        let is_clean = |node: &usize| {
            tree.way_to(*node).iter().all(|edge| matches!(self.net.edges[*edge].class, Class::County | Class::Urban))
        };
        let farthest = towns
            .filter(|node| is_clean(node))
            .max_by_key(|node| tree.cost_to(*node))
            .expect("county roads lead to a town");
        let edges: Vec<usize> =
            tree.way_to(farthest).into_iter().filter(|edge| self.net.edges[*edge].class == Class::County).collect();
        let long = self.steps(&edges);
        for step in &long {
            self.free[step.edge] = false;
        }
        let mut chains = self.chains(Class::County, 40_000.0, 0.1);
        let length = |chain: &Vec<Step>| chain.iter().map(|step| self.net.edges[step.edge].length_m).sum::<f64>();
        chains.sort_by(|a, b| length(b).total_cmp(&length(a)));
        chains.insert(2.min(chains.len()), long);
        for (nth, chain) in chains.into_iter().enumerate() {
            self.add(Class::County, &format!("X{}{}", serial(1 + nth), self.county), chain);
        }
    }

    fn streets(&mut self, streets: &Streets) {
        for (nth, street) in streets.streets.iter().enumerate() {
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
            let mut chain =
                std::collections::VecDeque::from([Step { edge: first, is_reversed: false, is_shared: false }]);
            let mut length = self.net.edges[first].length_m;
            let mut visited: BTreeSet<usize> = self.net.edges[first].nodes.into_iter().collect();
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
            chains.push(Vec::from(chain));
        }
        chains
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
        let far = |node: usize| distance_sq(self.net.nodes[node].at, [0.0, 0.0]);
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
        if Streets::covers(self.net.nodes[node].at, 60.0) {
            return "安陵".to_owned();
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

impl Route {
    /// Sets line, breaks and chainages from the steps.
    fn measure(&mut self, net: &RoadNet, factor: f64) {
        for step in &self.steps {
            let edge = &net.edges[step.edge];
            let mut corners = edge.line.clone();
            if step.is_reversed {
                corners.reverse();
            }
            // A step begins at the corner at which the one before it ends.
            if !self.line.is_empty() {
                self.line.pop();
            }
            let start = self.line.len();
            self.starts.push(start);
            self.breaks.push(start);
            let pieces = real::count(edge.length_m / SEGMENT_M).max(1);
            for nth in 1..pieces {
                let corner = start + nth * (corners.len() - 1) / pieces;
                if corner > *self.breaks.last().expect("the start is one") {
                    self.breaks.push(corner);
                }
            }
            self.line.extend(corners);
        }
        self.breaks.push(self.line.len() - 1);
        let mut reached = vec![0.0];
        for piece in self.line.windows(2) {
            reached.push(reached[reached.len() - 1] + factor * plane::metres(piece[0], piece[1]));
        }
        let metres = |value: f64| u32::try_from(real::round(value)).expect("a road of a county is not that long");
        self.chainages = vec![0; self.line.len()];
        for pair in self.breaks.windows(2) {
            let (a, b) = (reached[pair[0]], reached[pair[1]]);
            let (from, to) = (metres(a) * 1000, metres(b) * 1000);
            let corners = pair[0]..=pair[1];
            for (chainage, reached) in self.chainages[corners.clone()].iter_mut().zip(&reached[corners]) {
                *chainage = from + metres((reached - a) / (b - a) * f64::from(to - from));
            }
        }
    }

    /// The step whose edge holds the piece from a corner to the next.
    pub fn step_at(&self, corner: usize) -> Step {
        self.steps[self.starts.partition_point(|start| *start <= corner) - 1]
    }

    pub fn length_m(&self) -> f64 {
        f64::from(self.chainages[self.chainages.len() - 1]) / 1000.0
    }
}

fn turned(step: Step) -> Step {
    Step { is_reversed: !step.is_reversed, ..step }
}

fn leaving(edge: &Edge, step: Step) -> Place {
    let line = &edge.line;
    if step.is_reversed { direction(line[line.len() - 1], line[line.len() - 2]) } else { direction(line[0], line[1]) }
}

/// Three characters; after 999 the first is a letter (A01), I and O left out.
fn serial(nth: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    if nth < 1000 {
        return format!("{nth:03}");
    }
    let (letter, rest) = ((nth - 1000) / 99, (nth - 1000) % 99 + 1);
    format!("{}{rest:02}", char::from(LETTERS[letter % LETTERS.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_go_on_with_letters() {
        assert_eq!([1, 999, 1000, 1098, 1099].map(serial), ["001", "999", "A01", "A99", "B01"]);
    }
}
