//! The zones of a leak: hot (抢险危险区域), warm (缓冲区域) and cordon (警戒范围), each with the model that
//! gave its radius. The plan (G10 2.3(4), 3.4.2(2), 5.6(3)) names them and gives no distance.
//!
//! Models, by the ids of their sources: M0 what the commander drew, M1 fixed distances, M2 potential impact
//! radius, M3 outflow through a hole, M4 plume, M5 conduits. The hot zone lies in the warm one and the warm
//! one in the cordon, always. A zone is a [`crate::queries::Zone`], so that counting is exact; its `shape` is for maps.

mod candidates;
mod composite;
mod conduits;
mod facts;
mod impact_radius;
mod input;
mod orifice;
mod plume;
mod shapes;

pub use candidates::Assumption;
pub use candidates::Candidate;
pub use candidates::NotRun;
pub use composite::LeakZone;
pub use composite::LeakZones;
pub use composite::leak_zones;
pub use conduits::Corridor;
pub use conduits::conduits_near;
pub use input::Gas;
pub use input::HeatNetwork;
pub use input::Scenario;
pub use input::Stability;
pub use input::ZoneInput;

#[cfg(test)]
mod tests;
