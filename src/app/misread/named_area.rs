//! The jurisdiction that a row names by its codes, among those that stand with a boundary.

use crate::domain::Collection;
use crate::domain::Record;
use crate::world::Jurisdictions;

/// Where the records of a collection say in which jurisdiction they lie.
pub struct NamedArea {
    /// Positions of fields, the finest first.
    fields: Vec<usize>,
    road: Option<usize>,
    is_of_roads: bool,
    is_of_households: bool,
}

/// Digits of the codes of county, township and village, the finest first.
const LENGTHS: [usize; 3] = [12, 9, 6];

impl NamedArea {
    pub fn of(collection: &Collection) -> Self {
        let names: &[&str] = match collection.name {
            // The area itself is what the file tells anew.
            "jurisdictions" => &["parent_code"],
            _ => &["village_code", "jurisdiction_code"],
        };
        Self {
            fields: names.iter().filter_map(|name| collection.position(name)).collect(),
            road: collection.position("road_code"),
            is_of_roads: collection.name == "roads",
            is_of_households: collection.name == "households",
        }
    }

    /// The finest jurisdiction that a record names and that has a boundary; of a village that has
    /// none, its township or county.
    pub fn standing<'a>(&self, record: &'a Record, areas: &Jurisdictions) -> Option<&'a str> {
        let told = self.fields.iter().filter_map(|field| record.values[*field].as_text());
        // A household's code begins with that of its village.
        let household = self.is_of_households.then(|| start(&record.code, LENGTHS[0])).flatten();
        let road = if self.is_of_roads { Some(&*record.code) } else { None };
        let road = road.or_else(|| record.values[self.road?].as_text()).and_then(county_of_road);
        told.chain(household).chain(road).find_map(|code| with_boundary(code, areas))
    }
}

fn with_boundary<'a>(code: &'a str, areas: &Jurisdictions) -> Option<&'a str> {
    let above = LENGTHS.iter().filter(|length| **length < code.len()).filter_map(|length| start(code, *length));
    std::iter::once(code).chain(above).find(|code| areas.has_boundary(code))
}

/// The first digits of a code, if they are digits.
fn start(code: &str, digits: usize) -> Option<&str> {
    code.get(..digits).filter(|start| start.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The code of a classified road ends with that of its county: `X003411024`.
fn county_of_road(code: &str) -> Option<&str> {
    let county = code.strip_prefix(['G', 'S', 'X', 'Y', 'C', 'Z'])?.get(3..)?;
    if county.len() == LENGTHS[2] { start(county, LENGTHS[2]) } else { None }
}
