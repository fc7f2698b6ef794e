//! The records of one collection in one township: columns, shapes and their R-tree.

use std::sync::Arc;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use geo::BoundingRect;
use geo::Intersects;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Point;
use geo_types::Rect;
use rstar::AABB;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use rstar::primitives::Rectangle;

use crate::domain::Collection;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::Shape;
use crate::world::column::Column;
use crate::world::column::day;
use crate::world::column::days;
use crate::world::nearness::Piece;
use crate::world::packed::Packed;
use crate::world::points::Points;
use crate::world::texts::Texts;

/// An immutable part of a table. Rows are in the order of their codes. An edited shard shares with
/// the one before it what the edit did not touch.
#[derive(Clone, Debug)]
pub struct Shard {
    collection: &'static Collection,
    grid: Arc<Grid>,
    codes: Arc<Texts>,
    columns: Vec<Arc<Column>>,
    versions: Packed,
    /// Days from the common era.
    valid_from: Packed,
    /// Microseconds from the epoch.
    recorded_at: Packed,
    provenance: Arc<Texts>,
    shapes: Arc<Shapes>,
    /// Degrees; `None` when no row has a shape.
    bounds: Option<Rect<f64>>,
}

#[derive(Debug)]
enum Shapes {
    None,
    Points {
        /// Degrees; NaN where there is none.
        lonlat: Box<[[f64; 2]]>,
        on_grid: Points,
    },
    Any {
        lonlat: Box<[Option<Shape>]>,
        grid: Box<[Option<Shape>]>,
        index: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    },
}

impl Shard {
    /// Takes records whose codes are all different.
    #[expect(clippy::cast_possible_truncation, reason = "a shard holds far below 2^32 rows")]
    pub fn new(collection: &'static Collection, grid: Arc<Grid>, mut records: Vec<Record>) -> Self {
        records.sort_by(|a, b| a.code.cmp(&b.code));
        let column =
            |at: usize| Column::of(collection.fields[at].kind, records.iter().map(move |record| &record.values[at]));
        let columns: Vec<Column> = (0..collection.fields.len()).map(column).collect();
        let bounds = records.iter().filter_map(|record| record.geometry.as_ref()?.bounding_rect()).reduce(|a, b| {
            Rect::new(
                (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
            )
        });
        let shapes = match collection.geometry {
            GeometryKind::None => Shapes::None,
            GeometryKind::Point | GeometryKind::PointOrNone => {
                let lonlat: Box<[[f64; 2]]> = records.iter().map(|record| point(record.geometry.as_ref())).collect();
                let project = |at: &[f64; 2]| grid.project_coord(Coord { x: at[0], y: at[1] });
                let on_grid = Points::new(lonlat.iter().map(project).map(|at| [at.x, at.y]).collect());
                Shapes::Points { lonlat, on_grid }
            }
            _ => {
                let lonlat: Box<[Option<Shape>]> = records.iter().map(|record| record.geometry.clone()).collect();
                let project = |shape: &Option<Shape>| shape.as_ref().map(|shape| grid.project_shape(shape));
                let on_grid: Box<[Option<Shape>]> = lonlat.iter().map(project).collect();
                let leaves = on_grid.iter().enumerate().filter_map(|(row, shape)| {
                    let rect = shape.as_ref()?.bounding_rect().filter(|rect| rect.min().x.is_finite())?;
                    let corners = Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
                    Some(GeomWithData::new(corners, row as u32))
                });
                let index = RTree::bulk_load(leaves.collect());
                Shapes::Any { lonlat, grid: on_grid, index }
            }
        };
        Self {
            collection,
            codes: Arc::new(records.iter().map(|record| Some(&*record.code)).collect()),
            columns: columns.into_iter().map(Arc::new).collect(),
            versions: Packed::of(records.iter().map(version).map(Some)),
            valid_from: Packed::of(records.iter().map(valid_from)),
            recorded_at: Packed::of(records.iter().map(recorded_at).map(Some)),
            provenance: Arc::new(records.iter().map(|record| Some(&*record.provenance)).collect()),
            shapes: Arc::new(shapes),
            bounds,
            grid,
        }
    }

    /// The shard with other versions of some of its records; `None` when one of them is not here, or
    /// has moved: then the index, too, must be made anew.
    pub fn patched(&self, records: &[Record]) -> Option<Self> {
        let rows: Vec<usize> = records.iter().map(|record| self.row_of(&record.code)).collect::<Option<_>>()?;
        let stays = |(row, record): (&usize, &Record)| self.shape(*row) == record.geometry;
        if !rows.iter().zip(records).all(stays) {
            return None;
        }
        let mut shard = self.clone();
        for (at, field) in self.collection.fields.iter().enumerate() {
            let column = &self.columns[at];
            if rows.iter().zip(records).any(|(row, record)| column.value(*row) != record.values[at]) {
                let mut values: Vec<Value> = (0..self.len()).map(|row| column.value(row)).collect();
                for (row, record) in rows.iter().zip(records) {
                    values[*row].clone_from(&record.values[at]);
                }
                shard.columns[at] = Arc::new(Column::of(field.kind, values.iter()));
            }
        }
        if rows.iter().zip(records).any(|(row, record)| self.provenance(*row) != &*record.provenance) {
            let mut texts: Vec<&str> = (0..self.len()).map(|row| self.provenance(row)).collect();
            for (row, record) in rows.iter().zip(records) {
                texts[*row] = &record.provenance;
            }
            shard.provenance = Arc::new(texts.into_iter().map(Some).collect());
        }
        let at =
            |numbers: Vec<Option<i64>>| -> Vec<(usize, Option<i64>)> { rows.iter().copied().zip(numbers).collect() };
        shard.versions = self.versions.with(&at(records.iter().map(version).map(Some).collect()));
        shard.valid_from = self.valid_from.with(&at(records.iter().map(valid_from).collect()));
        shard.recorded_at = self.recorded_at.with(&at(records.iter().map(recorded_at).map(Some).collect()));
        Some(shard)
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn grid(&self) -> &Arc<Grid> {
        &self.grid
    }

    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.bounds
    }

    pub fn code(&self, row: usize) -> &str {
        self.codes.at(row).unwrap_or_default()
    }

    /// The first row whose code is not below `code`.
    pub fn first_from(&self, code: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.code(middle) < code { low = middle + 1 } else { high = middle }
        }
        low
    }

