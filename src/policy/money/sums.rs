//! What is owed by every jurisdiction in a year: computed for each county-level body, shared down to its
//! villages, and added up again, so that sums always close.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::policy::money::amounts::Shares;
use crate::policy::money::amounts::half_up;
use crate::policy::money::amounts::shared_out;
use crate::policy::money::amounts::wide;
use crate::policy::money::regimes::RegimeFound;
use crate::policy::money::regimes::Regimes;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::in_year;
use crate::policy::money::what_if::WhatIf;
use crate::policy::money::works::WorksDone;
use crate::world::Metres;
use crate::world::Scope;
use crate::world::UnitId;
use crate::world::World;

/// What lies in a jurisdiction and below it. Amounts without a rule in force are 0 and not asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub metres: Metres,
    pub floor: u64,
    /// Of the bodies whose regime is known.
    pub shares: Shares,
    pub works_target_m: u64,
    pub works_done_m: u64,
    /// Who answers for what lies there.
    pub bodies: BTreeSet<UnitId>,
    /// Metres for which no body answers.
    pub without_body_m: u64,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.metres.add_all(other.metres);
        self.floor += other.floor;
        self.shares.add(other.shares);
        self.works_target_m += other.works_target_m;
        self.works_done_m += other.works_done_m;
        self.bodies.extend(&other.bodies);
        self.without_body_m += other.without_body_m;
    }
}

/// All sums of a year.
pub(super) struct YearSums {
    by_unit: Vec<Sums>,
    /// Of a jurisdiction, the part of one body.
    by_part: HashMap<(UnitId, UnitId), Sums>,
    pub regimes: HashMap<UnitId, RegimeFound>,
}

impl YearSums {
    pub fn of(world: &World, rules: &MoneyRules, year: i32, done: &WorksDone, what_if: Option<&WhatIf>) -> Self {
        let tree = world.jurisdictions().tree();
        let found = Regimes::of(world, rules, year);
        let mut regimes: HashMap<UnitId, RegimeFound> = HashMap::new();
        let mut of_body: BTreeMap<Option<UnitId>, Vec<(UnitId, Sums)>> = BTreeMap::new();
        for unit in tree.ids() {
            let body = tree.unit(unit).body;
            let mut sums = Sums { metres: world.lengths().of(unit), ..Sums::default() };
            if let Some(what_if) = what_if {
                sums.metres.add_all(what_if.added_to(unit));
            }
            sums.works_done_m = done.by_unit.get(&unit).copied().unwrap_or(0);
            match body {
                Some(body) => {
                    sums.bodies.insert(body);
                    regimes.entry(body).or_insert_with(|| found.of_body(&tree.unit(body).code));
                }
                None => sums.without_body_m = sums.metres.total(),
            }
            of_body.entry(body).or_default().push((unit, sums));
        }
        if let Some(regime) = what_if.and_then(|what_if| what_if.regime.as_ref()) {
            for found in regimes.values_mut() {
                *found = RegimeFound::Recorded(regime.clone(), String::new());
            }
        }
        let mut sums = Self { by_unit: vec![Sums::default(); tree.len()], by_part: HashMap::new(), regimes };
        for (body, mut leaves) in of_body {
            sums.share(rules, year, body, &mut leaves, what_if);
            for (leaf, own) in leaves {
                for above in tree.adds_to(leaf) {
                    sums.by_unit[above.index()].add(&own);
                    if let Some(body) = body {
                        sums.by_part.entry((above, body)).or_default().add(&own);
                    }
                }
            }
        }
        sums
    }

    /// Computes what a body owes and shares it among what lies in it.
    fn share(
        &self,
        rules: &MoneyRules,
        year: i32,
        body: Option<UnitId>,
        leaves: &mut [(UnitId, Sums)],
        what_if: Option<&WhatIf>,
    ) {
        if let Some(daily) = in_year(&rules.daily, year) {
            let rates = what_if.map_or(daily.says, |what_if| what_if.rates(daily.says));
            let exact: Vec<u128> = leaves.iter().map(|(_, own)| rates.exact(own.metres)).collect();
            let floors = shared_out(half_up(exact.iter().sum(), 1000), &exact);
            let regime = body.and_then(|body| self.regimes.get(&body)?.regime());
            let shares = regime.map(|regime| regime.shares_of_each(&floors));
            for (nth, (_, own)) in leaves.iter_mut().enumerate() {
                own.floor = floors[nth];
                own.shares = shares.as_ref().map_or_else(Shares::default, |shares| shares[nth]);
            }
        }
        if let Some(works) = in_year(&rules.works, year) {
            let metres: Vec<u64> = leaves.iter().map(|(_, own)| own.metres.total()).collect();
            let weights = wide(&metres);
            let whole = half_up(weights.iter().sum::<u128>() * u128::from(works.says.0), 10_000);
            for ((_, own), target) in leaves.iter_mut().zip(shared_out(whole, &weights)) {
                own.works_target_m = target;
            }
        }
    }

    pub fn of_scope(&self, scope: Scope) -> Sums {
        match scope.within {
            None => self.by_unit[scope.unit.index()].clone(),
            Some(body) => self.by_part.get(&(scope.unit, body)).cloned().unwrap_or_default(),
        }
    }
}
