//! `/api/v1/warnings/{code}.cap.xml`, `.national.xml`, `.txt`, `.html`: a warning as it is given out.

use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::app::View;
use crate::app::incidents::Sending;
use crate::app::incidents::Warning;
use crate::domain::value::clipped;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::reports;
use crate::reports::NationalProfile;
use crate::reports::Refused;
use crate::reports::notice::Status;

/// Who sends, where nobody says: a name that can be no one's.
const NOBODY: &str = "luzhang.invalid";

/// One of the forms of a warning.
#[derive(Clone, Copy)]
pub enum Form {
    Cap,
    National,
    Text,
    Page,
}

impl Form {
    /// The code of the warning and the form, where an address ends in one.
    pub fn of(address: &str) -> Option<(&str, Self)> {
        let forms =
            [(".cap.xml", Self::Cap), (".national.xml", Self::National), (".txt", Self::Text), (".html", Self::Page)];
        forms.into_iter().find_map(|(end, form)| Some((address.strip_suffix(end)?, form)))
    }

    /// What the parameters say of the sender, and what the form is made with.
    pub fn answer(self, view: &View, warning: &Warning, mut params: Params) -> Result<Response, Problem> {
        let mut profile = NationalProfile::default();
        let mut sending = Sending { sender: NOBODY.to_owned(), unit_code: None, status: None, in_english: false };
        sending.status = match params.choice("status", &["", "actual", "exercise", "test"])? {
            "actual" => Some(Status::Actual),
            "exercise" => Some(Status::Exercise),
            "test" => Some(Status::Test),
            _ => None,
        };
        match self {
            Self::Cap => {
                sending.sender = params.text("sender").unwrap_or(sending.sender);
                sending.in_english = params.choice("english", &["false", "true"])? == "true";
            }
            Self::National => {
                sending.unit_code = params.text("unit_code");
                profile.event_type = params.text("event_type");
            }
            Self::Text | Self::Page => {}
        }
        params.finish()?;
        let notice = view.notice(warning, &sending)?;
        let of = |kind: &'static str| (header::CONTENT_TYPE, HeaderValue::from_static(kind));
        Ok(match self {
            Self::Cap => ([of("application/cap+xml; charset=utf-8")], reports::cap_message(&notice)?).into_response(),
            Self::Text => ([of("text/plain; charset=utf-8")], reports::warning_text(&notice)?).into_response(),
            Self::Page => {
                // What is printed has its styles in itself, and nothing runs in it.
                let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
                let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
                ([of("text/html; charset=utf-8"), policy], reports::bulletin(&notice)?).into_response()
            }
            Self::National => {
                let message = reports::national_message(&notice, &profile)?;
                let headers = [of("application/xml; charset=utf-8"), attachment(&message.file_name)];
                (headers, message.xml).into_response()
            }
        })
    }
}

/// The name that the file must have (RFC 6266, RFC 8187).
fn attachment(name: &str) -> (HeaderName, HeaderValue) {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let value = format!("attachment; filename*=UTF-8''{}", name.replace('+', "%20").replace('*', "%2A"));
    (header::CONTENT_DISPOSITION, HeaderValue::from_str(&value).expect("what is percent-encoded makes a header"))
}

impl From<Refused> for Problem {
    fn from(why: Refused) -> Self {
        let errors = why
            .faults
            .iter()
            .map(|fault| (format!("/{}", fault.field), format!("{}; {}", clipped(&fault.problem), fault.remedy)));
        Self::refused_fields(why.to_string(), errors.collect())
    }
}
