//! Shortest ways along a graph between places on its links, which may lie anywhere between the ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::Graph;
use crate::network::LinkId;
use crate::network::NodeId;

/// A place on a link: so many millimetres from its first and from its second end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnLink {
    pub link: LinkId,
    pub mm: [u64; 2],
}

/// A part of a link that a way passes, in millimetres from the first end of the link; backwards where
/// `from_mm` is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    pub link: LinkId,
    pub from_mm: u64,
    pub to_mm: u64,
}

/// A graph whose links have lengths and may be passed both ways. Whole millimetres, so that sums do not
/// depend on their order.
#[derive(Debug)]
pub struct Ways<'a> {
    graph: &'a Graph,
    length_mm: Vec<u64>,
}

/// What is known of a node while a search goes on.
struct Search {
    distance_mm: Vec<u64>,
    /// Over which link a node was reached, and from which node; none for the ends of the first link.
    by: Vec<Option<(LinkId, NodeId)>>,
}

impl<'a> Ways<'a> {
    /// # Panics
    /// Unless each link has a length.
    pub fn new(graph: &'a Graph, length_mm: Vec<u64>) -> Self {
        assert_eq!(graph.link_count(), length_mm.len(), "every link has a length");
        Self { graph, length_mm }
    }

    pub fn length_mm(&self, link: LinkId) -> u64 {
        self.length_mm[link as usize]
    }

    /// How far it is from a place to each of others; `None` where no way leads.
    pub fn distances(&self, from: OnLink, to: &[OnLink]) -> Vec<Option<u64>> {
        let search = self.search(from, to);
        to.iter().map(|place| self.arrival(&search, from, *place).map(|(mm, _)| mm)).collect()
    }

    /// The shortest way between two places: which parts of which links it passes, in order. Empty where
    /// both are one place.
    pub fn way(&self, from: OnLink, to: OnLink) -> Option<Vec<Passed>> {
        let search = self.search(from, &[to]);
        let (_, by) = self.arrival(&search, from, to)?;
        let Some(last) = by else {
            let direct = Passed { link: from.link, from_mm: from.mm[0], to_mm: to.mm[0] };
            return Some(if direct.from_mm == direct.to_mm { Vec::new() } else { vec![direct] });
        };
        let mut passed = vec![self.out_of(to, last).reversed()];
        let mut node = self.end(to.link, last);
        while let Some((link, before)) = search.by[node as usize] {
            passed.push(self.whole(link, before, node));
            node = before;
        }
        // The end of the first link at which the search began, by the shorter way.
        let side = usize::from(self.start_side(&search, from, node));
        passed.push(self.out_of(from, side));
        passed.reverse();
        passed.retain(|part| part.from_mm != part.to_mm);
        Some(passed)
    }

    /// Goes out from a place until all ends of the links of the others are reached.
    fn search(&self, from: OnLink, to: &[OnLink]) -> Search {
        let count = self.graph.node_count();
        let mut search = Search { distance_mm: vec![u64::MAX; count], by: vec![None; count] };
        let mut is_wanted = vec![false; count];
        let mut wanted = 0_usize;
        for place in to {
            let (a, b) = self.graph.ends(place.link);
            for node in [a, b] {
                wanted += usize::from(!std::mem::replace(&mut is_wanted[node as usize], true));
            }
        }
        let mut open = BinaryHeap::new();
        for side in 0..2 {
            let node = self.end(from.link, side);
            let known = &mut search.distance_mm[node as usize];
            if from.mm[side] < *known {
                *known = from.mm[side];
                open.push(Reverse((from.mm[side], node)));
            }
        }
        while let Some(Reverse((reached, node))) = open.pop() {
            if reached > search.distance_mm[node as usize] {
                continue;
            }
            if std::mem::take(&mut is_wanted[node as usize]) {
                wanted -= 1;
                if wanted == 0 {
                    break;
                }
            }
            for (link, other) in self.graph.links_at(node) {
                let next = reached + self.length_mm[*link as usize];
                let known = &mut search.distance_mm[*other as usize];
                if next < *known {
                    *known = next;
                    search.by[*other as usize] = Some((*link, node));
                    open.push(Reverse((next, *other)));
                }
            }
        }
        search
    }

    /// How far a place is, and over which end of its link it is reached; neither where it lies on the
    /// link of the start and the way along that is the shortest.
    fn arrival(&self, search: &Search, from: OnLink, to: OnLink) -> Option<(u64, Option<usize>)> {
        let over = |side: usize| {
            let reached = search.distance_mm[self.end(to.link, side) as usize];
            (reached != u64::MAX).then(|| (reached + to.mm[side], Some(side)))
        };
        let direct = (from.link == to.link).then(|| (from.mm[0].abs_diff(to.mm[0]), None));
        [direct, over(0), over(1)].into_iter().flatten().min_by_key(|(mm, _)| *mm)
    }

    fn end(&self, link: LinkId, side: usize) -> NodeId {
        let (first, second) = self.graph.ends(link);
        if side == 0 { first } else { second }
    }

    /// Whether a search left the link of its start at the second end.
    fn start_side(&self, search: &Search, from: OnLink, node: NodeId) -> bool {
        let is_first = self.end(from.link, 0) == node && from.mm[0] == search.distance_mm[node as usize];
        !is_first
    }

