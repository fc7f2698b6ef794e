//! What the program promises, from the outside: both stores, the questions, HTTP, the command line.
//!
//! PostGIS is one of the stores and the oracle for many answers, so there is no running without it:
//! `make test`, or `scripts/with-postgis cargo test --test it`.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod support;

mod access;
mod areas;
mod assets;
mod bridges;
mod buses;
mod chiefs;
mod cli;
mod condition;
mod digs;
mod faults_of_others;
mod goals;
mod http;
mod incidents;
mod layers;
mod leak_zones;
mod leaks;
mod live;
mod money;
mod outside;
mod road_checks;
mod road_state;
mod roads;
mod rooms;
mod route_lists;
mod schema;
mod shares;
mod sheets;
mod store;
mod surroundings;
mod surveys;
mod traces;
mod zones;
