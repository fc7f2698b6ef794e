//! Vector tiles of the collections, made from a world.
//!
//! Tiles are for looking: coordinates are rounded to the tile's 4,096 steps and lines are thinned.
//! Nothing is computed from them, and Web Mercator appears nowhere else.

mod clip;
mod layers;
mod mercator;

pub use layers::LAYERS;
pub use layers::Layer;
pub use layers::has_tiles;
pub use mercator::TileId;

use fast_mvt::MvtCoord;
use fast_mvt::MvtFeatureBuilder;
use fast_mvt::MvtGeomType;
use fast_mvt::MvtLayerBuilder;
use fast_mvt::MvtValueRef;
use geo::Simplify;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Polygon;

use crate::domain::Collection;
use crate::domain::Value;
use crate::tiles::clip::clipped_line;
use crate::tiles::clip::clipped_ring;
use crate::world::Row;
use crate::world::Shard;
use crate::world::World;

/// Steps along an edge of a tile.
const EXTENT: f64 = 4096.0;
/// How far features reach beyond the edge, so that wide lines and circles are not cut at it.
const BUFFER: f64 = 96.0;
/// Corners that move a line by less than this are left out, in steps.
const TOLERANCE: f64 = 3.0;

/// One layer of one tile, encoded; `None` when nothing is in it.
pub fn tile(world: &World, collection: &Collection, id: TileId) -> Option<Vec<u8>> {
    let layer = layers::layer_of(collection)?;
    if id.zoom < layer.min_zoom {
        return None;
    }
    let table = world.table(collection);
    let reach = id.bounds(BUFFER / EXTENT);
    let mut rows: Vec<Row> = Vec::new();
    for shard in table.shards_near(reach) {
        shard.near_box(reach, |row| rows.push(Row { shard, row }));
    }
    // Codes decide the order, so that the bytes do not depend on the shape of the index.
    rows.sort_unstable_by(|a, b| a.code().cmp(b.code()));
    let mut builder = MvtLayerBuilder::new(collection.name).ok()?;
    for row in rows.into_iter().filter(|row| layer.shows(world, *row, id.zoom)) {
        builder = drawn(world, layer, row, id, builder);
    }
    (builder.num_features() > 0).then(|| builder.encode())
}

fn drawn(world: &World, layer: &Layer, row: Row<'_>, id: TileId, builder: MvtLayerBuilder) -> MvtLayerBuilder {
    match row.shard.shape_ref(row.row) {
        None => {
            let at = id.place(point(row.shard, row.row));
            if !clip::is_near(at) {
                return builder;
            }
            let mut feature = builder.feature_of(MvtGeomType::Point);
            if feature.points([step(at)]).is_err() {
                return feature.end();
            }
            tagged(world, layer, row, feature)
        }
        Some(Geometry::Point(at)) => {
            let mut feature = builder.feature_of(MvtGeomType::Point);
            let _ = feature.points([step(id.place(at.0))]);
            tagged(world, layer, row, feature)
        }
        Some(Geometry::MultiPoint(points)) => {
            let places: Vec<MvtCoord> =
                points.iter().map(|at| id.place(at.0)).filter(|at| clip::is_near(*at)).map(step).collect();
            if places.is_empty() {
                return builder;
            }
            let mut feature = builder.feature_of(MvtGeomType::Point);
            let _ = feature.points(places);
            tagged(world, layer, row, feature)
        }
        Some(Geometry::LineString(line)) => lines(world, layer, row, id, std::slice::from_ref(line), builder),
        Some(Geometry::MultiLineString(parts)) => lines(world, layer, row, id, &parts.0, builder),
        Some(Geometry::Polygon(polygon)) => area(world, layer, row, id, std::slice::from_ref(polygon), builder),
        Some(Geometry::MultiPolygon(parts)) => area(world, layer, row, id, &parts.0, builder),
        // A collection of different shapes, which a feature of a tile cannot be.
        Some(_) => builder,
    }
}

