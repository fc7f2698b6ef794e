//! What would be owed under other rates, another regime, or with roads that are not there: never an obligation
//! in law.

use crate::policy::money::amounts::Rates;
use crate::policy::money::amounts::Regime;
use crate::world::Metres;
use crate::world::RuralClass;
use crate::world::UnitId;

/// What is taken in the place of the rules and the inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// Fen per kilometre and year, of the classes given.
    pub rates: Vec<(RuralClass, u64)>,
    /// Of every body.
    pub regime: Option<Regime>,
    pub added: Vec<AddedRoad>,
}

/// A road that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddedRoad {
    pub unit: UnitId,
    pub class: RuralClass,
    pub metres: u64,
}

impl WhatIf {
    pub(super) fn rates(&self, by_rule: Rates) -> Rates {
        let mut rates = by_rule;
        for (class, fen) in &self.rates {
            match class {
                RuralClass::County => rates.county = *fen,
                RuralClass::Township => rates.township = *fen,
                RuralClass::Village => rates.village = *fen,
            }
        }
        rates
    }

    pub(super) fn added_to(&self, unit: UnitId) -> Metres {
        let mut metres = Metres::default();
        for road in self.added.iter().filter(|road| road.unit == unit) {
            metres.add(road.class, road.metres);
        }
        metres
    }
}
