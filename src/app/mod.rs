//! The running system: the clock, who may do what, the current world, and the use cases that write.
//!
//! What a [`Viewer`] may see and do is decided here. A request takes one [`View`] at its start: a
//! snapshot of the world in the eyes of its viewer, which has every question as a method and asks the
//! viewer's rights before each. A write goes to the store first; then a new world is made and
//! published, without blocking a reader.

mod books;
mod check;
mod checklist;
mod chiefs;
mod clock;
mod fill;
mod goal_books;
mod goals;
mod import;
pub mod incidents;
mod leaks;
mod live;
mod misread;
mod obligations;
mod past;
mod past_world;
mod road_state;
mod route_lists;
mod rules;
mod view;
mod viewer;

pub use check::Finding;
pub use check::findings;
pub use clock::Clock;
pub use fill::Filled;
pub use fill::fill_with_invented;
pub use goal_books::GoalsAsked;
pub use goals::GoalsView;
pub use goals::Shortfall;
pub use goals::ShortfallAsked;
pub use import::Destination;
pub use import::Import;
pub use import::Imported;
pub use import::import;
pub use leaks::Assessed;
pub use live::App;
pub use misread::Suspicion;
pub use obligations::AddedAsked;
pub use obligations::ObligationsAsked;
pub use obligations::WhatIfAsked;
pub use past::Older;
pub use road_state::Reached;
pub use route_lists::GoalWork;
pub use route_lists::MadeRouteList;
pub use route_lists::NewRouteList;
pub use route_lists::RouteListRefusal;
pub use rules::rules_in;
pub use view::Refusal;
pub use view::View;
pub use viewer::Denied;
pub use viewer::Viewer;
