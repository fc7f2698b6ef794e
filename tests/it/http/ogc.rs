//! OGC API – Features, Part 1: everything that is linked is there, for programs and for people.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use axum::body::Body;
use luzhang::domain::collections;
use serde_json::Value;

use crate::support::Browser;
use crate::support::small_county;

const ORIGIN: &str = "http://127.0.0.1:8080";

#[tokio::test]
async fn every_link_from_the_landing_page_on_leads_to_what_it_says() {
    let browser = Browser::with(small_county()).await;
    let (mut seen, mut open) = (BTreeSet::from(["/ogc".to_owned()]), VecDeque::from(["/ogc".to_owned()]));
    while let Some(path) = open.pop_front() {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        if !answer.header("content-type").contains("json") {
            continue;
        }
        let (document, mut links) = (answer.json(), Vec::new());
        links_in(&document, &mut links);
        for link in links {
            let target =
                link["href"].as_str().unwrap().strip_prefix(ORIGIN).expect("links lead to this server").to_owned();
            let kind = browser.get(&target).await.header("content-type").to_owned();
            assert!(kind.starts_with(link["type"].as_str().unwrap()), "{path} says {link}, which is {kind}");
            if seen.insert(target.clone()) {
                open.push_back(target);
            }
        }
    }
    for wanted in [
        "/ogc/conformance?f=json",
        "/ogc/api",
        "/ogc/collections/bridges/items?f=html",
        "/ogc/collections/bridges/schema",
    ] {
        assert!(seen.iter().any(|path| path.starts_with(wanted.trim_end_matches("?f=json"))), "{wanted} is not linked");
    }
    // The pages of 31 collections in two encodings, at least.
    assert!(seen.len() > 31 * 5, "{}", seen.len());
}

/// Every link object of a document. In a document of the interface itself there are none.
fn links_in<'a>(json: &'a Value, found: &mut Vec<&'a Value>) {
    match json {
        Value::Object(members) => {
            if let Some(Value::Array(links)) = members.get("links") {
                found.extend(links);
            }
            members.values().for_each(|member| links_in(member, found));
        }
        Value::Array(parts) => parts.iter().for_each(|part| links_in(part, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_conformance_classes_are_those_that_are_met_in_full() {
    let browser = Browser::with(Vec::new()).await;
    let declared = browser.json("/ogc/conformance").await;
    let classes: Vec<&str> =
        declared["conformsTo"].as_array().unwrap().iter().map(|class| class.as_str().unwrap()).collect();
    let class = |name: &str| format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}");
    assert_eq!(classes, ["core", "oas30", "html", "geojson"].map(class));
}

#[tokio::test]
async fn the_interface_document_describes_paths_that_are_there() {
    let browser = Browser::with(small_county()).await;
    let document = browser.json("/ogc/api").await;
    assert_eq!(document["servers"][0]["url"], "http://127.0.0.1:8080/ogc");
    let mut checked = 0;
    for path in document["paths"].as_object().unwrap().keys() {
        if !path.contains("{z}") && !path.contains("{code}") {
            assert_eq!(browser.get(&format!("/ogc{path}")).await.status, 200, "{path}");
            checked += 1;
        }
    }
    assert!(checked > 3 * collections::ALL.len());
    for path in ["/collections/bridges/items/{code}", "/collections/bridges/tiles/WebMercatorQuad/{z}/{y}/{x}"] {
        assert!(document["paths"][path]["get"].is_object(), "{path}");
    }
    for name in ["bbox", "datetime", "limit", "f"] {
        assert!(document["components"]["parameters"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn tiles_are_described_for_the_collections_that_have_them_and_for_no_other() {
    let browser = Browser::with(small_county()).await;
    let document = browser.json("/ogc/api").await;
    for collection in collections::ALL {
        let path = format!("/collections/{}/tiles/WebMercatorQuad", collection.name);
        let described = document["paths"].as_object().unwrap().keys().any(|known| known.starts_with(&path));
        let there = browser.get(&format!("/ogc{path}/0/0/0")).await.status != 404;
        assert_eq!(described, there, "{}", collection.name);
    }
}

#[tokio::test]
async fn a_collection_says_where_it_lies_and_what_its_records_hold() {
    let browser = Browser::with(small_county()).await;
    let listed = browser.json("/ogc/collections").await;
    let names: Vec<&str> =
        listed["collections"].as_array().unwrap().iter().map(|about| about["id"].as_str().unwrap()).collect();
    assert_eq!(names, collections::ALL.iter().map(|collection| collection.name).collect::<Vec<_>>());
    let bridges = browser.json("/ogc/collections/bridges").await;
    assert_eq!(bridges["extent"]["spatial"]["bbox"], serde_json::json!([[113.98, 34.02, 114.03, 34.02]]));
    assert_eq!(bridges["crs"], serde_json::json!(["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]));
    let empty = browser.json("/ogc/collections/warnings").await;
    assert_eq!(empty["extent"], Value::Null);

    let schema = browser.json("/ogc/collections/bridges/schema").await;
    let properties = &schema["properties"];
    assert_eq!(properties["rating"]["maximum"], 5);
    assert_eq!((&properties["length_m"]["x-unit"], &properties["name"]["x-title-zh"]), (&"m".into(), &"名称".into()));
    assert_eq!(properties["span_class"]["x-enum-labels-zh"]["large"], "大桥");
    let expected: Vec<&str> = collections::named("bridges").unwrap().fields.iter().map(|field| field.name).collect();
    let keys: Vec<&String> = properties.as_object().unwrap().keys().collect();
    assert_eq!(keys[2..keys.len() - 4], expected);
}

#[tokio::test]
async fn the_form_is_the_one_asked_for_else_the_one_accepted_else_json() {
    let browser = Browser::with(small_county()).await;
    for path in [
        "/ogc",
        "/ogc/",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/bridges",
        "/ogc/collections/bridges/items",
        "/ogc/collections/bridges/items/B1",
    ] {
        for (query, accept, expected) in [
            ("", "", "json"),
            ("", "*/*", "json"),
            ("", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "html"),
            ("", "application/geo+json, text/html;q=0.5", "json"),
            ("", "image/png", "json"),
            ("?f=html", "application/json", "html"),
            ("?f=json", "text/html", "json"),
        ] {
            let answer = browser.send("GET", &format!("{path}{query}"), &[("accept", accept)], Body::empty()).await;
            let kind = answer.header("content-type");
            assert!(answer.status == 200 && kind.contains(expected), "{path}{query} {accept}: {kind}");
        }
    }
}

#[tokio::test]
async fn what_data_says_never_becomes_markup() {
    let browser = Browser::with(small_county()).await;
    for path in ["/ogc/collections/bridges/items?f=html", "/ogc/collections/bridges/items/B2?f=html"] {
        let page = browser.get(path).await.text();
        assert!(page.contains("&lt;b&gt;Iron &amp; steel&lt;/b&gt;") && !page.contains("<b>Iron"), "{page}");
        assert!(page.starts_with("<!doctype html>") && page.contains("lang=zh"));
    }
    let item = browser.get("/ogc/collections/bridges/items/B2").await;
    assert_eq!(item.json()["properties"]["name"], "<b>Iron & steel</b>");
    let problem = browser.get("/ogc/collections/bridges/items?f=html&%3Cscript%3E=1").await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
}
