//! Every collection of the product, in the order in which a store is filled: what others refer to
//! comes first.

mod administration;
mod chiefs;
mod codelists;
mod crews;
mod emergency;
mod roads;
mod utilities;

pub use codelists::CLASSES_OF_RURAL_ROADS;

use crate::domain::Collection;

pub static ALL: &[&Collection] = &[
    &administration::JURISDICTIONS,
    &administration::FISCAL_REGIMES,
    &administration::FISCAL_YEARS,
    &administration::FUNDS,
    &administration::DESIGNATIONS,
    &administration::DUTY_RECORDS,
    &administration::HAMLETS,
    &administration::PLACES,
    &administration::HOUSEHOLDS,
    &roads::ROADS,
    &roads::ROAD_SEGMENTS,
    &roads::CONDITION_SURVEYS,
    &roads::ACCESS_ROUTES,
    &roads::BRIDGES,
    &roads::BRIDGE_RATINGS,
    &chiefs::CHIEF_POSTS,
    &chiefs::APPOINTMENTS,
    &chiefs::ASSIGNMENTS,
    &roads::HAZARDS,
    &roads::VIOLATIONS,
    &roads::WORKS,
    &roads::BUS_STOPS,
    &roads::BUS_ROUTES,
    &administration::FACILITIES,
    &utilities::GAS_NODES,
    &utilities::GAS_PIPES,
    &utilities::HEAT_NODES,
    &utilities::HEAT_PIPES,
    &utilities::CONDUITS,
    &chiefs::INSPECTIONS,
    &emergency::INCIDENTS,
    &emergency::WARNINGS,
    &crews::ROUTE_LISTS,
];

/// The collection of that name.
pub fn named(name: &str) -> Option<&'static Collection> {
    ALL.iter().copied().find(|collection| collection.name == name)
}

/// The names of all collections, for a message.
pub fn listed() -> String {
    ALL.iter().map(|collection| collection.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FieldKind;

    #[test]
    fn every_reference_names_a_collection_that_there_is() {
        for collection in ALL {
            for field in collection.fields {
                if let FieldKind::Reference(to) | FieldKind::References(to) = field.kind {
                    assert!(named(to).is_some(), "{}.{}", collection.name, field.name);
                }
            }
        }
    }

    #[test]
    fn names_are_unique_and_leave_the_common_ones_free() {
        for (nth, collection) in ALL.iter().enumerate() {
            assert!(ALL[nth + 1..].iter().all(|other| other.name != collection.name));
            for (at, field) in collection.fields.iter().enumerate() {
                assert!(collection.fields[at + 1..].iter().all(|other| other.name != field.name), "{}", field.name);
                assert!(
                    !["code", "geom", "fid", "version", "valid_from", "recorded_at", "provenance"]
                        .contains(&field.name)
                );
            }
        }
    }

    #[test]
    fn every_asset_says_in_which_jurisdiction_it_lies() {
        for collection in
            ALL.iter().filter(|collection| collection.geometry.is_spatial() && collection.name != "jurisdictions")
        {
            assert!(collection.field("jurisdiction_code").is_some(), "{}", collection.name);
        }
    }
}
