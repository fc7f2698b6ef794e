//! Who may speak to the service, and what every answer carries.

use std::collections::BTreeSet;

use axum::body::Body;

use crate::support::ADDRESS;
use crate::support::Browser;
use crate::support::small_county;

const WITHIN: &str = "/api/v1/households/within?lon=114.022&lat=34.052&radius_m=300";

#[tokio::test]
async fn only_names_of_this_machine_at_this_port_are_answered() {
    let browser = Browser::with(small_county()).await;
    for host in [ADDRESS, "localhost:8080", "[::1]:8080"] {
        assert_eq!(browser.send("GET", WITHIN, &[("host", host)], Body::empty()).await.status, 200, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1",
        "127.0.0.1:81",
        "127.0.0.1.evil.example:8080",
        "localhost.evil.example:8080",
        "localhost:8080@evil.example",
        "user@localhost:8080",
        "0.0.0.0:8080",
        "[::1:8080",
        "",
    ] {
        for path in [WITHIN, "/", "/healthz", "/metrics", "/no/such/page", "/ogc"] {
            let answer = browser.send("GET", path, &[("host", host)], Body::empty()).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (403, "application/problem+json"),
                "{host} {path}"
            );
            assert_eq!(answer.json()["type"], "/problems/foreign-host");
        }
    }
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let browser = Browser::with(small_county()).await;
    for origin in [
        "http://evil.example",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:81",
        "null",
        "http://127.0.0.1:8080.evil.example",
    ] {
        for method in ["GET", "POST", "OPTIONS"] {
            let answer = browser.send(method, WITHIN, &[("origin", origin)], Body::empty()).await;
            assert_eq!(answer.status, 403, "{method} from {origin}");
            assert_no_cors(&answer.headers);
        }
    }
    for origin in ["http://127.0.0.1:8080", "http://localhost:8080"] {
        let answer = browser.send("GET", WITHIN, &[("origin", origin)], Body::empty()).await;
        assert_eq!(answer.status, 200);
        assert_no_cors(&answer.headers);
    }
    // A form of another site sends no Origin in old browsers, but says where it comes from.
    let posted = browser.send("POST", "/api/v1/households/within", &[("sec-fetch-site", "cross-site")], "{}").await;
    assert_eq!(posted.status, 403);
}

#[track_caller]
fn assert_no_cors(headers: &axum::http::HeaderMap) {
    let found: Vec<_> = headers.keys().filter(|name| name.as_str().starts_with("access-control")).collect();
    assert!(found.is_empty(), "{found:?}");
}

const PATHS: [&str; 9] = [
    WITHIN,
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/no/such/page",
    "/ogc?f=html",
    "/ogc/collections/households/items",
    "/api/v1/search?q=No.",
];

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_careful() {
    let browser = Browser::with(small_county()).await;
    for path in PATHS {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("script-src") && !policy.contains('*'), "{path}: {policy}");
        assert_no_cors(&answer.headers);
    }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own() {
    let browser = Browser::with(small_county()).await;
    let mut ids = BTreeSet::new();
    for path in PATHS {
        // A caller cannot choose it: it ends up in the log.
        let answer = browser.send("GET", path, &[("x-request-id", "mine")], Body::empty()).await;
        let id: uuid::Uuid = answer.header("x-request-id").parse().unwrap();
        assert!(ids.insert(id), "{path}");
    }
}

#[tokio::test]
async fn answers_about_households_are_kept_nowhere() {
    let browser = Browser::with(small_county()).await;
    for path in [
        WITHIN,
        "/api/v1/households/within?lon=114.022&lat=34.052&radius_m=300&return=count",
        "/ogc/collections/households/items",
        "/ogc/collections/households/items/H00",
        "/ogc/collections/households/items?f=html",
        "/ogc/collections/households/tiles/WebMercatorQuad/14/6540/13380",
        "/api/v1/search?q=No.%2013",
    ] {
        let answer = browser.get(path).await;
        assert!(answer.status < 300, "{path}: {}", answer.status);
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""), "{path}");
    }
}

#[tokio::test]
async fn head_is_answered_as_get_without_a_body() {
    let browser = Browser::with(small_county()).await;
    for path in PATHS.into_iter().chain(["/ogc/collections/none"]) {
        let (got, head) = (browser.get(path).await, browser.send("HEAD", path, &[], Body::empty()).await);
        assert_eq!((head.status, head.header("content-type")), (got.status, got.header("content-type")), "{path}");
        assert!(head.body.is_empty() && (!got.body.is_empty() || path == "/metrics"), "{path}");
    }
}
