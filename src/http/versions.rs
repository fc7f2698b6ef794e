//! Which version of a record its editor has seen: `If-Match`, or `version` in the body.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;

use crate::app::incidents::WriteRefusal;
use crate::domain::Record;
use crate::http::body::JsonBody;
use crate::http::problem::Problem;

/// What the editor has seen, and how they said so.
#[derive(Clone, Copy)]
pub struct Seen {
    /// `None`: whatever stands is taken.
    pub version: Option<i32>,
    status: StatusCode,
}

/// The tag of a record: its version.
pub fn tag(record: &Record) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{}\"", record.version)).expect("digits make a header")
}

/// Where a record is to be found.
pub fn address(list: &str, record: &Record) -> HeaderValue {
    let code: String = url::form_urlencoded::byte_serialize(record.code.as_bytes()).collect();
    let address = format!("/api/v1/{list}/{}", code.replace('+', "%20"));
    HeaderValue::from_str(&address).expect("what is percent-encoded makes a header")
}

impl Seen {
    /// Refuses an editor who says neither.
    pub fn read(headers: &HeaderMap, body: &mut JsonBody) -> Result<Self, Problem> {
        match Self::perhaps(headers, body)? {
            Some(seen) => Ok(seen),
            None => Err(Problem::refused_field(
                "/version",
                "is missing; give the version that you have seen, here or as If-Match: \"3\"",
            )),
        }
    }

    /// For an edit that takes nothing away from what others wrote.
    pub fn if_given(headers: &HeaderMap, body: &mut JsonBody) -> Result<Self, Problem> {
        Ok(Self::perhaps(headers, body)?.unwrap_or(Self { version: None, status: StatusCode::CONFLICT }))
    }

    fn perhaps(headers: &HeaderMap, body: &mut JsonBody) -> Result<Option<Self>, Problem> {
        let said = body.version()?.map(|version| Self { version: Some(version), status: StatusCode::CONFLICT });
        let Some(given) = headers.get(header::IF_MATCH) else { return Ok(said) };
        let given = given.to_str().unwrap_or_default().trim();
        let status = StatusCode::PRECONDITION_FAILED;
        if given == "*" {
            return Ok(Some(said.unwrap_or(Self { version: None, status })));
        }
        let digits =
            given.strip_prefix("W/").unwrap_or(given).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let version = digits.and_then(|digits| digits.parse().ok());
        match (version, said.and_then(|said| said.version)) {
            (None, _) => {
                Err(Problem::unreadable("If-Match", "is not the tag of a record; give one as \"3\", with its quotes"))
            }
            (Some(tag), Some(said)) if tag != said => {
                Err(Problem::refused_field("/version", format!("is {said}, but If-Match says {tag}; give one of them")))
            }
            (version, _) => Ok(Some(Self { version, status })),
        }
    }

    /// 412 for who gave a tag, 409 for who named a version.
    pub fn problem(self, why: WriteRefusal) -> Problem {
        match why {
            WriteRefusal::Edited { now, .. } => Problem::edited(self.status, now, why.to_string()),
            why => why.into(),
        }
    }
}
