//! The service as the web app, analysts and other programs meet it.

mod anything;
mod faults;
mod guard;
mod health;
mod items;
mod layers;
mod ogc;
mod paging;
mod shapes;
mod tiles;
