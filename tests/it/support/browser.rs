//! Asks the router as a browser on this machine would, without a socket.

use axum::Router;
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::Request;
use luzhang::app::App;
use luzhang::http::Site;
use luzhang::http::router;
use serde_json::Value;
use tower::ServiceExt;

use crate::support::Home;
use crate::support::Item;

/// Where the service believes that it listens.
pub const ADDRESS: &str = "127.0.0.1:8080";

/// A service over a store, and whoever asks it.
pub struct Browser {
    pub app: App,
    router: Router,
    /// The store lives as long as the service.
    pub home: Home,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Browser {
    pub async fn over(home: Home) -> Self {
        let app = home.app().await;
        let router = router(Site::new(app.clone(), ADDRESS.parse().unwrap()));
        Self { app, router, home }
    }

    /// A service over a GeoPackage that holds these items.
    pub async fn with(items: Vec<Item>) -> Self {
        let home = Home::geopackage().await;
        home.put(items).await;
        Self::over(home).await
    }

    /// Another service over the same store.
    pub fn over_app(app: App) -> Router {
        router(Site::new(app, ADDRESS.parse().unwrap()))
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        send(&self.router, method, path, headers, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send("POST", path, &[("content-type", "application/geo+json")], body).await
    }

    /// The document at a path, which must be there.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Asks a service without a socket.
pub async fn send(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if headers.iter().all(|(name, _)| *name != "host") {
        request = request.header("host", ADDRESS);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.into()).unwrap_or_else(|why| panic!("{path}: {why}"));
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// Text as it stands in a path or a query.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
