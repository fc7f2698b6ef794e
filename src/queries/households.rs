//! Who lives in a zone.

use crate::geom::LonLat;
use crate::queries::Zone;
use crate::world::Row;
use crate::world::World;

/// The households of a zone, summed and listed.
#[derive(Debug)]
pub struct HouseholdsWithin<'a> {
    rows: Vec<Row<'a>>,
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
    HouseholdsWithin { rows: zone.points_of(world.named("households")) }
}

impl<'a> HouseholdsWithin<'a> {
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { count: self.rows.len() as u64, ..Totals::default() };
        let Some(first) = self.rows.first() else { return totals };
        let position = |field: &str| first.shard.collection().position(field).expect("a field of the contract");
        let persons = position("persons");
        for row in &self.rows {
            match row.shard.column(persons).integer(row.row) {
                Some(number) => totals.persons += i64::from(number),
                None => totals.persons_unknown += 1,
            }
        }
        let sum = |field: &str| {
            let field = position(field);
            self.rows.iter().filter_map(|row| row.shard.column(field).integer(row.row)).map(i64::from).sum()
        };
        totals.elderly = sum("elderly");
        totals.children = sum("children");
        totals.disabled = sum("disabled");
        totals.pregnant = sum("pregnant");
        totals.patients = sum("patients");
        let fields = ["elderly", "children", "disabled", "pregnant", "patients"].map(position);
        let is_unknown = |row: &&Row| fields.iter().any(|field| row.shard.column(*field).integer(row.row).is_none());
        totals.vulnerable_unknown = self.rows.iter().filter(is_unknown).count() as u64;
        totals
    }

    /// In code order.
    pub fn codes(&self) -> Vec<&'a str> {
        let mut codes: Vec<&str> = self.rows.iter().map(|row| row.code()).collect();
        // Those of one shard are in order already; of several, the stable sort merges the runs.
        let ends = self.rows.first().zip(self.rows.last());
        if ends.is_some_and(|(first, last)| !std::ptr::eq(first.shard, last.shard)) {
            #[expect(clippy::stable_sort_primitive, reason = "it merges runs that are in order")]
            codes.sort();
        }
        codes
    }

    /// Nearest first; equally near ones by code.
    pub fn nearest_first(&self, zone: &Zone) -> Vec<Hit<'a>> {
        let hit = |row: &Row<'a>| {
            let [lon, lat] = row.shard.lonlat(row.row);
            let place = LonLat::new(lon, lat).ok()?;
            Some(Hit { row: *row, distance_m: zone.distance_m(row.shard.grid(), place) })
        };
        let mut hits: Vec<Hit> = self.rows.iter().filter_map(hit).collect();
        hits.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.row.code().cmp(b.row.code())));
        hits
    }
}
