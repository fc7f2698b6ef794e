//! Zones: the places within a radius, an area, or a distance of pipes; and what lies in them.

use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::MultiLineString;
use geo_types::Rect;

use crate::domain::collections;
use crate::domain::value::clipped;
use crate::geom::Grid;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::area::Area;
use crate::geom::faults::fault_of;
use crate::geom::geodesic;
use crate::queries::hits::Hits;
use crate::queries::near_lines::Distances;
use crate::queries::near_lines::line_strings;
use crate::queries::near_lines::points_near;
use crate::queries::sector::points_in_sector;
use crate::world::HomesByNode;
use crate::world::PipeNetwork;
use crate::world::Row;
use crate::world::Shard;
use crate::world::Table;
use crate::world::World;

/// The widest radius that a question may have, metres.
pub const WIDEST_M: f64 = 50_000.0;

/// The widest area that a question may have, degrees each way: twice a province. Beyond some 20 degrees
/// from its meridian the grid folds.
pub const WIDEST_AREA_DEG: f64 = 12.0;

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

    pub fn nodes(self) -> &'static str {
        match self {
            Self::Gas => "gas_nodes",
            Self::Heat => "heat_nodes",
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gas => "gas",
            Self::Heat => "heat",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Gas => Self::Heat,
            Self::Heat => Self::Gas,
        }
    }

    pub(super) fn network(self, world: &World) -> &PipeNetwork {
        match self {
            Self::Gas => world.gas(),
            Self::Heat => world.heat(),
        }
    }

    pub(super) fn homes(self, world: &World) -> &HomesByNode {
        match self {
            Self::Gas => world.gas_homes(),
            Self::Heat => world.heat_homes(),
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
    /// Grid metres from a pipe, or from the nearest of many; their lines in degrees.
    NearLine { line: Shape, radius_m: f64 },
    /// A part of a radius: what lies in an azimuth from `at` that differs from `towards_deg` by no more
    /// than `half_angle_deg`, which is below 90. Both sides belong to it, and so does `at`.
    Sector { at: LonLat, radius_m: f64, towards_deg: f64, half_angle_deg: f64 },
    /// What lies in any of these, once.
    Any(Vec<Zone>),
}

/// Why a zone is refused. `field` names what the asker gave.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ZoneRefusal {
    #[error("radius_m is {0}; give metres above 0 and up to 50000")]
    Radius(f64),
    #[error("half_angle_deg is {0}; give degrees above 0 and below 90, and a direction in degrees")]
    HalfAngle(f64),
    #[error("there is no pipe `{code}` among the {}", utility.pipes())]
    NoSuchPipe { utility: Utility, code: String },
    #[error("{0}")]
    Role(String),
    #[error("{problem}; {remedy}")]
    Area { problem: String, remedy: String },
}

impl ZoneRefusal {
    pub fn field(&self) -> &'static str {
        match self {
            Self::Radius(_) => "radius_m",
            Self::HalfAngle(_) => "half_angle_deg",
            Self::NoSuchPipe { .. } => "pipe",
            Self::Role(_) => "role",
            Self::Area { .. } => "geometry",
        }
    }
}

impl Zone {
    pub fn around(at: LonLat, radius_m: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        Ok(Self::Radius { at, radius_m })
    }

    /// The part of a radius that lies towards an azimuth, degrees clockwise from north.
    pub fn sector(at: LonLat, radius_m: f64, towards_deg: f64, half_angle_deg: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        // Written so that NaN is refused too.
        if half_angle_deg > 0.0 && half_angle_deg < 90.0 && towards_deg.is_finite() {
            Ok(Self::Sector { at, radius_m, towards_deg, half_angle_deg })
        } else {
            Err(ZoneRefusal::HalfAngle(half_angle_deg))
        }
    }

    pub fn near_pipe(world: &World, utility: Utility, code: &str, radius_m: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        let pipe = world.named(utility.pipes()).find(code).and_then(Row::shape);
        let line = pipe.ok_or_else(|| ZoneRefusal::NoSuchPipe { utility, code: code.to_owned() })?;
        Ok(Self::NearLine { line, radius_m })
    }

