//! OGC API – Features, Part 1: Core (OGC 17-069r4), as GeoJSON and HTML.
//!
//! A `datetime` is compared with the day from which the current version of a record is valid. The
//! default CRS is CRS84; EPSG:4490 and WGS 84 are treated as equal, they differ by under a metre.

pub(super) mod html;
mod items;
mod pages;
mod schema;

pub use items::LARGEST_PAGE;
pub use items::USUAL_PAGE;
pub use items::item;
pub use items::items;
pub use pages::collection;
pub use pages::collections;
pub use pages::conformance;
pub use pages::landing;
pub use schema::schema;

use axum::http::HeaderMap;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::app::View;
use crate::domain::Collection;
use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// Conformance classes that are met in full; others are not declared, though parts may work.
pub(super) const CONFORMS_TO: [&str; 4] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
];

pub(super) const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
pub(super) const GEOJSON: &str = "application/geo+json";
pub(super) const JSON: &str = "application/json";
pub(super) const HTML: &str = "text/html";

/// Which encoding is wanted: `f`, else the first of ours that the client accepts, else JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Html,
}

pub(super) fn form(params: &mut Params, headers: &HeaderMap) -> Result<Form, Problem> {
    if let Some(text) = params.text("f") {
        return match text.as_str() {
            "json" => Ok(Form::Json),
            "html" => Ok(Form::Html),
            _ => Err(Problem::unreadable("f", "not one of json, html")),
        };
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for wanted in accept.split(',').map(|part| part.split(';').next().unwrap_or_default().trim()) {
        match wanted {
            HTML => return Ok(Form::Html),
            JSON | GEOJSON | "*/*" => return Ok(Form::Json),
            _ => {}
        }
    }
    Ok(Form::Json)
}

fn known(view: &View, name: &str) -> Result<&'static Collection, Problem> {
    view.collection(name).ok_or_else(|| {
        let name = crate::domain::value::clipped(name);
        Problem::not_found(format!("there is no collection `{name}`; there are {}", view.collections_listed()))
    })
}

/// In Chinese and in English; a layer has the one name that it was given.
fn title(collection: &Collection) -> String {
    if collection.is_layer { collection.title() } else { format!("{} {}", collection.title_zh, collection.title()) }
}

/// The address of something under `/ogc`, as clients must follow it.
fn at(site: &Site, path: &str) -> String {
    format!("http://{}/ogc{path}", site.address)
}

fn link(href: impl Into<String>, rel: &str, kind: &str, title: &str) -> Value {
    json!({"href": href.into(), "rel": rel, "type": kind, "title": title})
}

/// Links of a page to itself and to its other encoding.
fn own_links(site: &Site, path: &str, form: Form) -> [Value; 2] {
    let (json, html) = (at(site, &format!("{path}?f=json")), at(site, &format!("{path}?f=html")));
    match form {
        Form::Json => [link(json, "self", JSON, "This document"), link(html, "alternate", HTML, "As HTML")],
        Form::Html => [link(html, "self", HTML, "This document"), link(json, "alternate", JSON, "As JSON")],
    }
}

fn json_response(kind: &'static str, body: impl Into<Vec<u8>>) -> Response {
    ([(header::CONTENT_TYPE, kind)], body.into()).into_response()
}