    pub fn row_of(&self, code: &str) -> Option<usize> {
        let row = self.first_from(code);
        (row < self.len() && self.code(row) == code).then_some(row)
    }

    /// The column of the field at that position in the collection.
    pub fn column(&self, field: usize) -> &Column {
        &self.columns[field]
    }

    /// The shape in degrees.
    pub fn shape(&self, row: usize) -> Option<Shape> {
        match &*self.shapes {
            Shapes::None => None,
            Shapes::Points { lonlat, .. } => {
                let [x, y] = lonlat[row];
                x.is_finite().then(|| Point::new(x, y).into())
            }
            Shapes::Any { lonlat, .. } => lonlat[row].clone(),
        }
    }

    /// As [`Shard::shape`], without a copy, for layers that are not of points.
    pub fn shape_ref(&self, row: usize) -> Option<&Shape> {
        match &*self.shapes {
            Shapes::Any { lonlat, .. } => lonlat[row].as_ref(),
            _ => None,
        }
    }

    /// The shape in metres of the shard's grid, for layers that are not of points.
    pub fn grid_shape(&self, row: usize) -> Option<&Shape> {
        match &*self.shapes {
            Shapes::Any { grid, .. } => grid[row].as_ref(),
            _ => None,
        }
    }

    /// Degrees, for layers of points; NaN where there is none.
    pub fn lonlat(&self, row: usize) -> [f64; 2] {
        match &*self.shapes {
            Shapes::Points { lonlat, .. } => lonlat[row],
            _ => [f64::NAN; 2],
        }
    }

    /// Grid metres, for layers of points; NaN where there is none.
    pub fn xy(&self, row: usize) -> [f64; 2] {
        match &*self.shapes {
            Shapes::Points { on_grid, .. } => on_grid.xy(row),
            _ => [f64::NAN; 2],
        }
    }

    /// Rows whose boxes meet a box in the shard's grid, in no order. May overshoot for shapes, never
    /// misses.
    pub fn in_box(&self, min: [f64; 2], max: [f64; 2], mut take: impl FnMut(usize)) {
        match &*self.shapes {
            Shapes::None => {}
            Shapes::Points { on_grid, .. } => on_grid.in_box(min, max, take),
            Shapes::Any { index, .. } => {
                let aabb = AABB::from_corners(min, max);
                index.locate_in_envelope_intersecting(&aabb).for_each(|leaf| take(leaf.data as usize));
            }
        }
    }

