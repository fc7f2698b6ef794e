//! The world as one viewer may see it: every question there is, and whether it may be asked.

use std::sync::Arc;

use chrono::NaiveDate;
use geo_types::Rect;

use crate::app::Denied;
use crate::app::Finding;
use crate::app::Viewer;
use crate::app::findings;
use crate::domain::Collection;
use crate::emergency::ReportRefused;
use crate::emergency::dig;
use crate::emergency::dig::DigCheck;
use crate::emergency::dig::Works;
use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::policy::RuleBook;
use crate::queries;
use crate::queries::HouseholdsWithin;
use crate::queries::LeakPlace;
use crate::queries::TraceRefusal;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::queries::ZoneRefusal;
use crate::queries::bridges::NoSuchBridge;
use crate::queries::chiefs::NoSubject;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::items::Page;
use crate::queries::items::Wanted;
use crate::queries::roads::NoPlace;
use crate::queries::search::Found;
use crate::queries::traces::Isolation;
use crate::queries::traces::Outage;
use crate::tiles;
use crate::tiles::TileId;
use crate::world::Jurisdictions;
use crate::world::Row;
use crate::world::Table;
use crate::world::World;

/// One snapshot of the world in the eyes of one viewer, on one day. A request makes one at its
/// start and asks it alone, so that no answer mixes two states or passes by the viewer's rights.
#[derive(Clone)]
pub struct View {
    world: Arc<World>,
    viewer: Viewer,
    today: NaiveDate,
    book: Arc<RuleBook>,
    /// How many records of a past world are taken to have been there before they were recorded.
    undated: usize,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Zone(#[from] ZoneRefusal),
    #[error(transparent)]
    Trace(#[from] TraceRefusal),
    #[error(transparent)]
    Post(#[from] NoSuchPost),
    #[error(transparent)]
    Bridge(#[from] NoSuchBridge),
    #[error(transparent)]
    Subject(#[from] NoSubject),
    #[error(transparent)]
    Place(#[from] NoPlace),
    #[error(transparent)]
    Report(#[from] ReportRefused),
    #[error("there is no jurisdiction with the code `{0}`")]
    Jurisdiction(String),
    /// `field` is a JSON pointer without its first stroke.
    #[error("{why}")]
    WhatIf { field: String, why: String },
    #[error("there is no goal with the id `{0}`")]
    Goal(String),
    #[error("{why}")]
    Value { field: &'static str, why: String },
    #[error("the store does not answer, and what is past is read from it; the world as it is goes on being served")]
    StoreAway,
    /// Another program wrote it.
    #[error("{0} was written by another program, and cannot be read as one of ours")]
    NotOurs(String),
}

impl View {
    pub(super) fn new(world: Arc<World>, viewer: Viewer, today: NaiveDate, book: Arc<RuleBook>) -> Self {
        Self { world, viewer, today, book, undated: 0 }
    }

    /// The same view on another day: what is dated is judged by it.
    pub(super) fn dated(self, today: NaiveDate) -> Self {
        Self { today, ..self }
    }

    pub(super) fn snapshot(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }

    /// The same view of a world of the past.
    pub(super) fn in_world(self, world: Arc<World>, undated: usize) -> Self {
        Self { world, undated, ..self }
    }

    /// How many records of a past world are taken to have been there before they were recorded, as nobody
    /// said since when (assumption `A-since`).
    pub fn undated(&self) -> usize {
        self.undated
    }

    pub(super) fn world(&self) -> &World {
        &self.world
    }

    pub(super) fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }

    /// What leaks are judged by.
    pub(super) fn book(&self) -> &RuleBook {
        &self.book
    }

    pub(super) fn jurisdictions(&self) -> &Jurisdictions {
        self.world.jurisdictions()
    }

    pub fn revision(&self) -> i64 {
        self.world.revision()
    }

    /// Whether what is held is invented; everybody must be told.
    pub fn is_invented(&self) -> bool {
        self.world.is_invented()
    }

    /// The box in degrees in which everything lies.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.world.bounds()
    }

    /// The collection or reference layer of that name.
    pub fn collection(&self, name: &str) -> Option<&'static Collection> {
        self.world.collection(name)
    }

    /// The names of all of them, for a message.
    pub fn collections_listed(&self) -> String {
        self.world.tables().map(|table| table.collection().name).collect::<Vec<_>>().join(", ")
    }

    /// The tables that the viewer may see.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.world.tables().filter(|table| self.viewer.may_see(table.collection()).is_ok())
    }

    pub fn table(&self, collection: &Collection) -> Result<&Table, Denied> {
        self.viewer.may_see(collection)?;
        Ok(self.world.table(collection))
    }

    /// A page of the records of a collection.
    pub fn items(
        &self,
        collection: &Collection,
        wanted: &Wanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<'_>, Denied> {
        Ok(queries::items(self.table(collection)?, wanted, after, limit))
    }

    /// Whether the map shows a collection at any zoom.
    pub fn has_tiles(collection: &Collection) -> bool {
        tiles::has_tiles(collection)
    }

    /// One layer of one tile; `None` when nothing is in it.
    pub fn tile(&self, collection: &Collection, id: TileId) -> Result<Option<Vec<u8>>, Denied> {
        self.viewer.may_see(collection)?;
        Ok(tiles::tile(&self.world, collection, id))
    }

    /// The zone within a distance of a pipe.
    pub fn near_pipe(&self, utility: Utility, code: &str, radius_m: f64) -> Result<Zone, Refusal> {
        self.viewer.may_see_pipes()?;
        Ok(Zone::near_pipe(&self.world, utility, code, radius_m)?)
    }

    /// The zone within a distance of every pipe of a network, or of those of some roles.
    pub fn near_network(&self, utility: Utility, roles: &[&str], radius_m: f64) -> Result<Zone, Refusal> {
        self.viewer.may_see_pipes()?;
        Ok(Zone::near_network(&self.world, utility, roles, radius_m)?)
    }

    pub fn households_within(&self, zone: &Zone) -> Result<HouseholdsWithin<'_>, Denied> {
        self.viewer.may_see_households()?;
        Ok(queries::households_within(&self.world, zone))
    }

    /// Which valves close around a leak, and who is without supply then. How many live behind one pipe is
    /// personal, as it is behind one door.
    pub fn isolation(
        &self,
        utility: Utility,
        place: &LeakPlace,
        unusable_valves: &[String],
    ) -> Result<Isolation<'_>, Refusal> {
        self.viewer.may_see_pipes()?;
        self.viewer.may_see_households()?;
        Ok(queries::isolation(&self.world, utility, place, unusable_valves)?)
    }

    /// What is cut off from every source once pipes are taken out and valves closed.
    pub fn outage(&self, utility: Utility, remove: &[String], close: &[String]) -> Result<Outage<'_>, Refusal> {
        self.viewer.may_see_pipes()?;
        self.viewer.may_see_households()?;
        Ok(queries::outage(&self.world, utility, remove, close)?)
    }

    pub fn assets_within(&self, collection: &Collection, zone: &Zone) -> Result<Vec<Row<'_>>, Denied> {
        self.viewer.may_see(collection)?;
        Ok(queries::assets_within(&self.world, collection, zone))
    }

