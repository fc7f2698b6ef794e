//! What lies in a zone, of any collection.

use geo::BoundingRect;
use geo::Distance;
use geo::Euclidean;
use geo::Intersects;
use geo_types::Point;

use crate::domain::Collection;
use crate::domain::GeometryKind;
use crate::geom::Grid;
use crate::geom::Shape;
use crate::queries::Zone;
use crate::world::Row;
use crate::world::World;

/// The records of a collection that lie in a zone or reach into it, in the order of their codes.
///
/// Points are judged as households are. Lines and areas are judged in the grid: they are in the
/// zone when any place of theirs is; touching its boundary is being in it.
pub fn assets_within<'a>(world: &'a World, collection: &Collection, zone: &Zone) -> Vec<Row<'a>> {
    let table = world.table(collection);
    let mut found = match collection.geometry {
        GeometryKind::None => Vec::new(),
        GeometryKind::Point | GeometryKind::PointOrNone => zone.points_of(table),
        _ => {
            let mut found = Vec::new();
            let reach = zone.reach();
            for shard in table.shards_near(reach) {
                let on_grid = OnGrid::of(zone, shard.grid());
                shard.near_box(reach, |row| {
                    if shard.grid_shape(row).is_some_and(|shape| on_grid.meets(shape)) {
                        found.push(Row { shard, row });
                    }
                });
            }
            found
        }
    };
    found.sort_unstable_by(|a, b| a.code().cmp(b.code()));
    found
}

/// A zone in the metres of one grid.
enum OnGrid {
    Area(Shape),
    /// Places within so many metres of a shape.
    Near(Shape, f64),
}

impl OnGrid {
    fn of(zone: &Zone, grid: &Grid) -> Self {
        match zone {
            Zone::Area(area) => Self::Area(grid.project_shape(area)),
            Zone::NearLine { line, radius_m } => Self::Near(grid.project_shape(line), *radius_m),
            Zone::Radius { at, radius_m } => {
                let [x, y] = grid.project(*at).xy();
                Self::Near(Point::new(x, y).into(), *radius_m)
            }
        }
    }

    fn meets(&self, shape: &Shape) -> bool {
        let finite = |shape: &Shape| shape.bounding_rect().is_some_and(|rect| rect.min().x.is_finite());
        match self {
            Self::Area(area) => finite(area) && area.intersects(shape),
            Self::Near(heart, radius_m) => finite(heart) && Euclidean.distance(heart, shape) <= *radius_m,
        }
    }
}
