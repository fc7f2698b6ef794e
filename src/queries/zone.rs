//! Zones: the places within a radius, an area, or a distance of a pipe; and what lies in them.

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Rect;

use crate::geom::Grid;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::area::Area;
use crate::geom::distance_sq_to_piece;
use crate::geom::faults::fault_of;
use crate::geom::geodesic;
use crate::world::Row;
use crate::world::Shard;
use crate::world::Table;
use crate::world::World;

/// The widest radius that a question may have, metres.
pub const WIDEST_M: f64 = 50_000.0;

/// Whose pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utility {
    Gas,
    Heat,
}

impl Utility {
    pub fn pipes(self) -> &'static str {
        match self {
            Self::Gas => "gas_pipes",
            Self::Heat => "heat_pipes",
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gas => "gas",
            Self::Heat => "heat",
        }
    }
}

/// A set of places. What lies on its boundary is in it.
#[derive(Clone, Debug)]
pub enum Zone {
    /// Geodesic metres.
    Radius { at: LonLat, radius_m: f64 },
    /// A polygon or multipolygon in degrees; its edges are straight in the grid.
    Area(Shape),
    /// Grid metres from a pipe; its line in degrees.
    NearLine { line: Shape, radius_m: f64 },
}

/// Why a zone is refused. `field` names what the asker gave.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ZoneRefusal {
    #[error("radius_m is {0}; give metres above 0 and up to 50000")]
    Radius(f64),
    #[error("there is no pipe `{code}` among the {}", utility.pipes())]
    NoSuchPipe { utility: Utility, code: String },
    #[error("{problem}; {remedy}")]
    Area { problem: String, remedy: String },
}

impl ZoneRefusal {
    pub fn field(&self) -> &'static str {
        match self {
            Self::Radius(_) => "radius_m",
            Self::NoSuchPipe { .. } => "pipe",
            Self::Area { .. } => "geometry",
        }
    }
}

impl Zone {
    pub fn around(at: LonLat, radius_m: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        Ok(Self::Radius { at, radius_m })
    }

    pub fn near_pipe(world: &World, utility: Utility, code: &str, radius_m: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        let pipe = world.named(utility.pipes()).find(code).and_then(Row::shape);
        let line = pipe.ok_or_else(|| ZoneRefusal::NoSuchPipe { utility, code: code.to_owned() })?;
        Ok(Self::NearLine { line, radius_m })
    }

    pub fn area(shape: Shape) -> Result<Self, ZoneRefusal> {
        if !matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
            let problem = format!("{} encloses nothing", crate::domain::record::shape_words(&shape));
            return Err(ZoneRefusal::Area { problem, remedy: "give a Polygon or MultiPolygon".into() });
        }
        match fault_of(&shape) {
            None => Ok(Self::Area(shape)),
            Some(fault) => Err(ZoneRefusal::Area { problem: fault.problem, remedy: fault.remedy.into() }),
        }
    }

    /// The point records of a table that lie in the zone: shard by shard, in code order within one.
    pub fn points_of<'a>(&self, table: &'a Table) -> Vec<Row<'a>> {
        let mut found = Vec::new();
        for shard in table.shards_near(self.reach()) {
            // A bit for each row: the rows come out in order without being sorted.
            let mut hits = vec![0_u64; shard.len().div_ceil(64)];
            let hit = |row: usize| hits[row / 64] |= 1 << (row % 64);
            match self {
                Self::Radius { at, radius_m } => points_in_radius(shard, *at, *radius_m, hit),
                Self::Area(area) => points_in_area(shard, area, hit),
                Self::NearLine { line, radius_m } => points_near(shard, line, *radius_m, hit),
            }
            for (word, mut bits) in hits.into_iter().enumerate() {
                while bits != 0 {
                    found.push(Row { shard, row: word * 64 + bits.trailing_zeros() as usize });
                    bits &= bits - 1;
                }
            }
        }
        found
    }

    /// Metres from the heart of the zone: from the centre along the geodesic, from the pipe in the
    /// grid; in an area, from the middle of its box.
    pub fn distance_m(&self, grid: &Grid, place: LonLat) -> f64 {
        match self {
            Self::Radius { at, .. } => geodesic::distance_m(*at, place),
            Self::NearLine { line, .. } => {
                let on_grid = grid.project_shape(line);
                pieces(&on_grid)
                    .map(|(a, b)| distance_sq_to_piece(grid.project(place).xy(), a, b).0)
                    .fold(f64::INFINITY, f64::min)
                    .sqrt()
            }
            Self::Area(area) => {
                let middle = area.bounding_rect().map(Rect::center);
                let middle = middle.and_then(|middle| LonLat::new(middle.x, middle.y).ok());
                middle.map_or(0.0, |middle| geodesic::distance_m(middle, place))
            }
        }
    }

    /// A box in degrees that holds the zone, a little wide.
    pub fn reach(&self) -> Rect<f64> {
        match self {
            Self::Radius { at, radius_m } => widened(Rect::new(at.coord(), at.coord()), *radius_m),
            Self::Area(area) => {
                area.bounding_rect().map_or(Rect::new((0.0, 0.0), (0.0, 0.0)), |rect| widened(rect, 100.0))
            }
            Self::NearLine { line, radius_m } => {
                line.bounding_rect().map_or(Rect::new((0.0, 0.0), (0.0, 0.0)), |rect| widened(rect, *radius_m))
            }
        }
    }
}

