//! The tree of jurisdictions, and which of them a place lies in.

use std::collections::HashMap;
use std::sync::Arc;

use geo::Contains;
use geo::Intersects;
use geo_types::Coord;
use geo_types::Geometry;

use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::world::mosaic::Mosaic;
use crate::world::table::Row;
use crate::world::table::Table;
use crate::world::tree::Tree;

/// Jurisdictions by place and by descent.
#[derive(Debug)]
pub struct Jurisdictions {
    table: Arc<Table>,
    parents: HashMap<Box<str>, Box<str>>,
    zones: Vec<Zone>,
    tree: Tree,
}

/// The areas of the shards of one zone of the grid.
#[derive(Debug)]
struct Zone {
    grid: Arc<Grid>,
    /// Their codes, the finest first.
    codes: Vec<Box<str>>,
    mosaic: Mosaic,
}

/// Deeper than any tree of divisions; stops at a circle in the data.
const DEEPEST: usize = 10;

impl Jurisdictions {
    pub(super) fn new(table: Arc<Table>) -> Self {
        let parent = |row: Row| Some((row.code().into(), row.text("parent_code")?.into()));
        let parents = table.rows().filter_map(parent).collect();
        let mut rows: Vec<Row> = table.rows().collect();
        rows.sort_by(|a, b| in_order(*a).cmp(&in_order(*b)));
        let mut meridians: Vec<i16> = rows.iter().map(|row| row.shard.grid().central_meridian()).collect();
        meridians.sort_unstable();
        meridians.dedup();
        let zone = |meridian: &i16| {
            let mine = |row: &&Row| row.shard.grid().central_meridian() == *meridian;
            let rows: Vec<Row> = rows.iter().filter(mine).copied().collect();
            let shapes: Vec<Option<&Shape>> = rows.iter().map(|row| row.shard.grid_shape(row.row)).collect();
            Some(Zone {
                grid: rows.first()?.shard.grid().clone(),
                codes: rows.iter().map(|row| row.code().into()).collect(),
                mosaic: Mosaic::of(&shapes),
            })
        };
        let zones = meridians.iter().filter_map(zone).collect();
        let mut made = Self { table, parents, zones, tree: Tree::default() };
        made.tree = Tree::new(made.table.rows().collect(), &made);
        made
    }

    /// To whom lengths and amounts are added.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// As [`Jurisdictions::finest_at`], for a place on a grid.
    pub fn finest_on(&self, grid: &Grid, at: Coord<f64>) -> Option<&str> {
        match &self.zones[..] {
            [zone] if zone.grid.central_meridian() == grid.central_meridian() => {
                zone.mosaic.first_at(at).map(|nth| &*zone.codes[nth])
            }
            _ => self.finest_at(grid.unproject(GridPoint { easting: at.x, northing: at.y })?),
        }
    }

