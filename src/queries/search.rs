//! Finding things by what people call them.

use crate::geom::Chainage;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::queries::roads::place_at;
use crate::world::Row;
use crate::world::Shard;
use crate::world::World;
use geo::BoundingRect;
use geo::InteriorPoint;
use geo_types::Geometry;
use geo_types::Rect;

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// road, chainage, division, place, hamlet, bridge, address.
    pub kind: &'static str,
    pub collection: &'static str,
    pub code: Box<str>,
    pub title: String,
    pub subtitle: String,
    /// A place to show it at.
    pub at: Option<LonLat>,
    pub bounds: Option<Rect<f64>>,
}

/// A layer that is searched: kind, collection, the field with the name.
const LAYERS: [(&str, &str, &str); 5] = [
    ("road", "roads", "name"),
    ("division", "jurisdictions", "name"),
    ("place", "places", "name"),
    ("hamlet", "hamlets", "name"),
    ("bridge", "bridges", "name"),
];

/// At most `limit` finds for a text: a chainage on a road first (`X003411024 K12+345`), then whole
/// codes and names, beginnings, parts; roads before divisions before places. Addresses only where
/// the asker may see households.
pub fn search(world: &World, text: &str, with_addresses: bool, limit: usize) -> Vec<Found> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = on_road(world, text).into_iter().collect();
    let mut ranked: Vec<(u8, usize, Row)> = Vec::new();
    for (nth, (_, collection, field)) in LAYERS.iter().enumerate() {
        for shard in world.named(collection).shards() {
            ranked.extend(matching(shard, field, text).map(|(rank, row)| (rank, nth, Row { shard, row })));
        }
    }
    ranked.sort_by(|a, b| (a.0, a.1, a.2.code()).cmp(&(b.0, b.1, b.2.code())));
    found.extend(ranked.into_iter().take(limit).map(|(_, nth, row)| named(world, LAYERS[nth].0, row)));
    if with_addresses && found.len() < limit {
        found.extend(addresses(world, text, limit - found.len()));
    }
    found.truncate(limit);
    found
}

/// `X003411024 K12+345`, also by the name of the road.
fn on_road(world: &World, text: &str) -> Option<Found> {
    let (road, chainage) = text.rsplit_once([' ', '\u{3000}'])?;
    let chainage: Chainage = chainage.parse().ok()?;
    let road = road.trim();
    let found = world
        .roads()
        .road(&road.to_uppercase())
        .or_else(|| world.roads().roads().find(|known| known.name.as_deref() == Some(road)))?;
    let at = place_at(world, &found.code, chainage).ok()?;
    Some(Found {
        kind: "chainage",
        collection: "roads",
        code: found.code.clone(),
        title: format!("{} {chainage}", found.code),
        subtitle: found.name.as_deref().unwrap_or_default().to_owned(),
        at: Some(at),
        bounds: None,
    })
}

/// Rows of a shard that match, each with its rank: 0 the whole code or name, 1 its beginning, 2 a
/// part of it.
fn matching<'a>(shard: &'a Shard, field: &str, text: &'a str) -> impl Iterator<Item = (u8, usize)> + 'a {
    let field = shard.collection().position(field);
    let upper = text.to_uppercase();
    (0..shard.len()).filter_map(move |row| {
        let by_code = rank(shard.code(row), &upper);
        let by_name = field.and_then(|field| shard.column(field).text(row)).and_then(|name| rank(name, text));
        let best = [by_code, by_name].into_iter().flatten().min()?;
        Some((best, row))
    })
}

fn rank(known: &str, text: &str) -> Option<u8> {
    match known {
        known if known == text => Some(0),
        known if known.starts_with(text) => Some(1),
        known if known.contains(text) => Some(2),
        _ => None,
    }
}

fn named(world: &World, kind: &'static str, row: Row) -> Found {
    let name = row.text("name").unwrap_or_default();
    let jurisdiction = row.text("jurisdiction_code").or_else(|| row.text("parent_code"));
    let place = jurisdiction.and_then(|code| world.jurisdictions().name(code)).unwrap_or_default();
    let shape = row.shape();
    Found {
        kind,
        collection: row.shard.collection().name,
        code: row.code().into(),
        title: if name.is_empty() { row.code().to_owned() } else { name.to_owned() },
        subtitle: [row.code(), place].join(" ").trim().to_owned(),
        at: shape.as_ref().and_then(shown_at),
        bounds: shape
            .as_ref()
            .filter(|shape| !matches!(shape, Geometry::Point(_)))
            .and_then(BoundingRect::bounding_rect),
    }
}

fn shown_at(shape: &Shape) -> Option<LonLat> {
    let at = match shape {
        Geometry::LineString(line) => line.0.get(line.0.len() / 2).copied()?,
        other => other.interior_point()?.0,
    };
    LonLat::new(at.x, at.y).ok()
}

fn addresses(world: &World, text: &str, limit: usize) -> Vec<Found> {
    let mut found: Vec<Row> = Vec::new();
    for shard in world.named("households").shards() {
        let Some(field) = shard.collection().position("address") else { continue };
        let hit = |row: &usize| {
            shard.column(field).text(*row).is_some_and(|address| address.contains(text)) || shard.code(*row) == text
        };
        found.extend((0..shard.len()).filter(hit).map(|row| Row { shard, row }));
    }
    found.sort_by(|a, b| a.code().cmp(b.code()));
    let address = |row: Row| {
        let [lon, lat] = row.shard.lonlat(row.row);
        Found {
            kind: "address",
            collection: "households",
            code: row.code().into(),
            title: row.text("address").unwrap_or_default().to_owned(),
            subtitle: row.code().to_owned(),
            at: LonLat::new(lon, lat).ok(),
            bounds: None,
        }
    };
    found.into_iter().take(limit).map(address).collect()
}
