//! Reference layers: tables that an import makes, described in `luzhang_layers`.

use crate::domain::Collection;
use crate::domain::collections;
use crate::domain::layers::described;
use crate::domain::layers::description_of;

/// As the store keeps the description of a layer.
pub(crate) fn written(layer: &Collection) -> String {
    serde_json::to_string(&description_of(layer)).expect("a description is plain JSON")
}

/// The layer that a description means; `None`, and a word in the log, for one of a later program.
pub(crate) fn read(description: &str) -> Option<&'static Collection> {
    match serde_json::from_str(description) {
        Ok(description) => Some(described(&description)),
        Err(why) => {
            tracing::warn!(%why, description, "the description of a reference layer cannot be read; it is left out");
            None
        }
    }
}

/// What a name in the change log means. One that is neither belongs to a later program.
pub(crate) fn named(name: &str, layers: &[&'static Collection]) -> Option<&'static Collection> {
    collections::named(name).or_else(|| layers.iter().copied().find(|layer| layer.name == name))
}

/// The table of a collection, as SQL names it: the name of a layer may be a word of SQL.
pub(crate) fn table(collection: &Collection) -> String {
    format!("\"{}\"", collection.name)
}