    /// The code of the finest jurisdiction at a place; of two equally fine ones (on their common
    /// boundary) the one whose code comes first.
    pub fn finest_at(&self, at: LonLat) -> Option<&str> {
        let found = |zone: &'_ Zone| -> Option<usize> {
            let [x, y] = zone.grid.project(at).xy();
            zone.mosaic.first_at(Coord { x, y })
        };
        if let [zone] = &self.zones[..] {
            return found(zone).map(|nth| &*zone.codes[nth]);
        }
        // Areas of several zones meet at a seam: the finest of all.
        let each = self.zones.iter().filter_map(|zone| self.table.find(&zone.codes[found(zone)?]));
        let finest = each.min_by(|a, b| in_order(*a).cmp(&in_order(*b)))?;
        Some(finest.code())
    }

    /// As [`Jurisdictions::finest_at`], for a record of a point, which is on its grid already.
    pub fn finest_of_row(&self, row: Row) -> Option<&str> {
        match &self.zones[..] {
            [zone] if zone.grid.central_meridian() == row.shard.grid().central_meridian() => {
                let [x, y] = row.shard.xy(row.row);
                zone.mosaic.first_at(Coord { x, y }).map(|nth| &*zone.codes[nth])
            }
            _ => {
                let [lon, lat] = row.shard.lonlat(row.row);
                self.finest_at(LonLat::new(lon, lat).ok()?)
            }
        }
    }

    /// The jurisdictions that govern `at`, the finest first.
    ///
    /// A boundary belongs to both neighbours: on the county line the caller gets both counties and
    /// decides, rather than one of them by accident of rounding.
    pub fn at(&self, at: LonLat) -> Vec<Row<'_>> {
        self.covering(&Shape::Point(at.coord().into()))
    }

    /// The code of the finest jurisdiction that holds all of a shape; of two equally fine ones
    /// (a point on their common boundary) the one whose code comes first.
    pub fn finest_of(&self, shape: &Shape) -> Option<Box<str>> {
        if let Geometry::Point(at) = shape {
            let place = LonLat::new(at.x(), at.y()).ok()?;
            return self.finest_at(place).map(Into::into);
        }
        self.covering(shape).first().map(|row| row.code().into())
    }

    /// Whether one jurisdiction holds a place, its boundary included; `None` where there is no such
    /// jurisdiction or its boundary is not known.
    pub fn holds(&self, code: &str, at: LonLat) -> Option<bool> {
        let row = self.table.find(code)?;
        let area = row.shard.grid_shape(row.row)?;
        let on_grid = row.shard.grid().project_coord(at.coord());
        Some(on_grid.x.is_finite() && covers(area, &Shape::Point(on_grid.into())))
    }

    /// Whether a jurisdiction stands, and with a boundary.
    pub fn has_boundary(&self, code: &str) -> bool {
        self.table.find(code).is_some_and(|row| row.shard.grid_shape(row.row).is_some())
    }

    /// Whether no jurisdiction stands at all.
    pub fn is_empty(&self) -> bool {
        self.table.rows().next().is_none()
    }

    /// Those that hold all of a shape, the finest first, then by code.
    fn covering(&self, shape: &Shape) -> Vec<Row<'_>> {
        let mut found = Vec::new();
        for shard in self.table.shards() {
            let on_grid = shard.grid().project_shape(shape);
            let Some(rect) = geo::BoundingRect::bounding_rect(&on_grid) else { continue };
            if !rect.min().x.is_finite() {
                continue;
            }
            shard.in_box([rect.min().x, rect.min().y], [rect.max().x, rect.max().y], |row| {
                if shard.grid_shape(row).is_some_and(|area| covers(area, &on_grid)) {
                    found.push(Row { shard, row });
                }
            });
        }
        found.sort_by(|a, b| in_order(*a).cmp(&in_order(*b)));
        found
    }

    /// The code itself, then its parents up to the root.
    pub fn lineage<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> + Clone {
        std::iter::successors(Some(code), |code| self.parents.get(*code).map(|parent| &**parent)).take(DEEPEST)
    }

    /// Whether `code` is `ancestor` or lies below it.
    pub fn is_within(&self, code: &str, ancestor: &str) -> bool {
        self.lineage(code).any(|above| above == ancestor)
    }

    /// The county-level body that answers for a jurisdiction: the one that it names or that the first
    /// above it does which names one, else the county that it is or lies in.
    pub fn accountable<'a>(&'a self, code: &'a str) -> Option<&'a str> {
        let mut above = self.lineage(code).filter_map(|code| self.find(code));
        let named = above.clone().find_map(|row| row.text("accountable_code"));
        named.or_else(|| above.find(|row| row.text("level") == Some("county")).map(Row::code))
    }

    pub fn find(&self, code: &str) -> Option<Row<'_>> {
        self.table.find(code)
    }

    pub fn name(&self, code: &str) -> Option<&str> {
        self.find(code)?.text("name")
    }
}

/// On the boundary is inside.
fn covers(area: &Shape, shape: &Shape) -> bool {
    let Geometry::MultiPolygon(area) = area else { return false };
    match shape {
        Geometry::Point(at) => area.intersects(&at.0),
        Geometry::LineString(line) => line.0.iter().all(|corner| area.intersects(corner)) && area.contains(shape),
        other => area.contains(other),
    }
}

/// The finest first, then by code.
fn in_order(row: Row<'_>) -> (u8, &str) {
    (fineness(row), row.code())
}

/// 0 for a village; what has no level comes last.
fn fineness(row: Row) -> u8 {
    match row.text("level") {
        Some("village") => 0,
        Some("township") => 1,
        Some("county") => 2,
        Some("city") => 3,
        _ => 4,
    }
}
