//! Model counties (A01, A30).

use std::collections::BTreeMap;
use std::collections::HashMap;

use chrono::NaiveDate;

use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Blanks;
use crate::policy::goals::input::Input;
use crate::world::Row;
use crate::world::UnitId;

/// A01: counties and districts whose rural roads are long enough, and which of them are model counties of
/// the province. A national model county is one of the province too (A-national). Zones (管委会) are no
/// counties.
pub fn model_counties<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let least_m = goal.with.min_mileage_km.unwrap_or_default() * 1000.0;
    let mut mileage: HashMap<UnitId, u64> = HashMap::new();
    for segment in input.segments(goal) {
        for share in input.world.shares(segment) {
            if let Some(body) = share.unit.and_then(|unit| input.body_of(unit)) {
                *mileage.entry(body).or_default() += u64::from(share.metres);
            }
        }
    }
    let granted = designations(input);
    let blanks = Blanks::new(goal.blank, granted.keys().map(|unit| Some(*unit)), true);
    for body in input.bodies().filter(|body| !input.is_zone(*body)) {
        let metres = mileage.get(&body).copied();
        #[expect(clippy::cast_precision_loss, reason = "metres of a county are far below 2^53")]
        if metres.is_some_and(|metres| (metres as f64) < least_m) {
            continue;
        }
        let is_granted = match granted.get(&body) {
            None => blanks.of(Some(body)),
            Some(terms) => held_on(terms, input.day),
        };
        let (verdict, why) = match (metres, is_granted) {
            (None, _) => (Verdict::Unknown, "no countable rural road is recorded there, so its mileage is not known"),
            (_, Some(true)) => (Verdict::Passing, ""),
            (_, Some(false)) => (Verdict::Failing, "not designated a model county of the province"),
            (_, None) => (Verdict::Unknown, "no designation is recorded, or not since when"),
        };
        sink.count(0, Thing::Unit(body), &[Piece::one(Some(body), verdict, why)]);
    }
}

/// Days from which and before which a designation holds.
type Term = (Option<NaiveDate>, Option<NaiveDate>);

/// The designations as model county of the province or the state, by unit.
fn designations(input: &Input<'_>) -> HashMap<UnitId, Vec<Term>> {
    let mut found: HashMap<UnitId, Vec<Term>> = HashMap::new();
    for row in input.world.named("designations").rows().filter(|row| is_model_county(*row)) {
        if let Some(unit) = row.text("jurisdiction_code").and_then(|code| input.tree.find(code)) {
            let term = (row.value("granted_on").as_date(), row.value("withdrawn_on").as_date());
            found.entry(unit).or_default().push(term);
        }
    }
    found
}

fn is_model_county(row: Row<'_>) -> bool {
    row.text("kind") == Some("model_county") && matches!(row.text("level"), Some("provincial" | "national"))
}

/// A designation without the day of its grant may or may not have been there.
fn held_on(terms: &[Term], day: NaiveDate) -> Option<bool> {
    let mut answer = Some(false);
    for (granted, withdrawn) in terms {
        let is_withdrawn = withdrawn.is_some_and(|withdrawn| withdrawn <= day);
        match granted {
            Some(granted) if *granted <= day && !is_withdrawn => return Some(true),
            None if !is_withdrawn => answer = None,
            _ => {}
        }
    }
    answer
}

/// A30: how many counties were designated for the first time in the period; withdrawn or not since. A county
/// counts once, however many designations it has.
pub fn model_counties_granted<'a>(input: &Input<'a>, goal: &Goal, sink: &mut dyn Sink<'a>) {
    let mut by_county: BTreeMap<Option<UnitId>, Vec<Row<'a>>> = BTreeMap::new();
    for row in input.world.named("designations").in_code_order(None).filter(|row| is_model_county(*row)) {
        let unit = row.text("jurisdiction_code").and_then(|code| input.tree.find(code));
        by_county.entry(unit).or_default().push(row);
    }
    if by_county.is_empty() {
        nothing_recorded(input, sink, "no designation of a model county is recorded at all");
    }
    for (unit, rows) in by_county {
        let granted = |row: &Row<'a>| row.value("granted_on").as_date();
        let first = rows.iter().filter_map(|row| Some((granted(row)?, *row))).min_by_key(|(day, _)| *day);
        let undated = rows.iter().find(|row| granted(row).is_none());
        match (first, undated) {
            (Some((day, row)), None) if goal.is_in_period(day, input.day) => {
                sink.count(0, Thing::Record(row), &[Piece::one(unit, Verdict::Passing, "")]);
            }
            // One that was there before the period began settles it, whatever another without a day says.
            (Some((day, _)), Some(_)) if goal.with.from.is_some_and(|from| day < from) => {}
            (_, Some(row)) => {
                let why = "the day of the designation is not recorded";
                sink.count(0, Thing::Record(*row), &[Piece::one(unit, Verdict::Unknown, why)]);
            }
            _ => {}
        }
    }
}

/// Where nothing of a kind is recorded, nobody can say that there is nothing.
pub fn nothing_recorded<'a>(input: &Input<'a>, sink: &mut dyn Sink<'a>, why: &'static str) {
    for body in input.bodies() {
        let piece = Piece { amount: None, ..Piece::one(Some(body), Verdict::Unknown, why) };
        sink.count(0, Thing::Unit(body), &[piece]);
    }
}
