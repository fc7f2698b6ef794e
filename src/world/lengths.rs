//! How much road each jurisdiction has that counts for money and goals, in whole metres by class.

use crate::world::World;
use crate::world::tree::UnitId;

/// The classes of rural roads, in the order in which every rule names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuralClass {
    County,
    Township,
    Village,
}

impl RuralClass {
    pub const ALL: [Self; 3] = [Self::County, Self::Township, Self::Village];

    /// `None` for a class whose roads are not rural.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == text)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }
}

/// Whole metres of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metres([u64; 3]);

impl Metres {
    pub fn new(county: u64, township: u64, village: u64) -> Self {
        Self([county, township, village])
    }

    pub fn of(self, class: RuralClass) -> u64 {
        self.0[class as usize]
    }

    pub fn total(self) -> u64 {
        self.0.iter().sum()
    }

    pub fn add(&mut self, class: RuralClass, metres: u64) {
        self.0[class as usize] += metres;
    }

    pub fn add_all(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

/// The countable length of every jurisdiction, each metre in the finest one that holds it.
#[derive(Debug, Default)]
pub struct Lengths {
    /// By [`UnitId::index`].
    by_unit: Vec<Metres>,
    unplaced: Metres,
}

impl Lengths {
    /// What lies in a jurisdiction and in none below it.
    pub fn of(&self, unit: UnitId) -> Metres {
        self.by_unit.get(unit.index()).copied().unwrap_or_default()
    }

    /// What lies in no jurisdiction.
    pub fn unplaced(&self) -> Metres {
        self.unplaced
    }
}

impl World {
    /// The countable length by jurisdiction; made when first asked for.
    pub fn lengths(&self) -> &Lengths {
        self.roads().lengths_or_init(|| self.measured())
    }

    fn measured(&self) -> Lengths {
        let tree = self.jurisdictions().tree();
        let mut lengths = Lengths { by_unit: vec![Metres::default(); tree.len()], unplaced: Metres::default() };
        for segment in self.roads().segments().filter(|segment| segment.is_countable()) {
            let Some(class) = segment.class.as_deref().and_then(RuralClass::read) else { continue };
            for share in self.shares(segment) {
                let into = match share.unit {
                    Some(unit) => &mut lengths.by_unit[unit.index()],
                    None => &mut lengths.unplaced,
                };
                into.add(class, u64::from(share.metres));
            }
        }
        lengths
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections::CLASSES_OF_RURAL_ROADS;

    #[test]
    fn the_classes_are_those_of_rural_roads_in_their_order() {
        assert_eq!(RuralClass::ALL.map(RuralClass::word).as_slice(), CLASSES_OF_RURAL_ROADS);
        assert_eq!(RuralClass::read("special"), None);
    }

    #[test]
    fn metres_are_kept_by_class() {
        let mut metres = Metres::new(1, 2, 3);
        metres.add(RuralClass::Village, 4);
        metres.add_all(Metres::new(10, 0, 0));
        assert_eq!((metres, metres.total(), metres.of(RuralClass::County)), (Metres::new(11, 2, 7), 20, 11));
    }
}
