//! Stores of their own for each test, records written in short, and a browser without a socket.

mod any;
mod browser;
mod home;
mod places;
mod random;
mod records;

pub use any::any_items;
pub use browser::ADDRESS;
pub use browser::Answer;
pub use browser::Browser;
pub use browser::encoded;
pub use browser::send;
pub use home::Home;
pub use home::by;
pub use home::day;
pub use home::now;
pub use places::small_county;
pub use random::Dice;
pub use random::moved;
pub use random::star;
pub use records::Item;
pub use records::item;
pub use records::named;
pub use records::shape;
pub use records::world_of;

/// One test for each store: `both_stores! { name name … }` calls `name(home)` with an empty store.
macro_rules! both_stores {
    ($($name:ident)+) => {
        mod in_geopackage {
            $(#[tokio::test] async fn $name() { super::$name(crate::support::Home::geopackage().await).await; })+
        }
        mod in_postgis {
            $(#[tokio::test] async fn $name() { super::$name(crate::support::Home::postgis().await).await; })+
        }
    };
}
pub(crate) use both_stores;
