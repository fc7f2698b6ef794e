//! All records of one collection, by township.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use geo_types::Rect;
use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::geom::Grid;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::world::pile::Pile;
use crate::world::referring::Referring;
use crate::world::shard::Shard;

/// What decides the shard of a record: the central meridian of its zone and its township. An edit
/// copies one shard, not the city.
pub(super) type Key = (i16, Box<str>);

/// So many codes are found sooner by going through all rows once than by looking for one after the other.
const MANY: usize = 500;

/// The records of one collection. Immutable: an edit makes another table that shares the shards it
/// did not touch.
#[derive(Clone, Debug)]
pub struct Table {
    collection: &'static Collection,
    shards: BTreeMap<Key, Arc<Shard>>,
    /// The boxes of shards, in degrees, and their numbers in the fixed order.
    by_place: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    in_order: Vec<Arc<Shard>>,
    len: usize,
    pub(super) referring: Referring,
}

/// One record in place.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub shard: &'a Shard,
    pub row: usize,
}

impl<'a> Row<'a> {
    pub fn code(self) -> &'a str {
        self.shard.code(self.row)
    }

    pub fn text(self, field: &str) -> Option<&'a str> {
        self.shard.text(self.row, field)
    }

    pub fn value(self, field: &str) -> Value {
        self.shard.value(self.row, field)
    }

    pub fn shape(self) -> Option<Shape> {
        self.shard.shape(self.row)
    }

    pub fn record(self) -> Record {
        self.shard.record(self.row)
    }
}

/// The zones that a world has met, so that shards of one zone share one grid.
#[derive(Clone, Debug, Default)]
pub struct Grids {
    by_meridian: HashMap<i16, Arc<Grid>>,
}

impl Grids {
    pub fn on(&mut self, meridian: i16) -> Arc<Grid> {
        self.by_meridian.entry(meridian).or_insert_with(|| Arc::new(Grid::on_meridian(meridian))).clone()
    }
}

/// What an edit does to a shard.
#[derive(Default)]
struct Touched {
    leave: BTreeSet<Box<str>>,
    come: Vec<Record>,
}

