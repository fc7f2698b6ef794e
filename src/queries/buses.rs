//! Which villages a bus serves on a day, and how many lines take one to the county seat.
//!
//! A line is ridden between any two of its stops, whichever comes first: a bus that goes comes back.
//! Changing lines is at one stop, or between stops of one name that lie within [`CHANGE_M`] of each other.
//! A county's seat is where its stops say so (`county_seat`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::Value;
use crate::queries::bus_lines::Line;
use crate::queries::bus_lines::Lines;
use crate::queries::bus_lines::Rides;
use crate::world::Level;
use crate::world::UnitId;
use crate::world::World;

pub use crate::queries::bus_lines::CHANGE_M;
pub use crate::queries::bus_lines::Ride;

/// What is known of the buses of one village.
#[derive(Clone, Debug, PartialEq)]
pub struct BusAnswer<'a> {
    pub village: &'a str,
    /// Whether a stop of the village is served; `None` is unknown. See [`Buses::answer`].
    pub has_bus: Option<bool>,
    /// Whether nothing but lines on demand serve it; `None` where none does, or where it is not recorded.
    pub only_on_demand: Option<bool>,
    /// Its stops that are served, by code.
    pub stops: Vec<&'a str>,
    /// Whether so few lines lead to the county seat; `None` is unknown.
    pub reaches_seat: Option<bool>,
    /// The fewest lines to board, 0 at the seat itself; `None` where none lead there.
    pub lines: Option<usize>,
    /// The rides that prove it, in order.
    pub rides: Vec<Ride<'a>>,
}

/// The buses of one day; made once for many questions.
pub struct Buses<'a> {
    world: &'a World,
    lines: Lines<'a>,
    /// The served stops of each unit, the finest that is known of them.
    served: BTreeMap<UnitId, Vec<usize>>,
    /// Units above villages in which a served stop lies, nobody recorded in which village.
    unplaced: BTreeSet<UnitId>,
    /// Bodies and counties in which any stop is recorded.
    recorded: BTreeSet<UnitId>,
    /// Bodies and counties in which a line runs whose stops are not recorded.
    vague: BTreeSet<UnitId>,
    to_seat: HashMap<UnitId, Seat<'a>>,
}

/// Rides to the seat of one body or county.
struct Seat<'a> {
    sure: Rides<'a>,
    /// With stops of which nobody recorded whether they are of the seat.
    possible: Rides<'a>,
    is_known: bool,
}

impl<'a> Buses<'a> {
    pub fn on(world: &'a World, day: NaiveDate) -> Self {
        let tree = world.jurisdictions().tree();
        let mut lines = Lines::new(world);
        let mut vague = BTreeSet::new();
        for row in world.named("bus_routes").in_code_order(None) {
            let (from, to) = (row.value("from_on").as_date(), row.value("to_on").as_date());
            if from.is_some_and(|from| day < from) || to.is_some_and(|to| to < day) {
                continue;
            }
            let stops = if let Value::List(codes) = row.value("stop_codes") { codes } else { Vec::new() };
            if stops.is_empty() {
                let unit = row.text("jurisdiction_code").and_then(|code| tree.find(code));
                vague.extend(unit.into_iter().flat_map(|unit| seats_of(world, unit)));
            }
            let on_demand = if let Value::Boolean(flag) = row.value("on_demand") { Some(flag) } else { None };
            lines.add(Line { code: row.code(), on_demand, stops: Vec::new() }, &stops);
        }
        let mut served: BTreeMap<UnitId, Vec<usize>> = BTreeMap::new();
        let (mut recorded, mut unplaced) = (BTreeSet::new(), BTreeSet::new());
        let mut seats: BTreeMap<UnitId, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (nth, stop) in lines.stops().iter().enumerate() {
            let Some(unit) = stop.unit else { continue };
            if lines.serves(nth) {
                served.entry(unit).or_default().push(nth);
                // A stop of the seat is no village's.
                if tree.unit(unit).level != Some(Level::Village) && stop.is_seat != Some(true) {
                    unplaced.insert(unit);
                }
            }
            for seat in seats_of(world, unit) {
                recorded.insert(seat);
                let (sure, possible) = seats.entry(seat).or_default();
                sure.extend((stop.is_seat == Some(true)).then_some(nth));
                possible.extend((stop.is_seat != Some(false)).then_some(nth));
            }
        }
        let seat = |(unit, (sure, possible)): (UnitId, (Vec<usize>, Vec<usize>))| {
            let is_known = !sure.is_empty();
            (unit, Seat { sure: lines.rides_to(&sure), possible: lines.rides_to(&possible), is_known })
        };
        let to_seat = seats.into_iter().map(seat).collect();
        Self { world, lines, served, unplaced, recorded, vague, to_seat }
    }

