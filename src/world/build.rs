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
use crate::world::homes::Counted;
use crate::world::homes::HomesByNode;
use crate::world::jurisdictions::Jurisdictions;
use crate::world::pile::Pile;
use crate::world::pipes::PipeNetwork;
use crate::world::roads::RoadNetwork;
use crate::world::table::Grids;
use crate::world::table::Table;

/// By which other records are placed.
const AREAS: &str = "jurisdictions";

/// Collects records into a world. Jurisdictions come first, as other records are placed by them;
/// the rest in any order.
#[derive(Default)]
pub struct WorldBuilder {
    grids: Grids,
    areas: Vec<Record>,
    /// Made of the areas when the first other record comes.
    placed_by: Option<(Arc<Table>, Arc<Jurisdictions>)>,
    piles: HashMap<&'static str, Pile>,
}

/// What an edit did to one collection.
pub struct Changes {
    pub collection: &'static Collection,
    pub changed: Vec<Record>,
    pub gone: Vec<Box<str>>,
}

impl WorldBuilder {
    /// # Panics
    /// For jurisdictions that come after other records.
    pub fn push(&mut self, collection: &'static Collection, mut records: Vec<Record>) {
        if collection.name == AREAS {
            assert!(self.placed_by.is_none(), "jurisdictions come first");
            self.areas.extend(records);
        } else if !records.is_empty() {
            let (_, jurisdictions) = self.placed_by();
            place(collection, &mut records, &jurisdictions);
            let pile = self.piles.entry(collection.name).or_insert_with(|| Pile::new(collection));
            pile.push(records, &mut self.grids);
        }
    }

    fn placed_by(&mut self) -> (Arc<Table>, Arc<Jurisdictions>) {
        let made = self.placed_by.get_or_insert_with(|| {
            let mut pile = Pile::new(collections::named(AREAS).expect("a name of the contract"));
            pile.push(std::mem::take(&mut self.areas), &mut self.grids);
            let areas = Arc::new(pile.finish(&mut self.grids));
            (areas.clone(), Arc::new(Jurisdictions::new(areas)))
        });
        made.clone()
    }

    /// The world of what was pushed, and of these reference layers, be they empty or not.
    pub fn finish(mut self, revision: i64, layers: &[&'static Collection]) -> World {
        let (areas, jurisdictions) = self.placed_by();
        let table = |collection: &&'static Collection| {
            if collection.name == AREAS {
                return areas.clone();
            }
            let pile = self.piles.remove(collection.name).unwrap_or_else(|| Pile::new(collection));
            Arc::new(pile.finish(&mut self.grids))
        };
        let tables: Vec<Arc<Table>> = collections::ALL.iter().map(table).collect();
        let layers = self.layers(layers);
        let mut world = World {
            revision,
            tables,
            layers,
            grids: self.grids,
            jurisdictions,
            roads: Arc::default(),
            chiefs: Arc::default(),
            surveys: Arc::default(),
            gas: Arc::default(),
            heat: Arc::default(),
            homes: Arc::default(),
            gas_homes: Arc::default(),
            heat_homes: Arc::default(),
        };
        world.roads = Arc::new(RoadNetwork::new(world.named("roads"), world.named("road_segments")));
        world.derive(|_| true);
        world
    }

    fn layers(&mut self, layers: &[&'static Collection]) -> Vec<Arc<Table>> {
        let mut layers = layers.to_vec();
        layers.sort_by_key(|layer| layer.name);
        let table = |layer: &'static Collection| {
            let pile = self.piles.remove(layer.name).unwrap_or_else(|| Pile::new(layer));
            Arc::new(pile.finish(&mut self.grids))
        };
        layers.into_iter().map(table).collect()
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

    /// The same world with these reference layers: those of them that are `known` stay as they are, the
    /// records of the others `builder` has got.
    pub fn with_layers(
        &self,
        mut builder: WorldBuilder,
        layers: &[&'static Collection],
        known: &[&'static Collection],
    ) -> Self {
        let (stay, come): (Vec<_>, Vec<_>) =
            layers.iter().copied().partition(|layer| known.iter().any(|known| std::ptr::eq(*known, *layer)));
        builder.grids = self.grids.clone();
        let mut layers = builder.layers(&come);
        let is_kept = |table: &&Arc<Table>| stay.iter().any(|layer| layer.name == table.collection().name);
        layers.extend(self.layers.iter().filter(is_kept).cloned());
        layers.sort_by_key(|table| table.collection().name);
        Self { layers, grids: builder.grids, ..self.clone() }
    }

    fn derive(&mut self, touched: impl Fn(&str) -> bool) {
        if touched("chief_posts") || touched("appointments") || touched("assignments") {
            self.chiefs =
                Arc::new(Chiefs::new(self.named("chief_posts"), self.named("appointments"), self.named("assignments")));
        }
        if touched("condition_surveys") {
            self.surveys = Arc::default();
        }
        let (homes, gas) = (touched("households"), touched("gas_pipes") || touched("gas_nodes"));
        let heat = touched("heat_pipes") || touched("heat_nodes");
        if gas {
            self.gas = self.network("gas_pipes", "gas_nodes");
        }
        if heat {
            self.heat = self.network("heat_pipes", "heat_nodes");
        }
        let before = Arc::clone(&self.homes);
        if homes {
            self.homes = Arc::new(Counted::after(&before, self.named("households")));
        }
        let counted = |network: &PipeNetwork, known: &Arc<HomesByNode>, is_new: bool, at: usize| match (is_new, homes) {
            (true, _) => Arc::new(HomesByNode::new(&self.homes, network, at)),
            (false, true) => Arc::new(known.edited(&before, &self.homes, network, at)),
            (false, false) => Arc::clone(known),
        };
        let gas_homes = counted(&self.gas, &self.gas_homes, gas, 0);
        self.heat_homes = counted(&self.heat, &self.heat_homes, heat, 1);
        self.gas_homes = gas_homes;
    }
}

impl World {
    fn network(&self, pipes: &str, nodes: &str) -> Arc<PipeNetwork> {
        Arc::new(PipeNetwork::new(self.named(pipes), self.named(nodes), &self.jurisdictions))
    }
}

/// Derives the jurisdiction of records that came without.
fn place(collection: &Collection, records: &mut [Record], jurisdictions: &Jurisdictions) {
    let Some(field) = collection.derived_field() else { return };
    for record in records {
        if record.values[field].is_null()
            && let Some(code) = record.geometry.as_ref().and_then(|shape| jurisdictions.finest_of(shape))
        {
            record.values[field] = Value::Text(code);
        }
    }
}
