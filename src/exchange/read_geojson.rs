//! GeoJSON (RFC 7946): a feature collection, read feature by feature, or one feature or geometry.
//!
//! The file is read twice. The first look learns the properties, since only then is it known which
//! fields the file states and whether `--map` names something; the second makes rows.

use std::fmt;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Value as Json;

use crate::domain::value::clipped;
use crate::domain::value::clipped_to;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Given;
use crate::exchange::columns::Feed;
use crate::exchange::format::open_text;
use crate::exchange::format::other;
use crate::exchange::json::flat_geometry;
use crate::exchange::json::json_words;
use crate::exchange::portion::OneRecord;
use crate::exchange::portion::Portion;
use crate::exchange::portion::Portioned;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::file_fault;
use crate::exchange::survey::Survey;

const GEOJSON: &str = "GeoJSON";
const GEOMETRY_TYPES: [&str; 7] =
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

pub fn open(path: &Path) -> Result<Opened, ExchangeError> {
    let mut survey = Survey::default();
    let file = Portioned::of(open_text(path, GEOJSON)?, survey.portion());
    let mut json = serde_json::Deserializer::from_reader(file);
    let looked = survey.look(&mut json).and_then(|()| json.end());
    let is_sound = looked.is_ok();
    match looked {
        Ok(()) => {}
        // The rows before the fault are still worth reporting on; the second reading comes to it.
        Err(_) if survey.features.is_some() => {}
        Err(why) if why.is_io() => return Err(ExchangeError::io("reading", path, io::Error::from(why))),
        Err(why) if why.is_eof() && !survey.has_begun => return Err(ExchangeError::Empty(path.to_owned())),
        Err(why) if survey.kind.as_deref() == Some("Feature") && why.line() > 1 => {
            let why = format!("after its first feature comes more, in line {}", why.line());
            return Err(other(path, GEOJSON, &why, "if each line holds one feature, rename it to .geojsonl"));
        }
        Err(why) => return Err(other(path, GEOJSON, &format!("it is no JSON ({why})"), "save it again as GeoJSON")),
    }
    let is_collection = match survey.kind.as_deref() {
        Some("FeatureCollection") => true,
        Some("Feature") => false,
        Some(kind) if GEOMETRY_TYPES.contains(&kind) => false,
        // A broken file may break before its type is said.
        None if survey.features.is_some() && !is_sound => true,
        _ if survey.features.is_some() => {
            let remedy = "give it the member \"type\": \"FeatureCollection\"";
            return Err(other(path, GEOJSON, "it has features but does not say that it is a collection", remedy));
        }
        kind => {
            let why =
                format!("its type is {}", kind.map_or("not given".to_owned(), |kind| format!("`{}`", clipped(kind))));
            return Err(other(path, GEOJSON, &why, "give a FeatureCollection or a Feature"));
        }
    };
    if !is_collection {
        survey.features = Some(1);
    }
    let (rows, crs) = (survey.features.filter(|_| is_sound), survey.stated_crs());
    let file = open_text(path, GEOJSON)?;
    Ok(Opened {
        offer: survey.offer(),
        crs,
        rows,
        notes: Vec::new(),
        pour: Box::new(move |feeds, give| pour(file, is_collection, feeds, give)),
    })
}

fn pour(file: BufReader<File>, is_collection: bool, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
    let portion = Portion::default();
    let mut json = serde_json::Deserializer::from_reader(Portioned::of(file, &portion));
    let mut features = Features { feeds, give, number: 0, is_over: false, portion };
    let outcome = if is_collection {
        json.deserialize_map(&mut features).and_then(|()| json.end())
    } else {
        OneRecord::deserialize(&mut json).map(|whole| {
            let _ = (features.give)(feature(whole.0, 1, feeds));
        })
    };
    if let (Err(why), false) = (outcome, features.is_over) {
        let _ = (features.give)(Item::Stopped {
            number: features.number + 1,
            fault: file_fault(
                format!("the file is broken in line {}, column {}: {}", why.line(), why.column(), spoken(&why)),
                "mend the JSON there; rows after it were not read",
            ),
        });
    }
}

/// What serde says, without the place, which is said already.
pub fn spoken(why: &serde_json::Error) -> String {
    let said = why.to_string();
    clipped_to(said.rsplit_once(" at line ").map_or(&said, |(what, _)| what), 200)
}

struct Features<'a> {
    feeds: &'a [Feed],
    give: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    number: u64,
    /// Whoever takes the rows has had enough.
    is_over: bool,
    portion: Portion,
}

impl<'de> Visitor<'de> for &mut Features<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of features")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                map.next_value_seed(&mut *self)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        while let Some(OneRecord(json)) = parts.next_element()? {
            self.portion.begin();
            self.number += 1;
            if (self.give)(feature(json, self.number, self.feeds)).is_break() {
                self.is_over = true;
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

/// One feature as a row. A bare geometry is a feature without properties: `--set code=…` makes it
/// a record.
pub fn feature(json: Json, number: u64, feeds: &[Feed]) -> Item {
    let unreadable = |what: &str| Item::Unreadable {
        number,
        fault: file_fault(format!("{what} stands where a feature should"), "give an object of type Feature"),
    };
    let Json::Object(mut members) = json else {
        return unreadable(json_words(&json));
    };
    let kind = members.get("type").and_then(Json::as_str).unwrap_or_default().to_owned();
    let (properties, id, geometry) = if kind == "Feature" {
        let properties = match members.swap_remove("properties") {
            None | Some(Json::Null) => Map::new(),
            Some(Json::Object(properties)) => properties,
            Some(other) => return unreadable(&format!("{} as properties", json_words(&other))),
        };
        let id = members.swap_remove("id").unwrap_or(Json::Null);
        (properties, id, members.swap_remove("geometry").unwrap_or(Json::Null))
    } else if GEOMETRY_TYPES.contains(&kind.as_str()) {
        (Map::new(), Json::Null, Json::Object(members))
    } else {
        return unreadable(&format!("an object of type `{}`", clipped(&kind)));
    };
    let cell = |feed: &Feed| match properties.get(&feed.column) {
        Some(value) => value.clone(),
        None if feed.column == "id" => id.clone(),
        None => Json::Null,
    };
    let geometry = match geometry {
        Json::Null => Ok(None),
        geometry => flat_geometry(&geometry).map(Some),
    };
    Item::Row(Given { number, cells: feeds.iter().map(cell).map(Ok).collect(), geometry, id })
}