    /// Around every pipe of a network, in service or not; of certain roles only, unless `roles` is
    /// empty. A pipe whose role is not recorded has none of them.
    pub fn near_network(world: &World, utility: Utility, roles: &[&str], radius_m: f64) -> Result<Self, ZoneRefusal> {
        check_radius(radius_m)?;
        check_roles(utility, roles)?;
        let is_asked = |pipe: &Row| roles.is_empty() || pipe.text("role").is_some_and(|role| roles.contains(&role));
        let pipes = world.named(utility.pipes()).rows().filter(is_asked);
        // Whoever writes past us may have written a pipe of several parts.
        let lines = pipes.filter_map(|pipe| pipe.shard.shape_ref(pipe.row)).flat_map(line_strings);
        let lines: Vec<LineString> = lines.cloned().collect();
        Ok(Self::NearLine { line: MultiLineString::new(lines).into(), radius_m })
    }

    pub fn area(shape: Shape) -> Result<Self, ZoneRefusal> {
        if !matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
            let problem = format!("{} encloses nothing", crate::domain::record::shape_words(&shape));
            return Err(ZoneRefusal::Area { problem, remedy: "give a Polygon or MultiPolygon".into() });
        }
        let widest = shape.bounding_rect().map_or(0.0, |rect| rect.width().max(rect.height()));
        if widest > WIDEST_AREA_DEG {
            let problem = format!(
                "the area is {widest:.1} degrees across: its edges are straight in a grid that does not reach so far"
            );
            let remedy = format!("give one of at most {WIDEST_AREA_DEG} degrees each way");
            return Err(ZoneRefusal::Area { problem, remedy });
        }
        match fault_of(&shape) {
            None => Ok(Self::Area(shape)),
            Some(fault) => Err(ZoneRefusal::Area { problem: fault.problem, remedy: fault.remedy.into() }),
        }
    }

    /// The point records of a table that lie in the zone: shard by shard, in code order within one.
    pub fn points_of<'a>(&self, table: &'a Table) -> Vec<Row<'a>> {
        self.hits_of(table).iter().flat_map(Hits::records).collect()
    }

    /// The point records of a table that lie in the zone, not listed; every shard has some.
    pub(super) fn hits_of<'a>(&self, table: &'a Table) -> Vec<Hits<'a>> {
        let shards: Vec<&Shard> = table.shards_near(self.reach()).collect();
        let mut found = self.hits_on(&shards);
        found.retain(|hits: &Hits| !hits.is_empty());
        found
    }

    /// What of each shard lies in the zone, in the order of the shards.
    fn hits_on<'a>(&self, shards: &[&'a Shard]) -> Vec<Hits<'a>> {
        let each = |find: &dyn Fn(&mut Hits<'a>)| {
            let found = shards.iter().map(|shard| {
                let mut hits = Hits::none_of(shard);
                find(&mut hits);
                hits
            });
            found.collect()
        };
        match self {
            Self::Radius { at, radius_m } => each(&|hits| points_in_radius(hits, *at, *radius_m)),
            Self::Area(area) => each(&|hits| points_in_area(hits, area)),
            Self::NearLine { line, radius_m } => points_near(shards, line, *radius_m),
            Self::Sector { at, radius_m, towards_deg, half_angle_deg } => {
                each(&|hits| points_in_sector(hits, *at, *radius_m, *towards_deg, *half_angle_deg))
            }
            Self::Any(zones) => {
                let mut found: Vec<Hits> = shards.iter().map(|shard| Hits::none_of(shard)).collect();
                for zone in zones {
                    for (all, hits) in found.iter_mut().zip(zone.hits_on(shards)) {
                        all.join(&hits);
                    }
                }
                found
            }
        }
    }

    /// For points of shards on one grid, metres from the heart of the zone: from the centre along the
    /// geodesic, from the nearest pipe in the grid; in an area, from the middle of its box.
    pub(super) fn distances_on(&self, grid: &Grid) -> Box<dyn Fn(Row) -> f64> {
        let from = |heart: LonLat| -> Box<dyn Fn(Row) -> f64> {
            Box::new(move |place| {
                let [lon, lat] = place.shard.lonlat(place.row);
                LonLat::new(lon, lat).map_or(f64::INFINITY, |place| geodesic::distance_m(heart, place))
            })
        };
        match self {
            Self::Radius { at, .. } | Self::Sector { at, .. } => from(*at),
            // The first of them is where the zone has its heart.
            Self::Any(zones) => zones
                .first()
                .map_or_else(|| Box::new(|_: Row| 0.0) as Box<dyn Fn(Row) -> f64>, |zone| zone.distances_on(grid)),
            Self::NearLine { line, .. } => {
                let lines = Distances::from_lines(grid, line);
                Box::new(move |place| lines.of(place.shard.xy(place.row)))
            }
            Self::Area(area) => {
                let middle = area.bounding_rect().map(Rect::center);
                let middle = middle.and_then(|middle| LonLat::new(middle.x, middle.y).ok());
                middle.map_or_else(|| Box::new(|_: Row| 0.0) as Box<dyn Fn(Row) -> f64>, from)
            }
        }
    }

    /// A box in degrees that holds the zone, a little wide.
    pub fn reach(&self) -> Rect<f64> {
        match self {
            Self::Radius { at, radius_m } | Self::Sector { at, radius_m, .. } => {
                widened(Rect::new(at.coord(), at.coord()), *radius_m)
            }
            Self::Any(zones) => zones.iter().map(Self::reach).reduce(both).unwrap_or(Rect::new((0.0, 0.0), (0.0, 0.0))),
            Self::Area(area) => {
                area.bounding_rect().map_or(Rect::new((0.0, 0.0), (0.0, 0.0)), |rect| widened(rect, 100.0))
            }
            Self::NearLine { line, radius_m } => {
                line.bounding_rect().map_or(Rect::new((0.0, 0.0), (0.0, 0.0)), |rect| widened(rect, *radius_m))
            }
        }
    }
}

