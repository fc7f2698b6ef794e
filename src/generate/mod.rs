//! An invented city on real codes and names, the same on every machine for a seed.
//!
//! Codes, names and the places of county seats are facts; boundaries, people, roads, bridges,
//! pipes, money and dates are invented, and every record says so ([`crate::domain::record::INVENTED`]).
//!
//! Land and borders of all counties come first (`plan::Plan`). Then one county after another is
//! thought out (`county::County`): hamlets, roads, homes, pipes; and written down collection by collection, each reference after what it
//! refers to, and later versions of a record after earlier ones.
//!
//! What keeps the output the same everywhere: draws from named streams (`dice`), arithmetic that
//! every machine does alike (no sines, no logarithms), no order taken from a hash.

mod borders;
mod bridges;
mod buckets;
mod buses;
mod chiefs;
mod copies;
mod county;
mod defects;
mod dice;
mod divisions;
mod draft;
mod gas;
mod gas_services;
mod grades;
mod hamlets;
mod heat;
mod history;
mod homes;
mod jurisdictions;
mod land;
mod lands;
mod lattice;
mod local_roads;
mod money;
mod numbers;
mod outline;
mod partition;
mod paths;
mod people;
mod pipes;
mod places;
mod plan;
mod plane;
mod plots;
mod profile;
mod rivers;
mod road_net;
mod route;
mod routes;
mod segments;
mod shapes;
mod skeleton;
mod streets;
mod subdivision;
mod surveys;
mod territory;
mod utilities;
mod works;
mod zones;

use std::sync::Arc;
use std::sync::LazyLock;

use crate::domain::Collection;
use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::draft::collection;
use crate::generate::plan::Plan;
use crate::generate::profile::PROFILES;

/// How much to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 鄢陵县: 396 villages, about 150,000 households and 1,700 km of rural roads.
    County,
    /// 许昌市: its seven statistical counties and nine accountable bodies, 2,505 villages, 1.3
    /// million households.
    City,
    /// The city 24 times over: made to be measured, not to be looked at.
    Province,
}

/// Records of one collection, to be written together.
pub struct Batch {
    pub collection: &'static Collection,
    pub records: Vec<Record>,
}

/// No more records than this in a batch.
const BATCH: usize = 4_000;
/// Villages whose households are made at one time.
const VILLAGES: usize = 12;

/// What is written down of a county, or of all of them, as batches in an order in which every
/// reference is to a record already given (or, in a batch, to one before it; a county answers for
/// itself). Versions of one record come oldest first, in separate batches. A part that is passed over
/// costs nothing.
pub type Part = Box<dyn Iterator<Item = Batch> + Send>;

impl Scale {
    /// So many [`parts`]: one, if all of it fits well into one transaction of a store.
    pub fn parts(self) -> usize {
        match self {
            Self::County | Self::City => 1,
            Self::Province => PROFILES.len() * copies::OF_PROVINCE as usize,
        }
    }
}

/// The whole in as many parts as [`Scale::parts`] says; no part refers to a later one. The same seed
/// gives the same parts on any machine.
pub fn parts(scale: Scale, seed: u64) -> Box<dyn Iterator<Item = Part> + Send> {
    match scale {
        Scale::County => Box::new(std::iter::once(in_one(Plan::of_county(seed)))),
        Scale::City => Box::new(std::iter::once(in_one(Plan::of_city(seed)))),
        Scale::Province => {
            let plan = Arc::new(Plan::of_city(seed));
            Box::new((0..plan.len()).flat_map(move |nth| copies_of(Arc::clone(&plan), nth)))
        }
    }
}

/// One county at a time is held in memory.
fn in_one(plan: Plan) -> Part {
    Box::new((0..plan.len()).flat_map(move |nth| of_county(Arc::new(plan.county(nth)))))
}

