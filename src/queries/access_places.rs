//! Where ways start and end: the seats of counties and townships, villages and hamlets.

use std::collections::HashMap;

use crate::geom::LonLat;
use crate::queries::access::Pair;
use crate::world::Level;
use crate::world::Row;
use crate::world::UnitId;
use crate::world::World;

/// Where units lie.
pub struct Endpoints<'a> {
    world: &'a World,
    /// In the order of the tree.
    seats: Vec<Option<LonLat>>,
}

impl<'a> Endpoints<'a> {
    /// A village without a seat lies where its main hamlet does: the one with the most households, of
    /// equals the one whose code comes first.
    pub fn of(world: &'a World) -> Self {
        let tree = world.jurisdictions().tree();
        let mut seats = vec![None; tree.len()];
        for row in world.named("jurisdictions").rows() {
            if let Some(unit) = tree.find(row.code()) {
                let degrees = |field| row.value(field).as_real();
                let at = degrees("seat_lon").zip(degrees("seat_lat"));
                seats[unit.index()] = at.and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
            }
        }
        let mut mains: HashMap<&str, (i32, LonLat)> = HashMap::new();
        for row in world.named("hamlets").in_code_order(None) {
            let (Some(village), Some(at)) = (row.text("village_code"), place(row)) else { continue };
            let households = row.value("households").as_integer().unwrap_or(0);
            let main = mains.entry(village).or_insert((households, at));
            if households > main.0 {
                *main = (households, at);
            }
        }
        for unit in tree.ids() {
            let facts = tree.unit(unit);
            if facts.level == Some(Level::Village) && seats[unit.index()].is_none() {
                seats[unit.index()] = mains.get(&*facts.code).map(|(_, at)| *at);
            }
        }
        Self { world, seats }
    }

    pub fn townships(&self) -> Vec<Pair<'a>> {
        self.pairs(Level::Township, |unit| self.county_of(unit))
    }

    pub fn villages(&self) -> Vec<Pair<'a>> {
        self.pairs(Level::Village, |unit| self.township_of(unit))
    }

    pub fn hamlet(&self, row: Row<'a>) -> Pair<'a> {
        let tree = self.world.jurisdictions().tree();
        let own = row.text("village_code").or_else(|| row.text("jurisdiction_code"));
        let start = own.and_then(|code| tree.find(code)).and_then(|unit| self.township_of(unit));
        self.pair(row.code(), start, place(row))
    }

    fn pairs(&self, level: Level, start: impl Fn(UnitId) -> Option<UnitId>) -> Vec<Pair<'a>> {
        let tree = self.world.jurisdictions().tree();
        let targets = tree.ids().filter(|unit| tree.unit(*unit).level == Some(level));
        targets.map(|unit| self.pair(&tree.unit(unit).code, start(unit), self.seats[unit.index()])).collect()
    }

    fn pair(&self, target: &'a str, start: Option<UnitId>, to: Option<LonLat>) -> Pair<'a> {
        let tree = self.world.jurisdictions().tree();
        Pair {
            target,
            start: start.map(|unit| &*tree.unit(unit).code),
            from: start.and_then(|unit| self.seats[unit.index()]),
            to,
        }
    }

    fn township_of(&self, unit: UnitId) -> Option<UnitId> {
        let tree = self.world.jurisdictions().tree();
        tree.lineage(unit).find(|above| tree.unit(*above).level == Some(Level::Township))
    }

    /// The body that answers for a township where its seat is known, else the county that it lies in.
    fn county_of(&self, township: UnitId) -> Option<UnitId> {
        let tree = self.world.jurisdictions().tree();
        let is_county = |unit: &UnitId| tree.unit(*unit).level == Some(Level::County);
        let body = tree.unit(township).body;
        let seated = body.filter(|body| is_county(body) && self.seats[body.index()].is_some());
        seated.or_else(|| tree.lineage(township).find(is_county)).or(body)
    }
}

fn place(row: Row) -> Option<LonLat> {
    let [lon, lat] = row.shard.lonlat(row.row);
    LonLat::new(lon, lat).ok()
}