    /// From a place to an end of its link.
    fn out_of(&self, place: OnLink, side: usize) -> Passed {
        let to_mm = if side == 0 { 0 } else { self.length_mm(place.link) };
        Passed { link: place.link, from_mm: place.mm[0], to_mm }
    }

    fn whole(&self, link: LinkId, from: NodeId, to: NodeId) -> Passed {
        let length = self.length_mm(link);
        if self.graph.ends(link) == (from, to) {
            Passed { link, from_mm: 0, to_mm: length }
        } else {
            Passed { link, from_mm: length, to_mm: 0 }
        }
    }
}

impl Passed {
    pub fn length_mm(self) -> u64 {
        self.from_mm.abs_diff(self.to_mm)
    }

    fn reversed(self) -> Self {
        Self { link: self.link, from_mm: self.to_mm, to_mm: self.from_mm }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(ways: &Ways, link: LinkId, mm: u64) -> OnLink {
        OnLink { link, mm: [mm, ways.length_mm(link) - mm] }
    }

    /// `a –10– b –10– c`, and a long way round from a to c.
    #[test]
    fn a_place_within_a_link_is_left_and_reached_over_the_nearer_end() {
        let (graph, _) = Graph::of([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y")].into_iter());
        let ways = Ways::new(&graph, vec![10, 10, 100, 5]);
        let (near_a, near_c) = (on(&ways, 2, 10), on(&ways, 2, 95));
        assert_eq!(ways.distances(near_a, &[near_c, on(&ways, 1, 0), on(&ways, 3, 1)]), [Some(35), Some(20), None]);
        let way = ways.way(near_a, near_c).unwrap();
        let parts: Vec<(u32, u64, u64)> = way.iter().map(|part| (part.link, part.from_mm, part.to_mm)).collect();
        assert_eq!(parts, [(2, 10, 0), (0, 0, 10), (1, 0, 10), (2, 100, 95)]);
        assert_eq!(ways.way(near_a, on(&ways, 3, 1)), None);
        assert_eq!(ways.way(near_a, near_a), Some(Vec::new()));
    }

    /// Every node to every node, by Floyd and Warshall: places are nodes of a graph that is cut there.
    fn floyd(nodes: usize, links: &[(u32, u32, u64)]) -> Vec<Vec<u64>> {
        let far = u64::MAX / 4;
        let mut known = vec![vec![far; nodes]; nodes];
        for (a, b, mm) in links {
            for (from, to) in [(*a as usize, *b as usize), (*b as usize, *a as usize)] {
                known[from][to] = known[from][to].min(*mm);
            }
        }
        for (node, row) in known.iter_mut().enumerate() {
            row[node] = 0;
        }
        for over in 0..nodes {
            for from in 0..nodes {
                for to in 0..nodes {
                    known[from][to] = known[from][to].min(known[from][over] + known[over][to]);
                }
            }
        }
        known
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_graph_cut_at_its_places(
            links in proptest::collection::vec((0_u32..7, 0_u32..7, 1_u64..50), 1..12),
            places in proptest::collection::vec((any::<prop::sample::Index>(), 0.0..1.0_f64), 2..5),
        ) {
            let graph = Graph::from_ends(7, links.iter().map(|(a, b, _)| (*a, *b)).collect());
            let ways = Ways::new(&graph, links.iter().map(|link| link.2).collect());
            let mut places: Vec<OnLink> = places.iter().map(|(link, share)| {
                let link = u32::try_from(link.index(links.len())).unwrap();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a test")]
                let mm = (ways.length_mm(link) as f64 * share) as u64;
                on(&ways, link, mm)
            }).collect();
            places.sort_by_key(|place| (place.link, place.mm[0]));
            let mut cut = Vec::new();
            for (nth, (a, b, length)) in (0_u32..).zip(&links) {
                let (mut node, mut reached) = (*a, 0);
                for (number, place) in (7_u32..).zip(&places).filter(|(_, place)| place.link == nth) {
                    cut.push((node, number, place.mm[0] - reached));
                    (node, reached) = (number, place.mm[0]);
                }
                cut.push((node, *b, length - reached));
            }
            let known = floyd(7 + places.len(), &cut);
            for (from, start) in places.iter().enumerate() {
                let found = ways.distances(*start, &places);
                for (to, end) in places.iter().enumerate() {
                    let expected = Some(known[7 + from][7 + to]).filter(|mm| *mm < u64::MAX / 4);
                    prop_assert_eq!(found[to], expected);
                    let way = ways.way(*start, *end);
                    prop_assert_eq!(way.as_ref().map(|way| way.iter().map(|part| part.length_mm()).sum::<u64>()), expected);
                    // The parts follow one another.
                    let node_at = |part: &Passed, mm: u64| {
                        if mm == 0 { Some(graph.ends(part.link).0) } else if mm == ways.length_mm(part.link) { Some(graph.ends(part.link).1) } else { None }
                    };
                    for pair in way.unwrap_or_default().windows(2) {
                        prop_assert_eq!(node_at(&pair[0], pair[0].to_mm), node_at(&pair[1], pair[1].from_mm));
                    }
                }
            }
        }
    }
}
