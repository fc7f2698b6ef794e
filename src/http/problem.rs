//! Faults as RFC 9457 problem documents. Every kind is explained in `docs/problems.md`.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::json;

use crate::app::Denied;
use crate::app::Refusal;
use crate::app::incidents::WriteRefusal;
use crate::emergency::ReportRefused;
use crate::emergency::life::Missing;
use crate::emergency::life::Refused;
use crate::queries::ZoneRefusal;
use crate::queries::roads::NoPlace;

/// What went wrong, in the caller's terms.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    /// The parameter or the JSON pointer of the field at fault, with what is wrong with it.
    errors: Vec<(String, String)>,
    /// What else a client needs to go on by itself.
    members: Vec<(&'static str, serde_json::Value)>,
    /// When asking again may help, in seconds.
    retry_after_s: Option<u32>,
}

/// A store that is away is looked for about as often.
const RETRY_AFTER_S: u32 = 5;

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            title,
            detail: detail.into(),
            errors: Vec::new(),
            members: Vec::new(),
            retry_after_s: None,
        }
    }

    fn about(mut self, pointer: impl Into<String>) -> Self {
        self.errors.push((pointer.into(), self.detail.clone()));
        self
    }

    /// A parameter that cannot be read.
    pub fn unreadable(parameter: &str, why: impl std::fmt::Display) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "unreadable-parameter",
            "A parameter cannot be read",
            format!("{parameter}: {why}"),
        )
        .about(parameter)
    }

    /// A parameter that can be read, but not accepted.
    pub fn refused(parameter: &str, why: impl std::fmt::Display) -> Self {
        let detail = format!("{parameter}: {why}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused-value", "A value is out of range", detail).about(parameter)
    }

    /// A field of a body that can be read, but not accepted; `pointer` is a JSON pointer.
    pub fn refused_field(pointer: &str, why: impl std::fmt::Display) -> Self {
        let mut problem = Self::refused(pointer.trim_start_matches('/'), why);
        pointer.clone_into(&mut problem.errors[0].0);
        problem
    }

    /// Several fields at once, each with its pointer.
    pub fn refused_fields(detail: String, errors: Vec<(String, String)>) -> Self {
        let mut problem = Self::refused("", "");
        problem.detail = detail;
        problem.errors = errors;
        problem
    }

    /// Every field of a report that is at fault.
    fn refused_report(why: ReportRefused) -> Self {
        let detail = why.to_string();
        Self::refused_fields(detail, why.0.into_iter().map(|fault| (fault.pointer, fault.problem)).collect())
    }

    /// Somebody else was faster: 412 for a tag, 409 for a version in a body.
    pub fn edited(status: StatusCode, version_now: i32, why: impl Into<String>) -> Self {
        let mut problem = Self::new(status, "edited-since", "The record was edited since you saw it", why);
        problem.members.push(("version", version_now.into()));
        problem
    }

    fn not_now(why: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "not-now", "That does not follow from the state it is in", why)
    }

    fn store_away(why: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "store-away", "The store does not answer", why);
        problem.retry_after_s = Some(RETRY_AFTER_S);
        problem
    }

    pub fn unreadable_body(why: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable-body", "The body cannot be read", why.to_string())
    }

    pub fn body_too_large(most: usize) -> Self {
        let detail = format!("the body is larger than {most} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large", detail)
    }

    pub fn not_found(what: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", what.to_string())
    }

    pub fn method_not_allowed(method: &str) -> Self {
        let detail = format!("{method} is not what this address answers to; see /api/v1/openapi.json");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here", detail)
    }

    pub fn foreign_host(why: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign-host", "The request did not come to or from this server", why)
    }

    /// A program that was built without its web packages.
    pub fn no_font() -> Self {
        let detail = "the font of printed pages is not built into this program: run `make web`, and build again; \
                      the other formats of the list need no font";
        Self::new(StatusCode::NOT_IMPLEMENTED, "no-font", "The font of printed pages is missing", detail)
    }

    pub fn timed_out(seconds: u64) -> Self {
        let detail = format!("no answer within {seconds} s; ask for less: a smaller zone, a smaller page");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timed-out", "The answer took too long", detail)
    }

    /// Says nothing of what failed: the log does, under the request's id.
    pub fn failure() -> Self {
        let detail = "the request failed; the log of the server tells why, under the id of this request";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failure", "The server failed", detail)
    }

    /// For a response that came without a document.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found("nothing is at this address"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::body_too_large(crate::http::households::LARGEST_AREA),
            status if status.is_client_error() => {
                Self::unreadable("path", "the address cannot be read; write it in UTF-8, percent-encoded")
            }
            _ => Self::failure(),
        }
    }

    /// Under `/ogc` every fault of a parameter is 400 (OGC 17-069r4, 7.5.2).
    #[must_use]
    pub fn under_ogc(mut self) -> Self {
        if self.status == StatusCode::UNPROCESSABLE_ENTITY {
            self.status = StatusCode::BAD_REQUEST;
        }
        self
    }
}

