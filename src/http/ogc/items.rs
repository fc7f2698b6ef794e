//! `/ogc/collections/{collection}/items`: records by box, day and equality, page by page.

use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Uri;
use axum::response::Response;
use chrono::DateTime;
use chrono::NaiveDate;
use chrono::SecondsFormat;
use geo_types::Coord;
use geo_types::Rect;

use crate::domain::Collection;
use crate::domain::Past;
use crate::domain::Value;
use crate::domain::day_in_china;
use crate::http::Site;
use crate::http::features::write_feature;
use crate::http::features::write_text;
use crate::http::large::large;
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
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::items::Page;
use crate::queries::items::Wanted;
use crate::world::Row;

/// As in the OpenAPI document, from which QGIS takes its page size.
pub const USUAL_PAGE: usize = 100;
pub const LARGEST_PAGE: usize = 10_000;

/// `GET /ogc/collections/{collection}/items`
pub async fn items(
    State(site): State<Site>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let view = site.view();
    let collection = known(&view, &name)?;
    let form = form(&mut params, &headers)?;
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let after = params.text("cursor");
    let wanted = wanted(collection, &mut params).map_err(Problem::under_ogc)?;
    let older = match wanted.past {
        Some(past) => Some(site.app.older(&view, collection, past, wanted.code.as_deref()).await?),
        None => None,
    };
    let answer = move || -> Result<Response, Problem> {
        let page = match &older {
            Some(older) => view.items_of_past(older, &wanted, after.as_deref(), limit)?,
            None => view.items(collection, &wanted, after.as_deref(), limit)?,
        };
        let links = page_links(&site, collection, uri.query().unwrap_or_default(), &page, form);
        Ok(match form {
            Form::Json => json_response(GEOJSON, collection_of(&site, &page, &links)),
            Form::Html => html::items(collection, &page, &links),
        })
    };
    // A small page is told faster than it is handed to another thread.
    if limit <= USUAL_PAGE {
        return answer();
    }
    large(answer).await
}

/// `GET /ogc/collections/{collection}/items/{code}`
pub async fn item(
    State(site): State<Site>,
    Path((name, code)): Path<(String, String)>,
    headers: HeaderMap,
    mut params: Params,
) -> Result<Response, Problem> {
    let view = site.view();
    let collection = known(&view, &name)?;
    let form = form(&mut params, &headers)?;
    let past = past(&mut params).map_err(Problem::under_ogc)?;
    params.finish()?;
    let older = match past {
        Some(past) => Some(site.app.older(&view, collection, past, Some(&code)).await?),
        None => None,
    };
    let row = match &older {
        Some(older) => view.item_of_past(older, &code)?,
        None => view.table(collection)?.find(&code),
    };
    let row = row.ok_or_else(|| {
        let code = crate::domain::value::clipped(&code);
        Problem::not_found(format!("there is no record `{code}` among the {name}"))
    })?;
    let encoded: String = url::form_urlencoded::byte_serialize(code.as_bytes()).collect();
    let path = format!("/collections/{name}/items/{}", encoded.replace('+', "%20"));
    let links = [
        link(
            at(&site, &format!("{path}?f=json")),
            if form == Form::Json { "self" } else { "alternate" },
            GEOJSON,
            "As GeoJSON",
        ),
        link(
            at(&site, &format!("{path}?f=html")),
            if form == Form::Html { "self" } else { "alternate" },
            HTML,
            "As HTML",
        ),
        link(at(&site, &format!("/collections/{name}")), "collection", JSON, "The collection"),
    ];
    Ok(match form {
        Form::Json => {
            let mut out = Vec::new();
            write_feature(&mut out, row, &[]);
            out.pop();
            out.extend(format!(",\"links\":{}}}", serde_json::Value::from(links.to_vec())).into_bytes());
            json_response(GEOJSON, out)
        }
        Form::Html => html::item(collection, row, &links),
    })
}

/// What the parameters ask for; every one that is left over must be a field.
fn wanted(collection: &'static Collection, params: &mut Params) -> Result<Wanted, Problem> {
    let mut wanted = Wanted { boxes: bbox(params)?, ..Wanted::default() };
    match params.text("bbox-crs").as_deref() {
        None | Some("http://www.opengis.net/def/crs/OGC/1.3/CRS84") => {}
        Some(_) => return Err(Problem::unreadable("bbox-crs", "only CRS84 is understood here")),
    }
    wanted.past = past(params)?;
    for (name, text) in params.rest() {
        if name == "code" {
            wanted.code = Some(text);
            continue;
        }
        let Some(field) = collection.position(&name) else {
            let fields: Vec<&str> = collection.fields.iter().map(|field| field.name).collect();
            let known = format!(
                "no such parameter; known are bbox, datetime, as_of, recorded_as_of, limit, cursor, f, code, {}",
                fields.join(", ")
            );
            return Err(Problem::unreadable(&crate::domain::value::clipped(&name), known));
        };
        let value = Value::read(collection.fields[field].kind, &text)
            .map_err(|why| Problem::unreadable(&name, format!("{}; give {}", why.problem, why.remedy)))?;
        if value.is_null() {
            return Err(Problem::unreadable(&name, "is blank; give a value"));
        }
        wanted.equal.push((field, value));
    }
    Ok(wanted)
}

