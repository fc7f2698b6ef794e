//! Lines and stops: where one changes, and the fewest lines from any stop to one of a set.

use std::collections::HashMap;
use std::collections::VecDeque;

use crate::domain::Value;
use crate::geom::LonLat;
use crate::geom::geodesic;
use crate::world::UnitId;
use crate::world::World;

/// How far apart stops of one name may lie to be one place for who changes, metres (an assumption).
pub const CHANGE_M: f64 = 200.0;

pub struct Stop<'a> {
    pub code: &'a str,
    /// The finest that is known: its village, else what it lies in.
    pub unit: Option<UnitId>,
    pub is_seat: Option<bool>,
    /// Stops of one number are one place for who changes.
    place: usize,
}

pub struct Line<'a> {
    pub code: &'a str,
    pub on_demand: Option<bool>,
    /// By their numbers; codes without a record are left out.
    pub stops: Vec<usize>,
}

/// One line boarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ride<'a> {
    pub line: &'a str,
    pub board: &'a str,
    pub alight: &'a str,
    pub on_demand: Option<bool>,
}

/// The lines of one day.
pub struct Lines<'a> {
    /// In the order of their codes.
    stops: Vec<Stop<'a>>,
    by_code: HashMap<&'a str, usize>,
    all: Vec<Line<'a>>,
    /// Of each stop.
    at_stop: Vec<Vec<usize>>,
    /// Of each place.
    stops_at: Vec<Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// All stops, and no line yet.
    pub fn new(world: &'a World) -> Self {
        let tree = world.jurisdictions().tree();
        let mut stops: Vec<Stop> = Vec::new();
        let mut by_name: HashMap<&str, Vec<(usize, LonLat)>> = HashMap::new();
        let mut stops_at: Vec<Vec<usize>> = Vec::new();
        for row in world.named("bus_stops").in_code_order(None) {
            let unit = |field| row.text(field).and_then(|code| tree.find(code));
            let [lon, lat] = row.shard.lonlat(row.row);
            let at = LonLat::new(lon, lat).ok();
            let nth = stops.len();
            // The first stop of the name that is near decides, in the order of codes.
            let named = row.text("name").zip(at);
            let same = named.and_then(|(name, at)| {
                let known = by_name.get(name)?.iter();
                known.clone().find(|(_, other)| geodesic::distance_m(at, *other) <= CHANGE_M).map(|(stop, _)| *stop)
            });
            let place = same.map_or(stops_at.len(), |stop| stops[stop].place);
            if place == stops_at.len() {
                stops_at.push(Vec::new());
            }
            stops_at[place].push(nth);
            if let Some((name, at)) = named {
                by_name.entry(name).or_default().push((nth, at));
            }
            let is_seat = if let Value::Boolean(flag) = row.value("county_seat") { Some(flag) } else { None };
            let unit = unit("village_code").or_else(|| unit("jurisdiction_code"));
            stops.push(Stop { code: row.code(), unit, is_seat, place });
        }
        let by_code = stops.iter().enumerate().map(|(nth, stop)| (stop.code, nth)).collect();
        let at_stop = vec![Vec::new(); stops.len()];
        Self { stops, by_code, all: Vec::new(), at_stop, stops_at }
    }

    pub fn add(&mut self, mut line: Line<'a>, stops: &[Box<str>]) {
        line.stops = stops.iter().filter_map(|code| self.by_code.get(&**code).copied()).collect();
        for stop in &line.stops {
            if self.at_stop[*stop].last() != Some(&self.all.len()) {
                self.at_stop[*stop].push(self.all.len());
            }
        }
        self.all.push(line);
    }

    pub fn stops(&self) -> &[Stop<'a>] {
        &self.stops
    }

    pub fn serves(&self, stop: usize) -> bool {
        !self.at_stop[stop].is_empty()
    }

    /// Whether no line but those on demand serves any of these stops; one that runs by itself decides.
    pub fn only_on_demand(&self, stops: &[usize]) -> Option<bool> {
        let lines = stops.iter().flat_map(|stop| &self.at_stop[*stop]).map(|line| self.all[*line].on_demand);
        let all: Vec<Option<bool>> = lines.collect();
        if all.contains(&Some(false)) {
            return Some(false);
        }
        (!all.is_empty() && !all.contains(&None)).then_some(true)
    }

    /// The fewest lines from every place to any of these stops, by breadth.
    pub fn rides_to(&self, goals: &[usize]) -> Rides<'a> {
        let mut counts: Vec<Option<usize>> = vec![None; self.stops_at.len()];
        let mut first: Vec<Option<Ride<'a>>> = vec![None; self.stops_at.len()];
        let mut taken = vec![false; self.all.len()];
        let mut open: VecDeque<usize> = VecDeque::new();
        for stop in goals {
            let place = self.stops[*stop].place;
            if counts[place].is_none() {
                counts[place] = Some(0);
                open.push_back(place);
            }
        }
        while let Some(place) = open.pop_front() {
            let so_far = counts[place].unwrap_or_default();
            for stop in &self.stops_at[place] {
                for line in &self.at_stop[*stop] {
                    if std::mem::replace(&mut taken[*line], true) {
                        continue;
                    }
                    let ridden = &self.all[*line];
                    for board in &ridden.stops {
                        let from = self.stops[*board].place;
                        if counts[from].is_none() {
                            counts[from] = Some(so_far + 1);
                            let [board, alight] = [board, stop].map(|stop| self.stops[*stop].code);
                            first[from] = Some(Ride { line: ridden.code, board, alight, on_demand: ridden.on_demand });
                            open.push_back(from);
                        }
                    }
                }
            }
        }
        Rides { counts, first }
    }
}

/// From every place to the nearest of some stops, by lines boarded.
pub struct Rides<'a> {
    counts: Vec<Option<usize>>,
    /// The line to board first.
    first: Vec<Option<Ride<'a>>>,
}

impl<'a> Rides<'a> {
    pub fn count(&self, lines: &Lines, stop: usize) -> Option<usize> {
        self.counts[lines.stops[stop].place]
    }

    /// The rides from a stop, in order; none at the goal itself.
    pub fn from(&self, lines: &Lines<'a>, stop: usize) -> Vec<Ride<'a>> {
        let mut rides = Vec::new();
        let mut place = lines.stops[stop].place;
        while let Some(ride) = self.first[place] {
            rides.push(ride);
            place = lines.stops[lines.by_code[ride.alight]].place;
        }
        rides
    }
}
