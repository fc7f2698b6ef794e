//! A zone in the metres of one grid: what lines and areas are judged by.

use geo::BoundingRect;
use geo::CoordsIter;
use geo::Distance;
use geo::Euclidean;
use geo::Intersects;
use geo::LinesIter;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::Line;
use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Point;

use crate::geom::Grid;
use crate::geom::Shape;
use crate::geom::cutting::shares_inside;
use crate::geom::geodesic;
use crate::geom::spans::Span;
use crate::geom::spans::joined;
use crate::geom::spans::shared;
use crate::geom::spans::span_in_disc;
use crate::geom::spans::span_in_half_plane;
use crate::geom::spans::span_near_piece;
use crate::queries::Zone;

/// What rounding leaves between two parts that meet, metres.
const HAIR_M: f64 = 1e-6;

pub enum OnGrid {
    Area(Shape),
    /// Places within so many metres of a shape.
    Near(Shape, f64),
    Sector(Sector),
    Any(Vec<OnGrid>),
    /// The grid does not reach there.
    Nowhere,
}

/// A part of a disc between two straight sides.
pub struct Sector {
    centre: [f64; 2],
    radius_m: f64,
    /// From its sides inward.
    inward: [[f64; 2]; 2],
}

impl OnGrid {
    pub fn of(zone: &Zone, grid: &Grid) -> Self {
        let finite = |shape: &Shape| shape.bounding_rect().is_some_and(|rect| rect.min().x.is_finite());
        match zone {
            Zone::Area(area) => Some(grid.project_shape(area)).filter(finite).map_or(Self::Nowhere, Self::Area),
            Zone::NearLine { line, radius_m } => {
                Some(grid.project_shape(line)).filter(finite).map_or(Self::Nowhere, |line| Self::Near(line, *radius_m))
            }
            Zone::Radius { at, radius_m } => {
                let [x, y] = grid.project(*at).xy();
                if x.is_finite() { Self::Near(Point::new(x, y).into(), *radius_m) } else { Self::Nowhere }
            }
            Zone::Sector { at, radius_m, towards_deg, half_angle_deg } => {
                let centre = grid.project(*at).xy();
                let ahead = geodesic::destination(*at, *towards_deg, 100.0).map(|place| grid.project(place).xy());
                let Some(ahead) = ahead.filter(|ahead| centre[0].is_finite() && ahead[0].is_finite()) else {
                    return Self::Nowhere;
                };
                let axis = (ahead[0] - centre[0]).atan2(ahead[1] - centre[1]);
                let half = half_angle_deg.to_radians();
                let (left, right) = (axis - half, axis + half);
                // A quarter turn clockwise from the left side, anticlockwise from the right one.
                let inward = [[left.cos(), -left.sin()], [-right.cos(), right.sin()]];
                Self::Sector(Sector { centre, radius_m: *radius_m, inward })
            }
            Zone::Any(zones) => Self::Any(zones.iter().map(|zone| Self::of(zone, grid)).collect()),
        }
    }

    /// Whether any place of a shape is in the zone.
    pub fn meets(&self, shape: &Shape) -> bool {
        match self {
            Self::Area(area) => area.intersects(shape),
            Self::Near(heart, radius_m) => Euclidean.distance(heart, shape) <= *radius_m,
            Self::Sector(sector) => sector.meets(shape),
            Self::Any(parts) => parts.iter().any(|part| part.meets(shape)),
            Self::Nowhere => false,
        }
    }

    /// The parts of a line that lie in the zone, as shares of its length: (0, 1) is all of it.
    pub fn shares_of(&self, line: &LineString<f64>) -> Vec<Span> {
        let total: f64 = line.lines().map(|piece| length_m(&piece)).sum();
        // Written so that NaN has no part either.
        if !(total > 0.0 && total.is_finite()) {
            return Vec::new();
        }
        let each = |span_of: &dyn Fn([[f64; 2]; 2]) -> Vec<Span>| {
            let mut reached = 0.0;
            let mut spans = Vec::new();
            for piece in line.lines() {
                let length = length_m(&piece);
                let found = span_of([[piece.start.x, piece.start.y], [piece.end.x, piece.end.y]]).into_iter();
                spans.extend(
                    found.map(|(from, to)| ((reached + from * length) / total, (reached + to * length) / total)),
                );
                reached += length;
            }
            spans
        };
        let spans = match self {
            Self::Nowhere => Vec::new(),
            Self::Area(area) => area_parts(area).map_or_else(Vec::new, |area| shares_inside(line, &area)),
            Self::Near(Geometry::Point(at), radius_m) => {
                each(&|piece| span_in_disc(piece, [at.x(), at.y()], *radius_m).into_iter().collect())
            }
            Self::Near(heart, radius_m) => {
                let pieces = pieces_of(heart);
                each(&|piece| pieces.iter().filter_map(|other| span_near_piece(piece, *other, *radius_m)).collect())
            }
            Self::Sector(sector) => each(&|piece| sector.span_of(piece).into_iter().collect()),
            Self::Any(parts) => parts.iter().flat_map(|part| part.shares_of(line)).collect(),
        };
        let mut spans = joined(spans, HAIR_M / total);
        // What only touches is not cut.
        spans.retain(|(from, to)| (to - from) * total > HAIR_M);
        spans
    }
}

impl Sector {
    fn span_of(&self, piece: [[f64; 2]; 2]) -> Option<Span> {
        let disc = span_in_disc(piece, self.centre, self.radius_m);
        self.inward.into_iter().fold(disc, |span, inward| shared(span, span_in_half_plane(piece, self.centre, inward)))
    }

    fn meets(&self, shape: &Shape) -> bool {
        let holds = |at: Coord| self.span_of([[at.x, at.y], [at.x, at.y]]).is_some();
        let [x, y] = self.centre;
        shape.coords_iter().any(holds)
            || pieces_of(shape).into_iter().any(|piece| self.span_of(piece).is_some())
            // An area that holds all of the sector holds its point.
            || (matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) && shape.intersects(&Coord { x, y }))
    }
}

/// The straight pieces of lines and of the rings of areas.
fn pieces_of(shape: &Shape) -> Vec<[[f64; 2]; 2]> {
    fn pieces<'a>(lines: &'a impl LinesIter<'a, Scalar = f64>) -> Vec<[[f64; 2]; 2]> {
        lines.lines_iter().map(|piece| [[piece.start.x, piece.start.y], [piece.end.x, piece.end.y]]).collect()
    }
    match shape {
        Geometry::LineString(line) => pieces(line),
        Geometry::MultiLineString(lines) => pieces(lines),
        Geometry::Polygon(area) => pieces(area),
        Geometry::MultiPolygon(parts) => pieces(parts),
        _ => Vec::new(),
    }
}

fn length_m(piece: &Line<f64>) -> f64 {
    (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y)
}

fn area_parts(area: &Shape) -> Option<MultiPolygon<f64>> {
    match area {
        Geometry::Polygon(polygon) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::MultiPolygon(parts) => Some(parts.clone()),
        _ => None,
    }
}