impl Table {
    pub(super) fn of_shards(collection: &'static Collection, shards: BTreeMap<Key, Arc<Shard>>) -> Self {
        let len = shards.values().map(|shard| shard.len()).sum();
        let in_order: Vec<Arc<Shard>> = shards.values().cloned().collect();
        let boxed = |(nth, shard): (usize, &Arc<Shard>)| {
            let (min, max) = (shard.bounds()?.min(), shard.bounds()?.max());
            Some(GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), nth))
        };
        let by_place = RTree::bulk_load(in_order.iter().enumerate().filter_map(boxed).collect());
        Self { collection, shards, by_place, in_order, len, referring: Referring::of(collection) }
    }

    /// Records that stand in no world: those of the past.
    pub fn of(collection: &'static Collection, records: Vec<Record>) -> Self {
        let mut grids = Grids::default();
        let mut pile = Pile::new(collection);
        pile.push(records, &mut grids);
        pile.finish(&mut grids)
    }

    /// The table after an edit: `changed` records take the place of those of their codes, `gone`
    /// codes leave.
    pub fn edited(&self, changed: Vec<Record>, gone: &[Box<str>], grids: &mut Grids) -> Self {
        let mut touched: BTreeMap<Key, Touched> = BTreeMap::new();
        let codes = changed.iter().map(|record| &record.code).chain(gone);
        if changed.len() + gone.len() < MANY {
            for code in codes {
                if let Some((key, _, _)) = self.place_of(code) {
                    touched.entry(key.clone()).or_default().leave.insert(code.clone());
                }
            }
        } else {
            let wanted: HashSet<&str> = codes.map(|code| &**code).collect();
            for (key, shard) in &self.shards {
                let leave = (0..shard.len()).map(|row| shard.code(row)).filter(|code| wanted.contains(code));
                let leave: BTreeSet<Box<str>> = leave.map(Box::from).collect();
                if !leave.is_empty() {
                    touched.entry(key.clone()).or_default().leave = leave;
                }
            }
        }
        for record in changed {
            touched.entry(key_of(self.collection, &record)).or_default().come.push(record);
        }
        let mut shards = self.shards.clone();
        for (key, Touched { leave, come }) in touched {
            let standing = self.shards.get(&key);
            let patched = standing.filter(|_| leave.len() == come.len()).and_then(|shard| shard.patched(&come));
            let next = patched.or_else(|| {
                let stay = standing.into_iter().flat_map(|shard| shard.records());
                let records: Vec<Record> = stay.filter(|record| !leave.contains(&record.code)).chain(come).collect();
                (!records.is_empty()).then(|| Shard::new(self.collection, grids.on(key.0), records))
            });
            match next {
                Some(shard) => drop(shards.insert(key, Arc::new(shard))),
                None => drop(shards.remove(&key)),
            }
        }
        Self::of_shards(self.collection, shards)
    }

    pub fn collection(&self) -> &'static Collection {
        self.collection
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// In a fixed order: by zone, then township.
    pub fn shards(&self) -> impl Iterator<Item = &Shard> {
        self.in_order.iter().map(|shard| &**shard)
    }

    /// By its place in that order.
    pub(super) fn shard(&self, nth: usize) -> &Shard {
        &self.in_order[nth]
    }

    /// As [`Table::shards`], to be kept or known again.
    pub(super) fn shared_shards(&self) -> &[Arc<Shard>] {
        &self.in_order
    }

    /// Those whose box meets a box in degrees, in the same order.
    pub fn shards_near(&self, wanted: Rect<f64>) -> impl Iterator<Item = &Shard> {
        let (min, max) = (wanted.min(), wanted.max());
        let met = self.by_place.locate_in_envelope_intersecting(&AABB::from_corners([min.x, min.y], [max.x, max.y]));
        let mut numbers: Vec<usize> = met.map(|leaf| leaf.data).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|nth| &*self.in_order[nth])
    }

    /// Every row, shard by shard.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.shards().flat_map(|shard| (0..shard.len()).map(move |row| Row { shard, row }))
    }

    pub fn find(&self, code: &str) -> Option<Row<'_>> {
        self.place_of(code).map(|(_, shard, row)| Row { shard, row })
    }

    fn place_of(&self, code: &str) -> Option<(&Key, &Shard, usize)> {
        self.shards.iter().find_map(|(key, shard)| Some((key, &**shard, shard.row_of(code)?)))
    }

    /// Rows in the order of their codes, from the first code after `after` on.
    pub fn in_code_order<'a>(&'a self, after: Option<&str>) -> impl Iterator<Item = Row<'a>> {
        let shards: Vec<&Shard> = self.shards().collect();
        let mut heads = BinaryHeap::with_capacity(shards.len());
        for (nth, shard) in shards.iter().enumerate() {
            let row = after.map_or(0, |code| {
                let row = shard.first_from(code);
                row + usize::from(row < shard.len() && shard.code(row) == code)
            });
            if row < shard.len() {
                heads.push(Reverse((shard.code(row), nth, row)));
            }
        }
        std::iter::from_fn(move || {
            let Reverse((_, nth, row)) = heads.pop()?;
            let shard = shards[nth];
            if row + 1 < shard.len() {
                heads.push(Reverse((shard.code(row + 1), nth, row + 1)));
            }
            Some(Row { shard, row })
        })
    }

    /// In degrees; `None` when no record has a shape.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.shards().filter_map(Shard::bounds).reduce(|a, b| {
            Rect::new(
                (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
            )
        })
    }
}

pub(super) fn key_of(collection: &Collection, record: &Record) -> Key {
    use geo::CoordsIter;
    let corner = record.geometry.as_ref().and_then(|shape| shape.coords_iter().next());
    let place = corner.and_then(|corner| LonLat::new(corner.x, corner.y).ok());
    let jurisdiction = if collection.name == "jurisdictions" {
        Some(&*record.code)
    } else {
        record.value(collection, "jurisdiction_code").as_text()
    };
    // Nine digits name a township; finer codes begin with them.
    let township = jurisdiction.map_or("", |code| code.get(..9).unwrap_or(code));
    (place.map_or(0, Grid::meridian_of), township.into())
}