fn both(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn check_radius(radius_m: f64) -> Result<(), ZoneRefusal> {
    // Written so that NaN is refused too.
    if radius_m > 0.0 && radius_m <= WIDEST_M { Ok(()) } else { Err(ZoneRefusal::Radius(radius_m)) }
}

fn check_roles(utility: Utility, roles: &[&str]) -> Result<(), ZoneRefusal> {
    let list = collections::named(utility.pipes()).and_then(|pipes| pipes.field("role")?.code_list());
    let Some(list) = list.filter(|_| !roles.is_empty()) else {
        let refusal = format!("{} have no roles; leave it out", utility.pipes());
        return if roles.is_empty() { Ok(()) } else { Err(ZoneRefusal::Role(refusal)) };
    };
    match roles.iter().find(|role| list.codes.iter().all(|code| code.0 != **role)) {
        None => Ok(()),
        Some(role) => Err(ZoneRefusal::Role(format!("`{}` is not one of {}", clipped(role), list.listed()))),
    }
}

/// Degrees of a box grown by metres; 110 km is less than any degree of latitude, and the margin
/// covers the bend of long straight edges.
pub(super) fn widened(rect: Rect<f64>, by_m: f64) -> Rect<f64> {
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
fn points_in_radius(hits: &mut Hits, at: LonLat, radius_m: f64) {
    let shard = hits.shard;
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
            hits.hit(row);
        }
    });
}

fn points_in_area(hits: &mut Hits, area: &Shape) {
    let shard = hits.shard;
    let on_grid = shard.grid().project_shape(area);
    let Some(rect) = on_grid.bounding_rect().filter(|rect| rect.min().x.is_finite()) else { return };
    let Some(area) = Area::of(&on_grid) else { return };
    shard.in_box([rect.min().x, rect.min().y], [rect.max().x, rect.max().y], |row| {
        let [x, y] = shard.xy(row);
        if area.covers(Coord { x, y }) {
            hits.hit(row);
        }
    });
}
