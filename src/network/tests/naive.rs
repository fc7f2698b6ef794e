//! The definitions, written out: sets that grow until they stay the same. Nothing is shared with what
//! it tests but the types.

use std::collections::BTreeSet;

use super::*;

type Set = BTreeSet<u32>;

#[derive(Debug)]
struct Net {
    devices: Vec<Device>,
    links: Vec<(u32, u32, Circuit)>,
    length_m: Vec<f64>,
}

/// Pseudo-random numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(below)).unwrap()
    }
}

impl Net {
    /// Two to fourteen nodes; loops, parallel links, links from a node to itself, nodes without links.
    fn random(dice: &mut Dice, is_heat: bool) -> Self {
        let count = 2 + dice.roll(13);
        let some = |dice: &mut Dice| dice.roll(count);
        let circuit = |dice: &mut Dice| match dice.roll(5) {
            _ if !is_heat => Circuit::Any,
            0 => Circuit::Any,
            1 | 2 => Circuit::Return,
            _ => Circuit::Supply,
        };
        let how_many = dice.roll(2 * count) + 1;
        let links: Vec<_> = (0..how_many).map(|_| (some(dice), some(dice), circuit(dice))).collect();
        let device = |dice: &mut Dice, node: u32| match dice.roll(10) {
            0 => Device::Source,
            1 if is_heat => Device::SourceWhileFed { on: some(dice) },
            // Where there are two circuits, valves have two sides.
            1..=4 if !is_heat || links.iter().filter(|link| link.0 == node || link.1 == node).count() < 3 => {
                Device::Valve { can_be_closed: dice.roll(3) > 0, is_closed: dice.roll(4) == 0 }
            }
            5 | 6 => {
                // To a neighbour, as the world sees to it.
                let at = links.iter().filter(|link| link.0 == node && link.1 != node);
                at.map(|link| link.1).next().map_or(Device::Plain, |to| Device::OneWay { to })
            }
            _ => Device::Plain,
        };
        let devices = (0..count).map(|node| device(dice, node)).collect();
        let length_m = links.iter().map(|_| f64::from(dice.roll(50))).collect();
        Self { devices, links, length_m }
    }

    fn supply(&self) -> Supply {
        let graph = Graph::from_ends(self.devices.len(), self.links.iter().map(|link| (link.0, link.1)).collect());
        let circuits = self.links.iter().map(|link| link.2).collect();
        Supply::new(graph, self.devices.clone(), self.length_m.clone(), circuits)
    }

    fn nodes(&self) -> impl Iterator<Item = u32> {
        (0..).take(self.devices.len())
    }

    /// Every way along every link: link, from, to.
    fn ways(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        (0..).zip(&self.links).flat_map(|(link, (a, b, _))| [(link, *a, *b), (link, *b, *a)])
    }

    fn is_closed(&self, node: u32, closed: &Set) -> bool {
        closed.contains(&node) || matches!(self.devices[node as usize], Device::Valve { is_closed: true, .. })
    }

    /// Gas or water flows from one node to its neighbour.
    fn flows(&self, from: u32, to: u32) -> bool {
        let out = match self.devices[from as usize] {
            Device::OneWay { to: outlet } => outlet == to,
            _ => true,
        };
        let into = match self.devices[to as usize] {
            Device::OneWay { to: outlet } => outlet != from,
            _ => true,
        };
        out && into
    }

    fn spread(&self, starts: &Set, cut: &(Set, Set, Set), passes: impl Fn(u32, u32, u32) -> bool) -> Set {
        let (links, nodes, closed) = cut;
        let mut reached: Set = starts.difference(nodes).copied().collect();
        loop {
            let before = reached.len();
            for (link, from, to) in self.ways() {
                if reached.contains(&from)
                    && !self.is_closed(from, closed)
                    && !links.contains(&link)
                    && !nodes.contains(&to)
                    && passes(link, from, to)
                {
                    reached.insert(to);
                }
            }
            if reached.len() == before {
                return reached;
            }
        }
    }

    fn fed(&self, cut: &(Set, Set, Set)) -> Set {
        let circuit = |link: u32| self.links[link as usize].2;
        let has = |node: u32, wanted: &dyn Fn(Circuit) -> bool| {
            self.links.iter().any(|link| (link.0 == node || link.1 == node) && wanted(link.2))
        };
        let mut starts: Set = self.nodes().filter(|node| self.devices[*node as usize] == Device::Source).collect();
        loop {
            let there =
                self.spread(&starts, cut, |link, from, to| circuit(link) != Circuit::Return && self.flows(from, to));
            let back =
                self.spread(&starts, cut, |link, from, to| circuit(link) != Circuit::Supply && self.flows(to, from));
            let is_fed = |node: &u32| {
                let (needs_there, needs_back) = (
                    has(*node, &|circuit| circuit != Circuit::Return),
                    has(*node, &|circuit| circuit == Circuit::Return),
                );
                (there.contains(node) || !needs_there) && (back.contains(node) || !needs_back)
                    // Without links only a source is fed.
                    && (needs_there || needs_back || there.contains(node))
            };
            let fed: Set = self.nodes().filter(is_fed).collect();
            let working = self.nodes().filter(
                |node| matches!(self.devices[*node as usize], Device::SourceWhileFed { on } if fed.contains(&on)),
            );
            let more: Set = starts.iter().copied().chain(working).collect();
            if more == starts {
                return fed;
            }
            starts = more;
        }
    }

