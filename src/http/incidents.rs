//! `/api/v1/incidents…`: the life of an incident, step by step.

use axum::Json;
use axum::extract::Path;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value;
use serde_json::json;

use crate::app::incidents::Incident;
use crate::app::incidents::NewReport;
use crate::app::incidents::NewSent;
use crate::app::incidents::NewStep;
use crate::app::incidents::NewZone;
use crate::app::incidents::Wanted;
use crate::domain::CodeList;
use crate::domain::Record;
use crate::domain::collections;
use crate::emergency::life::Evidence;
use crate::emergency::life::Reading;
use crate::emergency::life::SentKind;
use crate::emergency::life::State as Stage;
use crate::emergency::life::Step;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::incident_views::entry_view;
use crate::http::incident_views::incident_line;
use crate::http::incident_views::incident_view;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::versions::Seen;
use crate::http::versions::address;
use crate::http::versions::tag;

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;

/// `GET /api/v1/incidents?hazard=&state=&jurisdiction=`: in the order of their codes.
pub async fn incidents(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let asked = Asked::read(&mut params, "incidents", &["hazard", "state"])?;
    params.finish()?;
    let (records, more) = site.view().incidents(&asked.wanted, asked.after.as_deref(), asked.limit)?;
    let lines: Vec<Value> = records.iter().map(incident_line).collect();
    Ok(Json(json!({"incidents": lines, "next": asked.next("/api/v1/incidents", &records, more)})))
}

/// `POST /api/v1/incidents`: 201, or 200 for a request that was answered before.
pub async fn report(
    State(site): State<Site>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let new = NewReport {
        report: body.value("report").unwrap_or_default(),
        description: body.text("description")?,
        by: body.text("by")?,
        reported_at: body.time("reported_at")?,
        request_key: request_key(&headers)?,
    };
    body.finish()?;
    let reported = site.app.report_incident(&site.view(), new).await?;
    let status = if reported.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(told(status, &reported.incident))
}

/// `GET /api/v1/incidents/{code}`
pub async fn incident(State(site): State<Site>, Path(code): Path<String>, params: Params) -> Result<Response, Problem> {
    params.finish()?;
    let found = site.app.incident(&site.view(), &code)?.ok_or_else(|| no_incident(&code))?;
    Ok(([(header::ETAG, tag(&found.record))], Json(incident_view(&found))).into_response())
}

/// `GET /api/v1/incidents/{code}/log`
pub async fn log(State(site): State<Site>, Path(code): Path<String>, params: Params) -> Result<Json<Value>, Problem> {
    params.finish()?;
    let view = site.view();
    let entries = site.app.incident_log(&view, &code).await?;
    if entries.is_empty() {
        return Err(no_incident(&code));
    }
    Ok(Json(json!({"incident": code, "entries": entries.iter().map(entry_view).collect::<Vec<_>>()})))
}

/// `POST /api/v1/incidents/{code}/steps`
pub async fn step(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::read(&headers, &mut body)?;
    let to = body.required_choice("to", &Stage::ALL.map(Stage::as_str))?;
    let new = NewStep {
        seen: seen.version,
        by: body.required_text("by", "the unit that takes the step")?,
        step: Step {
            to: Stage::read(to).expect("a state is read from its own word"),
            decided_by: body.text("decided_by")?,
            published_by: body.text("published_by")?,
            colour: None,
            level: body.code("level", code_list("incidents", "response_level"))?.map(str::to_owned),
            approval_ref: body.text("approval_ref")?,
            note: body.text("note")?,
            deviation: body.text("deviation")?,
        },
        readings: body.objects("readings")?.into_iter().map(reading).collect::<Result<_, _>>()?,
        evidence: Evidence {
            people_rescued: body.yes_no("people_rescued")?,
            hazards_eliminated: body.yes_no("hazards_eliminated")?,
            environment_meets_standard: body.yes_no("environment_meets_standard")?,
            leak_test_passed: body.yes_no("leak_test_passed")?,
            rechecked: body.yes_no("rechecked")?,
            supply_interrupted: body.yes_no("supply_interrupted")?,
        },
        grade: body.code("grade", code_list("incidents", "grade"))?.map(str::to_owned),
        report: body.value("report"),
    };
    body.finish()?;
    let stepped = site.app.step_incident(&site.view(), &code, new).await;
    Ok(told(StatusCode::CREATED, &stepped.map_err(|why| seen.problem(why))?))
}

