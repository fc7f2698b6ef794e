//! luzhang: the asset server for the rural roads and utilities of a prefecture.
//!
//! The rooms, lowest layer first; `ARCHITECTURE.md` says what each may import, and the test `rooms`
//! holds them to it.

pub mod geom;

pub mod domain;

pub mod exchange;
pub mod generate;
pub mod network;
pub mod store;

pub mod world;

pub mod queries;
pub mod tiles;

pub mod policy;

pub mod emergency;

pub mod reports;

pub mod app;
pub mod web;

pub mod http;

pub mod cli;
