//! `/api/v1/route-lists…`: ordered work for a crew.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use chrono::NaiveDate;
use serde_json::Value;
use serde_json::json;

use crate::app::GoalWork;
use crate::app::NewRouteList;
use crate::app::Refusal;
use crate::app::RouteListRefusal;
use crate::app::View;
use crate::domain::FieldKind;
use crate::domain::Record;
use crate::domain::collections;
use crate::domain::value::clipped;
use crate::geom::LonLat;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::incidents::request_key;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::queries::Zone;
use crate::queries::crew_routes::Journey;
use crate::queries::crew_routes::NoRouteList;
use crate::queries::crew_routes::Within;
use crate::queries::crew_work::Work;
use crate::reports::route_list as files;
use crate::reports::route_list::CrewList;
use crate::reports::route_list::pdf::Typeface;
use crate::web;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;
/// Characters; it heads every printed page.
const LONGEST_NAME: usize = 100;

/// `GET /api/v1/route-lists?jurisdiction=`: in the order of their codes, without their stops.
pub async fn route_lists(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let jurisdiction = params.text("jurisdiction");
    let limit = params.limit(USUAL_PAGE, LARGEST_PAGE)?;
    let after = params.text("cursor");
    params.finish()?;
    let (records, more) = site.view().route_lists(jurisdiction.as_deref(), after.as_deref(), limit)?;
    let next = records.last().filter(|_| more).map(|last| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &limit.to_string()).append_pair("cursor", &last.code);
        if let Some(jurisdiction) = &jurisdiction {
            query.append_pair("jurisdiction", jurisdiction);
        }
        format!("/api/v1/route-lists?{}", query.finish())
    });
    let lines: Vec<Value> = records.iter().map(line).collect();
    Ok(Json(json!({"route_lists": lines, "next": next})))
}

fn line(record: &Record) -> Value {
    let collection = collections::named("route_lists").expect("a collection of the product");
    let text = |field: &str| Some(record.value(collection, field).written()).filter(|text| !text.is_empty());
    json!({
        "id": record.code,
        "name": text("name"),
        "jurisdiction": text("jurisdiction_code"),
        "made_on": text("made_on"),
        "length_km": text("length_km").and_then(|km| km.parse::<f64>().ok()).map(|km| format!("{km:.3}")),
    })
}

/// `POST /api/v1/route-lists`: 201, or 200 for a request that was answered before.
pub async fn make(
    State(site): State<Site>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let request = body.whole();
    let new = NewRouteList {
        name: name(&mut body)?,
        works: works(&mut body)?,
        goal: goal(&mut body)?,
        within: within(&mut body)?,
        journey: journey(&mut body)?,
        request,
        request_key: request_key(&headers)?,
    };
    body.finish()?;
    if new.works.is_empty() && new.goal.is_none() {
        let words = Work::ALL.map(Work::as_str).join(", ");
        let why = format!("is missing; give a list of {words}, or a goal as {{\"id\": \"A13\"}}");
        return Err(Problem::refused_field("/work", why));
    }
    let made = site.app.make_route_list(&site.view(), new).await.map_err(problem)?;
    let status = if made.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let code: String = url::form_urlencoded::byte_serialize(made.list.code.as_bytes()).collect();
    let location = HeaderValue::from_str(&format!("/api/v1/route-lists/{}", code.replace('+', "%20")))
        .expect("what is percent-encoded makes a header");
    Ok((status, [(header::LOCATION, location)], Json(made.list.to_json())).into_response())
}

fn problem(why: RouteListRefusal) -> Problem {
    match why {
        RouteListRefusal::View(why @ Refusal::Goal(_)) => Problem::refused_field("/goal/id", why),
        RouteListRefusal::View(Refusal::Value { field: "jurisdiction", why }) => {
            Problem::refused_field("/jurisdiction", why)
        }
        RouteListRefusal::View(Refusal::Value { field, why }) => Problem::refused_field(&format!("/goal/{field}"), why),
        RouteListRefusal::View(why) => why.into(),
        RouteListRefusal::Write(why) => why.into(),
        RouteListRefusal::List(why @ NoRouteList::TooMany { .. }) => Problem::refused_field("/work", why),
        RouteListRefusal::List(why @ NoRouteList::Start) => Problem::refused_field("/start", why),
        RouteListRefusal::List(why @ NoRouteList::Post(_)) => Problem::refused_field("/post", why),
        RouteListRefusal::Nothing => Problem::refused_field("/work", why),
        RouteListRefusal::Stopped => Problem::failure(),
    }
}

fn name(body: &mut JsonBody) -> Result<Option<String>, Problem> {
    match body.text("name")? {
        Some(name) if name.chars().count() > LONGEST_NAME => {
            Err(Problem::refused_field("/name", format!("is longer than {LONGEST_NAME} characters")))
        }
        name => Ok(name),
    }
}

/// Each kind once, in the order of [`Work::ALL`].
fn works(body: &mut JsonBody) -> Result<Vec<Work>, Problem> {
    let words = body.texts("work")?;
    for (nth, word) in words.iter().enumerate() {
        if Work::read(word).is_none() {
            let known = Work::ALL.map(Work::as_str).join(", ");
            let why = format!("`{}` is not one of {known}", clipped(word));
            return Err(Problem::refused_field(&format!("/work/{nth}"), why));
        }
    }
    Ok(Work::ALL.into_iter().filter(|work| words.iter().any(|word| word == work.as_str())).collect())
}

