//! `/api/v1/households/within`: who is in the zone.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;

use crate::app::View;
use crate::exchange::json::geometry_from_geojson;
use crate::http::Site;
use crate::http::features::write_feature;
use crate::http::features::write_text;
use crate::http::large::large;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::HouseholdsWithin;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::queries::households::Hit;
use crate::reports::totals_json;

/// Bytes of a polygon; the boundary of a prefecture has some 100,000 corners.
pub(super) const LARGEST_AREA: usize = 8 * 1024 * 1024;
const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 10_000;

/// What is to be told of the households.
struct Wanted {
    form: &'static str,
    limit: usize,
    /// Distance and code of the last one that was told.
    after: Option<(f64, String)>,
    /// The query without the cursor, for the link to the next page.
    query: String,
}

impl Wanted {
    fn read(params: &mut Params) -> Result<Self, Problem> {
        let form = params.choice("return", &["features", "count", "codes"])?;
        let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
        let after = match params.text("cursor") {
            None => None,
            Some(text) => Some(read_cursor(&text).ok_or_else(|| {
                Problem::unreadable("cursor", "not a cursor of this answer; follow `next` as it is given")
            })?),
        };
        Ok(Self { form, limit, after, query: String::new() })
    }
}

/// `GET`: within a radius of a place, of a pipe, or of every pipe of a network.
pub async fn within(State(site): State<Site>, uri: axum::http::Uri, mut params: Params) -> Result<Response, Problem> {
    let view = site.view();
    let asked = match Network::read(&mut params)? {
        Some(network) => Asked::Network(network),
        None => Asked::Zone(zone(&view, &mut params)?),
    };
    let mut wanted = Wanted::read(&mut params)?;
    wanted.query = uri.query().unwrap_or_default().to_owned();
    params.finish()?;
    match asked {
        Asked::Network(network) => large(move || told(&view, &network.zone(&view)?, &wanted)).await,
        Asked::Zone(zone) => answer(view, zone, wanted).await,
    }
}

enum Asked {
    Network(Network),
    Zone(Zone),
}

/// Every pipe of a network, or of some roles in it: `network` without `pipe`, `role`, `radius_m`.
struct Network {
    utility: Utility,
    roles: Vec<String>,
    radius_m: f64,
}

impl Network {
    fn read(params: &mut Params) -> Result<Option<Self>, Problem> {
        let is_whole = params.gives("network") && !params.gives("pipe");
        if !is_whole && params.gives("role") {
            let remedy = "narrows a whole network; give it with network and without pipe, or leave it out";
            return Err(Problem::unreadable("role", remedy));
        }
        if !is_whole {
            return Ok(None);
        }
        if params.gives("lon") || params.gives("lat") {
            let remedy = "alone means all pipes of it; give pipe, or leave out lon and lat, or leave out network";
            return Err(Problem::unreadable("network", remedy));
        }
        let radius_m = params.required_number("radius_m")?;
        let utility = utility(params)?;
        let roles = params.text("role");
        let roles = roles.iter().flat_map(|roles| roles.split(',')).map(|role| role.trim().to_owned()).collect();
        Ok(Some(Self { utility, roles, radius_m }))
    }

    /// Gathers the pipes of a city: for a thread that may be held.
    fn zone(&self, view: &View) -> Result<Zone, Problem> {
        let roles: Vec<&str> = self.roles.iter().map(String::as_str).collect();
        Ok(view.near_network(self.utility, &roles, self.radius_m)?)
    }
}

fn utility(params: &mut Params) -> Result<Utility, Problem> {
    Ok(match params.choice("network", &["gas", "heat"])? {
        "heat" => Utility::Heat,
        _ => Utility::Gas,
    })
}

/// The zone that the parameters of a question name: `lon`, `lat` or `network`, `pipe`; `radius_m`.
pub(super) fn zone(view: &View, params: &mut Params) -> Result<Zone, Problem> {
    let radius_m = params.required_number("radius_m")?;
    let zone = match params.text("pipe") {
        Some(pipe) => view.near_pipe(utility(params)?, &pipe, radius_m)?,
        None if params.text("network").is_some() => {
            return Err(Problem::unreadable(
                "pipe",
                "is missing; give the code of a pipe, or lon and lat without network",
            ));
        }
        None => Zone::around(params.place()?, radius_m)?,
    };
    Ok(zone)
}

