//! `/ogc/api`: with a concrete path for each collection, which is what QGIS looks for.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::app::View;
use crate::domain::Collection;
use crate::domain::collections;
use crate::http::Site;
use crate::http::ogc::Form;
use crate::http::ogc::LARGEST_PAGE;
use crate::http::ogc::USUAL_PAGE;
use crate::http::ogc::form;
use crate::http::ogc::html;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::problem_schema;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::world::Table;

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";

/// `GET /ogc/api`
pub async fn ogc(State(site): State<Site>, headers: HeaderMap, mut params: Params) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let view = site.view();
    let layers = view.tables().map(Table::collection).filter(|collection| collection.is_layer);
    let document = document(&format!("http://{}/ogc", site.address), layers);
    Ok(match form {
        Form::Html => html::document("OpenAPI 3.0", &document),
        Form::Json => {
            let kind = "application/vnd.oai.openapi+json;version=3.0";
            ([(header::CONTENT_TYPE, kind)], document.to_string()).into_response()
        }
    })
}

fn document(server: &str, layers: impl Iterator<Item = &'static Collection>) -> Value {
    let object = || json!({"type": "object"});
    let format = || vec![json!({"$ref": "#/components/parameters/f"})];
    let mut paths = Map::new();
    paths.insert("/".into(), get("landing", "Landing page", format(), JSON, object()));
    paths.insert("/conformance".into(), get("conformance", "Conformance classes", format(), JSON, object()));
    paths.insert("/collections".into(), get("collections", "What collections there are", format(), JSON, object()));
    for collection in collections::ALL.iter().copied().chain(layers) {
        let name = collection.name;
        let base = format!("/collections/{name}");
        paths.insert(base.clone(), get(&format!("{name}.describe"), "About the collection", format(), JSON, object()));
        paths.insert(
            format!("{base}/schema"),
            get(&format!("{name}.schema"), "The fields of a record", format(), "application/schema+json", object()),
        );
        let mut parameters: Vec<Value> = ["bbox", "datetime", "as_of", "recorded_as_of", "limit", "cursor", "f"]
            .iter()
            .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}))
            .collect();
        parameters.push(query("code", false, text(), "The record of this code"));
        parameters.extend(collection.fields.iter().map(|field| query(field.name, false, text(), field.title_zh)));
        paths.insert(
            format!("{base}/items"),
            get(&format!("{name}.items"), "Records, in the order of their codes", parameters, GEOJSON, object()),
        );
        let times = ["datetime", "as_of", "recorded_as_of"]
            .map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
        let one = [path("code", "Code of the record")].into_iter().chain(times).chain(format()).collect();
        paths.insert(
            format!("{base}/items/{{code}}"),
            get(&format!("{name}.item"), "One record", one, GEOJSON, object()),
        );
        if View::has_tiles(collection) {
            let tile = ["z", "y", "x"].map(|part| path(part, "Zoom, row or column of the tile")).into();
            paths.insert(
                format!("{base}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"),
                get(
                    &format!("{name}.tile"),
                    "A vector tile",
                    tile,
                    "application/vnd.mapbox-vector-tile",
                    json!({"type": "string", "format": "binary"}),
                ),
            );
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "luzhang 路长: OGC API – Features", "version": env!("CARGO_PKG_VERSION")},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problem_schema()},
            "parameters": {
                "bbox": {
                    "name": "bbox", "in": "query", "required": false, "style": "form", "explode": false,
                    "description": "West, south, east, north in degrees of CRS84; records that meet the box",
                    "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
                },
                "datetime": {
                    "name": "datetime", "in": "query", "required": false, "style": "form", "explode": false,
                    "description": "RFC 3339 instant or interval: the records that held on the day of its end", "schema": {"type": "string"},
                },
                "as_of": query("as_of", false, json!({"type": "string", "format": "date"}), "A day: the records that held on it"),
                "recorded_as_of": query("recorded_as_of", false, json!({"type": "string", "format": "date-time"}), "An instant: the records as they had been recorded by then"),
                "limit": {
                    "name": "limit", "in": "query", "required": false, "style": "form", "explode": false,
                    "description": "How many records at most; more than the maximum is taken as the maximum",
                    "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE},
                },
                "cursor": query("cursor", false, text(), "From a `next` link"),
                "f": query("f", false, json!({"type": "string", "enum": ["json", "html"]}), "Encoding"),
            },
        },
    })
}
