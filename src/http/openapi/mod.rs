//! The interface described in OpenAPI 3.0: `/api/v1/openapi.json` and `/ogc/api`.
//!
//! The test `openapi` compares the paths with the routes, so that neither says more than the other.

mod crews;
mod desk;
mod domain;
mod goals;
mod ogc;
mod parts;
mod road_state;
mod sheets;

pub use domain::domain;

pub use ogc::ogc;