    fn stops_at(&self, node: u32, unusable: &Set) -> bool {
        matches!(self.devices[node as usize], Device::Valve { can_be_closed, is_closed }
            if is_closed || (can_be_closed && !unusable.contains(&node)))
    }

    /// Isolated nodes and links, stop valves, and the distance of every node that was met.
    fn traced(&self, leak: Leak, unusable: &Set) -> (Set, Set, Set, Vec<f64>) {
        let mut distances = vec![f64::INFINITY; self.devices.len()];
        let (mut nodes, mut links, mut stops) = (Set::new(), Set::new(), Set::new());
        let met =
            |from: u32, to: u32| !matches!(self.devices[to as usize], Device::OneWay { to: outlet } if outlet != from);
        let mut take = |to: u32, metres: f64, nodes: &mut Set, distances: &mut Vec<f64>| {
            if self.stops_at(to, unusable) && !nodes.contains(&to) {
                stops.insert(to);
            } else {
                nodes.insert(to);
            }
            distances[to as usize] = distances[to as usize].min(metres);
        };
        match leak {
            Leak::Node(node) => {
                nodes.insert(node);
                distances[node as usize] = 0.0;
            }
            Leak::Link { link, metres } => {
                let (a, b, _) = self.links[link as usize];
                links.insert(link);
                for (from, to, metres) in [(b, a, metres[0]), (a, b, metres[1])] {
                    if met(from, to) {
                        take(to, metres, &mut nodes, &mut distances);
                    }
                }
            }
        }
        // Often enough for the longest way to have settled.
        for _ in 0..=self.devices.len() * 2 {
            for (link, from, to) in self.ways() {
                if nodes.contains(&from) {
                    links.insert(link);
                    if met(from, to) {
                        let metres = distances[from as usize] + self.length_m[link as usize];
                        take(to, metres, &mut nodes, &mut distances);
                    }
                }
            }
        }
        (nodes, links, stops, distances)
    }

    /// Whether anything from a source outside gets to the isolated part.
    fn leak_is_fed(&self, nodes: &Set, links: &Set, closed: &Set) -> bool {
        let cut = (links.clone(), nodes.clone(), closed.clone());
        let fed = self.fed(&cut);
        let works = |node: &u32| match self.devices[*node as usize] {
            Device::Source => true,
            Device::SourceWhileFed { on } => fed.contains(&on),
            _ => false,
        };
        let starts: Set = self.nodes().filter(works).filter(|node| !nodes.contains(node)).collect();
        // What a device lets out into an isolated pipe is at the leak.
        let lets_out =
            |from: u32, to: u32| !matches!(self.devices[from as usize], Device::OneWay { to: outlet } if outlet != to);
        let open_ends: Set = self
            .ways()
            .filter(|(link, from, to)| links.contains(link) && !nodes.contains(from) && lets_out(*from, *to))
            .map(|(_, from, _)| from)
            .collect();
        let reached = self.spread(&starts, &cut, |_, from, to| self.flows(from, to));
        reached.iter().any(|node| open_ends.contains(node) && !self.is_closed(*node, closed))
    }

    fn pieces_still_fed(&self, leak: Leak, cut: &(Set, Set, Set), fed: &Set) -> usize {
        let seeds: Set = match leak {
            Leak::Node(node) => [node].into(),
            Leak::Link { link, .. } => [self.links[link as usize].0, self.links[link as usize].1].into(),
        };
        let nothing = (Set::new(), Set::new(), Set::new());
        let before = self.spread(&seeds, &nothing, |_, _, _| true);
        let mut left: Set =
            before.into_iter().filter(|node| !cut.1.contains(node) && !self.is_closed(*node, &cut.2)).collect();
        let mut pieces = 0;
        while let Some(first) = left.first().copied() {
            let piece = self.spread(&[first].into(), cut, |_, _, _| true);
            let piece: Set = left.intersection(&piece).copied().collect();
            pieces += usize::from(piece.iter().any(|node| fed.contains(node)));
            left = left.difference(&piece).copied().collect();
        }
        pieces
    }
}

