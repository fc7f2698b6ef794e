//! Works in the ground: whose gas and heat facilities they come near, what that fires, and whom to call first.
//!
//! Distances are planar in the grid, from the line or the place on the map, which is the axis of a pipe and not
//! its wall; in whole millimetres, so that what is shown decides, and a bound belongs to its range.

mod calls;
mod document;
mod facilities;
mod works;

pub use calls::Call;
pub use facilities::DigFacility;
pub use facilities::Within;
pub use works::Works;
pub use works::WorksRefusal;

use crate::policy::ProtectionRanges;
use crate::policy::ZoneParameters;
use crate::queries::Utility;
use crate::world::World;

/// What works come near.
#[derive(Clone, Debug)]
pub struct DigCheck {
    /// The nearest first, then by collection and code.
    pub facilities: Vec<DigFacility>,
    /// Of G10 3.2.4(2), the blue criterion of works inside a protection range of gas.
    pub verdict: Verdict,
    /// Nearest operator first, then authorities.
    pub calls: Vec<Call>,
    pub assumptions: Vec<(&'static str, String)>,
    /// The clause of the criterion, and the id of the ranges.
    pub clause: String,
    pub rules: String,
    pub revision: i64,
}

/// Whether a criterion holds; it is open where what is not known decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Fired,
    NotFired,
    Undetermined,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::NotFired => "not_fired",
            Self::Undetermined => "undetermined",
        }
    }
}

/// What of gas and heat works come near enough to, and what follows. Pipes out of service count: they may
/// still hold gas.
pub fn dig_check(world: &World, ranges: &ProtectionRanges, classes: &ZoneParameters, works: &Works) -> DigCheck {
    let facilities = facilities::facilities_of(world, ranges, classes, works);
    let verdict = verdict(ranges, &facilities);
    let calls = calls::calls_of(world, works, &facilities);
    DigCheck {
        assumptions: assumptions(ranges, &facilities),
        verdict,
        calls,
        facilities,
        clause: ranges.clause.clone(),
        rules: ranges.id.clone(),
        revision: world.revision(),
    }
}

/// Inside the narrowest range works are in range whatever the class is.
fn verdict(ranges: &ProtectionRanges, facilities: &[DigFacility]) -> Verdict {
    let in_range =
        facilities.iter().filter(|facility| facility.utility == Utility::Gas && facility.within == Within::Protection);
    let surely_m = ranges.narrowest_of_gas().protection_m;
    in_range.fold(Verdict::NotFired, |verdict, facility| {
        let is_sure = facility.pressure_class.is_some() || facility.distance_m <= surely_m;
        if is_sure || verdict == Verdict::Fired { Verdict::Fired } else { Verdict::Undetermined }
    })
}

fn assumptions(ranges: &ProtectionRanges, facilities: &[DigFacility]) -> Vec<(&'static str, String)> {
    let mut told =
        vec![("axis", "distances are from the line on the map, the axis of a pipe, not from its wall".to_owned())];
    let [gas, heat] = ranges.sources();
    for (utility, (source, is_assumed)) in [(Utility::Gas, gas), (Utility::Heat, heat)] {
        if is_assumed {
            let id = if utility == Utility::Gas { "DC18" } else { "heat-range" };
            told.push((id, source.to_owned()));
        }
    }
    let unknown =
        facilities.iter().filter(|facility| facility.utility == Utility::Gas && facility.pressure_class.is_none());
    let unknown = unknown.count();
    if unknown > 0 {
        told.push(("pressure-class", format!("of {unknown} of the gas facilities neither class nor pressure is recorded: the widest range is taken for them")));
    }
    told
}
