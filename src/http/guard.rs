//! What every request passes: is it meant for us, which id has it, what may be kept of the answer.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use std::time::Instant;

use axum::extract::MatchedPath;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use futures_util::FutureExt;
use uuid::Uuid;

use crate::http::Site;
use crate::http::problem::Problem;

/// No question takes so long; one that does is given up.
const PATIENCE: Duration = Duration::from_secs(30);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Scripts, styles and data from this server alone; workers and images may be made by the page.
const CONTENT_POLICY: &str = "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; \
    style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// Checks Host and Origin, gives the request an id, turns a panic into a problem, adds the headers
/// that all answers have, counts and logs.
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::new_v4();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let mut response = match refusal(&site, request.headers(), &method) {
        Some(problem) => problem.into_response(),
        None => {
            let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
            match tokio::time::timeout(PATIENCE, answer).await {
                Ok(Ok(response)) => response,
                Ok(Err(_)) => Problem::failure().into_response(),
                Err(_) => Problem::timed_out(PATIENCE.as_secs()).into_response(),
            }
        }
    };
    if let Some(problem) = response.extensions().get::<Problem>() {
        response = problem.document(Some(id));
    } else if response.status().is_client_error() || response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        // What axum refuses by itself, such as a path that is not UTF-8.
        response = Problem::of_status(response.status()).document(Some(id));
    }
    let status = response.status();
    let took = started.elapsed();
    metrics::counter!("luzhang_requests_total", "route" => route.clone(), "status" => status.as_u16().to_string())
        .increment(1);
    metrics::histogram!("luzhang_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    if status.is_server_error() {
        tracing::error!(request.id = %id, %method, route, status = status.as_u16(), took_ms = took.as_millis(), "request failed");
    } else {
        tracing::info!(request.id = %id, %method, route, status = status.as_u16(), took_ms = took.as_millis(), "request");
    }
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "no-referrer");
    say(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    // Unless a handler says otherwise, answers may hold what not everybody may see.
    say(header::CACHE_CONTROL, "no-store");
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

pub async fn method_not_allowed(method: Method) -> Problem {
    Problem::method_not_allowed(method.as_str())
}

/// A page elsewhere must not reach a server on loopback through its visitor's browser: by a name
/// that resolves to this machine (Host) or by a request across origins (Origin).
fn refusal(site: &Site, headers: &HeaderMap, method: &Method) -> Option<Problem> {
    let ours = |host: &str| is_ours(host, site.address);
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let Some(host) = text(header::HOST) else {
        return Some(Problem::foreign_host("the request has no Host header"));
    };
    if !ours(host) {
        return Some(Problem::foreign_host(format!("this server answers at {} only", site.address)));
    }
    if let Some(origin) = text(header::ORIGIN) {
        let is_same = origin.strip_prefix("http://").is_some_and(ours);
        if !is_same {
            return Some(Problem::foreign_host("requests from pages of other origins are refused"));
        }
    }
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if site == Some("cross-site") && method != Method::GET {
        return Some(Problem::foreign_host("requests from pages of other sites are refused"));
    }
    None
}

/// Whether a host and port name this server, as a browser on this machine writes them.
fn is_ours(host: &str, address: SocketAddr) -> bool {
    let host = host.to_ascii_lowercase();
    let (name, given) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.ends_with(']') => (name, digits.parse().ok()),
        _ => (&*host, Some(80)),
    };
    let own = match address.ip() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    given == Some(address.port()) && (name == own || matches!(name, "localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 2], port))
    }

    #[test]
    fn only_names_of_loopback_at_our_port_are_ours() {
        assert!(
            is_ours("LOCALHOST:8080", at(8080))
                && is_ours("127.0.0.2:8080", at(8080))
                && is_ours("[::1]:8080", at(8080))
        );
        assert!(is_ours("localhost", at(80)));
        for foreign in ["evil.example:8080", "127.0.0.1:81", "localhost", "127.0.0.1.evil.example:8080", "", ":8080"] {
            assert!(!is_ours(foreign, at(8080)), "{foreign}");
        }
    }
}
