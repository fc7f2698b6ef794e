//! A first, light look at GeoJSON: which properties there are, how many features, which CRS.
//!
//! Geometry is passed over without being kept, so that the look costs reading and little more.

use std::collections::HashSet;
use std::fmt;

use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Value as Json;

use crate::exchange::columns::Offer;
use crate::exchange::portion::MOST_COLUMNS;
use crate::exchange::portion::OneRecord;
use crate::exchange::portion::Portion;
use crate::exchange::reader::StatedCrs;

#[derive(Debug, Default)]
pub struct Survey {
    /// The `type` of the outermost object.
    pub kind: Option<String>,
    /// Whether anything but blanks stood there.
    pub has_begun: bool,
    /// How many features the member `features` holds, where there is one.
    pub features: Option<u64>,
    pub crs: Option<Json>,
    names: Vec<String>,
    known: HashSet<String>,
    has_ids: bool,
    has_geometry: bool,
    portion: Portion,
}

impl Survey {
    /// Looks at a whole document or, line by line, at one feature after another.
    pub fn look<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        Look { survey: self, at: Part::Document }.deserialize(json)
    }

    /// Begins anew with each feature.
    pub fn portion(&self) -> &Portion {
        &self.portion
    }

    pub fn offer(self) -> Offer {
        let has_own_id = self.known.contains("id");
        Offer {
            columns: self.names,
            spare: if self.has_ids && !has_own_id { vec!["id".into()] } else { Vec::new() },
            geometry: self.has_geometry.then(|| "geometry".into()),
            has_ids: self.has_ids,
            aliases: Vec::new(),
            is_plain_table: false,
            is_empty: self.features.unwrap_or(0) == 0,
        }
    }

    /// The member `crs` of GeoJSON 2008, which old files still carry.
    pub fn stated_crs(&self) -> StatedCrs {
        let Some(crs) = self.crs.as_ref().filter(|crs| !crs.is_null()) else {
            return StatedCrs::OfTheFormat;
        };
        let properties = crs.get("properties");
        let said = |name: &str| properties.and_then(|properties| properties.get(name));
        match (crs.get("type").and_then(Json::as_str), said("name"), said("code")) {
            (Some("name"), Some(Json::String(name)), _) => StatedCrs::Named(name.clone()),
            (Some("EPSG"), _, Some(code)) => StatedCrs::Named(format!("EPSG:{}", code.to_string().trim_matches('"'))),
            _ => StatedCrs::Undefined,
        }
    }

    fn name(&mut self, name: String) {
        if self.known.len() < MOST_COLUMNS && !self.known.contains(&name) {
            self.known.insert(name.clone());
            self.names.push(name);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Document,
    Features,
    Feature,
    Properties,
    Id,
}

struct Look<'a> {
    survey: &'a mut Survey,
    at: Part,
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

/// Anything may stand anywhere: what does not belong is for the second reading to refuse.
impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("GeoJSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.survey.has_ids |= self.at == Part::Id;
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.survey.has_ids |= self.at == Part::Id;
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.survey.has_ids |= self.at == Part::Id;
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.survey.has_ids |= self.at == Part::Id;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        if self.at != Part::Features {
            while parts.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        let mut count = self.survey.features.unwrap_or(0);
        self.survey.features = Some(count);
        while parts.next_element_seed(Look { survey: &mut *self.survey, at: Part::Feature })?.is_some() {
            count += 1;
            self.survey.portion.begin();
            self.survey.features = Some(count);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { survey, at } = self;
        survey.has_begun = true;
        while let Some(key) = map.next_key::<String>()? {
            match (at, key.as_str()) {
                (Part::Document, "type") => survey.kind = map.next_value::<OneRecord>()?.0.as_str().map(str::to_owned),
                (Part::Document, "crs") => survey.crs = Some(map.next_value::<OneRecord>()?.0),
                (Part::Document, "features") => {
                    map.next_value_seed(Look { survey: &mut *survey, at: Part::Features })?;
                }
                (Part::Document | Part::Feature, "properties") => {
                    map.next_value_seed(Look { survey: &mut *survey, at: Part::Properties })?;
                }
                // `null` counts: the file says that there is no place.
                (Part::Document | Part::Feature, "geometry" | "coordinates" | "geometries") => {
                    survey.has_geometry = true;
                    map.next_value::<IgnoredAny>()?;
                }
                (Part::Document | Part::Feature, "id") => {
                    map.next_value_seed(Look { survey: &mut *survey, at: Part::Id })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if at == Part::Properties {
                survey.name(key);
            }
        }
        Ok(())
    }
}
