//! What the tags of OpenStreetMap mean in our fields, by the tables of `data/osm`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Which ways are roads, and of what class.
const HIGHWAYS: &str = include_str!("../../data/osm/highways.csv");
const SURFACES: &str = include_str!("../../data/osm/surfaces.csv");

#[derive(Debug)]
pub struct Highway {
    class: String,
    urban_class: String,
    technical_class: String,
}

static BY_HIGHWAY: LazyLock<HashMap<String, Highway>> = LazyLock::new(|| {
    let cell = |row: &csv::StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
    rows(HIGHWAYS)
        .map(|row| {
            let highway = Highway { class: cell(&row, 1), urban_class: cell(&row, 2), technical_class: cell(&row, 3) };
            (cell(&row, 0), highway)
        })
        .collect()
});

static BY_SURFACE: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| rows(SURFACES).filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned()))).collect());

fn rows(table: &str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .map(|row| row.expect("a table of the repository has as many cells as its header"))
        .collect::<Vec<_>>()
        .into_iter()
}

/// What the kind of a way means; `None` for one that is no road.
pub fn highway(kind: &str) -> Option<&'static Highway> {
    BY_HIGHWAY.get(kind)
}

impl Highway {
    /// Each of our fields that the kind says, with its value; what it does not say is unknown.
    pub fn field(&self, name: &str) -> Option<&str> {
        let value = match name {
            "class" => &self.class,
            "urban_class" => &self.urban_class,
            "technical_class" => &self.technical_class,
            _ => return None,
        };
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}

pub fn surface(said: &str) -> Option<&'static str> {
    BY_SURFACE.get(said).map(String::as_str)
}

/// The metres of a `width`, as `6`, `6.5` or `6 m`; other writings are left alone rather than
/// guessed at.
pub fn metres(said: &str) -> Option<f64> {
    let number = said.strip_suffix('m').unwrap_or(said).trim_end();
    let is_plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    number.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;
    use crate::domain::Value;
    use crate::domain::collections;

    #[track_caller]
    fn takes(collection: &str, name: &str, value: &str) {
        let field: &Field = collections::named(collection).unwrap().field(name).unwrap();
        assert!(Value::read(field.kind, value).is_ok(), "{name} = {value}");
    }

    #[test]
    fn the_tables_say_only_what_our_code_lists_have() {
        assert!(BY_HIGHWAY.len() > 10 && BY_SURFACE.len() > 10);
        for highway in BY_HIGHWAY.values() {
            takes("roads", "class", &highway.class);
            takes("roads", "urban_class", &highway.urban_class);
            takes("road_segments", "technical_class", &highway.technical_class);
            // The other classes come with an official code, which a way does not have.
            assert!(["", "other", "urban"].contains(&highway.class.as_str()), "{highway:?}");
        }
        for surface in BY_SURFACE.values() {
            takes("road_segments", "surface", surface);
        }
    }

    #[test]
    fn a_width_is_taken_where_it_is_plain() {
        assert_eq!(
            [metres("6"), metres("6.5"), metres("6 m"), metres("6.5m")],
            [Some(6.0), Some(6.5), Some(6.0), Some(6.5)]
        );
        assert_eq!([metres("1,8"), metres("6'"), metres("-1"), metres(""), metres("narrow")], [None; 5]);
    }
}
