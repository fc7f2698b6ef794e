//! Records written in short: `item("bridges", "B1", "POINT(114 34)", "name=Stone bridge; rating=3")`.

use geozero::ToGeo;
use geozero::wkt::Wkt;
use luzhang::domain::Collection;
use luzhang::domain::Record;
use luzhang::domain::Value;
use luzhang::domain::collections;
use luzhang::geom::Shape;
use luzhang::world::World;
use luzhang::world::WorldBuilder;

/// A record and where it belongs.
#[derive(Clone, Debug)]
pub struct Item {
    pub collection: &'static Collection,
    pub record: Record,
}

#[track_caller]
pub fn named(collection: &str) -> &'static Collection {
    collections::named(collection).unwrap_or_else(|| panic!("there is no collection {collection}"))
}

#[track_caller]
pub fn shape(wkt: &str) -> Shape {
    Wkt(wkt).to_geo().unwrap_or_else(|why| panic!("{wkt}: {why}"))
}

/// A record from WKT (blank: none) and `field=value; field=value`. What the product would refuse is
/// refused here, so that no test stands on data that cannot be.
#[track_caller]
pub fn item(collection: &str, code: &str, wkt: &str, facts: &str) -> Item {
    let collection = named(collection);
    let mut record = Record::new(collection, code, "hand-drawn");
    if !wkt.is_empty() {
        record.geometry = Some(collection.shaped(shape(wkt)));
    }
    for fact in facts.split("; ").filter(|fact| !fact.is_empty()) {
        let (field, text) = fact.split_once('=').unwrap_or_else(|| panic!("{fact} is not field=value"));
        let at = collection.position(field).unwrap_or_else(|| panic!("{} has no {field}", collection.name));
        record.values[at] = Value::read(collection.fields[at].kind, text).unwrap_or_else(|why| panic!("{fact}: {why}"));
    }
    let faults = collection.faults(&record);
    assert!(faults.is_empty(), "{code}: {}", faults[0]);
    Item { collection, record }
}

impl Item {
    #[must_use]
    #[track_caller]
    pub fn with(mut self, field: &str, text: &str) -> Self {
        let at = self.collection.position(field).unwrap_or_else(|| panic!("{} has no {field}", self.collection.name));
        self.record.values[at] = Value::read(self.collection.fields[at].kind, text).unwrap();
        self
    }

    #[must_use]
    pub fn at(mut self, shape: Shape) -> Self {
        self.record.geometry = Some(self.collection.shaped(shape));
        self
    }
}

/// A world without a store.
pub fn world_of(items: Vec<Item>) -> World {
    let mut builder = WorldBuilder::default();
    let (areas, others): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| item.collection.name == "jurisdictions");
    for Item { collection, record } in areas.into_iter().chain(others) {
        builder.push(collection, vec![record]);
    }
    builder.finish(1, &[])
}
