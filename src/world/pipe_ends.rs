//! Where pipes end that name no node: at what lies there.

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Rect;
use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::Shape;
use crate::world::table::Row;
use crate::world::table::Table;

/// An end lies at a node, or at another end, when it is no farther off, grid metres. Surveys place what
/// is joined within centimetres; the next pipe in a street lies farther away.
pub(super) const SNAP_M: f64 = 0.5;

/// A pipe by its position, and which of its ends.
pub(super) type PipeEnd = (usize, usize);

/// All ends of the pipes of a network, by place.
pub(super) struct Ends {
    /// Degrees.
    tree: RTree<GeomWithData<[f64; 2], PipeEnd>>,
}

impl Ends {
    pub fn of(pipes: &[Row]) -> Self {
        let ends = pipes.iter().enumerate().flat_map(|(pipe, row)| {
            let ends = row.shard.shape_ref(row.row).and_then(ends);
            ends.into_iter().flatten().enumerate().map(move |(end, at)| GeomWithData::new([at.x, at.y], (pipe, end)))
        });
        Self { tree: RTree::bulk_load(ends.collect()) }
    }

    /// Those near a place, the nearest first, then in the order of the pipes.
    pub fn near(&self, grid: &Grid, at: Coord) -> Vec<PipeEnd> {
        let reach = around(at);
        let aabb = AABB::from_corners([reach.min().x, reach.min().y], [reach.max().x, reach.max().y]);
        let far = |[x, y]: [f64; 2]| distance_m(grid, at, Coord { x, y });
        let near = self.tree.locate_in_envelope(&aabb).map(|leaf| (far(*leaf.geom()), leaf.data));
        let mut near: Vec<(f64, PipeEnd)> = near.filter(|(far_m, _)| *far_m <= SNAP_M).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.into_iter().map(|(_, end)| end).collect()
    }
}

/// The code of the nearest node at a place; of equally near ones the first.
pub(super) fn nearest_node(nodes: &Table, at: Coord, is_there: impl Fn(&str) -> bool) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    for shard in nodes.shards_near(around(at)) {
        let on_grid = shard.grid().project_coord(at);
        let on_grid = GridPoint { easting: on_grid.x, northing: on_grid.y };
        shard.points_within(on_grid, SNAP_M, |row, distance_sq| {
            let found = (distance_sq, shard.code(row));
            if best.is_none_or(|best| found < best) && is_there(found.1) {
                best = Some(found);
            }
        });
    }
    best.map(|(_, code)| code)
}

/// The first and the last corner of a line, in degrees.
pub(super) fn ends(line: &Shape) -> Option<[Coord; 2]> {
    match line {
        Geometry::LineString(line) => Some([*line.0.first()?, *line.0.last()?]),
        // Whoever writes past us may have written a pipe of several parts.
        Geometry::MultiLineString(lines) => Some([*lines.0.first()?.0.first()?, *lines.0.last()?.0.last()?]),
        _ => None,
    }
}

fn distance_m(grid: &Grid, a: Coord, b: Coord) -> f64 {
    let (a, b) = (grid.project_coord(a), grid.project_coord(b));
    (a.x - b.x).hypot(a.y - b.y)
}

/// Degrees: all that is within reach, and a little more.
fn around(at: Coord) -> Rect<f64> {
    let lat = SNAP_M * 1.01 / 110_000.0;
    let lon = lat / at.y.abs().min(89.9).to_radians().cos();
    Rect::new(Coord { x: at.x - lon, y: at.y - lat }, Coord { x: at.x + lon, y: at.y + lat })
}
