//! The counts of every goal, everywhere, on one day: what all rows are read from.

use chrono::NaiveDate;

use crate::policy::goals::counts::Counts;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Sums;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::GoalRules;
use crate::policy::goals::input::Input;
use crate::queries::condition_scale::Scale;
use crate::world::UnitId;
use crate::world::World;

/// What was counted for one goal: by part, and for yearly measures by year.
#[derive(Clone, Debug)]
pub struct GoalLedger {
    pub goal: Goal,
    pub parts: Vec<Sums>,
}

/// What was counted for all goals on a day.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub day: NaiveDate,
    pub revision: i64,
    pub goals: Vec<GoalLedger>,
}

impl Ledger {
    /// Counts every goal in force.
    pub fn of(world: &World, day: NaiveDate, rules: &GoalRules, scale: &Scale) -> Self {
        let input = Input::new(world, day, scale.clone());
        let goals = rules.on(day).into_iter().map(|goal| counted(&input, goal)).collect();
        Self { day, revision: world.revision(), goals }
    }
}

fn counted<'a>(input: &Input<'a>, goal: &Goal) -> GoalLedger {
    let parts = goal.measure.part_count(goal, input.day);
    let mut tally = Tally {
        input,
        goal,
        parts: vec![Sums::new(input.tree.len()); parts],
        keys: Vec::new(),
        unknown: Vec::new(),
        all: Vec::new(),
    };
    (goal.measure.run)(input, goal, &mut tally);
    GoalLedger { goal: goal.clone(), parts: tally.parts }
}

struct Tally<'b, 'a> {
    input: &'b Input<'a>,
    goal: &'b Goal,
    parts: Vec<Sums>,
    /// Where the thing at hand fails, is unknown, is at all: kept so as not to be made for each.
    keys: Vec<(UnitId, Option<UnitId>)>,
    unknown: Vec<(UnitId, Option<UnitId>)>,
    all: Vec<(UnitId, Option<UnitId>)>,
}

impl<'a> Sink<'a> for Tally<'_, 'a> {
    fn count(&mut self, part: usize, _: Thing<'a>, pieces: &[Piece<'a>]) {
        let sums = &mut self.parts[part];
        self.keys.clear();
        self.unknown.clear();
        self.all.clear();
        for piece in pieces.iter().filter(|piece| self.input.takes(self.goal, piece.unit)) {
            let Some(unit) = piece.unit else {
                sums.nowhere.take(piece);
                continue;
            };
            let body = self.input.body_of(unit);
            sums.each(self.input.adds_to(unit), body, |counts| counts.take(piece));
            let places = self.input.adds_to(unit).iter().flat_map(|unit| {
                [Some((*unit, None)), body.filter(|body| body != unit).map(|body| (*unit, Some(body)))]
            });
            match piece.verdict {
                Verdict::Failing => self.keys.extend(places.clone().flatten()),
                Verdict::Unknown => self.unknown.extend(places.clone().flatten()),
                Verdict::Passing => {}
            }
            self.all.extend(places.flatten());
        }
        let mut told = |keys: &mut Vec<(UnitId, Option<UnitId>)>, add: fn(&mut Counts)| {
            keys.sort_unstable();
            keys.dedup();
            for (unit, body) in keys.iter() {
                sums.one(*unit, *body, add);
            }
        };
        told(&mut self.keys, |counts| counts.failing_things += 1);
        told(&mut self.unknown, |counts| counts.unknown_things += 1);
        told(&mut self.all, |counts| counts.things += 1);
    }
}
