//! Villages and their buses (A24, A25).

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::queries::Buses;

/// One change: two lines are boarded.
const MOST_LINES: usize = 2;

/// A24: villages with a stop that a line serves on the day.
pub fn villages_with_bus<'a>(input: &Input<'a>, _: &Goal, sink: &mut dyn Sink<'a>) {
    let buses = Buses::on(input.world, input.day);
    for unit in input.villages() {
        let has_bus = buses.answer(unit, MOST_LINES).has_bus;
        let why =
            if has_bus.is_some() { "no stop of it is served" } else { "not recorded where and how buses run there" };
        sink.count(0, Thing::Unit(unit), &[Piece::one(Some(unit), Verdict::of(has_bus), why)]);
    }
}

/// A25: villages from which the county seat is reached with at most one change.
pub fn villages_by_two_lines<'a>(input: &Input<'a>, _: &Goal, sink: &mut dyn Sink<'a>) {
    let buses = Buses::on(input.world, input.day);
    for unit in input.villages() {
        let reaches = buses.answer(unit, MOST_LINES).reaches_seat;
        let why = if reaches.is_some() {
            "two lines do not lead to the county seat"
        } else {
            "not recorded where and how buses run there, or which stops are in the county seat"
        };
        sink.count(0, Thing::Unit(unit), &[Piece::one(Some(unit), Verdict::of(reaches), why)]);
    }
}
