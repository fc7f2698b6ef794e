//! Questions put to a world. Index first, exact test after, order fixed, boundaries decided in words.

pub mod assets;
pub mod chiefs;
mod hits;
pub mod households;
pub mod items;
mod near_lines;
pub mod nearest_pipe;
pub mod roads;
pub mod search;
mod trace_places;
pub mod trace_refusal;
pub mod traces;
mod workers;
pub mod zone;

pub use assets::assets_within;
pub use households::HouseholdsWithin;
pub use households::households_within;
pub use items::items;
pub use nearest_pipe::NearestPipe;
pub use nearest_pipe::nearest_pipe;
pub use nearest_pipe::place_along;
pub use roads::located;
pub use roads::place_at;
pub use search::search;
pub use trace_refusal::TraceRefusal;
pub use traces::LeakPlace;
pub use traces::isolation;
pub use traces::outage;
pub use zone::Utility;
pub use zone::Zone;
pub use zone::ZoneRefusal;
