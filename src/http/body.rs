//! JSON bodies, read strictly: 400 what is not a JSON object, 422 a field that is unknown or is not
//! what it should be, by its name.

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::Request;
use serde_json::Map;
use serde_json::Value;

use crate::domain::FieldKind;
use crate::domain::value::clipped;
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
        let json: Value = serde_json::from_slice(&bytes)
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

    /// `null` is as if it were not there.
    pub fn value(&mut self, field: &'static str) -> Option<Value> {
        self.taken.push(field);
        self.members.remove(field).filter(|value| !value.is_null())
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

    pub fn required_choice(&mut self, field: &'static str, words: &[&'static str]) -> Result<&'static str, Problem> {
        let text = self.text(field)?.unwrap_or_default();
        match words.iter().find(|word| **word == text) {
            Some(word) => Ok(word),
            None => self.refuse(field, format!("`{}` is not one of {}", clipped(&text), words.join(", "))),
        }
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
