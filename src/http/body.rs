//! JSON bodies, read strictly: 400 what is not a JSON object, 422 a field that is unknown or is not
//! what it should be, by its name.

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::Request;
use chrono::DateTime;
use chrono::Utc;
use serde_json::Map;
use serde_json::Value;

use crate::domain::CodeList;
use crate::domain::FieldKind;
use crate::domain::value::clipped;
use crate::exchange::json::geometry_from_geojson;
use crate::exchange::read_strictly;
use crate::geom::Shape;
use crate::http::problem::Problem;

/// Bytes of a body; a cordon of 10,000 corners is some 400 kB.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The fields of one body. Take what is known, then [`JsonBody::finish`].
pub struct JsonBody {
    /// Where it stands in the whole: blank, or as `/readings/0`.
    place: String,
    members: Map<String, Value>,
    taken: Vec<&'static str>,
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes =
            Bytes::from_request(request, state).await.map_err(|_cause| Problem::body_too_large(LARGEST_BODY))?;
        let json = read_strictly(&bytes)
            .map_err(|why| Problem::unreadable_body(format!("not JSON: {why}; give a JSON object")))?;
        match json {
            Value::Object(members) => Ok(Self { place: String::new(), members, taken: Vec::new() }),
            _ => Err(Problem::unreadable_body("not a JSON object; give one, as {\"by\": \"…\"}")),
        }
    }
}

impl JsonBody {
    fn pointer(&self, field: &str) -> String {
        format!("{}/{field}", self.place)
    }

    fn refuse<T>(&self, field: &str, why: impl std::fmt::Display) -> Result<T, Problem> {
        Err(Problem::refused_field(&self.pointer(field), why))
    }

    pub fn missing(&self, field: &str, what: &str) -> Problem {
        Problem::refused_field(&self.pointer(field), format!("is missing; give {what}"))
    }

    /// `null` is as if it were not there.
    pub fn value(&mut self, field: &'static str) -> Option<Value> {
        self.taken.push(field);
        self.members.remove(field).filter(|value| !value.is_null())
    }

    /// All of it, as it was sent.
    pub fn whole(&self) -> Value {
        self.members.clone().into()
    }

    /// An object, to be read as strictly.
    pub fn object(&mut self, field: &'static str) -> Result<Option<Self>, Problem> {
        match self.value(field) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Self { place: self.pointer(field), members, taken: Vec::new() })),
            Some(_) => self.refuse(field, "is not an object"),
        }
    }

    /// A text that is not blank.
    pub fn text(&mut self, field: &'static str) -> Result<Option<String>, Problem> {
        match self.value(field) {
            None => Ok(None),
            Some(Value::String(text)) => match crate::domain::Value::read(FieldKind::Text, &text) {
                Ok(value) => Ok(value.as_text().map(str::to_owned)),
                Err(why) => self.refuse(field, why),
            },
            Some(_) => self.refuse(field, "is not a text; give one between quotes"),
        }
    }

    pub fn required_text(&mut self, field: &'static str, what: &str) -> Result<String, Problem> {
        match self.text(field)? {
            Some(text) => Ok(text),
            None => Err(self.missing(field, what)),
        }
    }

    pub fn texts(&mut self, field: &'static str) -> Result<Vec<String>, Problem> {
        let Some(value) = self.value(field) else { return Ok(Vec::new()) };
        let Value::Array(parts) = value else { return self.refuse(field, "is not a list of texts") };
        let is_part = |part: &&str| !part.trim().is_empty() && !part.contains([';', '\0']);
        let read = |part: &Value| part.as_str().filter(is_part).map(|part| part.trim().to_owned());
        match parts.iter().map(read).collect() {
            Some(parts) => Ok(parts),
            None => self.refuse(field, "is not a list of texts without semicolons"),
        }
    }

    pub fn yes_no(&mut self, field: &'static str) -> Result<Option<bool>, Problem> {
        match self.value(field) {
            None => Ok(None),
            Some(Value::Bool(yes)) => Ok(Some(yes)),
            Some(_) => self.refuse(field, "is not true or false"),
        }
    }

    /// A number of a range, both bounds included.
    pub fn required_number(&mut self, field: &'static str, least: f64, most: f64) -> Result<f64, Problem> {
        let given = self.value(field).and_then(|value| value.as_f64());
        match given.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(number),
            None => self.refuse(field, format!("give a number from {least} to {most}")),
        }
    }

    /// A version of a record, from 1.
    pub fn version(&mut self) -> Result<Option<i32>, Problem> {
        match self.value("version") {
            None => Ok(None),
            Some(value) => match value.as_i64().and_then(|number| i32::try_from(number).ok()) {
                Some(number) if number > 0 => Ok(Some(number)),
                _ => self.refuse("version", "give the whole number that the record has as its version"),
            },
        }
    }

    pub fn time(&mut self, field: &'static str) -> Result<Option<DateTime<Utc>>, Problem> {
        let Some(value) = self.value(field) else { return Ok(None) };
        let read = value.as_str().map(|text| crate::domain::Value::read(FieldKind::Timestamp, text));
        match read {
            Some(Ok(crate::domain::Value::Timestamp(at))) => Ok(Some(at)),
            _ => self.refuse(field, "is not a time; give one as 2026-11-24T08:00:00+08:00"),
        }
    }

    /// One of the words of a code list; its Chinese label is taken for it.
    pub fn code(&mut self, field: &'static str, list: &'static CodeList) -> Result<Option<&'static str>, Problem> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        match list.read(&text) {
            Some(code) => Ok(Some(code)),
            None => self.refuse(field, format!("`{}` is not one of {}", clipped(&text), list.listed())),
        }
    }

    pub fn required_choice(&mut self, field: &'static str, words: &[&'static str]) -> Result<&'static str, Problem> {
        let text = self.text(field)?.unwrap_or_default();
        match words.iter().find(|word| **word == text) {
            Some(word) => Ok(word),
            None => self.refuse(field, format!("`{}` is not one of {}", clipped(&text), words.join(", "))),
        }
    }

    /// A GeoJSON geometry, or a feature that has one.
    pub fn shape(&mut self, field: &'static str) -> Result<Option<Shape>, Problem> {
        let Some(value) = self.value(field) else { return Ok(None) };
        let geometry = if value["type"] == "Feature" { &value["geometry"] } else { &value };
        match geometry_from_geojson(geometry) {
            Ok(shape) => Ok(Some(shape)),
            Err(why) => self.refuse(field, why),
        }
    }

    /// The members of a list, each an object to be read as strictly.
    pub fn objects(&mut self, field: &'static str) -> Result<Vec<Self>, Problem> {
        let Some(value) = self.value(field) else { return Ok(Vec::new()) };
        let Value::Array(parts) = value else { return self.refuse(field, "is not a list of objects") };
        let place = |nth: usize| format!("{}/{nth}", self.pointer(field));
        let read = |(nth, part): (usize, Value)| match part {
            Value::Object(members) => Ok(Self { place: place(nth), members, taken: Vec::new() }),
            _ => Err(Problem::refused_field(&place(nth), "is not an object")),
        };
        parts.into_iter().enumerate().map(read).collect()
    }

    /// Refuses what nobody took.
    pub fn finish(self) -> Result<(), Problem> {
        match self.members.keys().next() {
            None => Ok(()),
            Some(name) => {
                let name = clipped(name);
                self.refuse(&name, format!("no such field; known are {}", self.taken.join(", ")))
            }
        }
    }
}
