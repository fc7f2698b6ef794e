//! The incident desk over HTTP, on both stores: from the report to the end, and what it refuses.

mod closing;
mod desk;
mod life;
mod notices;
mod refusals;
mod together;
mod without_store;