    /// Every village, in the order of their codes.
    pub fn villages(&self, most_lines: usize) -> Vec<BusAnswer<'a>> {
        let tree = self.world.jurisdictions().tree();
        let villages = tree.ids().filter(|unit| tree.unit(*unit).level == Some(Level::Village));
        villages.map(|village| self.answer(village, most_lines)).collect()
    }

    /// One village (A24, A25).
    ///
    /// A village without a served stop has no bus, as the stops of its county are on record; but that is
    /// unknown where no stop of the county is recorded, where a line of the county runs whose stops are not
    /// recorded, and where a served stop lies in its township (or just: in its county) and nobody recorded in
    /// which village.
    pub fn answer(&self, village: UnitId, most_lines: usize) -> BusAnswer<'a> {
        let tree = self.world.jurisdictions().tree();
        let code: &'a str = &tree.unit(village).code;
        let stops = self.served.get(&village).map_or(&[][..], |stops| &stops[..]);
        let seats = seats_of(self.world, village);
        let is_vague = seats.iter().any(|seat| self.vague.contains(seat));
        if stops.is_empty() {
            let is_recorded = seats.iter().any(|seat| self.recorded.contains(seat));
            let may_be_its = tree.lineage(village).skip(1).any(|above| self.unplaced.contains(&above));
            let has_bus = (is_recorded && !is_vague && !may_be_its).then_some(false);
            return BusAnswer {
                village: code,
                has_bus,
                only_on_demand: None,
                stops: Vec::new(),
                reaches_seat: has_bus,
                lines: None,
                rides: Vec::new(),
            };
        }
        let known: Vec<&Seat> = seats.iter().filter_map(|seat| self.to_seat.get(seat)).collect();
        let sure = self.fewest(known.iter().map(|seat| &seat.sure), stops);
        let possible = self.fewest(known.iter().map(|seat| &seat.possible), stops);
        let is_reached = sure.as_ref().is_some_and(|(count, ..)| *count <= most_lines);
        let may_be_reached = is_vague
            || known.iter().all(|seat| !seat.is_known)
            || possible.is_some_and(|(count, ..)| count <= most_lines);
        let reaches_seat = if is_reached { Some(true) } else { (!may_be_reached).then_some(false) };
        BusAnswer {
            village: code,
            has_bus: Some(true),
            only_on_demand: self.lines.only_on_demand(stops),
            stops: stops.iter().map(|stop| self.lines.stops()[*stop].code).collect(),
            reaches_seat,
            lines: sure.as_ref().map(|(count, ..)| *count),
            rides: sure.map(|(_, rides, stop)| rides.from(&self.lines, stop)).unwrap_or_default(),
        }
    }

    /// The fewest lines from any of these stops, with the stop and by which rides.
    fn fewest<'r>(
        &self,
        each: impl Iterator<Item = &'r Rides<'a>>,
        stops: &[usize],
    ) -> Option<(usize, &'r Rides<'a>, usize)>
    where
        'a: 'r,
    {
        let from = |rides: &'r Rides<'a>| {
            stops.iter().filter_map(move |stop| Some((rides.count(&self.lines, *stop)?, rides, *stop)))
        };
        each.flat_map(from).min_by_key(|found| found.0)
    }
}

/// The county-level bodies whose seat is the one of a unit: the body that answers for it, and the county
/// that it lies in. 东城区 has a body of its own and goes to town where its county does.
fn seats_of(world: &World, unit: UnitId) -> Vec<UnitId> {
    let tree = world.jurisdictions().tree();
    let county = tree.lineage(unit).find(|above| tree.unit(*above).level == Some(Level::County));
    let mut seats: Vec<UnitId> = tree.unit(unit).body.into_iter().chain(county).collect();
    seats.dedup();
    seats
}
