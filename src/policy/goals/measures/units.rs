//! What counties, townships and villages have: clauses, people, rooms (A11, A14, A22, A23, A26, A27, A31).

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Blanks;
use crate::policy::goals::input::Input;
use crate::policy::goals::measures::bodies::nothing_recorded;
use crate::world::UnitId;

fn tell<'a>(sink: &mut dyn Sink<'a>, part: usize, unit: UnitId, is_so: Option<bool>, [no, unknown]: [&'static str; 2]) {
    let why = if is_so.is_some() { no } else { unknown };
    sink.count(part, Thing::Unit(unit), &[Piece::one(Some(unit), Verdict::of(is_so), why)]);
}

/// The units of each level: bodies, townships, villages.
fn levels(input: &Input<'_>) -> [Vec<UnitId>; 3] {
    [input.bodies().collect(), input.townships().collect(), input.villages().collect()]
}

/// A11: townships and villages whose rules (乡规民约、村规民约) have a clause on the care of roads.
pub fn road_clause<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let [_, townships, villages] = levels(input);
    for units in [townships, villages] {
        let blanks = input.blanks(goal, "road_clause_since", &units, false);
        for unit in units {
            let is_so = input.since(unit, "road_clause_since", &blanks);
            tell(
                sink,
                0,
                unit,
                is_so,
                ["no clause on the care of roads by the day", "not recorded since when it has the clause"],
            );
        }
    }
}

/// A14: a county has an enforcement team, a township an officer, a village a road guard (C3: the two
/// documents name them differently).
pub fn enforcement_staff<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    for (part, units) in levels(input).into_iter().enumerate() {
        let blanks = input.blanks(goal, "enforcement_staff_since", &units, part == 0);
        for unit in units {
            let is_so = staffed(input, unit, ["enforcement_staff", "enforcement_staff_since"], &blanks);
            tell(
                sink,
                part,
                unit,
                is_so,
                ["nobody to protect the road by the day", "not recorded whether it has anybody to protect the road"],
            );
        }
    }
}

/// A23: a county and a township have an office for maintenance, a village a person.
pub fn maintenance_organised<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    for (part, units) in levels(input).into_iter().enumerate() {
        let is_village = part == 2;
        let field = if is_village { "maintenance_staff_since" } else { "maintenance_org_since" };
        let blanks = input.blanks(goal, field, &units, part == 0);
        for unit in units {
            let is_so = if is_village {
                staffed(input, unit, ["maintenance_staff", field], &blanks)
            } else {
                input.since(unit, field, &blanks)
            };
            tell(
                sink,
                part,
                unit,
                is_so,
                [
                    "no office or person for maintenance by the day",
                    "not recorded since when it has an office or person for maintenance",
                ],
            );
        }
    }
}

/// A number of people and the day since which they are there. None at all is no, whatever the day; some
/// without a day are there once the record that has them is valid.
fn staffed(input: &Input<'_>, unit: UnitId, [staff, since]: [&str; 2], blanks: &Blanks) -> Option<bool> {
    let row = input.row(unit)?;
    let people = if let crate::domain::Value::Integer(people) = row.value(staff) { Some(people) } else { None };
    let valid_from = row.shard.standing(row.row).1;
    match (people, row.value(since).as_date()) {
        (Some(0), _) => Some(false),
        (_, Some(day)) => Some(day <= input.day),
        (Some(_), None) => valid_from.is_some_and(|from| from <= input.day).then_some(true),
        (None, None) => blanks.of(input.body_of(unit)),
    }
}

/// A22: a county has a standard maintenance centre, a township a station, a village a room.
pub fn facilities<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let kinds = ["county_maintenance_centre", "township_station", "village_room"];
    for (part, (units, kind)) in levels(input).into_iter().zip(kinds).enumerate() {
        let found = Facilities::of(input, goal, kind, part == 0);
        for unit in units {
            let is_so = found.at(input, unit, part == 0);
            tell(
                sink,
                part,
                unit,
                is_so,
                [
                    "has none that was open by the day and up to standard",
                    "not recorded whether it has one, since when, or up to which standard",
                ],
            );
        }
    }
}