/// Four or six numbers; of six the heights are left out, as the collections are flat. A box whose
/// west is east of its east crosses the antimeridian.
fn bbox(params: &mut Params) -> Result<Vec<Rect<f64>>, Problem> {
    let Some(text) = params.text("bbox") else { return Ok(Vec::new()) };
    let refuse = |why: &str| Problem::unreadable("bbox", format!("{why}; give west,south,east,north in degrees"));
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    let numbers = numbers.map_err(|_cause| refuse("not numbers"))?;
    let ([west, south, east, north] | [west, south, _, east, north, _]) = numbers[..] else {
        return Err(refuse(&format!("{} numbers", numbers.len())));
    };
    if ![west, east].iter().all(|lon| (-180.0..=180.0).contains(lon))
        || ![south, north].iter().all(|lat| (-90.0..=90.0).contains(lat))
    {
        return Err(refuse("not within -180 to 180 and -90 to 90 degrees"));
    }
    if south > north {
        return Err(refuse("south is north of north"));
    }
    let part = |west, east| Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
    Ok(if west <= east { vec![part(west, east)] } else { vec![part(west, 180.0), part(-180.0, east)] })
}

/// `datetime` and `as_of` ask for what was true on a day, `recorded_as_of` for what was known then.
fn past(params: &mut Params) -> Result<Option<Past>, Problem> {
    let as_of = params.read_as::<NaiveDate>("as_of", "a day; write it as 2022-12-31")?;
    let recorded_by = params.text("recorded_as_of").map(|text| {
        let why = "not an instant; give RFC 3339, as 2025-12-31T00:00:00Z";
        let at = DateTime::parse_from_rfc3339(&text).map_err(|_cause| Problem::unreadable("recorded_as_of", why))?;
        Ok::<_, Problem>(at.to_utc())
    });
    let datetime = datetime(params)?;
    if as_of.is_some() && datetime.is_some() {
        return Err(Problem::unreadable("as_of", "given beside datetime; both name the day, give one"));
    }
    let past = Past { valid_on: as_of.or(datetime), recorded_by: recorded_by.transpose()? };
    Ok((past != Past::default()).then_some(past))
}

/// An instant or an interval, open with `..` or nothing. Of an interval the end decides: what held on
/// its last day is given, and not what had ended before.
fn datetime(params: &mut Params) -> Result<Option<NaiveDate>, Problem> {
    let Some(text) = params.text("datetime") else { return Ok(None) };
    let refuse = || {
        Problem::unreadable(
            "datetime",
            "not a time; give RFC 3339, as 2025-12-31T00:00:00Z, or two of them with / between, .. for an open end",
        )
    };
    let day = |text: &str| -> Result<Option<NaiveDate>, Problem> {
        match text {
            "" | ".." => Ok(None),
            text => {
                let instant = DateTime::parse_from_rfc3339(text).map(|instant| day_in_china(instant.to_utc()));
                instant.or_else(|_| text.parse()).map(Some).map_err(|_cause| refuse())
            }
        }
    };
    match text.split_once('/') {
        None => day(&text)?.ok_or_else(refuse).map(Some),
        Some((from, to)) => {
            let (from, to) = (day(from)?, day(to)?);
            match (from, to) {
                (None, None) if text.len() < 3 => Err(refuse()),
                (Some(from), Some(to)) if from > to => {
                    Err(Problem::unreadable("datetime", "the interval ends before it begins"))
                }
                _ => Ok(to),
            }
        }
    }
}

fn page_links(
    site: &Site,
    collection: &Collection,
    query: &str,
    page: &Page<'_>,
    form: Form,
) -> Vec<serde_json::Value> {
    let path = format!("/collections/{}/items", collection.name);
    let with = |form: &str, cursor: Option<&str>| {
        let mut query_out = url::form_urlencoded::Serializer::new(String::new());
        let kept = url::form_urlencoded::parse(query.as_bytes());
        query_out.extend_pairs(kept.filter(|(name, _)| name != "f" && (name != "cursor" || cursor.is_none())));
        if let Some(cursor) = cursor {
            query_out.append_pair("cursor", cursor);
        }
        query_out.append_pair("f", form);
        at(site, &format!("{path}?{}", query_out.finish()))
    };
    let (own, own_kind, other, other_kind) = match form {
        Form::Json => ("json", GEOJSON, "html", HTML),
        Form::Html => ("html", HTML, "json", GEOJSON),
    };
    let mut links = vec![
        link(with(own, None), "self", own_kind, "This page"),
        link(with(other, None), "alternate", other_kind, "This page in another encoding"),
        link(at(site, &format!("/collections/{}", collection.name)), "collection", JSON, "The collection"),
    ];
    if let Some(last) = page.rows.last().filter(|_| page.more) {
        links.push(link(with(own, Some(last.code())), "next", own_kind, "The next page"));
    }
    links
}

fn collection_of(site: &Site, page: &Page<'_>, links: &[serde_json::Value]) -> Vec<u8> {
    let now = site.app.clock().now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let head = format!(
        "{{\"type\":\"FeatureCollection\",\"numberMatched\":{},\"numberReturned\":{},\"timeStamp\":",
        page.matched,
        page.rows.len()
    );
    let mut out = Vec::with_capacity(1024 + page.rows.len() * 700);
    out.extend(head.as_bytes());
    write_text(&mut out, &now);
    out.extend(format!(",\"links\":{},\"features\":[", serde_json::Value::from(links.to_vec())).as_bytes());
    for (nth, row) in page.rows.iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        write_feature(&mut out, *row, &[]);
    }
    out.extend(b"]}");
    out
}

/// The cells of a row for a table: code first, then the fields in order.
pub(super) fn cells(row: Row<'_>) -> Vec<String> {
    let fields = 0..row.shard.collection().fields.len();
    std::iter::once(row.code().to_owned())
        .chain(fields.map(|at| row.shard.column(at).value(row.row).written()))
        .collect()
}