fn goal(body: &mut JsonBody) -> Result<Option<GoalWork>, Problem> {
    let Some(mut goal) = body.object("goal")? else { return Ok(None) };
    let work = GoalWork {
        id: goal.required_text("id", "the goal, as A13")?,
        as_of: day(&mut goal, "as_of")?,
        part: goal.text("part")?,
        due: day(&mut goal, "due")?,
    };
    goal.finish()?;
    Ok(Some(work))
}

fn day(body: &mut JsonBody, field: &'static str) -> Result<Option<NaiveDate>, Problem> {
    let Some(text) = body.text(field)? else { return Ok(None) };
    match crate::domain::Value::read(FieldKind::Date, &text) {
        Ok(value) => Ok(value.as_date()),
        Err(why) => Err(Problem::refused_field(&format!("/goal/{field}"), why)),
    }
}

fn within(body: &mut JsonBody) -> Result<Within, Problem> {
    let area = match body.shape("area")? {
        None => None,
        Some(shape) => Some(Zone::area(shape).map_err(|why| Problem::refused_field("/area", why))?),
    };
    let within = Within { jurisdiction: body.text("jurisdiction")?, post: body.text("post")?, area };
    if within.jurisdiction.is_none() && within.post.is_none() && within.area.is_none() {
        let why = "is missing; give a jurisdiction, a post, or an area (a GeoJSON polygon), or several of them";
        return Err(Problem::refused_field("/jurisdiction", why));
    }
    Ok(within)
}

fn journey(body: &mut JsonBody) -> Result<Journey, Problem> {
    let returns = body.yes_no("return")?.unwrap_or(true);
    let Some(mut start) = body.object("start")? else {
        return Err(body.missing("start", "the place where the crew starts, as {\"lon\": 113.85, \"lat\": 34.03}"));
    };
    let (lon, lat) = (start.required_number("lon", -180.0, 180.0)?, start.required_number("lat", -90.0, 90.0)?);
    start.finish()?;
    let start = LonLat::new(lon, lat).map_err(|why| Problem::refused_field("/start", why))?;
    Ok(Journey { start, returns })
}

/// `GET /api/v1/route-lists/{id}`, or a file of it where the address ends in a format.
pub async fn route_list(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let view = site.view();
    if let Some(found) = view.route_list(&code)? {
        return Ok(Json(found.to_json()).into_response());
    }
    let split = code.rsplit_once('.').and_then(|(code, ending)| Some((code, FileForm::of(ending)?)));
    let Some((code, form)) = split else { return Err(no_list(&code)) };
    let found = view.route_list(code)?.ok_or_else(|| no_list(code))?;
    let made = tokio::task::spawn_blocking(move || form.made(&view, &found)).await;
    let (bytes, name) = made.map_err(|_cause| Problem::failure())??;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok();
    let mut response = ([(header::CONTENT_TYPE, form.media_type())], bytes).into_response();
    if let Some(disposition) = disposition {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// A file that is made of a list.
#[derive(Clone, Copy)]
enum FileForm {
    GeoJson,
    Gpx,
    Kml,
    Csv,
    Xlsx,
    GeoPackage,
    Pdf,
}

impl FileForm {
    fn of(ending: &str) -> Option<Self> {
        Some(match ending {
            "geojson" => Self::GeoJson,
            "gpx" => Self::Gpx,
            "kml" => Self::Kml,
            "csv" => Self::Csv,
            "xlsx" => Self::Xlsx,
            "gpkg" => Self::GeoPackage,
            "pdf" => Self::Pdf,
            _ => return None,
        })
    }

    fn ending(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::Gpx => "gpx",
            Self::Kml => "kml",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoPackage => "gpkg",
            Self::Pdf => "pdf",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Gpx => "application/gpx+xml",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::Pdf => "application/pdf",
        }
    }

    /// The bytes, and the name that a browser keeps them under.
    fn made(self, view: &View, list: &CrewList) -> Result<(Vec<u8>, String), Problem> {
        let failed = |why: &dyn std::fmt::Display| {
            tracing::error!(error = %why, list = list.code, "making a file of a route list");
            Problem::failure()
        };
        let bytes = match self {
            Self::GeoJson => files::geojson(list).to_string().into_bytes(),
            Self::Gpx => files::gpx(list).into_bytes(),
            Self::Kml => files::kml(list).into_bytes(),
            Self::Csv => files::csv(list),
            Self::Xlsx => files::xlsx(list).map_err(|why| failed(&why))?,
            Self::GeoPackage => files::geopackage(list).map_err(|why| failed(&why))?,
            Self::Pdf => {
                let typeface = web::font().and_then(Typeface::new).ok_or_else(Problem::no_font)?;
                let around = view.surroundings(list)?;
                files::pdf::pdf(list, &around, &typeface).map_err(|why| failed(&why))?
            }
        };
        let plain: String = list.code.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect();
        Ok((bytes, format!("{plain}.{}", self.ending())))
    }
}

fn no_list(code: &str) -> Problem {
    Problem::not_found(format!("there is no route list `{}`", clipped(code)))
}