/// A26: townships fit for a transport service station, and whether they have one.
pub fn service_stations<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let found = Facilities::of(input, goal, "transport_service_station", false);
    for unit in input.townships() {
        let is_eligible = input.row(unit).map(|row| row.value("station_eligible"));
        match is_eligible {
            Some(crate::domain::Value::Boolean(false)) => {}
            Some(crate::domain::Value::Boolean(true)) => {
                let is_so = found.at(input, unit, false);
                tell(
                    sink,
                    0,
                    unit,
                    is_so,
                    [
                        "no service station open by the day",
                        "not recorded whether it has a service station, or since when",
                    ],
                );
            }
            _ => tell(sink, 0, unit, None, ["", "not recorded whether it is fit for a service station"]),
        }
    }
}

/// The facilities of one kind, by the unit that they serve: the day of opening, and whether up to standard.
struct Facilities {
    by_unit: HashMap<UnitId, Vec<(Option<NaiveDate>, Option<bool>)>>,
    blanks: Blanks,
}

impl Facilities {
    fn of(input: &Input<'_>, goal: &Goal, kind: &str, everywhere: bool) -> Self {
        let mut by_unit: HashMap<UnitId, Vec<(Option<NaiveDate>, Option<bool>)>> = HashMap::new();
        for row in input.world.named("facilities").rows().filter(|row| row.text("kind") == Some(kind)) {
            // The unit that it serves is the one recorded, not the finest at its place.
            if let Some(unit) = row.text("jurisdiction_code").and_then(|code| input.tree.find(code)) {
                let standard =
                    if let crate::domain::Value::Boolean(is) = row.value("standard") { Some(is) } else { None };
                by_unit.entry(unit).or_default().push((row.value("opened_on").as_date(), standard));
            }
        }
        let known: Vec<Option<UnitId>> = by_unit.keys().map(|unit| input.body_of(*unit)).collect();
        Self { by_unit, blanks: Blanks::new(goal.blank, known.into_iter(), everywhere) }
    }

    fn at(&self, input: &Input<'_>, unit: UnitId, must_be_standard: bool) -> Option<bool> {
        let Some(own) = self.by_unit.get(&unit) else { return self.blanks.of(input.body_of(unit)) };
        let each = own.iter().map(|(opened, standard)| {
            let is_open = Verdict::of(opened.map(|opened| opened <= input.day));
            if must_be_standard { is_open.and(Verdict::of(*standard)) } else { is_open }
        });
        // One that passes is enough.
        match each.max() {
            Some(Verdict::Passing) => Some(true),
            Some(Verdict::Failing) => Some(false),
            _ => None,
        }
    }
}

/// A27: the mechanism, and the upkeep of what serves passengers at the road: flags, no number.
pub fn mechanism<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let units: Vec<UnitId> = input.bodies().collect();
    for (part, field) in ["mechanism_since", "bus_stops_maintained_since"].into_iter().enumerate() {
        let blanks = input.blanks(goal, field, &units, true);
        for unit in &units {
            let is_so = input.since(*unit, field, &blanks);
            tell(sink, part, *unit, is_so, ["not in place by the day", "not recorded since when it is in place"]);
        }
    }
}

/// A31: villages that got piped gas in the period.
pub fn villages_newly_with_gas<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut is_kept = false;
    for unit in input.villages() {
        let Some(since) = input.row(unit).and_then(|row| row.value("piped_gas_since").as_date()) else { continue };
        is_kept = true;
        if goal.is_in_period(since, input.day) {
            tell(sink, 0, unit, Some(true), [""; 2]);
        }
    }
    if !is_kept {
        nothing_recorded(input, sink, "of no village it is recorded since when it has piped gas");
    }
}