    /// Rows near a box in degrees, in no order. Overshoots a little, never misses.
    pub fn near_box(&self, wanted: Rect<f64>, take: impl FnMut(usize)) {
        let Some(bounds) = self.bounds.filter(|bounds| bounds.intersects(&wanted)) else { return };
        let (min, max) = self.grid_box(wanted, bounds);
        self.in_box(min, max, take);
    }

    /// A box in the grid that holds what of `wanted` lies near the shard. Edges of a box in degrees
    /// bend in the grid, so places along them are taken, and a margin.
    fn grid_box(&self, wanted: Rect<f64>, bounds: Rect<f64>) -> ([f64; 2], [f64; 2]) {
        const STEPS: u8 = 8;
        let (west, east) = (wanted.min().x.max(bounds.min().x - 0.1), wanted.max().x.min(bounds.max().x + 0.1));
        let (south, north) = (wanted.min().y.max(bounds.min().y - 0.1), wanted.max().y.min(bounds.max().y + 0.1));
        let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for step in 0..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let (x, y) = (west + share * (east - west), south + share * (north - south));
            for corner in [(x, south), (x, north), (west, y), (east, y)] {
                let at = self.grid.project_coord(corner.into());
                if !at.x.is_finite() {
                    return ([f64::NEG_INFINITY; 2], [f64::INFINITY; 2]);
                }
                min = [min[0].min(at.x), min[1].min(at.y)];
                max = [max[0].max(at.x), max[1].max(at.y)];
            }
        }
        // What an arc of an eighth of the box can bulge beyond its chord.
        let margin = 1.0 + (max[0] - min[0]).max(max[1] - min[1]) * 0.002;
        ([min[0] - margin, min[1] - margin], [max[0] + margin, max[1] + margin])
    }

    /// Point rows within a grid distance, with that distance squared, in no order.
    pub fn points_within(&self, at: GridPoint, reach_m: f64, take: impl FnMut(usize, f64)) {
        if let Shapes::Points { on_grid, .. } = &*self.shapes {
            on_grid.within(at.xy(), reach_m, take);
        }
    }

    /// Point rows within a grid distance of any of the pieces, each once, in no order.
    pub fn points_near(&self, pieces: &[Piece], reach_m: f64, take: impl FnMut(usize)) {
        if let Shapes::Points { on_grid, .. } = &*self.shapes {
            on_grid.near(pieces, reach_m, take);
        }
    }

    pub fn record(&self, row: usize) -> Record {
        let (version, valid_from, recorded_at) = self.standing(row);
        Record {
            code: self.code(row).into(),
            geometry: self.shape(row),
            values: self.columns.iter().map(|column| column.value(row)).collect(),
            version,
            valid_from,
            recorded_at,
            provenance: self.provenance.at(row).unwrap_or_default().into(),
        }
    }

    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        (0..self.len()).map(|row| self.record(row))
    }

    /// Version, the day from which it is valid, and when it was recorded.
    pub fn standing(&self, row: usize) -> (i32, Option<NaiveDate>, DateTime<Utc>) {
        let version = self.versions.at(row).and_then(|version| i32::try_from(version).ok());
        let recorded_at = self.recorded_at.at(row).and_then(DateTime::from_timestamp_micros);
        (version.unwrap_or_default(), self.valid_from.at(row).and_then(day), recorded_at.unwrap_or_default())
    }

    pub fn provenance(&self, row: usize) -> &str {
        self.provenance.at(row).unwrap_or_default()
    }

    /// Whether any row has this provenance.
    pub fn comes_from(&self, provenance: &str) -> bool {
        !self.provenance.rows_where(|known| known == provenance).is_empty()
    }

    pub fn value(&self, row: usize, field: &str) -> Value {
        self.collection.position(field).map_or(Value::Null, |at| self.columns[at].value(row))
    }

    pub fn text(&self, row: usize, field: &str) -> Option<&str> {
        self.columns[self.collection.position(field)?].text(row)
    }

    pub fn collection(&self) -> &'static Collection {
        self.collection
    }
}

fn version(record: &Record) -> i64 {
    i64::from(record.version)
}

fn valid_from(record: &Record) -> Option<i64> {
    record.valid_from.map(days)
}

fn recorded_at(record: &Record) -> i64 {
    record.recorded_at.timestamp_micros()
}

fn point(shape: Option<&Shape>) -> [f64; 2] {
    match shape {
        Some(Geometry::Point(at)) => [at.x(), at.y()],
        _ => [f64::NAN; 2],
    }
}
