//! `/api/v1/assets/within`: what of a collection lies in a zone.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;

use crate::http::Site;
use crate::http::features::write_feature;
use crate::http::features::write_text;
use crate::http::households::zone;
use crate::http::large::large;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `GET /api/v1/assets/within?collection=&lon=&lat=&radius_m=`
pub async fn within(State(site): State<Site>, uri: axum::http::Uri, mut params: Params) -> Result<Response, Problem> {
    let view = site.view();
    let listed = || view.collections_listed();
    let name = params
        .text("collection")
        .ok_or_else(|| Problem::unreadable("collection", format!("is missing; give one of {}", listed())))?;
    let collection = view.collection(&name).ok_or_else(|| {
        Problem::refused("collection", format!("there is no such collection; there are {}", listed()))
    })?;
    let zone = zone(&view, &mut params)?;
    let limit = params.limit(100, 10_000)?;
    let after = params.text("cursor");
    params.finish()?;
    let answer = move || {
        let found = view.assets_within(collection, &zone)?;
        let from = after.map_or(0, |after| found.partition_point(|row| row.code() <= &*after));
        let shown = &found[from..][..(found.len() - from).min(limit)];
        let mut out = format!("{{\"type\":\"FeatureCollection\",\"count\":{},\"features\":[", found.len()).into_bytes();
        for (nth, row) in shown.iter().enumerate() {
            if nth > 0 {
                out.push(b',');
            }
            write_feature(&mut out, *row, &[]);
        }
        out.extend(b"],\"next\":");
        match shown.last().filter(|_| from + shown.len() < found.len()) {
            Some(last) => {
                let query = uri.query().unwrap_or_default().as_bytes();
                let kept = url::form_urlencoded::parse(query).filter(|(name, _)| name != "cursor");
                let mut next = url::form_urlencoded::Serializer::new(String::new());
                next.extend_pairs(kept).append_pair("cursor", last.code());
                write_text(&mut out, &format!("/api/v1/assets/within?{}", next.finish()));
            }
            None => out.extend(b"null"),
        }
        out.push(b'}');
        Ok(([(header::CONTENT_TYPE, "application/geo+json")], out).into_response())
    };
    large(answer).await
}
