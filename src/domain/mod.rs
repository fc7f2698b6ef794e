//! The nouns: what the collections are, what a record holds, and what is always true of both.
//!
//! Each collection is described once, in [`collections`]; schema, storage, import, export, API and
//! forms are all made from that description, so that they cannot drift apart. Unknown is a value
//! ([`Value::Null`]) that every answer must carry: only `code` and the geometry are required.

pub mod catalog;
pub mod collections;
pub mod layers;
mod past;
pub mod record;
pub mod value;

pub use catalog::CodeList;
pub use catalog::Collection;
pub use catalog::Field;
pub use catalog::FieldKind;
pub use catalog::GeometryKind;
pub use past::Past;
pub use past::day_in_china;
pub use record::Edit;
pub use record::Fault;
pub use record::Operation;
pub use record::Record;
pub use record::Stated;
pub use value::Value;