/// `POST`: within a polygon, given as a GeoJSON geometry or as a feature that has one.
pub async fn within_area(
    State(site): State<Site>,
    uri: axum::http::Uri,
    mut params: Params,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let body = body.map_err(|_cause| Problem::body_too_large(LARGEST_AREA))?;
    // A boundary of 100,000 corners takes a while to be read and looked at.
    let zone = large(move || area(&body)).await?;
    let mut wanted = Wanted::read(&mut params)?;
    wanted.query = uri.query().unwrap_or_default().to_owned();
    params.finish()?;
    answer(site.view(), zone, wanted).await
}

fn area(body: &[u8]) -> Result<Zone, Problem> {
    let json: Value = serde_json::from_slice(body)
        .map_err(|why| Problem::unreadable_body(format!("not JSON: {why}; give a GeoJSON Polygon or MultiPolygon")))?;
    let geometry = if json["type"] == "Feature" { &json["geometry"] } else { &json };
    let shape = geometry_from_geojson(geometry).map_err(|why| {
        Problem::unreadable_body(format!("not a GeoJSON geometry: {why}; give a Polygon or MultiPolygon"))
    })?;
    Ok(Zone::area(shape)?)
}

async fn answer(view: View, zone: Zone, wanted: Wanted) -> Result<Response, Problem> {
    // A wide zone holds a city: such an answer may take longer than a thread may be held.
    if let Zone::Radius { radius_m, .. } = zone
        && radius_m <= 2_000.0
    {
        return told(&view, &zone, &wanted);
    }
    large(move || told(&view, &zone, &wanted)).await
}

fn told(view: &View, zone: &Zone, wanted: &Wanted) -> Result<Response, Problem> {
    let found = view.households_within(zone)?;
    let body = match wanted.form {
        "count" => totals_json(&found.totals()).to_string().into_bytes(),
        "codes" => codes(&found),
        _ => page(zone, &found, wanted),
    };
    let kind = if wanted.form == "features" { "application/geo+json" } else { "application/json" };
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

fn codes(found: &HouseholdsWithin<'_>) -> Vec<u8> {
    let totals = found.totals();
    let codes = found.codes();
    let mut out = Vec::with_capacity(80 + codes.len() * 24);
    let head = format!(
        "{{\"count\":{},\"persons\":{},\"persons_unknown\":{},\"codes\":[",
        totals.count, totals.persons, totals.persons_unknown
    );
    out.extend(head.as_bytes());
    for (nth, code) in codes.iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        write_text(&mut out, code);
    }
    out.extend(b"]}");
    out
}

fn page(zone: &Zone, found: &HouseholdsWithin<'_>, wanted: &Wanted) -> Vec<u8> {
    let hits = found.nearest_first(zone);
    let from = wanted.after.as_ref().map_or(0, |(distance_m, code)| {
        hits.partition_point(|hit| (hit.distance_m, hit.row.code()) <= (*distance_m, code))
    });
    let rest = &hits[from..];
    let shown = &rest[..rest.len().min(wanted.limit)];
    let mut out = b"{\"type\":\"FeatureCollection\",".to_vec();
    // The members of the summary, without its braces, beside the features.
    let summary = totals_json(&found.totals()).to_string();
    out.extend(&summary.as_bytes()[1..summary.len() - 1]);
    out.extend(b",\"features\":[");
    for (nth, hit) in shown.iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        write_feature(&mut out, hit.row, &[("distance_m", (hit.distance_m * 1000.0).round() / 1000.0)]);
    }
    out.extend(b"],\"next\":");
    match shown.last().filter(|_| shown.len() < rest.len()) {
        Some(last) => write_text(&mut out, &next(&wanted.query, last)),
        None => out.extend(b"null"),
    }
    out.push(b'}');
    out
}

fn next(query: &str, last: &Hit<'_>) -> String {
    let kept = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "cursor");
    let cursor = format!("{:016x}-{}", last.distance_m.to_bits(), last.row.code());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept).append_pair("cursor", &cursor);
    format!("/api/v1/households/within?{}", query.finish())
}

fn read_cursor(text: &str) -> Option<(f64, String)> {
    let (bits, code) = text.split_once('-')?;
    let distance_m = f64::from_bits(u64::from_str_radix(bits, 16).ok()?);
    (distance_m.is_finite() && !code.is_empty()).then(|| (distance_m, code.to_owned()))
}