fn copies_of(plan: Arc<Plan>, nth: usize) -> impl Iterator<Item = Part> {
    // Thought out when the first of its copies is asked for.
    let county = Arc::new(LazyLock::new(move || Arc::new(plan.county(nth))));
    copies::copies(copies::OF_PROVINCE).map(move |copy| {
        let county = Arc::clone(&county);
        let write = move |()| of_county(Arc::clone(&county)).map(move |batch| copy.of(batch));
        Box::new(std::iter::once(()).flat_map(write)) as Part
    })
}

type Writer = fn(&County) -> Vec<Record>;

fn of_county(county: Arc<County>) -> impl Iterator<Item = Batch> {
    const BEFORE: [(&str, Writer); 8] = [
        ("jurisdictions", jurisdictions::records),
        ("fiscal_regimes", money::regime_records),
        ("fiscal_years", money::year_records),
        ("funds", money::fund_records),
        ("designations", money::designation_records),
        ("hamlets", people::hamlet_records),
        ("places", places::records),
        ("gas_nodes", utilities::gas_node_records),
    ];
    const MIDDLE: [(&str, Writer); 2] = [("heat_nodes", utilities::heat_node_records), ("roads", county::road_records)];
    const AFTER: [(&str, Writer); 16] = [
        ("condition_surveys", surveys::survey_records),
        ("access_routes", surveys::access_records),
        ("bridge_ratings", bridges::rating_records),
        ("chief_posts", chiefs::post_records),
        ("appointments", chiefs::appointment_records),
        ("assignments", chiefs::assignment_records),
        ("hazards", defects::hazard_records),
        ("violations", defects::violation_records),
        ("works", works::records),
        ("bus_stops", buses::stop_records),
        ("bus_routes", buses::route_records),
        ("facilities", places::facility_records),
        ("gas_pipes", utilities::gas_pipe_records),
        ("heat_pipes", utilities::heat_pipe_records),
        ("conduits", utilities::conduit_records),
        ("inspections", chiefs::inspection_records),
    ];
    let all = |writers: &'static [(&'static str, Writer)]| {
        let county = Arc::clone(&county);
        writers.iter().flat_map(move |(name, write)| cut(name, write(&county)))
    };
    let of_villages = {
        let county = Arc::clone(&county);
        let villages = county.territory.villages.len();
        (0..villages).step_by(VILLAGES).flat_map(move |first| {
            cut("households", people::household_records(&county, first..(first + VILLAGES).min(villages)))
        })
    };
    let segments = versions(
        Arc::clone(&county),
        |county| county.segments.iter().map(|segment| segment.versions.len()).max(),
        |county, version| {
            let with = county.segments.iter().filter(move |segment| segment.versions.len() > version);
            cut("road_segments", with.map(|segment| segment.record(county, version)).collect())
        },
    );
    let bridges = versions(
        Arc::clone(&county),
        |county| county.bridges.iter().map(|bridge| bridge.versions().len()).max(),
        |county, version| {
            let days =
                county.bridges.iter().filter_map(|bridge| Some((bridge, bridge.versions().get(version).copied()?)));
            cut("bridges", days.map(|(bridge, day)| bridge.record(county, day)).collect())
        },
    );
    all(&BEFORE).chain(all(&MIDDLE)).chain(of_villages).chain(segments).chain(bridges).chain(all(&AFTER))
}

/// First versions of all, then second versions, and so on.
fn versions(
    county: Arc<County>,
    most: impl Fn(&County) -> Option<usize>,
    write: impl Fn(&County, usize) -> Vec<Batch>,
) -> impl Iterator<Item = Batch> {
    (0..most(&county).unwrap_or(0)).flat_map(move |version| write(&county, version))
}

fn cut(name: &str, records: Vec<Record>) -> Vec<Batch> {
    let collection = collection(name);
    let mut batches = Vec::new();
    let mut records = records.into_iter();
    loop {
        let records: Vec<Record> = records.by_ref().take(BATCH).collect();
        if records.is_empty() {
            return batches;
        }
        batches.push(Batch { collection, records });
    }
}

#[cfg(test)]
pub(crate) mod tests;
