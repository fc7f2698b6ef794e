//! What the map shows of each collection, and from which zoom on.

use crate::domain::Collection;
use crate::world::Row;
use crate::world::World;

/// One layer of the map.
#[derive(Debug)]
pub struct Layer {
    pub collection: &'static str,
    pub min_zoom: u8,
    /// What a feature carries beside its code.
    pub fields: &'static [&'static str],
    /// Whether a feature carries class and name of its road.
    pub of_road: bool,
    /// Values of a field, or of the road's class, that are shown from a zoom of their own on.
    from_zoom: &'static [(&'static str, u8)],
}

const fn layer(collection: &'static str, min_zoom: u8, fields: &'static [&'static str]) -> Layer {
    Layer { collection, min_zoom, fields, of_road: false, from_zoom: &[] }
}

/// Collections without a layer have no tiles.
pub static LAYERS: &[Layer] = &[
    Layer {
        from_zoom: &[("township", 8), ("village", 11)],
        ..layer("jurisdictions", 0, &["name", "level", "kind", "parent_code"])
    },
    Layer {
        of_road: true,
        from_zoom: &[("township", 10), ("village", 11), ("urban", 12), ("other", 12), ("special", 11)],
        ..layer("road_segments", 7, &["road_code", "from_chainage", "to_chainage", "technical_class", "surface"])
    },
    layer("bridges", 11, &["name", "rating", "road_code", "chainage"]),
    layer("gas_pipes", 11, &["role", "pressure_class", "diameter_mm", "material", "in_service"]),
    layer("heat_pipes", 11, &["circuit", "network", "diameter_mm"]),
    layer("gas_nodes", 13, &["kind", "open", "operable"]),
    layer("heat_nodes", 13, &["kind", "open", "operable", "circuit"]),
    layer("hamlets", 12, &["name"]),
    layer("places", 12, &["name", "kind"]),
    layer("households", 14, &[]),
    layer("hazards", 12, &["kind", "found_on", "treated_on"]),
    layer("violations", 12, &["kind", "found_on", "cleared_on"]),
    layer("facilities", 12, &["name", "kind"]),
    layer("bus_stops", 13, &["name"]),
    layer("bus_routes", 11, &["name"]),
    layer("conduits", 13, &["kind"]),
    layer("works", 12, &["kind", "completed_on"]),
];

/// Any reference layer: its features carry all that is known of them.
static REFERENCE: Layer = layer("", 8, &[]);

pub(super) fn layer_of(collection: &Collection) -> Option<&'static Layer> {
    if collection.is_layer && collection.geometry.is_spatial() {
        return Some(&REFERENCE);
    }
    LAYERS.iter().find(|layer| layer.collection == collection.name)
}

pub fn has_tiles(collection: &Collection) -> bool {
    layer_of(collection).is_some()
}

impl Layer {
    /// Whether a record is shown at a zoom.
    pub(super) fn shows(&self, world: &World, row: Row<'_>, zoom: u8) -> bool {
        if self.from_zoom.is_empty() {
            return true;
        }
        let word = if self.of_road {
            row.text("road_code").and_then(|code| world.roads().road(code)?.class.as_deref()).unwrap_or("other")
        } else {
            row.text("level").unwrap_or_default()
        };
        self.from_zoom.iter().find(|(known, _)| *known == word).is_none_or(|(_, from)| zoom >= *from)
    }
}
