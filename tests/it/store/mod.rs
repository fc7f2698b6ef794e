//! The contract of a store, kept by both: one suite, run on GeoPackage and on PostGIS.

mod bulk;
mod concurrency;
mod history;
mod refusals;
mod round_trip;
mod writing;
