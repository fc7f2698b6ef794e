//! What is laid down before any county is thought out: all land, all borders, where roads cross
//! them. It is little; the counties themselves are made one at a time and forgotten again.

use std::sync::Arc;

use crate::generate::county::County;
use crate::generate::county::Heading;
use crate::generate::lands;
use crate::generate::lands::Lands;
use crate::generate::partition;
use crate::generate::partition::Tract;
use crate::generate::profile::Profile;
use crate::generate::territory::Territory;

pub struct Plan {
    seed: u64,
    counties: Vec<(&'static Profile, Arc<Territory>)>,
    heading: Heading,
}

impl Plan {
    /// 鄢陵 as if it were alone.
    pub fn of_county(seed: u64) -> Self {
        let mut plan = Self::new(seed, &partition::county(seed));
        plan.heading = Heading::City(None);
        plan
    }

    pub fn of_city(seed: u64) -> Self {
        Self::new(seed, &partition::city(seed))
    }

    fn new(seed: u64, tracts: &[Tract]) -> Self {
        let Lands { territories, shape } = lands::lands(seed, tracts);
        let counties =
            tracts.iter().zip(territories).map(|(tract, territory)| (tract.profile, Arc::new(territory))).collect();
        Self { seed, counties, heading: Heading::City(Some(shape)) }
    }

    pub fn len(&self) -> usize {
        self.counties.len()
    }

    /// Thinks a county out, the first with the city at the head of its records.
    pub fn county(&self, nth: usize) -> County {
        let (profile, territory) = &self.counties[nth];
        let heading = if nth == 0 { self.heading.clone() } else { Heading::None };
        County::new(self.seed, profile, Arc::clone(territory), heading)
    }

    #[cfg(test)]
    pub fn position(&self, code: &str) -> usize {
        self.counties.iter().position(|(profile, _)| profile.code == code).unwrap()
    }

    #[cfg(test)]
    pub fn shape(&self) -> Option<&crate::geom::Shape> {
        if let Heading::City(shape) = &self.heading { shape.as_ref() } else { None }
    }

    #[cfg(test)]
    pub fn territories(&self) -> impl Iterator<Item = &Territory> {
        self.counties.iter().map(|(_, territory)| &**territory)
    }
}