fn lines(
    world: &World,
    layer: &Layer,
    row: Row<'_>,
    id: TileId,
    lines: &[LineString<f64>],
    builder: MvtLayerBuilder,
) -> MvtLayerBuilder {
    let mut parts: Vec<Vec<MvtCoord>> = Vec::new();
    for line in lines {
        let line: LineString<f64> = line.0.iter().map(|at| id.place(*at)).collect();
        let clipped = clipped_line(&line.simplify(TOLERANCE));
        parts.extend(clipped.iter().map(|part| steps(part)).filter(|part| part.len() > 1));
    }
    if parts.is_empty() {
        return builder;
    }
    let mut feature = builder.feature_of(MvtGeomType::LineString);
    for part in parts {
        let _ = feature.line(part);
    }
    tagged(world, layer, row, feature)
}

fn area(
    world: &World,
    layer: &Layer,
    row: Row<'_>,
    id: TileId,
    polygons: &[Polygon<f64>],
    builder: MvtLayerBuilder,
) -> MvtLayerBuilder {
    let ring = |ring: &LineString<f64>| -> Option<Vec<MvtCoord>> {
        let ring: LineString<f64> = ring.0.iter().map(|at| id.place(*at)).collect();
        let steps = steps(&clipped_ring(&ring.simplify(TOLERANCE)));
        (steps.len() > 2).then_some(steps)
    };
    let mut rings: Vec<(Vec<MvtCoord>, bool)> = Vec::new();
    for polygon in polygons {
        if let Some(exterior) = ring(polygon.exterior()) {
            rings.push((exterior, true));
            rings.extend(polygon.interiors().iter().filter_map(ring).map(|hole| (hole, false)));
        }
    }
    if rings.is_empty() {
        return builder;
    }
    let mut feature = builder.feature_of(MvtGeomType::Polygon);
    for (corners, is_exterior) in rings {
        let _ = feature.ring(corners, is_exterior);
    }
    tagged(world, layer, row, feature)
}

fn tagged(world: &World, layer: &Layer, row: Row<'_>, mut feature: MvtFeatureBuilder) -> MvtLayerBuilder {
    let _ = feature.tag_ref("code", MvtValueRef::String(row.code()));
    let of_collection = row.shard.collection();
    let all = of_collection.is_layer.then(|| of_collection.fields.iter().map(|field| &field.name));
    for name in layer.fields.iter().chain(all.into_iter().flatten()) {
        match row.value(name) {
            Value::Null => {}
            Value::Integer(number) => drop(feature.tag_ref(name, MvtValueRef::SInt(number.into()))),
            Value::Real(number) => drop(feature.tag_ref(name, MvtValueRef::Double(number))),
            Value::Boolean(yes) => drop(feature.tag_ref(name, MvtValueRef::Bool(yes))),
            other => drop(feature.tag_ref(name, MvtValueRef::String(&other.written()))),
        }
    }
    if layer.of_road {
        let road = row.text("road_code").and_then(|code| world.roads().road(code));
        for (name, value) in [
            ("class", road.and_then(|road| road.class.as_deref())),
            ("road_name", road.and_then(|road| road.name.as_deref())),
        ] {
            if let Some(value) = value {
                let _ = feature.tag_ref(name, MvtValueRef::String(value));
            }
        }
    }
    feature.end()
}

fn point(shard: &Shard, row: usize) -> Coord<f64> {
    let [x, y] = shard.lonlat(row);
    Coord { x, y }
}

/// Corners in whole steps, each once.
fn steps(line: &[Coord<f64>]) -> Vec<MvtCoord> {
    let mut steps: Vec<MvtCoord> = line.iter().map(|at| step(*at)).collect();
    steps.dedup_by(|a, b| a.x == b.x && a.y == b.y);
    steps
}

#[expect(clippy::cast_possible_truncation, reason = "clipped to the tile and its buffer")]
fn step(at: Coord<f64>) -> MvtCoord {
    MvtCoord { x: at.x.round() as i32, y: at.y.round() as i32 }
}
