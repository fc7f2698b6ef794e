//! Hamlets and households as records.

use std::ops::Range;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::homes::Kind;
use crate::generate::numbers::whole;
use crate::generate::plane;
use crate::generate::segments::STOCK_DAY;
use crate::generate::utilities;

/// Villages whose vulnerable people were never counted, and single counts that are missing.
const UNCOUNTED_VILLAGES: f64 = 0.03;
const UNCOUNTED: f64 = 0.02;
const GROUP: usize = 45;

pub fn hamlet_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "hamlet facts", county.code);
    let mut households = vec![0; county.hamlets.len()];
    for building in &county.homes.buildings {
        if let (Some(hamlet), Kind::Detached) = (building.hamlet, building.kind) {
            households[hamlet] += building.homes.len();
        }
    }
    let hamlets = county.hamlets.iter().enumerate();
    hamlets
        .map(|(nth, hamlet)| {
            let since = day_within(&mut dice, date(2010, 3, 1), date(2024, 11, 30));
            let is_hard = dice.chance(if households[nth] >= 20 { 0.96 } else { 0.85 });
            Draft::new(collection("hamlets"), county.hamlet_code(nth))
                .shape(plane::point(hamlet.at))
                .set("name", hamlet.name.as_str())
                .set("village_code", county.territory.villages[hamlet.village].division.code)
                .set("jurisdiction_code", county.territory.villages[hamlet.village].division.code)
                .set("households", dice.known(0.015, whole(households[nth])))
                .set("hardened_road_since", is_hard.then_some(since))
                .done()
        })
        .collect()
}

/// The households of some of the villages, in order.
pub fn household_records(county: &County, villages: Range<usize>) -> Vec<Record> {
    let mut records = Vec::new();
    let county_name = divisions::county(county.code).name;
    for village in villages {
        let division = &county.territory.villages[village].division;
        let township = &county.territory.townships[county.territory.villages[village].township].division;
        let prefix = format!("{county_name}{}{}", township.name, division.name);
        let mut dice = Dice::of(county.seed, "households", division.code);
        let is_counted = !dice.chance(UNCOUNTED_VILLAGES);
        let mut serial = 0;
        for (rank, nth) in county.buildings_of[village].iter().enumerate() {
            let building = &county.homes.buildings[*nth];
            let gas = county.gas.services.get(nth).map(|node| utilities::gas_node_code(county, *node));
            let heat = county.heat.services.get(nth).map(|node| utilities::heat_node_code(county, *node));
            for (flat, home) in building.homes.iter().enumerate() {
                serial += 1;
                let home = &county.homes.all[*home];
                let (kind, building_code, place) = match building.kind {
                    Kind::Detached => (
                        "detached",
                        format!("{}D{serial:04}", division.code),
                        format!("{}组{}号", serial / GROUP + 1, serial % GROUP + 1),
                    ),
                    kind => {
                        let kind = if kind == Kind::HighRise { "high_rise" } else { "multi_storey" };
                        let room = format!("{}号楼{}室", rank + 1, 101 + flat / 2 * 100 + flat % 2);
                        (kind, format!("{}B{:04}", division.code, rank + 1), room)
                    }
                };
                let persons = home.persons;
                let mut left = persons;
                let mut some = |dice: &mut Dice, share: f64| {
                    let count = (0..left).filter(|_| dice.chance(share)).count();
                    left -= whole(count);
                    let is_known = !dice.chance(UNCOUNTED) && is_counted;
                    is_known.then(|| whole(count))
                };
                let elderly = some(&mut dice, 0.19);
                let children = some(&mut dice, 0.2);
                let disabled = some(&mut dice, 0.025);
                let patients = some(&mut dice, 0.03);
                let pregnant = some(&mut dice, 0.012);
                records.push(
                    Draft::new(collection("households"), format!("{}H{serial:04}", division.code))
                        .valid_from(STOCK_DAY)
                        .shape(plane::point(home.at))
                        .set("address", format!("{prefix} {place}"))
                        .set("village_code", division.code)
                        .set("jurisdiction_code", division.code)
                        .set("building_code", building_code)
                        .set("building_kind", kind)
                        .set("persons", dice.known(0.004, persons))
                        .set("elderly", elderly)
                        .set("children", children)
                        .set("disabled", disabled)
                        .set("pregnant", pregnant)
                        .set("patients", patients)
                        .set("gas_node", gas.as_deref())
                        .set("heat_node", heat.as_deref())
                        .done(),
                );
            }
        }
    }
    records
}
