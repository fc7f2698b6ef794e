//! The divisions as records: real codes and names, invented boundaries, people and dates.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::county::Heading;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::divisions::CITY;
use crate::generate::divisions::Division;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::plane;
use crate::generate::profile;
use crate::generate::shapes::Place;
use crate::generate::territory;
use crate::generate::territory::Township;
use crate::generate::zones::Zone;

/// Where the city's own government sits.
const TOWN: &str = "411002";
/// Facts that each division has since a day, and what share never had, or has without a record.
const NEVER: f64 = 0.05;
const UNKNOWN: f64 = 0.03;

pub fn records(county: &County) -> Vec<Record> {
    let mut records = Vec::new();
    if let Heading::City(shape) = &county.heading {
        let city = named(&CITY, "city").set("kind", "administrative");
        records.push(match shape {
            // Of a county alone, nobody drew the city around it.
            None => city.done(),
            Some(shape) => seated(city.shape(shape.clone()), profile::of(TOWN).seat).done(),
        });
    }
    records.push(county_record(county));
    records.extend(county.territory.zones.iter().filter_map(|zone| zone_record(county, zone)));
    for (nth, township) in county.territory.townships.iter().enumerate() {
        let persons = township.villages.clone().map(|village| county.persons[village]).sum();
        records.push(township_record(county, nth, persons));
    }
    for village in 0..county.territory.villages.len() {
        records.push(village_record(county, village));
    }
    records
}

fn named(division: &Division, level: &str) -> Draft {
    Draft::new(collection("jurisdictions"), division.code)
        .set("name", division.name)
        .set("level", level)
        .set("settlement_kind", divisions::settlement_kind(division.name))
}

fn seated(draft: Draft, seat: Place) -> Draft {
    let at = plane::degrees(seat);
    draft.set("seat_lon", at.x).set("seat_lat", at.y)
}

fn county_record(county: &County) -> Record {
    let division = divisions::county(county.code);
    let draft = named(&division, "county")
        .shape(county.territory.shape.clone())
        .set("kind", kind(county.profile.is_zone()))
        .set("parent_code", CITY.code)
        .set("accountable_code", county.code)
        .set("urban_core", false)
        .set("population", county.persons.iter().sum::<i32>())
        .set("chief_office_since", date(2020, 5, 18))
        .set("enforcement_staff", 26)
        .set("enforcement_staff_since", date(2018, 9, 1))
        .set("maintenance_staff", 58)
        .set("maintenance_staff_since", date(2017, 4, 1))
        .set("maintenance_org_since", date(2017, 4, 1))
        .set("mechanism_since", date(2021, 12, 10))
        .set("bus_stops_maintained_since", date(2022, 10, 8));
    seated(draft, county.profile.seat).done()
}

fn kind(is_zone: bool) -> &'static str {
    if is_zone { "functional_zone" } else { "administrative" }
}

/// A zone beside the tree of the statistics: level with counties, over its villages, which keep
/// their townships.
fn zone_record(county: &County, zone: &Zone) -> Option<Record> {
    let own = zone.own.as_ref()?;
    let persons = zone.villages.iter().map(|village| county.persons[*village]).sum::<i32>();
    let draft = Draft::new(collection("jurisdictions"), zone.code)
        .shape(own.shape.clone())
        .set("name", own.name)
        .set("level", "county")
        .set("kind", "functional_zone")
        .set("parent_code", CITY.code)
        .set("accountable_code", zone.code)
        .set("urban_core", false)
        .set("population", persons)
        .set("chief_office_since", date(2021, 3, 15))
        .set("enforcement_staff", 9)
        .set("enforcement_staff_since", date(2019, 6, 1))
        .set("maintenance_staff", 21)
        .set("maintenance_staff_since", date(2018, 7, 1))
        .set("maintenance_org_since", date(2018, 7, 1))
        .set("mechanism_since", date(2022, 4, 20));
    Some(seated(draft, own.seat).done())
}

/// A day since which something is so; none for never and for not on record.
fn since(dice: &mut Dice, first: i32, last: i32, never: f64) -> Option<NaiveDate> {
    let day = day_within(dice, date(first, 3, 1), date(last, 11, 30));
    (!dice.chance(never + UNKNOWN)).then_some(day)
}

