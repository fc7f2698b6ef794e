//! What is asked of shapes.

use geo::CoordsIter;

use crate::geom::Shape;

pub fn is_finite(shape: &Shape) -> bool {
    shape.coords_iter().all(|at| at.x.is_finite() && at.y.is_finite())
}
