//! The trunk roads: national and provincial roads past the county seat, county roads from the seat
//! to the towns, from town to town and out of the county.
//!
//! A Gabriel graph (Gabriel and Sokal 1969) over seat, towns and the places where roads leave the
//! county: it is connected and its straight lines do not cross.

use std::collections::BTreeMap;

use crate::generate::borders::Exit;
use crate::generate::dice::Dice;
use crate::generate::dice::noise;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::profile::Profile;
use crate::generate::shapes::Place;
use crate::generate::shapes::bent;
use crate::generate::shapes::crossing;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::dot;
use crate::generate::shapes::moved;
use crate::generate::streets::Crossroads;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    National,
    Provincial,
    County,
    Township,
    Village,
    Urban,
}

impl Class {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Provincial => "provincial",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
            Self::Urban => "urban",
        }
    }

    /// Whether the road counts for goals, money and chiefs.
    pub fn is_rural(self) -> bool {
        matches!(self, Self::County | Self::Township | Self::Village)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Site {
    Seat,
    Town(usize),
    /// Where a national or provincial road passes the seat.
    Bypass,
    Exit,
}

/// A road from one site to the next.
pub struct Trunk {
    pub sites: [usize; 2],
    /// Where the seat's end joins its streets.
    pub gate: Option<Crossroads>,
    pub line: Vec<Place>,
    pub class: Class,
}

pub struct Skeleton {
    pub sites: Vec<(Site, Place)>,
    pub trunks: Vec<Trunk>,
}

/// Northings at which roads leave 鄢陵 westwards and eastwards when it is alone; the first pair is
/// the national road's.
const EXITS_M: [(f64, bool); 8] = [
    (-2_400.0, true),
    (-2_600.0, false),
    (-13_500.0, true),
    (-14_500.0, false),
    (-25_000.0, true),
    (-24_000.0, false),
    (6_500.0, true),
    (7_200.0, false),
];
/// Two trunk roads never leave a site at a smaller angle than that of this cosine (26°).
const MOST_ALIGNED: f64 = 0.9;
/// Sites to which a stranded exit may be joined.
const NEAREST: usize = 8;
/// Positions of the seat's bypasses among the sites, and of the first exit.
const NATIONAL_BYPASS: usize = 1;
const PROVINCIAL_BYPASS: usize = 2;
const FIRST_EXIT: usize = 3;

impl Skeleton {
    /// `towns` are the places of the townships' towns; the first is the county seat. One that the
    /// streets of the seat have swallowed has none.
    pub fn new(
        seed: u64,
        profile: &Profile,
        territory: &Territory,
        streets: &Streets,
        towns: &[Option<Place>],
    ) -> Self {
        let exits = if territory.exits.is_empty() { exits_alone(territory) } else { territory.exits.clone() };
        let mut sites: Vec<(Site, Place)> = vec![(Site::Seat, profile.seat)];
        sites.extend(profile.bypasses.iter().map(|at| (Site::Bypass, moved(*at, profile.seat))));
        sites.extend(exits.iter().map(|exit| (Site::Exit, exit.at)));
        sites.extend(towns.iter().enumerate().skip(1).filter_map(|(nth, at)| Some((Site::Town(nth), (*at)?))));
        let mut gates: BTreeMap<Crossroads, Place> =
            streets.gates().into_iter().map(|at| (at, streets.crossroads[&at])).collect();
        let mut skeleton = Self { sites, trunks: Vec::new() };
        for pair in chosen(&skeleton.sites) {
            skeleton.lay(seed, territory, streets, &mut gates, pair);
        }
        if !territory.exits.is_empty() {
            skeleton.join_stranded(seed, territory, streets, &mut gates);
        }
        if territory.exits.is_empty() {
            // From the western exit past the seat to the eastern one; from north to south on its east.
            skeleton.make(Class::National, &[FIRST_EXIT + 2, NATIONAL_BYPASS, FIRST_EXIT + 3]);
            skeleton.make(Class::Provincial, &[FIRST_EXIT, PROVINCIAL_BYPASS, FIRST_EXIT + 1]);
        }
        for class in [Class::National, Class::Provincial] {
            let bypass = if class == Class::National { NATIONAL_BYPASS } else { PROVINCIAL_BYPASS };
            for (nth, exit) in territory.exits.iter().enumerate().filter(|(_, exit)| exit.class == class) {
                debug_assert!(exit.is_shared, "exits are agreed with neighbours");
                skeleton.make(class, &[FIRST_EXIT + nth, bypass]);
            }
        }
        skeleton
    }

    /// A trunk road between two sites, the seat first, if there is a way; whether there is.
    fn lay(
        &mut self,
        seed: u64,
        territory: &Territory,
        streets: &Streets,
        gates: &mut BTreeMap<Crossroads, Place>,
        pair: [usize; 2],
    ) -> bool {
        let [mut a, b] = pair.map(|site| self.sites[site].1);
        let mut gate = None;
        if pair[0] == 0 {
            let near = |at: &Place| distance_sq(*at, b);
            let best =
                gates.iter().min_by(|x, y| near(x.1).total_cmp(&near(y.1))).map(|(crossroads, at)| (*crossroads, *at));
            let (crossroads, at) = best.expect("the seat has more gates than roads");
            gates.remove(&crossroads);
            (gate, a) = (Some(crossroads), at);
        }
        let mut dice = Dice::of(seed, "trunks", &format!("{} {}", pair[0], pair[1]));
        let line = (0..6)
            .map(|attempt| {
                let wild = 1.0 - real::of(attempt) / 5.0;
                wandering(seed, bent(a, b, 0.035 * wild * dice.bell(), 0.03 * wild * dice.bell(), 105.0), wild)
            })
            .find(|line| self.is_free(territory, streets, gate, line));
        let Some(line) = line else { return false };
        self.trunks.push(Trunk { sites: pair, gate, line, class: Class::County });
        true
    }

    /// Where no road reached an exit or a bypass, one from the nearest site from which there is a way:
    /// a neighbour's road ends at the same place.
    fn join_stranded(
        &mut self,
        seed: u64,
        territory: &Territory,
        streets: &Streets,
        gates: &mut BTreeMap<Crossroads, Place>,
    ) {
        for site in 1..self.sites.len() {
            let (kind, at) = self.sites[site];
            let is_stranded = !self.trunks.iter().any(|trunk| trunk.sites.contains(&site));
            if !is_stranded || !matches!(kind, Site::Exit | Site::Bypass) {
                continue;
            }
            let mut others: Vec<usize> =
                (1..self.sites.len()).filter(|other| *other != site && self.sites[*other].0 != Site::Exit).collect();
            let far = |other: &usize| distance_sq(self.sites[*other].1, at);
            others.sort_by(|a, b| far(a).total_cmp(&far(b)));
            // The seat comes last, because it has only so many gates.
            let tried = others.into_iter().take(NEAREST).map(|other| [site, other]).chain([[0, site]]);
            for pair in tried.collect::<Vec<_>>() {
                if self.lay(seed, territory, streets, gates, pair) {
                    break;
                }
            }
        }
    }

    /// Whether a trunk road may run so: through the county alone, past the streets and across no
    /// other trunk road. Where a bend would not, a straighter one may.
    fn is_free(&self, territory: &Territory, streets: &Streets, gate: Option<Crossroads>, line: &[Place]) -> bool {
        let is_exit = |at: &Place| territory.exits.iter().any(|exit| distance_sq(exit.at, *at) == 0.0);
        let is_ours = |at: &Place| is_exit(at) || territory.village_at(*at).is_some();
        if !line.iter().all(is_ours) {
            return false;
        }
        line.windows(2).all(|piece| {
            let piece = [piece[0], piece[1]];
            let meets = |other: [Place; 2]| {
                let is_shared = piece.iter().any(|end| other.contains(end));
                !is_shared && crossing(piece, other).is_some()
            };
            let is_street = streets.covers(piece[1], 60.0)
                && streets.all.iter().any(|street| {
                    street.crossroads.windows(2).any(|pair| {
                        let is_gate = gate.is_some_and(|gate| pair.contains(&gate));
                        !is_gate && meets([streets.crossroads[&pair[0]], streets.crossroads[&pair[1]]])
                    })
                });
            !is_street
                && !self.trunks.iter().any(|trunk| trunk.line.windows(2).any(|other| meets([other[0], other[1]])))
        })
    }

    /// Raises the trunks on the way through the sites given; the seat's own streets are no part of it.
    fn make(&mut self, class: Class, through: &[usize]) {
        for leg in through.windows(2) {
            let links: Vec<(usize, usize, u64)> = self
                .trunks
                .iter()
                .map(|trunk| {
                    let [a, b] = trunk.sites;
                    let taken = if trunk.class == Class::County { 1.0 } else { 6.0 };
                    let seat = if a == 0 { 1_000.0 } else { 1.0 };
                    (a, b, paths::cost(distance(self.sites[a].1, self.sites[b].1) * taken * seat))
                })
                .collect();
            let tree = paths::Tree::from(self.sites.len(), &links, leg[0]);
            for link in tree.way_to(leg[1]) {
                if self.trunks[link].class == Class::County {
                    self.trunks[link].class = class;
                }
            }
        }
    }
}

/// With bends of some hundred metres on top of its long ones; its ends stay.
fn wandering(seed: u64, line: Vec<Place>, wild: f64) -> Vec<Place> {
    let last = real::of(line.len() - 1);
    let bend = |nth: usize, at: Place| {
        let share = real::of(nth) / last;
        // Nothing at the ends, all of it from a fifth of the way on.
        let taper = (share.min(1.0 - share) * 5.0).min(1.0) * wild;
        let shift = |salt: u64| taper * (95.0 * noise(seed ^ salt, at, 1_500.0) + 30.0 * noise(seed ^ salt, at, 520.0));
        [at[0] + shift(0x51), at[1] + shift(0x52)]
    };
    line.into_iter().enumerate().map(|(nth, at)| bend(nth, at)).collect()
}

/// North and south tips, then the western and eastern places of [`EXITS_M`].
fn exits_alone(territory: &Territory) -> Vec<Exit> {
    let ring = &territory.ring;
    let inwards = |at: Place| {
        let ahead = direction(at, [0.0, at[1] * 0.9]);
        [at[0] + 140.0 * ahead[0], at[1] + 140.0 * ahead[1]]
    };
    let best = |key: &dyn Fn(&Place) -> f64| {
        *ring.iter().min_by(|a, b| key(a).total_cmp(&key(b))).expect("a ring has corners")
    };
    let mut exits = vec![best(&|at| -at[1]), best(&|at| at[1])];
    for (northing, is_west) in EXITS_M {
        let side = if is_west { 1.0 } else { -1.0 };
        exits.push(best(&|at: &Place| if (at[1] - northing).abs() < 400.0 { side * at[0] } else { f64::INFINITY }));
    }
    let exit = |at| Exit { at: inwards(at), class: Class::County, is_shared: false };
    exits.into_iter().map(exit).collect()
}

/// The pairs of sites to join, the seat first in a pair.
fn chosen(sites: &[(Site, Place)]) -> Vec<[usize; 2]> {
    let mut pairs: Vec<(f64, [usize; 2])> = Vec::new();
    for a in 0..sites.len() {
        for b in a + 1..sites.len() {
            let (from, to) = (sites[a].1, sites[b].1);
            let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
            let reach = distance_sq(from, to) / 4.0;
            let is_empty =
                (0..sites.len()).all(|other| other == a || other == b || distance_sq(sites[other].1, middle) > reach);
            let exits = [a, b].iter().all(|site| sites[*site].0 == Site::Exit);
            if is_empty && !exits {
                pairs.push((reach, [a, b]));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut kept: Vec<[usize; 2]> = Vec::new();
    for (_, pair) in pairs {
        let ahead = |from: usize, to: usize| direction(sites[from].1, sites[to].1);
        let is_apart = |site: usize, other: usize| {
            kept.iter().filter(|kept| kept.contains(&site)).all(|kept| {
                let end = if kept[0] == site { kept[1] } else { kept[0] };
                dot(ahead(site, other), ahead(site, end)) < MOST_ALIGNED
            })
        };
        if is_apart(pair[0], pair[1]) && is_apart(pair[1], pair[0]) {
            kept.push(pair);
        }
    }
    kept
}