/// A number of people that goes with a day: none and no day, or unknown and no day.
fn staff(dice: &mut Dice, most: i32, first: i32, last: i32) -> (Option<i32>, Option<NaiveDate>) {
    let day = day_within(dice, date(first, 3, 1), date(last, 11, 30));
    let people = dice.whole(1, most);
    match dice.unit() {
        draw if draw < NEVER => (Some(0), None),
        draw if draw < NEVER + UNKNOWN => (None, None),
        _ => (Some(people), Some(day)),
    }
}

fn township_record(county: &County, nth: usize, persons: i32) -> Record {
    let township = &county.territory.townships[nth];
    let division = &township.division;
    let mut dice = Dice::of(county.seed, "township facts", division.code);
    let (enforcement, enforcement_since) = staff(&mut dice, 4, 2018, 2024);
    let (maintenance, maintenance_since) = staff(&mut dice, 14, 2017, 2023);
    let accountable = accountable_of(county, township);
    let draft = named(division, "township")
        .shape(township.shape.clone())
        .set("kind", kind(accountable == division.code))
        .set("parent_code", county.code)
        .set("accountable_code", accountable)
        .set("urban_core", false)
        .set("population", persons)
        .set("road_clause_since", since(&mut dice, 2019, 2023, 0.04))
        .set("chief_office_since", since(&mut dice, 2020, 2023, 0.08))
        .set("enforcement_staff", enforcement)
        .set("enforcement_staff_since", enforcement_since)
        .set("maintenance_staff", maintenance)
        .set("maintenance_staff_since", maintenance_since)
        .set("maintenance_org_since", since(&mut dice, 2017, 2023, 0.08))
        .set("mechanism_since", since(&mut dice, 2020, 2023, 0.05))
        .set("bus_stops_maintained_since", since(&mut dice, 2019, 2024, 0.1))
        .set("station_eligible", dice.known(0.06, ()).map(|()| dice.chance(0.8)))
        .set("piped_gas_since", county.piped_gas(&township.villages.clone().collect::<Vec<_>>()));
    seated(draft, township.seat).done()
}

/// The body that answers for most of its villages; the county, when they are halved.
fn accountable_of(county: &County, township: &Township) -> &'static str {
    let villages = &county.territory.villages[township.villages.clone()];
    let others = villages.iter().filter(|village| village.accountable != county.code);
    let zone = others.clone().map(|village| village.accountable).next();
    zone.filter(|_| others.count() * 2 > villages.len()).unwrap_or(county.code)
}

fn village_record(county: &County, nth: usize) -> Record {
    let village = &county.territory.villages[nth];
    let division = &village.division;
    let mut dice = Dice::of(county.seed, "village facts", division.code);
    let (enforcement, enforcement_since) = staff(&mut dice, 2, 2018, 2025);
    let (maintenance, maintenance_since) = staff(&mut dice, 4, 2017, 2024);
    // Where no pipe of ours runs, another operator's may.
    let others_gas = dice.chance(0.3).then(|| day_within(&mut dice, date(2018, 3, 1), date(2025, 10, 31)));
    let draft = named(division, "village")
        .shape(territory::polygon(&village.ring))
        .set("kind", "administrative")
        .set("parent_code", county.territory.townships[village.township].division.code)
        .set("accountable_code", village.accountable)
        .set("urban_core", village.urban_core)
        .set("population", county.persons[nth])
        .set("road_clause_since", since(&mut dice, 2018, 2025, 0.04))
        .set("enforcement_staff", enforcement)
        .set("enforcement_staff_since", enforcement_since)
        .set("maintenance_staff", maintenance)
        .set("maintenance_staff_since", maintenance_since)
        .set("mechanism_since", since(&mut dice, 2020, 2024, 0.06))
        .set("bus_stops_maintained_since", since(&mut dice, 2018, 2025, 0.08))
        .set("piped_gas_since", county.piped_gas(&[nth]).or(others_gas));
    seated(draft, village.seat).done()
}
