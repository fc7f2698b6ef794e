//! Making a world: from everything that a store holds, or from the world before and an edit.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::collections;
use crate::world::World;
use crate::world::chiefs::Chiefs;
use crate::world::jurisdictions::Jurisdictions;
use crate::world::pipes::PipeNetwork;
use crate::world::roads::RoadNetwork;
use crate::world::table::Grids;
use crate::world::table::Table;

/// Collects records, in any order, into a world.
#[derive(Default)]
pub struct WorldBuilder {
    records: HashMap<&'static str, Vec<Record>>,
}

/// What an edit did to one collection.
pub struct Changes {
    pub collection: &'static Collection,
    pub changed: Vec<Record>,
    pub gone: Vec<Box<str>>,
}

impl WorldBuilder {
    pub fn push(&mut self, collection: &'static Collection, records: Vec<Record>) {
        self.records.entry(collection.name).or_default().extend(records);
    }

    pub fn finish(mut self, revision: i64) -> World {
        let mut grids = Grids::default();
        let mut records = |collection: &Collection| self.records.remove(collection.name).unwrap_or_default();
        let area = collections::named("jurisdictions").expect("a name of the contract");
        let areas = Arc::new(Table::new(area, records(area), &mut grids));
        let jurisdictions = Arc::new(Jurisdictions::new(areas.clone()));
        let table = |collection: &&'static Collection| {
            if collection.name == area.name {
                return areas.clone();
            }
            let mut rows = records(collection);
            place(collection, &mut rows, &jurisdictions);
            Arc::new(Table::new(collection, rows, &mut grids))
        };
        let tables: Vec<Arc<Table>> = collections::ALL.iter().map(table).collect();
        let mut world = World {
            revision,
            tables,
            grids,
            jurisdictions,
            roads: Arc::default(),
            chiefs: Arc::default(),
            gas: Arc::default(),
            heat: Arc::default(),
        };
        world.derive(|_| true);
        world
    }
}

impl World {
    /// The world after an edit. Shares every shard and network that the edit did not touch.
    ///
    /// Not for edits of jurisdictions: a new boundary may move anything, so that world is built anew.
    pub fn edited(&self, changes: Vec<Changes>, revision: i64) -> Self {
        let mut world = self.clone();
        world.revision = revision;
        let mut touched: BTreeMap<&str, BTreeSet<Box<str>>> = BTreeMap::new();
        for Changes { collection, mut changed, gone } in changes {
            place(collection, &mut changed, &self.jurisdictions);
            let codes = touched.entry(collection.name).or_default();
            codes.extend(changed.iter().map(|record| record.code.clone()).chain(gone.iter().cloned()));
            let at = collections::ALL.iter().position(|known| known.name == collection.name);
            let table = &mut world.tables[at.expect("every collection is in the list of all")];
            *table = Arc::new(table.edited(changed, &gone, &mut world.grids));
        }
        if touched.contains_key("roads") || touched.contains_key("road_segments") {
            let [roads, segments] = ["roads", "road_segments"].map(|name| touched.remove(name).unwrap_or_default());
            let (on, of) = (world.named("roads"), world.named("road_segments"));
            world.roads = Arc::new(self.roads.edited(on, of, &roads, &segments));
        }
        world.derive(|name| touched.contains_key(name));
        world
    }

    fn derive(&mut self, touched: impl Fn(&str) -> bool) {
        if touched("roads") || touched("road_segments") {
            self.roads = Arc::new(RoadNetwork::new(self.named("roads"), self.named("road_segments")));
        }
        if touched("chief_posts") || touched("appointments") || touched("assignments") {
            self.chiefs =
                Arc::new(Chiefs::new(self.named("chief_posts"), self.named("appointments"), self.named("assignments")));
        }
        if touched("gas_pipes") || touched("gas_nodes") {
            self.gas = Arc::new(PipeNetwork::new(self.named("gas_pipes"), self.named("gas_nodes")));
        }
        if touched("heat_pipes") || touched("heat_nodes") {
            self.heat = Arc::new(PipeNetwork::new(self.named("heat_pipes"), self.named("heat_nodes")));
        }
    }
}

/// Derives the jurisdiction of records that came without.
fn place(collection: &Collection, records: &mut [Record], jurisdictions: &Jurisdictions) {
    let Some(field) = collection.position("jurisdiction_code") else { return };
    for record in records {
        if record.values[field].is_null()
            && let Some(code) = record.geometry.as_ref().and_then(|shape| jurisdictions.finest_of(shape))
        {
            record.values[field] = Value::Text(code);
        }
    }
}
