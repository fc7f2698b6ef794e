//! The names of our fields within the ten characters that a DBF allows.
//!
//! The table is fixed: a field has the same short name in every collection and every version, so
//! that a Shapefile written last year still comes back.

use crate::domain::Collection;
use crate::domain::layers::cut;

/// Our names that are longer than ten characters, with the short ones.
const SHORT: &[(&str, &str)] = &[
    ("accepted_on", "accept_on"),
    ("accepted_together", "accept_tog"),
    ("accountable_code", "account_cd"),
    ("acknowledgements", "acknowledg"),
    ("approval_ref", "approv_ref"),
    ("assessed_at", "assess_at"),
    ("assessed_on", "assess_on"),
    ("auto_surveyed_on", "autosurvon"),
    ("bridge_code", "bridge_cd"),
    ("building_code", "buildng_cd"),
    ("building_kind", "buildng_kd"),
    ("built_together", "built_tog"),
    ("bus_stops_maintained_since", "busstop_si"),
    ("chief_office_since", "chiefof_si"),
    ("completed_on", "complet_on"),
    ("controlled_at", "control_at"),
    ("county_seat", "countyseat"),
    ("deck_width_m", "deck_w_m"),
    ("description", "descriptn"),
    ("designed_together", "design_tog"),
    ("diameter_mm", "diamet_mm"),
    ("disposal_kind", "disposl_kd"),
    ("disposed_on", "dispos_on"),
    ("enforcement_staff", "enf_staff"),
    ("enforcement_staff_since", "enf_st_si"),
    ("from_chainage", "from_chain"),
    ("general_revenue_cny", "genrev_cny"),
    ("hardened_road_since", "hardrd_si"),
    ("incident_code", "incid_cd"),
    ("installed_on", "install_on"),
    ("jurisdiction_code", "jurisd_cd"),
    ("key_township_road", "keytown_rd"),
    ("lifelong_liability", "lifelong"),
    ("listed_for_maintenance", "listed_mnt"),
    ("maintenance_org_since", "mnt_org_si"),
    ("maintenance_staff", "mnt_staff"),
    ("maintenance_staff_since", "mnt_st_si"),
    ("mechanism_since", "mechan_si"),
    ("mp_alarm_enabled", "mp_alarm"),
    ("nominal_mpa", "nomin_mpa"),
    ("normally_open", "norm_open"),
    ("official_length_km", "offic_km"),
    ("operating_mpa", "operat_mpa"),
    ("parent_code", "parent_cd"),
    ("pavement_width_m", "pave_w_m"),
    ("piped_gas_since", "pipgas_si"),
    ("pressure_class", "press_cls"),
    ("published_at", "publish_at"),
    ("published_by", "publish_by"),
    ("rebuilt_year", "rebuilt_yr"),
    ("recorded_on", "record_on"),
    ("reported_at", "report_at"),
    ("request_key", "request_ky"),
    ("response_level", "respons_lv"),
    ("road_clause_since", "rdclaus_si"),
    ("road_segment_codes", "rdseg_cds"),
    ("roadbed_width_m", "roadbd_w_m"),
    ("scenic_since", "scenic_si"),
    ("separated_since", "separat_si"),
    ("separation_eligible", "separ_elig"),
    ("settlement_kind", "settlem_kd"),
    ("seven_disclosures", "seven_disc"),
    ("station_eligible", "statn_elig"),
    ("surveyed_on", "survey_on"),
    ("target_code", "target_cd"),
    ("technical_class", "tech_class"),
    ("to_chainage", "to_chain"),
    ("urban_class", "urban_cls"),
    ("urban_managed", "urban_mgd"),
    ("village_code", "village_cd"),
    ("withdrawn_on", "withdr_on"),
    ("world_revision", "world_rev"),
];

/// What every record has beside its fields.
const OF_EVERY_RECORD: [&str; 3] = ["code", "valid_from", "provenance"];
const LONGEST: usize = 10;

