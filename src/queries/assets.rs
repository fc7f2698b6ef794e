//! What lies in a zone, of any collection.

use crate::domain::Collection;
use crate::domain::GeometryKind;
use crate::queries::Zone;
use crate::queries::on_grid::OnGrid;
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
