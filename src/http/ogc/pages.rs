//! Landing page, conformance, and what collections there are.

use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::app::View;
use crate::http::Site;
use crate::http::ogc::CONFORMS_TO;
use crate::http::ogc::CRS84;
use crate::http::ogc::Form;
use crate::http::ogc::GEOJSON;
use crate::http::ogc::HTML;
use crate::http::ogc::JSON;
use crate::http::ogc::at;
use crate::http::ogc::form;
use crate::http::ogc::html;
use crate::http::ogc::json_response;
use crate::http::ogc::known;
use crate::http::ogc::link;
use crate::http::ogc::own_links;
use crate::http::ogc::title;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::search::corners;
use crate::world::Table;

const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// `GET /ogc`
pub async fn landing(State(site): State<Site>, headers: HeaderMap, mut params: Params) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let mut links: Vec<Value> = own_links(&site, "", form).into();
    links.push(link(at(&site, "/api"), "service-desc", OPENAPI, "The interface, as OpenAPI 3.0"));
    links.push(link(at(&site, "/conformance"), "conformance", JSON, "Conformance classes"));
    links.push(link(at(&site, "/collections"), "data", JSON, "Collections"));
    let body = json!({
        "title": "luzhang 路长",
        "description": description(&site.view()),
        "links": links,
    });
    Ok(match form {
        Form::Json => json_response(JSON, body.to_string()),
        Form::Html => html::landing(&body),
    })
}

fn description(view: &View) -> &'static str {
    if view.is_invented() {
        "Rural roads, bridges, gas and heating networks. INVENTED DATA: no road, pipe or household here is real. 示意数据，均为虚构。"
    } else {
        "Rural roads, bridges, gas and heating networks. 农村公路、桥梁、燃气与供热管网。"
    }
}

/// `GET /ogc/conformance`
pub async fn conformance(
    State(site): State<Site>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let body = json!({"conformsTo": CONFORMS_TO, "links": own_links(&site, "/conformance", form)});
    Ok(match form {
        Form::Json => json_response(JSON, body.to_string()),
        Form::Html => html::conformance(&body),
    })
}

/// `GET /ogc/collections`
pub async fn collections(
    State(site): State<Site>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let view = site.view();
    let listed: Vec<Value> = view.tables().map(|table| about(&site, table)).collect();
    let body = json!({"links": own_links(&site, "/collections", form), "collections": listed});
    Ok(match form {
        Form::Json => json_response(JSON, body.to_string()),
        Form::Html => html::collections(&body),
    })
}

/// `GET /ogc/collections/{collection}`
pub async fn collection(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let form = form(&mut params, &headers)?;
    params.finish()?;
    let view = site.view();
    let collection = known(&view, &name)?;
    let mut body = about(&site, view.table(collection)?);
    if let Some(links) = body["links"].as_array_mut() {
        links.extend(own_links(&site, &format!("/collections/{name}"), form));
    }
    Ok(match form {
        Form::Json => json_response(JSON, body.to_string()),
        Form::Html => html::collection(&body),
    })
}

fn about(site: &Site, table: &Table) -> Value {
    let collection = table.collection();
    let path = format!("/collections/{}", collection.name);
    let items = at(site, &format!("{path}/items"));
    let extent = table.bounds().map(|bounds| json!({"spatial": {"bbox": [corners(bounds)], "crs": CRS84}}));
    let mut about = json!({
        "id": collection.name,
        "title": title(collection),
        "description": if collection.is_layer {
            format!("{} records. A reference layer, kept as it came. 参考图层。", table.len())
        } else {
            format!("{} records. {}", table.len(), collection.title_zh)
        },
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link(items.clone(), "items", GEOJSON, "The records, as GeoJSON"),
            link(format!("{items}?f=html"), "items", HTML, "The records, as HTML"),
            link(at(site, &format!("{path}/schema")), "describedby", "application/schema+json", "The fields of a record"),
        ],
    });
    if let Some(extent) = extent {
        about["extent"] = extent;
    }
    about
}