    /// Which gas and heat facilities works come near, and whom to call.
    pub fn dig_check(&self, works: &Works) -> Result<DigCheck, Denied> {
        self.viewer.may_see_pipes()?;
        Ok(dig::dig_check(&self.world, &self.book.protection, &self.book.zones, works))
    }

    /// Addresses are among the finds only for those who may see households.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Found> {
        queries::search(&self.world, text, self.viewer.may_see_households().is_ok(), limit)
    }

    pub fn place_at(&self, road: &str, chainage: Chainage) -> Result<LonLat, Refusal> {
        self.viewer.may_see_roads()?;
        Ok(queries::place_at(&self.world, road, chainage)?)
    }

    pub(super) fn check_jurisdiction(&self, code: Option<&str>) -> Result<(), Refusal> {
        match code {
            Some(code) if self.world.jurisdictions().find(code).is_none() => {
                Err(Refusal::Jurisdiction(code.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Names of divisions are public.
    pub fn jurisdiction_name(&self, code: &str) -> Option<&str> {
        self.world.jurisdictions().name(code)
    }

    /// Names of roads are public.
    pub fn road_name(&self, code: &str) -> Option<&str> {
        self.world.roads().road(code)?.name.as_deref()
    }

    /// What is wrong with the data that is there.
    pub fn findings(&self) -> Result<Vec<Finding>, Denied> {
        self.viewer.may_check()?;
        Ok(findings(&self.world))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections;
    use crate::world::WorldBuilder;

    /// Every question that touches what is not public, asked by somebody without a role.
    #[test]
    fn a_viewer_without_a_role_is_refused_what_is_not_public() {
        let day = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
        let world = Arc::new(WorldBuilder::default().finish(1, &[]));
        let book = Arc::new(RuleBook::embedded().clone());
        let nobody = View::new(Arc::clone(&world), Viewer::nobody(), day, Arc::clone(&book));
        let zone = Zone::around(LonLat::new(114.17, 34.11).unwrap(), 300.0).unwrap();
        let [homes, pipes] = ["households", "gas_pipes"].map(|name| collections::named(name).unwrap());
        assert!(nobody.households_within(&zone).is_err());
        assert!(nobody.table(homes).is_err() && nobody.tables().all(|table| table.collection().name != "households"));
        assert!(nobody.items(homes, &Wanted::default(), None, 1).is_err());
        assert!(nobody.tile(homes, TileId::new(14, 0, 0).unwrap()).is_err());
        assert!(nobody.assets_within(pipes, &zone).is_err());
        assert!(matches!(nobody.near_pipe(Utility::Gas, "G1", 5.0), Err(Refusal::Denied(_))));
        assert!(matches!(nobody.near_network(Utility::Gas, &[], 5.0), Err(Refusal::Denied(_))));
        let line = geo_types::LineString::from(vec![(114.17, 34.11), (114.171, 34.11)]);
        assert!(nobody.dig_check(&Works::of(line.into()).unwrap()).is_err());
        let pipe = LeakPlace::Pipe { code: "G1".to_owned(), at: None };
        assert!(matches!(nobody.isolation(Utility::Gas, &pipe, &[]), Err(Refusal::Denied(_))));
        assert!(matches!(nobody.outage(Utility::Gas, &[], &[]), Err(Refusal::Denied(_))));
        assert!(nobody.findings().is_err());
        assert!(matches!(nobody.assess(&serde_json::Map::new(), None), Err(Refusal::Denied(_))));
        // Roads and their chiefs are public; refused here is only what there is not.
        assert!(nobody.unassigned(None).is_ok());
        assert_eq!(nobody.post("P1").unwrap_err(), Refusal::Post(NoSuchPost("P1".to_owned())));
        let owner = View::new(world, Viewer::local_owner(), day, book);
        assert!(owner.households_within(&zone).is_ok() && owner.findings().is_ok());
    }
}
