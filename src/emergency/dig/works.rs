//! Where somebody wants to dig.

use geo::BoundingRect;
use geo::CoordsIter;
use geo_types::Geometry;

use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::faults::fault_of;
use crate::geom::faults::has_no_length;
use crate::geom::geodesic;

/// The diagonal of the box around the largest works that are looked at as one, metres.
const LARGEST_M: f64 = 10_000.0;
const MOST_CORNERS: usize = 2_000;

/// A line or an area of works, in degrees; sound and of a size that a site may have.
#[derive(Clone, Debug)]
pub struct Works {
    shape: Shape,
}

/// Why works are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; {remedy}")]
pub struct WorksRefusal {
    problem: String,
    remedy: String,
}

impl Works {
    pub fn of(shape: Shape) -> Result<Self, WorksRefusal> {
        let refused = |problem: String, remedy: &str| Err(WorksRefusal { problem, remedy: remedy.to_owned() });
        let lines = match &shape {
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) => &[][..],
            Geometry::LineString(line) => std::slice::from_ref(line),
            Geometry::MultiLineString(lines) => &lines.0,
            other => {
                let problem = format!(
                    "{} says neither where works run nor what they take up",
                    crate::domain::record::shape_words(other)
                );
                return refused(problem, "give a LineString or Polygon, or several in one");
            }
        };
        if let Some(fault) = fault_of(&shape) {
            return refused(fault.problem, fault.remedy);
        }
        if lines.iter().any(|line| line.0.len() < 2 || has_no_length(line)) {
            return refused("a line has no length".to_owned(), "give two different places or more");
        }
        let corners = shape.coords_count();
        if corners > MOST_CORNERS {
            return refused(format!("the works have {corners} corners"), "give at most 2,000: simplify or divide them");
        }
        match diagonal_m(&shape) {
            Some(diagonal_m) if diagonal_m <= LARGEST_M => Ok(Self { shape }),
            Some(diagonal_m) => refused(
                format!("the works are {:.1} km across", diagonal_m / 1000.0),
                "give at most 10 km: divide them",
            ),
            None => refused("the works have no extent".to_owned(), "give places on earth"),
        }
    }

    /// Degrees.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Its corners, in order.
    pub fn places(&self) -> impl Iterator<Item = LonLat> + '_ {
        self.shape.coords_iter().filter_map(|corner| LonLat::new(corner.x, corner.y).ok())
    }
}

fn diagonal_m(shape: &Shape) -> Option<f64> {
    let rect = shape.bounding_rect()?;
    let corner = |at: geo_types::Coord<f64>| LonLat::new(at.x, at.y).ok();
    Some(geodesic::distance_m(corner(rect.min())?, corner(rect.max())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geozero::ToGeo;
    use geozero::wkt::Wkt;

    #[track_caller]
    fn refused(wkt: &str, words: &str) {
        let why = Works::of(Wkt(wkt).to_geo().unwrap()).unwrap_err().to_string();
        assert!(why.contains(words), "{wkt}: {why}");
    }

    #[test]
    fn works_are_lines_and_areas() {
        for wkt in [
            "LINESTRING(114 34, 114.001 34)",
            "MULTILINESTRING((114 34, 114.001 34), (114 34.001, 114.001 34.001))",
            "POLYGON((114 34, 114.001 34, 114.001 34.001, 114 34))",
            "MULTIPOLYGON(((114 34, 114.001 34, 114.001 34.001, 114 34)))",
        ] {
            assert!(Works::of(Wkt(wkt).to_geo().unwrap()).is_ok(), "{wkt}");
        }
    }

    #[test]
    fn what_cannot_be_works_is_refused_in_words() {
        refused("POINT(114 34)", "give a LineString or Polygon");
        refused("MULTIPOINT((114 34))", "give a LineString or Polygon");
        refused("GEOMETRYCOLLECTION(LINESTRING(114 34, 114.001 34))", "give a LineString or Polygon");
        refused("POLYGON((114 34, 114.001 34.001, 114.001 34, 114 34.001, 114 34))", "self-intersection");
        refused("POLYGON EMPTY", "empty");
        refused("LINESTRING(114 34, 114 34)", "no length");
        refused("MULTILINESTRING((114 34, 114.001 34), (114 34.1, 114 34.1))", "no length");
        refused("LINESTRING(34 114, 34.001 114)", "longitude first");
        refused("LINESTRING(114 34, 115 34)", "92.4 km across; give at most 10 km");
        let corners: Vec<String> = (0..2_001).map(|nth| format!("{} 34", 114.0 + f64::from(nth) * 1e-6)).collect();
        refused(&format!("LINESTRING({})", corners.join(", ")), "2001 corners");
    }
}