fn check_radius(radius_m: f64) -> Result<(), ZoneRefusal> {
    // Written so that NaN is refused too.
    if radius_m > 0.0 && radius_m <= WIDEST_M { Ok(()) } else { Err(ZoneRefusal::Radius(radius_m)) }
}

/// Degrees of a box grown by metres; 110 km is less than any degree of latitude, and the margin
/// covers the bend of long straight edges.
fn widened(rect: Rect<f64>, by_m: f64) -> Rect<f64> {
    let lat = by_m * 1.01 / 110_000.0 + 1e-6;
    let farthest = rect.min().y.abs().max(rect.max().y.abs()) + lat;
    let lon = lat / farthest.min(89.9).to_radians().cos();
    Rect::new(
        Coord { x: rect.min().x - lon, y: rect.min().y - lat },
        Coord { x: rect.max().x + lon, y: rect.max().y + lat },
    )
}

/// The grid finds the candidates; only those in the thin ring where grid and ellipsoid could
/// disagree pay for the geodesic.
fn points_in_radius(shard: &Shard, at: LonLat, radius_m: f64, mut hit: impl FnMut(usize)) {
    let centre = shard.grid().project(at);
    if !centre.easting.is_finite() {
        return;
    }
    let (low, high) = shard.grid().scale_bounds(centre, radius_m);
    // A millimetre for what a straight grid line is shorter than the image of a geodesic.
    let surely_sq = (radius_m * low - 0.001).max(0.0).powi(2);
    shard.points_within(centre, radius_m * high + 0.001, |row, distance_sq| {
        let is_in = distance_sq <= surely_sq || {
            let [lon, lat] = shard.lonlat(row);
            LonLat::new(lon, lat).is_ok_and(|place| geodesic::distance_m(at, place) <= radius_m)
        };
        if is_in {
            hit(row);
        }
    });
}

fn points_in_area(shard: &Shard, area: &Shape, mut hit: impl FnMut(usize)) {
    let on_grid = shard.grid().project_shape(area);
    let Some(rect) = on_grid.bounding_rect().filter(|rect| rect.min().x.is_finite()) else { return };
    let Some(area) = Area::of(&on_grid) else { return };
    shard.in_box([rect.min().x, rect.min().y], [rect.max().x, rect.max().y], |row| {
        let [x, y] = shard.xy(row);
        if area.covers(Coord { x, y }) {
            hit(row);
        }
    });
}

fn points_near(shard: &Shard, line: &Shape, radius_m: f64, mut hit: impl FnMut(usize)) {
    let on_grid = shard.grid().project_shape(line);
    let Some(rect) = on_grid.bounding_rect().filter(|rect| rect.min().x.is_finite()) else { return };
    let reach_sq = radius_m * radius_m;
    let (min, max) = (rect.min(), rect.max());
    shard.in_box([min.x - radius_m, min.y - radius_m], [max.x + radius_m, max.y + radius_m], |row| {
        if pieces(&on_grid).any(|(a, b)| distance_sq_to_piece(shard.xy(row), a, b).0 <= reach_sq) {
            hit(row);
        }
    });
}

fn pieces(line: &Shape) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
    let line = match line {
        Geometry::LineString(line) => Some(line),
        _ => None,
    };
    line.into_iter()
        .flat_map(|line| line.lines().map(|piece| ([piece.start.x, piece.start.y], [piece.end.x, piece.end.y])))
}
