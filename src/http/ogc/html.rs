//! The same pages for people.

use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;

use crate::domain::Collection;
use crate::http::ogc::items::cells;
use crate::queries::items::Page;
use crate::world::Row;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b2733}\
    a{color:#0b5cad}table{border-collapse:collapse;font-size:.85rem}th,td{border-bottom:1px solid #d5dde5;padding:.3rem .6rem;\
    text-align:left;vertical-align:top}.wide{overflow-x:auto}nav{margin-bottom:1rem}h1{font-size:1.4rem}";

fn page(title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=zh><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">\
         <title>{0}</title><style>{STYLE}</style><nav><a href=/>地图 Map</a> · <a href=\"/ogc?f=html\">OGC API</a> · \
         <a href=\"/ogc/collections?f=html\">数据集 Collections</a></nav><h1>{0}</h1>{body}</html>",
        escaped(title)
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// Text that cannot become markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn links(links: &[Value]) -> String {
    let item = |link: &Value| {
        format!(
            "<li><a href=\"{}\">{}</a> <small>{}</small>",
            text(&link["href"]),
            text(&link["title"]),
            text(&link["type"])
        )
    };
    format!("<ul>{}</ul>", links.iter().map(item).collect::<String>())
}

fn links_of(body: &Value) -> String {
    links(body["links"].as_array().map_or(&[], Vec::as_slice))
}

pub fn landing(body: &Value) -> Response {
    page(
        body["title"].as_str().unwrap_or_default(),
        &format!("<p>{}</p>{}", text(&body["description"]), links_of(body)),
    )
}

pub fn conformance(body: &Value) -> Response {
    let classes: String =
        body["conformsTo"].as_array().into_iter().flatten().map(|class| format!("<li>{}", text(class))).collect();
    page("符合性 Conformance", &format!("<ul>{classes}</ul>"))
}

pub fn collections(body: &Value) -> Response {
    let rows: String = body["collections"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|about| {
            format!(
                "<tr><td><a href=\"/ogc/collections/{0}?f=html\">{0}</a><td>{1}<td>{2}<td><a href=\"/ogc/collections/{0}/items?f=html\">items</a>",
                text(&about["id"]),
                text(&about["title"]),
                text(&about["description"])
            )
        })
        .collect();
    page("数据集 Collections", &format!("<table>{rows}</table>"))
}

pub fn collection(body: &Value) -> Response {
    page(
        body["title"].as_str().unwrap_or_default(),
        &format!("<p>{}</p>{}", text(&body["description"]), links_of(body)),
    )
}

/// A JSON document as it is, for reading.
pub fn document(title: &str, body: &Value) -> Response {
    let text = serde_json::to_string_pretty(body).unwrap_or_default();
    page(title, &format!("<pre>{}</pre>", escaped(&text)))
}

pub fn items(collection: &Collection, shown: &Page<'_>, page_links: &[Value]) -> Response {
    let heads: String = collection
        .fields
        .iter()
        .map(|field| format!("<th title=\"{}\">{}", escaped(field.name), escaped(field.title_zh)))
        .collect();
    let row = |row: &Row<'_>| {
        let code = escaped(row.code());
        let encoded: String = url::form_urlencoded::byte_serialize(row.code().as_bytes()).collect();
        let rest: String = cells(*row)[1..].iter().map(|cell| format!("<td>{}", escaped(cell))).collect();
        format!(
            "<tr><td><a href=\"/ogc/collections/{}/items/{}?f=html\">{code}</a>{rest}",
            collection.name,
            encoded.replace('+', "%20")
        )
    };
    let rows: String = shown.rows.iter().map(row).collect();
    let body = format!(
        "<p>{} / {}</p>{}<div class=wide><table><tr><th>代码{heads}{rows}</table></div>",
        shown.rows.len(),
        shown.matched,
        links(page_links)
    );
    page(&format!("{} {}", collection.title_zh, collection.title()), &body)
}

pub fn item(collection: &Collection, row: Row<'_>, page_links: &[Value]) -> Response {
    let titles =
        std::iter::once(("code", "代码")).chain(collection.fields.iter().map(|field| (field.name, field.title_zh)));
    let line = |((name, zh), cell): ((&str, &str), String)| {
        let label = collection
            .field(name)
            .and_then(crate::domain::catalog::Field::code_list)
            .and_then(|list| list.codes.iter().find(|code| code.0 == cell).map(|code| format!(" ({})", code.1)));
        format!("<tr><th>{} <small>{name}</small><td>{}{}", escaped(zh), escaped(&cell), label.unwrap_or_default())
    };
    let lines: String = titles.zip(cells(row)).map(line).collect();
    page(&format!("{} {}", collection.title_zh, row.code()), &format!("<table>{lines}</table>{}", links(page_links)))
}
