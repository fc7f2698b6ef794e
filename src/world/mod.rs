//! The immutable snapshot that answers every question: tables by code, spatial indexes, networks.
//!
//! Synchronous, no I/O, no clock, no randomness: the same world and question give the same answer,
//! in the same order. Nothing edits a world in place; [`World::edited`] makes the next one, which
//! shares all that did not change. The whole inventory fits in memory.

mod build;
mod chiefs;
mod column;
mod homes;
mod jurisdictions;
mod lengths;
mod mosaic;
mod nearness;
mod packed;
mod pieces;
mod pile;
mod pipe_build;
mod pipe_ends;
mod pipe_facts;
mod pipe_faults;
mod pipes;
mod points;
mod referring;
mod roads;
mod segment;
mod shard;
mod shares;
mod surveys;
mod table;
mod texts;
mod tree;

pub use build::Changes;
pub use build::WorldBuilder;
pub use chiefs::Appointment;
pub use chiefs::Assignment;
pub use chiefs::Chiefs;
pub use chiefs::Post;
pub use chiefs::Reach;
pub use chiefs::Term;
pub use column::Column;
pub use homes::Homes;
pub use homes::HomesByNode;
pub use jurisdictions::Jurisdictions;
pub use lengths::Lengths;
pub use lengths::Metres;
pub use lengths::RuralClass;
pub use nearness::Piece;
pub use pipe_faults::Faulty;
pub use pipe_faults::PipeFault;
pub use pipes::Kind;
pub use pipes::PipeNetwork;
pub use pipes::ValveFacts;
pub use roads::Road;
pub use roads::RoadNetwork;
pub use segment::Segment;
pub use segment::SegmentFacts;
pub use shard::Shard;
pub use shares::Share;
pub use shares::apportioned;
pub use surveys::Survey;
pub use surveys::Surveys;
pub use table::Row;
pub use table::Table;
pub use texts::Texts;
pub use tree::Level;
pub use tree::Scope;
pub use tree::Tree;
pub use tree::Unit;
pub use tree::UnitId;

use std::sync::Arc;
use std::sync::OnceLock;

use geo_types::Rect;

use crate::domain::Collection;
use crate::domain::collections;
use crate::domain::record::INVENTED;

/// A revision of everything that is known.
#[derive(Clone, Debug)]
pub struct World {
    revision: i64,
    /// In the order of [`collections::ALL`].
    tables: Vec<Arc<Table>>,
    /// Reference layers, in the order of their names.
    layers: Vec<Arc<Table>>,
    grids: table::Grids,
    jurisdictions: Arc<Jurisdictions>,
    roads: Arc<RoadNetwork>,
    chiefs: Arc<Chiefs>,
    /// Made when first asked for.
    surveys: Arc<OnceLock<Surveys>>,
    gas: Arc<PipeNetwork>,
    heat: Arc<PipeNetwork>,
    homes: Arc<homes::Counted>,
    gas_homes: Arc<HomesByNode>,
    heat_homes: Arc<HomesByNode>,
}

impl World {
    /// The number of the last transaction that is in it.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// # Panics
    /// For a reference layer that is not of this world.
    pub fn table(&self, collection: &Collection) -> &Table {
        if collection.is_layer {
            let layer = self.layers.iter().find(|layer| layer.collection().name == collection.name);
            return layer.expect("the layer was found in this world");
        }
        let at = collections::ALL.iter().position(|known| known.name == collection.name);
        &self.tables[at.expect("every collection is in the list of all")]
    }

    /// The reference layers, in the order of their names.
    pub fn layers(&self) -> impl Iterator<Item = &Table> {
        self.layers.iter().map(|table| &**table)
    }

    /// The collection or reference layer of that name.
    pub fn collection(&self, name: &str) -> Option<&'static Collection> {
        let layers = || self.layers.iter().map(|layer| layer.collection());
        collections::named(name).or_else(|| layers().find(|layer| layer.name == name))
    }

    /// # Panics
    /// For a name that is not in the list of all collections: give it a constant.
    pub fn named(&self, collection: &str) -> &Table {
        self.table(collections::named(collection).expect("a name of the contract"))
    }

    /// The collections in their order, then the reference layers.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().chain(&self.layers).map(|table| &**table)
    }

    pub fn jurisdictions(&self) -> &Jurisdictions {
        &self.jurisdictions
    }

    pub fn roads(&self) -> &RoadNetwork {
        &self.roads
    }

    pub fn chiefs(&self) -> &Chiefs {
        &self.chiefs
    }

    /// What was measured of the condition of roads.
    pub fn surveys(&self) -> &Surveys {
        self.surveys.get_or_init(|| Surveys::new(self.named("condition_surveys")))
    }

    pub fn gas(&self) -> &PipeNetwork {
        &self.gas
    }

    pub fn heat(&self) -> &PipeNetwork {
        &self.heat
    }

    /// Who lives on the nodes of the gas network.
    pub fn gas_homes(&self) -> &HomesByNode {
        &self.gas_homes
    }

    /// Who lives on the nodes of the heating network.
    pub fn heat_homes(&self) -> &HomesByNode {
        &self.heat_homes
    }

    /// Degrees; of the jurisdictions where their boundaries are known, else of everything.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.named("jurisdictions").bounds().or_else(|| {
            self.tables().filter_map(Table::bounds).reduce(|a, b| {
                Rect::new(
                    (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                    (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
                )
            })
        })
    }

    /// Whether any record is invented: answers and maps must say so.
    pub fn is_invented(&self) -> bool {
        self.tables().flat_map(Table::shards).any(|shard| shard.comes_from(INVENTED))
    }
}