fn reading(mut body: JsonBody) -> Result<Reading, Problem> {
    let at = body.time("at")?;
    let reading = Reading {
        vol_percent: body.required_number("vol_percent", 0.0, 100.0)?,
        // Pure gas is 2,000 % of the limit of methane, 5,600 % of that of LPG.
        lel_percent: body.required_number("lel_percent", 0.0, 5_600.0)?,
        at: match at {
            Some(at) => at,
            None => return Err(body.missing("at", "when it was measured, as 2026-11-24T08:00:00+08:00")),
        },
        place: body.text("place")?,
    };
    body.finish()?;
    Ok(reading)
}

/// `POST /api/v1/incidents/{code}/zones`
pub async fn zone(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::read(&headers, &mut body)?;
    let geometry = body.shape("geometry")?;
    let new = NewZone {
        seen: seen.version,
        what: body.required_choice("what", &["cordon", "warm", "hot"])?,
        set_by: body.required_text("set_by", "the unit that drew it")?,
        note: body.text("note")?,
        geometry: geometry.ok_or_else(|| body.missing("geometry", "a GeoJSON Polygon or MultiPolygon"))?,
    };
    body.finish()?;
    let drawn = site.app.draw_zone(&site.view(), &code, new).await;
    Ok(told(StatusCode::CREATED, &drawn.map_err(|why| seen.problem(why))?))
}

/// `POST /api/v1/incidents/{code}/reports`
pub async fn sent(
    State(site): State<Site>,
    Path(code): Path<String>,
    params: Params,
    headers: HeaderMap,
    mut body: JsonBody,
) -> Result<Response, Problem> {
    params.finish()?;
    let seen = Seen::if_given(&headers, &mut body)?;
    let kind = body.required_choice("kind", &SentKind::ALL.map(SentKind::as_str))?;
    let new = NewSent {
        seen: seen.version,
        kind: SentKind::read(kind).expect("a kind is read from its own word"),
        by: body.required_text("by", "the unit that reported, or asked")?,
        to: body.text("to")?,
        at: body.time("at")?,
        note: body.text("note")?,
    };
    body.finish()?;
    let noted = site.app.note_sent(&site.view(), &code, new).await;
    Ok(told(StatusCode::CREATED, &noted.map_err(|why| seen.problem(why))?))
}

fn told(status: StatusCode, incident: &Incident) -> Response {
    let headers = [(header::LOCATION, address("incidents", &incident.record)), (header::ETAG, tag(&incident.record))];
    (status, headers, Json(incident_view(incident))).into_response()
}

fn no_incident(code: &str) -> Problem {
    Problem::not_found(format!("there is no incident `{}`", crate::domain::value::clipped(code)))
}

pub(super) fn request_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > 200 {
        return Err(Problem::unreadable("Idempotency-Key", "give from 1 to 200 plain characters, such as a UUID"));
    }
    Ok(Some(key.to_owned()))
}

/// The code list of a field.
pub(super) fn code_list(collection: &str, field: &str) -> &'static CodeList {
    let field = collections::named(collection).and_then(|collection| collection.field(field));
    field.and_then(crate::domain::Field::code_list).expect("the field has a code list")
}

/// What a list is asked for.
pub(super) struct Asked {
    pub wanted: Wanted,
    pub limit: usize,
    pub after: Option<String>,
}

impl Asked {
    /// The filters are fields; one with a code list takes its words alone.
    pub fn read(params: &mut Params, collection: &str, filters: &[&'static str]) -> Result<Self, Problem> {
        let mut wanted = Wanted { equal: Vec::new(), jurisdiction: params.text("jurisdiction") };
        for filter in filters {
            let Some(text) = params.text(filter) else { continue };
            let field = collections::named(collection).and_then(|collection| collection.field(filter));
            let text = match field.and_then(crate::domain::Field::code_list) {
                None => text,
                Some(list) => match list.read(&text) {
                    Some(code) => code.to_owned(),
                    None => {
                        let why = format!("`{}` is not one of {}", crate::domain::value::clipped(&text), list.listed());
                        return Err(Problem::unreadable(filter, why));
                    }
                },
            };
            wanted.equal.push((filter, text));
        }
        Ok(Self { wanted, limit: params.limit(USUAL_PAGE, LARGEST_PAGE)?, after: params.text("cursor") })
    }

    /// The address of the next page.
    pub fn next(&self, path: &str, records: &[Record], more: bool) -> Option<String> {
        let last = records.last().filter(|_| more)?;
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("limit", &self.limit.to_string()).append_pair("cursor", &last.code);
        for (field, text) in &self.wanted.equal {
            query.append_pair(field, text);
        }
        if let Some(jurisdiction) = &self.wanted.jurisdiction {
            query.append_pair("jurisdiction", jurisdiction);
        }
        Some(format!("{path}?{}", query.finish()))
    }
}
