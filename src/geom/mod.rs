//! Places and lengths: chainage, coordinates, the projection grid, the ellipsoid, geometry codecs.
//!
//! Two coordinate types that do not convert by accident: [`LonLat`] in degrees of CGCS2000
//! (EPSG:4490), kept and exchanged; [`GridPoint`] in metres of a 3-degree Gauss–Kruger zone, in
//! which planar questions are computed. Lengths that become money are geodesic.

pub mod alignment;
pub mod area;
pub mod chainage;
pub mod codec;
pub mod cutting;
pub mod faults;
pub mod gcj02;
pub mod geodesic;
pub mod grid;
pub mod rings;
pub mod spans;

pub use alignment::Alignment;
pub use alignment::Anchor;
pub use alignment::Projection;
pub use alignment::Side;
pub use chainage::Chainage;
pub use chainage::Stretch;
pub use grid::Grid;
pub use grid::GridPoint;
pub use grid::LonLat;
pub use grid::NotAPlace;

/// Any shape that an asset may have, in degrees of EPSG:4490, longitude first.
pub type Shape = geo_types::Geometry<f64>;

/// Squared distance from `at` to the straight piece from `a` to `b`, and how far along it (0 to 1)
/// the nearest place lies.
pub fn distance_sq_to_piece(at: [f64; 2], a: [f64; 2], b: [f64; 2]) -> (f64, f64) {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length_sq = dx * dx + dy * dy;
    let along =
        if length_sq > 0.0 { (((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length_sq).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (at[0] - (a[0] + along * dx), at[1] - (a[1] + along * dy));
    (ex * ex + ey * ey, along)
}
