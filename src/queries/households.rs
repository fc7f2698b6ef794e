//! Who lives in a zone.

use std::sync::Arc;

use crate::queries::Zone;
use crate::queries::hits::Hits;
use crate::world::Column;
use crate::world::Row;
use crate::world::World;

/// The households of a zone, summed and listed.
#[derive(Debug)]
pub struct HouseholdsWithin<'a> {
    hits: Vec<Hits<'a>>,
}

/// What the households of a zone add up to. Unknown numbers add nothing and are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: u64,
    pub persons: i64,
    /// Households whose number of persons is not recorded.
    pub persons_unknown: u64,
    pub elderly: i64,
    pub children: i64,
    pub disabled: i64,
    pub pregnant: i64,
    pub patients: i64,
    /// Households of which one of these is not recorded.
    pub vulnerable_unknown: u64,
}

/// A household and its distance from the heart of the zone.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    pub row: Row<'a>,
    pub distance_m: f64,
}

/// The households that lie in a zone. A household on the boundary is in it.
pub fn households_within<'a>(world: &'a World, zone: &Zone) -> HouseholdsWithin<'a> {
    HouseholdsWithin { hits: zone.hits_of(world.named("households")) }
}

/// The households of zones that lie in one another, the innermost first: each holds those before it,
/// whatever rounding says at a boundary that they share.
pub fn households_within_each<'a>(world: &'a World, zones: &[&Zone]) -> Vec<HouseholdsWithin<'a>> {
    let mut found: Vec<HouseholdsWithin> = Vec::with_capacity(zones.len());
    for zone in zones {
        let mut here = households_within(world, zone);
        for inner in found.last().iter().flat_map(|inner| &inner.hits) {
            match here.hits.iter_mut().find(|hits| std::ptr::eq(hits.shard, inner.shard)) {
                Some(hits) => hits.join(inner),
                None => here.hits.push(inner.clone()),
            }
        }
        found.push(here);
    }
    found
}

impl<'a> HouseholdsWithin<'a> {
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for hits in &self.hits {
            let collection = hits.shard.collection();
            let column = |field: &str| hits.shard.column(collection.position(field).expect("a field of the contract"));
            let vulnerable = ["elderly", "children", "disabled", "pregnant", "patients"].map(column);
            totals.count += hits.count();
            totals.persons += sum(hits, column("persons"));
            totals.persons_unknown += unknown(hits, &[column("persons")]);
            let [elderly, children, disabled, pregnant, patients] = vulnerable.map(|column| sum(hits, column));
            totals.elderly += elderly;
            totals.children += children;
            totals.disabled += disabled;
            totals.pregnant += pregnant;
            totals.patients += patients;
            totals.vulnerable_unknown += unknown(hits, &vulnerable);
        }
        totals
    }

    /// In code order.
    pub fn codes(&self) -> Vec<&'a str> {
        let mut codes: Vec<&str> = self.hits.iter().flat_map(Hits::records).map(Row::code).collect();
        // Those of one shard are in order already; of several, the stable sort merges the runs.
        if self.hits.len() > 1 {
            #[expect(clippy::stable_sort_primitive, reason = "it merges runs that are in order")]
            codes.sort();
        }
        codes
    }

    /// Nearest first; equally near ones by code.
    pub fn nearest_first(&self, zone: &Zone) -> Vec<Hit<'a>> {
        let mut hits: Vec<Hit> = Vec::new();
        for of_one_grid in self.hits.chunk_by(|a, b| Arc::ptr_eq(a.shard.grid(), b.shard.grid())) {
            let distance_m = zone.distances_on(of_one_grid[0].shard.grid());
            let rows = of_one_grid.iter().flat_map(Hits::records);
            hits.extend(rows.map(|row| Hit { row, distance_m: distance_m(row) }));
        }
        hits.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.row.code().cmp(b.row.code())));
        hits
    }
}

fn sum(hits: &Hits<'_>, column: &Column) -> i64 {
    hits.rows().filter_map(|row| column.integer(row)).map(i64::from).sum()
}

/// How many of the rows lack one of these numbers.
fn unknown(hits: &Hits<'_>, columns: &[&Column]) -> u64 {
    hits.rows().filter(|row| columns.iter().any(|column| column.integer(*row).is_none())).count() as u64
}
