//! Whom to call before works begin.

use std::collections::BTreeSet;

use crate::emergency::dig::DigFacility;
use crate::emergency::dig::Within;
use crate::emergency::dig::Works;
use crate::queries::Utility;
use crate::world::World;

/// Somebody to call, why, and by which clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// In Chinese, as the unit is named.
    pub unit: String,
    pub why: String,
    pub clause: &'static str,
}

/// The operators of the facilities, the nearest first, and the authorities of the counties of the works.
pub fn calls_of(world: &World, works: &Works, facilities: &[DigFacility]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for facility in facilities {
        let (unknown, clause) = match facility.utility {
            Utility::Gas => ("燃气企业（未登记）", "G10 5.1(4)"),
            Utility::Heat => ("热力企业（未登记）", "H10 6.1.1"),
        };
        let unit = facility.operator.as_deref().unwrap_or(unknown);
        if calls.iter().all(|call| call.unit != unit || call.clause != clause) {
            let what = if facility.operator.is_some() { "operates" } else { "the operator is not recorded of" };
            let why = format!(
                "{what} {} {}, {:.3} m from the works",
                facility.collection, facility.code, facility.distance_m
            );
            calls.push(Call { unit: unit.to_owned(), why, clause });
        }
    }
    let counties = counties_of(world, works);
    for (utility, authority, clause) in
        [(Utility::Gas, "燃气主管部门", "G10 3.4.2"), (Utility::Heat, "供热行政主管部门", "H10 6.1.1")]
    {
        let is_met =
            |within: Within| facilities.iter().any(|facility| facility.utility == utility && facility.within == within);
        let why = match (is_met(Within::Protection), is_met(Within::Control)) {
            (true, _) => "works inside a protection range",
            (false, true) => "works inside a control range",
            (false, false) => continue,
        };
        let named = counties.iter().map(|county| format!("{county}{authority}"));
        let units: Vec<String> = named.collect();
        let units = if units.is_empty() { vec![format!("县（市、区）{authority}")] } else { units };
        calls.extend(units.into_iter().map(|unit| Call { unit, why: why.to_owned(), clause }));
    }
    calls
}

/// Names of the county-level bodies that answer for the places of the works, by code.
fn counties_of(world: &World, works: &Works) -> Vec<String> {
    let areas = world.jurisdictions();
    let finest: BTreeSet<&str> = works.places().filter_map(|place| areas.finest_at(place)).collect();
    let county = |code: &&str| -> Option<String> {
        let accountable = areas.find(code).and_then(|area| area.text("accountable_code"));
        let is_county = |code: &&str| areas.find(code).is_some_and(|area| area.text("level") == Some("county"));
        accountable.or_else(|| areas.lineage(code).find(is_county)).map(str::to_owned)
    };
    let codes: BTreeSet<String> = finest.iter().filter_map(county).collect();
    codes.iter().map(|code| areas.name(code).unwrap_or(code).to_owned()).collect()
}