impl From<Denied> for Problem {
    fn from(why: Denied) -> Self {
        Self::new(StatusCode::FORBIDDEN, "denied", "That is not permitted", why.to_string())
    }
}

impl From<ZoneRefusal> for Problem {
    fn from(why: ZoneRefusal) -> Self {
        match why {
            ZoneRefusal::NoSuchPipe { .. } => Self::not_found(&why).about(why.field()),
            _ => Self::refused(why.field(), &why),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(why: Refusal) -> Self {
        match why {
            Refusal::Denied(why) => why.into(),
            Refusal::Zone(why) => why.into(),
            Refusal::Report(why) => Self::refused_report(why),
            Refusal::Trace(why) => Self::refused_field(&format!("/{}", why.field()), why),
            Refusal::Place(NoPlace::Road(_))
            | Refusal::Post(_)
            | Refusal::Goal(_)
            | Refusal::Bridge(_)
            | Refusal::Subject(_) => Self::not_found(why),
            Refusal::Place(NoPlace::OffTheEnd { .. }) => Self::refused("chainage", why),
            Refusal::NotOurs(_) => Self::not_now(why.to_string()),
            Refusal::Value { field, why } => Self::refused(field, why),
            Refusal::StoreAway => Self::store_away(why.to_string()),
            Refusal::WhatIf { field, why } => Self::refused_field(&format!("/{field}"), why),
            Refusal::Jurisdiction(_) => Self::refused("jurisdiction", why),
        }
    }
}

impl From<WriteRefusal> for Problem {
    fn from(why: WriteRefusal) -> Self {
        match why {
            WriteRefusal::Denied(why) => why.into(),
            WriteRefusal::NotFound { .. } => Self::not_found(why),
            WriteRefusal::Edited { now, .. } => Self::edited(StatusCode::CONFLICT, now, why.to_string()),
            WriteRefusal::Step(Refused::OutOfTurn { allowed, .. }) => {
                let mut problem = Self::not_now(why.to_string());
                let allowed: Vec<&str> = allowed.iter().map(|state| state.as_str()).collect();
                problem.members.push(("allowed", allowed.into()));
                problem
            }
            WriteRefusal::Step(Refused::Missing(ref missing)) => {
                let error = |one: &Missing| (format!("/{}", one.field), format!("{} (clause {})", one.why, one.clause));
                Self::refused_fields(why.to_string(), missing.iter().map(error).collect())
            }
            WriteRefusal::NotNow(why) => Self::not_now(why),
            WriteRefusal::Field { field, why } => Self::refused_field(&format!("/{field}"), why),
            WriteRefusal::Report(why) => Self::refused_report(why),
            WriteRefusal::StoreAway(_) => Self::store_away(why.to_string()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.document(None);
        // The guard knows the id of the request and writes the document again with it.
        response.extensions_mut().insert(self);
        response
    }
}

impl Problem {
    /// The document, with the id of the request as its instance.
    pub(super) fn document(&self, request: Option<uuid::Uuid>) -> Response {
        let mut body = json!({
            "type": format!("/problems/{}", self.kind),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(id) = request {
            body["instance"] = id.urn().to_string().into();
        }
        if !self.errors.is_empty() {
            let error = |(pointer, detail): &(String, String)| json!({"pointer": pointer, "detail": detail});
            body["errors"] = self.errors.iter().map(error).collect::<Vec<_>>().into();
        }
        for (name, value) in &self.members {
            body[*name] = value.clone();
        }
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = self.status;
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