/// Whether a field of ours may be what a column of theirs, in small letters, means.
type Way<'a> = &'a dyn Fn(&'static str, &str) -> bool;

/// The name of a field in a DBF.
pub fn short_name(name: &'static str) -> &'static str {
    SHORT.iter().find(|(long, _)| *long == name).map_or(name, |(_, short)| short)
}

/// The names of all fields of a collection in a DBF, in their order, among those that every record
/// has. Those of a reference layer are cut, and numbered where two are the same.
pub fn short_names(collection: &Collection) -> Vec<String> {
    let names = collection.fields.iter().map(|field| field.name);
    if !collection.is_layer {
        return names.map(|name| short_name(name).to_owned()).collect();
    }
    let mut taken: Vec<String> = OF_EVERY_RECORD.map(String::from).into();
    for name in names {
        let numbered = (1..).map(|nth: u32| format!("{}_{nth}", cut(name, LONGEST - 1 - nth.to_string().len())));
        let mut free = std::iter::once(cut(name, LONGEST).to_owned()).chain(numbered);
        taken.extend(free.find(|name| taken.iter().all(|known| known.to_lowercase() != name.to_lowercase())));
    }
    taken.split_off(OF_EVERY_RECORD.len())
}

/// Theirs, ours: the columns of a DBF that mean a field of the collection under another name. That
/// is our short name, any name in another case (old programs write capitals), or the first ten
/// characters of just one field, as other programs cut names.
pub fn aliases(collection: &Collection, columns: &[String]) -> Vec<(String, String)> {
    let ours: Vec<&'static str> =
        OF_EVERY_RECORD.into_iter().chain(collection.fields.iter().map(|field| field.name)).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_free: Vec<bool> = ours.iter().map(|name| columns.iter().all(|column| column != name)).collect();
    let is_cut = |name: &str, column: &str| column.len() == LONGEST && name.starts_with(column);
    let ways: [Way<'_>; 3] = [&|name, column| name == column, &|name, column| short_name(name) == column, &is_cut];
    for way in ways {
        for column in columns {
            let lower = column.to_lowercase();
            if ours.contains(&column.as_str()) || found.iter().any(|(theirs, _)| theirs == column) {
                continue;
            }
            let mut meant = (0..ours.len()).filter(|at| is_free[*at] && way(ours[*at], &lower));
            if let (Some(at), None) = (meant.next(), meant.next()) {
                is_free[at] = false;
                found.push((column.clone(), ours[at].to_owned()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::collections;

    #[test]
    fn each_field_has_a_short_name_of_its_own_that_means_it() {
        for collection in collections::ALL {
            let names: Vec<&str> =
                OF_EVERY_RECORD.into_iter().chain(collection.fields.iter().map(|field| field.name)).collect();
            let columns: Vec<String> = names.iter().map(|name| short_name(name).to_owned()).collect();
            let distinct: HashSet<&String> = columns.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{}: {columns:?}", collection.name);
            for (name, column) in names.iter().zip(&columns) {
                assert!(column.len() <= LONGEST && column.is_ascii(), "{name}: {column}");
            }
            for columns in [columns.clone(), columns.iter().map(|column| column.to_uppercase()).collect()] {
                let aliases = aliases(collection, &columns);
                for (name, column) in names.iter().zip(&columns) {
                    let meant = aliases.iter().find(|(theirs, _)| theirs == column).map_or(column, |(_, ours)| ours);
                    assert_eq!(meant, name, "{}: {column}", collection.name);
                }
            }
        }
    }

    #[test]
    fn a_name_that_is_cut_is_taken_where_it_means_one_field() {
        let check = |collection: &str, column: &str, expect: Option<&str>| {
            let found = aliases(collections::named(collection).unwrap(), &[column.to_owned()]);
            assert_eq!(found.first().map(|(_, ours)| ours.as_str()), expect, "{column}");
        };
        check("road_segments", "PAVEMENT_W", Some("pavement_width_m"));
        check("road_segments", "to_chainag", Some("to_chainage"));
        check("road_segments", "pavement", None);
        check("jurisdictions", "enforcemen", None);
        check("bridges", "名称", None);
    }
}