fn check_one(seed: u64) {
    let mut dice = Dice(seed);
    let net = Net::random(&mut dice, seed.is_multiple_of(2));
    let supply = net.supply();
    let count = net.devices.len();
    let unusable: Set = net.nodes().filter(|_| dice.roll(8) == 0).collect();
    let leak = if dice.roll(4) == 0 {
        Leak::Node(dice.roll(u32::try_from(count).unwrap()))
    } else {
        let link = dice.roll(u32::try_from(net.links.len()).unwrap());
        let metres = dice.roll(50).into();
        Leak::Link { link, metres: [metres, (net.length_m[link as usize] - metres).max(0.0)] }
    };
    let found = supply.isolation(leak, &Marks::of(count, unusable.iter().copied()));
    let (nodes, links, stops, distances) = net.traced(leak, &unusable);
    let said = || format!("seed {seed}: {net:?} {leak:?} unusable {unusable:?} found {found:?}");
    assert_eq!(found.nodes.iter().collect::<Set>(), nodes, "{}", said());
    assert_eq!(found.links.iter().collect::<Set>(), links, "{}", said());
    assert_eq!(found.stops.iter().map(|stop| stop.node).collect::<Set>(), stops, "{}", said());
    for reached in found.stops.iter().chain(&found.sources) {
        assert!((reached.distance_m - distances[reached.node as usize]).abs() < 1e-9, "{}", said());
    }
    let is_source = |node: &u32| matches!(net.devices[*node as usize], Device::Source | Device::SourceWhileFed { .. });
    let sources: Set = nodes.iter().copied().filter(is_source).collect();
    assert_eq!(found.sources.iter().map(|source| source.node).collect::<Set>(), sources, "{}", said());

    // The farthest first: a valve may stay open when nothing comes through it all the same, and what is
    // fed stays the same.
    let mut close: Set = stops.iter().copied().filter(|stop| !net.is_closed(*stop, &Set::new())).collect();
    for stop in found.stops.iter().rev() {
        let mut fewer = close.clone();
        let fed = |closed: &Set| net.fed(&(links.clone(), nodes.clone(), closed.clone()));
        if fewer.remove(&stop.node) && !net.leak_is_fed(&nodes, &links, &fewer) && fed(&fewer) == fed(&close) {
            close = fewer;
        }
    }
    assert_eq!(found.close.iter().map(|stop| stop.node).collect::<Set>(), close, "{}", said());
    assert!(found.close.is_sorted_by(|a, b| (a.distance_m, a.node) < (b.distance_m, b.node)), "{}", said());

    let nothing = (Set::new(), Set::new(), Set::new());
    let fed_before = net.fed(&nothing);
    assert_eq!(supply.fed_now().iter().collect::<Set>(), fed_before, "{}", said());
    let cut = (links.clone(), nodes.clone(), close.clone());
    let fed = net.fed(&cut);
    let out: Set = nodes.iter().copied().chain(fed_before.difference(&fed).copied()).collect();
    assert_eq!(found.out.iter().collect::<Set>(), out, "{}", said());
    assert_eq!(found.still_fed, net.pieces_still_fed(leak, &(links, nodes, stops), &fed), "{}", said());

    // With a valve of the set left open more is out: none may be dropped. (Of two circuits one may be
    // shut at a place that is out anyway, for want of the other.)
    for stop in close.iter().filter(|_| !net.links.iter().any(|link| link.2 == Circuit::Return)) {
        let open: Set = unusable.iter().copied().chain([*stop]).collect();
        let (nodes, links, stops, _) = net.traced(leak, &open);
        let fed = net.fed(&(links, nodes.clone(), stops));
        let more: Set = nodes.iter().copied().chain(fed_before.difference(&fed).copied()).collect();
        assert!(more != out || !nodes.contains(stop), "{stop} for nothing; {}", said());
    }
}

#[test]
fn ten_thousand_networks_are_isolated_as_the_definitions_say() {
    (0..10_000).for_each(check_one);
}

#[test]
fn what_is_fed_after_any_cut_is_what_the_definitions_say() {
    for seed in 20_000..23_000 {
        let mut dice = Dice(seed);
        let net = Net::random(&mut dice, seed.is_multiple_of(3));
        let supply = net.supply();
        let mut cut = supply.whole();
        let mut naive = (Set::new(), Set::new(), Set::new());
        for link in (0..).take(net.links.len()) {
            if dice.roll(4) == 0 {
                cut.links.insert(link);
                naive.0.insert(link);
            }
        }
        for node in net.nodes() {
            if matches!(net.devices[node as usize], Device::Valve { .. }) && dice.roll(2) == 0 {
                cut.valves.insert(node);
                naive.2.insert(node);
            }
        }
        assert_eq!(supply.fed(&cut).iter().collect::<Set>(), net.fed(&naive), "seed {seed}: {net:?}");
    }
}
